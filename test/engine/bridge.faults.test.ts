import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, everything, jsonOf, operations, type BridgeBench, type Json } from './bridgeKit';

describe('Bridge: faults', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	let rows: Json[];
	beforeEach(async () => {
		bench = await bridgeBench({ users: 31, clock });
		rows = bench.rows();
	});
	afterEach(async () => bench.close());

	const JOINER = { uid: 'joiner', first_name: 'Jo', last_name: 'Iner', email: 'jo@x.tld' };
	const joiners = (): number => bench.simulator.directory.withUid('joiner').length;

	it.each(['resetAfter', 'hangAfter', 'truncate', 'abortBody'] as const)(
		'a create that commits and then ends in %s makes one user',
		async (kind) => {
			bench.simulator.faults.add({ kind, match: { method: 'POST', path: /admin\/users$/ } });
			const outcome = await bench.run([...rows, JOINER], { options: { timeout: 1000 } });
			const result = jsonOf(outcome.results).at(-1);
			expect(joiners()).toBe(1);
			if (kind === 'truncate') expect(result).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
			else
				expect(result).toMatchObject({
					operation: 'created',
					recovered: true,
					userId: String(bench.simulator.directory.withUid('joiner')[0]?.id),
				});
		},
	);

	it.each(['resetBefore', 'hang', 'status'] as const)(
		'a create that fails with %s before it commits is looked up and repeated',
		async (kind) => {
			bench.simulator.faults.add({ kind, match: { method: 'POST', path: /admin\/users$/ } });
			const outcome = await bench.run([...rows, JOINER], { options: { timeout: 1000 } });
			expect(jsonOf(outcome.results).at(-1)).toMatchObject({ operation: 'created', attempts: 2 });
			expect(joiners()).toBe(1);
		},
	);

	it('never repeats a create blindly: when nobody can tell, the outcome is unknown', async () => {
		bench.simulator.faults.add(
			{ kind: 'resetAfter', match: { method: 'POST', path: /admin\/users$/ } },
			{ kind: 'status', status: 500, times: Infinity, match: { method: 'GET', path: /users\/uid:joiner/, nth: 2 } },
		);
		bench.simulator.faults.schedule((request) =>
			request.method === 'GET' && /users\/uid:joiner/.test(request.path) && joiners() > 0
				? { kind: 'status', status: 500 }
				: undefined,
		);
		const outcome = await bench.run([...rows, JOINER]);
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			success: false,
			operation: 'unknown',
			code: 'OUTCOME_UNKNOWN',
			attempted: 'created',
		});
		expect(bench.simulator.calls({ method: 'POST', path: /admin\/users$/ })).toHaveLength(1);
	});

	it('waits out 429 as Retry-After says, in seconds or as a date, and does not count it as a try', async () => {
		const at = new Date(clock.now() + 20_000).toUTCString();
		bench.simulator.faults.add(
			{ kind: 'rateLimited', headers: { 'retry-after': '7' }, match: { method: 'PATCH' } },
			{ kind: 'rateLimited', headers: { 'retry-after': at }, match: { method: 'PATCH' } },
		);
		const started = clock.now();
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)], {
			options: { maxAttempts: 1 },
		});
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'updated', attempts: 1 });
		expect(outcome.summary?.json.requests).toMatchObject({ rateLimited: 2 });
		expect(clock.now() - started).toBeGreaterThan(18_000);
	});

	it('stops when a 503 tells it to wait for more than 5 minutes', async () => {
		bench.simulator.faults.add({
			kind: 'status',
			status: 503,
			headers: { 'retry-after': '3600' },
			times: Infinity,
			match: { method: 'PATCH', nth: 2 },
		});
		const started = clock.now();
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
		);
		expect(operations(outcome).filter((word) => word === 'updated')).toHaveLength(1);
		expect(outcome.results[1]?.json).toMatchObject({ operation: 'notAttempted', code: 'RATE_LIMITED' });
		expect(outcome.results.at(-1)?.json).toMatchObject({ operation: 'notAttempted' });
		expect(clock.now() - started).toBeLessThan(60_000);
	});

	it('a create that comes through after its look-up is told as created, although the repeat is refused', async () => {
		bench.simulator.faults.add(
			{ kind: 'resetAfter', match: { method: 'POST', path: /admin\/users$/ } },
			{ kind: 'status', status: 404, match: { method: 'GET', path: /uid:joiner/, nth: 2 } },
		);
		const outcome = await bench.run([...rows, JOINER]);
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({ operation: 'created', recovered: true });
		expect(bench.simulator.calls({ method: 'POST', path: /admin\/users$/, status: 400 })).toHaveLength(1);
		expect(joiners()).toBe(1);
	});

	it.each([
		['no body', () => '', 'updated'],
		['nothing in its body', () => '{}', 'updated'],
		['the user alone', (id: unknown) => JSON.stringify({ user: { id } }), 'updated'],
		['a list, which is no user', () => '[]', 'unknown'],
		['another user', () => '{"user": {"id": "other"}}', 'unknown'],
		['something else', () => '{"message": "Please sign in to the proxy"}', 'unknown'],
	])('an update that is answered with %s is told for what it shows', async (_what, body, word) => {
		const id = bench.simulator.directory.withUid(String(rows[0]?.uid))[0]?.id;
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			commit: true,
			body: body(id),
			match: { method: 'PATCH' },
		});
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)]);
		expect(outcome.results[0]?.json).toMatchObject(
			word === 'updated' ? { operation: word, userId: String(id) } : { operation: word, code: 'NO_RESULT' },
		);
	});

	it('a link to the next page that is relative to the base is followed from there', async () => {
		const first = {
			meta: { next: 'api/author/users?limit=1000' },
			linked: {},
			users: [{ id: 'x9', uid: 'x9', roles: [] }],
		};
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: JSON.stringify(first),
			match: { method: 'GET', path: /author\/users$/ },
		});
		const outcome = await bench.run(rows, { missingUsers: 'delete', dryRun: true });
		expect(outcome.summary?.json).toMatchObject({
			directory: { users: bench.simulator.directory.active.length + 1 },
			safety: { removals: 1 },
		});
	});

	it.each(['delete', 'getSummary'])('a long %s tells the log every ten seconds how far it is', async (operation) => {
		const everybody = [
			...rows,
			...rows.map((row) => ({ ...row, uid: `no ${String(row.uid)}` })),
			...rows.map((row) => ({ ...row, uid: `nobody ${String(row.uid)}` })),
		];
		const { logs } = await bench.run(everybody, { operation, userId: { mode: 'uid', value: '={{ $json.uid }}' } });
		const told = logs.filter((line) => /(so far|of \d+ done)$/.test(line));
		expect(told.length).toBe(Math.floor(clock.elapsed() / 10_000));
		expect(told[0]).toMatch(new RegExp(`Bridge ${operation}, run [0-9a-f-]{36}: \\d+ calls so far$`));
	});

	it('a system that fails at every call is left alone after twenty in a row', async () => {
		bench.simulator.faults.schedule(() => ({ kind: 'status', status: 500 }));
		const outcome = await bench.run(rows, {
			operation: 'delete',
			userId: { mode: 'uid', value: '={{ $json.uid }}' },
			options: { concurrency: 1 },
		});
		expect(outcome.error?.message).toMatch(
			/^The person could not be looked up, so nothing was sent: Bridge answered 500/,
		);
		expect(bench.simulator.requests).toHaveLength(20);
	});

	it('stops when it is told to wait for more than 5 minutes', async () => {
		bench.simulator.faults.add({
			kind: 'rateLimited',
			headers: { 'retry-after': '3600' },
			times: Infinity,
			match: { method: 'PATCH', nth: 2 },
		});
		bench.simulator.faults.schedule((request) =>
			request.method === 'PATCH' && bench.simulator.calls({ method: 'PATCH', status: 200 }).length > 0
				? { kind: 'rateLimited', headers: { 'retry-after': '3600' } }
				: undefined,
		);
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
		);
		const codes = jsonOf(outcome.results).map(({ operation, code }) => `${String(operation)} ${String(code)}`);
		expect(codes).toContain('notAttempted RATE_LIMITED');
		expect(codes.at(-1)).toBe('notAttempted NOT_ATTEMPTED');
		expect(outcome.summary?.json.status).toBe('partial');
	});

	it('repeats an update that ends in a reset, and marks it recovered', async () => {
		bench.simulator.faults.add({ kind: 'resetAfter', match: { method: 'PATCH' } });
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)]);
		expect(outcome.results[0]?.json).toMatchObject({ operation: 'updated', recovered: true, attempts: 2 });
	});

	it('calls a delete of somebody who is gone a success', async () => {
		bench.simulator.faults.add({ kind: 'status', status: 404, match: { method: 'DELETE' } });
		const outcome = await bench.run(rows.slice(1), { missingUsers: 'delete' });
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			success: true,
			operation: 'deleted',
			alreadyAbsent: true,
			deleted: true,
		});
	});

	it('stops at a 401: what is left is not attempted, and nothing more is sent', async () => {
		bench.simulator.faults.schedule((request) =>
			request.method === 'PATCH' && bench.simulator.calls({ method: 'PATCH' }).length > 5
				? { kind: 'status', status: 401 }
				: undefined,
		);
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
		);
		const words = operations(outcome);
		expect(words.filter((word) => word === 'updated')).toHaveLength(5);
		expect(jsonOf(outcome.results).filter(({ code }) => code === 'UNAUTHORIZED')).toHaveLength(1);
		expect(words.filter((word) => word === 'notAttempted')).toHaveLength(rows.length - 6);
		expect(bench.simulator.calls({ method: 'PATCH' })).toHaveLength(6);
	});

	it('fails as a whole when the very first write is a 401', async () => {
		bench.simulator.faults.add({ kind: 'status', status: 401, times: Infinity, match: { method: 'PATCH' } });
		const outcome = await bench.run([{ ...rows[0], job_title: 'New' }, ...rows.slice(1)]);
		expect(outcome.error?.message).toContain('401');
		expect(outcome.error?.description).toContain('credential');
	});

	it('fails a row that is forbidden, and stops after three in a row', async () => {
		bench.simulator.faults.add({ kind: 'status', status: 403, times: 1, match: { method: 'PATCH' } });
		const one = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
		);
		expect(one.summary?.json.counts).toMatchObject({ failed: 1, updated: rows.length - 1 });
		bench.simulator.faults.add({ kind: 'status', status: 403, times: Infinity, match: { method: 'PATCH' } });
		const three = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'Newer' })),
			{ options: { concurrency: 1 } },
		);
		expect(three.summary?.json.counts).toMatchObject({ failed: 3, notAttempted: rows.length - 3 });
	});

	it("stops after 20 calls in a row that fail on the server's side", async () => {
		bench.simulator.faults.add({ kind: 'status', status: 500, times: Infinity, match: { method: 'PATCH' } });
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
		);
		expect(bench.simulator.calls({ method: 'PATCH' })).toHaveLength(20);
		expect(outcome.summary?.json.counts).toMatchObject({ unknown: 4, notAttempted: rows.length - 4 });
	});

	it('skips removals when more than 10 % of the writes failed', async () => {
		bench.simulator.faults.add({ kind: 'status', status: 400, match: { method: 'PATCH' } });
		const outcome = await bench.run([{ ...rows[1], job_title: 'New' }, ...rows.slice(2)], { missingUsers: 'delete' });
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({ key: rows[0]?.uid, operation: 'notAttempted' });
		expect(bench.simulator.calls({ method: 'DELETE' })).toEqual([]);
	});

	it.each(['cutListing', 'repeatPage', 'foreignNext', 'html', 'truncate', 'redirect', 'wrongType', 'empty'] as const)(
		'a list with %s leads to no write, a clear error, and no key elsewhere',
		async (kind) => {
			await bench.close();
			bench = await bridgeBench({ users: 1501, clock });
			const all = bench.rows();
			bench.simulator.faults.add({ kind, match: { method: 'GET', path: /author\/users$/, nth: 2 } });
			const outcome = await bench.run([...all.slice(1), JOINER], {
				missingUsers: 'delete',
				safety: { maxRemovals: 5000, maxRemovalPercent: 100 },
			});
			expect(outcome.error?.message).toBeTruthy();
			expect(outcome.error?.description).toBeTruthy();
			expect(bench.writes()).toEqual([]);
			expect(bench.simulator.stranger.requests).toEqual([]);
			for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
		},
	);

	it('tells every item that nothing was sent when the workflow goes on after a run-level problem', async () => {
		const wrong = { credentials: { bridgeApi: bench.simulator.otherCredentials.wrong as never } };
		const split = await bench.run(rows, {}, { ...wrong, onError: 'continueErrorOutput' });
		expect(split.error).toBeUndefined();
		expect(split.results).toEqual([]);
		expect(split.errorOutput).toHaveLength(rows.length);
		expect(split.errorOutput[0]?.json).toMatchObject({
			error: expect.stringContaining('401'),
			details: { operation: 'notAttempted', code: 'UNAUTHORIZED', success: false },
		});
		const regular = await bench.run(rows, {}, { ...wrong, onError: 'continueRegularOutput' });
		expect(regular.results).toHaveLength(rows.length);
		expect(regular.results[0]?.json).toMatchObject({ operation: 'notAttempted', success: false });
		expect(regular.results[0]?.json).not.toHaveProperty('error');
		for (const outcome of [split, regular]) {
			expect(outcome.summaries).toHaveLength(1);
			expect(outcome.summary?.json).toMatchObject({
				lms: 'bridge',
				operation: 'sync',
				status: 'failed',
				dryRun: false,
				planHash: '',
				removalsHash: '',
				counts: { notAttempted: rows.length },
				failures: [{ code: 'UNAUTHORIZED', count: rows.length, example: expect.stringContaining('401') }],
				requests: { sent: 1 },
			});
			expect(outcome.summary?.json.report).toMatchObject({
				subject: `Bridge sync FAILED: nothing was sent; ${rows.length} not attempted`,
				text: expect.stringMatching(/nothing\s+was\s+sent/i),
				html: expect.stringContaining('401'),
			});
			for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
		}
	});

	it('names cause and remedy for a wrong key, an unreachable host and a web page', async () => {
		const wrong = await bench.run(
			rows,
			{},
			{ credentials: { bridgeApi: bench.simulator.otherCredentials.wrong as never } },
		);
		expect(`${wrong.error?.message} ${wrong.error?.description}`).toMatch(/401.*credential/s);
		const nowhere = await bench.run(
			rows,
			{ options: { maxAttempts: 2 } },
			{ credentials: { bridgeApi: { ...bench.simulator.credentials, baseUrl: 'http://127.0.0.1:9' } as never } },
		);
		expect(`${nowhere.error?.message} ${nowhere.error?.description}`).toMatch(/can't be reached.*refused.*base URL/is);
		bench.simulator.faults.add({ kind: 'html', times: Infinity });
		const page = await bench.run(rows);
		expect(`${page.error?.message} ${page.error?.description}`).toMatch(/web page/);
		const plain = await bench.run(
			rows,
			{},
			{
				credentials: {
					bridgeApi: {
						...bench.simulator.credentials,
						baseUrl: 'http://bridge.example.com',
						allowHttp: false,
					} as never,
				},
			},
		);
		expect(plain.error?.message).toMatch(/http/);
		expect(bench.writes()).toEqual([]);
	});

	it("gives the vendor's words for a refused row, and goes on with the others", async () => {
		bench.simulator.faults.add({
			kind: 'status',
			status: 422,
			body: { message: 'There is nobody of that title.' },
			match: { method: 'PATCH', nth: 1 },
		});
		const outcome = await bench.run([
			{ ...rows[0], job_title: 'Odd' },
			{ ...rows[1], job_title: 'New' },
			...rows.slice(2),
		]);
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'VENDOR_REJECTED',
			attempted: 'updated',
			message: expect.stringContaining('nobody'),
		});
		expect(outcome.results[1]?.json.operation).toBe('updated');
	});

	it('ends quietly when it is cancelled, and sends nothing more', async () => {
		const stop = new AbortController();
		bench.simulator.faults.schedule((request) => {
			if (request.method === 'PATCH' && bench.simulator.calls({ method: 'PATCH' }).length === 3) stop.abort();
			return undefined;
		});
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, job_title: 'New' })),
			{ options: { concurrency: 1 } },
			{ signal: stop.signal },
		);
		expect(outcome.cancelled).toBe(true);
		expect(bench.simulator.calls({ method: 'PATCH' }).length).toBeLessThanOrEqual(4);
		expect(outcome.logs.filter((line) => line.includes('cancelled'))).toHaveLength(1);
	});
});
