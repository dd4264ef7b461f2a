import { childProcess, fs, path, process, root } from '../../engine/platform';

/** The files that docs/adding-an-lms.md shows in full, by their path. */
function filesOfTheGuide(): Array<[file: string, text: string]> {
	const parts = fs.readFileSync(path.join(root, 'docs/adding-an-lms.md'), 'utf8').split('\n**`').slice(1);
	return parts.flatMap((part): Array<[string, string]> => {
		const file = part.slice(0, part.indexOf('`'));
		const start = part.indexOf('```ts\n');
		const shown = start >= 0 && file.endsWith('.ts') && /acme/i.test(file);
		return shown ? [[file, part.slice(start + 6, part.indexOf('\n```', start) + 1)]] : [];
	});
}

describe('The guide to adding an LMS', () => {
	it('shows files that compile in this house', () => {
		const files = filesOfTheGuide();
		expect(files.length).toBeGreaterThanOrEqual(7);
		fs.mkdirSync(path.join(root, '.tmp'), { recursive: true });
		const house = fs.mkdtempSync(path.join(root, '.tmp', 'guide-'));
		try {
			for (const [file, text] of files) {
				fs.mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
				fs.writeFileSync(path.join(house, file), text);
			}
			for (const room of ['nodes/shared', 'simulators/shared', 'engine'])
				fs.symlinkSync(path.join(root, room), path.join(house, room));
			const config = {
				extends: path.join(root, 'tsconfig.tools.json'),
				compilerOptions: {
					preserveSymlinks: true,
					rootDir: house,
					typeRoots: [path.join(root, 'node_modules/@types')],
				},
				include: files.map(([file]) => file),
			};
			fs.writeFileSync(path.join(house, 'tsconfig.json'), JSON.stringify(config));
			const { stdout } = childProcess.spawnSync(
				process.execPath,
				[path.join(root, 'node_modules/typescript/bin/tsc'), '-p', house],
				{ encoding: 'utf8', cwd: house },
			);
			expect(stdout).toBe('');
		} finally {
			fs.rmSync(house, { recursive: true, force: true });
		}
	}, 120_000);
});
