import { exactKey } from '../model/spelling';
import { uniqueForm } from '../model/directory';
import type { Field, Value, Values } from '../model/field';
import { conceal, quote } from './problem';
import { placesOf, toldRow, type DraftRow } from '../model/row';

/** More twins than this are counted, not listed: a column of one value would make every message as long as the list. */
const LISTED_TWINS = 5;

/**
 * Settles rows that want one key: word-for-word repeats point to the first, all others are rejected. Rows that differ
 * from a row already rejected are rejected too, since nobody can say which one is right. Then rows with different keys
 * that want one value which the vendor holds unique are rejected.
 */
export function settleDuplicates(
	rows: readonly DraftRow[],
	fields: readonly Field[],
	keyField: Field,
	lms: string,
): void {
	const emails = new Set(fields.filter((field) => field.kind === 'email').map((field) => field.name));
	// Rows whose key can't be read form a group too: all of them are rejected already, and nothing changes that.
	// Who has left may be back under the same key: only rows of people who are there are held against each other.
	const there = rows.filter((row) => row.left === undefined);
	for (const group of groupsBy(there, (row) => exactKey(row.key, keyField))) settleKey(group, keyField, emails);
	const rivals: Array<{ field: Field; group: Group }> = [];
	// All groups are found before any row is rejected: the outcome must not hang on the order of the fields.
	for (const field of fields) {
		if (field.unique !== true || field.name === keyField.name) continue;
		const groups = groupsBy(there, (row) => {
			const value = row.values[field.name];
			if (value === undefined || value === null || row.rejection !== undefined || row.duplicateOf !== undefined)
				return undefined;
			return uniqueForm(field, value);
		});
		for (const group of groups) rivals.push({ field, group });
	}
	for (const { field, group } of rivals) rejectRivals(group, field, lms);
	passOnRejections(rows);
}

/** Rows that want one thing, at least two, in their order. */
type Group = [DraftRow, ...DraftRow[]];

function groupsBy(rows: readonly DraftRow[], formOf: (row: DraftRow) => string | undefined): Iterable<Group> {
	const firsts = new Map<string, DraftRow>();
	const groups = new Map<string, Group>();
	for (const row of rows) {
		const form = formOf(row);
		if (form === undefined) continue;
		const first = firsts.get(form);
		if (first === undefined) {
			firsts.set(form, row);
			continue;
		}
		const group = groups.get(form);
		if (group === undefined) groups.set(form, [first, row]);
		else group.push(row);
	}
	return groups.values();
}

function settleKey(group: Group, keyField: Field, emails: ReadonlySet<string>): void {
	const [first] = group;
	const alike = group.every((row) => row.rejection === undefined && sameValues(row.values, first.values, emails));
	for (const row of group) {
		if (alike) {
			if (row !== first) row.duplicateOf = first;
		} else if (row.rejection === undefined) {
			const message = `${keyField.label} ${shown(keyField, row.key)} stands on another row too (${twinsOf(row, group)}), with other values: keep one of them.`;
			row.rejection = { code: 'DUPLICATE_KEY', message };
		}
	}
}

function rejectRivals(group: Group, field: Field, lms: string): void {
	for (const row of group) {
		if (row.rejection !== undefined) continue;
		const value = shown(field, row.values[field.name]);
		const message = `${field.label} ${value} stands on another row too (${twinsOf(row, group)}), for somebody else, and ${lms} gives it to one person only: correct it.`;
		row.rejection = { code: 'DUPLICATE_KEY', message };
	}
}

/** Every copy of a row shares its outcome. */
function passOnRejections(rows: readonly DraftRow[]): void {
	for (const row of rows) {
		const rejection = row.duplicateOf?.rejection;
		if (rejection !== undefined) row.rejection = rejection;
	}
}

function shown(field: Field, value: unknown): string {
	return field.secret === true ? conceal(value) : quote(value);
}

/** The other rows of a group, by name and place: "Sally Student, item 2, line 4 of a list with a heading". */
function twinsOf(row: DraftRow, group: readonly DraftRow[]): string {
	const listed: DraftRow[] = [];
	for (const other of group) {
		if (other !== row) listed.push(other);
		if (listed.length === LISTED_TWINS) break;
	}
	const [only] = listed;
	if (only !== undefined && group.length === 2) return toldRow(only);
	const more = group.length - 1 - listed.length;
	return `${placesOf(listed, more === 0)}${more === 0 ? '' : ` and ${more} ${more === 1 ? 'other' : 'others'}`}`;
}

function sameValues(some: Values, others: Values, emails: ReadonlySet<string>): boolean {
	const names = Object.keys(some);
	if (names.length !== Object.keys(others).length) return false;
	return names.every((name) => {
		const one = some[name];
		const other = others[name];
		if (typeof one === 'string' && typeof other === 'string' && emails.has(name)) {
			return one.toLowerCase() === other.toLowerCase();
		}
		return sameValue(one, other);
	});
}

function sameValue(one: Value | null | undefined, other: Value | null | undefined): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
	if (Array.isArray(one) !== Array.isArray(other)) return false;
	const members = new Map<string, Value | null>(Object.entries(one));
	const others = Object.entries(other);
	return others.length === members.size && others.every(([name, value]) => sameValue(members.get(name), value));
}
