import { systemClock } from './clock';
import type { Clock } from './clock';
import { FaultPlan } from './faults';
import { RateLimiter } from './rateLimit';
import type { RateLimit } from './rateLimit';
import { Recorder } from './recorder';
import type { CallFilter, RecordedRequest } from './recorder';
import { startServer } from './server';
import { startStranger } from './stranger';
import type { Stranger } from './stranger';
import { checkSwitches, listSwitches } from './switches';
import type { Credentials, Vendor } from './vendor';

export interface StartOptions<Seed, Switches> {
	/** Default: any free one. */
	readonly port?: number;
	/** How many made-up users (default 0), or users in the vendor's own shape. */
	readonly users?: number | readonly Seed[];
	/** For made-up users; default 1. */
	readonly seed?: number;
	/** Default: what the vendor publishes (Bridge 5 a second, the others nothing). */
	readonly rateLimit?: RateLimit | false;
	/** Every answer waits this long; default 0. */
	readonly latencyMs?: number;
	readonly switches?: Partial<Switches>;
	readonly clock?: Clock;
}

/** An API that listens on 127.0.0.1. */
export interface Running<Switches, Users, Other extends string> {
	readonly baseUrl: string;
	/** n8n credential properties it accepts. */
	readonly credentials: Credentials;
	/** Others, by what they are: `wrong`, `expired`, and what the vendor has besides. */
	readonly otherCredentials: Record<Other, Credentials>;
	/** Strings that must never appear in an output, base64 forms included. */
	readonly secrets: readonly string[];
	readonly requests: readonly RecordedRequest[];
	/** Bugs of the simulator itself, each answered with 500: assert that there are none. */
	readonly failures: readonly Error[];
	calls(filter?: CallFilter): RecordedRequest[];
	readonly directory: Users;
	readonly faults: FaultPlan;
	/** May be changed while it runs. */
	readonly switches: Switches;
	/** The server of another origin that redirects and foreign links lead to. */
	readonly stranger: Stranger;
	/** Clears requests (the stranger's too) and faults; users and switches stay. */
	reset(): void;
	setRateLimit(limit: RateLimit | false): void;
	setLatency(ms: number): void;
	/** Breaks all connections and frees the ports. */
	close(): Promise<void>;
}

/**
 * Starts an API behind the common log, faults and door.
 * @throws Error on a switch or a value that the vendor does not know, or a port in use.
 */
export async function startVendor<Seed, Switches, Users, Other extends string>(
	vendor: Vendor<Seed, Switches, Users, Other>,
	options: StartOptions<Seed, Switches>,
): Promise<Running<Switches, Users, Other>> {
	const clock = options.clock ?? systemClock;
	const seed = options.seed ?? 1;
	const wanted: Partial<Switches> = options.switches ?? {};
	checkSwitches(vendor.switches, { ...wanted });
	const switches = withDefaults<Switches>(vendor, wanted);
	const users = typeof options.users === 'object' ? options.users : vendor.generate(options.users ?? 0, seed);
	let baseUrl = '';
	const parts = vendor.make({ switches, users, seed, clock, baseUrl: () => baseUrl });
	const recorder = new Recorder();
	const faults = new FaultPlan();
	const limiterFor = (limit: RateLimit | false): RateLimiter | undefined =>
		limit === false ? undefined : new RateLimiter(limit, clock);
	const pace = {
		limiter: limiterFor(options.rateLimit ?? vendor.rateLimit),
		latencyMs: options.latencyMs ?? 0,
	};
	const stranger = await startStranger();
	const server = await startServer({
		service: parts.service,
		recorder,
		faults,
		clock,
		port: options.port ?? 0,
		strangerUrl: stranger.baseUrl,
		pace,
	}).catch(async (error: unknown) => {
		await stranger.close();
		throw error;
	});
	baseUrl = server.baseUrl;
	return {
		baseUrl,
		credentials: parts.credentials(),
		otherCredentials: parts.otherCredentials(),
		secrets: parts.secrets,
		requests: recorder.requests,
		failures: recorder.failures,
		calls: (filter) => recorder.calls(filter),
		directory: parts.directory,
		faults,
		switches,
		stranger,
		reset: () => {
			recorder.clear();
			faults.clear();
			stranger.reset();
		},
		setRateLimit: (limit) => {
			pace.limiter = limiterFor(limit);
		},
		setLatency: (ms) => {
			pace.latencyMs = ms;
		},
		close: async () => {
			await Promise.all([server.close(), stranger.close(), parts.close?.()]);
		},
	};
}

function withDefaults<Switches>(
	vendor: { readonly switches: Vendor<never, Switches, never, never>['switches'] },
	wanted: Partial<Switches>,
): Switches {
	const defaults = Object.fromEntries(listSwitches(vendor.switches).map((one) => [one.name, one.default]));
	return Object.assign(defaults, wanted) as Switches;
}
