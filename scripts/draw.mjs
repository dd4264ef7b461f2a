/**
 * The picture of the rooms in docs/architecture.md, made from what the files really take from each other.
 * `npm run house:draw` draws it; `node scripts/draw.mjs --check` fails when the page shows another house.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { modules } = JSON.parse(
	execFileSync(
		process.execPath,
		[
			join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
			...['--config', '.dependency-cruiser.cjs', '--no-progress', '--output-type', 'json', 'nodes', 'credentials'],
		],
		{ cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
	),
);

/** The room that a file stands in; undefined for what does not belong to the package. */
function roomOf(file) {
	if (file.startsWith('credentials/')) return 'credentials';
	const shared = /^nodes\/shared\/(?:([^/]+)\/)?/.exec(file);
	if (shared) return shared[1] ?? 'floor';
	return file.startsWith('nodes/') ? 'vendor' : undefined;
}

const arrows = new Set();
for (const { source, dependencies } of modules) {
	for (const { resolved } of dependencies) {
		const [from, to] = [roomOf(source), roomOf(resolved)];
		if (from !== undefined && to !== undefined && from !== to) arrows.add(`${from} --> ${to}`);
	}
}

/** An arrow that a longer way says too is left out: what is drawn is what cannot be told from the rest. */
const all = [...arrows].map((arrow) => arrow.split(' --> '));
function reaches(from, to, without, seen = new Set()) {
	return all.some(([start, end]) => {
		if (start !== from || (start === without[0] && end === without[1]) || seen.has(end)) return false;
		seen.add(end);
		return end === to || reaches(end, to, without, seen);
	});
}
const drawn = all
	.filter((arrow) => !reaches(arrow[0], arrow[1], arrow))
	.map(([from, to]) => `    ${from} --> ${to}`)
	.sort();

const picture = [
	'```mermaid',
	'flowchart TD',
	'    vendor["a vendor’s folder"]',
	'    floor["the floor: execute, run, pipeline, people …"]',
	...drawn,
	'```',
].join('\n');

const file = join(root, 'docs', 'architecture.md');
const before = readFileSync(file, 'utf8');
const [from, to] = ['<!-- picture of the rooms -->', '<!-- end of the picture -->'];
const [start, end] = [before.indexOf(from), before.indexOf(to)];
if (start < 0 || end < start) throw new Error(`docs/architecture.md lacks ${from} and ${to}.`);
const after = `${before.slice(0, start + from.length)}\n\n${picture}\n\n${before.slice(end)}`;
if (!process.argv.includes('--check')) writeFileSync(file, after);
else if (after !== before) {
	console.error('docs/architecture.md shows another house: run `npm run house:draw`.');
	process.exitCode = 1;
}
