import type { Settled } from './model/connector';
import type { Values } from './model/field';
import type { Action } from './model/plan';
import { Echoes } from './deciding/echoes';
import { Lately, removalsDone, tooManyLately } from './deciding/lately';
import type { Run, RunOutcome } from './run';

/**
 * What the node keeps between runs, in n8n's static data: n8n saves it for active workflows, and forgets it after a run in
 * the editor. Nothing here throws, so that no result is lost by it: a run without memory is a run all the same.
 */
export class Kept {
	readonly echoes: Echoes;
	private readonly store: Record<string, unknown>;

	constructor(private readonly run: Pick<Run, 'context' | 'connector' | 'node' | 'secrets'>) {
		const store = this.safely<Record<string, unknown>>({}, () => run.context.getWorkflowStaticData('node'));
		const echoes = this.safely(undefined, () => new Echoes(store));
		this.store = echoes === undefined ? {} : store;
		this.echoes = echoes ?? new Echoes({});
	}

	/** The hints about values that a reply shows differently. */
	hintsFor(action: Action, shown: Values | undefined): string[] {
		return this.safely<string[]>([], () => this.echoes.learn(this.run.connector, action, shown));
	}

	/**
	 * Counts the removals of this run, and gives warnings about those of the last 30 days.
	 * @param planned those that a run which sends nothing would make
	 */
	removals(
		{ safety, plan }: Pick<RunOutcome['about'], 'safety' | 'plan'>,
		settled: ReadonlyMap<Action, Settled>,
		planned: number,
	): string[] {
		return this.safely<string[]>([], () => {
			const lately = new Lately(this.store, Date.now());
			const before = lately.count();
			const done = removalsDone(settled);
			safety.removedIn30Days = before + done;
			lately.add(done);
			return tooManyLately(before, done + planned, safety, plan.quality);
		});
	}

	/** The run has told everything. */
	finish(): void {
		this.safely(undefined, () => this.echoes.finish());
	}

	private safely<T>(usual: T, work: () => T): T {
		try {
			return work();
		} catch (error) {
			const { context, node, secrets } = this.run;
			try {
				context.logger.warn(
					`${node.vendor.label}: what was kept between runs could not be used (${secrets.redact(String(error))})`,
				);
			} catch {
				// Not even the log can be written.
			}
			return usual;
		}
	}
}
