import { warmUp, type Stage } from './compare';
import type { Growth, GrowthPoint, Measured } from './figures';
import type { Scenario } from './scenarios';
import { logSlope, median } from './statistics';

/** Up to this many rows the time is the middle of several runs. */
const REPEATED_UP_TO = 10_000;

/** Runs the node with more and more rows, and fits how time and memory grow. */
export async function growthOf(
	stage: Stage,
	{ job, scenarios }: { readonly job: string; readonly scenarios: readonly Scenario[] },
	repeats: number,
	onPoint: (scenario: Scenario, point: GrowthPoint) => void,
): Promise<Growth> {
	const points: GrowthPoint[] = [];
	const [first] = scenarios;
	// Code that is not compiled yet would make the small runs slow, and the slope too good.
	for (let round = 0; first !== undefined && round < repeats; round++) await stage.run('node', warmUp(first));
	for (const scenario of scenarios) {
		const took: Measured[] = [];
		const times = scenario.rows <= REPEATED_UP_TO ? repeats : 1;
		for (let time = 0; time < times; time++) took.push(await stage.run('node', scenario));
		const { peakBytes } = await stage.weigh(scenario, 'quick');
		const point = {
			rows: scenario.rows,
			cpuMs: median(took.map(({ cpuMs }) => cpuMs)),
			wallMs: median(took.map(({ wallMs }) => wallMs)),
			peakBytes,
		};
		points.push(point);
		onPoint(scenario, point);
	}
	const slope = (pick: (point: GrowthPoint) => number): number =>
		logSlope(points.map((point) => ({ x: point.rows, y: pick(point) })));
	return {
		vendor: scenarios[0]?.vendor ?? '',
		job,
		points,
		timeSlope: slope(({ cpuMs }) => cpuMs),
		memorySlope: slope(({ peakBytes }) => peakBytes),
	};
}
