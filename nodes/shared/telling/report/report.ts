import { digest } from './digest';
import { renderHtml } from './html';
import { subjectOf } from './headline';
import { codeOf, keyOf, type ReportInput } from './survey';
import { renderText } from './text';
import { isSuccess } from '../../model/result';
import type { Code, FailureGroup, Operation, Report, ResultRecord } from '../../model/result';

export type { ReportInput };

/**
 * Writes a run's report, ready to send: a subject of at most 120 characters, plain text of 72 columns, and an HTML
 * document for mail clients that stays under 100,000 bytes whatever the input (Gmail cuts at 102 kB).
 *
 * Everything that comes from rows, the vendor or settings is shown inert: markup is escaped, hidden characters are
 * shown by number, and formulas start no line or cell of the text. Values of fields that sound like a secret are
 * never shown.
 */
export function writeReport(input: ReportInput): Report {
	const subject = subjectOf(input);
	const content = digest(input);
	return { subject, text: renderText(content), html: renderHtml(content, subject) };
}

/** Failures by code, the most frequent first, with the first message and up to 20 keys each. */
export function groupFailures(results: readonly ResultRecord[]): FailureGroup[] {
	const groups = new Map<Code, FailureGroup>();
	results.forEach((result, index) => {
		if (isSuccess(result.operation)) return;
		const code = codeOf(result);
		const group = groups.get(code) ?? { code, count: 0, example: '', keys: [] };
		groups.set(code, group);
		group.count += 1;
		if (group.example === '') group.example = result.message;
		if (group.keys.length < 20) group.keys.push(keyOf(result, index));
	});
	return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** How many results ended in each way. Ways that did not occur are absent. */
export function countOperations(results: readonly ResultRecord[]): Partial<Record<Operation, number>> {
	const counts: Partial<Record<Operation, number>> = {};
	for (const { operation } of results) counts[operation] = (counts[operation] ?? 0) + 1;
	return counts;
}
