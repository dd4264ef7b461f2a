import { useVirtualClock } from '../../../engine/clock';
import { timers } from '../../../engine/platform';
import { Pace, pause } from '../../../nodes/shared/transport/pace';

describe('the pace of calls', () => {
	const clock = useVirtualClock();
	const START = Date.UTC(2026, 0, 15, 12);

	/** Starts so many calls, one when the last has its turn, all of which get through; gives the times of their starts. */
	async function calls(pace: Pace, count: number): Promise<number[]> {
		const times: number[] = [];
		for (let call = 0; call < count; call += 1) {
			const at = await pace.turn(undefined);
			pace.passedAt(at);
			times.push(at - START);
		}
		return times;
	}
	const gaps = (times: readonly number[]): number[] => times.slice(1).map((at, index) => at - (times[index] ?? 0));

	it('has no limit where none is known', async () => {
		expect(await calls(new Pace(undefined), 50)).toEqual(Array.from({ length: 50 }, () => 0));
	});

	it.each([
		['half of what is between calls that are spread evenly', 82, 4, 10],
		['nothing where calls are as quick as the clock', 7, 4, 0],
		['no more than 20 ms where calls take long', 30_000, 4, 20],
		['half of a call where one waits for the other anyhow', 31, 1, 15],
	])('parts calls that would start at once by %s', async (_, took, concurrency, gap) => {
		const pace = new Pace(undefined, concurrency);
		for (let call = 0; call < 50; call += 1) pace.passedAt(clock.now(), clock.now() - took);
		const times = await Promise.all(Array.from({ length: 4 }, async () => pace.turn(undefined)));
		expect(times.map((at) => at - START)).toEqual([0, gap, 2 * gap, 3 * gap]);
	});

	it('follows how long calls take of late', async () => {
		const pace = new Pace(undefined, 4);
		pace.passedAt(clock.now(), clock.now() - 100);
		pace.passedAt(clock.now(), clock.now() - 100);
		const from = await pace.turn(undefined);
		// A quarter of 100, and then of what is left: 43.75 / 4 / 2.
		expect((await pace.turn(undefined)) - from).toBe(5);
	});

	it('keeps 2 % below a known limit, however many calls wait for their turn at once', async () => {
		const pace = new Pace(5);
		const times = await Promise.all(Array.from({ length: 5 }, async () => pace.turn(undefined)));
		expect(times.map((at) => at - START)).toEqual([0, 205, 409, 613, 817]);
	});

	it('saves nothing up for later', async () => {
		const pace = new Pace(10);
		await pause(60_000, undefined);
		expect(gaps(await calls(pace, 3))).toEqual([103, 102]);
	});

	it('pauses everybody after a 429, also those who wait already', async () => {
		const pace = new Pace(10);
		await pace.turn(undefined);
		const turns = Array.from({ length: 3 }, async () => pace.turn(undefined));
		pace.tooMany(clock.now(), 5000);
		const others = (await Promise.all(turns)).map((at) => at - START);
		for (const at of others) expect(at).toBeGreaterThanOrEqual(5000);
		for (const gap of gaps(others)) expect(gap).toBeGreaterThan(100);
	});

	it('lets a call that waits through a longer pause start with the others after it, not at once', async () => {
		const pace = new Pace(undefined);
		const startedAt = clock.now();
		pace.tooMany(startedAt, 1000);
		const turns = Array.from({ length: 3 }, async () => pace.turn(undefined));
		pace.tooMany(startedAt, 4000);
		expect((await Promise.all(turns)).map((at) => at - START)).toEqual([4000, 4108, 4216]);
	});

	it('makes a pause longer, never shorter', async () => {
		const pace = new Pace(undefined);
		pace.tooMany(clock.now(), 1000);
		const waiting = pace.turn(undefined);
		pace.tooMany(clock.now(), 4000);
		pace.tooMany(clock.now(), 2000);
		expect((await waiting) - START).toBe(4000);
	});

	it('goes at ten calls a second, and 8 % less, after a 429 before calls could be counted', async () => {
		const pace = new Pace(undefined);
		pace.tooMany(clock.now(), 0);
		expect(gaps(await calls(pace, 4))).toEqual([108, 108, 108]);
	});

	it.each([
		[1, 108],
		[2, 540],
		[4, 270],
		[20, 54],
	])('after %d calls that got through in the last second leaves %d ms between two', async (count, gap) => {
		const pace = new Pace(undefined);
		pace.passedAt(clock.now());
		await pause(1000, undefined);
		for (let call = 0; call < count; call += 1) pace.passedAt(clock.now());
		pace.tooMany(clock.now(), 0);
		const from = await pace.turn(undefined);
		expect((await pace.turn(undefined)) - from).toBe(gap);
	});

	it('never goes faster than the known limit, however much got through', async () => {
		const pace = new Pace(10);
		for (let call = 0; call < 200; call += 1) pace.passedAt(clock.now());
		pace.tooMany(clock.now(), 0);
		const from = await pace.turn(undefined);
		expect((await pace.turn(undefined)) - from).toBeGreaterThanOrEqual(110);
	});

	it('slows down once for calls that were under way together, and again for a later one', async () => {
		const pace = new Pace(undefined);
		const startedAt = clock.now();
		for (let call = 0; call < 3; call += 1) pace.tooMany(startedAt, 0);
		const [from = 0, to = 0] = await calls(pace, 2);
		expect(to - from).toBe(108);
		await pause(5000, undefined);
		pace.tooMany(clock.now(), 0);
		const again = await pace.turn(undefined);
		expect((await pace.turn(undefined)) - again).toBe(117);
	});

	it('never leaves more than a minute between two calls', async () => {
		const pace = new Pace(1 / 3600);
		pace.tooMany(clock.now(), 0);
		const from = await pace.turn(undefined);
		expect((await pace.turn(undefined)) - from).toBe(60_000);
	});

	describe('after a slow-down', () => {
		/** Milliseconds between two calls, over so many that fractions show. */
		async function gapOf(pace: Pace): Promise<number> {
			const from = await pace.turn(undefined);
			for (let call = 0; call < 100; call += 1) await pace.turn(undefined);
			return Math.round((await pace.turn(undefined)) - from) / 101;
		}

		it.each([
			['not within a second', [999], 108],
			['by half a per cent after a second', [1000], 107.46],
			['once for all calls of that second', [1000, 1000, 1999], 107.46],
			['again in the next', [1000, 2000], 106.92],
		])('it is raised %s', async (_when, passed, gap) => {
			const pace = new Pace(undefined);
			const slowedAt = clock.now();
			pace.tooMany(slowedAt, 0);
			for (const after of passed) pace.passedAt(slowedAt + after);
			expect(await gapOf(pace)).toBeCloseTo(gap, 1);
		});

		it.each([
			['without a limit again, where none is known', undefined, 0],
			['back at the known limit, and no faster', 10, 102.04],
		])('it is, in the end, %s', async (_what, limit, gap) => {
			const pace = new Pace(limit);
			pace.tooMany(clock.now(), 0);
			for (let second = 1; second <= 1000; second += 1) pace.passedAt(clock.now() + second * 1000);
			expect(await gapOf(pace)).toBeCloseTo(gap, 1);
		});
	});

	it('ends a wait at once when the run is cancelled', async () => {
		for (const pace of [new Pace(0.001), new Pace(undefined)]) {
			const from = clock.elapsed();
			const stop = new AbortController();
			pace.tooMany(clock.now(), 600_000);
			const waiting = pace.turn(stop.signal);
			timers.setTimeout(() => stop.abort(), 500);
			await waiting;
			expect(clock.elapsed() - from).toBe(500);
		}
	});
});

describe('a pause', () => {
	const clock = useVirtualClock();

	it.each([
		[0, 0],
		[-5, 0],
		[0.2, 1],
		[1500, 1500],
	])('of %d ms lasts %d', async (ms, lasts) => {
		await pause(ms, undefined);
		expect(clock.elapsed()).toBe(lasts);
	});

	it('of nothing does not even wait for other timers', async () => {
		let rang = false;
		timers.setTimeout(() => (rang = true), 0);
		await pause(0, undefined);
		expect(rang).toBe(false);
	});

	it('ends at once, and throws nothing, when the run is cancelled before or meanwhile', async () => {
		await pause(1000, AbortSignal.abort());
		expect(clock.elapsed()).toBe(0);
		const stop = new AbortController();
		timers.setTimeout(() => stop.abort(), 300);
		await pause(1000, stop.signal);
		expect(clock.elapsed()).toBe(300);
	});
});
