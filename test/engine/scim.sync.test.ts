import { useVirtualClock } from '../../engine/clock';
import { switchesOf } from '../../simulators';
import { everything, jsonOf, operations } from './bridgeKit';
import { account, accounts, people, person, scimBench, type ScimBench } from './scimKit';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LMS = 'urn:example:params:scim:schemas:extension:lms:2.0:User';

describe('SCIM 2.0: sync', () => {
	const clock = useVirtualClock();
	let bench: ScimBench;
	afterEach(async () => bench.close());

	it('lists once, sends one call for each difference, and nothing in the second run', async () => {
		bench = await scimBench({ users: 250, clock });
		const rows = bench.rows();
		rows.slice(0, 7).forEach((row, at) => (row.title = `New Title ${at}`));
		const joiners = [person(9001), person(9002, { Department: 'Sales', Manager: rows[0]?.userName })];
		const gone = rows.splice(10, 3);
		const master = [...rows, ...joiners];
		const first = await bench.run(master, { missingUsers: 'lock' });
		expect(first.error).toBeUndefined();
		expect(
			bench
				.writes()
				.map(({ method }) => method)
				.sort(),
		).toEqual([...Array.from({ length: 10 }, () => 'PATCH'), 'POST', 'POST']);
		expect(first.summary?.json).toMatchObject({
			lms: 'scim',
			planQuality: 'full',
			counts: { created: 2, updated: 7, suspended: 3, unchanged: rows.length - 7 },
			warnings: [],
		});
		const [, second] = bench.simulator.calls({ method: 'POST' });
		expect(second?.body).toEqual({
			schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
			active: true,
			userName: 'e9002@company.tld',
			externalId: 'E9002',
			name: { givenName: 'First', familyName: 'Last9002' },
			emails: [{ type: 'work', primary: true, value: 'e9002@company.tld' }],
			[ENTERPRISE]: {
				department: 'Sales',
				manager: { value: bench.simulator.directory.get(String(rows[0]?.userName))?.id },
			},
		});
		expect(gone.map(({ userName }) => bench.user(String(userName)).active)).toEqual([false, false, false]);

		bench.simulator.reset();
		const again = await bench.run(master, { missingUsers: 'lock' });
		expect(bench.writes()).toEqual([]);
		expect(again.summary?.json.counts).toEqual({ unchanged: master.length });
	});

	it('works under every switch, and writes nothing the second time', async () => {
		for (const { name, values } of switchesOf('scim')) {
			for (const value of values) {
				bench = await scimBench({ users: 120, clock, switches: { [name]: value } });
				const rows = bench.rows();
				const master = [
					...rows.slice(0, -2),
					person(9001, { Locale: 'sv', title: 'Clerk', 'Mobile Phone': '+46 1' }),
					person(9002),
				];
				rows.slice(0, 3).forEach((row, at) => (row.email = `moved${at}@company.tld`));
				rows.slice(3, 5).forEach((row) => (row.Department = 'Elsewhere'));
				const outcome = await bench.run(master, { missingUsers: 'lock' });
				expect([name, value, outcome.error?.message, outcome.summary?.json.counts]).toEqual([
					name,
					value,
					undefined,
					{ created: 2, updated: 5, suspended: 2, unchanged: rows.length - 7 },
				]);
				expect(bench.simulator.requests.flatMap(({ notes }) => notes)).toEqual([]);
				expect(bench.user('e9001@company.tld')).toMatchObject({ locale: 'sv', title: 'Clerk' });
				expect(bench.user(String(rows[0]?.userName)).emails).toContainEqual({
					value: 'moved0@company.tld',
					type: 'work',
					primary: true,
				});
				bench.simulator.reset();
				const second = await bench.run(master, { missingUsers: 'lock' });
				expect([name, value, bench.writes(), second.summary?.json.counts]).toEqual([
					name,
					value,
					[],
					{ unchanged: master.length },
				]);
				await bench.close();
			}
		}
		bench = await scimBench({ clock });
	}, 120_000);

	it('deletes whoever is missing', async () => {
		bench = await scimBench({ users: accounts(1, 60), clock });
		const outcome = await bench.run(people(1, 58), { missingUsers: 'delete' });
		expect(outcome.summary?.json.counts).toEqual({ deleted: 2, unchanged: 58 });
		expect(bench.writes().map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
		expect(bench.simulator.directory.size).toBe(58);
	});

	it('reactivates whoever is on the list, unless the row itself says that they are not active', async () => {
		const users = [1, 2, 3].map((number) => account(number, { active: false }));
		bench = await scimBench({ users, clock });
		const outcome = await bench.run([person(1), person(2, { title: 'Clerk' }), person(3, { active: 'no' })]);
		expect(operations(outcome)).toEqual(['reactivated', 'reactivated', 'unchanged']);
		expect(bench.user('e2@company.tld')).toMatchObject({ active: true, title: 'Clerk' });
		expect(bench.user('e3@company.tld')).toMatchObject({ active: false });
	});

	it('changes only the member that the list owns; the others stay', async () => {
		const members = {
			emails: [
				{ value: 'e1@company.tld', type: 'work' },
				{ value: 'private@home.tld', type: 'home', primary: true },
			],
			phoneNumbers: [{ value: '+1', type: 'fax' }],
			addresses: [{ type: 'home', locality: 'Here' }],
		};
		for (const patch of ['paths', 'noMembers', 'noPath', 'none'] as const) {
			bench = await scimBench({ users: [account(1, members)], clock, switches: { patch } });
			const row = person(1, { email: 'new@company.tld', mobile: '+2', City: 'There', Region: 'West' });
			expect(operations(await bench.run([row]))).toEqual(['updated']);
			expect(bench.user('e1@company.tld')).toMatchObject({
				emails: [{ value: 'new@company.tld', type: 'work' }, members.emails[1]],
				phoneNumbers: [...members.phoneNumbers, { value: '+2', type: 'mobile' }],
				addresses: [...members.addresses, { type: 'work', locality: 'There', region: 'West' }],
			});
			await bench.run(
				[person(1, { email: '', mobile: '', City: '', Region: 'West' }), person(2, { mobile: '+3', City: 'X' })],
				{
					options: { blankValues: 'clear' },
				},
			);
			expect(bench.user('e1@company.tld')).toMatchObject({
				emails: [members.emails[1]],
				phoneNumbers: members.phoneNumbers,
				addresses: [...members.addresses, { type: 'work', region: 'West' }],
			});
			await bench.close();
		}
		bench = await scimBench({ clock });
	});

	it.each(['paths', 'noMembers', 'noPath', 'none'] as const)(
		'a part of a name and of an extension is cleared, whichever form of PATCH is taken (%s)',
		async (patch) => {
			const users = [account(1, { [ENTERPRISE]: { department: 'Sales', costCenter: '7' } }), account(2)];
			bench = await scimBench({ users, clock, switches: { patch } });
			const rows = [person(1, { givenName: '', Department: '' }), person(2, { Department: 'IT' })];
			const options = { blankValues: 'clear' };
			expect(operations(await bench.run(rows, { options }))).toEqual(['updated', 'updated']);
			const user = bench.user('e1@company.tld');
			expect(user.name).toEqual({ familyName: 'Last1' });
			expect(user[ENTERPRISE]).toEqual({ costCenter: '7' });
			expect(operations(await bench.run(rows, { options }))).toEqual(['unchanged', 'unchanged']);
		},
	);

	it('PUT keeps all that the row does not speak of', async () => {
		const users = [account(1, { nickName: 'Sal', roles: [{ value: 'student' }], [LMS]: { badge: 7 } })];
		bench = await scimBench({ users, clock, switches: { patch: 'none' } });
		const before = bench.user('e1@company.tld');
		expect(operations(await bench.run([person(1, { Department: 'Sales' })]))).toEqual(['updated']);
		expect(bench.writes().map(({ method }) => method)).toEqual(['PUT']);
		expect(bench.user('e1@company.tld')).toEqual({
			...before,
			schemas: expect.arrayContaining([ENTERPRISE]),
			[ENTERPRISE]: { department: 'Sales' },
		});
	});

	it("the server's own attributes are columns, where it tells them", async () => {
		bench = await scimBench({ users: [account(1)], clock });
		const rows = [person(1, { badge: '12', learningGroup: 'Night shift', isMentor: 'yes', lastSeen: 'today' })];
		const outcome = await bench.run(rows);
		expect(operations(outcome)).toEqual(['updated']);
		expect(outcome.summary?.json.ignoredColumns).toEqual(['lastSeen']);
		expect(bench.user('e1@company.tld')[LMS]).toEqual({ badge: 12, learningGroup: 'Night shift', isMentor: true });
		expect(operations(await bench.run(rows))).toEqual(['unchanged']);
	});

	it('names managers by key: somebody in the system, somebody made in this run, each other, nobody', async () => {
		bench = await scimBench({ users: [account(1)], clock });
		const rows = [
			person(2, { manager: 'E3' }),
			person(3, { manager: 'E1' }),
			person(4, { manager: 'E5' }),
			person(5, { manager: 'E4' }),
			person(6, { manager: 'E77', title: 'Clerk' }),
		];
		const outcome = await bench.run(rows, { findBy: 'externalId' });
		expect(operations(outcome)).toEqual(['created', 'created', 'created', 'created', 'created']);
		const managerOf = (number: number): unknown => {
			const extension = bench.user(`e${number}@company.tld`)[ENTERPRISE] as { manager?: { value: string } } | undefined;
			return bench.simulator.directory.withId(extension?.manager?.value ?? '')?.resource.externalId;
		};
		expect([2, 3, 4, 5, 6].map(managerOf)).toEqual(['E3', 'E1', 'E5', 'E4', undefined]);
		expect(jsonOf(outcome.results)[4]?.hints).toEqual([expect.stringContaining('E77')]);
		bench.simulator.reset();
		await bench.run(rows.slice(0, 4), { findBy: 'externalId' });
		expect(bench.writes()).toEqual([]);
	});

	it('user names that are addresses are compared without case, other keys are not', async () => {
		bench = await scimBench({ users: [account(1), account(2, { userName: 'sally' })], clock });
		const outcome = await bench.run([person(1, { userName: 'E1@Company.tld' }), person(2, { userName: 'Sally' })]);
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['unchanged', ''],
			['rejected', 'AMBIGUOUS_MATCH'],
		]);
		expect(bench.writes()).toEqual([]);
	});

	it('finds people by external id; users without one are never touched', async () => {
		const byHand = { userName: 'made.by.hand', active: true };
		bench = await scimBench({ users: [...accounts(1, 30), byHand], clock });
		const rows = people(1, 29).map((row, at) => (at === 0 ? { ...row, userName: 'renamed@company.tld' } : row));
		const outcome = await bench.run(rows, { findBy: 'externalId', missingUsers: 'delete' });
		expect(outcome.summary?.json).toMatchObject({
			counts: { updated: 1, deleted: 1, unchanged: 28 },
			directory: { users: 31, managed: 30, unmanaged: 1 },
		});
		expect(bench.user('renamed@company.tld')).toMatchObject({ externalId: 'E1' });
		expect(bench.user('made.by.hand')).toMatchObject({ active: true });
	});

	it('a row without a user name is rejected, whatever people are found by', async () => {
		bench = await scimBench({ users: accounts(1, 2), clock });
		const rows = [person(1), { externalId: 'E9', givenName: 'No', familyName: 'Login' }];
		const outcome = await bench.run(rows, { findBy: 'externalId' });
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['unchanged', ''],
			['rejected', 'INVALID_ROW'],
		]);
	});

	it('tells no secret anywhere', async () => {
		bench = await scimBench({ users: accounts(1, 3), clock });
		for (const method of ['PATCH', 'PUT'])
			bench.simulator.faults.add({
				kind: 'status',
				status: 400,
				body: { detail: `bad ${String(bench.simulator.credentials.token)}` },
				times: 9,
				match: { method },
			});
		const outcome = await bench.run([person(1, { title: 'X' }), person(9)], { options: { includeResponse: true } });
		expect(operations(outcome)).toEqual(['failed', 'created']);
		for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
	});

	it.each([0, 100] as const)('sends a password and unknown columns when asked to, %i people a call', async (bulk) => {
		bench = await scimBench({ users: accounts(1, 2), clock, switches: { bulk } });
		const rows = [person(1), person(2, { title: 'Boss' }), person(3)].map((row) => ({
			...row,
			Password: 'Rain-7-Boots',
			profileUrl: 'https://x.tld/me',
		}));
		const quiet = await bench.run(rows, { dryRun: true });
		expect(quiet.summary?.json.ignoredColumns).toEqual(['Password', 'profileUrl']);
		const options = { sendPassword: true, sendUnknownColumns: true, includeResponse: true };
		const outcome = await bench.run(rows, { options });
		// What can't be compared goes along with other changes.
		expect(operations(outcome)).toEqual(['unchanged', 'updated', 'created']);
		const sent = JSON.stringify(bench.writes().map(({ body }) => body));
		expect(sent.split('Rain-7-Boots')).toHaveLength(3);
		expect(bench.user('e2@company.tld')).toMatchObject({ password: 'Rain-7-Boots', profileUrl: 'https://x.tld/me' });
		expect(bench.user('e3@company.tld')).toMatchObject({ password: 'Rain-7-Boots', profileUrl: 'https://x.tld/me' });
		expect(everything(outcome)).not.toContain('Rain-7-Boots');
		const again = await bench.run(rows, { options });
		expect(operations(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});

	it.each([30, 4])('knows by the external id who has a new user name and address, among %i', async (count) => {
		bench = await scimBench({ users: accounts(1, count), clock });
		const married = { userName: 'new@company.tld', email: 'new@company.tld', familyName: 'New' };
		const rows = people(1, count).map((row, at) => (at === 2 ? { ...row, ...married } : row));
		const missing = count > 10 ? { missingUsers: 'delete' } : {};
		const asked = await bench.run(rows, missing);
		expect(jsonOf(asked.results)[2]).toMatchObject({
			operation: 'rejected',
			code: 'KEY_CHANGED',
			conflict: { field: 'externalId' },
		});
		expect(bench.writes()).toEqual([]);
		const followed = await bench.run(rows, { ...missing, options: { keyChanges: 'follow' } });
		expect(followed.summary?.json.counts).toEqual({ updated: 1, unchanged: count - 1 });
		expect(bench.user('new@company.tld')).toMatchObject({ externalId: 'E3' });
	});

	it('tells nobody by an external id that stands on two rows', async () => {
		bench = await scimBench({ users: accounts(1, 30), clock });
		const fresh = [40, 41].map((number) => person(number, { externalId: 'E30' }));
		const outcome = await bench.run([...people(1, 29), ...fresh]);
		expect(operations(outcome).slice(29)).toEqual(['created', 'created']);
	});
});
