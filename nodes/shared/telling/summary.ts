import { countOperations, groupFailures, writeReport } from './report/report';
import type { ResultRecord, SafetySummary, Status, Summary } from '../model/result';
import type { Plan } from '../model/plan';
import type { RowSet } from '../model/row';

/** What the summary is made of. */
export interface SummaryInput {
	readonly lms: string;
	readonly lmsLabel: string;
	readonly operation: string;
	/** The vendor's own word, such as "Lock Users". */
	readonly operationLabel: string;
	readonly dryRun: boolean;
	/** The guard let nothing be sent. */
	readonly blocked: boolean;
	/** Why the run stopped before its first write, and what to do; undefined when it did not. */
	readonly stopped?: string;
	readonly runId: string;
	readonly startedAt: number;
	readonly endedAt: number;
	readonly hashes: { readonly planHash: string; readonly removalsHash: string };
	readonly plan: Pick<Plan, 'quality' | 'directory'>;
	readonly rows: Pick<RowSet, 'mapping' | 'ignoredColumns'> & {
		readonly received: number;
		readonly duplicates: number;
		readonly setAside?: number;
		readonly left?: number;
		readonly valuesLeftOut?: number;
	};
	readonly requests: Summary['requests'];
	readonly safety: SafetySummary;
	readonly warnings: readonly string[];
	readonly extra: Record<string, number>;
}

/** The one item of output 1, with its report. `results` are all results, whatever output 0 carries. */
export function summaryOf(input: SummaryInput, results: readonly ResultRecord[]): Summary {
	const counts = countOperations(results);
	const rejected = results.filter((record) => record.operation === 'rejected').length;
	const summary: Omit<Summary, 'report'> = {
		lms: input.lms,
		operation: input.operation,
		status: statusOf(input, results),
		dryRun: input.dryRun,
		runId: input.runId,
		startedAt: new Date(input.startedAt).toISOString(),
		durationMs: input.endedAt - input.startedAt,
		...input.hashes,
		planQuality: input.plan.quality,
		rows: {
			received: input.rows.received,
			valid: input.rows.received - rejected - (input.rows.setAside ?? 0),
			rejected,
			duplicates: input.rows.duplicates,
			setAside: input.rows.setAside ?? 0,
			left: input.rows.left ?? 0,
			valuesLeftOut: input.rows.valuesLeftOut ?? 0,
		},
		directory: input.plan.directory,
		counts,
		failures: groupFailures(results),
		requests: input.requests,
		safety: input.safety,
		mapping: input.rows.mapping,
		ignoredColumns: input.rows.ignoredColumns,
		warnings: [...input.warnings],
		...(Object.keys(input.extra).length === 0 ? {} : { extra: input.extra }),
	};
	const { lmsLabel, operationLabel, stopped } = input;
	return {
		...summary,
		report: writeReport({ lmsLabel, operationLabel, summary, results, ...(stopped === undefined ? {} : { stopped }) }),
	};
}

function statusOf(input: SummaryInput, results: readonly ResultRecord[]): Status {
	if (input.stopped !== undefined) return 'failed';
	if (input.dryRun) return 'planned';
	if (input.blocked) return 'blocked';
	const good = results.filter((record) => record.success).length;
	if (good === results.length) return 'ok';
	return good === 0 ? 'failed' : 'partial';
}

/** The safety part of a run in which no removals are at stake. */
export function noRemovals(limit: number, limitPercent: number): SafetySummary {
	return { removals: 0, removable: 0, limit, limitPercent, groups: [], verdict: 'ok' };
}
