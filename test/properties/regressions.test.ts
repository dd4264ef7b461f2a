import { useVirtualClock } from '../../engine/clock';
import { timers } from '../../engine/platform';
import { benchOf, someone, type Bench } from '../hostile/kits';

/** What the properties have found, each as the smallest run that showed it. */
describe('Found by the properties', () => {
	const clock = useVirtualClock();
	let bench: Bench;
	afterEach(async () => bench.close());

	it('a run that fails while it looks people up has nothing under way any more', async () => {
		bench = await benchOf('bridge', clock);
		const { simulator } = bench.kit;
		simulator.faults.add({ kind: 'status', status: 401, match: { path: /uid:P50/ } });
		const outcome = await bench.run(
			Array.from({ length: 9 }, (_, at) => bench.row(50 + at)),
			{ options: { concurrency: 2, requestsPerSecond: 1000 } },
		);
		expect(outcome.error?.message).toContain('401');
		const sent = simulator.requests.length;
		for (let turn = 0; turn < 200; turn += 1) await new Promise<void>((resolve) => timers.setImmediate(resolve));
		expect(simulator.requests.length).toBe(sent);
		expect(
			simulator.requests.length - simulator.requests.findIndex(({ status }) => status === 401),
		).toBeLessThanOrEqual(2);
	});

	it.each(['400', '403', '404'])(
		'a call that was perhaps carried out before it was refused with %s is unknown, not failed',
		async (status) => {
			bench = await benchOf('traliant', clock);
			bench.kit.simulator.faults.add(
				{ kind: 'hangAfter', times: 2 },
				{ kind: 'status', status: Number(status), times: Infinity },
			);
			const outcome = await bench.run([bench.row(50)], { options: { timeout: 1000 } });
			expect(bench.kit.accounts().some(({ key }) => key === 'P50')).toBe(true);
			expect(outcome.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'OUTCOME_UNKNOWN' });
		},
	);

	it('the same holds for every person of a batch that is split', async () => {
		bench = await benchOf('traliant', clock);
		bench.kit.simulator.faults.add({ kind: 'hangAfter' }, { kind: 'status', status: 422, times: Infinity });
		const outcome = await bench.run([bench.row(50), bench.row(51), bench.row(52)], { options: { timeout: 1000 } });
		expect(outcome.results.map(({ json }) => json.operation)).toEqual(['unknown', 'unknown', 'unknown']);
	});

	it('a success after a split is told as recovered, when the try before it broke off', async () => {
		bench = await benchOf('traliant', clock);
		bench.kit.simulator.faults.add({ kind: 'resetAfter' }, { kind: 'status', status: 400 });
		const outcome = await bench.run([bench.row(50), bench.row(51)]);
		expect(outcome.results.map(({ json }) => json.recovered)).toEqual([true, true]);
	});

	it('and when the run stops before the rest of a split batch is sent again', async () => {
		bench = await benchOf('traliant', clock);
		bench.kit.simulator.faults.add(
			{ kind: 'hangAfter' },
			{ kind: 'status', status: 422 },
			{ kind: 'status', status: 401, times: Infinity },
		);
		const outcome = await bench.run([bench.row(50), bench.row(51), bench.row(52), bench.row(53)], {
			options: { timeout: 1000 },
		});
		expect(outcome.results.map(({ json }) => json.operation)).toEqual(Array(4).fill('unknown'));
	});

	it('a deleted account is found though somebody else has nearly its key, on rows that are rejected', async () => {
		bench = await benchOf('bridge', clock);
		bench.kit.load([someone(0, { state: 'deleted' }), someone(1, { key: 'p0' }), someone(2)]);
		const key = bench.kit.names.key ?? '';
		const last = bench.kit.names.last ?? '';
		const near = bench.row(1, { [key]: 'p0' });
		const rows = [bench.row(0), near, { ...near, [last]: 'Another' }, bench.row(2)];
		const outcome = await bench.run(rows, { missingUsers: 'delete', safety: { protectedUsers: 'P0' } });
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['unchanged', 'PROTECTED'],
			['rejected', 'DUPLICATE_KEY'],
			['rejected', 'DUPLICATE_KEY'],
			['unchanged', ''],
		]);
	});

	it('copies of a rejected row count as rejected when a source is judged to be damaged', async () => {
		bench = await benchOf('bridge', clock);
		bench.kit.load([someone(0), someone(1), someone(2), someone(3)]);
		const key = bench.kit.names.key ?? '';
		const last = bench.kit.names.last ?? '';
		const rows = [
			bench.row(0, { [key]: 'p0' }),
			bench.row(0, { [key]: 'p0' }),
			bench.row(1),
			bench.row(1, { [last]: 'Another' }),
			bench.row(2),
		];
		const outcome = await bench.run(rows, { missingUsers: 'delete' });
		expect(outcome.summary?.json.counts).toEqual({ rejected: 4, unchanged: 1, blocked: 1 });
		expect(outcome.results.at(-1)?.json).toMatchObject({ key: 'P3', code: 'SOURCE_DAMAGED' });
		expect(bench.writes()).toBe(0);
	});

	it('whoever is told by an address is not missing, though the key on that row has a twin or is nearly another’s', async () => {
		bench = await benchOf('bridge', clock);
		bench.kit.load([someone(0), someone(1), someone(2), someone(3), someone(4)]);
		const { key = '', email = '', extra = '' } = bench.kit.names;
		const rows = [
			bench.row(0),
			bench.row(7, { [key]: 'Ann', [email]: someone(1).email }),
			bench.row(8, { [key]: 'ann' }),
			bench.row(9, { [key]: 'p4', [extra]: someone(2).extra }),
		];
		const outcome = await bench.run(rows, { missingUsers: 'delete', safety: { maxRemovalPercent: 100 } });
		expect(outcome.results.map(({ json }) => [json.operation, json.code, json.key])).toEqual([
			['unchanged', '', 'P0'],
			['rejected', 'DUPLICATE_KEY', 'Ann'],
			['rejected', 'DUPLICATE_KEY', 'ann'],
			['rejected', 'AMBIGUOUS_MATCH', 'p4'],
			['deleted', '', 'P3'],
		]);
	});
});
