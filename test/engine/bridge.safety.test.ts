import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, operations, type BridgeBench, type Json } from './bridgeKit';

/** Bad Values: a value that can't be read rejects its row. */
const REJECT = { options: { badValues: 'reject' } };
const DELETE = { missingUsers: 'delete' };

describe('Bridge: what is never removed, and when nothing is', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	let before: unknown;
	afterEach(async () => bench.close());

	const directory = async (users = 101): Promise<Json[]> => {
		bench = await bridgeBench({ users, clock });
		before = bench.simulator.directory.snapshot();
		return bench.rows();
	};
	const expectNothingSent = (): void => {
		expect(bench.writes()).toEqual([]);
		expect(bench.simulator.directory.snapshot()).toEqual(before);
	};

	it('sends nothing when too many are missing, and says how to approve', async () => {
		const rows = await directory();
		const outcome = await bench.run(rows.slice(30), DELETE);
		expect(outcome.error?.message).toMatch(/30 removals .* limit/);
		expect(outcome.error?.description).toContain('Approved Plan');
		expectNothingSent();
	});

	it('deletes exactly the approved ones, and nothing once the directory has changed', async () => {
		const rows = await directory();
		const leavers = rows.slice(0, 30).map(({ uid }) => uid);
		const dry = await bench.run(rows.slice(30), { ...DELETE, dryRun: true });
		expect(dry.summary?.json).toMatchObject({
			status: 'planned',
			safety: { removals: 30, verdict: 'blocked' },
			counts: { deleted: 30 },
		});
		expectNothingSent();
		for (const hash of ['planHash', 'removalsHash'] as const)
			expect(dry.summary?.json[hash]).toMatch(/^sha256:[0-9a-f]{64}$/);

		const approvedPlan = dry.summary?.json.removalsHash;
		const run = await bench.run(rows.slice(30), { ...DELETE, safety: { approvedPlan } });
		expect(run.summary?.json).toMatchObject({ counts: { deleted: 30 }, safety: { verdict: 'approved' } });
		expect(
			bench.simulator.directory
				.all()
				.filter((user) => user.deleted_at !== null)
				.map(({ uid }) => uid)
				.sort(),
		).toEqual([...leavers].sort());

		const again = await bench.run(rows.slice(31), { ...DELETE, safety: { approvedPlan } });
		expect(again.error?.message).toContain('changed since it was approved');
		expect(bench.simulator.directory.active.some(({ uid }) => uid === rows[30]?.uid)).toBe(true);
		const none = await bench.run(rows.slice(30), { ...DELETE, safety: { approvedPlan } });
		expect(none.summary?.json.status).toBe('ok');
	});

	it('takes the planHash of a dry run for the same plan, whatever the order of the rows', async () => {
		const rows = await directory();
		const items = rows.slice(30).map((row, at) => (at === 0 ? { ...row, job_title: 'Changed' } : row));
		const dry = await bench.run(items, { ...DELETE, dryRun: true });
		const run = await bench.run([...items].reverse(), {
			...DELETE,
			safety: { approvedPlan: dry.summary?.json.planHash },
		});
		expect(run.summary?.json.counts).toMatchObject({ deleted: 30, updated: 1 });
	});

	it('goes on without removals with Skip Removals, within a group only there', async () => {
		const rows = await directory();
		const items = rows.slice(30).map((row, at) => (at === 0 ? { ...row, job_title: 'Changed' } : row));
		const outcome = await bench.run(items, { ...DELETE, safety: { onLimit: 'skipRemovals' } });
		expect(outcome.summary?.json).toMatchObject({
			status: 'partial',
			counts: { updated: 1, blocked: 30 },
			safety: { verdict: 'blocked' },
		});
		expect(jsonOf(outcome.results).filter(({ code }) => code === 'REMOVAL_LIMIT')).toHaveLength(30);
		expect(bench.writes()).toHaveLength(1);
		await bench.close();

		const all = await directory(201);
		const [first] = all;
		const department = first?.department;
		const others = all.filter((row) => row.department !== department);
		const outside = others[0];
		const stay = all.filter((row) => row.department !== department && row !== outside);
		const grouped = await bench.run(stay, {
			...DELETE,
			safety: { onLimit: 'skipRemovals', groupBy: 'department', maxRemovalPercent: 90 },
		});
		const removed = jsonOf(grouped.results).filter(({ operation }) => operation === 'deleted');
		expect(removed.map(({ key }) => key)).toEqual([outside?.uid]);
		expect(grouped.summary?.json.safety).toMatchObject({
			groups: expect.arrayContaining([expect.objectContaining({ group: department, verdict: 'blocked' })]),
		});
	});

	it('returns the whole plan with Report, sends nothing and does not fail', async () => {
		const rows = await directory();
		const items = rows.slice(30).map((row, at) => (at === 0 ? { ...row, job_title: 'Changed' } : row));
		const outcome = await bench.run(items, { ...DELETE, safety: { onLimit: 'report' } });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({
			status: 'blocked',
			counts: { planned: 1, unchanged: items.length - 1, blocked: 30 },
		});
		expect(String(outcome.summary?.json.planHash)).toMatch(/^sha256:/);
		expectNothingSent();
	});

	it.each([
		['a lone empty item', [{}]],
		[
			'no valid row',
			[
				{ uid: 'x', email: 'nonsense' },
				{ uid: 'y', email: 'nonsense' },
			],
		],
	])('refuses to remove anybody because of %s', async (_name, items) => {
		await directory();
		const outcome = await bench.run(items, DELETE);
		expect(outcome.error).toBeDefined();
		expectNothingSent();
	});

	it('refuses to remove anybody when the plan rejects every row', async () => {
		bench = await bridgeBench({ clock, users: ['E1', 'E2', 'E3', 'E4', 'E5'].map((uid) => ({ uid })) });
		before = bench.simulator.directory.snapshot();
		for (const parameters of [{}, { dryRun: true }]) {
			const outcome = await bench.run([{ uid: 'e1' }], {
				...DELETE,
				...parameters,
				safety: { maxRemovalPercent: 100, onLimit: 'report' },
			});
			expect(outcome.error?.message).toContain(
				'The only row was rejected, so everybody else would look missing. The first: UID "e1"',
			);
			expectNothingSent();
		}
		const kept = await bench.run([{ uid: 'e1' }]);
		expect(jsonOf(kept.results)).toMatchObject([{ operation: 'rejected', code: 'AMBIGUOUS_MATCH' }]);
	});

	it('refuses in a loop, the first pass included, and in a second run of the node', async () => {
		const rows = await directory();
		const loop = await bench.run(rows.slice(1), DELETE, { loopPasses: 2 });
		expect(loop.error?.message ?? loop.passes[0]?.error?.message).toContain('loop');
		expect(loop.runs).toBe(1);
		const second = await bench.run(rows.slice(1), DELETE, { runIndex: 1 });
		expect(second.error?.message).toContain('second time');
		expectNothingSent();
	});

	it("removes nobody when a rejected row's key can't be read, but carries out the rest", async () => {
		const rows = await directory();
		const items = [{ ...rows[0], job_title: 'New' }, ...rows.slice(2), { first_name: 'No', last_name: 'Key' }];
		const outcome = await bench.run(items, DELETE);
		expect(outcome.summary?.json.counts).toMatchObject({ updated: 1, rejected: 1, blocked: 1 });
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			key: rows[1]?.uid,
			operation: 'blocked',
			code: 'SOURCE_DAMAGED',
		});
		expect(bench.simulator.calls({ method: 'DELETE' })).toEqual([]);
	});

	it('keeps the user of a rejected row with a readable key, and lets the true leaver go', async () => {
		const rows = await directory();
		const items = [{ ...rows[0], email: 'nonsense' }, ...rows.slice(2)];
		const outcome = await bench.run(items, { ...DELETE, ...REJECT });
		expect(outcome.summary?.json.counts).toMatchObject({ rejected: 1, deleted: 1 });
		const active = bench.simulator.directory.active.map(({ uid }) => uid);
		expect(active).toContain(rows[0]?.uid);
		expect(active).not.toContain(rows[1]?.uid);
	});

	it('holds removals back when more than 3 rows and more than 2 % were rejected', async () => {
		const rows = await directory();
		const items = rows.slice(1).map((row, at) => (at < 4 ? { ...row, email: 'nonsense' } : row));
		const outcome = await bench.run(items, { ...DELETE, ...REJECT });
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			operation: 'blocked',
			code: 'SOURCE_DAMAGED',
			key: rows[0]?.uid,
		});
		expectNothingSent();
	});

	it('makes no twin and removes nobody when a key changes its case, spaces or zeros', async () => {
		bench = await bridgeBench({
			clock,
			users: [{ uid: 'Ann.Lee@x.tld' }, { uid: '4711' }, { uid: 'b c' }, { uid: 'keep1' }, { uid: 'keep2' }],
		});
		before = bench.simulator.directory.snapshot();
		const rows = [{ uid: 'ann.lee@x.tld' }, { uid: '004711' }, { uid: 'bc' }, { uid: 'keep1' }, { uid: 'keep2' }];
		const outcome = await bench.run(rows, DELETE);
		expect(jsonOf(outcome.results).map(({ code }) => code)).toEqual([
			'AMBIGUOUS_MATCH',
			'AMBIGUOUS_MATCH',
			'AMBIGUOUS_MATCH',
			'',
			'',
		]);
		expectNothingSent();
		const few = await bench.run([{ uid: 'ann.lee@x.tld' }, { uid: '004711' }]);
		expect(few.summary?.json.planQuality).toBe('lookup');
		expect(jsonOf(few.results).map(({ code }) => code)).toEqual(['AMBIGUOUS_MATCH', 'AMBIGUOUS_MATCH']);
		expectNothingSent();
	});

	it('makes no twin of a handful of looked-up rows either, when the spreadsheet dropped several zeros or somebody put spaces in', async () => {
		bench = await bridgeBench({ clock, users: [{ uid: '0007' }, { uid: 'AB12' }, { uid: '12345' }] });
		before = bench.simulator.directory.snapshot();
		const outcome = await bench.run([{ uid: '7' }, { uid: 'ab 12' }, { uid: '00012345' }]);
		expect(outcome.summary?.json.planQuality).toBe('lookup');
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual(
			Array(3).fill(['rejected', 'AMBIGUOUS_MATCH']),
		);
		expectNothingSent();
	});

	it('leaves administrators, protected users and users out of scope', async () => {
		const people = ['Sales', 'Sales', 'Ops', 'Ops'].map((department, at) => ({ uid: `u${at}`, department }));
		bench = await bridgeBench({
			clock,
			users: [
				...people,
				{ uid: 'admin', department: 'Sales', roles: ['account_admin'] },
				{ uid: 'vip-1', department: 'Sales' },
				...Array.from({ length: 20 }, (_, at) => ({ uid: `s${at}`, department: 'Sales' })),
			],
		});
		const rows = Array.from({ length: 20 }, (_, at) => ({ uid: `s${at}`, department: 'Sales' }));
		const outcome = await bench.run(
			[...rows, { uid: 'vip-1', department: 'Moved' }, { uid: 'admin', department: 'Moved' }],
			{ ...DELETE, safety: { protectedUsers: 'nobody, vip-*', scopeField: 'department', scopeValues: 'sales' } },
		);
		expect(
			jsonOf(outcome.results)
				.slice(-4)
				.map(({ key, operation, code }) => [key, operation, code]),
		).toEqual([
			['vip-1', 'unchanged', 'PROTECTED'],
			['admin', 'unchanged', 'PROTECTED'],
			['u0', 'deleted', ''],
			['u1', 'deleted', ''],
		]);
		expect(bench.simulator.directory.active.map(({ uid }) => uid)).toEqual(
			expect.arrayContaining(['u2', 'u3', 'admin', 'vip-1']),
		);
		expect(outcome.summary?.json.directory).toEqual({ users: 26, managed: 25, unmanaged: 1, protected: 1 });
	});

	it('lets the percentage bite at 3 removals only when that is half of everybody', async () => {
		bench = await bridgeBench({ clock, users: Array.from({ length: 10 }, (_, at) => ({ uid: `u${at}` })) });
		const rows = Array.from({ length: 7 }, (_, at) => ({ uid: `u${at}` }));
		const outcome = await bench.run(rows, DELETE);
		expect(outcome.summary?.json.counts).toMatchObject({ deleted: 3 });
		const half = await bench.run(rows.slice(0, 4), { ...DELETE });
		expect(half.summary?.json.counts).toMatchObject({ deleted: 3 });
		const most = await bench.run(rows.slice(0, 2), DELETE);
		expect(most.error?.message).toContain('%');
	});

	it('deletes and hides with deleteAndHide', async () => {
		const rows = await directory(60);
		const outcome = await bench.run(rows.slice(1), { missingUsers: 'deleteAndHide' });
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({ key: rows[0]?.uid, operation: 'hidden', success: true });
		expect(bench.writes().map((write) => write.replace(/\d+/, ':id'))).toEqual([
			'DELETE /api/admin/users/:id',
			'POST /api/admin/users/:id/hide',
		]);
	});

	it("refuses settings that can't be meant", async () => {
		const rows = await directory(10);
		for (const safety of [
			{ maxRemovals: 'many' },
			{ groupBy: 'nonsense' },
			{ scopeField: 'department' },
			{ onLimit: 'whatever' },
		]) {
			const outcome = await bench.run(rows, { ...DELETE, safety });
			expect(outcome.error?.message).toBeTruthy();
		}
		expectNothingSent();
	});

	it('lets an agent plan and read, and remove only where a person allowed it', async () => {
		const rows = await directory(60);
		const parameters = { usersFrom: 'json', usersJson: JSON.stringify(rows.slice(1)), ...DELETE };
		const refused = await bench.run([{}], parameters, { asTool: true });
		expect(refused.error?.message).toContain('agent');
		expectNothingSent();
		const dry = await bench.run([{}], { ...parameters, dryRun: true }, { asTool: true });
		expect(dry.results).toHaveLength(1);
		expect(dry.results[0]?.json).toMatchObject({
			status: 'planned',
			counts: { deleted: 1 },
			planHash: expect.any(String),
			removalsHash: expect.any(String),
		});
		expect(dry.results[0]?.json.results).toHaveLength(25);
		const auto = await bench.run([{}], {}, { asTool: true });
		expect(auto.error?.message).toContain('agent');
		const expression = await bench.run(
			[{}],
			{ ...parameters, options: { allowInAgents: '={{ true }}' } },
			{ asTool: true },
		);
		expect(expression.error).toBeDefined();
		const allowed = await bench.run(
			[{}],
			{ ...parameters, options: { allowInAgents: true } },
			{ asTool: true, runIndex: 1 },
		);
		expect(allowed.results[0]?.json).toMatchObject({ status: 'ok', counts: { deleted: 1 } });
	});

	it('writes nothing in a dry run of Delete, Hide and Restore', async () => {
		const rows = await directory(20);
		for (const operation of ['delete', 'hide', 'restore']) {
			const outcome = await bench.run([{}], {
				operation,
				dryRun: true,
				deleteFirst: true,
				userId: { mode: 'uid', value: rows[0]?.uid },
			});
			expect(outcome.results[0]?.json).toMatchObject({ dryRun: true, success: true });
			expect(operations(outcome)).toEqual([{ delete: 'deleted', hide: 'hidden', restore: 'unchanged' }[operation]]);
		}
		expectNothingSent();
	});

	it("finds the deleted account of a row whose near key is another row's, and protects it", async () => {
		const people = [
			{ uid: 'P0', deleted_at: '2026-01-01T00:00:00Z' },
			{ uid: 'p0' },
			...Array.from({ length: 12 }, (_, at) => ({ uid: `u${at}` })),
		];
		bench = await bridgeBench({ clock, users: people });
		before = bench.simulator.directory.snapshot();
		const rows = ['P0', 'p0', ...Array.from({ length: 12 }, (_, at) => `u${at}`)].map((uid) => ({ uid }));
		const outcome = await bench.run(rows, { ...DELETE, safety: { protectedUsers: 'p*' } });
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expectNothingSent();
	});
});
