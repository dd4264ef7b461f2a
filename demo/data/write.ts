/** Writes demo/data/*.csv anew: npx tsx demo/data/write.ts. The lists are the same every time. */
import { fs, path, process, root } from '../../engine/platform';
import { listOf } from '../data';
import { listFile } from '../masterList';
import { SCENARIOS } from '../scenarios';

for (const scenario of SCENARIOS.values()) {
	const file = listFile(scenario.vendor);
	fs.writeFileSync(file, listOf(scenario));
	process.stdout.write(`${path.relative(root, file)}\n`);
}
