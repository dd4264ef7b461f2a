/**
 * The publisher's name, e-mail, homepage, repository and address for bugs stand in package.json and nowhere else by hand.
 *
 *   node scripts/publisher.mjs           copies the repository's address into the documentation links of the nodes
 *   node scripts/publisher.mjs --check   fails while package.json still holds placeholders, or a link differs
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const { author, homepage, repository, bugs } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
const LINK = /https:\/\/github\.com\/[\w.-]+\/[\w.-]+(?=\/blob\/)/g;

const complaints = [];
for (const [name, value] of Object.entries({
	'author.name': author.name,
	'author.email': author.email,
	homepage,
	'repository.url': repository.url,
	'bugs.url': bugs?.url,
})) {
	if (!value || /example|placeholder/i.test(value)) complaints.push(`${name} in package.json is not filled in`);
}

const files = ['credentials', 'nodes']
	.flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, file)))
	.filter((file) => /\.(ts|json)$/.test(file));
for (const file of files) {
	const before = readFileSync(file, 'utf8');
	const after = before.replace(LINK, home);
	if (after === before) continue;
	if (check) complaints.push(`${file} links to another repository`);
	else writeFileSync(file, after);
}

if (check) {
	for (const complaint of complaints) console.error(complaint);
	process.exitCode = complaints.length === 0 ? 0 : 1;
}
