import { placeOf } from '../../model/row';
import { isSuccess, type Code, type Operation, type ResultRecord, type Summary } from '../../model/result';

/** What a report is written from. */
export interface ReportInput {
	/** What people call the system, such as "Bridge". */
	readonly lmsLabel: string;
	/** The operation in the vendor's own word, such as "Sync Users" or "Lock Users". */
	readonly operationLabel: string;
	/** `extra` becomes a section of its own (Traliant: rules matched, courses assigned). */
	readonly summary: Omit<Summary, 'report' | 'headline'>;
	/** All results, in order. They are read, never copied, and only a few are named. */
	readonly results: readonly ResultRecord[];
	/** Why the run stopped before anything was sent, with the remedy: then no row was looked at. */
	readonly stopped?: string;
}

/** One result and its place among all, from 0. */
export interface Numbered {
	readonly result: ResultRecord;
	readonly at: number;
}

/** The first few results of a kind, and how many there are. */
export interface Sample {
	total: number;
	/** Whether the same is told of all of them, also of those that are not named. */
	isUniform: boolean;
	readonly first: Numbered[];
}

/** What a report shows of single people, found in one pass. */
export interface Survey {
	/** People who lose access, or would, or did not after all. */
	readonly removals: Sample;
	readonly created: Sample;
	/** Accounts that changed, with what changed. */
	readonly changed: Sample;
	readonly failures: ReadonlyMap<Code, Sample>;
	/** What rows of a blocked run would have become: all that their own word says is "planned". */
	readonly planned: ReadonlyMap<Operation, number>;
	/** How many of those who were removed were gone before. */
	readonly alreadyAbsent: number;
	/** How many of those who are removed stand on the list: it says itself that they have gone. */
	readonly removedByList: number;
	/** People with whom all went well, but for something that their results tell in a hint. */
	readonly noted: Sample;
}

/** How many people of each kind a report names. */
export const NAMED = 25;

const REMOVALS: ReadonlySet<Operation> = new Set<Operation>(['deleted', 'hidden', 'suspended']);

/**
 * Reads all results once and keeps a reference to the few that a report names, so that 100,000 results cost no
 * memory.
 * @param rows how many of the results are rows: they come first
 */
export function survey(results: readonly ResultRecord[], rows = 0): Survey {
	const removals = sample();
	const created = sample();
	const changed = sample();
	const failures = new Map<Code, Sample>();
	const planned = new Map<Operation, number>();
	const noted = sample();
	let alreadyAbsent = 0;
	let removedByList = 0;
	results.forEach((result, index) => {
		const numbered = { result, at: index };
		const isDone = isSuccess(result.operation);
		if (result.operation === 'planned') planned.set(wordOf(result), (planned.get(wordOf(result)) ?? 0) + 1);
		if (isDone && result.alreadyAbsent === true) alreadyAbsent += 1;
		if (isRemoval(result)) {
			add(removals, numbered, hasSameFate);
			if (index < rows) removedByList += 1;
		} else if (isDone && wordOf(result) === 'created') add(created, numbered);
		else if (isDone && result.changes.length > 0) add(changed, numbered);
		if (isDone && !isRemoval(result) && result.code === '' && notesOf(result).length > 0) add(noted, numbered);
		if (isDone) return;
		const code = codeOf(result);
		const group = failures.get(code) ?? sample();
		failures.set(code, group);
		add(group, numbered);
	});
	return { removals, created, changed, failures, planned, alreadyAbsent, removedByList, noted };
}

/** What a result tells beside what happened; values that could not be read are told by column, among the warnings. */
export function notesOf({ hints }: ResultRecord): string[] {
	return hints.filter((hint) => !hint.startsWith('Left out: Column'));
}

/** A failure's code; one that came without gets the code that its operation stands for, so that it is never left out. */
export function codeOf(result: ResultRecord): Code {
	if (result.code !== '') return result.code;
	switch (result.operation) {
		case 'rejected':
			return 'INVALID_ROW';
		case 'blocked':
			return 'PROTECTED';
		case 'notAttempted':
			return 'NOT_ATTEMPTED';
		case 'unknown':
			return 'OUTCOME_UNKNOWN';
		default:
			return 'VENDOR_REJECTED';
	}
}

/** The key by which people find the row again: its own, or its place where that can't be read. */
export function keyOf(result: ResultRecord, at: number): string {
	return result.key.trim() === '' ? placeOf({ index: at, item: at }) : result.key;
}

/** Whether a word takes somebody's access away. */
export function isRemovalWord(operation: Operation): boolean {
	return REMOVALS.has(operation);
}

/** What a result is or, where nothing was sent or it failed, was to be. */
export function wordOf({ operation, attempted }: ResultRecord): Operation {
	return attempted === '' ? operation : attempted;
}

/** A rejected row removes nobody: it is told among the failures only. */
function isRemoval(result: ResultRecord): boolean {
	return result.operation !== 'rejected' && isRemovalWord(wordOf(result));
}

function hasSameFate(one: ResultRecord, other: ResultRecord): boolean {
	return (
		one.operation === other.operation &&
		one.attempted === other.attempted &&
		one.code === other.code &&
		one.alreadyAbsent === other.alreadyAbsent
	);
}

function hasSameMessage(one: ResultRecord, other: ResultRecord): boolean {
	return one.message === other.message;
}

function sample(): Sample {
	return { total: 0, isUniform: true, first: [] };
}

function add(to: Sample, numbered: Numbered, isLike = hasSameMessage): void {
	to.total += 1;
	const [leader] = to.first;
	if (leader !== undefined && !isLike(leader.result, numbered.result)) to.isUniform = false;
	if (to.first.length < NAMED) to.first.push(numbered);
}
