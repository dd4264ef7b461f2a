import type { Field, Change } from '../model/field';
import { compare, isAsTheRow, type Comparison } from './compare';
import type { Directory, User } from '../model/directory';
import { WORD_OF, type Action, type BlindRules, type Entry, type Plan, type PlanRules } from '../model/plan';
import { inert } from '../model/inert';
import type { Row, RowSet } from '../model/row';
import { blindLeaver, leaverEntry, presentKeys } from './leavers';
import { matchRows, nearTwins, twinEntry, whyUnsure, type Match } from './matching';
import { keyChanged, madeByVendor, tornApart } from './identity';
import { exactKey, hasKey } from '../model/spelling';

/** The plan of a run that can't read the directory: every valid row is sent, nobody can be removed. */
export function planBlind(rows: RowSet, rules: BlindRules, warnings: readonly string[] = []): Plan {
	// Whoever has left is not sent: their key is nobody's twin.
	const sent = rules.aimed === undefined ? rows.rows.filter(({ left }) => left === undefined) : rows.rows;
	const twins = nearTwins(sent, rules.keyField);
	const present = presentKeys(rows.rows, rules.keyField);
	const states = rules.fields.filter(({ bars }) => bars !== undefined);
	const leaving = new Map<string, Row>();
	const leaverOf = (row: Row): Entry | undefined => {
		const leaver = rules.aimed === undefined ? blindLeaver(row, rules, present) : undefined;
		return leaver === undefined ? undefined : onceEach(leaver, leaving, () => exactKey(row.key, rules.keyField));
	};
	const entries = rows.rows.map(
		(row): Entry =>
			leaverOf(row) ??
			settledByRow(row) ??
			protectedBlind(row, rules) ??
			twinOf(row, twins, rules) ?? {
				kind: 'act',
				row,
				action: {
					kind: 'upsert',
					row,
					changes: [],
					send: Object.keys(row.values),
					...barring(rules.aimed === 'suspended' || states.some(({ name, bars }) => row.values[name] === bars)),
					waits: [],
					deferred: [],
				},
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

/** Somebody who has left by several rows is removed once: the others repeat what becomes of the first. */
function onceEach(entry: Entry, leaving: Map<string, Row>, whoIn: (action: Action) => string): Entry {
	if (entry.kind !== 'act' || entry.row === undefined) return entry;
	const who = whoIn(entry.action);
	const first = leaving.get(who);
	if (first === undefined) leaving.set(who, entry.row);
	return first === undefined ? entry : { kind: 'copy', row: entry.row, of: first };
}

function twinOf(row: Row, twins: ReadonlyMap<Row, readonly Row[]>, { keyField }: BlindRules): Entry | undefined {
	const others = twins.get(row);
	return others === undefined ? undefined : twinEntry(row, others, keyField);
}

function protectedBlind(row: Row, { isProtected, aimed }: BlindRules): Entry | undefined {
	if (!isProtected(row.key, row.email)) return undefined;
	const message = 'Left alone: this account is in Protected Users.';
	return aimed === undefined
		? { kind: 'settled', row, operation: 'unchanged', code: 'PROTECTED', message }
		: { kind: 'settled', row, operation: 'blocked', attempted: aimed, code: 'PROTECTED', message };
}

/** What rows are planned by. */
export interface Planning extends Comparison {
	readonly rules: PlanRules;
}

/** Compares rows with the directory. Pure: the same input gives the same plan. */
export function makePlan(rows: RowSet, directory: Directory, rules: PlanRules): Plan {
	const matching = matchRows(rows, directory, rules);
	const fields = new Map(rules.fields.map((field) => [field.name, field]));
	const planning: Planning = { directory, fields, rules };
	const entries: Entry[] = [];
	const present = {
		...presentKeys(rows.rows, rules.keyField, (key) => directory.holds(key)),
		isSpokenFor: (user: User): boolean => matching.isSpokenFor(user),
	};
	const leaving = new Map<string, Row>();
	for (const row of rows.rows) {
		const leaver = row.left === undefined ? undefined : leaverEntry(row, matching.of(row), rules, present);
		if (leaver !== undefined) {
			entries.push(onceEach(leaver, leaving, ({ user }) => user?.id ?? ''));
			continue;
		}
		entries.push(settledByRow(row) ?? planRow(row, matching.of(row), planning));
	}
	const removable: User[] = [];
	const counts = { users: 0, managed: 0, unmanaged: 0, protected: 0 };
	for (const user of directory.users) {
		if (user.standing === 'deleted') continue;
		counts.users += 1;
		const managed = hasKey(user.key) && user.offLimits === undefined;
		// Asked of everybody: an entry that covers an administrator is no useless one.
		const guarded = rules.isProtected(user.key, user.email, user.id) && managed;
		if (managed) counts.managed += 1;
		else counts.unmanaged += 1;
		if (guarded) counts.protected += 1;
		if (rules.missing === undefined || !managed || guarded || !rules.inScope(user)) continue;
		const kind = rules.removal(user, rules.missing);
		if (kind === undefined) continue;
		const lacking = rules.unremovable?.(user);
		if (lacking !== undefined) {
			if (!matching.isSpokenFor(user)) entries.push(unremovable(user, kind, lacking));
			continue;
		}
		removable.push(user);
		if (matching.isSpokenFor(user) || leaving.has(user.id)) continue;
		entries.push({
			kind: 'act',
			action: { kind, user, changes: [], send: [], removal: true, waits: [], deferred: [] },
		});
	}
	const bars = entries.flatMap((entry) => (entry.kind === 'act' && entry.action.bars === true ? entry.action : []));
	if (bars.length > 0 && rules.missing === undefined)
		removable.push(...directory.users.filter((user) => mayBeBarred(user, rules)));
	return {
		entries,
		removable: bars.length === 0 ? removable : withBarred(removable, bars),
		directory: counts,
		quality: directory.complete ? 'full' : 'lookup',
		warnings: keptForRows(matching.keyless, rules),
	};
}

const MOST_NAMED = 5;

/** Says who would be missing, were it not for a row without a key. */
function keptForRows(kept: readonly User[], { keyField, isProtected, inScope }: PlanRules): string[] {
	const mayGo = kept.filter(
		(user) =>
			hasKey(user.key) && user.offLimits === undefined && inScope(user) && !isProtected(user.key, user.email, user.id),
	);
	if (mayGo.length === 0) return [];
	const named = mayGo.slice(0, MOST_NAMED).map(({ key }) => `"${inert(key)}"`);
	const whom = `${named.join(', ')}${mayGo.length > MOST_NAMED ? ' and others' : ''}`;
	const [people, rows] =
		mayGo.length === 1
			? ['1 person is', 'a row that was set aside for want of it has']
			: [`${mayGo.length} people are`, 'rows that were set aside for want of it have'];
	return [
		`${people} left alone though no row has their ${keyField.label} (${whom}): ${rows} their address, or another value that only they have. Fill in the ${keyField.label} there.`,
	];
}

/** Whoever a row bars could be removed, also out of scope: no share is more than the whole. */
function withBarred(removable: readonly User[], bars: readonly Action[]): User[] {
	const known = new Map(removable.map((user) => [user.id, user]));
	for (const { user } of bars) if (user !== undefined) known.set(user.id, user);
	return [...known.values()];
}

/** Somebody who is missing, and whom the vendor's call can't reach with what is known of them. */
function unremovable(user: User, kind: Action['kind'], message: string): Entry {
	return { kind: 'settled', user, operation: 'blocked', attempted: WORD_OF[kind], code: 'INCOMPLETE_RECORD', message };
}

/** Somebody who loses access by a row counts among those who could: all who are there and are the list's. */
function mayBeBarred(user: User, { isProtected, inScope }: PlanRules): boolean {
	const isManaged = hasKey(user.key) && user.offLimits === undefined && user.standing === 'active';
	return isManaged && inScope(user) && !isProtected(user.key, user.email, user.id);
}

/** What it means for an action that somebody loses access by it. */
export function barring(isBarred: boolean): Pick<Action, 'removal' | 'bars'> {
	return isBarred ? { removal: true, bars: true } : { removal: false };
}

/** What a row says of itself, without the directory. */
export function settledByRow(row: Row): Entry | undefined {
	if (row.rejection !== undefined) {
		return { kind: 'settled', row, operation: 'rejected', code: row.rejection.code, message: row.rejection.message };
	}
	return row.duplicateOf === undefined ? undefined : { kind: 'copy', row, of: row.duplicateOf };
}

function planRow(row: Row, match: Match | undefined, planning: Planning): Entry {
	const { rules, fields } = planning;
	switch (match?.kind) {
		case undefined:
			if (rules.keyField.vendorMade === true) return madeByVendor(row, rules);
			return { kind: 'act', row, action: createOf(row, fields) };
		case 'one':
			return planMatched(row, match.user, planning);
		case 'moved':
			if (rules.keyField.vendorMade === true) return madeByVendor(row, rules);
			return rules.keyChanges === 'follow' && rules.changesKeys && match.mayFollow
				? planMatched(row, match.pointer.user, planning)
				: keyChanged(row, match.pointer, rules);
		case 'torn':
			return tornApart(row, match.pointers, rules);
		case 'twins':
			return twinEntry(row, match.rows, rules.keyField);
		case 'several':
		case 'near':
			return {
				kind: 'settled',
				row,
				operation: 'rejected',
				code: 'AMBIGUOUS_MATCH',
				message: whyUnsure(row, match, rules),
			};
	}
}

function planMatched(row: Row, user: User, planning: Planning): Entry {
	const { rules, fields } = planning;
	if (user.offLimits !== undefined || rules.isProtected(user.key, user.email, user.id)) {
		const why = user.offLimits ?? 'is in Protected Users';
		return {
			kind: 'settled',
			row,
			user,
			...(user.unjudged === true
				? { operation: 'blocked', attempted: WORD_OF[rules.returning(user, row) ?? 'update'] }
				: { operation: 'unchanged' }),
			code: 'PROTECTED',
			message: `Left alone: this account ${why}.`,
		};
	}
	const returning = rules.returning(user, row);
	if (user.standing === 'deleted' && returning === undefined) {
		return {
			kind: 'settled',
			row,
			user,
			operation: 'rejected',
			attempted: 'created',
			code: 'ALREADY_EXISTS',
			message: `A deleted account (id ${user.id}) holds this ${rules.keyField.label}. ${rules.restoreAdvice}`,
			conflict: { field: rules.keyField.name, heldBy: user.id },
		};
	}
	if (returning === undefined && isAsTheRow(row, user, planning)) return { kind: 'unchanged', row, user };
	const { changes, send, hints } = compare(row, user, planning);
	if (returning === undefined && changes.length === 0) {
		return hints.length === 0
			? { kind: 'unchanged', row, user }
			: { kind: 'settled', row, user, operation: 'unchanged', code: '', message: '', hints };
	}
	const kind = returning ?? 'update';
	return {
		kind: 'act',
		row,
		...(hints.length === 0 ? {} : { hints }),
		action: {
			kind,
			row,
			user,
			changes,
			send: changes.length === 0 ? [] : send,
			...barring(
				kind === 'update' &&
					user.standing === 'active' &&
					// A state that the system does not show goes along with other changes, and may bar somebody all the same.
					send.some((name) => row.values[name] !== undefined && fields.get(name)?.bars === row.values[name]),
			),
			waits: [],
			deferred: [],
		},
	};
}

/** A create sets every field that the row has. Asking to clear has no meaning for an account that is not there yet. */
function createOf(row: Row, fields: ReadonlyMap<string, Field>): Action {
	const send = Object.keys(row.values).filter((name) => row.values[name] !== null);
	const changes = send
		.filter((name) => fields.get(name)?.secret !== true)
		.map((field): Change => ({ field, from: null, to: row.values[field] ?? null }));
	return { kind: 'create', row, changes, send, removal: false, waits: [], deferred: [] };
}
