import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { LinkedResult } from './results';
import type { ResultRecord, Summary } from '../model/result';

const RESULTS_FOR_AGENT = 25;

/** How a run's results leave the node. */
export interface OutputSettings {
	readonly isTool: boolean;
	/** *On Error* is *Continue (using error output)*. */
	readonly toErrorOutput: boolean;
	readonly results: 'all' | 'changed' | 'failed';
}

/** Turns results and summary into the node's two outputs. */
export function outputsOf(
	results: readonly LinkedResult[],
	summary: Summary,
	settings: OutputSettings,
): INodeExecutionData[][] {
	const summaryItem: INodeExecutionData = { json: summary as unknown as IDataObject, pairedItem: { item: 0 } };
	if (settings.isTool) return [[forAgent(results, summary)], [summaryItem]];
	const [good, bad] = resultOutputs(results, settings);
	return [good, [summaryItem, ...bad]];
}

/** The results alone: those for output 0, and those that output 1 hands to the error output. */
export function resultOutputs(
	results: readonly LinkedResult[],
	settings: OutputSettings,
): [INodeExecutionData[], INodeExecutionData[]] {
	const good: INodeExecutionData[] = [];
	const bad: INodeExecutionData[] = [];
	for (const { record, item } of results) {
		if (!record.success && settings.toErrorOutput) {
			// A plain number: the engine keeps the link, but does not merge the input row (and a password in it) into the item.
			bad.push({
				json: {
					error: record.message === '' ? record.code : record.message,
					message: [record.operation, record.key || record.name].filter((part) => part !== '').join(': '),
					details: record as unknown as IDataObject,
				},
				pairedItem: item,
			});
		} else if (isWanted(record, settings.results)) {
			good.push({ json: record as unknown as IDataObject, pairedItem: { item } });
		}
	}
	return [good, bad];
}

function isWanted(record: ResultRecord, wanted: OutputSettings['results']): boolean {
	switch (wanted) {
		case 'all':
			return true;
		case 'changed':
			return record.operation !== 'unchanged';
		case 'failed':
			return !record.success;
	}
}

/** An agent sees output 0 only: one item with what it needs to report and to go on. */
function forAgent(results: readonly LinkedResult[], summary: Summary): INodeExecutionData {
	const { lms, operation, status, headline, dryRun, planHash, removalsHash, counts, failures, safety, warnings } =
		summary;
	const ranked = [...results].sort((a, b) => rank(a.record) - rank(b.record)).slice(0, RESULTS_FOR_AGENT);
	const json = {
		lms,
		operation,
		status,
		headline,
		dryRun,
		planHash,
		removalsHash,
		counts,
		failures,
		safety,
		warnings,
		results: ranked.map(({ record }) => record),
		resultsLeftOut: results.length - ranked.length,
	};
	return { json: json as unknown as IDataObject, pairedItem: { item: 0 } };
}

/** Unsuccessful ones first, unchanged ones last. */
function rank(record: ResultRecord): number {
	if (!record.success) return 0;
	return record.operation === 'unchanged' ? 2 : 1;
}
