import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { RunOutcome } from '../../engine/engine';
import { blank, has, isBlind, isInDoubt, must, NOT_DONE, PARTLY, partOf, same, type Ran } from './held';
import { leaverHolds } from './leaverCheck';
import {
	forbidden,
	forbidsBlind,
	formOf,
	isCertain,
	isGuarded,
	truthOf,
	type Account,
	type RowTruth,
	type Truth,
} from './model';
import type { Column, World } from './people';
import { isWrite } from './vendors';

/** A result record with the item that it belongs to. */
interface Told {
	readonly record: IDataObject;
	readonly item: number;
}

const REMOVED = new Set(['deleted', 'hidden', 'suspended']);
/** Checks everything that must hold after any run. @throws with a sentence about what does not */
export function check(ran: Ran): void {
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

/** The limits hold back somebody. */
const isOverLimit = (truth: Truth, world: World): boolean =>
	forbidden(truth, world).size > 0 ||
	forbidden(truth, world, { isDamaged: true }).size > 0 ||
	forbidsBlind(truth, world);

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

/** Whom a record speaks of, where it may be somebody who is only in the directory. */
export const idOf = ({ kit }: Ran, { userId, key }: IDataObject): string =>
	String(kit.rules.hasNoIds === true ? key : userId);

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

/** Whether one row's result is what the directory holds. */
function rowHolds(ran: Ran, truth: Truth, row: RowTruth, record: IDataObject, touched: Set<string>): void {
	const { before, after, kit } = ran;
	const word = String(record.operation);
	const was = row.match;
	const bearing = row.key === '' ? [] : after.filter((account) => account.key === row.key);
	const is =
		was === undefined
			? bearing.find(({ id }) => !before.some((account) => account.id === id))
			: after.find(({ id }) => id === was.id);
	const about = { word, record, row, was, is };
	must(record.success === !(NOT_DONE.has(word) || word === 'unknown'), 'success and operation disagree', about);
	if (was !== undefined) touched.add(was.id);
	if (was === undefined && is !== undefined) touched.add(is.id);
	if (word === 'blocked' && rolesAreUnknown(ran, row, record)) {
		must(is !== undefined && was !== undefined && same(was, is), 'somebody of unknown roles was changed', about);
		return;
	}
	if (word === 'unchanged' && record.code === '' && row.code === 'PROTECTED' && staysUnseen(ran, row)) {
		must(is !== undefined && was !== undefined && same(was, is), 'an administrator was changed', about);
		return;
	}
	if (ran.moved !== undefined && (NOT_DONE.has(word) || word === 'unchanged')) {
		// Of somebody whom a list that moves does not show, nobody can say what is known; nothing is done to them.
		const isAsBefore =
			was === undefined
				? bearing.every(({ id }) => before.some((account) => account.id === id))
				: is !== undefined && same(was, is);
		must(
			isAsBefore || (word === 'failed' && PARTLY.test(String(record.message))),
			`"${word}", but something was done`,
			about,
		);
		return;
	}
	const known = row.code === 'PROTECTED' ? 'unchanged' : 'rejected';
	if (row.code !== '' && was?.state === 'deleted' && row.nearOnly && record.code === 'AMBIGUOUS_MATCH') {
		// Another spelling that is in use is seen before the deleted account, and as good a reason to send nothing.
		must(word === 'rejected', 'an ambiguous row is not rejected', about);
	} else if (row.code === 'ALREADY_EXISTS' && !row.torn) {
		// Where deleted accounts can't be looked up by key, it is the vendor who says so.
		must(
			!record.success || record.code === 'PROTECTED' || word === 'planned',
			'a deleted account was not to be restored',
			about,
		);
		must(
			!ran.clean || record.code === row.code || record.code === 'PROTECTED' || word === 'planned',
			'nobody says that a deleted account is in the way',
			about,
		);
	} else if (row.code !== '' && !isBeyondSight(ran, row)) {
		must(record.code === row.code && word === known, `a row that is ${row.code} has another result`, about);
	} else if (word === 'rejected') {
		must(mayBeRejected(ran, row, String(record.code)), 'a row was rejected without a reason', about);
	}
	if (NOT_DONE.has(word) || (row.code !== '' && !isBeyondSight(ran, row))) {
		const partly = word === 'failed' && PARTLY.test(String(record.message));
		if (partly) return;
		must(
			was === undefined
				? bearing.every(({ id }) => before.some((account) => account.id === id))
				: is !== undefined && same(was, is),
			`"${word}", but something was done`,
			about,
		);
		if (ran.clean && row.code === '')
			must(word !== 'failed' || mayFail(ran, row), 'a clean run failed somebody without a reason', about);
		return;
	}
	switch (word) {
		case 'unknown':
			must(
				is === undefined || was === undefined || partOf(was, is, row),
				'an unknown outcome is neither old nor new',
				about,
			);
			return;
		case 'planned':
			must(
				was === undefined ? is === undefined : is !== undefined && same(was, is),
				'a planned row was carried out',
				about,
			);
			must(
				(isOverLimit(truth, ran.world) || truth.surprise.possible || ran.moved !== undefined) &&
					ran.world.safety.onLimit === 'report',
				'rows were planned only, but no limit was exceeded',
				about,
			);
			return;
		case 'created':
			must(
				was === undefined && is !== undefined && has(is, row, undefined, ran),
				'"created", but the account is not there as the row says',
				about,
			);
			return;
		case 'unchanged':
			// Where nobody is listed, whoever is protected is not sent, there or not.
			if (isBlind(ran) && record.code === 'PROTECTED' && was === undefined) {
				must(is === undefined, 'somebody protected was made', about);
				return;
			}
			must(is !== undefined && has(is, row, was, ran), '"unchanged", but the account is not what the row says', about);
			if (kit.rules.listed || (Number(record.attempts) <= 1 && record.recovered !== true))
				must(was !== undefined && is !== undefined && same(was, is), '"unchanged", but something has changed', about);
			return;
		case 'updated':
		case 'restored':
		case 'reactivated':
			must(is !== undefined && has(is, row, was, ran), `"${word}", but the account is not what the row says`, about);
			must(
				was !== undefined || !kit.rules.listed || record.recovered === true,
				`"${word}", but there was nobody before`,
				about,
			);
			if (word === 'restored')
				must(was?.state === 'deleted' && is?.state === 'active', '"restored", but it was not', about);
			must(
				(word === 'reactivated') === (was?.state === 'locked' && is?.state === 'active') ||
					record.recovered === true ||
					// It is the vendor's word.
					(!kit.rules.listed && word === 'updated'),
				`"${word}", but the account was ${was?.state} and is ${is?.state}`,
				about,
			);
			return;
		case 'suspended':
			must(row.state === 'locked', 'a row bars somebody without saying so', about);
			must(is !== undefined && has(is, row, was, ran), '"suspended", but the account is not what the row says', about);
			must(
				!kit.rules.listed || was?.state === 'active' || record.recovered === true,
				'"suspended", but nobody was active',
				about,
			);
			return;
		default:
			must(false, `a row's result says "${word}"`, about);
	}
}

/** Whoever is protected by an address that their row has no more, where a refused list shows nobody's. */
const isBeyondSight = (ran: Ran, { code, key, wants }: RowTruth): boolean =>
	code === 'PROTECTED' && isBlind(ran) && !isGuarded({ key, email: wants.email ?? null, id: '' }, ran.world);

const isLookUp = ({ outcome }: Pick<Ran, 'outcome'>): boolean => outcome.summary?.json.planQuality === 'lookup';

/** Whoever was looked up is left alone where the list, which alone shows roles, could not be read. */
function rolesAreUnknown(ran: Ran, row: RowTruth, { code }: IDataObject): boolean {
	return (
		ran.kit.rules.rolesInListOnly === true &&
		isLookUp(ran) &&
		!ran.clean &&
		code === 'PROTECTED' &&
		row.match !== undefined
	);
}

/** Of an administrator who was looked up and is as the row says, nobody has to know the roles. */
function staysUnseen(ran: Ran, { match, wants }: RowTruth): boolean {
	return (
		ran.kit.rules.rolesInListOnly === true &&
		isLookUp(ran) &&
		match?.admin === true &&
		ran.kit.rules.columns.every((column) => {
			const wanted = wants[column];
			return wanted === undefined || formOf(column, blank(match[column])) === formOf(column, blank(wanted));
		})
	);
}

/** Who is rejected is not looked up: that another spelling of a key is a second person's is then not known. */
const mayBeTwin = (ran: Pick<Ran, 'outcome'>, row: RowTruth): boolean => row.twinned && isLookUp(ran);

/** Who else holds a value that the row wants and the vendor gives to one person only. */
function rivals(ran: Ran, row: RowTruth): Account[] {
	return ran.kit.rules.uniqueInDirectory.flatMap((column) => holders(ran, row, column, row.wants[column]));
}

/** A restored account comes back with the values it had; somebody else may have been given one of them since. */
function heirs(ran: Ran, row: RowTruth): Account[] {
	if (row.match?.state !== 'deleted') return [];
	return ran.kit.rules.uniqueInDirectory.flatMap((column) => holders(ran, row, column, row.match?.[column]));
}

function holders({ before, after }: Ran, row: RowTruth, column: Column, value: string | null | undefined): Account[] {
	if (value === undefined || value === null) return [];
	const form = (text: string | null): string => blank(text).toLowerCase();
	return [...before, ...after].filter(
		(account) =>
			account.id !== row.match?.id &&
			account.key !== row.key &&
			account.state !== 'deleted' &&
			form(account[column]) === form(value),
	);
}

function mayBeRejected(ran: Ran, row: RowTruth, code: string): boolean {
	switch (code) {
		case 'EMAIL_TAKEN':
		case 'ALREADY_EXISTS':
			return rivals(ran, row).length > 0 || row.torn;
		case 'AMBIGUOUS_MATCH':
			return row.nearOnly || staysUnfound(ran, row);
		case 'DUPLICATE_KEY':
			return mayBeTwin(ran, row);
		case 'KEY_CHANGED':
			return (row.pointsTo.length > 0 && row.match === undefined) || staysUnfound(ran, row);
		default:
			return false;
	}
}

/** Whoever has a new address, login and name at once is found by none of them. */
function staysUnfound(ran: Ran, { match, wants }: RowTruth): boolean {
	if (ran.kit.rules.searchesValues !== true || !isLookUp(ran) || match === undefined) return false;
	const isNew = (column: Column): boolean =>
		wants[column] !== undefined && blank(wants[column] ?? null).toLowerCase() !== blank(match[column]).toLowerCase();
	return isNew('email') && isNew('extra') && (isNew('first') || isNew('last'));
}

function mayFail(ran: Ran, row: RowTruth): boolean {
	if (mayBeTwin(ran, row) || staysUnfound(ran, row)) return true;
	if (rivals(ran, row).length > 0 || heirs(ran, row).length > 0) return true;
	if (row.pointsTo.length > 0 && row.match === undefined) return true;
	if (ran.kit.vendor !== 'requestor' || row.match !== undefined) return false;
	// A new account needs an address, which becomes its user name: somebody may have kept that name with another address.
	const email = blank(row.wants.email ?? null).toLowerCase();
	return (
		email === '' ||
		[...ran.before, ...ran.after].some(({ id, extra }) => id !== row.match?.id && extra?.toLowerCase() === email)
	);
}

const BARS = /"hardLock":true|"active","value":false|"active":false|"is_active":0|"suspended":true/;

/** Whoever is barred by a row waits for the removals' phase, where nobody waits for somebody to leave. */
function barsLast({ kit, before }: Ran, truth: Truth): void {
	if (!truth.rows.every((row) => isCertain(row, before, kit.rules))) return;
	const writes = kit.simulator.requests.filter(isWrite).map(({ method, path, body }) => ({
		path,
		text: JSON.stringify(body) ?? '',
		isRemoval: method === 'DELETE' || BARS.test(JSON.stringify(body) ?? ''),
	}));
	const first = writes.findIndex(
		({ path, text }) =>
			BARS.test(text) &&
			truth.barred.some(({ id, key }) => path.endsWith(`/${id}`) || text.includes(`":${JSON.stringify(key)}`)),
	);
	const later = first < 0 ? [] : writes.slice(first).filter(({ isRemoval }) => !isRemoval);
	must(later.length === 0, 'somebody was barred by a row before all others were written', { writes, first });
}

/** What forbids removals in a run. */
interface Law {
	readonly off: ReadonlySet<string>;
	/** Those whom a limit holds back where it is known how many there are. */
	readonly perhaps: ReadonlySet<string>;
	readonly damaged: boolean;
	readonly nobodyLeft: boolean;
	readonly isSurprise: boolean;
	readonly rejected: number;
	isDamage(rejected: number): boolean;
}

function lawOf({ world, moved }: Ran, truth: Truth, all: readonly Told[]): Law {
	const limited = forbidden(truth, world);
	const rejected = all.filter(({ record }) => record.operation === 'rejected').length;
	// Whoever waits for somebody whom a limit holds back is rejected after the source was judged.
	const late =
		limited.size > 0 && world.safety.onLimit === 'skipRemovals'
			? all.filter(({ record }) => record.operation === 'rejected' && record.conflict !== undefined).length
			: 0;
	const isSurprise = truth.surprise.possible && world.safety.onLimit === 'report';
	const isDamage = (count: number): boolean => truth.keyUnreadable || (count > 3 && count > world.rows.length * 0.02);
	const damaged = isDamage(rejected - late);
	// Limits are held against those whom the list has shown.
	const off =
		moved !== undefined
			? new Set<string>()
			: forbidden(truth, world, { isDamaged: damaged, isKnown: !truth.lookedUp, isCertain: true });
	const perhaps = forbidden(truth, world, { isDamaged: damaged });
	const nobodyLeft = rejected - late > 0 && rejected - late === truth.rows.filter((row) => !row.setAside).length;
	return { off, perhaps, damaged, nobodyLeft, isSurprise, isDamage, rejected };
}

/** Whoever is barred by the row itself: under the limits, as every removal. */
function barredHolds(ran: Ran, row: RowTruth, record: IDataObject, law: Law): void {
	const id = row.match?.id ?? '';
	const word = String(record.operation);
	const about = { record, row };
	// A damaged list says nothing of who is missing; of whom a row bars, it says so itself.
	const forbids = law.off.has(id) || law.nobodyLeft;
	if (word === 'suspended' || word === 'unknown')
		must(!forbids, 'somebody was barred by a row against the rules', about);
	else if (ran.clean && word === 'blocked')
		must(law.perhaps.has(id) || law.isSurprise, 'a row that bars somebody was blocked without a reason', about);
	else must(word !== 'unchanged' && word !== 'updated', 'a row that bars somebody was told otherwise', about);
}

/** Removals: only of those who may go, never beyond the limits, and told one by one. */
function removals(ran: Ran, truth: Truth, others: readonly Told[], all: readonly Told[], touched: Set<string>): void {
	const { before, after, world, kit } = ran;
	const seen = new Set<string>();
	const { off, perhaps, damaged, nobodyLeft, isSurprise, isDamage, rejected } = lawOf(ran, truth, all);
	for (const { record } of others) {
		const id = idOf(ran, record);
		must(!seen.has(id), `${id} was removed twice`);
		seen.add(id);
		touched.add(id);
		const was = before.find((account) => account.id === id);
		const is = after.find((account) => account.id === id);
		const word = String(record.operation);
		const gone = is === undefined || is.state === (truth.removal === 'lock' ? 'locked' : 'deleted');
		const about = { record, was, is, removal: truth.removal };
		if (REMOVED.has(word)) {
			must(world.keyChanges === 'ignore' || !isTold(ran, truth, was), 'somebody was removed whom a row tells', about);
			must(
				word === { delete: 'deleted', deleteAndHide: 'hidden', lock: 'suspended', ignore: '' }[truth.removal],
				'a removal has another word',
				about,
			);
			must(gone && (word !== 'hidden' || is?.hidden === true), `"${word}", but it was not`, about);
			must(!off.has(id) && !damaged && !nobodyLeft, 'somebody was removed against the rules', about);
		} else if (NOT_DONE.has(word)) {
			const partly = word === 'failed' && PARTLY.test(String(record.message));
			must(
				partly || (was !== undefined && is !== undefined && same(was, is)),
				`"${word}", but something was done`,
				about,
			);
			if (ran.clean && word === 'failed') must(was?.stubborn === true, 'a clean run failed to remove somebody', about);
			if (ran.clean && word === 'blocked')
				must(perhaps.has(id) || isSurprise || isDamage(rejected), 'a removal was blocked without a reason', about);
		} else if (word === 'planned') {
			must(
				(perhaps.size > 0 || isSurprise || ran.moved !== undefined) &&
					world.safety.onLimit === 'report' &&
					was !== undefined &&
					is !== undefined &&
					same(was, is),
				'a planned removal was carried out',
				about,
			);
		} else {
			must(word === 'unknown', `a removal says "${word}"`, about);
			must(!off.has(id) && !damaged && !nobodyLeft, 'a removal was sent against the rules', about);
		}
	}
	must(
		ran.moved !== undefined || (isInDoubt(ran) ? others.length === 0 : truth.missing.every(({ id }) => seen.has(id))),
		'somebody is missing from the list, and no result says so',
		{ missing: truth.missing.map(({ id }) => id), seen: [...seen], vendor: kit.vendor },
	);
}

/**
 * What tells a person beside the key stands on a row that matches nobody: an address or a number that nobody else has,
 * on no other row.
 */
function isTold({ kit, before }: Ran, { rows }: Truth, was: Account | undefined): boolean {
	// Their own row says that they have left.
	if (rows.some((row) => row.left && row.match !== undefined && row.match.id === was?.id)) return false;
	const form = (value: string | null | undefined): string => (value ?? '').toLowerCase();
	const originals = rows.filter(({ copyOf }) => copyOf === undefined);
	return kit.rules.identifiers.some((column) => {
		const value = form(was?.[column]);
		const holders = before.filter((one) => one.state !== 'deleted' && form(one[column]) === value);
		const telling = originals.filter(({ wants }) => form(wants[column]) === value);
		return value !== '' && holders.length === 1 && telling.length === 1 && telling[0]?.match === undefined;
	});
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
