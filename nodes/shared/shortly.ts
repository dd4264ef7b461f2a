import type { ResultRecord, Summary } from './model/result';
import type { Run, RunOutcome } from './run';
import { countOperations } from './telling/report/report';
import type { LinkedResult } from './telling/results';
import { summaryOf, type SummaryInput } from './telling/summary';

const IN_SHORT =
	'The results could not be told in full, which is a defect of this node: changes, hints and replies are left out. What was done to whom is told as it is.';

/** Results and a summary made of nothing but words and ids, where something in a reply broke the full ones. */
export function toldInShort(
	run: Run,
	outcome: RunOutcome,
	about: () => SummaryInput,
): { results: LinkedResult[]; summary: Summary } {
	const results = outcome.results.map(
		({ record, item }): LinkedResult => ({ record: plain(record, run.secrets.redact), item }),
	);
	const records = results.map(({ record }) => record);
	const summary = summaryOf({ ...about(), warnings: [IN_SHORT] }, []);
	const good = records.filter(({ success }) => success).length;
	if (summary.status === 'ok' && good < records.length) summary.status = good === 0 ? 'failed' : 'partial';
	return { results, summary: { ...summary, counts: countOperations(records) } };
}

function plain(record: ResultRecord, redact: (text: string) => string): ResultRecord {
	const { success, operation, code, attempted, attempts, dryRun, key, userId } = record;
	return {
		success,
		operation,
		key: redact(key),
		name: redact(record.name),
		message: redact(record.message),
		code,
		email: redact(record.email),
		userId: redact(userId),
		changes: [],
		attempted,
		hints: [],
		attempts,
		dryRun,
	};
}
