import type { IDataObject } from 'n8n-workflow';
import { customText, type RequestorUser } from '../../simulators/requestor/directory';
import { operations } from './bridgeKit';
import { joiner, requestorBench, rowOf, setTo, type RequestorBench } from './requestorKit';

let bench: RequestorBench;
afterEach(async () => bench.close());

const EXTENDED = { path: /GetExtendedRequestorUser/ };

function someone(): RequestorUser {
	const [user] = bench.managed();
	if (user === undefined) throw new Error('no user');
	return user;
}

describe('Requestor: what an update keeps', () => {
	it('is read for those who change, and for nobody else: 3 of 1,000', async () => {
		bench = await requestorBench({ users: 1000 });
		const users = bench.managed();
		const before = new Map(users.map((user) => [user.ExternalId, structuredClone(user)]));
		const rows = users.map((user, at) => ({ ...rowOf(user), ...(at < 3 ? { Department: 'Moved' } : {}) }));
		const outcome = await bench.run(rows);
		expect(outcome.summary?.json).toMatchObject({ status: 'ok', counts: { updated: 3 }, warnings: [] });
		expect(bench.simulator.calls(EXTENDED)).toHaveLength(3);
		for (const user of bench.managed().slice(0, 3))
			expect(user).toEqual({ ...before.get(user.ExternalId), Department: 'Moved' });
		bench.simulator.reset();
		await bench.run(rows);
		expect(bench.simulator.calls(EXTENDED)).toEqual([]);
		expect(bench.writes()).toEqual([]);
	});

	it('is tried with one person in a dry run', async () => {
		bench = await requestorBench({ users: 60 });
		const rows = bench.managed().map((user) => ({ ...rowOf(user), Department: 'Moved' }));
		await bench.run(rows, { dryRun: true });
		expect(bench.simulator.calls(EXTENDED)).toHaveLength(1);
	});

	it.each(['inUser', 'besideUser'] as const)('are custom fields and notes (FieldData %s)', async (fieldData) => {
		bench = await requestorBench({ users: 60, switches: { fieldData, tenant: 'withNotes' } });
		const user = someone();
		const custom = [
			customText(7, 'B7'),
			{ ...customText(8, ''), TextBoxValue: null, LongValue: 4, FieldItem: { Id: 4, Title: 'Blue' } },
		];
		const notes = { AdminNote: 'VIP', OperatorNote: 'calls often', SkypeName: 'live:x' };
		bench.simulator.directory.change(user, { CustomFields: custom, ...notes });
		const outcome = await bench.run([{ ...rowOf(user), Department: 'Moved' }]);
		expect(operations(outcome)).toEqual(['updated']);
		expect(bench.simulator.directory.get(user.UserProviderKey)).toMatchObject({
			Department: 'Moved',
			CustomFields: custom,
			...notes,
		});
	});

	it.each(['usual', 'lean'] as const)('is nothing that replies never show (tenant %s)', async (tenant) => {
		bench = await requestorBench({ users: 60, switches: { tenant } });
		const user = someone();
		const outcome = await bench.run([{ ExternalId: user.ExternalId, FirstName: 'Other' }]);
		expect(operations(outcome)).toEqual(['updated']);
		const paths = bench.batches()[0]?.[0]?.Operations.map(({ Path }) => Path);
		expect(paths).not.toContain('/AdminNote');
		if (tenant === 'lean') expect(paths).not.toContain('/Company');
		else expect(paths).toContain('/Company');
	});

	it.each(['forbidden', 'notFound'] as const)(
		'stops the run where it can’t be read, unless custom fields are mapped (%s)',
		async (extended) => {
			bench = await requestorBench({ users: 60, switches: { extended } });
			const user = someone();
			const row: IDataObject = { ...rowOf(user), Department: 'Moved' };
			const stopped = await bench.run([row]);
			expect(stopped.error?.message).toContain('GetExtendedRequestorUser');
			expect(stopped.error?.description).toContain('Preserve Unmapped');
			expect(bench.writes()).toEqual([]);
			const dry = await bench.run([row], { dryRun: true });
			expect(dry.summary?.json.warnings).toEqual([expect.stringContaining('A run that is not dry stops')]);
			const mapped = await bench.run([{ ...row, CustomFields: user.CustomFields as never }]);
			expect(operations(mapped)).toEqual(['updated']);
			const knowing = await bench.run([{ ...row, Department: 'Back' }], { options: { preserveUnmapped: false } });
			expect(operations(knowing)).toEqual(['updated']);
		},
	);

	it('fails one person alone who can’t be read, and leaves one alone who has got an office meanwhile', async () => {
		bench = await requestorBench({ users: 60 });
		const [a, b, c] = bench.managed();
		if (a === undefined || b === undefined || c === undefined) throw new Error('no users');
		bench.simulator.faults.add(
			{ kind: 'status', status: 404, match: { path: new RegExp(a.UserProviderKey) } },
			{
				kind: 'status',
				status: 200,
				body: { User: { UserProviderKey: b.UserProviderKey, IsAdministrator: true } },
				match: { path: new RegExp(b.UserProviderKey) },
			},
		);
		const outcome = await bench.run([a, b, c].map((user) => ({ ...rowOf(user), Department: 'Moved' })));
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['failed', 'NOT_FOUND'],
			['failed', 'PROTECTED'],
			['updated', ''],
		]);
		expect(bench.batches()[0]).toHaveLength(1);
	});

	it('warns where no reply shows custom fields', async () => {
		bench = await requestorBench({ users: 60, switches: { fieldData: 'absent' } });
		const outcome = await bench.run([{ ...rowOf(someone()), Department: 'Moved' }]);
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('shows no custom fields')]);
		expect(setTo(bench.batches()[0]?.[0], 'CustomFields')).toBeUndefined();
	});
});

describe('Requestor: numbers too large to be exact', () => {
	const BEYOND = '9007199254740993';
	const ANN = { UserProviderKey: 'k1', UserName: 'ann', Email: 'ann@x.tld', ExternalId: 'E1', FirstName: 'Ann' };
	const row = { ExternalId: 'E1', 'First Name': 'Anna', Email: 'ann@x.tld' };
	/** Of a reply, the number 12345 is one that no program can hold exactly. */
	const beyond = (body: object): string => JSON.stringify(body).replace('12345', BEYOND);
	const listed = (more: object): string =>
		beyond({
			PagedUsers: { PageIndex: 0, PageSize: 200, TotalItems: 1, TotalPages: 1, Items: [{ ...ANN, ...more }] },
		});

	it.each([
		{ CustomerId: 12345 },
		{ Language: 12345 },
		{ Customers: [{ Id: 1 }, { Id: 12345 }] },
		{ InternalGroupIds: [12345] },
		{ OperatorGroupIds: [3, 12345] },
	])('make the list unreadable: sent back, they would be others (%j)', async (more) => {
		bench = await requestorBench({ users: 3 });
		bench.simulator.faults.add({ kind: 'status', status: 200, body: listed(more), match: { path: /GetUsers/ } });
		const outcome = await bench.run([row]);
		expect(outcome.error?.message).toMatch(/a number too large to be exact/);
		expect(bench.writes()).toEqual([]);
	});

	it.each([
		['looked at', {}],
		['mapped', { CustomFields: [{ CustomFieldId: 7, TextBoxValue: 'x' }] }],
	])(
		'in a custom field keep their person from being written, unless custom fields are mapped (%s)',
		async (what, more) => {
			for (const findBy of ['ExternalId', 'UserProviderKey']) {
				bench = await requestorBench({ users: 3 });
				const FieldData = [{ CustomFieldId: 7, LongValue: 12345 }];
				bench.simulator.faults.add(
					{ kind: 'status', status: 200, body: listed({}), times: Infinity, match: { path: /GetUsers/ } },
					{
						kind: 'status',
						status: 200,
						body: beyond({ User: { ...ANN, FieldData } }),
						times: Infinity,
						match: { path: /GetExtendedRequestorUser/ },
					},
				);
				const keyed = findBy === 'ExternalId' ? row : { ...row, UserProviderKey: 'k1' };
				const outcome = await bench.run([{ ...keyed, ...more }], { findBy });
				expect(bench.writes()).toHaveLength(what === 'mapped' ? 1 : 0);
				if (what !== 'mapped')
					expect(outcome.results[0]?.json).toMatchObject({
						operation: 'failed',
						code: 'VENDOR_REJECTED',
						message: expect.stringContaining('too large to be exact'),
					});
				await bench.close();
			}
		},
	);
});

describe('Requestor: a list that may hide somebody', () => {
	it('is not trusted when it moved: one deleted and one added between two pages', async () => {
		bench = await requestorBench({ users: 250 });
		const rows = bench.managed().map(rowOf);
		const { directory } = bench.simulator;
		const [first] = bench.managed();
		const page = directory.page.bind(directory);
		directory.page = (index, size) => {
			const users = page(index, size);
			if (index === 0 && directory.get('late@company.tld') === undefined) {
				directory.remove(String(first?.UserProviderKey));
				directory.add({ Email: 'late@company.tld', ExternalId: 'L1' });
			}
			return users;
		};
		const outcome = await bench.run(rows);
		expect(outcome.error?.message).toContain('the list moved while it was read');
		expect(bench.writes()).toEqual([]);
	});

	it('is not trusted when its first page shows somebody twice as it is read again: somebody else may be hidden', async () => {
		bench = await requestorBench({ users: 250 });
		const rows = bench.managed().map(rowOf);
		const { directory } = bench.simulator;
		const page = directory.page.bind(directory);
		let first = 0;
		directory.page = (index, size) => {
			const users = page(index, size);
			if (index > 0 || first++ === 0) return users;
			return [...users.slice(0, 1), ...users.slice(0, -1)];
		};
		const outcome = await bench.run([...rows, joiner(1)]);
		expect(outcome.error?.message).toContain('the list moved while it was read');
		expect(bench.writes()).toEqual([]);
	});

	it.each([
		['and its pages are cut as it is asked', 200],
		['and its pages are smaller than it is asked', 60],
	])('is not trusted when it moved behind its first page, %s: somebody unseen is nobody new', async (_what, most) => {
		bench = await requestorBench({ users: 620 });
		const { directory, switches } = bench.simulator;
		Object.assign(switches, { mostInPage: most });
		const all = directory.all();
		const [gone, unseen] = [all[most + 3], all[2 * most]];
		const rows = bench
			.managed()
			.filter(({ UserProviderKey }) => UserProviderKey !== gone?.UserProviderKey)
			.map((user) => (user.Email === unseen?.Email ? { ...rowOf(user), Email: 'new@company.tld' } : rowOf(user)));
		const page = directory.page.bind(directory);
		directory.page = (index, size) => {
			if (index === 2 && size > 1 && directory.get('late@company.tld') === undefined) {
				directory.remove(String(gone?.UserProviderKey));
				directory.add({ Email: 'late@company.tld', ExternalId: 'L1' });
			}
			return page(index, size);
		};
		const outcome = await bench.run(rows, { options: { concurrency: 1 } });
		expect(outcome.error?.message).toContain('the list moved while it was read');
		expect(bench.writes()).toEqual([]);
	});

	it.each([{ pageSizes: 'fixed' }, { pageSizes: 'round' }, { mostInPage: 6 }] as const)(
		'is trusted where Requestor does not cut pages as it is asked to (%j)',
		async (switches) => {
			bench = await requestorBench({ users: 500, switches });
			const rows = bench.managed().map(rowOf);
			const outcome = await bench.run([...rows, joiner(1)], { missingUsers: 'delete' });
			expect(outcome.error).toBeUndefined();
			expect(outcome.summary?.json).toMatchObject({
				planQuality: 'full',
				counts: { unchanged: rows.length, created: 1 },
			});
		},
	);

	it('is made up for by look-ups before creates: by address, and by user name', async () => {
		bench = await requestorBench({ users: 250 });
		const [a, b] = bench.managed().filter((user) => user.tickets === 0);
		const [admin] = bench.simulator.directory.all().filter((user) => user.RoleAdministrator);
		if (a === undefined || b === undefined || admin === undefined) throw new Error('no users');
		bench.simulator.directory.change(b, { Email: 'else@company.tld' });
		const hidden = new Set([a, b, admin].map((user) => user.UserProviderKey));
		const { directory } = bench.simulator;
		// The list as it would be if these three had slipped between two pages.
		const seen = directory.all().filter((user) => !hidden.has(user.UserProviderKey));
		directory.page = (index, size) => seen.slice(index * size, (index + 1) * size);
		Object.defineProperty(directory, 'size', { get: () => seen.length });
		const outcome = await bench.run([
			{ ...rowOf(a), Department: 'Moved' },
			{ ...joiner(1), Email: b.UserName },
			{ ...joiner(2), Email: admin.Email },
			joiner(3),
		]);
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['updated', ''],
			['failed', 'ALREADY_EXISTS'],
			['rejected', expect.stringMatching(/EMAIL_TAKEN|KEY_CHANGED|ALREADY_EXISTS/)],
			['created', ''],
		]);
		expect(outcome.results[1]?.json.conflict).toMatchObject({ heldBy: b.UserProviderKey });
		expect(directory.get(admin.UserProviderKey)).toMatchObject({
			RoleAdministrator: true,
			CustomerId: admin.CustomerId,
		});
	});

	it('never tells an older account as created, whatever the reply shows', async () => {
		bench = await requestorBench({ users: 60, switches: { createOfKnownEmail: 'update' } });
		const user = someone();
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: { RequestorUsers: [{ Success: true, UserProviderKey: user.UserProviderKey, ExternalId: '9-1' }] },
			match: { path: /SyncRequestorUsers/ },
		});
		const outcome = await bench.run([joiner(1)]);
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'ALREADY_EXISTS',
			conflict: { heldBy: user.UserProviderKey },
		});
	});

	it('goes by user names alone where there is no search, and says so', async () => {
		bench = await requestorBench({ users: 60, switches: { search: 'forbidden' } });
		const outcome = await bench.run([joiner(1)]);
		expect(operations(outcome)).toEqual(['created']);
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('by user name only')]);
	});

	it('goes by user names for somebody whose search alone is refused, and by addresses where accounts may not be read', async () => {
		bench = await requestorBench({ users: 60, switches: { search: 'refused' } });
		const namesake = { ...joiner(2), Email: someone().UserName };
		bench.simulator.directory.change(someone(), { Email: 'else@company.tld' });
		const first = await bench.run([joiner(1), namesake]);
		expect(first.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['created', ''],
			['failed', 'ALREADY_EXISTS'],
		]);
		expect(first.summary?.json.warnings).toEqual([expect.stringContaining('by user name only')]);
		await bench.close();

		bench = await requestorBench({ users: 60, switches: { extended: 'forbidden', operatorList: 'ownCustomers' } });
		const unseen = someone();
		const { directory } = bench.simulator;
		const seen = directory.all().filter((user) => user !== unseen);
		directory.page = (index, size) => seen.slice(index * size, (index + 1) * size);
		Object.defineProperty(directory, 'size', { get: () => seen.length });
		const before = structuredClone(unseen);
		const second = await bench.run([joiner(1), { ...joiner(2), Email: unseen.Email }]);
		expect(second.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['created', ''],
			['failed', 'ALREADY_EXISTS'],
		]);
		expect(second.results[1]?.json.conflict).toEqual({ field: 'Email', heldBy: unseen.UserProviderKey });
		expect(second.summary?.json.warnings).toEqual([expect.stringContaining('by e-mail only')]);
		expect(directory.get(unseen.UserProviderKey)).toEqual(before);
	});

	it('finds an address among the neighbours that a search brings, however many', async () => {
		bench = await requestorBench({ users: 60, switches: { equality: 'ignored' } });
		const { directory } = bench.simulator;
		const seen = [...directory.all()];
		for (let index = 0; index < 25; index++)
			directory.add({ Email: `a${index}.ann@x.tld`, UserName: `a${index}`, ExternalId: `N${index}` });
		directory.add({ Email: 'ann@x.tld', UserName: 'ann', ExternalId: 'ANN' });
		directory.page = (index, size) => seen.slice(index * size, (index + 1) * size);
		Object.defineProperty(directory, 'size', { get: () => seen.length });
		const outcome = await bench.run([{ ...joiner(1), Email: 'ann@x.tld' }]);
		expect(outcome.results[0]?.json.success).toBe(false);
		expect(bench.writes()).toEqual([]);
	});

	it('without an address: external ids can not be found where the list is not there', async () => {
		bench = await requestorBench({ users: 12, switches: { list: 'notFound' } });
		const outcome = await bench.run([{}, {}], { operation: 'delete', userId: { mode: 'externalId', value: 'E1' } });
		expect(outcome.error?.message).toMatch(/list of users, in which people are looked for, is not there/);
	});

	it.each(['ExternalId', 'Email', 'UserProviderKey'])(
		'removes nobody whose external id holds nothing that can be seen (Find By %s)',
		async (findBy) => {
			bench = await requestorBench({ users: 60 });
			const [first, ...others] = bench.managed();
			if (first === undefined) throw new Error('no user');
			bench.simulator.directory.change(first, { ExternalId: '\u200b' });
			const rows = others.map((user) => ({
				...rowOf(user),
				...(findBy === 'UserProviderKey' ? { UserProviderKey: user.UserProviderKey } : {}),
			}));
			const outcome = await bench.run(rows, { findBy, missingUsers: 'delete' });
			expect(outcome.error).toBeUndefined();
			expect(bench.writes()).toEqual([]);
		},
	);

	it.each(['operator', 'unknown'] as const)('removes nobody when the caller is no administrator (%s)', async (who) => {
		bench = await requestorBench({
			users: 60,
			switches: { operatorList: 'ownCustomers', ownUser: who === 'unknown' ? 'forbidden' : 'wrapped' },
		});
		const credentials = who === 'operator' ? bench.simulator.otherCredentials.operator : bench.simulator.credentials;
		const mine = bench.managed().filter(({ CustomerId }) => CustomerId === 121);
		const other = bench.managed().find(({ CustomerId }) => CustomerId === 122);
		if (other === undefined) throw new Error('no user');
		const outcome = await bench.run(
			[...mine.slice(1).map(rowOf), { ...rowOf(other), Department: 'Moved' }],
			{ missingUsers: 'delete', safety: { maxRemovalPercent: 100 } },
			{ credentials: { requestorApi: credentials as never } },
		);
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({ planQuality: 'lookup', counts: { unchanged: mine.length - 1 } });
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('So nobody was removed')]);
		expect(bench.simulator.calls({ path: /DeleteRequestorUser/ })).toEqual([]);
		// Somebody whom the list of an operator does not show is found by address: updated, not made again.
		expect(operations(outcome).filter((word) => word !== 'unchanged')).toEqual(['updated']);
	});

	it('leaves somebody who has left as they are when the caller is no administrator, and does not say that they are off', async () => {
		bench = await requestorBench({ users: 12, switches: { ownUser: 'forbidden' } });
		const [left, ...others] = bench.managed();
		if (left === undefined) throw new Error('no user');
		const outcome = await bench.run(
			[{ ...rowOf(left), Status: 'Terminated' }, ...others.map((user) => ({ ...rowOf(user), Status: 'Active' }))],
			{ missingUsers: 'delete', safety: { maxRemovalPercent: 100 } },
		);
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'unchanged',
			code: 'LEFT',
			message: expect.stringContaining('not one that this run may remove'),
		});
		expect(bench.simulator.calls({ path: /DeleteRequestorUser/ })).toEqual([]);
	});

	it('shows the credential’s own account by the header that signs, too', async () => {
		bench = await requestorBench({
			users: [{ UserName: 'boss', Email: 'boss@x.tld', ExternalId: '1', RoleAdministrator: true }],
		});
		bench.simulator.directory.add({ UserName: 'other', Email: 'o@x.tld', ExternalId: '2' });
		const own = bench.simulator.directory.get('other');
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: { User: { UserProviderKey: own?.UserProviderKey, IsAdministrator: true } },
			match: { path: /GetRequestorUser$/ },
		});
		const outcome = await bench.run(
			[{}],
			{ operation: 'delete', userId: { mode: 'externalId', value: '2' } },
			{ credentials: { requestorApi: bench.simulator.otherCredentials.header as never } },
		);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'blocked', code: 'PROTECTED' });
	});
});
