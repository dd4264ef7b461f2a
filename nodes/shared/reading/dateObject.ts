import { DateTime } from 'luxon';

import { Problem } from './problem';

/**
 * The ISO form of a date object (JavaScript's or luxon's, also from another copy of luxon or another realm).
 * Undefined: the cell is no date object.
 */
export function isoOfDateObject(cell: unknown): string | Problem | undefined {
	if (DateTime.isDateTime(cell)) {
		if (typeof cell.toISO !== 'function') return undefined;
		return cell.toISO() ?? new Problem('this date object holds no valid date.');
	}
	if (Object.prototype.toString.call(cell) !== '[object Date]') return undefined;
	const date = new Date(Number(cell));
	return Number.isNaN(date.getTime()) ? new Problem('this date object holds no valid date.') : date.toISOString();
}
