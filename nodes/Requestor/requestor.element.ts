import type { Field, Values } from '../shared/model/field';
import type { Action } from '../shared/model/plan';
import {
	grantsRights,
	identifies,
	operationFor,
	OperationProblem,
	translate,
	type WireOperation,
} from './requestor.operations';
import { WRITABLE, wireValue } from './requestor.user';

/** One user of the bulk call. */
export interface Element {
	readonly UserProviderKey?: string;
	readonly ExternalId?: string;
	readonly Email?: string;
	readonly Operations: readonly WireOperation[];
}

/** Fields that are not written by an operation of their own. */
const NOT_PROPERTIES = new Set(['UserProviderKey', 'Email', 'Operations']);
const KNOWN = new Set([...NOT_PROPERTIES, ...WRITABLE.map((field) => field.name)]);

/** What an update keeps of an account. */
export interface Kept {
	/** The account's values as they are now. */
	readonly values: Values;
	/** Whether the replies of this Requestor show a property at all: what they never show is not sent. */
	readonly isShown: (name: string) => boolean;
}

/**
 * One action as the vendor takes it. An update clears whatever it does not provide, so it carries the row's fields
 * whole, not only those that differ, and all that is `kept` as it is now.
 */
export function elementFor({ kind, row, user }: Action, kept: Kept | undefined): Element {
	const given = row?.values ?? {};
	const held = kept?.values ?? user?.values ?? {};
	const id = user?.id ?? text(given, 'UserProviderKey');
	const externalId = text(given, 'ExternalId') ?? (given.ExternalId === null ? undefined : text(held, 'ExternalId'));
	const email = text(given, 'Email') ?? text(held, 'Email');
	return {
		...(id === undefined ? {} : { UserProviderKey: id }),
		...(externalId === undefined ? {} : { ExternalId: externalId }),
		...(email === undefined ? {} : { Email: email }),
		Operations: [
			...WRITABLE.flatMap((field) => propertyOperation(field, kind, given, kept)),
			...unknownNames(given)
				.filter(maySend)
				.map((name) => operationFor(name, given[name] ?? null)),
			...readyMade(given),
		],
	};
}

function text(values: Values, name: string): string | undefined {
	const value = values[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function propertyOperation(
	{ name, neverEmpty }: Field,
	kind: Action['kind'],
	given: Values,
	kept: Kept | undefined,
): WireOperation[] {
	const value = given[name];
	// There is nothing to clear on an account that is not there yet.
	if (value !== undefined)
		return value === null && kind === 'create' ? [] : [operationFor(name, wireValue(name, value))];
	if (kept === undefined || !kept.isShown(name)) return [];
	const now = kept.values[name] ?? null;
	return now === null && (neverEmpty === true || name === 'CustomFields')
		? []
		: [operationFor(name, wireValue(name, now))];
}

/** They come last, on top of what the columns say. */
function readyMade(given: Values): readonly WireOperation[] {
	const operations = given.Operations === undefined || given.Operations === null ? [] : translate(given.Operations);
	return operations instanceof OperationProblem ? [] : operations;
}

/** Columns that match no field; sent as operations on the property of that name. */
export function unknownNames(given: Values): string[] {
	return Object.keys(given).filter((name) => !KNOWN.has(name));
}

/** Roles, groups and keys have fields of their own, with rules of their own. */
export function maySend(name: string): boolean {
	return !grantsRights(name) && !identifies(name);
}
