import { adviceOn } from './remedies';
import type { Code } from './result';

/** Why a call did not bring what it should. The kinds are those that the rules of the contract tell apart. */
export type Failure =
	/** 429 or 503 whose wait is longer than a run may wait. */
	| { readonly kind: 'rateLimited'; readonly message: string }
	/** `sent` is false when an earlier call had been answered so, and this one was held back. */
	| { readonly kind: 'unauthorized'; readonly sent: boolean; readonly message: string; readonly by?: 'proxy' }
	| { readonly kind: 'forbidden'; readonly message: string }
	| { readonly kind: 'notFound'; readonly message: string }
	/** Any other 4xx: the vendor read the call and said no. */
	| { readonly kind: 'refused'; readonly status: number; readonly message: string; readonly body: unknown }
	/** 5xx. `waitMs` is what Retry-After asked for. */
	| { readonly kind: 'server'; readonly status: number; readonly message: string; readonly waitMs?: number }
	| { readonly kind: 'timeout'; readonly message: string }
	/** No answer. `reached` is false when the call surely never got there. */
	| {
			readonly kind: 'network';
			readonly reached: boolean;
			/** Refused or no name for now: may be over by the next try. */ readonly passing: boolean;
			readonly message: string;
			/** The credential can't sign a call as it is; the message names its field. */
			readonly by?: 'credential';
	  }
	| { readonly kind: 'redirect'; readonly message: string }
	/** 2xx whose body is not what the vendor documents. */
	| { readonly kind: 'unreadable'; readonly message: string }
	/** The run was stopped; `sent` when the call was already under way. */
	| { readonly kind: 'cancelled'; readonly sent: boolean; readonly message: string };

/** A problem with the run as a whole: it stops, and says what happened and what to do. */
export class RunError extends Error {
	constructor(
		message: string,
		/** What to do about it. */
		readonly remedy: string,
		/** The failed call behind it, if any. */
		readonly failure?: Failure,
	) {
		super(message);
		this.name = 'RunError';
	}
}

/** A look-up that failed after all tries: what it was for is failed, the run may go on. */
export class CallFailed extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
		this.name = 'CallFailed';
	}
}

/** The failure that a caught {@link CallFailed} carries; any other error goes on its way. */
export function failureIn(error: unknown): Failure {
	if (error instanceof CallFailed) return error.failure;
	throw error;
}

/** The {@link RunError} that was caught; any other error goes on its way. */
export function runErrorIn(error: unknown): RunError {
	if (error instanceof RunError) return error;
	throw error;
}

/** Stops the run. @throws RunError always */
export function stopRun(message: string, remedy: string, failure?: Failure): never {
	throw new RunError(message, remedy, failure);
}

/** Sends an error on its way that somebody else has to answer for. @throws the error itself, always */
export function passOn(error: unknown): never {
	throw error;
}

/** The code that a row gets when this failure ends it and it was surely not done. */
export function codeOf(failure: Failure): Code {
	switch (failure.kind) {
		case 'rateLimited':
			return 'RATE_LIMITED';
		case 'unauthorized':
			return 'UNAUTHORIZED';
		case 'forbidden':
			return 'FORBIDDEN';
		case 'notFound':
			return 'NOT_FOUND';
		case 'refused':
			return 'VENDOR_REJECTED';
		case 'server':
		case 'network':
		case 'redirect':
			return 'SERVER_ERROR';
		case 'timeout':
			return 'TIMEOUT';
		case 'unreadable':
			return 'NO_RESULT';
		case 'cancelled':
			return 'CANCELLED';
	}
}

/** What a person can do about a failure that stops the run. */
export function remedyFor(failure: Failure, lms: string): string {
	switch (failure.kind) {
		case 'unauthorized':
			return adviceOn(failure.by === 'proxy' ? 'PROXY_LOGIN' : 'UNAUTHORIZED', lms);
		case 'notFound':
			return adviceOn('WRONG_ADDRESS', lms);
		case 'network':
			return adviceOn(failure.by === 'credential' ? 'UNFIT_CREDENTIAL' : 'NOT_REACHED', lms);
		case 'redirect':
			return adviceOn('REDIRECTED', lms);
		case 'unreadable':
			return adviceOn('NOT_THE_API', lms);
		default:
			return adviceOn(codeOf(failure), lms);
	}
}

/** A call's failure as a reason to stop the whole run. */
export function stopFor(failure: Failure, lms: string, doing: string): RunError {
	return new RunError(`${doing}: ${failure.message}`, remedyFor(failure, lms), failure);
}
