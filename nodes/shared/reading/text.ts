import { isoOfDateObject } from './dateObject';
import type { FieldKind } from '../model/field';
import { BEYOND_LATIN, cleanText, trimEnds } from '../model/spelling';
import { Problem, type Show } from './problem';

const HALF_CHARACTER = /\p{Surrogate}/u;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** What a spreadsheet makes of a long number when it saves it as text. */
const SPREADSHEET_EXPONENT = /^[+-]?\d([.,]\d+)?E\+\d+$/i;
/** All digits of any number: `1.5e-7` as `0.00000015`. */
const WITHOUT_EXPONENT = { useGrouping: false, maximumSignificantDigits: 21 } as const;
const AS_TEXT = 'format the column as text, so that nothing is lost';

/**
 * Whether a present cell has nothing in it: null or spaces; for list fields also a list of blanks, for JSON also `null`
 * as text, since both would otherwise clear what the system holds.
 */
export function isBlankCell(cell: unknown, kind: FieldKind): boolean {
	if (cell === undefined || cell === null) return true;
	const lists = kind === 'list' || kind === 'tags';
	if (typeof cell !== 'string')
		return lists && Array.isArray(cell) && cell.every((entry) => isBlankCell(entry, 'text'));
	const first = cell.charCodeAt(0);
	if (first > 0x2c && first < 0x7f && kind !== 'json') return false;
	const text = trimEnds(cell);
	return text === '' || (lists && /^[\s,]*$/.test(text)) || (kind === 'json' && text === 'null');
}

/** Whether a text holds half of a surrogate pair: it can't be sent as valid UTF-8. */
export function hasHalfCharacter(text: string): boolean {
	return BEYOND_LATIN.test(text) && HALF_CHARACTER.test(text);
}

/**
 * A cell as text. `identifies` is for columns that tell people apart (keys, unique values, references): there,
 * nothing may have been lost or changed on the way here. A number too long to be exact is refused everywhere.
 */
export function textOfCell(cell: unknown, identifies: boolean, show: Show): string | Problem {
	switch (typeof cell) {
		case 'string':
			return textOfString(cell, identifies, show);
		case 'number':
			return textOfNumber(cell, identifies, show);
		case 'bigint':
			return cell.toString();
		case 'boolean':
			return identifies ? new Problem(`${show(cell)} is a yes/no value, not a text.`) : String(cell);
		default:
			return textOfObject(cell, identifies, show);
	}
}

function textOfString(cell: string, identifies: boolean, show: Show): string | Problem {
	// Nearly all texts are plain, and a million cells are looked at: once each.
	const isPlain = !BEYOND_LATIN.test(cell);
	const text = isPlain ? cell.trim() : cleanText(cell);
	if (!isPlain && hasHalfCharacter(text)) {
		return new Problem(`${show(text)} holds half of a character, which can't be sent; type it again.`);
	}
	if (!identifies) return text;
	if (CONTROL.test(text)) {
		return new Problem(`${show(text)} holds a line break, tab or another control character; remove it.`);
	}
	if (SPREADSHEET_EXPONENT.test(text)) {
		return new Problem(`${show(text)} is a number that a spreadsheet has shortened; ${AS_TEXT}.`);
	}
	return text;
}

function textOfNumber(cell: number, identifies: boolean, show: Show): string | Problem {
	if (!Number.isFinite(cell)) return new Problem(`${show(cell)} is not a number that can be sent; ${AS_TEXT}.`);
	if (Number.isSafeInteger(cell)) return String(cell);
	// Not every digit of a long number fits into one: the last ones may already be others.
	if (identifies || Number.isInteger(cell))
		return new Problem(`the number ${show(cell)} may have lost digits on its way here; ${AS_TEXT}.`);
	return cell.toLocaleString('en', WITHOUT_EXPONENT);
}

function textOfObject(cell: unknown, identifies: boolean, show: Show): string | Problem {
	const iso = isoOfDateObject(cell);
	if (iso === undefined) return new Problem(`${show(cell)} was found where one text is needed.`);
	if (iso instanceof Problem) return iso;
	return identifies ? new Problem(`this is a date, not a text; ${AS_TEXT}.`) : iso;
}
