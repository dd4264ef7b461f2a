/**
 * Checks what users will install: the packed tarball holds what n8n loads and nothing else, and every class loads.
 *
 * Usage: node scripts/check-tarball.mjs <folder of the unpacked tarball>
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? '');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const load = createRequire(join(folder, 'index.js'));
const complaints = [];

const ALLOWED = [
	/^package\.json$/,
	/^index\.js$/,
	/^LICENSE$/,
	/^README\.md$/,
	/^CHANGELOG\.md$/,
	/^dist\/credentials\/[A-Za-z]+\.credentials\.js$/,
	/^dist\/nodes\/[A-Za-z]+\/([A-Za-z]+\/){0,2}[A-Za-z.]+\.(js|svg|node\.json)$/,
];

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));

for (const file of files) {
	if (!ALLOWED.some((pattern) => pattern.test(file))) complaints.push(`${file} must not be shipped`);
	if (/\/(work|home|root|tmp)\//.test(readFileSync(join(folder, file), 'utf8'))) {
		complaints.push(`${file} names a folder of the machine it was built on`);
	}
}

function need(file, owner) {
	if (!existsSync(join(folder, file))) complaints.push(`${owner} needs ${file}, which is not shipped`);
}

function instantiate(file) {
	const className = file.split('/').pop().split('.')[0];
	return new (load(join(folder, file))[className])();
}

function needIcons(icon, base, owner) {
	for (const theme of ['light', 'dark']) {
		if (!icon?.[theme]) complaints.push(`${owner} has no ${theme} icon`);
		else need(join(dirname(base), icon[theme].replace('file:', '')), owner);
	}
}

for (const file of ['README.md', 'LICENSE', 'index.js']) need(file, 'The package');
for (const file of manifest.n8n.credentials) {
	try {
		const credential = instantiate(file);
		needIcons(credential.icon, file, file);
		if (!credential.test) complaints.push(`${file} has no test`);
	} catch (error) {
		complaints.push(`${file} does not load: ${error.message}`);
	}
}
for (const file of manifest.n8n.nodes) {
	need(file.replace(/\.js$/, '.json'), file);
	try {
		const { description } = instantiate(file);
		needIcons(description.icon, file, file);
	} catch (error) {
		complaints.push(`${file} does not load: ${error.message}`);
	}
}
if (Object.keys(manifest.dependencies ?? {}).length > 0) complaints.push('The package has dependencies');

for (const complaint of complaints) console.error(complaint);
console.log(`${files.length} files, ${manifest.n8n.nodes.length} nodes, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
