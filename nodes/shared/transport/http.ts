import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { CallFailed, type Failure } from '../model/failure';
import { isBlank } from '../model/field';
import { inTime, TooLate } from './deadline';
import { lateAnswer, networkFailure } from './network';
import { Pace, pause } from './pace';
import { retryAfterMs } from './retryAfter';
import type { Redact } from './secrets';
import { vendorWords } from './vendorWords';
import { type Query, queryText } from './path';

/** One call, relative to the credential's address. */
export interface Call {
	readonly method: IHttpRequestMethods;
	/** Starts with `/`; every part that came from data has gone through {@link segment}. */
	readonly path: string;
	readonly query?: Query;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** A 2xx without a body is good as well. */
	readonly mayBeEmpty?: boolean;
	/** The vendor documents no body for a 2xx: one that has any is not from it, or says something else than success. */
	readonly answersNothing?: boolean;
	/** A read that the system may not know: 500 says so, too. */
	readonly mayBeUnknown?: true;
}

export interface Answer {
	readonly kind: 'ok';
	readonly status: number;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, unknown>>;
}

/** A call's answer, or why there is none. */
export type Reply = Answer | { readonly kind: 'failed'; readonly failure: Failure };

/** A run never waits longer than this for one permission to go on. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** After so many calls in a row that fail on the system's side there is no use in going on. */
export const FAILURES_IN_A_ROW = 20;
/** Waits for 429s that lead nowhere end after this much in a row. */
const LONGEST_PATIENCE_MS = 15 * 60_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

export interface HttpSettings {
	readonly lms: string;
	readonly credential: string;
	/** Normalised origin, without a trailing slash. */
	readonly address: string;
	readonly timeoutMs: number;
	readonly maxAttempts: number;
	readonly callsPerSecond: number | undefined;
	/** How many calls are under way at once. */
	readonly concurrency?: number;
	readonly signal: AbortSignal | undefined;
	readonly redact: Redact;
	/** Told of each call that goes out. */
	readonly onCall?: () => void;
}

/**
 * Calls to one vendor through n8n's helper: signed, timed, paced, never redirected; answered or failed, never thrown.
 */
export class Http {
	/**
	 * Some reply has shown that the address is the vendor's: a list, or a look-up that found somebody. Until then a 404 may
	 * as well come from another system.
	 */
	isProven = false;
	/** Calls made, calls made again, and answers that said "too many". */
	readonly counts = { sent: 0, retried: 0, rateLimited: 0 };
	private readonly pace: Pace;
	private rateLimitedSince: number | undefined;
	/** Calls that failed on the system's side since it answered one. */
	private failures = 0;
	/** The first 401: nothing is sent after it, not even what was waiting for its turn. */
	private shut: Failure | undefined;

	constructor(
		private readonly context: IExecuteFunctions | ILoadOptionsFunctions,
		readonly settings: HttpSettings,
	) {
		this.pace = new Pace(settings.callsPerSecond, settings.concurrency);
	}

	get cancelled(): boolean {
		return this.settings.signal?.aborted === true;
	}

	/** So many calls in a row have failed on the system's side that it counts as down. */
	get isDown(): boolean {
		return this.failures >= FAILURES_IN_A_ROW;
	}

	/**
	 * One write or read, tried once; only "too many calls" (429), which promises that nothing was done, is waited out
	 * and sent again.
	 */
	async send(call: Call): Promise<Reply> {
		for (let tries = 1; ; tries++) {
			const startedAt = await this.pace.turn(this.settings.signal);
			if (this.cancelled)
				return failed({ kind: 'cancelled', sent: false, message: 'The run was cancelled before this call.' });
			if (this.shut !== undefined) return failed(this.shut);
			const response = await this.exchange(call);
			if (response.kind === 'failed' || response.status !== 429) {
				this.rateLimitedSince = undefined;
				this.pace.passedAt(Date.now(), startedAt);
				const reply = response.kind === 'failed' ? response : this.judge(call, response);
				this.failures = reply.kind === 'failed' && isPassing(reply.failure) ? this.failures + 1 : 0;
				return reply;
			}
			this.counts.rateLimited += 1;
			const now = Date.now();
			this.rateLimitedSince ??= now;
			const asked = retryAfterMs(response.headers, now);
			if ((asked ?? 0) > LONGEST_WAIT_MS || now - this.rateLimitedSince > LONGEST_PATIENCE_MS)
				return this.tooLong(asked);
			this.pace.tooMany(startedAt, asked ?? backoffMs(tries));
			this.counts.retried += 1;
		}
	}

	/** The system asks for a wait that no run can wait. */
	private tooLong(asked: number | undefined): { kind: 'failed'; failure: Failure } {
		return failed({
			kind: 'rateLimited',
			message: `${this.settings.lms} takes no more calls for now${asked === undefined ? '' : ` (it asks to wait ${Math.round(asked / 1000)} seconds)`}.`,
		});
	}

	/** A read: repeated after timeouts, resets and 5xx, up to `maxAttempts`; not after 501, which says "never". */
	async read(call: Call): Promise<Reply> {
		for (let attempt = 1; ; attempt++) {
			const reply = await this.send(call);
			if (reply.kind === 'ok' || attempt >= this.settings.maxAttempts || this.isDown) return reply;
			const { failure } = reply;
			if (!isPassing(failure) || (failure.kind === 'server' && failure.status === 501)) return reply;
			await this.backOff(reply.failure, attempt);
			if (this.cancelled) return failed({ kind: 'cancelled', sent: false, message: 'The run was cancelled.' });
		}
	}

	/** A read that has to succeed. @throws CallFailed */
	async mustRead(call: Call): Promise<Answer> {
		const reply = await this.read(call);
		if (reply.kind === 'failed') throw new CallFailed(reply.failure);
		return reply;
	}

	/** Waits before the next try of a failed call: as Retry-After says, else longer each time, with jitter. */
	async backOff(failure: Failure, attempt: number): Promise<void> {
		this.counts.retried += 1;
		const asked = failure.kind === 'server' ? failure.waitMs : undefined;
		if (failure.kind === 'server' && failure.status === 503)
			this.pace.tooMany(Date.now(), Math.min(asked ?? backoffMs(attempt), LONGEST_WAIT_MS));
		await pause(Math.min(asked ?? backoffMs(attempt), LONGEST_WAIT_MS), this.settings.signal);
	}

	private async exchange(call: Call): Promise<Answer | { kind: 'failed'; failure: Failure }> {
		const { address, credential, timeoutMs } = this.settings;
		const options: IHttpRequestOptions = {
			method: call.method,
			url: `${address}${call.path}${queryText(call.query)}`,
			headers: {
				Accept: 'application/json',
				...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
				...call.headers,
			},
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
			json: true,
		};
		// n8n drops an empty object as body, so JSON goes out as text.
		if (call.body !== undefined) options.body = JSON.stringify(call.body);
		this.counts.sent += 1;
		this.settings.onCall?.();
		try {
			const response = await inTime(timeoutMs, this.settings.signal, async (signal) => {
				const request = this.context.helpers.httpRequestWithAuthentication;
				return (await request.call(this.listeningTo(signal), credential, {
					...options,
					abortSignal: signal,
				})) as IN8nHttpFullResponse;
			});
			return { kind: 'ok', status: response.statusCode, body: response.body, headers: response.headers as IDataObject };
		} catch (error) {
			return failed(error instanceof TooLate ? lateAnswer(this.settings) : networkFailure(error, this.settings));
		}
	}

	/** n8n's helper takes its signal from the context, whatever the call says: this one ends when the call's time is up. */
	private listeningTo(signal: AbortSignal): typeof this.context {
		return Object.create(this.context, { getExecutionCancelSignal: { value: () => signal } });
	}

	/** Turns an answer's status and body into success or a typed failure. */
	private judge(call: Call, answer: Answer): Reply {
		const { lms, redact } = this.settings;
		const { status, body, headers } = answer;
		if (status >= 200 && status < 300) {
			// "null" is a body as well.
			if ((call.answersNothing ?? call.mayBeEmpty) === true && body !== null && isBlank(body)) return answer;
			if (call.answersNothing !== true && typeof body === 'object' && body !== null && !isBinary(body)) return answer;
		}
		// Only failures are put into words: to search every good answer for them takes longer than to send it.
		const said = vendorWords(body, redact);
		const told = said === '' ? `${lms} answered ${status}.` : `${lms} answered ${status}: ${ended(said)}`;
		if (status >= 200 && status < 300) {
			return failed({
				kind: 'unreadable',
				message: `${lms} answered ${status}, but ${call.answersNothing === true ? 'with a body where it documents none' : 'not with the JSON that it documents'}${said === '' ? '.' : `: ${ended(said)}`}`,
			});
		}
		if (status >= 300 && status < 400) {
			return failed({
				kind: 'redirect',
				message: `${lms} answered with a redirect (${status})${whereTo(headers, redact)}, which is not followed.`,
			});
		}
		// A proxy that wants a login lets no call through either.
		if (status === 401 || status === 407) {
			const who = status === 407 ? ({ by: 'proxy' } as const) : {};
			this.shut ??= { kind: 'unauthorized', sent: false, message: told, ...who };
			return failed({ kind: 'unauthorized', sent: true, message: told, ...who });
		}
		if (status === 403) return failed({ kind: 'forbidden', message: told });
		if (status === 404 || status === 410) return failed({ kind: 'notFound', message: told });
		if (status === 408) return failed({ kind: 'timeout', message: told });
		if ((status >= 400 && status < 500) || (status === 500 && call.mayBeUnknown === true))
			return failed({ kind: 'refused', status, message: told, body });
		const waitMs = retryAfterMs(headers, Date.now());
		if (status === 503 && (waitMs ?? 0) > LONGEST_WAIT_MS) return this.tooLong(waitMs);
		return failed({ kind: 'server', status, message: told, ...(waitMs === undefined ? {} : { waitMs }) });
	}
}

const failed = (failure: Failure): { kind: 'failed'; failure: Failure } => ({ kind: 'failed', failure });

/** Failures that may be over by the next try. */
export function isPassing(failure: Failure): boolean {
	return failure.kind === 'server' || failure.kind === 'timeout' || (failure.kind === 'network' && failure.passing);
}

/** Whether a failed write may have been carried out all the same. */
export function mayHaveHappened(failure: Failure): boolean {
	switch (failure.kind) {
		case 'server':
		case 'timeout':
		case 'unreadable':
			return true;
		case 'cancelled':
			return failure.sent;
		case 'network':
			return failure.reached;
		case 'rateLimited':
		case 'unauthorized':
		case 'forbidden':
		case 'notFound':
		case 'refused':
		case 'redirect':
			return false;
	}
}

function backoffMs(attempt: number): number {
	return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Words with an end, so that the next sentence does not run into them. */
function ended(words: string): string {
	return /[.!?…]$/.test(words) ? words : `${words}.`;
}

function whereTo(headers: Readonly<Record<string, unknown>>, redact: Redact): string {
	const { location } = headers;
	if (typeof location !== 'string' || !URL.canParse(location)) return '';
	return ` to ${redact(new URL(location).origin)}`;
}

function isBinary(body: object): boolean {
	return 'byteLength' in body || 'pipe' in body;
}
