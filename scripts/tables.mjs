/**
 * README's tables of what each node can do, made from the vendors' capabilities (nodes/VENDOR/*.capabilities.ts, as built).
 * `npm run tables` writes them; `node scripts/tables.mjs --check` fails when README says something else.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Every node with its name for people and what its system can do. */
const vendors = n8n.nodes.map((file) => {
	const face = basename(file, '.node.js');
	const declared = join(root, dirname(file), `${face[0].toLowerCase()}${face.slice(1)}.capabilities.js`);
	if (!existsSync(declared)) throw new Error(`${declared} is missing: say there what the system can do, and build.`);
	const node = new (require(join(root, file))[face])();
	return { label: node.description.displayName, ...require(declared).capabilities };
});

const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const tables = {
	operations: table(
		['', 'Sync', 'Delete', 'Bar from the system', 'Let in again', 'Get a summary', 'Get many'],
		vendors.map(({ label, page, operations }) => [
			`**[${label}](docs/${page})**`,
			...['sync', 'delete', 'hide', 'restore', 'getSummary', 'getMany'].map((name) => operations[name] ?? '–'),
		]),
	),
	directory: table(
		['', 'users can be listed', 'few are looked up', 'Known Users', 'people per write', 'missing people', 'matched by'],
		vendors.map(({ label, list, lookUp, knownUsers, perWrite, missing, keys }) => [
			label,
			list.words,
			lookUp ? 'yes' : '–',
			knownUsers ? 'yes' : '–',
			perWrite.words,
			Object.values(missing).join(', ') || '–',
			keys.map((key) => `\`${key}\``).join(', '),
		]),
	),
};

const file = join(root, 'README.md');
const before = readFileSync(file, 'utf8');
let after = before;
for (const [name, text] of Object.entries(tables)) {
	const [from, to] = [`<!-- table: ${name} -->`, `<!-- end of table: ${name} -->`];
	const [start, end] = [after.indexOf(from), after.indexOf(to)];
	if (start < 0 || end < start) throw new Error(`README.md lacks ${from} and ${to}.`);
	const pretty = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
	after = `${after.slice(0, start + from.length)}\n\n${pretty}\n${after.slice(end)}`;
}

if (!process.argv.includes('--check')) writeFileSync(file, after);
else if (after !== before) {
	console.error("README.md's tables differ from what the vendors say they can do: run `npm run tables`.");
	process.exitCode = 1;
}
