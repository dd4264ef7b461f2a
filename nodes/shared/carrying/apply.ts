import type { Settled, Task } from '../model/connector';
import { RunError, stopFor } from '../model/failure';
import type { Action } from '../model/plan';
import { inParallel } from '../transport/parallel';
import { BatchSender, type Batch } from './batch';
import { Course, type ApplySettings } from './course';
import { Endings } from './endings';
import { stillHeld, whyCalledOff } from './outcome';
import { lacksSeat } from './seats';
import { wavesOf, type PlacedStep } from './waves';

/**
 * Carries out actions: in waves, in the vendor's batches, several calls at once; repeats, splits and stops as the
 * contract's table says. Never throws after a write may have reached the system: every action then has an ending.
 * @throws RunError when the run has to stop before any write was answered
 */
export async function apply(actions: readonly Action[], settings: ApplySettings): Promise<Map<Action, Settled>> {
	const run = new ApplyRun(settings, actions.length);
	const waves = wavesOf(actions, (action) => settings.connector.steps(action));
	await run.carryOutAll(waves).catch(async (error: unknown) => (run.isTouched ? undefined : Promise.reject(error)));
	run.endings.finish(actions);
	return run.endings.settled;
}

/** Takes the waves one by one: who is sent, who is held back. */
class ApplyRun {
	readonly endings: Endings;
	private readonly course: Course;
	private readonly sender: BatchSender;
	/** Why removals are not carried out, once that is judged; '' when they are. */
	private calledOff: string | undefined;

	constructor(
		private readonly settings: ApplySettings,
		total: number,
	) {
		this.course = new Course(settings.http);
		this.endings = new Endings(settings.connector, this.course, (done) => settings.onProgress(done, total));
		this.sender = new BatchSender(settings, this.course, this.endings);
	}

	/** Some write was answered, or may have got through. */
	get isTouched(): boolean {
		return this.course.touched;
	}

	async carryOutAll(waves: readonly (readonly PlacedStep[])[]): Promise<void> {
		for (const wave of waves) await this.carryOut(wave);
		await this.tryOnceMore();
	}

	/** One wave: everything in it may run side by side. */
	async carryOut(wave: readonly PlacedStep[]): Promise<void> {
		const lanes = new Map<string, Task[]>();
		for (const { action, step } of wave) {
			if (this.endings.settled.has(action) || this.isBlocked(action)) continue;
			const task = { action, step, earlier: this.endings.sofar(action) ?? [] };
			const tasks = lanes.get(step.lane);
			if (tasks === undefined) lanes.set(step.lane, [task]);
			else tasks.push(task);
		}
		const batches = [...lanes].flatMap(([name, tasks]) => this.batchesOf(name, tasks));
		await inParallel(batches, this.settings.concurrency, async (batch) => this.sender.send(batch));
		const { stop, touched } = this.course;
		if (stop !== undefined && !touched && stop.failure.kind !== 'cancelled') {
			const { label } = this.settings.connector.vendor;
			throw stopFor(stop.failure, label, `Nothing could be sent to ${label}`);
		}
	}

	/** Whoever found the system full is tried once more where somebody has left it since. */
	async tryOnceMore(): Promise<void> {
		const { endings, settings } = this;
		const hasLeft = [...endings.settled].some(([{ removal }, { ending }]) => removal && ending.kind === 'done');
		if (!hasLeft || !this.course.mayGoOn()) return;
		const full = endings.reopen();
		for (const wave of wavesOf([...full.keys()], (action) => settings.connector.steps(action)))
			await this.carryOut(wave);
		for (const [action, before] of full) {
			const after = endings.settled.get(action);
			// Not sent again, as the run stopped: what was heard before stands.
			if (after === undefined) endings.settle(action, before.ending, before.attempts);
			else endings.settle(action, after.ending, before.attempts + after.attempts);
		}
	}

	private batchesOf(name: string, tasks: readonly Task[]): Batch[] {
		const lane = this.settings.connector.lanes[name];
		if (lane === undefined) throw new RunError(`There is no lane "${name}".`, 'Report this as a defect.');
		const size = Math.min(lane.size, this.settings.batchSize ?? lane.size);
		const batches = [];
		for (let at = 0; at < tasks.length; at += size) batches.push({ name, lane, tasks: tasks.slice(at, at + size) });
		return batches;
	}

	/** An action is not sent when what it needs did not happen, or when removals are called off. */
	private isBlocked(action: Action): boolean {
		if (!this.course.mayGoOn()) return false;
		for (const wait of action.waits) {
			if (wait.frees === undefined) continue;
			const ending = this.endings.settled.get(wait.on)?.ending;
			if (ending?.kind === 'done' || (ending === undefined && this.endings.sofar(wait.on) !== undefined)) continue;
			this.endings.settle(action, stillHeld(wait.frees, this.settings.connector.fields), 0);
			return true;
		}
		if (!action.removal) return false;
		this.calledOff ??= whyCalledOff(
			[...this.endings.settled.values()]
				.filter((how) => how.attempts > 0 && !lacksSeat(how.ending))
				.map((how) => how.ending.kind === 'done'),
		);
		if (this.calledOff === '') return false;
		this.endings.settle(action, { kind: 'notAttempted', code: 'NOT_ATTEMPTED', message: this.calledOff }, 0);
		return true;
	}
}
