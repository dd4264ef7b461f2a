import type { Meaning } from './meaning';

/** A value in the vendor-neutral form in which rows and users are compared. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value | null };

/** Values by field name. An absent key was not given (a row) or not shown (a user); `null` is empty (a user) or *clear it* (a row). */
export type Values = Readonly<Record<string, Value | null>>;

/** One field that differs: what the system holds and what the master list says. */
export interface Change {
	readonly field: string;
	readonly from: Value | null;
	readonly to: Value | null;
}

/**
 * How a field's cells are read:
 * `text` any text; `email` one `@` with text on both sides; `date` a day, kept as `YYYY-MM-DD`;
 * `boolean` yes/no words, kept as true or false; `choice` one of `choices`; `integer` a whole number;
 * `list` an array, or text split at commas, kept as an array of texts; `tags` the same, kept as text joined with commas;
 * `json` any JSON value, or its text, kept as the value.
 */
export type FieldKind = 'text' | 'email' | 'date' | 'boolean' | 'choice' | 'integer' | 'list' | 'tags' | 'json';

/** One of the fixed values of a `choice` field; `words` are further spellings that a cell may use (compared without case). */
export interface Choice {
	readonly value: string | number;
	readonly label: string;
	readonly words?: readonly string[];
}

/**
 * One field of a vendor's user: the single source for the zod schema, the resource mapper, column matching,
 * the diff and the table in docs/.
 */
export interface Field {
	/** The vendor's own name of the property; also the exact column name and the id in the resource mapper. */
	readonly name: string;
	/** What people read, under 25 characters. */
	readonly label: string;
	readonly kind: FieldKind;
	readonly required?: boolean;
	/** A value that can't be read rejects the row, whatever Bad Values says: half of it would be another wish. */
	readonly strict?: true;
	/** Longest text allowed, in characters (code points, not UTF-16 units). */
	readonly maxLength?: number;
	/** The vendor holds the value unique: two rows that want the same one are both rejected. */
	readonly unique?: boolean;
	/** Given to one person only by whoever keeps the list, though the vendor does not enforce it: it tells who somebody is. */
	readonly identifies?: true;
	/** The vendor makes the value itself: a row can name an account by it, but nobody can be created with it. */
	readonly vendorMade?: boolean;
	/** The vendor refuses a value that another account holds, but no page says so of two rows. */
	readonly claimed?: boolean;
	/** What fills the field, best first; their headings are in `reading/headings`. Fields with `nameOnly` are only told of them. */
	readonly means?: readonly Meaning[];
	/** Keys, states, passwords and roles: a column must carry the name or the label itself. */
	readonly nameOnly?: boolean;
	/** A column must carry the very name: its label means another field to people. */
	readonly exactOnly?: boolean;
	/**
	 * A state: with this value the account is barred (locked, blocked, suspended, not active), which counts as a removal.
	 * Words of the table of states are read by it.
	 */
	readonly bars?: boolean;
	/** Taken from define-below only: a spreadsheet column must not fill it (roles). */
	readonly defineBelowOnly?: boolean;
	/** Sent only with `sendPassword`, never shown, compared or hashed. */
	readonly secret?: boolean;
	readonly choices?: readonly Choice[];
	/** The vendor's replies never carry the field, so it can't be compared. */
	readonly writeOnly?: boolean;
	/** The value names another person: gives that person's matching key, or undefined for a plain id. */
	readonly refersTo?: (value: Value) => string | undefined;
	/** The value by which a person with this key is named, where replies name people by id only. */
	readonly naming?: (key: string) => Value;
	/** What counts as equal when plain comparison is not enough. `shown` is what the vendor holds. */
	readonly same?: (wanted: Value, shown: Value) => boolean;
	/** For a value that speaks of other fields (ready-made operations): what it would change on a user who has these. */
	readonly changesOf?: (wanted: Value, shown: Values) => readonly Change[];
	/** For `text`: a value that is an e-mail address is compared without case, as addresses are (SCIM's userName). */
	readonly foldsEmail?: boolean;
	/** A check beyond kind and length: a plain sentence about the value, or undefined when it is good. */
	readonly check?: (value: Value) => string | undefined;
	/** The vendor knows no empty state: a blank cell leaves the field alone, even where blank cells clear. */
	readonly neverEmpty?: boolean;
	/**
	 * Whether replies carry the field is open. `true`: no page says so, and it is compared only when some account shows it;
	 * `whenSet`: some installations show it, and those that leave out what is empty show nothing where it is empty.
	 */
	readonly maybeShown?: true | 'whenSet';
	/** For `text`: an array is taken as its texts, joined with this. */
	readonly joined?: string;
	/** For `text`: the form in which the vendor takes it, where people write it in others (telephone numbers). */
	readonly form?: (text: string) => string;
	/** For `json`: whether a text is the vendor's own encoded form, which is kept as it stands. */
	readonly encoded?: (text: string) => boolean;
}

/** Whether a value is empty: absent, null, or text of spaces only. */
export function isBlank(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** A value as one short text for messages, reports and hashes. Empty is ''. */
export function textOf(value: Value | null | undefined): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A name of two parts, of which either may be empty. */
export function wholeName(given: Value | null | undefined, family: Value | null | undefined): string {
	if (isBlank(given)) return isBlank(family) ? '' : textOf(family);
	return isBlank(family) ? textOf(given) : `${textOf(given)} ${textOf(family)}`;
}

/** How a state is written that bars an account. */
export interface Barring {
	readonly field: string;
	readonly value: boolean;
}

/** The field and value by which a row of this vendor bars somebody, if there is one. */
export function barringOf(fields: readonly Field[]): Barring | undefined {
	const field = fields.find(({ bars }) => bars !== undefined);
	return field?.bars === undefined ? undefined : { field: field.name, value: field.bars };
}
