import fc from 'fast-check';
import { isWrite } from './vendors';
import type { Fault, FaultPlan, RecordedRequest } from '../../simulators';

/** One trouble: which call it hits, and how often in a row. */
export interface Trouble {
	readonly on: 'read' | 'write';
	/** 0 for the first call of that kind. */
	readonly at: number;
	readonly times: number;
	readonly fault: Fault;
}

export interface Schedule {
	readonly troubles: readonly Trouble[];
	/** The token stops working from this call on. */
	readonly unauthorizedFrom: number | undefined;
	/** A limit of the vendor that the node is not told of. */
	readonly limit: number | undefined;
	/** Another host, or a path that is none: every call is answered 404, in JSON. */
	readonly wrongAddress: boolean;
	/** Before this page of the list is read, somebody who stood on the first one is deleted, and somebody new is made. */
	readonly movesAt?: number | undefined;
	/** How many accounts more than at the start there is room for. */
	readonly seats: number | undefined;
}

const waits = fc.oneof(
	fc.constant(undefined),
	fc.integer({ min: 1, max: 20 }).map((seconds) => ({ 'retry-after': String(seconds) })),
	fc
		.integer({ min: 1, max: 20 })
		.map((seconds) => ({ 'retry-after': new Date(Date.UTC(2026, 0, 15, 12, 0, seconds)).toUTCString() })),
	fc.constant({ 'retry-after': 'soon' }),
	fc.constant({ 'retry-after': '3600' }),
);

/** A 503 says "not now", as a 429 does: nothing was done. */
const server: fc.Arbitrary<Fault> = fc
	.record({ status: fc.constantFrom(500, 502, 503, 504), headers: waits, commit: fc.boolean() })
	.map(({ status, headers, commit }) => ({
		kind: 'status',
		status,
		commit: commit && status !== 503,
		...(headers === undefined ? {} : { headers }),
	}));
const tooMany: fc.Arbitrary<Fault> = waits.map((headers) => ({
	kind: 'rateLimited',
	...(headers === undefined ? {} : { headers }),
}));
const refused: fc.Arbitrary<Fault> = fc.constantFrom(400, 403, 408, 422).map((status) => ({ kind: 'status', status }));
const broken: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
	{ kind: 'resetBefore' },
	{ kind: 'resetAfter' },
	{ kind: 'hang' },
	{ kind: 'hangAfter' },
	{ kind: 'truncate' },
	{ kind: 'abortBody' },
	{ kind: 'html' },
	{ kind: 'html', commit: true },
	{ kind: 'html', status: 502 },
	{ kind: 'empty' },
	{ kind: 'redirect' },
	{ kind: 'wrongType' },
	{ kind: 'wrongContentType' },
	{ kind: 'notJson' },
	{ kind: 'delay', delayMs: 400 },
	{ kind: 'delay', delayMs: 5000 },
	{ kind: 'reorderRows' },
	{ kind: 'missingRow' },
	{ kind: 'doubledRow' },
);
const paging: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
	{ kind: 'cutListing' },
	{ kind: 'repeatPage' },
	{ kind: 'swapUser' },
	{ kind: 'wrongTotal' },
	{ kind: 'foreignNext' },
);

const trouble: fc.Arbitrary<Trouble> = fc
	.record({
		on: fc.oneof(
			{ weight: 1, arbitrary: fc.constant('read' as const) },
			{ weight: 3, arbitrary: fc.constant('write' as const) },
		),
		at: fc.nat(14),
		times: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 2, arbitrary: fc.integer({ min: 2, max: 6 }) }),
		any: fc.oneof(
			{ weight: 3, arbitrary: server },
			{ weight: 2, arbitrary: tooMany },
			{ weight: 1, arbitrary: refused },
			{ weight: 5, arbitrary: broken },
		),
		page: paging,
		paged: fc.nat(5),
	})
	.map(({ on, at, times, any, page, paged }) => ({ on, at, times, fault: on === 'read' && paged === 0 ? page : any }));

/** Up to six troubles, now and then an expiring token or a tight limit. */
export const schedule: fc.Arbitrary<Schedule> = fc.record({
	troubles: fc.array(trouble, { maxLength: 6 }),
	unauthorizedFrom: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(20) }),
	limit: fc.oneof(
		{ weight: 8, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.integer({ min: 2, max: 40 }) },
	),
	wrongAddress: fc.nat(29).map((number) => number === 0),
	movesAt: fc.oneof(
		{ weight: 7, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
	),
	seats: fc.oneof({ weight: 11, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(2) }),
});

/** What happens to a system beside the calls of a run. */
export interface Surroundings {
	/** Whether this call would make an account for which there is no seat left. */
	isFull(request: RecordedRequest): boolean;
	/** Whether this call asks for a page of the list. */
	isPage(request: RecordedRequest): boolean;
	/** Somebody else deletes one account and makes another. */
	move(): void;
}

/** Puts a schedule to a simulator's faults. */
export function install(
	faults: FaultPlan,
	{ troubles, unauthorizedFrom, wrongAddress, movesAt }: Schedule,
	{ isFull, isPage, move }: Surroundings,
): void {
	const seen = { read: 0, write: 0, all: 0, pages: 0 };
	faults.schedule((request: RecordedRequest): Fault | undefined => {
		if (wrongAddress) return { kind: 'status', status: 404, body: { message: 'Not found' } };
		if (isPage(request) && seen.pages++ === movesAt) move();
		const kind = isWrite(request) ? 'write' : 'read';
		const number = seen[kind]++;
		const overall = seen.all++;
		if (unauthorizedFrom !== undefined && overall >= unauthorizedFrom) return { kind: 'status', status: 401 };
		const found = troubles.find(({ on, at, times }) => on === kind && number >= at && number < at + times)?.fault;
		return found ?? (isFull(request) ? { kind: 'status', status: 402 } : undefined);
	});
}
