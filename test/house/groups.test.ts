import { fs, load, path, root } from '../../engine/platform';

const { groupsOf, testFiles } = load(path.join(root, 'scripts', 'groups.js')) as {
	groupsOf(files: readonly string[]): ReadonlyArray<readonly [name: string, files: readonly string[]]>;
	testFiles(): string[];
};

describe('npm test', () => {
	const files = testFiles();

	it('leaves out no file with tests', () => {
		const found = (fs.readdirSync(path.join(root, 'test'), { recursive: true }) as string[])
			.map((name) => `test/${name.split(path.sep).join('/')}`)
			.filter((name) => name.endsWith('.test.ts'))
			.sort();
		expect(found.length).toBeGreaterThan(100);
		expect(
			groupsOf(files)
				.flatMap(([, members]) => members)
				.sort(),
		).toEqual(found);
	});

	it('runs a file that nobody has put into a group', () => {
		expect(groupsOf(['test/later/later.test.ts'])).toEqual([['new', ['test/later/later.test.ts']]]);
	});
});
