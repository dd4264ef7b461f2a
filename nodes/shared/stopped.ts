import type { VendorNode } from './vendorNode';
import type { IExecuteFunctions, INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { CallFailed, codeOf, RunError } from './model/failure';
import { outputsOf } from './telling/outputs';
import type { Summary } from './model/result';
import { blank, type LinkedResult } from './telling/results';
import { readDryRun, type Settings } from './settings';
import { noRemovals, summaryOf } from './telling/summary';

/** What is known of a run that stopped before its first write. */
export interface Stopped {
	readonly node: VendorNode;
	readonly error: unknown;
	/** The error in words for people, without secrets. */
	readonly told: NodeOperationError;
	readonly runId: string;
	readonly startedAt: number;
	/** Undefined when they could not be read. */
	readonly settings: Settings | undefined;
	readonly requests: Summary['requests'];
}

/**
 * Nothing was sent, and the workflow is to go on: every item says so, and the summary too. If the error were thrown,
 * n8n would pass the raw input rows on as results, as if they had succeeded.
 */
export function stoppedOutputs(
	context: IExecuteFunctions,
	stopped: Stopped,
	toErrorOutput: boolean,
): INodeExecutionData[][] {
	const { node, error, told, settings } = stopped;
	const { operation, dryRun } = settings ?? readableIn(context);
	const failure = error instanceof RunError || error instanceof CallFailed ? error.failure : undefined;
	const remedy = typeof told.description === 'string' ? told.description : '';
	const message = `${told.message} ${remedy}`.trim();
	const results = context.getInputData().map(
		(_, item): LinkedResult => ({
			item,
			record: {
				...blank(undefined, undefined, 'notAttempted', dryRun),
				code: failure === undefined ? 'NOT_ATTEMPTED' : codeOf(failure),
				message,
			},
		}),
	);
	const summary = summaryOf(
		{
			lms: node.vendor.name,
			lmsLabel: node.vendor.label,
			operation,
			operationLabel: node.operationLabels[operation] ?? operation,
			dryRun,
			blocked: false,
			stopped: message,
			runId: stopped.runId,
			startedAt: stopped.startedAt,
			endedAt: Date.now(),
			hashes: { planHash: '', removalsHash: '' },
			plan: { quality: 'lookup', directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 } },
			rows: { received: results.length, duplicates: 0, mapping: {}, ignoredColumns: [] },
			requests: stopped.requests,
			safety: noRemovals(settings?.limits.maxRemovals ?? 200, settings?.limits.maxRemovalPercent ?? 5),
			warnings: [],
			extra: {},
		},
		results.map(({ record }) => record),
	);
	return outputsOf(results, summary, { isTool: false, toErrorOutput, results: 'all' });
}

/** What the parameters say as far as they can be read: one of them may be what stopped the run. */
function readableIn(context: IExecuteFunctions): Pick<Settings, 'operation' | 'dryRun'> {
	const operation = readOr('sync', () => String(context.getNodeParameter('operation', 0, 'sync')));
	return { operation, dryRun: readOr(false, () => readDryRun(context, operation)) };
}

function readOr<T>(usual: T, read: () => T): T {
	try {
		return read();
	} catch {
		return usual;
	}
}
