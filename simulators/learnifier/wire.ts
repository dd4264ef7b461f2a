import { characters, isEmail, isObject, isText, without } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import type { LearnifierFields, LearnifierUser } from './directory';
import type { LearnifierSwitches } from './switches';
import { Refusal } from '../shared/refusal';

const TEXTS = ['externalId', 'username', 'firstName', 'lastName', 'displayName', 'primaryEmail'] as const;
const FLAG = 'autoClearEmail';

export interface ReadFields {
	/** Only what the body named: null unsets. */
	readonly fields: Partial<LearnifierFields>;
	readonly autoClearEmail: boolean;
	readonly ignored: readonly string[];
}

/**
 * Reads the body of a create or an update.
 * @throws Refusal naming the field.
 */
export function readFields(body: unknown, kind: 'create' | 'update', switches: LearnifierSwitches): ReadFields {
	if (!isObject(body)) throw new Refusal(400, 'The body must be an object');
	const flagAllowed = kind === 'update' && switches.autoClearEmail === 'body';
	const known: readonly string[] = [...TEXTS, 'homeOrg', 'hardLock', 'locale', ...(flagAllowed ? [FLAG] : [])];
	const ignored = Object.keys(body).filter((name) => !known.includes(name));
	const [unknown] = ignored;
	if (unknown !== undefined && switches.unknownFields === 'reject') {
		throw new Refusal(400, `Unknown field ${unknown}`, unknown);
	}
	const fields: Partial<LearnifierFields> = {};
	for (const name of TEXTS) if (body[name] !== undefined) fields[name] = readText(name, body[name]);
	if (body.locale !== undefined) fields.locale = readLocale(body.locale);
	if (body.homeOrg !== undefined) fields.homeOrg = readHomeOrg(body.homeOrg);
	if (body.hardLock !== undefined) fields.hardLock = readFlag('hardLock', body.hardLock);
	return {
		fields,
		autoClearEmail: flagAllowed && body[FLAG] !== undefined && readFlag(FLAG, body[FLAG]),
		ignored,
	};
}

function readText(name: (typeof TEXTS)[number], value: unknown): string | null {
	if (value === null) return null;
	if (!isText(value)) throw new Refusal(400, `${name} must be a string`, name);
	if (characters(value) > 255) throw new Refusal(400, `${name} is longer than 255`, name);
	if (value === '') throw new Refusal(400, `${name} must not be empty; null unsets it`, name);
	if (name === 'primaryEmail' && !isEmail(value)) {
		throw new Refusal(400, 'primaryEmail is not an e-mail address', name);
	}
	return value;
}

function readLocale(value: unknown): string | null {
	if (value === null) return null;
	if (isText(value) && /^[a-z]{2,3}([-_][A-Za-z]{2,4})?$/.test(value)) return value;
	throw new Refusal(400, 'locale is not known', 'locale');
}

function readHomeOrg(value: unknown): number | null {
	if (value === null) return null;
	if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
	throw new Refusal(400, 'homeOrg must be an int64', 'homeOrg');
}

function readFlag(name: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw new Refusal(400, `${name} must be true or false`, name);
}

/** A user in the reply for one user, which shows no roles. */
export function writeSingle(user: LearnifierUser, switches: LearnifierSwitches): JsonObject {
	const shown = writeUser(user, switches);
	return switches.rolesInSingle ? shown : without(shown, 'backOfficeRoles', 'clientRoles');
}

/** A user as the list shows it: locale is nested here, though written flat. */
export function writeUser(user: LearnifierUser, switches: LearnifierSwitches): JsonObject {
	const shown: JsonObject = {
		id: writeId(user, switches),
		externalId: user.externalId,
		...(switches.usernames === 'shown' ? { username: user.username } : {}),
		displayName: user.displayName,
		firstName: user.firstName,
		lastName: user.lastName,
		primaryEmail: user.primaryEmail,
		homeOrg: user.homeOrg,
		hardLock: user.hardLock,
		locked: user.hardLock,
		firstLogin: user.firstLogin,
		lastLogin: user.lastLogin,
		backOfficeRoles: user.backOfficeRoles.length === 0 && switches.emptyKeys === 'absent' ? null : user.backOfficeRoles,
		// Roles in single clients make nobody an administrator of the realm.
		clientRoles: switches.emptyKeys === 'absent' ? null : [],
		prefs: user.locale === null && switches.emptyKeys === 'absent' ? null : { locale: user.locale },
	};
	if (switches.emptyKeys === 'null') return shown;
	return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null));
}

export function writeId(user: LearnifierUser, switches: LearnifierSwitches): string | number {
	return switches.userIdAs === 'number' && /^\d+$/.test(user.id) ? Number(user.id) : user.id;
}
