import { withGlobal, type Clock as FakeClock } from '@sinonjs/fake-timers';

import { diagnostics, globals, process, realTimers } from './platform';

/**
 * Time for tests: it stands still while anything real happens, and jumps to the next timer as soon as nothing does.
 *
 * A node that waits an hour for a rate limit is tested in milliseconds, and always in the same order. The node
 * (`sleep` of n8n-workflow, `Date.now`), the timeouts of its requests and the simulators (given this clock) share
 * the time. Real are sockets, `setImmediate`, `setInterval` and promises. So a request is never jumped over, unless
 * the simulator holds back its answer with this clock's `sleep`.
 */
export interface VirtualClock {
	/** Milliseconds since 1970, virtual. */
	now(): number;
	/** Virtual milliseconds since the clock was started. */
	elapsed(): number;
	/**
	 * Waits in virtual time. A simulator that holds back an answer meanwhile hands it over: the clock then knows that
	 * nothing real happens for that request. A wait longer than the client's timeout makes the client time out.
	 */
	sleep(milliseconds: number, answer?: Answer): Promise<void>;
}

/** An answer of a server of this process. */
interface Answer extends Closing {
	readonly destroyed: boolean;
}

/** So many turns of the event loop must pass without anything happening before time jumps. */
const QUIET_TURNS = 4;

/** After so many turns without a jump the clock looks once a millisecond, and leaves the processor to others. */
const BUSY_TURNS = 500;

/** What Node calls things that are on their way: look-ups, connections, writes, file access. */
const UNDERWAY = /Req|Connect|Write|Shutdown|Zlib|MessagePort/;

interface Closing {
	once(event: 'close', listener: () => void): unknown;
}

export class SharedClock implements VirtualClock {
	private fake: FakeClock | undefined;

	private startedAt = 0;

	/** Requests of clients in this process that are not closed yet. */
	private readonly inFlight = new Set<Closing>();

	/** The answers that a simulator holds back, each with how many sleeps it waits for. */
	private readonly heldBack = new Map<Answer, number>();

	private quietTurns = 0;

	private idleTurns = 0;

	private readonly onClientRequest = (message: unknown): void => {
		const { request } = message as { request: Closing };
		this.inFlight.add(request);
		request.once('close', () => this.inFlight.delete(request));
	};

	/** Replaces setTimeout, clearTimeout and Date; time starts at `at`. */
	start(at: Date | number = Date.UTC(2026, 0, 15, 12)): void {
		if (this.fake) throw new Error('The virtual clock is already running.');
		this.inFlight.clear();
		this.heldBack.clear();
		this.quietTurns = 0;
		this.idleTurns = 0;
		this.fake = withGlobal(globals).install({
			now: at,
			toFake: ['setTimeout', 'clearTimeout', 'Date'],
			shouldClearNativeTimers: true,
		});
		this.startedAt = this.fake.now;
		diagnostics.subscribe('http.client.request.start', this.onClientRequest);
		this.turn(this.fake);
	}

	/** Gives the real time back. Timers that are still waiting never fire. */
	stop(): void {
		diagnostics.unsubscribe('http.client.request.start', this.onClientRequest);
		this.fake?.uninstall();
		this.fake = undefined;
	}

	now(): number {
		return this.fake?.now ?? realTimers.now();
	}

	elapsed(): number {
		return this.now() - this.startedAt;
	}

	async sleep(milliseconds: number, answer?: Answer): Promise<void> {
		if (answer !== undefined) this.holdBack(answer);
		await new Promise<void>((resolve) => {
			globals.setTimeout(resolve, milliseconds);
		});
		if (answer !== undefined) this.release(answer);
	}

	private holdBack(answer: Answer): void {
		if (answer.destroyed) return;
		const sleeps = this.heldBack.get(answer) ?? 0;
		this.heldBack.set(answer, sleeps + 1);
		if (sleeps === 0) answer.once('close', () => this.heldBack.delete(answer));
	}

	private release(answer: Answer): void {
		const sleeps = this.heldBack.get(answer) ?? 0;
		if (sleeps > 1) this.heldBack.set(answer, sleeps - 1);
		else this.heldBack.delete(answer);
	}

	private isQuiet(): boolean {
		if (this.inFlight.size > this.heldBack.size) return false;
		return !process.getActiveResourcesInfo().some((name: string) => UNDERWAY.test(name));
	}

	/** One look per turn of the event loop, as long as this installation lives. */
	private turn(fake: FakeClock): void {
		if (this.fake !== fake) return;
		this.quietTurns = this.isQuiet() ? this.quietTurns + 1 : 0;
		this.idleTurns += 1;
		if (this.quietTurns >= QUIET_TURNS && fake.countTimers() > 0) {
			this.quietTurns = 0;
			this.idleTurns = 0;
			fake.next();
		}
		const again = (): void => this.turn(fake);
		if (this.idleTurns > BUSY_TURNS) realTimers.setTimeout(again, 1);
		else realTimers.setImmediate(again);
	}
}

/** Runs every test of the surrounding describe on virtual time. */
export function useVirtualClock(at?: Date | number): VirtualClock {
	const clock = new SharedClock();
	beforeEach(() => clock.start(at));
	afterEach(() => clock.stop());
	return clock;
}
