import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { switchesOf } from '../../simulators';
import { jsonOf, operations } from './bridgeKit';
import { account, collaboratorBench, person, type CollaboratorBench } from './lmsCollaboratorKit';

const LOCK = { missingUsers: 'lock', dryRun: false };
const numbered = <T>(count: number, make: (number: number) => T): T[] =>
	Array.from({ length: count }, (_, at) => make(1000 + at));
const writes = (bench: CollaboratorBench): IDataObject[] =>
	bench.simulator.requests.filter(({ method }) => method === 'POST').map(({ body }) => body as IDataObject);
const reads = (bench: CollaboratorBench, path = '/api/v2/users/list'): number =>
	bench.simulator.requests.filter((one) => one.method === 'GET' && one.path === path).length;

describe('LMS Collaborator: the list', () => {
	const clock = useVirtualClock();
	let bench: CollaboratorBench;
	afterEach(async () => {
		expect(bench.simulator.failures).toEqual([]);
		await bench.close();
	});

	it('somebody new whose first try got no answer was created by it, as nobody had the key', async () => {
		bench = await collaboratorBench({ clock, users: [account(1000)] });
		bench.simulator.faults.add({ kind: 'resetAfter', match: { method: 'POST' } });
		const outcome = await bench.run([person(1000), person(1001)]);
		expect(jsonOf(outcome.results)[1]).toMatchObject({ operation: 'created', recovered: true, attempts: 2 });
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 1, created: 1 });
	});

	it('somebody under other names whom no search finds may have been changed by that try, which the message says', async () => {
		bench = await collaboratorBench({ clock, users: [account(1000)] });
		bench.simulator.faults.add({ kind: 'resetAfter', match: { method: 'POST' } });
		const row = { ...person(1000), login: 'new.login', email: 'new@company.tld', secondname: 'Neu', firstname: 'Name' };
		const outcome = await bench.run([row]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'created',
			recovered: true,
			message: expect.stringMatching(/If somebody had this UID under other names, that try has changed the account\.$/),
		});
	});

	it('a dry run, and a run that is refused, do not say that rows were sent', async () => {
		bench = await collaboratorBench({ clock, users: [account(1000)], switches: { list: 'forbidden' } });
		const dry = await bench.run([person(1000)], { dryRun: true });
		const refused = await bench.run([person(1000)], LOCK);
		const [told] = (dry.summary?.json.warnings ?? []) as string[];
		expect(told).toContain('Rows can only be sent as they stand, and nobody who is missing can be found.');
		for (const sentence of [told, refused.error?.message]) expect(sentence).not.toContain('was sent');
	});

	it.each(['asked', 'capped'] as const)(
		'5,000 users, 20 changed, 10 new, 15 missing: 30 imports and 15 blocks, and a second run writes nothing (page size %s)',
		async (pageSize) => {
			const users = numbered(5000, (number) => account(number, { city: 'Kyiv' }));
			bench = await collaboratorBench({ clock, users, switches: { pageSize } });
			const rows = numbered(5010, (number) =>
				person(number, { city: number < 1035 && number >= 1015 ? 'Lviv' : 'Kyiv' }),
			).slice(15);
			const outcome = await bench.run(rows, LOCK);
			expect(outcome.error).toBeUndefined();
			expect(outcome.summary?.json).toMatchObject({
				status: 'ok',
				planQuality: 'full',
				directory: { users: 5000, managed: 5000 },
				counts: { created: 10, updated: 20, unchanged: 4965, suspended: 15 },
				warnings: [],
			});
			expect(writes(bench)).toHaveLength(45);
			expect(writes(bench).slice(-15)).toEqual(numbered(15, (number) => ({ ...person(number), is_active: 0 })));
			// All pages, and, as there are new people, whoever ended each of them but the last.
			expect(reads(bench)).toBe(pageSize === 'asked' ? 5 + 4 : 500 + 499);
			expect(jsonOf(outcome.results)[0]).toMatchObject({
				operation: 'updated',
				userId: '16',
				changes: [{ field: 'city', from: 'Kyiv', to: 'Lviv' }],
			});
			bench.simulator.reset();
			const again = await bench.run(rows, LOCK);
			expect(writes(bench)).toEqual([]);
			expect(again.summary?.json).toMatchObject({ counts: { unchanged: 4995 } });
		},
		120_000,
	);

	it('sends nothing when the list does not hold together, and says why', async () => {
		const users = numbered(35, (number) => account(number));
		bench = await collaboratorBench({ clock, users, switches: { pageSize: 'capped' } });
		const rows = numbered(30, (number) => person(number, { city: 'Lviv' }));
		const page = (number: number, more: IDataObject): IDataObject => ({
			data: numbered(10, (id) => ({ ...account(id + 10 * (number - 1)), id: id + 10 * (number - 1) })),
			pager: { current: number, count: 4, total: 35, countPerPage: 10 },
			...more,
		});
		const wrong = async (body: unknown, nth: number): Promise<string> => {
			bench.simulator.faults.add({ kind: 'status', status: 200, body, match: { path: /users\/list/, nth } });
			return refused();
		};
		const refused = async (): Promise<string> => {
			const outcome = await bench.run(rows, LOCK);
			expect(writes(bench)).toEqual([]);
			expect(outcome.results).toEqual([]);
			bench.simulator.reset();
			return `${outcome.error?.message ?? ''} ${outcome.error?.description ?? ''}`;
		};
		bench.simulator.faults.add({ kind: 'repeatPage', match: { path: /users\/list/, nth: 3 } });
		expect(await refused()).toMatch(/can't be trusted: user \d+ was listed twice.*Nothing was sent/);
		bench.simulator.faults.add({ kind: 'cutListing', match: { path: /users\/list/, nth: 2 } });
		expect(await refused()).toMatch(/30 users were listed, but there are said to be 35/);
		bench.simulator.switches.pageNumber = 'ignored';
		expect(await refused()).toMatch(/page 1 came where page \d was asked for/);
		bench.simulator.switches.pageNumber = 'read';
		expect(await wrong(page(1, { pager: { current: 1, count: 4, total: 36, countPerPage: 10 } }), 1)).toMatch(
			/changed from 36 to 35|36/,
		);
		expect(await wrong({ data: [] }, 1)).toMatch(/without its users or its pager/);
		expect(await wrong(page(1, { data: [{ login: 'no id' }] }), 1)).toMatch(/without an id/);
		expect(await wrong('{"data":[{"id":9007199254740993}],"pager":{"current":1,"count":1,"total":1}}', 1)).toMatch(
			/without an id that can be told exactly|JSON/,
		);
		expect(await wrong(page(1, { pager: { current: 1, count: 1, total: 3, countPerPage: 10 } }), 1)).toMatch(
			/10 users were listed, but there are said to be 3/,
		);
	});

	it.each(['capped', 'ignored'] as const)(
		'a list that moved while it was read makes nobody new of somebody unseen (page size %s)',
		async (pageSize) => {
			const users = numbered(60, (number) => account(number));
			bench = await collaboratorBench({ clock, users, switches: { pageSize } });
			const { directory, faults } = bench.simulator;
			let pages = 0;
			faults.schedule(({ path }) => {
				if (path === '/api/v2/users/list' && ++pages === 4) {
					directory.remove('user.1003');
					directory.add(account('late'));
				}
				return undefined;
			});
			const rows = numbered(60, (number) =>
				person(number, number === 1030 ? { email: 'new@company.tld', position: 'Chief' } : {}),
			).filter(({ uid }) => uid !== 'cl1003');
			const outcome = await bench.run(rows, {
				options: { concurrency: 1 },
				safety: { protectedUsers: 'user.1030@company.tld' },
			});
			expect(outcome.error?.message).toContain('the list moved while it was read');
			expect(writes(bench)).toEqual([]);
			expect(directory.get('user.1030')).toMatchObject({ position: 'Clerk' });
		},
	);

	it('compares what is shown in the vendor’s form, and never writes it again', async () => {
		bench = await collaboratorBench({ clock });
		const rows = numbered(12, (number) =>
			person(number, {
				patronymic: 'Petrovych',
				birth_date: '26.07.1988',
				gender: 'female',
				is_active: 'yes',
				tags: 'b, a',
				department: ['Main', 'East'],
				phone: '+380971111111',
				user_field1: 'Cluster1',
			}),
		);
		for (const shownState of ['boolean', 'number'] as const) {
			bench.simulator.switches.shownState = shownState;
			expect((await bench.run(rows, LOCK)).error).toBeUndefined();
			bench.simulator.reset();
			const again = await bench.run(rows, LOCK);
			expect([operations(again), writes(bench)]).toEqual([rows.map(() => 'unchanged'), []]);
		}
		const changed = await bench.run(
			rows.map((row) => ({ ...row, gender: 'male', birth_date: '27.07.1988' })),
			{ ...LOCK, dryRun: true },
		);
		expect(jsonOf(changed.results)[0]?.changes).toEqual([
			{ field: 'birth_date', from: '1988-07-26', to: '1988-07-27' },
			{ field: 'gender', from: 1, to: 0 },
		]);
	});

	it('does not compare what a portal never shows, but sends it with other changes', async () => {
		bench = await collaboratorBench({
			clock,
			users: numbered(12, (number) => account(number)),
			switches: { shownFields: 'example' },
		});
		const rows = numbered(12, (number) => person(number, { position: 'Head', department: 'Sales' }));
		expect(operations(await bench.run(rows))).toEqual(rows.map(() => 'unchanged'));
		await bench.run([{ ...rows[0], firstname: 'New' }, ...rows.slice(1)]);
		expect(writes(bench)).toEqual([{ ...rows[0], firstname: 'New' }]);
	});

	it('blocks nobody whose required values are not shown, and says so', async () => {
		const users = numbered(40, (number) => account(number));
		bench = await collaboratorBench({ clock, users, switches: { shownFields: 'example' } });
		const rows = numbered(39, (number) => person(number));
		const outcome = await bench.run(rows, LOCK);
		expect(jsonOf(outcome.results)[39]).toMatchObject({
			success: false,
			operation: 'blocked',
			attempted: 'suspended',
			code: 'INCOMPLETE_RECORD',
			key: 'cl1039',
			message: expect.stringContaining('needs Position'),
		});
		expect(writes(bench)).toEqual([]);
		const lenient = await bench.run(rows, { ...LOCK, options: { requirePosition: false } });
		expect(jsonOf(lenient.results)[39]).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
	});

	it('never touches people without a UID, and names them when a row wants their login or e-mail', async () => {
		for (const shownUid of ['always', 'whereSet'] as const) {
			bench = await collaboratorBench({
				clock,
				users: [account(1), { ...account('hand'), uid: null }, ...numbered(30, (number) => account(number))],
				switches: { shownUid },
			});
			const rows = [
				person(1),
				person(7, { login: 'user.hand' }),
				person(8, { email: 'USER.hand@company.tld' }),
				...numbered(30, (number) => person(number)),
			];
			const outcome = await bench.run(rows, LOCK);
			expect(operations(outcome).slice(0, 3)).toEqual(['unchanged', 'rejected', 'rejected']);
			for (const at of [1, 2])
				expect(jsonOf(outcome.results)[at]).toMatchObject({
					code: 'ALREADY_EXISTS',
					conflict: { field: at === 1 ? 'login' : 'email', heldBy: '2' },
					message: expect.stringContaining('First Last hand (id 2, made by hand'),
				});
			expect(outcome.summary?.json).toMatchObject({ directory: { users: 32, managed: 31, unmanaged: 1 } });
			expect(writes(bench)).toEqual([]);
			await bench.close();
		}
		bench = await collaboratorBench({ clock });
	});

	it('lets people in again who were blocked for being missing, listed or not', async () => {
		for (const blockedUsers of ['listed', 'absent'] as const) {
			const users = numbered(40, (number) => account(number, { is_active: number === 1039 ? 0 : 1 }));
			bench = await collaboratorBench({ clock, users, switches: { blockedUsers } });
			const rows = numbered(40, (number) => person(number));
			const outcome = await bench.run(rows, LOCK);
			expect(operations(outcome)[39]).toBe('reactivated');
			expect(bench.simulator.directory.withUid('cl1039')).toMatchObject({ is_active: 1 });
			expect(writes(bench)).toHaveLength(1);
			bench.simulator.reset();
			await bench.run(rows, LOCK);
			expect(writes(bench)).toEqual([]);
			await bench.close();
		}
		bench = await collaboratorBench({ clock });
	});

	it('leaves blocked people blocked without Missing Users, and follows a column of states', async () => {
		bench = await collaboratorBench({ clock, users: numbered(12, (number) => account(number, { is_active: 0 })) });
		const rows = numbered(12, (number) => person(number));
		expect(operations(await bench.run(rows))).toEqual(rows.map(() => 'unchanged'));
		const outcome = await bench.run(rows.map((row, at) => ({ ...row, is_active: at === 0 ? 'yes' : 'no' })));
		expect(operations(outcome)).toEqual(['reactivated', ...rows.slice(1).map(() => 'unchanged')]);
	});

	it('never touches the account that the token belongs to', async () => {
		bench = await collaboratorBench({ clock, users: numbered(40, (number) => account(number)) });
		bench.simulator.directory.owner = 'cl1039';
		const rows = numbered(39, (number) => person(number));
		const outcome = await bench.run(rows, LOCK);
		expect(outcome.summary?.json).toMatchObject({ directory: { users: 40, managed: 39, unmanaged: 1 } });
		expect(writes(bench)).toEqual([]);
		const [own] = jsonOf((await bench.run([...rows, person(1039, { city: 'Lviv' })])).results).slice(-1);
		expect(own).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
	});

	it('does not stop for a portal that has no profile', async () => {
		bench = await collaboratorBench({ clock, users: [account(1)], switches: { profile: 'notFound' } });
		expect((await bench.run(numbered(12, (number) => person(number)))).error).toBeUndefined();
	});

	it('looks a handful of rows up by e-mail, login or name instead of listing everybody', async () => {
		const users = numbered(3000, (number) => account(number));
		bench = await collaboratorBench({ clock, users, switches: { pageSize: 'capped' } });
		const outcome = await bench.run([
			person(1001),
			person(1002, { city: 'Lviv' }),
			person(1003, { email: 'new@company.tld', login: 'new' }),
			person('x'),
			person(9, { uid: 'y', login: 'user.1004' }),
		]);
		expect(operations(outcome)).toEqual(['unchanged', 'updated', 'updated', 'created', 'rejected']);
		expect(outcome.summary?.json.planQuality).toBe('lookup');
		expect(reads(bench)).toBeLessThan(15);
		bench.simulator.reset();
		bench.simulator.switches.search = 'ignored';
		const listed = await bench.run([person(1001)]);
		expect(listed.summary?.json).toMatchObject({ planQuality: 'full', counts: { unchanged: 1 } });
	});

	it('looks up a manager by e-mail or name, and lists everybody for one whom it does not find', async () => {
		const users = numbered(3000, (number) => account(number));
		bench = await collaboratorBench({ clock, users, switches: { pageSize: 'capped' } });
		const named = async (Manager: string): Promise<[quality: unknown, calls: number, manager: unknown]> => {
			bench.simulator.reset();
			const outcome = await bench.run([person(1001, { Manager })]);
			const held = bench.simulator.directory.withUid('cl1001')?.manager_uid;
			return [outcome.summary?.json.planQuality, reads(bench), held];
		};
		const boss = bench.simulator.directory.withUid('cl1500');
		expect(await named(String(boss?.email))).toEqual(['lookup', 2, 'cl1500']);
		expect((await named('nobody@company.tld'))[0]).toBe('full');
		expect((await named('cl1600'))[0]).toBe('full');
	});

	it('leaves the account of its token alone in small runs, too', async () => {
		bench = await collaboratorBench({ clock, users: [account(1), account(2)] });
		bench.simulator.directory.owner = 'cl1';
		const outcome = await bench.run([person(1, { is_active: 'no' }), person(2, { city: 'Lviv' })]);
		expect(jsonOf(outcome.results)).toMatchObject([
			{ operation: 'unchanged', code: 'PROTECTED' },
			{ operation: 'updated' },
		]);
		expect(writes(bench)).toHaveLength(1);
	});

	it('reads the list where somebody whom no search finds may be protected', async () => {
		bench = await collaboratorBench({ clock, users: [account(1, { email: 'ceo@company.tld' }), account(2)] });
		const renamed = person(1, { email: 'new@company.tld', login: 'new', secondname: 'New' });
		const outcome = await bench.run([renamed], { safety: { protectedUsers: 'ceo@company.tld' } });
		expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expect(writes(bench)).toEqual([]);
	});

	it('reads the list where a row bars somebody whom no search finds: that is a removal, and has its limits', async () => {
		bench = await collaboratorBench({ clock, users: [account(1), account(2)] });
		const barred = person(1, { email: 'new@company.tld', login: 'new', secondname: 'New', is_active: '0' });
		const refused = await bench.run([barred], { safety: { maxRemovals: 0 } });
		expect(refused.error?.message).toContain('1');
		expect(writes(bench)).toEqual([]);
		const outcome = await bench.run([barred], { safety: { maxRemovals: 1, maxRemovalPercent: 100 } });
		expect(outcome.summary?.json).toMatchObject({ counts: { suspended: 1 }, safety: { removals: 1 } });
	});

	it('a row that bars somebody is a removal, with its limits, where the list does not show who is barred', async () => {
		const users = numbered(12, (number) => account(number));
		bench = await collaboratorBench({ clock, users, switches: { shownState: 'absent' } });
		const rows = numbered(12, (number) =>
			person(number, { city: 'Lviv', ...(number < 1003 ? { is_active: 'no' } : {}) }),
		);
		const refused = await bench.run(rows, { safety: { maxRemovals: 1 } });
		expect(refused.error?.message).toContain('3 removals exceed the limit of 1');
		expect(writes(bench)).toEqual([]);
		const outcome = await bench.run(rows);
		expect(outcome.summary?.json).toMatchObject({ counts: { suspended: 3, updated: 9 }, safety: { removals: 3 } });
		// Who is barred waits for everybody else.
		expect(writes(bench).map((body) => (body as { is_active?: number }).is_active)).toEqual([
			...Array<undefined>(9).fill(undefined),
			...[0, 0, 0],
		]);
	});

	it.each(['forbidden', 'notFound', 'refused'] as const)(
		'works blind where the list is %s: one warning, every row sent, no removals',
		async (list) => {
			bench = await collaboratorBench({ clock, users: [account(1)], switches: { list } });
			for (const count of [3, 12]) {
				const outcome = await bench.run(numbered(count, (number) => person(number)));
				expect(outcome.summary?.json).toMatchObject({
					status: 'ok',
					planQuality: 'blind',
					warnings: [expect.stringContaining('"Browsing the information about other users"')],
				});
				expect(writes(bench)).toHaveLength(count);
				bench.simulator.reset();
			}
			const refused = await bench.run([person(1), person(2)], LOCK);
			expect(`${refused.error?.message} ${refused.error?.description}`).toMatch(/Missing Users.*Known Users/s);
			expect(writes(bench)).toEqual([]);
		},
	);

	it('works blind where the list carries no UID at all', async () => {
		bench = await collaboratorBench({ clock, users: [account(1)], switches: { shownUid: 'never' } });
		for (const count of [1, 12]) {
			const rows = [person(1), ...numbered(count, (number) => person(number))];
			const outcome = await bench.run(rows);
			expect(outcome.summary?.json).toMatchObject({
				planQuality: 'blind',
				warnings: [expect.stringContaining('without their UID')],
			});
		}
		expect((await bench.run([person(1)], LOCK)).error).toBeDefined();
	});

	it.each(switchesOf('lmsCollaborator').flatMap(({ name, values }) => values.map((value) => [name, value] as const)))(
		'brings 12 people to the list with the switch %s at %s',
		async (name, value) => {
			bench = await collaboratorBench({
				clock,
				users: [account(1000, { position: 'Old' }), account(1001)],
				switches: { [name]: value },
			});
			const rows = numbered(12, (number) => person(number));
			const outcome = await bench.run(rows, { options: { requirePosition: true } });
			if (outcome.error !== undefined) throw outcome.error;
			const position = name === 'shownFields' && value === 'example' ? 'Old' : 'Clerk';
			expect(bench.simulator.directory.withUid('cl1000')).toMatchObject({ position });
			expect(bench.simulator.directory.size).toBe(12);
		},
	);
});

describe('LMS Collaborator: block and unblock with the list', () => {
	const clock = useVirtualClock();
	let bench: CollaboratorBench;
	afterEach(async () => bench.close());

	it('need a UID alone', async () => {
		bench = await collaboratorBench({ clock, users: [account(1, { city: 'Kyiv' }), account(2, { is_active: 0 })] });
		const outcome = await bench.run([{ uid: 'cl1' }, { uid: 'cl2' }, { uid: 'CL1' }], {
			operation: 'hide',
		});
		expect(operations(outcome)).toEqual(['suspended', 'unchanged', 'failed']);
		expect(writes(bench)).toEqual([{ ...person(1), is_active: 0 }]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({ userId: '1', name: 'First Last 1' });
		expect(jsonOf(outcome.results)[2]).toMatchObject({
			code: 'NOT_FOUND',
			message: expect.stringMatching(/Nothing was sent.*Is "cl1" \(First Last 1\) meant\?/),
		});
		expect(operations(await bench.run([{ uid: 'cl1' }, { uid: 'cl2' }], { operation: 'restore' }))).toEqual([
			'reactivated',
			'reactivated',
		]);
	});

	it('ask for what neither the row nor the list has', async () => {
		bench = await collaboratorBench({ clock, users: [account(1)], switches: { shownFields: 'example' } });
		const outcome = await bench.run([{ uid: 'cl1' }], { operation: 'hide' });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'failed',
			code: 'INCOMPLETE_RECORD',
			message: expect.stringContaining('needs Position'),
		});
		expect(operations(await bench.run([{ uid: 'cl1', position: 'Clerk' }], { operation: 'hide' }))).toEqual([
			'suspended',
		]);
	});

	it('want all required fields where the list is refused', async () => {
		bench = await collaboratorBench({ clock, users: [account(1)], switches: { list: 'forbidden' } });
		const outcome = await bench.run([{ uid: 'cl1' }, person(1)], { operation: 'hide' });
		expect(operations(outcome)).toContain('rejected');
		const whole = await bench.run([person(1)], { operation: 'hide' });
		expect(operations(whole)).toEqual(['suspended']);
		expect(whole.summary?.json.warnings).toEqual([expect.stringContaining('Browsing the information')]);
	});

	it('unblock somebody whom the list leaves out, if the row has all that the call needs', async () => {
		bench = await collaboratorBench({
			clock,
			users: [account(1), account(2, { is_active: 0 })],
			switches: { blockedUsers: 'absent' },
		});
		const outcome = await bench.run([{ uid: 'cl2' }, person(2)].slice(1), { operation: 'restore' });
		expect(operations(outcome)).toEqual(['reactivated']);
		expect(jsonOf((await bench.run([{ uid: 'cl9' }], { operation: 'restore' })).results)[0]).toMatchObject({
			code: 'NOT_FOUND',
		});
	});
});

describe('LMS Collaborator: what is read', () => {
	const clock = useVirtualClock();
	let bench: CollaboratorBench;
	afterEach(async () => bench.close());

	const TASKS = [
		{ title: 'A', type: 'course', status: 'finished', date_assign: '2026-01-02', date_finish: '2026-02-01' },
		{ title: 'B', type: 'test', status: 'finished', date_assign: '2026-01-03', date_finish: '2026-03-01' },
		{ title: 'C', type: 'course', status: 'inprogress', date_assign: '2026-01-04', date_deadline: '2001-01-01' },
		{ title: 'D', type: 'course', status: 'fail', date_assign: '2026-01-05', date_finish: '2026-01-06' },
		{ title: 'E', type: 'course', status: 'not_started', date_assign: '2025-12-31', date_finish: '2001-05-01' },
		{ title: 'F', type: 'course', status: 'not_started', date_assign: '2026-01-31', date_deadline: '2999-01-01' },
	];

	it.each([
		['id', 'empty'],
		['id', 'refused'],
		['uid', 'empty'],
		['uid', 'refused'],
	] as const)('Get Summary counts tasks by status (filter by %s, nobody: %s)', async (tasksOf, tasksOfNobody) => {
		bench = await collaboratorBench({
			clock,
			users: [account(1), account(2)],
			switches: { tasksOf, tasksOfNobody, pageSize: 'asked' },
		});
		bench.simulator.directory.assign('cl2', ...TASKS);
		const people = [
			{ mode: 'id', value: '2' },
			{ mode: 'uid', value: 'cl2' },
			{ mode: 'list', value: 2 },
			{ mode: 'uid', value: 'cl1' },
			{ mode: 'id', value: '77' },
		];
		const outcome = await bench.run(
			people.map((userId) => ({ userId })),
			{ operation: 'getSummary', userId: '={{ $json.userId }}' },
		);
		if (outcome.error !== undefined) throw outcome.error;
		const told = jsonOf(outcome.results);
		for (const at of [0, 1, 2])
			expect(told[at]).toMatchObject({
				operation: 'found',
				userId: '2',
				key: 'cl2',
				name: 'First Last 2',
				summary: {
					tasks: 6,
					byStatus: { finished: 2, inprogress: 1, fail: 1, not_started: 2 },
					overdue: 2,
					lastFinished: '2026-03-01',
					learning: {
						assigned: 6,
						completed: 2,
						inProgress: 1,
						overdue: 2,
						failed: 1,
						lastActivity: '2026-03-01',
					},
				},
			});
		expect(told[3]).toMatchObject({ operation: 'found', summary: { learning: { assigned: 0, lastActivity: null } } });
		expect(told[4]).toMatchObject({ operation: 'failed', code: 'NOT_FOUND' });
		expect(reads(bench)).toBe(1);
		const period = await bench.run([{}], {
			operation: 'getSummary',
			userId: { mode: 'uid', value: 'cl2' },
			startDate: '2026-01-03',
			endDate: '2026-01-05',
		});
		expect(jsonOf(period.results)[0]).toMatchObject({ summary: { tasks: 3 } });
		const others = await bench.run([{ from: '03.01.2026' }, { from: '2026-01-06' }, { from: 'x' }], {
			operation: 'getSummary',
			userId: { mode: 'uid', value: 'cl2' },
			startDate: '={{ $json.from }}',
			endDate: 'January 5, 2026',
		});
		expect(jsonOf(others.results)).toMatchObject([
			{ summary: { tasks: 3 } },
			{ operation: 'failed', message: expect.stringContaining('is after End Date (2026-01-05)') },
			{ operation: 'failed', message: expect.stringContaining('Start Date is "x"') },
		]);
	});

	it('Get Summary never tells the tasks of somebody else whose id is this UID', async () => {
		bench = await collaboratorBench({ clock, users: [account(1, { uid: '2' }), account(2, { uid: '1' })] });
		bench.simulator.directory.assign('1', ...TASKS);
		const outcome = await bench.run([{}], { operation: 'getSummary', userId: { mode: 'id', value: '1' } });
		expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'found', userId: '1', summary: { tasks: 0 } });
	});

	it('Get Summary does not count tasks of pages that repeat', async () => {
		bench = await collaboratorBench({ clock, users: [account(1)], switches: { pageSize: 'capped' } });
		const many = Array.from({ length: 15 }, (_, at) => ({ ...TASKS[0], title: `T${at}` }) as (typeof TASKS)[0]);
		bench.simulator.directory.assign('cl1', ...many);
		const once = { operation: 'getSummary', userId: { mode: 'uid', value: 'cl1' } };
		expect(jsonOf((await bench.run([{}], once)).results)[0]).toMatchObject({ summary: { tasks: 15 } });
		bench.simulator.faults.add({ kind: 'repeatPage', match: { path: /get-user-tasks-report/, nth: 2 } });
		const repeated = await bench.run([{}], once);
		const told = `${repeated.error?.message} ${JSON.stringify(jsonOf(repeated.results))}`;
		expect(told).toMatch(/20 tasks came, but there are said to be 15/);
	});

	it('Get Summary asks the report itself where the list is refused', async () => {
		bench = await collaboratorBench({ clock, users: [account(1)], switches: { list: 'forbidden', tasksOf: 'uid' } });
		bench.simulator.directory.assign('cl1', ...TASKS);
		const outcome = await bench.run([{}], { operation: 'getSummary', userId: { mode: 'uid', value: 'cl1' } });
		expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'found', key: 'cl1', summary: { tasks: 6 } });
	});

	it('Get Many reads pages up to a limit, or everybody, in two forms', async () => {
		bench = await collaboratorBench({
			clock,
			users: numbered(25, (number) => account(number)),
			switches: { pageSize: 'capped' },
		});
		const some = await bench.run([{}], { operation: 'getMany', limit: 12 });
		expect(some.results).toHaveLength(12);
		expect(some.results[0]?.json).toMatchObject({
			operation: 'found',
			key: 'cl1000',
			user: { id: '1', key: 'cl1000', standing: 'active', login: 'user.1000', is_active: true },
		});
		const all = await bench.run([{}], { operation: 'getMany', returnAll: true, simplify: false });
		expect(all.results).toHaveLength(25);
		expect(all.results[24]?.json.user).toMatchObject({ id: 25, uid: 'cl1024', gender: null });
		bench.simulator.switches.list = 'forbidden';
		const refused = await bench.run([{}], { operation: 'getMany' });
		expect(refused.error?.description).toContain('Browsing the information about other users');
	});
});
