import type { Connector } from './model/connector';
import { otherSpellings } from './model/spelling';
import { Directory, type User } from './model/directory';
import { stopRun } from './model/failure';
import type { Field } from './model/field';
import { inParallel } from './transport/parallel';
import { actionsOf, type Plan } from './model/plan';
import type { Row, RowSet } from './model/row';
import { strangersIn, type People } from './deciding/managers';
import type { Run } from './run';

/** Looks up a handful of rows one by one, and the people they name, instead of listing everybody. */
export async function lookUp(run: Run, source: RowSet, rows: readonly Row[]): Promise<Directory | undefined> {
	const { connector, settings } = run;
	if (connector.findRows === undefined && connector.find === undefined) return undefined;
	// Who stands on a row that is not looked up may be in the system all the same.
	const named = strangersIn({ ...peopleOf(run, source), rows });
	// Where no search takes a key, who is named by it can be told by the whole list only.
	if (connector.findRows !== undefined)
		return named.keys.size === 0 ? connector.findRows(rows, [...named.words]) : undefined;
	// So can, where searches take nothing else, who is named by name or address.
	if (named.words.size > 0) return undefined;
	const find = async (key: string): Promise<User | undefined> => connector.find?.(key);
	const users = new Map<string, User>();
	const keep = (user: User | undefined): void => {
		const known = user === undefined ? undefined : users.get(user.id);
		if (user !== undefined && known !== undefined && known.key !== user.key) listMoved(run, known, user);
		if (user !== undefined && known === undefined) users.set(user.id, user);
	};
	const isVain = (): boolean => connector.canFind?.() === false;
	await inParallel(rows, settings.concurrency, async (row) => {
		const user = isVain() ? undefined : await find(row.key);
		keep(user);
		if (user !== undefined || isVain()) return;
		// A changed spelling would make a second account: try those that people mix up.
		for (const spelling of otherSpellings(row.key)) keep(await find(spelling));
		// Of somebody who has left, nothing but the key matters.
		if (row.left !== undefined) return;
		// A person is more than a key: whoever has the row's address or number may be the same one under another key.
		for (const holder of (await connector.findHolders?.(row)) ?? []) keep(holder);
	});
	const nobodies: string[] = [];
	await inParallel([...named.keys], settings.concurrency, async (key) => {
		const user = (await find(key)) ?? (await connector.findById?.(key));
		keep(user);
		if (user === undefined && connector.findById !== undefined) nobodies.push(key);
	});
	if (isVain()) return undefined;
	const directory = new Directory([...users.values()], keyFieldOf(run), false);
	for (const key of nobodies) directory.nobodies.add(key);
	return directory;
}

/** Where a manager is looked for. */
export function peopleOf(run: Run, { rows, callsOf, furtherOf, turnedOf }: RowSet, directory?: Directory): People {
	const { connector, node } = run;
	return {
		rows,
		fields: connector.fields,
		keyField: keyFieldOf(run),
		lms: node.vendor.label,
		directory,
		...(callsOf === undefined ? {} : { callsOf }),
		...(furtherOf === undefined ? {} : { furtherOf }),
		...(turnedOf === undefined ? {} : { turnedOf }),
	};
}

/** The field that people are known by. @throws RunError where the connector has no such field */
export function keyFieldOf({ connector }: Run): Field {
	return (
		connector.fields.find((field) => field.name === connector.keyField) ??
		stopRun(`There is no field "${connector.keyField}".`, 'Report this as a defect.')
	);
}

/**
 * Adds the accounts that the listing does not show of people who are to be created: those who are back are restored, and
 * those whom the list has skipped are updated, or told as such, but not created a second time.
 * @param all also those that are rejected
 * @throws RunError when an account that was listed has got another key meanwhile
 */
export async function withUnlisted(
	run: Run,
	listed: Directory,
	rows: readonly Row[],
	all: readonly Row[],
): Promise<Directory> {
	if (run.connector.findUnlisted === undefined) return listed;
	// Where a near key is nobody else's, the row will be asked about: whoever is near counts, not a deleted account.
	const strangers = rows.filter(({ key }) => !listed.holds(key));
	const keys = new Set(strangers.length === 0 ? [] : all.map(({ key }) => key));
	const absent = strangers.filter(({ key }) => listed.near(key).every((user) => keys.has(user.key)));
	if (absent.length === 0) return listed;
	const found = (await run.connector.findUnlisted(absent)).filter((user) => {
		const known = listed.withId(user.id);
		if (known !== undefined && known.key !== user.key) listMoved(run, known, user);
		return known === undefined;
	});
	return found.length === 0 ? listed : new Directory([...listed.users, ...found], keyFieldOf(run), listed.complete);
}

/** One account under two keys: the list changed while it was read, and nothing that was read of it holds. */
export function listMoved(run: Run, one: User, other: User): never {
	return stopRun(
		`${run.node.vendor.label} changed while it was read: the account with the id ${one.id} has the ${keyFieldOf(run).label} "${one.key}" and, a moment later, "${other.key}".`,
		'Nothing was sent. Run this again when nobody is changing users there.',
	);
}

/**
 * Whoever was looked up and would be changed may hold an office that the reply for one account does not show: it is
 * asked for these alone, so that a run which changes nobody costs nothing more.
 * @returns the directory itself where nothing new was learnt, else one with what was. @throws CallFailed
 */
export async function judgedOf(
	directory: Directory,
	plan: Plan,
	connector: Pick<Connector, 'judged'>,
	keyField: Field,
): Promise<Directory> {
	if (directory.complete || connector.judged === undefined) return directory;
	const learnt = new Map<string, User>();
	for (const { user } of actionsOf(plan.entries)) {
		const judged = user === undefined ? undefined : await connector.judged(user);
		if (judged !== undefined && judged !== user) learnt.set(judged.id, judged);
	}
	if (learnt.size === 0) return directory;
	return new Directory(
		directory.users.map((user) => learnt.get(user.id) ?? user),
		keyField,
		false,
	);
}
