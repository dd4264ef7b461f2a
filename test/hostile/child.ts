/** Runs one request of the engine in a process of its own, so that a test can kill it: `tsx child.ts <file with the request>`. */
import { runNode, type RunRequest } from '../../engine/engine';
import { fs, process } from '../../engine/platform';

const request = JSON.parse(fs.readFileSync(process.argv[2] ?? '', 'utf8')) as RunRequest;
void runNode(request).then(({ error }) => process.exit(error === undefined ? 0 : 1));
