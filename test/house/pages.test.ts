import { capabilitiesByNode } from '../../engine/capabilities';
import { packageNodes } from '../../engine/package';
import { childProcess, fs, path, process, root } from '../../engine/platform';

/** What a script says when it only looks. */
function check(script: string): string {
	const { status, stderr } = childProcess.spawnSync(process.execPath, [path.join(root, script), '--check'], {
		encoding: 'utf8',
	});
	return status === 0 ? '' : stderr;
}

describe('The pages that are made by a script', () => {
	it('README’s tables say what the vendors’ folders say (npm run tables)', () => {
		expect(check('scripts/tables.mjs')).toBe('');
	}, 60_000);

	it('docs/troubleshooting.md says what the table of remedies says (npm run troubleshooting)', () => {
		expect(check('scripts/troubleshooting.mjs')).toBe('');
	}, 60_000);

	it('the vendors’ pages and docs/columns.md say which headings fill which fields (npm run fields)', () => {
		expect(check('scripts/fields.mjs')).toBe('');
	}, 60_000);

	it('docs/architecture.md shows the rooms as they are (npm run house:draw)', () => {
		expect(check('scripts/draw.mjs')).toBe('');
	}, 60_000);

	it('every file of the repository that a page names is there', () => {
		const pages = [
			'README.md',
			'CONTRIBUTING.md',
			'SECURITY.md',
			...fs
				.readdirSync(path.join(root, 'docs'))
				.filter((name) => name.endsWith('.md'))
				.map((name) => `docs/${name}`),
		];
		const gone = pages.flatMap((page) => {
			const text = fs.readFileSync(path.join(root, page), 'utf8');
			const linked = [...text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)].map(([, to]) =>
				path.join(path.dirname(page), to ?? ''),
			);
			const named = [
				...text.matchAll(
					/`((?:nodes|credentials|engine|simulators|scripts|test|docs|e2e|bench|demo)\/[\w./-]*\.(?:ts|mjs|js|md|json))`/g,
				),
			].map(([, file]) => file ?? '');
			return [...linked, ...named]
				.filter((file) => !/acme/i.test(file) && !fs.existsSync(path.join(root, file)))
				.map((file) => `${page}: ${file}`);
		});
		expect(gone).toEqual([]);
	});

	it('a reader finds every system on the pages that list them', () => {
		const lacking = [...capabilitiesByNode()].flatMap(([name, { page }]) => {
			const label = packageNodes().get(name)?.description.displayName ?? name;
			const wanted = [
				['README.md', `](docs/${page})`],
				['docs/README.md', `](${page})`],
				['docs/first-sync.md', `](${page}#credential)`],
				['.github/ISSUE_TEMPLATE/defect.yml', label],
			];
			return wanted.filter(([file = '', text = '']) => !fs.readFileSync(path.join(root, file), 'utf8').includes(text));
		});
		expect(lacking).toEqual([]);
	});

	it('the way to a setting is written with an arrow: Options → Send Password', () => {
		const places = ['nodes', 'credentials', 'docs', 'workflows'].flatMap((folder) =>
			fs.readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(folder, String(name))),
		);
		const wrong = [...places, 'README.md']
			.filter((file) => /\.(?:ts|md|json)$/.test(file))
			.flatMap((file) => {
				const text = fs.readFileSync(path.join(root, file), 'utf8');
				const ways = text.matchAll(
					/\b(?:Options|Safety|Leavers|Fields)(?:\*\*|\*)? (?:>|&gt;|-+>) \*{0,2}[A-Z][a-z]+/g,
				);
				return [...ways].map(([way]) => `${file}: ${way}`);
			});
		expect(wrong).toEqual([]);
	});
});
