import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, everything, jsonOf, operations, type BridgeBench } from './bridgeKit';

describe('Bridge: sync', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	it('lists in pages, sends only differences, and has nothing left to do in the second run', async () => {
		bench = await bridgeBench({ users: 2500, clock });
		const { directory } = bench.simulator;
		const rows = bench.rows().slice(0, 1996);
		const [back, ...stay] = rows;
		const gone = directory.withUid(String(back?.uid))[0];
		if (gone === undefined || back === undefined) throw new Error('no user');
		directory.setDeleted(gone, true);
		stay.slice(0, 5).forEach((row, at) => (row.job_title = `New Title ${at}`));
		const joiners = [1, 2, 3].map((at) => ({
			uid: `new.${at}@company.tld`,
			first_name: 'New',
			last_name: `Person ${at}`,
			email: `new.${at}@company.tld`,
		}));
		const master = [...stay, back, ...joiners];
		const first = await bench.run(master);

		expect(first.error).toBeUndefined();
		expect(bench.simulator.calls({ method: 'GET', path: /author\/users$/ })).toHaveLength(3);
		const creates = bench.simulator.calls({ method: 'POST', path: /admin\/users$/ });
		expect(creates).toHaveLength(3);
		for (const create of creates) expect((create.body as { users: unknown[] }).users).toHaveLength(1);
		const patches = bench.simulator.calls({ method: 'PATCH' });
		expect(patches.map(({ body }) => body)).toEqual(
			expect.arrayContaining([0, 1, 2, 3, 4].map((at) => ({ user: { job_title: `New Title ${at}` } }))),
		);
		expect(patches).toHaveLength(5);
		expect(bench.simulator.calls({ method: 'POST', path: /restore$/ })).toHaveLength(1);
		expect(bench.writes()).toHaveLength(9);
		expect(first.summary?.json.counts).toEqual({
			created: 3,
			updated: 5,
			restored: 1,
			unchanged: 1990,
		});
		expect(first.results).toHaveLength(master.length);
		first.results.forEach((item, at) =>
			expect([item.pairedItem, item.json.key]).toEqual([{ item: at }, master[at]?.uid]),
		);
		expect(directory.withUid('new.1@company.tld')).toHaveLength(1);
		expect(directory.withUid(String(back.uid))[0]?.deleted_at).toBeNull();

		bench.simulator.reset();
		const second = await bench.run(master);
		expect(bench.writes()).toEqual([]);
		expect(second.summary?.json).toMatchObject({
			status: 'ok',
			planQuality: 'full',
			counts: { unchanged: master.length },
		});
	});

	it('takes ids as numbers or strings, absolute or relative links, and hire dates with an offset for the same', async () => {
		for (const switches of [
			{
				idsAs: 'number',
				nextLink: 'relative',
				nextKeepsLimit: false,
				emptyKeys: 'null',
				emptyLinks: 'object',
				createStatus: 201,
			},
			{
				idsAs: 'string',
				nextLink: 'absolute',
				deletedWithoutFlag: 'emptyUsers',
				hireDateForm: 'date',
				definitionsIncomplete: true,
				listsDeleted: true,
			},
		] as const) {
			bench = await bridgeBench({ users: 130, switches, clock });
			const rows = bench.rows();
			const outcome = await bench.run([...rows, { uid: 'a.new@one.tld', first_name: 'A', last_name: 'New' }]);
			expect(outcome.summary?.json.counts).toEqual({ unchanged: rows.length, created: 1 });
			expect(bench.writes()).toEqual(['POST /api/admin/users']);
			await bench.close();
		}
	});

	it('looks up a handful of rows instead of listing everybody, and says so', async () => {
		bench = await bridgeBench({ users: 300, clock });
		const [one, two] = bench.rows();
		if (one === undefined || two === undefined) throw new Error('no rows');
		const outcome = await bench.run([
			{ ...one, department: 'Moved' },
			two,
			{ uid: 'brand.new@x.tld', first_name: 'Brand' },
		]);
		expect(outcome.summary?.json.planQuality).toBe('lookup');
		expect(operations(outcome)).toEqual(['updated', 'unchanged', 'created']);
		expect(bench.simulator.calls({ path: /author\/users$/ })).toHaveLength(0);
		const raw = bench.simulator.requests.map(({ rawUrl }) => rawUrl).find((url) => url.includes('brand'));
		expect(raw).toContain('uid%3Abrand%2Enew%40x%2Etld');
	});

	it('restores a deleted account with its changes, and rejects its row, also in a dry run, when Restore Deleted is off', async () => {
		bench = await bridgeBench({ users: 40, clock });
		const rows = bench.rows();
		const [row] = rows;
		const user = bench.simulator.directory.withUid(String(row?.uid))[0];
		if (user === undefined || row === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		for (const dryRun of [true, false]) {
			const off = await bench.run(
				rows.map((one) => ({ ...one })),
				{ dryRun, options: { restoreDeleted: false } },
			);
			expect(off.summary?.json.planQuality).toBe('full');
			expect(off.results[0]?.json).toMatchObject({
				operation: 'rejected',
				code: 'ALREADY_EXISTS',
				attempted: 'created',
				message: expect.stringContaining('Switch on Options → Restore Deleted'),
				conflict: { field: 'uid', heldBy: String(user.id) },
			});
			expect(bench.writes()).toEqual([]);
		}
		const on = await bench.run([{ ...row, job_title: 'Back Again' }, ...rows.slice(1)]);
		expect(on.results[0]?.json).toMatchObject({
			operation: 'restored',
			userId: String(user.id),
			changes: [expect.objectContaining({ field: 'job_title', to: 'Back Again' })],
		});
		expect(user).toMatchObject({ deleted_at: null, job_title: 'Back Again' });
	});

	it('restores where Bridge does not show deleted accounts by uid', async () => {
		bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		const outcome = await bench.run(rows);
		expect(outcome.results[0]?.json).toMatchObject({
			success: true,
			operation: 'restored',
			userId: String(user.id),
		});
		expect(user.deleted_at).toBeNull();
		expect(bench.simulator.directory.withUid(user.uid)).toHaveLength(1);
	});

	it('tells whom it restored unseen as restored, though their manager is set by a second call', async () => {
		bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		const [first] = rows;
		const outcome = await bench.run([
			{ ...first, Manager: 'new-1' },
			{ uid: 'new-1', first_name: 'Nina', Manager: first?.uid },
			{ uid: 'new-2', first_name: 'Nora', Manager: 'new-2' },
		]);
		expect(operations(outcome)).toEqual(['restored', 'created', 'created']);
		expect(bench.simulator.directory.withUid(user.uid)).toHaveLength(1);
	});

	it.each(['role', 'address', 'id'])(
		'deletes again whom it restored unseen, where only then the %s shows that the account is not to be touched',
		async (what) => {
			bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
			const rows = bench.rows();
			const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
			if (user === undefined) throw new Error('no user');
			bench.simulator.directory.setDeleted(user, true);
			Object.assign(user, { email: 'vip@company.tld', roles: what === 'role' ? ['account_admin'] : [] });
			const protectedUsers = { role: '', address: String(user.email), id: String(user.id) }[what] ?? '';
			const row = { ...rows[0], email: 'other@company.tld', job_title: 'Back Again' };
			const outcome = await bench.run([row, ...rows.slice(1)], { safety: { protectedUsers } });
			expect(outcome.results[0]?.json).toMatchObject({
				operation: 'failed',
				code: 'PROTECTED',
				attempted: 'created',
				userId: String(user.id),
				message: expect.stringMatching(/was restored, and Bridge showed only then .*it was deleted again/),
			});
			expect(user.deleted_at).not.toBeNull();
			expect(user.job_title).not.toBe('Back Again');
			expect(bench.simulator.calls({ method: 'PATCH' })).toEqual([]);
		},
	);

	it('a key that can not be read is no row without a key: it is not set aside, and nobody is removed', async () => {
		bench = await bridgeBench({ users: 20, clock });
		const [first, ...rows] = bench.rows();
		// Nothing else tells who it is.
		const nameless = { first_name: first?.first_name, last_name: first?.last_name };
		const outcome = await bench.run([{ ...nameless, uid: 'x\u0000y' }, ...rows, { ...nameless, uid: ' ' }], {
			missingUsers: 'delete',
			options: { rowsWithoutKey: 'skip' },
		});
		expect(outcome.summary?.json).toMatchObject({ rows: { setAside: 1, rejected: 1 } });
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'rejected', code: 'INVALID_ROW' });
		expect(outcome.results.at(-1)?.json).toMatchObject({
			operation: 'blocked',
			code: 'SOURCE_DAMAGED',
			key: first?.uid,
		});
		expect(bench.writes()).toEqual([]);
	});

	it('a row that has lost its key is set aside, and the person whose address stands on it is not removed', async () => {
		bench = await bridgeBench({ users: 20, clock });
		const [first, second, third, ...rows] = bench.rows();
		const people = [{ ...first, uid: '' }, ...rows, { ...third, uid: null, Status: 'Terminated' }];
		const outcome = await bench.run(
			people.map((row) => ({ Status: 'Active', ...row })),
			{ missingUsers: 'delete', options: { rowsWithoutKey: 'skip' } },
		);
		expect(outcome.summary?.json).toMatchObject({ status: 'ok', rows: { setAside: 2, rejected: 0 } });
		const gone = outcome.results.map(({ json }) => json).filter(({ operation }) => operation === 'deleted');
		expect(gone.map(({ key }) => key)).toEqual([second?.uid, third?.uid]);
		expect(outcome.summary?.json.warnings).toContainEqual(
			`1 person is left alone though no row has their UID ("${String(first?.uid)}"): a row that was set aside for want of it has their address, or another value that only they have. Fill in the UID there.`,
		);
		expect(bench.simulator.directory.withUid(String(first?.uid))[0]?.deleted_at).toBeNull();
	});

	it('searches for nobody who has left by anything but the key', async () => {
		bench = await bridgeBench({ users: 5, switches: { search: 'refused' }, clock });
		const [row] = bench.rows();
		const left = { ...row, uid: 'gone', email: 'gone@company.tld', hris_id: 'H-gone', Status: 'Terminated' };
		const outcome = await bench.run([{ ...row, Status: 'Active' }, left]);
		expect(outcome.results[1]?.json).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(String(outcome.summary?.json.warnings)).not.toContain('could not be searched');
		expect(bench.simulator.requests.filter(({ query }) => query.search !== undefined)).toEqual([]);
	});

	it('restores nobody unseen twice: the next night looks at the account by the id that it has seen', async () => {
		bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		Object.assign(user, { roles: ['account_admin'] });
		const staticData = {};
		const night = async () => {
			bench.simulator.reset();
			return (await bench.run(rows, {}, { staticData })).results[0]?.json;
		};
		expect(await night()).toMatchObject({ operation: 'failed', code: 'PROTECTED' });
		expect(await night()).toMatchObject({ operation: 'unchanged', code: 'PROTECTED', userId: String(user.id) });
		expect(bench.writes()).toEqual([]);
		expect(JSON.stringify(staticData)).not.toContain(user.uid);
		// Whoever holds no office any more is brought back.
		Object.assign(user, { roles: [] });
		expect(await night()).toMatchObject({ operation: 'restored', userId: String(user.id) });
		expect(bench.writes()).toHaveLength(1);
	});

	it('empties what the row leaves blank in whom it restored unseen, too', async () => {
		bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		Object.assign(user, { department: 'Former' });
		const row = { ...rows[0], department: '' };
		const outcome = await bench.run([row, ...rows.slice(1)], { options: { blankValues: 'clear' } });
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'restored' });
		expect(user.department ?? '').toBe('');
	});

	it('says that a deleted account holds a UID, where Bridge does not show it and it is not to be restored', async () => {
		bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		const outcome = await bench.run(rows, { options: { restoreDeleted: false } });
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'ALREADY_EXISTS',
			message: expect.stringMatching(
				/already been taken.*so a deleted one holds it\. Switch on Options → Restore Deleted/,
			),
		});
	});

	it('writes nothing over an account that it restored unseen, where the reply does not show whose it is', async () => {
		bench = await bridgeBench({ users: 40, switches: { withDeletedByUid: false }, clock });
		const rows = bench.rows();
		const user = bench.simulator.directory.withUid(String(rows[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.setDeleted(user, true);
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			commit: true,
			body: '{"meta":{},"linked":{},"users":[]}',
			match: { method: 'POST', path: /restore$/ },
		});
		const outcome = await bench.run(rows);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
		expect(bench.simulator.calls({ method: 'PATCH' })).toEqual([]);
	});

	it('writes custom fields by their definition, in either form, and compares them', async () => {
		for (const [form, switches] of [
			['custom_field_values', {}],
			['custom_fields', { customFieldsKey: 'custom_fields' }],
		] as const) {
			bench = await bridgeBench({ users: 30, switches, clock });
			const rows = bench.rows().map((row) => ({
				...row,
				'Cost Center': bench.simulator.directory.snapshot().length > 0 ? '7777' : '',
			}));
			const outcome = await bench.run(rows.slice(0, 15), { options: { customFieldForm: form } });
			expect(outcome.summary?.json.counts).toEqual({ updated: 15 });
			expect(outcome.results[0]?.json.changes).toEqual([expect.objectContaining({ field: 'Cost Center', to: '7777' })]);
			bench.simulator.reset();
			await bench.run(rows.slice(0, 15), { options: { customFieldForm: form } });
			expect(bench.writes()).toEqual([]);
			await bench.close();
		}
	});

	it.each([1, 11])(
		'names the custom value that it changes, be the people listed or looked up (%s rows)',
		async (count) => {
			bench = await bridgeBench({ users: 30, clock });
			const before = bench.simulator.directory.active.map(
				({ id, custom }) => [String(id), [...custom.values()].map((held) => String(held.id))] as const,
			);
			const rows = bench
				.rows()
				.slice(0, count)
				.map((row) => ({ ...row, 'Cost Center': '7777' }));
			await bench.run(rows);
			const updates = bench.simulator.calls({ method: 'PATCH' });
			expect(updates).toHaveLength(count);
			for (const { path, body } of updates) {
				const { user } = body as { user: { custom_field_values: Array<{ id: string }> } };
				expect(user.custom_field_values.map(({ id }) => id)).toEqual(new Map(before).get(path.split('/').at(-1) ?? ''));
			}
		},
	);

	it('makes managers before their people, follows uid references, and closes circles with a second call', async () => {
		bench = await bridgeBench({ users: 20, clock });
		const rows = [
			{ uid: 'report', first_name: 'R', manager_id: 'uid:boss' },
			{ uid: 'boss', first_name: 'B', manager_id: 'uid:chief' },
			{ uid: 'chief', first_name: 'C', manager_id: 'uid:report' },
			...bench.rows(),
		];
		const outcome = await bench.run(rows);
		expect(operations(outcome).slice(0, 3)).toEqual(['created', 'created', 'created']);
		const manager = (uid: string): unknown =>
			bench.simulator.directory.snapshot().find((user) => (user as { uid: string }).uid === uid);
		expect(manager('report')).toMatchObject({ manager_id: 'boss' });
		expect(manager('boss')).toMatchObject({ manager_id: 'chief' });
		expect(manager('chief')).toMatchObject({ manager_id: 'report' });
		expect(bench.simulator.calls({ status: 400 })).toEqual([]);
		bench.simulator.reset();
		await bench.run(rows);
		expect(bench.writes()).toEqual([]);
	});

	it('reads define-below: constants, plain references and true expressions', async () => {
		bench = await bridgeBench({ users: 30, clock });
		const people = Array.from({ length: 12 }, (_, at) => ({
			id: `E${at}`,
			'First Name': `Given ${at}`,
			mail: `e${at}@company.tld`,
		}));
		const value = {
			uid: '={{ $json.id }}',
			first_name: '={{ $json["First Name"] }}',
			email: '={{ $json.mail.toUpperCase() }}',
			department: 'Sales',
		};
		const outcome = await bench.run(people, { fields: { mappingMode: 'defineBelow', value } });
		expect(outcome.summary?.json.counts).toEqual({ created: 12 });
		expect(bench.simulator.directory.withUid('E3')[0]).toMatchObject({
			first_name: 'Given 3',
			email: 'E3@COMPANY.TLD',
			department: 'Sales',
		});
		bench.simulator.reset();
		await bench.run(people, { fields: { mappingMode: 'defineBelow', value } });
		expect(bench.writes()).toEqual([]);
	});

	it('reads define-below: a reference to what a text or a date has of its kind', async () => {
		bench = await bridgeBench({ users: 3, clock });
		const people = [
			{ id: 'E1', when: DateTime.utc(2026, 3, 12), title: { length: 'own' } },
			{ id: 'E2', when: DateTime.utc(2027, 3, 12), title: 'Clerk' },
			{ id: 'E3', title: null },
		] as unknown as IDataObject[];
		const value = {
			uid: '={{ $json.id }}',
			first_name: '={{ $json.id }}',
			department: '={{ $json.when.year }}',
			job_title: '={{ $json.title.length }}',
		};
		const outcome = await bench.run(people, { fields: { mappingMode: 'defineBelow', value } });
		expect(outcome.summary?.json.counts).toEqual({ created: 3 });
		const held = ['E1', 'E2', 'E3'].map((uid) => bench.simulator.directory.withUid(uid)[0]);
		expect(held.map((user) => [user?.department, user?.job_title])).toEqual([
			['2026', 'own'],
			['2027', '5'],
			[null, null],
		]);
	});

	it('takes people from JSON, one or many, and explains curly quotes', async () => {
		bench = await bridgeBench({ users: 3, clock });
		const outcome = await bench.run([{}, {}], {
			usersFrom: 'json',
			usersJson: '[{"uid":"J1","givenName":"Jo"},{"uid":"J2","givenName":"Al"}]',
		});
		expect(jsonOf(outcome.results).map(({ key, operation }) => [key, operation])).toEqual([
			['J1', 'created'],
			['J2', 'created'],
		]);
		expect(outcome.results.map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		const curly = await bench.run([{}], { usersFrom: 'json', usersJson: '[{“uid”:“J1”}]' });
		expect(curly.error?.message).toContain('curly quotes');
	});

	it('clears only with Blank Values: Clear, never by an absent column', async () => {
		bench = await bridgeBench({ users: 20, clock });
		const rows = bench.rows();
		const blank = rows.map((row, at) => (at === 0 ? { ...row, job_title: ' ' } : row));
		await bench.run(blank);
		expect(bench.writes()).toEqual([]);
		await bench.run(blank, { options: { blankValues: 'clear' } });
		expect(bench.simulator.calls({ method: 'PATCH' }).map(({ body }) => body)).toEqual([{ user: { job_title: null } }]);
	});

	it('gives every row one result in order, copies included, and counts that add up', async () => {
		bench = await bridgeBench({ users: 25, clock });
		const [one, two, three] = bench.rows();
		const items = [one, { ...two, email: 'nonsense' }, one, three, { ...three, job_title: 'Other' }, {}].map(
			(json) => ({ json: json ?? {} }),
		);
		const outcome = await bench.run(items, { options: { badValues: 'reject' } });
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['unchanged', ''],
			['rejected', 'INVALID_ROW'],
			['unchanged', ''],
			['rejected', 'DUPLICATE_KEY'],
			['rejected', 'DUPLICATE_KEY'],
		]);
		expect(outcome.results[2]?.json.duplicateOf).toBe(0);
		const counts = outcome.summary?.json.counts as Record<string, number>;
		expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(outcome.results.length);
		expect(outcome.summary?.json.rows).toEqual({
			received: 6,
			valid: 2,
			rejected: 3,
			duplicates: 1,
			setAside: 1,
			left: 0,
			valuesLeftOut: 0,
		});
	});

	it('keeps unchanged people out of output 0 with Results: Changed, but counts them', async () => {
		bench = await bridgeBench({ users: 25, clock });
		const rows = bench.rows();
		const items = [{ ...rows[0], job_title: 'Changed' }, { ...rows[1], email: 'bad' }, ...rows.slice(2)];
		const changed = await bench.run(items, { dryRun: true, options: { results: 'changed', badValues: 'reject' } });
		expect(operations(changed)).toEqual(['updated', 'rejected']);
		expect(changed.summary?.json.counts).toEqual({
			updated: 1,
			rejected: 1,
			unchanged: rows.length - 2,
		});
		const bad = await bench.run(items, { dryRun: true, options: { results: 'failed', badValues: 'reject' } });
		expect(operations(bad)).toEqual(['rejected']);
		expect(bench.writes()).toEqual([]);
	});

	it('sends unsuccessful rows to the error output once, without the input row beside them', async () => {
		bench = await bridgeBench({ users: 25, clock });
		const rows = bench.rows();
		const items = rows.map((row, at) => ({
			...row,
			password: 'Hunter2!secret',
			...(at === 1 ? { email: 'bad' } : {}),
		}));
		const options = { badValues: 'reject' };
		const rest = { onError: 'continueErrorOutput', retryOnFail: true, maxTries: 3 } as const;
		const outcome = await bench.run(items, { options }, rest);
		expect(outcome.runs).toBe(1);
		expect(outcome.results).toHaveLength(rows.length - 1);
		expect(outcome.errorOutput).toHaveLength(1);
		expect(outcome.errorOutput[0]?.json).toEqual({
			error: expect.stringContaining('e-mail'),
			message: expect.any(String),
			details: expect.objectContaining({ code: 'INVALID_ROW', key: rows[1]?.uid }),
		});
		expect(outcome.summaries).toHaveLength(1);
		expect(
			JSON.stringify([outcome.errorOutput.map(({ json }) => json), jsonOf(outcome.results), jsonOf(outcome.summaries)]),
		).not.toContain('Hunter2');
	});

	it('tells a value that Bridge shows differently as a hint', async () => {
		bench = await bridgeBench({ users: 5, clock });
		const rows = bench.rows();
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			match: { method: 'PATCH' },
			body: {
				meta: {},
				linked: {},
				users: [
					{
						id: String(bench.simulator.directory.withUid(String(rows[0]?.uid))[0]?.id),
						uid: rows[0]?.uid,
						job_title: 'Short',
					},
				],
			},
		});
		const outcome = await bench.run([{ ...rows[0], job_title: 'A Very Long Title' }]);
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'updated',
			hints: [expect.stringContaining('Short')],
		});
	});

	it('does not write a value again every night that Bridge keeps in a form of its own', async () => {
		bench = await bridgeBench({ users: 5, clock });
		const { directory, faults } = bench.simulator;
		const user = directory.withUid(String(bench.rows()[0]?.uid))[0];
		if (user === undefined) throw new Error('no user');
		const row = { ...bench.rows()[0], job_title: 'A Very Long Title' };
		const shown = { id: String(user.id), uid: user.uid, job_title: 'A Very Long' };
		const body = { meta: {}, linked: {}, users: [shown] };
		faults.add({ kind: 'status', status: 200, match: { method: 'PATCH' }, body });
		const staticData = {};
		await bench.run([row], {}, { staticData });
		directory.change(user, { job_title: 'A Very Long' });
		bench.simulator.reset();
		const night = await bench.run([row], {}, { staticData });
		expect(bench.writes()).toEqual([]);
		expect(night.results[0]?.json).toMatchObject({
			operation: 'unchanged',
			hints: [expect.stringContaining('A Very Long')],
		});
		const changed = await bench.run([{ ...row, job_title: 'Clerk' }], {}, { staticData });
		expect(changed.results[0]?.json.operation).toBe('updated');
	});
});

describe('Bridge: pace', () => {
	const clock = useVirtualClock();

	it('uses the limit of 5 calls a second without a single 429', async () => {
		const bench = await bridgeBench({ users: 400, rateLimit: { perSecond: 5 }, clock });
		const rows = bench.rows().map((row, at) => (at < 100 ? { ...row, job_title: `T${at}` } : row));
		const started = clock.now();
		const outcome = await bench.run(rows);
		const seconds = (clock.now() - started) / 1000;
		expect(outcome.summary?.json).toMatchObject({
			counts: { updated: 100 },
			requests: { rateLimited: 0 },
		});
		expect(100 / seconds).toBeGreaterThan(5 * 0.9);
		expect(everything(outcome)).not.toContain(String(bench.simulator.credentials.apiSecret));
		await bench.close();
	});
});
