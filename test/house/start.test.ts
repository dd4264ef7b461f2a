import { childProcess, process, root } from '../../engine/platform';

/** What n8n has loaded of the package once it has loaded every node, as file names below nodes/. */
function loadedAtStart(): string[] {
	const script = `
		const { join, relative } = require('path');
		const root = process.argv[1];
		for (const file of require(join(root, 'package.json')).n8n.nodes) require(join(root, file));
		const own = Object.keys(require.cache).map((file) => relative(root, file).split('\\\\').join('/'));
		process.stdout.write(JSON.stringify(own));
	`;
	return JSON.parse(
		childProcess.execFileSync(process.execPath, ['-e', script, root], { encoding: 'utf8' }),
	) as string[];
}

describe('n8n starts without what only a run needs', () => {
	it('loads descriptions and fields; calls, rows, plans, writes, and results come with the first run', () => {
		const own = loadedAtStart().filter((file) => file.startsWith('dist/nodes/'));
		expect(own).toContain('dist/nodes/Bridge/Bridge.node.js');
		const late =
			/shared\/[^/]+\.js$|shared\/(reading|carrying|telling)\/|transport\/http|\.(connector|reader|writer)\.js$/;
		expect(own.filter((file) => late.test(file))).toEqual([]);
	});
});
