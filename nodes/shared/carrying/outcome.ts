import type { Outcome } from '../model/connector';
import { codeOf, type Failure } from '../model/failure';
import type { Field } from '../model/field';
import type { Conflict } from '../model/result';

const FAILED_SHARE_THAT_STOPS_REMOVALS = 0.1;

/** Several steps as one outcome: the last one's word, everyone's facts. */
export function combine(before: readonly Outcome[], last: Outcome, sofar: string | undefined): Outcome {
	// Where nothing was there for the steps before, they did nothing either.
	if (last.kind !== 'done' && before.every((one) => one.kind === 'done' && one.extras?.alreadyAbsent === true))
		return last;
	if (before.length === 0) return last;
	const all = [...before, last];
	const userId = all
		.map((one) => one.userId)
		.filter((id) => id !== undefined)
		.pop();
	const hints = all.flatMap((one) => one.extras?.hints ?? []);
	const extras = Object.assign({}, ...all.map((one) => one.extras ?? {}), hints.length === 0 ? {} : { hints });
	// What an earlier step turned out to be, a later one that adds to it does not change.
	const word = all.flatMap((one) => (one.kind === 'done' && one.operation !== undefined ? [one.operation] : [])).pop();
	const merged =
		last.kind === 'done'
			? { ...last, userId, extras, ...(word === undefined ? {} : { operation: word }) }
			: { ...last, userId, extras };
	return merged.kind === 'done' || sofar === undefined
		? merged
		: { ...merged, message: `${sofar}, but: ${merged.message}` };
}

/** A step's outcome after its reply; `unclear` when an earlier try of the same call may have got through. */
export function recovered(outcome: Outcome | undefined, unclear: boolean): Outcome {
	if (outcome === undefined)
		return {
			kind: 'unknown',
			code: 'NO_RESULT',
			message: 'The reply says nothing about this person. Whether it was done is not known: look this person up.',
		};
	if (!unclear || outcome.kind !== 'done') return outcome;
	const extras = { ...outcome.extras, recovered: true as const };
	// Whoever is gone after an unclear try was removed by it.
	delete extras.alreadyAbsent;
	return { ...outcome, extras };
}

/** The last try ended without an answer that can be trusted. */
export function unknownOutcome(failure: Failure): Outcome {
	return {
		kind: 'unknown',
		code: 'OUTCOME_UNKNOWN',
		message: `${failure.message} Whether it was done is not known: look this person up before doing it again.`,
	};
}

/** How a task ends with a failure: not done for sure, or nobody knows. */
export function ended(failure: Failure, unclear: boolean): Outcome {
	return unclear ? unknownOutcome(failure) : { kind: 'failed', code: codeOf(failure), message: failure.message };
}

/** The end of an action whose value is not free after all. */
export function stillHeld(conflict: Conflict, fields: readonly Field[]): Outcome {
	return {
		kind: 'failed',
		code: fields.find((field) => field.name === conflict.field)?.kind === 'email' ? 'EMAIL_TAKEN' : 'ALREADY_EXISTS',
		message: `${conflict.field} is still held by account ${conflict.heldBy}, which was to give it up in this run but did not. Nothing was sent for this row: run again when that account is settled.`,
		conflict,
	};
}

/** Why removals are called off after these writes (each done or not); '' when they are not. */
export function whyCalledOff(writes: readonly boolean[]): string {
	const bad = writes.filter((isDone) => !isDone).length;
	if (bad <= writes.length * FAILED_SHARE_THAT_STOPS_REMOVALS) return '';
	return `Not removed, because ${bad} of the ${writes.length} writes before it failed. Clear those up and run again.`;
}
