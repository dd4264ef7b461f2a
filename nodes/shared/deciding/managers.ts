import { inert } from '../model/inert';
import type { Field, Value, Values } from '../model/field';
import { exactKey, looseKey } from '../model/spelling';
import type { User } from '../model/directory';
import type { DraftRow } from '../model/row';
import { keysOf, looseKeysOf, turnedWordsOf, unlisted, wordsOf, type People, type Words } from './managerWords';
import { lookAt, type Reference } from './reference';

export type { People } from './managerWords';

/** Fields that name another person by a form of their own. */
function referencesIn(fields: readonly Field[]): Field[] {
	return fields.filter(({ refersTo, naming }) => refersTo !== undefined && naming !== undefined);
}

/**
 * Managers given by key, e-mail or full name become the keys of people on the list or in the system: the list's keys come
 * before the vendor's ids. Whoever is nobody, or may be several, is left out with a hint.
 */
export function nameManagers(people: People): void {
	const rows = people.rows as readonly DraftRow[];
	for (const field of referencesIn(people.fields)) {
		if (!rows.some((row) => isText(row.values[field.name]))) continue;
		const named = new Named(people, field);
		for (const row of rows) {
			const value = row.values[field.name];
			if (!isText(value)) continue;
			const found = named.first(value, people.furtherOf?.(row, field.name) ?? []);
			if (found.why === undefined) {
				// In place: of 100,000 rows, each copy would cost more than finding who is meant.
				if (found.value !== value) (row.values as Record<string, Value | null>)[field.name] = found.value;
				continue;
			}
			row.values = Object.fromEntries(Object.entries(row.values).filter(([name]) => name !== field.name));
			row.hints = [...(row.hints ?? []), `Left out: ${field.label} "${inert(value)}" ${found.why}.`];
		}
	}
}

/** Whom rows name that stand on none of them: by key, and by an e-mail address or a name. */
export interface Strangers {
	readonly keys: ReadonlySet<string>;
	readonly words: ReadonlySet<string>;
}

/** Whom the rows name and what is to be looked up of it. */
export function strangersIn(people: People): Strangers {
	const keys = new Set<string>();
	const words = new Set<string>();
	const onRows = new Set(people.rows.map(({ key }) => key));
	for (const field of people.fields) {
		if (field.refersTo === undefined) continue;
		if (field.naming === undefined) {
			for (const { values } of people.rows) {
				const value = values[field.name];
				const key = value === undefined || value === null ? undefined : field.refersTo(value);
				if (key !== undefined && !onRows.has(key)) keys.add(key);
			}
			continue;
		}
		const named = new Named(people, field);
		for (const row of people.rows) {
			const value = row.values[field.name];
			if (!isText(value) || named.isOnRows(value)) continue;
			const further = people.furtherOf?.(row, field.name) ?? [];
			for (const text of further.some((one) => named.isOnRows(one)) ? [value] : [value, ...further]) {
				const own = field.refersTo?.(text);
				if (own !== undefined && own !== text) keys.add(own);
				else if (named.mayBeKey(text)) keys.add(text);
				else words.add(text);
			}
		}
	}
	return { keys, words };
}

function isText(value: Value | null | undefined): value is string {
	return typeof value === 'string' && value !== '';
}

/** The value to send, and whether it is somebody's who is known; or why nobody is meant. */
type Found =
	| { readonly value: Value; readonly isSomebody: boolean; readonly why?: undefined }
	| { readonly why: string; readonly isSomebody?: undefined };

const DIGITS = /^\d+$/;

/** Who is called what, on the list and in the system. */
class Named {
	/** Exact key → key, of the rows that somebody's key on the list may mean. */
	private keys: Map<string, string> | undefined;
	private others: readonly User[] | undefined;
	private readonly hasAddresses: boolean;
	private words: Words | undefined;
	private turned: Words | undefined;
	private asked: ReadonlyMap<string, Reference> | undefined;
	private askedWords: ReadonlySet<string> | undefined;
	private loose: Words | undefined;
	private ids: boolean | undefined;
	private readonly isOfNumbers: boolean;
	private readonly known = new Map<string, Found>();

	constructor(
		private readonly people: People,
		private readonly field: Field,
	) {
		const { rows, keyField } = people;
		let isOfNumbers = false;
		let hasAddresses = false;
		for (const { key, duplicateOf } of rows) {
			if (key === '' || duplicateOf !== undefined) continue;
			isOfNumbers ||= DIGITS.test(key);
			hasAddresses ||= key.includes('@');
		}
		this.hasAddresses = hasAddresses || keyField.kind === 'email';
		this.isOfNumbers = isOfNumbers;
	}

	/** Whether a number may be the vendor's own id. */
	private get takesIds(): boolean {
		this.ids ??= !this.isOfNumbers && !this.people.rows.some((row) => this.namesKey(row.values));
		return this.ids;
	}

	/** A column in which some value is the key of a row or a user is a column of keys: numbers in it are no vendor's ids. */
	private namesKey(values: Values): boolean {
		const value = values[this.field.name];
		// Nearly everybody on the list is in the system, which knows its keys already.
		return isText(value) && (this.keyInSystem(value) ?? this.keyOnRows(value)) !== undefined;
	}

	private keyOnRows(text: string): string | undefined {
		const { keyField } = this.people;
		if (this.keys === undefined) {
			const asked = new Set<string>();
			for (const [one, { ids }] of this.references) for (const id of [one, ...ids]) asked.add(exactKey(id, keyField));
			this.keys = keysOf(this.people, asked);
		}
		return this.keys.get(exactKey(text, keyField));
	}

	private keyInSystem(text: string): string | undefined {
		const [user, twin] = this.people.directory?.matching(text) ?? [];
		return user === undefined || twin !== undefined ? undefined : user.key;
	}

	/** Whether the rows alone say who this is. */
	isOnRows(text: string): boolean {
		if (this.keyOnRows(text) !== undefined) return true;
		const reference = this.referenceOf(text);
		if (reference.ids.some((id) => this.keyOnRows(id) !== undefined)) return true;
		return reference.isWord && typeof this.byWord(reference) === 'string';
	}

	/** Whether a text that is nobody's on the rows can be looked up as a key. */
	mayBeKey(text: string): boolean {
		const { isPlain, isWord } = this.referenceOf(text);
		return text.includes('@') ? this.hasAddresses && isPlain : !isWord;
	}

	/** The first text that names somebody who is known; where none does, what the first one gives. */
	first(text: string, further: readonly string[]): Found {
		const found = this.valueFor(text);
		if (found.isSomebody === true || further.length === 0) return found;
		return further.map((one) => this.valueFor(one)).find(({ isSomebody }) => isSomebody === true) ?? found;
	}

	/** The value to send, or why there is none. */
	valueFor(text: string): Found {
		const known = this.known.get(text);
		if (known !== undefined) return known;
		const found = this.find(text);
		this.known.set(text, found);
		return found;
	}

	private find(text: string): Found {
		const { directory, lms } = this.people;
		const { refersTo } = this.field;
		const naming = (key: string, isSomebody = true): Found => ({ value: this.field.naming?.(key) ?? key, isSomebody });
		// `uid:7`: the vendor's own way of naming somebody by key.
		const own = refersTo?.(text);
		if (own !== undefined && own !== text) return { value: text, isSomebody: true };
		const reference = this.referenceOf(text);
		const texts = [text, ...reference.ids];
		for (const isSystem of [true, false]) {
			for (const one of texts) {
				const key = isSystem ? this.keyInSystem(one) : this.keyOnRows(one);
				if (key !== undefined) return naming(key);
			}
		}
		const byWord = this.byWord(reference);
		if (typeof byWord === 'string') return naming(byWord);
		if (byWord === null)
			return {
				why: `may be several people on the list or in ${lms}: give the ${this.people.keyField.label} or the e-mail address instead`,
			};
		const near = reference.isWord ? undefined : this.nearKey(text);
		if (near !== undefined) return naming(near);
		const isId = this.takesIds || !DIGITS.test(text);
		const user = isId ? directory?.withId(text) : undefined;
		if (user !== undefined) return user.key === '' ? { value: text, isSomebody: true } : naming(user.key);
		if (!reference.isWord) {
			// What may be an id of somebody who was not listed goes as it is; a key that nobody has is told once the plan stands.
			const mayBeId = own === undefined && isId && directory?.complete !== true;
			return mayBeId ? { value: text, isSomebody: false } : naming(text, false);
		}
		return {
			why: `${directory === undefined ? 'is nobody on the list' : `is nobody on the list or in ${lms}`}: correct it, or add that person`,
		};
	}

	/** By e-mail, name, number or login: a key; null where several may be meant. */
	private byWord({ words }: Reference): string | null | undefined {
		if (words.length === 0) return undefined;
		this.others ??= unlisted(this.people);
		this.words ??= wordsOf(this.people, this.wanted, this.others);
		for (const word of words) {
			const found = this.words.get(word);
			if (found !== undefined) return found;
		}
		this.turned ??= turnedWordsOf(this.people, this.wanted, this.others);
		return words.map((word) => this.turned?.get(word)).find((found) => found !== undefined);
	}

	/** All words that anybody on the list is named by: what else people are called is not kept. */
	private get wanted(): ReadonlySet<string> {
		this.askedWords ??= new Set([...this.references.values()].flatMap(({ words }) => words));
		return this.askedWords;
	}

	private referenceOf(text: string): Reference {
		return this.references.get(text) ?? lookAt(text);
	}

	/** How the list names people: text → what it may mean. Gathered before the rows are given keys. */
	private get references(): ReadonlyMap<string, Reference> {
		if (this.asked !== undefined) return this.asked;
		const { rows, furtherOf } = this.people;
		const asked = new Map<string, Reference>();
		const ask = (text: string): void => {
			if (!asked.has(text)) asked.set(text, lookAt(text));
		};
		for (const row of rows) {
			const value = row.values[this.field.name];
			if (!isText(value)) continue;
			ask(value);
			furtherOf?.(row, this.field.name).forEach(ask);
		}
		this.asked = asked;
		return asked;
	}

	/** Spreadsheets drop zeros in front of numbers. */
	private nearKey(text: string): string | undefined {
		this.loose ??= looseKeysOf(this.people);
		return this.loose.get(looseKey(text)) ?? undefined;
	}
}
