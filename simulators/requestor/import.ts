import { isEmail, isObject, isText } from '../shared/checks';
import { attempt, Refusal } from '../shared/refusal';
import { defaultProperties } from './directory';
import type { RequestorDirectory, RequestorProperties, RequestorUser } from './directory';
import { applyOperations, readOperation, unknownProperty } from './patch';
import type { Operation } from './patch';
import type { RequestorSwitches } from './switches';

export interface ImportElement {
	readonly key: string | null;
	readonly externalId: string | null;
	readonly email: string | null;
	readonly operations: readonly Operation[];
}

export interface ImportRow {
	readonly Username: string | null;
	readonly Success: boolean;
	readonly ErrorMessage: string | null;
	readonly UserProviderKey: string | null;
	readonly UserProviderKeyConflict: string | null;
	readonly CustomerId: number | null;
	readonly ExternalId: string | null;
}

const MAX_USERS = 100;
const MEMBERS: readonly string[] = ['UserProviderKey', 'ExternalId', 'Email', 'Operations'];

/**
 * Reads a batch.
 * @throws Refusal: the input is invalid, and nothing of it is done.
 */
export function readBatch(body: unknown, switches: RequestorSwitches): ImportElement[] {
	if (!Array.isArray(body)) throw new Refusal(400, 'The body must be a list of users');
	if (body.length === 0) throw new Refusal(400, 'The list of users is empty');
	if (body.length > MAX_USERS) throw new Refusal(400, `Max bulk size is ${MAX_USERS} users`);
	const wires: readonly unknown[] = body;
	return wires.map((wire, index) => readElement(wire, `users[${index}]`, switches));
}

function readElement(wire: unknown, name: string, switches: RequestorSwitches): ImportElement {
	if (!isObject(wire)) throw new Refusal(400, 'A user must be an object', name);
	const unknown = Object.keys(wire).find((member) => !MEMBERS.includes(member));
	if (unknown !== undefined) throw new Refusal(400, `A user has no member ${unknown}`, name);
	const text = (member: string): string | null => {
		const value = wire[member];
		if (value === undefined || value === null || value === '') return null;
		if (!isText(value)) throw new Refusal(400, `${member} must be a string`, `${name}.${member}`);
		return value;
	};
	const element = {
		key: text('UserProviderKey'),
		externalId: text('ExternalId'),
		email: text('Email'),
	};
	if (element.key === null && element.externalId === null && element.email === null) {
		throw new Refusal(400, 'UserProviderKey, ExternalId or Email is required', name);
	}
	if (!Array.isArray(wire.Operations)) {
		throw new Refusal(400, 'Operations must be a list', `${name}.Operations`);
	}
	const wires: readonly unknown[] = wire.Operations;
	const operations = wires.map((operation, index) => readOperation(operation, `${name}.Operations[${index}]`));
	const bad = operations
		.map((operation) => unknownProperty(operation, switches))
		.find((property) => property !== undefined);
	if (bad !== undefined && switches.unknownPath === 'call') throw noProperty(bad);
	// A value of the wrong type is invalid input, whoever the user is.
	if (bad === undefined) checkValues(operations);
	return { ...element, operations };
}

function checkValues(operations: readonly Operation[]): void {
	const whole = operations.filter(({ kind, path }) => kind !== 'move' && !/^\/[^/]+\//.test(path));
	applyOperations(defaultProperties(), whole);
}

function noProperty(name: string): Refusal {
	return new Refusal(400, `There is no property named "${name}" on type RequestorUser.`);
}

/** Creates or updates one user; what is wrong with this user alone is told in its row. */
export function importUser(
	element: ImportElement,
	directory: RequestorDirectory,
	switches: RequestorSwitches,
): ImportRow {
	const saved = attempt(() => saveUser(element, directory, switches));
	if (!(saved instanceof Refusal)) return shown(saved, switches);
	return failed(element, saved.message, saved instanceof HeldBy ? saved.key : null, switches);
}

function saveUser(element: ImportElement, directory: RequestorDirectory, switches: RequestorSwitches): RequestorUser {
	const found = match(element, directory, switches);
	const bad = element.operations
		.map((operation) => unknownProperty(operation, switches))
		.find((name) => name !== undefined);
	if (bad !== undefined) throw noProperty(bad);
	// Nothing is carried over from the user as it is: what the operations do not provide is cleared.
	const properties = applyOperations(startOf(found, element, switches), element.operations);
	checkReferences(properties, directory);
	const email = element.email ?? emailNotGiven(found, switches);
	refuseTaken(found, properties, email, directory);
	return save(found, properties, email, directory);
}

/** The row wants something that another user holds. */
class HeldBy extends Refusal {
	constructor(
		message: string,
		readonly key: string,
	) {
		super(409, message);
	}
}

function match(
	element: ImportElement,
	directory: RequestorDirectory,
	switches: RequestorSwitches,
): RequestorUser | undefined {
	const byKey = element.key === null ? undefined : directory.withKey(element.key);
	if (element.key !== null && byKey === undefined) {
		throw new Refusal(404, `User ${element.key} was not found`);
	}
	const byExternalId = element.externalId === null ? undefined : directory.withExternalId(element.externalId);
	const byEmail = element.email === null ? undefined : directory.withEmail(element.email);
	const found = byKey ?? byExternalId ?? byEmail;
	if (byExternalId !== undefined && byExternalId !== found) {
		throw new HeldBy('ExternalId belongs to another user', byExternalId.UserProviderKey);
	}
	if (byEmail !== undefined && byEmail !== found) {
		throw new HeldBy('Email belongs to another user', byEmail.UserProviderKey);
	}
	const onlyByEmail = byKey === undefined && byExternalId === undefined && found !== undefined;
	const refuses = switches.createOfKnownEmail === 'refuse';
	if (refuses && onlyByEmail && element.externalId !== null && found.ExternalId !== null) {
		throw new HeldBy('Email belongs to a user with another ExternalId', found.UserProviderKey);
	}
	return found;
}

function startOf(
	found: RequestorUser | undefined,
	element: ImportElement,
	switches: RequestorSwitches,
): RequestorProperties {
	const kept = switches.identifiersNotGiven === 'kept' ? (found?.ExternalId ?? null) : null;
	return { ...defaultProperties(), ExternalId: element.externalId ?? kept };
}

function emailNotGiven(found: RequestorUser | undefined, switches: RequestorSwitches): string | null {
	if (found === undefined) throw new Refusal(400, 'Email is required for a new user');
	return switches.identifiersNotGiven === 'kept' ? found.Email : null;
}

function checkReferences(properties: RequestorProperties, directory: RequestorDirectory): void {
	const customers = [properties.CustomerId, ...properties.CustomerIds];
	const unknown = customers.find((id) => id !== null && !directory.customers.has(id));
	if (unknown !== undefined) throw new Refusal(400, `Customer ${unknown} was not found`);
	const { ManagerKey: manager } = properties;
	if (manager !== null && directory.withKey(manager) === undefined) {
		throw new Refusal(400, `Manager ${manager} was not found`);
	}
}

function refuseTaken(
	found: RequestorUser | undefined,
	properties: RequestorProperties,
	email: string | null,
	directory: RequestorDirectory,
): void {
	if (email !== null && !isEmail(email)) throw new Refusal(400, `${email} is not an e-mail address`);
	const { ExternalId: externalId } = properties;
	const holder = externalId === null ? undefined : directory.withExternalId(externalId);
	if (holder !== undefined && holder !== found) {
		throw new HeldBy('ExternalId belongs to another user', holder.UserProviderKey);
	}
	const sameName = found === undefined && email !== null ? directory.withUserName(email) : undefined;
	if (sameName !== undefined) {
		throw new HeldBy('UserName belongs to another user', sameName.UserProviderKey);
	}
}

function save(
	found: RequestorUser | undefined,
	properties: RequestorProperties,
	email: string | null,
	directory: RequestorDirectory,
): RequestorUser {
	if (found === undefined) return directory.add({ ...properties, Email: email });
	directory.change(found, { ...properties, Email: email });
	return found;
}

function shown(user: RequestorUser, switches: RequestorSwitches): ImportRow {
	return {
		Username: user.UserName,
		Success: true,
		ErrorMessage: null,
		UserProviderKey: switches.rowIdentity === 'bare' ? null : user.UserProviderKey,
		UserProviderKeyConflict: null,
		CustomerId: user.CustomerId,
		ExternalId: switches.rowIdentity === 'full' ? user.ExternalId : null,
	};
}

function failed(
	element: ImportElement,
	message: string,
	conflict: string | null,
	switches: RequestorSwitches,
): ImportRow {
	return {
		Username: element.email,
		Success: false,
		ErrorMessage: message,
		UserProviderKey: switches.rowIdentity === 'bare' ? null : element.key,
		UserProviderKeyConflict: conflict,
		CustomerId: null,
		ExternalId: switches.rowIdentity === 'full' ? element.externalId : null,
	};
}
