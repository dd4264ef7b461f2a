import { fold } from '../model/fold';
import { isBlankCell } from './text';

/**
 * Tells whether every cell of a record repeats its own heading: a file's second header, in which nothing stands for
 * anybody.
 */
export function secondHeaderTest(columns: readonly string[]): (cellIn: (column: string) => unknown) => boolean {
	const headings = columns.map((column) => ({ column, form: fold(column) }));
	return (cellIn) => {
		let some = 0;
		for (const { column, form } of headings) {
			const cell = cellIn(column);
			if (isBlankCell(cell, 'text')) continue;
			if (typeof cell !== 'string' || !(cell === column || isLike(cell, form))) return false;
			some += 1;
		}
		return some > 1;
	};
}

/** Whether a cell has this folded form. Most begin otherwise: 100,000 of them are not folded. */
function isLike(cell: string, form: string): boolean {
	const first = cell.charAt(0).toLowerCase();
	const isPlain = (first >= 'a' && first <= 'z') || (first >= '0' && first <= '9');
	return (!isPlain || form.startsWith(first)) && fold(cell) === form;
}
