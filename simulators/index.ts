import { bridge } from './bridge/bridge';
import type { BridgeCredential } from './bridge/bridge';
import type { BridgeDirectory } from './bridge/directory';
import type { BridgeSwitches } from './bridge/switches';
import type { BridgeSeed } from './bridge/users';
import type { Clock } from './shared/clock';
import { lmsCollaborator } from './collaborator/collaborator';
import type { CollaboratorCredential } from './collaborator/collaborator';
import type { CollaboratorDirectory, CollaboratorSeed } from './collaborator/directory';
import type { CollaboratorSwitches } from './collaborator/switches';
import { learnifier } from './learnifier/learnifier';
import type { LearnifierCredential } from './learnifier/learnifier';
import type { LearnifierDirectory, LearnifierSeed } from './learnifier/directory';
import type { LearnifierSwitches } from './learnifier/switches';
import type { RateLimit } from './shared/rateLimit';
import type { CallFilter, RecordedRequest } from './shared/recorder';
import { requestor } from './requestor/requestor';
import type { RequestorCredential } from './requestor/requestor';
import type { RequestorDirectory, RequestorSeed } from './requestor/directory';
import type { RequestorSwitches } from './requestor/switches';
import { scim } from './scim/scim';
import type { ScimCredential } from './scim/scim';
import type { ScimDirectory, ScimSeed } from './scim/directory';
import type { ScimSwitches } from './scim/switches';
import { startVendor } from './shared/start';
import type { Running, StartOptions } from './shared/start';
import { startStranger } from './shared/stranger';
import type { Stranger } from './shared/stranger';
import { listSwitches, readPairs } from './shared/switches';
import type { SwitchInfo } from './shared/switches';
import { traliant } from './traliant/traliant';
import type { TraliantCredential } from './traliant/traliant';
import type { TraliantDirectory, TraliantSeed } from './traliant/directory';
import type { TraliantSwitches } from './traliant/switches';
import type { Credentials, Directory, Vendor } from './shared/vendor';

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

export type SimulatorOptions<Name extends VendorName = VendorName> = StartOptions<
	Kinds[Name]['seed'],
	Kinds[Name]['switches']
>;

/** A vendor's API, listening on 127.0.0.1. */
export interface Simulator<Name extends VendorName = VendorName>
	extends Running<Kinds[Name]['switches'], Kinds[Name]['users'], Kinds[Name]['other']> {
	readonly vendor: Name;
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
	return { vendor: name, ...(await startVendor(vendor, options)) };
}
