import type { Confirmation, Lane, Task, WriteReply } from '../model/connector';
import { CallFailed, RunError, type Failure } from '../model/failure';
import { isPassing, mayHaveHappened } from '../transport/http';
import type { ApplySettings, Course } from './course';
import { NO_DOUBT, type Doubt, type Endings } from './endings';
import { ended, recovered, unknownOutcome } from './outcome';
import { saysFull } from './seats';

/** What one call carries. */
export interface Batch {
	readonly name: string;
	readonly lane: Lane;
	readonly tasks: readonly Task[];
}

/** Nothing went out, and why. */
interface Unsent {
	readonly kind: 'unsent';
	readonly message: string;
}

/** A 503 says "not now": it leaves a create unclear, but broke nothing off. */
function isBusy(failure: Failure): boolean {
	return failure.kind === 'server' && failure.status === 503;
}

/** Sends batches: repeats, looks up and splits until every task in them has an outcome. */
export class BatchSender {
	constructor(
		private readonly settings: ApplySettings,
		private readonly course: Course,
		private readonly endings: Endings,
	) {}

	/**
	 * One batch until every task in it has an outcome. What breaks inside this program on the way costs the people of this
	 * batch a clear answer, and nobody else theirs.
	 */
	async send(batch: Batch): Promise<void> {
		try {
			await this.trySending(batch);
		} catch (error) {
			this.course.touched = true;
			this.endings.breakOff(batch.tasks, error);
		}
	}

	/** @param before what a try with more people in it may have done */
	private async trySending({ name, lane, tasks: batch }: Batch, before: Doubt = NO_DOUBT): Promise<void> {
		const { http, maxAttempts } = this.settings;
		let tasks = batch;
		let { unclear, cutOff } = before;
		for (let attempt = 1; this.course.mayGoOn(); attempt++) {
			const reply = await this.write(name, tasks);
			if (reply.kind === 'answered') {
				const { outcomes, alone } = reply;
				this.course.heard();
				for (const [at, task] of tasks.entries())
					if (alone?.has(task) !== true) this.endings.record(task, recovered(outcomes[at], cutOff), attempt);
				for (const task of alone ?? []) await this.trySending({ name, lane, tasks: [task] }, { unclear, cutOff });
				return;
			}
			if (reply.kind === 'apart') return this.split({ name, lane, tasks }, { unclear, cutOff });
			if (reply.kind === 'unsent') {
				for (const task of tasks)
					this.endings.record(task, { kind: 'failed', code: 'INVALID_ROW', message: reply.message }, attempt - 1);
				return;
			}
			const { failure } = reply;
			if (mayHaveHappened(failure)) {
				this.course.touched = true;
				unclear = true;
				cutOff = cutOff || !isBusy(failure);
			}
			if (failure.kind === 'refused' && tasks.length > 1) {
				this.course.heard();
				return this.split({ name, lane, tasks }, { unclear, cutOff });
			}
			if (!isPassing(failure)) return this.fail({ name, lane, tasks }, failure, attempt, { unclear, cutOff });
			this.course.countServerFailure(failure);
			if (this.course.stop === undefined && attempt < maxAttempts) await http.backOff(failure, attempt);
			if (unclear && lane.repeat === 'lookUpFirst') {
				tasks = await this.confirm(tasks, attempt, failure);
				// Whoever is left was not there: no try so far has done anything that a later one could recover.
				cutOff = false;
			}
			if (tasks.length === 0) return;
			if (!this.course.mayGoOn() || attempt >= maxAttempts) {
				if (failure.kind === 'network' && !failure.reached) this.course.halt(failure);
				// Whoever was looked up and not found may still turn up: the last try itself got no answer.
				const isOpen = lane.repeat === 'safe' ? unclear : mayHaveHappened(failure) && !isBusy(failure);
				for (const task of tasks) this.endings.record(task, ended(failure, isOpen), attempt);
				return;
			}
		}
		// Stopped before the first try: the ending comes at the run's end, unless an earlier try may have got through.
		const { stop } = this.course;
		if (before.unclear && stop !== undefined)
			for (const task of tasks) this.endings.record(task, unknownOutcome(stop.failure), 1);
	}

	/** Ends a batch with a failure that repeating does not mend. */
	private async fail({ lane, tasks }: Batch, failure: Failure, attempt: number, doubt: Doubt): Promise<void> {
		// One call, however many people it carried.
		const full = saysFull(
			tasks.map(({ action }) => action),
			failure,
		);
		if (failure.kind === 'forbidden' && !full) this.course.countRefusal(failure);
		if (failure.kind === 'refused' || full) this.course.heard();
		// A repeat may be refused because the unclear try before it got through.
		const mayBeDone = failure.kind === 'refused' && doubt.unclear && lane.repeat === 'lookUpFirst';
		const isOdd = failure.kind === 'unreadable' && lane.answersNothing === true;
		const left = mayBeDone
			? await this.confirm(tasks, attempt, failure)
			: isOdd
				? await this.notShownDone(tasks, attempt, doubt)
				: tasks;
		for (const task of left) this.endings.recordFailure(task, failure, { lane, attempt, ...doubt });
	}

	/** After a success with a body that nobody documents: looks everyone up. Gives back those who are not shown as done. */
	private async notShownDone(tasks: readonly Task[], attempt: number, { cutOff }: Doubt): Promise<Task[]> {
		const left: Task[] = [];
		for (const task of tasks) {
			const found = await this.ask(task);
			if (found.kind === 'done') this.endings.record(task, recovered(found.outcome, cutOff), attempt);
			else left.push(task);
		}
		return left;
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

	private async split({ name, lane, tasks }: Batch, doubt: Doubt): Promise<void> {
		const half = Math.ceil(tasks.length / 2);
		await this.trySending({ name, lane, tasks: tasks.slice(0, half) }, doubt);
		await this.trySending({ name, lane, tasks: tasks.slice(half) }, doubt);
	}

	/** After an unclear try: looks everyone up. Gives back those for whom it was not done; the others have an outcome. */
	private async confirm(tasks: readonly Task[], attempt: number, failure: Failure): Promise<Task[]> {
		const left: Task[] = [];
		for (const task of tasks) {
			const found = await this.ask(task);
			if (found.kind === 'done') this.endings.record(task, recovered(found.outcome, true), attempt);
			else if (found.kind === 'unclear') this.endings.record(task, unknownOutcome(failure), attempt);
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
}
