import type { IDataObject } from 'n8n-workflow';
import type { RunOutcome } from '../../../engine/engine';
import { failureOf } from '../check';
import { blank, must, NOT_DONE, PARTLY, same } from '../held';
import { formOf, type Account } from '../model';
import { isWrite } from '../vendors';
import type { Employee, Night } from './staff';
import type { Line, LivingWorld } from './world';

/**
 * What must hold of every night, whatever the night was: said of people and accounts as they are in truth, with nothing of
 * how the node comes to it.
 */

/** One night's run, as it was asked for. */
export interface Asked {
	readonly number: number;
	readonly night: Night;
	readonly approved: string;
	readonly isFinal: boolean;
	/** Nothing has happened since the night before, which had no trouble. */
	readonly isQuiet: boolean;
	readonly last: Lived | undefined;
}

export interface Lived extends Asked {
	readonly world: LivingWorld;
	readonly lines: readonly Line[];
	readonly outcome: RunOutcome;
	readonly before: readonly Account[];
	readonly after: readonly Account[];
}

const REMOVED = new Set(['deleted', 'hidden', 'suspended']);
const DONE = new Set(['created', 'updated', 'restored', 'reactivated', 'unchanged']);

const recordsOf = ({ outcome }: Lived): IDataObject[] => outcome.results.map(({ json }) => json);
const isLive = ({ state }: Account): boolean => state !== 'deleted';
const written = ({ world }: Lived): boolean => world.kit.simulator.requests.some(isWrite);

/** @throws with a sentence about what does not hold */
export function judge(lived: Lived): void {
	const { world, before, after } = lived;
	const { failures, stranger } = world.kit.simulator;
	must(
		failures.length === 0,
		'the simulator failed',
		failures.map(({ stack }) => stack),
	);
	must(stranger.requests.length === 0, 'another host was called');
	nobodyOnTheListGoes(lived);
	for (const was of before) {
		const is = after.find(({ id }) => id === was.id);
		if (world.isForeign(was))
			must(is !== undefined && same(was, is), 'somebody who is not the list’s was changed', { was, is });
	}
	noTwins(lived);
	remembersNobody(lived);
	if (failureOf(lived.outcome) !== undefined) {
		must(
			before.every((was) => after.some((is) => same(was, is))) && after.length === before.length,
			'a run that stopped has changed somebody',
		);
		return;
	}
	addsUp(lived);
	for (const record of recordsOf(lived)) holds(lived, record);
	allIsTold(lived);
	if (lived.night.damage === 'empty' || lived.night.damage === 'keyHeadingLost')
		must(!written(lived), 'a list of nobody was carried out');
	if (lived.isQuiet) isQuiet(lived);
	if (lived.approved !== '') onlyWhatWasApproved(lived);
}

/** Nobody who stands on tonight’s list is removed, however damaged their line is. */
function nobodyOnTheListGoes({ world, lines, before, after }: Lived): void {
	const there = new Set(lines.filter(({ employee }) => employee.here).map(({ employee }) => employee));
	for (const was of before) {
		const owner = world.ownerOf(was);
		if (owner === undefined || !there.has(owner) || !isLive(was)) continue;
		const is = ownAccount(was, after, owner, world);
		must(
			is !== undefined && isLive(is) && (was.state !== 'active' || is.state === 'active'),
			'somebody on the list was removed',
			{ owner, was, is },
		);
	}
}

/** Where people are known by their keys alone, an account that was given another key has another id. */
function ownAccount(
	was: Account,
	after: readonly Account[],
	owner: Employee,
	{ kit }: LivingWorld,
): Account | undefined {
	return (
		after.find(({ id }) => id === was.id) ??
		(kit.rules.hasNoIds === true ? after.find(({ key }) => key === owner.key) : undefined)
	);
}

function noTwins({ world, before, after }: Lived): void {
	const live = after.filter(isLive);
	const keys = live.flatMap(({ key }) => (key === null ? [] : [key]));
	const twice = keys.find((key, at) => keys.indexOf(key) !== at);
	must(twice === undefined, 'two accounts bear one key', { twice });
	for (const made of live) {
		if (before.some(({ id }) => id === made.id)) continue;
		const employee = world.staff.employees.find(({ key }) => key === made.key);
		must(employee !== undefined, 'an account was made for nobody', made);
		const others = live.filter((one) => one !== made && world.ownerOf(one) === employee);
		must(others.length === 0, 'somebody has two accounts', { employee, made, others });
		// Where nobody is known, whoever is to be barred may turn out not to be there: the result tells it.
		const isBarred = !world.kit.rules.listed && made.state === 'locked';
		must(employee?.here === true || isBarred, 'an account was made for somebody who has left', { employee, made });
	}
}

/** What is kept from night to night is little, and says nothing about anybody. */
function remembersNobody({ world }: Lived): void {
	const text = JSON.stringify(world.staticData);
	must(text.length < 60_000, 'what is kept between the nights grows', text.length);
	const named = world.staff.employees.find(
		({ email, last, key }) => [email, last].some((name) => text.includes(name)) || text.includes(`"${key}"`),
	);
	must(named === undefined, 'what is kept between the nights names somebody', named);
}

function addsUp(lived: Lived): void {
	const counted: Record<string, number> = {};
	for (const { operation } of recordsOf(lived)) counted[String(operation)] = (counted[String(operation)] ?? 0) + 1;
	const said = (lived.outcome.summary?.json.counts ?? {}) as Record<string, number>;
	const names = new Set([...Object.keys(counted), ...Object.keys(said)]);
	must(
		[...names].every((name) => (counted[name] ?? 0) === (said[name] ?? 0)),
		'the counts do not add up',
		{ counted, said },
	);
}

/** Whom a record speaks of. */
function meant({ world }: Lived, { userId, key }: IDataObject, accounts: readonly Account[]): Account | undefined {
	const byId = world.kit.rules.hasNoIds === true ? undefined : accounts.find(({ id }) => id === userId);
	return (
		byId ??
		accounts.find((account) => account.key === key && isLive(account)) ??
		accounts.find((account) => account.key === key)
	);
}

/** What a result promises is so. */
function holds(lived: Lived, record: IDataObject): void {
	const { world, before, after, outcome } = lived;
	const word = String(record.operation);
	const is = meant(lived, record, after);
	const was = meant(lived, record, before);
	const about = { record, was, is };
	if (record.dryRun === true || outcome.summary?.json.status === 'blocked') return;
	if (record.code === 'LEFT' && word === 'unchanged') return;
	if (REMOVED.has(word)) {
		const wanted = { deleted: 'deleted', hidden: 'deleted', suspended: 'locked' }[word];
		must(is === undefined || is.state === wanted, `"${word}", but it is not`, about);
		must(word !== 'hidden' || is?.hidden !== false, '"hidden", but it is not', about);
		return;
	}
	if (DONE.has(word) && record.code === '') {
		const line = lived.lines.find(({ row }) => String(row.key) === record.key);
		must(is !== undefined && isLive(is), `"${word}", but nobody is there`, about);
		if (line === undefined || is === undefined) return;
		must(!line.employee.here || is.state === 'active' || world.removal !== 'lock', `"${word}", but out`, about);
		if (world.isKnownFromMemory && word === 'unchanged') return;
		must(equals(lived, line, is), `"${word}", but the account is not what the list says`, { ...about, row: line.row });
		return;
	}
	// Where nobody is known, a call that bars may make somebody: the result tells it.
	if (record.code === 'NOT_FOUND' && !world.kit.rules.listed) return;
	if (NOT_DONE.has(word) && !(word === 'failed' && PARTLY.test(String(record.message))))
		must(
			was === undefined ? is === undefined : is !== undefined && same(was, is),
			`"${word}", but something was done`,
			about,
		);
}

/** Every column of the row stands in the account; one that the system shows of nobody may be as it was. */
function equals({ world, night, before }: Lived, { row }: Line, is: Account): boolean {
	const { rules } = world.kit;
	return rules.columns.every((column) => {
		const wanted = row[column] === null ? '' : String(row[column]);
		if (wanted === '' || (night.damage === 'headingLost' && column === 'department')) return true;
		// Left out of the row, as it can't be read.
		if (column === 'email' && !wanted.includes('@')) return true;
		const isShown =
			!rules.hiddenWhenEmpty.includes(column) || before.some((one) => isLive(one) && blank(one[column]) !== '');
		const form = (text: string): string =>
			world.kit.vendor === 'scim' && column === 'extra' ? text.toLowerCase() : formOf(column, text);
		return form(blank(is[column])) === form(wanted) || !isShown;
	});
}

/** Every account that is not what it was is spoken of by a result that says so, or that it is not known. */
function allIsTold(lived: Lived): void {
	const { before, after } = lived;
	const told = recordsOf(lived).filter(
		({ operation, message, success }) => success === true || operation === 'unknown' || PARTLY.test(String(message)),
	);
	const changed = [
		...after.filter((is) => !before.some((was) => same(was, is))),
		...before.filter((was) => !after.some(({ id }) => id === was.id)),
	];
	for (const account of changed) {
		const speaks = told.some(
			(record) =>
				record.userId === account.id ||
				record.key === account.key ||
				meant(lived, record, after) === account ||
				meant(lived, record, before)?.id === account.id,
		);
		must(speaks, 'somebody was changed, and no result says so', account);
	}
}

/** Nothing has happened, and all went well: nothing is sent, and nobody is warned as if something had. */
function isQuiet(lived: Lived): void {
	const { last, outcome } = lived;
	const left =
		last === undefined || failureOf(last.outcome) !== undefined
			? []
			: recordsOf(last).filter(({ success }) => success !== true);
	if (last === undefined || failureOf(last.outcome) !== undefined || left.length > 0) return;
	if (last.outcome.summary?.json.status === 'blocked' || last.outcome.summary?.json.status === 'planned') return;
	// Where nobody is known, everybody is sent every night.
	must(!lived.world.kit.rules.listed || !written(lived), 'a quiet night sent something', recordsOf(lived));
	const hinted = recordsOf(lived).filter(({ hints }) => Array.isArray(hints) && hints.length > 0);
	must(hinted.length === 0, 'a quiet night hints at something', hinted);
	// What a limit holds back is as far beyond it every night.
	if (!lived.world.kit.rules.listed && outcome.summary?.json.status === 'blocked') return;
	must(outcome.summary?.json.status === 'ok', 'a quiet night is not "ok"', outcome.summary?.json.status);
	const warnings = (outcome.summary?.json.warnings ?? []) as string[];
	const strange = warnings.filter((warning) => !STEADY.some((usual) => usual.test(warning)));
	must(strange.length === 0, 'a quiet night warns of something', strange);
}

/** Warnings about settings or about the system, which are as true tonight as they were yesterday. */
const STEADY: readonly RegExp[] = [
	/(have|has) left, and their accounts? stays? as (they are|it is)/,
	/is blank in every row/,
	/^Only people whom the list itself says to have left lose access/,
	/^The server does not say what it can do/,
	/^Automatic CSV is on in Bridge/,
	/^Bridge says that it has/,
	/^Which roles are worked out/,
	/^This run and those of the last 30 days remove/,
	/list of users could not be read/,
	/disagrees with its own rows/,
];

/** Beyond the limits nothing goes but what was approved. */
function onlyWhatWasApproved({ last, outcome, approved, before, after, night }: Lived): void {
	const { planHash, removalsHash } = outcome.summary?.json ?? {};
	const { safety } = (outcome.summary?.json ?? {}) as { safety?: { verdict?: string } };
	if (approved === planHash || approved === removalsHash) {
		must(safety?.verdict !== 'blocked', 'what was approved is held back', { safety });
		return;
	}
	const asked = new Set(last === undefined ? [] : recordsOf(last).map(({ key }) => key));
	const gone = before.filter((was) => isLive(was) && !after.some((is) => is.id === was.id && is.state === was.state));
	must(
		gone.every(({ key }) => asked.has(key)) || night.trouble !== undefined,
		'somebody was removed of whom nobody was asked',
		gone,
	);
}

/** The system is what the list says. */
export function converged(world: LivingWorld, last: Lived): void {
	const { kit, staff, removal } = world;
	must(failureOf(last.outcome) === undefined, 'a clean list is refused');
	for (const employee of staff.employees) {
		const accounts = world.liveOf(employee);
		if (accounts.some((account) => world.isGuarded(account))) continue;
		if (employee.here) {
			const [account] = accounts;
			const line = last.lines.find((one) => one.employee === employee);
			must(accounts.length === 1 && account !== undefined, 'somebody on the list has no account', {
				employee,
				accounts,
				told: told(last, employee),
			});
			if (account === undefined || line === undefined) continue;
			must(account.key === employee.key && equals(last, line, account), 'an account is not what the list says', {
				employee,
				account,
				told: told(last, employee),
			});
			must(account.state === 'active' || removal !== 'lock', 'somebody on the list is out', { employee, account });
		} else {
			const stays = removal === 'ignore' || (!kit.rules.listed && !world.life.tells);
			must(
				stays || accounts.every(({ state, stubborn }) => state !== 'active' || stubborn),
				'somebody who has left is still there',
				{ employee, accounts, told: told(last, employee) },
			);
		}
	}
}

const told = (lived: Lived, { key }: Employee): IDataObject[] =>
	recordsOf(lived).filter((record) => record.key === key);
