import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, rowOf as bridgeRow, type BridgeBench, type Json } from './bridgeKit';
import { account, accounts, learnifierBench, people, person, type LearnifierBench } from './learnifierKit';
import { requestorBench, rowOf as requestorRow, type RequestorBench } from './requestorKit';

const DELETE = { missingUsers: 'delete' };
const of = (results: readonly Json[], key: unknown): Json | undefined => results.find((one) => one.key === key);

describe('Bridge: a person is more than a key', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	const thirty = Array.from({ length: 30 }, (_, at) => ({
		uid: `E${at}`,
		email: `e${at}@acme.test`,
		first_name: `First${at}`,
		last_name: `Last${at}`,
		hris_id: `H${at}`,
	}));
	const start = async (): Promise<Json[]> => {
		bench = await bridgeBench({ clock, users: thirty });
		return bench.rows().map((row) => ({ ...row, hris_id: `H${String(row.uid).slice(1)}` }));
	};

	it.each([
		['the same hris_id and e-mail', {}],
		['the same e-mail', { hris_id: 'NEW' }],
		['the same hris_id', { email: 'new@acme.test' }],
	])('asks about a new uid with %s, and removes nobody', async (_what, more) => {
		const rows = await start();
		const before = bench.simulator.directory.snapshot();
		const items = rows.map((row) => (row.uid === 'E7' ? { ...row, uid: 'N7', ...more } : row));
		const outcome = await bench.run(items, DELETE);
		const held = bench.simulator.directory.active.find(({ uid }) => uid === 'E7');
		expect(of(jsonOf(outcome.results), 'N7')).toMatchObject({
			operation: 'rejected',
			attempted: 'updated',
			code: 'KEY_CHANGED',
			conflict: { heldBy: String(held?.id) },
		});
		expect(outcome.summary?.json).toMatchObject({ counts: { unchanged: 29, rejected: 1 }, safety: { removals: 0 } });
		expect(bench.writes()).toEqual([]);
		expect(bench.simulator.directory.snapshot()).toEqual(before);
		expect(String((outcome.summary?.json.report as IDataObject).text)).toMatch(/NEW\s+KEY/);
	});

	it('gives the account the new key with Follow, told in changes and in the planHash', async () => {
		const rows = await start();
		const id = bench.simulator.directory.active.find(({ uid }) => uid === 'E7')?.id;
		const items = rows.map((row) => (row.uid === 'E7' ? { ...row, uid: 'N7', job_title: 'Chief' } : row));
		const dry = await bench.run(items, { ...DELETE, dryRun: true, options: { keyChanges: 'follow' } });
		const without = await bench.run(rows, { ...DELETE, dryRun: true });
		expect(dry.summary?.json.planHash).not.toBe(without.summary?.json.planHash);
		const outcome = await bench.run(items, { ...DELETE, options: { keyChanges: 'follow' } });
		expect(of(jsonOf(outcome.results), 'N7')).toMatchObject({
			operation: 'updated',
			userId: String(id),
			changes: expect.arrayContaining([{ field: 'uid', from: 'E7', to: 'N7' }]),
		});
		expect(bench.simulator.directory.active.find((user) => user.id === id)).toMatchObject({
			uid: 'N7',
			job_title: 'Chief',
		});
		const again = await bench.run(items, DELETE);
		expect(again.summary?.json.counts).toEqual({ unchanged: 30 });
	});

	it('takes them for two people with Ignore', async () => {
		const rows = await start();
		const items = rows.map((row) => (row.uid === 'E7' ? { ...row, uid: 'N7', hris_id: 'NEW' } : row));
		const outcome = await bench.run(items, { ...DELETE, options: { keyChanges: 'ignore' } });
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 29, created: 1, deleted: 1 });
	});

	it('names both when the identifiers belong to two people', async () => {
		const rows = await start();
		const items = rows
			.filter(({ uid }) => uid !== 'E8')
			.map((row) => (row.uid === 'E7' ? { ...row, uid: 'N7', email: 'e8@acme.test' } : row));
		const outcome = await bench.run(items, DELETE);
		const told = of(jsonOf(outcome.results), 'N7');
		expect(told).toMatchObject({ operation: 'rejected', code: 'ALREADY_EXISTS' });
		expect(told?.message).toMatch(/"E7".*"E8"|"E8".*"E7"/);
		expect(outcome.summary?.json.safety).toMatchObject({ removals: 0 });
	});

	it('learns nothing from an e-mail address that two people share', async () => {
		bench = await bridgeBench({
			clock,
			users: [...thirty, { uid: 'S1', email: 'team@acme.test' }, { uid: 'S2', email: 'team@acme.test' }],
		});
		const rows = bench.simulator.directory.active
			.filter(({ uid }) => /^[ES]\d/.test(uid))
			.map((user) => ({ ...bridgeRow(user), hris_id: user.hris_id }));
		const outcome = await bench.run([
			...rows,
			{ uid: 'S3', email: 'team@acme.test', first_name: 'New', last_name: 'One' },
		]);
		expect(of(jsonOf(outcome.results), 'S3')).toMatchObject({ operation: 'created' });
	});

	it('reads the value of an expression both as an id and as a uid', async () => {
		const uids = ['A', 'B', '1', '2', '3', '4'];
		bench = await bridgeBench({ clock, users: uids.map((uid) => ({ uid })) });
		const idOf = (uid: string): string => String(bench.simulator.directory.active.find((user) => user.uid === uid)?.id);
		const idOfB = idOf('B');
		// The id of A is the uid of somebody else.
		expect(uids).toContain(idOf('A'));
		const outcome = await bench.run([{ who: idOf('A') }, { who: 'B' }], {
			operation: 'delete',
			userId: '={{ $json.who }}',
		});
		expect(jsonOf(outcome.results)).toMatchObject([
			{ operation: 'failed', code: 'AMBIGUOUS_MATCH' },
			{ operation: 'deleted', userId: idOfB },
		]);
		expect(bench.writes()).toHaveLength(1);
	});
});

describe('Requestor: a person is more than a key', () => {
	let bench: RequestorBench;
	afterEach(async () => bench.close());

	const rowsByEmail = async (): Promise<IDataObject[]> => {
		bench = await requestorBench({ users: 40 });
		return bench.managed().map(requestorRow);
	};

	it('asks about a new e-mail with the same ExternalId, Find By Email', async () => {
		const rows = await rowsByEmail();
		const before = JSON.stringify(bench.simulator.directory.all());
		const items = rows.map((row, at) => (at === 0 ? { ...row, Email: 'moved@company.tld' } : row));
		const outcome = await bench.run(items, { findBy: 'Email', missingUsers: 'delete' });
		expect(of(jsonOf(outcome.results), 'moved@company.tld')).toMatchObject({
			operation: 'rejected',
			code: 'KEY_CHANGED',
			conflict: { field: 'ExternalId' },
		});
		expect(bench.writes()).toEqual([]);
		expect(JSON.stringify(bench.simulator.directory.all())).toBe(before);
	});

	it('gives the account the new address with Follow', async () => {
		const rows = await rowsByEmail();
		const [first] = bench.managed();
		const items = rows.map((row, at) => (at === 0 ? { ...row, Email: 'moved@company.tld' } : row));
		const outcome = await bench.run(items, {
			findBy: 'Email',
			missingUsers: 'delete',
			options: { keyChanges: 'follow' },
		});
		expect(of(jsonOf(outcome.results), 'moved@company.tld')).toMatchObject({
			operation: 'updated',
			userId: first?.UserProviderKey,
		});
		expect(bench.simulator.directory.all().find((user) => user.UserProviderKey === first?.UserProviderKey)?.Email).toBe(
			'moved@company.tld',
		);
	});

	it('never creates under a UserProviderKey that is not there', async () => {
		await rowsByEmail();
		const operator = bench.simulator.directory.all().find((user) => user.RoleOperator && user.ExternalId !== null);
		const outcome = await bench.run(
			[{ UserProviderKey: 'no-such-key', ExternalId: operator?.ExternalId ?? 'X', 'Last Name': 'Thief' }],
			{ findBy: 'UserProviderKey' },
		);
		expect(jsonOf(outcome.results)).toMatchObject([{ operation: 'rejected', code: 'NOT_FOUND' }]);
		expect(bench.writes()).toEqual([]);
	});
});

describe('Learnifier: a person is more than a key', () => {
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('asks about a new external id with the same address, and locks nobody', async () => {
		bench = await learnifierBench({ users: accounts(1, 30) });
		const items = people(1, 30).map((row, at) => (at === 0 ? { ...row, externalId: 'N1' } : row));
		const outcome = await bench.run(items, { missingUsers: 'lock' });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'rejected',
			code: 'KEY_CHANGED',
			conflict: { field: 'primaryEmail', heldBy: String(bench.user('E1').id) },
		});
		expect(bench.writes()).toEqual([]);
	});

	it('gives the account the new external id with Follow', async () => {
		bench = await learnifierBench({ users: accounts(1, 30) });
		const { id } = bench.user('E1');
		const items = people(1, 30).map((row, at) => (at === 0 ? { ...row, externalId: 'N1' } : row));
		const outcome = await bench.run(items, { missingUsers: 'lock', options: { keyChanges: 'follow' } });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'updated',
			changes: [{ field: 'externalId', from: 'E1', to: 'N1' }],
		});
		expect(bench.user('N1').id).toBe(id);
	});

	it('does not adopt an account whose address is in Protected Users', async () => {
		bench = await learnifierBench({
			users: [...accounts(1, 12), account('x', { externalId: null, primaryEmail: 'ceo@company.tld' })],
		});
		const items = [...people(1, 12), person(99, { primaryEmail: 'ceo@company.tld' })];
		const outcome = await bench.run(items, {
			safety: { protectedUsers: 'CEO@company.tld' },
			options: { adoptByEmail: true },
		});
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({ operation: 'rejected', code: 'EMAIL_TAKEN' });
		expect(bench.writes()).toEqual([]);
	});
});
