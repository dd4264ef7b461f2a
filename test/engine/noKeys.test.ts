import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { jsonOf } from './bridgeKit';
import { open, TRADES } from './trades';

const clock = useVirtualClock();

/** What stands in a key column where there is no key: errors, leftovers of programs, formulas as text, words for "none yet". */
const NO_KEYS = [
	'#N/A',
	'#REF!',
	'undefined',
	'[object Object]',
	'Invalid Date',
	'Infinity',
	'=A2',
	'=VLOOKUP(B2;C:D;2)',
];
const NONE_YET = ['?', '...', 'TBD', 'unknown', 'TRUE'];

it.each(TRADES.filter(({ name }) => name === 'bridge' || name === 'scim' || name === 'traliant'))(
	'$name: what can be nobody’s key makes no account, and removes nobody whose key it has taken',
	async (trade) => {
		const bench = await open(trade, clock);
		const people = Array.from({ length: 20 }, (_, at) => trade.row(at));
		await bench.run(people);
		const size = bench.simulator.directory.size;
		for (const key of [...NO_KEYS, ...NONE_YET]) {
			const odd: IDataObject = { ...trade.row(5), [trade.keyField]: key, [trade.emailField]: 'other@x.tld' };
			const rows = people.map((row, at) => (at === 5 ? odd : row));
			const listed = await bench.run(rows, trade.listed ? { missingUsers: trade.removal } : {});
			const few = await bench.run([odd, trade.row(1)]);
			for (const outcome of [listed, few])
				expect(
					jsonOf(outcome.results).filter(({ operation }) => operation !== 'unchanged' && operation !== 'blocked'),
				).toMatchObject([{ operation: 'rejected', code: 'INVALID_ROW' }]);
		}
		expect(bench.simulator.directory.size).toBe(size);
		await bench.simulator.close();
	},
);

it.each([
	['bridge', 'uid'],
	['learnifier', 'externalId'],
	['scim', 'userName'],
])('%s: Delete of what can be nobody’s key is no success, and sends nothing', async (name, mode) => {
	const trade = TRADES.find((one) => one.name === name);
	if (trade === undefined) throw new Error(name);
	const bench = await open(trade, clock);
	await bench.run([trade.row(1)]);
	const sent = bench.writes().length;
	const items = [...NO_KEYS, 'K1001x'].map((key) => ({ key }));
	const userId = { __rl: true, mode, value: '={{ $json.key }}' };
	const told = jsonOf((await bench.run(items, { operation: 'delete', userId })).results);
	expect(told.map(({ operation, code }) => [operation, code])).toEqual([
		...NO_KEYS.map(() => ['rejected', 'INVALID_ROW']),
		['deleted', ''],
	]);
	expect(told.at(-1)).toMatchObject({ alreadyAbsent: true });
	expect(bench.writes()).toHaveLength(sent);
	await bench.simulator.close();
});
