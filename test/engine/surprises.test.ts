import type { IDataObject } from 'n8n-workflow';
import { scimBench, type ScimBench } from './scimKit';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, type BridgeBench, type Json } from './bridgeKit';
import { accounts, learnifierBench, people, type LearnifierBench } from './learnifierKit';
import { mapped, requestorBench, type RequestorBench } from './requestorKit';

const DELETE = { missingUsers: 'delete' };
const textOf = (summary: IDataObject | undefined): string => String((summary?.report as IDataObject | undefined)?.text);

describe('Bridge: a plan that is wrong without removing anybody', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	const sixty = Array.from({ length: 60 }, (_, at) => ({
		uid: `${1000 + at}`,
		first_name: `First${at}`,
		last_name: `Last${at}`,
		email: `e${at}@acme.test`,
		department: at < 30 ? 'Sales' : 'Research',
	}));
	const start = async (): Promise<Json[]> => {
		bench = await bridgeBench({ clock, users: sixty });
		return bench.rows();
	};
	const drifted = (rows: readonly Json[]): Json[] =>
		rows.map((row) => ({ uid: `EMP${String(row.uid)}`, first_name: row.first_name, last_name: row.last_name }));

	it('does not create everybody a second time when all keys have drifted', async () => {
		const rows = drifted(await start());
		const outcome = await bench.run(rows);
		expect(outcome.error?.message).toContain('60 people would be created');
		expect(outcome.error?.message).toContain('0 of 60 rows match anybody');
		expect(bench.writes()).toEqual([]);
	});

	it('shows it in a dry run and in a report, and lifts it for the approved plan alone', async () => {
		const rows = drifted(await start());
		const dry = await bench.run(rows, { dryRun: true });
		expect(dry.summary?.json).toMatchObject({
			status: 'planned',
			counts: { created: 60 },
			safety: { removals: 0, verdict: 'blocked' },
		});
		expect(textOf(dry.summary?.json)).toContain('60 people would be created');
		const report = await bench.run(rows, { safety: { onLimit: 'report' } });
		expect(report.error).toBeUndefined();
		expect(report.summary?.json).toMatchObject({ status: 'blocked', counts: { planned: 60 } });
		expect(bench.writes()).toEqual([]);
		const removalsOnly = await bench.run(rows, { safety: { approvedPlan: dry.summary?.json.removalsHash } });
		expect(removalsOnly.error).toBeDefined();
		const approved = await bench.run(rows, { safety: { approvedPlan: dry.summary?.json.planHash } });
		expect(approved.summary?.json).toMatchObject({ counts: { created: 60 }, safety: { verdict: 'approved' } });
	});

	it('creates as many as Max Create Percent allows, and never stops at ten', async () => {
		const rows = await start();
		const more = Array.from({ length: 31 }, (_, at) => ({ uid: `N${at}`, last_name: `New${at}` }));
		expect((await bench.run([...rows, ...more])).error?.message).toContain('31 people would be created');
		const some = await bench.run([...rows, ...more], { safety: { maxCreatePercent: 60 } });
		expect(some.summary?.json.counts).toMatchObject({ created: 31 });
		const few = await bench.run(
			[...rows, ...Array.from({ length: 10 }, (_, at) => ({ uid: `M${at}`, last_name: 'M' }))],
			{
				safety: { maxCreatePercent: 0 },
			},
		);
		expect(few.summary?.json.counts).toMatchObject({ created: 10 });
	});

	it('does not give everybody the next name when the list was sorted without its key column', async () => {
		const rows = await start();
		const items = rows.map((row, at) => ({ ...row, last_name: rows[(at + 1) % rows.length]?.last_name }));
		const outcome = await bench.run(items);
		expect(outcome.error?.message).toContain('last name or e-mail address of 60 people would change');
		expect(bench.writes()).toEqual([]);
		const marriages = rows.map((row, at) => (at < 12 ? { ...row, last_name: 'Married' } : row));
		expect((await bench.run(marriages)).summary?.json.counts).toMatchObject({ updated: 12 });
	});

	it('removes nobody with Max Removal Percent 0', async () => {
		const rows = await start();
		const outcome = await bench.run(rows.slice(1), { ...DELETE, safety: { maxRemovalPercent: 0 } });
		expect(outcome.error?.message).toContain('1 removal');
		expect(bench.writes()).toEqual([]);
	});

	it('takes one group for one, however it is written', async () => {
		const spelt = ['Sales', 'sales', 'Sales '];
		bench = await bridgeBench({
			clock,
			users: [...sixty, ...Array.from({ length: 60 }, (_, at) => ({ uid: `S${at}`, department: spelt[at % 3] }))],
		});
		const rows = bench.rows();
		const outcome = await bench.run(
			rows.filter(({ uid }) => !['S0', 'S1', 'S2', 'S3', 'S4', 'S5'].includes(String(uid))),
			{
				...DELETE,
				dryRun: true,
				safety: { groupBy: 'department' },
			},
		);
		expect(outcome.summary?.json.safety).toMatchObject({ groups: [{ group: 'Sales', removals: 6, removable: 90 }] });
	});

	it('keeps Max Removals in Delete, unless the plan is approved', async () => {
		await start();
		const items = sixty.map(({ uid }) => ({ uid }));
		const userId = { __rl: true, mode: 'uid', value: '={{ $json.uid }}' };
		const safety = { maxRemovals: 1 };
		const outcome = await bench.run(items, { operation: 'delete', userId, safety });
		expect(outcome.error?.message).toContain('60 removals exceed the limit of 1');
		expect(bench.writes()).toEqual([]);
		const dry = await bench.run(items, { operation: 'delete', userId, safety, dryRun: true });
		expect(dry.summary?.json).toMatchObject({ counts: { deleted: 60 }, safety: { removals: 60, verdict: 'blocked' } });
		const approvedPlan = dry.summary?.json.planHash;
		const fewer = await bench.run(items.slice(1), { operation: 'delete', userId, safety: { ...safety, approvedPlan } });
		expect(fewer.error?.message).toContain('changed since it was approved');
		const approved = await bench.run(items, { operation: 'delete', userId, safety: { ...safety, approvedPlan } });
		expect(approved.summary?.json.counts).toEqual({ deleted: 60 });
	});

	it('approves the removal of accounts, not of keys', async () => {
		await start();
		const rows = bench.rows();
		const dry = await bench.run(rows.slice(20), { ...DELETE, dryRun: true });
		await bench.close();
		bench = await bridgeBench({ clock, users: [{ uid: 'first' }, ...sixty] });
		const again = await bench.run([...rows.slice(20), { uid: 'first' }], { ...DELETE, dryRun: true });
		expect(again.summary?.json.safety).toMatchObject({ removals: 20 });
		expect(again.summary?.json.removalsHash).not.toBe(dry.summary?.json.removalsHash);
	});
});

describe('Learnifier: a column that locks', () => {
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('counts as removals, by number and by share', async () => {
		bench = await learnifierBench({ users: accounts(1, 60) });
		const items = people(1, 60).map((row) => ({ ...row, hardLock: true }));
		for (const safety of [{ maxRemovals: 1 }, {}]) {
			const outcome = await bench.run(items, { safety });
			expect(outcome.error?.message).toContain('60 removals');
		}
		expect(bench.writes()).toEqual([]);
		const few = people(1, 60).map((row, at) => (at < 2 ? { ...row, hardLock: true } : row));
		const outcome = await bench.run(few);
		expect(outcome.summary?.json).toMatchObject({
			counts: { suspended: 2, unchanged: 58 },
			safety: { removals: 2, removable: 60 },
		});
		expect(bench.user('E1').hardLock).toBe(true);
		expect((await bench.run(few)).summary?.json.counts).toEqual({ unchanged: 60 });
	});

	it('keeps to Skip Removals, row by row', async () => {
		bench = await learnifierBench({ users: accounts(1, 60) });
		const items = people(1, 60).map((row, at) => (at < 20 ? { ...row, hardLock: true } : { ...row, firstName: 'New' }));
		const outcome = await bench.run(items, { safety: { onLimit: 'skipRemovals' } });
		expect(outcome.summary?.json.counts).toEqual({ blocked: 20, updated: 40 });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			key: 'E1',
			operation: 'blocked',
			attempted: 'suspended',
			code: 'REMOVAL_LIMIT',
		});
	});

	it('is no larger share than the whole where Scope leaves out those whom it locks', async () => {
		bench = await learnifierBench({ users: accounts(1, 60) });
		const items = people(1, 60).map((row, at) => ({ ...row, hardLock: at < 3 }));
		const safety = { scopeField: 'lastName', scopeValues: String(people(10, 10)[0]?.lastName), maxRemovalPercent: 100 };
		const outcome = await bench.run(items, { missingUsers: 'lock', safety });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({ counts: { suspended: 3, unchanged: 57 }, safety: { removals: 3 } });
	});

	it('keeps to the limits where a damaged list holds back who is missing, too', async () => {
		bench = await learnifierBench({ users: accounts(1, 60) });
		const items = [
			...people(2, 60).map((row, at) => ({ ...row, hardLock: at < 20 })),
			{ externalId: '', firstName: 'Nia', lastName: 'Keyless' },
		];
		const outcome = await bench.run(items, { missingUsers: 'lock' });
		expect(outcome.error?.message).toContain('20 removals are 33.3 %');
		expect(bench.writes()).toEqual([]);
		const skipped = await bench.run(items, { missingUsers: 'lock', safety: { onLimit: 'skipRemovals' } });
		expect(skipped.summary?.json.counts).toEqual({ blocked: 21, unchanged: 39, rejected: 1 });
		expect(jsonOf(skipped.results).filter(({ code }) => code === 'SOURCE_DAMAGED')).toMatchObject([{ key: 'E1' }]);
		expect(bench.writes()).toEqual([]);
		const some = await bench.run(
			items.map((row, at) => ({ ...row, hardLock: at < 2 })),
			{ missingUsers: 'lock' },
		);
		expect(some.summary?.json.counts).toEqual({ blocked: 1, suspended: 2, unchanged: 57, rejected: 1 });
	});

	it('is refused to an agent, who may not lock by a value either', async () => {
		bench = await learnifierBench({ users: accounts(1, 12) });
		const parameters = {
			usersFrom: 'json',
			usersJson: JSON.stringify([{ externalId: 'E1', hardLock: true }]),
		};
		const outcome = await bench.run([{}], parameters, { asTool: true });
		expect(outcome.error?.message).toContain('does not allow that');
		expect(bench.writes()).toEqual([]);
	});
});

describe('SCIM 2.0: a column that deactivates', () => {
	let bench: ScimBench;
	afterEach(async () => bench.close());

	it('counts as removals, by number and by share', async () => {
		bench = await scimBench({ users: 60 });
		const rows = bench.rows();
		const items = rows.map((row) => ({ ...row, active: false }));
		for (const safety of [{ maxRemovals: 1 }, {}]) {
			const outcome = await bench.run(items, { safety });
			expect(outcome.error?.message).toContain(`${rows.length} removals`);
		}
		expect(bench.writes()).toEqual([]);
		const few = rows.map((row, at) => (at < 2 ? { ...row, active: false } : row));
		const outcome = await bench.run(few);
		expect(outcome.summary?.json).toMatchObject({ counts: { suspended: 2 }, safety: { removals: 2 } });
		const protectedRun = await bench.run(
			rows.map((row, at) => ({ ...row, active: at !== 2 && at > 1 })),
			{ safety: { protectedUsers: String(rows[2]?.userName) } },
		);
		expect(jsonOf(protectedRun.results)[2]).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
	});
});

describe('Requestor: an agent', () => {
	let bench: RequestorBench;
	afterEach(async () => bench.close());

	it('makes nobody an administrator', async () => {
		bench = await requestorBench({ users: 30 });
		const [user] = bench.managed();
		const outcome = await bench.run([{}], mapped({ ExternalId: String(user?.ExternalId), RoleAdministrator: 'true' }), {
			asTool: true,
		});
		expect(outcome.error?.message).toContain('RoleAdministrator');
		expect(bench.writes()).toEqual([]);
	});
});
