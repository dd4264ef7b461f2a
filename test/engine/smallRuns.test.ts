import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf } from './bridgeKit';
import * as collaborator from './lmsCollaboratorKit';
import * as scim from './scimKit';
import { open, TRADES } from './trades';

const clock = useVirtualClock();

/** A joiner whose manager is this key; the 5th person of the directory; somebody of whom no system knows. */
const BENCHES = [
	[
		'Bridge',
		async () =>
			bridgeBench({
				users: Array.from({ length: 12 }, (_, at) => ({ uid: `E${at}`, last_name: 'L', email: `e${at}@x.tld` })),
				clock,
			}),
		(key: number | string, more: IDataObject): IDataObject => ({
			uid: `E${key}`,
			last_name: 'L',
			email: `e${key}@x.tld`,
			...more,
		}),
		(key: number) => ({ manager_id: `E${key}` }),
	],
	[
		'LMS Collaborator',
		async () => {
			const users = Array.from({ length: 12 }, (_, at) => collaborator.account(at));
			return collaborator.collaboratorBench({ users, clock });
		},
		collaborator.person,
		(key: number) => ({ manager_uid: `cl${key}` }),
	],
	[
		'SCIM 2.0',
		async () => scim.scimBench({ users: scim.accounts(0, 11), clock }),
		scim.person,
		(key: number) => ({ manager: `e${key}@company.tld` }),
	],
] as const;

describe.each(BENCHES)('%s, in a run so small that people are looked up', (_name, start, person, manager) => {
	const joiner = async (boss: IDataObject | undefined, number: number, dryRun: boolean): Promise<IDataObject> => {
		const bench = await start();
		const rows = [...(boss === undefined ? [] : [boss]), person('new', { ...manager(number), status: 'Active' })];
		const outcome = await bench.run(rows, { dryRun, options: { badValues: 'reject' } });
		await bench.close();
		expect(outcome.error).toBeUndefined();
		return outcome.results.at(-1)?.json ?? {};
	};

	it.each([true, false])('leaves out a manager whom nobody knows, with a hint (dry run: %s)', async (dryRun) => {
		const told = expect.stringMatching(/^Left out: Manager/);
		expect(await joiner(undefined, 99, dryRun)).toMatchObject({ operation: 'created', hints: [told] });
		expect(await joiner(person(99, { email: 'none' }), 99, dryRun)).toMatchObject({ hints: [told] });
	});

	it.each([true, false])(
		'keeps a manager whose own row is rejected, or has left, and who is in the system (dry run: %s)',
		async (dryRun) => {
			for (const boss of [person(5, { email: 'none' }), person(5, { status: 'Terminated' })])
				expect(await joiner(boss, 5, dryRun)).toMatchObject({ operation: 'created', hints: [] });
		},
	);
});

it.each(TRADES.filter(({ listed }) => listed))(
	'$name: of somebody who has left, a small run says that their account stays, not that there is none',
	async (trade) => {
		const bench = await open(trade, clock);
		await bench.run([trade.row(1), trade.row(2)]);
		const rows = [1, 2, 3].map((at) => ({ ...trade.row(at), status: at === 2 ? 'Active' : 'Terminated' }));
		const [there, , absent] = jsonOf((await bench.run(rows, {})).results);
		expect(there).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(there?.userId).not.toBe('');
		expect(there?.message).toContain('left as it is');
		expect(absent?.message).toContain('has no account for them');
		await bench.simulator.close();
	},
);

describe('LMS Collaborator: a call that was to block or unblock, and counts no such thing', () => {
	const nothing = { created_count: 0, updated_count: 0, blocked_count: 0, unblocked_count: 0 };
	const all = Array.from({ length: 20 }, (_, at) => collaborator.person(at));
	const CALLS: Array<[string, boolean, IDataObject[], IDataObject]> = [
		['Block', false, [{ uid: 'cl19' }], { operation: 'hide' }],
		['a leaver', false, all.slice(0, 19), { missingUsers: 'lock' }],
		['is_active on the row', false, [collaborator.person(19, { is_active: '0' })], {}],
		['Unblock', true, [{ uid: 'cl19' }], { operation: 'restore' }],
		['somebody who is back', true, all, { missingUsers: 'lock' }],
	];

	it.each(CALLS)('is told by what the list shows then: %s', async (_what, active, rows, parameters) => {
		const word = active ? 'reactivated' : 'suspended';
		for (const body of [{ ...nothing, updated_count: 1 }, nothing])
			for (const commit of [true, false]) {
				const users = all.map((_, at) => collaborator.account(at, { is_active: at === 19 && active ? 0 : 1 }));
				const bench = await collaborator.collaboratorBench({ clock, users });
				bench.simulator.faults.add({ kind: 'status', status: 200, body, commit, match: { method: 'POST' } });
				const told = jsonOf((await bench.run(rows, parameters)).results).find(({ key }) => key === 'cl19');
				expect(told).toMatchObject(
					commit ? { operation: word, code: '' } : { operation: 'unknown', code: 'NO_RESULT', attempted: word },
				);
				await bench.close();
			}
	});

	it.each(['absent', 'listed'] as const)('or by the list that has lost them (blocked people are %s)', async (shown) => {
		const users = all.map((_, at) => collaborator.account(at));
		const bench = await collaborator.collaboratorBench({ clock, users, switches: { blockedUsers: shown } });
		const body = { ...nothing, updated_count: 1 };
		bench.simulator.faults.add({ kind: 'status', status: 200, body, commit: true, match: { method: 'POST' } });
		const outcome = await bench.run([{ uid: 'cl19' }], { operation: 'hide' });
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'suspended', code: '' });
		await bench.close();
	});

	it('and a list that can not be asked then ends nothing', async () => {
		const users = all.map((_, at) => collaborator.account(at));
		const bench = await collaborator.collaboratorBench({ clock, users });
		let isSent = false;
		bench.simulator.faults.schedule(({ method }) => {
			if (method !== 'POST') return isSent ? { kind: 'status', status: 403, body: {} } : undefined;
			isSent = true;
			return { kind: 'status', status: 200, body: { ...nothing, updated_count: 1 } };
		});
		const outcome = await bench.run([{ uid: 'cl19' }], { operation: 'hide' });
		expect(outcome.error).toBeUndefined();
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
		await bench.close();
	});
});

it.each([12, 2])(
	'LMS Collaborator: a department that nobody looked up has yet is written, where the portal leaves out what is empty (%d rows)',
	async (count) => {
		const users = Array.from({ length: 12 }, (_, at) =>
			collaborator.account(at, at < 2 ? {} : { department: 'Sales', city: 'Kyiv' }),
		);
		const bench = await collaborator.collaboratorBench({ clock, users, switches: { shownEmpty: 'leftOut' } });
		const rows = users.slice(0, count).map((_, at) => collaborator.person(at, at < 1 ? { department: 'New' } : {}));
		for (const word of ['updated', 'unchanged']) {
			const outcome = await bench.run(rows);
			expect(outcome.results[0]?.json).toMatchObject({ operation: word });
		}
		expect(bench.bodies().filter((body) => body?.department === 'New')).toHaveLength(1);
		await bench.close();
	},
);

it.each([true, false])('LMS Collaborator: what the portal shows of nobody is told (dry run: %s)', async (dryRun) => {
	const users = Array.from({ length: 12 }, (_, at) => collaborator.account(at));
	const bench = await collaborator.collaboratorBench({ clock, users, switches: { shownFields: 'example' } });
	const rows = users.map((_, at) => collaborator.person(at, at < 1 ? { department: 'New' } : {}));
	const outcome = await bench.run(rows, { dryRun });
	expect(outcome.summary?.json.counts).toEqual({ unchanged: 12 });
	expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('shows Position, Department of nobody')]);
	await bench.close();
});
