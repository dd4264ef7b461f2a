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

const nodeOf = (name: string): INode => ({
	id: name,
	name,
	type: 'harness.fork',
	typeVersion: 1,
	position: [100, 100],
	parameters: {},
});

/** Both arms of a fork, or two nodes behind one source, into the node's one input. */
function wired(shape: 'arms' | 'sources'): (base: WorkflowShape) => WorkflowShape {
	const to = (node: string) => ({ node, type: NodeConnectionTypes.Main, index: 0 });
	const connections: Record<typeof shape, IConnections> = {
		arms: { Source: { main: [[to('Fork')]] }, Fork: { main: [[to('Node')], [to('Node')]] } },
		sources: {
			Source: { main: [[to('Fork'), to('Other')]] },
			Fork: { main: [[to('Node')]] },
			Other: { main: [[], [to('Node')]] },
		},
	};
	const more = shape === 'arms' ? [nodeOf('Fork')] : [nodeOf('Fork'), nodeOf('Other')];
	return (base) => ({ nodes: [...base.nodes, ...more], connections: connections[shape] });
}

describe('More of the guard', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	describe('several connections into the one input', () => {
		const run = async (shape: 'arms' | 'sources', parameters: NonNullable<RunRequest['parameters']>) => {
			bench = await bridgeBench({ users: 201, clock });
			return bench.run(bench.rows(), parameters, { workflow: wired(shape), nodeTypes: { 'harness.fork': fork } });
		};

		it.each(['arms', 'sources'] as const)('removes nobody, from the first pass on (%s)', async (shape) => {
			const outcome = await run(shape, DELETE);
			expect(outcome.error?.message).toContain('2 connections lead into this node');
			expect(outcome.error?.description).toContain('Nothing was sent');
			expect(outcome.runs).toBe(1);
			expect(bench.writes()).toEqual([]);
		});

		it('is as good as any where nobody is to be removed', async () => {
			const outcome = await run('arms', {});
			expect(outcome.error).toBeUndefined();
			expect(outcome.runs).toBe(2);
		});
	});
});
