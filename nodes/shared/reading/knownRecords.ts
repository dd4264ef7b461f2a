import { stopRun } from '../model/failure';
import type { Barring } from '../model/field';
import { fold } from '../model/fold';

/** One record as it was given: its columns. */
export type KnownRecord = Readonly<Record<string, unknown>>;

/** What to do about Known Users that can't be used. */
export const ADVICE =
	'Nothing was sent. Give an array of records, one for each person, with the same columns as your list; or leave Known Users empty.';

/** The records in `knownUsers`: an array, or its JSON text, of records or whole n8n items. @throws RunError */
export function recordsIn(given: unknown): KnownRecord[] {
	const data = typeof given === 'string' ? parse(given) : given;
	if (!Array.isArray(data))
		return stopRun(
			`Known Users hold ${data === null || data === undefined ? 'nothing' : `one ${typeof data}`} instead of an array of records.`,
			ADVICE,
		);
	if (data.length === 0) return stopRun('Known Users are an empty array, so everybody would look new.', ADVICE);
	return data.map((one: unknown, at): KnownRecord => {
		if (!isRecord(one)) return stopRun(`Record ${at} of Known Users is not a person but ${kindOf(one)}.`, ADVICE);
		// Whole n8n items, as `.all()` gives them.
		return isRecord(one.json) && Object.keys(one).every((name) => ITEM_PARTS.has(name)) ? one.json : one;
	});
}

const ITEM_PARTS = new Set(['json', 'pairedItem', 'binary', 'index']);

function isRecord(value: unknown): value is KnownRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
	} catch {
		return stopRun('Known Users are not valid JSON: the text is damaged or cut off.', ADVICE);
	}
}

/** All columns of the records, in the order in which they first occur. */
export function columnsIn(records: readonly KnownRecord[]): string[] {
	const columns = new Set<string>();
	for (const record of records) for (const column of Object.keys(record)) columns.add(column);
	return [...columns];
}

/** Columns that only this node's own Results have together. */
const RESULT = ['success', 'operation', 'key', 'dryRun'] as const;

/**
 * The people of an earlier run's Results: those whom the record shows to be in the system, under the name of the key.
 * Records of any other kind are given back as they are. @throws RunError for the results of a dry run
 */
export function withoutResults(
	records: readonly KnownRecord[],
	keyField: string,
	bars: Barring | undefined,
): readonly KnownRecord[] {
	const columns = columnsIn(records);
	if (!RESULT.every((name) => columns.includes(name))) return records;
	if (records.some(({ dryRun }) => dryRun === true))
		return stopRun(
			'Known Users are the Results of a dry run, of which nothing has happened.',
			`${ADVICE} The Results of a run that was carried out will do.`,
		);
	const hasOwnKey = columns.some((column) => column !== 'key' && fold(column) === fold(keyField));
	return records.filter(isInTheSystem).map((record): KnownRecord => {
		const { key, operation } = record;
		const state = isDone(record) && operation === 'suspended' && bars !== undefined ? { [bars.field]: bars.value } : {};
		// What was not done says that somebody is there, and not what of: the name and address on it are the row's.
		const unsure = isDone(record) ? {} : { name: '', email: '' };
		return { ...record, ...(hasOwnKey ? {} : { [keyField]: key }), ...state, ...unsure };
	});
}

/** A run that a limit has blocked tells what it would have done: of that, nothing has happened. */
const isDone = ({ success, operation }: KnownRecord): boolean => success === true && operation !== 'planned';

const GONE = new Set<unknown>(['deleted', 'hidden']);

/** A row that was refused says nothing of the system, and neither does one of somebody who has left. */
function isInTheSystem(record: KnownRecord): boolean {
	const { operation, code, attempted } = record;
	if (isDone(record)) return !GONE.has(operation) && code !== 'LEFT';
	return operation !== 'rejected' && typeof attempted === 'string' && attempted !== '' && attempted !== 'created';
}
