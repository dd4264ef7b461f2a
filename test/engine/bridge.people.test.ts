import { useVirtualClock } from '../../engine/clock';
import { mapperFields } from '../../engine/loadOptions';
import { switchesOf } from '../../simulators';
import { bridgeBench, jsonOf, operations, type BridgeBench } from './bridgeKit';

const by = (mode: string, value: unknown) => ({ userId: { __rl: true, mode, value } });

describe('Bridge: one person at a time', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());
	const open = async (options = {}): Promise<void> => {
		bench = await bridgeBench({
			clock,
			users: [
				{ uid: 'admin', first_name: 'Ada', roles: ['account_admin'] },
				{ uid: 'sally@company.tld', first_name: 'Sally', last_name: 'Student', email: 'sally@company.tld' },
				{ uid: 'gone', first_name: 'Gone', deleted_at: '2026-01-01T00:00:00Z' },
				{ uid: 'tom', first_name: 'Tom' },
			],
			...options,
		});
	};
	const idOf = (uid: string): string => String(bench.simulator.directory.withUid(uid)[0]?.id);

	it('deletes by id and by uid, evaluated per item, and links each result to its item', async () => {
		await open();
		const outcome = await bench.run(
			[{ who: 'sally@company.tld' }, { who: 'tom' }, { who: 'stranger' }, { who: 'gone' }],
			{ operation: 'delete', ...by('uid', '={{ $json.who }}') },
		);
		expect(
			jsonOf(outcome.results).map(({ operation, alreadyAbsent, deleted, name }) => [
				operation,
				alreadyAbsent,
				deleted,
				name,
			]),
		).toEqual([
			['deleted', undefined, true, 'Sally Student'],
			['deleted', undefined, true, 'Tom'],
			['deleted', true, true, ''],
			['deleted', true, true, 'Gone'],
		]);
		expect(outcome.results.map((item) => item.pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
			{ item: 3 },
		]);
		expect(bench.writes()).toHaveLength(2);
		expect(bench.simulator.directory.active.map(({ uid }) => uid)).toEqual(['admin']);
	});

	it('takes a whole expression for an id, and the async switch to Bridge', async () => {
		await open();
		const outcome = await bench.run([{ id: Number(idOf('tom')) }], {
			operation: 'delete',
			async: true,
			userId: '={{ $json.id }}',
		});
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'deleted', key: 'tom', userId: idOf('tom') });
		expect(bench.simulator.calls({ method: 'DELETE' })[0]?.query).toMatchObject({ async: 'true' });
	});

	it('blocks a delete or hide of somebody protected, and of administrators', async () => {
		await open();
		for (const operation of ['delete', 'hide']) {
			const outcome = await bench.run([{ who: 'tom' }, { who: 'admin' }], {
				operation,
				deleteFirst: true,
				safety: { protectedUsers: 'TOM' },
				...by('uid', '={{ $json.who }}'),
			});
			expect(jsonOf(outcome.results).map(({ operation: word, code }) => [word, code])).toEqual([
				['blocked', 'PROTECTED'],
				['blocked', 'PROTECTED'],
			]);
		}
		expect(bench.writes()).toEqual([]);
	});

	it('hides deleted users only, or deletes first', async () => {
		await open();
		const outcome = await bench.run([{ who: 'gone' }, { who: 'tom' }, { who: 'stranger' }], {
			operation: 'hide',
			...by('uid', '={{ $json.who }}'),
		});
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['hidden', ''],
			['failed', 'NOT_DELETED'],
			['failed', 'NOT_FOUND'],
		]);
		const first = await bench.run([{}], { operation: 'hide', deleteFirst: true, ...by('id', idOf('tom')) });
		expect(operations(first)).toEqual(['hidden']);
		expect(bench.simulator.directory.withUid('tom')[0]?.deleted_at).not.toBeNull();
	});

	it('restores, and says when there is nothing to restore', async () => {
		await open();
		const outcome = await bench.run([{ who: 'gone' }, { who: 'tom' }, { who: 'stranger' }], {
			operation: 'restore',
			...by('uid', '={{ $json.who }}'),
		});
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['restored', ''],
			['unchanged', ''],
			['failed', 'NOT_FOUND'],
		]);
		expect(bench.simulator.directory.withUid('gone')[0]?.deleted_at).toBeNull();
	});

	it('hides and restores by uid whom a look-up does not show: Bridge documents the uid for both calls, and not whether it shows deleted accounts by it', async () => {
		await open({ switches: { withDeletedByUid: false } });
		const hidden = await bench.run([{}], { operation: 'hide', ...by('uid', 'gone') });
		expect(operations(hidden)).toEqual(['hidden']);
		const restored = await bench.run([{}], { operation: 'restore', ...by('uid', 'gone') });
		expect(operations(restored)).toEqual(['restored']);
	});

	it('never deletes an active user to hide them, unless Delete First says so for that item', async () => {
		await open({ switches: { withDeletedByUid: false } });
		bench.simulator.faults.add({
			kind: 'status',
			status: 404,
			match: { method: 'GET', path: /uid:tom/ },
			times: Infinity,
		});
		const outcome = await bench.run([{}], { operation: 'hide', ...by('uid', 'tom') });
		expect(bench.writes()).toEqual(['POST /api/admin/users/uid:tom/hide']);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'failed', attempted: 'hidden' });
		await bench.close();
		await open();
		const both = await bench.run(
			[
				{ who: 'tom', first: true },
				{ who: 'sally@company.tld', first: false },
			],
			{ operation: 'hide', deleteFirst: '={{ $json.first }}', ...by('uid', '={{ $json.who }}') },
		);
		expect(jsonOf(both.results).map(({ operation, code }) => [operation, code])).toEqual([
			['hidden', ''],
			['failed', 'NOT_DELETED'],
		]);
		expect(bench.simulator.directory.withUid('sally@company.tld')[0]?.deleted_at).toBeNull();
	});

	it('hiding nobody does not tell that somebody was deleted, and deletes nobody unseen', async () => {
		await open();
		const { results } = await bench.run([{}], { operation: 'hide', deleteFirst: true, ...by('uid', 'stranger') });
		expect(bench.writes()).toEqual(['POST /api/admin/users/uid:stranger/hide']);
		expect(results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'NOT_FOUND',
			message: expect.stringMatching(/^Bridge answered 404/),
		});
		expect(results[0]?.json).not.toHaveProperty('alreadyAbsent');
	});

	it.each(['hide', 'restore'])('a dry run of %s does not promise what nobody can have', async (operation) => {
		await open();
		const { results } = await bench.run([{ who: 'gone' }, { who: 'stranger' }], {
			operation,
			dryRun: true,
			...by('uid', '={{ $json.who }}'),
		});
		expect(jsonOf(results).map(({ success, code }) => [success, code])).toEqual([
			[true, ''],
			[false, 'NOT_FOUND'],
		]);
		expect(bench.writes()).toEqual([]);
	});

	it('takes a UID in the place of an id, as Bridge does, and never tells somebody as gone who is there', async () => {
		await open();
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: JSON.stringify({ meta: {}, linked: {}, users: [{ id: 7, uid: 'tom' }] }),
			match: { method: 'GET', path: /uid:TOM/ },
		});
		const outcome = await bench.run([{ id: 'uid:tom' }], { operation: 'delete', userId: '={{ $json.id }}' });
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'deleted', key: 'tom', userId: idOf('tom') });
		expect(outcome.results[0]?.json).not.toHaveProperty('alreadyAbsent');
		const other = await bench.run([{}], { operation: 'delete', ...by('uid', 'TOM') });
		expect(other.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'NOT_FOUND',
			message:
				'Bridge answered with another account (UID "tom", id 7). Bridge has no account with the uid "TOM". Check that value.',
		});
	});

	it('says that a deleted account has no summary', async () => {
		await open();
		const { results } = await bench.run([{}], { operation: 'getSummary', ...by('uid', 'gone') });
		expect(results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'NOT_FOUND',
			message: 'This account is deleted, and Bridge gives no summary of it. Restore it first.',
		});
	});

	it('one odd answer does not take the summaries of the others away', async () => {
		await open();
		bench.simulator.faults.add({ kind: 'html', match: { path: /summary$/ } });
		const { results } = await bench.run([{ who: 'tom' }, { who: 'sally@company.tld' }], {
			operation: 'getSummary',
			options: { concurrency: 1 },
			...by('uid', '={{ $json.who }}'),
		});
		expect(jsonOf(results).map(({ operation, code }) => [operation, code])).toEqual([
			['failed', 'NO_RESULT'],
			['found', ''],
		]);
	});

	it('reads the dates with each item', async () => {
		await open();
		await bench.run(
			[
				{ who: 'tom', from: '2026-01-01' },
				{ who: 'sally@company.tld', from: '2026-02-01' },
			],
			{
				operation: 'getSummary',
				startDate: '={{ $json.from }}',
				options: { concurrency: 1 },
				...by('uid', '={{ $json.who }}'),
			},
		);
		expect(bench.simulator.calls({ path: /summary$/ }).map(({ query }) => query.start_date)).toEqual([
			'2026-01-01',
			'2026-02-01',
		]);
	});

	it('reads dates as they are written anywhere, in the workflow’s time zone; what is none fails its item alone', async () => {
		await open();
		const dates: ReadonlyArray<readonly [unknown, string | RegExp]> = [
			['31.01.2026', '2026-01-31'],
			['Jan 31, 2026', '2026-01-31'],
			['2026-01-31T23:30:00.000Z', '2026-02-01'],
			['2026-01-31T00:00:00.000Z', '2026-01-31'],
			['2026-01-31T23:30:00-05:00', '2026-01-31'],
			['2026-02-30', /Start Date is "2026-02-30", but must be a date/],
			['03/04/2026', /must be a date such as 2026-01-31/],
			['soon', /Start Date is "soon"/],
			['2026-12-31', /Start Date \(2026-12-31\) is after End Date \(2026-06-30\)/],
			[null, ''],
		];
		const { results } = await bench.run(
			dates.map(([from]) => ({ from }) as never),
			{
				operation: 'getSummary',
				startDate: '={{ $json.from }}',
				endDate: '2026-06-30',
				options: { concurrency: 1 },
				...by('uid', 'tom'),
			},
			{ timezone: 'Europe/Kyiv' },
		);
		const asked = bench.simulator.calls({ path: /summary$/ }).map(({ query }) => query.start_date ?? '');
		expect(asked).toEqual(dates.map(([, to]) => to).filter((to) => typeof to === 'string'));
		dates.forEach(([, to], at) => {
			const { operation, message } = jsonOf(results)[at] ?? {};
			expect([at, operation]).toEqual([at, typeof to === 'string' ? 'found' : 'failed']);
			if (typeof to !== 'string') expect(message).toMatch(to);
		});
	});

	it('a switch whose expression gives no yes or no fails its item alone', async () => {
		await open();
		const { results } = await bench.run(
			[
				{ who: 'tom', later: 'maybe' },
				{ who: 'sally@company.tld', later: false },
			],
			{ operation: 'delete', async: '={{ $json.later }}', ...by('uid', '={{ $json.who }}') },
		);
		expect(jsonOf(results).map(({ operation, code }) => [operation, code])).toEqual([
			['failed', 'INVALID_ROW'],
			['deleted', ''],
		]);
	});

	it.each([
		['getSummary', { startDate: '={{ $json.odd ? "soon" : "" }}' }],
		['hide', { deleteFirst: '={{ $json.odd ? "soon" : true }}' }],
	])(
		"a setting of %s that can't be read for one item leaves the others their results",
		async (operation, parameters) => {
			await open();
			const { results } = await bench.run([{ who: 'tom' }, { who: 'sally@company.tld', odd: true }], {
				operation,
				...parameters,
				...by('uid', '={{ $json.who }}'),
			});
			expect(jsonOf(results).map(({ success, code }) => [success, code])).toEqual([
				[true, ''],
				[false, 'INVALID_ROW'],
			]);
		},
	);

	it('reads learning summaries with their dates', async () => {
		await open();
		const outcome = await bench.run([{ who: 'tom' }, { who: 'stranger' }], {
			operation: 'getSummary',
			startDate: '2026-01-01',
			endDate: '2026-12-31T00:00:00',
			...by('uid', '={{ $json.who }}'),
		});
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'found',
			name: 'Tom',
			userId: idOf('tom'),
			summary: { completed_courses: expect.any(Number), total_overdue: expect.any(Number) },
		});
		expect(outcome.results[1]?.json).toMatchObject({ operation: 'failed', code: 'NOT_FOUND' });
		expect(bench.simulator.calls({ path: /summary$/ })[0]?.query).toEqual({
			start_date: '2026-01-01',
			end_date: '2026-12-31',
		});
		expect(outcome.summary?.json.status).toBe('partial');
	});

	it('lists users, simplified or raw, up to a limit or all', async () => {
		await open();
		const two = await bench.run([{}], { operation: 'getMany', limit: 2 });
		expect(jsonOf(two.results).map(({ operation, user }) => [operation, (user as { key: string }).key])).toEqual([
			['found', 'admin'],
			['found', 'sally@company.tld'],
		]);
		const all = await bench.run([{}], { operation: 'getMany', returnAll: true, simplify: false });
		expect(all.results).toHaveLength(3);
		expect(all.results[1]?.json.user).toMatchObject({ uid: 'sally@company.tld', roles: [] });
	});

	it('shows raw users as Bridge sent them, with nothing of our own', async () => {
		await open();
		const record = { id: '7', uid: 'tom', name: 'Tom', roles: [], links: { custom_field_values: ['71'] } };
		const linked = {
			custom_field_values: [
				{
					id: '71',
					value: '4000',
					links: { custom_field: { id: String(bench.simulator.directory.customFields[0]?.id) } },
				},
			],
		};
		const body = { users: [record, { id: '8', uid: 'ann' }], linked, meta: { next: null } };
		bench.simulator.faults.add({ kind: 'status', status: 200, body, match: { path: /author\/users$/ }, times: 2 });
		const raw = await bench.run([{}], { operation: 'getMany', returnAll: true, simplify: false });
		expect(jsonOf(raw.results).map(({ user }) => user)).toEqual([record, { id: '8', uid: 'ann' }]);
		const simple = await bench.run([{}], { operation: 'getMany', returnAll: true });
		expect(simple.results[0]?.json.user).toMatchObject({
			id: '7',
			[String(bench.simulator.directory.customFields[0]?.name)]: '4000',
		});
	});

	it('offers its own fields alone where the custom ones may not be read, and says why when something else is wrong', async () => {
		await open();
		const fieldsAfter = async (status?: number): Promise<string[]> => {
			bench.simulator.faults.clear();
			if (status !== undefined)
				bench.simulator.faults.add({ kind: 'status', status, match: { path: /custom_fields$/ }, times: 2 });
			const { fields } = await mapperFields({
				nodeType: 'bridge',
				credentials: { bridgeApi: bench.simulator.credentials as never },
				method: 'getFields',
			});
			return fields.map(({ id }) => id);
		};
		const all = await fieldsAfter();
		expect(all).toContain('Cost Center');
		const own = all.slice(0, 12);
		expect(own.at(-1)).toBe('hris_id');
		expect(await fieldsAfter(403)).toEqual(own);
		expect(await fieldsAfter(404)).toEqual(own);
		await expect(fieldsAfter(401)).rejects.toThrow('401');
		await expect(fieldsAfter(400)).rejects.toThrow('400');
	});

	it('rejects an id that would change the path, or is no id at all', async () => {
		await open();
		for (const value of ['..', '.', '', '  ', 'a\nb', '%2e%2e', '../../admin', 'x?y#z']) {
			const outcome = await bench.run([{ value }], { operation: 'delete', ...by('id', '={{ $json.value }}') });
			if (outcome.error === undefined)
				expect(outcome.results[0]?.json.success === false || outcome.results[0]?.json.alreadyAbsent).toBe(true);
		}
		expect(bench.writes()).toEqual([]);
		for (const { path } of bench.simulator.requests) expect(path).toMatch(/^\/api\/author\/users(\/|$)/);
	});

	it('tells a row that may not be deleted (oneself) as failed, whatever the status', async () => {
		for (const selfRefusal of [403, 400] as const) {
			await open({ switches: { selfRefusal } });
			bench.simulator.directory.self = 'tom';
			const outcome = await bench.run([{ who: 'tom' }, { who: 'sally@company.tld' }], {
				operation: 'delete',
				...by('uid', '={{ $json.who }}'),
			});
			expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
				['failed', selfRefusal === 403 ? 'FORBIDDEN' : 'VENDOR_REJECTED'],
				['deleted', ''],
			]);
			await bench.close();
		}
		await open();
	});
});

describe('Bridge: every switch of the simulator, both ways', () => {
	const clock = useVirtualClock();

	let bench: BridgeBench;
	afterEach(async () => bench.close());
	const settings = switchesOf('bridge').flatMap(({ name, values }) => values.map((value) => ({ name, value })));

	it.each(settings)('syncs, removes, restores and converges with $name = $value', async ({ name, value }) => {
		bench = await bridgeBench({ users: 60, clock, rateLimit: { perSecond: 5 }, switches: { [name]: value } });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[1]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		const master = [
			{ ...rows[0], last_name: 'Head' },
			...rows.slice(1, -1),
			{ uid: 'joiner.x', first_name: 'Jo', email: 'jo@x.tld', manager_id: `uid:${String(rows[0]?.uid)}` },
		];
		const staticData = {};
		const outcome = await bench.run(master, { missingUsers: 'delete' }, { staticData });
		expect(outcome.error).toBeUndefined();
		// What no reply shows is written once, and then remembered.
		const updated = name === 'emptyKeys' && value === 'never' ? master.length - 2 : 1;
		expect(outcome.summary?.json).toMatchObject({
			status: 'ok',
			counts: { created: 1, updated, restored: 1, deleted: 1 },
		});
		const active = bench.simulator.directory.active.map(({ uid }) => uid);
		expect(active).toEqual(expect.arrayContaining(['joiner.x', user.uid]));
		expect(active).not.toContain(rows.at(-1)?.uid);
		expect(bench.simulator.directory.withUid('joiner.x')).toHaveLength(1);
		bench.simulator.reset();
		const again = await bench.run(master, { missingUsers: 'delete' }, { staticData });
		expect(again.summary?.json.counts).toEqual({ unchanged: master.length });
		expect(bench.writes()).toEqual([]);
	});
});
