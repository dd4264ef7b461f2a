import type { Ending, Outcome } from '../model/connector';
import type { Failure } from '../model/failure';
import type { Action } from '../model/plan';

/** What vendors call what they sell, in the words of their refusals: English, German, French, Italian, Ukrainian and near ones. */
const SOLD = /\b(?:licen[cs](?:es?|ias?)|lizenz(?:en)?|licen[zç]\w{1,3}|seats?|quotas?)\b|ліценз|лиценз|квот/i;
const PEOPLE = /\b(?:users?|accounts?|benutzer\w{0,10}|nutzer\w{0,10})\b|користувач|пользовател/i;
const LIMIT = /limit|maximum|\bmax\b|ліміт|лимит/i;
/** The limit of a value, or of calls, is none of people. */
const OTHER_LIMIT = /character|length|\blong|zeichen|символ|\brate\b|requests/i;
/** How a call's refusal begins; the vendors' connectors put nothing before it. */
const PAYMENT = / answered 402[.:]/;

const TAKES_A_SEAT: ReadonlySet<Action['kind']> = new Set(['create', 'upsert', 'restore', 'reactivate']);

/** Whether a refusal says that the system is full, and the action would have taken a place in it. */
export function isFull(action: Action, message: string): boolean {
	if (!TAKES_A_SEAT.has(action.kind) || action.removal) return false;
	if (PAYMENT.test(message) || SOLD.test(message)) return true;
	return PEOPLE.test(message) && LIMIT.test(message) && !OTHER_LIMIT.test(message);
}

const REFUSALS: ReadonlySet<string> = new Set(['VENDOR_REJECTED', 'FORBIDDEN']);

/** An outcome, with the code that it has where the system is full. */
export function seated(action: Action, outcome: Outcome): Outcome {
	return outcome.kind === 'failed' && REFUSALS.has(outcome.code) && isFull(action, outcome.message)
		? { ...outcome, code: 'NO_SEATS' }
		: outcome;
}

/** A forbidden call that says no more than that the system is full: the credential is as good as before. */
export function saysFull(actions: readonly Action[], failure: Failure): boolean {
	return failure.kind === 'forbidden' && actions.every((action) => isFull(action, failure.message));
}

export const lacksSeat = (ending: Ending): boolean => ending.kind === 'failed' && ending.code === 'NO_SEATS';
