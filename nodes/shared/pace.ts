import { sleep } from 'n8n-workflow';

/** A call is started at most every so many milliseconds, for a limit of so many calls a second; 2 % are kept in hand. */
const gapFor = (callsPerSecond: number): number => 1000 / (callsPerSecond * 0.98);

/** The first gap after a 429 where no limit is known, when calls have not been counted for long enough. */
const FIRST_GAP_MS = 100;
const LONGEST_GAP_MS = 60_000;
const COUNTED_MS = 1000;

/**
 * When the next call may start. With a known limit, calls are spread evenly just below it. With an unknown one they
 * start as fast as concurrency allows; the first 429 sets the pace to what got through in the last second, and from
 * then on it is raised step by step, ever more carefully near the rate at which the last 429 came.
 */
export class Pace {
	private readonly floor: number;
	private gap: number;
	private next = 0;
	private pausedUntil = 0;
	private slowedAt = 0;
	private raisedAt = 0;
	/** The gap at which the last 429 came. */
	private wall = 0;
	private readonly passed: number[] = [];

	/** @param callsPerSecond the limit, or undefined when there is none that is known */
	constructor(
		callsPerSecond: number | undefined,
		private readonly now: () => number = Date.now,
	) {
		this.floor = callsPerSecond === undefined ? 0 : gapFor(callsPerSecond);
		this.gap = this.floor;
	}

	/** Waits for this call's turn and gives the time at which it starts. Ends early when `signal` is aborted. */
	async turn(signal: AbortSignal | undefined): Promise<number> {
		for (;;) {
			const now = this.now();
			const start = Math.max(now, this.next, this.pausedUntil);
			if (start > now && this.pausedUntil > this.next) {
				// A pause is for everybody: look again afterwards, as it may have been made longer.
				await pause(this.pausedUntil - now, signal);
				if (signal?.aborted === true) return this.now();
				continue;
			}
			this.next = start + this.gap;
			if (start > now) await pause(start - now, signal);
			if (signal?.aborted === true || this.pausedUntil <= this.now()) return this.now();
		}
	}

	/** A call came through: counts it, and after a slow-down raises the pace a little, at most once a second. */
	passedAt(at: number): void {
		this.passed.push(at);
		while ((this.passed[0] ?? at) < at - COUNTED_MS) this.passed.shift();
		if (this.gap <= this.floor || at - this.raisedAt < COUNTED_MS || at - this.slowedAt < COUNTED_MS) return;
		this.raisedAt = at;
		const nearTheWall = this.gap < this.wall * 1.12;
		this.gap = Math.max(this.floor, this.gap * (nearTheWall ? 0.995 : 0.93));
		if (this.gap < 1) this.gap = this.floor;
	}

	/** A call that started at `startedAt` was answered "too many": everybody waits, and goes slower from then on. */
	tooMany(startedAt: number, waitMs: number): void {
		const now = this.now();
		this.pausedUntil = Math.max(this.pausedUntil, now + waitMs);
		// Calls that were already under way tell nothing new about the pace set since.
		if (startedAt <= this.slowedAt) return;
		this.slowedAt = now;
		const recent = this.passed.filter((at) => at > now - COUNTED_MS).length;
		const measured = recent > 1 ? COUNTED_MS / recent : FIRST_GAP_MS;
		this.wall = Math.max(this.gap, measured);
		this.gap = Math.min(LONGEST_GAP_MS, Math.max(this.floor, this.wall * 1.08));
		this.next = Math.max(this.next, this.pausedUntil);
	}
}

/** Sleeps, or returns at once when the run is cancelled. Never throws. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (ms <= 0 || signal?.aborted === true) return;
	// Timers know whole milliseconds only: a fraction would come back before its time, again and again.
	await sleep(Math.ceil(ms), signal).catch(() => undefined);
}
