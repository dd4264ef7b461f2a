import { refuseAgentsPlan } from './agents';
import { rejectImpossible } from './deciding/claims';
import { otherSpellings } from './model/spelling';
import type { Settled } from './model/connector';
import { apply } from './carrying/apply';
import { Directory, type User } from './model/directory';
import { Echoes } from './deciding/echoes';
import { CallFailed, RunError, stopFor, stopRun } from './model/failure';
import type { Field } from './model/field';
import { judge, refusalOfSource, withVerdict, type Circumstances, type Verdict } from './deciding/guard';
import { hashesOf } from './deciding/hash';
import { readSource, referredColumns } from './reading/inputs';
import { idleWarnings } from './deciding/idle';
import { withoutNameless } from './deciding/nameless';
import { heldUnlikelyKeys } from './deciding/unlikelyKeys';
import { settleOrder } from './deciding/order';
import { settleReferences } from './deciding/references';
import { inParallel } from './transport/parallel';
import { actionsOf, type Action, type Entry, type Plan, type PlanRules } from './model/plan';
import { planAimed } from './deciding/aiming';
import { snapshotWarnings } from './deciding/snapshot';
import { makePlan, planBlind } from './deciding/planning';
import { takeResults } from './telling/results';
import type { Row, RowSet } from './model/row';
import { readKnownUsers, type KnownUsers } from './reading/knownUsers';
import { readRows, type RowRules } from './reading/rows';
import { barringOf, blindRemovals } from './deciding/blindRemovals';
import { leaverWarnings } from './deciding/leavers';
import { refuseKeyless } from './keyless';
import { todayIn } from './reading/today';
import type { Run, RunOutcome } from './run';
import { scopeTest } from './deciding/scope';
import { sliceReason } from './reading/slice';

/** Read, list, match, compare, guard, apply: the order of the steps, and nothing else. */
export async function syncRows(run: Run): Promise<RunOutcome> {
	const { settings, connector } = run;
	const echoes = new Echoes(run.context.getWorkflowStaticData('node'));
	const { entries, plannedOnly, about } = await decide(run, echoes);
	const settled = settings.dryRun || plannedOnly ? new Map<Action, Settled>() : await carryOut(run, actionsOf(entries));
	return {
		results: takeResults(entries, {
			dryRun: settings.dryRun,
			plannedOnly,
			settled,
			hintsFor: (action, { ending }) =>
				ending.kind === 'done' && ending.shown !== undefined ? echoes.learn(connector, action, ending.shown) : [],
			includeResponse: settings.includeResponse,
			...(connector.blindWord === undefined ? {} : { blindWord: connector.blindWord }),
		}),
		blocked: plannedOnly,
		about,
	};
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
	const source = read(run);
	const fields = [...connector.fields, ...source.secretFields];
	run.secrets.addPasswords(secretsIn(source, fields));
	if (settings.missing !== undefined) refuse(refusalOfSource(source, sliceReason(run.context, run.isTool)));
	if (source.keyless !== undefined)
		return refuseKeyless(run, source.keyless, keyFieldOf(run), () => snapshotOf(run, knownUsers(run)));
	const { rows, plan } = await planFor(run, source, echoes);
	const hashes = hashesOf(plan, {
		lms: run.node.vendor.name,
		address: connector.address,
		operation: settings.operation,
		missingUsers: settings.missingUsers,
		keyField: connector.keyField,
		secretFields: new Set(fields.filter((field) => field.secret === true).map((field) => field.name)),
	});
	refuseAgentsPlan(run.context, settings, run.isTool, actionsOf(plan.entries), fields);
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
				...verdict.warnings,
				...(told ?? []),
			],
		},
	};
}

function read(run: Run, knownKeys?: ReadonlySet<string>): RowSet {
	const { context } = run;
	const rules = rowRulesOf(run);
	return readRows(readSource(context, run.isTool), knownKeys === undefined ? rules : { ...rules, knownKeys });
}

/** The rows, read once more where the directory holds what looked like no key. */
function readAgain(run: Run, rows: RowSet, directory: Directory): RowSet {
	const held = heldUnlikelyKeys(rows, directory);
	return held.size === 0 ? rows : read(run, held);
}

function rowRulesOf({ connector, settings, context, node }: Run): RowRules {
	return {
		lms: node.vendor.label,
		fields: connector.fields,
		keyField: connector.keyField,
		blankValues: settings.blankValues,
		dateFormat: settings.dateFormat,
		timezone: context.getTimezone(),
		sendUnknownColumns: settings.sendUnknownColumns,
		sendPassword: settings.sendPassword,
		keyColumn: settings.keyColumn,
		badValues: settings.badValues,
		rowsWithoutKey: settings.rowsWithoutKey,
		leavers: settings.operation === 'sync' ? settings.leavers : { detect: 'off', column: '', values: [] },
		today: todayIn(context.getTimezone()),
		nameOf: connector.nameOf,
		emailField: connector.emailField,
	};
}

function refuse(refusal: Verdict['refusal']): void {
	if (refusal !== undefined) throw new RunError(refusal.message, refusal.remedy);
}

/** A plan, and the rows that it is for. */
interface Planned {
	readonly rows: RowSet;
	readonly plan: Plan;
}

/** Reads what must be read of the directory, and compares. */
async function planFor(run: Run, source: RowSet, echoes: Echoes): Promise<Planned> {
	const { connector, settings } = run;
	const known = knownUsers(run);
	if (known !== undefined) return snapshotPlan(run, source, known, echoes);
	if (connector.list === undefined) return { rows: source, plan: blindPlan(run, source, echoes) };
	const wanted = source.rows.filter(
		(row) => row.rejection === undefined && row.duplicateOf === undefined && row.left === undefined,
	);
	let directory: Directory;
	try {
		// Nobody is looked up by what looks like no key: the list says whether somebody has it.
		const mayLookUp = settings.missing === undefined && source.rows.every((row) => row.unlikelyKey === undefined);
		const found = mayLookUp && wanted.length <= connector.lookUpRows ? await lookUp(run, wanted) : undefined;
		const few = found !== undefined;
		const known = found ?? (await connector.list(wanted));
		if (known === undefined) return { rows: source, plan: blindPlan(run, source, echoes) };
		directory = few ? known : await withUnlisted(run, known, wanted, new Set(source.rows.map((row) => row.key)));
	} catch (error) {
		throw error instanceof CallFailed
			? stopFor(error.failure, run.node.vendor.label, 'The directory could not be read, so nothing was sent')
			: error;
	}
	run.http.isProven ||= directory.complete || directory.users.length > 0;
	run.context.logger.info(
		`${run.node.vendor.label} sync, run ${run.runId}: ${directory.users.length} users read for ${source.rows.length} rows`,
	);
	const twice = directory.underTwoKeys();
	if (twice !== undefined) listMoved(run, ...twice);
	const rows = readAgain(run, source, directory);
	const rules = rulesOf(run, rows, echoes);
	const plan =
		connector.byRows === undefined
			? withoutNameless(makePlan(rows, directory, rules), rules)
			: planAimed(rows, directory, rules, connector.byRows);
	// Where rows alone were looked up, whoever they name was not.
	const areSeen = directory.complete || connector.findRows === undefined;
	const settled = settleOrder(areSeen ? settleReferences(plan, directory, rules) : plan, directory, rules);
	return { rows, plan: cautioned(run, directory.complete ? withIdle(run, settled, directory) : settled) };
}

/** Says which settings do nothing, which only everybody who is there can tell. */
function withIdle({ settings, connector, node }: Run, plan: Plan, { users }: Directory): Plan {
	const told = idleWarnings(users, `in ${node.vendor.label}`, settings, connector.fields);
	return { ...plan, warnings: [...plan.warnings, ...told] };
}

/** Known Users, where the node has them. @throws RunError when they can't be read */
function knownUsers(run: Run): KnownUsers | undefined {
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

function snapshotOf(run: Run, known: KnownUsers): Directory;
function snapshotOf(run: Run, known: KnownUsers | undefined): Directory | undefined;
function snapshotOf(run: Run, known: KnownUsers | undefined): Directory | undefined {
	return known === undefined ? undefined : new Directory(known.users, keyFieldOf(run), true);
}

/** The plan against what the user knows of the system, which may be out of date. */
function snapshotPlan(run: Run, source: RowSet, known: KnownUsers, echoes: Echoes): Planned {
	const directory = snapshotOf(run, known);
	const rows = readAgain(run, source, directory);
	const rules = rulesOf(run, rows, echoes);
	const made = settleReferences(withoutNameless(makePlan(rows, directory, rules), rules), directory, rules);
	const plan = withIdle(run, settleOrder(made, directory, rules), directory);
	const warnings = [...plan.warnings, ...snapshotWarnings(rows, known, rules, Date.now())];
	return { rows, plan: cautioned(run, { ...plan, quality: 'snapshot', warnings }) };
}

/** The plan without a directory. Nobody can be missing from what can't be read. */
function blindPlan(run: Run, rows: RowSet, echoes: Echoes): Plan {
	const { connector, settings } = run;
	const warnings =
		settings.missing === undefined
			? []
			: blindRemovals(settings.missing, rows, run.node.vendor.label, connector.warnings?.().join(' ') ?? '');
	const aimed =
		settings.operation === 'sync' || connector.blindWord === undefined ? {} : { aimed: connector.blindWord };
	return cautioned(
		run,
		settleOrder(
			planBlind(
				rows,
				{
					fields: connector.fields,
					keyField: keyFieldOf(run),
					...(settings.missing === undefined ? {} : { missing: settings.missing }),
					...barringOf(connector.fields),
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
		isEcho: (key, field, wanted, shown) => echoes.knows(key, field, wanted, shown),
	};
}

function mustBeField(name: string, setting: string, fields: readonly Field[]): void {
	if (fields.some((field) => field.name === name)) return;
	throw new RunError(
		`${setting} names "${name}", which is not a field.`,
		`Use one of: ${fields.map((field) => field.name).join(', ')}.`,
	);
}

/** Looks up a handful of rows one by one, and the people they name, instead of listing everybody. */
async function lookUp(run: Run, rows: readonly Row[]): Promise<Directory | undefined> {
	const { connector, settings } = run;
	if (connector.findRows !== undefined) return connector.findRows(rows);
	if (connector.find === undefined) return undefined;
	const find = async (key: string): Promise<User | undefined> => connector.find?.(key);
	const users = new Map<string, User>();
	const keep = (user: User | undefined): void => {
		if (user !== undefined) users.set(user.id, user);
	};
	const named = new Set(
		rows.flatMap((row) =>
			connector.fields.flatMap((field) => {
				const value = row.values[field.name];
				return value === undefined || value === null ? [] : (field.refersTo?.(value) ?? []);
			}),
		),
	);
	for (const row of rows) named.delete(row.key);
	await inParallel(rows, settings.concurrency, async (row) => {
		const user = await find(row.key);
		keep(user);
		// A changed spelling would make a second account: try those that people mix up.
		if (user === undefined) for (const spelling of otherSpellings(row.key)) keep(await find(spelling));
	});
	await inParallel([...named], settings.concurrency, async (key) => keep(await find(key)));
	return new Directory([...users.values()], keyFieldOf(run), false);
}

function keyFieldOf({ connector }: Run): Field {
	return (
		connector.fields.find((field) => field.name === connector.keyField) ??
		stopRun(`There is no field "${connector.keyField}".`, 'Report this as a defect.')
	);
}

/**
 * Adds the accounts that the listing does not show of people who are to be created: those who are back are restored, and
 * those whom the list has skipped are updated, or told as such, but not created a second time.
 * @param keys those of all rows, also of rows that are rejected
 * @throws RunError when an account that was listed has got another key meanwhile
 */
async function withUnlisted(
	run: Run,
	listed: Directory,
	rows: readonly Row[],
	keys: ReadonlySet<string>,
): Promise<Directory> {
	if (run.connector.findUnlisted === undefined) return listed;
	// Where a near key is nobody else's, the row will be asked about: whoever is near counts, not a deleted account.
	const isAbsent = ({ key }: Row): boolean =>
		!listed.holds(key) && listed.near(key).every((user) => keys.has(user.key));
	const absent = rows.filter(isAbsent);
	if (absent.length === 0) return listed;
	const found = (await run.connector.findUnlisted(absent)).filter((user) => {
		const known = listed.withId(user.id);
		if (known !== undefined && known.key !== user.key) listMoved(run, known, user);
		return known === undefined;
	});
	return found.length === 0 ? listed : new Directory([...listed.users, ...found], keyFieldOf(run), listed.complete);
}

/** One account under two keys: the list changed while it was read, and nothing that was read of it holds. */
function listMoved(run: Run, one: User, other: User): never {
	return stopRun(
		`${run.node.vendor.label} changed while it was read: the account with the id ${one.id} has the ${keyFieldOf(run).label} "${one.key}" and, a moment later, "${other.key}".`,
		'Nothing was sent. Run this again when nobody is changing users there.',
	);
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

/** The passwords in the rows. */
function secretsIn(rows: RowSet, fields: readonly Field[]): Set<string> {
	const names = fields.filter((field) => field.secret === true).map((field) => field.name);
	const found = new Set<string>();
	for (const row of names.length === 0 ? [] : rows.rows) {
		for (const name of names) {
			const value = row.values[name];
			if (typeof value === 'string') found.add(value);
		}
	}
	return found;
}
