import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { console } from '../../engine/platform';
import { VENDOR_NAMES } from '../../simulators';
import { SEED } from '../properties/runs';
import { benchOf, everythingOf, type Bench } from './kits';

/** Cells that no spreadsheet has, and every attacker. */
function hostileCells(): unknown[] {
	const circle: IDataObject = { a: 1 };
	circle.self = circle;
	let deep: unknown = 'bottom';
	for (let level = 0; level < 5000; level += 1) deep = [deep];
	return [
		circle,
		deep,
		Number.NaN,
		Number.POSITIVE_INFINITY,
		-0,
		1e308,
		2 ** 53,
		9007199254740993n,
		Symbol.iterator,
		() => 'called',
		new Date(Number.NaN),
		new Map([['a', 1]]),
		/x/,
		Buffer.from('secret'),
		'x'.repeat(1024 * 1024),
		'\ud800',
		'a\udfffb',
		'\u202eevil',
		'\u200b',
		'\u0000',
		'a\r\nSet-Cookie: x',
		'{{ 7*7 }}',
		'={{ $env }}',
		'__proto__',
		'<script>alert(1)</script>',
		"=cmd|' /C calc'!A0",
		{
			toString: () => {
				throw new Error('toString was called');
			},
		},
		{
			toJSON: () => {
				throw new Error('toJSON was called');
			},
		},
		Object.create(null),
		[],
		{},
		[[]],
		[null],
		true,
		null,
	];
}

const cell = fc.oneof(
	fc.integer({ min: 0, max: hostileCells().length - 1 }).map((at) => hostileCells()[at]),
	fc.anything({
		maxDepth: 2,
		withBigInt: true,
		withDate: true,
		withMap: true,
		withNullPrototype: true,
		withObjectString: true,
		withSparseArray: true,
	}),
	fc.string({ unit: 'binary', maxLength: 40 }),
);

describe('Hostile input', () => {
	const clock = useVirtualClock();
	let bench: Bench;
	afterEach(async () => bench.close());
	afterAll(() => console.info(`hostile input: seed ${SEED}`));

	describe.each(VENDOR_NAMES)('%s', (vendor) => {
		beforeEach(async () => {
			bench = await benchOf(vendor, clock);
		});

		it('gives every row one result, whatever is in its cells, and goes on with the good rows', async () => {
			const columns = Object.values(bench.kit.names);
			const cells = hostileCells();
			const items = cells.map((value, at) => ({
				json: { ...bench.row(100 + at), [columns[at % columns.length] ?? '']: value } as IDataObject,
			}));
			const outcome = await bench.run([...items, { json: bench.row(50) }] as INodeExecutionData[]);
			expect(outcome.error?.message).toBeUndefined();
			expect(outcome.results.map(({ pairedItem }) => pairedItem)).toEqual([...items, 0].map((_, item) => ({ item })));
			expect(outcome.results.at(-1)?.json).toMatchObject({ operation: 'created', success: true });
			expect(bench.kit.accounts().filter(({ key }) => key === 'P50')).toHaveLength(1);
			expect(bench.kit.simulator.failures).toEqual([]);
			expect(everythingOf(outcome)).not.toContain('was called');
			expect(JSON.stringify(outcome.summary?.json).length).toBeLessThan(300_000);
		});

		it('never fails as a whole on random cells in random columns', async () => {
			const columns = Object.values(bench.kit.names);
			await fc.assert(
				fc.asyncProperty(
					fc.array(fc.tuple(fc.constantFrom(...columns), cell), { minLength: 1, maxLength: 6 }),
					async (changes) => {
						const items = changes.map(([column, value], at) => ({
							json: { ...bench.row(200 + at), [column]: value } as IDataObject,
						}));
						const outcome = await bench.run(items as INodeExecutionData[], { dryRun: true });
						expect(outcome.error?.message).toBeUndefined();
						expect(outcome.results).toHaveLength(items.length);
						expect(bench.writes()).toBe(0);
					},
				),
				{ numRuns: 60, seed: SEED },
			);
		});

		it('takes columns named like parts of JavaScript for what they are: names', async () => {
			const hostile = JSON.parse(
				'{"__proto__": {"polluted": "yes"}, "constructor": "x", "prototype": "y", "toString": "z", "hasOwnProperty": "w", "valueOf": 1}',
			) as IDataObject;
			const item = { json: Object.assign(hostile, bench.row(50)) };
			const outcome = await bench.run([item, { json: { ...bench.row(51), constructor: { name: 'x' } as never } }], {
				options: { sendUnknownColumns: vendor === 'traliant' ? false : undefined },
			});
			expect(outcome.error?.message).toBeUndefined();
			expect(outcome.results.map(({ json }) => json.operation)).toEqual(['created', 'created']);
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
			for (const { body } of bench.kit.simulator.requests)
				expect(JSON.stringify(body ?? null)).not.toContain('polluted');
		});

		it('survives a column that is a getter which throws', async () => {
			const trap = { ...bench.row(50) };
			Object.defineProperty(trap, 'Trap', {
				enumerable: true,
				get: () => {
					throw new Error('a getter was called');
				},
			});
			const outcome = await bench.run([{ json: bench.row(51) }, { json: trap }]);
			if (outcome.error === undefined) expect(outcome.results).toHaveLength(2);
			else expect(bench.writes()).toBe(0);
		});

		it('keeps reports, hints and texts inert when names are HTML or formulas', async () => {
			const names = [
				'<img src=x onerror=alert(1)>',
				'=HYPERLINK("http://x.tld","y")',
				'+1+1',
				'-2+3',
				'@SUM(A1)',
				'"><script>alert(1)</script>',
				'\t=1+1',
				'javascript:alert(1)',
				'\u202egnp.exe',
				'![x](http://x.tld/p.png)',
				'[a](javascript:alert(1))',
			];
			const { first = '', last = '', department = '', email = '' } = bench.kit.names;
			const good = names.map((name, at) => bench.row(100 + at, { [first]: name, [last]: name, [department]: name }));
			const bad = names.map((name, at) =>
				bench.row(200 + at, { [first]: name, [last]: name, [email]: `no address ${name}` }),
			);
			const outcome = await bench.run([...good, ...bad]);
			const { report, warnings } = outcome.summary?.json as {
				report: { html: string; text: string; subject: string };
				warnings: string[];
			};
			// Everything that a reader's program would take for markup; names stand between tags, escaped.
			for (const tag of report.html.match(/<[^>]*>/g) ?? []) {
				expect(tag).not.toMatch(/^<\s*\/?\s*(script|img|iframe|object|embed|link|form|svg|a|base)\b/i);
				expect(tag).not.toMatch(/\son\w+\s*=|(href|src)\s*=|javascript:|url\(/i);
			}
			for (const line of [...report.text.split('\n'), report.subject, ...warnings])
				expect(line).not.toMatch(/^\s*[=+@](?!=+$)/);
			for (const hint of outcome.hints) expect(hint.message).not.toMatch(/<(script|img)/i);
			expect(`${report.html}${report.text}`).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
		});

		it("takes two keys that look alike for one person's", async () => {
			if (!bench.kit.rules.listed) return;
			const key = bench.kit.names.key ?? '';
			const outcome = await bench.run(
				['P\u200b0', 'P 1', 'p2'].map((spelling, at) => bench.row(at, { [key]: spelling })),
				{ missingUsers: 'delete', safety: { maxRemovalPercent: 100 } },
			);
			const said = outcome.results.map(({ json }) => `${String(json.operation)} ${String(json.code)}`);
			expect(said.slice(0, 3)).toEqual(Array(3).fill('rejected AMBIGUOUS_MATCH'));
			expect(bench.writes()).toBe(0);
		});
	});
});
