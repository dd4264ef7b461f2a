import { useVirtualClock } from '../../engine/clock';
import { requestorBench } from './requestorKit';
import { bridgeBench, jsonOf, operations, type BridgeBench, type Json } from './bridgeKit';
import { account, learnifierBench, person } from './learnifierKit';

const BEYOND = '9007199254740993';

describe('one call', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	let rows: Json[];
	beforeEach(async () => {
		bench = await bridgeBench({ users: 31, clock });
		rows = bench.rows();
	});
	afterEach(async () => bench.close());

	it.each([
		['read', 'GET', /author\/users$/],
		['write', 'PATCH', /author\/users\//],
	])('a %s whose reply drips byte by byte ends at its timeout', async (_what, method, path) => {
		bench.simulator.faults.add({ kind: 'drip', delayMs: 300, times: Infinity, match: { method, path } });
		const started = clock.now();
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)], {
			options: { timeout: 1000, maxAttempts: 1 },
		});
		expect(clock.now() - started).toBeLessThan(20_000);
		if (method === 'GET') expect(outcome.error?.message).toMatch(/did not answer within 1000 ms/);
		else expect(outcome.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'OUTCOME_UNKNOWN' });
	});

	it("measures Retry-After as a date by the reply's own clock, ten minutes ahead of ours", async () => {
		const at = (seconds: number): string => new Date(clock.now() + seconds * 1000).toUTCString();
		bench.simulator.faults.add({
			kind: 'rateLimited',
			headers: { date: at(600), 'retry-after': at(602) },
			match: { method: 'PATCH' },
		});
		const started = clock.now();
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)]);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'updated' });
		expect(clock.now() - started).toBeLessThan(60_000);
	});

	it('takes a Retry-After beyond a day for no value', async () => {
		bench.simulator.faults.add({
			kind: 'rateLimited',
			headers: { 'retry-after': '1795682066' },
			match: { method: 'PATCH' },
		});
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)]);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'updated' });
	});

	it('stops at the first 407 of a proxy, as at a 401', async () => {
		bench.simulator.faults.add({ kind: 'status', status: 407, times: Infinity, match: { method: 'PATCH', nth: 2 } });
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
		);
		expect(bench.simulator.calls({ method: 'PATCH' })).toHaveLength(2);
		expect(operations(outcome).slice(0, 3)).toEqual(['updated', 'failed', 'notAttempted']);
	});
});

describe('an id beyond 2^53', () => {
	it.each(['id', 'uid'])('as %s of a listed user makes the directory unreadable: nothing is sent', async (name) => {
		const bench = await bridgeBench({ users: 12 });
		const body = JSON.stringify({ meta: {}, linked: {}, users: [{ id: 5, uid: 'E5', roles: [], [name]: 12345 }] });
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: body.replace('12345', BEYOND),
			match: { method: 'GET', path: /author\/users$/ },
		});
		const outcome = await bench.run(bench.rows(), { missingUsers: 'delete' });
		expect(outcome.error?.message).toMatch(/can't be trusted: a user came without an id and a uid that can be read/);
		expect(bench.writes()).toEqual([]);
		await bench.close();
	});

	it.each([BEYOND, '12.5', 'null'])(
		'%s for somebody whom Bridge is asked for by UID does not say that nobody is there',
		async (id) => {
			const bench = await bridgeBench({ users: 12 });
			const body = '{"meta":{},"linked":{},"users":[{"id":0,"uid":"E5","first_name":"Ann","roles":[]}]}';
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				times: Infinity,
				body: body.replace('0', id),
				match: { method: 'GET', path: /author\/users\/uid/ },
			});
			const gone = await bench.run([{}], {
				operation: 'delete',
				userId: { __rl: true, mode: 'uid', value: 'E5' },
			});
			expect(gone.error?.message).toMatch(/an account whose id or UID can not be read/);
			const twin = await bench.run([{ uid: 'E5', first_name: 'Ann', last_name: 'Berg', email: 'ann@company.tld' }]);
			expect(twin.error?.message).toMatch(/an account whose id or UID can not be read/);
			expect(bench.writes()).toEqual([]);
			await bench.close();
		},
	);

	it('and a fraction of a listed user make the directory unreadable, too', async () => {
		const bench = await bridgeBench({ users: 12 });
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: '{"meta":{},"linked":{},"users":[{"id":12.5,"uid":"E5","roles":[]}]}',
			match: { method: 'GET', path: /author\/users$/ },
		});
		const outcome = await bench.run(bench.rows(), { missingUsers: 'delete' });
		expect(outcome.error?.message).toMatch(/can't be trusted: a user came without an id and a uid that can be read/);
		await bench.close();
	});

	it('in the reply to a Learnifier create is no result', async () => {
		const bench = await learnifierBench({ users: [account(1)] });
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			commit: true,
			body: `{"userId": ${BEYOND}}`,
			match: { method: 'POST' },
		});
		const outcome = await bench.run([person(2)]);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'NO_RESULT', userId: '' });
		await bench.close();
	});

	it('in the reply to a Requestor import is no result', async () => {
		const bench = await requestorBench({ users: 3 });
		const row = { ExternalId: 'NEW', Email: 'new@company.tld', FirstName: 'Ne', LastName: 'W' };
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			commit: true,
			body: `{"RequestorUsers":[{"Success":true,"ExternalId":"NEW","UserProviderKey":${BEYOND}}]}`,
			match: { path: /SyncRequestorUsers/ },
		});
		const outcome = await bench.run([row]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'unknown', code: 'NO_RESULT', userId: '' });
		await bench.close();
	});
});
