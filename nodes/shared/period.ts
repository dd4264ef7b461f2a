import { RunError } from './model/failure';
import { isBlank } from './model/field';
import { inert } from './model/inert';
import { dateReader } from './reading/dates';
import type { ConnectInput } from './vendorNode';

/** The days that a learning summary counts: from and to a day, `YYYY-MM-DD`; '' for no limit. */
export interface Period {
	readonly from: string;
	readonly to: string;
}

/** Start Date and End Date of an item, read as dates of rows are. @throws RunError for what is no date, or no period */
export function periodOf(input: Pick<ConnectInput, 'parameter' | 'timezone'>, item: number): Period {
	const from = dayIn(input, 'startDate', item);
	const to = dayIn(input, 'endDate', item);
	if (from !== '' && to !== '' && from > to)
		throw new RunError(`Start Date (${from}) is after End Date (${to}).`, 'Exchange the two, or correct one of them.');
	return { from, to };
}

/** Whether a day is in the period; one that is not known is in no period but the one without limits. */
export function isWithin({ from, to }: Period, day: string): boolean {
	if (from === '' && to === '') return true;
	return day !== '' && (from === '' || day >= from) && (to === '' || day <= to);
}

function dayIn(
	{ parameter, timezone }: Pick<ConnectInput, 'parameter' | 'timezone'>,
	name: 'startDate' | 'endDate',
	item: number,
): string {
	const given = parameter(name, '', item);
	if (given === undefined || given === null || (typeof given === 'string' && isBlank(given))) return '';
	const day = dateReader('unsettled', timezone, String)(given);
	if (typeof day === 'string') return day;
	throw new RunError(
		`${name === 'startDate' ? 'Start Date' : 'End Date'} is "${inert(String(given)).slice(0, 100)}", but must be a date such as 2026-01-31.`,
		'Correct that date.',
	);
}
