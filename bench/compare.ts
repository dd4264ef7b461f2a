import type { Contender, Measured, Measurement, MemoryFigure, Traffic } from './figures';
import type { Task } from './contender';
import type { Eagerness } from './meters';
import { Child } from './process';
import type { Scenario } from './scenarios';
import type { Access } from './simulator';

const CONTENDERS: readonly Contender[] = ['node', 'reference'];
const WARM_UP_ROWS = 5000;
const ROOM = '--max-old-space-size=16000';
/** Little room for what is new: garbage would be taken for memory that is needed. */
const MEMORY_FLAGS = ['--expose-gc', '--max-semi-space-size=2', ROOM];

/** The processes: one for the systems, one for each contender, and one in which memory is weighed. */
export class Stage {
	private readonly simulator = new Child('simulator.ts');
	private readonly contenders = {
		node: new Child('contender.ts', ['--expose-gc', ROOM]),
		reference: new Child('contender.ts', ['--expose-gc', ROOM]),
	};
	private scale: Child | undefined;
	private readonly warm = new Set<string>();

	/** One run of one contender against a fresh system. */
	async run(contender: Contender, scenario: Scenario): Promise<Measured> {
		const took = await this.measure(this.contenders[contender], contender, scenario);
		return { ...took, traffic: await this.simulator.ask<Traffic>('traffic') };
	}

	/** Memory of one run of the node. */
	async weigh(scenario: Scenario, eagerness: Eagerness): Promise<MemoryFigure> {
		this.scale ??= new Child('contender.ts', MEMORY_FLAGS);
		// What is loaded late must not count as the run's.
		const small = warmUp(scenario);
		if (!this.warm.has(small.vendor)) await this.measure(this.scale, 'node', small);
		this.warm.add(small.vendor);
		const access = await this.simulator.ask<Access>('open', scenario);
		const task: Task = { contender: 'node', scenario, access, eagerness };
		return this.scale.ask<MemoryFigure>('memory', task);
	}

	async end(): Promise<void> {
		const { node, reference } = this.contenders;
		await Promise.all([this.simulator, node, reference, this.scale].map((child) => child?.end()));
	}

	private async measure(child: Child, contender: Contender, scenario: Scenario): Promise<Measurement> {
		const access = await this.simulator.ask<Access>('open', scenario);
		return child.ask<Measurement>('measure', { contender, scenario, access });
	}
}

/** Runs every contender so many times, in turns. */
export async function compare(
	stage: Stage,
	scenario: Scenario,
	repeats: number,
	onRun: (contender: Contender, measured: Measured) => void,
): Promise<Record<Contender, Measured[]>> {
	const runs: Record<Contender, Measured[]> = { node: [], reference: [] };
	for (const contender of CONTENDERS) await stage.run(contender, warmUp(scenario));
	for (let repeat = 0; repeat < repeats; repeat++) {
		for (const contender of CONTENDERS) {
			const measured = await stage.run(contender, scenario);
			runs[contender].push(measured);
			onRun(contender, measured);
		}
	}
	return runs;
}

/** The same at a small size, so that code is compiled before it is timed. */
export function warmUp(scenario: Scenario): Scenario {
	const unlimited = { ...scenario };
	delete unlimited.perSecond;
	return {
		...unlimited,
		id: `${scenario.id}-warm-up`,
		rows: Math.min(scenario.rows, WARM_UP_ROWS),
		changed: Math.min(scenario.changed, 5),
		latencyMs: 0,
	};
}
