import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, operations, type BridgeBench } from './bridgeKit';
import { collaboratorBench } from './lmsCollaboratorKit';

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
