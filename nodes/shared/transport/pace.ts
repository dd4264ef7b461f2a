import { sleep } from 'n8n-workflow';

/** A call is started at most every so many milliseconds, for a limit of so many calls a second; 2 % are kept in hand. */
const gapFor = (callsPerSecond: number): number => 1000 / (callsPerSecond * 0.98);

/** The first gap after a 429 where no limit is known, when calls have not been counted for long enough. */
const FIRST_GAP_MS = 100;
const LONGEST_GAP_MS = 60_000;
const COUNTED_MS = 1000;
const LONGEST_SPREAD_MS = 20;

/**
 * When the next call may start. With a known limit, calls are spread evenly just below it. With an unknown one they
 * start as fast as concurrency allows, but not in volleys, in which each would wait for all the others to be read; the
 * first 429 sets the pace to just below what got through in the last second, and from then on it is raised step by
 * step, half a per cent a second.
 */
export class Pace {
	private readonly floor: number;
	private gap: number;
	private next = 0;
	private pausedUntil = 0;
	private slowedAt = 0;
	private raisedAt = 0;
	/** When calls came through, those of the last second at least. */
	private readonly passed: number[] = [];
	/** How long a call takes of late, in milliseconds. */
	private usual = 0;

	/**
	 * @param callsPerSecond the limit, or undefined when there is none that is known
	 * @param concurrency how many calls may be under way at once
	 */
	constructor(
		callsPerSecond: number | undefined,
		private readonly concurrency = 1,
	) {
		this.floor = callsPerSecond === undefined ? 0 : gapFor(callsPerSecond);
		this.gap = this.floor;
	}

	/** Waits for this call's turn and gives the time at which it starts. Ends early when `signal` is aborted. */
	async turn(signal: AbortSignal | undefined): Promise<number> {
		for (;;) {
			const now = Date.now();
			const start = Math.max(now, this.next, this.pausedUntil);
			this.next = start + Math.max(this.gap, this.spread());
			await pause(start - now, signal);
			// A pause is for everybody, and may have been begun or made longer meanwhile.
			if (signal?.aborted === true || this.pausedUntil <= Date.now()) return Date.now();
		}
	}

	/** Half of what is between two calls when they are spread evenly: enough to part them, and nobody has to wait for it long. */
	private spread(): number {
		return Math.min(LONGEST_SPREAD_MS, Math.floor(this.usual / this.concurrency / 2));
	}

	/** A call came through: counts it, and after a slow-down raises the pace a little, at most once a second. */
	passedAt(at: number, startedAt = at): void {
		this.usual += (at - startedAt - this.usual) / 4;
		this.passed.push(at);
		this.forgetUntil(at - COUNTED_MS);
		if (at - this.raisedAt < COUNTED_MS || at - this.slowedAt < COUNTED_MS) return;
		this.raisedAt = at;
		this.gap = Math.max(this.floor, this.gap * 0.995);
		if (this.gap < 1) this.gap = this.floor;
	}

	/** A call that started at `startedAt` was answered "too many": everybody waits, and goes slower from then on. */
	tooMany(startedAt: number, waitMs: number): void {
		const now = Date.now();
		this.pausedUntil = Math.max(this.pausedUntil, now + waitMs);
		// Calls that were already under way tell nothing new about the pace set since.
		if (startedAt <= this.slowedAt) return;
		this.slowedAt = now;
		this.forgetUntil(now - COUNTED_MS);
		const measured = this.passed.length > 1 ? COUNTED_MS / this.passed.length : FIRST_GAP_MS;
		this.gap = Math.min(LONGEST_GAP_MS, Math.max(this.gap, measured) * 1.08);
	}

	private forgetUntil(time: number): void {
		while (this.passed[0] !== undefined && this.passed[0] <= time) this.passed.shift();
	}
}

/** Lets n8n, and the replies that have come, have their turn. */
export async function yieldTurn(): Promise<void> {
	await sleep(0);
}

/** Lets a call that was begun just now go out, before the processor is kept: n8n connects in one turn and sends in the next. */
export async function letCallGo(): Promise<void> {
	await yieldTurn();
	await yieldTurn();
}

/** Sleeps, or returns at once when the run is cancelled. Never throws. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (ms <= 0) return;
	// Timers know whole milliseconds only: a fraction would come back before its time, again and again.
	await sleep(Math.ceil(ms), signal).catch(() => undefined);
}
