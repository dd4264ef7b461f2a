import { recordOf } from '../shared/transport/record';

/** What the reply counts. Source: the page's *Answer*. */
export interface Counters {
	readonly created: number;
	readonly updated: number;
	readonly blocked: number;
	readonly unblocked: number;
}

/**
 * The reply's counters, or undefined when it is not what the vendor documents: no counter at all, one that is not a
 * number, or nothing counted while some are missing.
 */
export function countersOf(body: unknown): Counters | undefined {
	const record = recordOf(body);
	if (record === undefined) return undefined;
	const given = (['created_count', 'updated_count', 'blocked_count', 'unblocked_count'] as const).map(
		(name) => record[name],
	);
	const counts = given.map((value) =>
		value === undefined || value === null ? undefined : /^\d+$/.test(String(value)) ? Number(value) : Number.NaN,
	);
	if (counts.some((count) => Number.isNaN(count))) return undefined;
	if (counts.includes(undefined) && !counts.some((count) => (count ?? 0) > 0)) return undefined;
	const [created = 0, updated = 0, blocked = 0, unblocked = 0] = counts;
	return { created, updated, blocked, unblocked };
}
