import type { User } from '../model/directory';
import { exactKey, looseKey } from '../model/spelling';
import type { Field } from '../model/field';
import { WORD_OF, type BlindRules, type Entry, type PlanRules } from '../model/plan';
import type { Row, RowSet } from '../model/row';
import { UNSEEN, type Match } from './matching';

/** Rows of people who have left, but whom other rows hold as there: they were hired again, or their key is miswritten. */
export interface Rehired {
	/** Keys of rows of people who are there. */
	readonly keys: ReadonlySet<string>;
	/** Loose forms of such keys where nobody in the system has the very key: it may be that of somebody who has left. */
	readonly near: ReadonlySet<string>;
	/** Whether a row of somebody who is there is, or may be, about this account. */
	readonly isSpokenFor?: (user: User) => boolean;
}

/** Who is there, among rows of which some have left; empty where nobody has. */
export function presentKeys(
	rows: readonly Row[],
	keyField: Pick<Field, 'kind'>,
	isKnown: (key: string) => boolean = () => false,
): Rehired {
	if (!rows.some((row) => row.left !== undefined)) return { keys: new Set(), near: new Set() };
	const there = rows.filter((row) => row.left === undefined && row.key !== '');
	return {
		keys: new Set(there.map(({ key }) => exactKey(key, keyField))),
		near: new Set(there.filter(({ key }) => !isKnown(key)).map(({ key }) => looseKey(key))),
	};
}

/** Why somebody who has left by their own row is there by another; undefined where no other row says so. */
function whyThere(row: Row, { keys, near }: Rehired, keyField: Field): string | undefined {
	const isExact = keys.has(exactKey(row.key, keyField));
	if (!isExact && !near.has(looseKey(row.key))) return undefined;
	const other = isExact
		? `with this ${keyField.label}`
		: `whose ${keyField.label} differs only in ${UNSEEN} from "${row.key}"`;
	return `This row says that they have left (${row.left ?? ''}), but another row ${other} says that they are there.`;
}

/**
 * What becomes of somebody who has left, by the list itself: their key counts as missing. Undefined for rows of people
 * who are there, and for rows whose key can't be read.
 */
export function leaverEntry(row: Row, match: Match | undefined, rules: PlanRules, present: Rehired): Entry | undefined {
	if (row.left === undefined || row.key === '') return undefined;
	const left = (message: string, user?: User): Entry => ({
		kind: 'settled',
		row,
		...(user === undefined ? {} : { user }),
		operation: 'unchanged',
		code: 'LEFT',
		message,
	});
	const there = whyThere(row, present, rules.keyField);
	if (there !== undefined) return left(there);
	if (match === undefined || match.kind === 'twins')
		return left(`They have left (${row.left}), and ${rules.lms} has no account for them: none was made.`);
	const user = accountOf(match, rules);
	// Nobody is removed on a guess, and several accounts of one key are nobody's in particular.
	if (user === undefined) {
		if (rules.missing !== undefined) return undefined;
		return left(`They have left (${row.left}), and nothing was done: Missing Users is set to Ignore.`);
	}
	// Under a new key, it is by this very row that the account is not missing.
	if (match.kind === 'one' && present.isSpokenFor?.(user) === true)
		return left(
			`This row says that they have left (${row.left}), but another row seems to be the same person under another ${rules.keyField.label} and says that they are there.`,
			user,
		);
	if (user.offLimits !== undefined || rules.isProtected(user.key, user.email, user.id)) {
		const why = user.offLimits ?? 'is in Protected Users';
		return { ...protectedEntry(row, why), user };
	}
	if (user.standing === 'deleted')
		return left(`They have left (${row.left}), and their account is deleted already.`, user);
	if (rules.missing === undefined)
		return left(
			`They have left (${row.left}), and their account was left as it is: Missing Users is set to Ignore.`,
			user,
		);
	if (!rules.inScope(user)) return left(`They have left (${row.left}), but are not in the scope of this sync.`, user);
	const kind = rules.removal(user, rules.missing);
	if (kind === undefined)
		return left(
			user.standing === 'active'
				? `They have left (${row.left}), but their account was left as it is: it is not one that this run may remove.`
				: `They have left (${row.left}), and their account is switched off already.`,
			user,
		);
	const lacking = rules.unremovable?.(user);
	if (lacking !== undefined)
		return {
			kind: 'settled',
			row,
			user,
			operation: 'blocked',
			attempted: WORD_OF[kind],
			code: 'INCOMPLETE_RECORD',
			message: lacking,
		};
	return {
		kind: 'act',
		row,
		action: { kind, user, changes: [], send: [], removal: true, waits: [], deferred: [] },
	};
}

/** The account that the row of a leaver is about, also under a new key where those are followed; undefined: unsure. */
function accountOf(match: Match, rules: PlanRules): User | undefined {
	if (match.kind === 'one') return match.user;
	const isFollowed = match.kind === 'moved' && match.mayFollow && rules.changesKeys && rules.keyChanges === 'follow';
	return isFollowed ? match.pointer.user : undefined;
}

function protectedEntry(row: Row, why: string): Entry & { kind: 'settled' } {
	return {
		kind: 'settled',
		row,
		operation: 'unchanged',
		code: 'PROTECTED',
		message: `Left alone: they have left (${row.left ?? ''}), but this account ${why}.`,
	};
}

/** What a blind run does about somebody who has left: the row itself bars them, and nobody is looked for. */
export function blindLeaver(row: Row, rules: BlindRules, present: Rehired): Entry | undefined {
	if (row.left === undefined || row.key === '') return undefined;
	const left = (message: string): Entry => ({ kind: 'settled', row, operation: 'unchanged', code: 'LEFT', message });
	const there = whyThere(row, present, rules.keyField);
	if (there !== undefined) return left(there);
	if (rules.isProtected(row.key, row.email)) return protectedEntry(row, 'is in Protected Users');
	if (rules.missing === undefined || rules.bars === undefined)
		return left(`They have left (${row.left}), and nothing was sent for them: Missing Users is set to Ignore.`);
	// A row that can't be sent can't bar anybody: it is rejected like any other.
	if (row.rejection !== undefined) return undefined;
	const { field, value } = rules.bars;
	const barred: Row = { ...row, name: row.name, email: row.email, values: { ...row.values, [field]: value } };
	return {
		kind: 'act',
		row,
		action: {
			kind: 'lock',
			row: barred,
			changes: [],
			send: Object.keys(barred.values),
			removal: true,
			waits: [],
			deferred: [],
		},
	};
}

/** What is told of the leavers as a whole. */
export function leaverWarnings(rows: RowSet, missing: unknown, lms: string): string[] {
	const left = rows.rows.filter((row) => row.left !== undefined).length;
	if (left === 0 || missing !== undefined) return [];
	const [people, accounts] =
		left === 1
			? ['1 person on the list has', 'their account stays as it is']
			: [`${left} people on the list have`, 'their accounts stay as they are'];
	return [`${people} left, and ${accounts} in ${lms}: set Missing Users to say what is to happen to such accounts.`];
}
