import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { everything, jsonOf } from './bridgeKit';
import { open, TRADES } from './trades';

describe.each(TRADES)('the contract, kept by $name', (trade) => {
	const clock = useVirtualClock();
	let bench: Awaited<ReturnType<typeof open>>;
	beforeEach(async () => {
		bench = await open(trade, clock);
	});
	afterEach(async () => {
		expect(bench.simulator.failures).toEqual([]);
		await bench.simulator.close();
	});
	const rows = (count: number, from = 0): IDataObject[] =>
		Array.from({ length: count }, (_, at) => trade.row(from + at));

	it('gives one result per row, in order, linked to its item, with every field of the record', async () => {
		const items = [...rows(12), { ...trade.row(50), [trade.emailField]: 'nonsense' }, trade.row(3)];
		const outcome = await bench.run(items, { options: { badValues: 'reject' } });
		expect(outcome.error).toBeUndefined();
		const results = jsonOf(outcome.results);
		expect(outcome.results.map((item) => item.pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(results.map(({ operation }) => operation)).toEqual([
			...Array.from({ length: 12 }, () => 'created'),
			'rejected',
			'created',
		]);
		for (const result of results) {
			expect(Object.keys(result)).toEqual(
				expect.arrayContaining([
					'success',
					'operation',
					'key',
					'userId',
					'name',
					'email',
					'changes',
					'code',
					'message',
					'attempts',
					'dryRun',
				]),
			);
			expect(result).not.toHaveProperty('error');
		}
		expect(results[0]).toMatchObject({ key: 'K1000', name: 'First Last 0', email: 'p0@x.tld' });
		expect(results[13]).toMatchObject({ duplicateOf: 3, key: 'K1003' });
		expect(results[12]).toMatchObject({
			code: 'INVALID_ROW',
			key: 'K1050',
			message: expect.stringContaining(trade.emailField),
		});
		const counts = outcome.summary?.json.counts as Record<string, number>;
		expect(counts).toEqual({ created: 13, rejected: 1 });
		expect(bench.simulator.directory.size).toBe(12);
	});

	it('has a summary with all its parts, and a report that is ready to send', async () => {
		const outcome = await bench.run(rows(11));
		expect(outcome.summaries).toHaveLength(1);
		expect(outcome.summary?.json).toMatchObject({
			lms: trade.vendor,
			operation: 'sync',
			status: 'ok',
			dryRun: false,
			planHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
			removalsHash: expect.stringMatching(/^sha256:/),
			planQuality: trade.listed ? 'full' : 'blind',
			rows: { received: 11, valid: 11, rejected: 0, duplicates: 0 },
			counts: { created: 11 },
			failures: [],
			ignoredColumns: [],
			safety: { verdict: 'ok' },
		});
		expect(outcome.summary?.json.mapping).toMatchObject({ [trade.keyField]: trade.keyField });
		const report = outcome.summary?.json.report as IDataObject;
		expect(String(report.subject)).toContain('11');
		expect(String(report.html)).toMatch(/^<!doctype html>/i);
		expect(String(report.html)).not.toMatch(/<script|src=["']http/i);
		expect(bench.writes()).toHaveLength(Math.ceil(11 / trade.batch));
	});

	it('writes nothing in a dry run, says the same words, and gives the same hash as the run', async () => {
		const dry = await bench.run(rows(12), { dryRun: true });
		expect(bench.writes()).toEqual([]);
		expect(dry.summary?.json).toMatchObject({
			status: 'planned',
			dryRun: true,
			counts: { [trade.listed ? 'created' : 'planned']: 12 },
		});
		expect(jsonOf(dry.results).every(({ dryRun, success }) => dryRun === true && success === true)).toBe(true);
		const run = await bench.run(rows(12));
		expect(run.summary?.json.planHash).toBe(dry.summary?.json.planHash);
		expect(bench.simulator.directory.size).toBe(12);
	});

	it('sends only what differs the second time, and nothing where the directory is read', async () => {
		await bench.run(rows(12));
		const changed = rows(12).map((row, at) => (at === 5 ? { ...row, [trade.title]: 'Head' } : row));
		const second = await bench.run(changed);
		expect(second.summary?.json.counts).toEqual({ unchanged: 11, updated: 1 });
		expect(second.results[5]?.json.operation).toBe('updated');
		bench.simulator.reset();
		const third = await bench.run(changed);
		expect(third.summary?.json.counts).toEqual({ unchanged: 12 });
		if (trade.listed) expect(bench.writes()).toEqual([]);
	});

	it.each(['resetAfter', 'hangAfter'] as const)(
		'makes one account when the first write commits and ends in %s',
		async (kind) => {
			bench.simulator.faults.add({ kind, match: trade.write });
			const outcome = await bench.run(rows(11), { options: { timeout: 2000 } });
			expect(bench.simulator.directory.size).toBe(11);
			expect(jsonOf(outcome.results).every(({ success }) => success === true)).toBe(true);
			expect(jsonOf(outcome.results).some(({ recovered }) => recovered === true)).toBe(true);
		},
	);

	it('waits out 429 and 503, without counting 429 as a try', async () => {
		bench.simulator.faults.add(
			{ kind: 'rateLimited', headers: { 'retry-after': '3' }, match: trade.write },
			{ kind: 'status', status: 503, headers: { 'retry-after': '4' }, match: trade.write },
		);
		const outcome = await bench.run(rows(11));
		expect(outcome.summary?.json).toMatchObject({
			status: 'ok',
			counts: { created: 11 },
			requests: { rateLimited: 1 },
		});
		expect(bench.simulator.directory.size).toBe(11);
	});

	it('never calls a reply a success that is not what the vendor documents', async () => {
		bench.simulator.faults.add({ kind: 'html', commit: true, match: trade.write });
		const outcome = await bench.run(rows(11), { options: { concurrency: 1 } });
		const strange = jsonOf(outcome.results).slice(0, Math.min(11, trade.batch));
		for (const result of strange)
			expect(result).toMatchObject({ success: false, operation: 'unknown', code: 'NO_RESULT' });
	});

	it('follows no redirect, and sends the key nowhere else', async () => {
		bench.simulator.faults.add({ kind: 'redirect', times: Infinity });
		const outcome = await bench.run(rows(11));
		expect(outcome.error?.message).toContain('redirect');
		expect(bench.simulator.stranger.requests).toEqual([]);
	});

	it('stops at a wrong key with one clear error before anything is written', async () => {
		const outcome = await bench.run(
			rows(11),
			{},
			{ credentials: { [trade.credential]: bench.simulator.otherCredentials.wrong as never } },
		);
		expect(`${outcome.error?.message} ${outcome.error?.description}`).toMatch(/401.*credential/s);
		expect(bench.simulator.directory.size).toBe(0);
	});

	it('stops at an address where nobody answers, naming the remedy', async () => {
		const credentials = {
			[trade.credential]: { ...bench.simulator.credentials, baseUrl: 'http://127.0.0.1:9' } as never,
		};
		const outcome = await bench.run(rows(11), { options: { maxAttempts: 2 } }, { credentials });
		expect(`${outcome.error?.message} ${outcome.error?.description}`).toMatch(/can't be reached.*base URL/is);
	});

	it('stops after a 401 in mid-run, and tells what was left', async () => {
		const limit = trade.batch;
		bench.simulator.faults.schedule((request) => {
			const done = bench.simulator.calls(trade.write).filter(({ status = 500 }) => status < 300).length;
			return request.method !== 'GET' && done >= 2 ? { kind: 'status', status: 401 } : undefined;
		});
		const count = limit * 5;
		const outcome = await bench.run(rows(count), { options: { concurrency: 1 } });
		const words = outcome.summary?.json.counts as Record<string, number>;
		expect(words).toEqual({ created: 2 * limit, failed: limit, notAttempted: 2 * limit });
		expect(bench.simulator.directory.size).toBe(2 * limit);
		expect(bench.simulator.calls({ status: 401 })).toHaveLength(1);
	});

	it('leaves protected users alone', async () => {
		const outcome = await bench.run(rows(12), { safety: { protectedUsers: 'k1003, K10?, nobody*' } });
		expect(outcome.summary?.json.counts).toMatchObject(trade.listed ? { created: 12 } : { created: 11, unchanged: 1 });
		const again = await bench.run(
			rows(12).map((row) => ({ ...row, [trade.title]: 'Head' })),
			{ safety: { protectedUsers: 'k1003' } },
		);
		expect(again.results[3]?.json).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
	});

	it('sends unsuccessful rows to the error output, in one run, without the row beside them', async () => {
		const canary = 'Canary-77-in-a-cell';
		const items = rows(12).map((row, at) => ({
			...row,
			password: canary,
			...(at === 4 ? { [trade.emailField]: 'nonsense' } : {}),
		}));
		const outcome = await bench.run(
			items,
			{ options: { badValues: 'reject' } },
			{ onError: 'continueErrorOutput', retryOnFail: true },
		);
		expect(outcome.runs).toBe(1);
		expect(outcome.results).toHaveLength(11);
		expect(outcome.errorOutput.map(({ json }) => Object.keys(json).sort())).toEqual([['details', 'error', 'message']]);
		expect(
			JSON.stringify([jsonOf(outcome.results), jsonOf(outcome.errorOutput), jsonOf(outcome.summaries)]),
		).not.toContain(canary);
	});

	it('gives an agent one item', async () => {
		const outcome = await bench.run([{}], { usersFrom: 'json', usersJson: JSON.stringify(rows(40)) }, { asTool: true });
		expect(outcome.results).toHaveLength(1);
		expect(outcome.results[0]?.json).toMatchObject({
			status: 'ok',
			counts: { created: 40 },
			planHash: expect.any(String),
			removalsHash: expect.any(String),
			failures: [],
		});
		expect(outcome.results[0]?.json.results).toHaveLength(25);
	});

	it('shows no secret anywhere, whatever goes wrong', async () => {
		const faults = [undefined, 'html', 'status', 'redirect', 'truncate', 'wrongType', 'empty'] as const;
		for (const kind of faults) {
			bench.simulator.faults.clear();
			const { apiKey, apiSecret, accessToken, password, headerValue, apiToken } = bench.simulator.credentials;
			const leak = [apiKey, apiSecret, accessToken, password, headerValue, apiToken].join(' ');
			if (kind !== undefined)
				bench.simulator.faults.add({
					kind,
					times: Infinity,
					...(kind === 'status' ? { status: 400, body: { message: leak, error: leak } } : {}),
				});
			const outcome = await bench.run(rows(11), { options: { includeResponse: true, maxAttempts: 2 } });
			const told = everything(outcome);
			for (const secret of bench.simulator.secrets) expect(told).not.toContain(secret);
		}
	});

	it('reads constants, references and expressions in define-below', async () => {
		const value = Object.fromEntries(
			Object.keys(trade.row(0)).map((field) => [field, field === trade.title ? 'Constant' : `={{ $json.${field} }}`]),
		);
		value[trade.emailField] = `={{ $json.${trade.emailField}.toLowerCase() }}`;
		const outcome = await bench.run(rows(11), { fields: { mappingMode: 'defineBelow', value } });
		expect(outcome.summary?.json.counts).toEqual({ created: 11 });
	});
});

describe.each(TRADES.filter(({ listed }) => listed))('removals, as $name makes them', (trade) => {
	const clock = useVirtualClock();
	let bench: Awaited<ReturnType<typeof open>>;
	beforeEach(async () => {
		bench = await open(trade, clock);
		await bench.run(Array.from({ length: 100 }, (_, at) => trade.row(at)));
		bench.simulator.reset();
	});
	afterEach(async () => bench.simulator.close());
	const rows = (count: number, from = 0): IDataObject[] =>
		Array.from({ length: count }, (_, at) => trade.row(from + at));
	const word = trade.removal === 'lock' ? 'suspended' : 'deleted';
	const DELETE = { missingUsers: trade.removal };

	it('stops above the limits, and carries out exactly the approved plan', async () => {
		const refused = await bench.run(rows(70, 30), DELETE);
		expect(refused.error?.message).toMatch(/30 removals/);
		const dry = await bench.run(rows(70, 30), { ...DELETE, dryRun: true });
		expect(dry.summary?.json).toMatchObject({ counts: { [word]: 30 }, safety: { removals: 30, verdict: 'blocked' } });
		expect(bench.writes()).toEqual([]);
		const other = await bench.run(rows(69, 31), { ...DELETE, safety: { approvedPlan: dry.summary?.json.planHash } });
		expect(other.error?.message).toContain('changed');
		const run = await bench.run(rows(70, 30), { ...DELETE, safety: { approvedPlan: dry.summary?.json.planHash } });
		expect(run.summary?.json.counts).toMatchObject({ [word]: 30, unchanged: 70 });
		expect(
			jsonOf(run.results)
				.slice(-30)
				.map(({ key }) => key)
				.sort(),
		).toEqual(rows(30).map((row) => row[trade.keyField]));
		expect(run.results.slice(-30).map((item) => item.pairedItem)).toEqual(
			Array.from({ length: 30 }, () => ({ item: 0 })),
		);
	});

	it('removes nobody from an empty, a damaged or a sliced source', async () => {
		expect((await bench.run([{}], DELETE)).error).toBeDefined();
		expect((await bench.run(rows(99), DELETE, { loopPasses: 2 })).error).toBeDefined();
		expect((await bench.run(rows(99), DELETE, { runIndex: 1 })).error).toBeDefined();
		const damaged = await bench.run([...rows(99), { ...trade.row(200), [trade.keyField]: '' }], DELETE);
		expect(jsonOf(damaged.results).at(-1)).toMatchObject({
			operation: 'blocked',
			code: 'SOURCE_DAMAGED',
			key: trade.row(99)[trade.keyField],
		});
		expect(bench.writes()).toEqual([]);
	});

	it('lets the limits be: skipped, or reported', async () => {
		const skipped = await bench.run(rows(70, 30), { ...DELETE, safety: { onLimit: 'skipRemovals' } });
		expect(skipped.summary?.json).toMatchObject({ status: 'partial', counts: { unchanged: 70, blocked: 30 } });
		const reported = await bench.run(rows(70, 30), { ...DELETE, safety: { onLimit: 'report' } });
		expect(reported.summary?.json).toMatchObject({ status: 'blocked', counts: { unchanged: 70, blocked: 30 } });
		expect(bench.writes()).toEqual([]);
	});

	it('makes no twin of a key in another case, and removes nobody for it', async () => {
		const outcome = await bench.run(
			rows(100).map((row, at) =>
				at === 7 ? { ...row, [trade.keyField]: String(row[trade.keyField]).toLowerCase() } : row,
			),
			DELETE,
		);
		expect(outcome.results[7]?.json).toMatchObject({ operation: 'rejected', code: 'AMBIGUOUS_MATCH' });
		expect(bench.writes()).toEqual([]);
	});
});
