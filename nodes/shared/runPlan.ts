import { Directory } from './model/directory';
import type { Echoes } from './deciding/echoes';
import { CallFailed, RunError, stopFor, stopRun } from './model/failure';
import { barringOf, type Field } from './model/field';
import { referredColumns } from './reading/inputs';
import { idleWarnings, unseenWarnings } from './deciding/idle';
import { withoutNameless } from './deciding/nameless';
import { settleOrder } from './deciding/order';
import { settleReferences } from './deciding/references';
import { actionsOf, type Plan, type PlanRules } from './model/plan';
import { planAimed } from './deciding/aiming';
import { snapshotWarnings } from './deciding/snapshot';
import { makePlan, planBlind } from './deciding/planning';
import type { RowSet } from './model/row';
import { readKnownUsers, type KnownUsers } from './reading/knownUsers';
import { blindRemovals } from './deciding/blindRemovals';
import { surpriseIn } from './deciding/surprise';
import type { Run } from './run';
import { scopeTest } from './deciding/scope';
import { nameManagers } from './deciding/managers';
import { judgedOf, keyFieldOf, listMoved, lookUp, peopleOf, withUnlisted } from './runDirectory';
import { readAgain, rowRulesOf, type Given } from './runRows';

/** A plan, and the rows that it is for. */
interface Planned {
	readonly rows: RowSet;
	readonly plan: Plan;
}

/** Reads what must be read of the directory, and compares. */
export async function planFor(run: Run, { source, ahead }: Given, echoes: Echoes): Promise<Planned> {
	const { connector, settings } = run;
	const known = knownUsers(run);
	if (known !== undefined) return snapshotPlan(run, source, known, echoes);
	if (connector.list === undefined) return { rows: source, plan: blindPlan(run, source, echoes) };
	const readable = source.rows.filter((row) => row.rejection === undefined && row.duplicateOf === undefined);
	const wanted = readable.filter((row) => row.left === undefined);
	const reading = await orStop(run, async () => {
		// Nobody is looked up by what looks like no key: the list says whether somebody has it.
		const isLikely = (source.asideKeys ?? []).length === 0 && source.rows.every((row) => row.unlikelyKey === undefined);
		const mayLookUp = ahead === undefined && settings.missing === undefined && isLikely;
		const found =
			mayLookUp && readable.length <= connector.lookUpRows ? await lookUp(run, source, readable) : undefined;
		if (found !== undefined) return found;
		const listed = await (ahead === undefined ? connector.list?.(Promise.resolve(wanted)) : ahead(wanted));
		if (listed === undefined) return undefined;
		return withUnlisted(run, listed, wanted, source.rows);
	});
	if (reading === undefined) return { rows: source, plan: blindPlan(run, source, echoes) };
	let directory = reading;
	run.http.isProven ||= directory.complete || directory.users.length > 0;
	run.context.logger.info(
		`${run.node.vendor.label} sync, run ${run.runId}: ${directory.users.length} users read for ${source.rows.length} rows`,
	);
	const twice = directory.underTwoKeys();
	if (twice !== undefined) listMoved(run, ...twice);
	const rows = readAgain(run, source, directory);
	nameManagers(peopleOf(run, rows, directory));
	const rules = rulesOf(run, rows, echoes);
	const aim = connector.byRows;
	const planOf = (everybody: Directory): Plan => {
		echoes.met(everybody, connector.fields);
		return aim === undefined
			? withoutNameless(makePlan(rows, everybody, rules), rules)
			: planAimed(rows, everybody, rules, aim);
	};
	let plan = planOf(directory);
	const judged = await orStop(run, async () => judgedOf(directory, plan, connector, rules.keyField));
	if (judged !== directory) {
		directory = judged;
		plan = planOf(judged);
	}
	const settled = settleOrder(settleReferences(plan, directory, rules), directory, rules);
	if (!directory.complete) return { rows, plan: cautioned(run, settled) };
	const idle = withIdle(run, settled, directory);
	const unseen = unseenWarnings(rows.rows, directory, connector.fields, run.node.vendor.label);
	return { rows, plan: cautioned(run, { ...idle, warnings: [...idle.warnings, ...unseen] }) };
}

/** Reads of the directory. @throws RunError when it can't be read */
async function orStop<T>({ node }: Run, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw error instanceof CallFailed
			? stopFor(error.failure, node.vendor.label, 'The directory could not be read, so nothing was sent')
			: error;
	}
}

/** Says which settings do nothing, which only everybody who is there can tell. */
function withIdle({ settings, connector, node }: Run, plan: Plan, { users }: Directory): Plan {
	const told = idleWarnings(users, `in ${node.vendor.label}`, settings, connector.fields);
	return { ...plan, warnings: [...plan.warnings, ...told] };
}

/** Known Users, where the node has them. @throws RunError when they can't be read */
export function knownUsers(run: Run): KnownUsers | undefined {
	const { connector, settings, context } = run;
	if (connector.standingOf === undefined || settings.operation !== 'sync') return undefined;
	const { standingOf } = connector;
	if (settings.knownUsers !== undefined)
		return readKnownUsers(settings.knownUsers, {
			...rowRulesOf(run),
			standingOf: (values) => standingOf(values),
			referred: referredColumns(context),
		});
	const raw: unknown = context.getNodeParameter('knownUsers', 0, '', { rawExpressions: true });
	return typeof raw === 'string' && raw.startsWith('=')
		? stopRun(
				'The expression in Known Users gives nothing.',
				'Nothing was sent. Correct it, or leave Known Users empty.',
			)
		: undefined;
}

/** Known Users as a directory. */
export function snapshotOf(run: Run, known: KnownUsers): Directory;
export function snapshotOf(run: Run, known: KnownUsers | undefined): Directory | undefined;
export function snapshotOf(run: Run, known: KnownUsers | undefined): Directory | undefined {
	return known === undefined ? undefined : new Directory(known.users, keyFieldOf(run), true);
}

/** The plan against what the user knows of the system, which may be out of date. */
function snapshotPlan(run: Run, source: RowSet, known: KnownUsers, echoes: Echoes): Planned {
	const directory = snapshotOf(run, known);
	echoes.met(directory, allCompared(run.connector.fields));
	const rows = readAgain(run, source, directory);
	nameManagers(peopleOf(run, rows, directory));
	const read = rulesOf(run, rows, echoes);
	const rules = { ...read, fields: allCompared(read.fields) };
	const made = settleReferences(withoutNameless(makePlan(rows, directory, rules), rules), directory, rules);
	const plan = withIdle(run, settleOrder(made, directory, rules), directory);
	const { limits } = run.settings;
	// What is known may be old: a surprise stops nobody, but is told.
	const surprise = surpriseIn({ ...plan, quality: 'full' }, limits, rules.fields);
	const told = surprise === undefined ? [] : [`Compared with Known Users: ${surprise} Look at this before you go on.`];
	const warnings = [...plan.warnings, ...snapshotWarnings(rows, known, rules, Date.now()), ...told];
	return { rows, plan: cautioned(run, { ...plan, quality: 'snapshot', warnings }) };
}

/** What a snapshot has no column for is news to it, whatever the system's own list would show. */
function allCompared(fields: readonly Field[]): Field[] {
	return fields.map((field): Field => {
		const { maybeShown, ...rest } = field;
		return maybeShown === undefined ? field : rest;
	});
}

/** The plan without a directory. Nobody can be missing from what can't be read. */
function blindPlan(run: Run, rows: RowSet, echoes: Echoes): Plan {
	const { connector, settings } = run;
	nameManagers(peopleOf(run, rows));
	const warnings =
		settings.missing === undefined
			? []
			: blindRemovals(settings.missing, rows, {
					lms: run.node.vendor.label,
					fields: connector.fields,
					why: connector.warnings?.().join(' ') ?? '',
				});
	const aimed =
		settings.operation === 'sync' || connector.blindWord === undefined ? {} : { aimed: connector.blindWord };
	const bars = barringOf(connector.fields);
	return cautioned(
		run,
		settleOrder(
			planBlind(
				rows,
				{
					fields: connector.fields,
					keyField: keyFieldOf(run),
					...(settings.missing === undefined ? {} : { missing: settings.missing }),
					...(bars === undefined ? {} : { bars }),
					isProtected: settings.operation === 'restore' ? () => false : settings.isProtected,
					...aimed,
				},
				warnings,
			),
			undefined,
			rulesOf(run, rows, echoes),
		),
	);
}

function cautioned(run: Run, plan: Plan): Plan {
	return {
		...plan,
		warnings: [...plan.warnings, ...(run.connector.cautions?.(actionsOf(plan.entries)) ?? [])],
	};
}

function rulesOf(run: Run, rows: RowSet, echoes: Echoes): PlanRules {
	const { connector, settings } = run;
	if (settings.limits.groupBy !== '') mustBeField(settings.limits.groupBy, 'Group By', connector.fields);
	return {
		lms: run.node.vendor.label,
		fields: [...connector.fields, ...rows.secretFields],
		keyField: keyFieldOf(run),
		missing: settings.missing,
		isProtected: settings.isProtected,
		inScope: scopeTest(settings, connector.fields),
		returning: (user, row) => connector.returning?.(user, row),
		restoreAdvice: connector.restoreAdvice ?? '',
		mayAdopt: (user) => connector.mayAdopt?.(user) ?? false,
		keyChanges: settings.keyChanges,
		changesKeys: connector.changesKeys === true,
		takesOver: (holder) => connector.takesOver?.(holder) ?? false,
		removal: (user, how) => connector.removal(user, how),
		unremovable: (user) => connector.unremovable?.(user),
		memory: echoes,
	};
}

function mustBeField(name: string, setting: string, fields: readonly Field[]): void {
	if (fields.some((field) => field.name === name)) return;
	throw new RunError(
		`${setting} names "${name}", which is not a field.`,
		`Use one of: ${fields.map((field) => field.name).join(', ')}.`,
	);
}
