import type { Field, Values } from '../model/field';

/** The rules that a run reads its rows by. `fields` already reflects the run's options (what is required, which key). */
export interface RowRules {
	/** The system's name for messages, such as "Bridge". */
	readonly lms: string;
	readonly fields: readonly Field[];
	/** Name of the matching field. It is always required. */
	readonly keyField: string;
	readonly blankValues: 'ignore' | 'clear';
	readonly dateFormat: 'auto' | 'dayFirst' | 'monthFirst';
	/** IANA zone of the workflow, for date-times in `Z` that are not midnight. */
	readonly timezone: string;
	readonly sendUnknownColumns: boolean;
	readonly sendPassword: boolean;
	/** The heading that fills the key; '' for the column that carries the key's own name. */
	readonly keyColumn?: string;
	/** A value that can't be read in a field that is not required: left out, or the row is rejected. */
	readonly badValues?: 'skip' | 'reject';
	/** Named rows without a key: rejected, or set aside. */
	readonly rowsWithoutKey?: 'reject' | 'skip';
	/** Full names are split even though nothing is required of a row. */
	readonly splitsNames?: boolean;
	/** Keys of the system that look like no key at all, such as "null". */
	readonly knownKeys?: ReadonlySet<string>;
	readonly leavers?: LeaverRules;
	/** The day in the workflow's time zone, YYYY-MM-DD: whoever's end date is before it has left. */
	readonly today?: string;
	/** How a person is named in results. */
	readonly nameOf: (values: Values) => string;
	/** The field that holds the e-mail address shown in results. */
	readonly emailField: string;
}

/** What says on the list that somebody has left. */
export interface LeaverRules {
	readonly detect: 'auto' | 'off';
	/** Heading; '' for every column that means it. */
	readonly column: string;
	/** Words that say so; none: the table of states. */
	readonly values: readonly string[];
}

/** One input record whose columns are matched by name (auto-map, JSON input). */
export interface ColumnRecord {
	readonly item: number;
	/** Anything at all: only a plain object has columns. */
	readonly cells: unknown;
}

/** The label of a define-below value that is no expression. */
export const CONSTANT = '(constant)';

/** Define-below: how one field's value is read for one item. `read` may throw (a failing expression). */
export interface MappedField {
	readonly field: string;
	/** What the summary's mapping shows: the input column of a plain reference, else the expression's text or {@link CONSTANT}. */
	readonly label: string;
	readonly read: (item: number) => unknown;
}

/** Where the rows come from. */
export type Source =
	| { readonly kind: 'columns'; readonly records: readonly ColumnRecord[] }
	| {
			readonly kind: 'mapped';
			readonly items: number;
			readonly fields: readonly MappedField[];
			readonly isEmptyItem: (item: number) => boolean;
			/** The input items themselves: columns that nobody has mapped can say who has left. */
			readonly records?: readonly ColumnRecord[];
	  };

/** A problem with the source as a whole (two columns that tie for one field): the run stops before any write. */
export class SourceError extends Error {}
