import type { IDataObject } from 'n8n-workflow';

import { runNode, type RunOutcome } from '../engine/engine';
import { realTimers } from '../engine/platform';
import type { RecordedRequest } from '../simulators';
import type { Act, Result } from './act';
import { castOf } from './cast';
import { checksOf, type Check } from './checks';
import { listFile, meaningOf, readList } from './masterList';
import { isWrite, type Scenario, type Stage } from './scenario';
import { expectedAfter, only, type Holdings } from './verify';

/** The whole demo of one vendor. */
export interface Play {
	readonly acts: readonly Act[];
	readonly checks: readonly Check[];
}

export interface PlayOptions {
	/** Lifts the vendor's limit of calls a second. */
	readonly fast?: boolean;
	/** Changes an account behind everybody's back before the check: it must be noticed. */
	readonly sabotage?: boolean;
	/** The master list; default: the one in demo/data. */
	readonly rows?: Array<Record<string, string>>;
	readonly onOpen?: (story: { rows: number; users: number }) => void;
	readonly onActStart?: (title: string, requests: readonly RecordedRequest[]) => void;
	readonly onActEnd?: (act: Act) => void;
}

/** Plays a vendor's scenario: dry run, run, the same again; then looks at what the system holds. */
export async function play(scenario: Scenario, options: PlayOptions = {}): Promise<Play> {
	const rows = options.rows ?? readList(listFile(scenario.vendor));
	const stage = await scenario.open(castOf(scenario), options.fast === true);
	try {
		const before = stage.holdings();
		options.onOpen?.({ rows: rows.length, users: only(before, activeOf(before)).size });
		const perform = async (title: string, changes: IDataObject): Promise<Act> => {
			options.onActStart?.(title, stage.requests);
			const act = await runOnce(scenario, stage, {
				title,
				rows,
				changes,
				fast: options.fast === true,
			});
			options.onActEnd?.(act);
			return act;
		};
		const dry = await perform('Dry run', { dryRun: true });
		const approval = scenario.listed
			? {
					safety: {
						...collection(scenario.parameters.safety),
						approvedPlan: String(dry.summary?.planHash ?? ''),
					},
				}
			: {};
		const real = await perform(scenario.listed ? 'Approved run' : 'Run', approval);
		const again = await perform('Same again', scenario.listed ? {} : approval);
		const meanings = meaningOf(rows, scenario.columns, scenario.key);
		const expected = expectedAfter(before, meanings, scenario.missing);
		if (options.sabotage === true) stage.sabotage(expected.sound[0] ?? '');
		const checks = checksOf({
			scenario,
			acts: [dry, real, again],
			expected,
			before,
			after: stage.holdings(),
			failures: stage.failures,
		});
		return { acts: [dry, real, again], checks };
	} finally {
		await stage.close();
	}
}

function activeOf(holdings: Holdings): string[] {
	return [...holdings].flatMap(([key, { standing }]) => (standing === 'active' ? [key] : []));
}

const collection = (value: unknown): IDataObject =>
	typeof value === 'object' && value !== null ? (value as IDataObject) : {};

interface Cue {
	readonly title: string;
	readonly rows: Array<Record<string, string>>;
	readonly changes: IDataObject;
	readonly fast: boolean;
}

/** One run: source node → the vendor's node, in n8n's own engine. */
async function runOnce(scenario: Scenario, stage: Stage, { title, rows, changes, fast }: Cue): Promise<Act> {
	const { parameters, vendor, credential } = scenario;
	const options = {
		...collection(parameters.options),
		...(fast ? { requestsPerSecond: 5000 } : {}),
	};
	const knownUsers = stage.exported?.();
	const before = stage.holdings();
	const from = stage.requests.length;
	const started = realTimers.now();
	const outcome = await runNode({
		nodeType: vendor,
		parameters: {
			dryRun: false,
			...parameters,
			options,
			...(knownUsers === undefined ? {} : { knownUsers }),
			...changes,
		} as Parameters<typeof runNode>[0]['parameters'],
		credentials: { [credential]: stage.credentials },
		items: rows.map((row) => ({ json: row })),
		timezone: 'Europe/Berlin',
	});
	const calls = stage.requests.slice(from);
	const summary = outcome.summary?.json;
	return {
		title,
		results: outcome.results.map(({ json }) => resultOf(json)),
		summary,
		error: errorOf(outcome),
		calls: calls.length,
		writes: calls.filter(isWrite).length,
		seconds: (realTimers.now() - started) / 1000,
		html: String(collection(summary?.report).html ?? ''),
		before,
		after: stage.holdings(),
	};
}

function resultOf({ key, operation, success, code, message }: IDataObject): Result {
	return {
		key: String(key),
		operation: String(operation),
		success: success === true,
		code: String(code),
		message: String(message),
	};
}

function errorOf({ error }: RunOutcome): string {
	return error === undefined ? '' : [error.message, error.description].filter(Boolean).join(' ');
}
