import './environment';

import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ExecutionError,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type ITaskData,
	type NodeExecutionHint,
	type OnError,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { CredentialValues } from './credentials';
import { listen } from './log';
import { manifest, packageNodes } from './package';
import { registry, surroundings } from './surroundings';

/**
 * Runs one node of this package, as built, in n8n's own engine (n8n-core): parameters with expressions,
 * paired items, error output, Retry On Fail, cancellation and the HTTP helper are n8n's, not stand-ins.
 */

export interface RunRequest {
	/** The node's internal name: `bridge`, `learnifier`, `lmsCollaborator`, `requestor`, `traliant`. */
	nodeType: string;
	parameters: INodeParameters;
	/** Values by credential name; properties that are left out take their defaults. */
	credentials?: CredentialValues;
	/** The items of the node before: plain json objects, or whole items. Default: one empty item. */
	items?: Array<IDataObject | INodeExecutionData>;
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	/** Milliseconds between the tries of Retry On Fail (the engine waits 1000 by default). */
	waitBetweenTries?: number;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
	/** Runs it as an AI agent runs it: the node type then ends in `Tool`. */
	asTool?: boolean;
	/** Pretends that the node has run this many times before in this execution. Default 0. */
	runIndex?: number;
	/** The workflow's time zone. Default UTC. */
	timezone?: string;
	mode?: WorkflowExecuteMode;
	/** What n8n keeps between the runs of an active workflow; changed in place. */
	staticData?: IDataObject;
	/** Pressing Stop: aborting it cancels the execution. */
	signal?: AbortSignal;
	/** Puts the node into a loop: the items are cut into this many slices, and each slice is one pass. */
	loopPasses?: number;
	/** Adds nodes and connections around the two default nodes, `Source` and `Node`. */
	workflow?: (base: WorkflowShape) => WorkflowShape;
	/** A node to run in the place of the package's own (for tests of this harness). */
	node?: INodeType;
	/** Further node types for `workflow`, by type name. */
	nodeTypes?: Record<string, INodeType>;
}

export interface WorkflowShape {
	nodes: INode[];
	connections: IConnections;
}

/** What one run of the node gave. */
export interface Pass {
	results: INodeExecutionData[];
	/** The only item of output 1; undefined if the node threw. */
	summary: INodeExecutionData | undefined;
	/** All items of output 1 (more than one would be a fault). */
	summaries: INodeExecutionData[];
	errorOutput: INodeExecutionData[];
	error: ExecutionError | undefined;
	hints: NodeExecutionHint[];
}

export interface RunOutcome extends Pass {
	/** What ended the execution, if anything did: the node's error, or the cancellation. */
	error: ExecutionError | undefined;
	/** All that was logged meanwhile, at any level, through n8n's logger and the console. */
	logs: string[];
	/** How often the node's execute() was called (Retry On Fail, loops). */
	runs: number;
	/** Every pass of the node, in order; the fields above show the last one. */
	passes: Pass[];
	cancelled: boolean;
	/** What n8n would store. */
	execution: IRun;
}

const SOURCE = 'Source';
const NODE = 'Node';
const LOOP = 'Loop';

function toItem(entry: IDataObject | INodeExecutionData): INodeExecutionData {
	const isItem = 'json' in entry && typeof entry.json === 'object' && entry.json !== null;
	return isItem ? (entry as INodeExecutionData) : { json: entry as IDataObject };
}

function describedAs(name: string, outputs: number): INodeType['description'] {
	return {
		displayName: name,
		name,
		group: ['input'],
		version: 1,
		description: 'A small node of the engine harness',
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
		properties: [],
	};
}

function sourceNode(items: INodeExecutionData[]): INodeType {
	return {
		description: describedAs('harness.source', 1),
		execute: async () => [items],
	};
}

/** Behaves like "Loop Over Items": output 1 leads into the loop, output 0 leaves it. */
function loopNode(items: INodeExecutionData[], passes: number): INodeType {
	const size = Math.max(1, Math.ceil(items.length / passes));
	let pass = 0;
	return {
		description: describedAs('harness.loop', 2),
		execute: async () => {
			if (pass >= passes) return [items, []];
			const slice = items
				.slice(pass * size, (pass + 1) * size)
				.map((item, index) => ({ ...item, pairedItem: { item: pass * size + index } }));
			pass += 1;
			return [[], slice];
		},
	};
}

function harnessNode(name: string, type: string, x: number): INode {
	return { id: name, name, type, typeVersion: 1, position: [x, 0], parameters: {} };
}

function link(node: string, index = 0) {
	return { node, type: NodeConnectionTypes.Main, index };
}

function describeWorkflow(request: RunRequest, type: string): WorkflowShape {
	const node: INode = {
		...harnessNode(NODE, type, 400),
		parameters: request.parameters,
		credentials: Object.fromEntries(Object.keys(request.credentials ?? {}).map((name) => [name, { id: name, name }])),
	};
	if (request.onError) node.onError = request.onError;
	if (request.retryOnFail) node.retryOnFail = true;
	if (request.maxTries) node.maxTries = request.maxTries;
	if (request.waitBetweenTries) node.waitBetweenTries = request.waitBetweenTries;
	if (request.alwaysOutputData) node.alwaysOutputData = true;
	if (request.executeOnce) node.executeOnce = true;

	const base: WorkflowShape =
		request.loopPasses === undefined
			? {
					nodes: [harnessNode(SOURCE, 'harness.source', 0), node],
					connections: { [SOURCE]: { main: [[link(NODE)]] } },
				}
			: {
					nodes: [harnessNode(SOURCE, 'harness.source', 0), harnessNode(LOOP, 'harness.loop', 200), node],
					connections: {
						[SOURCE]: { main: [[link(LOOP)]] },
						[LOOP]: { main: [[], [link(NODE)]] },
						[NODE]: { main: [[link(LOOP)]] },
					},
				};
	return request.workflow ? request.workflow(base) : base;
}

/** Counts calls of execute() while everything else stays the node's own. */
function counted(node: INodeType, count: () => void): INodeType {
	const { execute } = node;
	return Object.create(node, {
		execute: {
			value(...args: never[]) {
				count();
				return Reflect.apply(execute as (...given: never[]) => unknown, this, args);
			},
		},
	}) as INodeType;
}

function passOf(task: ITaskData): Pass {
	const outputs = task.data?.main ?? [];
	const summaries = outputs[1] ?? [];
	return {
		results: outputs[0] ?? [],
		summary: summaries[0],
		summaries,
		errorOutput: outputs[2] ?? [],
		error: task.error,
		hints: task.hints ?? [],
	};
}

const NO_PASS: Pass = {
	results: [],
	summary: undefined,
	summaries: [],
	errorOutput: [],
	error: undefined,
	hints: [],
};

/** Dummy earlier runs, so that the engine counts on from them. */
function earlierRuns(count: number): ITaskData[] {
	return Array.from({ length: count }, (_, index) => ({
		startTime: 0,
		executionIndex: index,
		executionTime: 0,
		source: [],
		executionStatus: 'success' as const,
		data: { main: [[{ json: {} }]] },
	}));
}

/**
 * Runs a node once in a workflow of `Source → Node` and gives back what n8n would show for it.
 *
 * It never throws because of the node: a node's error is in `error`, as n8n stores it.
 */
export async function runNode(request: RunRequest): Promise<RunOutcome> {
	const packageNode = request.node ?? packageNodes().get(request.nodeType);
	if (!packageNode) {
		throw new Error(`The package has no built node "${request.nodeType}".`);
	}
	const type = `${manifest.name}.${request.nodeType}${request.asTool ? 'Tool' : ''}`;
	const items = (request.items ?? [{}]).map(toItem);
	let runs = 0;
	const { nodes, connections } = describeWorkflow(request, type);
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Harness',
		nodes,
		connections,
		active: false,
		...(request.staticData === undefined ? {} : { staticData: request.staticData }),
		nodeTypes: registry({
			...request.nodeTypes,
			'harness.source': sourceNode(items),
			'harness.loop': loopNode(items, request.loopPasses ?? 1),
			[type]: counted(packageNode, () => (runs += 1)),
		}),
		settings: { executionOrder: 'v1', timezone: request.timezone ?? 'UTC' },
	});

	const mode = request.mode ?? 'manual';
	const startNode = workflow.getNode(SOURCE);
	if (!startNode) throw new Error(`The workflow needs a node named "${SOURCE}".`);
	const before = request.runIndex ?? 0;
	const engine = new WorkflowExecute(
		surroundings({ credentials: request.credentials ?? {}, mode, nodes, connections }),
		mode,
		createRunExecutionData({
			startData: {},
			executionData: {
				nodeExecutionStack: [{ node: startNode, data: { main: [[{ json: {} }]] }, source: null }],
			},
			resultData: { runData: before > 0 ? { [NODE]: earlierRuns(before) } : {} },
		}),
	);

	const log = listen();
	try {
		const running = engine.processRunExecutionData(workflow);
		const stop = () => running.cancel();
		if (request.signal?.aborted) stop();
		request.signal?.addEventListener('abort', stop, { once: true });
		const execution = await running;
		request.signal?.removeEventListener('abort', stop);

		const passes = (execution.data.resultData.runData[NODE] ?? []).slice(before).map(passOf);
		const last = passes.at(-1) ?? NO_PASS;
		return {
			...last,
			error: last.error ?? execution.data.resultData.error,
			logs: log.lines,
			runs,
			passes,
			cancelled: execution.status === 'canceled',
			execution,
		};
	} finally {
		log.stop();
	}
}
