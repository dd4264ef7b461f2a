import type { RecordedRequest } from './recorder';

/**
 * What can go wrong with one request. "Commits" means that the vendor does the work and only the
 * answer is spoilt; that is the default noted below, and `commit` overrides it where noted with *.
 *
 * | kind | commits | what the client sees |
 * |---|---|---|
 * | `status` | no* | `status` (default 500) with the vendor's error form, or `body` |
 * | `rateLimited` | no | 429, Retry-After as the switch says, or `headers` |
 * | `delay` | yes* | the answer, `delayMs` late (`commit: false`: the work is late too) |
 * | `resetBefore`, `resetAfter` | no, yes | TCP reset |
 * | `hang`, `hangAfter` | no, yes | no answer, ever |
 * | `truncate` | yes | half of the body, with a matching Content-Length |
 * | `abortBody` | yes | half of the body, then the connection breaks |
 * | `html` | no* | an HTML page with `status` (default 200) |
 * | `empty` | yes* | `status` (default: as answered) and no body |
 * | `redirect` | no* | `status` (default 302) to `location` (default: the stranger) |
 * | `wrongType` | yes | valid JSON of another type: `[]` for an object, `{}` for an array |
 * | `wrongContentType` | yes | the right body, labelled text/html |
 * | `notJson` | yes* | 200 with plain text |
 * | `huge` | yes | the body padded with spaces to `bytes` (default 32 MiB) |
 * | `repeatPage` | yes | lists: the page before, once more |
 * | `cutListing` | yes | lists: users are missing, and the reply shows it |
 * | `foreignNext` | yes | lists (Bridge): the next link leads to `location` (default: the stranger) |
 * | `reorderRows`, `missingRow`, `doubledRow` | yes | bulk replies (Requestor, Traliant) |
 */
export const FAULT_KINDS = [
	'status',
	'rateLimited',
	'delay',
	'resetBefore',
	'resetAfter',
	'hang',
	'hangAfter',
	'truncate',
	'abortBody',
	'html',
	'empty',
	'redirect',
	'wrongType',
	'wrongContentType',
	'notJson',
	'huge',
	'repeatPage',
	'cutListing',
	'foreignNext',
	'reorderRows',
	'missingRow',
	'doubledRow',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultMatch {
	readonly method?: string;
	/** Tested against the decoded path. */
	readonly path?: RegExp;
	/** 1 for the first matching request since the fault was added. */
	readonly nth?: number;
}

export interface Fault {
	readonly kind: FaultKind;
	readonly match?: FaultMatch;
	/** How many requests it hits; 1 if not given, `Infinity` for all. */
	readonly times?: number;
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Text is sent as it is, anything else as JSON. */
	readonly body?: unknown;
	readonly delayMs?: number;
	readonly location?: string;
	readonly commit?: boolean;
	readonly bytes?: number;
}

export type FaultSchedule = (request: RecordedRequest, index: number) => Fault | undefined;

const NOT_COMMITTED: ReadonlySet<FaultKind> = new Set([
	'status',
	'rateLimited',
	'resetBefore',
	'hang',
	'html',
	'redirect',
]);

const FREE_TO_CHOOSE: ReadonlySet<FaultKind> = new Set([
	'status',
	'delay',
	'html',
	'empty',
	'redirect',
	'notJson',
]);

/** Whether the vendor does the work before the answer is spoilt. */
export function commits(fault: Fault): boolean {
	if (fault.commit !== undefined && FREE_TO_CHOOSE.has(fault.kind)) return fault.commit;
	return !NOT_COMMITTED.has(fault.kind);
}

interface Planned {
	readonly fault: Fault;
	matched: number;
	fired: number;
}

/** The faults waiting for requests. The first one added that fits a request hits it. */
export class FaultPlan {
	private planned: Planned[] = [];
	private scheduled: FaultSchedule | undefined;

	add(...faults: Fault[]): void {
		for (const fault of faults) this.planned.push({ fault, matched: 0, fired: 0 });
	}

	/** Asks `choose` for each request that no added fault hits; `index` counts requests since the last reset. */
	schedule(choose: FaultSchedule): void {
		this.scheduled = choose;
	}

	clear(): void {
		this.planned = [];
		this.scheduled = undefined;
	}

	/** How many of the added faults have still to hit a request (those without end are not counted). */
	get pending(): number {
		return this.planned.filter(({ fault, fired }) => {
			const times = fault.times ?? 1;
			return Number.isFinite(times) && fired < times;
		}).length;
	}

	/** The fault for this request, spending it. */
	take(request: RecordedRequest): Fault | undefined {
		let hit: Planned | undefined;
		for (const planned of this.planned) {
			if (!matches(planned.fault.match, request)) continue;
			planned.matched += 1;
			const due = planned.matched >= (planned.fault.match?.nth ?? 1);
			if (hit === undefined && due && planned.fired < (planned.fault.times ?? 1)) hit = planned;
		}
		if (hit === undefined) return this.scheduled?.(request, request.index);
		hit.fired += 1;
		return hit.fault;
	}
}

function matches(match: FaultMatch | undefined, request: RecordedRequest): boolean {
	if (match === undefined) return true;
	if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
	if (match.path === undefined) return true;
	match.path.lastIndex = 0;
	return match.path.test(request.path);
}
