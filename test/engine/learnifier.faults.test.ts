import { useVirtualClock } from '../../engine/clock';
import type { Fault } from '../../simulators';
import { jsonOf, operations } from './bridgeKit';
import { accounts, learnifierBench, people, person, type LearnifierBench } from './learnifierKit';

const USERS_LIST = /\/users$/;

describe('Learnifier: a directory that is not whole leads to nothing at all', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	const header = (name: string, value: string): Fault => ({
		kind: 'status',
		status: 200,
		body: [{ id: 'x1' }, { id: 'x2' }],
		headers: { [name]: value },
	});
	const cases: ReadonlyArray<readonly [string, Fault, RegExp]> = [
		['a page is repeated', { kind: 'repeatPage', match: { nth: 2 } }, /listed twice/],
		['users are missing from a page', { kind: 'cutListing', match: { nth: 2 } }, /announces 50/],
		['the page has another offset', header('x-offset', '50'), /starts at user 50/],
		[
			'an empty page says that more follow',
			{ kind: 'status', status: 200, body: [], headers: { 'x-more': 'true' } },
			/more users follow/,
		],
		['a page is an object', { kind: 'status', status: 200, body: { users: [] } }, /without a list/],
		['a user has no id', { kind: 'status', status: 200, body: [{ externalId: 'E1' }] }, /without an id/],
		['a page is a web page', { kind: 'html' }, /not with the JSON/],
		['a page is empty text', { kind: 'empty', status: 200 }, /not with the JSON/],
		['the second page fails for good', { kind: 'status', status: 500, match: { nth: 2 }, times: Infinity }, /500/],
		['the key is refused', { kind: 'status', status: 401 }, /401/],
		['the key sees one client only', { kind: 'status', status: 403 }, /403/],
		['the list is redirected', { kind: 'redirect' }, /redirect/],
	];
	it.each(cases)('%s', async (_name, fault, words) => {
		bench = await learnifierBench({ users: accounts(1, 130), clock, switches: { maxPage: 50 } });
		bench.simulator.faults.add({
			...fault,
			match: { method: 'GET', path: USERS_LIST, ...fault.match },
		});
		const outcome = await bench.run([...people(1, 100), person(900)], {
			missingUsers: 'delete',
			safety: { maxRemovalPercent: 100 },
		});
		expect(outcome.error?.message).toMatch(words);
		expect(bench.writes()).toEqual([]);
		expect(bench.simulator.stranger.requests).toHaveLength(0);
	});

	it('and once the run has stopped, nothing is asked for any more', async () => {
		bench = await learnifierBench({ users: accounts(1, 130), clock, switches: { maxPage: 50 } });
		const { faults, requests } = bench.simulator;
		faults.add({ kind: 'status', status: 200, body: [{ externalId: 'E1' }], match: { method: 'GET', nth: 2 } });
		faults.add({ kind: 'status', status: 503, match: { method: 'GET', nth: 3 }, times: Infinity });
		const outcome = await bench.run(people(1, 100), { missingUsers: 'delete' });
		expect(outcome.error?.message).toMatch(/without an id/);
		const asked = requests.length;
		await clock.sleep(120_000);
		expect(requests).toHaveLength(asked);
	});

	it('but roles that are nested beyond reading are roles all the same', async () => {
		bench = await learnifierBench({ users: accounts(1, 30), clock });
		const roles = '['.repeat(60_000) + ']'.repeat(60_000);
		const body = `[{"id":"x1","externalId":"E900","firstName":"Ann","lastName":"Admin","backOfficeRoles":[${roles}]}]`;
		bench.simulator.faults.add({ kind: 'status', status: 200, body, match: { method: 'GET', path: USERS_LIST } });
		const outcome = await bench.run([person(900), ...people(2, 19)], {});
		expect(outcome.error).toBeUndefined();
		expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'unchanged', code: 'PROTECTED', userId: 'x1' });
	});

	it('but a page that fails once is read again', async () => {
		bench = await learnifierBench({ users: accounts(1, 130), clock, switches: { maxPage: 50 } });
		for (const kind of ['status', 'resetBefore', 'truncate', 'hang'] as const) {
			bench.simulator.faults.add({ kind, match: { method: 'GET', nth: 2 } });
			const outcome = await bench.run(people(1, 130));
			if (kind === 'truncate') expect(outcome.error?.message).toContain('not with the JSON');
			else expect(outcome.summary?.json).toMatchObject({ counts: { unchanged: 130 } });
			bench.simulator.reset();
		}
	});
});

describe('Learnifier: writes that go wrong', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('an unclear create is looked up: found and equal is created, absent is sent again; never a twin', async () => {
		for (const takenExternalId of ['reject', 'allow'] as const) {
			for (const kind of ['resetAfter', 'resetBefore', 'hangAfter', 'hang', 'status', 'abortBody'] as const) {
				bench = await learnifierBench({
					users: accounts(1, 3),
					clock,
					switches: { takenExternalId },
				});
				bench.simulator.faults.add({ kind, match: { method: 'POST' } });
				const outcome = await bench.run([person(9, { homeOrg: 7, locale: 'sv', username: 'nine' })]);
				const [record] = jsonOf(outcome.results);
				expect([kind, record?.operation, record?.userId]).toEqual([kind, 'created', bench.user('E9').id]);
				const wasDone = ['resetAfter', 'hangAfter', 'abortBody'].includes(kind);
				expect(record?.recovered).toBe(wasDone ? true : undefined);
				expect(bench.simulator.directory.withExternalId('E9')).toHaveLength(1);
				expect(bench.simulator.calls({ method: 'POST' })).toHaveLength(wasDone ? 1 : 2);
				await bench.close();
			}
		}
		bench = await learnifierBench({ clock });
	});

	it('a create that can not be looked up afterwards is unknown, not repeated', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		bench.simulator.faults.add(
			{ kind: 'resetAfter', match: { method: 'POST' } },
			{ kind: 'status', status: 500, match: { path: /extuser/, nth: 3 }, times: Infinity },
		);
		const outcome = await bench.run([person(9)]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'unknown',
			code: 'OUTCOME_UNKNOWN',
		});
		expect(bench.simulator.calls({ method: 'POST' })).toHaveLength(1);
	});

	it('an unclear create is only done when the very same person with the same values is found', async () => {
		for (const [shown, operation] of [
			[{ externalId: 'E9', primaryEmail: 'other@company.tld' }, 'unknown'],
			[{ externalId: 'e9', primaryEmail: 'e9@company.tld' }, 'unknown'],
			[{ externalId: 'E1', primaryEmail: 'e1@company.tld' }, 'unknown'],
		] as const) {
			bench = await learnifierBench({ users: accounts(1, 3), clock });
			const found = { id: 'somebody', firstName: 'First', lastName: 'Last9', ...shown };
			bench.simulator.faults.add(
				{ kind: 'resetBefore', match: { method: 'POST' } },
				{ kind: 'status', status: 200, body: found, match: { path: /extuser/, nth: 3 } },
			);
			const [record] = jsonOf((await bench.run([person(9)])).results);
			expect(record?.operation).toBe(operation);
			expect(record?.userId).not.toBe('somebody');
			expect(bench.simulator.calls({ method: 'POST' })).toHaveLength(1);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('a refused repeat of a create that had got through is a create that was recovered', async () => {
		bench = await learnifierBench({ users: accounts(1, 3), clock });
		bench.simulator.faults.add(
			{ kind: 'resetAfter', match: { method: 'POST' } },
			{ kind: 'status', status: 404, body: { message: 'Not yet' }, match: { path: /extuser/, nth: 3 } },
		);
		const [record] = jsonOf((await bench.run([person(9)])).results);
		expect(record).toMatchObject({ operation: 'created', recovered: true, userId: bench.user('E9').id });
	});

	it('a look-up that shows somebody else says nothing: everybody is listed, and nobody told as gone', async () => {
		const other = { id: 'somebody', externalId: 'X77', primaryEmail: 'x77@company.tld' };
		for (const parameters of [
			{ operation: 'sync' },
			{ operation: 'delete', userId: { __rl: true, mode: 'externalId', value: '={{ $json.externalId }}' } },
		]) {
			const isSync = parameters.operation === 'sync';
			bench = await learnifierBench({ users: accounts(1, 3), clock, switches: { takenExternalId: 'allow' } });
			bench.simulator.faults.add({
				kind: 'status',
				status: 200,
				body: other,
				match: { path: /extuser/ },
				times: Infinity,
			});
			const outcome = await bench.run([{ externalId: 'E1', lastName: 'Last1' }], parameters);
			if (isSync) expect(operations(outcome)).toEqual(['unchanged']);
			else expect(outcome.error?.message).toMatch(/another account \(external id "X77"/);
			expect(bench.writes()).toEqual([]);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('an update and a delete without an answer are sent again', async () => {
		bench = await learnifierBench({ users: accounts(1, 30), clock });
		bench.simulator.faults.add(
			{ kind: 'resetAfter', match: { method: 'PATCH' } },
			{ kind: 'resetAfter', match: { method: 'DELETE' } },
		);
		const rows = [person(1, { primaryEmail: 'new@company.tld' }), ...people(2, 29)];
		const outcome = await bench.run(rows, { missingUsers: 'delete' });
		expect(outcome.summary?.json.counts).toEqual({ updated: 1, deleted: 1, unchanged: 28 });
		expect(jsonOf(outcome.results)[0]).toMatchObject({ recovered: true, attempts: 2 });
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({ operation: 'deleted', recovered: true });
		expect(jsonOf(outcome.results).at(-1)).not.toHaveProperty('alreadyAbsent');
	});

	it('a leaver who is gone already counts as deleted; whoever was to be changed is not found', async () => {
		bench = await learnifierBench({ users: accounts(1, 30), clock });
		bench.simulator.faults.add(
			{ kind: 'status', status: 404, match: { method: 'DELETE' } },
			{ kind: 'status', status: 404, match: { method: 'PATCH' } },
		);
		const outcome = await bench.run(
			[
				person(1, { firstName: 'New' }),
				person(2, { firstName: 'New' }),
				...[...Array(12).keys()].map((at) => person(3 + at, { firstName: 'New' })),
				...people(15, 29),
			],
			{ missingUsers: 'delete', options: { concurrency: 1 } },
		);
		const records = jsonOf(outcome.results);
		expect(records[0]).toMatchObject({ operation: 'failed', code: 'NOT_FOUND' });
		expect(records.at(-1)).toMatchObject({ operation: 'deleted', alreadyAbsent: true });
	});

	it('a success with a body that is not readable is no success', async () => {
		bench = await learnifierBench({ users: accounts(1, 30), clock });
		bench.simulator.faults.add(
			{ kind: 'html', match: { method: 'PATCH' } },
			{ kind: 'status', status: 200, body: {}, match: { method: 'POST' } },
		);
		const outcome = await bench.run([person(1, { firstName: 'New' }), ...people(2, 30), person(31)]);
		const records = jsonOf(outcome.results);
		expect([records[0]?.operation, records[0]?.code, records.at(-1)?.operation, records.at(-1)?.code]).toEqual([
			'unknown',
			'NO_RESULT',
			'unknown',
			'NO_RESULT',
		]);
	});

	it("shows the vendor's words in every form of an error", async () => {
		for (const errorForm of ['full', 'message', 'empty', 'text'] as const) {
			bench = await learnifierBench({ users: accounts(1, 3), clock, switches: { errorForm } });
			const outcome = await bench.run([person(1, { firstName: 'x'.repeat(300) }), person(9)]);
			expect(operations(outcome)).toEqual(['failed', 'created']);
			expect(jsonOf(outcome.results)[0]).toMatchObject({
				code: 'VENDOR_REJECTED',
				message: expect.stringContaining(errorForm === 'empty' ? '400' : 'firstName is longer than 255'),
			});
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('waits as a 429 says, and a key without rights or a wrong secret stops the run', async () => {
		for (const retryAfter of ['seconds', 'date', 'absent'] as const) {
			bench = await learnifierBench({
				users: accounts(1, 30),
				clock,
				switches: { retryAfter },
				rateLimit: { perSecond: 5 },
			});
			const outcome = await bench.run(people(1, 30).map((row) => ({ ...row, firstName: 'New' })));
			expect(outcome.summary?.json).toMatchObject({ status: 'ok', counts: { updated: 30 } });
			await bench.close();
		}
		bench = await learnifierBench({ users: accounts(1, 30), clock });
		for (const [name, status] of [
			['client', '403'],
			['wrong', '401'],
		] as const) {
			const outcome = await bench.run(
				people(1, 30),
				{},
				{ credentials: { learnifierApi: bench.simulator.otherCredentials[name] as never } },
			);
			expect(outcome.error?.message).toContain(status);
		}
		expect(bench.writes()).toEqual([]);
	});

	it('once a write has reached the system, every row has a result, and removals are called off after many failures', async () => {
		bench = await learnifierBench({ users: accounts(1, 30), clock });
		bench.simulator.faults.add({
			kind: 'status',
			status: 400,
			match: { method: 'PATCH', nth: 2 },
			times: Infinity,
		});
		const outcome = await bench.run(
			[...people(1, 10).map((row) => ({ ...row, firstName: 'New' })), ...people(11, 29)],
			{ missingUsers: 'delete' },
		);
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json.counts).toEqual({
			updated: 1,
			failed: 9,
			unchanged: 19,
			notAttempted: 1,
		});
		expect(outcome.results).toHaveLength(30);
		expect(bench.simulator.calls({ method: 'DELETE' })).toEqual([]);
	});
});
