import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import type { Connector } from '../../nodes/shared/model/connector';
import type { User } from '../../nodes/shared/model/directory';
import { CallFailed, RunError, type Failure } from '../../nodes/shared/model/failure';
import { account, acme, row, words, type Given, type Told } from './acme';

const USERS = ['ann', 'bob', 'cat', 'dan'].map((uid) => account(uid));
const ROWS = USERS.map(({ key }) => row(key));
const LEFT: Failure = { kind: 'server', status: 500, message: 'Acme answered 500.' };
const DELETE = { missingUsers: 'delete' };

/** A sync of these rows with these users. */
const sync = async (items: IDataObject[], parameters: Record<string, unknown> = {}, rest: Given = {}): Promise<Told> =>
	acme({ users: USERS, items, parameters, ...rest });
const writes = ({ calls }: Told): string[] =>
	calls.filter((call) => /^(create|update|delete|hide|lock|upsert|restore|reactivate) /.test(call));
/** A system that can't be read. */
const blind =
	(rest: Partial<Connector> = {}) =>
	() => ({ list: undefined, people: undefined, ...rest });

describe('a sync', () => {
	it('reads, lists, compares and writes what differs, in this order', async () => {
		const told = await sync([
			...ROWS.slice(0, 2),
			row('cat', { city: 'Oslo', Colour: 'red' }),
			row('new'),
			row('new'),
			row('bad', { email: '#REF!' }),
		]);
		expect(told.results).toMatchObject([
			{ operation: 'unchanged', key: 'ann', userId: '#ann' },
			{ operation: 'unchanged', key: 'bob' },
			{ operation: 'updated', key: 'cat', changes: [{ field: 'city', from: 'Rome', to: 'Oslo' }] },
			{ operation: 'created', key: 'new', name: 'Name new', email: 'new@x.tld', userId: '#new' },
			{ operation: 'created', key: 'new', duplicateOf: 3 },
			{ operation: 'rejected', key: 'bad', code: 'INVALID_ROW' },
		]);
		expect(told.calls).toEqual(['list', 'update cat', 'create new']);
		expect(told.summary).toMatchObject({
			lms: 'acme',
			operation: 'sync',
			status: 'partial',
			planQuality: 'full',
			directory: { users: 4, managed: 4, unmanaged: 0, protected: 0 },
			rows: { received: 6, valid: 5, rejected: 1, duplicates: 1 },
			mapping: { uid: 'uid', city: 'city' },
			ignoredColumns: ['Colour'],
			safety: { removals: 0, verdict: 'ok' },
		});
		expect(told.logs[0]).toMatch(/^Acme sync, run [0-9a-f-]{36}: 4 users read for 6 rows$/);
	});

	it('sends nothing when nothing differs', async () => {
		expect((await sync(ROWS)).calls).toEqual(['list']);
	});

	it('sends nothing in a dry run, which has the hash of the real one', async () => {
		const items = [...ROWS.slice(1), row('new')];
		const dry = await sync(items, { ...DELETE, dryRun: true });
		expect(dry.calls).toEqual(['list']);
		expect(words(dry)).toEqual(['unchanged', 'unchanged', 'unchanged', 'created', 'deleted']);
		const real = await sync(items, DELETE);
		expect(writes(real)).toEqual(['create new', 'delete ann']);
		expect([real.summary.planHash, real.summary.removalsHash]).toEqual([
			dry.summary.planHash,
			dry.summary.removalsHash,
		]);
	});

	it('reads rows by the options', async () => {
		const changes = async (items: IDataObject[], options: IDataObject) =>
			(await sync(items, { options, dryRun: true }, { users: [account('ann', { values: { hired: '2020-01-01' } })] }))
				.results[0]?.changes;
		const clear = [row('ann', { city: '' }), row('new')];
		expect(await changes(clear, {})).toEqual([]);
		expect(await changes(clear, { blankValues: 'clear' })).toEqual([{ field: 'city', from: 'Rome', to: null }]);
		expect(await changes([row('ann', { hired: '03/04/2026' })], { dateFormat: 'dayFirst' })).toMatchObject([
			{ to: '2026-04-03' },
		]);
		expect(await changes([row('ann', { hired: '03/04/2026' })], { dateFormat: 'monthFirst' })).toMatchObject([
			{ to: '2026-03-04' },
		]);
		// Half past eleven at night in London is the next day in the workflow's Rome.
		expect(await changes([row('ann', { hired: '2026-01-15T23:30:00Z' })], {})).toMatchObject([{ to: '2026-01-16' }]);
	});

	it('sends unknown columns, and passwords, only where that is wanted', async () => {
		const sent: unknown[] = [];
		const rest: Given = { outcome: ({ action }) => (sent.push(action.send), { kind: 'done' }) };
		const items = [{ uid: 'new', name: 'New', Colour: 'red', password: 'open-sesame' }];
		await sync(items, {}, rest);
		await sync(items, { options: { sendUnknownColumns: true } }, rest);
		await sync(items, { options: { sendPassword: true } }, rest);
		expect(sent).toEqual([
			['uid', 'name'],
			['uid', 'name', 'Colour'],
			['uid', 'name', 'password'],
		]);
	});

	it('makes no account for a row without name and e-mail', async () => {
		const told = await sync([
			{ uid: 'new', city: 'Oslo' },
			{ uid: 'ann', city: 'Oslo' },
			{ uid: 'bea', email: 'b@x' },
		]);
		expect(told.results).toMatchObject([
			{
				operation: 'rejected',
				attempted: 'created',
				code: 'INVALID_ROW',
				message: expect.stringContaining('neither a name'),
			},
			{ operation: 'updated' },
			{ operation: 'created' },
		]);
	});

	it('takes what looks like no key for one where somebody has exactly it', async () => {
		const users = [...USERS, account('null')];
		const told = await sync([row('null', { city: 'Oslo' }), row('NULL'), row('#N/A')], {}, { users });
		expect(told.results).toMatchObject([
			{ operation: 'updated', key: 'null', userId: '#null' },
			{ operation: 'rejected', key: '', code: 'INVALID_ROW' },
			{ operation: 'rejected', key: '', code: 'INVALID_ROW' },
		]);
	});

	it('shows no password of a row, whatever the system says', async () => {
		const told = await sync(
			[row('new', { password: 'open-sesame' }), row('old', { password: '' })],
			{ options: { sendPassword: true, includeResponse: true } },
			{
				outcome: () => ({
					kind: 'failed',
					code: 'VENDOR_REJECTED',
					message: 'open-sesame is weak',
					extras: { hints: ['not open-sesame'], response: { said: ['open-sesame'] } },
				}),
			},
		);
		expect(told.results[0]).toMatchObject({
			message: '[secret] is weak',
			hints: ['not [secret]'],
			response: { said: ['[secret]'] },
		});
		expect(JSON.stringify(told)).not.toContain('open-sesame');
	});

	it('treats a password column that the system lists no field for as it treats a listed one', async () => {
		const run = async (pwd: string, parameters: Record<string, unknown> = {}, rest: Given = {}): Promise<Told> =>
			sync(
				[row('new', { 'Initial Password': pwd }), row('ann', { 'Initial Password': pwd })],
				{ options: { sendUnknownColumns: true, sendPassword: true, includeResponse: true }, ...parameters },
				rest,
			);
		const sent: unknown[] = [];
		const told = await run(
			'open-sesame',
			{},
			{
				outcome: ({ action }) => (
					sent.push(action.send),
					{
						kind: 'failed',
						code: 'VENDOR_REJECTED',
						message: 'open-sesame is weak',
						extras: { response: { said: ['open-sesame'] } },
					}
				),
			},
		);
		expect(sent).toEqual([expect.arrayContaining(['Initial Password'])]);
		expect(told.results[0]).toMatchObject({
			operation: 'failed',
			message: '[secret] is weak',
			response: { said: ['[secret]'] },
		});
		expect(told.results[1]).toMatchObject({ operation: 'unchanged' });
		expect(JSON.stringify(told)).not.toContain('open-sesame');
		for (const rest of [{}, { connector: blind() }]) {
			const [one, other] = await Promise.all(
				['open-sesame', 'another-one'].map(async (pwd) => run(pwd, { dryRun: true }, rest)),
			);
			expect(one?.summary.planHash).toBe(other?.summary.planHash);
			expect(JSON.stringify([one, other])).not.toMatch(/open-sesame|another-one/);
		}
	});

	it('leaves secrets out of the hash, and has vendor, address, operation, missing users and key in it', async () => {
		const hash = async (rest: Partial<Connector>, item = {}, parameters = {}, node = {}) =>
			(
				await sync(
					[row('a', { password: 'open-sesame', ...item })],
					{ dryRun: true, options: { sendPassword: true }, ...parameters },
					{ connector: blind(rest), node },
				)
			).summary.planHash;
		const [plain, ...others] = await Promise.all([
			hash({}),
			hash({ address: 'https://other.tld' }),
			hash({ keyField: 'email' }),
			hash({}, {}, { operation: 'hide' }),
			hash({}, {}, DELETE),
			hash({}, { city: 'Oslo' }),
			hash({}, {}, {}, { vendor: { name: 'other', label: 'Acme', credential: 'acmeApi' } }),
		]);
		expect(new Set([plain, ...others]).size).toBe(7);
		expect(await hash({}, { password: 'another-one' })).toBe(plain);
	});
});

describe('a source from which nobody can tell who is missing', () => {
	const LOOP = { getParentNodes: () => [{ name: 'Loop' }], getChildNodes: () => [{ name: 'Loop' }] };

	it('stops a run that nothing came into, whatever it was to do', async () => {
		for (const items of [[], [{}]])
			for (const parameters of [{}, DELETE]) {
				const told = await sync(items, parameters);
				expect(told.error?.message).toBe('Nothing came in: connect a node that gives one item per person.');
				expect(told.calls).toEqual([]);
			}
	});

	it.each<[string, IDataObject[], Given]>([
		['has no valid row', [{ uid: '' }, { city: 'Rome' }], {}],
		['comes in slices', ROWS, { context: LOOP }],
		['comes in slices, for the second time', ROWS, { context: { getWorkflowDataProxy: () => ({ $runIndex: 1 }) } }],
	])('stops a run that is to remove people when it %s, before anything is read', async (_how, items, rest) => {
		const told = await sync(items, DELETE, rest);
		expect(told.error).toMatchObject({
			message: expect.stringContaining('would look missing'),
			description: 'Nothing was sent. Correct the list, or set Missing Users to Ignore.',
		});
		expect(told.calls).toEqual([]);
		expect((await sync(items, {}, rest)).error).toBeUndefined();
	});

	it('is none when an agent calls for the second time', async () => {
		const told = await acme({
			users: USERS,
			parameters: { usersFrom: 'json', usersJson: ROWS, ...DELETE, dryRun: true },
			self: { type: 'acmeTool' },
			context: { getWorkflowDataProxy: () => ({ $runIndex: 1 }) },
		});
		expect(told.error).toBeUndefined();
	});
});

describe('limits', () => {
	const half = ROWS.slice(0, 2);

	it('stop the run with what to do', async () => {
		const told = await sync(half, DELETE);
		expect(told.error).toMatchObject({
			message: expect.stringContaining('2 removals'),
			description: expect.stringContaining('Approved Plan'),
		});
		expect(writes(told)).toEqual([]);
	});

	it('may only be reported: nothing is sent, and every row is as it was planned', async () => {
		const told = await sync([...half, row('new')], { ...DELETE, safety: { onLimit: 'report' } });
		expect(words(told)).toEqual(['unchanged', 'unchanged', 'planned', 'blocked', 'blocked']);
		expect(told.summary).toMatchObject({ status: 'blocked', safety: { verdict: 'blocked', removals: 2 } });
		expect(writes(told)).toEqual([]);
	});

	it('may skip removals alone, with a warning', async () => {
		const told = await sync([...half, row('new')], { ...DELETE, safety: { onLimit: 'skipRemovals' } });
		expect(words(told)).toEqual(['unchanged', 'unchanged', 'created', 'blocked', 'blocked']);
		expect(told.summary.warnings).toEqual([expect.stringContaining('Removals were skipped')]);
	});

	describe('leave a row that waits for the address of somebody who stays', () => {
		const taker = row('new', { email: 'dan@x.tld' });
		const ignore = { options: { keyChanges: 'ignore' } };
		const skip = { ...DELETE, ...ignore, safety: { onLimit: 'skipRemovals', maxRemovals: 0 } };
		const taken = {
			operation: 'rejected',
			attempted: 'created',
			code: 'EMAIL_TAKEN',
			conflict: { field: 'email', heldBy: '#dan' },
		};

		it('rejected where removals are skipped, and nothing is sent for it', async () => {
			const told = await sync([...ROWS.slice(0, 3), taker], skip);
			expect(told.results.slice(3)).toMatchObject([taken, { operation: 'blocked', key: 'dan', code: 'REMOVAL_LIMIT' }]);
			expect(writes(told)).toEqual([]);
		});

		it('rejected where the source is damaged, in a dry run too', async () => {
			const broken = { ...row('x'), uid: '' };
			for (const dryRun of [true, false]) {
				const told = await sync([...ROWS.slice(0, 3), broken, taker], { ...DELETE, ...ignore, dryRun });
				expect(told.results.slice(3)).toMatchObject([
					{ code: 'INVALID_ROW' },
					taken,
					{ operation: 'blocked', key: 'dan', code: 'SOURCE_DAMAGED' },
				]);
				expect(writes(told)).toEqual([]);
			}
		});

		it('as it was planned in a dry run and in a report, so that somebody can approve both', async () => {
			expect(words(await sync([...ROWS.slice(0, 3), taker], { ...skip, dryRun: true }))).toEqual([
				'unchanged',
				'unchanged',
				'unchanged',
				'created',
				'deleted',
			]);
			expect(
				words(await sync([...ROWS.slice(0, 3), taker], { ...skip, safety: { onLimit: 'report', maxRemovals: 0 } })),
			).toEqual(['unchanged', 'unchanged', 'unchanged', 'planned', 'blocked']);
		});
	});

	it("are lifted by the plan's hash, or by that of its removals", async () => {
		const { summary } = await sync(half, { ...DELETE, dryRun: true });
		for (const approvedPlan of [summary.planHash, summary.removalsHash])
			expect(writes(await sync(half, { ...DELETE, safety: { approvedPlan } }))).toEqual(['delete cat', 'delete dan']);
	});

	it('by group need a field', async () => {
		expect((await sync(ROWS, { safety: { groupBy: 'floor' } })).error).toMatchObject({
			message: 'Group By names "floor", which is not a field.',
			description: 'Use one of: uid, name, email, city, hired, boss, password.',
		});
		expect((await sync(ROWS, { safety: { groupBy: 'city' } })).error).toBeUndefined();
	});
});

describe('who may be removed', () => {
	it('is nobody protected, and nobody out of scope', async () => {
		const users = [...USERS.slice(0, 3), account('dan', { values: { city: 'Oslo' } })];
		const told = await sync(
			ROWS.slice(0, 1),
			{ ...DELETE, dryRun: true, safety: { protectedUsers: 'bob', scopeField: 'city', scopeValues: 'Rome' } },
			{ users },
		);
		expect(told.results.map(({ key, operation }) => [key, operation])).toEqual([
			['ann', 'unchanged'],
			['cat', 'deleted'],
		]);
		expect(told.summary.directory).toMatchObject({ protected: 1 });
	});

	it('is carried out as the vendor says', async () => {
		for (const [missingUsers, write] of [
			['lock', 'lock dan'],
			['deleteAndHide', 'hide dan'],
		])
			expect(writes(await sync(ROWS.slice(0, 3), { missingUsers }))).toEqual([write]);
	});
});

describe('the directory', () => {
	it("stops the run when it can't be read", async () => {
		const told = await sync(ROWS, {}, { failing: { list: LEFT } });
		expect(told.error).toMatchObject({
			message: 'The directory could not be read, so nothing was sent: Acme answered 500.',
			description:
				'Acme has a problem at present. Run again later, and give the run id to the support of Acme if it happens again.',
		});
		expect(told.calls).toEqual(['list']);
		expect((await sync(ROWS, {}, { failing: { list: new RunError('Incomplete.', 'Do this.') } })).error).toMatchObject({
			message: 'Incomplete.',
			description: 'Do this.',
		});
	});

	it('gives way to a blind run where the vendor refuses the list', async () => {
		const told = await sync([row('new')], {}, { connector: () => ({ list: async () => undefined }) });
		expect(told.summary.planQuality).toBe('blind');
		expect(writes(told)).toEqual(['upsert new']);
	});

	it('is asked for the valid rows only', async () => {
		let asked: unknown;
		await sync(
			[row('ann'), row('ann'), row('bad', { email: '#REF!' })],
			{},
			{
				connector: (usual) => ({
					list: async (rows) => ((asked = (await rows).map(({ key }) => key)), usual.list?.(rows)),
				}),
			},
		);
		expect(asked).toEqual(['ann']);
	});
});

describe('a handful of rows', () => {
	/** A system that knows people by key. */
	const known = (more: Partial<Connector> = {}): Given => ({
		connector: () => ({ lookUpRows: 2, find: async (key) => USERS.find((user) => user.key === key), ...more }),
	});
	const finding = (found: string[], users: readonly User[] = USERS): Given =>
		known({
			find: async (key) => {
				found.push(key);
				return users.find((user) => user.key === key);
			},
		});

	it('is looked up one by one instead of listing everybody', async () => {
		const found: string[] = [];
		const told = await sync(
			[row('ann', { city: 'Oslo' }), row('new'), row('new'), row('bad', { email: '#REF!' })],
			{},
			finding(found),
		);
		expect(told.calls).toEqual(['update ann', 'create new']);
		expect(found).toEqual(expect.arrayContaining(['ann', 'new']));
		expect(found).not.toContain('bad');
		expect(told.summary.planQuality).toBe('lookup');
	});

	it.each<[string, IDataObject[], Record<string, unknown>, Given]>([
		['there are more of them', ROWS.slice(0, 3), {}, known()],
		['people may be missing', [...ROWS.slice(0, 2)], { ...DELETE, dryRun: true }, known()],
		['there is no look-up', ROWS.slice(0, 2), {}, { connector: () => ({ lookUpRows: 2 }) }],
	])('is not when %s', async (_when, items, parameters, rest) => {
		const told = await sync(items, parameters, rest);
		expect(told.calls).toEqual(['list']);
		expect(told.summary.planQuality).toBe('full');
	});

	it('makes no twin of a person whose key is spelt differently', async () => {
		const told = await sync([row('ANN')], {}, known());
		expect(told.results).toMatchObject([{ operation: 'rejected', code: 'AMBIGUOUS_MATCH' }]);
		expect(writes(told)).toEqual([]);
	});

	it('is not asked about under other spellings where the person is found', async () => {
		const found: string[] = [];
		await sync([row('ann')], {}, finding(found));
		expect(found).toEqual(['ann']);
	});

	it('brings along the people it names, once each, but not those who stand on a row', async () => {
		const found: string[] = [];
		await sync([row('ann', { boss: 'bob' }), row('cat', { boss: 'ann' })], { dryRun: true }, finding(found));
		expect(found).toEqual(['ann', 'cat', 'bob']);
		const told = await sync(
			[row('ann', { boss: 'bob' })],
			{ dryRun: true },
			finding([], [account('ann', { values: { boss: '#bob' } }), account('bob')]),
		);
		expect(words(told)).toEqual(['unchanged']);
	});

	it('matches addresses without case where the key is one', async () => {
		const users = [account('ann', { key: 'ann@x.tld' })];
		const told = await sync(
			[row('ann', { email: 'Ann@X.tld' })],
			{ dryRun: true },
			known({ keyField: 'email', find: async () => users[0] }),
		);
		expect(words(told)).toEqual(['unchanged']);
	});

	it('names nobody with a blank cell', async () => {
		const found: string[] = [];
		await sync(
			[row('ann', { boss: '' }), row('cat', { boss: 'bob' })],
			{ dryRun: true, options: { blankValues: 'clear' } },
			finding(found),
		);
		expect(found).toEqual(['ann', 'cat', 'bob']);
	});

	it('stops the run when a look-up fails', async () => {
		const told = await sync([row('ann')], {}, known({ find: async () => Promise.reject(new CallFailed(LEFT)) }));
		expect(told.error?.message).toBe('The directory could not be read, so nothing was sent: Acme answered 500.');
	});
});

describe('deleted accounts', () => {
	const eve = account('eve', { standing: 'deleted' });
	const returning = { returning: (user: User) => (user.standing === 'deleted' ? ('restore' as const) : undefined) };
	const finding = (asked: unknown[], users: readonly User[], rest: Partial<Connector> = returning): Given => ({
		connector: () => ({ findUnlisted: async (rows) => (asked.push(rows.map(({ key }) => key)), users), ...rest }),
	});

	it('of people who are back are restored, not created a second time', async () => {
		const asked: unknown[] = [];
		const told = await sync([row('ann'), row('eve'), row('new')], {}, finding(asked, [eve]));
		expect(asked).toEqual([['eve', 'new']]);
		expect(writes(told).sort()).toEqual(['create new', 'restore eve']);
		expect(told.summary).toMatchObject({ planQuality: 'full', directory: { users: 4 }, warnings: [] });
	});

	it("that are not restored are told with the vendor's advice, or without any", async () => {
		const advised = await sync([row('eve')], {}, finding([], [eve], { restoreAdvice: 'Restore it first.' }));
		expect(advised.results).toMatchObject([
			{
				operation: 'rejected',
				code: 'ALREADY_EXISTS',
				message: expect.stringMatching(/holds this User ID\. Restore it first\.$/),
			},
		]);
		expect((await sync([row('eve')], {}, finding([], [eve], {}))).results).toMatchObject([
			{ message: expect.stringMatching(/holds this User ID\. $/) },
		]);
	});

	it('are not looked for when everybody is listed', async () => {
		const asked: unknown[] = [];
		await sync(ROWS, {}, finding(asked, []));
		expect(asked).toEqual([]);
	});

	it('are not looked for where somebody else is near, unless that one has a row', async () => {
		const asked: unknown[] = [];
		await sync([row('ANN'), row('BOB', { email: 'other@x.tld' }), row('bob')], {}, finding(asked, []));
		expect(asked).toEqual([['BOB']]);
	});

	it('that are listed already are not held twice, and a list that moved is not trusted', async () => {
		const ann = account('ann');
		const told = await sync([row('new')], {}, finding([], [ann]));
		expect(told.summary).toMatchObject({ directory: { users: 4 }, counts: { created: 1 } });
		const moved = await sync([row('new')], {}, finding([], [{ ...ann, key: 'new' }]));
		expect(moved.error?.message).toMatch(/changed while it was read.*"ann".*"new"/);
		expect(writes(moved)).toEqual([]);
	});
});

describe('what a vendor may say of its users', () => {
	const keyless = account('', { id: '#9', email: 'new@x.tld', values: { uid: null, email: 'new@x.tld' } });

	it('is whether one without a key may be adopted; usually not', async () => {
		const users = [...USERS, keyless];
		expect((await sync([row('new')], {}, { users })).results).toMatchObject([{ code: 'EMAIL_TAKEN' }]);
		expect(
			(await sync([row('new')], {}, { users, connector: () => ({ mayAdopt: () => true }) })).results,
		).toMatchObject([{ operation: 'updated', adopted: true, userId: '#9' }]);
	});

	it('is whether a value may be taken from its holder; usually not', async () => {
		const items = [row('ann', { email: 'bob@x.tld' })];
		expect((await sync(items)).results).toMatchObject([
			{ code: 'EMAIL_TAKEN', conflict: { field: 'email', heldBy: '#bob' } },
		]);
		expect(words(await sync(items, {}, { connector: () => ({ takesOver: () => true }) }))).toEqual(['updated']);
	});

	it('is what to think of before the plan is carried out, told in a dry run too', async () => {
		const told = await sync(
			[row('new')],
			{ dryRun: true },
			{ connector: () => ({ cautions: (actions) => [`${actions.length} to come`] }) },
		);
		expect(told.summary.warnings).toEqual(['1 to come']);
	});
});

describe('a value that the vendor keeps differently', () => {
	const items = [row('ann', { city: 'Oslo-on-Sea' })];
	/** The vendor answers with a shorter value. */
	const rest = (store: IDataObject, city = 'Rome'): Given => ({
		users: [account('ann', { values: { city } })],
		outcome: () => ({ kind: 'done', shown: { city: 'Oslo' } }),
		context: { getWorkflowStaticData: (type: string) => (type === 'node' ? store : {}) },
	});

	it('is told as a hint, and not written again the next night', async () => {
		const store = {};
		const first = await sync(items, {}, rest(store));
		expect(first.results).toMatchObject([
			{ operation: 'updated', hints: ['Acme shows City as "Oslo", not "Oslo-on-Sea".'] },
		]);
		const second = await sync(items, {}, rest(store, 'Oslo'));
		expect(writes(second)).toEqual([]);
		expect(second.results).toMatchObject([
			{ operation: 'unchanged', hints: [expect.stringContaining('was not sent again')] },
		]);
	});

	it('is nothing to tell when the reply shows nothing, or the write failed', async () => {
		for (const outcome of [
			{ kind: 'done' },
			{ kind: 'failed', code: 'VENDOR_REJECTED', message: 'No.', shown: { city: 'Oslo' } },
		] as const) {
			expect((await sync(items, {}, { ...rest({}), outcome: () => outcome })).results[0]?.hints).toEqual([]);
		}
	});
});

describe("a system that can't be read", () => {
	it('is sent every valid row, and nobody is removed', async () => {
		const told = await sync(
			[row('ann'), row('bad', { email: '#REF!' })],
			{ safety: { protectedUsers: 'x' } },
			{ connector: blind() },
		);
		expect(writes(told)).toEqual(['upsert ann']);
		expect(told.summary).toMatchObject({ planQuality: 'blind', warnings: [] });
	});

	it('leaves protected users alone: unchanged in a sync, blocked where the operation aims at them, free to be restored', async () => {
		const safety = { protectedUsers: 'ann' };
		const of = async (operation: string, rest: Partial<Connector> = { blindWord: 'suspended' }) =>
			(
				await sync(
					[row('ann')],
					{ operation, safety },
					{ connector: blind(rest), outcome: () => ({ kind: 'done', operation: 'suspended' }) },
				)
			).results[0];
		expect(await of('sync')).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expect(await of('hide')).toMatchObject({ operation: 'blocked', attempted: 'suspended', code: 'PROTECTED' });
		expect(await of('hide', {})).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expect(await of('restore')).toMatchObject({ operation: 'suspended' });
	});

	it('has its word for a row that was not done', async () => {
		const told = await sync(
			[row('ann')],
			{},
			{
				connector: blind({ blindWord: 'suspended' }),
				outcome: () => ({ kind: 'failed', code: 'VENDOR_REJECTED', message: 'No.' }),
			},
		);
		expect(told.results).toMatchObject([{ operation: 'failed', attempted: 'suspended' }]);
	});

	it('has its cautions told', async () => {
		expect(
			(await sync([row('ann')], {}, { connector: blind({ cautions: () => ['Mind.'] }) })).summary.warnings,
		).toEqual(['Mind.']);
	});
});

describe('a long run', () => {
	const clock = useVirtualClock();
	const people = Array.from({ length: 6 }, (_, at) => row(`new${at}`));
	/** Each write takes four seconds. */
	const slow = { onCall: async (call: string) => (call.startsWith('create') ? clock.sleep(4000) : undefined) };

	it('tells its progress in the log every ten seconds', async () => {
		const { logs } = await sync(people, { options: { concurrency: 1 } }, slow);
		expect(logs.slice(1, -1)).toEqual([
			expect.stringMatching(/^Acme sync, run [0-9a-f-]{36}: 3 of 6 done$/),
			expect.stringMatching(/: 6 of 6 done$/),
		]);
	});

	it('sends several calls at once, as many as it may', async () => {
		await sync(people, { options: { concurrency: 3 } }, slow);
		expect(clock.elapsed()).toBe(8000);
	});

	it('carries as many people in a call as it may', async () => {
		const sizes: number[] = [];
		const batch = (usual: Connector): Partial<Connector> => ({
			lanes: { save: { size: 4, repeat: 'safe', notFound: 'wrongPath' } },
			write: async (lane, tasks) => (sizes.push(tasks.length), usual.write(lane, tasks)),
		});
		await sync(people, {}, { connector: batch });
		await sync(people, { options: { batchSize: 3 } }, { connector: batch });
		expect(sizes).toEqual([4, 2, 3, 3]);
	});

	it('repeats a failed call as often as it may', async () => {
		const told = await sync([row('new')], { options: { maxAttempts: 3 } }, { failing: { 'create new': LEFT } });
		expect(writes(told)).toEqual(['create new', 'create new', 'create new']);
		expect(told.results).toMatchObject([{ operation: 'unknown', code: 'OUTCOME_UNKNOWN', attempts: 3 }]);
	});

	it('looks several people up at once', async () => {
		const find = async () => (await clock.sleep(1000), account('x'));
		await sync(
			people.slice(0, 4).map((one, at) => ({ ...one, boss: `boss${at}` })),
			{ dryRun: true, options: { concurrency: 2 } },
			{ connector: () => ({ lookUpRows: 9, find }) },
		);
		expect(clock.elapsed()).toBe(4000);
	});
});

describe('an incomplete vendor', () => {
	it('without the field to match by is told as such', async () => {
		const told = await sync(ROWS, {}, { connector: () => ({ keyField: 'none' }) });
		expect(told.error?.message).toBe('Acme has no field "none" to match people by.');
	});
});
