/**
 * Test files in groups that share one registry of modules. Each file by itself reads n8n's engine and all that it takes
 * anew, which is 2 to 3 seconds of work and most of what many files do. `jest --config jest.whole.config.js` runs the
 * groups; `jest` runs the files.
 */
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join('.tmp', 'groups');

/** Groups in the order in which they begin: what takes longest first, so that no worker is left with it. The first that fits takes a file. */
const GROUPS = [
	['pace', /^test\/hostile\/pace/],
	['vendor', /^test\/hostile\/vendor/],
	['schedules-1', /^test\/properties\/(bridge|lmsCollaborator|steps)/],
	['schedules-2', /^test\/properties\/(learnifier|requestor)/],
	['schedules-3', /^test\/properties\//],
	['hostile', /^test\/hostile\//],
	['foreign', /^test\/foreign\//],
	['engine-requestor', /^test\/engine\/requestor/],
	['engine-bridge', /^test\/engine\/bridge/],
	['engine-learnifier', /^test\/engine\/learnifier/],
	['engine-collaborator-traliant', /^test\/engine\/(lmsCollaborator|traliant)/],
	['engine-a-to-d', /^test\/engine\/[a-d]/],
	['engine-e-to-k', /^test\/engine\/[e-k]/],
	['engine-l-to-r', /^test\/engine\/[l-r]/],
	['engine-s-to-z', /^test\/engine\//],
	['unit-reading', /^test\/unit\/reading\//],
	['unit-deciding-carrying', /^test\/unit\/(deciding|carrying)\//],
	['unit', /^test\/unit\//],
	['rest', /^test\/(house|workflows)\//],
	['simulators', /^test\/simulators\//],
	['demo', /^test\/demo\//],
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
