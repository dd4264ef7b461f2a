import { cellReader, showOf, type CellReader } from './cells';
import { Aside, LeftOut } from './aside';
import { looseName } from './columns';
import { areSerials } from './dateColumn';
import { nameSplitter, type NameSplitter } from './fullNames';
import { keyCandidates, unequalKeys } from './keys';
import { leaversIn, type Leavers } from './leavers';
import { isBlankWord, isFormulaError, whyNoKey } from './leftovers';
import { lookAlikes, withoutColumn } from './lookAlikes';
import { nameManagers } from './managers';
import { isTreacherous } from './ownNames';
import { cleanText } from '../model/spelling';
import { settleOrder, type DayOrder } from './dates';
import { settleDuplicates, type DraftRow } from './duplicates';
import type { Field, Value, Values } from '../model/field';
import { textOf } from '../model/field';
import { plainValue } from './jsonCell';
import { conceal, Problem, quote } from './problem';
import { inert } from '../model/inert';
import type { Rejection, Row, RowSet } from '../model/row';
import { rowSchema, type Fault, type RowSchema } from './rowSchema';
import { SourceError, type RowRules, type Source } from './source';
import { openTable, ReadFailure, type Slot, type Table } from './table';
import { isBlankCell } from './text';

export { SourceError } from './source';
export type { MappedField, RowRules, Source } from './source';

/** At most this many ignored columns are listed. */
const LISTED_COLUMNS = 200;
const LONGEST_NAME = 200;
/** At most this many faults of one row are told. */
const TOLD_FAULTS = 3;

/**
 * Reads the people of a source: matches columns, converts cells, checks every row and settles duplicates. Every record
 * that is a person gives one row, in order; a row that can't be sent carries its rejection. Messages count rows from 1.
 * @throws SourceError when the source as a whole can't be read.
 */
export function readRows(source: Source, rules: RowRules): RowSet {
	// A vendor's custom field can be called `constructor`, which every row would seem to have.
	const fields = rules.fields.filter((field) => !isTreacherous(field.name));
	const reader = readerOf(source, { ...rules, fields });
	const { table, aside, leavers, leftOut } = reader;
	const rows: DraftRow[] = [];
	for (let index = 0; index < table.rows; index += 1) {
		const row = readRow(reader, index);
		if (row !== undefined) rows.push(row);
	}
	nameManagers(rows, fields, reader.keyField);
	settleDuplicates(rows, fields, reader.keyField, rules.lms);
	const keyless = keyCandidates(table, reader.keyField);
	return {
		rows,
		mapping: mappingOf(reader),
		secretFields: table.slots.flatMap(({ field }) =>
			field === undefined || reader.fieldOf.has(field.name) ? [] : [field],
		),
		ignoredColumns: ignoredOf(reader).slice(0, LISTED_COLUMNS).map(shortName),
		warnings: [
			...table.warnings,
			...tooManyIgnored(table),
			...blankColumns(reader),
			...withoutColumn(table, neededIn(reader), rules.lms),
			...lookAlikes(table, ignoredOf(reader), fields, reader.keyField),
			...unequalKeys(rows, reader.columnOf.get(reader.keyField.name)?.slot.subject),
			...leavers.warnings(),
			...leftOut.warnings(),
			...aside.warnings(),
		],
		emptySource: table.rows === 0 || (table.rows === 1 && table.isEmptyItem(0)),
		received: table.rows,
		setAside: aside.count,
		saysWhoLeft: leavers.isSaid,
		valuesLeftOut: leftOut.count,
		...(keyless === undefined ? {} : { keyless }),
	};
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

/** One slot of the table with all that reading it takes. */
interface Column {
	readonly slot: Slot;
	readonly position: number;
	/** Nothing stands in a cell, or a word for nothing. */
	readonly isBlank: (cell: unknown) => boolean;
	readonly isKey: boolean;
	readonly read: CellReader;
	/** Present in some row, and blank in all: more likely a broken export than a wish to clear everybody's value. */
	readonly alwaysBlank: boolean;
	/** A blank cell asks to clear the value. */
	readonly clears: boolean;
}

interface Reader {
	readonly table: Table;
	readonly columns: readonly Column[];
	readonly columnOf: ReadonlyMap<string, Column>;
	readonly fieldOf: ReadonlyMap<string, Field>;
	readonly keyField: Field;
	readonly schema: RowSchema;
	readonly rules: RowRules;
	readonly leavers: Leavers;
	readonly names: NameSplitter | undefined;
	readonly aside: Aside;
	readonly leftOut: LeftOut;
}

function readerOf(source: Source, rules: RowRules): Reader {
	const fieldOf = new Map(rules.fields.map((field) => [field.name, field]));
	const keyField = fieldOf.get(rules.keyField);
	if (keyField === undefined)
		throw new SourceError(`${rules.lms} has no field "${rules.keyField}" to match people by.`);
	const table = openTable(source, rules);
	const columns = table.slots.map((slot, position) => columnAt(table, slot, position, rules));
	const columnOf = new Map(columns.map((column) => [column.slot.name, column]));
	// A field without a column is in no row: only a required one has anything to say there.
	const judged = rules.fields.filter((field) => columnOf.has(field.name) || isRequired(field, rules));
	const states = new Set(table.slots.flatMap(({ field, heading }) => (field?.bars === undefined ? [] : [heading])));
	return {
		leavers: leaversIn(
			{
				columns: table.columns,
				meanings: table.meanings,
				states,
				rows: table.rows,
				cell: (row, column) => table.raw(row, column),
			},
			rules,
		),
		names: nameSplitter(table, rules),
		aside: new Aside(table, keyField, rules),
		leftOut: new LeftOut(),
		table,
		columns,
		columnOf,
		fieldOf,
		keyField,
		schema: rowSchema(judged, (field) => isRequired(field, rules)),
		rules,
	};
}

function isRequired(field: Field, rules: RowRules): boolean {
	if (field.name === rules.keyField) return true;
	return field.required === true && (field.secret !== true || rules.sendPassword);
}

function columnAt(table: Table, slot: Slot, position: number, rules: RowRules): Column {
	const { field } = slot;
	// An array of blanks is as blank as an empty text where arrays are joined into one.
	const kind = field?.joined === undefined ? (field?.kind ?? 'text') : 'tags';
	const mayBeWord = field !== undefined && field.name !== rules.keyField && field.secret !== true;
	const isBlank = mayBeWord
		? (cell: unknown): boolean => isBlankCell(cell, kind) || isBlankWord(cell)
		: (cell: unknown): boolean => isBlankCell(cell, kind);
	const alwaysBlank = isAlwaysBlank(cellsOf(table, position), isBlank);
	const mayClear =
		rules.blankValues === 'clear' && field?.neverEmpty !== true && !(field !== undefined && isRequired(field, rules));
	return {
		slot,
		position,
		isBlank,
		isKey: field?.name === rules.keyField,
		read: readerAt(table, field, position, rules),
		alwaysBlank,
		clears: mayClear && !alwaysBlank,
	};
}

function readerAt(table: Table, field: Field | undefined, position: number, rules: RowRules): CellReader {
	const show = field === undefined ? quote : showOf(field);
	const read: CellReader =
		field === undefined
			? (cell) => plainValue(cell, quote)
			: cellReader(field, {
					identifies: field.name === rules.keyField || field.unique === true || field.refersTo !== undefined,
					order: field.kind === 'date' ? orderAt(table, position, rules) : 'unsettled',
					serials: field.kind === 'date' && areSerials(cellsOf(table, position)),
					timezone: rules.timezone,
				});
	return (cell) => {
		if (!(cell instanceof ReadFailure)) return read(cell);
		return new Problem(
			show === conceal ? 'the expression failed.' : `the expression failed: ${inert(cell.reason, 200)}`,
		);
	};
}

function orderAt(table: Table, position: number, rules: RowRules): DayOrder {
	return rules.dateFormat === 'auto' ? settleOrder(cellsOf(table, position)) : rules.dateFormat;
}

function* cellsOf(table: Table, position: number): Generator<unknown> {
	for (let index = 0; index < table.rows; index += 1) yield table.cell(index, position);
}

function isAlwaysBlank(cells: Iterable<unknown>, isBlank: (cell: unknown) => boolean): boolean {
	let present = false;
	for (const cell of cells) {
		if (cell === undefined) continue;
		if (!isBlank(cell)) return false;
		present = true;
	}
	return present;
}

/** One record as a row; undefined when it is no person. */
function readRow(reader: Reader, index: number): DraftRow | undefined {
	const { table, keyField, schema, aside } = reader;
	const oddity = table.oddity(index);
	if (oddity !== undefined) return unreadRow(reader, index, oddity);
	const values: Record<string, Value | null> = {};
	const faults = new RowFaults(reader);
	let unlikelyKey: string | undefined;
	for (const column of reader.columns) {
		const { slot, position, isBlank, isKey, read, clears } = column;
		const cell = table.cell(index, position);
		if (cell === undefined) continue;
		if (isBlank(cell)) {
			if (clears) values[slot.name] = null;
			continue;
		}
		const why = isKey ? whyNoKeyIn(reader, cell, slot) : undefined;
		if (why !== undefined) {
			unlikelyKey = cleanText(String(cell));
			faults.reject(slot.name, `${slot.subject}: ${quote(cell)} ${why}, so nobody can say who this is.`);
		} else if (!isKey && isFormulaError(cell)) {
			faults.reject(slot.name, `${slot.subject}: ${shownIn(slot, cell)} is the error of a formula; mend the formula.`);
		} else {
			const value = read(cell);
			if (value instanceof Problem) faults.add(slot.name, `${slot.subject}: ${value.text}`);
			else values[slot.name] = value;
		}
	}
	if (values[keyField.name] === undefined && aside.takes(index, values, unlikelyKey)) return undefined;
	const unsplit = reader.names?.fill(index, values);
	if (unsplit !== undefined) faults.reject(reader.names?.family.name ?? '', unsplit);
	for (const fault of schema(values)) {
		faults.add(fault.name, sentenceOf(reader, fault));
		delete values[fault.name];
	}
	const row = rowOf(reader, index, values);
	faults.tell(row);
	if (unlikelyKey !== undefined) row.unlikelyKey = unlikelyKey;
	const left = reader.leavers.of(index);
	if (left !== undefined) row.left = left;
	return row;
}

function whyNoKeyIn({ rules }: Reader, cell: unknown, slot: Slot): string | undefined {
	const why = whyNoKey(cell, (text) => isOwnHeading(text, slot));
	return why !== undefined && rules.knownKeys?.has(cleanText(String(cell))) === true ? undefined : why;
}

function isOwnHeading(text: string, { heading, field }: Slot): boolean {
	const form = looseName(text);
	return form !== '' && (form === looseName(heading) || form === looseName(field?.name ?? ''));
}

function shownIn({ field }: Slot, cell: unknown): string {
	return (field === undefined ? quote : showOf(field))(cell);
}

/** What is wrong with one row: what rejects it, and what is only left out. */
class RowFaults {
	private rejecting: Map<string, string> | undefined;
	private hints: string[] | undefined;

	constructor(private readonly reader: Reader) {}

	/** A value that can't be sent: left out where the person can be sent without it. */
	add(name: string, sentence: string): void {
		const { fieldOf, rules, leftOut, columnOf } = this.reader;
		const field = fieldOf.get(name);
		const isNeeded = field !== undefined && (field.strict === true || isRequired(field, rules));
		if (rules.badValues !== 'skip' || isNeeded) {
			this.reject(name, sentence);
			return;
		}
		leftOut.add(columnOf.get(name)?.slot.subject ?? name, sentence);
		(this.hints ??= []).push(`Left out: ${sentence}`);
	}

	reject(name: string, sentence: string): void {
		this.rejecting ??= new Map();
		if (!this.rejecting.has(name)) this.rejecting.set(name, sentence);
	}

	tell(row: DraftRow): void {
		if (this.hints !== undefined) row.hints = this.hints;
		if (this.rejecting !== undefined)
			row.rejection = { code: 'INVALID_ROW', message: told([...this.rejecting.values()]) };
	}
}

function rowOf({ table, keyField, rules }: Reader, index: number, values: Record<string, Value | null>): DraftRow {
	return new ReadRow(index, table.itemOf(index), textOf(values[keyField.name]), values, rules);
}

/** A row as it was read. Name and e-mail are made when they are asked for, as 100,000 of them take their room in memory. */
class ReadRow implements DraftRow {
	declare rejection?: Rejection;
	declare duplicateOf?: Row;
	declare left?: string;
	declare hints?: readonly string[];
	declare unlikelyKey?: string;

	constructor(
		readonly index: number,
		readonly item: number,
		readonly key: string,
		public values: Values,
		private readonly rules: Pick<RowRules, 'nameOf' | 'emailField'>,
	) {}

	get name(): string {
		return this.rules.nameOf(this.values);
	}

	get email(): string {
		return textOf(this.values[this.rules.emailField]);
	}
}

/** A row that holds nothing to read. */
function unreadRow(reader: Reader, index: number, message: string): DraftRow {
	const row = rowOf(reader, index, {});
	row.rejection = { code: 'INVALID_ROW', message };
	return row;
}

function sentenceOf({ table, columnOf, fieldOf, rules }: Reader, { name, message, value, aboutValue }: Fault): string {
	const column = columnOf.get(name);
	const field = fieldOf.get(name);
	if (field === undefined) return message;
	if (column === undefined) return table.lacks(field, rules.lms);
	const { subject } = column.slot;
	if (value === undefined) return `${subject}: this can't be blank.`;
	if (aboutValue) return `${subject}: ${showOf(field)(value)} ${message}`;
	const telling = field.secret === true && message.includes(String(value));
	return `${subject}: ${telling ? 'the value is not accepted.' : message}`;
}

function told(sentences: readonly string[]): string {
	const more = sentences.length - TOLD_FAULTS;
	const shown = sentences.slice(0, TOLD_FAULTS).join(' ');
	return more > 0 ? `${shown} (And ${more} more in this row.)` : shown;
}

/** A column's name as the user wrote it, unless it is a whole text. */
function shortName(column: string): string {
	return column.length > LONGEST_NAME ? inert(column, LONGEST_NAME) : column;
}

function tooManyIgnored({ ignored }: Table): string[] {
	const more = ignored.length - LISTED_COLUMNS;
	return more > 0 ? [`${more} more columns were ignored and are not listed.`] : [];
}

function blankColumns({ columns }: Reader): string[] {
	return columns
		.filter((column) => column.alwaysBlank)
		.map((column) => `${column.slot.subject} is blank in every row: it clears nothing.`);
}
