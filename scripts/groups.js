/**
 * Test files in groups that share one registry of modules. Each file by itself reads n8n's engine and all that it takes
 * anew, which is 2 to 3 seconds of work and most of what many files do. `jest --config jest.whole.config.js` runs the
 * groups; `jest` runs the files.
 */
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join('.tmp', 'groups');

/**
 * Groups in the order in which they begin: what takes longest first, so that no worker is left with it. The first that
 * fits takes a file. Each group more costs two seconds: the engine is read, and V8 finds out anew what is hot.
 */
const GROUPS = [
	['hostile', /^test\/(hostile|foreign)\//],
	['schedules-scim', /^test\/properties\/scim/],
	['engine-vendors', /^test\/engine\/(requestor|bridge|lmsCollaborator|traliant)/],
	['schedules-listed', /^test\/properties\/(bridge|learnifier|requestor)/],
	['schedules', /^test\/properties\//],
	['lists', /^test\/engine\/(lists|freshLists|moreLists|listKinds)\./],
	['engine-l-to-z', /^test\/engine\/[l-z]/],
	['engine', /^test\/engine\//],
	['unit', /^test\/unit\//],
	['rest', /^test\/(house|workflows|simulators|demo)\//],
	['new', /./],
];

/** Every test file below `test`, as a path with slashes. */
function testFiles(folder = 'test') {
	return fs
		.readdirSync(path.join(ROOT, folder), { withFileTypes: true })
		.flatMap((entry) => {
			const name = `${folder}/${entry.name}`;
			if (entry.isDirectory()) return testFiles(name);
			return name.endsWith('.test.ts') ? [name] : [];
		})
		.sort();
}

/** The groups that have a file, each with its files. */
function groupsOf(files) {
	const groups = new Map(GROUPS.map(([name]) => [name, []]));
	for (const file of files) groups.get(GROUPS.find(([, pattern]) => pattern.test(file))[0]).push(file);
	return [...groups].filter(([, members]) => members.length > 0);
}

function textOf(members) {
	// A describe of its own for each file keeps its hooks to itself.
	const lines = members.map((file) => `describe('${file}', () => void require('../../${file}'));`);
	return `${lines.join('\n')}\n`;
}

/** Writes a file for each group; returns the folder, relative to the root. */
function writeGroups() {
	const folder = path.join(ROOT, FOLDER);
	fs.mkdirSync(folder, { recursive: true });
	const files = testFiles();
	const written = [
		...groupsOf(files).map(([name, members], at) => [
			`${String(at + 1).padStart(2, '0')}-${name}.test.js`,
			textOf(members),
		]),
		['zod4.zod4.js', textOf(files.filter((file) => file.endsWith('.zod.test.ts')))],
	];
	const names = new Set(written.map(([name]) => name));
	for (const name of fs.readdirSync(folder)) if (!names.has(name)) fs.rmSync(path.join(folder, name));
	for (const [name, text] of written) {
		const file = path.join(folder, name);
		if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
	}
	return FOLDER.split(path.sep).join('/');
}

module.exports = { groupsOf, testFiles, writeGroups };
