// The tests that judge a mutant, the quick ones first: a mutant dies at the first test that fails.
const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const wanted = (process.env.LMS_USERS_MUTATION_TESTS ?? 'test/unit test/engine/contract.test.ts').split(' ');

function testsIn(path) {
	if (statSync(join(root, path)).isFile()) return [path];
	return readdirSync(join(root, path), { recursive: true })
		.filter((file) => file.endsWith('.test.ts'))
		.sort()
		.map((file) => join(path, file));
}

for (const file of wanted.flatMap(testsIn)) {
	// A suite of its own, so that a file's hooks stay the file's own.
	describe(file, () => {
		require(join(root, file));
	});
}
