import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, type BridgeBench, type Json } from './bridgeKit';
import { account, accounts, learnifierBench, people, person } from './learnifierKit';
import { requestorBench } from './requestorKit';

const BODIES = [
	null,
	{ status: 'error' },
	{ ok: false },
	[{ error: 'x' }],
	{ code: 500 },
	[],
	{ Message: 'An error.' },
];

describe('gone is said only of whom the vendor itself does not know', () => {
	const NOT_FOUND = { kind: 'status', status: 404, times: Infinity, body: { message: 'No such page' } } as const;

	it.each([404, 410])('Learnifier: where everything answers %d, a Delete stops, and says why', async (status) => {
		const bench = await learnifierBench({ users: accounts(1, 3) });
		bench.simulator.faults.add({ ...NOT_FOUND, status });
		const items = ['E1', 'E2', 'E3'].map((id) => ({ id }));
		const outcome = await bench.run(items, {
			operation: 'delete',
			userId: { __rl: true, mode: 'externalId', value: '={{ $json.id }}' },
		});
		expect(outcome.error?.message).toMatch(/the address seems to be wrong. Nothing was sent/);
		expect(outcome.results).toEqual([]);
		expect(bench.writes()).toEqual([]);
		await bench.close();
	});

	it('Bridge and Requestor stop likewise', async () => {
		const userId = { __rl: true, mode: 'id', value: '77' };
		const bridge = await bridgeBench({ users: 3 });
		bridge.simulator.faults.add(NOT_FOUND);
		expect((await bridge.run([{}], { operation: 'delete', userId })).error?.message).toMatch(/seems to be wrong/);
		await bridge.close();
		const requestor = await requestorBench({ users: 3 });
		requestor.simulator.faults.add(NOT_FOUND);
		expect((await requestor.run([{}], { operation: 'delete', userId })).error?.message).toMatch(
			/nothing was sent: The list of users, in which people are looked for, is not there/,
		);
		await requestor.close();
	});

	it('at the right address, whoever is absent is told as already absent', async () => {
		const bench = await learnifierBench({ users: accounts(1, 3) });
		const outcome = await bench.run([{}], {
			operation: 'delete',
			userId: { __rl: true, mode: 'externalId', value: 'nobody' },
		});
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'deleted', alreadyAbsent: true });
		await bench.close();
	});
});

describe('a success with a body that nobody documents', () => {
	const clock = useVirtualClock();

	it.each(BODIES)('is no result: %j', async (body) => {
		const odd = { kind: 'status', status: 200, body, times: Infinity } as const;
		const learnifier = await learnifierBench({ users: accounts(1, 30), clock });
		learnifier.simulator.faults.add({ ...odd, match: { method: 'PATCH' } }, { ...odd, match: { method: 'DELETE' } });
		const rows = [person(1, { lastName: 'New' }), ...people(2, 29)];
		for (const missingUsers of ['delete', 'lock']) {
			const outcome = await learnifier.run(rows, { missingUsers });
			const found = jsonOf(outcome.results);
			expect(found[0]).toMatchObject({ operation: 'unknown', code: 'NO_RESULT', attempted: 'updated' });
			// One failed write in one: the removal is called off.
			expect(found.at(-1)).toMatchObject({ operation: 'notAttempted' });
			const removed = jsonOf((await learnifier.run(people(1, 29), { missingUsers })).results).at(-1);
			expect(removed).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
		}
		await learnifier.close();

		const bridge = await bridgeBench({ users: 31, clock });
		bridge.simulator.faults.add({ ...odd, match: { method: 'DELETE' } });
		const gone = jsonOf((await bridge.run(bridge.rows().slice(1), { missingUsers: 'delete' })).results).at(-1);
		expect(gone).toMatchObject({ operation: 'unknown', code: 'NO_RESULT', attempted: 'deleted' });
		await bridge.close();

		const requestor = await requestorBench({ users: 3, clock });
		requestor.simulator.faults.add({ ...odd, match: { path: /DeleteRequestorUser/ } });
		const userId = { __rl: true, mode: 'id', value: requestor.managed()[0]?.UserProviderKey };
		const outcome = await requestor.run([{}], { operation: 'delete', userId });
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
		await requestor.close();
	});

	it('is a success once a look-up shows that it was done', async () => {
		const odd = { kind: 'status', status: 200, commit: true, body: { ok: true }, times: Infinity } as const;
		const learnifier = await learnifierBench({ users: accounts(1, 30), clock });
		learnifier.simulator.faults.add({ ...odd, match: { method: 'PATCH' } }, { ...odd, match: { method: 'DELETE' } });
		const first = await learnifier.run([person(1, { lastName: 'New' }), ...people(2, 29)], { missingUsers: 'lock' });
		expect(jsonOf(first.results)[0]).toMatchObject({ operation: 'updated', code: '' });
		expect(jsonOf(first.results).at(-1)).toMatchObject({ operation: 'suspended' });
		const second = await learnifier.run([person(1, { lastName: 'New' }), ...people(2, 29)], { missingUsers: 'delete' });
		expect(jsonOf(second.results).at(-1)).toMatchObject({ operation: 'deleted' });
		await learnifier.close();

		const bridge = await bridgeBench({ users: 31, clock });
		bridge.simulator.faults.add({ ...odd, match: { method: 'DELETE' } });
		const gone = jsonOf((await bridge.run(bridge.rows().slice(1), { missingUsers: 'delete' })).results).at(-1);
		expect(gone).toMatchObject({ operation: 'deleted' });
		await bridge.close();
	});
});

describe('Learnifier: a 409', () => {
	it("to a write without an address is told in the vendor's words", async () => {
		const bench = await learnifierBench({ users: accounts(1, 3) });
		bench.simulator.faults.add({
			kind: 'status',
			status: 409,
			body: { message: 'This user is being merged' },
			match: { method: 'PATCH' },
		});
		const outcome = await bench.run([person(1, { lastName: 'New' })]);
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'VENDOR_REJECTED',
			message: expect.stringContaining('This user is being merged'),
		});
		await bench.close();
	});

	it('for a person whom another run has just made is told as that, with advice that does no harm', async () => {
		const bench = await learnifierBench({ users: accounts(1, 3) });
		bench.simulator.faults.schedule((request) => {
			if (request.method === 'POST' && bench.simulator.directory.withExternalId('E9').length === 0)
				bench.simulator.directory.add(account(9));
			return undefined;
		});
		const outcome = await bench.run([person(9)]);
		const [made] = bench.simulator.directory.withExternalId('E9');
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'ALREADY_EXISTS',
			conflict: { field: 'externalId', heldBy: made?.id },
			message: expect.stringContaining('Run this again'),
		});
		expect(String(outcome.results[0]?.json.message)).not.toMatch(/remove/i);
		await bench.close();
	});
});

describe('Bridge', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	let rows: Json[];
	beforeEach(async () => {
		bench = await bridgeBench({ users: 31, clock });
		rows = bench.rows();
	});
	afterEach(async () => bench.close());

	it.each([403, 500])(
		'nobody is restored unseen when the look-up after a refused create answers %d',
		async (status) => {
			const joiner = { uid: 'joiner', first_name: 'Jo', last_name: 'Iner', email: 'jo@x.tld' };
			let created = false;
			bench.simulator.faults.schedule(({ method, path }) => {
				if (method === 'POST' && /admin\/users$/.test(path)) {
					created = true;
					return { kind: 'status', status: 400, body: { errors: ['Uid has been taken'] } };
				}
				return created && method === 'GET' ? { kind: 'status', status } : undefined;
			});
			const outcome = await bench.run([...rows, joiner], { options: { maxAttempts: 2 } });
			expect(jsonOf(outcome.results).at(-1)).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED' });
			expect(bench.writes().filter((call) => !/users$/.test(call))).toEqual([]);
		},
	);

	it('a leaver who was deleted but could not be hidden is told with the id and the operation that hides them', async () => {
		bench.simulator.faults.add({ kind: 'status', status: 422, match: { path: /hide$/ } });
		const outcome = await bench.run(rows.slice(1), { missingUsers: 'deleteAndHide' });
		const id = bench.simulator.directory.withUid(String(rows[0]?.uid))[0]?.id;
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			operation: 'failed',
			attempted: 'hidden',
			message: expect.stringContaining(`use the operation Hide with the id ${id}`),
		});
	});

	it.each([true, false])(
		'and so is one of whom nobody can say whether they were deleted (done: %s)',
		async (commit) => {
			bench.simulator.faults.add({ kind: 'status', status: 500, commit, match: { method: 'DELETE' }, times: Infinity });
			const outcome = await bench.run(rows.slice(1), { missingUsers: 'deleteAndHide' });
			const id = bench.simulator.directory.withUid(String(rows[0]?.uid))[0]?.id;
			expect(jsonOf(outcome.results).at(-1)).toMatchObject({
				operation: 'unknown',
				attempted: 'hidden',
				message: expect.stringContaining(`use the operation Hide with the id ${id}`),
			});
		},
	);
});
