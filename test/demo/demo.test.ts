import type { Check } from '../../demo/checks';
import { listFile, readList } from '../../demo/masterList';
import { play } from '../../demo/play';
import { SCENARIOS } from '../../demo/scenarios';
import type { Scenario } from '../../demo/scenario';
import { childProcess, path, process, root } from '../../engine/platform';

const wrongIn = (checks: readonly Check[]): string[] =>
	checks.flatMap(({ what, wrong }) => wrong.map((one) => `${what}: ${one}`));

function scenarioOf(vendor: 'bridge' | 'lmsCollaborator' | 'traliant'): Scenario {
	const scenario = SCENARIOS.get(vendor);
	if (scenario === undefined) throw new Error(`There is no demo of ${vendor}.`);
	return scenario;
}

describe('the demo', () => {
	it.each([...SCENARIOS])('of %s ends with everything as the list says', async (_vendor, scenario) => {
		const { acts, checks } = await play(scenario, { fast: true });
		expect(wrongIn(checks)).toEqual([]);
		expect(acts.map(({ summary }) => summary?.status)).toEqual(['planned', 'partial', 'partial']);
		for (const { html } of acts) expect(html).toContain(scenario.label);
	});

	it('of Traliant LMS compares with the export that each run is given, and its third run writes nothing', async () => {
		const { acts } = await play(scenarioOf('traliant'), { fast: true });
		expect(acts.map(({ summary }) => summary?.planQuality)).toEqual(['snapshot', 'snapshot', 'snapshot']);
		expect(acts.map(({ writes }) => writes > 0)).toEqual([false, true, false]);
	});

	it('of LMS Collaborator reads the portal, and its third run writes nothing', async () => {
		const { acts } = await play(scenarioOf('lmsCollaborator'), { fast: true });
		expect(acts.map(({ summary }) => summary?.planQuality)).toEqual(['full', 'full', 'full']);
		expect(acts.map(({ writes }) => writes > 0)).toEqual([false, true, false]);
	});

	it('notices an account that was changed behind its back', async () => {
		const { checks } = await play(scenarioOf('bridge'), { fast: true, sabotage: true });
		const wrong = wrongIn(checks);
		expect(wrong).toHaveLength(1);
		expect(wrong[0]).toContain('Head of Sabotage');
	});

	it('notices that nothing needed approval when nobody leaves', async () => {
		const scenario = scenarioOf('bridge');
		const rows = readList(listFile('bridge'));
		const staying = rows.map((row) => ({ ...row }));
		const leavers = Array.from({ length: 20 }, (_, index) => ({
			...rows[0],
			UID: `E-${1213 + index}`,
		}));
		const { checks } = await play(scenario, { fast: true, rows: [...staying, ...leavers] });
		expect(wrongIn(checks)).toContainEqual(expect.stringContaining('the verdict is “ok”, not “blocked”'));
	});

	it('plays a list that somebody has edited', async () => {
		const rows = readList(listFile('traliant')).map((row) =>
			row.Department === 'Sales' ? { ...row, Department: 'Sales & More 🚀' } : row,
		);
		const { checks } = await play(scenarioOf('traliant'), { fast: true, rows });
		expect(wrongIn(checks)).toEqual([]);
	});
});

describe('npm run demo', () => {
	const run = (...args: string[]) =>
		childProcess.spawnSync(
			process.execPath,
			[path.join(root, 'node_modules/tsx/dist/cli.mjs'), path.join(root, 'demo/cli.ts'), ...args],
			{
				cwd: root,
				encoding: 'utf8',
				env: { ...process.env, CI: 'true' },
			},
		);

	it('ends with 0 when all is well, without colours where nobody watches', () => {
		const { status, stdout } = run('traliant');
		expect(stdout).toContain('All as the list says.');
		expect(stdout).not.toContain('\u001b');
		expect(stdout).toContain('demo/output/traliant-2-approved-run.html'.replace(/\//g, path.sep));
		expect(status).toBe(0);
	});

	it('ends with 1 when the system is not as the list says', () => {
		const { status, stdout } = run('traliant', '--sabotage');
		expect(stdout).toContain('FAIL');
		expect(status).toBe(1);
	});
});
