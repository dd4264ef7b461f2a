import { contentOf, NameIndex, nameOf, sortRows, type Said } from '../shared/carrying/bulkReply';
import type { Task } from '../shared/model/connector';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import type { SuccessOperation } from '../shared/model/result';
import type { FindBy } from './traliant.user';

/** A reply as the vendor's page shows it. */
export interface SyncReply {
	/** What became of each user. */
	readonly rows: readonly JsonRecord[];
	readonly summary: JsonRecord;
	/** What the course assignment rules did; none when they did not run. */
	readonly ruleLogs: readonly JsonRecord[];
}

/** Reads a reply; undefined when it is not what the vendor documents. Source: the vendor's page, *Example Output*. */
export function readReply(body: unknown): SyncReply | undefined {
	const data = recordOf(recordOf(body)?.data);
	const details = recordOf(data?.details);
	if (data === undefined || !Array.isArray(details?.users)) return undefined;
	return {
		rows: recordsOf(details.users),
		summary: recordOf(data.summary) ?? {},
		ruleLogs: recordsOf(details.rule_logs),
	};
}

/**
 * Whose row is whose. `key` is taken as the value of the `find_by` field, else as an ID number (as in the page's
 * example), else as a username; it has to agree with `username` where both point at somebody.
 */
export function rowsByTask(
	rows: readonly JsonRecord[],
	tasks: readonly Task[],
	findBy: FindBy,
): Array<Said<JsonRecord>> {
	const byField = { username: new NameIndex(), id_number: new NameIndex() };
	tasks.forEach(({ action }, at) => {
		const values = (action.row ?? action.user)?.values;
		byField.username.add(values?.username, at);
		byField.id_number.add(values?.id_number, at);
	});
	return sortRows(rows, tasks.length, ({ key, username }) => {
		const keyed = [byField[findBy].find(key), byField.id_number.find(key), byField.username.find(key)].filter(
			(at) => at !== undefined,
		);
		const named = byField.username.find(username);
		if (named === undefined) return keyed[0];
		return keyed.length === 0 || keyed.includes(named) ? named : undefined;
	});
}

const WORDS: Readonly<Record<string, SuccessOperation>> = {
	created: 'created',
	updated: 'updated',
	skipped: 'unchanged',
	unchanged: 'unchanged',
	suspended: 'suspended',
	unsuspended: 'reactivated',
	reactivated: 'reactivated',
};

/** A row's `operation` in our words; undefined for a word that no page lists (the string is open). */
export function wordOf(operation: unknown): SuccessOperation | undefined {
	const word = nameOf(operation).toLowerCase();
	return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}

/** Where a reply's own summary disagrees with its rows: "created 3 instead of 2"; '' when it agrees. */
export function disagreement({ rows, summary }: SyncReply): string {
	const counted: Record<string, number> = { created: 0, updated: 0, skipped: 0, suspended: 0, errors: 0 };
	for (const row of new Map(rows.map((one) => [contentOf(one), one])).values()) {
		const word = nameOf(row.operation).toLowerCase();
		const place = row.success === false ? 'errors' : Object.hasOwn(counted, word) ? word : 'updated';
		counted[place] = (counted[place] ?? 0) + 1;
	}
	return Object.entries(counted)
		.flatMap(([name, count]) => {
			const said = summary[name];
			return typeof said === 'number' && said !== count ? [`${name} ${said} instead of ${count}`] : [];
		})
		.join(', ');
}

/** The rule logs of one user. */
export function logsOf(logs: readonly JsonRecord[], userId: string): JsonRecord[] {
	return userId === '' ? [] : logs.filter((log) => idText(log.user_id) === userId);
}

/** How many rules matched and how many courses were assigned. Trial runs (`mock`) assign nothing. */
export function ruleTotals(logs: readonly JsonRecord[]): { rulesMatched: number; coursesAssigned: number } {
	const rules = logs.filter((log) => log.mock !== true).flatMap((log) => recordsOf(log.exec_log_rules));
	return {
		rulesMatched: rules.filter((rule) => rule.match === true).length,
		coursesAssigned: rules.flatMap((rule) => recordsOf(rule.log_courses)).filter(isAssigned).length,
	};
}

function isAssigned({ assignable, action_result: result }: JsonRecord): boolean {
	const said = typeof result === 'string' ? result : '';
	return assignable !== false && /\bassigned\b/i.test(said) && !/\b(already|not|never|previously)\b/i.test(said);
}
