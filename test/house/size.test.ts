import ts from 'typescript';
import { fs, path, root } from '../../engine/platform';

const FOLDERS = ['nodes', 'credentials', 'engine', 'simulators', 'demo', 'bench'];
const MOST_LINES = 300;
const MOST_PARAMETERS = 4;

/** Files that do one thing and take more lines for it. Leave this list shorter than you found it. */
const LONG_FILES: readonly string[] = [];

/** Functions that take more than four things one by one. Leave this list shorter than you found it. */
const MANY_PARAMETERS: readonly string[] = [
	// One is made of each row: a hundred thousand objects to take apart.
	'nodes/shared/reading/readRow.ts: ReadRow',
];

interface Source {
	readonly name: string;
	readonly text: string;
}

const sources: readonly Source[] = FOLDERS.flatMap((folder) =>
	(fs.readdirSync(path.join(root, folder), { recursive: true }) as string[])
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `${folder}/${name.split(path.sep).join('/')}`)
		.map((name) => ({ name, text: fs.readFileSync(path.join(root, name), 'utf8') })),
);

function longFiles(given: readonly Source[]): string[] {
	return given.filter(({ text }) => text.split('\n').length - 1 > MOST_LINES).map(({ name }) => name);
}

/** Functions with too many parameters, as `file: name`; a function without a name is called after what holds it. */
function wideFunctions({ name, text }: Source): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) && node.parameters.length > MOST_PARAMETERS) {
			const holder = node.parent as { readonly name?: ts.Node };
			found.push(`${name}: ${(node.name ?? holder.name)?.getText() ?? 'function'}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
	return found;
}

describe('the house', () => {
	it('asks of a file past 300 lines which two things it does', () => {
		expect(longFiles(sources).filter((name) => !LONG_FILES.includes(name))).toEqual([]);
	});

	it('hands more than four things over as one object', () => {
		expect(sources.flatMap(wideFunctions).filter((name) => !MANY_PARAMETERS.includes(name))).toEqual([]);
	});

	it('sees a long file and a wide function', () => {
		expect(longFiles([{ name: 'long.ts', text: '\n'.repeat(301) }])).toEqual(['long.ts']);
		expect(longFiles([{ name: 'short.ts', text: '\n'.repeat(300) }])).toEqual([]);
		const text = 'class Room { open(a: 1, b: 2, c: 3, d: 4, e: 5) {} close(a: 1, b: 2, c: 3, d: 4) {} }';
		expect(wideFunctions({ name: 'room.ts', text })).toEqual(['room.ts: open']);
		expect(wideFunctions({ name: 'room.ts', text: 'const open = (a, b, c, d, e) => 0;' })).toEqual(['room.ts: open']);
	});
});
