import type { User } from '../model/directory';
import { passOn, RunError, stopRun } from '../model/failure';
import { barringOf, type Barring, type Field, type Value, type Values } from '../model/field';
import { inert } from '../model/inert';
import { worthNaming, type Row, type RowSet } from '../model/row';
import { exactKey } from '../model/spelling';
import { columnCalled } from './columns';
import { ADVICE, columnsIn, recordsIn, withoutResults, type KnownRecord } from './knownRecords';
import { nameManagers } from '../deciding/managers';
import { readRows } from './rows';
import { ageOf, dayBehind, type SnapshotAge } from './snapshotAge';
import { SourceError, type RowRules } from './source';

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
	/** Field → column, where the user has mapped the fields: the snapshot may have the same headings. */
	readonly referred: ReadonlyMap<string, string>;
}

/**
 * Reads `knownUsers`: an array, or its JSON text. Its columns are matched like those of the rows; a value that can't be
 * read is taken for unknown, and what has no column is empty. @throws RunError when it is no list of people
 */
export function readKnownUsers(given: unknown, rules: KnownRules): KnownUsers {
	const bars = barringOf(rules.fields);
	const all = recordsIn(given);
	const records = withoutResults(all, rules.keyField, bars).map((record) => underNames(record, rules.referred));
	const age = ageOf(all, rules.timezone);
	const rows = rowsOf(records, rules, age);
	const columns = new Set(Object.keys(rows.mapping));
	const users = usersOf(rows, records, rules, bars);
	if (!users.some(({ key }) => key !== '')) return refuseKeyless(rows, rules);
	return { users, columns, madeAt: age.latest };
}

function usersOf(
	{ rows, mapping }: RowSet,
	records: readonly KnownRecord[],
	rules: KnownRules,
	bars: Barring | undefined,
): User[] {
	const users: User[] = [];
	const columns = new Set(Object.keys(mapping));
	const marks = new Set<string>();
	const told = tellingRows(rows, keyFieldOf(rules));
	for (const [row, isTwice] of told) {
		const { index, key, name, email } = row;
		const values = stated(row, bars);
		if (key === '' && Object.keys(values).length === 0) continue;
		const own = vendorId(records[index] ?? {});
		const mark = own === '' ? key : own;
		const id = mark === '' || marks.has(mark) ? `${mark} (record ${index})`.trim() : mark;
		marks.add(id);
		const standing = rules.standingOf(values);
		users.push({
			id,
			key,
			name,
			email,
			values: whole(values, columns, standing, bars),
			standing,
			...(own === '' ? { unnumbered: true } : {}),
			...(isTwice ? { offLimits: 'stands in Known Users more than once, with different values' } : {}),
		});
	}
	return users;
}

/**
 * The records to go by, each with whether another one says otherwise of the same key. Repeats are left out, and what
 * says that somebody has left, where another record has them back.
 */
function tellingRows(rows: readonly Row[], keyField: Pick<Field, 'kind'>): Map<Row, boolean> {
	const formOf = ({ key }: Row): string => exactKey(key, keyField);
	const there = new Set(rows.filter(({ left }) => left === undefined).map(formOf));
	const gone = new Set<string>();
	const kept = rows.filter((row) => {
		if (row.duplicateOf !== undefined) return false;
		if (row.key === '' || row.left === undefined) return true;
		const isNews = !there.has(formOf(row)) && !gone.has(formOf(row));
		gone.add(formOf(row));
		return isNews;
	});
	const counts = new Map<string, number>();
	for (const row of kept) counts.set(formOf(row), (counts.get(formOf(row)) ?? 0) + 1);
	return new Map(kept.map((row) => [row, row.key !== '' && (counts.get(formOf(row)) ?? 0) > 1]));
}

/** The record's values, with the state that a column of states or an end date says. */
function stated({ values, left }: Row, bars: Barring | undefined): Values {
	if (left === undefined || bars === undefined || values[bars.field] !== undefined) return values;
	return { ...values, [bars.field]: bars.value };
}

/** The snapshot's column of the same heading fills the same field, where define-below refers to it. */
function underNames(record: KnownRecord, referred: KnownRules['referred']): KnownRecord {
	const more: Record<string, unknown> = {};
	for (const [field, column] of referred)
		if (!Object.hasOwn(record, field) && Object.hasOwn(record, column)) more[field] = record[column];
	return Object.keys(more).length === 0 ? record : { ...record, ...more };
}

function rowsOf(records: readonly KnownRecord[], rules: KnownRules, age: SnapshotAge): RowSet {
	// What a record lacks is unknown, and no reason to leave the person out.
	const fields = rules.fields.map((field): Field => ({ ...field, required: false }));
	const source = { kind: 'columns', records: records.map((cells) => ({ item: 0, cells })) } as const;
	const columns = columnsIn(records);
	const called = (heading: string | undefined): string =>
		columnCalled(heading ?? '', columns) === undefined ? '' : (heading ?? '');
	const { leavers } = rules;
	const day = dayBehind(age, rules.timezone);
	try {
		const found = readRows(source, {
			...rules,
			fields,
			splitsNames: rules.fields.some(({ required, means }) => required === true && means?.[0] === 'givenName'),
			blankValues: 'ignore',
			// An export calls its columns as the system does, yesterday's list as the list does.
			keyColumn: called(rules.keyColumn),
			leavers: {
				detect: leavers?.detect ?? 'auto',
				column: called(leavers?.column),
				values: called(leavers?.column) === '' && (leavers?.column ?? '') !== '' ? [] : (leavers?.values ?? []),
			},
			// Before the first of days nobody has left: an end date says nothing of when it was acted on.
			today: day ?? '0000-00-00',
			badValues: 'reject',
			rowsWithoutKey: 'reject',
			sendUnknownColumns: false,
			sendPassword: false,
		});
		nameManagers({ ...found, fields, keyField: keyFieldOf(rules), lms: rules.lms });
		return found;
	} catch (error) {
		if (!(error instanceof SourceError) && !(error instanceof RunError)) return passOn(error);
		return stopRun(`Known Users can't be read: ${error.message}`, ADVICE);
	}
}

function keyFieldOf({ fields, keyField }: KnownRules): Field {
	return fields.find(({ name }) => name === keyField) ?? { name: keyField, label: keyField, kind: 'text' };
}

function refuseKeyless({ keyless = [] }: RowSet, rules: KnownRules): never {
	const { label, name } = keyFieldOf(rules);
	const might = worthNaming(keyless)
		.map(({ column }) => `"${inert(column)}"`)
		.join(', ');
	return stopRun(
		`Known Users hold nobody with the field ${label} (${name}), by which people are matched.${might === '' ? '' : ` Columns that could be it: ${might}.`}`,
		`${ADVICE} The column for it must carry the name or the label of that field, or the heading in Key Column.`,
	);
}

/** A cell that is blank, in a column that is there, is an empty value. Only the state is never unknown. */
function whole(
	values: Values,
	columns: ReadonlySet<string>,
	standing: User['standing'],
	bars: Barring | undefined,
): Values {
	const filled: Record<string, Value | null> = {
		...Object.fromEntries([...columns].map((name) => [name, null])),
		...values,
	};
	if (bars !== undefined) filled[bars.field] = standing === 'locked' ? bars.value : !bars.value;
	return filled;
}

const ID = 'userid';

function vendorId(record: KnownRecord): string {
	const name = Object.keys(record).find((one) => one.toLowerCase().replace(/[^a-z]/g, '') === ID);
	const value = name === undefined ? undefined : record[name];
	return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value)) ? String(value) : '';
}
