import { Directory, type User } from '../../nodes/shared/model/directory';
import type { Field, Values } from '../../nodes/shared/model/field';
import type { Action, Entry, Plan, PlanRules } from '../../nodes/shared/model/plan';
import { makePlan } from '../../nodes/shared/deciding/planning';
import type { Row, RowSet } from '../../nodes/shared/model/row';

/** A made-up system, Acme, with a field of every kind that matters when people are compared. */
export const NUMBER: Field = { name: 'no', label: 'Number', kind: 'text', required: true };
export const EMAIL: Field = { name: 'email', label: 'E-Mail', kind: 'email', unique: true };
export const BADGE: Field = { name: 'badge', label: 'Badge', kind: 'text', unique: true };
export const BOSS: Field = { name: 'boss', label: 'Boss', kind: 'text', refersTo: String };
export const FIELDS: readonly Field[] = [
	NUMBER,
	{ name: 'name', label: 'Name', kind: 'text' },
	{ name: 'title', label: 'Title', kind: 'text' },
	EMAIL,
	BADGE,
	BOSS,
	{ name: 'pin', label: 'PIN', kind: 'text', secret: true },
	{ name: 'note', label: 'Note', kind: 'text', writeOnly: true },
];

/** A row that came from the list: its key, further cells, and whatever else is to be said of it. */
export function row(key: string, values: Values = {}, more: Partial<Row> = {}): Row {
	return { index: 0, item: 0, key, name: '', email: '', values: { no: key, ...values }, ...more };
}

export function rejectedRow(key: string, more: Partial<Row> = {}): Row {
	return row(key, {}, { rejection: { code: 'INVALID_ROW', message: 'The e-mail address has no @.' }, ...more });
}

export function rowSet(rows: readonly Row[], more: Partial<RowSet> = {}): RowSet {
	return {
		rows,
		mapping: {},
		secretFields: [],
		ignoredColumns: [],
		warnings: [],
		emptySource: false,
		received: rows.length,
		setAside: 0,
		saysWhoLeft: false,
		valuesLeftOut: 0,
		...more,
	};
}

/** Somebody in Acme: the id is the key with a #. */
export function user(key: string, values: Values = {}, more: Partial<User> = {}): User {
	return { id: `#${key}`, key, name: '', email: '', values: { no: key, ...values }, standing: 'active', ...more };
}

export function directoryOf(users: readonly User[], more: { keyField?: Field; complete?: boolean } = {}): Directory {
	return new Directory(users, more.keyField ?? NUMBER, more.complete ?? true);
}

export function rulesWith(changes: Partial<PlanRules> = {}): PlanRules {
	return {
		lms: 'Acme',
		fields: FIELDS,
		keyField: NUMBER,
		missing: undefined,
		isProtected: () => false,
		inScope: () => true,
		returning: () => undefined,
		restoreAdvice: 'Restore it.',
		mayAdopt: () => false,
		takesOver: () => false,
		keyChanges: 'ignore',
		changesKeys: true,
		removal: () => 'delete',
		memory: { recall: () => undefined, isOpen: () => false, confirm: () => undefined, isHopeless: () => false },
		...changes,
	};
}

export function planOf(rows: readonly Row[], users: readonly User[], changes: Partial<PlanRules> = {}): Plan {
	const rules = rulesWith(changes);
	return makePlan(rowSet(rows), directoryOf(users, rules), rules);
}

/** An action with nothing in it but what is given. */
export function actionOf(kind: Action['kind'], more: Partial<Action> = {}): Action {
	return { kind, changes: [], send: [], removal: false, waits: [], deferred: [], ...more };
}

/** A plan as short lines: "create A", "unchanged B", "rejected C EMAIL_TAKEN", "copy D". */
export function told(plan: Pick<Plan, 'entries'>): string[] {
	return plan.entries.map((entry) => {
		const key = entry.row?.key ?? userOf(entry)?.key ?? '';
		if (entry.kind === 'act') return `${entry.action.kind} ${key}`;
		if (entry.kind === 'unchanged') return `unchanged ${key}`;
		return entry.kind === 'copy' ? `copy ${key}` : `${entry.operation} ${key} ${entry.code}`.trim();
	});
}

function userOf(entry: Entry): User | undefined {
	if (entry.kind === 'act') return entry.action.user;
	return entry.kind === 'settled' ? entry.user : undefined;
}

/** The message of the first entry; '' when it is none that has one. */
export function messageOf({ entries: [entry] }: Pick<Plan, 'entries'>): string {
	return entry?.kind === 'settled' ? entry.message : '';
}

/** The action of the first entry. */
export function firstAction({ entries: [entry] }: Pick<Plan, 'entries'>): Action {
	if (entry?.kind !== 'act') throw new Error('the first entry is no action');
	return entry.action;
}
