import { isoOfDateObject } from './dateObject';
import { settleOrder, type DayOrder } from './dates';
import { isBlankWord } from './leftovers';
import { isBlankCell } from './text';

/** What all cells of a column say about how its dates are to be read. */
export interface DateColumn {
	/** The ways to read `03/04/2026`: one, or both where nothing settles it. */
	readonly orders: readonly DayOrder[];
	/** Every cell is a number that is a day of a spreadsheet from 1930 to 2100. */
	readonly serials: boolean;
	/** Every cell looks like a date. */
	readonly isOfDates: boolean;
}

/** Excel's day numbers of 1 January 1930 and 31 December 2100. */
const FIRST_SERIAL = 10_959;
const LAST_SERIAL = 73_415;
const SERIAL = /^\d{5}(?:[.,]\d+)?$/;
const LOOKS_LIKE_DATE =
	/^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}|(?:19|20)\d{6})(?:\D|$)/;

/** Whether a cell is the number of a day in a spreadsheet. */
export function isSerial(cell: unknown): boolean {
	if (typeof cell === 'string' && !SERIAL.test(cell.trim())) return false;
	if (typeof cell !== 'string' && typeof cell !== 'number') return false;
	const day = Number(String(cell).replace(',', '.'));
	return day >= FIRST_SERIAL && day < LAST_SERIAL + 1;
}

/** Whether a column's filled cells are all numbers of days. */
export function areSerials(cells: Iterable<unknown>): boolean {
	let some = false;
	for (const cell of cells) {
		if (isBlankCell(cell, 'date') || isBlankWord(cell)) continue;
		if (!isSerial(cell)) return false;
		some = true;
	}
	return some;
}

/** Looks at a column of dates as a whole. */
export function datesIn(cells: Iterable<unknown>, format: 'auto' | 'dayFirst' | 'monthFirst'): DateColumn {
	const all = [...cells].filter((cell) => !isBlankCell(cell, 'date'));
	const order = format === 'auto' ? settleOrder(all) : format;
	const isOfDates = all.length > 0 && all.every((cell) => looksLikeDate(cell));
	return {
		orders: order === 'unsettled' || order === 'contradictory' ? ['dayFirst', 'monthFirst'] : [order],
		serials: areSerials(all),
		isOfDates,
	};
}

function looksLikeDate(cell: unknown): boolean {
	if (typeof cell === 'string') return cell.length < 60 && LOOKS_LIKE_DATE.test(cell.trim());
	return typeof cell === 'object' && isoOfDateObject(cell) !== undefined;
}
