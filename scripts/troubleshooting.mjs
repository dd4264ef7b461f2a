/**
 * docs/troubleshooting.md, made from the one table of remedies (nodes/shared/model/remedies.ts, as built).
 * `npm run troubleshooting` writes it; `node scripts/troubleshooting.mjs --check` fails when the page says something else.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { REMEDIES, STOPS } = require(join(root, 'dist/nodes/shared/model/remedies.js'));

const entries = (remedies, heading) =>
	Object.entries(remedies).map(([code, { title, advice }]) => `${heading(code, title)}\n\n${advice}`);

const text = [
	'# Troubleshooting',
	'<!-- Made by `npm run troubleshooting` from nodes/shared/model/remedies.ts. Change it there. -->',
	'Every result that is no success has a `code` that never changes, and a `message` that says what happened to whom. Search this page for the code. "The system" is your learning system.',
	'## The whole run stopped',
	'These stop a run before anything was written. Beside them, the guard stops runs that look wrong: see [Safety](../README.md#safety-on-one-screen).',
	...entries(STOPS, (_code, title) => `### ${title}`),
	'## One person was not done',
	...entries(REMEDIES, (code, title) => `### ${code}\n\n**${title}.**`),
].join('\n\n');

const file = join(root, 'docs/troubleshooting.md');
const page = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });

if (!process.argv.includes('--check')) writeFileSync(file, page);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
	console.error('docs/troubleshooting.md differs from the table of remedies: run `npm run troubleshooting`.');
	process.exitCode = 1;
}
