import ts from 'typescript';
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

/** What a connector may have or lack, by its name. */
function optionalParts(): string[] {
	const file = path.join(root, 'nodes/shared/model/connector.ts');
	const { statements } = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const connector = statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === 'Connector');
	return (connector?.members ?? [])
		.filter(({ questionToken }) => questionToken !== undefined)
		.map(({ name }) => name?.getText() ?? '');
}

describe('The guide to adding an LMS', () => {
	it('says of every optional part of the interface when to have it', () => {
		const guide = fs.readFileSync(path.join(root, 'docs/adding-an-lms.md'), 'utf8');
		const start = guide.indexOf('## Optional parts of the interface');
		const named = guide.slice(start, guide.indexOf('\n## ', start + 1)).split('\n');
		const told = named.filter((line) => line.startsWith('| `')).map((line) => line.split(' | ')[0] ?? '');
		const parts = optionalParts();
		expect(parts.length).toBeGreaterThan(15);
		expect(parts.filter((part) => !told.some((cell) => cell.includes(`\`${part}\``)))).toEqual([]);
		const listed = told.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, part]) => part ?? ''));
		const always = ['lookUpRows'];
		expect(listed.filter((part) => !parts.includes(part) && !always.includes(part))).toEqual([]);
	});

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
