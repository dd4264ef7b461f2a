import type { Directory, User } from '../model/directory';
import { textOf, type Field } from '../model/field';
import type { CallsOf, Row } from '../model/row';
import { exactKey, looseKey } from '../model/spelling';
import { wordOf } from './reference';

/** What managers are looked for in. */
export interface People {
	readonly rows: readonly Row[];
	readonly fields: readonly Field[];
	readonly keyField: Field;
	/** What else a row's person goes by on the list: further names, numbers and logins. */
	readonly callsOf?: CallsOf;
	/** What a row's person is called with the family name first, or by initials. */
	readonly turnedOf?: (row: Row) => readonly string[];
	/** How else the list names the person that a row's field refers to: what its further columns say. */
	readonly furtherOf?: (row: Row, field: string) => readonly string[];
	/** Who is in the system, as far as it is known; undefined in blind runs. */
	readonly directory?: Directory | undefined;
	/** The system's name, for hints. */
	readonly lms: string;
}

const DIGIT = /\d/;

/** Exact key → key, of the rows that have one of these keys: most keys of a list are asked for by nobody. */
export function keysOf({ rows, keyField }: People, asked: ReadonlySet<string>): Map<string, string> {
	const keys = new Map<string, string>();
	for (const { key, duplicateOf } of rows) {
		if (key === '' || duplicateOf !== undefined) continue;
		const exact = exactKey(key, keyField);
		if (asked.has(exact)) keys.set(exact, key);
	}
	return keys;
}

/** Users whom words may mean, and who stand on no row. */
export function unlisted(people: People): User[] {
	const { directory, keyField } = people;
	// Whoever shares a row's values stands on it.
	const others = (directory?.users ?? []).filter(
		({ key, standing, unlike }) => unlike === undefined && key !== '' && standing !== 'deleted',
	);
	const onRows = keysOf(people, new Set(others.map(({ key }) => exactKey(key, keyField))));
	return others.filter(({ key }) => !onRows.has(exactKey(key, keyField)));
}

/** What somebody is called → their key; null where several are called so. */
export type Words = Map<string, string | null>;

function add(words: Words, word: string, key: string): void {
	if (word === '') return;
	const before = words.get(word);
	if (before === undefined) words.set(word, key);
	else if (before !== key) words.set(word, null);
}

/**
 * Those of the words that people are called by, on the list and in the system.
 * @param others users who stand on no row
 */
export function wordsOf(people: People, wanted: ReadonlySet<string>, others: readonly User[]): Words {
	const { rows, callsOf } = people;
	const words: Words = new Map();
	const hasAddresses = [...wanted].some((word) => word.includes('@'));
	const hasDigits = [...wanted].some((word) => DIGIT.test(word));
	const isOfUse = (call: string): boolean => (hasAddresses || !call.includes('@')) && (hasDigits || !DIGIT.test(call));
	const addWanted = (call: string, key: string): void => {
		if (!isOfUse(call)) return;
		const word = wordOf(call);
		if (wanted.has(word)) add(words, word, key);
	};
	for (const row of rows) {
		if (row.key === '' || row.duplicateOf !== undefined) continue;
		const { name } = row;
		addWanted(name, row.key);
		if (hasAddresses) addWanted(row.email, row.key);
		// Most people have one name, in several columns.
		for (const call of callsOf?.(row, isOfUse) ?? []) if (call !== name) addWanted(call, row.key);
	}
	const namesOf = namesIn(people);
	for (const user of others) {
		for (const call of [user.email, user.name, namesOf(user).join(' ')]) addWanted(call, user.key);
	}
	return words;
}

/** A user's first and last name. */
function namesIn({ fields }: People): (user: User) => [given: string, family: string] {
	const nameOf = (meaning: 'givenName' | 'familyName'): string =>
		fields.find(({ means }) => means?.[0] === meaning)?.name ?? '';
	const [given, family] = [nameOf('givenName'), nameOf('familyName')];
	return ({ values }) => [textOf(values[given]), textOf(values[family])];
}

/**
 * Those of the words that are names with the family name first ("Іванов Іван Петрович") or with initials ("Іванов І.П."),
 * where most names among the words are. "Martin Thomas" is nobody called Thomas Martin where the others are not turned.
 */
export function turnedWordsOf(people: People, wanted: ReadonlySet<string>, others: readonly User[]): Words {
	const { rows, callsOf, turnedOf } = people;
	const words: Words = new Map();
	const straight = new Set<string>();
	for (const row of rows) {
		if (row.key === '' || row.duplicateOf !== undefined) continue;
		const turned = (turnedOf?.(row) ?? []).map(wordOf);
		for (const word of turned) if (wanted.has(word)) add(words, word, row.key);
		for (const word of [row.name, ...(callsOf?.(row) ?? [])].map(wordOf))
			if (wanted.has(word) && !turned.includes(word)) straight.add(word);
	}
	const namesOf = namesIn(people);
	for (const user of others) {
		const [given, family] = namesOf(user);
		const word = given === '' || family === '' ? '' : wordOf(`${family} ${given}`);
		if (wanted.has(word)) add(words, word, user.key);
	}
	return words.size > straight.size ? words : new Map();
}

/** Keys without what spreadsheets lose of them → key. */
export function looseKeysOf({ rows, directory }: People): Words {
	const words: Words = new Map();
	for (const { key } of rows) if (key !== '') add(words, looseKey(key), key);
	for (const { key } of directory?.users ?? []) if (key !== '') add(words, looseKey(key), key);
	return words;
}
