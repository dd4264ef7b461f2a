import { wavesOf, type PlacedStep } from './waves';
import type { Confirmation, Connector, Ending, Lane, Outcome, Settled, Task, WriteReply } from '../model/connector';
import { CallFailed, stopFor, RunError, type Failure } from '../model/failure';
import { FAILURES_IN_A_ROW, isPassing, mayHaveHappened, type Http } from '../transport/http';
import { combine, ended, recovered, stillHeld, unknownOutcome, whyCalledOff } from './outcome';
import { inParallel } from '../transport/parallel';
import type { Action } from '../model/plan';
import type { Code } from '../model/result';

export interface ApplySettings {
	readonly connector: Connector;
	readonly http: Pick<Http, 'cancelled' | 'isDown' | 'backOff'>;
	readonly concurrency: number;
	readonly batchSize: number | undefined;
	readonly maxAttempts: number;
	readonly onProgress: (done: number, total: number) => void;
}

const REFUSALS_IN_A_ROW = 3;

/**
 * Carries out actions: in waves, in the vendor's batches, several calls at once; repeats, splits and stops as the
 * contract's table says. Never throws after a write may have reached the system: every action then has an ending.
 * @throws RunError when the run has to stop before any write was answered
 */
export async function apply(actions: readonly Action[], settings: ApplySettings): Promise<Map<Action, Settled>> {
	const run = new ApplyRun(settings, actions.length);
	const waves = wavesOf(actions, (action) => settings.connector.steps(action));
	for (const wave of waves) await run.carryOut(wave);
	run.finish(actions);
	return run.settled;
}

/** What earlier tries of a call leave open. */
interface Doubt {
	/** One of them may have got through. */
	readonly unclear: boolean;
	/** One of them broke off. A 503 says "not now": it leaves a create unclear, but a later success is nothing to make words about. */
	readonly cutOff: boolean;
}

const NO_DOUBT: Doubt = { unclear: false, cutOff: false };

/** Nothing went out, and why. */
interface Unsent {
	readonly kind: 'unsent';
	readonly message: string;
}

interface Stop {
	readonly failure: Failure;
	readonly message: string;
}

/** A 503 says "not now": it leaves a create unclear, but broke nothing off. */
function isBusy(failure: Failure): boolean {
	return failure.kind === 'server' && failure.status === 503;
}

class ApplyRun {
	readonly settled = new Map<Action, Settled>();
	/** Outcomes of steps whose action has further steps. */
	private readonly earlier = new Map<Action, Outcome[]>();
	private stop: Stop | undefined;
	/** Some write was answered, or may have got through. */
	private touched = false;
	private serverFailures = 0;
	private refusals = 0;
	/** Why removals are not carried out, once that is judged; '' when they are. */
	private calledOff: string | undefined;

	constructor(
		private readonly settings: ApplySettings,
		private readonly total: number,
	) {}

	/** One wave: everything in it may run side by side. */
	async carryOut(wave: readonly PlacedStep[]): Promise<void> {
		const lanes = new Map<string, Task[]>();
		for (const { action, step } of wave) {
			if (this.settled.has(action) || this.isBlocked(action)) continue;
			const task = { action, step, earlier: this.earlier.get(action) ?? [] };
			const tasks = lanes.get(step.lane);
			if (tasks === undefined) lanes.set(step.lane, [task]);
			else tasks.push(task);
		}
		const batches = [...lanes].flatMap(([name, tasks]) => this.batchesOf(name, tasks));
		await inParallel(batches, this.settings.concurrency, async (batch) =>
			this.sendBatch(batch.name, batch.lane, batch.tasks),
		);
		if (this.stop !== undefined && !this.touched && this.stop.failure.kind !== 'cancelled') {
			throw stopFor(
				this.stop.failure,
				this.settings.connector.vendor.label,
				`Nothing could be sent to ${this.settings.connector.vendor.label}`,
			);
		}
	}

	/** Gives an ending to whatever has none. */
	finish(actions: readonly Action[]): void {
		const code = this.stop?.failure.kind === 'cancelled' ? 'CANCELLED' : 'NOT_ATTEMPTED';
		for (const action of actions)
			if (!this.settled.has(action)) this.leave(action, code, this.stop?.message ?? 'Not sent.', 0);
	}

	private batchesOf(name: string, tasks: readonly Task[]): Array<{ name: string; lane: Lane; tasks: readonly Task[] }> {
		const lane = this.settings.connector.lanes[name];
		if (lane === undefined) throw new RunError(`There is no lane "${name}".`, 'Report this as a defect.');
		const size = Math.min(lane.size, this.settings.batchSize ?? lane.size);
		const batches = [];
		for (let at = 0; at < tasks.length; at += size) batches.push({ name, lane, tasks: tasks.slice(at, at + size) });
		return batches;
	}

	/** An action is not sent when what it needs did not happen, or when removals are called off. */
	private isBlocked(action: Action): boolean {
		if (!this.mayGoOn()) return false;
		for (const wait of action.waits) {
			if (wait.frees === undefined) continue;
			const ending = this.settled.get(wait.on)?.ending;
			if (ending?.kind === 'done' || (ending === undefined && this.earlier.has(wait.on))) continue;
			this.settle(action, stillHeld(wait.frees, this.settings.connector.fields), 0);
			return true;
		}
		if (!action.removal) return false;
		this.calledOff ??= whyCalledOff(
			[...this.settled.values()].filter((how) => how.attempts > 0).map((how) => how.ending.kind === 'done'),
		);
		if (this.calledOff === '') return false;
		this.settle(action, { kind: 'notAttempted', code: 'NOT_ATTEMPTED', message: this.calledOff }, 0);
		return true;
	}

	/** One batch until every task in it has an outcome. `before`: what a try with more people in it may have done. */
	private async sendBatch(name: string, lane: Lane, batch: readonly Task[], before: Doubt = NO_DOUBT): Promise<void> {
		const { http, maxAttempts } = this.settings;
		let tasks = batch;
		let { unclear, cutOff } = before;
		for (let attempt = 1; this.mayGoOn(); attempt++) {
			const reply = await this.write(name, tasks);
			if (reply.kind === 'answered') {
				this.heard();
				tasks.forEach((task, at) => this.record(task, recovered(reply.outcomes[at], cutOff), attempt));
				return;
			}
			if (reply.kind === 'unsent') {
				for (const task of tasks)
					this.record(task, { kind: 'failed', code: 'INVALID_ROW', message: reply.message }, attempt - 1);
				return;
			}
			const { failure } = reply;
			if (mayHaveHappened(failure)) {
				this.touched = true;
				unclear = true;
				cutOff = cutOff || !isBusy(failure);
			}
			if (failure.kind === 'refused' && tasks.length > 1) {
				this.heard();
				return this.split(name, lane, tasks, { unclear, cutOff });
			}
			if (!isPassing(failure)) {
				// One call, however many people it carried.
				if (failure.kind === 'forbidden') this.countRefusal(failure);
				for (const task of tasks) await this.recordFailure(task, lane, failure, attempt, { unclear, cutOff });
				return;
			}
			this.countServerFailure(failure);
			if (this.stop === undefined && attempt < maxAttempts) await http.backOff(failure, attempt);
			if (unclear && lane.repeat === 'lookUpFirst') {
				tasks = await this.confirm(tasks, attempt, failure);
				// Whoever is left was not there: no try so far has done anything that a later one could recover.
				cutOff = false;
			}
			if (tasks.length === 0) return;
			if (!this.mayGoOn() || attempt >= maxAttempts) {
				if (failure.kind === 'network' && !failure.reached) this.halt(failure);
				// Whoever was looked up and not found may still turn up: the last try itself got no answer.
				const isOpen = lane.repeat === 'safe' ? unclear : mayHaveHappened(failure) && !isBusy(failure);
				for (const task of tasks) this.record(task, ended(failure, isOpen), attempt);
				return;
			}
		}
		// Stopped before the first try: the ending comes from finish(), unless an earlier try may have got through.
		if (before.unclear && this.stop !== undefined)
			for (const task of tasks) this.record(task, unknownOutcome(this.stop.failure), 1);
	}

	/** A call that breaks inside this program is told like an unreadable reply: results must never be lost by it. */
	private async write(name: string, tasks: readonly Task[]): Promise<WriteReply | Unsent> {
		try {
			return await this.settings.connector.write(name, tasks);
		} catch (error) {
			if (error instanceof CallFailed) return { kind: 'failed', failure: error.failure };
			// A setting that can't be read for this person, such as a switch whose expression gives a word.
			if (error instanceof RunError) return { kind: 'unsent', message: `${error.message} ${error.remedy}` };
			return {
				kind: 'failed',
				failure: {
					kind: 'unreadable',
					message: `This node could not handle the call (${error instanceof Error ? error.message : String(error)}).`,
				},
			};
		}
	}

	private mayGoOn(): boolean {
		if (this.settings.http.cancelled)
			this.stop ??= {
				failure: { kind: 'cancelled', sent: false, message: 'The run was cancelled.' },
				message: 'Not sent, because the run was cancelled.',
			};
		return this.stop === undefined;
	}

	private async split(name: string, lane: Lane, tasks: readonly Task[], doubt: Doubt): Promise<void> {
		const half = Math.ceil(tasks.length / 2);
		await this.sendBatch(name, lane, tasks.slice(0, half), doubt);
		await this.sendBatch(name, lane, tasks.slice(half), doubt);
	}

	/** After an unclear try: looks everyone up. Gives back those for whom it was not done; the others have an outcome. */
	private async confirm(tasks: readonly Task[], attempt: number, failure: Failure): Promise<Task[]> {
		const left: Task[] = [];
		for (const task of tasks) {
			const found = await this.ask(task);
			if (found.kind === 'done') this.record(task, recovered(found.outcome, true), attempt);
			else if (found.kind === 'unclear') this.record(task, unknownOutcome(failure), attempt);
			else left.push(task);
		}
		return left;
	}

	/** A look-up that breaks tells nothing; the results of the others must not be lost by it. */
	private async ask(task: Task): Promise<Confirmation> {
		try {
			return (await this.settings.connector.confirm?.(task)) ?? { kind: 'unclear' };
		} catch {
			return { kind: 'unclear' };
		}
	}

	/** A failure that repeating does not mend. */
	private async recordFailure(
		task: Task,
		lane: Lane,
		failure: Failure,
		attempt: number,
		{ unclear, cutOff }: Doubt,
	): Promise<void> {
		// A call that is repeated blindly may have been done by an earlier try that broke off, whatever this one was told.
		const refusal = ended(failure, cutOff && lane.repeat === 'safe');
		switch (failure.kind) {
			case 'notFound':
				if (lane.notFound === 'wrongPath') this.halt(failure);
				else this.heard();
				if (lane.notFound === 'gone')
					return this.record(
						task,
						{ kind: 'done', extras: unclear ? { recovered: true } : { alreadyAbsent: true } },
						attempt,
					);
				return this.record(task, refusal, attempt);
			case 'refused':
				this.heard();
				// A repeat may be refused because the unclear try before it got through.
				if (unclear && lane.repeat === 'lookUpFirst' && (await this.confirm([task], attempt, failure)).length === 0)
					return;
				return this.record(task, refusal, attempt);
			case 'forbidden':
				return this.record(task, refusal, attempt);
			case 'rateLimited':
				this.halt(failure);
				if (cutOff) return this.record(task, unknownOutcome(failure), attempt);
				return this.leave(task.action, 'RATE_LIMITED', failure.message, attempt);
			case 'cancelled':
				this.mayGoOn();
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
				const stop = this.halt(failure);
				if (failure.kind === 'unauthorized' && !failure.sent && !unclear)
					return this.leave(task.action, 'NOT_ATTEMPTED', stop.message, attempt - 1);
				return this.record(task, ended(failure, unclear), attempt);
			}
		}
	}

	/** The vendor read a call and answered it, be it with a no to this call alone. */
	private heard(refusals = 0): void {
		this.touched = true;
		this.serverFailures = 0;
		this.refusals = refusals;
	}

	private countRefusal(failure: Failure): void {
		this.heard(this.refusals + 1);
		if (this.refusals >= REFUSALS_IN_A_ROW) this.halt(failure);
	}

	private countServerFailure(failure: Failure): void {
		this.serverFailures += 1;
		if (this.serverFailures >= FAILURES_IN_A_ROW || this.settings.http.isDown) this.halt(failure);
	}

	private halt(failure: Failure): Stop {
		return (this.stop ??= { failure, message: `Not sent, because the run stopped: ${failure.message}` });
	}

	/** Notes a step's outcome; the action is settled by its first failure or by its last step. */
	private record(task: Task, outcome: Outcome, attempt: number): void {
		const before = this.earlier.get(task.action) ?? [];
		const steps = this.settings.connector.steps(task.action);
		if (outcome.kind === 'done' && before.length + 1 < steps.length) {
			this.earlier.set(task.action, [...before, outcome]);
			return;
		}
		this.settle(task.action, combine(before, outcome, steps[before.length - 1]?.sofar), attempt);
	}

	private settle(action: Action, ending: Ending, attempts: number): void {
		this.settled.set(action, { ending, attempts });
		this.settings.onProgress(this.settled.size, this.total);
	}

	/** An action that was never, or not wholly, sent: what was done of it is told. */
	private leave(action: Action, code: Code, message: string, attempts: number): void {
		const before = this.earlier.get(action) ?? [];
		if (before.length === 0) return this.settle(action, { kind: 'notAttempted', code, message }, attempts);
		const sofar = this.settings.connector.steps(action)[before.length - 1]?.sofar ?? 'Part of it was done';
		this.settle(
			action,
			combine(before, { kind: 'failed', code, message: `the rest was not sent. ${message}` }, sofar),
			before.length,
		);
	}
}
