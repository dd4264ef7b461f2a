/**
 * Mutation tests of nodes/shared: `npm run mutate`, or `npm run mutate -- --mutate nodes/shared/deciding/guard.ts` for one file.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/shared/**/*.ts'],
	ignorePatterns: ['.tmp', '.cache', 'dist', 'demo/output', 'bench/output', 'e2e', 'docs'],
	buildCommand: 'npm run --silent build',
	testRunner: 'mocha',
	mochaOptions: { require: ['tsx/cjs', './test/mutation/words.cjs'], spec: ['test/mutation/all.cjs'] },
	coverageAnalysis: 'perTest',
	// What runs once, when a file is loaded (texts of the editor, tables of words), would need a fresh process for each mutant.
	ignoreStatic: true,
	timeoutMS: 3000,
	timeoutFactor: 1.5,
	// Not incremental: Stryker would not see that a test behind all.cjs has changed.
	tempDirName: '.tmp/mutation',
	// An interrupted run must not leave a copy of the sources for the linter to read.
	cleanTempDir: 'always',
	reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
	jsonReporter: { fileName: '.cache/mutation/report.json' },
	htmlReporter: { fileName: '.cache/mutation/report.html' },
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	thresholds: { high: 90, low: 85, break: 85 },
	concurrency: 2,
	allowConsoleColors: false,
};
