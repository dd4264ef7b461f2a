import type { Aim } from '../model/connector';
import type { Directory, User } from '../model/directory';
import { WORD_OF, type Action, type Entry, type Plan, type PlanRules } from '../model/plan';
import type { Row, RowSet } from '../model/row';
import { compare } from './compare';
import { barring, settledByRow, type Planning } from './planning';

/** The plan of Hide or Restore for the people of rows, by the call that also writes rows. Pure. */
export function planAimed(rows: RowSet, directory: Directory, rules: PlanRules, aim: Aim): Plan {
	const fields = new Map(rules.fields.map((field) => [field.name, field]));
	const managed = directory.users.filter((user) => user.key !== '').length;
	return {
		entries: rows.rows.map((row) => settledByRow(row) ?? entryOf(row, { directory, fields, rules, aim })),
		removable: [],
		directory: {
			users: directory.users.length,
			managed,
			unmanaged: directory.users.length - managed,
			protected: directory.users.filter((user) => rules.isProtected(user.key, user.email, user.id)).length,
		},
		quality: directory.complete ? 'full' : 'lookup',
		warnings: [],
	};
}

function entryOf(row: Row, { aim, ...planning }: Planning & { readonly aim: Aim }): Entry {
	const { directory, rules } = planning;
	const users = directory.matching(row.key);
	const [user] = users;
	const word = WORD_OF[aim.kind];
	const settled = (
		operation: 'failed' | 'blocked',
		rest: Pick<Entry & { kind: 'settled' }, 'code' | 'message'>,
	): Entry => ({
		kind: 'settled',
		row,
		...(user === undefined ? {} : { user }),
		operation,
		attempted: word,
		...rest,
	});
	if (
		aim.kind === 'lock' &&
		(user?.offLimits !== undefined || rules.isProtected(row.key, user?.email ?? row.email, user?.id ?? ''))
	)
		return settled('blocked', {
			code: 'PROTECTED',
			message: `Left alone: this account ${user?.offLimits ?? 'is in Protected Users'}.`,
		});
	if (user === undefined) {
		const why = aim.stranger(row);
		if (why !== undefined) return settled('failed', { code: 'NOT_FOUND', message: `${why}${nearTo(row, directory)}` });
		return { kind: 'act', row, action: actionFor(aim, row, undefined, Object.keys(row.values)) };
	}
	if (users.length > 1)
		return settled('failed', {
			code: 'AMBIGUOUS_MATCH',
			message: `${rules.lms} has ${users.length} accounts with ${rules.keyField.label} "${row.key}". Nothing was sent: leave only one of them.`,
		});
	const { changes, send } = compare(row, user, planning);
	const isSo = (user.standing === 'locked') === (aim.kind === 'lock');
	if (isSo && changes.length === 0)
		return { kind: 'settled', row, user, operation: 'unchanged', code: '', message: aim.already };
	const lacking = aim.lacks(row, user);
	if (lacking !== undefined) return settled('failed', { code: 'INCOMPLETE_RECORD', message: lacking });
	return { kind: 'act', row, action: { ...actionFor(aim, row, user, send), changes } };
}

function actionFor({ kind }: Aim, row: Row, user: User | undefined, send: readonly string[]): Action {
	return {
		kind,
		row,
		...(user === undefined ? {} : { user }),
		changes: [],
		send,
		...barring(kind === 'lock'),
		waits: [],
		deferred: [],
	};
}

/** A likely misspelling, named; '' when there is none. */
function nearTo(row: Row, directory: Directory): string {
	const [near] = directory.near(row.key);
	return near === undefined ? '' : ` Is "${near.key}" (${near.name}) meant?`;
}
