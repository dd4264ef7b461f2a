import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, type BridgeBench, type Json } from './bridgeKit';

describe('Bridge: people on the list who have left', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	/** Everybody is there but the first, and somebody who was never in the system has left too. */
	const start = async (): Promise<Json[]> => {
		bench = await bridgeBench({ clock, users: 30 });
		const rows = bench.rows().map((row, at) => ({ ...row, Status: at === 0 ? 'Terminated' : 'Active' }));
		return [...rows, { uid: 'never-here', first_name: 'Nia', last_name: 'Gone', Status: 'Terminated' }];
	};

	const ran: BridgeBench['run'] = async (items, parameters) => bench.run(items, parameters);

	it('are left as they are, never created, and counted in a warning while Missing Users is Ignore', async () => {
		const { results, summary } = await ran(await start());
		expect(bench.writes()).toEqual([]);
		expect(jsonOf(results).at(0)).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(jsonOf(results).at(-1)).toMatchObject({ operation: 'unchanged', code: 'LEFT', key: 'never-here' });
		expect(summary?.json).toMatchObject({ rows: { left: 2 } });
		expect(JSON.stringify(summary?.json.warnings)).toContain('Missing Users');
		// The column was put to use: it says who has left.
		expect(summary?.json.ignoredColumns).toEqual([]);
	});

	it('are removed as Missing Users says, told on their own row', async () => {
		const { results } = await ran(await start(), { missingUsers: 'delete' });
		expect(jsonOf(results).at(0)).toMatchObject({ operation: 'deleted', success: true });
		expect(jsonOf(results).at(-1)).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(bench.writes()).toHaveLength(1);
	});

	it('are removed under the limits', async () => {
		const outcome = await ran(await start(), { missingUsers: 'delete', safety: { maxRemovals: 0 } });
		expect(outcome.error?.message).toContain('exceeds the limit of 0');
		expect(bench.writes()).toEqual([]);
	});
});
