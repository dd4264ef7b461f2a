import { cleanText } from '../model/spelling';
import { isBlank, type Field, type Value, type Values } from '../model/field';
import { inert } from '../model/inert';
import type { Meaning } from '../model/meaning';
import { isBlankWord } from './leftovers';
import type { Row } from '../model/row';
import type { RowRules } from './source';
import type { Table } from './table';
import { isRemark, isTotal } from './totals';
import { isBlankCell } from './text';

/** Meanings whose cells make a record a person. */
const NAMING: ReadonlySet<Meaning | undefined> = new Set<Meaning | undefined>([
	'givenName',
	'preferredGivenName',
	'legalGivenName',
	'familyName',
	'preferredFamilyName',
	'legalFamilyName',
	'fullName',
	'lastFirst',
	'name',
	'workEmail',
	'email',
	'loginEmail',
	'privateEmail',
]);

/** Records that are no people: totals, footers, page titles, empty lines, a second header. */
export class Aside {
	count = 0;
	/** What stands in the key column of those that are set aside for it. */
	readonly keys: string[] = [];
	/** Those that name somebody, and have no key. */
	readonly people: Row[] = [];
	private example = '';
	private readonly naming: readonly string[];
	private readonly slots: readonly number[];

	constructor(
		private readonly table: Table,
		private readonly keyField: Field,
		private readonly rules: RowRules,
	) {
		this.naming = table.columns.filter((column) => NAMING.has(table.meanings.get(column)));
		this.slots = table.slots.flatMap(({ field }, position) =>
			field !== undefined && NAMING.has(field.means?.[0]) ? [position] : [],
		);
	}

	/**
	 * Whether a record without a key is set aside; it is counted then.
	 * @param made makes the row of a record that is somebody's
	 */
	takes(row: number, values: Values, unlikelyKey: string | undefined, made: () => Row): boolean {
		if (this.table.isEmpty(row) || this.hasNoName(row, values)) return this.put(row);
		if (this.rules.rowsWithoutKey !== 'skip' || unlikelyKey !== undefined || !this.hasBlankKey(row, values))
			return false;
		this.people.push(made());
		return this.put(row);
	}

	/** Whether a record is a line of totals or a footer that begins in the key column ("Total: 40"): nobody else is named in it. */
	takesTotal(row: number, key: Value | null | undefined, values: Values): boolean {
		if (typeof key !== 'string' || this.rules.knownKeys?.has(key) === true) return false;
		const isNobody = isTotal(key) ? this.hasNoName(row, values, key) : isRemark(key) && this.isAlone(row, values, key);
		if (!isNobody) return false;
		this.keys.push(key);
		return this.put(row);
	}

	/** Whether a list with columns for names has nothing but this text in the row. */
	private isAlone(row: number, values: Values, key: string): boolean {
		if (!this.hasNoName(row, values, key)) return false;
		const filled = this.table.columns.filter((column) => !isBlankCell(this.table.raw(row, column), 'list'));
		return filled.length === 1;
	}

	private put(row: number): true {
		this.count += 1;
		if (this.example === '') this.example = this.exampleOf(row);
		return true;
	}

	warnings(): string[] {
		if (this.count === 0) return [];
		const some = this.count === 1 ? '1 row was' : `${this.count} rows were`;
		const shown = this.example === '' ? '' : ` The first: ${this.example}.`;
		return [
			`${some} set aside, as ${this.count === 1 ? 'it is no person' : 'they are no people'} (no ${this.keyField.label}).${shown}`,
		];
	}

	/** Nothing stands there: a key that can't be read is somebody's all the same. */
	private hasBlankKey(row: number, values: Values): boolean {
		if (!isBlank(values[this.keyField.name])) return false;
		return this.table.slots.every(
			({ field }, slot) => field?.name !== this.keyField.name || isBlankCell(this.table.cell(row, slot), 'text'),
		);
	}

	/** No e-mail and no name, in a list that has columns for them. */
	private hasNoName(row: number, values: Values, key = ''): boolean {
		if (this.naming.length === 0 && this.slots.length === 0) return false;
		const cells = [
			...this.naming.map((column) => this.table.raw(row, column)),
			...this.slots.map((slot) => this.table.cell(row, slot)),
		].filter((cell) => !isBlankCell(cell, 'list') && !isBlankWord(cell));
		if (cells.length > 0) return cells.every(isTotal);
		const name = this.rules.nameOf(values);
		return name === '' || name === key || isTotal(name);
	}

	private exampleOf(row: number): string {
		if (this.table.isHeader(row)) return `line ${row + 2} of a list with a heading, which repeats the heading`;
		for (const column of this.table.columns) {
			const cell = this.table.raw(row, column);
			if (typeof cell === 'string' && !isBlankCell(cell, 'text'))
				return `line ${row + 2} of a list with a heading, which begins with "${inert(cleanText(cell), 60)}"`;
		}
		return `line ${row + 2} of a list with a heading, which is empty`;
	}
}

/** A sentence about a column, after the column has been named. */
function withoutSubject(sentence: string, subject: string): string {
	return sentence.startsWith(`${subject}: `) ? sentence.slice(subject.length + 2) : sentence;
}

/** Values that could not be read and are not sent, by column. */
export class LeftOut {
	count = 0;
	private readonly byColumn = new Map<string, { count: number; example: string }>();

	add(subject: string, sentence: string): void {
		this.count += 1;
		const known = this.byColumn.get(subject);
		if (known === undefined) this.byColumn.set(subject, { count: 1, example: sentence });
		else known.count += 1;
	}

	warnings(): string[] {
		return [...this.byColumn].map(
			([subject, { count, example }]) =>
				`${subject}: ${count === 1 ? '1 value' : `${count} values`} could not be read and ${count === 1 ? 'was' : 'were'} left out. ${count === 1 ? '' : 'The first: '}${withoutSubject(example, subject)}`,
		);
	}
}
