import { useVirtualClock } from '../../engine/clock';
import { jsonOf } from './bridgeKit';
import { open, TRADES } from './trades';

const clock = useVirtualClock();

/** Every system's own simulator. */
const SYSTEMS = TRADES.filter(({ name, vendor }) => name === vendor);

describe.each(SYSTEMS)('$name', (trade) => {
	const people = (count: number) => Array.from({ length: count }, (_, at) => trade.row(at));
	/** Known Users, for the system that shows nobody. */
	const known = (count: number) => (trade.listed ? {} : { knownUsers: JSON.stringify(people(count)) });

	it.each(['Xyz', 'Personnel Code'])(
		'names the column %s, which holds the keys, as the one for Key Column',
		async (heading) => {
			const bench = await open(trade, clock);
			await bench.run(people(6));
			const list = people(6).map(({ [trade.keyField]: key, ...rest }) => ({ ...rest, [heading]: key }));
			const { error } = await bench.run(list, known(6));
			expect(error?.message).toContain(`"${heading}" matches 6 of 6 users`);
			await bench.simulator.close();
		},
	);

	it('does not call a column unused that says who has left', async () => {
		const bench = await open(trade, clock);
		await bench.run(people(6));
		const rows = people(6).map((row, at) => ({ ...row, 'State X': at === 1 ? 'gone' : 'here' }));
		const { summary } = await bench.run(rows, { leavers: { column: 'State X', values: 'gone' }, dryRun: true });
		expect(summary?.json).toMatchObject({ rows: { left: 1 }, ignoredColumns: [] });
		expect((summary?.json.warnings as string[]).filter((told) => told.includes('State X'))).toEqual([]);
		await bench.simulator.close();
	});

	it('takes a field that Group By and Scope Field name in other letters', async () => {
		const bench = await open(trade, clock);
		await bench.run(people(8));
		const written = trade.title.replace('_', ' ').toUpperCase();
		const safety = { groupBy: written, scopeField: ` ${written} `, scopeValues: 'clerk;Clerks;First Last 7' };
		const { results, summary, error } = await bench.run(people(7), {
			missingUsers: trade.removal,
			safety: { ...safety, maxRemovalPercent: 100 },
			...known(8),
			dryRun: true,
		});
		expect(error?.message).toBeUndefined();
		expect(jsonOf(results).at(-1)).toMatchObject({
			key: trade.row(7)[trade.keyField],
			operation: trade.removal === 'delete' ? 'deleted' : 'suspended',
		});
		expect(summary?.json.safety).toMatchObject({ groups: [{}] });
		await bench.simulator.close();
	});
});
