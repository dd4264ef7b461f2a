import type { Redact } from './secrets';

const LONGEST = 300;
const PREFERRED = [
	'error',
	'message',
	'Message',
	'ErrorMessage',
	'error_description',
	'detail',
	'title',
	'errors',
	'ModelState',
	'data',
];

/**
 * What a vendor says in a reply of any shape: JSON with the usual names, field-to-message maps, lists, plain text or
 * an HTML page's title. One line, at most 300 characters, without secrets; '' when nothing was said.
 */
export function vendorWords(body: unknown, redact: Redact): string {
	const text = redact(collect(body, 0, redact).join('; ').replace(/\s+/g, ' ').trim());
	return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function collect(part: unknown, depth: number, redact: Redact): string[] {
	// Before anything is cut: what is left of half a secret would not be found.
	if (typeof part === 'string') return part.trim() === '' ? [] : [plainText(redact(part).slice(0, 20_000))];
	if (typeof part === 'number' || typeof part === 'boolean') return [String(part)];
	if (typeof part !== 'object' || part === null || depth > 3) return [];
	if (Array.isArray(part)) return part.slice(0, 10).flatMap((one: unknown) => collect(one, depth + 1, redact));
	const entries = Object.entries(part);
	const known = PREFERRED.flatMap((name) => entries.filter(([entry]) => entry === name));
	const words = known.flatMap(([, value]: [string, unknown]) =>
		isPlainObject(value) ? fieldByField(value, depth, redact) : collect(value, depth + 1, redact),
	);
	return words.length > 0 ? words : fieldByField(part, depth, redact);
}

function fieldByField(part: object, depth: number, redact: Redact): string[] {
	return Object.entries(part)
		.slice(0, 10)
		.flatMap(([name, value]: [string, unknown]) =>
			collect(value, depth + 1, redact).map((words) => `${name}: ${words}`),
		);
}

function isPlainObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A web page is told by its title, or its first words. */
function plainText(text: string): string {
	if (!/^\s*(<!doctype|<html|<\?xml|<head|<body|<h1|<div|<p>)/i.test(text)) return text;
	const title = /<title[^>]{0,200}>([^<]{1,200})/i.exec(text)?.[1];
	const words =
		title ??
		text
			.replace(/<[^<>]{0,2000}>/g, ' ')
			.trim()
			.slice(0, 120);
	return words.trim() === '' ? 'a web page' : `a web page (${words.trim()})`;
}
