import {
	NodeConnectionTypes,
	type IConnections,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import type { RunRequest, WorkflowShape } from '../../engine/engine';
import { bridgeBench, type BridgeBench } from './bridgeKit';

const DELETE = { missingUsers: 'delete' };

/** A node with two arms: the first eight items leave by the second. */
const fork: INodeType = {
	description: {
		displayName: 'Fork',
		name: 'fork',
		group: ['transform'],
		version: 1,
		description: 'Two arms',
		defaults: { name: 'Fork' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		const items: INodeExecutionData[] = this.getInputData();
		return [items.slice(8), items.slice(0, 8)];
	},
};

/** A node that gives on what it gets. */
const pass: INodeType = {
	description: { ...fork.description, displayName: 'Pass', name: 'pass', outputs: [NodeConnectionTypes.Main] },
	async execute() {
		return [this.getInputData()];
	},
};

const nodeOf = (name: string): INode => ({
	id: name,
	name,
	type: name === 'Pass' ? 'harness.pass' : 'harness.fork',
	typeVersion: 1,
	position: [100, 100],
	parameters: {},
});

type Shape = 'arms' | 'sources' | 'above' | 'aside';

/**
 * Both arms of a fork, or two nodes behind one source, into the node's one input; both arms into a node before it; or
 * the second arm to somewhere else.
 */
function wired(shape: Shape): (base: WorkflowShape) => WorkflowShape {
	const to = (node: string) => ({ node, type: NodeConnectionTypes.Main, index: 0 });
	const connections: Record<Shape, IConnections> = {
		arms: { Source: { main: [[to('Fork')]] }, Fork: { main: [[to('Node')], [to('Node')]] } },
		sources: {
			Source: { main: [[to('Fork'), to('Other')]] },
			Fork: { main: [[to('Node')]] },
			Other: { main: [[], [to('Node')]] },
		},
		above: {
			Source: { main: [[to('Fork')]] },
			Fork: { main: [[to('Pass')], [to('Pass')]] },
			Pass: { main: [[to('Node')]] },
		},
		aside: { Source: { main: [[to('Fork')]] }, Fork: { main: [[to('Node')], [to('Pass')]] } },
	};
	const more = ['Fork', 'Other', 'Pass'].map(nodeOf);
	return (base) => ({ nodes: [...base.nodes, ...more], connections: connections[shape] });
}

describe('More of the guard', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	describe('several connections into the one input', () => {
		const run = async (shape: Shape, parameters: NonNullable<RunRequest['parameters']>) => {
			bench = await bridgeBench({ users: 201, clock });
			return bench.run(bench.rows(), parameters, {
				workflow: wired(shape),
				nodeTypes: { 'harness.fork': fork, 'harness.pass': pass },
			});
		};

		it.each(['arms', 'sources'] as const)('removes nobody, from the first pass on (%s)', async (shape) => {
			const outcome = await run(shape, DELETE);
			expect(outcome.error?.message).toContain('2 connections lead into this node');
			expect(outcome.error?.description).toContain('Nothing was sent');
			expect(outcome.runs).toBe(1);
			expect(bench.writes()).toEqual([]);
		});

		it.each([true, false])('or into a node before it, since that runs twice as well (dry run: %s)', async (dryRun) => {
			const outcome = await run('above', { ...DELETE, dryRun });
			expect(outcome.error?.message).toContain('"Pass", which comes before this node, is still to be run');
			expect(outcome.runs).toBe(1);
			expect(bench.writes()).toEqual([]);
			await bench.close();
			expect((await run('above', {})).error).toBeUndefined();
		});

		it('says nothing of an arm that leads elsewhere', async () => {
			const outcome = await run('aside', DELETE);
			expect(outcome.error).toBeUndefined();
			expect(outcome.summary?.json.counts).toMatchObject({ deleted: 8 });
		});

		it('is as good as any where nobody is to be removed', async () => {
			const outcome = await run('arms', {});
			expect(outcome.error).toBeUndefined();
			expect(outcome.runs).toBe(2);
		});
	});

	describe('settings that do nothing', () => {
		const SAFETY = {
			protectedUsers: 'CEO-1;CEO-2',
			scopeField: 'department',
			scopeValues: 'Slaes',
			groupBy: 'locale',
		};

		it.each([true, false])('are told by name, dry run %s', async (dryRun) => {
			bench = await bridgeBench({ users: 30, clock });
			const rows = bench.rows();
			const protectedUsers = `${SAFETY.protectedUsers}, ${String(rows[0]?.uid)}`;
			const outcome = await bench.run(rows, { ...DELETE, dryRun, safety: { ...SAFETY, protectedUsers } });
			const warnings = String(outcome.summary?.json.warnings);
			expect(warnings).toContain('Protected Users: "CEO-1", "CEO-2" matches nobody in Bridge');
			expect(warnings).not.toContain(String(rows[0]?.uid));
			expect(warnings).toContain('Scope Values: "Slaes" is the Department of nobody in Bridge');
		});

		it('are not told where they do something', async () => {
			bench = await bridgeBench({ users: 30, clock });
			const rows = bench.rows();
			const safety = {
				protectedUsers: String(rows[0]?.email),
				scopeField: 'department',
				scopeValues: String(rows[0]?.department).toUpperCase(),
				groupBy: 'department',
			};
			const outcome = await bench.run(rows, { ...DELETE, safety });
			expect(String(outcome.summary?.json.warnings)).not.toMatch(/Protected Users|Scope Values|Group By/);
		});
	});

	describe('who is named and not there', () => {
		it.each([
			[30, 'list'],
			[5, 'look-up'],
		])('is left out with a hint, and the row is sent (%d users, %s)', async (users) => {
			bench = await bridgeBench({ users, clock });
			const [first] = bench.rows();
			const outcome = await bench.run(
				[
					...(users > 10 ? bench.rows() : []),
					{ uid: 'joiner', first_name: 'Jo', email: 'jo@x.tld', manager_id: 'uid:ghost' },
					{ uid: 'second', first_name: 'Ja', email: 'ja@x.tld', manager_id: `uid:${String(first?.uid)}` },
					{ uid: 'third', first_name: 'Ju', email: 'ju@x.tld', manager_id: 'uid:joiner' },
				],
				{},
			);
			const [joiner, second, third] = outcome.results.slice(-3).map(({ json }) => json);
			expect(joiner).toMatchObject({ operation: 'created', hints: [expect.stringContaining('uid:ghost')] });
			expect(second).toMatchObject({ operation: 'created', hints: [] });
			expect(third).toMatchObject({ operation: 'created', hints: [] });
			expect(bench.simulator.directory.active.find(({ uid }) => uid === 'joiner')).toMatchObject({
				manager_id: null,
			});
		});

		it('is no reason to write an update again, and whoever leaves in this run is a hint', async () => {
			bench = await bridgeBench({ users: 40, clock });
			const [gone, one, two, ...rest] = bench.rows();
			const outcome = await bench.run(
				[{ ...one, manager_id: 'uid:ghost' }, { ...two, manager_id: `uid:${String(gone?.uid)}` }, ...rest],
				DELETE,
			);
			const [first, second] = outcome.results.map(({ json }) => json);
			expect(first).toMatchObject({ operation: 'unchanged', hints: [expect.stringContaining('uid:ghost')] });
			expect(second?.hints).toEqual([expect.stringContaining('removed from Bridge by this very run')]);
		});
	});

	describe('a system without a free seat', () => {
		const joiners = [1, 2, 3].map((number) => ({
			uid: `joiner${number}`,
			first_name: `Jo${number}`,
			email: `jo${number}@x.tld`,
		}));

		it.each([
			[402, undefined],
			[422, { message: 'The limit of users of this account has been reached.' }],
			[403, { message: 'No licences left.' }],
		])('removes who has left all the same, and tries once more then (%d)', async (status, body) => {
			bench = await bridgeBench({ users: 100, clock });
			bench.simulator.faults.schedule(({ method, path }) => {
				const { requests } = bench.simulator;
				const isFull = requests.filter((one) => one.method === 'DELETE').length < 3;
				return method === 'POST' && path.endsWith('/admin/users') && isFull
					? { kind: 'status', status, body }
					: undefined;
			});
			const outcome = await bench.run([...bench.rows().slice(3), ...joiners], DELETE);
			expect(outcome.summary?.json).toMatchObject({ status: 'ok', counts: { created: 3, deleted: 3 } });
		});

		it('says so where nobody leaves', async () => {
			bench = await bridgeBench({ users: 30, clock });
			bench.simulator.faults.add({
				kind: 'status',
				status: 402,
				times: Infinity,
				match: { method: 'POST', path: /admin\/users$/ },
			});
			const outcome = await bench.run([...bench.rows(), ...joiners], DELETE);
			expect(outcome.results.slice(-3).map(({ json }) => json.code)).toEqual(['NO_SEATS', 'NO_SEATS', 'NO_SEATS']);
			expect(bench.writes().filter((write) => write.endsWith('/admin/users'))).toHaveLength(3);
		});
	});
});
