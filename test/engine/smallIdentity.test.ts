import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, type BridgeBench, type BridgeOptions } from './bridgeKit';
import { accounts, learnifierBench, person } from './learnifierKit';
import * as scim from './scimKit';
import { problem, row, startOwn, user } from './scimOwn';

const clock = useVirtualClock();

/** A small run's row whose key nobody has: what it says tells a person who is there. */
const MOVED = { operation: 'rejected', attempted: 'updated', code: 'KEY_CHANGED' };

describe('Bridge, in a run so small that people are looked up: a person is more than a uid', () => {
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	const users = Array.from({ length: 30 }, (_, at) => ({
		uid: `E${at}`,
		email: `e${at}@acme.test`,
		first_name: `First${at}`,
		last_name: `Last${at}`,
		hris_id: `H${at}`,
	}));
	const row = (at: number, more: IDataObject = {}): IDataObject => ({ ...users[at], ...more });
	const start = async (switches: BridgeOptions['switches'] = {}): Promise<void> => {
		bench = await bridgeBench({ clock, users, switches });
	};
	const idOf = (uid: string): string => String(bench.simulator.directory.active.find((user) => user.uid === uid)?.id);

	it.each([
		['the e-mail address', { hris_id: 'NEW', email: 'E7@Acme.test' }, 'names'],
		['the e-mail address, where the portal does not heed the search', { hris_id: 'NEW' }, 'ignored'],
		['the HRIS ID, where the portal searches for it', { email: 'new@acme.test' }, 'all'],
	] as const)(
		'asks about %s of somebody whose uid is on no row, and follows where that is wished',
		async (...about) => {
			const [, more, search] = about;
			await start({ search });
			const id = idOf('E7');
			const items = [row(7, { uid: 'N7', ...more }), row(1)];
			for (const dryRun of [true, false]) {
				const asked = await bench.run(items, { dryRun });
				expect(jsonOf(asked.results)).toMatchObject([
					{ ...MOVED, conflict: { heldBy: id } },
					{ operation: 'unchanged' },
				]);
				expect(bench.writes()).toEqual([]);
			}
			const followed = await bench.run(items, { options: { keyChanges: 'follow' } });
			expect(jsonOf(followed.results)[0]).toMatchObject({ operation: 'updated', userId: id });
			expect(idOf('N7')).toBe(id);
			expect(bench.simulator.directory.active).toHaveLength(30);
		},
	);

	it('takes them for two with Ignore, and where the address is two people’s or its holder has a row', async () => {
		const shared = { email: 'e8@acme.test', hris_id: 'NEW8' };
		await start();
		const two = await bench.run([row(7, { uid: 'N7', hris_id: 'NEW' })], { options: { keyChanges: 'ignore' } });
		expect(jsonOf(two.results)).toMatchObject([{ operation: 'created' }]);
		bench.simulator.directory.add({ uid: 'S8', email: 'e8@acme.test' });
		const team = await bench.run([row(8, { uid: 'N8', ...shared })]);
		expect(jsonOf(team.results)).toMatchObject([{ operation: 'created' }]);
		const both = await bench.run([row(9), row(9, { uid: 'N9', hris_id: 'NEW2' })]);
		expect(jsonOf(both.results)).toMatchObject([{ operation: 'unchanged' }, { operation: 'created' }]);
	});

	it('names both where the address is one person’s and the number another’s', async () => {
		await start({ search: 'all' });
		const outcome = await bench.run([row(7, { uid: 'N7', email: 'e8@acme.test' })]);
		const [told] = jsonOf(outcome.results);
		expect(told).toMatchObject({ operation: 'rejected', code: 'ALREADY_EXISTS' });
		expect(told?.message).toMatch(/"E7".*"E8"|"E8".*"E7"/);
	});

	it.each(['names', 'ignored', 'refused'] as const)(
		'makes somebody new all the same, and asks for nobody whose uid is there (search: %s)',
		async (search) => {
			await start({ search });
			const outcome = await bench.run([row(1), { uid: 'N1', last_name: 'New', email: 'n1@acme.test' }]);
			expect(jsonOf(outcome.results)).toMatchObject([{ operation: 'unchanged' }, { operation: 'created' }]);
			const searches = bench.simulator.requests.filter(({ query }) => query.search !== undefined);
			expect(searches.map(({ query }) => query.search)).toEqual(['n1@acme.test']);
			const told = expect.stringContaining('could not be told for sure');
			expect(outcome.summary?.json.warnings).toEqual(search === 'refused' ? [told] : []);
		},
	);

	it.each([403, 404, 422, 200])('is held up by no answer to a search (%d)', async (status) => {
		await start();
		const searches = ({ query }: { query: Record<string, unknown> }): boolean => query.search !== undefined;
		bench.simulator.faults.schedule((request) =>
			searches(request) ? { kind: 'status', status, body: { meta: {} } } : undefined,
		);
		const outcome = await bench.run([{ uid: 'N1', last_name: 'New', email: 'n1@acme.test' }]);
		expect(jsonOf(outcome.results)).toMatchObject([{ operation: 'created' }]);
	});

	it('reads three pages at most of a search that shows everybody, and says that it did not see all', async () => {
		bench = await bridgeBench({ clock, users: 3_500, switches: { search: 'ignored' } });
		const outcome = await bench.run([{ uid: 'N1', last_name: 'New', email: 'n1@acme.test' }]);
		expect(jsonOf(outcome.results)).toMatchObject([{ operation: 'created' }]);
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('could not be told for sure')]);
		expect(bench.simulator.requests.filter(({ path }) => path === '/api/author/users')).toHaveLength(3);
	});
});

describe('SCIM 2.0, in a run so small that people are looked up: a person is more than a user name', () => {
	const moved = scim.person(7, { userName: 'married@company.tld', externalId: 'N7' });

	it.each(['value', 'work'] as const)('asks about the address of somebody (filter: %s)', async (emailFilter) => {
		const bench = await scim.scimBench({ clock, users: scim.accounts(1, 30), switches: { emailFilter } });
		const held = bench.simulator.directory.named('externalId', 'E7')[0];
		const asked = await bench.run([moved, scim.person(1)]);
		expect(jsonOf(asked.results)).toMatchObject([
			{ ...MOVED, conflict: { field: 'email', heldBy: held?.id } },
			{ operation: 'unchanged' },
		]);
		const followed = await bench.run([moved], { options: { keyChanges: 'follow' } });
		expect(jsonOf(followed.results)).toMatchObject([{ operation: 'updated', userId: held?.id }]);
		const two = scim.person(8, { userName: 'other@company.tld', externalId: 'N8' });
		const ignored = await bench.run([two], { options: { keyChanges: 'ignore' } });
		expect(jsonOf(ignored.results)).toMatchObject([{ operation: 'created' }]);
		await bench.close();
	});

	it.each(['no', 'ignored'] as const)('makes them where the server takes no such filter (%s)', async (emailFilter) => {
		const bench = await scim.scimBench({ clock, users: scim.accounts(1, 2), switches: { emailFilter } });
		const outcome = await bench.run([scim.person('new')]);
		expect(jsonOf(outcome.results)).toMatchObject([{ operation: 'created' }]);
		expect(outcome.summary?.json).toMatchObject({ planQuality: 'lookup' });
		await bench.close();
	});

	it('lists everybody once where the server heeds no filter at all, and asks all the same', async () => {
		const bench = await scim.scimBench({ clock, users: scim.accounts(1, 30), switches: { filter: 'ignored' } });
		const outcome = await bench.run([moved, scim.person(1), scim.person('new')]);
		expect(jsonOf(outcome.results)).toMatchObject([MOVED, { operation: 'unchanged' }, { operation: 'created' }]);
		expect(outcome.summary?.json).toMatchObject({ planQuality: 'full' });
		expect(bench.simulator.requests.filter(({ query }) => query.startIndex === '1')).toHaveLength(1);
		await bench.close();
	});
});

it.each([400, 500, 501, 404, 403])(
	'SCIM 2.0: a filter of addresses that is answered %d holds up nobody',
	async (status) => {
		const own = await startOwn([user(1)], ({ query }) =>
			query.get('filter')?.includes('emails') === true ? problem(status, 'What is that?') : undefined,
		);
		const rows = Array.from({ length: 10 }, (_, at) => ({ ...row(at + 5), email: `n${at}@x.tld` }));
		const outcome = await own.run(rows, { options: { concurrency: 10 } });
		expect(outcome.summary?.json.counts).toEqual({ created: 10 });
		await own.close();
	},
);

it('Learnifier has no search: a small run makes no second account, and names the external id of who holds the address', async () => {
	const bench = await learnifierBench({ users: accounts(1, 30) });
	const outcome = await bench.run([person(7, { externalId: 'N7' })], { options: { keyChanges: 'follow' } });
	expect(jsonOf(outcome.results)).toMatchObject([
		{
			operation: 'failed',
			code: 'EMAIL_TAKEN',
			message: expect.stringMatching(/"E7"\. If it is the same person, change/),
		},
	]);
	expect(bench.simulator.directory.size).toBe(30);
	await bench.close();
});
