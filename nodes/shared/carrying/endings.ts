import type { Connector, Ending, Lane, Outcome, Settled, Task } from '../model/connector';
import type { Failure } from '../model/failure';
import type { Action } from '../model/plan';
import type { Code } from '../model/result';
import type { Course } from './course';
import { combine, ended, unknownOutcome } from './outcome';
import { lacksSeat, seated } from './seats';

/** What earlier tries of a call leave open. */
export interface Doubt {
	/** One of them may have got through. */
	readonly unclear: boolean;
	/** One of them broke off. A 503 says "not now": it leaves a create unclear, but a later success is nothing to make words about. */
	readonly cutOff: boolean;
}

/** How a task was tried, the last time and before. */
interface Tried extends Doubt {
	readonly lane: Lane;
	readonly attempt: number;
}

export const NO_DOUBT: Doubt = { unclear: false, cutOff: false };

/** The book of a run: how each action ended, and what was done so far of those with further steps. */
export class Endings {
	readonly settled = new Map<Action, Settled>();
	/** Outcomes of steps whose action has further steps. */
	private readonly earlier = new Map<Action, Outcome[]>();

	constructor(
		private readonly connector: Connector,
		private readonly course: Course,
		private readonly onProgress: (done: number) => void,
	) {}

	/** The outcomes of the action's steps so far, as long as it has no ending. */
	sofar(action: Action): readonly Outcome[] | undefined {
		return this.earlier.get(action);
	}

	/** Notes a step's outcome; the action is settled by its first failure or by its last step. */
	record(task: Task, outcome: Outcome, attempt: number): void {
		const before = this.earlier.get(task.action) ?? [];
		const steps = this.connector.steps(task.action);
		if (outcome.kind === 'done' && before.length + 1 < steps.length) {
			this.earlier.set(task.action, [...before, outcome]);
			return;
		}
		const rest = outcome.kind === 'unknown' ? steps[before.length]?.rest : undefined;
		const told = rest === undefined ? outcome : { ...outcome, message: `${outcome.message ?? ''} ${rest}`.trim() };
		this.settle(task.action, combine(before, seated(task.action, told), steps[before.length - 1]?.sofar), attempt);
	}

	/** Takes back the endings of those for whom the system was full, so that they can be tried once more. */
	reopen(): Map<Action, Settled> {
		const full = new Map([...this.settled].filter(([, { ending }]) => lacksSeat(ending)));
		for (const action of full.keys()) {
			this.settled.delete(action);
			this.earlier.delete(action);
		}
		return full;
	}

	/** A failure that repeating does not mend. */
	recordFailure(task: Task, failure: Failure, { lane, attempt, unclear, cutOff }: Tried): void {
		// A call that is repeated blindly may have been done by an earlier try that broke off, whatever this one was told.
		const refusal = ended(failure, cutOff && lane.repeat === 'safe');
		switch (failure.kind) {
			case 'notFound':
				if (lane.notFound === 'wrongPath' || !this.course.isProven) this.course.halt(failure);
				else this.course.heard();
				if (lane.notFound === 'gone' && this.course.isProven)
					return this.record(
						task,
						{ kind: 'done', extras: unclear ? { recovered: true } : { alreadyAbsent: true } },
						attempt,
					);
				return this.record(task, refusal, attempt);
			case 'refused':
			case 'forbidden':
				return this.record(task, refusal, attempt);
			case 'rateLimited':
				this.course.halt(failure);
				if (cutOff) return this.record(task, unknownOutcome(failure), attempt);
				return this.leave(task.action, 'RATE_LIMITED', failure.message, attempt);
			case 'cancelled':
				this.course.mayGoOn();
				if (unclear) return this.record(task, unknownOutcome(failure), attempt);
				return this.leave(task.action, 'CANCELLED', failure.message, attempt - 1);
			case 'unreadable':
				return this.record(
					task,
					{
						kind: 'unknown',
						code: 'NO_RESULT',
						message: `${failure.message} Whether it was done is not known: look this person up.`,
					},
					attempt,
				);
			case 'unauthorized':
			case 'redirect':
			case 'network':
			case 'server':
			case 'timeout': {
				// The last two are repeated as long as may be, and do not come here.
				const stop = this.course.halt(failure);
				if (failure.kind === 'unauthorized' && !failure.sent && !unclear)
					return this.leave(task.action, 'NOT_ATTEMPTED', stop.message, attempt - 1);
				return this.record(task, ended(failure, unclear), attempt);
			}
		}
	}

	settle(action: Action, ending: Ending, attempts: number): void {
		this.settled.set(action, { ending, attempts });
		try {
			this.onProgress(this.settled.size);
		} catch {
			// A log that can't be written is no reason to lose what was done.
		}
	}

	/** Something broke inside this program while these were written: whoever has no outcome of this step may be done. */
	breakOff(tasks: readonly Task[], error: unknown): void {
		const what = error instanceof Error ? error.message : String(error);
		const message = `This node could not handle the call (${what.slice(0, 200)}). Whether it was done is not known: look this person up before doing it again.`;
		for (const { action, earlier } of tasks) {
			if (this.settled.has(action) || (this.earlier.get(action)?.length ?? 0) > earlier.length) continue;
			this.settle(action, { kind: 'unknown', code: 'NO_RESULT', message }, 1);
		}
	}

	/** An action that was never, or not wholly, sent: what was done of it is told. */
	leave(action: Action, code: Code, message: string, attempts: number): void {
		const before = this.earlier.get(action) ?? [];
		if (before.length === 0) return this.settle(action, { kind: 'notAttempted', code, message }, attempts);
		const sofar = this.connector.steps(action)[before.length - 1]?.sofar ?? 'Part of it was done';
		this.settle(
			action,
			combine(before, { kind: 'failed', code, message: `the rest was not sent. ${message}` }, sofar),
			before.length,
		);
	}

	/** Gives an ending to whatever has none. */
	finish(actions: readonly Action[]): void {
		const { stop } = this.course;
		const code = stop?.failure.kind === 'cancelled' ? 'CANCELLED' : 'NOT_ATTEMPTED';
		for (const action of actions)
			if (!this.settled.has(action)) this.leave(action, code, stop?.message ?? 'Not sent.', 0);
	}
}
