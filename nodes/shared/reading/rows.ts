import { cellReader, showOf, type CellReader } from './cells';
import { isTreacherous } from './columns';
import { settleOrder, type DayOrder } from './dates';
import { settleDuplicates, type DraftRow } from './duplicates';
import type { Field, FieldKind, Value, Values } from '../model/field';
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
 * gives one row, in order; a row that can't be sent carries its rejection. Messages count rows from 1.
 * @throws SourceError when the source as a whole can't be read.
 */
export function readRows(source: Source, rules: RowRules): RowSet {
	// A vendor's custom field can be called `constructor`, which every row would seem to have.
	const fields = rules.fields.filter((field) => !isTreacherous(field.name));
	const reader = readerOf(source, { ...rules, fields });
	const { table } = reader;
	const rows: DraftRow[] = [];
	for (let index = 0; index < table.rows; index += 1) rows.push(readRow(reader, index));
	settleDuplicates(rows, fields, reader.keyField, rules.lms);
	return {
		rows,
		mapping: table.mapping,
		secretFields: table.slots.flatMap(({ field }) =>
			field === undefined || reader.fieldOf.has(field.name) ? [] : [field],
		),
		ignoredColumns: table.ignored.slice(0, LISTED_COLUMNS).map(shortName),
		warnings: [...table.warnings, ...tooManyIgnored(table), ...blankColumns(reader)],
		emptySource: table.rows === 0 || (table.rows === 1 && table.isEmptyItem(0)),
	};
}

/** One slot of the table with all that reading it takes. */
interface Column {
	readonly slot: Slot;
	readonly position: number;
	readonly kind: FieldKind;
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
	return {
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
	const alwaysBlank = isAlwaysBlank(cellsOf(table, position), kind);
	const mayClear =
		rules.blankValues === 'clear' && field?.neverEmpty !== true && !(field !== undefined && isRequired(field, rules));
	return {
		slot,
		position,
		kind,
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

function isAlwaysBlank(cells: Iterable<unknown>, kind: FieldKind): boolean {
	let present = false;
	for (const cell of cells) {
		if (cell === undefined) continue;
		if (!isBlankCell(cell, kind)) return false;
		present = true;
	}
	return present;
}

function readRow(reader: Reader, index: number): DraftRow {
	const { table } = reader;
	const oddity = table.oddity(index);
	if (oddity !== undefined) return unreadRow(reader, index, oddity);
	const values: Record<string, Value | null> = {};
	let problems: Map<string, string> | undefined;
	for (const { slot, position, kind, read, clears } of reader.columns) {
		const cell = table.cell(index, position);
		if (cell === undefined) continue;
		if (isBlankCell(cell, kind)) {
			if (clears) values[slot.name] = null;
			continue;
		}
		const value = read(cell);
		if (value instanceof Problem) (problems ??= new Map()).set(slot.name, `${slot.subject}: ${value.text}`);
		else values[slot.name] = value;
	}
	const { keyField, schema } = reader;
	if (values[keyField.name] === undefined && table.isEmpty(index))
		return unreadRow(reader, index, 'This row is empty.');
	const faults = schema(values);
	if (problems === undefined && faults.length === 0) return rowOf(reader, index, values);
	const sentences = problems ?? new Map<string, string>();
	for (const fault of faults) {
		if (!sentences.has(fault.name)) sentences.set(fault.name, sentenceOf(reader, fault));
		delete values[fault.name];
	}
	const row = rowOf(reader, index, values);
	row.rejection = { code: 'INVALID_ROW', message: told([...sentences.values()]) };
	return row;
}

function rowOf({ table, keyField, rules }: Reader, index: number, values: Record<string, Value | null>): DraftRow {
	return new ReadRow(index, table.itemOf(index), textOf(values[keyField.name]), values, rules);
}

/** A row as it was read. Name and e-mail are made when they are asked for, as 100,000 of them take their room in memory. */
class ReadRow implements DraftRow {
	declare rejection?: Rejection;
	declare duplicateOf?: Row;

	constructor(
		readonly index: number,
		readonly item: number,
		readonly key: string,
		readonly values: Values,
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
