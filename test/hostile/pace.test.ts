import { useVirtualClock } from '../../engine/clock';
import { runNode, type RunOutcome } from '../../engine/engine';
import { startSimulator, type RateLimit } from '../../simulators';
import { bridgeBench } from '../engine/bridgeKit';
import { person } from '../engine/lmsCollaboratorKit';

const AUTO = { mappingMode: 'autoMapInputData', value: null };

interface Measured {
	/** Calls a second that got through, from `settledAfter` seconds on to the last call. */
	readonly rate: number;
	/** Share of all calls that were answered 429. */
	readonly tooMany: number;
}

/** What came of a run, by the simulator's own log. */
function measure(requests: ReadonlyArray<{ at: number; status: number | undefined }>, settledAfter: number): Measured {
	const begun = requests[0]?.at ?? 0;
	const passed = requests.filter(({ at, status }) => status !== 429 && at >= begun + settledAfter * 1000);
	const [first, last] = [passed[0]?.at ?? 0, passed.at(-1)?.at ?? 0];
	return {
		rate: ((passed.length - 1) * 1000) / (last - first),
		tooMany: requests.filter(({ status }) => status === 429).length / requests.length,
	};
}

describe('Pace', () => {
	const clock = useVirtualClock();

	/** A blind sync of so many people against a vendor whose limit nobody has published. */
	async function blind(
		rows: number,
		limit: RateLimit,
		retryAfter: 'seconds' | 'date' | 'absent',
		latencyMs: number,
		concurrency: number,
	): Promise<{ measured: Measured; outcome: RunOutcome }> {
		const simulator = await startSimulator('lmsCollaborator', {
			clock,
			users: [],
			rateLimit: limit,
			latencyMs,
			switches: { retryAfter },
		});
		const outcome = await runNode({
			nodeType: 'lmsCollaborator',
			parameters: { operation: 'sync', dryRun: false, fields: AUTO, options: { concurrency, results: 'failed' } },
			credentials: { lmsCollaboratorApi: simulator.credentials as never },
			items: Array.from({ length: rows }, (_, at) => person(at)),
		});
		const measured = measure(simulator.requests, 8);
		await simulator.close();
		return { measured, outcome };
	}

	const CASES = [
		{ perSecond: 7, seconds: 120, kind: 'tokenBucket', retryAfter: 'seconds' },
		{ perSecond: 7, seconds: 120, kind: 'fixedWindow', retryAfter: 'absent' },
		{ perSecond: 20, seconds: 60, kind: 'fixedWindow', retryAfter: 'seconds' },
		{ perSecond: 20, seconds: 60, kind: 'tokenBucket', retryAfter: 'date' },
		{ perSecond: 50, seconds: 30, kind: 'tokenBucket', retryAfter: 'absent' },
		{ perSecond: 50, seconds: 30, kind: 'fixedWindow', retryAfter: 'seconds' },
	] as const;

	it.each(CASES)(
		'finds an unknown limit of $perSecond/s ($kind, Retry-After $retryAfter): at least 90 % of it, under 2 % refused',
		async ({ perSecond, seconds, kind, retryAfter }) => {
			const rows = perSecond * seconds;
			const { measured, outcome } = await blind(rows, { perSecond, kind }, retryAfter, 60, 8);
			expect(outcome.summary?.json.counts).toEqual({ created: rows });
			expect(measured.rate).toBeGreaterThanOrEqual(perSecond * 0.9);
			expect(measured.tooMany).toBeLessThan(0.02);
		},
		120_000,
	);

	it.each(['tokenBucket', 'fixedWindow'] as const)(
		'uses at least 97 %% of a limit that it knows, and is never refused (%s)',
		async (kind) => {
			const bench = await bridgeBench({ users: 301, clock, rateLimit: { perSecond: 5, kind }, latencyMs: 80 });
			const outcome = await bench.run(bench.rows().map((row) => ({ ...row, job_title: 'New' })));
			const { rate, tooMany } = measure(bench.simulator.requests, 2);
			await bench.close();
			expect(outcome.summary?.json.status).toBe('ok');
			expect(rate).toBeGreaterThanOrEqual(5 * 0.97);
			expect(tooMany).toBe(0);
		},
		60_000,
	);

	it.each([5, 20])(
		'two runs on one token share %d calls a second: neither starves, and little is lost',
		async (perSecond) => {
			const rows = perSecond * 40;
			const rates: number[] = [];
			// Who is refused first is chance, so the pace of one run among two is judged over several latencies.
			for (const latencyMs of [30, 60, 90]) {
				const simulator = await startSimulator('lmsCollaborator', {
					clock,
					users: [],
					rateLimit: { perSecond },
					latencyMs,
				});
				const one = async (name: string): Promise<RunOutcome> =>
					runNode({
						nodeType: 'lmsCollaborator',
						parameters: { operation: 'sync', dryRun: false, fields: AUTO },
						credentials: { lmsCollaboratorApi: simulator.credentials as never },
						items: Array.from({ length: rows }, (_, at) => person(`${name}${at}`)),
					});
				const [first, second] = await Promise.all([one('a'), one('b')]);
				const passed = simulator.requests.filter(({ method, status }) => method === 'POST' && status === 200);
				await simulator.close();
				const whose = passed.map(({ body }) => String((body as { uid: string }).uid).charAt(2));
				const together = whose.slice(0, Math.min(whose.lastIndexOf('a'), whose.lastIndexOf('b')) + 1);
				const share = together.filter((name) => name === 'a').length / together.length;
				expect([first.summary?.json.counts, second.summary?.json.counts]).toEqual([
					{ created: rows },
					{ created: rows },
				]);
				expect(together.length).toBeGreaterThan(rows);
				expect(share).toBeGreaterThan(0.3);
				expect(share).toBeLessThan(0.7);
				rates.push(((passed.length - 1) * 1000) / ((passed.at(-1)?.at ?? 0) - (passed[0]?.at ?? 0)) / perSecond);
			}
			expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.75);
			expect(rates.reduce((sum, rate) => sum + rate, 0) / rates.length).toBeGreaterThanOrEqual(0.85);
		},
		120_000,
	);

	it('two runs share a limit that both of them know', async () => {
		const bench = await bridgeBench({ users: 121, clock, latencyMs: 60 });
		const rows = bench.rows();
		const half = Math.floor(rows.length / 2);
		const change = (some: typeof rows) => bench.run(some.map((row) => ({ ...row, job_title: 'New' })));
		const [first, second] = await Promise.all([change(rows.slice(0, half)), change(rows.slice(half, 2 * half))]);
		const writes = bench.simulator.calls({ method: 'PATCH', status: 200 });
		await bench.close();
		expect([first.summary?.json.counts, second.summary?.json.counts]).toEqual([{ updated: half }, { updated: half }]);
		const rate = ((writes.length - 1) * 1000) / ((writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0));
		expect(rate).toBeGreaterThanOrEqual(5 * 0.75);
	}, 60_000);
});
