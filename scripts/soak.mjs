// `npm run soak [schedules]`: the fault schedules of test/properties for as long as it takes; 50,000 in all by default.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const VENDORS = JSON.parse(readFileSync('package.json', 'utf8')).n8n.nodes.length;
const schedules = Number(process.argv[2] ?? 50_000);
const each = String(Math.ceil(schedules / VENDORS));
// A life is some twenty nights.
const lives = String(Math.ceil(schedules / VENDORS / 20));
console.log(`${each} schedules and ${lives} lives for each of ${VENDORS} vendors`);
const { status } = spawnSync(
	process.execPath,
	[
		'node_modules/jest/bin/jest.js',
		'--selectProjects',
		'tests',
		'--testTimeout',
		String(24 * 3600 * 1000),
		'--testPathPatterns',
		'test/properties',
	],
	{
		stdio: 'inherit',
		env: {
			LMS_USERS_SEED: String(Date.now() % 2 ** 31),
			...process.env,
			LMS_USERS_SCHEDULES: each,
			LMS_USERS_LIVES: lives,
		},
	},
);
process.exit(status ?? 1);
