import { matchColumns, type FieldColumns } from './columns';
import { disagreements } from './ties';
import { mappedSubject, subjectOf } from './subjects';
import { flat, type Flat } from './nested';
import { joinedName } from './joinedName';
import { withoutNote } from './nameNote';
import { turnedName } from '../model/spelling';
import { passwordField, secretWarning } from './ownNames';
import type { Meaning } from '../model/meaning';
import type { Field } from '../model/field';
import { inert } from '../model/inert';
import { readAll } from './readFailure';
import { CONSTANT, type ColumnRecord, type RowRules, type Source } from './source';
import { isBlankWord } from './leftovers';
import { secondHeaderTest } from './secondHeader';
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
	/** The heading, for those who put it among the values; '' where there is none. */
	readonly heading: string;
	/** The columns that fill it where the first is blank. */
	readonly further?: readonly string[];
}

/** The source with its columns matched: cells by row and slot, however they were given. */
export interface Table {
	readonly rows: number;
	readonly slots: readonly Slot[];
	readonly mapping: Record<string, string>;
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
	/** Columns are matched by their headings. */
	readonly isAutomatic: boolean;
	/** All columns of the input, and what each holds as far as its heading says. */
	readonly columns: readonly string[];
	readonly meanings: ReadonlyMap<string, Meaning>;
	/** A cell of the input, mapped or not. */
	raw(row: number, column: string): unknown;
	itemOf(row: number): number;
	/** Undefined: the cell is absent. */
	cell(row: number, slot: number): unknown;
	/** Whether the row is a record at all; else what was found. */
	oddity(row: number): string | undefined;
	/** Whether the row is a second header: its cells are read as if nothing stood in them. */
	isHeader(row: number): boolean;
	/** Whether nothing stands in the row; asked for rows whose slots are all blank or whose key is. */
	isEmpty(row: number): boolean;
	/** Whether the input item itself holds nothing, whatever constants fill the row. */
	isEmptyItem(row: number): boolean;
	/** Why no cell can fill a required field. */
	lacks(field: Field, lms: string): string;
}

/** Matches the source's columns to fields. @throws SourceError when two columns tie for one field. */
export function openTable(source: Source, rules: RowRules): Table {
	if (source.kind !== 'columns') return new MappedTable(source, rules);
	const whole = flat(source.records, rules);
	return new ColumnTable(whole.records, whole, rules);
}

/** More columns of one field are not named in the summary's mapping. */
const MOST_TOLD = 3;

const isNothing = (cell: unknown): boolean => isBlankCell(cell, 'text') || isBlankWord(cell);

type Cells = Readonly<Record<string, unknown>>;

function isCells(value: unknown): value is Cells {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class ColumnTable implements Table {
	readonly isAutomatic = true;
	readonly rows: number;
	readonly slots: readonly Slot[];
	readonly mapping: Record<string, string> = {};
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
	readonly columns: readonly string[];
	readonly meanings: ReadonlyMap<string, Meaning>;
	/** Slot → its columns, the next ones for rows in which the first is blank. */
	private readonly filling: ReadonlyArray<readonly string[]>;
	/** Slots of full names → how their cells are written. */
	private readonly shaped: ReadonlyMap<number, (cell: unknown) => unknown>;
	/** Slot → the columns whose cells are part of the value. */
	private readonly joined: ReadonlyMap<number, Pick<FieldColumns, 'before' | 'after'>>;
	private readonly cells: readonly unknown[];
	private readonly headers = new Set<number>();

	constructor(
		private readonly records: readonly ColumnRecord[],
		{ columns, warnings }: Flat,
		rules: RowRules,
	) {
		this.columns = [...columns];
		this.rows = records.length;
		const isSecondHeader = secondHeaderTest(this.columns);
		this.cells = records.map(({ cells }, row) => {
			if (!isCells(cells) || !isSecondHeader((column) => cells[column])) return cells;
			this.headers.add(row);
			return {};
		});
		const match = matchColumns(this.columns, rules, (column) => this.cellsIn(column));
		const filling: Array<readonly string[]> = [];
		const shaped = new Map<number, (cell: unknown) => unknown>();
		const joined = new Map<number, Pick<FieldColumns, 'before' | 'after'>>();
		const slots: Slot[] = [];
		for (const field of rules.fields) {
			const found = match.byField.get(field.name);
			const [column] = found?.columns ?? [];
			if (found === undefined || column === undefined) continue;
			disagreements(found.columns.slice(0, found.tied), field, (one) => this.cellsIn(one));
			this.mapping[field.name] = [...found.columns.slice(0, MOST_TOLD), found.before, found.after]
				.filter((one) => one !== undefined)
				.join(', ');
			if (found.before !== undefined || found.after !== undefined) joined.set(slots.length, found);
			if (found.turned) shaped.set(slots.length, (cell) => turnedName(withoutNote(cell)));
			else if (field.means?.includes('lastFirst') === true) shaped.set(slots.length, withoutNote);
			filling.push(found.columns);
			const further = found.columns.slice(1);
			slots.push({ name: field.name, field, subject: subjectOf(column, field), heading: column, further });
		}
		for (const [column, name] of match.unknown) {
			filling.push([column]);
			slots.push({ name, field: passwordField(name), subject: `Column "${inert(column)}"`, heading: column });
		}
		this.filling = filling;
		this.shaped = shaped;
		this.joined = joined;
		this.slots = slots;
		this.meanings = match.meanings;
		this.ignored = match.ignored;
		this.warnings = [...warnings, ...match.warnings];
	}

	private *cellsIn(column: string): Generator<unknown> {
		for (let row = 0; row < this.rows; row += 1) yield this.raw(row, column);
	}

	itemOf(row: number): number {
		return this.records[row]?.item ?? 0;
	}

	cell(row: number, slot: number): unknown {
		const columns = this.filling[slot];
		const first = columns?.[0];
		if (columns === undefined || first === undefined) return undefined;
		let cell = this.raw(row, first);
		for (let next = 1; next < columns.length && isNothing(cell); next += 1) {
			const other = this.raw(row, columns[next] ?? first);
			if (!isNothing(other)) cell = other;
		}
		if (this.joined.size > 0 && this.joined.has(slot)) return this.whole(row, slot, cell);
		return this.shaped.get(slot)?.(cell) ?? cell;
	}

	/** A family name with what belongs to it: "van der" before it, a second one after it. */
	private whole(row: number, slot: number, cell: unknown): unknown {
		if (typeof cell !== 'string' || isNothing(cell)) return cell;
		const { before, after } = this.joined.get(slot) ?? {};
		const part = (column = ''): unknown => (column === '' ? undefined : this.raw(row, column));
		return joinedName(cell, part(before), part(after));
	}

	raw(row: number, column: string): unknown {
		const cells = this.cells[row];
		if (!isCells(cells)) return undefined;
		const cell = cells[column];
		// What every object has from its prototype are functions and objects: a text is the row's own.
		const mayBeInherited = typeof cell === 'function' || typeof cell === 'object';
		return mayBeInherited && !Object.hasOwn(cells, column) ? undefined : cell;
	}

	oddity(row: number): string | undefined {
		const cells = this.cells[row];
		return isCells(cells) ? undefined : `This row is not a record with columns: ${quote(cells)} was found.`;
	}

	isHeader(row: number): boolean {
		return this.headers.has(row);
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

class MappedTable implements Table {
	readonly isAutomatic = false;
	readonly rows: number;
	readonly slots: readonly Slot[];
	readonly mapping: Record<string, string> = {};
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
	readonly columns: readonly string[];
	readonly meanings: ReadonlyMap<string, Meaning>;
	/** Slot → row → cell: an expression is slow, so each is read once. */
	private readonly store: ReadonlyArray<readonly unknown[]>;
	private readonly records: readonly ColumnRecord[];
	private readonly keySlot: number;
	private readonly headers: ReadonlySet<number>;

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
				slots.push({
					name: field.name,
					field,
					subject: mappedSubject(mapped.label, field),
					heading: mapped.label === CONSTANT ? '' : mapped.label,
				});
				store.push(readAll(mapped, source.items));
			}
		}
		this.rows = source.items;
		this.slots = slots;
		this.store = store;
		this.ignored = ignored;
		this.warnings = warnings;
		this.keySlot = slots.findIndex((slot) => slot.name === rules.keyField);
		// Who has left may be told by a record within the record; what fills the fields is mapped already.
		const list = flat(source.records ?? [], { ...rules, fields: [], keyColumn: '' });
		this.records = list.records;
		this.columns = [...list.columns];
		const isSecondHeader = secondHeaderTest(this.columns);
		this.headers = new Set([...this.records.keys()].filter((row) => isSecondHeader((column) => this.raw(row, column))));
		this.meanings = matchColumns(this.columns, { ...rules, fields: [], keyColumn: '' }).meanings;
	}

	itemOf(row: number): number {
		return row;
	}

	raw(row: number, column: string): unknown {
		const cells = this.records[row]?.cells;
		return isCells(cells) && Object.hasOwn(cells, column) ? cells[column] : undefined;
	}

	cell(row: number, slot: number): unknown {
		return this.headers.has(row) ? undefined : this.store[slot]?.[row];
	}

	isHeader(row: number): boolean {
		return this.headers.has(row);
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
