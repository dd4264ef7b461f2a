import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, operations, type BridgeBench, type Json } from './bridgeKit';

const ALL = { missingUsers: 'delete', safety: { maxRemovalPercent: 100, maxCreatePercent: 100 } };
const person = (number: number): Json => ({ uid: `e${number}`, first_name: 'First', last_name: `Last${number}` });
const people = (from: number, to: number): Json[] =>
	Array.from({ length: to - from + 1 }, (_, at) => person(from + at));

describe('Bridge: what its pages tell beside the users', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());
	const open = async (switches = {}, more: Json[] = []): Promise<void> => {
		bench = await bridgeBench({
			clock,
			users: [
				{ uid: 'admin', roles: ['account_admin'] },
				...people(1, 30),
				{ uid: 'boss' },
				{ uid: 'report', manager_id: 'uid:boss' },
				...more,
			] as never,
			switches,
		});
	};

	it('a computed role, as every manager has, is no office: a manager who has left is removed', async () => {
		await open({ observers: true });
		const outcome = await bench.run([...people(1, 30), { uid: 'report' }], ALL);
		expect(jsonOf(outcome.results).slice(-1)).toMatchObject([{ key: 'boss', operation: 'deleted' }]);
		expect(outcome.summary?.json.warnings).toEqual([]);
		expect(bench.simulator.directory.withUid('admin')[0]?.deleted_at).toBeNull();
	});

	it('where roles can’t be read, any role counts, and the summary says how many are left alone', async () => {
		await open({ observers: true, roles: 'forbidden' });
		const outcome = await bench.run([...people(1, 30), { uid: 'report' }], ALL);
		expect(operations(outcome)).not.toContain('deleted');
		expect(outcome.summary?.json.warnings).toEqual([
			expect.stringMatching(/every role counts as an office: 2 users are left alone/),
		]);
	});

	it('deletes a manager by uid, and blocks an administrator', async () => {
		await open({ observers: true });
		const outcome = await bench.run([{ who: 'boss' }, { who: 'admin' }], {
			operation: 'delete',
			userId: { __rl: true, mode: 'uid', value: '={{ $json.who }}' },
		});
		expect(operations(outcome)).toEqual(['deleted', 'blocked']);
	});

	it.each([
		['autoCsv', /Automatic CSV is on/],
		['farCount', /says that it has 149 users, but 33 were listed/],
	] as const)('warns of %s', async (subAccounts, said) => {
		await open({ subAccounts });
		const outcome = await bench.run(people(1, 30), { dryRun: true });
		expect(outcome.summary?.json.warnings).toEqual([expect.stringMatching(said)]);
	});

	it('says nothing where that call is refused', async () => {
		await open({ subAccounts: 'forbidden' });
		const outcome = await bench.run(people(1, 30), { dryRun: true });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json.warnings).toEqual([]);
	});

	it('looks every new key up among the deleted, however many, and says how long that takes', async () => {
		await open({ createForDeleted: 'second' }, [{ uid: 'e900', deleted_at: '2026-01-01T00:00:00Z' }]);
		const outcome = await bench.run(people(400, 1000), {
			dryRun: true,
			safety: { maxCreatePercent: 100, onLimit: 'report' },
		});
		expect(bench.simulator.calls({ method: 'GET', path: /users\/uid:e\d+$/ })).toHaveLength(601);
		expect(outcome.results[500]?.json).toMatchObject({ key: 'e900', operation: 'restored' });
		expect(outcome.summary?.json.warnings).toEqual(
			expect.arrayContaining([expect.stringMatching(/601 people.*takes about 2 minutes/)]),
		);
	});

	it.each([
		['a look-up', 'NEW1', {}],
		['a look-up, where everybody who is missing is to go', 'NEW1', ALL],
	])(
		'sends nothing when %s shows a listed account under another uid: it is not two people',
		async (_what, uid, more) => {
			await open({});
			const [one] = bench.simulator.directory.withUid('e7');
			bench.simulator.faults.schedule(({ path }) => {
				if (one !== undefined && path.includes(`uid:${uid}`)) bench.simulator.directory.change(one, { uid });
				return undefined;
			});
			const rows = people(1, 30).map((row) => (row.uid === 'e7' ? { ...row, uid } : row));
			const outcome = await bench.run(rows, more);
			expect(outcome.error?.message).toContain('Bridge changed while it was read');
			expect(outcome.error?.message).toContain('"e7" and, a moment later, "NEW1"');
			expect(bench.writes()).toEqual([]);
			expect(bench.simulator.directory.withUid(uid)[0]?.deleted_at).toBeNull();
		},
	);

	it('sends nothing when a page shows somebody twice: somebody else may be hidden by them', async () => {
		await open({});
		bench.simulator.faults.add({ kind: 'swapUser', match: { path: /author.users$/ } });
		const outcome = await bench.run(people(1, 31), ALL);
		expect(outcome.error?.message).toMatch(
			/can't be trusted: the account with the id \d+ was listed twice on one page/,
		);
		expect(bench.writes()).toEqual([]);
	});

	it('tells an account that a create has found instead of made', async () => {
		await open();
		const made = { id: '4711', uid: 'back', first_name: 'Back', full_name: 'Back', roles: [], loggedInAt: null };
		const reply = (loggedInAt: string | null) => {
			const users = [{ ...made, loggedInAt }];
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				body: { meta: {}, linked: {}, users },
				match: { method: 'POST', path: /admin.users$/ },
			});
		};
		reply('2024-05-06T07:08:09Z');
		const older = await bench.run([...people(1, 30), { uid: 'back', first_name: 'Back' }]);
		expect(older.results.at(-1)?.json).toMatchObject({
			operation: 'created',
			userId: '4711',
			hints: [expect.stringMatching(/older than this run \(last login 2024-05-06\)/)],
		});
		reply(null);
		const fresh = await bench.run([...people(1, 30), { uid: 'back', first_name: 'Back' }]);
		expect(fresh.results.at(-1)?.json).toMatchObject({ operation: 'created', hints: [] });
	});

	it('gives a number that a deleted account frees as it is restored to another one, and to nobody where it keeps it', async () => {
		const gone = (uid: string, hris: string): Json => ({ uid, hris_id: hris, deleted_at: '2026-01-01T00:00:00Z' });
		await open({}, [gone('first', 'H1'), gone('second', 'H2'), gone('third', 'H3'), gone('fourth', 'H4')]);
		const outcome = await bench.run([
			...people(1, 30),
			{ uid: 'first', hris_id: 'H2' },
			{ uid: 'second', hris_id: 'H9' },
			{ uid: 'third', hris_id: 'H4' },
			{ uid: 'fourth' },
		]);
		expect(outcome.results.slice(30).map(({ json }) => json.operation)).toEqual([
			'restored',
			'restored',
			'rejected',
			'restored',
		]);
		expect(bench.simulator.directory.withUid('first')[0]).toMatchObject({ hris_id: 'H2', deleted_at: null });
		expect(bench.simulator.directory.withUid('third')[0]?.deleted_at).not.toBeNull();
	});

	it('does not restore whom it can’t look up after a refused create', async () => {
		await open({}, [{ uid: 'chief', roles: ['account_admin'], deleted_at: '2026-01-01T00:00:00Z' }]);
		bench.simulator.faults.add(
			{ kind: 'status', status: 404, match: { method: 'GET', path: /uid:chief/, nth: 1 } },
			{ kind: 'status', status: 403, match: { method: 'GET', path: /uid:chief/, nth: 2 } },
		);
		const outcome = await bench.run([...people(1, 30), { uid: 'chief', first_name: 'Other' }]);
		expect(outcome.results.at(-1)?.json).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
		expect(bench.writes()).toEqual(['POST /api/admin/users']);
		expect(bench.simulator.directory.withUid('chief')[0]?.deleted_at).not.toBeNull();
	});
});

describe('Bridge: learning', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	it('is the same shape for all systems, with the transcript only where it is asked for', async () => {
		bench = await bridgeBench({
			clock,
			users: [
				{
					uid: 'sally',
					learning: [
						...Array.from({ length: 6 }, () => ({ kind: 'course', on: '2026-02-01', state: 'onTime' }) as const),
						{ kind: 'program', on: '2026-03-04', state: 'late' },
						{ kind: 'course', on: '2020-01-01', state: 'overdue' },
					],
				},
			],
		});
		const userId = { __rl: true, mode: 'uid', value: 'sally' };
		const plain = await bench.run([{}], { operation: 'getSummary', userId });
		expect(plain.results[0]?.json.summary).toMatchObject({
			completed_courses: 6,
			learning: { completed: 7, overdue: 1 },
		});
		expect(plain.results[0]?.json.summary).not.toHaveProperty('enrollments');
		expect(bench.simulator.calls({ path: /enrollments/ })).toEqual([]);
		const whole = await bench.run([{}], { operation: 'getSummary', userId, includeTranscript: true });
		const summary = whole.results[0]?.json.summary as Json;
		expect(summary.learning).toEqual({
			assigned: 8,
			completed: 7,
			inProgress: 1,
			overdue: 1,
			failed: 0,
			lastActivity: '2026-03-04T10:00:00Z',
		});
		expect(summary.enrollments).toHaveLength(8);
		expect((summary.enrollments as Json[])[0]).toEqual({
			course: 'course 1',
			state: 'complete',
			due: '2026-02-01T00:00:00Z',
			completed: '2026-02-01T10:00:00Z',
			score: 80,
		});
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: { summary: { completed_courses: '2', completed_programs: 1, completed_live_courses: null } },
			match: { path: /summary$/ },
		});
		const asText = await bench.run([{}], { operation: 'getSummary', userId });
		expect(asText.results[0]?.json.summary).toMatchObject({ learning: { completed: 3 } });
		const march = await bench.run([{}], {
			operation: 'getSummary',
			userId,
			includeTranscript: true,
			startDate: '2026-03-01',
			endDate: '2026-03-31',
		});
		expect(march.results[0]?.json.summary).toMatchObject({
			completed_courses: 0,
			completed_programs: 1,
			enrollments: [{ course: 'program 7' }],
			learning: { assigned: 1, completed: 1, overdue: 0 },
		});
	});
});
