import { refuseAgentsPlan } from './agents';
import { rejectImpossible } from './deciding/claims';
import type { Settled } from './model/connector';
import { apply } from './carrying/apply';
import type { Echoes } from './deciding/echoes';
import { Kept } from './kept';
import { RunError } from './model/failure';
import {
	judge,
	refusalOfLeavers,
	refusalOfSource,
	withVerdict,
	type Circumstances,
	type Verdict,
} from './deciding/guard';
import { hashesOf } from './deciding/hash';
import { actionsOf, type Action, type Entry } from './model/plan';
import { takeResults } from './telling/results';
import { leaverWarnings } from './deciding/leavers';
import { refuseKeyless } from './keyless';
import type { Run, RunOutcome } from './run';
import { sliceReason } from './reading/slice';
import { keyFieldOf } from './runDirectory';
import { snapshotOf, knownUsers, planFor } from './runPlan';
import { rowsOf, secretsIn } from './runRows';

/** Read, list, match, compare, guard, apply: the order of the steps, and nothing else. */
export async function syncRows(run: Run): Promise<RunOutcome> {
	const { settings, connector } = run;
	const kept = new Kept(run);
	const { entries, plannedOnly, about } = await decide(run, kept.echoes);
	const isSent = !settings.dryRun && !plannedOnly;
	const settled = isSent ? await carryOut(run, actionsOf(entries)) : new Map<Action, Settled>();
	// From here on nothing may throw: what was done has to be told.
	const planned = isSent ? 0 : actionsOf(entries).filter(({ removal }) => removal).length;
	const lately = kept.removals(about, settled, planned);
	const results = takeResults(entries, {
		dryRun: settings.dryRun,
		plannedOnly,
		settled,
		hintsFor: (action, { ending }) => (ending.kind === 'done' ? kept.hintsFor(action, ending.shown) : []),
		includeResponse: settings.includeResponse,
		...(connector.blindWord === undefined ? {} : { blindWord: connector.blindWord }),
	});
	kept.finish();
	return { results, blocked: plannedOnly, about: { ...about, warnings: [...about.warnings, ...lately] } };
}

/** What a run is going to do, and what its summary says of it. Rows and directory live on in the entries alone. */
interface Decided {
	readonly entries: Entry[];
	/** The guard said no: the rows are told as they were planned. */
	readonly plannedOnly: boolean;
	readonly about: RunOutcome['about'];
}

/** Everything before the first write. @throws RunError when nothing may be sent */
async function decide(run: Run, echoes: Echoes): Promise<Decided> {
	const { settings, connector } = run;
	const { source, ahead } = await rowsOf(run);
	const fields = [...connector.fields, ...source.secretFields];
	run.secrets.addPasswords(secretsIn(source, fields));
	const removes = settings.missing !== undefined;
	const slice = removes ? sliceReason(run.context, run.isTool) : undefined;
	// Without a key every row is invalid: which column it could be says more than that.
	const isKeyless = source.keyless !== undefined && slice === undefined && !(removes && source.emptySource);
	if (removes && !isKeyless) refuse(refusalOfSource(source, slice));
	if (isKeyless) return refuseKeyless(run, source, keyFieldOf(run), () => snapshotOf(run, knownUsers(run)));
	const { rows, plan } = await planFor(run, { source, ahead }, echoes);
	echoes.leave();
	// Where nobody can be missing, their own rows bar those who have left.
	if (removes && plan.quality !== 'blind') refuse(refusalOfLeavers(rows));
	const hashes = hashesOf(plan, {
		lms: run.node.vendor.name,
		address: connector.address,
		operation: settings.operation,
		missingUsers: settings.missingUsers,
		keyField: connector.keyField,
		secretFields: new Set(fields.filter((field) => field.secret === true).map((field) => field.name)),
	});
	refuseAgentsPlan(run, actionsOf(plan.entries), fields);
	const now: Circumstances = { dryRun: settings.dryRun, fields, ...hashes };
	const verdict = judge(plan, rows, settings.limits, now);
	if (verdict.refusal?.reportOnly === false) refuse(verdict.refusal);
	const plannedOnly = verdict.refusal !== undefined;
	const judged = withVerdict(plan.entries, verdict);
	const entries =
		plannedOnly || verdict.blocked.size === 0
			? judged
			: // Whoever waits for the address of somebody who stays after all can't have it.
				rejectImpossible(judged, { lms: run.node.vendor.label, fields: connector.fields });
	const told = plannedOnly ? [] : await connector.prepare?.(actionsOf(entries), settings.dryRun);
	return {
		entries,
		plannedOnly,
		about: {
			hashes,
			plan: { quality: plan.quality, directory: plan.directory },
			rows: {
				mapping: rows.mapping,
				ignoredColumns: rows.ignoredColumns,
				received: rows.received,
				setAside: rows.setAside,
				left: rows.rows.filter((row) => row.left !== undefined).length,
				valuesLeftOut: rows.valuesLeftOut,
				duplicates: rows.rows.filter((row) => row.duplicateOf !== undefined).length,
			},
			safety: verdict.safety,
			warnings: [
				...leaverWarnings(rows, settings.missing, run.node.vendor.label),
				...rows.warnings,
				...plan.warnings,
				...echoes.warnings(run.node.vendor.label),
				...verdict.warnings,
				...(told ?? []),
			],
		},
	};
}

function refuse(refusal: Verdict['refusal']): void {
	if (refusal !== undefined) throw new RunError(refusal.message, refusal.remedy);
}

async function carryOut(run: Run, actions: readonly Action[]): Promise<Map<Action, Settled>> {
	const { settings, connector, http } = run;
	return apply(actions, {
		connector,
		http,
		concurrency: settings.concurrency,
		batchSize: settings.batchSize,
		maxAttempts: settings.maxAttempts,
		onProgress: (done, total) => run.progress.reached(done, total),
	});
}
