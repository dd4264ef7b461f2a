import { inOrder } from '../deciding/circles';
import { PHASES, type Step } from '../model/connector';
import type { Action } from '../model/plan';

const REMOVE = PHASES.indexOf('remove');

/** One step of one action, with its place in the run. */
export interface PlacedStep {
	readonly action: Action;
	readonly step: Step;
	/** 0 for the action's first step. */
	readonly number: number;
}

/**
 * Sorts all steps into waves: a wave starts when the one before it has ended. Within a wave everything may run side
 * by side. An action waits for the first step of those it waits for
 * (which is the one that frees a value, with every vendor so far); a deferred step also for everyone it names.
 */
export function wavesOf(actions: readonly Action[], stepsOf: (action: Action) => readonly Step[]): PlacedStep[][] {
	// More than the longest chain of first steps, and the two more that its last action may have.
	const depth = actions.length + 3;
	const first = new Map<Action, number>();
	const waves = new Map<number, PlacedStep[]>();
	const put = (after: number, placed: PlacedStep): number => {
		// Whoever is barred by a row loses access with those who are removed, however the call is called.
		const phase = Math.max(PHASES.indexOf(placed.step.phase), placed.action.bars === true ? REMOVE : 0);
		const place = Math.max(phase * depth, after + 1);
		const wave = waves.get(place);
		if (wave === undefined) waves.set(place, [placed]);
		else wave.push(placed);
		return place;
	};
	const latest = (others: readonly Action[]): number =>
		others.reduce((place, other) => Math.max(place, first.get(other) ?? 0), 0);
	const ordered = inOrder(actions, (one) => one.waits.map((wait) => wait.on));
	for (const action of ordered) {
		const [step] = stepsOf(action);
		if (step !== undefined)
			first.set(action, put(latest(action.waits.map((wait) => wait.on)), { action, step, number: 0 }));
	}
	for (const action of ordered) {
		const later = stepsOf(action).slice(1);
		let place = Math.max(first.get(action) ?? 0, latest(action.deferred.map((deferral) => deferral.on)));
		later.forEach((step, index) => {
			place = put(place, { action, step, number: index + 1 });
		});
	}
	return [...waves.entries()].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}
