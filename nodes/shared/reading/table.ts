import { matchColumns, looseName, passwordField, secretWarning } from './columns';
import type { Field } from '../model/field';
import { inert } from '../model/inert';
import { CONSTANT, type ColumnRecord, type MappedField, type RowRules, type Source } from './source';
import { isBlankCell } from './text';
import { quote } from './problem';

/** One input column (or mapped field) that fills one name in the rows' values. */
export interface Slot {
	/** The key in the rows' values. */
	readonly name: string;
	/** Undefined for an unknown column that is sent along, unless it holds passwords. */
	readonly field: Field | undefined;
	/** How messages about a cell begin: `Column "Mail" (E-mail)`. */
	readonly subject: string;
}

/** A define-below expression that failed, in the place of its cell. */
export class ReadFailure {
	constructor(readonly reason: string) {}
}

/** The source with its columns matched: cells by row and slot, however they were given. */
export interface Table {
	readonly rows: number;
	readonly slots: readonly Slot[];
	readonly mapping: Record<string, string>;
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
	itemOf(row: number): number;
	/** Undefined: the cell is absent. */
	cell(row: number, slot: number): unknown;
	/** Whether the row is a record at all; else what was found. */
	oddity(row: number): string | undefined;
	/** Whether nothing stands in the row; asked for rows whose slots are all blank or whose key is. */
	isEmpty(row: number): boolean;
	/** Whether the input item itself holds nothing, whatever constants fill the row. */
	isEmptyItem(row: number): boolean;
	/** Why no cell can fill a required field. */
	lacks(field: Field, lms: string): string;
}

/** Matches the source's columns to fields. @throws SourceError when two columns tie for one field. */
export function openTable(source: Source, rules: RowRules): Table {
	return source.kind === 'columns' ? new ColumnTable(source.records, rules) : new MappedTable(source, rules);
}

type Cells = Readonly<Record<string, unknown>>;

function isCells(value: unknown): value is Cells {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class ColumnTable implements Table {
	readonly rows: number;
	readonly slots: readonly Slot[];
	readonly mapping: Record<string, string> = {};
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
	private readonly columns: readonly string[];
	private readonly cells: readonly unknown[];

	constructor(
		private readonly records: readonly ColumnRecord[],
		rules: RowRules,
	) {
		const match = matchColumns(columnsOf(records), rules);
		const columns: string[] = [];
		const slots: Slot[] = [];
		for (const field of rules.fields) {
			const column = match.byField.get(field.name);
			if (column === undefined) continue;
			this.mapping[field.name] = column;
			columns.push(column);
			slots.push({ name: field.name, field, subject: subjectOf(column, field) });
		}
		for (const [column, name] of match.unknown) {
			columns.push(column);
			slots.push({ name, field: passwordField(name), subject: `Column "${inert(column)}"` });
		}
		this.rows = records.length;
		this.cells = records.map(({ cells }) => cells);
		this.columns = columns;
		this.slots = slots;
		this.ignored = match.ignored;
		this.warnings = match.warnings;
	}

	itemOf(row: number): number {
		return this.records[row]?.item ?? 0;
	}

	cell(row: number, slot: number): unknown {
		const cells = this.cells[row];
		const column = this.columns[slot];
		if (column === undefined || !isCells(cells)) return undefined;
		const cell = cells[column];
		// What every object has from its prototype are functions and objects: a text is the row's own.
		const mayBeInherited = typeof cell === 'function' || typeof cell === 'object';
		return mayBeInherited && !Object.hasOwn(cells, column) ? undefined : cell;
	}

	oddity(row: number): string | undefined {
		const cells = this.cells[row];
		return isCells(cells) ? undefined : `This row is not a record with columns: ${quote(cells)} was found.`;
	}

	isEmpty(row: number): boolean {
		const cells = this.cells[row];
		return isCells(cells) && Object.values(cells).every((cell) => isBlankCell(cell, 'list'));
	}

	isEmptyItem(row: number): boolean {
		return this.isEmpty(row);
	}

	lacks(field: Field, lms: string): string {
		return `There is no column for "${field.label}" (${field.name}), which ${lms} needs: add one, or rename the column that holds it.`;
	}
}

function columnsOf(records: readonly ColumnRecord[]): Set<string> {
	const columns = new Set<string>();
	for (const { cells } of records) {
		if (!isCells(cells)) continue;
		for (const column of Object.keys(cells)) {
			if (!columns.has(column) && cells[column] !== undefined) columns.add(column);
		}
	}
	return columns;
}

/** Names the column as the user wrote it, and the field where its label is another word. */
function subjectOf(column: string, field: Field): string {
	const loose = looseName(column);
	const same = loose === looseName(field.label) || loose === looseName(field.name);
	return same ? `Column "${inert(column)}"` : `Column "${inert(column)}" (${field.label})`;
}

class MappedTable implements Table {
	readonly rows: number;
	readonly slots: readonly Slot[];
	readonly mapping: Record<string, string> = {};
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
	/** Slot → row → cell: an expression is slow, so each is read once. */
	private readonly store: ReadonlyArray<readonly unknown[]>;
	private readonly keySlot: number;

	constructor(
		private readonly source: Extract<Source, { kind: 'mapped' }>,
		rules: RowRules,
	) {
		const byName = new Map(rules.fields.map((field) => [field.name, field]));
		const slots: Slot[] = [];
		const store: unknown[][] = [];
		const ignored: string[] = [];
		const warnings: string[] = [];
		for (const mapped of source.fields) {
			const field = byName.get(mapped.field);
			if (field === undefined) {
				ignored.push(mapped.field);
				warnings.push(`${rules.lms} has no field "${inert(mapped.field)}": refresh the list of fields.`);
			} else if (field.secret === true && !rules.sendPassword) {
				ignored.push(mapped.field);
				warnings.push(secretWarning(`"${field.label}"`));
			} else {
				// An expression's text can hold a secret itself.
				this.mapping[field.name] = field.secret === true ? '(mapped)' : mapped.label;
				slots.push({ name: field.name, field, subject: mappedSubject(mapped.label, field) });
				store.push(readAll(mapped, source.items));
			}
		}
		this.rows = source.items;
		this.slots = slots;
		this.store = store;
		this.ignored = ignored;
		this.warnings = warnings;
		this.keySlot = slots.findIndex((slot) => slot.name === rules.keyField);
	}

	itemOf(row: number): number {
		return row;
	}

	cell(row: number, slot: number): unknown {
		return this.store[slot]?.[row];
	}

	oddity(): undefined {
		return undefined;
	}

	isEmpty(row: number): boolean {
		// Constants fill an empty item too: without a key they are nobody's.
		if (this.source.isEmptyItem(row)) return isBlankCell(this.cell(row, this.keySlot), 'text');
		return this.slots.every((_slot, index) => isBlankCell(this.cell(row, index), 'list'));
	}

	isEmptyItem(row: number): boolean {
		return this.source.isEmptyItem(row) || this.isEmpty(row);
	}

	lacks(field: Field, lms: string): string {
		return `There is no column for "${field.label}" (${field.name}), which ${lms} needs: fill it in under Fields.`;
	}
}

function readAll(mapped: MappedField, items: number): unknown[] {
	const cells: unknown[] = [];
	for (let item = 0; item < items; item += 1) {
		try {
			cells.push(mapped.read(item));
		} catch (error) {
			cells.push(
				new ReadFailure(error instanceof Error ? error.message : typeof error === 'string' ? error : 'unknown reason'),
			);
		}
	}
	return cells;
}

function mappedSubject(label: string, field: Field): string {
	if (field.secret === true || label === CONSTANT || looseName(label) === looseName(field.label)) {
		return `Field "${field.label}"`;
	}
	return `Field "${field.label}" (from "${inert(label)}")`;
}
