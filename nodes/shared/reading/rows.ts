import { areUnnamed, keyCandidates, unequalKeys, wrappedKeys } from './keys';
import { leaverHints } from './leaverHints';
import { lookAlikes, withoutColumn } from './lookAlikes';
import { callsIn, furtherIn, turnedIn } from './calls';
import { isTreacherous } from './ownNames';
import { settleDuplicates } from './duplicates';
import type { DraftRow, RowSet } from '../model/row';
import type { Field } from '../model/field';
import { inert } from '../model/inert';
import type { RowRules, Source } from './source';
import { readerOf, type Reader, isRequired } from './reader';
import { readRow } from './readRow';

export { SourceError } from './source';
export type { MappedField, RowRules, Source } from './source';

/** At most this many ignored columns are listed. */
const LISTED_COLUMNS = 200;
const LONGEST_NAME = 200;

/**
 * Reads the people of a source: matches columns, converts cells, checks every row and settles duplicates. Every record
 * that is a person gives one row, in order; a row that can't be sent carries its rejection. Messages count rows from 1.
 * @throws SourceError when the source as a whole can't be read.
 */
export function readRows(source: Source, rules: RowRules): RowSet {
	const reading = new RowReading(source, rules);
	reading.go(reading.length);
	return reading.end();
}

/** A source while it is read: its columns are understood, and its rows read as far as {@link RowReading.go} went. */
export class RowReading {
	private readonly fields: readonly Field[];
	private readonly reader: Reader;
	private readonly rows: DraftRow[] = [];
	private at = 0;

	/** @throws SourceError when the source as a whole can't be read. */
	constructor(
		source: Source,
		private readonly rules: RowRules,
	) {
		// A vendor's custom field can be called `constructor`, which every row would seem to have.
		this.fields = rules.fields.filter((field) => !isTreacherous(field.name));
		this.reader = readerOf(source, { ...rules, fields: this.fields });
	}

	/** How many records there are. */
	get length(): number {
		return this.reader.table.rows;
	}

	get isDone(): boolean {
		return this.at === this.length;
	}

	/** Whether some column fills the key. */
	get hasKeys(): boolean {
		return this.reader.columnOf.has(this.reader.keyField.name);
	}

	/** Reads so many more records, or what is left. */
	go(records: number): void {
		for (const end = Math.min(this.length, this.at + records); this.at < end; this.at += 1) {
			const row = readRow(this.reader, this.at);
			if (row !== undefined) this.rows.push(row);
		}
	}

	/** All rows. Asked for once, when everything is read. */
	end(): RowSet {
		const { rows, reader, rules, fields } = this;
		const { table, aside, leavers, leftOut } = reader;
		settleDuplicates(rows, fields, reader.keyField, rules.lms);
		const keyless = keyCandidates(table, reader.keyField);
		const subject = reader.columnOf.get(reader.keyField.name)?.slot.subject;
		return {
			rows,
			mapping: mappingOf(reader),
			secretFields: table.slots.flatMap(({ field }) =>
				field === undefined || reader.fieldOf.has(field.name) ? [] : [field],
			),
			ignoredColumns: unusedOf(reader).slice(0, LISTED_COLUMNS).map(shortName),
			warnings: [
				...table.warnings,
				...tooManyIgnored(unusedOf(reader).length),
				...blankColumns(reader),
				...withoutColumn(table, neededIn(reader), rules.lms),
				...lookAlikes(table, unusedOf(reader), fields, reader.keyField),
				...unequalKeys(rows, subject),
				...wrappedKeys(rows, subject),
				...(leavers.isSaid ? leavers.warnings() : leaverHints(table, unusedOf(reader), rules)),
				...leftOut.warnings(),
				...aside.warnings(),
			],
			emptySource: table.rows === 0 || (table.rows === 1 && table.isEmptyItem(0)),
			received: table.rows,
			setAside: aside.count,
			asideKeys: aside.keys,
			withoutKey: aside.people,
			saysWhoLeft: leavers.isSaid,
			valuesLeftOut: leftOut.count,
			callsOf: callsIn(table),
			furtherOf: furtherIn(table),
			turnedOf: turnedIn(table),
			...(keyless === undefined
				? {}
				: { keyless, isMapped: !table.isAutomatic, isUntitled: areUnnamed(table.columns) }),
		};
	}
}

/** The summary's mapping, with the full names that first and last names are taken from. */
function mappingOf({ table, names }: Reader): Record<string, string> {
	if (names === undefined) return table.mapping;
	const { given, family, column } = names;
	return { [given.name]: column, [family.name]: column, ...table.mapping };
}

function ignoredOf({ table, names }: Reader): string[] {
	return table.ignored.filter((column) => column !== names?.column);
}

/** Ignored columns, without those that say who has left. */
function unusedOf(reader: Reader): string[] {
	return ignoredOf(reader).filter((column) => !reader.leavers.columns.includes(column));
}

/** Fields that every row must have, and that nothing on the list fills. The key has its own message. */
function neededIn({ columnOf, names, keyField, rules }: Reader): Field[] {
	return rules.fields.filter(
		(field) =>
			isRequired(field, rules) &&
			field !== keyField &&
			!columnOf.has(field.name) &&
			field !== names?.given &&
			field !== names?.family,
	);
}

/** A column's name as the user wrote it, unless it is a whole text. */
function shortName(column: string): string {
	return column.length > LONGEST_NAME ? inert(column, LONGEST_NAME) : column;
}

function tooManyIgnored(ignored: number): string[] {
	const more = ignored - LISTED_COLUMNS;
	return more > 0 ? [`${more} more columns were ignored and are not listed.`] : [];
}

function blankColumns({ columns }: Reader): string[] {
	return columns
		.filter((column) => column.alwaysBlank)
		.map((column) => `${column.slot.subject} is blank in every row: it clears nothing.`);
}
