import { STANDING, type Meaning } from './masterList';

/** The state of an account, in words that fit every vendor. */
export type Standing = 'active' | 'locked' | 'deleted';

/** What a learning system holds of one person. */
export interface Holding {
	readonly standing: Standing;
	readonly values: Readonly<Record<string, string>>;
	/** Administrators, protected users, people made by hand: not the master list's to change. */
	readonly outOfBounds: boolean;
}

/** A whole directory, by the key that the list uses. */
export type Holdings = ReadonlyMap<string, Holding>;

/** What the list does to people who are missing from it. */
export type Fate = 'deleted' | 'locked' | 'ignored';

/** How a directory must look, and who was meant to be left alone. */
export interface Expectation {
	readonly holdings: Holdings;
	readonly broken: readonly Meaning[];
	readonly outOfBounds: readonly string[];
	readonly missing: readonly string[];
	/** Cells that say nothing, in rows that can be carried out. */
	readonly leftOut: readonly string[];
	/** Keys of the rows that can be carried out. */
	readonly sound: readonly string[];
}

/**
 * Works out how a directory must look after a sync, from what it held and what the list says. Pure, and written
 * without any code of the nodes.
 */
export function expectedAfter(before: Holdings, rows: readonly Meaning[], fate: Fate): Expectation {
	const spelling = new Map([...before.keys()].map((key) => [fold(key), key]));
	const isBroken = (row: Meaning): boolean =>
		row.faults.length > 0 || row.key === '' || (spelling.get(fold(row.key)) ?? row.key) !== row.key;
	const holdings = new Map(before);
	const sound = rows.filter((row) => !isBroken(row) && before.get(row.key)?.outOfBounds !== true);
	for (const { key, values } of sound) {
		const { [STANDING]: standing, ...rest } = values;
		holdings.set(key, {
			standing: standing === 'locked' ? 'locked' : 'active',
			values: { ...before.get(key)?.values, ...rest },
			outOfBounds: false,
		});
	}
	const named = new Set(rows.map((row) => fold(row.key)));
	const missing: string[] = [];
	for (const [key, holding] of before) {
		if (fate === 'ignored' || holding.outOfBounds || holding.standing !== 'active') continue;
		if (named.has(fold(key))) continue;
		missing.push(key);
		holdings.set(key, { ...holding, standing: fate });
	}
	return {
		holdings,
		broken: rows.filter(isBroken),
		outOfBounds: [...before].flatMap(([key, holding]) => (holding.outOfBounds ? [key] : [])),
		missing,
		leftOut: rows.filter((row) => !isBroken(row)).flatMap((row) => row.leftOut),
		sound: [...new Set(sound.map((row) => row.key))],
	};
}

const fold = (key: string): string => key.toLowerCase();

/** Every way in which a directory is not as it must be, one sentence each. Where nothing is expected of a field, none is looked for. */
export function differences(expected: Holdings, actual: Holdings): string[] {
	const found: string[] = [];
	for (const [key, wanted] of expected) {
		const held = actual.get(key);
		// Some vendors keep deleted accounts, others forget them.
		if (held === undefined && wanted.standing === 'deleted') continue;
		if (held === undefined) {
			found.push(`${key} is not there`);
			continue;
		}
		if (held.standing !== wanted.standing) {
			found.push(`${key} is ${held.standing}, but must be ${wanted.standing}`);
		}
		for (const [name, value] of Object.entries(wanted.values)) {
			const shown = held.values[name] ?? '';
			if (shown !== value) found.push(`${key} has ${name} “${shown}”, but must have “${value}”`);
		}
	}
	for (const key of actual.keys()) {
		if (!expected.has(key)) found.push(`${key} is there, but nobody asked for it`);
	}
	return found;
}

/** Only these people of a directory. */
export function only(holdings: Holdings, keys: Iterable<string>): Map<string, Holding> {
	const wanted = new Set(keys);
	return new Map([...holdings].filter(([key]) => wanted.has(key)));
}

/** One result of the node, as far as it is checked. */
export interface Told {
	readonly key: string;
	readonly operation: string;
	readonly success: boolean;
}

/** Every result that does not say what really became of that person. */
export function untruths(
	told: readonly Told[],
	before: Holdings,
	after: Holdings,
	words: Readonly<Record<string, string>> = {},
): string[] {
	const found: string[] = [];
	for (const { key, operation, success } of told) {
		const event = eventOf(before.get(key), after.get(key));
		const happened = words[event] ?? event;
		const said = success ? operation : 'unchanged';
		if (happened !== said) found.push(`${key}: told “${operation}”, but what happened is “${happened}”`);
	}
	return found;
}

/** The contract's word for what became of somebody. */
function eventOf(before: Holding | undefined, after: Holding | undefined): string {
	if (after === undefined) return before === undefined ? 'unchanged' : 'deleted';
	if (before === undefined) return 'created';
	if (before.standing !== after.standing) {
		if (after.standing === 'deleted') return 'deleted';
		if (after.standing === 'locked') return 'suspended';
		return before.standing === 'deleted' ? 'restored' : 'reactivated';
	}
	const names = Object.keys(after.values);
	return names.every((name) => after.values[name] === before.values[name]) ? 'unchanged' : 'updated';
}
