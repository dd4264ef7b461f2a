import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf } from './bridgeKit';
import * as collaborator from './lmsCollaboratorKit';
import * as scim from './scimKit';
import * as traliant from './traliantKit';

const clock = useVirtualClock();

describe('SCIM 2.0: a person is more than a key', () => {
	const NEW: Array<[string, IDataObject, IDataObject]> = [
		['a new user name with the external id of before', { findBy: 'userName' }, { userName: 'married@company.tld' }],
		['a new external id with the user name of before', { findBy: 'externalId' }, { externalId: 'N1' }],
	];
	const modes: Array<[string, number]> = [
		['listed', 30],
		['looked up', 3],
	];

	it.each(NEW.flatMap(([what, by, more]) => modes.map(([mode, rows]) => [what, mode, by, more, rows] as const)))(
		'%s, %s: asked about, and followed where that is wished',
		async (_what, _mode, by, more, rows) => {
			for (const dryRun of [true, false]) {
				const bench = await scim.scimBench({ users: scim.accounts(1, 30), clock });
				const list = [scim.person(1, more), ...scim.people(2, rows)];
				const asked = await bench.run(list, { ...by, dryRun });
				const [held] = bench.simulator.directory.listed();
				expect(jsonOf(asked.results)[0]).toMatchObject({
					operation: 'rejected',
					code: 'KEY_CHANGED',
					conflict: { heldBy: held?.id },
				});
				expect(bench.writes()).toEqual([]);
				if (!dryRun) {
					const followed = await bench.run(list, { ...by, options: { keyChanges: 'follow' } });
					expect(jsonOf(followed.results)[0]).toMatchObject({ operation: 'updated', userId: held?.id });
					expect(held?.resource).toMatchObject(more);
				}
				expect(bench.simulator.directory.size).toBe(30);
				await bench.close();
			}
		},
	);
});

describe('LMS Collaborator: a person is more than a key', () => {
	it.each([30, 3])(
		'a new UID with the login of before is asked about, and nobody is blocked (%d rows)',
		async (rows) => {
			const all = Array.from({ length: 30 }, (_, at) => collaborator.person(at));
			const bench = await collaborator.collaboratorBench({
				users: all.map((_, at) => collaborator.account(at)),
				clock,
			});
			const list = [{ ...all[0], uid: 'NEW' }, ...all.slice(1, rows)];
			const outcome = await bench.run(list, {
				missingUsers: rows === 30 ? 'lock' : 'ignore',
				options: { keyChanges: 'follow' },
			});
			// The vendor does not let a UID be changed: Follow asks, too.
			expect(jsonOf(outcome.results)[0]).toMatchObject({ operation: 'rejected', code: 'KEY_CHANGED' });
			expect(outcome.summary?.json.counts).toEqual({ rejected: 1, unchanged: rows - 1 });
			await bench.close();
		},
	);
});

describe('Traliant LMS: a plan against Known Users that is wrong without removing anybody', () => {
	const known = Array.from({ length: 60 }, (_, at) => traliant.person(at));
	const next = (at: number): IDataObject => traliant.person((at + 1) % 60);

	it.each([
		['all keys drifted', known.map((_, at) => traliant.person(at + 500)), /60 people would be created/],
		[
			'sorted without the key',
			known.map((row, at) => ({ ...next(at), username: row.username, id_number: row.id_number })),
			/e-mail address of 60 people would change/,
		],
	])('is told: %s', async (_what, rows, told) => {
		const bench = await traliant.traliantBench({ clock });
		for (const dryRun of [true, false]) {
			const outcome = await bench.run(rows, { knownUsers: known, dryRun });
			expect(outcome.error).toBeUndefined();
			expect(outcome.summary?.json.warnings).toEqual(expect.arrayContaining([expect.stringMatching(told)]));
		}
		const quiet = await bench.run(known, { knownUsers: known });
		expect(JSON.stringify(quiet.summary?.json.warnings)).not.toContain('Compared with');
		await bench.close();
	});
});

describe('a rejected row that has somebody else\u2019s key', () => {
	it.each(['another key', 'a key that is new'])(
		'tells by its address who is not missing: a column filled down by mistake (%s)',
		async (how) => {
			const bench = await bridgeBench({ users: 60 });
			const rows = bench.rows();
			const filled = how === 'another key' ? rows[0]?.uid : 'NEW-1';
			const list = rows.map((row, at) =>
				at === 1 || (at === 2 && how !== 'another key') ? { ...row, uid: filled } : row,
			);
			const outcome = await bench.run(list, { missingUsers: 'delete' });
			expect(outcome.results[1]?.json).toMatchObject({ operation: 'rejected', code: 'DUPLICATE_KEY' });
			expect(bench.writes()).toEqual([]);
			expect(outcome.results).toHaveLength(list.length);
			await bench.close();
		},
	);

	it('says nothing of somebody whose own row says that they have left', async () => {
		const bench = await bridgeBench({ users: 60 });
		const rows = bench.rows().map((row): IDataObject => ({ ...row, Status: 'Active' }));
		const [first, second] = rows;
		const list = [
			...rows.slice(0, 1),
			{ ...second, Status: 'Terminated' },
			...rows.slice(2),
			{ ...second, uid: first?.uid },
		];
		await bench.run(list, { missingUsers: 'delete' });
		expect(bench.writes()).toEqual([
			`DELETE /api/admin/users/${bench.simulator.directory.withUid(String(second?.uid))[0]?.id}`,
		]);
		await bench.close();
	});
});
