import { exactKey, looseKey } from '../model/spelling';
import type { Directory, User } from '../model/directory';
import type { Field } from '../model/field';
import type { Entry, PlanRules } from '../model/plan';
import { toldRow, type Row, type RowSet } from '../model/row';
import { identify, pointersOf, type Identified } from './identity';

/**
 * Whom a row is about. `several` accounts hold the very key of the row; `near` ones hold another spelling of it; with
 * `twins`, nobody holds it, but other rows have other spellings of it; with `moved` and `torn`, nobody holds it, but the
 * row has what tells somebody known, or several.
 */
export type Match =
	| { readonly kind: 'one'; readonly user: User }
	| { readonly kind: 'several' | 'near'; readonly users: readonly User[] }
	| { readonly kind: 'twins'; readonly rows: readonly Row[] }
	| Identified;

export interface Matching {
	/** Undefined: nobody has this key, nor one like it. */
	of(row: Row): Match | undefined;
	/** The user's key stands on some row, exactly or nearly: not missing. */
	isSpokenFor(user: User): boolean;
	/** Those of them whom nothing but rows without a key tell. */
	readonly keyless: readonly User[];
}

/** Finds each row's user, and everybody whose key stands on any row, valid or not. */
export function matchRows(rows: RowSet, directory: Directory, rules: PlanRules): Matching {
	// By id: one account may be known twice, from the list and from a look-up.
	const spokenFor = new Set<string>();
	const strange = new Map<Row, Match>();
	const strangers = rows.rows.filter((row) => !directory.holds(row.key));
	const leaving = new Set<string>();
	for (const row of rows.rows)
		if (row.left !== undefined) for (const user of directory.matching(row.key)) leaving.add(user.id);
	// Two rows of one person who has left: the one with the very key says what becomes of the account.
	const hasOwnRow = (row: Row, user: User): boolean => row.left !== undefined && leaving.has(user.id);
	// A list of everybody who is there takes time and memory, and is of use only to those who may be missing or near.
	if (strangers.length > 0 || rules.missing !== undefined) {
		for (const row of rows.rows) {
			// The key of somebody who has left counts as missing.
			if (row.left !== undefined) continue;
			for (const user of directory.matching(row.key)) spokenFor.add(user.id);
		}
	}
	const nearby: User[] = [];
	for (const row of strangers) {
		// An e-mail key is already compared without case; what is left (spaces, Unicode) is still worth a question.
		const users = directory
			.near(row.key)
			.filter(
				(user) =>
					!spokenFor.has(user.id) &&
					!hasOwnRow(row, user) &&
					(user.standing !== 'deleted' || rules.returning(user, row) !== undefined),
			);
		if (users.length > 0) strange.set(row, { kind: 'near', users });
		nearby.push(...users);
	}
	for (const user of nearby) spokenFor.add(user.id);
	// Nobody is made of a row of somebody who has left: it is nobody's twin.
	const comers = strangers.filter(({ left }) => left === undefined);
	for (const [row, twins] of nearTwins(comers, rules.keyField)) {
		if (!strange.has(row)) strange.set(row, { kind: 'twins', rows: twins });
	}
	if (rules.keyChanges !== 'ignore' && strangers.length > 0) {
		const isSpokenFor = (user: User): boolean => spokenFor.has(user.id);
		const identified = identify({ strangers, rows: rows.rows, directory, rules, isSpokenFor });
		for (const [row, who] of identified) {
			if (who.kind === 'moved' && hasOwnRow(row, who.pointer.user)) continue;
			// A row with a near key or a twin is rejected as such, but whoever its other values tell is not missing either.
			if (!strange.has(row)) strange.set(row, who);
			for (const { user } of who.kind === 'moved' ? [who.pointer] : who.pointers) spokenFor.add(user.id);
		}
	}
	const keyless: User[] = [];
	if (rules.keyChanges !== 'ignore' && rules.missing !== undefined) {
		// A rejected row may have somebody else's key, as one filled down by mistake: whoever it tells otherwise stays. So
		// does whoever is told by a row that has lost its key.
		const doubtful = [
			...rows.rows.filter(({ rejection, key }) => rejection !== undefined && key !== ''),
			...(rows.withoutKey ?? []),
		];
		const told = doubtful.filter(({ left }) => left === undefined);
		for (const [row, pointers] of pointersOf(told, rows.rows, directory, rules)) {
			for (const { user } of pointers) {
				if (leaving.has(user.id) || spokenFor.has(user.id)) continue;
				if (row.key === '') keyless.push(user);
				spokenFor.add(user.id);
			}
		}
	}
	return {
		of: (row) => {
			const known = strange.get(row);
			if (known !== undefined) return known;
			const users = directory.matching(row.key);
			const [user] = users;
			if (user === undefined) return undefined;
			return users.length === 1 ? { kind: 'one', user } : { kind: 'several', users };
		},
		isSpokenFor: (user) => spokenFor.has(user.id),
		keyless,
	};
}

/** Rows with different keys that people take for one, each with the others. */
export function nearTwins(rows: readonly Row[], keyField: Pick<Field, 'kind'>): Map<Row, readonly Row[]> {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		if (row.key === '') continue;
		const form = looseKey(row.key);
		const group = groups.get(form);
		if (group === undefined) groups.set(form, [row]);
		else group.push(row);
	}
	const twins = new Map<Row, readonly Row[]>();
	for (const group of groups.values()) {
		if (group.length < 2) continue;
		for (const row of group) {
			const own = exactKey(row.key, keyField);
			const others = group.filter((other) => exactKey(other.key, keyField) !== own);
			if (others.length > 0) twins.set(row, others);
		}
	}
	return twins;
}

/** The result of a row whose twins have other spellings of its key. */
export function twinEntry(row: Row, twins: readonly Row[], keyField: Field): Entry {
	const some = twins.slice(0, 3).map((twin) => `"${twin.key}" (${toldRow(twin)})`);
	const more = twins.length > some.length ? ` and ${twins.length - some.length} more` : '';
	return {
		kind: 'settled',
		row,
		operation: 'rejected',
		attempted: 'created',
		code: 'DUPLICATE_KEY',
		message: `${keyField.label} "${row.key}" and ${some.join(', ')}${more} differ only in ${UNSEEN}, so they look like one person's. Nothing was sent for either: keep one of the rows, or write the two keys so that they plainly differ.`,
	};
}

/** What people and spreadsheets do not see as a difference, for messages. */
export const UNSEEN = 'case, spaces, leading zeros or signs such as quotes and dashes';

/** Why nobody can say whose row this is. */
export function whyUnsure(row: Row, { kind, users }: Match & { kind: 'several' | 'near' }, rules: PlanRules): string {
	const found = users
		.slice(0, 3)
		.map((user) => `"${user.key}" (id ${user.id})`)
		.join(' and ');
	const label = rules.keyField.label;
	if (kind === 'several' && users.every(({ unnumbered }) => unnumbered === true)) {
		return `Known Users hold ${users.length} records with ${label} "${row.key}" that differ. Nothing was sent: keep one of them.`;
	}
	if (kind === 'several') {
		return `${rules.lms} has several accounts with ${label} "${row.key}": ${found}. Nothing was sent: leave only one of them, or give the others another ${label}.`;
	}
	return `${label} "${row.key}" is not in ${rules.lms}, but ${found} ${users.length === 1 ? 'is, and differs' : 'are, and differ'} only in ${UNSEEN}. Nothing was sent, so that nobody gets a second account: make the two spellings the same.`;
}
