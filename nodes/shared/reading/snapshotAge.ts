import { DateTime } from 'luxon';
import { columnsIn, type KnownRecord } from './knownRecords';
import { fold } from '../model/fold';

/** Headings under which records tell when they were written, without case and signs. */
const TIMES = new Set(
	[
		'updatedAt, updated, last updated, updated on, modifiedAt, modified, last modified, modified on',
		'exportedAt, exported, exported on, export date, export time, snapshotAt, snapshot date, as of, as of date, report date, generatedAt, generated on',
	]
		.join(', ')
		.split(', ')
		.map(fold),
);
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/;
const ISO = /^\d{4}-\d{2}-\d{2}/;
/** Numbers below are no milliseconds since 1970, but seconds, days or something else. */
const LEAST_MS = 1e12;

/** When the records were written, in milliseconds: the latest, and the earliest where every record tells. */
export interface SnapshotAge {
	readonly latest: number | undefined;
	readonly earliest: number | undefined;
}

/** Reads the records' own times. `timezone` is that of times which name none. */
export function ageOf(records: readonly KnownRecord[], timezone: string): SnapshotAge {
	const columns = columnsIn(records).filter((column) => TIMES.has(fold(column)));
	let latest: number | undefined;
	let earliest: number | undefined;
	let isTold = true;
	for (const record of columns.length === 0 ? [] : records) {
		const times = columns.flatMap((column) => timeOf(record[column], timezone) ?? []);
		if (times.length === 0) isTold = false;
		for (const time of times) {
			latest = Math.max(time, latest ?? time);
			earliest = Math.min(time, earliest ?? time);
		}
	}
	return { latest, earliest: isTold ? earliest : undefined };
}

function timeOf(value: unknown, zone: string): number | undefined {
	if (typeof value === 'number') return value >= LEAST_MS && Number.isSafeInteger(value) ? value : undefined;
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	const dotted = DOTTED.exec(text);
	const iso = dotted === null ? text.replace(' ', 'T') : [dotted[3], pad(dotted[2]), pad(dotted[1])].join('-');
	if (!ISO.test(iso)) return undefined;
	const time = DateTime.fromISO(iso, { zone });
	return time.isValid ? time.toMillis() : undefined;
}

const pad = (part: string | undefined): string => (part ?? '').padStart(2, '0');

const HOUR_MS = 3_600_000;

/**
 * The day up to which end dates in these records have been acted on, YYYY-MM-DD: that on which the run began which wrote
 * the oldest of them. Undefined where the records do not tell.
 */
export function dayBehind({ earliest }: SnapshotAge, timezone: string): string | undefined {
	// The run that wrote them may have begun on the day before.
	const day = earliest === undefined ? undefined : DateTime.fromMillis(earliest - HOUR_MS, { zone: timezone });
	return day?.isValid === true ? day.toISODate() : undefined;
}
