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
	/** No row, or nothing but one empty item (*Always Output Data* upstream). */
	readonly emptySource: boolean;
}
