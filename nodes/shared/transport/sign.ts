import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { normaliseBaseUrl } from './address';

/**
 * What the credentials of all vendors have in common: reading their own fields, and putting a header on a request
 * without letting it leave for another host.
 */

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const ASCII_CONTROL = /(?=\p{ASCII})\p{Cc}/u;
/** Headers carry Latin-1 only; Node refuses anything beyond it with a message nobody understands. */
const BEYOND_LATIN_1 = /[^\p{ASCII}\u0080-\u00ff]/u;

const holdsControlCharacter = (text: string): boolean => ASCII_CONTROL.test(text);

/**
 * A text field of the credential, without the spaces and line ends that come along when it is pasted.
 * Throws an Error that names the field by its label if it is empty or holds control characters.
 */
export function requiredText(credentials: ICredentialDataDecryptedObject, property: string, label: string): string {
	const text = secretText(credentials, property, label).trim();
	if (text === '') throw new Error(`The credential has no ${label}. Enter it in the credential.`);
	if (holdsControlCharacter(text)) throw controlCharacter(label);
	return text;
}

/** As `requiredText`, for passwords: spaces count, and nothing is cut off. */
export function requiredPassword(credentials: ICredentialDataDecryptedObject, property: string, label: string): string {
	const text = secretText(credentials, property, label);
	if (text === '') throw new Error(`The credential has no ${label}. Enter it in the credential.`);
	if (holdsControlCharacter(text)) throw controlCharacter(label);
	return text;
}

/** A text field that may be empty. */
export function optionalText(credentials: ICredentialDataDecryptedObject, property: string, label: string): string {
	const text = secretText(credentials, property, label).trim();
	if (holdsControlCharacter(text)) throw controlCharacter(label);
	return text;
}

function secretText(credentials: ICredentialDataDecryptedObject, property: string, label: string): string {
	const value = credentials[property] ?? '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw new Error(`The ${label} of the credential must be text.`);
}

function controlCharacter(label: string): Error {
	return new Error(
		`The ${label} of the credential holds a line break or another control character. Paste it again without it.`,
	);
}

/** The value of a Basic authorization header. Throws if the user name holds a colon, which Basic can't carry. */
export function basic(username: string, password: string, usernameLabel: string): string {
	if (username.includes(':')) {
		throw new Error(`The ${usernameLabel} of the credential holds a colon, which can't be sent. Check it.`);
	}
	return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

export interface Header {
	name: string;
	value: string;
	/** What the credential calls the field that holds the value. */
	label: string;
}

/** Headers that say where a call goes, how long it is or what it does: a key in one of them would make it another call. */
const NOT_FOR_KEYS: ReadonlySet<string> = new Set([
	'accept-encoding',
	'connection',
	'content-encoding',
	'content-length',
	'content-type',
	'cookie',
	'expect',
	'forwarded',
	'host',
	'keep-alive',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
	'x-forwarded-host',
	'x-http-method',
	'x-http-method-override',
	'x-method-override',
	'x-original-url',
	'x-rewrite-url',
]);

function checkHeader({ name, value, label }: Header): void {
	if (NOT_FOR_KEYS.has(name.toLowerCase())) {
		throw new Error(
			`The Header Name of the credential is ${name}, which has a meaning of its own in every call. Enter the name of the header that your system takes the key in, such as Authorization or X-Api-Key.`,
		);
	}
	if (!HEADER_NAME.test(name)) {
		throw new Error(
			'The Header Name of the credential may only hold letters, digits and dashes. Correct it in the credential.',
		);
	}
	if (holdsControlCharacter(value)) throw controlCharacter(label);
	if (BEYOND_LATIN_1.test(value)) {
		throw new Error(
			`The ${label} of the credential holds a character that can't be sent in a header, such as a curly quote or a long dash. Copy it again from your system.`,
		);
	}
}

/**
 * Signs a request: puts the header on it, points it at the credential's own address and forbids redirects
 * (a followed redirect would hand the header to another host and turn a POST into a GET).
 *
 * Throws an Error in plain English, before anything is sent, if the address or the header is unfit, or if the
 * request names another host than the credential's.
 */
export function signed(
	request: IHttpRequestOptions,
	credentials: ICredentialDataDecryptedObject,
	header: Header,
): IHttpRequestOptions {
	checkHeader(header);
	const origin = normaliseBaseUrl(String(credentials.baseUrl ?? ''), credentials.allowHttp === true);
	if (new URL(request.url, origin).origin !== origin) {
		throw new Error('The request was not sent: it names another host than the Base URL of the credential.');
	}
	return {
		...request,
		baseURL: origin,
		headers: { ...withoutHeader(request.headers, header.name), [header.name]: header.value },
		disableFollowRedirect: true,
	};
}

/** Header names are the same in any case: what the request itself brought under that name gives way. */
function withoutHeader(
	headers: IHttpRequestOptions['headers'],
	name: string,
): NonNullable<IHttpRequestOptions['headers']> {
	return Object.fromEntries(Object.entries(headers ?? {}).filter(([key]) => key.toLowerCase() !== name.toLowerCase()));
}

/**
 * A path of the vendor's API as entered in the credential, with one leading slash and none at the end.
 * Throws an Error if it holds a host, a query or a fragment.
 */
export function normalisePath(text: string, label: string): string {
	const trimmed = text.trim();
	if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || trimmed.startsWith('//')) {
		throw new Error(`The ${label} of the credential must be a path such as /api/v1, without a host.`);
	}
	if (/[?#\\\s]/.test(trimmed) || holdsControlCharacter(trimmed)) {
		throw new Error(`The ${label} of the credential must be a plain path such as /api/v1.`);
	}
	// Looked for from both ends: a pattern for slashes at the end takes seconds over a long text of slashes.
	let start = 0;
	let end = trimmed.length;
	while (trimmed[start] === '/') start += 1;
	while (end > start && trimmed[end - 1] === '/') end -= 1;
	return start === end ? '' : `/${trimmed.slice(start, end)}`;
}

/** Every HTTP status but the given ones, for credential tests that judge by what a harmless call is refused with. */
export function statusesOtherThan(...accepted: number[]): number[] {
	return Array.from({ length: 400 }, (_, index) => 200 + index).filter((status) => !accepted.includes(status));
}
