import type { Change } from './field';

/** What happened to one person. In a dry run the same word says what would happen. */
export type SuccessOperation =
	| 'created'
	| 'updated'
	| 'unchanged'
	| 'reactivated'
	| 'restored'
	| 'suspended'
	| 'hidden'
	| 'deleted'
	| 'found'
	| 'planned';
export type FailureOperation = 'rejected' | 'failed' | 'blocked' | 'unknown' | 'notAttempted';
export type Operation = SuccessOperation | FailureOperation;

/** Stable codes; product of the contract, never renamed. */
export type Code =
	| 'INVALID_ROW'
	| 'DUPLICATE_KEY'
	| 'AMBIGUOUS_MATCH'
	| 'KEY_CHANGED'
	| 'NO_SEATS'
	| 'LEFT'
	| 'INCOMPLETE_RECORD'
	| 'EMAIL_TAKEN'
	| 'ALREADY_EXISTS'
	| 'NOT_FOUND'
	| 'NOT_DELETED'
	| 'PROTECTED'
	| 'REMOVAL_LIMIT'
	| 'SOURCE_DAMAGED'
	| 'VENDOR_REJECTED'
	| 'NO_RESULT'
	| 'OUTCOME_UNKNOWN'
	| 'RATE_LIMITED'
	| 'TIMEOUT'
	| 'SERVER_ERROR'
	| 'UNAUTHORIZED'
	| 'FORBIDDEN'
	| 'CANCELLED'
	| 'NOT_ATTEMPTED';

/** Who already holds a value that must be unique. */
export interface Conflict {
	readonly field: string;
	/** The holder's `userId`. */
	readonly heldBy: string;
}

/** Facts that only some results carry. */
export interface Extras {
	recovered?: true;
	alreadyAbsent?: true;
	adopted?: true;
	/** Position, from 0, of the row that this one repeats: its input item, or its place in Users (JSON). */
	duplicateOf?: number;
	conflict?: Conflict;
	hints?: string[];
	/** Get Summary: the vendor's numbers. */
	summary?: Record<string, unknown>;
	/** Get Many: the user. */
	user?: Record<string, unknown>;
	departmentId?: string;
	ruleLogs?: unknown[];
	customerId?: string;
	/** The vendor's own reply for this person, with `includeResponse`. */
	response?: unknown;
	/** Delete: as n8n's own nodes say it. */
	deleted?: true;
}

/**
 * One record of output 0: one person, one outcome. The same keys for everybody and in this order, so that a table shows
 * the sentence without scrolling and n8n's Schema view does not mix people; extras come after them.
 */
export interface ResultRecord extends Omit<Extras, 'hints'> {
	success: boolean;
	operation: Operation;
	key: string;
	name: string;
	message: string;
	code: Code | '';
	email: string;
	userId: string;
	changes: Change[];
	/** Unsuccessful rows: the word it would have been; '' for the others. */
	attempted: SuccessOperation | '';
	hints: string[];
	attempts: number;
	dryRun: boolean;
}

const FAILURES: ReadonlySet<Operation> = new Set<Operation>([
	'rejected',
	'failed',
	'blocked',
	'unknown',
	'notAttempted',
]);

/** Whether a word of {@link Operation} is a success. */
export function isSuccess(operation: Operation): operation is SuccessOperation {
	return !FAILURES.has(operation);
}

export type Status = 'ok' | 'partial' | 'failed' | 'blocked' | 'planned';

/** Removals asked for within one value of `groupBy`. */
export interface GroupVerdict {
	readonly group: string;
	readonly removals: number;
	/** Users of the group that could be removed. */
	readonly removable: number;
	readonly verdict: 'ok' | 'blocked';
}

export interface SafetySummary {
	removals: number;
	/** Users that could be removed: managed, in scope, not protected. */
	removable: number;
	limit: number;
	limitPercent: number;
	/** Removed by this node in the last 30 days, this run included, as far as n8n keeps it. */
	removedIn30Days?: number;
	groups: GroupVerdict[];
	/** `approved`: the limits were exceeded, and this very plan was approved. */
	verdict: 'ok' | 'blocked' | 'approved';
	/** Why the plan looks wrong although it removes nobody. */
	surprise?: string;
	/** Why it is blocked, in one sentence. */
	reason?: string;
}

export interface FailureGroup {
	code: Code;
	count: number;
	/** The first message with this code. */
	example: string;
	/** Up to 20 keys (or item numbers where a key can't be read). */
	keys: string[];
}

export interface Report {
	subject: string;
	text: string;
	html: string;
}

/** The rows of a run in numbers. */
export interface RowCounts {
	received: number;
	valid: number;
	rejected: number;
	duplicates: number;
	/** Rows that are no people, such as totals and footers. */
	setAside: number;
	/** People on the list who have left. */
	left: number;
	/** Values that could not be read, in rows that were sent without them. */
	valuesLeftOut: number;
}

/** The single item of output 1; what people read first stands first. */
export interface Summary {
	status: Status;
	/** One line: "2 created, 1 rejected". */
	headline: string;
	counts: Partial<Record<Operation, number>>;
	report: Report;
	warnings: string[];
	failures: FailureGroup[];
	lms: string;
	operation: string;
	dryRun: boolean;
	runId: string;
	startedAt: string;
	durationMs: number;
	planHash: string;
	removalsHash: string;
	planQuality: PlanQuality;
	rows: RowCounts;
	directory: { users: number; managed: number; unmanaged: number; protected: number };
	requests: { sent: number; retried: number; rateLimited: number };
	safety: SafetySummary;
	/** Field name → the column it was read from. */
	mapping: Record<string, string>;
	ignoredColumns: string[];
	/** Numbers that only one vendor has, such as rules matched and courses assigned (Traliant). */
	extra?: Record<string, number>;
}

/** How much of the directory the plan was made from. */
export type PlanQuality = 'full' | 'lookup' | 'snapshot' | 'blind';
