import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { runNode } from '../../engine/engine';
import { bridgeBench, jsonOf, operations, type BridgeBench } from './bridgeKit';
import { collaboratorBench } from './lmsCollaboratorKit';
import { pageServer, type Back } from './pageServer';

/** Probes written from the contract and the vendors' pages alone, one for each place where the node differed. */
describe('acceptance: Bridge', () => {
	useVirtualClock();
	let bench: BridgeBench;
	beforeEach(async () => {
		bench = await bridgeBench({ users: 30 });
	});
	afterEach(async () => bench.close());

	it.each([
		['nothing at all', {}],
		['everything but the key', { first_name: '={{ $json.first_name }}', email: '={{ $json.email }}' }],
		['a key that was left empty', { uid: '', email: '={{ $json.email }}' }],
	])('a mapping of %s stops the run and names the columns that could be the key', async (_what, value) => {
		const outcome = await bench.run(bench.rows(), { fields: { mappingMode: 'defineBelow', value } });

		expect(outcome.error?.message).toMatch(
			/^Nothing is mapped to UID \(uid\), by which Bridge knows people\. Columns that could be it: "uid" matches \d+ of \d+ users/,
		);
		expect(outcome.error?.description).toBe('Nothing was sent. Fill in UID under Fields.');
		expect(bench.writes()).toEqual([]);
	});

	it('a UID written as Bridge writes it in its own calls is that UID, not one that nobody has', async () => {
		const [row] = bench.rows();
		const outcome = await bench.run([{}], {
			operation: 'delete',
			userId: { __rl: true, mode: 'uid', value: `uid:${String(row?.uid)}` },
		});

		expect(operations(outcome)).toEqual(['deleted']);
		expect(jsonOf(outcome.results)[0]).not.toHaveProperty('alreadyAbsent');
		expect(bench.writes()).toHaveLength(1);
	});
});

describe('acceptance: LMS Collaborator', () => {
	useVirtualClock();

	it('a proxy that wants a login is not told as a token that has run out', async () => {
		const bench = await collaboratorBench();
		bench.simulator.faults.add({ kind: 'status', status: 407, body: 'login', times: Infinity });
		const outcome = await bench.run([
			{ uid: 'u1', firstname: 'A', secondname: 'B', login: 'ab', email: 'ab@x.tld', position: 'Clerk' },
		]);
		await bench.close();

		expect(outcome.error?.message).toContain('answered 407');
		expect(outcome.error?.message).not.toContain('expired');
		expect(outcome.error?.description).toContain('A proxy between this n8n and LMS Collaborator');
	});
});

describe('acceptance: a create at Learnifier that got no clear answer, against a server written from the page', () => {
	useVirtualClock();
	type Person = Record<string, unknown>;

	it.each<[string, (done: Back) => Back, boolean, string, boolean]>([
		['is refused with 500 and not done', () => ({ status: 500 }), false, 'created', false],
		['is done and answered with 500', () => ({ status: 500 }), true, 'created', true],
		['breaks before it is done', () => 'reset', false, 'created', false],
		['breaks after it was done', () => 'reset', true, 'created', true],
		['is answered with a web page', () => ({ status: 200, body: '<html>login</html>' }), false, 'unknown', false],
		['is answered without the new id', () => ({ status: 200, body: {} }), true, 'unknown', false],
	])('%s', async (_what, spoil, isDone, operation, isRecovered) => {
		const people: Person[] = Array.from({ length: 12 }, (_, at) => ({
			id: `id-${at}`,
			externalId: `K${at}`,
			firstName: 'First',
			lastName: `Last ${at}`,
			primaryEmail: `p${at}@x.tld`,
		}));
		let creates = 0;
		const create = (body: unknown): Back => {
			const made = { id: `id-${people.length}`, ...(body as Person) };
			people.push(made);
			return { status: 200, body: { userId: made.id } };
		};
		const server = await pageServer(({ method, path, query, body }) => {
			if (method === 'GET' && path === '/api/v1/users')
				return { status: 200, body: people.slice(Number(query.get('offset'))), headers: { 'X-More': 'false' } };
			if (path === '/api/v1/extuser') {
				const found = people.find(({ externalId }) => externalId === query.get('extid'));
				return found === undefined ? { status: 404, body: {} } : { status: 200, body: found };
			}
			creates += 1;
			if (creates > 1) return create(body);
			return spoil(isDone ? create(body) : 'reset');
		});
		const rows = people.map(
			(person) => Object.fromEntries(Object.entries(person).filter(([name]) => name !== 'id')) as IDataObject,
		);
		const outcome = await runNode({
			nodeType: 'learnifier',
			parameters: { operation: 'sync', dryRun: false, fields: { mappingMode: 'autoMapInputData', value: null } },
			credentials: { learnifierApi: { baseUrl: server.url, apiKey: 'key', apiSecret: 'secret' } },
			items: [...rows, { externalId: 'NEW', firstName: 'New', lastName: 'Comer', primaryEmail: 'new@x.tld' }],
		});
		await server.close();

		const told = outcome.results.at(-1)?.json;
		expect(told).toMatchObject({ operation, success: operation === 'created', key: 'NEW' });
		expect(told?.recovered === true).toBe(isRecovered);
		expect(people.filter(({ externalId }) => externalId === 'NEW').length).toBeLessThanOrEqual(1);
	});
});

describe('acceptance: the error output', () => {
	useVirtualClock();

	it('names whoever has no key by the name', async () => {
		const bench = await bridgeBench({ users: 12 });
		const outcome = await bench.run(
			[...bench.rows(), { uid: '', first_name: 'Sally', last_name: 'Student' }],
			{},
			{ onError: 'continueErrorOutput' },
		);
		await bench.close();

		expect(jsonOf(outcome.errorOutput).map(({ message }) => message)).toEqual(['rejected: Sally Student']);
	});
});
