import { inert } from '../model/inert';
import { cleanText } from '../model/spelling';
import { fold } from '../model/fold';
import { hintIn } from './headings/headings';
import { isThere } from './headings/states';
import { meansYes } from './yesNo';
import type { RowRules } from './source';
import type { Table } from './table';
import { isBlankCell } from './text';

/** Codes are in many columns; words of state are not. */
const SHORTEST = 4;

/** Warnings about columns that may say who has left, in a list in which none is known to say it. */
export function leaverHints(table: Table, unused: readonly string[], { leavers }: RowRules): string[] {
	if (leavers?.detect !== 'auto' || leavers.column.trim() !== '') return [];
	const columns = table.isAutomatic ? unused : table.columns;
	return columns.flatMap((column) => {
		if (table.meanings.has(column)) return [];
		const example = gone(table, column, hintIn(column));
		return example === undefined
			? []
			: [
					`Column "${inert(column)}" may say who has left ("${inert(example, 60)}"), but everybody on the list counts as there: if it does, set Leavers → Column to "${inert(column)}".`,
				];
	});
}

const isNumber = (word: string): boolean => /^\d+$/.test(word);

/** The first cell that may say of somebody that they have gone; undefined where the column says nothing of the kind. */
function gone(table: Table, column: string, hint: ReturnType<typeof hintIn>): string | undefined {
	const isEnd = hint === 'endDate';
	const isQuestion = hint === 'enabled' || hint === 'disabled';
	let example: string | undefined;
	for (let row = 0; row < table.rows; row += 1) {
		const cell = table.raw(row, column);
		if (isBlankCell(cell, 'text')) continue;
		const text = typeof cell === 'object' ? '' : cleanText(String(cell));
		if (isEnd) return text;
		const word = fold(text);
		const says = isQuestion ? meansYes(text) : word.length < SHORTEST || isNumber(word) ? undefined : isThere(word);
		if (says === undefined) return undefined;
		if (says === (hint === 'disabled')) example ??= text;
	}
	return example;
}
