import { bridge } from './bridge/bridge';
import type { BridgeCredential } from './bridge/bridge';
import type { BridgeDirectory } from './bridge/directory';
import type { BridgeSwitches } from './bridge/switches';
import type { BridgeSeed } from './bridge/users';
import { systemClock } from './shared/clock';
import type { Clock } from './shared/clock';
import { lmsCollaborator } from './collaborator/collaborator';
import type { CollaboratorCredential } from './collaborator/collaborator';
import type { CollaboratorDirectory, CollaboratorSeed } from './collaborator/directory';
import type { CollaboratorSwitches } from './collaborator/switches';
import { FaultPlan } from './shared/faults';
import { learnifier } from './learnifier/learnifier';
import type { LearnifierCredential } from './learnifier/learnifier';
import type { LearnifierDirectory, LearnifierSeed } from './learnifier/directory';
import type { LearnifierSwitches } from './learnifier/switches';
import { RateLimiter } from './shared/rateLimit';
import type { RateLimit } from './shared/rateLimit';
import { Recorder } from './shared/recorder';
import type { CallFilter, RecordedRequest } from './shared/recorder';
import { requestor } from './requestor/requestor';
import type { RequestorCredential } from './requestor/requestor';
import type { RequestorDirectory, RequestorSeed } from './requestor/directory';
import type { RequestorSwitches } from './requestor/switches';
import { scim } from './scim/scim';
import type { ScimCredential } from './scim/scim';
import type { ScimDirectory, ScimSeed } from './scim/directory';
import type { ScimSwitches } from './scim/switches';
import { startServer } from './shared/server';
import { startStranger } from './shared/stranger';
import type { Stranger } from './shared/stranger';
import { checkSwitches, listSwitches, readPairs } from './shared/switches';
import type { SwitchInfo } from './shared/switches';
import { traliant } from './traliant/traliant';
import type { TraliantCredential } from './traliant/traliant';
import type { TraliantDirectory, TraliantSeed } from './traliant/directory';
import type { TraliantSwitches } from './traliant/switches';
import type { Credentials, Directory, Parts, Vendor } from './shared/vendor';

export { startStranger };
export type { CallFilter, Clock, Credentials, Directory, RateLimit, RecordedRequest, Stranger, SwitchInfo };
export { FAULT_KINDS, type FaultKind } from './shared/faultKinds';
export { FaultPlan } from './shared/faults';
export type { Fault, FaultMatch, FaultSchedule } from './shared/faults';
export type { BridgeSeed, BridgeUser, Learning } from './bridge/users';
export type { CollaboratorSeed, CollaboratorUser } from './collaborator/directory';
export type { LearnifierSeed, LearnifierUser } from './learnifier/directory';
export type { RequestorSeed, RequestorUser } from './requestor/directory';
export type { ScimSeed, ScimUser } from './scim/directory';
export type { TraliantRule, TraliantSeed, TraliantUser } from './traliant/directory';

/** What differs from vendor to vendor, for the types only. */
interface Kinds {
	bridge: Kind<BridgeSeed, BridgeSwitches, BridgeDirectory, BridgeCredential>;
	learnifier: Kind<LearnifierSeed, LearnifierSwitches, LearnifierDirectory, LearnifierCredential>;
	lmsCollaborator: Kind<CollaboratorSeed, CollaboratorSwitches, CollaboratorDirectory, CollaboratorCredential>;
	requestor: Kind<RequestorSeed, RequestorSwitches, RequestorDirectory, RequestorCredential>;
	scim: Kind<ScimSeed, ScimSwitches, ScimDirectory, ScimCredential>;
	traliant: Kind<TraliantSeed, TraliantSwitches, TraliantDirectory, TraliantCredential>;
}

interface Kind<Seed, Switches, Users, Other extends string> {
	seed: Seed;
	switches: Switches;
	users: Users;
	other: Other;
}

export type VendorName = keyof Kinds;

type VendorOf<Name extends VendorName> = Vendor<
	Kinds[Name]['seed'],
	Kinds[Name]['switches'],
	Kinds[Name]['users'],
	Kinds[Name]['other']
>;

const vendors: { readonly [Name in VendorName]: VendorOf<Name> } = {
	bridge,
	learnifier,
	lmsCollaborator,
	requestor,
	scim,
	traliant,
};

export const VENDOR_NAMES: readonly VendorName[] = [
	'bridge',
	'learnifier',
	'lmsCollaborator',
	'requestor',
	'scim',
	'traliant',
];

export interface SimulatorOptions<Name extends VendorName = VendorName> {
	/** Default: any free one. */
	readonly port?: number;
	/** How many made-up users (default 0), or users in the vendor's own shape. */
	readonly users?: number | ReadonlyArray<Kinds[Name]['seed']>;
	/** For made-up users; default 1. */
	readonly seed?: number;
	/** Default: what the vendor publishes (Bridge 5 a second, the others nothing). */
	readonly rateLimit?: RateLimit | false;
	/** Every answer waits this long; default 0. */
	readonly latencyMs?: number;
	readonly switches?: Partial<Kinds[Name]['switches']>;
	readonly clock?: Clock;
}

/** A vendor's API, listening on 127.0.0.1. */
export interface Simulator<Name extends VendorName = VendorName> {
	readonly vendor: Name;
	readonly baseUrl: string;
	/** n8n credential properties it accepts. */
	readonly credentials: Credentials;
	/** Others, by what they are: `wrong`, `expired`, and what the vendor has besides. */
	readonly otherCredentials: Record<Kinds[Name]['other'], Credentials>;
	/** Strings that must never appear in an output, base64 forms included. */
	readonly secrets: readonly string[];
	readonly requests: readonly RecordedRequest[];
	/** Bugs of the simulator itself, each answered with 500: assert that there are none. */
	readonly failures: readonly Error[];
	calls(filter?: CallFilter): RecordedRequest[];
	readonly directory: Kinds[Name]['users'];
	readonly faults: FaultPlan;
	/** May be changed while it runs. */
	readonly switches: Kinds[Name]['switches'];
	/** The server of another origin that redirects and foreign links lead to. */
	readonly stranger: Stranger;
	/** Clears requests (the stranger's too) and faults; users and switches stay. */
	reset(): void;
	setRateLimit(limit: RateLimit | false): void;
	setLatency(ms: number): void;
	/** Breaks all connections and frees the ports. */
	close(): Promise<void>;
}

/** The switches of a vendor, with values, default, meaning and origin. */
export function switchesOf(vendor: VendorName): SwitchInfo[] {
	return listSwitches(vendors[vendor].switches);
}

/**
 * Reads switches as a person types them: `name=value`.
 * @throws Error on a switch or a value that the vendor does not know.
 */
export function parseSwitches<Name extends VendorName>(
	vendor: Name,
	pairs: readonly string[],
): Partial<Kinds[Name]['switches']> {
	const chosen: VendorOf<Name> = vendors[vendor];
	const parsed: Partial<Kinds[Name]['switches']> = {};
	return Object.assign(parsed, readPairs(chosen.switches, pairs));
}

/** What people call the vendor. */
export function labelOf(vendor: VendorName): string {
	return vendors[vendor].label;
}

/** Made-up people in the vendor's own shape; the first is the administrator that the credential belongs to. */
export function generateUsers<Name extends VendorName>(
	vendor: Name,
	count: number,
	seed = 1,
): Array<Kinds[Name]['seed']> {
	const chosen: VendorOf<Name> = vendors[vendor];
	return chosen.generate(count, seed);
}

/**
 * Starts a vendor's API as a strict local server.
 * @throws Error on a switch or a value that the vendor does not know, or a port in use.
 */
export async function startSimulator<Name extends VendorName>(
	name: Name,
	options: SimulatorOptions<Name> = {},
): Promise<Simulator<Name>> {
	const vendor: VendorOf<Name> = vendors[name];
	const clock = options.clock ?? systemClock;
	const seed = options.seed ?? 1;
	const wanted: Partial<Kinds[Name]['switches']> = options.switches ?? {};
	checkSwitches(vendor.switches, { ...wanted });
	const switches = withDefaults<Kinds[Name]['switches']>(vendor, wanted);
	const users = typeof options.users === 'object' ? options.users : vendor.generate(options.users ?? 0, seed);
	let baseUrl = '';
	const parts: Parts<Kinds[Name]['users'], Kinds[Name]['other']> = vendor.make({
		switches,
		users,
		seed,
		clock,
		baseUrl: () => baseUrl,
	});
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
		vendor: name,
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
			await Promise.all([server.close(), stranger.close()]);
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
