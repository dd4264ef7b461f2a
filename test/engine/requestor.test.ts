import type { IDataObject } from 'n8n-workflow';
import { customText } from '../../simulators/requestor/directory';
import { everything, operations } from './bridgeKit';
import { joiner, joiners, mapped, requestorBench, rowOf, setTo, type RequestorBench } from './requestorKit';

let bench: RequestorBench;
afterEach(async () => bench.close());

describe('Requestor: sync', () => {
	it('creates and updates 250 people in exactly three calls, and writes nothing in the second run', async () => {
		bench = await requestorBench({ users: 400 });
		const before = new Map(bench.managed().map((user) => [user.ExternalId, structuredClone(user)]));
		const old = bench.managed().slice(0, 300);
		const rows = [...joiners(150), ...old.map(rowOf)];
		for (const row of rows.slice(150, 250)) row.Department = 'Moved';
		const first = await bench.run(rows);
		expect(first.error).toBeUndefined();
		// Page 0 is read once more at the end.
		expect(bench.simulator.calls({ path: /GetUsers/ })).toHaveLength(3);
		// Calls side by side reach the vendor in any order.
		expect(
			bench
				.batches()
				.map((batch) => batch.length)
				.sort((a, b) => b - a),
		).toEqual([100, 100, 50]);
		expect(first.summary?.json).toMatchObject({
			lms: 'requestor',
			status: 'ok',
			planQuality: 'full',
			counts: { created: 150, updated: 100, unchanged: 200 },
			warnings: [
				'150 new people were looked up one by one before accounts were made for them, by e-mail and by user name: two calls each.',
			],
		});
		expect(first.results.map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
		for (const { json } of first.results) {
			expect(json.userId).toBe(bench.simulator.directory.withExternalId(String(json.key))?.UserProviderKey);
			expect(json.success).toBe(true);
		}
		expect(first.results[150]?.json.changes).toEqual([
			{ field: 'Department', from: before.get(String(rows[150]?.ExternalId))?.Department, to: 'Moved' },
		]);
		for (const user of bench.managed()) {
			const then = before.get(user.ExternalId);
			if (then === undefined) continue;
			const moved = user.Department === 'Moved';
			expect(user).toEqual({ ...then, ...(moved ? { Department: 'Moved' } : {}) });
		}
		bench.simulator.reset();
		const second = await bench.run(rows);
		expect(bench.writes()).toEqual([]);
		expect(second.summary?.json).toMatchObject({ counts: { unchanged: 450 }, warnings: [] });
	});

	it('builds the operations in the vendor’s form, and sends every writable property as it is now', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.change(user, {
			RoleSmartUser: true,
			CustomerIds: [121, 122],
			InternalGroupIds: [7],
			Language: 2,
			AdditionalInformation: 'note',
			RoleEndUser: false,
		});
		await bench.run([{ ...rowOf(user), Department: 'Moved' }]);
		const element = bench.batches()[0]?.[0];
		expect(element).toMatchObject({
			UserProviderKey: user.UserProviderKey,
			ExternalId: user.ExternalId,
			Email: user.Email,
		});
		expect(element?.Operations).toContainEqual({
			Operation: 2,
			FromPath: null,
			ParsedFromPath: null,
			Path: '/Department',
			ParsedPath: null,
			Value: 'Moved',
		});
		expect(element?.Operations).toContainEqual({
			Operation: 1,
			FromPath: null,
			ParsedFromPath: null,
			Path: '/MiddleName',
			ParsedPath: null,
			Value: null,
		});
		expect(new Set(element?.Operations.map(({ Path }) => Path)).size).toBe(24);
		expect(setTo(element, 'RoleSmartUser')).toBe(true);
		expect(setTo(element, 'RoleEndUser')).toBe(false);
		expect(setTo(element, 'CustomerIds')).toEqual([121, 122]);
		expect(bench.simulator.directory.withExternalId(String(user.ExternalId))).toMatchObject({
			Department: 'Moved',
			RoleSmartUser: true,
			RoleEndUser: false,
			CustomerIds: [121, 122],
			InternalGroupIds: [7],
			Language: 2,
			AdditionalInformation: 'note',
			ManagerKey: user.ManagerKey,
		});
	});

	it('refuses an employee id that came as a number too long to be exact', async () => {
		bench = await requestorBench({ users: 3 });
		const outcome = await bench.run(
			[joiner(1, { EmployeeId: Number('12345678901234567890') }), joiner(2, { EmployeeId: '12345678901234567890' })],
			{ options: { badValues: 'reject' } },
		);
		expect(operations(outcome)).toEqual(['rejected', 'created']);
		expect(outcome.results[0]?.json).toMatchObject({
			code: 'INVALID_ROW',
			message: expect.stringMatching(
				/^Column "EmployeeId": the number 12345678901234567000 may have lost digits on its way here; format the column as text/,
			),
		});
		expect(setTo(bench.batches()[0]?.[0], 'EmployeeId')).toBe('12345678901234567890');
	});

	it('sends only what the row has for a new account', async () => {
		bench = await requestorBench({ users: 3 });
		await bench.run([joiner(1, { MiddleName: '' })], { options: { blankValues: 'clear' } });
		expect(bench.batches()[0]).toEqual([
			{
				ExternalId: '9-1',
				Email: 'new.1@company.tld',
				Operations: ['ExternalId', 'FirstName', 'LastName', 'Department'].map((name, at) => ({
					Operation: 2,
					FromPath: null,
					ParsedFromPath: null,
					Path: `/${name}`,
					ParsedPath: null,
					Value: ['9-1', 'New', 'Person 1', 'Sales'][at],
				})),
			},
		]);
	});

	it('takes mapped custom fields, which can’t be compared, along with another change', async () => {
		bench = await requestorBench({ users: 30 });
		const [user, other] = bench.managed();
		if (user === undefined || other === undefined) throw new Error('no user');
		const kept = await bench.run([
			{ ...rowOf(user), Department: 'Moved', CustomFields: [{ CustomFieldId: 7, TextBoxValue: 'mapped' }] },
			{ ...rowOf(other), CustomFields: '[{"CustomFieldId": 7, "TextBoxValue": "alone"}]' },
		]);
		expect(kept.summary?.json.warnings).toEqual([]);
		expect(operations(kept)).toEqual(['updated', 'unchanged']);
		expect(bench.simulator.directory.withExternalId(String(user.ExternalId))?.CustomFields).toEqual([
			customText(7, 'mapped'),
		]);
		expect(bench.simulator.calls({ path: /GetExtended/ })).toEqual([]);
		expect(bench.simulator.directory.withExternalId(String(other.ExternalId))?.CustomFields).toEqual(
			other.CustomFields,
		);
	});

	it('clears with operation 1, and never an address', async () => {
		bench = await requestorBench({ users: 30 });
		const [user, other] = bench.managed();
		if (user === undefined || other === undefined) throw new Error('no user');
		const rows = [
			{ ...rowOf(user), Division: '', Email: '' },
			{ ...rowOf(other), Division: 'Here' },
		];
		expect(operations(await bench.run(rows, { dryRun: true }))).toEqual(['unchanged', 'updated']);
		const outcome = await bench.run(rows, { options: { blankValues: 'clear' } });
		expect(operations(outcome)).toEqual(['updated', 'updated']);
		expect(outcome.results[0]?.json.changes).toEqual([expect.objectContaining({ field: 'Division', to: null })]);
		expect(bench.simulator.directory.withExternalId(String(user.ExternalId))).toMatchObject({
			Division: null,
			Email: user.Email,
		});
		expect(bench.batches()[0]?.[0]?.Operations).toContainEqual(
			expect.objectContaining({ Operation: 1, Path: '/Division' }),
		);
	});

	it('sends mapped fields only when Preserve Unmapped is off, and says what that clears', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const outcome = await bench.run([{ ...rowOf(user), Department: 'Moved' }], {
			options: { preserveUnmapped: false },
		});
		expect(outcome.summary?.json.warnings).toEqual([expect.stringMatching(/Preserve Unmapped is off.*Division/)]);
		expect(bench.batches()[0]?.[0]?.Operations.map(({ Path }) => Path)).toEqual([
			'/ExternalId',
			'/FirstName',
			'/LastName',
			'/Phones',
			'/Department',
		]);
		expect(bench.simulator.directory.withExternalId(String(user.ExternalId))).toMatchObject({
			Department: 'Moved',
			Division: null,
		});
	});

	it.each(['ExternalId', 'UserProviderKey', 'Email'] as const)('matches by %s', async (findBy) => {
		bench = await requestorBench({ users: 60 });
		const rows = bench
			.managed()
			.slice(0, 20)
			.map(
				(user): IDataObject => ({
					...rowOf(user),
					UserProviderKey: user.UserProviderKey,
					Email: findBy === 'Email' ? user.Email?.toUpperCase() : user.Email,
					Division: 'New',
				}),
			);
		const outcome = await bench.run(rows, { findBy });
		expect(outcome.summary?.json).toMatchObject({ counts: { updated: 20 }, planQuality: 'full' });
		outcome.results.forEach(({ json }, at) => {
			expect(json).toMatchObject({
				key: rows[at]?.[findBy],
				userId: rows[at]?.UserProviderKey,
				changes: [{ field: 'Division' }],
			});
		});
		bench.simulator.reset();
		await bench.run(rows, { findBy });
		expect(bench.writes()).toEqual([]);
	});

	it('looks a handful of people up by the account’s own key', async () => {
		bench = await requestorBench({ users: 60 });
		const rows = bench
			.managed()
			.slice(0, 3)
			.map((user) => ({ UserProviderKey: user.UserProviderKey, Division: 'New' }));
		const outcome = await bench.run(rows, { findBy: 'UserProviderKey' });
		expect(outcome.summary?.json).toMatchObject({ planQuality: 'lookup', counts: { updated: 3 } });
		expect(bench.simulator.calls({ path: /GetUsers/ })).toHaveLength(0);
		const [user] = bench.managed();
		expect(bench.simulator.directory.get(String(rows[0]?.UserProviderKey))).toMatchObject({
			Division: 'New',
			FirstName: user?.FirstName,
			Phones: user?.Phones,
		});
	});

	it('tells at plan time that an address belongs to somebody else, and waits for those who leave it', async () => {
		bench = await requestorBench({ users: 60 });
		const [a, b, c] = bench.managed();
		if (a === undefined || b === undefined || c === undefined) throw new Error('no users');
		const taken = await bench.run([rowOf(a), joiner(1, { Email: a.Email?.toUpperCase() })]);
		expect(taken.results.map(({ json }) => json.code)).toEqual(['DUPLICATE_KEY', 'DUPLICATE_KEY']);
		const ignored = await bench.run([joiner(1, { Email: a.Email?.toUpperCase() })], {
			options: { keyChanges: 'ignore' },
		});
		expect(ignored.results[0]?.json).toMatchObject({
			operation: 'rejected',
			code: 'EMAIL_TAKEN',
			conflict: { field: 'Email', heldBy: a.UserProviderKey },
		});
		const address = b.Email;
		const moved = await bench.run([
			{ ...rowOf(a), Email: address },
			{ ...rowOf(b), Email: 'other@company.tld' },
		]);
		expect(operations(moved)).toEqual(['updated', 'updated']);
		expect(bench.simulator.directory.withExternalId(String(a.ExternalId))?.Email).toBe(address);
		expect(bench.simulator.directory.withExternalId(String(b.ExternalId))?.Email).toBe('other@company.tld');
		const rest = bench
			.managed()
			.filter((user) => user !== c)
			.map(rowOf);
		const leaver = await bench.run([...rest, joiner(2, { Email: c.Email })], {
			missingUsers: 'delete',
			force: true,
			options: { keyChanges: 'ignore' },
		});
		expect(operations(leaver).slice(-2)).toEqual(['created', 'deleted']);
		expect(bench.simulator.directory.withEmail(String(c.Email))?.ExternalId).toBe('9-2');
	});
});

describe('Requestor: rights', () => {
	it('does not let a spreadsheet column make an administrator', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const columns = {
			RoleAdministrator: true,
			'role operator': 'yes',
			OperatorGroupIds: '3',
			IsAdministrator: true,
			UserRoles: 'x',
		};
		for (const options of [{}, { sendUnknownColumns: true }]) {
			const outcome = await bench.run([{ ...rowOf(user), ...columns, Department: 'Moved' }, joiner(1, columns)], {
				options,
			});
			expect(operations(outcome)).toEqual(expect.arrayContaining(['created']));
			expect(
				bench
					.batches()
					.flat()
					.flatMap(({ Operations }) => Operations)
					.filter(
						({ Path, Value }) =>
							/role|group|admin/i.test(Path) && Value !== null && Value !== false && Path !== '/RoleEndUser',
					),
			).toEqual([]);
			expect(outcome.summary?.json.warnings).toEqual(expect.arrayContaining([expect.stringContaining('Define Below')]));
			if ('sendUnknownColumns' in options)
				expect(outcome.summary?.json.warnings).toEqual(
					expect.arrayContaining([expect.stringContaining('Not sent: IsAdministrator, UserRoles')]),
				);
			bench.simulator.directory.remove('9-1');
			bench.simulator.directory.change(user, { Department: 'Back' });
			bench.simulator.reset();
		}
		expect(bench.simulator.directory.withExternalId(String(user.ExternalId))).toMatchObject({
			RoleAdministrator: false,
			RoleOperator: false,
			OperatorGroupIds: [],
		});
	});

	it('refuses ready-made operations that give rights or change who somebody is', async () => {
		bench = await requestorBench({ users: 3 });
		const paths = [
			'/RoleAdministrator',
			'/roleOperator',
			'/OperatorGroupIds/-',
			'/IsAdministrator',
			'/ExternalId',
			'/Email',
		];
		const outcome = await bench.run(
			paths.map((path, at) => joiner(at, { Operations: [{ op: 'add', path, value: true }] })),
		);
		expect(outcome.results.map(({ json }) => json.code)).toEqual(paths.map(() => 'INVALID_ROW'));
		expect(bench.writes()).toEqual([]);
	});

	it('converges on a role that a person has mapped', async () => {
		bench = await requestorBench({ users: 30 });
		const [a, b] = bench.managed();
		if (a === undefined || b === undefined) throw new Error('no users');
		const parameters = mapped({
			ExternalId: '={{ $json.id }}',
			RoleSmartUser: '={{ $json.smart }}',
			InternalGroupIds: '={{ $json.groups }}',
			RoleOperator: '={{ $json.operator }}',
		});
		const items = [
			{ id: a.ExternalId, smart: 'yes', groups: '7, 5', operator: 'no' },
			{ id: b.ExternalId, smart: false, groups: null, operator: 'true' },
		];
		const first = await bench.run(items, parameters);
		expect(operations(first)).toEqual(['updated', 'updated']);
		expect(bench.simulator.directory.withExternalId(String(a.ExternalId))).toMatchObject({
			RoleSmartUser: true,
			InternalGroupIds: [7, 5],
			FirstName: a.FirstName,
		});
		expect(bench.simulator.directory.withExternalId(String(b.ExternalId))).toMatchObject({ RoleOperator: true });
		bench.simulator.reset();
		const second = await bench.run(items, parameters);
		expect(second.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['unchanged', ''],
			['unchanged', 'PROTECTED'],
		]);
		expect(bench.writes()).toEqual([]);
	});

	it('never touches administrators, operators, the credential’s own account, or people without an external id', async () => {
		bench = await requestorBench({
			users: [
				{ UserName: 'Sync@company.tld', Email: 'sync@company.tld', ExternalId: '1', RoleAdministrator: true },
				{ Email: 'op@company.tld', ExternalId: '2', RoleOperator: true },
				{ Email: 'super@company.tld', ExternalId: '3', RoleSuperOperator: true },
				{ Email: 'admin@company.tld', ExternalId: '4', RoleAdministrator: true },
				{ Email: 'hand@company.tld', ExternalId: null },
				{ Email: 'leaver@company.tld', ExternalId: '5' },
				...[6, 7, 8, 9].map((number) => ({ Email: `stay.${number}@company.tld`, ExternalId: String(number) })),
			],
		});
		for (const findBy of ['ExternalId', 'Email'] as const) {
			const items = [6, 7, 8, 9].map((number) => ({ ExternalId: String(number), Email: `stay.${number}@company.tld` }));
			const outcome = await bench.run([...items, { ExternalId: '2', Email: 'op@company.tld', Department: 'X' }], {
				findBy,
				missingUsers: 'delete',
				dryRun: true,
			});
			expect(operations(outcome)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged', 'unchanged', 'deleted']);
			expect(outcome.results[4]?.json.code).toBe('PROTECTED');
			expect(outcome.results[5]?.json).toMatchObject({ email: 'leaver@company.tld' });
		}
		bench.simulator.directory.change(
			bench.simulator.directory.withExternalId('1') ??
				(() => {
					throw new Error('no self');
				})(),
			{ RoleAdministrator: false },
		);
		const self = await bench.run([{}], { operation: 'delete', userId: { mode: 'externalId', value: '1' } });
		expect(self.results[0]?.json).toMatchObject({ operation: 'blocked', code: 'PROTECTED' });
		expect(bench.writes()).toEqual([]);
	});
});

describe('Requestor: ready-made operations', () => {
	it('translates RFC 6902 and takes the vendor’s form, on top of the columns', async () => {
		bench = await requestorBench({ users: 30 });
		const [a, b] = bench.managed();
		if (a === undefined || b === undefined) throw new Error('no users');
		const own = {
			Operation: 0,
			FromPath: null,
			ParsedFromPath: null,
			Path: '/Division',
			ParsedPath: null,
			Value: 'Vendor',
		};
		const rows: IDataObject[] = [
			{
				...rowOf(a),
				Operations: JSON.stringify([
					{ op: 'replace', path: '/Division', value: 'RFC' },
					{ op: 'remove', path: '/Company' },
					{ op: 'move', from: '/Department', path: '/MiddleName' },
				]),
			},
			{ ...rowOf(b), Operations: [own] },
		];
		const outcome = await bench.run(rows);
		expect(operations(outcome)).toEqual(['updated', 'updated']);
		expect(outcome.results[1]?.json.changes).toEqual([
			{ field: 'Division', from: b.Division === 'Vendor' ? expect.anything() : expect.any(String), to: 'Vendor' },
		]);
		expect(bench.simulator.directory.withExternalId(String(a.ExternalId))).toMatchObject({
			Division: 'RFC',
			Company: null,
			Department: null,
			MiddleName: rows[0]?.Department,
			FirstName: a.FirstName,
		});
		expect(bench.batches()[0]?.[0]?.Operations.slice(-1)).toEqual([
			{
				Operation: 3,
				FromPath: '/Department',
				ParsedFromPath: null,
				Path: '/MiddleName',
				ParsedPath: null,
				Value: null,
			},
		]);
		bench.simulator.reset();
		const second = await bench.run([rows[1] ?? {}]);
		expect(operations(second)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	it('sends a row whose operations can’t be compared each time', async () => {
		bench = await requestorBench({ users: 30 });
		const [a] = bench.managed();
		if (a === undefined) throw new Error('no users');
		const value = { CustomFieldId: 8, TextBoxValue: 'B7' };
		const row = { ...rowOf(a), Operations: [{ op: 'add', path: '/CustomFields/1', value }] };
		const before = a.CustomFields;
		for (let run = 1; run < 3; run++) {
			expect(operations(await bench.run([row]))).toEqual(['updated']);
			expect(bench.simulator.directory.withExternalId(String(a.ExternalId))?.CustomFields).toEqual([
				...before,
				...Array.from({ length: run }, () => customText(8, 'B7')),
			]);
		}
	});

	it('refuses, per row, what Requestor does not know', async () => {
		bench = await requestorBench({ users: 3 });
		const bad: unknown[] = [
			[{ op: 'copy', from: '/FirstName', path: '/LastName' }],
			[{ op: 'test', path: '/FirstName', value: 'x' }],
			[{ op: 'replace', path: '', value: 'x' }],
			[{ op: 'replace', path: 'FirstName', value: 'x' }],
			[{ op: 'replace', path: '/', value: 'x' }],
			[{ Operation: 4, Path: '/FirstName', Value: 'x' }],
			[{ Operation: 2, Path: '/FirstName' }],
			[{ op: 'replace', path: '/First~2Name', value: 'x' }],
			[{ op: 'replace', Operation: 2, path: '/FirstName', value: 'x' }],
			'[{"op": "replace"',
			['x'],
			7,
		];
		const outcome = await bench.run([
			...bad.map((Operations, at) => joiner(at, { Operations: Operations as never })),
			joiner(99),
		]);
		expect(outcome.results.map(({ json }) => json.code)).toEqual([...bad.map(() => 'INVALID_ROW'), '']);
		expect(outcome.results[0]?.json.message).toContain('"copy"');
		expect(outcome.results[3]?.json.message).toContain('starts with a slash');
		expect(bench.batches()).toHaveLength(1);
	});
});

describe('Requestor: removals', () => {
	it('deletes the missing, keeps those with tickets unless forced, and says so', async () => {
		bench = await requestorBench({ users: 200 });
		const users = bench.managed();
		const busy = users.find((user) => user.tickets > 0);
		const free = users.find((user) => user.tickets === 0);
		if (busy === undefined || free === undefined) throw new Error('no users');
		const rows = users.filter((user) => user !== busy && user !== free).map(rowOf);
		const plain = await bench.run(rows, { missingUsers: 'delete' });
		const last = plain.results.slice(-2).map(({ json }) => [json.userId, json.operation, json.code]);
		expect(last).toEqual(
			expect.arrayContaining([
				[busy.UserProviderKey, 'failed', 'VENDOR_REJECTED'],
				[free.UserProviderKey, 'deleted', ''],
			]),
		);
		const forced = await bench.run(rows, { missingUsers: 'delete', force: true });
		expect(forced.results.slice(-1)[0]?.json).toMatchObject({ operation: 'deleted', deleted: true });
		expect(bench.simulator.directory.get(busy.UserProviderKey)).toBeUndefined();
	});

	it('stops at the limit, and takes the approved plan', async () => {
		bench = await requestorBench({ users: 100 });
		const rows = bench.managed().slice(0, 60).map(rowOf);
		const stopped = await bench.run(rows, { missingUsers: 'delete', force: true });
		expect(stopped.error?.message).toContain('%');
		const dry = await bench.run(rows, { missingUsers: 'delete', force: true, dryRun: true });
		const approved = await bench.run(rows, {
			missingUsers: 'delete',
			force: true,
			safety: { approvedPlan: dry.summary?.json.planHash },
		});
		expect(approved.summary?.json).toMatchObject({ status: 'ok', safety: { verdict: 'approved' } });
		expect(bench.managed()).toHaveLength(60);
	});
});

describe('Requestor: one person', () => {
	it.each([
		['notFound', 400],
		['notFound', 404],
		['userNull', 400],
		['userNull', 404],
	] as const)(
		'deletes by id, user name and external id; who is not there counts as absent (%s, %s)',
		async (unknownUser, deleteUnknown) => {
			bench = await requestorBench({
				users: 40,
				switches: { unknownUser, deleteUnknown, deleteStatus: deleteUnknown === 400 ? 200 : 204 },
			});
			const [a, b, c] = bench.managed().filter((user) => user.tickets === 0);
			if (a === undefined || b === undefined || c === undefined) throw new Error('no users');
			const delete_ = async (mode: string, values: unknown[], rest = {}) =>
				bench.run(values.map((value) => ({ value })) as never, {
					operation: 'delete',
					userId: { __rl: true, mode, value: '={{ $json.value }}' },
					...rest,
				});
			const byId = await delete_('id', [a.UserProviderKey, b.UserName, 'nobody', a.UserProviderKey]);
			expect(
				byId.results.map(({ json }) => [json.operation, json.alreadyAbsent, json.userId, json.duplicateOf]),
			).toEqual([
				['deleted', undefined, a.UserProviderKey, undefined],
				['deleted', undefined, b.UserProviderKey, undefined],
				['deleted', true, '', undefined],
				['deleted', undefined, a.UserProviderKey, 0],
			]);
			const byExternalId = await delete_('externalId', [c.ExternalId, 'nobody']);
			expect(byExternalId.results.map(({ json }) => [json.operation, json.alreadyAbsent])).toEqual([
				['deleted', undefined],
				['deleted', true],
			]);
			expect(bench.simulator.calls({ path: /GetUsers/ })).toHaveLength(1);
			expect(bench.simulator.directory.get(c.UserProviderKey)).toBeUndefined();
		},
	);

	it.each([400, 404] as const)(
		'takes an account that went meanwhile for absent only after a look-up (%s)',
		async (deleteUnknown) => {
			bench = await requestorBench({ users: 40, switches: { deleteUnknown } });
			const [a] = bench.managed().filter((user) => user.tickets === 0);
			const [busy] = bench.managed().filter((user) => user.tickets > 0);
			if (a === undefined || busy === undefined) throw new Error('no users');
			bench.simulator.faults.add({ kind: 'resetAfter', match: { path: /DeleteRequestorUser/ } });
			const outcome = await bench.run([{ id: a.UserProviderKey }, { id: busy.UserProviderKey }], {
				operation: 'delete',
				userId: '={{ $json.id }}',
				options: { concurrency: 1 },
			});
			expect(outcome.results[0]?.json).toMatchObject({ operation: 'deleted', recovered: true });
			expect(outcome.results[0]?.json.alreadyAbsent).toBeUndefined();
			expect(outcome.results[1]?.json).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
			expect(outcome.results[1]?.json.message).toContain('tickets');
			const forced = await bench.run([{ id: busy.UserProviderKey }], {
				operation: 'delete',
				userId: '={{ $json.id }}',
				force: true,
			});
			expect(operations(forced)).toEqual(['deleted']);
		},
	);

	it('says of nobody that they are gone by a call that knows nobody', async () => {
		for (const [fault, said] of [
			[undefined, /tickets/],
			[{ kind: 'status', status: 404, times: Infinity, match: { path: /DeleteRequestorUser/ } }, /still there/],
		] as const) {
			bench = await requestorBench({ users: 40, switches: { extended: fault === undefined ? 'notFound' : 'allowed' } });
			const [busy] = bench.managed().filter((user) => user.tickets > 0);
			if (busy === undefined) throw new Error('no user');
			if (fault !== undefined) bench.simulator.faults.add(fault);
			const missing = await bench.run(
				bench
					.managed()
					.filter((user) => user !== busy)
					.map(rowOf),
				{
					missingUsers: 'delete',
				},
			);
			expect(missing.results.at(-1)?.json).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
			expect(missing.results.at(-1)?.json.message).toMatch(said);
			for (const userId of [
				{ __rl: true, mode: 'id', value: busy.UserProviderKey },
				{ __rl: true, mode: 'id', value: busy.UserName },
				{ __rl: true, mode: 'externalId', value: busy.ExternalId },
			]) {
				const one = await bench.run([{}], { operation: 'delete', userId });
				expect(one.results[0]?.json).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
				expect(one.results[0]?.json.message).toMatch(said);
			}
			expect(bench.simulator.directory.get(busy.UserProviderKey)).toBeDefined();
			await bench.close();
		}
		bench = await requestorBench({ users: 12, switches: { extended: 'notFound' } });
		const gone = await bench.run([{}], { operation: 'delete', userId: { __rl: true, mode: 'id', value: 'nobody' } });
		expect(gone.results[0]?.json).toMatchObject({ operation: 'deleted', alreadyAbsent: true });
	});

	it('reads Force with each item, and tells a refusal under 200 as no result', async () => {
		bench = await requestorBench({ users: 40 });
		const [a, b, c] = bench.managed().filter((user) => user.tickets === 0);
		if (a === undefined || b === undefined || c === undefined) throw new Error('no users');
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: JSON.stringify({ Success: false, ErrorMessage: 'Not today' }),
			match: { path: /DeleteRequestorUser/, nth: 3 },
		});
		const items = [
			{ id: a.UserProviderKey, force: true },
			{ id: b.UserProviderKey, force: false },
			{ id: c.UserProviderKey, force: false },
		];
		const outcome = await bench.run(items, {
			operation: 'delete',
			userId: '={{ $json.id }}',
			force: '={{ $json.force }}',
			options: { concurrency: 1 },
		});
		expect(
			bench.simulator.calls({ path: /DeleteRequestorUser/ }).map(({ body }) => (body as { Force: boolean }).Force),
		).toEqual([true, false, false]);
		expect(operations(outcome)).toEqual(['deleted', 'deleted', 'unknown']);
		expect(outcome.results[2]?.json).toMatchObject({
			code: 'NO_RESULT',
			message: expect.stringContaining('Not today'),
		});
	});

	it('summarises an account in flat facts, however it is pointed at', async () => {
		bench = await requestorBench({ users: 40 });
		const [a] = bench.managed();
		if (a === undefined) throw new Error('no user');
		for (const [mode, value] of [
			['id', a.UserProviderKey],
			['list', a.UserProviderKey],
			['externalId', a.ExternalId],
		]) {
			const outcome = await bench.run([{}], { operation: 'getSummary', userId: { __rl: true, mode, value } as never });
			expect(outcome.results[0]?.json).toMatchObject({
				operation: 'found',
				userId: a.UserProviderKey,
				summary: {
					Email: a.Email,
					AccountExists: true,
					IsInApprovalProcess: false,
					Roles: 'End User',
					Customers: expect.stringContaining('Company'),
				},
			});
			for (const fact of Object.values(outcome.results[0]?.json.summary as object))
				expect(typeof fact === 'object' && fact !== null).toBe(false);
		}
	});

	it('gets many users, simple or as they are', async () => {
		bench = await requestorBench({ users: 450 });
		const some = await bench.run([{}], { operation: 'getMany', limit: 250 });
		expect(some.results).toHaveLength(250);
		expect(bench.simulator.calls({ path: /GetUsers/ })).toHaveLength(2);
		const all = await bench.run([{}], { operation: 'getMany', returnAll: true, simplify: false });
		expect(all.results).toHaveLength(450);
		expect(all.results[1]?.json.user).toMatchObject({ IsEndUser: true, FullName: expect.any(String) });
	});
});

describe('Requestor: secrets', () => {
	it('shows no password in any output, and takes a header instead of basic auth', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const wrong = await bench.run(
			[rowOf(user)],
			{},
			{ credentials: { requestorApi: bench.simulator.otherCredentials.wrong as never } },
		);
		expect(wrong.error?.message).toContain('401');
		const header = await bench.run(
			[{ ...rowOf(user), Department: 'Moved' }],
			{ options: { includeResponse: true } },
			{ credentials: { requestorApi: bench.simulator.otherCredentials.header as never } },
		);
		expect(header.results[0]?.json).toMatchObject({
			operation: 'updated',
			response: { Success: true },
			customerId: String(user.CustomerId),
		});
		for (const outcome of [wrong, header])
			for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
	});
});
