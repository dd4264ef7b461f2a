import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, type BridgeBench } from './bridgeKit';

const DELETE = { missingUsers: 'delete', safety: { maxRemovalPercent: 100 } };

/** How one key is written by people, spreadsheets and programs, and how another. */
const SPELLINGS: ReadonlyArray<readonly [held: string, given: string]> = [
	['1001', '1.001'],
	['1001', '1,001'],
	['1001', '1001-'],
	['1001', '#1001'],
	['1001', '\u2116 1001'],
	['1001', '1001.0'],
	['1001', '1001,0'],
	['1001', "'1001"],
	['1001', '="1001"'],
	['1001', '1001,'],
	['E100', '"E100"'],
	['E-100', 'E\u2013100'],
	['Stra\u00dfe', 'STRASSE'],
	['Stra\u00dfe 5', 'STRASSE 5'],
];

describe('Bridge: a key in another spelling', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	it.each(SPELLINGS)(
		'%j in Bridge and %j on a row makes no twin and deletes nobody, listed or looked up',
		async (held, given) => {
			bench = await bridgeBench({ clock, users: [{ uid: held }, { uid: 'keep1' }, { uid: 'keep2' }] });
			const before = bench.simulator.directory.snapshot();
			for (const parameters of [DELETE, {}]) {
				const outcome = await bench.run([{ uid: given }, { uid: 'keep1' }, { uid: 'keep2' }], parameters);
				expect(outcome.summary?.json.planQuality).toBe(parameters === DELETE ? 'full' : 'lookup');
				expect(jsonOf(outcome.results)).toMatchObject([
					{ operation: 'rejected', code: 'AMBIGUOUS_MATCH' },
					{ operation: 'unchanged' },
					{ operation: 'unchanged' },
				]);
			}
			expect(bench.writes()).toEqual([]);
			expect(bench.simulator.directory.snapshot()).toEqual(before);
		},
	);

	it('makes no two accounts of two new rows whose keys are near each other', async () => {
		bench = await bridgeBench({ clock, users: [{ uid: 'keep1' }] });
		const outcome = await bench.run([
			{ uid: 'Ann' },
			{ uid: 'ann' },
			{ uid: 'keep1' },
			{ uid: 'Bob', first_name: 'Bob' },
		]);
		expect(jsonOf(outcome.results).map(({ operation, code }) => `${String(operation)} ${String(code)}`.trim())).toEqual(
			['rejected DUPLICATE_KEY', 'rejected DUPLICATE_KEY', 'unchanged', 'created'],
		);
		expect(outcome.results[0]?.json.message).toContain('"ann" (item 1, line 3 of a list with a heading)');
	});

	it.each(['delete', 'hide', 'restore'])(
		'names the near key in %s, which is not "already absent"',
		async (operation) => {
			bench = await bridgeBench({ clock, users: [{ uid: 'E1000' }, { uid: 'keep1' }] });
			const outcome = await bench.run([{}], { operation, userId: { __rl: true, mode: 'uid', value: 'e1000' } });
			expect(jsonOf(outcome.results)).toMatchObject([{ operation: 'failed', code: 'NOT_FOUND' }]);
			expect(outcome.results[0]?.json).not.toHaveProperty('alreadyAbsent');
			expect(outcome.results[0]?.json.message).toContain('"E1000"');
			expect(bench.writes()).toEqual([]);
		},
	);

	it('protects by key, e-mail and id, in any near spelling, split at semicolons too', async () => {
		bench = await bridgeBench({
			clock,
			users: [
				{ uid: 'CEO-1' },
				{ uid: '000777' },
				{ uid: 'boss', email: 'Boss@acme.test' },
				{ uid: 'chair' },
				...Array.from({ length: 6 }, (_, at) => ({ uid: `U${at}` })),
			],
		});
		const chair = bench.simulator.directory.active.find(({ uid }) => uid === 'chair');
		const stay = Array.from({ length: 6 }, (_, at) => ({ uid: `U${at}` }));
		const outcome = await bench.run(stay, {
			missingUsers: 'delete',
			safety: { maxRemovalPercent: 100, protectedUsers: `ceo\u20131; boss@ACME.test;777\n${String(chair?.id)}` },
		});
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({ directory: { protected: 4 }, safety: { removals: 0 } });
		expect(bench.writes()).toEqual([]);
	});

	it('takes an account whose key is only a zero-width space for one without a key', async () => {
		bench = await bridgeBench({ clock, users: [{ uid: '\u200b' }, { uid: 'keep1' }, { uid: 'keep2' }] });
		const outcome = await bench.run([{ uid: 'keep1' }, { uid: 'keep2' }], DELETE);
		expect(outcome.summary?.json).toMatchObject({ safety: { removals: 0 } });
		expect(bench.writes()).toEqual([]);
	});
});
