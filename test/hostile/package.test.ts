import ts from 'typescript';
import { childProcess, fs, os, path, process, root } from '../../engine/platform';
import { dateReader } from '../../nodes/shared/reading/dates';
import { quote } from '../../nodes/shared/reading/problem';

/** All source files of the nodes and credentials. */
function sources(folder: string): string[] {
	return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) return sources(file);
		return entry.name.endsWith('.ts') ? [file] : [];
	});
}

interface Pattern {
	readonly where: string;
	readonly regex: RegExp;
}

/** Every regular expression that stands in a file. */
function patternsIn(file: string): Pattern[] {
	const tree = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
	const found: Pattern[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
			found.push({
				where: `${path.relative(root, file)}:${line} ${node.text}`,
				regex: new RegExp(node.text.slice(1, end), node.text.slice(end + 1).replace('y', '')),
			});
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

const LONG = 40_000;

/** Texts that make a careless pattern try everything. */
function attacks(): string[] {
	const bits = [
		' ',
		'\t',
		'a',
		'A',
		'0',
		'1',
		'-',
		'.',
		',',
		'@',
		'/',
		'\\',
		'<',
		'<a',
		'<title',
		'<!',
		'>',
		'"',
		"'",
		'(',
		'{',
		'[',
		'[ "a" ]',
		'.a',
		' .a ',
		'={{ $json',
		'\u200b',
		'\u0300',
		'\ud800',
		'é',
		'%',
		'%2',
		'=',
		'a@',
		'1,',
		'1.',
		'1 ',
		'a ',
		' a',
		'\n',
		'\r\n',
		'https://',
		'_',
		'+',
		'~',
		'~1',
	];
	const bodies = bits.map((bit) => bit.repeat(Math.ceil(LONG / bit.length)).slice(0, LONG));
	return bodies.flatMap((body) => [
		body,
		`${body}!`,
		`a${body}\u0000`,
		`={{ $json${body}`,
		`<title${body}`,
		`1${body}x`,
		`"${body}`,
	]);
}

describe('The package', () => {
	const files = [...sources(path.join(root, 'nodes')), ...sources(path.join(root, 'credentials'))];

	it('has no regular expression that a long text can hold up', () => {
		const patterns = files.flatMap(patternsIn);
		expect(patterns.length).toBeGreaterThan(50);
		const texts = attacks();
		// A number written out: never longer than 22 characters.
		const bounded = ['nodes/shared/telling/report/words.ts'];
		// A linear pattern needs far less than a millisecond for such a text, a quadratic one seconds.
		const slow = patterns
			.filter(
				({ where, regex }) => !(bounded.some((file) => where.startsWith(file)) && regex.source.includes('{3})+$')),
			)
			.flatMap(({ where, regex }) =>
				texts.flatMap((text) => {
					const began = performance.now();
					regex.lastIndex = 0;
					if (regex.global) text.replace(regex, '');
					else regex.test(text);
					const took = performance.now() - began;
					return took > 500 ? [`${where}: ${Math.round(took)} ms on ${JSON.stringify(text.slice(0, 12))}…`] : [];
				}),
			);
		expect(slow).toEqual([]);
	}, 240_000);

	it('makes no regular expression out of what users or vendors write', () => {
		const made = files
			.filter((file) => /new RegExp\(|RegExp\(/.test(fs.readFileSync(file, 'utf8')))
			.map((file) => path.relative(root, file));
		// Dates: put together from constants, see below. Rows: a field's own length limit, set in the code.
		expect(made).toEqual(['nodes/shared/reading/dates.ts', 'nodes/shared/reading/rowSchema.ts']);
	});

	it('reads no date for long', () => {
		const read = dateReader('dayFirst', 'Europe/Berlin', quote);
		const more = ['1', '1 jan', 'mon, 1', '1.', '1-', '2026-01-01T', 'January 1, '].flatMap((start) =>
			[' ', '1', '-', '/', 'a', '.', '0:', ', '].map((bit) => `${start}${bit.repeat(LONG)}x`),
		);
		for (const text of [...attacks(), ...more]) {
			const began = performance.now();
			read(text);
			expect(performance.now() - began).toBeLessThan(500);
		}
	});

	it('has no runtime dependency', () => {
		const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
			string,
			object | undefined
		>;
		for (const kind of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies'])
			expect(manifest[kind]).toBeUndefined();
		expect(Object.keys(manifest.peerDependencies ?? {})).toEqual(['n8n-workflow']);
		const imported = new Set(
			files.flatMap((file) =>
				[...fs.readFileSync(file, 'utf8').matchAll(/from '([^.'][^']*)'/g)].map((found) => found[1]),
			),
		);
		// All of them come with n8n, or with Node.
		expect([...imported].sort()).toEqual(['crypto', 'luxon', 'n8n-workflow', 'zod']);
	});

	it('is not published while a value of the publisher is missing', () => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'publisher-'));
		try {
			for (const name of ['scripts', 'nodes', 'credentials']) fs.mkdirSync(path.join(folder, name));
			fs.copyFileSync(path.join(root, 'scripts/publisher.mjs'), path.join(folder, 'scripts/publisher.mjs'));
			const url = 'https://github.com/acme/n8n-nodes-lms-users';
			const filled = {
				author: { name: 'Ann', email: 'ann@acme.tld' },
				homepage: url,
				repository: { url: `git+${url}.git` },
				bugs: { url: `${url}/issues` },
			};
			const complaintsAbout = (manifest: object): string => {
				fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
				const { status, stderr } = childProcess.spawnSync(
					process.execPath,
					[path.join(folder, 'scripts/publisher.mjs'), '--check'],
					{ encoding: 'utf8' },
				);
				expect(status).toBe(stderr === '' ? 0 : 1);
				return stderr.trim();
			};
			expect(complaintsAbout(filled)).toBe('');
			expect(
				complaintsAbout({ ...filled, bugs: { url: 'https://github.com/example/n8n-nodes-lms-users/issues' } }),
			).toBe('bugs.url in package.json is not filled in');
			expect(complaintsAbout({ ...filled, bugs: undefined })).toBe('bugs.url in package.json is not filled in');
			expect(complaintsAbout({ ...filled, homepage: '', author: { name: 'Ann' } })).toBe(
				'author.email in package.json is not filled in\nhomepage in package.json is not filled in',
			);
		} finally {
			fs.rmSync(folder, { recursive: true });
		}
	});

	it('packs what users need and nothing else', () => {
		const told = childProcess.execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const [pack] = JSON.parse(told.slice(told.indexOf('['))) as Array<{
			files: Array<{ path: string; size: number }>;
			unpackedSize: number;
		}>;
		const names = (pack?.files ?? []).map((file) => file.path);
		const wanted =
			/^(package\.json|README\.md|LICENSE|CHANGELOG\.md|index\.js|dist\/credentials\/\w+\.credentials\.js|dist\/nodes\/\w+\/(\w+\/){0,3}\w+(\.\w+)?\.(js|svg)|dist\/nodes\/\w+\/\w+\.node\.json)$/;
		expect(names.filter((name) => !wanted.test(name))).toEqual([]);
		expect(names.filter((name) => /\.(ts|map|tsbuildinfo|env|pem|key)$/.test(name))).toEqual([]);
		for (const vendor of ['Bridge', 'Learnifier', 'LmsCollaborator', 'Requestor', 'Traliant'])
			expect(names).toContain(`dist/nodes/${vendor}/${vendor}.node.js`);
		expect(pack?.unpackedSize ?? 0).toBeLessThan(2_000_000);
	}, 60_000);
});
