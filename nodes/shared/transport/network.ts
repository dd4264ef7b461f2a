import type { Failure } from '../model/failure';
import type { Redact } from './secrets';

/** Who called whom, and how. */
interface Caller {
	readonly lms: string;
	readonly address: string;
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
	readonly redact: Redact;
}

/** What the error of a call that got no answer comes to. n8n wraps it several times, and replaces some messages. */
export function networkFailure(error: unknown, { lms, address, timeoutMs, signal, redact }: Caller): Failure {
	const { code, message } = rootOf(error);
	if (code === 'ERR_CANCELED' || signal?.aborted === true)
		return { kind: 'cancelled', sent: true, message: 'The run was cancelled while this call was under way.' };
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
		return lateAnswer({ lms, timeoutMs });
	}
	const words = redact(message).slice(0, 300);
	// What signs a call names the credential in all that it says; n8n keeps no other trace of who threw.
	const who = /\bcredential\b/.test(words) ? ({ by: 'credential' } as const) : {};
	if (code === '') return { kind: 'network', reached: false, passing: false, message: words, ...who };
	const neverThere = NEVER_THERE[code];
	const certificate = /CERT|SSL|TLS|EPROTO/.test(code);
	if (neverThere === undefined && !certificate)
		return {
			kind: 'network',
			reached: true,
			passing: true,
			message: `The connection to ${lms} broke before it answered.`,
		};
	const why = neverThere ?? `the secure connection failed: ${words}`;
	return {
		kind: 'network',
		reached: false,
		passing: code === 'ECONNREFUSED' || code === 'EAI_AGAIN',
		message: `${lms} can't be reached at ${address}: ${why}.`,
	};
}

/** No whole answer came in time. */
export function lateAnswer({ lms, timeoutMs }: Pick<Caller, 'lms' | 'timeoutMs'>): Failure {
	return { kind: 'timeout', message: `${lms} did not answer within ${timeoutMs} ms.` };
}

/** Codes of calls that surely never got there, in words: n8n replaces messages that hold the codes by its own. */
const NEVER_THERE: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'there is no way to that host',
	ENETUNREACH: 'there is no way to that network',
	EADDRNOTAVAIL: 'no connection could be opened',
};

/** The innermost network code and the first message of an error that n8n has wrapped. */
function rootOf(error: unknown): { code: string; message: string } {
	let code = '';
	let message = '';
	let at: unknown = error;
	for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null; depth++) {
		const layer = at as { code?: unknown; message?: unknown; cause?: unknown; errorResponse?: unknown };
		if (code === '' && typeof layer.code === 'string' && /^E[A-Z_]+$|CERT|SSL|TLS/.test(layer.code)) code = layer.code;
		if (typeof layer.message === 'string' && layer.message !== '') message = layer.message;
		at = layer.cause ?? layer.errorResponse;
	}
	return { code, message };
}
