/** Small judgements that several vendors' pages share. They are the simulators' own: nodes/ has others. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
	return typeof value === 'string';
}

/** A calendar date as YYYY-MM-DD that exists. */
export function isIsoDate(text: string): boolean {
	const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	return found !== null && exists(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** A calendar date as DD.MM.YYYY that exists. */
export function isDottedDate(text: string): boolean {
	const found = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
	return found !== null && exists(Number(found[3]), Number(found[2]), Number(found[1]));
}

function exists(year: number, month: number, day: number): boolean {
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** One `@` with text on both sides and no spaces. */
export function isEmail(text: string): boolean {
	return /^[^@\s]+@[^@\s]+$/.test(text);
}

/** Length in characters, not UTF-16 units. */
export function characters(text: string): number {
	return [...text].length;
}

/** Orders text the same way on every machine. */
export function compareText(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** A whole number of a query, undefined if absent, NaN if it is not one. */
export function wholeNumber(text: string | null): number | undefined {
	if (text === null) return undefined;
	return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** `application/json`, with or without parameters. */
export function isJsonType(contentType: string): boolean {
	return /^application\/json\s*(;|$)/i.test(contentType);
}

/** An object without some of its members. */
export function without<Members extends object, Name extends keyof Members>(
	members: Members,
	...names: readonly Name[]
): Omit<Members, Name> {
	const left: Omit<Members, Name> & Partial<Pick<Members, Name>> = { ...members };
	for (const name of names) delete left[name];
	return left;
}

/** An object without its undefined members, so that it can be laid over defaults. */
export function defined<Members extends object>(members: Members): Members {
	const names = Object.keys(members).filter((name) => Reflect.get(members, name) === undefined);
	if (names.length === 0) return members;
	const left = { ...members };
	for (const name of names) Reflect.deleteProperty(left, name);
	return left;
}
