import type { FaultKind } from './faultKinds';
import type { RecordedRequest } from './recorder';

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

const FREE_TO_CHOOSE: ReadonlySet<FaultKind> = new Set(['status', 'delay', 'html', 'empty', 'redirect', 'notJson']);

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
