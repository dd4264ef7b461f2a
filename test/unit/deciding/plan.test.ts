import type { Field, Value } from '../../../nodes/shared/model/field';
import { compare, sameValue } from '../../../nodes/shared/deciding/compare';
import { makePlan, planBlind } from '../../../nodes/shared/deciding/planning';
import {
	BOSS,
	directoryOf,
	EMAIL,
	FIELDS,
	firstAction,
	messageOf,
	NUMBER,
	planOf,
	rejectedRow,
	row,
	rowSet,
	rulesWith,
	told,
	user,
} from '../peopleFixture';

const isA = (key: string): boolean => key === 'A';

describe('a plan without a directory', () => {
	const blind = { fields: [NUMBER], keyField: NUMBER, isProtected: () => false };

	it('sends every valid row with all its fields, and removes nobody', () => {
		const sally = row('A', { title: 'Clerk', pin: '4711' });
		expect(planBlind(rowSet([sally]), blind, ['Acme can not be read.'])).toEqual({
			entries: [
				{
					kind: 'act',
					row: sally,
					action: {
						kind: 'upsert',
						row: sally,
						changes: [],
						send: ['no', 'title', 'pin'],
						removal: false,
						waits: [],
						deferred: [],
					},
				},
			],
			removable: [],
			directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 },
			quality: 'blind',
			warnings: ['Acme can not be read.'],
		});
		expect(planBlind(rowSet([]), blind).warnings).toEqual([]);
	});

	it('leaves out rejected rows and repeats', () => {
		const sally = row('A');
		expect(told(planBlind(rowSet([sally, rejectedRow('B'), row('A', {}, { duplicateOf: sally })]), blind))).toEqual([
			'upsert A',
			'rejected B INVALID_ROW',
			'copy A',
		]);
	});

	it('leaves a protected person unchanged in a sync, and blocks an operation that aims at them', () => {
		const rows = rowSet([row('A'), row('B')]);
		const message = 'Left alone: this account is in Protected Users.';
		const sync = planBlind(rows, { fields: [NUMBER], keyField: NUMBER, isProtected: isA });
		expect(told(sync)).toEqual(['unchanged A PROTECTED', 'upsert B']);
		expect(sync.entries[0]).toEqual({
			kind: 'settled',
			row: rows.rows[0],
			operation: 'unchanged',
			code: 'PROTECTED',
			message,
		});
		const hide = planBlind(rows, { fields: [NUMBER], keyField: NUMBER, isProtected: isA, aimed: 'suspended' });
		expect(told(hide)).toEqual(['blocked A PROTECTED', 'upsert B']);
		expect(hide.entries[0]).toEqual({
			kind: 'settled',
			row: rows.rows[0],
			operation: 'blocked',
			attempted: 'suspended',
			code: 'PROTECTED',
			message,
		});
	});
});

describe('a row', () => {
	it('that was rejected says why, and is not sent', () => {
		const bad = rejectedRow('A');
		expect(planOf([bad], [user('A')]).entries).toEqual([
			{
				kind: 'settled',
				row: bad,
				operation: 'rejected',
				code: 'INVALID_ROW',
				message: 'The e-mail address has no @.',
			},
		]);
	});

	it('that repeats another shares its outcome', () => {
		const first = row('A');
		const second = row('A', {}, { duplicateOf: first });
		expect(planOf([first, second], []).entries[1]).toEqual({ kind: 'copy', row: second, of: first });
	});

	it('for somebody new creates them with every field that is not to be cleared; a secret is sent but never shown', () => {
		const sally = row('A', { title: 'Clerk', name: null, pin: '4711', hobby: 'Chess' });
		expect(planOf([sally], [user('B')]).entries).toEqual([
			{
				kind: 'act',
				row: sally,
				action: {
					kind: 'create',
					row: sally,
					changes: [
						{ field: 'no', from: null, to: 'A' },
						{ field: 'title', from: null, to: 'Clerk' },
						{ field: 'hobby', from: null, to: 'Chess' },
					],
					send: ['no', 'title', 'pin', 'hobby'],
					removal: false,
					waits: [],
					deferred: [],
				},
			},
		]);
	});

	it('that differs updates the fields that differ', () => {
		const sally = row('A', { title: 'Manager', name: 'Sally' });
		const known = user('A', { title: 'Clerk', name: 'Sally' });
		expect(planOf([sally], [known]).entries).toEqual([
			{
				kind: 'act',
				row: sally,
				action: {
					kind: 'update',
					row: sally,
					user: known,
					changes: [{ field: 'title', from: 'Clerk', to: 'Manager' }],
					send: ['title'],
					removal: false,
					waits: [],
					deferred: [],
				},
			},
		]);
	});

	it('that is equal changes nothing, even with fields that can not be compared', () => {
		const sally = row('A', { title: 'Clerk', pin: '4711', note: 'hello', hobby: 'Chess' });
		const known = user('A', { title: 'Clerk' });
		expect(planOf([sally], [known]).entries).toEqual([{ kind: 'unchanged', row: sally, user: known }]);
	});

	it('sends what can not be compared along with what differs', () => {
		const plan = planOf(
			[row('A', { title: 'Manager', pin: '4711', note: 'hello', hobby: 'Chess' })],
			[user('A', { title: 'Clerk' })],
		);
		expect(firstAction(plan)).toMatchObject({ changes: [{ field: 'title' }], send: ['title', 'pin', 'note', 'hobby'] });
	});
});

describe('matching', () => {
	const EMAIL_KEY = { fields: FIELDS, keyField: EMAIL };

	it('is exact, and asks about a key that differs only in what people do not see', () => {
		expect(told(planOf([row('ab-1')], [user('ab-1')]))).toEqual(['unchanged ab-1']);
		for (const held of ['AB-1', ' ab-1', 'ab -1', 'ａb-1', 'ab\u200b-1']) {
			expect(told(planOf([row('ab-1')], [user(held)]))).toEqual(['rejected ab-1 AMBIGUOUS_MATCH']);
		}
		expect(told(planOf([row('7')], [user('007')]))).toEqual(['rejected 7 AMBIGUOUS_MATCH']);
		expect(told(planOf([row('ab-1')], [user('ab-2')]))).toEqual(['create ab-1']);
	});

	it('tells of the other spelling, and what to do', () => {
		expect(messageOf(planOf([row('ab')], [user('AB')]))).toBe(
			'Number "ab" is not in Acme, but "AB" (id #AB) is, and differs only in case, spaces, leading zeros or signs such as quotes and dashes. Nothing was sent, so that nobody gets a second account: make the two spellings the same.',
		);
		expect(messageOf(planOf([row('1')], [user('01'), user('001'), user('0001'), user('00001')]))).toContain(
			'but "01" (id #01) and "001" (id #001) and "0001" (id #0001) are, and differ only in case',
		);
	});

	it('takes e-mail keys without case', () => {
		const known = user('sally@acme.tld', { no: '1', title: 'Clerk' });
		expect(told(planOf([row('Sally@Acme.tld', { no: '1', title: 'Clerk' })], [known], EMAIL_KEY))).toEqual([
			'unchanged Sally@Acme.tld',
		]);
		expect(told(planOf([row('Sally@Acme.tld', { no: '1', title: 'Boss' })], [known], EMAIL_KEY))).toEqual([
			'update Sally@Acme.tld',
		]);
	});

	it('never guesses between several accounts with one key', () => {
		const twins = [user('A', {}, { id: '1' }), user('A', {}, { id: '2' })];
		expect(told(planOf([row('A')], twins, { missing: 'delete' }))).toEqual(['rejected A AMBIGUOUS_MATCH']);
		expect(messageOf(planOf([row('A')], twins))).toBe(
			'Acme has several accounts with Number "A": "A" (id 1) and "A" (id 2). Nothing was sent: leave only one of them, or give the others another Number.',
		);
	});

	it('says of accounts whose addresses differ in case that there are several, not that the address is unknown', () => {
		const twins = [user('sally@acme.tld'), user('Sally@acme.tld')];
		expect(messageOf(planOf([row('sally@acme.tld')], twins, EMAIL_KEY))).toMatch(
			/^Acme has several accounts with E-Mail "sally@acme\.tld"/,
		);
	});

	it('makes a new account beside a like key that another row matches', () => {
		expect(told(planOf([row('7'), row('007')], [user('007')]))).toEqual(['create 7', 'unchanged 007']);
	});

	it('does not mind a like key beside the very key, and sees who holds the like one as missing', () => {
		expect(told(planOf([row('AB')], [user('AB'), user('ab')], { missing: 'delete' }))).toEqual([
			'unchanged AB',
			'delete ab',
		]);
	});

	it('does not mind a deleted account with a like key, unless it would be restored', () => {
		const gone = user('AB', {}, { standing: 'deleted' });
		expect(told(planOf([row('ab')], [gone]))).toEqual(['create ab']);
		expect(told(planOf([row('ab')], [gone], { returning: () => 'restore' }))).toEqual(['rejected ab AMBIGUOUS_MATCH']);
	});
});

describe('users whom the list does not own', () => {
	it('an administrator is left alone', () => {
		const sally = row('A', { title: 'Manager' });
		const admin = user('A', { title: 'Clerk' }, { offLimits: 'has the role Admin' });
		expect(planOf([sally], [admin], { missing: 'delete' }).entries).toEqual([
			{
				kind: 'settled',
				row: sally,
				user: admin,
				operation: 'unchanged',
				code: 'PROTECTED',
				message: 'Left alone: this account has the role Admin.',
			},
		]);
		expect(told(planOf([row('B')], [admin], { missing: 'delete' }))).toEqual(['create B']);
	});

	it('a protected user is left alone', () => {
		const plan = planOf([row('A', { title: 'Manager' })], [user('A')], { isProtected: isA });
		expect(told(plan)).toEqual(['unchanged A PROTECTED']);
		expect(messageOf(plan)).toBe('Left alone: this account is in Protected Users.');
		expect(told(planOf([], [user('A'), user('B')], { isProtected: isA, missing: 'delete' }))).toEqual(['delete B']);
	});
});

describe('people who are back', () => {
	const gone = user('A', { title: 'Clerk' }, { standing: 'deleted' });

	it('are restored, with the fields that differ', () => {
		const action = firstAction(
			planOf([row('A', { title: 'Manager', pin: '4711' })], [gone], { returning: () => 'restore' }),
		);
		expect(action).toMatchObject({
			kind: 'restore',
			user: gone,
			changes: [{ field: 'title' }],
			send: ['title', 'pin'],
		});
	});

	it('are only restored when nothing differs', () => {
		expect(
			firstAction(planOf([row('A', { title: 'Clerk', pin: '4711' })], [gone], { returning: () => 'reactivate' })),
		).toMatchObject({ kind: 'reactivate', changes: [], send: [] });
	});

	it('are refused when restoring is off, with the advice how to switch it on', () => {
		const sally = row('A');
		expect(planOf([sally], [gone]).entries).toEqual([
			{
				kind: 'settled',
				row: sally,
				user: gone,
				operation: 'rejected',
				attempted: 'created',
				code: 'ALREADY_EXISTS',
				message: 'A deleted account (id #A) holds this Number. Restore it.',
				conflict: { field: 'no', heldBy: '#A' },
			},
		]);
	});

	it('stay locked when unlocking is off, and are updated all the same', () => {
		const locked = user('A', { title: 'Clerk' }, { standing: 'locked' });
		expect(told(planOf([row('A', { title: 'Manager' })], [locked]))).toEqual(['update A']);
	});
});

describe('missing users', () => {
	const REMOVE = { missing: 'delete' } as const;

	it('are removed only when that was asked for', () => {
		const plan = planOf([row('A')], [user('A'), user('B')]);
		expect(told(plan)).toEqual(['unchanged A']);
		expect(plan.removable).toEqual([]);
	});

	it('are removed after all rows, in the way that was asked for', () => {
		const lost = user('B');
		const plan = planOf([row('A')], [lost, user('A')], {
			missing: 'lock',
			removal: (_user, how) => (how === 'lock' ? 'lock' : 'delete'),
		});
		expect(told(plan)).toEqual(['unchanged A', 'lock B']);
		expect(plan.entries[1]).toEqual({
			kind: 'act',
			action: { kind: 'lock', user: lost, changes: [], send: [], removal: true, waits: [], deferred: [] },
		});
	});

	it.each([
		['a valid row', row('B')],
		['a rejected row', rejectedRow('B')],
		['a row with another spelling', row('b')],
		['a rejected row with another spelling', rejectedRow('b')],
	])('are not those whose key stands on %s', (_what, one) => {
		expect(told(planOf([one], [user('B'), user('C')], REMOVE)).slice(1)).toEqual(['delete C']);
	});

	it('are not those without a key, the deleted, those out of scope, and those who are locked already', () => {
		const users = [
			user(''),
			user('B', {}, { standing: 'deleted' }),
			user('C', { title: 'Boss' }),
			user('D'),
			user('E'),
		];
		const plan = planOf([], users, {
			...REMOVE,
			inScope: (one) => one.values.title !== 'Boss',
			removal: (one) => (one.key === 'D' ? undefined : 'lock'),
		});
		expect(told(plan)).toEqual(['lock E']);
		expect(plan.removable.map(({ key }) => key)).toEqual(['E']);
	});

	it('a row whose key can not be read speaks for nobody', () => {
		expect(told(planOf([rejectedRow('')], [user(''), user('B')], REMOVE))).toEqual([
			'rejected  INVALID_ROW',
			'delete B',
		]);
	});

	it('count against those who could be removed: the managed ones who are in scope and not protected', () => {
		const users = [
			user('A'),
			user('B'),
			user(''),
			user('C', {}, { offLimits: 'is an admin' }),
			user('', {}, { offLimits: 'is an admin' }),
			user('D', {}, { standing: 'deleted' }),
			user('E'),
		];
		const plan = planOf([row('B')], users, { ...REMOVE, isProtected: isA });
		expect(plan.removable.map(({ key }) => key)).toEqual(['B', 'E']);
		expect(plan.directory).toEqual({ users: 6, managed: 3, unmanaged: 3, protected: 1 });
		expect(plan.warnings).toEqual([]);
	});

	it('a protected pattern for everybody does not make unmanaged accounts protected ones', () => {
		expect(planOf([], [user(''), user('A')], { isProtected: () => true }).directory).toEqual({
			users: 2,
			managed: 1,
			unmanaged: 1,
			protected: 1,
		});
	});
});

it('a plan from a whole list is full, one from look-ups is not', () => {
	expect(makePlan(rowSet([]), directoryOf([]), rulesWith()).quality).toBe('full');
	expect(makePlan(rowSet([]), directoryOf([], { complete: false }), rulesWith()).quality).toBe('lookup');
});

describe('comparing a row with a user', () => {
	const JSON_FIELD: Field = { name: 'x', label: 'X', kind: 'json' };
	const field = (kind: Field['kind'], more: Partial<Field> = {}): Field => ({ name: 'x', label: 'X', kind, ...more });

	it.each<[string, Field, Value | null, Value | null]>([
		['two empty values', field('text'), null, null],
		['an empty value and a blank one', field('text'), null, ' '],
		['a blank value and an empty one', field('text'), ' ', null],
		['addresses in other case', field('email'), 'Sally@Acme.tld', 'sally@acme.tld'],
		['text in another Unicode form', field('text'), 'Zo\u00eb', 'Zoe\u0308'],
		['a number and its text', field('integer'), 7, '7'],
		['lists in another order', field('list'), ['a', 'b'], ['b', 'a']],
		['lists that repeat an entry', field('list'), ['a', 'b', 'a'], ['b', 'a']],
		['lists of numbers and of their texts', field('list'), ['1', '2'], [2, 1]],
		[
			'structures whose names stand in another order',
			JSON_FIELD,
			{ a: 1, b: { c: [1], d: null } },
			{ b: { d: null, c: [1] }, a: 1 },
		],
		['equal values, whatever the vendor says', field('text', { same: () => false }), 'a', 'a'],
		[
			'what the vendor says is the same',
			field('text', { same: (wanted, shown) => wanted === `<${String(shown)}>` }),
			'<a>',
			'a',
		],
	])('equal: %s', (_what, one, wanted, shown) => {
		expect(sameValue(one, wanted, shown)).toBe(true);
	});

	it.each<[string, Field, Value | null, Value | null]>([
		['a value and none', field('text'), 'a', null],
		['a value that is to be cleared', field('text'), null, 'a'],
		['texts in other case', field('text'), 'Sally', 'sally'],
		['other lists', field('list'), ['a', 'b'], ['a', 'c']],
		['a list and a part of it', field('list'), ['a', 'b'], ['a']],
		['structures in another order of entries', JSON_FIELD, ['a', 'b'], ['b', 'a']],
		['a structure and a text', JSON_FIELD, { a: 1 }, 'a'],
		['a text and a structure', JSON_FIELD, 'a', { a: 1 }],
		['structures with other values', JSON_FIELD, { a: 1 }, { a: 2 }],
		['what the vendor says is not the same', field('text', { same: () => false }), 'a', 'A'],
		['a clearing, whatever the vendor says of values', field('text', { same: () => true }), null, 'a'],
		['an empty value, whatever the vendor says of values', field('text', { same: () => true }), 'a', null],
	])('different: %s', (_what, one, wanted, shown) => {
		expect(sameValue(one, wanted, shown)).toBe(false);
	});

	it('a person is the same by key and by the id that replies show', () => {
		const directory = directoryOf([user('B', {}, { id: '17' })]);
		expect(sameValue(BOSS, 'B', 17, directory)).toBe(true);
		expect(sameValue(BOSS, 'B', '18', directory)).toBe(false);
		expect(sameValue(BOSS, 'C', '17', directory)).toBe(false);
		expect(sameValue(BOSS, 'B', '17')).toBe(false);
		expect(sameValue({ ...BOSS, refersTo: () => undefined }, 'B', '17', directory)).toBe(false);
	});

	it('a person who is shown by id is told by key', () => {
		const known = user('A', { boss: '#B' });
		const changesWith = (boss: Field, shownBoss = user('B')): unknown => {
			const directory = directoryOf([known, shownBoss]);
			return compare(row('A', { boss: 'C' }), known, {
				directory,
				fields: new Map([
					['no', NUMBER],
					['boss', boss],
				]),
			}).changes;
		};
		const named = { ...BOSS, naming: (key: string) => `key:${key}` };
		expect(changesWith(named)).toEqual([{ field: 'boss', from: 'key:B', to: 'C' }]);
		expect(changesWith(BOSS)).toEqual([{ field: 'boss', from: '#B', to: 'C' }]);
		expect(changesWith(named, user('', {}, { id: '#B' }))).toEqual([{ field: 'boss', from: '#B', to: 'C' }]);
		expect(changesWith(named, user('X'))).toEqual([{ field: 'boss', from: '#B', to: 'C' }]);
	});

	it('a field that the user lacks counts as empty, also if nobody has it yet', () => {
		const rows = [row('A', { title: 'Clerk' })];
		expect(firstAction(planOf(rows, [user('A'), user('B', { title: 'Boss' })])).changes).toEqual([
			{ field: 'title', from: null, to: 'Clerk' },
		]);
		expect(told(planOf(rows, [user('A'), user('B')]))).toEqual(['update A']);
	});

	it('clears what is to be cleared', () => {
		expect(firstAction(planOf([row('A', { title: null })], [user('A', { title: 'Clerk' })])).changes).toEqual([
			{ field: 'title', from: 'Clerk', to: null },
		]);
	});

	it('a value that the vendor keeps in its own form is told, not written again', () => {
		const asked: unknown[] = [];
		const recall = (...all: unknown[]) => (asked.push(all) > 0 ? ('kept' as const) : undefined);
		const memory = { recall, isOpen: () => false, confirm: () => undefined, isHopeless: () => false };
		const plan = planOf([row('A', { title: 'Clerkship' })], [user('A', { title: 'Clerk' })], { memory });
		expect(told(plan)).toEqual(['unchanged A']);
		expect(plan.entries[0]).toHaveProperty('hints', [
			'Acme keeps Title as "Clerk", although "Clerkship" was sent before. It was not sent again.',
		]);
		expect(asked).toEqual([['A', expect.objectContaining({ name: 'title' }), 'Clerkship', 'Clerk']]);
	});

	describe('ready-made operations', () => {
		const orders: Field = {
			name: 'orders',
			label: 'Orders',
			kind: 'json',
			changesOf: (wanted, shown) =>
				shown.title === wanted ? [] : [{ field: 'title', from: shown.title ?? null, to: wanted }],
		};
		const rules = rulesWith({ fields: [...FIELDS, orders] });

		it('count by what they would change', () => {
			const known = [user('A', { title: 'Clerk' })];
			expect(firstAction(planOf([row('A', { orders: 'Boss' })], known, rules))).toMatchObject({
				changes: [{ field: 'title', from: 'Clerk', to: 'Boss' }],
				send: ['orders'],
			});
			expect(told(planOf([row('A', { orders: 'Clerk' })], known, rules))).toEqual(['unchanged A']);
			expect(
				firstAction(
					planOf([row('A', { orders: 'Clerk', name: 'Sally' })], [user('A', { title: 'Clerk', name: 'Sal' })], rules),
				).send,
			).toEqual(['name']);
		});

		it('change nothing when the cell is to be cleared', () => {
			expect(told(planOf([row('A', { orders: null })], [user('A', { title: 'Clerk' })], rules))).toEqual([
				'unchanged A',
			]);
		});
	});
});
