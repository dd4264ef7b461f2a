const base = require('./jest.config.js');
const { writeGroups } = require('./scripts/groups.js');

const folder = writeGroups();
const TEST_MATCH = { tests: '**/*.test.js', zod4: '**/*.zod4.js' };

/**
 * All tests as `npm test` runs them: the files of a group share their modules.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...base,
	testSequencer: './scripts/longest-first.js',
	// A process for each group: one that has run others holds their objects, a gigabyte in the end, for V8 to look through.
	workerIdleMemoryLimit: '1MB',
	projects: base.projects.map((project) => ({
		...project,
		testEnvironment: './scripts/main-context.js',
		sandboxInjectedGlobals: [],
		// Row validation on zod 4 replaces zod for all that takes it, which only Jest's loader can do.
		...(project.displayName === 'tests' ? { runtime: './scripts/native-runtime.js' } : {}),
		roots: [`<rootDir>/${folder}`],
		testMatch: [TEST_MATCH[project.displayName]],
	})),
};
