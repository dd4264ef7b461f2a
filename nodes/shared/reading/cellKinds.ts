import { meansYes } from './yesNo';

/** Whether all filled cells of a column are of a kind, and there are some. */
function areAll(cells: Iterable<unknown>, isOne: (cell: unknown) => boolean): boolean {
	let some = false;
	for (const cell of cells) {
		if (cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '')) continue;
		if (!isOne(cell)) return false;
		some = true;
	}
	return some;
}

/** "1042", "E-1042": one word with a digit, which is no name. */
const NUMBER = /^\s*[A-Z]{0,4}[-_]?\d[\d.-]*\s*$/i;

/** Whether all cells are people's numbers. */
export function areNumbers(cells: Iterable<unknown>): boolean {
	return areAll(cells, (cell) => typeof cell === 'number' || (typeof cell === 'string' && NUMBER.test(cell)));
}

/** Whether all cells say yes or no. */
export function areAnswers(cells: Iterable<unknown>): boolean {
	return areAll(
		cells,
		(cell) => typeof cell === 'boolean' || (typeof cell === 'string' && meansYes(cell) !== undefined),
	);
}

const SHARE = /^\s*[01]?[.,]\d{1,4}\s*$|^\s*[01]\s*$|^\s*\d\/\d\s*$/;
const PART = /[.,/]/;

/** Whether all cells are parts of a whole, "0,5" or "3/4", and some are more than 0 and 1. */
export function areShares(cells: Iterable<unknown>): boolean {
	let some = false;
	const isAll = areAll(cells, (cell) => {
		if (typeof cell !== 'string' && typeof cell !== 'number') return false;
		some ||= PART.test(String(cell));
		return SHARE.test(String(cell));
	});
	return some && isAll;
}

/** "aberg", "anna.berg2": letters first, and no number of a database. */
const LOGIN = /^[a-z][a-z]+(?:[._-][a-z]+){0,3}\d{0,3}$/i;

/** Whether all cells are such as people sign in with, each somebody else's. */
export function areLogins(cells: Iterable<unknown>): boolean {
	const known = new Set<string>();
	return areAll(cells, (cell) => {
		if (typeof cell !== 'string' || !LOGIN.test(cell.trim()) || known.has(cell)) return false;
		known.add(cell);
		return true;
	});
}
