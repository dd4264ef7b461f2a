import { isBlank, textOf, type Field, type Value } from './field';
import { uniqueForm, type Directory, type User } from './directory';
import type { Change, Code, Conflict, SuccessOperation } from './result';
import type { Row, RowSet } from './row';

/** What the run does with users who are missing from the rows. */
export type Removal = 'delete' | 'deleteAndHide' | 'lock';

/** `upsert` is the blind form: the vendor decides and says which it was. */
export type ActionKind = 'create' | 'update' | 'restore' | 'reactivate' | 'upsert' | 'delete' | 'hide' | 'lock';

/** The word that each kind of action has in results when it is done. */
export const WORD_OF: Readonly<Record<ActionKind, SuccessOperation>> = {
	create: 'created',
	update: 'updated',
	restore: 'restored',
	reactivate: 'reactivated',
	upsert: 'planned',
	delete: 'deleted',
	hide: 'hidden',
	lock: 'suspended',
};

/** Another action that must be done first. */
export interface Wait {
	readonly on: Action;
	/** Set when this action is impossible unless the other succeeded: it frees this value. */
	readonly frees?: Conflict;
	/** The field by which this action names the other person. */
	readonly reference?: string;
}

/** A field that names somebody who is made in the same run, and whom this one can't wait for. */
export interface Deferral {
	readonly field: string;
	readonly on: Action;
}

/** One thing to do to one account. */
export interface Action {
	readonly kind: ActionKind;
	readonly row?: Row;
	readonly user?: User;
	/** What differs, or for a create all that is set. Never holds secrets. */
	readonly changes: readonly Change[];
	/** Names of the fields to send: those of `changes`, and those that can't be compared. */
	readonly send: readonly string[];
	/** The user is missing from the rows; limits apply. */
	readonly removal: boolean;
	/** The user had no key and gets the row's. */
	readonly adopted?: true;
	waits: Wait[];
	/** Fields that a second call sets once everyone exists, because people refer to each other in a circle. */
	readonly deferred: Deferral[];
}

/** What the plan says of one row, or of one user who exists only in the directory. */
export type Entry =
	| { readonly kind: 'act'; readonly row?: Row; readonly action: Action }
	/** As the row says already, with nothing to tell: most of a nightly run. */
	| { readonly kind: 'unchanged'; readonly row: Row; readonly user: User }
	| {
			readonly kind: 'settled';
			readonly row?: Row;
			readonly user?: User;
			readonly operation: SuccessOperation | 'rejected' | 'failed' | 'blocked';
			readonly attempted?: SuccessOperation;
			readonly code: Code | '';
			readonly message: string;
			readonly conflict?: Conflict;
			readonly alreadyAbsent?: true;
			readonly hints?: readonly string[];
	  }
	| { readonly kind: 'copy'; readonly row: Row; readonly of: Row };

/** What is to be done, before anything is sent: one entry per row in the rows' order, then the removals. */
export interface Plan {
	/** Taken off one by one when results are made of them. */
	readonly entries: Entry[];
	/** Users that could be removed: managed, in scope, neither protected nor off limits. */
	readonly removable: readonly User[];
	readonly directory: { users: number; managed: number; unmanaged: number; protected: number };
	readonly quality: 'full' | 'lookup' | 'blind';
	readonly warnings: readonly string[];
}

/** What the plan needs to know of the run and the vendor. */
export interface PlanRules {
	readonly lms: string;
	readonly fields: readonly Field[];
	readonly keyField: Field;
	readonly missing: Removal | undefined;
	readonly isProtected: (key: string) => boolean;
	readonly inScope: (user: User) => boolean;
	readonly returning: (user: User, row: Row) => 'restore' | 'reactivate' | undefined;
	readonly restoreAdvice: string;
	readonly mayAdopt: (user: User) => boolean;
	/** Whether an update may take a unique value from this holder: the vendor clears it there. */
	readonly takesOver: (holder: User) => boolean;
	readonly removal: (user: User, how: Removal) => ActionKind | undefined;
	/** The vendor was sent this wanted value before, and answered with the shown one: told, not written again. */
	readonly isEcho: (key: string, field: Field, wanted: Value | null, shown: Value | null) => boolean;
}

/** What a blind plan needs to know: whom to leave alone, and how that is told. */
export interface BlindRules {
	readonly isProtected: (key: string) => boolean;
	/** The operation aims at people (Hide): a protected one is `blocked`; in a sync the row is `unchanged`. */
	readonly aimed?: SuccessOperation;
}

/** The plan of a run that can't read the directory: every valid row is sent, nobody can be removed. */
export function planBlind(rows: RowSet, rules: BlindRules, warnings: readonly string[] = []): Plan {
	const entries = rows.rows.map(
		(row): Entry =>
			settledByRow(row) ??
			protectedBlind(row, rules) ?? {
				kind: 'act',
				row,
				action: { kind: 'upsert', row, changes: [], send: Object.keys(row.values), removal: false, waits: [], deferred: [] },
			},
	);
	return {
		entries,
		removable: [],
		directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 },
		quality: 'blind',
		warnings,
	};
}

function protectedBlind(row: Row, { isProtected, aimed }: BlindRules): Entry | undefined {
	if (!isProtected(row.key)) return undefined;
	const message = 'Left alone: this account is in Protected Users.';
	return aimed === undefined
		? { kind: 'settled', row, operation: 'unchanged', code: 'PROTECTED', message }
		: { kind: 'settled', row, operation: 'blocked', attempted: aimed, code: 'PROTECTED', message };
}

/** Compares rows with the directory. Pure: the same input gives the same plan. */
export function makePlan(rows: RowSet, directory: Directory, rules: PlanRules): Plan {
	const matching = matchRows(rows, directory, rules);
	const fields = new Map(rules.fields.map((field) => [field.name, field]));
	const entries: Entry[] = [];
	for (const row of rows.rows) {
		entries.push(settledByRow(row) ?? planRow(row, matching.of(row), directory, rules, fields));
	}
	const removable: User[] = [];
	const counts = { users: 0, managed: 0, unmanaged: 0, protected: 0 };
	for (const user of directory.users) {
		if (user.standing === 'deleted') continue;
		counts.users += 1;
		const managed = user.key !== '' && user.offLimits === undefined;
		const guarded = managed && rules.isProtected(user.key);
		if (managed) counts.managed += 1;
		else counts.unmanaged += 1;
		if (guarded) counts.protected += 1;
		if (rules.missing === undefined || !managed || guarded || !rules.inScope(user)) continue;
		const kind = rules.removal(user, rules.missing);
		if (kind === undefined) continue;
		removable.push(user);
		if (matching.isSpokenFor(user)) continue;
		entries.push({ kind: 'act', action: { kind, user, changes: [], send: [], removal: true, waits: [], deferred: [] } });
	}
	return { entries, removable, directory: counts, quality: directory.complete ? 'full' : 'lookup', warnings: [] };
}

/** What a row says of itself, without the directory. */
function settledByRow(row: Row): Entry | undefined {
	if (row.rejection !== undefined) {
		return { kind: 'settled', row, operation: 'rejected', code: row.rejection.code, message: row.rejection.message };
	}
	return row.duplicateOf === undefined ? undefined : { kind: 'copy', row, of: row.duplicateOf };
}

/** `several` accounts hold the very key of the row; `near` ones hold another spelling of it. */
type Match = { readonly kind: 'one'; readonly user: User } | { readonly kind: 'several' | 'near'; readonly users: readonly User[] };

interface Matching {
	/** Undefined: nobody has this key, nor one like it. */
	of(row: Row): Match | undefined;
	/** The user's key stands on some row, exactly or nearly: not missing. */
	isSpokenFor(user: User): boolean;
}

/** Finds each row's user, and everybody whose key stands on any row, valid or not. */
function matchRows(rows: RowSet, directory: Directory, rules: PlanRules): Matching {
	const spokenFor = new Set<User>();
	const near = new Map<Row, readonly User[]>();
	const strangers = rows.rows.filter((row) => !directory.holds(row.key));
	// A list of everybody who is there takes time and memory, and is of use only to those who may be missing or near.
	if (strangers.length > 0 || rules.missing !== undefined) {
		for (const row of rows.rows) for (const user of directory.matching(row.key)) spokenFor.add(user);
	}
	const nearby: User[] = [];
	for (const row of strangers) {
		// An e-mail key is already compared without case; what is left (spaces, Unicode) is still worth a question.
		const users = directory.near(row.key).filter((user) => !spokenFor.has(user) && (user.standing !== 'deleted' || rules.returning(user, row) !== undefined));
		if (users.length > 0) near.set(row, users);
		nearby.push(...users);
	}
	for (const user of nearby) spokenFor.add(user);
	return {
		of: (row) => {
			const likely = near.get(row);
			if (likely !== undefined) return { kind: 'near', users: likely };
			const users = directory.matching(row.key);
			const [user] = users;
			if (user === undefined) return undefined;
			return users.length === 1 ? { kind: 'one', user } : { kind: 'several', users };
		},
		isSpokenFor: (user) => spokenFor.has(user),
	};
}

function planRow(row: Row, match: Match | undefined, directory: Directory, rules: PlanRules, fields: ReadonlyMap<string, Field>): Entry {
	switch (match?.kind) {
		case undefined:
			return { kind: 'act', row, action: createOf(row, fields) };
		case 'one':
			return planMatched(row, match.user, directory, rules, fields);
		case 'several':
		case 'near':
			return { kind: 'settled', row, operation: 'rejected', code: 'AMBIGUOUS_MATCH', message: whyUnsure(row, match, rules) };
	}
}

function whyUnsure(row: Row, { kind, users }: Match & { kind: 'several' | 'near' }, rules: PlanRules): string {
	const found = users.slice(0, 3).map((user) => `"${user.key}" (id ${user.id})`).join(' and ');
	const label = rules.keyField.label;
	if (kind === 'several') {
		return `${rules.lms} has several accounts with ${label} "${row.key}": ${found}. Nothing was sent: leave only one of them, or give the others another ${label}.`;
	}
	return `${label} "${row.key}" is not in ${rules.lms}, but ${found} ${users.length === 1 ? 'is, and differs' : 'are, and differ'} only in case, spaces or leading zeros. Nothing was sent, so that nobody gets a second account: make the two spellings the same.`;
}

function planMatched(row: Row, user: User, directory: Directory, rules: PlanRules, fields: ReadonlyMap<string, Field>): Entry {
	if (user.offLimits !== undefined || rules.isProtected(user.key)) {
		const why = user.offLimits ?? 'is in Protected Users';
		return { kind: 'settled', row, user, operation: 'unchanged', code: 'PROTECTED', message: `Left alone: this account ${why}.` };
	}
	const returning = rules.returning(user, row);
	if (user.standing === 'deleted' && returning === undefined) {
		return {
			kind: 'settled', row, user, operation: 'rejected', attempted: 'created', code: 'ALREADY_EXISTS',
			message: `A deleted account (id ${user.id}) holds this ${rules.keyField.label}. ${rules.restoreAdvice}`,
			conflict: { field: rules.keyField.name, heldBy: user.id },
		};
	}
	const { changes, send, hints } = compare(row, user, directory, fields, rules);
	if (returning === undefined && changes.length === 0) {
		return hints.length === 0 ? { kind: 'unchanged', row, user } : { kind: 'settled', row, user, operation: 'unchanged', code: '', message: '', hints };
	}
	const kind = returning ?? 'update';
	return { kind: 'act', row, action: { kind, row, user, changes, send: changes.length === 0 ? [] : send, removal: false, waits: [], deferred: [] } };
}

/** A create sets every field that the row has. Asking to clear has no meaning for an account that is not there yet. */
function createOf(row: Row, fields: ReadonlyMap<string, Field>): Action {
	const send = Object.keys(row.values).filter((name) => row.values[name] !== null);
	const changes = send
		.filter((name) => fields.get(name)?.secret !== true)
		.map((field): Change => ({ field, from: null, to: row.values[field] ?? null }));
	return { kind: 'create', row, changes, send, removal: false, waits: [], deferred: [] };
}

/** The row's fields that differ from the user's, and the fields to send when any does. */
export function compare(row: Row, user: User, directory: Directory, fields: ReadonlyMap<string, Field>, rules?: Pick<PlanRules, 'isEcho' | 'lms'>): { changes: Change[]; send: string[]; hints: string[] } {
	const changes: Change[] = [];
	const send: string[] = [];
	const hints: string[] = [];
	const held = user.values;
	for (const name in row.values) {
		const wanted = row.values[name] ?? null;
		const field = fields.get(name);
		if (field?.changesOf !== undefined && wanted !== null) {
			const meant = field.changesOf(wanted, held);
			if (meant.length > 0) send.push(name);
			changes.push(...meant);
			continue;
		}
		if (field === undefined || !directory.carries(field)) {
			send.push(name);
			continue;
		}
		const shown = held[name] ?? null;
		if (sameValue(field, wanted, shown, directory)) continue;
		if (rules?.isEcho(row.key, field, wanted, shown) === true) {
			hints.push(`${rules.lms} keeps ${field.label} as "${textOf(shown)}", although "${textOf(wanted)}" was sent before. It was not sent again.`);
			continue;
		}
		changes.push({ field: name, from: readable(field, shown, directory), to: wanted });
		send.push(name);
	}
	return { changes, send, hints };
}

/** A person who is shown by id is told by the name that rows use. */
function readable(field: Field, shown: Value | null, directory: Directory): Value | null {
	if (field.naming === undefined || shown === null) return shown;
	const person = directory.withId(String(shown));
	return person === undefined || person.key === '' ? shown : field.naming(person.key);
}

/** Whether what the row wants is what the vendor shows. */
export function sameValue(field: Field, wanted: Value | null, shown: Value | null, directory?: Directory): boolean {
	if (wanted === shown) return true;
	if (wanted === null || shown === null) return isBlank(wanted) && isBlank(shown);
	const named = field.refersTo?.(wanted);
	if (named !== undefined && directory?.matching(named)[0]?.id === String(shown)) return true;
	if (field.same !== undefined) return field.same(wanted, shown);
	if (typeof wanted === 'object') return comparable(field, wanted) === comparable(field, shown);
	return uniqueForm(field, wanted) === uniqueForm(field, shown);
}

/** Lists are compared as sets, other structures with their names sorted. */
function comparable(field: Field, value: Value): string {
	if (field.kind === 'list' && Array.isArray(value)) return JSON.stringify([...new Set(value.map(textOf))].sort());
	return JSON.stringify(value, (_name, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}
