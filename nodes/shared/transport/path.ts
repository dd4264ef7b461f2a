import { CallFailed } from '../model/failure';

/** Parameters of a call; a list is a parameter that stands there more than once. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export function queryText(query: Query | undefined): string {
	const parts = Object.entries(query ?? {}).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).map(
			(one: unknown) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`,
		),
	);
	return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/**
 * A piece of data as one segment of a path. Dots are encoded too, as Bridge needs; a segment that a URL parser would
 * read as "this folder" or "one up" is refused, since it would change the path.
 * @throws CallFailed for '', '.' and '..'
 */
export function segment(text: string): string {
	if (/^\.{0,2}$/.test(text.trim()))
		throw new CallFailed({ kind: 'notFound', message: `"${text}" can't be the id of a user.` });
	return encodeURIComponent(toWellFormed(text)).replace(/\./g, '%2E');
}

function toWellFormed(text: string): string {
	return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
