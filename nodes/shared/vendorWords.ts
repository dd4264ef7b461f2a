/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const LONGEST = 300;
const PREFERRED = ['error', 'message', 'Message', 'ErrorMessage', 'error_description', 'detail', 'title', 'errors', 'ModelState', 'data'];

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
	const words = known.flatMap(([, value]: [string, unknown]) => (isPlainObject(value) ? fieldByField(value, depth, redact) : collect(value, depth + 1, redact)));
	return words.length > 0 ? words : fieldByField(part, depth, redact);
}

function fieldByField(part: object, depth: number, redact: Redact): string[] {
	return Object.entries(part)
		.slice(0, 10)
		.flatMap(([name, value]: [string, unknown]) => collect(value, depth + 1, redact).map((words) => `${name}: ${words}`));
}

function isPlainObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A web page is told by its title, or its first words. */
function plainText(text: string): string {
	if (!/^\s*(<!doctype|<html|<\?xml|<head|<body|<h1|<div|<p>)/i.test(text)) return text;
	const title = /<title[^>]{0,200}>([^<]{1,200})/i.exec(text)?.[1];
	const words = title ?? text.replace(/<[^<>]{0,2000}>/g, ' ').trim().slice(0, 120);
	return `a web page (${words.trim()})`;
}

/**
 * Builds the function that takes secrets out of texts.
 * @param secrets each value that must not appear anywhere; texts under 4 characters are too common to look for
 */
export function redactor(secrets: readonly string[]): Redact {
	const forms = new Set<string>();
	for (const secret of secrets) {
		if (secret.length < 4) continue;
		const base64 = toBase64(secret);
		for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64, base64.replaceAll('=', '')]) forms.add(form);
	}
	const longestFirst = [...forms].sort((a, b) => b.length - a.length);
	return (text) => longestFirst.reduce((clean, form) => (clean.includes(form) ? clean.split(form).join('[secret]') : clean), text);
}

/** Base64 of a text's UTF-8 bytes. */
export function toBase64(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64');
}

/** A copy of any JSON value with secrets taken out of every text in it. */
export function redactDeep(value: unknown, redact: Redact): unknown {
	if (typeof value === 'string') return redact(value);
	if (Array.isArray(value)) return value.map((one: unknown) => redactDeep(one, redact));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, part]: [string, unknown]) => [redact(name), redactDeep(part, redact)]));
}
