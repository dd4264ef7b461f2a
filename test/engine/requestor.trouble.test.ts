import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { operations } from './bridgeKit';
import { joiner, joiners, mapped, requestorBench, rowOf, setTo, type RequestorBench } from './requestorKit';

let bench: RequestorBench;
afterEach(async () => bench.close());

describe('Requestor: what no page settles', () => {
	it.each([
		['emptyKeys', 'absent'],
		['identifiersNotGiven', 'cleared'],
		['rowIdentity', 'externalIdNull'],
		['rowIdentity', 'bare'],
		['pageSizeOverMax', 'clamp'],
		['errorForm', 'modelState'],
		['errorForm', 'text'],
		['unknownPath', 'row'],
		['retryAfter', 'absent'],
		['retryAfter', 'date'],
		['ids', 'text'],
		['operatorList', 'ownCustomers'],
		['search', 'forbidden'],
		['search', 'notFound'],
		['ownUser', 'bare'],
		['ownUser', 'forbidden'],
		['fieldData', 'besideUser'],
		['tenant', 'withNotes'],
		['unknownUser', 'userNull'],
		['deleteUnknown', 404],
		['rows', 'reordered'],
		['createOfKnownEmail', 'update'],
	] as const)('works alike with %s = %s', async (name, value) => {
		for (const findBy of ['ExternalId', 'UserProviderKey', 'Email'] as const) {
			bench = await requestorBench({ users: 250, switches: { [name]: value } });
			const old = bench.managed().slice(0, 40);
			const before = structuredClone(old);
			const rows = old.map((user) => ({ ...rowOf(user), UserProviderKey: user.UserProviderKey, Division: 'New' }));
			if (findBy !== 'ExternalId') for (const row of rows) delete (row as { ExternalId?: unknown }).ExternalId;
			const all = findBy === 'UserProviderKey' ? rows : [...joiners(20), ...rows];
			const outcome = await bench.run(all, { findBy });
			expect(outcome.summary?.json).toMatchObject({
				status: 'ok',
				counts: { updated: 40, ...(findBy === 'UserProviderKey' ? {} : { created: 20 }) },
			});
			outcome.results.forEach(({ json }) => {
				const made = json.operation === 'created' && name === 'rowIdentity' && value === 'bare';
				expect(json.userId).toBe(made ? '' : bench.simulator.directory.withEmail(String(json.email))?.UserProviderKey);
			});
			before.forEach((user) =>
				expect(bench.simulator.directory.get(user.UserProviderKey)).toEqual({
					...user,
					Division: 'New',
				}),
			);
			bench.simulator.reset();
			await bench.run(all, { findBy });
			expect(bench.writes()).toEqual([]);
			await bench.close();
		}
	});

	it.each(['reordered', 'missing', 'doubled'] as const)(
		'never credits the wrong person when rows are %s',
		async (rows) => {
			for (const rowIdentity of ['full', 'externalIdNull', 'bare'] as const) {
				bench = await requestorBench({ users: 100, switches: { rows, rowIdentity, unknownPath: 'row' } });
				const list: IDataObject[] = [
					...joiners(30),
					...bench
						.managed()
						.slice(0, 30)
						.map((user) => ({ ...rowOf(user), Division: 'New' })),
					joiner(5, { CustomerId: 999999 }),
				];
				const outcome = await bench.run(list, { options: { batchSize: 20 } });
				const told = outcome.results.map(({ json }) => json);
				for (const [at, json] of told.entries()) {
					const user = bench.simulator.directory.withExternalId(String(list[at]?.ExternalId));
					if (json.success && json.userId !== '') expect(json.userId).toBe(user?.UserProviderKey);
					if (json.operation === 'failed') expect(user).toBeUndefined();
					if (json.operation === 'created' || json.operation === 'updated') expect(user).toBeDefined();
				}
				const lost = told.filter((json) => json.operation === 'unknown').map((json) => [json.key, json.code]);
				const lastOfEach = [19, 39, 59, 60].map((at) => [list[at]?.ExternalId, 'NO_RESULT']);
				expect(lost).toEqual(rows === 'missing' ? lastOfEach : []);
				if (rows !== 'missing') expect(told.at(-1)).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
				await bench.close();
			}
		},
	);

	it('goes by position only when no row says who it is and the counts agree', async () => {
		bench = await requestorBench({ users: 3 });
		const nameless = {
			Username: null,
			Success: true,
			ErrorMessage: null,
			UserProviderKey: null,
			UserProviderKeyConflict: null,
			CustomerId: null,
			ExternalId: null,
		};
		const reply = (rows: unknown[]): void =>
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				body: { RequestorUsers: rows },
				match: { path: /SyncRequestorUsers/ },
			});
		reply([nameless, { ...nameless, Success: false, ErrorMessage: 'no' }]);
		expect(operations(await bench.run(joiners(2)))).toEqual(['created', 'failed']);
		reply([nameless]);
		expect(operations(await bench.run(joiners(2)))).toEqual(['unknown', 'unknown']);
		reply([nameless, { ...nameless, Username: 'somebody' }]);
		expect(operations(await bench.run(joiners(2)))).toEqual(['unknown', 'unknown']);
		reply([
			{ ...nameless, ExternalId: '9-1000', Username: 'new.1001@company.tld' },
			{ ...nameless, ExternalId: '9-1001' },
		]);
		expect(operations(await bench.run(joiners(2)))).toEqual(['unknown', 'created']);
		reply([
			{ ...nameless, ExternalId: '9-1000' },
			{ ...nameless, ExternalId: '9-1000', Success: false },
		]);
		const outcome = await bench.run(joiners(2));
		expect(outcome.results.map(({ json }) => json.code)).toEqual(['NO_RESULT', 'NO_RESULT']);
		expect(outcome.results[0]?.json.message).toContain('two different things');
		reply([
			{ ...nameless, Success: null, ExternalId: '9-1000' },
			{ ...nameless, ExternalId: '9-1001' },
		]);
		expect(operations(await bench.run(joiners(2)))).toEqual(['unknown', 'created']);
	});

	it('finds a person by address as well as by user name, unless the two lead to different people', async () => {
		bench = await requestorBench({ users: 3 });
		const row = { Success: true, ErrorMessage: null };
		const mail = (at: number): string => `new.${1000 + at}@company.tld`;
		const words = async (rows: unknown[]): Promise<unknown[]> => {
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				body: { RequestorUsers: rows },
				match: { path: /SyncRequestorUsers/ },
			});
			return operations(await bench.run(joiners(2)));
		};
		expect(
			await words([
				{ ...row, Email: mail(1).toUpperCase() },
				{ ...row, Email: mail(0), Success: false },
			]),
		).toEqual(['failed', 'created']);
		expect(
			await words([
				{ ...row, Username: 'New1', Email: mail(1) },
				{ ...row, Username: mail(0), Email: 'other@company.tld' },
			]),
		).toEqual(['created', 'created']);
		expect(
			await words([
				{ ...row, Username: mail(0), Email: mail(1) },
				{ ...row, Email: mail(1) },
			]),
		).toEqual(['unknown', 'created']);
		expect(
			await words([
				{ ...row, ExternalId: '9-1000', Email: mail(1) },
				{ ...row, ExternalId: '9-1001', Email: mail(1) },
			]),
		).toEqual(['unknown', 'created']);
	});

	it('gives a row without a name among named ones to the person at its place, with the vendor’s words', async () => {
		bench = await requestorBench({ users: 3 });
		const named = (at: number) => ({ Success: true, ExternalId: `9-${1000 + at}` });
		const refused = { Success: false, ErrorMessage: 'The mailbox is full.' };
		const words = async (...rows: unknown[]): Promise<unknown[]> => {
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				body: { RequestorUsers: rows },
				match: { path: /SyncRequestorUsers/ },
			});
			const outcome = await bench.run(joiners(3));
			for (const { json } of outcome.results)
				if (json.operation === 'failed')
					expect(json).toMatchObject({
						code: 'VENDOR_REJECTED',
						message: expect.stringContaining('The mailbox is full.'),
					});
			return operations(outcome);
		};
		expect(await words(named(0), refused, named(2))).toEqual(['created', 'failed', 'created']);
		expect(await words(refused, named(1), refused)).toEqual(['failed', 'created', 'failed']);
		// In another order, a single one still has only one person left.
		expect(await words(named(2), refused, named(0))).toEqual(['created', 'failed', 'created']);
		// Here nobody can tell: too many or too few rows, people who stand there twice, strangers, another order.
		expect(await words(named(0), refused)).toEqual(['created', 'unknown', 'unknown']);
		expect(await words(named(0), refused, named(1), named(2))).toEqual(['created', 'created', 'created']);
		expect(await words(named(0), named(0), refused)).toEqual(['created', 'unknown', 'unknown']);
		expect(await words(named(0), named(7), refused)).toEqual(['created', 'unknown', 'unknown']);
		expect(await words(refused, named(2), named(0))).toEqual(['created', 'unknown', 'created']);
		expect(await words(named(2), refused, refused)).toEqual(['unknown', 'unknown', 'created']);
	});
});

describe('Requestor: ids that are shown as text', () => {
	it('are the same ids: they cause no change, and an update sends them back', async () => {
		bench = await requestorBench({ users: 30, switches: { ids: 'text' } });
		const [user, other] = bench.managed();
		if (user === undefined || other === undefined) throw new Error('no user');
		const { Division } = user;
		bench.simulator.directory.change(user, { Language: 2 });
		const rows = [
			{ ...rowOf(user), Division: 'New', CustomerId: user.CustomerId, Language: 2 },
			{ ...rowOf(other), CustomerId: String(other.CustomerId) },
		];
		const outcome = await bench.run(rows);
		expect(outcome.results.map(({ json }) => [json.operation, json.changes, json.hints])).toEqual([
			['updated', [{ field: 'Division', from: Division, to: 'New' }], []],
			['unchanged', [], []],
		]);
		const [[element] = []] = bench.batches();
		expect([setTo(element, 'CustomerId'), setTo(element, 'CustomerIds'), setTo(element, 'Language')]).toEqual([
			user.CustomerId,
			user.CustomerIds,
			2,
		]);
		bench.simulator.reset();
		expect(operations(await bench.run(rows))).toEqual(['unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	it('are sent back as well where the row says nothing of them, whatever they are', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const shown = {
			UserProviderKey: user.UserProviderKey,
			UserName: user.UserName,
			Email: user.Email,
			ExternalId: user.ExternalId,
			Division: 'Old',
		};
		for (const [CustomerId, sent] of [
			['121', 121],
			[' 122 ', 122],
			['C-121', 'C-121'],
			['0121', '0121'],
			[{ Id: 121 }, { Id: 121 }],
			['', null],
			[null, null],
		]) {
			const body = {
				PagedUsers: { PageIndex: 0, PageSize: 200, TotalItems: 1, TotalPages: 1, Items: [{ ...shown, CustomerId }] },
			};
			bench.simulator.faults.add(
				{ kind: 'status', status: 200, body, match: { path: /GetUsers/ } },
				{ kind: 'status', status: 200, body: { User: { ...shown, CustomerId } }, match: { path: /GetExtended/ } },
			);
			await bench.run([{ ExternalId: user.ExternalId, Division: 'New' }]);
			expect(setTo(bench.batches().at(-1)?.[0], 'CustomerId')).toEqual(sent);
		}
	});

	it('are told as a hint only when the reply shows another one', async () => {
		bench = await requestorBench({ users: 30, switches: { ids: 'text' } });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const row = {
			UserProviderKey: user.UserProviderKey,
			Username: user.UserName,
			ExternalId: user.ExternalId,
			Success: true,
		};
		const [old, wanted] = user.CustomerId === 121 ? [121, 122] : [122, 121];
		const hints: unknown[] = [];
		for (const CustomerId of [String(wanted), wanted, String(old)]) {
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				body: { RequestorUsers: [{ ...row, CustomerId }] },
				match: { path: /SyncRequestorUsers/ },
			});
			hints.push((await bench.run([{ ...rowOf(user), CustomerId: wanted }])).results[0]?.json.hints);
		}
		expect(hints).toEqual([[], [], [`Requestor shows Customer ID as "${old}", not "${wanted}".`]]);
	});
});

describe('Requestor: the list', () => {
	it.each(['forbidden', 'notFound'] as const)(
		'stops when it is refused and what is not mapped could not be kept (%s)',
		async (list) => {
			bench = await requestorBench({ users: 30, switches: { list } });
			const rows = bench.managed().map(rowOf);
			const stopped = await bench.run(rows);
			expect(stopped.error?.message).toContain('list of users was refused');
			expect(stopped.error?.description).toMatch(
				/map every field, or switch off Options → Preserve Unmapped, knowing what it clears: .*Division/,
			);
			const removals = await bench.run(rows, { missingUsers: 'delete', options: { preserveUnmapped: false } });
			expect(removals.error?.message).toContain('who is missing');
			expect(bench.writes()).toEqual([]);
		},
	);

	it.each(['forbidden', 'notFound'] as const)('runs blind when Preserve Unmapped is off (%s)', async (list) => {
		bench = await requestorBench({ users: 30, switches: { list } });
		const rows = [...bench.managed().map(rowOf), joiner(1)];
		const dry = await bench.run(rows, { dryRun: true, options: { preserveUnmapped: false } });
		expect(dry.summary?.json).toMatchObject({ planQuality: 'blind', counts: { planned: rows.length } });
		expect(dry.summary?.json.warnings).toEqual([
			expect.stringContaining('all count as updated'),
			expect.stringContaining('Preserve Unmapped is off'),
		]);
		const outcome = await bench.run(rows, { options: { preserveUnmapped: false } });
		expect(outcome.summary?.json).toMatchObject({
			status: 'ok',
			planQuality: 'blind',
			counts: { updated: rows.length },
		});
		outcome.results.forEach(({ json }) =>
			expect(json.userId).toBe(bench.simulator.directory.withExternalId(String(json.key))?.UserProviderKey),
		);
	});

	it('runs blind when every field is mapped, an operator’s credential included', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const names = [
			'RoleEndUser',
			'RoleSmartUser',
			'RoleOperator',
			'RoleSuperOperator',
			'RoleAdministrator',
			'CustomerId',
			'CustomerIds',
			'InternalGroupIds',
			'OperatorGroupIds',
			'Language',
			'FirstName',
			'LastName',
			'MiddleName',
			'DisplayName',
			'Phones',
			'TimeZoneId',
			'AdditionalInformation',
			'CustomFields',
			'ExternalId',
			'ManagerKey',
			'Company',
			'Department',
			'Division',
			'EmployeeId',
		] as const;
		const parameters = mapped(Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`])));
		const item = Object.fromEntries(
			names.map((name) => [
				name,
				user[name] === null || (Array.isArray(user[name]) && user[name].length === 0) ? '' : user[name],
			]),
		);
		const other = joiner(1, {
			...item,
			ExternalId: '9-1',
			FirstName: 'Other',
			MiddleName: 'M',
			AdditionalInformation: 'A',
			OperatorGroupIds: '3',
			InternalGroupIds: '4',
		});
		const credentials = { credentials: { requestorApi: bench.simulator.otherCredentials.operator as never } };
		const outcome = await bench.run(
			[
				{
					...item,
					Division: 'Blind',
					OperatorGroupIds: '3',
					InternalGroupIds: '4',
					MiddleName: 'M',
					AdditionalInformation: 'A',
				},
				other,
			] as never,
			{ ...parameters, options: { blankValues: 'clear' } },
			credentials,
		);
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({ planQuality: 'blind' });
		expect(operations(outcome)).toEqual(['updated', 'failed']);
		expect(outcome.results[1]?.json.message).toContain('Email is required');
		expect(bench.simulator.directory.withExternalId(String(user.ExternalId))).toMatchObject({
			Division: 'Blind',
			FirstName: user.FirstName,
			CustomFields: user.CustomFields,
			Email: user.Email,
		});
	});

	it.each([
		['cutListing', 1],
		['cutListing', 3],
		['repeatPage', 2],
		['wrongType', 2],
		['empty', 2],
		['html', 1],
	] as const)('sends nothing when it is not whole (%s, page %s)', async (kind, nth) => {
		bench = await requestorBench({ users: 650 });
		bench.simulator.faults.add({ kind, match: { path: /GetUsers/, nth } });
		const outcome = await bench.run(joiners(5), { missingUsers: 'delete' });
		expect(outcome.error).toBeDefined();
		expect(outcome.results).toEqual([]);
		expect(bench.writes()).toEqual([]);
	});

	it('reads its pages side by side, within the concurrency', async () => {
		bench = await requestorBench({ users: 1900, latencyMs: 20 });
		await bench.run(joiners(1), { dryRun: true, options: { concurrency: 3 } });
		const sizes = bench.simulator.calls({ path: /GetUsers/ }).map(({ query }) => query.pageSize);
		expect(sizes.filter((size) => size === '200')).toHaveLength(11);
		// For who is new: whether whoever ended each page between the first and the last stands there still.
		expect(sizes.filter((size) => size === '1')).toHaveLength(8);
		expect(sizes).toHaveLength(19);
		expect(Math.max(...bench.simulator.requests.map(({ inFlight }) => inFlight))).toBe(3);
	});
});

describe('Requestor: refusals', () => {
	it.each([1, 3])(
		'splits a refused batch of 100 until %s bad rows stand alone, with the vendor’s words',
		async (bad) => {
			bench = await requestorBench({ users: 3 });
			const rows = joiners(100);
			const places = [17, 58, 93].slice(0, bad);
			for (const at of places) rows[at] = { ...rows[at], Shoe: '42' };
			const outcome = await bench.run(rows, { options: { sendUnknownColumns: true } });
			expect(outcome.summary?.json.counts).toEqual({ created: 100 - bad, failed: bad });
			for (const at of places) {
				expect(outcome.results[at]?.json).toMatchObject({
					operation: 'failed',
					code: 'VENDOR_REJECTED',
					attempted: 'created',
				});
				expect(outcome.results[at]?.json.message).toContain('There is no property named "Shoe"');
			}
			expect(bench.batches().length - 1).toBeLessThanOrEqual(bad * (2 * Math.ceil(Math.log2(100)) + 1));
			expect(bench.simulator.directory.size).toBe(3 + 100 - bad);
		},
	);

	it('takes Success: false for a failed row, and names who holds the value', async () => {
		bench = await requestorBench({ users: 30, switches: { list: 'forbidden' } });
		const [user] = bench.managed();
		if (user === undefined) throw new Error('no user');
		const outcome = await bench.run([joiner(1, { Email: user.Email }), joiner(2), joiner(3, { Email: undefined })], {
			options: { preserveUnmapped: false },
		});
		expect(operations(outcome)).toEqual(['failed', 'updated', 'failed']);
		expect(outcome.results[0]?.json).toMatchObject({
			code: 'VENDOR_REJECTED',
			conflict: { field: 'ExternalId', heldBy: user.UserProviderKey },
		});
		expect(outcome.results[0]?.json.message).toContain(user.UserProviderKey);
		expect(bench.batches()).toHaveLength(1);
	});

	it('fails rows that the key may not write, and stops after three', async () => {
		bench = await requestorBench({ users: 30 });
		bench.simulator.faults.add({ kind: 'status', status: 403, match: { path: /SyncRequestorUsers/ }, times: Infinity });
		const outcome = await bench.run(joiners(10), { options: { batchSize: 1, concurrency: 1 } });
		expect(outcome.summary?.json.counts).toEqual({ failed: 3, notAttempted: 7 });
		expect(outcome.results[0]?.json.code).toBe('FORBIDDEN');
	});
});

describe('Requestor: trouble on the way', () => {
	const clock = useVirtualClock();

	it.each(['resetAfter', 'hangAfter', 'abortBody', 'resetBefore'] as const)(
		'repeats a batch that broke off, and nobody is made twice (%s)',
		async (kind) => {
			for (const findBy of ['ExternalId', 'Email'] as const) {
				bench = await requestorBench({ users: 250, clock });
				const rows = [
					...joiners(30),
					...bench
						.managed()
						.slice(0, 30)
						.map((user) => ({ ...rowOf(user), Division: 'New' })),
				];
				bench.simulator.faults.add({ kind, match: { path: /SyncRequestorUsers/ } });
				const outcome = await bench.run(rows, { findBy, options: { timeout: 5000 } });
				expect(outcome.summary?.json).toMatchObject({ counts: { created: 30, updated: 30 } });
				expect(outcome.results.every(({ json }) => json.recovered === true)).toBe(true);
				expect(bench.simulator.directory.size).toBe(280);
				bench.simulator.reset();
				await bench.run(rows, { findBy });
				expect(bench.writes()).toEqual([]);
				await bench.close();
			}
		},
	);

	it.each(['empty', 'html', 'wrongType', 'truncate'] as const)(
		'calls everybody unknown when the reply can’t be read (%s)',
		async (kind) => {
			bench = await requestorBench({ users: 30, clock });
			bench.simulator.faults.add({ kind, match: { path: /SyncRequestorUsers/ } });
			const outcome = await bench.run(joiners(5));
			expect(outcome.results.map(({ json }) => json.code)).toEqual(joiners(5).map(() => 'NO_RESULT'));
			expect(bench.batches()).toHaveLength(1);
		},
	);

	it('gives up after its attempts, with a result for everybody, and removes nobody then', async () => {
		bench = await requestorBench({ users: 60, clock });
		bench.simulator.faults.add({ kind: 'status', status: 500, match: { path: /Sync/ }, times: Infinity });
		const rows = [...bench.managed().slice(1).map(rowOf), ...joiners(5)];
		const outcome = await bench.run(rows, { missingUsers: 'delete', options: { maxAttempts: 3 } });
		expect(outcome.summary?.json.counts).toEqual({ unchanged: rows.length - 5, unknown: 5, notAttempted: 1 });
		expect(
			outcome.results
				.filter(({ json }) => json.operation === 'unknown')
				.every(({ json }) => json.attempts === 3 && json.code === 'OUTCOME_UNKNOWN'),
		).toBe(true);
		expect(bench.writes()).toEqual(['SyncRequestorUsers', 'SyncRequestorUsers', 'SyncRequestorUsers']);
	});

	it.each(['seconds', 'date', 'absent'] as const)('waits as Retry-After says (%s)', async (retryAfter) => {
		bench = await requestorBench({ users: 450, clock, switches: { retryAfter } });
		bench.simulator.faults.add({ kind: 'rateLimited', times: 4, delayMs: 20_000 });
		const outcome = await bench.run([...joiners(150)]);
		expect(outcome.summary?.json).toMatchObject({ counts: { created: 150 }, requests: { rateLimited: 4 } });
		if (retryAfter !== 'absent') expect(clock.elapsed()).toBeGreaterThanOrEqual(20_000);
	});

	it('sends unsuccessful rows to the error output without repeating the run', async () => {
		bench = await requestorBench({ users: 30, clock });
		const outcome = await bench.run(
			[joiner(1), joiner(2, { CustomerId: 999999, password: 'hunter22' })],
			{},
			{ onError: 'continueErrorOutput', retryOnFail: true },
		);
		expect(outcome.runs).toBe(1);
		expect(operations(outcome)).toEqual(['created']);
		expect(outcome.errorOutput).toEqual([
			{
				json: {
					error: expect.stringContaining('Customer 999999'),
					message: expect.any(String),
					details: expect.objectContaining({ key: '9-2' }),
				},
				pairedItem: 1,
			},
		]);
		expect(JSON.stringify(outcome.errorOutput)).not.toContain('hunter22');
	});
});
