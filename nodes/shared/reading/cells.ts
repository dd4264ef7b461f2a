import { personIn } from './personObject';
import { cleanText } from '../model/spelling';
import { dateReader, type DayOrder } from './dates';
import type { Field, Value } from '../model/field';
import { jsonOfCell } from './jsonCell';
import { conceal, Problem, quote, type Show } from './problem';
import { fold as foldWord } from '../model/fold';
import { genderOf } from './headings/genders';
import { languageCode } from './headings/languages';
import { isThere } from './headings/states';
import { textOfCell } from './text';
import { meansYes } from './yesNo';

/** Turns one cell that is not blank into the vendor-neutral form, or says why it can't. */
export type CellReader = (cell: unknown) => Value | Problem;

/** What a reader needs to know beside its field. */
export interface CellRules {
	/** The column tells people apart: numbers in it must have lost nothing. */
	readonly identifies: boolean;
	readonly order: DayOrder;
	readonly timezone: string;
	/** Numbers are a spreadsheet's days. */
	readonly serials?: boolean;
}

const MOST_CHOICES = 20;

/** How cells of a field are named in messages: a secret is never shown. */
export function showOf(field: Field): Show {
	return field.secret === true ? conceal : quote;
}

/** Builds the reader of one column, once per run. */
export function cellReader(field: Field, rules: CellRules): CellReader {
	const read = readerOf(field, rules);
	const isText = field.kind === 'text' || field.kind === 'email';
	return isText && !rules.identifies ? (cell) => read(Array.isArray(cell) ? onlyOne(cell) : cell) : read;
}

/** A list of one is the one: so LDAP and Airtable give what may be several. */
function onlyOne(cell: readonly unknown[]): unknown {
	const [first] = cell;
	return cell.length === 1 && typeof first !== 'object' ? first : cell;
}

function readerOf(field: Field, rules: CellRules): CellReader {
	const show = showOf(field);
	switch (field.kind) {
		case 'text':
			return field.means?.includes('language') === true
				? (cell) => languageOfCell(cell, show)
				: textReader(field, rules.identifies, show);
		case 'email':
			return (cell) => textOfCell(cell, rules.identifies, show);
		case 'date':
			return dateReader(rules.order, rules.timezone, show, rules.serials);
		case 'boolean':
			return booleanReader(field, show);
		case 'choice':
			return choiceReader(field, show);
		case 'integer':
			return (cell) => integerOfCell(cell, show);
		case 'list':
			return (cell) => listOfCell(cell, show);
		case 'tags':
			return (cell) => {
				const list = listOfCell(cell, show);
				return list instanceof Problem ? list : list.join(',');
			};
		case 'json':
			return (cell) =>
				typeof cell === 'string' && field.encoded?.(cleanText(cell)) === true
					? cleanText(cell)
					: jsonOfCell(cell, show);
	}
}

function textReader({ joined, refersTo, form }: Field, identifies: boolean, show: Show): CellReader {
	if (refersTo !== undefined) return (cell) => textOfCell(personIn(cell), identifies, show);
	if (form !== undefined)
		return (cell) => {
			const text = textOfCell(cell, identifies, show);
			return text instanceof Problem ? text : form(text);
		};
	if (joined === undefined) return (cell) => textOfCell(cell, identifies, show);
	return (cell) => {
		if (!Array.isArray(cell)) return textOfCell(cell, identifies, show);
		const list = listOfCell(cell, show);
		return list instanceof Problem ? list : list.join(joined);
	};
}

const fold = (text: string): string => cleanText(text).toLowerCase();

/** A cell as the folded text that words are looked up by; '' for lists, objects and the like. */
function wordOfCell(cell: unknown): string {
	switch (typeof cell) {
		case 'string':
			return fold(cell);
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(cell);
		default:
			return '';
	}
}

function booleanReader(field: Field, show: Show): CellReader {
	const own = choicesByWord(field);
	return (cell) => {
		const word = wordOfCell(cell);
		// A field's own words come first: `active` means false where true means suspended.
		const chosen = own.get(word);
		const meant = meansYes(chosen === undefined ? word : String(chosen)) ?? meantByState(field, word);
		return meant ?? new Problem(`${show(cell)} is neither yes nor no; write true or false.`);
	};
}

/**
 * Words of state, by what the field's yes means; for fields that are no state, "active" and "enabled" mean yes. A single
 * letter is no such word: `t` and `f` are a database's true and false, `x` is a tick, and `s` may be "sí".
 */
function meantByState({ bars }: Field, word: string): boolean | undefined {
	if (word.length === 1 && (bars === undefined || 'tfxso'.includes(word))) return undefined;
	const there = isThere(foldWord(word));
	if (there === undefined) return undefined;
	return bars === true ? !there : there;
}

function languageOfCell(cell: unknown, show: Show): string | Problem {
	const text = textOfCell(cell, false, show);
	if (text instanceof Problem) return text;
	return (
		languageCode(text) ??
		new Problem(`${show(text)} is not a language that is known; write its code, such as en or de.`)
	);
}

function choiceReader(field: Field, show: Show): CellReader {
	const byWord = choicesByWord(field);
	const choices = field.choices ?? [];
	const listed = choices.slice(0, MOST_CHOICES).map(({ value, label }) => {
		return fold(label) === fold(String(value)) ? String(value) : `${value} (${label})`;
	});
	const more = choices.length > MOST_CHOICES ? ` and ${choices.length - MOST_CHOICES} others` : '';
	return (cell) => {
		const word = wordOfCell(cell);
		const code = field.means?.includes('language') === true ? languageCode(word)?.split(/[-_]/)[0] : undefined;
		const gender = field.means?.includes('gender') === true ? genderOf(foldWord(word)) : undefined;
		const chosen = byWord.get(word) ?? byWord.get(code?.toLowerCase() ?? gender ?? '');
		return chosen ?? new Problem(`${show(cell)} is not one of: ${listed.join(', ')}${more}.`);
	};
}

/** Values win over labels, and labels over words, should two choices share a spelling. */
function choicesByWord(field: Field): ReadonlyMap<string, string | number> {
	const byWord = new Map<string, string | number>();
	const choices = field.choices ?? [];
	const add = (spelling: string, value: string | number): void => {
		if (!byWord.has(fold(spelling))) byWord.set(fold(spelling), value);
	};
	for (const { value } of choices) add(String(value), value);
	for (const { value, label } of choices) add(label, value);
	for (const { value, words } of choices) words?.forEach((word) => add(word, value));
	return byWord;
}

function integerOfCell(cell: unknown, show: Show): number | Problem {
	const text = wordOfCell(cell);
	if (!/^[+-]?\d+(?:\.0+)?$/.test(text)) return new Problem(`${show(cell)} is not a whole number.`);
	const value = Number(text);
	if (Number.isSafeInteger(value)) return value;
	return new Problem(`${show(cell)} is not a whole number that can be sent exactly.`);
}

function listOfCell(cell: unknown, show: Show): string[] | Problem {
	const entries: unknown[] = typeof cell === 'string' ? cell.split(',') : Array.isArray(cell) ? cell : [cell];
	const list: string[] = [];
	for (const entry of entries) {
		if (entry === null || entry === undefined) continue;
		// Entries are mostly ids: a number among them must be exact.
		const text = textOfCell(entry, typeof entry === 'number', show);
		if (text instanceof Problem) return text;
		if (text !== '') list.push(text);
	}
	return list;
}
