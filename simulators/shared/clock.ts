import { timers } from '../../engine/platform';

/**
 * Where a simulator takes its time from, so that tests can run on a virtual clock.
 * A request that hangs sleeps {@link FOREVER}: a clock that simply adds up the sleeps jumps by that.
 */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** @param answer what is held back meanwhile, if anything is */
	sleep(ms: number, answer?: Answer): Promise<void>;
}

/** A server's answer to a request. */
export interface Answer {
	readonly destroyed: boolean;
	once(event: 'close', listener: () => void): unknown;
}

/** Longer than anybody waits, and as long as a timer can be. */
export const FOREVER = 2 ** 31 - 1;

/** The machine's own time. Pending sleeps do not keep the process alive. */
export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: (ms) =>
		new Promise((resolve) => {
			timers.setTimeout(resolve, ms).unref();
		}),
};
