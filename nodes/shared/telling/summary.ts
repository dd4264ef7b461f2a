import { lineOf } from './report/headline';
import { countOperations, groupFailures, writeReport, type ReportInput } from './report/report';
import type { ResultRecord, RowCounts, SafetySummary, Status, Summary } from '../model/result';
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
	} & Partial<Pick<RowCounts, 'setAside' | 'left' | 'valuesLeftOut'>>;
	readonly requests: Summary['requests'];
	readonly safety: SafetySummary;
	readonly warnings: readonly string[];
	readonly extra: Record<string, number>;
}

/** The one item of output 1, with its report. `results` are all results, whatever output 0 carries. */
export function summaryOf(input: SummaryInput, results: readonly ResultRecord[]): Summary {
	const counts = countOperations(results);
	const rejected = results.filter((record) => record.operation === 'rejected').length;
	const told: ReportInput['summary'] = {
		status: statusOf(input, results),
		counts,
		warnings: [...input.warnings],
		failures: groupFailures(results),
		lms: input.lms,
		operation: input.operation,
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
		requests: input.requests,
		safety: input.safety,
		mapping: input.rows.mapping,
		ignoredColumns: input.rows.ignoredColumns,
		...(Object.keys(input.extra).length === 0 ? {} : { extra: input.extra }),
	};
	const { lmsLabel, operationLabel, stopped } = input;
	const about: ReportInput = {
		lmsLabel,
		operationLabel,
		summary: told,
		results,
		...(stopped === undefined ? {} : { stopped }),
	};
	return {
		status: told.status,
		headline: lineOf(about),
		counts,
		report: writeReport(about),
		warnings: told.warnings,
		failures: told.failures,
		...restOf(told),
	};
}

/** What comes after the lines that people read first. */
function restOf(
	told: ReportInput['summary'],
): Omit<ReportInput['summary'], 'status' | 'counts' | 'warnings' | 'failures'> {
	const { lms, operation, dryRun, runId, startedAt, durationMs, planHash, removalsHash, planQuality } = told;
	const { rows, directory, requests, safety, mapping, ignoredColumns, extra } = told;
	return {
		lms,
		operation,
		dryRun,
		runId,
		startedAt,
		durationMs,
		planHash,
		removalsHash,
		planQuality,
		rows,
		directory,
		requests,
		safety,
		mapping,
		ignoredColumns,
		...(extra === undefined ? {} : { extra }),
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
