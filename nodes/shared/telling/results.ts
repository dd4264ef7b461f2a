import type { Change } from '../model/field';
import type { Settled } from '../model/connector';
import { WORD_OF, type Action, type Entry } from '../model/plan';
import { isSuccess, type Extras, type Operation, type ResultRecord, type SuccessOperation } from '../model/result';
import type { Row } from '../model/row';
import type { User } from '../model/directory';

/** A record with the input item that it belongs to. */
export interface LinkedResult {
	readonly record: ResultRecord;
	readonly item: number;
}

/** What everybody reads first whom a dry run would change. */
const DRY_RUN = 'Nothing was changed: this is a dry run. To carry it out, switch Dry Run off and run again.';

/** How far the run went. */
export interface Course {
	readonly dryRun: boolean;
	/** Nothing was sent because the guard said no: rows are told as they were planned. */
	readonly plannedOnly: boolean;
	readonly settled: ReadonlyMap<Action, Settled>;
	/** Hints about an action whose reply showed values differently from what was sent. */
	readonly hintsFor?: (action: Action, settled: Settled) => readonly string[];
	/** For blind writes: the word an action would have had. */
	readonly blindWord?: SuccessOperation;
	readonly includeResponse: boolean;
}

/**
 * One record per entry: the rows in their order, then the users who exist only in the directory. Takes the entries off
 * the list one by one, so that a person is not held in memory as plan and as result.
 */
export function takeResults(entries: Entry[], course: Course): LinkedResult[] {
	const copied = new Set<Row>();
	for (const entry of entries) if (entry.kind === 'copy') copied.add(entry.of);
	const originals = new Map<Row, ResultRecord>();
	const results: LinkedResult[] = [];
	entries.reverse();
	// A row and its copies stand in the rows' order: the original has its record before a copy asks for it.
	for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) {
		if (entry.kind === 'copy') {
			const original = originals.get(entry.of) ?? blank(entry.row, undefined, 'rejected', course.dryRun);
			results.push({ record: { ...original, duplicateOf: entry.of.index }, item: entry.row.item });
			continue;
		}
		const record = toldAnyway(entry, course);
		if (entry.row !== undefined && copied.has(entry.row)) originals.set(entry.row, record);
		results.push({ record, item: entry.row?.item ?? 0 });
	}
	return results;
}

/** What was done is told, if only in short: a row whose record can't be made in full must not take the others with it. */
function toldAnyway(entry: Exclude<Entry, { kind: 'copy' }>, course: Course): ResultRecord {
	try {
		return recordOf(entry, course);
	} catch {
		if (entry.kind !== 'act')
			return blank(entry.row, undefined, entry.kind === 'unchanged' ? 'unchanged' : entry.operation, course.dryRun);
		return recordOfAction(entry.action, { ...course, includeResponse: false, hintsFor: () => [] }, entry.row);
	}
}

function recordOf(entry: Exclude<Entry, { kind: 'copy' }>, course: Course): ResultRecord {
	if (entry.kind === 'unchanged') return withHints(blank(entry.row, entry.user, 'unchanged', course.dryRun), entry.row);
	if (entry.kind === 'settled') {
		const record = blank(entry.row, entry.user, entry.operation, course.dryRun);
		record.code = entry.code;
		record.message = entry.message;
		if (entry.attempted !== undefined && !record.success) record.attempted = entry.attempted;
		if (entry.conflict !== undefined) record.conflict = entry.conflict;
		if (entry.alreadyAbsent === true) record.alreadyAbsent = true;
		if (entry.hints !== undefined) record.hints = [...entry.hints];
		if (entry.operation === 'deleted') record.deleted = true;
		return withHints(record, entry.row);
	}
	const record = recordOfAction(entry.action, course, entry.row ?? entry.action.row);
	if (entry.hints !== undefined) record.hints = [...(record.hints ?? []), ...entry.hints];
	return withHints(record, entry.row);
}

/** What was left out when the row was read. */
function withHints(record: ResultRecord, row: Row | undefined): ResultRecord {
	if (row?.hints !== undefined) record.hints = [...row.hints, ...(record.hints ?? [])];
	return record;
}

function recordOfAction(action: Action, course: Course, row: Row | undefined): ResultRecord {
	const word =
		action.kind === 'upsert' && course.blindWord !== undefined
			? course.blindWord
			: action.bars === true
				? 'suspended'
				: WORD_OF[action.kind];
	if (course.dryRun || course.plannedOnly) {
		const planned: SuccessOperation = course.plannedOnly || action.kind === 'upsert' ? 'planned' : word;
		const record = blank(row, action.user, planned, course.dryRun);
		record.changes = shownChanges(action);
		if (course.dryRun) record.message = DRY_RUN;
		if (course.plannedOnly) {
			record.attempted = word;
			record.message = `Not sent, as the run was blocked. It would have been ${word}.`;
		}
		if (action.adopted === true) record.adopted = true;
		return record;
	}
	const { ending, attempts }: Settled = course.settled.get(action) ?? {
		ending: { kind: 'notAttempted', code: 'NOT_ATTEMPTED', message: 'Not sent.' },
		attempts: 0,
	};
	const operation: Operation = ending.kind === 'done' ? (ending.operation ?? word) : ending.kind;
	const record = blank(row, action.user, operation, false);
	record.attempts = attempts;
	record.changes = shownChanges(action);
	if (action.adopted === true && ending.kind === 'done') record.adopted = true;
	if (ending.kind === 'notAttempted') {
		record.code = ending.code;
		record.message = ending.message;
	} else {
		if (ending.userId !== undefined && ending.userId !== '') record.userId = ending.userId;
		if (ending.kind !== 'done') record.code = ending.code;
		record.message = ending.message ?? '';
		Object.assign(
			record,
			ending.kind !== 'done' && ending.conflict !== undefined ? { conflict: ending.conflict } : {},
			shown(ending.extras, course),
		);
	}
	const hints = course.hintsFor?.(action, { ending, attempts }) ?? [];
	if (hints.length > 0) record.hints = [...record.hints, ...hints];
	if (!record.success) record.attempted = word;
	if (record.operation === 'deleted') record.deleted = true;
	return record;
}

/** Somebody new differs in every field from nobody: the row says it better, and 10,000 joiners stay readable. */
function shownChanges(action: Action): Change[] {
	return action.kind === 'create' ? [] : [...action.changes];
}

function shown(extras: Extras | undefined, course: Course): Extras {
	const facts = { ...extras };
	if (!course.includeResponse) delete facts.response;
	return facts;
}

/** A record with everything but the outcome's details. */
export function blank(
	row: Row | undefined,
	user: User | undefined,
	operation: Operation,
	dryRun: boolean,
): ResultRecord {
	// A row makes its name when it is asked for it.
	const [key, name, email] = [row?.key ?? '', row?.name ?? '', row?.email ?? ''];
	return {
		success: isSuccess(operation),
		operation,
		key: key === '' ? (user?.key ?? '') : key,
		name: name === '' ? (user?.name ?? '') : name,
		message: '',
		code: '',
		email: email === '' ? (user?.email ?? '') : email,
		userId: user === undefined || user.unnumbered === true ? '' : user.id,
		changes: [],
		attempted: '',
		hints: [],
		attempts: 0,
		dryRun,
	};
}
