import type { Failure } from '../../nodes/shared/model/failure';
import { account, acme, words, type Given, type Told } from './acme';

const BOB = account('bob');
const SUE = account('sue');
const USERS = [BOB, SUE];

/** A locator, as n8n gives it for each item. */
const by = (mode: unknown, ...values: unknown[]) => ({ userId: (item: number) => ({ mode, value: values[item] }) });
/** One operation on so many items. */
const run = async (
	operation: string,
	parameters: Record<string, unknown>,
	items = 1,
	rest: Given = {},
): Promise<Told> =>
	acme({
		users: USERS,
		...rest,
		items: Array.from({ length: items }, () => ({})),
		parameters: { operation, ...parameters },
	});

const DOWN: Failure = { kind: 'server', status: 500, message: 'Acme answered 500.' };
const FATAL: Failure[] = [
	{ kind: 'unauthorized', sent: true, message: 'Why.' },
	{ kind: 'redirect', message: 'Why.' },
	{ kind: 'rateLimited', message: 'Why.' },
	{ kind: 'cancelled', sent: false, message: 'Why.' },
	{ kind: 'network', reached: false, passing: false, message: 'Why.' },
];
const PASSING: Array<[Failure, string, string]> = [
	[{ kind: 'forbidden', message: 'Why.' }, 'FORBIDDEN', 'The person could not be looked up, so nothing was done. Why.'],
	[
		{ kind: 'refused', status: 400, message: 'Why.', body: {} },
		'VENDOR_REJECTED',
		'The person could not be looked up, so nothing was done. Why.',
	],
	[{ kind: 'timeout', message: 'Why.' }, 'TIMEOUT', 'The person could not be looked up, so nothing was done. Why.'],
	[
		{ kind: 'network', reached: true, passing: true, message: 'Why.' },
		'SERVER_ERROR',
		'The person could not be looked up, so nothing was done. Why.',
	],
	[DOWN, 'SERVER_ERROR', 'The person could not be looked up, so nothing was done. Acme answered 500.'],
	[
		{ kind: 'notFound', message: 'Why.' },
		'NOT_FOUND',
		'Why. Acme has no account with the uid "bob". Check that value.',
	],
	[
		{ kind: 'unreadable', message: 'Why.' },
		'NO_RESULT',
		'The person could not be looked up, so nothing was done. Why.',
	],
];

describe('one person at a time', () => {
	it('is looked up and acted on, with one result for each item', async () => {
		const told = await run('delete', by('uid', 'sue', 'bob'), 2);
		expect(told.results).toMatchObject([
			{
				operation: 'deleted',
				deleted: true,
				key: 'sue',
				userId: '#sue',
				name: 'Name sue',
				email: 'sue@x.tld',
				attempts: 1,
				dryRun: false,
			},
			{ operation: 'deleted', key: 'bob' },
		]);
		expect(told.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(told.calls.sort()).toEqual(['delete bob', 'delete sue', 'locate uid bob', 'locate uid sue']);
		expect(told.summary).toMatchObject({
			operation: 'delete',
			status: 'ok',
			counts: { deleted: 2 },
			planQuality: 'lookup',
			warnings: [],
			mapping: {},
			ignoredColumns: [],
			rows: { received: 2, valid: 2, rejected: 0, duplicates: 0 },
			directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 },
			safety: { removals: 2, limit: 200, limitPercent: 5, verdict: 'ok' },
			planHash: expect.stringMatching(/^sha256:/),
			removalsHash: expect.stringMatching(/^sha256:/),
		});
	});

	it.each([
		['delete', 'deleted'],
		['hide', 'hidden'],
		['restore', 'restored'],
	])('by %s ends as %s, and in a dry run is told so without a write', async (operation, word) => {
		expect(words(await run(operation, by('id', '#bob')))).toEqual([word]);
		const dry = await run(operation, { ...by('id', '#bob'), dryRun: true });
		expect(dry.results).toMatchObject([{ operation: word, dryRun: true, attempts: 0 }]);
		expect(dry.calls).toEqual(['locate id #bob']);
		expect(dry.summary.status).toBe('planned');
	});

	it('has a hash that tells operations, people and addresses apart', async () => {
		const hash = async (operation: string, id: string, rest: Given = {}) =>
			(await run(operation, { ...by('id', id), dryRun: true }, 1, rest)).summary.planHash;
		const hashes = await Promise.all([
			hash('delete', '#bob'),
			hash('hide', '#bob'),
			hash('delete', '#sue'),
			hash('delete', '#bob', { connector: () => ({ address: 'https://other.tld' }) }),
			hash('delete', '#bob', { connector: () => ({ keyField: 'email' }) }),
			hash('delete', '#bob', { node: { vendor: { name: 'other', label: 'Acme', credential: 'acmeApi' } } }),
		]);
		expect(new Set(hashes).size).toBe(6);
		expect(await hash('delete', '#bob')).toBe(hashes[0]);
	});

	it('is acted on once, though several items point at them', async () => {
		const told = await run(
			'delete',
			{ userId: (item: number) => [{ mode: 'uid', value: 'bob' }, '#bob', { mode: 'list', value: '#bob' }][item] },
			3,
		);
		expect(told.results).toMatchObject([
			{ operation: 'deleted' },
			{ operation: 'deleted', duplicateOf: 0 },
			{ operation: 'deleted', duplicateOf: 0 },
		]);
		expect(told.calls.filter((call) => call.startsWith('delete'))).toEqual(['delete bob']);
		expect(told.summary.rows).toMatchObject({ received: 3, duplicates: 2 });
	});

	it('is missed once for each value that several items repeat', async () => {
		const told = await run('delete', by('uid', 'ann', 'ann', 'eve'), 3);
		expect(told.results.map(({ code, duplicateOf, key }) => [code, duplicateOf, key])).toEqual([
			['NOT_FOUND', undefined, 'ann'],
			['NOT_FOUND', 0, 'ann'],
			['NOT_FOUND', undefined, 'eve'],
		]);
	});

	it("brings along the vendor's reply where that is wanted", async () => {
		const rest: Given = { outcome: () => ({ kind: 'done', extras: { response: { ok: 1 } } }) };
		expect((await run('delete', by('id', '#bob'), 1, rest)).results[0]).not.toHaveProperty('response');
		expect(
			(await run('delete', { ...by('id', '#bob'), options: { includeResponse: true } }, 1, rest)).results[0],
		).toMatchObject({ response: { ok: 1 } });
	});

	it('is told as failed when the write fails', async () => {
		const told = await run('delete', { ...by('id', '#bob'), options: { maxAttempts: 1 } }, 1, {
			failing: { 'delete bob': { kind: 'refused', status: 400, message: 'No.', body: {} } },
		});
		expect(told.results).toMatchObject([
			{ operation: 'failed', attempted: 'deleted', code: 'VENDOR_REJECTED', message: 'No.' },
		]);
	});
});

describe('a person who is to be left alone', () => {
	const boss = account('boss', { offLimits: 'has the role Admin' });

	it.each(['delete', 'hide'] as const)('is not touched by %s', async (operation) => {
		const told = await run(operation, { ...by('uid', 'BOB', 'boss', 'bob'), safety: { protectedUsers: 'B*b' } }, 3, {
			users: [BOB, boss],
		});
		expect(told.results).toMatchObject([
			{ operation: 'blocked', code: 'PROTECTED', key: 'BOB' },
			{
				operation: 'blocked',
				code: 'PROTECTED',
				message: 'Left alone: this account has the role Admin.',
				userId: '#boss',
				attempted: operation === 'delete' ? 'deleted' : 'hidden',
			},
			{
				operation: 'blocked',
				code: 'PROTECTED',
				message: 'Left alone: this account is in Protected Users.',
				userId: '#bob',
				key: 'bob',
			},
		]);
		expect(told.calls.filter((call) => !call.startsWith('locate'))).toEqual([]);
	});

	it('is not touched either where the vendor acts on a key without showing the account', async () => {
		const people = { decideUnseen: () => ({ kind: 'act', action: 'hide' }) as const };
		const told = await run('hide', { ...by('uid', 'ann', 'eve'), safety: { protectedUsers: 'ann' } }, 2, { people });
		expect(told.results).toMatchObject([
			{ operation: 'blocked', code: 'PROTECTED', key: 'ann' },
			{ operation: 'hidden', key: 'eve' },
		]);
		expect(told.calls).not.toContain('hide ann');
	});

	it('may be restored', async () => {
		expect(
			words(
				await run('restore', { ...by('uid', 'bob', 'boss'), safety: { protectedUsers: 'bob' } }, 2, {
					users: [BOB, boss],
				}),
			),
		).toEqual(['restored', 'restored']);
	});
});

describe('a person who is not found', () => {
	it.each([
		['uid', 'uid'],
		['id', 'id'],
		['list', 'id'],
	])('by %s is told with the value', async (mode, word) => {
		const told = await run('delete', by(mode, 'ann'));
		expect(told.results).toEqual([
			expect.objectContaining({
				success: false,
				operation: 'failed',
				attempted: 'deleted',
				code: 'NOT_FOUND',
				key: 'ann',
				userId: '',
				name: '',
				email: '',
				message: `Acme has no account with the ${word} "ann". Check that value.`,
			}),
		]);
		expect(told.summary.status).toBe('failed');
	});

	it.each([
		['uid', { id: '', key: 'ann' }],
		['id', { id: 'ann', key: '' }],
		['list', { id: 'ann', key: '' }],
	])('by %s may be acted on by that value, where the vendor can', async (mode, target) => {
		const seen: unknown[] = [];
		const told = await run('hide', by(mode, 'ann'), 1, {
			people: { decideUnseen: () => ({ kind: 'act', action: 'hide' }) },
			outcome: ({ action }) => {
				seen.push(action.user);
				return { kind: 'done' };
			},
		});
		expect(seen).toEqual([{ ...target, name: '', email: '', values: {}, standing: 'active' }]);
		expect(told.results).toMatchObject([{ operation: 'hidden', key: 'ann' }]);
	});

	it("may be settled by the vendor's rules, whose words then stand", async () => {
		const settle = (decision: object, users = USERS) =>
			run('delete', by('uid', 'bob'), 1, {
				users,
				people: {
					decide: () => ({ kind: 'settled', ...decision }) as never,
					decideUnseen: () => ({ kind: 'settled', ...decision }) as never,
				},
			});
		expect(
			(await settle({ operation: 'deleted', code: '', message: 'Gone already.', alreadyAbsent: true }, [])).results,
		).toMatchObject([
			{ operation: 'deleted', alreadyAbsent: true, deleted: true, message: 'Gone already.', userId: '' },
		]);
		expect((await settle({ operation: 'failed', code: 'NOT_FOUND', message: 'Nobody.' }, [])).results).toMatchObject([
			{ message: 'Nobody.' },
		]);
		expect((await settle({ operation: 'failed', code: 'NOT_DELETED', message: '' })).results).toMatchObject([
			{ code: 'NOT_DELETED', message: '', userId: '#bob', attempted: 'deleted' },
		]);
	});

	it('is deleted already, and failed otherwise, where the vendor says nothing else', async () => {
		const people = { decideUnseen: undefined };
		expect((await run('delete', by('uid', 'ann'), 1, { people })).results).toMatchObject([
			{ operation: 'deleted', alreadyAbsent: true, message: 'Nothing to delete: there is no such account.' },
		]);
		expect((await run('hide', by('uid', 'ann'), 1, { people })).results).toMatchObject([
			{ operation: 'failed', code: 'NOT_FOUND', message: 'Acme has no account with the uid "ann". Check that value.' },
		]);
	});

	it("has the name of the item's value where the account has no key", async () => {
		const told = await run('delete', by('id', '#bob'), 1, { users: [account('bob', { key: '' })] });
		expect(told.results).toMatchObject([{ key: '#bob', name: 'Name bob', userId: '#bob' }]);
	});
});

describe.each(['delete', 'getSummary'])('looking people up for %s', (operation) => {
	it.each(FATAL)('stops before anything is sent when nobody can be: %j', async (failure) => {
		const told = await run(operation, by('uid', 'bob', 'sue'), 2, { failing: { 'locate uid bob': failure } });
		expect(told.error).toMatchObject({
			name: 'NodeOperationError',
			message: 'The person could not be looked up, so nothing was sent: Why.',
			description: expect.stringMatching(/\w\)?\.$/),
		});
		expect(told.calls.filter((call) => !call.startsWith('locate'))).toEqual([]);
	});

	it.each(PASSING)('tells this row alone when it fails so: %j', async (failure, code, message) => {
		const told = await run(operation, by('uid', 'bob', 'sue'), 2, { failing: { 'locate uid bob': failure } });
		expect(told.results).toMatchObject([
			{
				success: false,
				operation: 'failed',
				attempted: operation === 'delete' ? 'deleted' : 'found',
				code,
				message,
				key: 'bob',
			},
			{ success: true, key: 'sue' },
		]);
		expect(told.results.map(({ dryRun }) => dryRun)).toEqual([false, false]);
	});

	it('stops when no answer can be read at all, as the address seems to be wrong', async () => {
		const odd: Failure = { kind: 'unreadable', message: 'A web page.' };
		const told = await run(operation, by('uid', 'bob', 'sue'), 2, {
			failing: { 'locate uid bob': odd, 'locate uid sue': odd },
		});
		expect(told.error).toMatchObject({
			name: 'NodeOperationError',
			message: 'The person could not be looked up, so nothing was sent: A web page.',
			description: expect.stringContaining('Base URL'),
		});
	});

	it('stops soon where nothing can be read, whatever else is wrong with the list', async () => {
		const odd: Failure = { kind: 'unreadable', message: 'A web page.' };
		const names = ['', ...Array.from({ length: 60 }, (_, number) => `p${number}`)];
		const told = await run(operation, by('uid', ...names), names.length, {
			failing: Object.fromEntries(names.map((name) => [`locate uid ${name}`, odd])),
		});
		expect(told.error?.message).toContain('could not be looked up');
		expect(told.calls.length).toBeLessThanOrEqual(20 + 4);
		const few = await run(operation, by('uid', '', 'p1'), 2, { failing: { 'locate uid p1': odd } });
		expect(few.error?.message).toContain('could not be looked up');
	});

	it('stops at a defect of the program', async () => {
		const told = await run(operation, by('uid', 'bob'), 1, {
			failing: { 'locate uid bob': new TypeError('x is undefined') },
		});
		expect(told.error?.message).toBe('x is undefined');
	});
});

describe('the person that an item points at', () => {
	it.each<[string, unknown, string]>([
		['a plain value, which is an id', '#bob', 'id #bob'],
		['a number', 7, 'id 7'],
		['a locator without a mode', { value: '#bob' }, 'id #bob'],
		['text with spaces around', { mode: 'uid', value: ' bob ' }, 'uid bob'],
		['text in another Unicode form', { mode: 'uid', value: 'u\u0308' }, 'uid \u00fc'],
	])('may be %s', async (_what, userId, located) => {
		expect((await run('delete', { userId })).calls[0]).toBe(`locate ${located}`);
	});

	const EMPTY = 'User is empty: give the id of one person.';
	const NO_TEXT = 'User is empty or not text: give the id of one person.';
	it.each<[unknown, string]>([
		['', EMPTY],
		[{ mode: 'uid', value: '  ' }, EMPTY],
		[null, NO_TEXT],
		[{ mode: 'id', value: undefined }, NO_TEXT],
		[true, NO_TEXT],
		[{ mode: 'id', value: ['a'] }, NO_TEXT],
		[{ mode: 'email', value: 'a' }, 'User has the mode "email"; it must be one of list, id, uid.'],
		[{ mode: 5, value: 'a' }, 'User has the mode 5; it must be one of list, id, uid.'],
		[2 ** 60, 'User is 1152921504606847000, which is not an exact whole number: give the id as text.'],
		[1.5, 'User is 1.5, which is not an exact whole number: give the id as text.'],
		['a\nb', 'User holds control characters, such as a line break.'],
		[
			() => {
				throw new Error(`x is undefined ${'!'.repeat(300)}`);
			},
			`The expression in User failed: x is undefined ${'!'.repeat(185)}`,
		],
	])("can't be %j", async (userId, message) => {
		for (const [operation, attempted] of [
			['delete', 'deleted'],
			['getSummary', 'found'],
		] as const) {
			const told = await run(operation, { userId });
			expect(told.results).toMatchObject([
				{ success: false, operation: 'rejected', attempted, code: 'INVALID_ROW', message, key: '', attempts: 0 },
			]);
			expect(told.calls).toEqual([]);
			expect(told.summary.rows).toMatchObject({ received: 1, rejected: 1 });
		}
	});

	it('is nobody where the parameter is missing', async () => {
		expect((await run('delete', {})).results).toMatchObject([{ operation: 'rejected', message: EMPTY }]);
	});
});

describe('summaries of people', () => {
	it('stand in the order of the items, and need no write', async () => {
		const told = await run('getSummary', by('uid', 'sue', 'ann', 'bob'), 3, {
			users: [SUE, account('bob', { key: 'bobby' }), BOB],
		});
		expect(told.results).toMatchObject([
			{
				operation: 'found',
				key: 'sue',
				userId: '#sue',
				name: 'Name sue',
				summary: { courses: 3 },
				attempts: 1,
				dryRun: false,
			},
			{
				operation: 'failed',
				attempted: 'found',
				code: 'NOT_FOUND',
				key: 'ann',
				attempts: 1,
				message: 'Acme has no account with the uid "ann". Check that value.',
			},
			{ operation: 'found', key: 'bob' },
		]);
		expect(told.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(told.results.map(({ dryRun }) => dryRun)).toEqual([false, false, false]);
		expect(told.summary).toMatchObject({
			status: 'partial',
			counts: { found: 2, failed: 1 },
			planHash: '',
			removalsHash: '',
		});
	});

	it("that fail are that row's result", async () => {
		const told = await run('getSummary', by('uid', 'bob', 'sue'), 2, { failing: { 'summarise bob': DOWN } });
		expect(told.results).toMatchObject([
			{
				operation: 'failed',
				attempted: 'found',
				code: 'SERVER_ERROR',
				message: 'Acme answered 500.',
				userId: '#bob',
				attempts: 1,
				dryRun: false,
			},
			{ operation: 'found' },
		]);
	});

	it("that can't be had at all stop the run", async () => {
		const told = await run('getSummary', by('uid', 'bob'), 1, {
			failing: { 'summarise bob': { kind: 'unauthorized', sent: true, message: 'Why.' } },
		});
		expect(told.error?.message).toContain('Why.');
	});

	it('are empty where the vendor has none', async () => {
		expect((await run('getSummary', by('uid', 'bob'), 1, { people: { summarise: undefined } })).results).toMatchObject([
			{ operation: 'found', summary: {} },
		]);
	});
});

describe('getting many users', () => {
	const many = Array.from({ length: 60 }, (_, at) => account(`u${at}`, { record: { raw: at } }));
	const get = async (parameters: Record<string, unknown>) => run('getMany', parameters, 1, { users: many });

	it.each([
		[{}, 50],
		[{ limit: 2.9 }, 2],
		[{ limit: '3' }, 3],
		[{ returnAll: true, limit: 0 }, 60],
		[{ returnAll: 'x', limit: 1 }, 1],
	])('with %j gives %d', async (parameters, count) => {
		expect((await get(parameters)).results).toHaveLength(count);
	});

	it('gives one record per user, simplified or as the vendor keeps it, all linked to the first item', async () => {
		const [simple] = (await get({ limit: 1 })).results;
		expect(simple).toMatchObject({ operation: 'found', key: 'u0', userId: '#u0', success: true, dryRun: false });
		expect(simple?.user).toEqual({
			id: '#u0',
			key: 'u0',
			standing: 'active',
			uid: 'u0',
			name: 'Name u0',
			email: 'u0@x.tld',
			city: 'Rome',
		});
		const raw = await get({ limit: 2, simplify: false });
		expect(raw.results.map(({ user }) => user)).toEqual([{ raw: 0 }, { raw: 1 }]);
		expect(raw.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		expect(raw.summary).toMatchObject({ status: 'ok', counts: { found: 2 }, planHash: '', removalsHash: '' });
	});

	it.each([0, 'x', -1])("can't have the limit %j", async (limit) => {
		expect((await get({ limit })).error).toMatchObject({
			message: 'Limit must be a number from 1.',
			description: 'Correct it, or switch on Return All.',
		});
	});
});
