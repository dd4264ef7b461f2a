import fc from 'fast-check';
import { useVirtualClock } from '../../engine/clock';
import { jsonOf, operations } from './bridgeKit';
import { account, accounts, learnifierBench, people, person, type LearnifierBench } from './learnifierKit';

/** Rows beside the ones that a test is about, so that the directory is listed. */
const REST = people(101, 112);
const REST_ACCOUNTS = accounts(101, 112);

const address = (number: number): string => `e${number}@company.tld`;

describe('Learnifier: who may have which address', () => {
	const clock = useVirtualClock();
	let bench: LearnifierBench;
	afterEach(async () => bench.close());

	it('two rows that want one address are both rejected', async () => {
		bench = await learnifierBench({ clock });
		const outcome = await bench.run([
			person(1, { primaryEmail: 'same@company.tld' }),
			person(2, { primaryEmail: 'Same@Company.tld' }),
			person(3),
		]);
		expect(jsonOf(outcome.results).map(({ operation, code }) => [operation, code])).toEqual([
			['rejected', 'DUPLICATE_KEY'],
			['rejected', 'DUPLICATE_KEY'],
			['created', ''],
		]);
		expect(bench.writes()).toHaveLength(1);
	});

	it('an address in other case is no difference', async () => {
		bench = await learnifierBench({
			users: [account(1, { primaryEmail: 'E1@Company.tld' })],
			clock,
		});
		expect(operations(await bench.run([person(1)]))).toEqual(['unchanged']);
	});

	it('a chain is carried out from its free end', async () => {
		bench = await learnifierBench({ users: [...accounts(1, 4), ...REST_ACCOUNTS], clock });
		const chain = [1, 2, 3, 4].map((at) => person(at, { primaryEmail: address(at + 1) }));
		const outcome = await bench.run([...chain, ...REST]);
		expect(operations(outcome).slice(0, 4)).toEqual(['updated', 'updated', 'updated', 'updated']);
		expect(bench.writes().map(({ body }) => body)).toEqual([5, 4, 3, 2].map((at) => ({ primaryEmail: address(at) })));
		expect(bench.simulator.calls({ status: 409 })).toEqual([]);
	});

	it('an exchange without Auto Clear Email is told with the holder, and nothing of it is sent', async () => {
		bench = await learnifierBench({ users: [...accounts(1, 3), ...REST_ACCOUNTS], clock });
		const swap = [
			person(1, { primaryEmail: address(2), firstName: 'New' }),
			person(2, { primaryEmail: address(1) }),
			person(3, { primaryEmail: address(1) }),
		];
		const outcome = await bench.run([...swap.slice(0, 2), ...REST]);
		expect(jsonOf(outcome.results).slice(0, 2)).toMatchObject([
			{
				operation: 'rejected',
				attempted: 'updated',
				code: 'EMAIL_TAKEN',
				conflict: { field: 'primaryEmail', heldBy: bench.user('E2').id },
			},
			{
				operation: 'rejected',
				attempted: 'updated',
				code: 'EMAIL_TAKEN',
				conflict: { field: 'primaryEmail', heldBy: bench.user('E1').id },
			},
		]);
		expect(bench.writes()).toEqual([]);
		const behind = await bench.run([
			person(1, { primaryEmail: address(2) }),
			person(2, { primaryEmail: address(9) }),
			swap[2] ?? {},
			...REST,
		]);
		expect(operations(behind).slice(0, 3)).toEqual(['updated', 'updated', 'updated']);
		expect(bench.simulator.calls({ status: 409 })).toEqual([]);
	});

	it('an exchange with Auto Clear Email is carried out, in the body or in the query', async () => {
		for (const where of ['body', 'query'] as const) {
			bench = await learnifierBench({
				users: [...accounts(1, 3), ...REST_ACCOUNTS],
				clock,
				switches: { autoClearEmail: where },
			});
			const options = { autoClearEmail: true, autoClearEmailIn: where };
			const round = [1, 2, 3].map((at) => person(at, { primaryEmail: address((at % 3) + 1) }));
			const outcome = await bench.run([...round, ...REST], { options });
			expect(operations(outcome).slice(0, 3)).toEqual(['updated', 'updated', 'updated']);
			for (const row of round) expect(bench.user(String(row.externalId)).primaryEmail).toBe(row.primaryEmail);
			// Only the first of the circle meets an address that is still held.
			const flag = where === 'body' ? { autoClearEmail: true } : {};
			const [first, ...others] = bench.writes();
			expect(first).toMatchObject({
				body: { primaryEmail: expect.any(String), ...flag },
				query: where === 'body' ? {} : { autoClearEmail: 'true' },
			});
			for (const { body, query } of others) {
				expect(Object.keys(body as object)).toEqual(['primaryEmail']);
				expect(query).toEqual({});
			}
			expect(operations(await bench.run([person(101, { firstName: 'New' }), ...REST.slice(1)], { options }))[0]).toBe(
				'updated',
			);
			expect(bench.writes().at(-1)).toMatchObject({ body: { firstName: 'New' }, query: {} });
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('Auto Clear Email takes an address or username from people of the list, and says so', async () => {
		for (const rest of [[], REST]) {
			const sally = account(2, { displayName: 'Sally Student', username: 'sally' });
			bench = await learnifierBench({ users: [account(1), sally, ...REST_ACCOUNTS], clock });
			const rows = [person(1, { primaryEmail: 'E2@company.tld', username: 'Sally' }), ...rest];
			expect(jsonOf((await bench.run(rows)).results)[0]).toMatchObject({ code: 'EMAIL_TAKEN' });
			const outcome = await bench.run(rows, { options: { autoClearEmail: true } });
			expect(jsonOf(outcome.results)[0]).toMatchObject({
				operation: 'updated',
				hints: [expect.stringContaining('Sally Student')],
			});
			expect(bench.user('E1')).toMatchObject({ primaryEmail: 'E2@company.tld', username: 'Sally' });
			expect(bench.user('E2')).toMatchObject({ primaryEmail: null, username: null });
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('Auto Clear Email takes nothing from accounts that the list does not own', async () => {
		const others = [
			account('hand', { externalId: null, username: 'hand' }),
			account('admin', { backOfficeRoles: ['administrator'] }),
			account('kept'),
			account('far', { homeOrg: 2 }),
		];
		const names = ['hand', 'admin', 'kept', 'far'];
		for (const rest of [[], REST]) {
			const near = (list: ReturnType<typeof accounts>) => list.map((one) => ({ ...one, homeOrg: 1 }));
			const users = [...others, ...near(accounts(1, 5)), ...near(REST_ACCOUNTS)];
			bench = await learnifierBench({ users, clock });
			const before = bench.simulator.directory.snapshot().length;
			const rows = names.map((name, at) => person(at + 1, { primaryEmail: `e${name}@company.tld` }));
			const outcome = await bench.run([...rows, { externalId: 'E5', username: 'Hand' }, ...rest], {
				options: { autoClearEmail: true },
				safety: { protectedUsers: 'Ekept', scopeField: 'homeOrg', scopeValues: '1' },
			});
			const records = jsonOf(outcome.results).slice(0, 5);
			expect(records.map(({ code }) => code)).toEqual([...names.map(() => 'EMAIL_TAKEN'), 'ALREADY_EXISTS']);
			names.forEach((name, at) => {
				const holder = bench.simulator.directory.withEmail(`e${name}@company.tld`);
				expect(holder).toBeDefined();
				expect(records[at]).toMatchObject({ conflict: { heldBy: holder?.id } });
			});
			expect(bench.simulator.directory.withUsername('hand')?.externalId).toBeNull();
			expect(bench.simulator.directory.snapshot()).toHaveLength(before);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it("a leaver's address goes to a joiner after the leaver is gone", async () => {
		bench = await learnifierBench({ users: [...accounts(1, 1), ...accounts(101, 130)], clock });
		const joiner = person(2, { primaryEmail: address(1) });
		const outcome = await bench.run([joiner, ...people(101, 130)], {
			missingUsers: 'delete',
			options: { keyChanges: 'ignore' },
		});
		expect(outcome.summary?.json.counts).toEqual({ created: 1, deleted: 1, unchanged: 30 });
		expect(bench.writes().map(({ method }) => method)).toEqual(['DELETE', 'POST']);
		expect(bench.user('E2').primaryEmail).toBe(address(1));
	});

	it("a leaver's address also goes on along a chain", async () => {
		bench = await learnifierBench({ users: [...accounts(1, 2), ...accounts(101, 130)], clock });
		const outcome = await bench.run(
			[person(3, { primaryEmail: address(2) }), person(2, { primaryEmail: address(1) }), ...people(101, 130)],
			{ missingUsers: 'delete' },
		);
		expect(outcome.summary?.json.counts).toEqual({
			created: 1,
			updated: 1,
			deleted: 1,
			unchanged: 30,
		});
		expect(bench.writes().map(({ method }) => method)).toEqual(['DELETE', 'PATCH', 'POST']);
	});

	it('a leaver who is only locked keeps the address: the joiner is told who holds it', async () => {
		bench = await learnifierBench({ users: [...accounts(1, 1), ...accounts(101, 130)], clock });
		const outcome = await bench.run([person(2, { primaryEmail: address(1) }), ...people(101, 130)], {
			missingUsers: 'lock',
			options: { keyChanges: 'ignore' },
		});
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'rejected',
			attempted: 'created',
			code: 'EMAIL_TAKEN',
			conflict: { heldBy: bench.user('E1').id },
		});
		expect(bench.user('E1').hardLock).toBe(true);
	});

	it('when the leaver could not be removed, the joiner is not sent', async () => {
		bench = await learnifierBench({ users: [...accounts(1, 1), ...accounts(101, 130)], clock });
		bench.simulator.faults.add({
			kind: 'status',
			status: 400,
			match: { method: 'DELETE' },
			times: Infinity,
		});
		const outcome = await bench.run([person(2, { primaryEmail: address(1) }), ...people(101, 130)], {
			missingUsers: 'delete',
			options: { keyChanges: 'ignore' },
		});
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'failed',
			code: 'EMAIL_TAKEN',
			conflict: { heldBy: bench.user('E1').id },
			attempts: 0,
		});
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			operation: 'failed',
			attempted: 'deleted',
		});
		expect(bench.writes().map(({ method }) => method)).toEqual(['DELETE']);
	});

	it('a create that meets a 409 names the holder, in each form of the reply', async () => {
		for (const conflictBody of ['userId', 'withMessage', 'empty'] as const) {
			for (const userIdAs of ['string', 'number'] as const) {
				bench = await learnifierBench({
					users: accounts(1, 3),
					clock,
					switches: { conflictBody, userIdAs },
				});
				// Few rows are looked up by key, so nobody knows yet who holds the address.
				const outcome = await bench.run([
					person(9, { primaryEmail: address(1) }),
					person(2, { primaryEmail: address(3) }),
				]);
				const [created, updated] = jsonOf(outcome.results);
				expect(created).toMatchObject({
					operation: 'failed',
					attempted: 'created',
					code: 'EMAIL_TAKEN',
				});
				expect(updated).toMatchObject({
					operation: 'failed',
					attempted: 'updated',
					code: 'EMAIL_TAKEN',
				});
				if (conflictBody === 'empty') expect(created).not.toHaveProperty('conflict');
				else {
					expect(created).toMatchObject({
						conflict: { field: 'primaryEmail', heldBy: bench.user('E1').id },
						message: expect.stringContaining(`First Last1 (id ${bench.user('E1').id})`),
					});
					expect(updated).toMatchObject({
						conflict: { field: 'primaryEmail', heldBy: bench.user('E3').id },
					});
				}
				await bench.close();
			}
		}
		bench = await learnifierBench({ clock });
	});

	it('a username that is taken is told as such', async () => {
		bench = await learnifierBench({ users: [{ externalId: 'E1', username: 'sally' }], clock });
		const outcome = await bench.run([{ externalId: 'E2', username: 'Sally' }]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'failed',
			code: 'ALREADY_EXISTS',
			conflict: { field: 'username', heldBy: bench.user('E1').id },
		});
	});

	it('somebody created meanwhile under the same external id is told as already there', async () => {
		bench = await learnifierBench({ users: accounts(1, 1), clock });
		bench.simulator.faults.add({
			kind: 'status',
			status: 404,
			match: { path: /extuser/ },
			times: Infinity,
		});
		const outcome = await bench.run([person(1, { primaryEmail: 'new@company.tld' })]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'failed',
			code: 'ALREADY_EXISTS',
			conflict: { field: 'externalId', heldBy: bench.user('E1').id },
		});
	});

	it('adopts an account made by hand, planned or by the way, and never an administrator or a managed one', async () => {
		const hand = { externalId: null, firstName: 'Sally', primaryEmail: address(1) };
		for (const rest of [[], REST]) {
			bench = await learnifierBench({
				users: [
					hand,
					{ externalId: null, primaryEmail: address(2), backOfficeRoles: ['administrator'] },
					account(3),
					...REST_ACCOUNTS,
				],
				clock,
			});
			const id = bench.simulator.directory.withEmail(address(1))?.id;
			const rows = [person(1), person(2), person(4, { primaryEmail: address(3) }), ...rest];
			const without = await bench.run(rows, { options: { keyChanges: 'ignore' } });
			expect(
				jsonOf(without.results)
					.slice(0, 3)
					.map(({ code }) => code),
			).toEqual(['EMAIL_TAKEN', 'EMAIL_TAKEN', 'EMAIL_TAKEN']);
			bench.simulator.reset();
			const outcome = await bench.run(rows, { options: { adoptByEmail: true, keyChanges: 'ignore' } });
			expect(jsonOf(outcome.results).slice(0, 3)).toMatchObject([
				{ success: true, operation: 'updated', adopted: true, userId: id },
				{ success: false, code: 'EMAIL_TAKEN' },
				{ success: false, code: 'EMAIL_TAKEN', conflict: { heldBy: bench.user('E3').id } },
			]);
			expect(bench.simulator.calls({ method: 'PATCH' }).map(({ body }) => body)).toEqual([
				{ externalId: 'E1', firstName: 'First', lastName: 'Last1' },
			]);
			expect(bench.user('E1')).toMatchObject({ id, primaryEmail: address(1) });
			expect(operations(await bench.run([person(1), ...rest], { options: { adoptByEmail: true } }))[0]).toBe(
				'unchanged',
			);
			await bench.close();
		}
		bench = await learnifierBench({ clock });
	});

	it('an adoption without an answer is found out, not repeated blindly', async () => {
		bench = await learnifierBench({
			users: [{ externalId: null, primaryEmail: address(1) }],
			clock,
		});
		bench.simulator.faults.add({ kind: 'resetAfter', match: { method: 'PATCH' } });
		const outcome = await bench.run([person(1)], { options: { adoptByEmail: true } });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'updated',
			adopted: true,
			recovered: true,
		});
		expect(bench.simulator.directory.size).toBe(1);
	});

	it('whatever addresses are wanted: each row is done, or told who holds the address, and no call is refused', async () => {
		const moves = fc.record({
			wants: fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 8, maxLength: 8 }),
			leavers: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 2 }),
			autoClear: fc.boolean(),
			missing: fc.constantFrom('ignore', 'delete', 'lock'),
		});
		await fc.assert(
			fc.asyncProperty(moves, async ({ wants, leavers, autoClear, missing }) => {
				const round = await learnifierBench({
					users: [...accounts(0, 5), ...accounts(101, 140)],
					clock,
				});
				try {
					// 0 to 5 are there, 6 and 7 are new.
					const rows = wants.flatMap((wanted, at) =>
						leavers.includes(at) ? [] : [person(at, { primaryEmail: address(wanted) })],
					);
					const before = new Map(round.simulator.directory.all().map((user) => [user.externalId, user.id]));
					const outcome = await round.run([...rows, ...people(101, 140)], {
						missingUsers: missing,
						options: { autoClearEmail: autoClear, concurrency: 8, keyChanges: 'ignore' },
					});
					expect(outcome.error).toBeUndefined();
					const refused = round.simulator.calls({ status: 409 });
					expect(refused).toEqual([]);
					const records = jsonOf(outcome.results);
					rows.forEach((row, at) => {
						const record = records[at];
						const user = round.simulator.directory.withExternalId(String(row.externalId))[0];
						if (record?.success === true) {
							expect(user?.primaryEmail).toBe(row.primaryEmail);
							return;
						}
						expect(['EMAIL_TAKEN', 'DUPLICATE_KEY']).toContain(record?.code);
						if (record?.code === 'EMAIL_TAKEN')
							expect([...before.values()]).toContain((record.conflict as { heldBy: string }).heldBy);
						// Never half-done: whoever was told no keeps what they had, unless Auto Clear gave it away.
						if (!autoClear)
							expect(user?.primaryEmail ?? undefined).toBe(
								before.has(String(row.externalId)) ? address(Number(String(row.externalId).slice(1))) : undefined,
							);
					});
				} finally {
					await round.close();
				}
			}),
			{ numRuns: 60 },
		);
		bench = await learnifierBench({ clock });
	});
});
