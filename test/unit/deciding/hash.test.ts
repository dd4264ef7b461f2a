import type { User } from '../../../nodes/shared/model/directory';
import { hashesOf, type HashScope } from '../../../nodes/shared/deciding/hash';
import type { Action, Plan } from '../../../nodes/shared/model/plan';
import { planBlind } from '../../../nodes/shared/deciding/planning';
import type { Row } from '../../../nodes/shared/model/row';
import { actionOf, NUMBER, planOf, rejectedRow, row, rowSet, user } from '../peopleFixture';

const SCOPE: HashScope = {
	lms: 'acme',
	address: 'https://acme.tld',
	operation: 'sync',
	missingUsers: 'delete',
	keyField: 'no',
	secretFields: new Set(['pin']),
};

const ROWS = [row('A', { title: 'Boss', name: 'Sally' }), row('B', { title: 'Clerk' })];
const USERS = [user('A', { title: 'Clerk', name: 'Sal' }), user('C'), user('D')];
const hashed = (rows: readonly Row[], users: readonly User[]): ReturnType<typeof hashesOf> =>
	hashesOf(planOf(rows, users, { missing: 'delete' }), SCOPE);
const doing = (action: Action): ReturnType<typeof hashesOf> =>
	hashesOf({ ...planOf([], []), entries: [{ kind: 'act', action }] }, SCOPE);
const blind = (...rows: Row[]): string =>
	hashesOf(planBlind(rowSet(rows), { fields: [NUMBER], keyField: NUMBER, isProtected: () => false }), SCOPE).planHash;

describe('the hashes of a plan', () => {
	it('are two fingerprints that name their kind', () => {
		const { planHash, removalsHash } = hashed(ROWS, USERS);
		expect(planHash).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(removalsHash).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(planHash).not.toBe(removalsHash);
	});

	it('differ even where a plan does nothing but remove, so that approving it approves no later plan that does more', () => {
		const { planHash, removalsHash } = hashed([], [user('C')]);
		expect(planHash).not.toBe(removalsHash);
	});

	it('do not depend on the order of rows, of columns and of users', () => {
		const rows = [row('B', { title: 'Clerk' }), row('A', { name: 'Sally', title: 'Boss' })];
		expect(hashed(rows, [...USERS].reverse())).toEqual(hashed(ROWS, USERS));
	});

	it('do not depend on rows that change nothing', () => {
		expect(hashed([...ROWS, rejectedRow('X'), row('E')], [...USERS, user('E')])).toEqual(hashed(ROWS, USERS));
	});

	it.each([
		['the system', { lms: 'other' }],
		['its address', { address: 'https://test.acme.tld' }],
		['the operation', { operation: 'delete' }],
		['what happens to missing users', { missingUsers: 'lock' }],
		['the field that people are matched by', { keyField: 'email' }],
	])('are others with another value of %s', (_what, change) => {
		const others = hashesOf(planOf(ROWS, USERS, { missing: 'delete' }), { ...SCOPE, ...change });
		expect(others.planHash).not.toBe(hashed(ROWS, USERS).planHash);
		expect(others.removalsHash).not.toBe(hashed(ROWS, USERS).removalsHash);
	});

	it.each<[string, readonly Row[]]>([
		['person', [row('A', { title: 'Boss', name: 'Sally' }), row('X', { title: 'Clerk' })]],
		['value', [row('A', { title: 'Chief', name: 'Sally' }), row('B', { title: 'Clerk' })]],
		['field', [row('A', { title: 'Boss', name: 'Sally' }), row('B', { name: 'Clerk' })]],
		['clearing', [row('A', { title: null, name: 'Sally' }), row('B', { title: 'Clerk' })]],
		['row', [...ROWS, row('X')]],
	])('of the plan is another with another %s, that of the removals is not', (_what, rows) => {
		const others = hashed(rows, USERS);
		expect(others.planHash).not.toBe(hashed(ROWS, USERS).planHash);
		expect(others.removalsHash).toBe(hashed(ROWS, USERS).removalsHash);
	});

	it('is another when the same is done in another way', () => {
		const of = (kind: 'delete' | 'hide'): Plan => planOf([], [user('A')], { missing: 'delete', removal: () => kind });
		expect(hashesOf(of('hide'), SCOPE).planHash).not.toBe(hashesOf(of('delete'), SCOPE).planHash);
		expect(hashesOf(of('hide'), SCOPE).removalsHash).not.toBe(hashesOf(of('delete'), SCOPE).removalsHash);
	});

	it('are others when somebody else is removed', () => {
		const others = hashed(ROWS, [USERS[0] ?? user('A'), user('C'), user('E')]);
		expect(others.planHash).not.toBe(hashed(ROWS, USERS).planHash);
		expect(others.removalsHash).not.toBe(hashed(ROWS, USERS).removalsHash);
	});

	it.each(['delete', 'hide', 'lock'] as const)('count a person whom somebody pointed at as removed (%s)', (kind) => {
		const of = (key: string): string => doing(actionOf(kind, { row: row(key) })).removalsHash;
		expect(of('A')).not.toBe(of('B'));
	});

	it('tell accounts without a key apart by id', () => {
		const of = (id: string): string => doing(actionOf('delete', { user: user('', {}, { id }) })).removalsHash;
		expect(of('17')).not.toBe(of('18'));
		expect(of('17')).toBe(of('17'));
	});

	it('never cover a secret', () => {
		const withPin = (pin: string): Row => row('B', { title: 'Clerk', pin });
		expect(hashed([withPin('4711')], []).planHash).toBe(hashed([withPin('0815')], []).planHash);
		expect(blind(withPin('4711'))).toBe(blind(withPin('0815')));
		expect(blind(withPin('4711'))).toBe(blind(row('B', { title: 'Clerk' })));
	});

	it('cover what a ready-made operation changes, and the operation itself, which may say more', () => {
		const of = (to: string, orders: string): string =>
			doing(
				actionOf('update', {
					row: row('A', { orders }),
					changes: [{ field: 'title', from: 'Clerk', to }],
					send: ['orders'],
				}),
			).planHash;
		expect(of('Boss', 'x')).not.toBe(of('Boss', 'y'));
		expect(of('Boss', 'x')).not.toBe(of('Chief', 'x'));
	});

	it.each([
		['is only written', 'note'],
		['nobody in the list carries', 'badge'],
		['Acme does not know', 'colour'],
	])('of the plan covers what is sent along though it can not be compared: a field that %s', (_what, field) => {
		const of = (value: string): ReturnType<typeof hashesOf> =>
			hashed([row('A', { title: 'Boss', [field]: value })], USERS);
		expect(of('x').planHash).not.toBe(of('y').planHash);
		expect(of('x').planHash).toBe(of('x').planHash);
		expect(of('x').removalsHash).toBe(of('y').removalsHash);
	});

	it('of the plan is the same for one person whatever the order of columns, also of those that can not be compared', () => {
		const cells = { title: 'Boss', note: 'x', badge: '7', colour: 'red' };
		const turned = Object.fromEntries(Object.entries(cells).reverse());
		expect(hashed([row('A', turned)], USERS).planHash).toBe(hashed([row('A', cells)], USERS).planHash);
	});

	it('of the plan does not cover what can not be compared where nothing is sent', () => {
		const of = (note: string): string => hashed([row('A', { title: 'Clerk', note }), row('B')], USERS).planHash;
		expect(of('x')).toBe(of('y'));
	});

	it('cover every value of a blind run', () => {
		expect(blind(row('B', { title: 'Clerk' }))).not.toBe(blind(row('B', { title: 'Boss' })));
		expect(blind(row('B', { title: null }))).not.toBe(blind(row('B')));
		expect(blind(row('A'), row('B'))).toBe(blind(row('B'), row('A')));
	});
});
