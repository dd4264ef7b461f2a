import { useVirtualClock } from '../../engine/clock';
import { mapperFields, searchList } from '../../engine/loadOptions';
import { jsonOf, operations } from './bridgeKit';
import { account, accounts, learnifierBench, type LearnifierBench } from './learnifierKit';

const by = (mode: string, value: string) => ({ __rl: true, mode, value });

describe('Learnifier: one person at a time', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('deletes by id and by external id; whoever is gone already counts as deleted', async () => {
		for (const deleteUnknown of [404, 204] as const) {
			bench = await learnifierBench({ users: accounts(1, 4), clock, switches: { deleteUnknown } });
			const { id } = bench.user('E1');
			const userId = by('id', '={{ $json.id }}');
			const first = await bench.run([{ id }, { id: 'nobody' }, { id }], {
				operation: 'delete',
				userId,
			});
			expect(jsonOf(first.results)).toMatchObject([
				{ operation: 'deleted', deleted: true, key: 'E1', userId: id, email: 'e1@company.tld' },
				{ operation: 'deleted', alreadyAbsent: true },
				{ operation: 'deleted', duplicateOf: 0 },
			]);
			first.results.forEach((item, at) => expect(item.pairedItem).toEqual({ item: at }));
			const second = await bench.run([{ key: 'E2' }, { key: 'X3' }], {
				operation: 'delete',
				userId: by('externalId', '={{ $json.key }}'),
			});
			expect(jsonOf(second.results)).toMatchObject([
				{ operation: 'deleted' },
				{ operation: 'deleted', alreadyAbsent: true },
			]);
			expect(bench.simulator.directory.all().map(({ externalId }) => externalId)).toEqual(['E3', 'E4']);
			expect(second.summary?.json).toMatchObject({ operation: 'delete', status: 'ok' });
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it.each(['delete', 'hide', 'getSummary'])(
		'names an account whose id was given in capitals (%s)',
		async (operation) => {
			bench = await learnifierBench({ users: accounts(1, 2), clock });
			const { id } = bench.user('E1');
			const outcome = await bench.run([{}], { operation, userId: by('id', id.toUpperCase()) });
			expect(outcome.results[0]?.json).toMatchObject({
				operation: 'failed',
				code: 'NOT_FOUND',
				message: expect.stringContaining(`but one with "${id}" (First Last1, id ${id}), which differs only in case`),
			});
			expect(bench.writes()).toEqual([]);
		},
	);

	it('takes an id in any case, and never tells somebody as gone where Learnifier shows an account', async () => {
		bench = await learnifierBench({ users: accounts(1, 2), clock });
		const { id } = bench.user('E1');
		const shown = { ...bench.user('E2') };
		bench.simulator.faults.add(
			{
				kind: 'status',
				status: 200,
				body: JSON.stringify(bench.user('E1')),
				match: { method: 'GET', path: new RegExp(`users/${id.toUpperCase()}`) },
			},
			{ kind: 'status', status: 200, body: JSON.stringify(shown), match: { method: 'GET', path: /extuser/ } },
		);
		const byId = await bench.run([{}], { operation: 'delete', userId: by('id', id.toUpperCase()) });
		expect(byId.results[0]?.json).toMatchObject({ operation: 'deleted', userId: id });
		expect(byId.results[0]?.json).not.toHaveProperty('alreadyAbsent');
		const byKey = await bench.run([{}], { operation: 'delete', userId: by('externalId', 'e2') });
		expect(byKey.results[0]?.json).toMatchObject({
			success: false,
			operation: 'failed',
			code: 'NOT_FOUND',
			message: expect.stringContaining('another account (external id "E2"'),
		});
		expect(bench.simulator.directory.all().map(({ externalId }) => externalId)).toEqual(['E2']);
	});

	it('locks and unlocks; already so is unchanged, a stranger is not found', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		const userId = by('externalId', '={{ $json.key }}');
		const items = [{ key: 'E1' }, { key: 'E9' }, { key: '' }];
		const locked = await bench.run(items, { operation: 'hide', userId });
		expect(jsonOf(locked.results).map(({ operation, code, attempted }) => [operation, code, attempted])).toEqual([
			['suspended', '', ''],
			['failed', 'NOT_FOUND', 'suspended'],
			['rejected', 'INVALID_ROW', 'suspended'],
		]);
		expect(bench.writes().map(({ method, body }) => [method, body])).toEqual([['PATCH', { hardLock: true }]]);
		expect(operations(await bench.run([{ key: 'E1' }], { operation: 'hide', userId }))).toEqual(['unchanged']);
		expect(operations(await bench.run([{ key: 'E1' }, { key: 'E2' }], { operation: 'restore', userId }))).toEqual([
			'reactivated',
			'unchanged',
		]);
		expect(bench.user('E1').hardLock).toBe(false);
		expect(bench.writes()).toHaveLength(2);
	});

	it('an administrator and a protected user are blocked, and a dry run sends nothing', async () => {
		bench = await learnifierBench({
			users: [account(1, { backOfficeRoles: ['administrator'] }), ...accounts(2, 4)],
			clock,
		});
		const userId = by('externalId', '={{ $json.key }}');
		const outcome = await bench.run([{ key: 'E1' }, { key: 'E2' }, { key: 'E3' }], {
			operation: 'delete',
			userId,
			dryRun: true,
			safety: { protectedUsers: 'E2' },
		});
		expect(jsonOf(outcome.results).map(({ operation, code, dryRun }) => [operation, code, dryRun])).toEqual([
			['blocked', 'PROTECTED', true],
			['blocked', 'PROTECTED', true],
			['deleted', '', true],
		]);
		expect(bench.writes()).toEqual([]);
	});

	it('Get Account Summary tells the facts of the account', async () => {
		bench = await learnifierBench({
			users: [
				account(1, {
					firstLogin: '2026-01-02T03:04:05Z',
					lastLogin: '2026-05-04T08:15:00Z',
					hardLock: true,
					homeOrg: 7,
					locale: 'sv',
				}),
			],
			clock,
		});
		const outcome = await bench.run([{}], {
			operation: 'getSummary',
			userId: by('externalId', 'E1'),
		});
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'found',
			key: 'E1',
			summary: {
				firstLogin: '2026-01-02T03:04:05Z',
				lastLogin: '2026-05-04T08:15:00Z',
				hasLoggedIn: true,
				locked: true,
				hardLock: true,
				managed: true,
				homeOrg: 7,
				locale: 'sv',
			},
		});
	});

	it('Get Many gives up to a limit, or all, simplified or as Learnifier shows them', async () => {
		bench = await learnifierBench({ users: accounts(1, 120), clock, switches: { maxPage: 50 } });
		const some = await bench.run([{}], { operation: 'getMany', limit: 60 });
		expect(some.results).toHaveLength(60);
		expect(jsonOf(some.results)[0]).toMatchObject({
			operation: 'found',
			user: {
				id: bench.user('E1').id,
				key: 'E1',
				email: 'e1@company.tld',
				standing: 'active',
				hardLock: false,
			},
		});
		const all = await bench.run([{}], { operation: 'getMany', returnAll: true, simplify: false });
		expect(all.results).toHaveLength(120);
		expect(jsonOf(all.results)[0]).toMatchObject({
			user: { externalId: 'E1', prefs: { locale: null }, lastLogin: null },
		});
	});

	it('the list to pick a person from shows name, e-mail and id, and is searched through all pages', async () => {
		bench = await learnifierBench({
			users: [...accounts(1, 620), account('zz', { displayName: 'Sally Student' })],
			clock,
		});
		const request = {
			nodeType: 'learnifier',
			credentials: { learnifierApi: bench.simulator.credentials as never },
			method: 'searchUsers',
		};
		const first = await searchList(request);
		expect(first.results).toHaveLength(50);
		expect(first.paginationToken).toBe('50');
		const next = await searchList({ ...request, paginationToken: '50' });
		expect(next.results[0]?.name).toContain('e51@company.tld');
		const found = await searchList({ ...request, filter: 'sally' });
		expect(found).toEqual({
			results: [
				{
					name: `Sally Student <ezz@company.tld> (id ${bench.user('Ezz').id})`,
					value: bench.user('Ezz').id,
				},
			],
		});
	});

	it('the mapper offers every field, all as texts or choices, with the external id required', async () => {
		bench = await learnifierBench({ clock });
		const { fields } = await mapperFields({
			nodeType: 'learnifier',
			credentials: { learnifierApi: bench.simulator.credentials as never },
			method: 'getFields',
		});
		expect(fields.map(({ id, required, type }) => [id, required, type])).toEqual([
			['externalId', true, 'string'],
			['firstName', false, 'string'],
			['lastName', false, 'string'],
			['displayName', false, 'string'],
			['primaryEmail', false, 'string'],
			['username', false, 'string'],
			['homeOrg', false, 'string'],
			['locale', false, 'string'],
			['hardLock', false, 'options'],
		]);
		for (const field of fields) expect(field.displayName.length).toBeLessThan(25);
	});
});
