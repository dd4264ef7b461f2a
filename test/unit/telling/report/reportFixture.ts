import { digest } from '../../../../nodes/shared/telling/report/digest';
import type { Block } from '../../../../nodes/shared/telling/report/blocks';
import { countOperations, groupFailures, type ReportInput } from '../../../../nodes/shared/telling/report/report';
import { REMEDIES } from '../../../../nodes/shared/model/remedies';
import { OPERATIONS } from '../../../../nodes/shared/telling/report/words';
import { isSuccess, type Code, type Operation, type ResultRecord } from '../../../../nodes/shared/model/result';

export { OPERATIONS };
export const CODES = Object.keys(REMEDIES) as Code[];
export const PLAN_HASH = `sha256:${'4f2a9c81'.repeat(8)}`;
export const REMOVALS_HASH = `sha256:${'0d77e1a2'.repeat(8)}`;

export type SummaryPart = Partial<ReportInput['summary']>;

export function result(operation: Operation, more: Partial<ResultRecord> = {}): ResultRecord {
	return {
		success: isSuccess(operation),
		operation,
		key: '2-105',
		name: 'Sally Student',
		message: '',
		code: '',
		email: 'sally@company.tld',
		userId: '379',
		changes: [],
		attempted: '',
		hints: [],
		attempts: 1,
		dryRun: false,
		...more,
	};
}

/** A user whose removal the limits hold back. */
export function heldBack(more: Partial<ResultRecord> = {}): ResultRecord {
	return result('blocked', { attempted: 'deleted', code: 'REMOVAL_LIMIT', ...more });
}

export function times<T>(count: number, make: (index: number) => T): T[] {
	return Array.from({ length: count }, (_, index) => make(index));
}

/** A run of a Sync with these results; the second part replaces what the summary says. */
export function input(
	results: readonly ResultRecord[],
	summary: SummaryPart = {},
	labels: Partial<Pick<ReportInput, 'lmsLabel' | 'operationLabel'>> = {},
): ReportInput {
	return {
		lmsLabel: 'Bridge',
		operationLabel: 'Sync Users',
		...labels,
		results,
		summary: {
			lms: 'bridge',
			operation: 'sync',
			status: 'ok',
			dryRun: false,
			runId: 'run-7f1c',
			startedAt: '2026-03-04T06:15:00.000Z',
			durationMs: 5123,
			planHash: PLAN_HASH,
			removalsHash: REMOVALS_HASH,
			planQuality: 'full',
			rows: { received: 1200, valid: 1198, rejected: 2, duplicates: 0, setAside: 0, left: 0, valuesLeftOut: 0 },
			directory: { users: 5321, managed: 5290, unmanaged: 31, protected: 2 },
			counts: countOperations(results),
			failures: groupFailures(results),
			requests: { sent: 16, retried: 1, rateLimited: 0 },
			safety: {
				removals: 0,
				removable: 5290,
				limit: 200,
				limitPercent: 5,
				groups: [],
				verdict: 'ok',
			},
			mapping: { first_name: 'First Name' },
			ignoredColumns: ['Shoe size'],
			warnings: [],
			...summary,
		},
	};
}

export const DRY: SummaryPart = { dryRun: true, status: 'planned' };

export const blockedSafety: ReportInput['summary']['safety'] = {
	removals: 30,
	removable: 300,
	limit: 200,
	limitPercent: 5,
	groups: [
		{ group: 'Finance', removals: 2, removable: 88, verdict: 'ok' },
		{ group: 'Sales', removals: 28, removable: 61, verdict: 'blocked' },
	],
	verdict: 'blocked',
	reason: '28 of the 61 people in Sales would be removed, more than the limit of 5%',
};

/** What a section of the report consists of; undefined if the report has no such section. */
export function section(given: ReportInput, title: string): readonly Block[] | undefined {
	return digest(given).sections.find((one) => one.title === title)?.blocks;
}

/** What a reader sees of HTML: tags gone, entities back. */
export function seen(html: string): string {
	return html
		.replace(/<title>.*?<\/title>|<!--.*?-->/gs, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/&nbsp;/g, ' ')
		.replace(/&middot;/g, '·')
		.replace(/&rarr;/g, '→')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, '&')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Text with its line breaks undone. */
export function unwrapped(text: string): string {
	return text.replace(/\s+/g, ' ');
}
