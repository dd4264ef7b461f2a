/** Reading replies, of which nothing is certain. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value as an object with names, or undefined. */
export function recordOf(value: unknown): JsonRecord | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
}

/** The records of a list; whatever else stands in it is left out. Not a list: none. */
export function recordsOf(value: unknown): JsonRecord[] {
	return Array.isArray(value) ? value.map(recordOf).filter((record) => record !== undefined) : [];
}

/**
 * An id as text; '' when there is none that can be relied on: a number beyond 2^53 was rounded when the reply was read,
 * and would point at another account; a fraction is no id.
 */
export function idText(value: unknown): string {
	if (typeof value === 'string') return value;
	return Number.isSafeInteger(value) ? String(value) : '';
}

/** Whether a number was rounded when the reply was read, so that nobody knows what stood there. */
export function isRounded(value: unknown): value is number {
	return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}
