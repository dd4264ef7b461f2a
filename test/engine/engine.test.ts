import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { runNode } from '../../engine/engine';

/** A node with the outputs of ours, whose work each test writes itself. */
function probe(execute: INodeType['execute']): INodeType {
	return {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['input'],
			version: 1,
			description: 'Probe',
			defaults: { name: 'Probe' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
			properties: [{ displayName: 'Text', name: 'text', type: 'string', default: 'by default' }],
		},
		execute,
	};
}

describe('the engine harness', () => {
	it('runs a node with expressions, defaults and paired items', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async function (this: IExecuteFunctions) {
				const results = this.getInputData().map((_, item) => ({
					json: { text: this.getNodeParameter('text', item) },
					pairedItem: { item },
				}));
				return [results, [{ json: { count: results.length }, pairedItem: { item: 0 } }]];
			}),
			parameters: { text: '={{ $json.name.toUpperCase() }}' },
			items: [{ name: 'sally' }, { json: { name: 'joe' } }],
		});
		expect(outcome.error).toBeUndefined();
		expect(outcome.results.map(({ json }) => json.text)).toEqual(['SALLY', 'JOE']);
		expect(outcome.results.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(outcome.summary?.json).toEqual({ count: 2 });
		expect(outcome.runs).toBe(1);
	});

	it('gives the error of a node that threw', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async function (this: IExecuteFunctions) {
				throw new NodeOperationError(this.getNode(), 'Nothing was sent', { itemIndex: 0 });
			}),
			parameters: {},
		});
		expect(outcome.error?.message).toBe('Nothing was sent');
		expect(outcome.results).toEqual([]);
	});

	it('moves error items from output 1 to the error output without running the node again', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async () => [
				[{ json: { success: true }, pairedItem: { item: 0 } }],
				[
					{ json: { status: 'partial' }, pairedItem: { item: 0 } },
					{ json: { error: 'no', message: 'no', details: { key: '2' } }, pairedItem: 1 },
				],
			]),
			parameters: {},
			items: [{ id: 1 }, { id: 2, password: 'secret' }],
			onError: 'continueErrorOutput',
			retryOnFail: true,
		});
		expect(outcome.runs).toBe(1);
		expect(outcome.results).toHaveLength(1);
		expect(outcome.summaries).toHaveLength(1);
		expect(outcome.errorOutput).toEqual([
			{ json: { error: 'no', message: 'no', details: { key: '2' } }, pairedItem: 1 },
		]);
	});

	it('counts the tries of Retry On Fail', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async () => [[{ json: { error: 'again' } }], []]),
			parameters: {},
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1,
		});
		expect(outcome.runs).toBe(3);
	});

	it('collects what is logged', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async function (this: IExecuteFunctions) {
				this.logger.info('half way', { done: 5 });
				return [[], []];
			}),
			parameters: {},
		});
		expect(outcome.logs).toContain('info: half way {"done":5}');
	});

	it('names the node type as a tool and counts on from earlier runs', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async function (this: IExecuteFunctions) {
				const runIndex = this.evaluateExpression('{{ $runIndex }}', 0);
				return [[{ json: { type: this.getNode().type, runIndex } }], []];
			}),
			parameters: {},
			asTool: true,
			runIndex: 1,
		});
		expect(outcome.results[0]?.json).toEqual({
			type: 'n8n-nodes-lms-users.probeTool',
			runIndex: 1,
		});
	});

	it('puts the node into a loop', async () => {
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async function (this: IExecuteFunctions) {
				const { name } = this.getNode();
				const below = new Set(this.getChildNodes(name).map((node) => node.name));
				const inLoop = this.getParentNodes(name).some((node) => node.name === name || below.has(node.name));
				return [this.getInputData().map(({ json }) => ({ json: { ...json, inLoop } })), []];
			}),
			parameters: {},
			items: [{ id: 1 }, { id: 2 }, { id: 3 }],
			loopPasses: 2,
		});
		expect(outcome.passes.map(({ results }) => results.map(({ json }) => json))).toEqual([
			[
				{ id: 1, inLoop: true },
				{ id: 2, inLoop: true },
			],
			[{ id: 3, inLoop: true }],
		]);
	});

	it('cancels the node on Stop', async () => {
		const stop = new AbortController();
		const outcome = await runNode({
			nodeType: 'probe',
			node: probe(async function (this: IExecuteFunctions) {
				const signal = this.getExecutionCancelSignal();
				stop.abort();
				return [[{ json: { aborted: signal?.aborted } }], []];
			}),
			parameters: {},
			signal: stop.signal,
		});
		expect(outcome.cancelled).toBe(true);
	});

	it('adds less than 30 ms to a run', async () => {
		const node = probe(async () => [[], []]);
		const started = performance.now();
		for (let run = 0; run < 20; run += 1) await runNode({ nodeType: 'probe', node, parameters: {} });
		expect((performance.now() - started) / 20).toBeLessThan(30);
	});
});
