import type { Change } from '../../../nodes/shared/model/field';
import type { Ending, Settled } from '../../../nodes/shared/model/connector';
import type { User } from '../../../nodes/shared/model/directory';
import type { Action, ActionKind, Entry } from '../../../nodes/shared/model/plan';
import { isSuccess, type Operation, type ResultRecord } from '../../../nodes/shared/model/result';
import { blank, takeResults, type Course } from '../../../nodes/shared/telling/results';
import type { Row } from '../../../nodes/shared/model/row';

const row: Row = {
	index: 1,
	item: 4,
	key: '2-105',
	name: 'Sally Student',
	email: 'sally@company.tld',
	values: {},
};
const user: User = {
	id: '379',
	key: '02-105',
	name: 'S. Student',
	email: 's@company.tld',
	values: {},
	standing: 'active',
};
const nameless: Row = { ...row, key: '', name: '', email: '' };
const changes: Change[] = [{ field: 'title', from: 'Clerk', to: 'Sales Manager' }];
const COURSE: Course = {
	dryRun: false,
	plannedOnly: false,
	settled: new Map(),
	includeResponse: false,
};
const NOTHING = {
	changes: [],
	code: '',
	message: '',
	attempted: '' as const,
	hints: [],
	attempts: 0,
	dryRun: false,
};
const KEYS = 'success operation key name message code email userId changes attempted hints attempts dryRun';

const actionOn = (kind: ActionKind, more: Partial<Action> = {}): Action => ({
	kind,
	row,
	user,
	changes,
	send: [],
	removal: false,
	waits: [],
	deferred: [],
	...more,
});

/** The record of one entry. */
function told(entry: Entry, course: Partial<Course> = {}): ResultRecord {
	const [result] = takeResults([entry], { ...COURSE, ...course });
	if (result === undefined) throw new Error('there is no record');
	return result.record;
}

/** The record of an action that came to this. */
function ended(
	kind: ActionKind,
	ending: Ending,
	course: Partial<Course> = {},
	more: Partial<Action> = {},
): ResultRecord {
	const action = actionOn(kind, more);
	const settled = new Map<Action, Settled>([[action, { ending, attempts: 2 }]]);
	return told({ kind: 'act', row, action }, { settled, ...course });
}

describe('every record', () => {
	it('has the same keys in the same order, extras after them', () => {
		const records = [
			told({ kind: 'unchanged', row, user }),
			told({ kind: 'act', row, action: actionOn('update') }, { dryRun: true }),
			ended('create', {
				kind: 'failed',
				code: 'EMAIL_TAKEN',
				message: 'Taken.',
				conflict: { field: 'email', heldBy: '1' },
			}),
			ended('delete', { kind: 'done', extras: { alreadyAbsent: true, hints: ['Gone before.'] } }),
		];
		expect(records.map((record) => Object.keys(record).slice(0, 13).join(' '))).toEqual(records.map(() => KEYS));
		expect(records.map((record) => Object.keys(record).slice(13))).toEqual([
			[],
			[],
			['conflict'],
			['alreadyAbsent', 'deleted'],
		]);
		expect(records[3]?.hints).toEqual(['Gone before.']);
	});
});

describe('who a record is about', () => {
	it.each<[string, Row | undefined, User | undefined, Partial<ResultRecord>]>([
		[
			'the row, before the user',
			row,
			user,
			{ key: '2-105', userId: '379', name: 'Sally Student', email: 'sally@company.tld' },
		],
		[
			'the user, where the row says nothing',
			nameless,
			user,
			{ key: '02-105', userId: '379', name: 'S. Student', email: 's@company.tld' },
		],
		['a new person', row, undefined, { key: '2-105', userId: '', name: 'Sally Student', email: 'sally@company.tld' }],
		[
			'somebody in the directory only',
			undefined,
			user,
			{ key: '02-105', userId: '379', name: 'S. Student', email: 's@company.tld' },
		],
		['nobody knows whom', nameless, undefined, { key: '', userId: '', name: '', email: '' }],
	])('%s', (_, ofRow, ofUser, who) => {
		expect(blank(ofRow, ofUser, 'created', false)).toEqual({
			success: true,
			operation: 'created',
			...who,
			...NOTHING,
		});
	});

	it.each<[Operation, boolean]>([
		['created', true],
		['updated', true],
		['unchanged', true],
		['reactivated', true],
		['restored', true],
		['suspended', true],
		['hidden', true],
		['deleted', true],
		['found', true],
		['planned', true],
		['rejected', false],
		['failed', false],
		['blocked', false],
		['unknown', false],
		['notAttempted', false],
	])('"%s" is a success: %s', (operation, success) => {
		expect(isSuccess(operation)).toBe(success);
		expect(blank(row, user, operation, true)).toMatchObject({ success, operation, dryRun: true });
	});
});

describe('one result for each entry', () => {
	it('is made by taking the entry off the list, so that nobody is held twice', () => {
		const entries: Entry[] = [
			{ kind: 'unchanged', row, user },
			{ kind: 'act', row, action: actionOn('update') },
			{ kind: 'copy', row, of: row },
		];
		expect(takeResults(entries, { ...COURSE, dryRun: true }).map(({ record }) => record.operation)).toEqual([
			'unchanged',
			'updated',
			'updated',
		]);
		expect(entries).toEqual([]);
	});

	it('says of somebody unchanged who it is, and nothing more', () => {
		expect(told({ kind: 'unchanged', row, user })).toEqual({
			...NOTHING,
			success: true,
			operation: 'unchanged',
			key: '2-105',
			userId: '379',
			name: 'Sally Student',
			email: 'sally@company.tld',
		});
	});

	it("in their order, linked to the row's item, or to the first one for users of the directory only", () => {
		const results = takeResults(
			[
				{ kind: 'settled', row, operation: 'unchanged', code: '', message: '' },
				{ kind: 'act', action: { ...actionOn('delete'), row: undefined } },
			],
			COURSE,
		);
		expect(results.map(({ record, item }) => [record.key, item])).toEqual([
			['2-105', 4],
			['02-105', 0],
		]);
	});

	it('a copy reports the outcome of the row that it repeats, with its number', () => {
		const action = actionOn('update');
		const settled = new Map<Action, Settled>([[action, { ending: { kind: 'done' }, attempts: 1 }]]);
		const copy: Row = { ...row, index: 7, item: 9 };
		const [original, second] = takeResults(
			[
				{ kind: 'act', row, action },
				{ kind: 'copy', row: copy, of: row },
			],
			{ ...COURSE, settled },
		);
		expect(second).toEqual({ item: 9, record: { ...original?.record, duplicateOf: 1 } });
		expect(original?.record).not.toHaveProperty('duplicateOf');
	});

	it('a copy of a row that is not there is no success', () => {
		expect(told({ kind: 'copy', row, of: { ...row, index: 2 } })).toMatchObject({
			success: false,
			operation: 'rejected',
			key: '2-105',
			duplicateOf: 2,
		});
	});
});

describe('what was settled before anything was sent', () => {
	const settled = { kind: 'settled', row, user, code: 'EMAIL_TAKEN', message: 'Taken.' } as const;

	it('is told with its code, its message and its facts', () => {
		const conflict = { field: 'email', heldBy: '12' };
		const record = told(
			{ ...settled, operation: 'rejected', attempted: 'created', conflict, hints: ['a hint'] },
			{ dryRun: true },
		);
		expect(record).toEqual({
			...blank(row, user, 'rejected', true),
			code: 'EMAIL_TAKEN',
			message: 'Taken.',
			attempted: 'created',
			conflict,
			hints: ['a hint'],
		});
	});

	it('carries no fact that it does not have', () => {
		expect(told({ ...settled, operation: 'rejected' })).toStrictEqual({
			...blank(row, user, 'rejected', false),
			code: 'EMAIL_TAKEN',
			message: 'Taken.',
		});
	});

	it('a success needs no word for what it would have been', () => {
		expect(told({ ...settled, operation: 'unchanged', attempted: 'suspended' }).attempted).toBe('');
	});

	it("a removal of somebody who is gone is a deletion, as n8n's nodes say it", () => {
		const record = told({ ...settled, operation: 'deleted', alreadyAbsent: true });
		expect(record).toMatchObject({ operation: 'deleted', deleted: true, alreadyAbsent: true });
	});
});

describe('what would be done', () => {
	const WORDS: Array<[ActionKind, Operation]> = [
		['create', 'created'],
		['update', 'updated'],
		['restore', 'restored'],
		['reactivate', 'reactivated'],
		['delete', 'deleted'],
		['hide', 'hidden'],
		['lock', 'suspended'],
		['upsert', 'planned'],
	];

	it.each(WORDS)('%s in a dry run is told as "%s"', (kind, operation) => {
		const record = told({ kind: 'act', row, action: actionOn(kind) }, { dryRun: true });
		expect(record).toStrictEqual({
			...blank(row, user, operation, true),
			message: 'Nothing was changed: this is a dry run. To carry it out, switch Dry Run off and run again.',
			changes: kind === 'create' ? [] : changes,
		});
	});

	it('where the guard let nothing be sent, each row is planned, and says what it would have been', () => {
		const record = told({ kind: 'act', row, action: actionOn('update') }, { plannedOnly: true });
		expect(record).toStrictEqual({
			...blank(row, user, 'planned', false),
			changes,
			attempted: 'updated',
			message: 'Not sent, as the run was blocked. It would have been updated.',
		});
	});

	it('a row that would be sent blindly is planned, whatever the operation', () => {
		const action = actionOn('upsert');
		const record = told({ kind: 'act', row, action }, { dryRun: true, blindWord: 'suspended' });
		expect(record.operation).toBe('planned');
	});

	it('an adoption is told', () => {
		const action = actionOn('update', { adopted: true });
		expect(told({ kind: 'act', row, action }, { dryRun: true }).adopted).toBe(true);
	});
});

describe('what was done', () => {
	it.each<[ActionKind, Operation]>([
		['create', 'created'],
		['update', 'updated'],
		['hide', 'hidden'],
	])('%s is told as "%s"', (kind, operation) => {
		expect(ended(kind, { kind: 'done' })).toStrictEqual({
			...blank(row, user, operation, false),
			attempts: 2,
			changes: kind === 'create' ? [] : changes,
		});
	});

	it("the vendor's word, id and message count, where it says more than the plan", () => {
		const record = ended('upsert', {
			kind: 'done',
			operation: 'created',
			userId: '380',
			message: 'With rules.',
		});
		expect(record).toMatchObject({ operation: 'created', userId: '380', message: 'With rules.' });
	});

	it('an empty id of the reply leaves the known one', () => {
		expect(ended('update', { kind: 'done', userId: '' }).userId).toBe('379');
	});

	it("a deletion says so as n8n's nodes do", () => {
		expect(ended('delete', { kind: 'done' }).deleted).toBe(true);
		expect(ended('delete', { kind: 'unknown', code: 'OUTCOME_UNKNOWN', message: '' })).not.toHaveProperty('deleted');
	});

	it('an adoption is told when it was done', () => {
		expect(ended('update', { kind: 'done' }, {}, { adopted: true }).adopted).toBe(true);
		expect(
			ended('update', { kind: 'failed', code: 'FORBIDDEN', message: '' }, {}, { adopted: true }),
		).not.toHaveProperty('adopted');
	});

	it.each([
		[true, { recovered: true, response: { id: 379 } }],
		[false, { recovered: true }],
	])("the vendor's own reply is told if that is wanted: %s", (includeResponse, facts) => {
		const record = ended(
			'update',
			{ kind: 'done', extras: { recovered: true, response: { id: 379 } } },
			{ includeResponse },
		);
		expect(record).toStrictEqual({
			...blank(row, user, 'updated', false),
			attempts: 2,
			changes,
			...facts,
		});
	});

	it('hints of the reply come first, then those about values that are shown differently', () => {
		const seen: unknown[] = [];
		const hintsFor = (action: Action, how: Settled): string[] => {
			seen.push(action.kind, how.attempts, how.ending.kind);
			return ['kept as "x"'];
		};
		expect(ended('update', { kind: 'done', extras: { hints: ['a rule ran'] } }, { hintsFor }).hints).toEqual([
			'a rule ran',
			'kept as "x"',
		]);
		expect(ended('update', { kind: 'done' }, { hintsFor }).hints).toEqual(['kept as "x"']);
		expect(seen.slice(0, 3)).toEqual(['update', 2, 'done']);
	});
});

describe('what was not done', () => {
	it('a failure has its code, its message, its facts, and the word it would have been', () => {
		const conflict = { field: 'email', heldBy: '12' };
		const ending: Ending = {
			kind: 'failed',
			code: 'ALREADY_EXISTS',
			message: 'Taken.',
			userId: '380',
			conflict,
			extras: { recovered: true },
		};
		expect(ended('update', ending)).toStrictEqual({
			...blank(row, user, 'failed', false),
			userId: '380',
			code: 'ALREADY_EXISTS',
			message: 'Taken.',
			attempts: 2,
			changes,
			attempted: 'updated',
			conflict,
			recovered: true,
		});
	});

	it.each<[string, Ending]>([
		['unknown', { kind: 'unknown', code: 'NO_RESULT', message: 'Look it up.' }],
		['notAttempted', { kind: 'notAttempted', code: 'CANCELLED', message: 'Not sent.' }],
	])('"%s" has its code and its message', (operation, ending) => {
		expect(ended('create', ending)).toMatchObject({
			success: false,
			operation,
			code: 'code' in ending ? ending.code : '',
			message: ending.message,
			attempted: 'created',
		});
	});

	it('a person whom the system now holds all the same has the word of the operation', () => {
		const ending: Ending = {
			kind: 'failed',
			code: 'NOT_FOUND',
			message: 'It was created by this.',
		};
		expect(ended('upsert', ending, { blindWord: 'suspended' }).attempted).toBe('suspended');
		expect(ended('update', ending, { blindWord: 'suspended' }).attempted).toBe('updated');
		expect(ended('upsert', { kind: 'done' }, { blindWord: 'suspended' }).operation).toBe('suspended');
	});

	it('a row that was sent blindly, and failed, has no better word than "planned"', () => {
		const ending: Ending = { kind: 'failed', code: 'VENDOR_REJECTED', message: 'No.' };
		const record = ended('upsert', ending);
		expect(record.attempted).toBe('planned');
		expect(record).not.toHaveProperty('conflict');
	});

	it('an action without an ending was not attempted', () => {
		expect(told({ kind: 'act', row, action: actionOn('update') })).toMatchObject({
			operation: 'notAttempted',
			code: 'NOT_ATTEMPTED',
			message: 'Not sent.',
			attempts: 0,
			attempted: 'updated',
		});
	});
});
