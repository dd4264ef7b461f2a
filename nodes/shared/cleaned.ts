import type { Change, Value } from './model/field';
import type { ResultRecord, SafetySummary } from './model/result';
import type { SummaryInput } from './telling/summary';
import { redactDeep, redactRecord, type Redact } from './transport/secrets';

/** What takes secrets out of texts: all of them, or the credential's own alone. */
export interface Redactions {
	readonly all: Redact;
	/** Keys, ids and field names are what people and fields are known by: only the credential's own secrets can't be in them. */
	readonly own: Redact;
}

/** Takes secrets out of a record, in place: 100,000 of them are not copied. */
export function cleanRecord(record: ResultRecord, { all, own }: Redactions): void {
	record.message = all(record.message);
	record.name = all(record.name);
	for (const name of ['key', 'userId', 'email'] as const) record[name] = own(record[name]);
	if (record.changes.length > 0) record.changes = record.changes.map((change) => cleanChange(change, { all, own }));
	if (record.hints.length > 0) record.hints = record.hints.map(all);
	if (record.conflict !== undefined)
		record.conflict = { field: own(record.conflict.field), heldBy: own(record.conflict.heldBy) };
	if (record.departmentId !== undefined) record.departmentId = own(record.departmentId);
	if (record.customerId !== undefined) record.customerId = own(record.customerId);
	// What comes from the vendor as it is.
	if (record.response !== undefined) record.response = redactDeep(record.response, all);
	if (record.summary !== undefined) record.summary = redactRecord(record.summary, all);
	if (record.user !== undefined) record.user = redactRecord(record.user, all);
	if (record.ruleLogs !== undefined) record.ruleLogs = record.ruleLogs.map((log) => redactDeep(log, all));
}

function cleanChange({ field, from, to }: Change, { all, own }: Redactions): Change {
	const value = (one: Value | null): Value | null => (one === null ? null : (redactDeep(one, all) as Value));
	return { field: own(field), from: value(from), to: value(to) };
}

/** What a summary and its report are made of, without secrets: they are taken out before anything is cut short. */
export function cleanSummary(input: SummaryInput, { all, own }: Redactions): SummaryInput {
	const { rows } = input;
	return {
		...input,
		warnings: input.warnings.map(all),
		safety: cleanSafety(input.safety, all),
		rows: {
			...rows,
			mapping: Object.fromEntries(Object.entries(rows.mapping).map(([field, column]) => [own(field), all(column)])),
			ignoredColumns: rows.ignoredColumns.map(all),
		},
		extra: Object.fromEntries(Object.entries(input.extra).map(([name, number]) => [all(name), number])),
	};
}

function cleanSafety(safety: SafetySummary, all: Redact): SafetySummary {
	return {
		...safety,
		groups: safety.groups.map((group) => ({ ...group, group: all(group.group) })),
		...(safety.reason === undefined ? {} : { reason: all(safety.reason) }),
		...(safety.surprise === undefined ? {} : { surprise: all(safety.surprise) }),
	};
}
