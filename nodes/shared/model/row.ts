import type { Field, Values } from './field';
import type { Code } from './result';

/** Why a row is not sent. */
export interface Rejection {
	readonly code: Code;
	/** One plain sentence that names the column and the rule. */
	readonly message: string;
}

/** One person as the user's source gave them, in the vendor-neutral form. */
export interface Row {
	/** Position in the source, from 0. */
	readonly index: number;
	/** The n8n input item that it came from. */
	readonly item: number;
	/** The value of the matching field, trimmed; '' when it can't be read. */
	readonly key: string;
	readonly name: string;
	readonly email: string;
	/** Present fields only; null asks to clear. */
	readonly values: Values;
	readonly rejection?: Rejection;
	/** The list says that this person has left: what says so, such as `Status "Terminated"`. The key counts as missing. */
	readonly left?: string;
	/** What was left out of the row, and why. */
	readonly hints?: readonly string[];
	/** What stands in the place of a key and can't be one, unless the directory holds it. */
	readonly unlikelyKey?: string;
	/** The row that this one repeats word for word; a rejection of that row is this one's too. */
	readonly duplicateOf?: Row;
}

/** All rows of a run and what was learned from reading them. */
export interface RowSet {
	readonly rows: readonly Row[];
	/** Field name → input column (auto-map and JSON) or the mapped expression's text is left out: '(mapped)'. */
	readonly mapping: Record<string, string>;
	/** Passwords among the unknown columns that are sent along: fields beside those of the vendor. */
	readonly secretFields: readonly Field[];
	readonly ignoredColumns: string[];
	readonly warnings: string[];
	/** Records that came in, those that were set aside included. */
	readonly received: number;
	/** Records that are no people. */
	readonly setAside: number;
	/** What stands in the key column of lines of totals: nobody's key, unless the directory holds it. */
	readonly asideKeys?: readonly string[];
	/** Rows that were set aside for want of a key (Rows Without Key: Skip), though they name somebody. */
	readonly withoutKey?: readonly Row[];
	/** Whether some column says who has left. */
	readonly saysWhoLeft: boolean;
	/** Values that could not be read and are not sent. */
	readonly valuesLeftOut: number;
	/** What the list says that a row's person goes by: names, addresses, numbers and logins, as far as they are of use. */
	readonly callsOf?: CallsOf;
	/** What a row's person is called with the family name first, or by initials. */
	readonly turnedOf?: (row: Row) => readonly string[];
	/** What the further columns of a field say that names somebody else: the number first, then the name. */
	readonly furtherOf?: (row: Row, field: string) => readonly string[];
	/** Set where no column fills the key: columns that could, likeliest first, with their cells. */
	readonly keyless?: readonly KeyCandidate[];
	/** Beside it: the fields are mapped by hand, not matched by their headings. */
	readonly isMapped?: boolean;
	/** Beside it: most columns have no heading, so that something else stands above the headings. */
	readonly isUntitled?: boolean;
	/** No row, or nothing but one empty item (*Always Output Data* upstream). */
	readonly emptySource: boolean;
}

/** What a row's person goes by; `isOfUse` leaves out what nobody asks for, before it is made. */
export type CallsOf = (row: Row, isOfUse?: (call: string) => boolean) => readonly string[];

/** A column that could be the key. */
export interface KeyCandidate {
	readonly column: string;
	readonly keys: readonly string[];
	/** Whether its heading means something that keys often are, such as an employee number. */
	readonly isLikely: boolean;
}

const MOST_CANDIDATES = 5;

/** Those that are worth naming: columns that matched somebody, or are called like a key; all if there is none. */
export function worthNaming<T extends Pick<KeyCandidate, 'isLikely'>>(
	candidates: readonly T[],
	matches: (candidate: T) => boolean = () => false,
): T[] {
	const worth = candidates.filter((candidate) => candidate.isLikely || matches(candidate));
	return (worth.length > 0 ? worth : candidates).slice(0, MOST_CANDIDATES);
}

/** A row with something changed. Its name and its address are made when they are asked for, and come along. */
export function rowWith(row: Row, changes: Partial<Row>): Row {
	return { ...row, name: row.name, email: row.email, ...changes };
}

type Place = Pick<Row, 'index' | 'item'>;

/**
 * Where people find a row again: as n8n counts items in its output panel, from 0, and as a spreadsheet counts lines.
 * The rows of one JSON text all come from one item, which says nothing.
 */
export function placeOf({ index, item }: Place): string {
	return index === item
		? `item ${item}, line ${index + 2} of a list with a heading`
		: `record ${index} of Users (JSON)`;
}

/** Several places, the last ones left out: "items 2, 6 and 8, lines 4, 8 and 10 of a list with a heading". */
export function placesOf(rows: readonly Place[], isComplete: boolean): string {
	const [only] = rows;
	if (only !== undefined && rows.length === 1) return placeOf(only);
	const numbers = (from: number): string =>
		enumerated(
			rows.map(({ index }) => index + from),
			isComplete,
		);
	return rows.every(({ index, item }) => index === item)
		? `items ${numbers(0)}, lines ${numbers(2)} of a list with a heading`
		: `records ${numbers(0)} of Users (JSON)`;
}

/** Who is meant, and where: "Sally Student, item 3, line 5 of a list with a heading". */
export function toldRow(row: Place & Pick<Row, 'name'>): string {
	return row.name === '' ? placeOf(row) : `${row.name}, ${placeOf(row)}`;
}

/** "1", "1, 2 and 3", or "1, 2, 3" where more follow. */
function enumerated(numbers: readonly number[], isComplete: boolean): string {
	const last = numbers.at(-1);
	if (!isComplete || numbers.length === 1) return numbers.join(', ');
	return `${numbers.slice(0, -1).join(', ')} and ${last}`;
}

/** A row while it is being read. */
export type DraftRow = { -readonly [Property in keyof Row]: Row[Property] };
