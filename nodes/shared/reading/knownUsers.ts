import type { User } from '../model/directory';
import { passOn, RunError, stopRun } from '../model/failure';
import type { Field, Values } from '../model/field';
import type { RowSet } from '../model/row';
import { columnCalled } from './columns';
import { SourceError, type RowRules } from './source';
import { readRows } from './rows';

/** Who is in the system, by what the user gave: an export, or yesterday's list. */
export interface KnownUsers {
	readonly users: readonly User[];
	/** The fields that some column of it fills. */
	readonly columns: ReadonlySet<string>;
	/** When it was made, where its records tell; milliseconds. */
	readonly madeAt: number | undefined;
}

/** What else reading takes: the rules of the rows, and what an account's state means. */
export interface KnownRules extends RowRules {
	readonly standingOf: (values: Values) => User['standing'];
}

const ADVICE =
	'Nothing was sent. Give an array of records, one for each person, with the same columns as your list; or leave Known Users empty.';
/** Columns that hold the vendor's own id, and those that tell when a record was written, without case and signs. */
const IDS = new Set(['userid']);
const TIMES = new Set([
	'updatedat',
	'updated',
	'lastupdated',
	'modifiedat',
	'exportedat',
	'snapshotat',
	'asof',
	'createdat',
]);

/**
 * Reads `knownUsers`: an array, or its JSON text. Its columns are matched like those of the rows; a value that can't be
 * read is taken for unknown. @throws RunError when it is no list of people
 */
export function readKnownUsers(given: unknown, rules: KnownRules): KnownUsers {
	const records = recordsIn(given);
	const rows = rowsOf(records, rules);
	const columns = new Set(Object.keys(rows.mapping));
	const users: User[] = [];
	const marks = new Set<string>();
	for (const { index, key, name, email, values, duplicateOf } of rows.rows) {
		if (duplicateOf !== undefined || (key === '' && Object.keys(values).length === 0)) continue;
		const own = vendorId(records[index] ?? {});
		const mark = own === '' ? key : own;
		const id = mark === '' || marks.has(mark) ? `${mark} (record ${index})`.trim() : mark;
		marks.add(id);
		users.push({
			id,
			key,
			name,
			email,
			values: whole(values, columns),
			standing: rules.standingOf(values),
			...(own === '' ? { unnumbered: true } : {}),
		});
	}
	if (!users.some(({ key }) => key !== ''))
		throw new RunError(
			`Known Users hold nobody with a ${labelOf(rules)}, by which people are matched.`,
			`${ADVICE} The column for it must carry the name or the label of that field.`,
		);
	return { users, columns, madeAt: latest(records) };
}

function rowsOf(records: readonly Record[], rules: KnownRules): RowSet {
	// What a record lacks is unknown, and no reason to leave the person out.
	const fields = rules.fields.map((field): Field => ({ ...field, required: false }));
	const source = { kind: 'columns', records: records.map((cells) => ({ item: 0, cells })) } as const;
	try {
		return readRows(source, {
			...rules,
			fields,
			blankValues: 'ignore',
			// An export calls its columns as the system does, yesterday's list as the list does.
			keyColumn:
				columnCalled(rules.keyColumn ?? '', Object.keys(records[0] ?? {})) === undefined ? '' : (rules.keyColumn ?? ''),
			leavers: { detect: 'off', column: '', values: [] },
			badValues: 'reject',
			rowsWithoutKey: 'reject',
			sendUnknownColumns: false,
			sendPassword: false,
		});
	} catch (error) {
		if (!(error instanceof SourceError) && !(error instanceof RunError)) return passOn(error);
		return stopRun(`Known Users can't be read: ${error.message}`, ADVICE);
	}
}

type Record = Readonly<{ [name: string]: unknown }>;

function recordsIn(given: unknown): readonly Record[] {
	const data = typeof given === 'string' ? parse(given) : given;
	if (!Array.isArray(data))
		return stopRun(
			`Known Users hold ${data === null || data === undefined ? 'nothing' : `one ${typeof data}`} instead of an array of records.`,
			ADVICE,
		);
	if (data.length === 0) return stopRun('Known Users are an empty array, so everybody would look new.', ADVICE);
	return data.map((one: unknown, at): Record => {
		if (!isRecord(one)) return stopRun(`Record ${at} of Known Users is not a person but ${kindOf(one)}.`, ADVICE);
		// Whole n8n items, as `.all()` gives them.
		return isRecord(one.json) && Object.keys(one).every((name) => ITEM_PARTS.has(name)) ? one.json : one;
	});
}

const ITEM_PARTS = new Set(['json', 'pairedItem', 'binary', 'index']);

function isRecord(value: unknown): value is Record {
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

/** A cell that is blank, in a column that is there, is an empty value. */
function whole(values: Values, columns: ReadonlySet<string>): Values {
	return { ...Object.fromEntries([...columns].map((name) => [name, null])), ...values };
}

function labelOf({ fields, keyField }: KnownRules): string {
	return fields.find(({ name }) => name === keyField)?.label ?? keyField;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

function vendorId(record: Record): string {
	const name = Object.keys(record).find((one) => IDS.has(plain(one)));
	const value = name === undefined ? undefined : record[name];
	return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value)) ? String(value) : '';
}

function latest(records: readonly Record[]): number | undefined {
	let last: number | undefined;
	for (const record of records) {
		for (const name of Object.keys(record)) {
			const value = record[name];
			if (!TIMES.has(plain(name)) || !(typeof value === 'string' || value instanceof Date)) continue;
			const time = value instanceof Date ? value.getTime() : Date.parse(value);
			if (!Number.isNaN(time) && (last === undefined || time > last)) last = time;
		}
	}
	return last;
}
