import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import type { Participation } from '../../simulators/learnifier/directory';
import { jsonOf } from './bridgeKit';
import { account, accounts, learnifierBench, people, person, type LearnifierBench } from './learnifierKit';

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const KEYS = by('externalId', '={{ $json.key }}');
const OFFICE = { backOfficeRoles: ['administrator'] };

describe('Learnifier: roles, which only the list shows', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it.each([false, true])(
		'Delete, Lock and Unlock leave an administrator alone (in the single reply: %s)',
		async (shown) => {
			bench = await learnifierBench({
				users: [account(1, { ...OFFICE, hardLock: true }), account(2, OFFICE), ...accounts(3, 160)],
				clock,
				switches: { rolesInSingle: shown, maxPage: 50 },
			});
			for (const operation of ['delete', 'hide', 'restore']) {
				const outcome = await bench.run([{ key: 'E1' }, { key: 'E2' }], { operation, userId: KEYS });
				expect(jsonOf(outcome.results).map(({ operation: word, code }) => [word, code])).toEqual([
					['blocked', 'PROTECTED'],
					['blocked', 'PROTECTED'],
				]);
			}
			expect(bench.writes()).toEqual([]);
			// Page by page until all are found: the first one is enough.
			expect(bench.simulator.calls({ path: '/api/v1/users', method: 'GET' })).toHaveLength(shown ? 0 : 3);
			const far = await bench.run([{ key: 'E160' }, { key: 'E3' }], { operation: 'hide', userId: KEYS });
			expect(jsonOf(far.results).map(({ operation }) => operation)).toEqual(['suspended', 'suspended']);
		},
	);

	it('that are unknown, because the list can’t be read, are a refusal', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		bench.simulator.faults.add({ kind: 'status', status: 403, match: { path: /\/users$/ }, times: Infinity });
		for (const operation of ['delete', 'hide', 'restore']) {
			const outcome = await bench.run([{ key: 'E1' }], { operation, userId: KEYS });
			expect(outcome.results[0]?.json).toMatchObject({
				operation: 'blocked',
				code: 'PROTECTED',
				message: expect.stringContaining('unknown roles'),
			});
		}
		expect(bench.writes()).toEqual([]);
	});

	it('are asked for before a column locks somebody who was looked up, and before an account is adopted', async () => {
		bench = await learnifierBench({
			users: [account(1, OFFICE), account(2), account('x', { ...OFFICE, externalId: null })],
			clock,
		});
		const rows: IDataObject[] = [
			{ externalId: 'E1', hardLock: true },
			{ externalId: 'E2', hardLock: true },
			person(3, { primaryEmail: 'ex@company.tld' }),
		];
		const outcome = await bench.run(rows, { options: { adoptByEmail: true }, safety: { maxRemovalPercent: 100 } });
		expect(bench.user('E1').hardLock).toBe(false);
		expect(bench.simulator.directory.withExternalId('E3')).toEqual([]);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expect(outcome.results[2]?.json).toMatchObject({ success: false });
	});

	const changed = (number: number): IDataObject => person(number, { lastName: 'New' });

	it.each([false, true])(
		'are asked for before somebody who was looked up is changed (in the single reply: %s)',
		async (shown) => {
			bench = await learnifierBench({
				users: [account(1, OFFICE), ...accounts(2, 160)],
				clock,
				switches: { rolesInSingle: shown, maxPage: 50 },
			});
			const before = bench.user('E1');
			for (const dryRun of [true, false]) {
				const outcome = await bench.run([changed(1), changed(70)], { dryRun });
				expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
					['unchanged', 'PROTECTED'],
					['updated', ''],
				]);
				expect(outcome.results[0]?.json.message).toContain('administrator');
				expect(outcome.summary?.json).toMatchObject({ planQuality: 'lookup', directory: { managed: 1, unmanaged: 1 } });
			}
			expect(bench.user('E1')).toEqual(before);
			expect(bench.user('E70').lastName).toBe('New');
			// Page by page until both are found, in the dry run and in the other.
			expect(bench.simulator.calls({ path: '/api/v1/users', method: 'GET' })).toHaveLength(shown ? 0 : 4);
		},
	);

	it('are not asked for where nobody would be changed, nor for people who are new', async () => {
		bench = await learnifierBench({ users: [account(1, OFFICE), account(2)], clock });
		const outcome = await bench.run([person(1), person(2), person(3)]);
		expect(jsonOf(outcome.results).map(({ operation }) => operation)).toEqual(['unchanged', 'unchanged', 'created']);
		expect(bench.simulator.calls({ path: '/api/v1/users', method: 'GET' })).toEqual([]);
	});

	it('that can’t be found out block the change, and the others are carried out', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		bench.simulator.faults.add({
			kind: 'status',
			status: 403,
			match: { method: 'GET', path: /\/users$/ },
			times: Infinity,
		});
		const outcome = await bench.run([changed(1), person(2), person(4)]);
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['blocked', 'PROTECTED'],
			['unchanged', ''],
			['created', ''],
		]);
		expect(outcome.results[0]?.json).toMatchObject({
			attempted: 'updated',
			message: expect.stringContaining('unknown roles'),
		});
		expect(bench.user('E1').lastName).not.toBe('New');
	});
});

describe('Learnifier: a list that moved', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('is told as such, not as an e-mail clash', async () => {
		bench = await learnifierBench({ users: accounts(1, 20), clock });
		const { directory } = bench.simulator;
		const seen = directory.all().filter(({ externalId }) => externalId !== 'E7');
		directory.page = (offset, count) => seen.slice(offset, offset + count);
		Object.defineProperty(directory, 'size', { get: () => seen.length });
		const outcome = await bench.run([...people(1, 20)]);
		expect(outcome.results[6]?.json).toMatchObject({
			operation: 'failed',
			code: 'ALREADY_EXISTS',
			userId: bench.user('E7').id,
			message: expect.stringMatching(
				/list of users did not show .*has this very external id: the list moved while it was read/,
			),
		});
	});
});

describe('Learnifier: a list that moves between its pages', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());
	const LISTS = /^GET .*\/users\?limit/;

	/** Twenty people on pages of six; before one is read, somebody who stood on the first one goes, and somebody else comes. */
	const start = async (movesAt: number): Promise<void> => {
		bench = await learnifierBench({ users: accounts(1, 20), clock });
		const { directory, faults, switches } = bench.simulator;
		Object.assign(switches, { maxPage: 6 });
		let pages = 0;
		faults.schedule(({ method, rawUrl }) => {
			if (LISTS.test(`${method} ${rawUrl}`) && pages++ === movesAt) {
				directory.remove(bench.user('E2').id);
				directory.add({ externalId: 'Z1', primaryEmail: 'z1@company.tld' });
			}
			return undefined;
		});
	};
	const lists = (): string[] =>
		bench.simulator.requests.map(({ method, rawUrl }) => `${method} ${rawUrl}`).filter((call) => LISTS.test(call));

	it.each([1, 2, 3])(
		'makes no second account for somebody unseen, of whom nothing is as it was (page %i)',
		async (at) => {
			await start(at);
			const unseen = at * 6 + 1;
			const rows = people(1, 20).map((row) =>
				row.externalId === `E${unseen}` ? { ...row, externalId: `e${unseen}`, primaryEmail: 'new@company.tld' } : row,
			);
			const outcome = await bench.run(rows.slice(2));
			expect(outcome.error?.message).toContain('the list moved while it was read');
			expect(bench.writes()).toEqual([]);
		},
	);

	it('is looked at again for those who are new alone, one user a page', async () => {
		await start(Infinity);
		await bench.run(people(1, 20));
		expect(lists()).toHaveLength(4);
		const outcome = await bench.run(people(1, 21));
		expect(outcome.results.at(-1)?.json.operation).toBe('created');
		expect(lists()).toHaveLength(4 + 4 + 3);
	});
});

describe('Learnifier: participations', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());
	const project = (name: string, more: Partial<Participation>): Participation => ({
		name,
		externalId: null,
		activated: null,
		activitiesCompleted: 0,
		activitiesTotal: 4,
		firstAccess: null,
		firstActivation: null,
		lastAccess: null,
		expiration: null,
		errorMessage: null,
		accessLink: 'https://acme.learnifier.com/in/personal-secret-link',
		...more,
	});

	it.each(['array', 'object'] as const)('are summed up, without the personal link (%s)', async (participations) => {
		const done = { activitiesCompleted: 4, firstAccess: '2026-01-02T00:00:00Z', lastAccess: '2026-03-04T00:00:00Z' };
		const all = [
			project('Safety', done),
			project('Ethics', { activitiesCompleted: 1, expiration: '2020-01-01T00:00:00Z' }),
			project('Welcome', { firstAccess: '2026-02-02T00:00:00Z' }),
		];
		bench = await learnifierBench({
			users: [account(1, { participations: all }), account(2, { participations: all.slice(0, 1) })],
			clock,
			switches: { participations },
		});
		const outcome = await bench.run([{ key: 'E1' }, { key: 'E2' }], { operation: 'getSummary', userId: KEYS });
		expect(outcome.results[0]?.json.summary).toMatchObject({
			managed: true,
			projects: 3,
			activitiesCompleted: 5,
			activitiesTotal: 12,
			lastAccess: '2026-03-04T00:00:00Z',
			expired: 1,
			participations: [{ name: 'Safety', expired: false }, { name: 'Ethics', expired: true }, { name: 'Welcome' }],
			learning: { assigned: 3, completed: 1, inProgress: 1, overdue: 1, lastActivity: '2026-03-04T00:00:00Z' },
		});
		expect(outcome.results[1]?.json.summary).toMatchObject({ projects: 1, learning: { assigned: 1, completed: 1 } });
		expect(JSON.stringify([outcome.results, outcome.summaries])).not.toContain('personal-secret-link');
	});

	it('are none in an empty object, and numbers where they come as text', async () => {
		bench = await learnifierBench({ users: [account(1)], clock });
		const get = async (body: unknown) => {
			bench.simulator.faults.add({ kind: 'status', status: 200, body, match: { path: /projectParticipations/ } });
			const outcome = await bench.run([{ key: 'E1' }], { operation: 'getSummary', userId: KEYS });
			return outcome.results[0]?.json.summary;
		};
		expect(await get({})).toMatchObject({ projects: 0, learning: { assigned: 0 } });
		expect(await get([{ activitiesCompleted: '4', activitiesTotal: '4' }])).toMatchObject({
			activitiesTotal: 4,
			learning: { assigned: 1, completed: 1 },
		});
	});

	it('that may not be read are told once, and the account’s facts come all the same', async () => {
		bench = await learnifierBench({ users: accounts(1, 2), clock, switches: { participations: 'forbidden' } });
		const outcome = await bench.run([{ key: 'E1' }, { key: 'E2' }], { operation: 'getSummary', userId: KEYS });
		expect(outcome.results[1]?.json.summary).toMatchObject({ managed: true });
		expect(outcome.results[1]?.json.summary).not.toHaveProperty('learning');
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('could not be read')]);
	});
});
