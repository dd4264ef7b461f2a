import type { Field } from './field';

/** Below U+0300 every text is already in Unicode form C, and holds no half character and no zero-width space. */
export const BEYOND_LATIN = /[\u0300-\uffff]/;
/** Beside U+FEFF, which counts as a space. */
const ZERO_WIDTH = new Set(['\u180e', '\u200b', '\u200c', '\u200d', '\u2060']);

/** Takes spaces of all kinds and zero-width characters off both ends, and nothing from within. */
export function trimEnds(text: string): string {
	if (!BEYOND_LATIN.test(text)) return text.trim();
	let start = 0;
	let end = text.length;
	while (start < end && isEdge(text.charAt(start))) start += 1;
	while (end > start && isEdge(text.charAt(end - 1))) end -= 1;
	return text.slice(start, end);
}

function isEdge(character: string): boolean {
	return ZERO_WIDTH.has(character) || character.trim() === '';
}

/** Text in Unicode form C. Asking first is several times faster than normalising what needs none. */
export function composed(text: string): string {
	return BEYOND_LATIN.test(text) ? text.normalize('NFC') : text;
}

/** Trimmed text in Unicode form C, so that the same word typed on two systems is one text. */
export function cleanText(text: string): string {
	return BEYOND_LATIN.test(text) ? trimEnds(text).normalize('NFC') : text.trim();
}

const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+/gu;

/**
 * A key with everything taken away that people do not see as a difference: case, spaces and invisible characters,
 * Unicode form, leading zeros of a number. Two keys with the same loose form are taken for one person's.
 */
export function looseKey(key: string): string {
	const plain = withoutSpaces(key.normalize('NFKC')).toLowerCase();
	return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain;
}

function withoutSpaces(key: string): string {
	return key.replace(INVISIBLE, '');
}

/** The form in which keys are compared exactly: e-mail addresses without case, all others as they are. */
export function exactKey(key: string, field: Pick<Field, 'kind'>): string {
	const normal = composed(key);
	return field.kind === 'email' ? normal.toLowerCase() : normal;
}

/** Spreadsheets drop the zeros before a number. Numbers of people are seldom longer than this, and then have two at most. */
const PADDED_TO = 8;
const LONG_ONES_PADDED_BY = 2;

/**
 * Further spellings of a key under which a look-up might find the same person, about ten at most. A number is looked
 * up with fewer and with more leading zeros; other keys in the cases in which people and systems write names and
 * numbers, in other Unicode forms, and without spaces.
 */
export function otherSpellings(key: string): string[] {
	const loose = looseKey(key);
	const spellings = /^\d+$/.test(loose)
		? padded(loose)
		: [...inEachCase(key), key.normalize('NFD'), ...inEachCase(key.normalize('NFKC')).map(withoutSpaces)];
	return [...new Set(spellings)].filter((spelling) => spelling !== key && spelling !== '');
}

/** A number with no leading zero, with one, and so on. */
function padded(number: string): string[] {
	const most = Math.max(LONG_ONES_PADDED_BY, PADDED_TO - number.length);
	return Array.from({ length: most + 1 }, (_, zeros) => '0'.repeat(zeros) + number);
}

function inEachCase(key: string): string[] {
	const lower = key.toLowerCase();
	const [local = '', ...host] = lower.split('@');
	const words = [
		local.replace(/(^|[\s._-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
		...host,
	].join('@');
	return [key, lower, key.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1), words];
}
