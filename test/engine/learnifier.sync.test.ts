import { useVirtualClock } from '../../engine/clock';
import { switchesOf } from '../../simulators';
import { everything, jsonOf, operations } from './bridgeKit';
import { account, accounts, learnifierBench, people, person, type LearnifierBench } from './learnifierKit';

describe('Learnifier: sync', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('lists once, sends one call for each difference, and nothing in the second run', async () => {
		bench = await learnifierBench({ users: 250, clock });
		const rows = bench.rows();
		rows.slice(0, 7).forEach((row, at) => (row.displayName = `New Name ${at}`));
		const joiners = [person('9001'), person('9002')];
		const master = [...rows, ...joiners];
		const before = bench.simulator.directory.size;
		const first = await bench.run(master);
		expect(first.error).toBeUndefined();
		expect(bench.simulator.calls({ method: 'GET' })).toHaveLength(1);
		const patches = bench.simulator.calls({ method: 'PATCH' });
		expect(patches.map(({ body }) => body)).toEqual(
			expect.arrayContaining(rows.slice(0, 7).map(({ displayName }) => ({ displayName }))),
		);
		expect(patches).toHaveLength(7);
		expect(bench.simulator.calls({ method: 'POST' }).map(({ body }) => body)).toEqual(expect.arrayContaining(joiners));
		expect(bench.writes()).toHaveLength(9);
		expect(first.summary?.json).toMatchObject({
			lms: 'learnifier',
			status: 'ok',
			planQuality: 'full',
			counts: { created: 2, updated: 7, unchanged: rows.length - 7 },
			directory: { users: before, managed: rows.length, unmanaged: before - rows.length },
		});
		first.results.forEach((item, at) =>
			expect([item.pairedItem, item.json.key]).toEqual([{ item: at }, master[at]?.externalId]),
		);
		expect(jsonOf(first.results)[0]).toMatchObject({
			operation: 'updated',
			changes: [{ field: 'displayName', to: 'New Name 0' }],
			userId: bench.user(String(rows[0]?.externalId)).id,
		});
		expect(jsonOf(first.results).at(-1)).toMatchObject({
			operation: 'created',
			userId: bench.user('E9002').id,
		});

		bench.simulator.reset();
		const second = await bench.run(master);
		expect(bench.writes()).toEqual([]);
		expect(second.summary?.json.counts).toEqual({ unchanged: master.length });
	});

	it('goes on while X-More says true, though the server returns fewer than asked for', async () => {
		for (const pagingHeaders of ['all', 'withoutMore', 'none'] as const) {
			bench = await learnifierBench({
				users: 230,
				clock,
				switches: { maxPage: 50, pagingHeaders },
			});
			const rows = bench.rows();
			const outcome = await bench.run(rows);
			expect(outcome.summary?.json).toMatchObject({
				counts: { unchanged: rows.length },
				directory: { users: 230 },
			});
			const offsets = bench.simulator.calls({ method: 'GET' }).map(({ query }) => query.offset);
			expect(offsets).toEqual(
				pagingHeaders === 'all' ? ['0', '50', '100', '150', '200'] : ['0', '50', '100', '150', '200', '230'],
			);
			expect(bench.writes()).toEqual([]);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('works under every setting of what the pages leave open, and writes nothing the second time', async () => {
		for (const { name, values } of switchesOf('learnifier')) {
			for (const value of values) {
				bench = await learnifierBench({ users: 120, clock, switches: { [name]: value } });
				const rows = bench.rows();
				const master = [
					...rows.slice(0, -2),
					person(9001, { locale: 'sv', homeOrg: 7, username: 'new' }),
					person(9002),
				];
				rows.slice(0, 3).forEach((row, at) => (row.primaryEmail = `moved${at}@company.tld`));
				const options = name === 'autoClearEmail' ? { autoClearEmail: true, autoClearEmailIn: value } : {};
				const outcome = await bench.run(master, { missingUsers: 'delete', options });
				expect([name, value, outcome.error?.message, outcome.summary?.json.counts]).toEqual([
					name,
					value,
					undefined,
					{ created: 2, updated: 3, deleted: 2, unchanged: rows.length - 5 },
				]);
				expect(bench.simulator.requests.flatMap(({ notes }) => notes)).toEqual([]);
				expect(bench.user('E9001')).toMatchObject({ locale: 'sv', homeOrg: 7, username: 'new' });
				bench.simulator.reset();
				const second = await bench.run(master, { missingUsers: 'delete', options });
				expect([name, value, bench.writes(), second.summary?.json.counts]).toEqual([
					name,
					value,
					[],
					{ unchanged: master.length },
				]);
				await bench.close();
			}
		}
		bench = await learnifierBench({ clock });
	});

	it('looks up to 10 rows one by one, takes only the exact external id, and creates the rest', async () => {
		bench = await learnifierBench({ users: accounts(1, 40), clock });
		const outcome = await bench.run([
			person(1),
			person(2, { firstName: 'Other' }),
			person(77),
			person('3', { externalId: 'e3' }),
		]);
		// The only change asks the list whether an administrator would be changed.
		expect(outcome.summary?.json).toMatchObject({ planQuality: 'lookup' });
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['unchanged', ''],
			['updated', ''],
			['created', ''],
			['rejected', 'AMBIGUOUS_MATCH'],
		]);
		expect(bench.simulator.calls({ path: '/api/v1/users', method: 'GET' })).toHaveLength(1);
		expect(bench.writes().map(({ method, body }) => [method, body])).toEqual([
			['PATCH', { firstName: 'Other' }],
			['POST', person(77)],
		]);
	});

	it('a look-up that answers with somebody else is not taken for a match', async () => {
		bench = await learnifierBench({ users: accounts(1, 5), clock });
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: { id: 'x', externalId: 'E5', primaryEmail: 'x@company.tld' },
			match: { path: /extuser/ },
			times: Infinity,
		});
		const outcome = await bench.run([person(9)]);
		expect(operations(outcome)).toEqual(['created']);
	});

	it('a lock that is shown as text or as a number is a lock', async () => {
		for (const shown of ['true', 1, 'True']) {
			bench = await learnifierBench({ users: accounts(1, 12), clock });
			const body = bench.simulator.directory
				.all()
				.map((user, at) => ({ ...user, hardLock: at === 0 ? shown : 'false' }));
			const headers = { 'x-more': 'false' };
			bench.simulator.faults.add({ kind: 'status', status: 200, body, headers, match: { path: /users$/ } });
			const outcome = await bench.run(people(1, 12), { missingUsers: 'lock' });
			expect(operations(outcome).slice(0, 2)).toEqual(['reactivated', 'unchanged']);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('reads the locale in prefs and writes it flat; one language in two spellings is no difference', async () => {
		bench = await learnifierBench({
			users: [account(1, { locale: 'sv_SE' }), account(2, { locale: 'sv' })],
			clock,
		});
		const outcome = await bench.run([person(1, { locale: 'sv-se' }), person(2, { locale: 'de' })]);
		expect(operations(outcome)).toEqual(['unchanged', 'updated']);
		expect(bench.writes().map(({ body }) => body)).toEqual([{ locale: 'de' }]);
	});

	it('null clears, and only with Blank Values: Clear; an absent column never clears', async () => {
		for (const emptyKeys of ['null', 'absent'] as const) {
			const users = [account(1, { homeOrg: 5, locale: 'sv', hardLock: true }), account(2, { homeOrg: 5 })];
			bench = await learnifierBench({ users, clock, switches: { emptyKeys } });
			const rows = [
				person(1, { homeOrg: '', locale: null, hardLock: '' }),
				person(2, { homeOrg: 5, locale: 'sv', hardLock: 'no' }),
			];
			expect(operations(await bench.run(rows))).toEqual(['unchanged', 'updated']);
			expect(bench.writes().map(({ body }) => body)).toEqual([{ locale: 'sv' }]);
			bench.simulator.reset();
			const clear = { options: { blankValues: 'clear' } };
			const outcome = await bench.run(rows, clear);
			expect(bench.writes().map(({ body }) => body)).toEqual([{ homeOrg: null, locale: null }]);
			expect(jsonOf(outcome.results)[0]?.changes).toEqual([
				{ field: 'homeOrg', from: 5, to: null },
				{ field: 'locale', from: 'sv', to: null },
			]);
			expect(bench.user('E1')).toMatchObject({
				homeOrg: null,
				locale: null,
				hardLock: true,
				primaryEmail: 'e1@company.tld',
			});
			expect(operations(await bench.run(rows, clear))).toEqual(['unchanged', 'unchanged']);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('sends unknown columns only when asked, and tells when Learnifier refuses them', async () => {
		for (const unknownFields of ['ignore', 'reject'] as const) {
			bench = await learnifierBench({ clock, switches: { unknownFields } });
			const rows = [person(1, { shoeSize: 44 })];
			const outcome = await bench.run(rows, { options: { sendUnknownColumns: true } });
			expect(bench.writes()[0]?.body).toEqual({ ...person(1), shoeSize: 44 });
			expect(jsonOf(outcome.results)[0]).toMatchObject(
				unknownFields === 'ignore'
					? { operation: 'created' }
					: { operation: 'failed', message: expect.stringContaining('shoeSize') },
			);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('a row without an external id, or with one that is too long, is rejected, and the others are sent', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		const outcome = await bench.run(
			[
				person(1),
				{ ...person(2), externalId: '' },
				person(3, { externalId: 'x'.repeat(256) }),
				person(4, { primaryEmail: 'no address' }),
				person(5, { homeOrg: 'north' }),
				person(6),
			],
			{ options: { badValues: 'reject' } },
		);
		expect(operations(outcome)).toEqual(['unchanged', 'rejected', 'rejected', 'rejected', 'rejected', 'created']);
		expect(bench.writes()).toHaveLength(1);
	});

	it('an external id with other characters than letters and digits is sent, with a warning', async () => {
		bench = await learnifierBench({ clock });
		const outcome = await bench.run([person(1, { externalId: '2-105' }), person(2)]);
		expect(operations(outcome)).toEqual(['created', 'created']);
		expect(outcome.summary?.json.warnings).toEqual([
			expect.stringContaining('1 external id holds other characters than letters and digits'),
		]);
		expect((await bench.run([person(1, { externalId: '2-105' })])).summary?.json.warnings).toEqual([]);
	});

	it('tells no secret anywhere', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		bench.simulator.faults.add({
			kind: 'status',
			status: 400,
			body: { message: `bad ${String(bench.simulator.credentials.apiSecret)}` },
			match: { method: 'PATCH' },
		});
		const outcome = await bench.run([person(1, { firstName: 'X' }), person(9)], {
			options: { includeResponse: true },
		});
		expect(operations(outcome)).toEqual(['failed', 'created']);
		for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
	});

	it('takes the API path of the credential, however its slashes stand', async () => {
		bench = await learnifierBench({
			users: accounts(1, 2),
			clock,
			switches: { apiPath: '/rest/v1' },
		});
		for (const apiPath of ['/rest/v1', 'rest/v1/', '//rest/v1'.slice(1)]) {
			const outcome = await bench.run(
				[person(1)],
				{},
				{ credentials: { learnifierApi: { ...bench.simulator.credentials, apiPath } as never } },
			);
			expect(operations(outcome)).toEqual(['unchanged']);
		}
		const wrong = await bench.run(
			people(1, 12),
			{},
			{
				credentials: {
					learnifierApi: { ...bench.simulator.credentials, apiPath: '/api/v1' } as never,
				},
			},
		);
		expect(wrong.error?.message).toContain('404');
		const alone = await bench.run(
			[person(9)],
			{},
			{
				credentials: {
					learnifierApi: { ...bench.simulator.credentials, apiPath: '/api/v1' } as never,
				},
			},
		);
		expect(alone.error?.message).toContain('404');
		expect(bench.simulator.directory.size).toBe(2);
		const host = await bench.run(
			[person(9)],
			{},
			{
				credentials: {
					learnifierApi: {
						...bench.simulator.credentials,
						apiPath: 'https://evil.example/api',
					} as never,
				},
			},
		);
		expect(host.error?.message).toContain('API Path');
	});
});
