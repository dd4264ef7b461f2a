import { fold } from './headings/fold';
import { isBlankCell } from './text';

/** Whether every cell of a record repeats its own heading: a file's second header, in which nothing stands for anybody. */
export function isSecondHeader(columns: readonly string[], cellIn: (column: string) => unknown): boolean {
	let some = 0;
	for (const column of columns) {
		const cell = cellIn(column);
		if (isBlankCell(cell, 'text')) continue;
		if (typeof cell !== 'string' || (cell !== column && fold(cell) !== fold(column))) return false;
		some += 1;
	}
	return some > 1;
}
