import { process, timers } from '../../engine/platform';
import { VENDOR_NAMES } from '../../simulators';
import { isWrite } from '../properties/vendors';
import { benchOf, someone } from './kits';

const clock = {
	now: () => Date.now(),
	sleep: async (ms: number) => new Promise<void>((resolve) => timers.setTimeout(resolve, ms)),
};

/** Timers and sockets that are open now. */
const openThings = (): number =>
	process.getActiveResourcesInfo().filter((name: string) => /^Timeout$|TCP(Socket|Connect)/.test(name)).length;

/** Open things, once they are as few as before or have had two seconds: a busy machine closes sockets late. */
async function openAtLast(atRest: number): Promise<number> {
	for (let waits = 0; waits < 40 && openThings() > atRest; waits += 1) await clock.sleep(50);
	return openThings();
}

/** In real time: what a real n8n would be left with. */
describe('Stop', () => {
	it.each(VENDOR_NAMES)(
		'%s: stops within one request, and leaves no timer and no socket',
		async (vendor) => {
			const atRest = openThings();
			const bench = await benchOf(vendor, clock);
			const { simulator } = bench.kit;
			const stop = new AbortController();
			simulator.setLatency(5);
			let atStop = -1;
			simulator.faults.schedule((request) => {
				if (isWrite(request) && atStop < 0 && bench.writes() === 4) {
					atStop = simulator.requests.length;
					stop.abort();
				}
				return undefined;
			});
			const items = Array.from({ length: 40 }, (_, at) => bench.row(100 + at));
			const outcome = await bench.run(
				items,
				{ options: { concurrency: 1, batchSize: 1, requestsPerSecond: 1000 } },
				{ signal: stop.signal },
			);
			expect(outcome.cancelled).toBe(true);
			await clock.sleep(100);
			expect(atStop).toBeGreaterThan(0);
			expect(simulator.requests.length - atStop).toBeLessThanOrEqual(1);
			expect(outcome.logs.filter((line) => /run [0-9a-f-]{36}.*cancel/i.test(line))).toHaveLength(1);
			await bench.close();
			expect(await openAtLast(atRest)).toBeLessThanOrEqual(atRest);
		},
		30_000,
	);

	it.each(VENDOR_NAMES)(
		'%s: ends at once in the middle of a long wait for a rate limit',
		async (vendor) => {
			const atRest = openThings();
			const bench = await benchOf(vendor, clock);
			const stop = new AbortController();
			bench.kit.simulator.faults.schedule((request) => {
				if (!isWrite(request)) return undefined;
				timers.setTimeout(() => stop.abort(), 30);
				return { kind: 'rateLimited', headers: { 'retry-after': '200' } };
			});
			const began = Date.now();
			const outcome = await bench.run(
				[bench.row(100), bench.row(101)],
				{ options: { requestsPerSecond: 1000 } },
				{ signal: stop.signal },
			);
			expect(outcome.cancelled).toBe(true);
			expect(Date.now() - began).toBeLessThan(5000);
			expect(outcome.logs.filter((line) => /run [0-9a-f-]{36}.*cancel/i.test(line))).toHaveLength(1);
			expect(bench.kit.accounts().some(({ key }) => key === someone(100).key)).toBe(false);
			await bench.close();
			await clock.sleep(100);
			expect(await openAtLast(atRest)).toBeLessThanOrEqual(atRest);
		},
		30_000,
	);
});
