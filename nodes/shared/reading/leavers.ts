import { cleanText } from '../model/spelling';
import { inert } from '../model/inert';
import type { Meaning } from '../model/meaning';
import { columnCalled, listed } from './columns';
import { areAnswers } from './cellKinds';
import { dateReader } from './dates';
import { datesIn, type DateColumn } from './dateColumn';
import { fold } from '../model/fold';
import { wordSet } from './headings/wordSet';
import { partsOf } from './headings/headings';
import { isThere } from './headings/states';
import { isBlankWord } from './leftovers';
import { dayOfFileTime, isNever, isNoDay } from './noDay';
import { Problem, quote } from './problem';
import { SourceError, type LeaverRules, type RowRules } from './source';
import { isBlankCell } from './text';
import { answersYes, meansYes } from './yesNo';

/** The input as columns, for those that say who has left. */
export interface LeaverSource {
	readonly columns: readonly string[];
	readonly meanings: ReadonlyMap<string, Meaning>;
	/** Columns that fill a state field: what they say is taken as it is. */
	readonly states: ReadonlySet<string>;
	readonly rows: number;
	cell(row: number, column: string): unknown;
}

/** Who has left, by what the list says. */
export interface Leavers {
	/** Whether some column says so at all. */
	readonly isSaid: boolean;
	/** The columns that say so: they fill no field, and are not ignored either. */
	readonly columns: readonly string[];
	/** What says that the person of a row has left; undefined when they are there. */
	of(row: number): string | undefined;
	/** What could not be understood, once all rows have been asked about. */
	warnings(): string[];
}

/** What a cell says: gone, there, or nothing that is known. */
type Says = boolean | undefined;
interface Teller {
	readonly column: string;
	readonly says: (cell: unknown) => Says;
	readonly unknown: Set<string>;
	readonly isDate: boolean;
}

const NOBODY: Leavers = { isSaid: false, columns: [], of: () => undefined, warnings: () => [] };
const LISTED_WORDS = 10;
/** What is longer is a sentence, not a state. */
const LONGEST_STATE = 80;

/** Finds the columns that say who has left. @throws SourceError when Leavers → Column names no column. */
export function leaversIn(source: LeaverSource, rules: RowRules): Leavers {
	const asked = rules.leavers ?? { detect: 'auto', column: '', values: [] };
	if (asked.detect === 'off') return NOBODY;
	const tellers = columnsOf(source, asked).map((column) => tellerOf(column, source, rules, asked));
	if (tellers.length === 0) return NOBODY;
	return {
		isSaid: true,
		columns: tellers.map(({ column }) => column),
		of: (row) => {
			for (const { column, says } of tellers) {
				const cell = source.cell(row, column);
				if (!isBlankCell(cell, 'text') && says(cell) === false)
					return `${inert(column)} ${typeof cell === 'string' ? quote(cleanText(cell)) : quote(cell)}`;
			}
			return undefined;
		},
		warnings: () => tellers.flatMap(unknownWords),
	};
}

function columnsOf({ columns, meanings, states }: LeaverSource, asked: LeaverRules): string[] {
	if (asked.column.trim() !== '') {
		const found = columnCalled(asked.column, columns);
		if (found !== undefined) return [found];
		if (columns.length === 0) return [];
		throw new SourceError(
			`Leavers → Column is "${inert(asked.column)}", but the list has no such column. It has: ${listed(columns)}.`,
		);
	}
	const telling = new Set<Meaning | undefined>(
		asked.values.length > 0 ? ['status', 'enabled', 'disabled'] : ['status', 'enabled', 'disabled', 'endDate'],
	);
	return columns.filter((column) => telling.has(meanings.get(column)) && !states.has(column));
}

function tellerOf(column: string, source: LeaverSource, rules: RowRules, asked: LeaverRules): Teller {
	const unknown = new Set<string>();
	const headed = source.meanings.get(column);
	if (asked.values.length > 0) {
		const words = new Set(asked.values.map(fold));
		const exact = new Set(asked.values.map((value) => value.trim().toLowerCase()));
		const says = (cell: unknown): Says => {
			const text = textOf(cell);
			return !(exact.has(text.toLowerCase()) || (fold(text) !== '' && words.has(fold(text))));
		};
		return { column, says, unknown, isDate: false };
	}
	const cells = function* (): Generator<unknown> {
		for (let row = 0; row < source.rows; row += 1) yield source.cell(row, column);
	};
	const dates = datesIn(cells(), rules.dateFormat);
	// "Uit dienst: Ja", and "Ausgeschieden: 30.06.2024".
	const meaning = headed === 'endDate' && areAnswers(cells()) ? 'disabled' : headed;
	const mayBeDate = meaning === undefined || meaning === 'disabled';
	const isDate = meaning === 'endDate' || (mayBeDate && (dates.isOfDates || (meaning === 'disabled' && dates.serials)));
	const judge = isDate ? endJudge(dates, rules) : stateJudge(column, meaning, cells);
	return { column, says: remembering(judge, unknown), unknown, isDate };
}

const textOf = (cell: unknown): string =>
	typeof cell === 'string' ? cleanText(cell) : typeof cell === 'object' ? oneOf(cell) : String(cell);
const oneOf = (cell: unknown): string =>
	Array.isArray(cell) && cell.length === 1 && typeof cell[0] !== 'object' ? textOf(cell[0]) : '';

/** Words repeat in a hundred thousand rows: each is judged once. */
function remembering(judge: (cell: unknown) => Says, unknown: Set<string>): (cell: unknown) => Says {
	const known = new Map<unknown, Says>();
	return (cell) => {
		if (known.has(cell)) return known.get(cell);
		const says = judge(cell);
		if (says === undefined && unknown.size <= LISTED_WORDS) unknown.add(textOf(cell));
		if (known.size < 10_000) known.set(cell, says);
		return says;
	};
}

/** What SAP's STAT2 counts: withdrawn, inactive (on a long leave), retired, active. */
const SAP: ReadonlyMap<string, boolean> = new Map([
	['0', false],
	['1', true],
	['2', false],
	['3', true],
]);
const SAP_HEADINGS = wordSet(['stat2']);
/** In Oracle, an assignment is suspended while its person is on leave. */
const OF_ASSIGNMENTS = /assignment/i;
const SUSPENDED = /^suspended/i;

function stateJudge(
	column: string,
	meaning: Meaning | undefined,
	cells: () => Iterable<unknown>,
): (cell: unknown) => Says {
	if (meaning === 'status' && areCodes(column, cells())) {
		const isSap = partsOf(column).names.some((name) => SAP_HEADINGS.has(name));
		return (cell) => (isBlankWord(textOf(cell)) ? true : isSap ? SAP.get(textOf(cell)) : undefined);
	}
	const judge = wordJudge(meaning, holdsTruth(cells()));
	if (!OF_ASSIGNMENTS.test(column)) return judge;
	return (cell) => SUSPENDED.test(textOf(cell)) || judge(cell);
}

/** Words of state; yes and no by what the heading asks. */
function wordJudge(meaning: Meaning | undefined, isTruth: boolean): (cell: unknown) => Says {
	const yesIsGone = meaning === 'disabled';
	const isQuestion = yesIsGone || meaning === 'enabled' || isTruth;
	return (cell) => {
		const text = textOf(cell);
		if (isBlankWord(text)) return true;
		const answer = isQuestion ? answersYes(text) : meansYes(text);
		if (answer !== undefined) return yesIsGone ? !answer : answer;
		return isThere(fold(text)) ?? isThereInPart(text);
	};
}

/** A column with nothing but `t` and `f`, both of them: a database's true and false, and no codes of states. */
function holdsTruth(cells: Iterable<unknown>): boolean {
	const found = new Set<string>();
	for (const cell of cells) {
		if (isBlankCell(cell, 'text')) continue;
		const text = textOf(cell).toLowerCase();
		if (text !== 't' && text !== 'f') return false;
		found.add(text);
	}
	return found.size === 2;
}

const CODE = /^\d{1,2}$/;
const ANSWERS: ReadonlySet<string> = new Set(['0', '1']);
/** Absorb's `activeStatus` is 0 for who is active and 1 for who is not; in other products 1 says yes. */
const EITHER_WAY = wordSet(['active status, stat2']);

/** A column of states with nothing but numbers, which every product counts otherwise: nobody is barred for them. */
function areCodes(column: string, cells: Iterable<unknown>): boolean {
	const isUnclear = partsOf(column).names.some((name) => EITHER_WAY.has(name));
	let some = false;
	let more = false;
	for (const cell of cells) {
		if (isBlankCell(cell, 'text')) continue;
		const text = textOf(cell);
		if (!CODE.test(text)) return false;
		some = true;
		more ||= !ANSWERS.has(text);
	}
	return some && (isUnclear || more);
}

const PARTS = /\s[-–—]\s|[:;/|()[\],]/u;
/** Codes of one letter stand before the word that they mean: "A - Ativo". */
const LETTER = 1;

/** What the parts of a text say together, the words before the codes: "Inactive - Payroll Eligible", "D - Demitido". */
function isThereInPart(text: string): Says {
	if (text.length > LONGEST_STATE) return undefined;
	const parts = text
		.split(PARTS)
		.map(fold)
		.filter((part) => part !== '');
	if (parts.length < 2) return undefined;
	const words = parts.filter((part) => part.length > LETTER);
	for (const part of words) {
		const said = isThere(part);
		if (said !== undefined) return said;
	}
	return words.length === 0 ? isThere(parts[0] ?? '') : undefined;
}

/** Gone from the day after the last one. */
function endJudge(dates: DateColumn, rules: RowRules): (cell: unknown) => Says {
	const today = rules.today ?? new Date().toISOString().slice(0, 10);
	const readers = dates.orders.map((order) => dateReader(order, rules.timezone, quote, dates.serials));
	return (cell) => {
		const text = textOf(cell);
		if (isBlankWord(cell) || isNever(text)) return true;
		const ticks = dayOfFileTime(text);
		const read = ticks === undefined ? readers.map((reader) => reader(cell)) : [ticks];
		const days = read.filter((day): day is string => !(day instanceof Problem));
		if (days.length === 0) return undefined;
		if (days.some(isNoDay)) return true;
		const gone = days.filter((day) => day < today).length;
		// A date that can be read in two ways is clear all the same when both are past, or both to come.
		return gone === 0 ? true : gone === days.length ? false : undefined;
	};
}

function unknownWords({ column, unknown, isDate }: Teller): string[] {
	if (unknown.size === 0) return [];
	const words = [...unknown].slice(0, LISTED_WORDS).map((word) => `"${inert(word)}"`);
	const more = unknown.size > LISTED_WORDS ? ' and others' : '';
	return [
		isDate
			? `Column "${inert(column)}" holds dates that can't be read (${words.join(', ')}${more}): these people count as still there. Set Options → Date Format, or write YYYY-MM-DD.`
			: `Column "${inert(column)}" holds words that are not known to say who has left (${words.join(', ')}${more}): these people count as still there. If they have left, name the words in Leavers → Values.`,
	];
}
