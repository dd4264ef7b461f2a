import { useVirtualClock } from '../../engine/clock';
import { account, learnifierBench, person, type LearnifierBench } from './learnifierKit';
import { accounts as scimAccounts, people as scimPeople, person as scimPerson, scimBench } from './scimKit';
import { bridgeBench, jsonOf, operations, type BridgeBench } from './bridgeKit';

describe('what nobody has a value in yet', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());
	const people = Array.from({ length: 30 }, (_, at) => ({
		uid: `P${100 + at}`,
		first_name: 'First',
		last_name: `Last ${at}`,
		email: `p${at}@x.tld`,
	}));

	it.each(
		(['arrays', 'absent'] as const).flatMap((emptyLinked) =>
			[30, 5].flatMap((count) => ['department', 'Badge'].map((column) => [column, count, emptyLinked] as const)),
		),
	)('is written: a new column %s for %i people (linked: %s)', async (column, count, emptyLinked) => {
		bench = await bridgeBench({ users: people, clock, switches: { emptyLinked } });
		bench.simulator.directory.defineCustomField('Badge');
		const rows = people.slice(0, count).map((one) => ({ ...one, [column]: 'New' }));
		const first = await bench.run(rows);
		expect(first.summary?.json.counts).toEqual({ updated: count });
		bench.simulator.reset();
		const second = await bench.run(rows);
		expect(second.summary?.json.counts).toEqual({ unchanged: count });
		expect(bench.writes()).toEqual([]);
	});

	it('is written once where Bridge never shows it, and a warning says so', async () => {
		bench = await bridgeBench({ users: people, clock, switches: { emptyKeys: 'never' } });
		const rows = people.map((one) => ({ ...one, department: 'New' }));
		const staticData = {};
		expect((await bench.run(rows, {}, { staticData })).summary?.json.counts).toEqual({ updated: 30 });
		bench.simulator.reset();
		const second = await bench.run(rows, {}, { staticData });
		expect(second.summary?.json).toMatchObject({
			counts: { unchanged: 30 },
			warnings: [expect.stringContaining("Department can't be seen in Bridge: the values of 30 people")],
		});
		expect(bench.writes()).toEqual([]);
		const third = await bench.run([{ ...rows[0], department: 'Other' }, ...rows.slice(1)], {}, { staticData });
		expect(third.summary?.json.counts).toEqual({ updated: 1, unchanged: 29 });
		expect(JSON.stringify(staticData)).not.toMatch(/P10|New/);
	});
});

it('what the system keeps otherwise is told beside other changes, too', async () => {
	const bench = await learnifierBench({ users: [account(1, { displayName: 'Old name' }), account(2)] });
	const staticData = {};
	const night = async (more = {}) => {
		// Whatever is sent, the name stays.
		const user = bench.simulator.directory.withExternalId('E1')[0];
		if (user === undefined) throw new Error('no user');
		bench.simulator.directory.change(user, { displayName: 'Old name' });
		return (await bench.run([{ ...person(1), displayName: 'New name', ...more }], {}, { staticData })).results[0]?.json;
	};
	await night();
	await night();
	const kept = [expect.stringContaining('keeps Display Name as "Old name"')];
	expect(await night()).toMatchObject({ operation: 'unchanged', hints: kept });
	expect(await night({ lastName: 'Newly' })).toMatchObject({
		operation: 'updated',
		changes: [expect.objectContaining({ field: 'lastName' })],
		hints: kept,
	});
	await bench.close();
});

it('learns of somebody new also when five thousand values of people who are there are remembered', async () => {
	const bench = await learnifierBench({ users: [account(1, { displayName: 'Old name' })] });
	bench.simulator.faults.add({
		kind: 'empty',
		status: 201,
		commit: false,
		match: { method: 'PATCH' },
		times: Infinity,
	});
	const kept = Array.from({ length: 5000 }, (_, at) => [String(at).padStart(16, 'p'), 'x'.repeat(16)]);
	const staticData: Record<'node:Node', object> = { 'node:Node': Object.fromEntries(kept) };
	const rows = [{ ...person(1), displayName: 'Never taken' }];
	const words = [];
	for (let night = 0; night < 3; night++)
		words.push(...operations(await bench.run(rows, {}, { staticData: staticData as never })));
	// Sent, sent once more, and then the system has its way.
	expect(words).toEqual(['updated', 'updated', 'unchanged']);
	expect(bench.writes()).toHaveLength(2);
	expect(Object.keys(staticData['node:Node'])).toHaveLength(5000);
	await bench.close();
});

describe('removals night by night', () => {
	const clock = useVirtualClock(new Date('2026-11-20T02:00:00Z'));
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('are counted over 30 days, told, and warned of past twice the limit of one run', async () => {
		bench = await learnifierBench({
			users: Array.from({ length: 400 }, (_, at) => account(at)),
			clock,
		});
		const staticData = {};
		const night = async (left: number) => {
			const outcome = await bench.run(
				Array.from({ length: left }, (_, at) => person(at)),
				{ missingUsers: 'delete' },
				{ staticData },
			);
			expect(outcome.error).toBeUndefined();
			await clock.sleep(86_400_000);
			const { safety, warnings, report } = outcome.summary?.json as never as {
				safety: { removedIn30Days: number };
				warnings: string[];
				report: { text: string };
			};
			return { lately: safety.removedIn30Days, warned: warnings.length > 0, warnings, text: report.text };
		};
		const nights = [];
		for (const left of [381, 363, 346, 329, 313, 298]) nights.push(await night(left));
		expect(nights.map(({ lately, warned }) => [lately, warned])).toEqual([
			[19, false],
			[37, false],
			[54, true],
			[71, true],
			[87, true],
			[102, true],
		]);
		expect(nights[5]?.warnings).toEqual([expect.stringMatching(/30 days remove 102 people: 25\.5 % of 400/)]);
		expect(nights[5]?.text).toMatch(/last 30 days.*102/s);
		// Days and numbers, and nothing about anybody.
		expect(JSON.stringify(staticData)).not.toMatch(/E\d|company/);
		for (let days = 0; days < 26; days++) await clock.sleep(86_400_000);
		expect(await night(298)).toMatchObject({ lately: 48, warned: true });
		for (let days = 0; days < 10; days++) await clock.sleep(86_400_000);
		expect(await night(298)).toMatchObject({ lately: 0, warned: false });
	});

	it('count nobody whom a dry run finds held back', async () => {
		bench = await learnifierBench({ users: Array.from({ length: 40 }, (_, at) => account(at)), clock });
		const rows = Array.from({ length: 34 }, (_, at) => person(at));
		const staticData = {};
		const dryRun = async (items: typeof rows) =>
			bench.run(items, { missingUsers: 'delete', dryRun: true }, { staticData });
		const damaged = await dryRun([...rows, { ...person(35), externalId: '#N/A' }]);
		expect(damaged.summary?.json).toMatchObject({ counts: { blocked: 5 }, safety: { removedIn30Days: 0 } });
		expect(String(damaged.summary?.json.warnings)).not.toContain('30 days');
		// Two are gone since yesterday: with the four of tonight, more than twice the limit.
		await bench.run([...rows, ...[34, 35, 36, 37].map((at) => person(at))], { missingUsers: 'delete' }, { staticData });
		const planned = await dryRun(rows);
		expect(String(planned.summary?.json.warnings)).toMatch(/30 days remove 6 people: 15\.0 % of 40/);
	});

	it('of single persons count too', async () => {
		bench = await learnifierBench({ users: Array.from({ length: 9 }, (_, at) => account(at)), clock });
		const staticData = {};
		for (const [at, lately] of [
			[1, 1],
			[2, 2],
		] as const) {
			const outcome = await bench.run(
				[{}],
				{ operation: 'delete', userId: { __rl: true, mode: 'externalId', value: `E${at}` } },
				{ staticData },
			);
			expect(operations(outcome)).toEqual(['deleted']);
			expect(jsonOf([outcome.summary as never])[0]).toMatchObject({ safety: { removedIn30Days: lately } });
		}
	});
});

describe('what a list leaves out of everybody', () => {
	const clock = useVirtualClock();
	const EXTENSION = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

	/** Sends a title and a department for several nights to a server whose list shows neither. */
	const nights = async (patchStatus: 200 | 204, joiner: boolean) => {
		const bench = await scimBench({ users: scimAccounts(1, 30), clock, switches: { patchStatus } });
		const { directory, faults } = bench.simulator;
		faults.schedule(({ method, path, query }) => {
			if (method !== 'GET' || !path.endsWith('/Users')) return undefined;
			const start = Number(query.startIndex ?? 1);
			const all = directory.listed();
			const Resources = all
				.slice(start - 1)
				.map(({ id, resource }) =>
					Object.fromEntries(
						Object.entries({ ...resource, id }).filter(([name]) => name !== 'title' && name !== EXTENSION),
					),
				);
			const body = { totalResults: all.length, startIndex: start, itemsPerPage: Resources.length, Resources };
			return { kind: 'status', status: 200, body };
		});
		const rows = scimPeople(1, 30).map((one) => ({ ...one, title: 'Clerk', department: 'Sales' }));
		if (joiner) rows.push({ ...scimPerson(90), title: 'Clerk', department: 'Sales' } as never);
		const staticData = {};
		const told = [];
		for (let night = 0; night < 4; night++) {
			const before = bench.writes().length;
			const { summary, error } = await bench.run(rows, {}, { staticData });
			expect(error?.message).toBeUndefined();
			told.push({ writes: bench.writes().length - before, warnings: String(summary?.json.warnings) });
		}
		await bench.close();
		return told;
	};

	it.each([200, 204] as const)(
		'is sent once, though a reply may show it, and told (PATCH: %d)',
		async (patchStatus) => {
			const told = await nights(patchStatus, false);
			expect(told.map(({ writes }) => writes)).toEqual([30, 0, 0, 0]);
			expect(told[1]?.warnings).toMatch(/Title can't be seen in SCIM 2\.0: the values of 30 people/);
			expect(told[3]?.warnings).toMatch(/Department can't be seen in SCIM 2\.0: the values of 30 people/);
		},
	);

	it('is sent for somebody new too', async () => {
		const told = await nights(200, true);
		expect(told[0]?.writes).toBe(31);
		expect(told.slice(2).map(({ writes }) => writes)).toEqual([0, 0]);
	});
});
