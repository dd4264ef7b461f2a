import type { Settled } from '../model/connector';
import type { Action, Plan } from '../model/plan';
import type { SafetySummary } from '../model/result';

const DAYS = 30;
const DAY_MS = 86_400_000;
const NAME = 'removals';
/** The percentage speaks of no fewer, as with the limit of a single run. */
const FEW = 3;

/**
 * How many were removed in the last 30 days, kept in n8n's static data of the node: a day and a number, and nothing about
 * anybody. Many small removals are as large as one that a limit would have stopped.
 */
export class Lately {
	constructor(
		private readonly store: Record<string, unknown>,
		private readonly now: number,
	) {}

	/** Those of the last 30 days, without the run that is under way. */
	count(): number {
		return this.days().reduce((sum, [, count]) => sum + count, 0);
	}

	/** Adds what this run has removed. */
	add(count: number): void {
		if (count === 0) return;
		const today = Math.floor(this.now / DAY_MS);
		const days = this.days();
		const before = days.find(([day]) => day === today)?.[1] ?? 0;
		this.store[NAME] = [...days.filter(([day]) => day !== today), [today, before + count]];
	}

	private days(): Array<[day: number, count: number]> {
		const kept = this.store[NAME];
		const oldest = Math.floor(this.now / DAY_MS) - DAYS;
		const read: unknown[] = Array.isArray(kept) ? kept : [];
		return read.flatMap((entry) => {
			const [day, count]: unknown[] = Array.isArray(entry) ? entry : [];
			return typeof day === 'number' && typeof count === 'number' && day > oldest ? [[day, count]] : [];
		});
	}
}

/** How many removals of these actions were carried out. Whoever was gone already was removed by nobody here. */
export function removalsDone(settled: ReadonlyMap<Action, Settled>): number {
	let count = 0;
	for (const [{ kind, removal }, { ending }] of settled) {
		const isRemoval = removal || kind === 'delete' || kind === 'hide' || kind === 'lock';
		if (isRemoval && ending.kind === 'done' && ending.extras?.alreadyAbsent !== true) count += 1;
	}
	return count;
}

/**
 * Why the removals of the last 30 days are a reason to look, or nothing: they are more than twice the share that one run
 * may remove.
 * @param before those of earlier runs
 * @param now those of this run, done or (where nothing is sent) planned
 */
export function tooManyLately(
	before: number,
	now: number,
	{ removable, limitPercent }: Pick<SafetySummary, 'removable' | 'limitPercent'>,
	quality: Plan['quality'],
): string[] {
	const removed = before + now;
	// Who could be removed in this run, and those who are gone already.
	const among = removable + before;
	const isKnown = (quality === 'full' || quality === 'snapshot') && removable > 0;
	// What one run removes by itself, its own limits judge.
	if (before === 0 || !isKnown || removed <= FEW || removed * 100 <= 2 * limitPercent * among) return [];
	const share = ((removed / among) * 100).toFixed(1);
	return [
		`This run and those of the last ${DAYS} days remove ${removed} people: ${share} % of ${among}, and more than twice the limit of ${limitPercent} % for one run. Many small removals are a large one: look whether the list loses people who are still there.`,
	];
}
