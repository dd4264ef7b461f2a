import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { runNode } from '../../engine/engine';
import { startSimulator } from '../../simulators';
import { bridgeBench, jsonOf } from './bridgeKit';
import * as learnifier from './learnifierKit';
import * as collaborator from './lmsCollaboratorKit';
import * as scim from './scimKit';
import { open, TRADES } from './trades';
import * as traliant from './traliantKit';

const clock = useVirtualClock();
const AUTO = { mappingMode: 'autoMapInputData', value: null };

describe('an upsert that is sent again after a try without an answer is never told as unchanged', () => {
	const BROKEN = [
		{ kind: 'resetAfter' },
		{ kind: 'hangAfter' },
		{ kind: 'status', status: 502, commit: true },
		{ kind: 'status', status: 500, commit: true },
	] as const;
	const told = (item: IDataObject | undefined) => [item?.operation, item?.recovered];

	it.each(BROKEN)('Traliant, with Known Users: somebody new, somebody changed, a leaver (%j)', async (fault) => {
		const known = Array.from({ length: 8 }, (_, at) => traliant.person(at));
		const bench = await traliant.traliantBench({ clock });
		await bench.run(known);
		// Each call is broken off once.
		const seen = new Set<string>();
		bench.simulator.faults.schedule(({ body }) => {
			const call = JSON.stringify(body);
			return seen.has(call) || !seen.add(call) ? undefined : fault;
		});
		const rows = [traliant.person('new'), traliant.person(1, { title: 'Boss' }), ...known.slice(2)];
		const outcome = await bench.run(rows, {
			knownUsers: known,
			missingUsers: 'lock',
			options: { batchSize: 1, concurrency: 1 },
		});
		const results = jsonOf(outcome.results);
		const touched = results.filter(({ operation }) => operation !== 'unchanged');
		expect(touched.map(({ recovered }) => recovered)).toEqual([true, true, true]);
		expect(['created', 'updated']).toContain(results[0]?.operation);
		expect(results[1]?.operation).toBe('updated');
		expect(results.at(-1)?.operation).toBe('suspended');
		// What the repeat says is no sign that Known Users are out of date.
		expect(JSON.stringify(outcome.summary?.json.warnings)).not.toContain('out of date');
		await bench.close();
	});

	it.each(BROKEN)('LMS Collaborator, listed and not: sync, Block and Unblock (%j)', async (fault) => {
		for (const list of ['shown', 'forbidden'] as const) {
			for (const [operation, words] of [
				['sync', ['updated', 'created']],
				['hide', ['suspended']],
				['restore', ['reactivated']],
			] as const) {
				const isListed = list === 'shown';
				const bench = await collaborator.collaboratorBench({
					clock,
					users: [1, 2, 3].map((at) => collaborator.account(at, { is_active: operation === 'restore' ? 0 : 1 })),
					switches: isListed ? {} : { list },
				});
				bench.simulator.faults.add({ ...fault, match: { method: 'POST' } });
				const outcome = await bench.run([collaborator.person(1, { position: 'Boss' })], {
					operation,
					missingUsers: operation === 'sync' ? 'ignore' : undefined,
				} as IDataObject);
				const [word, recovered] = told(jsonOf(outcome.results)[0]);
				expect(words).toContain(word);
				expect(recovered).toBe(true);
				await bench.close();
			}
		}
	});

	it('a new person in LMS Collaborator is created or updated, with a word on the earlier try', async () => {
		const bench = await collaborator.collaboratorBench({ clock, users: [collaborator.account(1)] });
		bench.simulator.faults.add({ kind: 'resetAfter', match: { method: 'POST' } });
		const outcome = await bench.run([collaborator.person('new'), collaborator.person(1)]);
		const [made] = jsonOf(outcome.results);
		expect(['created', 'updated']).toContain(made?.operation);
		expect(made?.recovered).toBe(true);
		expect(`${String(made?.message)} ${JSON.stringify(made?.hints)}`).toContain('earlier try');
		expect(`${String(made?.message)} ${JSON.stringify(made?.hints)}`).not.toContain('was there already');
		await bench.close();
	});
});

describe('whoever can not be looked up by key is not acted on', () => {
	const ODD: Array<[string, IDataObject]> = [
		['403', { kind: 'status', status: 403 }],
		['500', { kind: 'status', status: 500 }],
		['no body', { kind: 'empty', status: 200 }],
		['[]', { kind: 'status', status: 200, body: [] }],
		['{}', { kind: 'status', status: 200, body: {} }],
		['null', { kind: 'status', status: 200, body: 'null' }],
		['{"ok":true}', { kind: 'status', status: 200, body: { ok: true } }],
		['{"users":null}', { kind: 'status', status: 200, body: { users: null } }],
		['a web page', { kind: 'html' }],
	];
	const operations = ['restore', 'hide', 'delete'];

	it.each(ODD)('by Bridge, Learnifier and SCIM, which answer %s', async (_what, fault) => {
		for (const operation of operations) {
			const odd = { times: Infinity, ...fault } as never;
			const at = (mode: string, value: unknown) => ({
				operation,
				userId: { __rl: true, mode, value } as IDataObject,
				options: { maxAttempts: 2 },
			});
			const bridge = await bridgeBench({ users: 13, clock });
			const uid = bridge.rows()[0]?.uid;
			bridge.simulator.faults.add({ ...(odd as object), match: { method: 'GET', path: /users\// } } as never);
			const first = await bridge.run([{}], at('uid', uid));
			const learn = await learnifier.learnifierBench({ users: learnifier.accounts(1, 13), clock });
			learn.simulator.faults.add({ ...(odd as object), match: { method: 'GET', path: /extuser/ } } as never);
			const second = await learn.run([{}], at('externalId', 'E1'));
			const server = await scim.scimBench({ users: scim.accounts(1, 13), clock });
			server.simulator.faults.add({ ...(odd as object), match: { method: 'GET', path: /Users$/ } } as never);
			const third = await server.run([{}], at('userName', 'e1@company.tld'));
			const fourth = await server.run([{}], at('externalId', 'E1'));
			for (const { error, results } of [first, second, third, fourth]) {
				if (error === undefined) expect(results[0]?.json).toMatchObject({ operation: 'failed', success: false });
				else expect(error.message).toMatch(/nothing was sent/i);
			}
			expect([...bridge.writes(), ...learn.writes(), ...server.writes()]).toEqual([]);
			for (const bench of [bridge, learn, server]) await bench.close();
		}
	});

	it.each([404, 410])('a SCIM list that answers %d is not there: the address is wrong', async (status) => {
		for (const operation of [...operations, 'getMany', 'sync']) {
			const bench = await scim.scimBench({ users: scim.accounts(1, 13), clock });
			bench.simulator.faults.add({ kind: 'status', status, times: Infinity, match: { path: /Users(\/|$)/ } });
			for (const mode of ['userName', 'externalId', 'id']) {
				const outcome = await bench.run(operation === 'sync' ? scim.people(1, 12) : [{}], {
					operation,
					userId: { __rl: true, mode, value: 'e1@company.tld' },
				});
				expect(outcome.error?.message).toMatch(/address/);
				expect(outcome.error?.description).toMatch(/base url/i);
			}
			expect(bench.writes()).toEqual([]);
			await bench.close();
		}
	});
});

describe('a credential that can not sign a call', () => {
	it.each(['Host', 'cookie', 'Content-Length', 'X-HTTP-Method-Override', 'bad name', 'Käse'])(
		'with the Header Name %s is told as that, and nothing about the address',
		async (headerName) => {
			const requestor = await startSimulator('requestor', { users: 3, clock });
			const lms = await startSimulator('traliant', { clock });
			const own = { authentication: 'headerAuth', headerName, headerValue: 'abcd1234' };
			const row = { ExternalId: 'a', Email: 'a@b.cd', FirstName: 'A', LastName: 'B' };
			for (const operation of ['sync', 'getMany'])
				for (const [nodeType, credentials, item] of [
					['requestor', { requestorApi: { ...requestor.credentials, ...own } }, row],
					['traliant', { traliantApi: { ...lms.credentials, headerName } }, traliant.person(1)],
				] as const) {
					if (nodeType === 'traliant' && operation === 'getMany') continue;
					const outcome = await runNode({
						nodeType,
						parameters: { operation, dryRun: false, fields: AUTO },
						credentials: credentials as never,
						items: [item],
					});
					expect(outcome.error?.message).toContain('Header Name');
					expect(outcome.error?.description).toMatch(/the field that the message names/);
					expect(outcome.error?.description).not.toMatch(/Base URL|DNS/);
				}
			expect([...requestor.requests, ...lms.requests]).toEqual([]);
			await requestor.close();
			await lms.close();
		},
	);
});

describe('two runs at once over the same new people', () => {
	it.each(TRADES)('$name: each account is created once, and the advice does no harm', async (trade) => {
		for (const number of [20, 5]) {
			const bench = await open(trade, clock);
			const rows = Array.from({ length: number }, (_, at) => trade.row(at));
			const results = (await Promise.all([bench.run(rows), bench.run(rows)])).flatMap((outcome) => {
				expect(outcome.error).toBeUndefined();
				return jsonOf(outcome.results);
			});
			expect(bench.simulator.directory.size).toBe(number);
			const words = results.map(({ operation }) => operation);
			expect(words.filter((word) => word === 'created')).toHaveLength(number);
			for (const { operation, code, message, hints } of results) {
				if (operation === 'created') continue;
				expect(['updated', 'unchanged', 'failed']).toContain(operation);
				expect(`${String(message)} ${JSON.stringify(hints)}`).not.toMatch(/remove|delete the/i);
				if (operation !== 'failed') continue;
				expect(code).toBe('ALREADY_EXISTS');
				expect(message).toMatch(/run this again/i);
			}
			await bench.simulator.close();
		}
	});
});

describe('SCIM 2.0: a success with a body that nobody documents', () => {
	const BODIES = [
		{ Message: 'An error has occurred.' },
		{ status: 'error' },
		{ ok: false },
		[{ error: 'x' }],
		[],
		'OK',
	];

	it.each(BODIES)('is no result, unless the account shows that it was done: %j', async (body) => {
		for (const commit of [false, true]) {
			const bench = await scim.scimBench({ users: scim.accounts(1, 30), clock });
			const odd = { kind: 'status', status: 200, body, commit, times: Infinity } as const;
			bench.simulator.faults.add({ ...odd, match: { method: 'DELETE' } });
			const outcome = await bench.run(scim.people(1, 29), { missingUsers: 'delete' });
			const [id] = [jsonOf(outcome.results).at(-1)?.userId];
			expect(jsonOf(outcome.results).at(-1)).toMatchObject(
				commit ? { operation: 'deleted', code: '' } : { operation: 'unknown', code: 'NO_RESULT', attempted: 'deleted' },
			);
			if (!commit) {
				const userId = { __rl: true, mode: 'id', value: id } as IDataObject;
				const single = await bench.run([{}], { operation: 'delete', userId });
				expect(single.results[0]?.json).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
			}
			bench.simulator.faults.add({ ...odd, match: { method: 'PATCH' } });
			const rows = [scim.person(1, { familyName: 'New' }), ...scim.people(2, 28)];
			const changed = await bench.run(rows, { missingUsers: 'lock' });
			expect(jsonOf(changed.results)[0]).toMatchObject({ operation: 'unknown', code: 'NO_RESULT' });
			await bench.close();
		}
	});
});

describe('Bridge: a manager who is nobody, in a run so small that people are looked up', () => {
	it.each(['ghost', '99999', 'uid:ghost', 'ghost@x.tld'])(
		'is left out with a hint, and the joiner gets in: %s',
		async (manager) => {
			const bench = await bridgeBench({ users: 20, clock });
			const joiner = { uid: 'joiner', first_name: 'Jo', last_name: 'Iner', email: 'jo@x.tld' };
			for (const dryRun of [true, false]) {
				const outcome = await bench.run([{ ...joiner, manager_id: manager }], { dryRun });
				expect(outcome.results[0]?.json).toMatchObject({
					operation: 'created',
					hints: [expect.stringContaining(manager)],
				});
			}
			// Bridge's own id of somebody who is there is as good as a key.
			const boss = bench.simulator.directory.withUid(String(bench.rows()[0]?.uid))[0];
			const second = await bench.run([{ ...joiner, uid: 'second', email: 'se@x.tld', manager_id: boss?.id }]);
			expect(second.results[0]?.json).toMatchObject({ operation: 'created', hints: [] });
			expect(bench.simulator.directory.withUid('second')[0]?.manager_id).toBe(boss?.id);
			await bench.close();
		},
	);
});

describe('a system that is full', () => {
	it.each([402, 403, 400, 409, 422])(
		'says so with %d and its own words: the joiners get in after the leavers',
		async (status) => {
			for (const words of ['No licences left.', 'User limit reached', 'Quota exceeded']) {
				for (const [bench, people] of [
					[await learnifier.learnifierBench({ clock, users: learnifier.accounts(1, 40) }), learnifier.people],
					[await scim.scimBench({ clock, users: scim.accounts(1, 40) }), scim.people],
				] as const) {
					let isFull = true;
					bench.simulator.faults.schedule(({ method }) => {
						if (method === 'DELETE') isFull = false;
						const body = { message: words, detail: words };
						return method === 'POST' && isFull ? { kind: 'status', status, body } : undefined;
					});
					const rows = [...people(4, 40), ...people(51, 53)];
					const outcome = await bench.run(rows, { missingUsers: 'delete' });
					expect(outcome.summary?.json.counts).toEqual({ unchanged: 37, created: 3, deleted: 3 });
					await bench.close();
				}
			}
		},
	);
});

it('Traliant: a row of a reply that is nested 60,000 deep is read all the same', async () => {
	const bench = await traliant.traliantBench({ clock });
	const key = String(traliant.person(1).username);
	const row = {
		key,
		success: true,
		operation: 'created',
		user_id: 5,
		username: key,
		department_id: 1,
		message: '',
		x: 'X',
	};
	const summary = { created: 1, updated: 0, skipped: 0, suspended: 0, errors: 0 };
	const body = JSON.stringify({ data: { summary, details: { users: [row], rule_logs: [] } } });
	bench.simulator.faults.add({
		kind: 'status',
		status: 200,
		body: body.replace('"X"', `${'['.repeat(60_000)}${']'.repeat(60_000)}`),
	});
	const outcome = await bench.run([traliant.person(1)], { options: { includeResponse: true } });
	expect(outcome.results[0]?.json).toMatchObject({ operation: 'created', userId: '5' });
	await bench.close();
});
