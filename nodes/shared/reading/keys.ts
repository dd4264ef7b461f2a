import type { Field } from '../model/field';
import { inert } from '../model/inert';
import type { Meaning } from '../model/meaning';
import type { KeyCandidate, Row } from '../model/row';
import { isBlankWord, whyNoKey } from './leftovers';
import type { Table } from './table';
import { isBlankCell } from './text';

/** What a key most often is, likeliest first. */
const LIKELY: readonly Meaning[] = ['employeeNumber', 'userId', 'login', 'workEmail', 'email', 'loginEmail'];
const SECRET: Meaning = 'password';

/**
 * Columns that could be the key, likeliest first: unique, and filled in every row that is no empty line. Undefined
 * where the key has a column (or a value under Fields), or where there is no list to choose from.
 */
export function keyCandidates(table: Table, keyField: Field): KeyCandidate[] | undefined {
	if (table.slots.some(({ name }) => name === keyField.name)) return undefined;
	const rows = listed(table);
	// A mapping without the key is wrong whatever comes in.
	if (rows.length === 0) return table.isAutomatic ? undefined : [];
	const candidates = table.columns.flatMap((column): KeyCandidate[] => {
		if (table.meanings.get(column) === SECRET) return [];
		const keys = new Set<string>();
		for (const row of rows) {
			const cell = table.raw(row, column);
			if (isBlankCell(cell, 'text') || isBlankWord(cell) || whyNoKey(cell, () => false) !== undefined) return [];
			if (typeof cell !== 'string' && typeof cell !== 'number') return [];
			const key = String(cell).trim();
			if (keys.has(key)) return [];
			keys.add(key);
		}
		return [{ column, keys: [...keys], isLikely: false }];
	});
	const rank = ({ column }: KeyCandidate): number => {
		const meaning = table.meanings.get(column);
		const at = meaning === undefined ? -1 : LIKELY.indexOf(meaning);
		return at < 0 ? LIKELY.length : at;
	};
	const isLikely = (candidate: KeyCandidate): boolean => rank(candidate) < LIKELY.length;
	return [...candidates]
		.sort((a, b) => rank(a) - rank(b))
		.map((candidate) => ({ ...candidate, isLikely: isLikely(candidate) }));
}

/** Rows in which anything stands, mapped or not. */
function listed(table: Table): number[] {
	const rows: number[] = [];
	for (let row = 0; row < table.rows; row += 1) {
		if (table.oddity(row) !== undefined) continue;
		const isEmpty = table.isAutomatic
			? table.isEmpty(row)
			: table.columns.every((column) => isBlankCell(table.raw(row, column), 'list'));
		if (table.columns.length > 0 && !isEmpty) rows.push(row);
	}
	return rows;
}

const NUMBER = /^\d+$/;

/** Numbers of unequal length in the key's column: zeros have been lost, or were added. */
export function unequalKeys(rows: readonly Row[], subject: string | undefined): string[] {
	let shortest = '';
	let longest = '';
	for (const { key } of rows) {
		if (!NUMBER.test(key)) continue;
		if (shortest === '' || key.length < shortest.length) shortest = key;
		if (key.length > longest.length) longest = key;
	}
	if (subject === undefined || shortest.length === longest.length) return [];
	return [
		`${subject} holds numbers of unequal length, such as ${inert(shortest)} and ${inert(longest)}: if a spreadsheet has dropped zeros in front, format the column as text.`,
	];
}

/** `="1001"`, `'1001`: how people keep a spreadsheet from taking a number for one. */
const WRAPPED = /^(?:="[^"]*"|'\S+|"[^"]*")$/;

/** Signs around keys that are no part of them: a new account would get them as its key. */
export function wrappedKeys(rows: readonly Row[], subject: string | undefined): string[] {
	const example = rows.find(({ key }) => WRAPPED.test(key))?.key;
	if (subject === undefined || example === undefined) return [];
	return [
		`${subject} holds keys with signs around them that a spreadsheet shows to nobody, such as ${inert(example, 60)}: take them off, or new people get them as part of their key.`,
	];
}

/** What programs call a column without a heading. */
const UNNAMED =
	/^(?:__EMPTY(?:_\d+)?|unnamed:?\s?\d*|(?:column|col|field|spalte|colonne|columna|kolom|kolumn)[ _]?\d+|_\d+)$/i;
const SOME = 2;

/** Whether most columns have no heading, as where a page's title stands above the headings. */
export function areUnnamed(columns: readonly string[]): boolean {
	const unnamed = columns.filter((column) => column.trim() === '' || UNNAMED.test(column.trim())).length;
	return unnamed >= SOME && unnamed * 2 >= columns.length;
}
