/** Runs the tests: all of them in groups, `--quick` those of units and engine; where files are named, just these. */
const { spawnSync } = require('node:child_process');

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const namesFiles = args.some((arg) => /^(\.\/)?test\//.test(arg) || arg.startsWith('--testPathPattern'));
const which = quick
	? ['--config', 'jest.whole.config.js', '--selectProjects', 'tests', '--testPathPatterns', 'groups/\\d+-(unit|engine)']
	: namesFiles
		? []
		: ['--config', 'jest.whole.config.js'];
const given = args.filter((arg) => arg !== '--quick');
// Room for what lives as long as a call: with Node's own 16 MB it is looked through, and copied, twice as often.
const room = ['--min-semi-space-size=32', '--max-semi-space-size=32'];
const { status } = spawnSync(process.execPath, [...room, require.resolve('jest/bin/jest'), ...given, ...which], {
	stdio: 'inherit',
});
process.exitCode = status ?? 1;
