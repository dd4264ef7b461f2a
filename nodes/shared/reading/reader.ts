import { cellReader, showOf, type CellReader } from './cells';
import { Aside, LeftOut } from './aside';
import { areSerials } from './dateColumn';
import { nameSplitter, type NameSplitter } from './fullNames';
import { leaversIn, type Leavers } from './leavers';
import { isBlankWord } from './leftovers';
import { settleOrder, type DayOrder } from './dates';
import type { Field } from '../model/field';
import { plainValue } from './jsonCell';
import { conceal, Problem, quote } from './problem';
import { inert } from '../model/inert';
import { rowSchema, type RowSchema } from './rowSchema';
import { RowValues } from './rowValues';
import { SourceError, type RowRules, type Source } from './source';
import { ReadFailure } from './readFailure';
import { openTable, type Slot, type Table } from './table';
import { isBlankCell } from './text';
import { looseName } from './columns';

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

export interface Reader {
	readonly table: Table;
	readonly columns: readonly Column[];
	readonly columnOf: ReadonlyMap<string, Column>;
	readonly fieldOf: ReadonlyMap<string, Field>;
	readonly keyField: Field;
	/** Whether a text is the heading of the key's own column, or the key's own name. */
	readonly isKeyHeading: (text: string) => boolean;
	readonly schema: RowSchema;
	readonly rules: RowRules;
	readonly leavers: Leavers;
	readonly names: NameSplitter | undefined;
	readonly aside: Aside;
	readonly leftOut: LeftOut;
	readonly rowValues: RowValues;
}

export function readerOf(source: Source, rules: RowRules): Reader {
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
		rowValues: new RowValues(),
		table,
		columns,
		columnOf,
		fieldOf,
		keyField,
		isKeyHeading: headingTest([columnOf.get(keyField.name)?.slot.heading ?? '', keyField.name]),
		schema: rowSchema(judged, (field) => isRequired(field, rules)),
		rules,
	};
}

const DIGIT = /\d/;

/** Whether a text is one of these headings, as headings are compared. */
function headingTest(headings: readonly string[]): (text: string) => boolean {
	const forms = new Set(headings.map(looseName).filter((form) => form !== ''));
	// Most keys have a digit and most headings none: 100,000 keys are not folded for it.
	const haveDigits = [...forms].some((form) => DIGIT.test(form));
	return (text) => (haveDigits || !DIGIT.test(text)) && forms.has(looseName(text));
}

export function isRequired(field: Field, rules: RowRules): boolean {
	if (field.name === rules.keyField) return true;
	return field.required === true && (field.secret !== true || rules.sendPassword);
}

/** Directories give an empty list where there is no value: Graph's `businessPhones`. */
const isEmptyList = (cell: unknown): boolean => Array.isArray(cell) && cell.length === 0;

function columnAt(table: Table, slot: Slot, position: number, rules: RowRules): Column {
	const { field } = slot;
	// An array of blanks is as blank as an empty text where arrays are joined into one, or name somebody.
	const isJoined = field?.joined !== undefined || field?.refersTo !== undefined;
	const kind = isJoined ? 'tags' : (field?.kind ?? 'text');
	const mayBeWord = field !== undefined && field.name !== rules.keyField && field.secret !== true;
	const isBlank = mayBeWord
		? (cell: unknown): boolean => isBlankCell(cell, kind) || isBlankWord(cell) || (kind !== 'json' && isEmptyList(cell))
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

/** Whether a value is about who somebody is, so that nothing of it may be lost. */
const tellsWho = ({ unique, identifies, refersTo }: Field): boolean =>
	unique === true || identifies === true || refersTo !== undefined;

function readerAt(table: Table, field: Field | undefined, position: number, rules: RowRules): CellReader {
	const show = field === undefined ? quote : showOf(field);
	const read: CellReader =
		field === undefined
			? (cell) => plainValue(cell, quote)
			: cellReader(field, {
					identifies: field.name === rules.keyField || tellsWho(field),
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
