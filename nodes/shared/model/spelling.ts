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

/** Spaces, and all that leaves no mark on the screen. */
const INVISIBLE = /[\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\s\p{Cf}\u115f\u1160\u180e\u3164\uffa0]+/gu;
/** Lines of every length that stand for a hyphen; the soft hyphen is not seen at all. */
const DASH = /[\p{Pd}\u02d7\u2043\u2212]/gu;
/** What spreadsheets and people put before a key: an apostrophe, quotes, `="`, a number sign. */
const BEFORE = new Set('#="\'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a');
/** What they leave after it. */
const AFTER = new Set('-,.;"\'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a');
/** Keys of this form differ from others in case alone, and those of digits in zeros alone. */
const PLAIN = /^[A-Za-z][!-~]*[A-Za-z0-9]$/;
const DIGITS = /^\d+$/;
/** `1,001`, `1.001.001`, `1'001.00`: thousands apart, maybe with a decimal part of zeros. */
const THOUSANDS = /^\d{1,3}([.,'\u2019])\d{3}(?:\1\d{3})*(?:[.,]0+)?$/;
const DECIMAL_ZEROS = /^(\d+)[.,]0+$/;

/** Whether a key names anybody: more than spaces and invisible characters. */
export function hasKey(key: string): boolean {
	return key !== '' && (!BEYOND_ASCII.test(key) || withoutSpaces(key) !== '');
}

const BEYOND_ASCII = /[^!-~]/;

/** Text without case, by full Unicode folding: `Straße` and `STRASSE` are one, and so are both small sigmas. */
export function foldCase(text: string): string {
	return BEYOND_ASCII.test(text)
		? text
				.toLowerCase()
				.toUpperCase()
				.toLowerCase()
				.replace(/\u03c2/g, '\u03c3')
		: text.toLowerCase();
}

/**
 * A key with everything taken away that people and spreadsheets do not see as a difference: case, spaces and invisible
 * characters, Unicode form, one dash for another, what stands around it, and of a number leading zeros, thousands
 * separators and a decimal part of zeros. Two keys with the same loose form are taken for one person's.
 */
export function looseKey(key: string): string {
	if (PLAIN.test(key)) return key.toLowerCase();
	return DIGITS.test(key) ? withoutZeros(key) : withoutZeros(bare(foldCase(visible(key))));
}

/** What is seen of a key, in one Unicode form and with one kind of dash. A number sign is one, however it is written. */
function visible(key: string): string {
	return withoutSpaces(key.replace(/\u2116/g, '#').normalize('NFKC')).replace(DASH, '-');
}

/** A key without what stands around it, and a number in digits alone. */
function bare(key: string): string {
	let start = 0;
	let end = key.length;
	while (start < end && BEFORE.has(key.charAt(start))) start += 1;
	while (end > start && AFTER.has(key.charAt(end - 1))) end -= 1;
	if (start === end) return key;
	const core = key.slice(start, end);
	if (THOUSANDS.test(core)) return digitsOf(core);
	return DECIMAL_ZEROS.exec(core)?.[1] ?? core;
}

/** The digits of a number with thousands apart: a decimal part is what follows another separator than the first. */
function digitsOf(number: string): string {
	const separator = /[^\d]/.exec(number)?.[0] ?? '';
	const parts = number.split(separator);
	return parts.map((part) => /^\d*/.exec(part)?.[0] ?? '').join('');
}

function withoutZeros(key: string): string {
	return DIGITS.test(key) ? key.replace(/^0+(?=\d)/, '') : key;
}

function withoutSpaces(key: string): string {
	return key.replace(INVISIBLE, '');
}

/** The form in which keys are compared exactly: e-mail addresses without case, all others as they are. */
export function exactKey(key: string, field: Pick<Field, 'kind' | 'foldsEmail'>): string {
	const normal = composed(key);
	return foldsCase(normal, field) ? normal.toLowerCase() : normal;
}

/** Whether case makes no difference in this value: e-mail addresses, also as user names where the vendor says so. */
export function foldsCase(text: string, { kind, foldsEmail }: Pick<Field, 'kind' | 'foldsEmail'>): boolean {
	return kind === 'email' || (foldsEmail === true && text.includes('@'));
}

/** Spreadsheets drop the zeros before a number. Numbers of people are seldom longer than this, and then have two at most. */
const PADDED_TO = 8;
const LONG_ONES_PADDED_BY = 2;
/** Each spelling is a call. */
const MOST_SPELLINGS = 16;

/**
 * Further spellings of a key under which a look-up might find the same person, a bounded number. A number is looked
 * up with fewer and with more leading zeros; other keys in the cases in which people and systems write names and
 * numbers, in other Unicode forms, without spaces, without what stands around them, and with other dashes.
 */
export function otherSpellings(key: string): string[] {
	const loose = looseKey(key);
	const spellings = DIGITS.test(loose) ? padded(loose) : spelt(key);
	return [...new Set(spellings)].filter((spelling) => spelling !== key && spelling !== '').slice(0, MOST_SPELLINGS);
}

function spelt(key: string): string[] {
	const clean = visible(key);
	const core = bare(clean);
	return [
		...inEachCase(key),
		key.normalize('NFD'),
		...inEachCase(key.normalize('NFKC')).map(withoutSpaces),
		...(core === clean && clean === withoutSpaces(key.normalize('NFKC')) ? [] : inEachCase(core)),
		...(BEYOND_ASCII.test(key) ? [foldCase(core), capital(foldCase(core))] : []),
		...(core.includes('-') ? [core.replace(/-/g, '\u2013')] : []),
		...(/ss/i.test(core) ? [key, core].map(withSharpS).flatMap((one) => [capital(one), one]) : []),
	];
}

const withSharpS = (text: string): string => text.toLowerCase().replace(/ss/g, '\u00df');

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
	return [key, lower, key.toUpperCase(), capital(lower), words];
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Last, First" as "First Last"; whatever has no single comma is left as it is. */
export function turnedName(cell: unknown): unknown {
	if (typeof cell !== 'string' || !cell.includes(',')) return cell;
	const [last = '', first = '', ...more] = cell.split(',');
	if (more.length > 0 || first.trim() === '') return cell;
	return `${first.trim()} ${last.trim()}`;
}
