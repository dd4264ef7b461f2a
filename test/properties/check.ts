import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { RunOutcome } from '../../engine/engine';
import { has, idOf, isBlind, must, same, type Ran, type Told } from './held';
import { leaverHolds } from './leaverCheck';
import { forbidden, forbidsBlind, isGuarded, isOverLimit, truthOf, type RowTruth, type Truth } from './model';
import type { World } from './people';
import { barredHolds, barsLast, lawOf, removals } from './removalCheck';
import { mayFail, rivals, rowHolds } from './rowCheck';
import { isWrite } from './vendors';

/** Checks everything that must hold after any run. @throws with a sentence about what does not */
export function check(all: Ran): void {
	// Where the list was refused, nothing can be held against it.
	const ran = isBlind(all) && all.kit.blind !== undefined ? { ...all, kit: all.kit.blind } : all;
	const { kit, world, outcome, before } = ran;
	const truth = truthOf(world, before, kit.rules);
	must(
		kit.simulator.failures.length === 0,
		'the simulator failed',
		kit.simulator.failures.map((failure) => failure.stack),
	);
	must(kit.simulator.stranger.requests.length === 0, 'another host was called', kit.simulator.stranger.requests);
	if (ran.wrongAddress) nothingIsTold(ran);
	if (ran.clean && truth.surprise.certain && !truth.refused)
		must(isStopped(ran), 'a plan that is a surprise was carried out', truth.rows);
	noSecrets(ran);
	nothingAfter401(ran);
	const failure = failureOf(outcome);
	if (failure === undefined) {
		results(ran, truth, toldBy(outcome));
	} else {
		must(failure !== '', 'an error says nothing');
		if (outcome.error === undefined) stopped(ran, toldBy(outcome));
		must(
			!kit.simulator.requests.some((one) => isWrite(one) && one.committed),
			'a run failed as a whole after a write had been carried out',
			failure,
		);
		untouched(ran, new Set(), truth);
		if (ran.clean)
			must(
				truth.refused ||
					stopsAtLimit(truth, world) ||
					(truth.missing.length > 0 && truth.rows.every((row) => isOrMayBeRejected(ran, row))),
				'a run failed without a reason',
				{ failure, truth },
			);
	}
	if (ran.clean && failure === undefined)
		must(!(truth.refused && truth.rows.length > 0), 'a run with removals went on without a valid row');
}

/** The run stopped, or told only what it would do. */
const isStopped = ({ outcome }: Ran): boolean =>
	failureOf(outcome) !== undefined || outcome.summary?.json.status === 'blocked';

/** A wrong address: nobody is said to have been made, changed or removed. */
function nothingIsTold({ outcome }: Ran): void {
	const said = toldBy({ ...outcome, errorOutput: [] }).filter(
		({ record }) => record.success === true && record.operation !== 'unchanged' && record.operation !== 'planned',
	);
	must(said.length === 0, 'a wrong address was told as success', said);
}

function isOrMayBeRejected(ran: Ran, row: RowTruth): boolean {
	return (row.code !== '' && row.code !== 'PROTECTED') || row.nearOnly || rivals(ran, row).length > 0;
}

/** What a run that failed as a whole said; where the workflow goes on, its items and its summary say so. */
export function failureOf({ error, summary, errorOutput, results: good }: RunOutcome): string | undefined {
	if (error !== undefined) return `${error.message} ${error.description ?? ''}`.trim();
	// Only a run that stopped before it had a plan has no hash of one.
	if (summary !== undefined && summary.json.planHash !== '') return undefined;
	return [...errorOutput, ...good]
		.map(({ json }) => String(json.error ?? ''))
		.join(' ')
		.trim();
}

function stopsAtLimit(truth: Truth, world: World): boolean {
	if (truth.surprise.possible && world.safety.onLimit !== 'report') return true;
	return world.safety.onLimit === 'stop' && isOverLimit(truth, world);
}

function noSecrets({ kit, outcome }: Ran): void {
	const { results: good, summaries, errorOutput, logs, hints, error } = outcome;
	const text = JSON.stringify({
		good,
		summaries,
		errorOutput,
		logs,
		hints,
		error: error === undefined ? '' : [error.message, error.description, error.stack, error],
	});
	const leaked = kit.simulator.secrets.find((secret) => text.includes(secret));
	must(leaked === undefined, 'a secret is in the output', leaked);
}

function nothingAfter401({ kit, world }: Ran): void {
	const { requests } = kit.simulator;
	const first = requests.findIndex((one) => one.status === 401);
	if (first < 0) return;
	const later = requests.length - 1 - first;
	must(
		later < world.concurrency,
		`${later} calls came after a 401 with concurrency ${world.concurrency}`,
		requests.slice(first).map(({ method, path, status, at }) => [method, path, status, at]),
	);
}

/** All records of all outputs, rows in their order. */
function toldBy(outcome: RunOutcome): Told[] {
	const plain = outcome.results.map((item): Told => ({ record: item.json, item: linkOf(item) }));
	const failed = outcome.errorOutput.map(
		(item): Told => ({ record: item.json.details as IDataObject, item: linkOf(item) }),
	);
	return [...plain, ...failed];
}

function linkOf({ pairedItem }: INodeExecutionData): number {
	if (typeof pairedItem === 'number') return pairedItem;
	must(typeof pairedItem === 'object' && !Array.isArray(pairedItem), 'an item has no link');
	return typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1;
}

/** A run that stopped, in a workflow that goes on: everybody is told so, and so is the summary. */
function stopped(ran: Ran, told: readonly Told[]): void {
	const { world, outcome } = ran;
	must(told.length === world.rows.length, `${world.rows.length} rows, but ${told.length} have a result`);
	must(
		told.every(({ record }) => record.operation === 'notAttempted' && record.message !== ''),
		'somebody is not told that nothing was sent',
		told,
	);
	counts(ran, told, true);
	must(outcome.summary?.json.status === 'failed', 'the summary of a run that stopped is not "failed"');
}

function results(ran: Ran, truth: Truth, told: readonly Told[]): void {
	const { world, outcome, kit } = ran;
	const ofRows = new Map<number, Told>();
	const others: Told[] = [];
	const inDirectory = new Set(truth.missing.map(({ id }) => id));
	const isOther = (one: Told): boolean =>
		one.item === 0 && one.record.key !== truth.rows[0]?.key && inDirectory.has(idOf(ran, one.record));
	for (const one of told) {
		if (isOther(one)) others.push(one);
		else {
			must(!ofRows.has(one.item), `row ${one.item} has two results`, [ofRows.get(one.item)?.record, one.record]);
			ofRows.set(one.item, one);
		}
		must(typeof one.record.error === 'undefined', 'a record has a key "error"');
	}
	const people = truth.rows.flatMap((row, at) => (row.setAside ? [] : [at]));
	must(ofRows.size === people.length, `${people.length} rows of people, but ${ofRows.size} have a result`);
	if (!world.toErrorOutput) {
		const order = outcome.results.map(linkOf).slice(0, people.length);
		must(
			order.every((item, at) => item === people[at]),
			'results are not in the order of the rows',
			order,
		);
	}
	counts(ran, told);
	for (const [at, row] of truth.rows.entries())
		if (truth.lookedUp && world.keyChanges === 'follow') recognised(row, ofRows.get(at)?.record ?? {}, world);
	const touched = new Set<string>();
	const law = lawOf(ran, truth, told);
	truth.rows.forEach((row, at) => {
		if (row.setAside) return;
		const record = ofRows.get(at)?.record ?? {};
		must(
			record.key === row.key,
			`row ${at} has the key ${JSON.stringify(row.key)}, its result ${JSON.stringify(record.key)}`,
		);
		if (row.left && row.code !== 'INVALID_ROW') leaverHolds(ran, truth, row, record, touched);
		else rowHolds(ran, truth, row, record, touched);
		if (truth.barred.some(({ id }) => id === row.match?.id) && !row.left && row.code === '')
			barredHolds(ran, row, record, law);
	});
	if (ran.clean) barsLast(ran, truth);
	removals(ran, truth, [...others, ...leavers(ran, truth, ofRows)], told, touched);
	untouched(ran, touched, truth);
	noTwins(ran);
	if (ran.clean && !planned(told))
		must(
			told.every(
				({ record }) => (record.operation !== 'unknown' && record.operation !== 'notAttempted') || excused(ran, record),
			),
			'a clean run left something open',
			told.map(({ record }) => record),
		);
	must(outcome.summary?.json.lms === kit.vendor, 'the summary names another system');
}

/** Whom a search shows, where people are looked up, is open; whoever is shown may be given the row's key. */
function recognised(row: RowTruth, { operation, userId }: IDataObject, world: World): void {
	const holder = row.pointsTo.find(({ id }) => id === userId);
	if (holder === undefined || row.torn || row.code !== '' || operation === 'rejected') return;
	row.match = holder;
	if (holder.admin || isGuarded(holder, world)) row.code = 'PROTECTED';
}

/** The removals that are told on the row which says that their person has left. */
function leavers({ kit }: Ran, { rows, missing }: Truth, ofRows: ReadonlyMap<number, Told>): Told[] {
	if (!kit.rules.listed) return [];
	const seen = new Set<string>();
	return rows.flatMap(({ left, match }, at) => {
		const told = ofRows.get(at);
		const isRemoval =
			left &&
			match !== undefined &&
			missing.some(({ id }) => id === match.id) &&
			told?.record.operation !== 'unchanged' &&
			!seen.has(match.id);
		if (!isRemoval || told === undefined) return [];
		// Another row of the same person repeats what became of them.
		seen.add(match.id);
		return [{ ...told, record: { ...told.record, userId: match.id, key: match.key } }];
	});
}

const excused = ({ before }: Ran, record: IDataObject): boolean =>
	/10 %|failed\. Clear those up/.test(String(record.message)) && before.length > 0;
const planned = (told: readonly Told[]): boolean => told.some(({ record }) => record.operation === 'planned');

function counts({ outcome, kit, world }: Ran, told: readonly Told[], isStopped = false): void {
	must(outcome.summaries.length === 1, 'there is not one summary');
	const summary = outcome.summary?.json ?? {};
	const counted: Record<string, number> = {};
	for (const { record } of told) counted[String(record.operation)] = (counted[String(record.operation)] ?? 0) + 1;
	const said = summary.counts as Record<string, number>;
	const names = new Set([...Object.keys(counted), ...Object.keys(said)]);
	must(
		[...names].every((name) => (counted[name] ?? 0) === (said[name] ?? 0)),
		'the counts do not add up',
		{ counted, said },
	);
	const { sent } = summary.requests as { sent: number };
	const arrived = kit.simulator.requests.length;
	// A run that stops cuts off what it has begun to ask for: that may arrive or not.
	const cutOff = isStopped ? world.concurrency : 0;
	must(sent >= arrived && sent - arrived <= cutOff, `the summary counts ${sent} calls, the simulator ${arrived}`);
}

/** Whoever no result speaks of is as before; nobody is there who was not. */
function untouched({ before, after, moved = [] }: Ran, touched: ReadonlySet<string>, truth: Truth): void {
	for (const was of before) {
		if (touched.has(was.id) || moved.includes(was.id)) continue;
		const is = after.find(({ id }) => id === was.id);
		must(is !== undefined && same(was, is), 'somebody was changed whom no result speaks of', { was, is, truth });
	}
	for (const is of after) {
		must(
			touched.has(is.id) || moved.includes(is.id) || before.some(({ id }) => id === is.id),
			'an account is there that no result speaks of',
			{
				is,
			},
		);
	}
}

/** No key stands on two accounts. Near twins are the rows' business: see {@link rowHolds}, AMBIGUOUS_MATCH. */
function noTwins({ after }: Ran): void {
	const keys = after.flatMap(({ key, state }) => (key === null || state === 'deleted' ? [] : [key]));
	const twice = keys.find((key, at) => keys.indexOf(key) !== at);
	must(twice === undefined, 'two accounts bear one key', { twice });
}

const isHeldBack = ({ record }: Told): boolean => record.operation === 'blocked' || record.operation === 'notAttempted';

/** After a clean run every row that may be carried out stands in the directory. */
export function converged({ kit, world, before, after, outcome }: Ran): void {
	if (failureOf(outcome) !== undefined) return;
	const truth = truthOf(world, before, kit.rules);
	if ((isOverLimit(truth, world) || truth.surprise.possible) && world.safety.onLimit === 'report') return;
	const held = forbidden(truth, world);
	for (const row of truth.rows) {
		if (row.code !== '' || row.nearOnly || row.left) continue;
		// Those whom a limit or a damaged list holds back from being barred.
		const isHeld = truth.barred.some(({ id }) => id === row.match?.id) || (!kit.rules.listed && row.state === 'locked');
		if (isHeld && (held.size > 0 || forbidsBlind(truth, world) || toldBy(outcome).some(isHeldBack))) continue;
		const is = after.find((account) => account.key === row.key && account.state !== 'deleted');
		const excuse = mayFail({ kit, world, before, after, outcome, clean: true }, row);
		must(
			excuse || (is !== undefined && has(is, row, row.match, { kit, before, world })),
			'after a clean run a row does not stand in the directory',
			{ row, is },
		);
	}
}
