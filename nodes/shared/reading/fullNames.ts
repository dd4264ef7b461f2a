import { cleanText } from '../model/spelling';
import type { Field, Value } from '../model/field';
import { inert } from '../model/inert';
import { isBlankWord } from './leftovers';
import { withoutNote } from './nameNote';
import type { RowRules } from './source';
import type { Table } from './table';
import { isBlankCell } from './text';

/** Takes first and last name from a column of full names, where a vendor needs two and the list has one. */
export interface NameSplitter {
	/** The column, for messages and the mapping. */
	readonly column: string;
	readonly given: Field;
	readonly family: Field;
	/** Fills what the row lacks; a sentence when the name can't be split. */
	fill(row: number, values: Record<string, Value | null>): string | undefined;
}

/** The splitter of this list; undefined where nothing has to be split, or nothing can be. */
export function nameSplitter(table: Table, rules: RowRules): NameSplitter | undefined {
	const given = rules.fields.find((field) => field.means?.[0] === 'givenName');
	const family = rules.fields.find((field) => field.means?.[0] === 'familyName');
	const middle = rules.fields.find((field) => field.means?.[0] === 'middleName');
	const hasWhole = rules.fields.some((field) => field.means?.[0] === 'fullName');
	if (given === undefined || family === undefined || hasWhole) return undefined;
	if (rules.splitsNames !== true && (given.required !== true || family.required !== true)) return undefined;
	const columnOf = (wanted: 'fullName' | 'lastFirst'): string | undefined =>
		table.columns.find((column) => table.meanings.get(column) === wanted);
	// A comma tells first from last name better than a space does.
	const lastFirst = columnOf('lastFirst');
	const column = lastFirst ?? columnOf('fullName');
	if (column === undefined) return undefined;
	return {
		column,
		given,
		family,
		fill: (row, values) => {
			const lacks = (field: Field): boolean => values[field.name] === undefined || values[field.name] === null;
			if (!lacks(given) && !lacks(family)) return undefined;
			const cell = withoutNote(table.raw(row, column));
			if (typeof cell !== 'string' || isBlankCell(cell, 'text') || isBlankWord(cell)) return undefined;
			const parts = splitName(cell, lastFirst !== undefined);
			if (parts === undefined)
				return `Column "${inert(column)}": "${inert(cell)}" can't be split into first and last name with certainty: write it as "Last, First", or add columns for ${given.label} and ${family.label}.`;
			const [first, last, second] = parts;
			if (lacks(given)) values[given.name] = first;
			if (lacks(family)) values[family.name] = last;
			if (second !== undefined && middle !== undefined && lacks(middle)) values[middle.name] = second;
			return undefined;
		},
	};
}

/** "Іванівна", "Петрович", "Ильинична": nobody's first or last name. */
const PATRONYMIC = /(?:ович|евич|євич|йович|їович|ильич|ілліч|івна|ївна|овна|евна|инична|ічна|оглы|кызы)$/iu;

/** First and last name, and a patronymic: "Last, First" at the comma, two words at the space, three where the last is a patronymic. */
function splitName(cell: string, familyFirst: boolean): [first: string, last: string, second?: string] | undefined {
	const name = cleanText(cell);
	const atComma = name.split(',').map((part) => part.trim());
	const [before = '', after = ''] = atComma;
	if (atComma.length === 2 && before !== '' && after !== '') return [after, before];
	if (atComma.length !== 1) return undefined;
	const words = name.split(/\s+/);
	const [one = '', two = '', three = ''] = words;
	if (words.length === 3 && familyFirst && PATRONYMIC.test(three)) return [two, one, three];
	if (words.length !== 2) return undefined;
	return familyFirst ? [two, one] : [one, two];
}
