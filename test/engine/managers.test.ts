import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench } from './bridgeKit';
import { blindBench, account as collaboratorAccount, collaboratorBench, person } from './lmsCollaboratorKit';
import { requestorBench } from './requestorKit';
import { account as scimAccount, scimBench } from './scimKit';

/** Managers by key, e-mail or name: over the rows and the directory, the list's keys before the vendor's ids. */

const hintsOf = ({ json }: { json: IDataObject } = { json: {} }): string =>
	(json.hints as string[] | undefined)?.join(' ') ?? '';

describe('managers', () => {
	const clock = useVirtualClock();

	describe('in Bridge', () => {
		const bench = async (): ReturnType<typeof bridgeBench> => bridgeBench({ users: 40, clock });

		it.each(['key', 'e-mail', 'full name', 'Last, First', 'name and key'])(
			'are found in the system by %s, though they are not on the list',
			async (how) => {
				const { simulator, run, close } = await bench();
				const boss = simulator.directory.active.find(
					(user) => user.uid !== simulator.directory.self && user.roles.length === 0,
				);
				if (boss === undefined) throw new Error('Nobody is there');
				const { uid, first_name: first, last_name: last, email } = boss;
				const Manager = {
					key: uid,
					'e-mail': email ?? '',
					'full name': `${first} ${last}`,
					'Last, First': `${last}, ${first}`,
					'name and key': `${first} ${last} (${uid})`,
				}[how];
				const outcome = await run([
					{ uid: 'new-1', 'First Name': 'Nina', 'Last Name': 'New', Email: 'nina@company.tld', Manager },
				]);
				expect(outcome.results[0]?.json).toMatchObject({ operation: 'created', name: 'Nina New' });
				expect(hintsOf(outcome.results[0])).toBe('');
				expect(simulator.directory.active.find((user) => user.uid === 'new-1')?.manager_id).toBe(boss.id);
				await close();
			},
		);

		it.each([1, 12])(
			'are never somebody whose Bridge id is the number that the list calls its manager by (%s rows)',
			async (count) => {
				const { simulator, run, close } = await bench();
				const stranger = simulator.directory.active.find((user) => user.uid !== simulator.directory.self)?.id ?? '';
				const rows = Array.from({ length: count }, (_, at) => ({
					'Employee ID': String(900_001 + at),
					'First Name': 'Nina',
					'Last Name': `New ${at}`,
					Email: `nina${at}@company.tld`,
					'Manager ID': stranger,
				}));
				const outcome = await run(rows, { keyColumn: 'Employee ID' });
				expect(outcome.results.map(({ json }) => json.operation)).toEqual(rows.map(() => 'created'));
				expect(outcome.results.map(({ json }) => json.name)).toEqual(rows.map((row) => `Nina ${row['Last Name']}`));
				expect(hintsOf(outcome.results[0])).toContain('Left out: Manager ID');
				for (const { uid, manager_id: manager } of simulator.directory.active)
					if (uid.startsWith('9000')) expect(manager ?? null).toBeNull();
				await close();
			},
		);

		it('are nobody where two people go by the name', async () => {
			const { simulator, run, close } = await bench();
			const two = (number: number): IDataObject => ({
				uid: `t${number}`,
				'First Name': 'Tom',
				'Last Name': 'Twin',
				Email: `t${number}@company.tld`,
			});
			const outcome = await run([two(1), two(2), { ...two(3), 'First Name': 'Ann', Manager: 'Tom Twin' }]);
			expect(outcome.results[2]?.json).toMatchObject({ operation: 'created', name: 'Ann Twin' });
			expect(hintsOf(outcome.results[2])).toContain('may be several people');
			expect(simulator.directory.active.find((user) => user.uid === 't3')?.manager_id ?? null).toBeNull();
			await close();
		});
	});

	describe('whose key changes in the same run', () => {
		const people = (key: string, mail: string): IDataObject[] =>
			Array.from({ length: 30 }, (_, at) => ({
				[key]: at === 0 ? 'NEW-KEY' : `E${at}`,
				'First Name': `First ${at}`,
				'Last Name': `Last ${at}`,
				[mail]: `p${at}@company.tld`,
				Manager: ['', 'NEW-KEY', 'E0'][at] ?? '',
			}));

		it.each([false, true])(
			'are named by the new one, wherever they stand on the list (Bridge, reversed: %s)',
			async (isReversed) => {
				const users = people('uid', 'email').map((row, at) => ({
					uid: `E${at}`,
					first_name: String(row['First Name']),
					last_name: String(row['Last Name']),
					email: String(row.email),
				}));
				const { simulator, run, writes, close } = await bridgeBench({ users, clock });
				const boss = simulator.directory.withUid('E0')[0];
				const rows = people('uid', 'email');
				if (isReversed) rows.reverse();
				const parameters = { options: { keyChanges: 'follow' } };
				const outcome = await run(rows, parameters);
				expect(outcome.summary?.json.counts).toEqual({ updated: 3, unchanged: 27 });
				for (const uid of ['E1', 'E2']) expect(simulator.directory.withUid(uid)[0]?.manager_id).toBe(boss?.id);
				simulator.reset();
				await run(rows, parameters);
				expect(writes()).toEqual([]);
				await close();
			},
		);

		it('are written in the same run (Requestor)', async () => {
			const users = people('ExternalId', 'Email').map((row, at) => ({
				ExternalId: `E${at}`,
				FirstName: String(row['First Name']),
				LastName: String(row['Last Name']),
				Email: String(row.Email),
			}));
			const bench = await requestorBench({ users });
			const boss = bench.simulator.directory.withExternalId('E0');
			const rows = people('ExternalId', 'Email');
			const outcome = await bench.run(rows, { options: { keyChanges: 'follow' } });
			expect(outcome.summary?.json.counts).toEqual({ updated: 3, unchanged: 27 });
			for (const key of ['E1', 'E2'])
				expect(bench.simulator.directory.withExternalId(key)?.ManagerKey).toBe(boss?.UserProviderKey);
			await bench.close();
		});
	});

	describe('in Requestor', () => {
		it('are named by its own key, also where they are made by the same run, or in a circle', async () => {
			const bench = await requestorBench({ users: 30 });
			const [boss] = bench.managed();
			const row = (key: string, manager: string | null | undefined): IDataObject => ({
				ExternalId: key,
				'First Name': `First ${key}`,
				'Last Name': `Last ${key}`,
				Email: `${key}@company.tld`,
				Manager: manager,
			});
			const outcome = await bench.run([
				row('n1', boss?.ExternalId),
				row('n2', 'n3'),
				row('n3', 'n2@company.tld'),
				row('n4', `${boss?.LastName}, ${boss?.FirstName}`),
				row('n5', 'Nobody Known'),
			]);
			expect(outcome.results.map(({ json }) => json.operation)).toEqual([
				'created',
				'created',
				'created',
				'created',
				'created',
			]);
			const keyOf = (externalId: string): string | undefined =>
				bench.simulator.directory.withExternalId(externalId)?.UserProviderKey;
			const managerOf = (externalId: string): string | null | undefined =>
				bench.simulator.directory.withExternalId(externalId)?.ManagerKey;
			expect(managerOf('n1')).toBe(boss?.UserProviderKey);
			expect(managerOf('n2')).toBe(keyOf('n3'));
			expect(managerOf('n3')).toBe(keyOf('n2'));
			expect(managerOf('n4')).toBe(boss?.UserProviderKey);
			expect(managerOf('n5')).toBeNull();
			expect(hintsOf(outcome.results[4])).toContain('is nobody on the list or in Requestor');
			const again = await bench.run([row('n2', 'n3'), row('n3', 'First n2 Last n2')]);
			expect(again.results.map(({ json }) => json.operation)).toEqual(['unchanged', 'unchanged']);
			await bench.close();
		});
	});

	describe('in LMS Collaborator', () => {
		const known = { ...collaboratorAccount(1), secondname: 'Boss', firstname: 'Bea', email: 'bea@company.tld' };

		it('are found in its list by name', async () => {
			const bench = await collaboratorBench({ clock, users: [known] });
			const outcome = await bench.run([person(7, { Manager: 'Bea Boss' })]);
			expect(hintsOf(outcome.results[0])).toBe('');
			expect(bench.simulator.requests.at(-1)?.body).toMatchObject({ manager_uid: 'cl1' });
			await bench.close();
		});

		it('are found among Known Users by e-mail', async () => {
			const bench = await blindBench({ clock, users: [known] });
			const outcome = await bench.run([person(7, { Manager: 'bea@company.tld' })], {
				knownUsers: JSON.stringify([known]),
			});
			expect(outcome.summary?.json.planQuality).toBe('snapshot');
			expect(JSON.stringify(bench.bodies())).toContain('"manager_uid":"cl1"');
			await bench.close();
		});

		it('go as they stand in blind runs where they may be keys, and are left out where they are names of nobody', async () => {
			const bench = await blindBench({ clock, users: [known] });
			const outcome = await bench.run([
				person(7, { Manager: 'cl1' }),
				person(8, { Manager: 'Bea Boss' }),
				person(9, { Manager: 'First Last 7' }),
			]);
			const sent = JSON.stringify(bench.bodies());
			expect(sent).toContain('"manager_uid":"cl1"');
			expect(sent).toContain('"manager_uid":"cl7"');
			expect(sent).not.toContain('Bea Boss');
			expect(hintsOf(outcome.results[1])).toContain('is nobody on the list');
			await bench.close();
		});
	});

	describe('in SCIM', () => {
		it.each(['e2@company.tld', 'Bea Boss', 'E2'])('are found in the system: %s', async (Manager) => {
			const bench = await scimBench({
				clock,
				users: [
					scimAccount(1),
					scimAccount(2, { name: { givenName: 'Bea', familyName: 'Boss' }, displayName: 'Bea Boss' }),
				],
			});
			const outcome = await bench.run([
				{ userName: 'e9@company.tld', givenName: 'Nina', familyName: 'New', email: 'e9@company.tld', Manager },
			]);
			expect(outcome.results[0]?.json).toMatchObject({ operation: 'created' });
			if (Manager === 'E2') expect(hintsOf(outcome.results[0])).toContain('Left out: Manager');
			else {
				expect(hintsOf(outcome.results[0])).toBe('');
				expect(JSON.stringify(bench.user('e9@company.tld'))).toContain(
					`"manager":{"value":"${bench.simulator.directory.named('userName', 'e2@company.tld')[0]?.id}"`,
				);
			}
			await bench.close();
		});
	});
});
