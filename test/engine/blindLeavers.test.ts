import type { IDataObject } from 'n8n-workflow';
import type { RunOutcome } from '../../engine/engine';
import { jsonOf, operations } from './bridgeKit';
import { account, blindBench, person as collaborator } from './lmsCollaboratorKit';
import { person as student, traliantBench } from './traliantKit';

/** A vendor whose directory is not known, in its own words. */
interface Blind {
	readonly person: (number: number, more?: IDataObject) => IDataObject;
	readonly state: string;
	readonly barred: boolean | number;
	readonly free: boolean | number;
	run(items: IDataObject[], parameters?: IDataObject, rest?: object): Promise<RunOutcome>;
	/** What the writes carried. */
	sent(): IDataObject[];
	reset(): void;
	isBarred(number: number): boolean | undefined;
	close(): Promise<void>;
}

async function traliant(count: number): Promise<Blind> {
	const bench = await traliantBench({
		users: Array.from({ length: count }, (_, at) => student(at) as never),
	});
	return {
		...bench,
		person: student,
		state: 'suspended',
		barred: true,
		free: false,
		run: async (items, parameters, rest) => bench.run(items, parameters, rest),
		sent: () => bench.bodies().flatMap(({ users }) => users),
		reset: () => bench.simulator.reset(),
		isBarred: (number) => bench.simulator.directory.get(`user.${number}@company.tld`)?.suspended,
	};
}

async function portal(count: number): Promise<Blind> {
	const bench = await blindBench({ users: Array.from({ length: count }, (_, at) => account(at)) });
	return {
		...bench,
		person: collaborator,
		state: 'is_active',
		barred: 0,
		free: 1,
		run: async (items, parameters, rest) => bench.run(items, parameters, rest),
		sent: () => bench.bodies(),
		reset: () => bench.simulator.reset(),
		isBarred: (number) => {
			const user = bench.simulator.directory.withUid(`cl${number}`);
			return user === undefined ? undefined : user.is_active === 0;
		},
	};
}

const LOCK = { missingUsers: 'lock' };

describe.each([
	['Traliant LMS', traliant],
	['LMS Collaborator, its list refused,', portal],
] as const)('%s without Known Users: who has left by the list itself', (_, open) => {
	let blind: Blind;
	afterEach(async () => blind.close());

	/** So many rows, the first of them of people who have left. */
	const list = (count: number, gone: number): IDataObject[] =>
		Array.from({ length: count }, (_row, at) => blind.person(at, { Status: at < gone ? 'Terminated' : 'Active' }));
	const told = (outcome: RunOutcome): string => `${outcome.error?.message ?? ''} ${outcome.error?.description ?? ''}`;
	const states = (): unknown[] => blind.sent().map((one) => one[blind.state]);

	it('is barred by the row, and nobody else is looked for: others are sent, and a warning says what can not be seen', async () => {
		blind = await open(40);
		const outcome = await blind.run(list(12, 2), LOCK);
		expect(outcome.error).toBeUndefined();
		expect(operations(outcome)).toEqual(['suspended', 'suspended', ...Array<string>(10).fill('unchanged')]);
		expect(outcome.summary?.json).toMatchObject({
			planQuality: 'blind',
			rows: { left: 2 },
			safety: { removals: 2, verdict: 'ok' },
		});
		expect(JSON.stringify(outcome.summary?.json.warnings)).toMatch(
			/Only people whom the list itself says to have left/,
		);
		expect([0, 1, 2, 30].map((number) => blind.isBarred(number))).toEqual([true, true, false, false]);
		expect(blind.sent()).toHaveLength(12);
		// Removals go last.
		expect(states().slice(-2)).toEqual([blind.barred, blind.barred]);
		blind.reset();
		const again = await blind.run(list(12, 2), LOCK);
		expect(operations(again)).toEqual(Array<string>(12).fill('unchanged'));
	});

	it('is barred by a list of leavers alone: nobody can look missing here', async () => {
		blind = await open(12);
		const outcome = await blind.run([...list(2, 2), { ...blind.person(5, { Status: 'Active' }), email: '' }], LOCK);
		expect(outcome.error).toBeUndefined();
		expect(operations(outcome)).toEqual(['suspended', 'suspended', 'rejected']);
		expect([0, 1, 5].map((number) => blind.isBarred(number))).toEqual([true, true, false]);
	});

	it('is barred once where two rows say so', async () => {
		blind = await open(12);
		const [first = {}] = list(1, 1);
		const outcome = await blind.run([first, { ...first, department: 'Former' }, ...list(12, 0).slice(1)], {
			...LOCK,
			safety: { maxRemovals: 1 },
		});
		expect(outcome.error).toBeUndefined();
		expect(operations(outcome).slice(0, 2)).toEqual(['suspended', 'suspended']);
		expect(states().filter((state) => state === blind.barred)).toHaveLength(1);
	});

	it('gets in again when the list has them back', async () => {
		blind = await open(12);
		await blind.run(list(12, 1), LOCK);
		expect(blind.isBarred(0)).toBe(true);
		await blind.run(list(12, 0), LOCK);
		expect(blind.isBarred(0)).toBe(false);
	});

	it('is left alone while Missing Users is Ignore', async () => {
		blind = await open(12);
		const outcome = await blind.run(list(12, 2));
		expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(blind.sent()).toHaveLength(10);
		expect(states()).toEqual(Array(10).fill(undefined));
	});

	it('counts against Max Removals; what share of all they are, nobody knows', async () => {
		blind = await open(30);
		const rows = list(30, 12);
		const limit = { ...LOCK, safety: { maxRemovals: 11 } };
		const stopped = await blind.run(rows, limit);
		expect(told(stopped)).toMatch(/12 removals exceed the limit of 11\. Nothing was sent/);
		const none = await blind.run(rows, { ...LOCK, safety: { maxRemovalPercent: 0 } });
		expect(told(none)).toMatch(/12 removals exceed the limit of 0 %/);
		expect(blind.sent()).toEqual([]);
		const dry = await blind.run(rows, { ...limit, dryRun: true });
		expect(dry.summary?.json).toMatchObject({
			status: 'planned',
			counts: { suspended: 12, planned: 18 },
			safety: { removals: 12, verdict: 'blocked' },
		});
		const report = await blind.run(rows, { ...LOCK, safety: { maxRemovals: 11, onLimit: 'report' } });
		expect(report.error).toBeUndefined();
		expect(jsonOf(report.results)[0]).toMatchObject({ operation: 'blocked', code: 'REMOVAL_LIMIT' });
		expect(blind.sent()).toEqual([]);
		const skipped = await blind.run(rows, { ...LOCK, safety: { maxRemovals: 11, onLimit: 'skipRemovals' } });
		expect(jsonOf(skipped.results)[0]).toMatchObject({
			operation: 'blocked',
			attempted: 'suspended',
			code: 'REMOVAL_LIMIT',
		});
		expect(blind.sent()).toHaveLength(18);
		const changed = await blind.run(list(30, 13), {
			...LOCK,
			safety: { maxRemovals: 11, approvedPlan: String(dry.summary?.json.removalsHash) },
		});
		expect(told(changed)).toContain('The plan has changed');
		const approved = await blind.run(rows, {
			...LOCK,
			safety: { maxRemovals: 11, approvedPlan: String(dry.summary?.json.removalsHash) },
		});
		expect(approved.summary?.json).toMatchObject({ safety: { verdict: 'approved' }, counts: { suspended: 12 } });
		blind.reset();
		const usual = await blind.run(rows, LOCK);
		expect(usual.error).toBeUndefined();
	});

	it('is never barred by a list that does not say who has left, nor by other values of Missing Users', async () => {
		blind = await open(12);
		const rows = Array.from({ length: 12 }, (_row, at) => blind.person(at));
		const silent = await blind.run(rows, LOCK);
		expect(told(silent)).toMatch(/does not say who has left.*Nothing was sent/);
		const off = await blind.run(list(12, 2), { ...LOCK, leavers: { detect: 'off' } });
		expect(told(off)).toContain('does not say who has left');
		for (const missingUsers of ['delete', 'deleteAndHide'])
			expect(told(await blind.run(list(12, 2), { missingUsers }))).toMatch(/Nothing was sent/);
		expect(blind.sent()).toEqual([]);
		// A column of states says so itself.
		const stated = await blind.run(
			rows.map((row, at) => ({ ...row, [blind.state]: at === 0 ? blind.barred : blind.free })),
			LOCK,
		);
		expect(operations(stated)[0]).toBe('suspended');
	});

	it('is told as not found where the call has made the account, which the system now holds', async () => {
		blind = await open(3);
		const outcome = await blind.run([...list(3, 0), blind.person(99, { Status: 'Terminated' })], LOCK);
		expect(jsonOf(outcome.results)[3]).toMatchObject({
			success: false,
			operation: 'failed',
			attempted: 'suspended',
			code: 'NOT_FOUND',
			message: expect.stringMatching(/now holds a suspended/),
		});
	});

	it('is left alone under protection, when a row has them back, and when the row can not be sent', async () => {
		blind = await open(12);
		const rows = list(12, 3);
		const [first = {}, second = {}, third = {}] = rows;
		const [key = ''] = [String(first.uid ?? first.username)];
		const lacking = Object.fromEntries(Object.entries(third).filter(([name]) => name !== 'email'));
		const outcome = await blind.run([first, second, lacking, ...rows.slice(3), { ...second, Status: 'Active' }], {
			...LOCK,
			safety: { protectedUsers: key },
		});
		expect(outcome.error).toBeUndefined();
		const records = jsonOf(outcome.results);
		expect(records[0]).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expect(records[1]).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(records[2]).toMatchObject({ operation: 'rejected', code: 'INVALID_ROW' });
		expect(states()).not.toContain(blind.barred);
	});

	it('is left alone when another row has nearly the same key and says that they are there', async () => {
		blind = await open(12);
		const rows = list(12, 1);
		const [first = {}] = rows;
		const near = Object.fromEntries(
			Object.entries(blind.person(50, { Status: 'Active' })).map(([name, value]) =>
				name === 'uid' || name === 'username' ? [name, `'${String(first[name])}`] : [name, value],
			),
		);
		const outcome = await blind.run([...rows, near], LOCK);
		const records = jsonOf(outcome.results);
		expect(records[0]).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(records.at(-1)).toMatchObject({ success: true });
		expect(states()).not.toContain(blind.barred);
	});

	it('is barred by an agent only with a person’s leave', async () => {
		blind = await open(5);
		const asked = async (options: IDataObject): Promise<RunOutcome> =>
			blind.run([{}], { ...LOCK, usersFrom: 'json', usersJson: JSON.stringify(list(5, 1)), options }, { asTool: true });
		const refused = await asked({});
		expect(refused.error?.message).toMatch(/agent/i);
		expect(blind.sent()).toEqual([]);
		const allowed = await asked({ allowInAgents: true });
		expect(allowed.error).toBeUndefined();
		expect(blind.isBarred(0)).toBe(true);
	});
});
