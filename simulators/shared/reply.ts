import type { Fault } from './faults';
import type { Reply, RetryAfter, Service } from './vendor';

const HUGE = 32 * 1024 * 1024;

/** What a spoilt reply may need to know. */
export interface Scene {
	readonly service: Service;
	readonly now: number;
	/** Where a redirect leads by default. */
	readonly elsewhere: string;
}

/** The reply as a fault leaves it; faults on rows and pages have been seen to by the vendor. */
export function spoil(reply: Reply, fault: Fault, scene: Scene): Reply {
	const headers = { ...reply.headers, ...fault.headers };
	switch (fault.kind) {
		case 'status':
			return withFault(scene.service.failure(fault.status ?? 500, 'Something went wrong'), fault);
		case 'rateLimited': {
			const wait = retryAfterHeader(fault.delayMs ?? 1000, scene.service.retryAfter(), scene.now);
			const refusal = scene.service.failure(429, 'Too many requests');
			return withFault({ ...refusal, headers: { ...wait, ...refusal.headers } }, fault);
		}
		case 'html':
			return withFault(
				{
					status: fault.status ?? 200,
					text: '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>',
					contentType: 'text/html; charset=utf-8',
				},
				fault,
			);
		case 'empty':
			return { status: fault.status ?? reply.status, headers };
		case 'redirect':
			return {
				status: fault.status ?? 302,
				headers: {
					location: fault.location ?? scene.elsewhere,
					...fault.headers,
				},
			};
		case 'wrongType':
			return withFault({ status: reply.status, headers, json: Array.isArray(reply.json) ? {} : [] }, fault);
		case 'wrongContentType':
			return { status: reply.status, headers, text: bodyText(reply), contentType: 'text/html' };
		case 'notJson':
			return withFault({ status: fault.status ?? 200, headers, text: 'OK, that will be all.' }, fault);
		case 'huge':
			return {
				status: reply.status,
				headers,
				text: bodyText(reply) + ' '.repeat(fault.bytes ?? HUGE),
				contentType: contentTypeOf(reply),
			};
		default:
			return { ...reply, headers };
	}
}

function withFault(reply: Reply, fault: Fault): Reply {
	const { json, text, ...rest } = reply;
	const body =
		fault.body === undefined
			? { ...(json === undefined ? {} : { json }), ...(text === undefined ? {} : { text }) }
			: typeof fault.body === 'string'
				? { text: fault.body }
				: { json: fault.body };
	return { ...rest, ...body, headers: { ...reply.headers, ...fault.headers } };
}

/** The header that tells a caller how long to wait, in the form the vendor uses. */
export function retryAfterHeader(waitMs: number, form: RetryAfter, now: number): Record<string, string> {
	switch (form) {
		case 'seconds':
			return { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
		case 'date':
			// An HTTP date has whole seconds: round up, never below the wait.
			return { 'retry-after': new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString() };
		case 'absent':
			return {};
	}
}

/** The body as sent; empty for none. */
export function bodyText(reply: Reply): string {
	if (reply.text !== undefined) return reply.text;
	return reply.json === undefined ? '' : JSON.stringify(reply.json);
}

function contentTypeOf(reply: Reply): string {
	if (reply.text !== undefined) return reply.contentType ?? 'text/plain; charset=utf-8';
	return 'application/json; charset=utf-8';
}

export function headersOf(reply: Reply): Record<string, string> {
	const hasBody = reply.text !== undefined || reply.json !== undefined;
	return { ...(hasBody ? { 'content-type': contentTypeOf(reply) } : {}), ...reply.headers };
}

/** The first half of a body. */
export function half(text: string): Buffer {
	const bytes = Buffer.from(text, 'utf8');
	return bytes.subarray(0, Math.ceil(bytes.length / 2));
}
