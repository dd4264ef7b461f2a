import { uniqueForm, type Directory, type User } from '../model/directory';
import { isBlank, type Field, type Value } from '../model/field';
import type { Entry, PlanRules } from '../model/plan';
import type { Row } from '../model/row';
import { exactKey, hasKey } from '../model/spelling';

/** An account that holds a value of a row which nobody else has. */
export interface Pointer {
	readonly field: Field;
	readonly user: User;
}

/**
 * What tells a person beside the key: every value that the vendor, or whoever keeps the list, gives to one account only,
 * the ids that the vendor makes itself, and the e-mail address where it is nobody else's.
 */
function identifiersOf({ fields, keyField }: Pick<PlanRules, 'fields' | 'keyField'>): Field[] {
	return fields.filter(
		({ name, unique, identifies, vendorMade, kind, secret, writeOnly }) =>
			name !== keyField.name &&
			secret !== true &&
			writeOnly !== true &&
			(unique === true || identifies === true || vendorMade === true || kind === 'email'),
	);
}

/**
 * For rows that match nobody by key: the accounts that hold their identifiers. A value on two accounts or on two rows
 * identifies nobody. One pass over the directory, and none where no such row has an identifier.
 */
export function pointersOf(
	strangers: readonly Row[],
	rows: readonly Row[],
	directory: Directory,
	rules: Pick<PlanRules, 'fields' | 'keyField'>,
): Map<Row, Pointer[]> {
	const searches = identifiersOf(rules)
		.map((field) => ({ field, rows: rowsByForm(field, strangers, rows), holders: new Map<string, User | null>() }))
		.filter((search) => search.rows.size > 0);
	const pointers = new Map<Row, Pointer[]>();
	if (searches.length === 0) return pointers;
	for (const user of directory.users) {
		if (user.standing === 'deleted') continue;
		// Put together anew each time it is asked for.
		const { values } = user;
		for (const { field, rows: wanted, holders } of searches) {
			const form = formOf(field, values[field.name]);
			if (form === undefined || !wanted.has(form)) continue;
			const first = holders.get(form);
			holders.set(form, first === undefined || first?.id === user.id ? user : null);
		}
	}
	for (const { field, rows: wanted, holders } of searches) {
		for (const [form, user] of holders) {
			const row = wanted.get(form);
			if (row === undefined || user === null) continue;
			const known = pointers.get(row);
			if (known === undefined) pointers.set(row, [{ field, user }]);
			else known.push({ field, user });
		}
	}
	return pointers;
}

/**
 * The strangers' values of a field, each with its row, but for those that stand on other rows: of people who are there,
 * and for somebody who has left also of known people who have.
 */
function rowsByForm(field: Field, strangers: readonly Row[], rows: readonly Row[]): Map<string, Row> {
	const found = new Map<string, Row>();
	for (const row of strangers) {
		const form = row.duplicateOf === undefined ? formOf(field, row.values[field.name]) : undefined;
		if (form !== undefined && (row.left === undefined || !found.has(form))) found.set(form, row);
	}
	if (found.size === 0) return found;
	const shared = new Set<string>();
	const strange = new Set(strangers.filter(({ left }) => left !== undefined));
	for (const row of rows) {
		const form = row.duplicateOf === undefined ? formOf(field, row.values[field.name]) : undefined;
		const first = form === undefined ? undefined : found.get(form);
		if (form === undefined || first === undefined || first === row) continue;
		// Whoever has left may be back under a new key; and of several who have left under new keys, the first counts.
		if (row.left !== undefined && (first.left === undefined || strange.has(row))) continue;
		shared.add(form);
	}
	for (const form of shared) found.delete(form);
	return found;
}

function formOf(field: Field, value: Value | null | undefined): string | undefined {
	return value === undefined || isBlank(value) ? undefined : uniqueForm(field, value);
}

/** What the identifiers of a row that matches nobody by key come to. */
export type Identified =
	| { readonly kind: 'moved'; readonly pointer: Pointer; readonly mayFollow: boolean }
	| { readonly kind: 'torn'; readonly pointers: readonly Pointer[] };

interface Strangers {
	readonly strangers: readonly Row[];
	readonly rows: readonly Row[];
	readonly directory: Directory;
	readonly rules: PlanRules;
	readonly isSpokenFor: (user: User) => boolean;
}

/**
 * Who of the strangers is somebody known under a new key. Holders without a key are nobody's (they may be adopted), and
 * whoever gives a value up on a row of their own is not meant by it.
 */
export function identify({ strangers, rows, directory, rules, isSpokenFor }: Strangers): Map<Row, Identified> {
	const found = new Map<Row, Identified>();
	const pointers = pointersOf(strangers, rows, directory, rules);
	if (pointers.size === 0) return found;
	const byKey = new Map(rows.map((row) => [exactKey(row.key, rules.keyField), row]));
	const keepsValue = ({ field, user }: Pointer): boolean => {
		const wanted = byKey.get(exactKey(user.key, rules.keyField))?.values[field.name];
		return wanted === undefined || formOf(field, wanted) === formOf(field, user.values[field.name]);
	};
	const claims = new Map<string, number>();
	for (const [row, all] of pointers) {
		const held = all.filter((pointer) => hasKey(pointer.user.key) && keepsValue(pointer));
		const [pointer] = held;
		if (pointer === undefined) continue;
		if (held.some(({ user }) => user.id !== pointer.user.id)) {
			found.set(row, { kind: 'torn', pointers: held });
		} else if (!isSpokenFor(pointer.user)) {
			found.set(row, { kind: 'moved', pointer, mayFollow: true });
			claims.set(pointer.user.id, (claims.get(pointer.user.id) ?? 0) + 1);
		}
	}
	for (const [row, one] of found) {
		// Two rows for one account: nobody can say whose it is.
		if (one.kind === 'moved' && (claims.get(one.pointer.user.id) ?? 0) > 1)
			found.set(row, { ...one, mayFollow: false });
	}
	return found;
}

/** The result of a row that is most likely somebody known under a new key. */
export function keyChanged(row: Row, { field, user }: Pointer, rules: PlanRules): Entry {
	const { lms, keyField } = rules;
	const follow = rules.changesKeys
		? ` set Options → Key Changes to Follow, or change the ${keyField.label} in ${lms}`
		: ` change the ${keyField.label} in ${lms} or in your list`;
	return {
		kind: 'settled',
		row,
		user,
		operation: 'rejected',
		attempted: 'updated',
		code: 'KEY_CHANGED',
		message: `Nobody in ${lms} has the ${keyField.label} "${row.key}", but ${field.label} belongs to ${called(user, rules)}, whose ${keyField.label} is on no row: most likely this very person with a new ${keyField.label}. Nothing was sent, and that account stays. If it is the same person,${follow}; if it is somebody else, correct the ${field.label} or set Key Changes to Ignore.`,
		conflict: { field: field.name, heldBy: user.id },
	};
}

/** The result of a row whose identifiers belong to different people. */
export function tornApart(row: Row, pointers: readonly Pointer[], rules: PlanRules): Entry {
	const [first] = pointers;
	const others = pointers.filter(({ user }, at) => pointers.findIndex((one) => one.user.id === user.id) === at);
	const told = others.map(({ field, user }) => `${field.label} to ${called(user, rules)}`);
	return {
		kind: 'settled',
		row,
		operation: 'rejected',
		attempted: 'created',
		code: 'ALREADY_EXISTS',
		message: `Nobody in ${rules.lms} has the ${rules.keyField.label} "${row.key}", and what else the row says belongs to different people: ${told.join(', and ')}. Nothing was sent, and none of them is removed: correct the row.`,
		...(first === undefined ? {} : { conflict: { field: first.field.name, heldBy: first.user.id } }),
	};
}

/** The result of a row whose key only the vendor can give, and has not given to anybody. */
export function madeByVendor(row: Row, { lms, keyField }: PlanRules): Entry {
	return {
		kind: 'settled',
		row,
		operation: 'rejected',
		attempted: 'updated',
		code: 'NOT_FOUND',
		message: `${lms} has no account with the ${keyField.label} "${row.key}", and only ${lms} itself can give it to somebody. Nothing was sent: correct it, or match people by another field.`,
	};
}

function called({ name, key, id }: User, { keyField }: PlanRules): string {
	return `${name === '' ? 'the account' : name} (${keyField.label} "${key}", id ${id})`;
}
