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

/** An id as text; '' when there is none. */
export function idText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
