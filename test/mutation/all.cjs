// The tests that judge a mutant: those of test/unit, whose seconds become hours when every mutant runs them.
const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const wanted = (process.env.LMS_USERS_MUTATION_TESTS ?? 'test/unit').split(' ');

function testsIn(path) {
	if (statSync(join(root, path)).isFile()) return [path];
	return (
		readdirSync(join(root, path), { recursive: true })
			// Random data judges one mutant differently from one run to the next.
			.filter((file) => file.endsWith('.test.ts') && !file.includes('Properties'))
			.sort()
			.map((file) => join(path, file))
	);
}

for (const file of wanted.flatMap(testsIn)) {
	// A suite of its own, so that a file's hooks stay the file's own.
	describe(file, () => {
		require(join(root, file));
	});
}
