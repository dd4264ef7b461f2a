import { fs } from '../engine/platform';
import type { Scenario } from './scenarios';

/**
 * The third contender is what people build now: n8n's own HTTP Request node with Loop Over Items, in real n8n. It is
 * run from e2e/, which leaves its figures in a file of this form; without the file they are computed, and say so.
 */
export interface TodayFile {
	/** By scenario id: `bridge-limit`, `requestor`. */
	readonly scenarios: Readonly<
		Record<
			string,
			{
				/** So many rows were run; other sizes are scaled from them. */
				readonly rows: number;
				readonly calls: number;
				readonly wallMs: number;
			}
		>
	>;
}

export interface Today {
	readonly calls: number;
	readonly wallMs: number;
	readonly basis: 'measured' | 'computed';
}

/** @throws Error when the file is there but can't be read */
export function readToday(file: string): TodayFile | undefined {
	if (!fs.existsSync(file)) return undefined;
	return JSON.parse(fs.readFileSync(file, 'utf8')) as TodayFile;
}

/**
 * What that workflow takes for a scenario. Into a full directory: a call that looks each person up, and one for each
 * change. Into an empty one, where the vendor itself finds out who is new: a call for each person.
 */
export function todayOf(scenario: Scenario, file: TodayFile | undefined): Today {
	const found = file?.scenarios[scenario.id];
	if (found !== undefined) {
		const scale = scenario.rows / found.rows;
		return { calls: found.calls * scale, wallMs: found.wallMs * scale, basis: 'measured' };
	}
	const calls = scenario.rows + (scenario.directory === 'empty' ? 0 : scenario.changed);
	const byLatency = (calls * scenario.latencyMs) / scenario.concurrency;
	const byLimit = scenario.perSecond === undefined ? 0 : (calls / scenario.perSecond) * 1000;
	return { calls, wallMs: Math.max(byLatency, byLimit), basis: 'computed' };
}
