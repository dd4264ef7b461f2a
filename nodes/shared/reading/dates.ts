import { cleanText } from '../model/spelling';
import { DateTime } from 'luxon';

import { isoOfDateObject } from './dateObject';
import { Problem, type Show } from './problem';
import { inert } from '../model/inert';
import { monthOfName } from './headings/months';

/**
 * What is known about `03/04/2026` in a column: the order is set or proved by another value, nothing proves it
 * (`unsettled`), or values prove both orders (`contradictory`).
 */
export type DayOrder = 'dayFirst' | 'monthFirst' | 'unsettled' | 'contradictory';

interface Day {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	/** What follows the date: '' or a time. */
	readonly rest: string;
}

const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\\s+)?';
/** "2024 р.", "2024 г.": the word for a year follows it in Ukrainian and Russian. */
const YEAR = "'?(\\d{2}|\\d{4})(?!\\d)(?:\\s*(?:року|года|р|г)(?![а-яіїєґё])\\.?)?(.*)$";
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2}|\p{L}{3,12}\.?)\2(\d{1,2})(?!\d)(.*)$/iu;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})(T.*)?$/i;
const DOTTED = new RegExp(`^(\\d{1,2})\\.\\s*(\\d{1,2})\\.\\s*${YEAR}`);
const NUMERIC = new RegExp(`^(\\d{1,2})\\s*([-/])\\s*(\\d{1,2})\\s*\\2\\s*${YEAR}`);
const DAY_MONTH = new RegExp(
	`^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th|er|re|º|°|ª|\\.)?[\\s/-]*(?:de\\s+)?(\\p{L}{3,12})\\.?,?(?:\\s+de)?[\\s/-]*${YEAR}`,
	'iu',
);
const MONTH_DAY = new RegExp(
	`^${WEEKDAY}(\\p{L}{3,12})\\.?[\\s/-]*(\\d{1,2})(?:st|nd|rd|th)?(?:,\\s*|[\\s/-]+)${YEAR}`,
	'iu',
);
const TIME =
	/^(?:T|,?\s+)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?(?:\s*[([][^)\]]*[)\]])?$/i;
const UTC = /^(?:Z|(?:UTC|GMT)?(?:[+-]0{1,2}(?::?00)?)?)$/i;
/** XML's form of a day with a zone, such as Workday writes: 2026-03-12-08:00. */
const ZONE_ONLY = /^(?:Z|[+-]\d{2}:\d{2})$/i;
/** How OData writes an instant: milliseconds since 1970, UTC. */
const ODATA = /^\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/$/;
const DAY_NUMBER = /^\d{1,7}(?:[.,]\d+)?$/;
/** No date is longer, even as JavaScript prints it; the patterns above never see more. */
const LONGEST = 100;
/** Dates repeat; beyond this many different ones the rest is read afresh. */
const REMEMBERED = 10_000;

/** What a whole column says about the order of day and month. */
export function settleOrder(cells: Iterable<unknown>): DayOrder {
	let dayFirst = false;
	let monthFirst = false;
	for (const cell of cells) {
		if (typeof cell === 'string' && isDigits(cell, 0, 3)) continue;
		const parts = typeof cell === 'string' && cell.length <= LONGEST ? NUMERIC.exec(cleanText(cell)) : null;
		const [, first, , second, year] = parts ?? [];
		// Only a real date proves something: 31/02/2026 may be a slip in either order.
		if (Number(first) > 12 && isReal(fullYear(year), Number(second), Number(first))) dayFirst = true;
		if (Number(second) > 12 && isReal(fullYear(year), Number(first), Number(second))) monthFirst = true;
	}
	if (dayFirst && monthFirst) return 'contradictory';
	if (dayFirst) return 'dayFirst';
	return monthFirst ? 'monthFirst' : 'unsettled';
}

/** Whether digits stand in these places: nearly all dates are in ISO form, and are told by it. */
function isDigits(text: string, from: number, to: number): boolean {
	for (let at = from; at < to; at += 1) {
		const code = text.charCodeAt(at);
		if (!(code >= 48 && code <= 57)) return false;
	}
	return true;
}

/** `YYYY-MM-DD` of a day that every month has. */
function isPlainDay(text: string): boolean {
	if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') return false;
	if (!isDigits(text, 0, 4) || !isDigits(text, 5, 7) || !isDigits(text, 8, 10)) return false;
	const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8))];
	return text.charAt(0) !== '0' && month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

/** Builds the reader of one column of dates; days come out as `YYYY-MM-DD`. */
export function dateReader(
	order: DayOrder,
	timezone: string,
	show: Show,
	serials = false,
): (cell: unknown) => string | Problem {
	const known = new Map<string, string | Problem>();
	const zone = new DayZone(timezone);
	return (cell) => {
		const text = typeof cell === 'object' ? isoOfDateObject(cell) : cell;
		if (text instanceof Problem) return text;
		if (typeof text !== 'string' && typeof text !== 'number') return unreadable(cell, show);
		const source = String(text);
		if (!serials && isPlainDay(source)) return source;
		if (source.length > LONGEST) return unreadable(cell, show);
		const remembered = known.get(source);
		if (remembered !== undefined) return remembered;
		const read = serials ? dayOfSerial(source) : readDay(cleanText(source), order, zone, show);
		if (known.size < REMEMBERED) known.set(source, read);
		return read;
	};
}

/** The day that a spreadsheet's number counts from 30 December 1899. */
function dayOfSerial(number: string): string {
	const days = Math.floor(Number(number.replace(',', '.')));
	return new Date(Date.UTC(1899, 11, 30) + days * DAY_MS).toISOString().slice(0, 10);
}

function unreadable(cell: unknown, show: Show): Problem {
	return new Problem(`${show(cell)} is not a date that can be read; write it as YYYY-MM-DD, such as 2026-03-12.`);
}

function readDay(text: string, order: DayOrder, zone: DayZone, show: Show): string | Problem {
	const instant = text.startsWith('/') ? ODATA.exec(text)?.[1] : undefined;
	if (instant !== undefined) return dayOfInstant(Number(instant), zone);
	const day = splitDay(text, order, show);
	if (day === undefined) {
		if (!DAY_NUMBER.test(text)) return unreadable(text, show);
		return new Problem(
			`${show(text)} is a number, such as a spreadsheet keeps for a date; format the column as a date or as text (2026-03-12).`,
		);
	}
	if (day instanceof Problem) return day;
	if (!isReal(day.year, day.month, day.day))
		return new Problem(`${show(text)} is not a date that exists${asRead(text, order)}.`);
	if (day.rest === '' || ZONE_ONLY.test(day.rest)) return isoDay(day);
	return dayOfTime(day, zone) ?? unreadable(text, show);
}

function asRead(text: string, order: DayOrder): string {
	if (!NUMERIC.test(text) || (order !== 'dayFirst' && order !== 'monthFirst')) return '';
	return order === 'dayFirst'
		? ' when the day comes first (see Date Format)'
		: ' when the month comes first (see Date Format)';
}

function splitDay(text: string, order: DayOrder, show: Show): Day | Problem | undefined {
	const iso = YEAR_FIRST.exec(text);
	if (iso !== null) return dayOf(iso[1], monthNumber(iso[3]), iso[4], iso[5]);
	const compact = COMPACT.exec(text);
	if (compact !== null) return dayOf(compact[1], Number(compact[2]), compact[3], compact[4]);
	const clear = clearDay(text);
	const numeric = NUMERIC.exec(text);
	if (clear !== undefined) return dayOf(clear.year, clear.month, clear.day, clear.rest);
	return numeric === null ? undefined : numericDay(text, numeric, order, show);
}

/** Dates whose parts are told apart by a month's name or by dots: the day comes first with dots, everywhere. */
function clearDay(text: string) {
	const dotted = DOTTED.exec(text);
	if (dotted !== null) return { day: dotted[1], month: Number(dotted[2]), year: dotted[3], rest: dotted[4] };
	const dayMonth = DAY_MONTH.exec(text);
	if (dayMonth !== null) {
		return {
			day: dayMonth[1],
			month: monthNumber(dayMonth[2]),
			year: dayMonth[3],
			rest: dayMonth[4],
		};
	}
	const monthDay = MONTH_DAY.exec(text);
	if (monthDay === null) return undefined;
	return {
		day: monthDay[2],
		month: monthNumber(monthDay[1]),
		year: monthDay[3],
		rest: monthDay[4],
	};
}

function numericDay(text: string, parts: RegExpExecArray, order: DayOrder, show: Show): Day | Problem | undefined {
	const [, first = '', , second = '', year, rest] = parts;
	const dayFirst = (): Day | undefined => dayOf(year, Number(second), first, rest);
	const monthFirst = (): Day | undefined => dayOf(year, Number(first), second, rest);
	if (order === 'dayFirst') return dayFirst();
	if (order === 'monthFirst') return monthFirst();
	if (Number(first) > 12) return dayFirst();
	if (Number(second) > 12 || Number(first) === Number(second)) return monthFirst();
	const why = order === 'contradictory' ? ', and its column holds dates in both orders' : '';
	return new Problem(
		`${show(text)} can be read with the day or the month first${why}; set Options → Date Format, or write the date as YYYY-MM-DD.`,
	);
}

/** Undefined: a month's name that is not known, which makes the whole text unreadable. */
function dayOf(
	year: string | undefined,
	month: number | undefined,
	day: string | undefined,
	rest = '',
): Day | undefined {
	return month === undefined ? undefined : { year: fullYear(year), month, day: Number(day), rest };
}

/** Spreadsheets drop the century, and take what is below 50 for this one. */
function fullYear(year = ''): number {
	if (year.length !== 2) return Number(year);
	return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

function monthNumber(text = ''): number | undefined {
	return /\d/.test(text) ? Number(text) : monthOfName(text);
}

function isReal(year: number, month: number, day: number): boolean {
	// Years below 1000 are a system's way of saying "none" (0001-01-01), never a hire date.
	return (
		year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
	);
}

function isoDay({ year, month, day }: Day): string {
	return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The day that a date-time means: its own date part, unless it is an instant in UTC other than midnight. */
function dayOfTime(day: Day, zone: DayZone): string | Problem | undefined {
	const parts = TIME.exec(day.rest);
	if (parts === null) return undefined;
	const [, hourText, minuteText, secondText, fraction, half, offset = 'none'] = parts;
	const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
	const minute = Number(minuteText);
	const second = Number(secondText ?? 0);
	if (hour > 23 || minute > 59 || second > 60 || (half !== undefined && Number(hourText) > 12)) return undefined;
	const midnight = hour === 0 && minute === 0 && second === 0 && Number(fraction ?? 0) === 0;
	if (midnight || !UTC.test(offset)) return isoDay(day);
	return zone.dayAt(Date.UTC(day.year, day.month - 1, day.day, hour, minute, second));
}

/** Midnight in UTC is a day without a time. */
function dayOfInstant(instant: number, zone: DayZone): string | Problem {
	return instant % DAY_MS === 0 ? new Date(instant).toISOString().slice(0, 10) : zone.dayAt(instant);
}

const DAY_MS = 86_400_000;

/** Which day it is in a time zone. Asking luxon is slow, so a zone's offset is kept for each day on which it stands still. */
class DayZone {
	private readonly offsets = new Map<number, number>();

	constructor(private readonly timezone: string) {}

	dayAt(instant: number): string | Problem {
		const offset = this.offsetAt(instant);
		if (Number.isFinite(offset)) return new Date(instant + offset * 60_000).toISOString().slice(0, 10);
		return new Problem(
			`the workflow's time zone "${inert(this.timezone)}" is not known; correct it in the workflow's settings.`,
		);
	}

	/** Minutes ahead of UTC; NaN in an unknown zone. */
	private offsetAt(instant: number): number {
		const day = Math.floor(instant / DAY_MS);
		const kept = this.offsets.get(day);
		if (kept !== undefined) return kept;
		const start = this.ask(day * DAY_MS);
		if (start !== this.ask((day + 1) * DAY_MS)) return this.ask(instant);
		this.offsets.set(day, start);
		return start;
	}

	private ask(instant: number): number {
		return DateTime.fromMillis(instant, { zone: this.timezone }).offset;
	}
}
