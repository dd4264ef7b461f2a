import type { Outcome, Task } from '../shared/model/connector';
import type { Failure } from '../shared/model/failure';
import type { Action } from '../shared/model/plan';
import type { SuccessOperation } from '../shared/model/result';
import { RIGHT } from './lmsCollaborator.directory';
import type { Counters } from './lmsCollaborator.reply';

/** What Block and Unblock force on every row: they are imports with a fixed `is_active`. */
export interface State {
	readonly state: 0 | 1;
	readonly word: 'suspended' | 'reactivated';
	readonly kind: 'lock' | 'reactivate';
	readonly already: string;
}

/** By operation. */
export const OPERATIONS: Readonly<Record<string, State>> = {
	hide: { state: 0, word: 'suspended', kind: 'lock', already: 'The account was blocked already.' },
	restore: { state: 1, word: 'reactivated', kind: 'reactivate', already: 'The account was active already.' },
};

/** Strongest first: what a run may have done to one account in several calls. */
const STRENGTH: readonly SuccessOperation[] = ['created', 'suspended', 'reactivated', 'updated', 'unchanged'];

/** The vendor counts without saying whom; one person was sent, so the strongest counter tells. */
export function wordOf({ created, blocked, unblocked, updated }: Counters): SuccessOperation {
	if (created > 0) return 'created';
	if (blocked > 0) return 'suspended';
	if (unblocked > 0) return 'reactivated';
	return updated > 0 ? 'updated' : 'unchanged';
}

/** Block or Unblock: only that state counts; whoever was not there before has been created by the call. */
export function asked({ word, state }: State, counters: Counters, { earlier }: Task): Outcome {
	const [wanted, opposite] =
		state === 0 ? [counters.blocked, counters.unblocked] : [counters.unblocked, counters.blocked];
	if (counters.created > 0) {
		return {
			kind: 'failed',
			code: 'NOT_FOUND',
			message: `Nobody had this UID, so the call created a person: LMS Collaborator now holds ${state === 0 ? 'a suspended (blocked)' : 'an active'} account with it. Check the UID, and remove that account in LMS Collaborator if it is wrong.`,
		};
	}
	if (wanted > 0) return { kind: 'done', operation: word };
	if (opposite > 0) {
		return {
			kind: 'unknown',
			code: 'NO_RESULT',
			message: `LMS Collaborator counted the opposite of what was asked (${state === 0 ? 'unblocked' : 'blocked'}). Look this person up.`,
		};
	}
	const already =
		earlier.length > 0
			? ''
			: `The account was ${state === 0 ? 'blocked' : 'active'} already${counters.updated > 0 ? '; its other fields were updated' : ''}.`;
	return { kind: 'done', operation: 'unchanged', message: already };
}

/**
 * What an earlier try without an answer has done, where nothing is left to change.
 * @param searched nobody listed everybody: whoever is new may be there under other names
 */
export function doneBefore(
	{ kind, bars }: Action,
	forced: State | undefined,
	searched: boolean,
): { readonly operation: SuccessOperation; readonly message: string } {
	const made = kind === 'create' || kind === 'reactivate' ? DONE[kind] : 'updated';
	const doubt =
		forced === undefined
			? kind === 'create' && searched
				? ' If somebody had this UID under other names, that try has changed the account.'
				: ''
			: ' If nobody had this UID, that try has created the account.';
	return {
		operation: forced?.word ?? (bars === true ? 'suspended' : made),
		message: `LMS Collaborator shows no change now, but an earlier try of this call got no answer and may have made it.${doubt}`,
	};
}

const DONE = { create: 'created', reactivate: 'reactivated' } as const;

/**
 * What a call came to that was to change the state of an account and counted no such change, told by what the list says
 * of it now. Portals that leave blocked people out show them no more.
 */
export function uncounted({ state, word }: State, now: boolean | 'gone' | undefined): Outcome {
	const asWanted = state === 0 ? 'blocked' : 'active';
	const call = state === 0 ? 'block' : 'unblocking';
	if (now === (state === 1) || (state === 0 && now === 'gone'))
		return {
			kind: 'done',
			operation: word,
			message: `LMS Collaborator did not count the ${call}, but its list ${now === 'gone' ? 'does not show the account any more' : `shows the account as ${asWanted} now`}.`,
		};
	const seen =
		typeof now === 'boolean'
			? `its list still shows the account as ${now ? 'active' : 'blocked'}`
			: `whether the account is ${asWanted} now could not be seen`;
	return {
		kind: 'unknown',
		code: 'NO_RESULT',
		message: `LMS Collaborator answered with success, but counted no ${call}, and ${seen}. Look this person up.`,
	};
}

/** The plan knew who was there; the counters may know better. */
export function synced({ kind }: Action, operation: SuccessOperation, isUnclear: boolean): Outcome {
	const hint =
		kind === 'create' && operation !== 'created'
			? isUnclear
				? operation === 'unchanged'
					? ''
					: 'An earlier try of this call got no answer: it may have created this account.'
				: 'An account with this UID was there already, although the list did not show it: some portals leave blocked people out, or another run has just made it.'
			: kind === 'update' && operation === 'created'
				? 'LMS Collaborator says that it created this account, although its list showed one with this UID. Look this person up.'
				: '';
	return { kind: 'done', operation, ...(hint === '' ? {} : { extras: { hints: [hint] } }) };
}

/** A second import of the same person reports less than the first one did. */
export function strongest({ earlier }: Task, outcome: Outcome): Outcome {
	if (outcome.kind !== 'done') return outcome;
	const words = [...earlier, outcome].flatMap((one) =>
		one.kind === 'done' && one.operation !== undefined ? [one.operation] : [],
	);
	const operation = STRENGTH.find((word) => words.includes(word));
	return operation === undefined ? outcome : { ...outcome, operation };
}

/** Why the list of users could not be read. */
export function whyRefused(failure: Failure): string {
	const words = failure.message.replace(/\.$/, '');
	return failure.kind === 'forbidden'
		? `LMS Collaborator's list of users could not be read (${words}): the role of the token's account lacks the right ${RIGHT}`
		: `LMS Collaborator's list of users could not be read (${words}): this portal may be older, or the role of the token's account lacks the right ${RIGHT}`;
}
