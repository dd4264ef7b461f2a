import { DateTime } from 'luxon';

import { Problem } from './problem';

/**
 * The ISO form of a date object (JavaScript's or luxon's, also from another copy of luxon or another realm).
 * Undefined: the cell is no date object.
 */
export function isoOfDateObject(cell: unknown): string | Problem | undefined {
	if (typeof cell !== 'object' || cell === null) return undefined;
	if (DateTime.isDateTime(cell)) {
		if (typeof cell.toISO !== 'function') return undefined;
		return cell.toISO() ?? new Problem('this date object holds no valid date.');
	}
	if (Object.prototype.toString.call(cell) !== '[object Date]') return undefined;
	const millis = Number(cell);
	const valid = Number.isFinite(millis) && Math.abs(millis) <= 8.64e15;
	return valid
		? new Date(millis).toISOString()
		: new Problem('this date object holds no valid date.');
}
