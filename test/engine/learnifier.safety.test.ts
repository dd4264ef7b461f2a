import { useVirtualClock } from '../../engine/clock';
import { jsonOf, operations } from './bridgeKit';
import { account, accounts, learnifierBench, people, person, type LearnifierBench } from './learnifierKit';

describe('Learnifier: whom a sync locks, unlocks and leaves alone', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('an administrator is left alone, and a protected user too', async () => {
		bench = await learnifierBench({
			users: [account(1, { backOfficeRoles: ['administrator'] }), ...accounts(2, 14)],
			clock,
		});
		const outcome = await bench.run([person(1, { firstName: 'X' }), person(2, { firstName: 'X' }), ...people(5, 14)], {
			missingUsers: 'delete',
			safety: { protectedUsers: 'E2, E3', maxRemovalPercent: 100 },
		});
		const records = jsonOf(outcome.results);
		expect(records.slice(0, 2)).toMatchObject([
			{
				operation: 'unchanged',
				code: 'PROTECTED',
				message: expect.stringContaining('administrator'),
			},
			{ operation: 'unchanged', code: 'PROTECTED' },
		]);
		expect(records.filter(({ operation }) => operation === 'deleted').map(({ key }) => key)).toEqual(['E4']);
		expect(bench.writes()).toHaveLength(1);
	});

	it('users without an external id were made in Learnifier and are never missing', async () => {
		bench = await learnifierBench({
			users: [
				...accounts(1, 20),
				...[1, 2, 3].map((at) => ({ externalId: null, primaryEmail: `hand${at}@company.tld` })),
			],
			clock,
		});
		const outcome = await bench.run(people(1, 19), { missingUsers: 'delete' });
		expect(outcome.summary?.json).toMatchObject({
			counts: { unchanged: 19, deleted: 1 },
			directory: { users: 23, managed: 20, unmanaged: 3 },
		});
		expect(bench.simulator.directory.withEmail('hand1@company.tld')).toBeDefined();
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			key: 'E20',
			operation: 'deleted',
			deleted: true,
		});
		expect(outcome.results.at(-1)?.pairedItem).toEqual({ item: 0 });
	});

	it('locks leavers, leaves the locked ones be, and unlocks them when they are back', async () => {
		bench = await learnifierBench({ users: accounts(1, 20), clock });
		const left = await bench.run(people(1, 19), { missingUsers: 'lock' });
		expect(left.summary?.json.counts).toEqual({ unchanged: 19, suspended: 1 });
		expect(bench.writes().map(({ method, body }) => [method, body])).toEqual([['PATCH', { hardLock: true }]]);
		expect(bench.user('E20')).toMatchObject({ hardLock: true, primaryEmail: 'e20@company.tld' });
		bench.simulator.reset();
		expect((await bench.run(people(1, 19), { missingUsers: 'lock' })).summary?.json.counts).toEqual({ unchanged: 19 });
		expect(bench.writes()).toEqual([]);
		const back = await bench.run([...people(1, 19), person(20, { firstName: 'Back' })], {
			missingUsers: 'lock',
		});
		expect(jsonOf(back.results).at(-1)).toMatchObject({
			key: 'E20',
			operation: 'reactivated',
			changes: [{ field: 'firstName', from: 'First', to: 'Back' }],
		});
		expect(bench.writes().map(({ body }) => body)).toEqual([{ firstName: 'Back', hardLock: false }]);
	});

	it('unlocks returning users as the option says, but a row that maps the lock decides for itself', async () => {
		const locked = (hardLock?: boolean) => person(1, hardLock === undefined ? {} : { hardLock });
		const cases = [
			[locked(), {}, 'ignore', 'unchanged', true],
			[locked(), {}, 'lock', 'reactivated', false],
			[locked(), { unlockReturning: 'no' }, 'lock', 'unchanged', true],
			[locked(), { unlockReturning: 'yes' }, 'ignore', 'reactivated', false],
			[locked(true), { unlockReturning: 'yes' }, 'lock', 'unchanged', true],
			[locked(false), { unlockReturning: 'no' }, 'ignore', 'reactivated', false],
			[locked(false), {}, 'ignore', 'reactivated', false],
			[locked(false), { unlockReturning: 'yes' }, 'ignore', 'reactivated', false],
		] as const;
		for (const [row, options, missingUsers, operation, isLocked] of cases) {
			bench = await learnifierBench({
				users: [account(1, { hardLock: true }), ...accounts(2, 15)],
				clock,
			});
			const outcome = await bench.run([row, ...people(2, 15)], { missingUsers, options });
			expect([operations(outcome)[0], bench.user('E1').hardLock]).toEqual([operation, isLocked]);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('a dry run shows all and sends nothing; removals above the limit stop a real run', async () => {
		bench = await learnifierBench({ users: accounts(1, 100), clock });
		const rows = people(1, 60);
		const dry = await bench.run(rows, { missingUsers: 'lock', dryRun: true });
		expect(dry.summary?.json).toMatchObject({
			status: 'planned',
			counts: { unchanged: 60, suspended: 40 },
			safety: { verdict: 'blocked' },
		});
		const stopped = await bench.run(rows, { missingUsers: 'lock' });
		expect(stopped.error?.message).toContain('40 removals');
		expect(bench.writes()).toEqual([]);
		const approved = await bench.run(rows, {
			missingUsers: 'lock',
			safety: { approvedPlan: dry.summary?.json.planHash as string },
		});
		expect(approved.summary?.json.counts).toEqual({ unchanged: 60, suspended: 40 });
		expect(bench.writes()).toHaveLength(40);
	});
});
