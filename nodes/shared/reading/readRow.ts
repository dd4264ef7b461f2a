import { showOf } from './cells';
import { isFormulaError, whyNoKey } from './leftovers';
import { cleanText } from '../model/spelling';
import type { DraftRow, Rejection, Row } from '../model/row';
import type { Value, Values } from '../model/field';
import { textOf } from '../model/field';
import { Problem, quote } from './problem';
import type { Fault } from './rowSchema';
import type { RowRules } from './source';
import type { Slot } from './table';
import { type Reader, isRequired } from './reader';

/** At most this many faults of one row are told. */
const TOLD_FAULTS = 3;

/** One record as a row; undefined when it is no person. */
export function readRow(reader: Reader, index: number): DraftRow | undefined {
	const { table, keyField, schema, aside, rowValues } = reader;
	const oddity = table.oddity(index);
	if (oddity !== undefined) return unreadRow(reader, index, oddity);
	const faults = new RowFaults(reader);
	let unlikelyKey: string | undefined;
	for (const column of reader.columns) {
		const { slot, position, isBlank, isKey, read, clears } = column;
		const cell = table.cell(index, position);
		if (cell === undefined) continue;
		if (isBlank(cell)) {
			if (clears) rowValues.add(slot.name, null);
			continue;
		}
		const why = isKey ? whyNoKeyIn(reader, cell) : undefined;
		if (why !== undefined) {
			unlikelyKey = cleanText(String(cell));
			faults.reject(slot.name, `${slot.subject}: ${quote(cell)} ${why}, so nobody can say who this is.`);
		} else if (!isKey && isFormulaError(cell)) {
			faults.reject(
				slot.name,
				`${slot.subject}: ${shownIn(slot, cell)} is the error of a formula; correct the formula.`,
			);
		} else {
			const value = read(cell);
			if (value instanceof Problem) faults.add(slot.name, `${slot.subject}: ${value.text}`);
			else rowValues.add(slot.name, value);
		}
	}
	const values = rowValues.take();
	const key = values[keyField.name];
	const isAside =
		key === undefined
			? aside.takes(index, values, unlikelyKey, () => withLeft(reader, rowOf(reader, index, values)))
			: aside.takesTotal(index, key, values);
	if (isAside) return undefined;
	const unsplit = reader.names?.fill(index, values);
	if (unsplit !== undefined) faults.reject(reader.names?.family.name ?? '', unsplit);
	for (const fault of schema(values)) {
		faults.add(fault.name, sentenceOf(reader, fault));
		delete values[fault.name];
	}
	const row = rowOf(reader, index, values);
	faults.tell(row);
	if (unlikelyKey !== undefined) row.unlikelyKey = unlikelyKey;
	return withLeft(reader, row);
}

function withLeft({ leavers }: Reader, row: DraftRow): DraftRow {
	const left = leavers.of(row.index);
	if (left !== undefined) row.left = left;
	return row;
}

function whyNoKeyIn({ rules, isKeyHeading }: Reader, cell: unknown): string | undefined {
	const why = whyNoKey(cell, isKeyHeading);
	return why !== undefined && rules.knownKeys?.has(cleanText(String(cell))) === true ? undefined : why;
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

const NO_PERSON = ' If the row is no person (a room, a shared mailbox), set Options → Rows Without Key to Skip.';

function sentenceOf({ table, columnOf, fieldOf, rules }: Reader, { name, message, value, aboutValue }: Fault): string {
	const column = columnOf.get(name);
	const field = fieldOf.get(name);
	if (field === undefined) return message;
	if (column === undefined) return table.lacks(field, rules.lms);
	const { subject } = column.slot;
	if (value === undefined) {
		const isSkippable = name === rules.keyField && rules.rowsWithoutKey === 'reject';
		return `${subject}: this can't be blank.${isSkippable ? NO_PERSON : ''}`;
	}
	if (aboutValue) return `${subject}: ${showOf(field)(value)} ${message}`;
	const telling = field.secret === true && message.includes(String(value));
	return `${subject}: ${telling ? 'the value is not accepted.' : message}`;
}

function told(sentences: readonly string[]): string {
	const more = sentences.length - TOLD_FAULTS;
	const shown = sentences.slice(0, TOLD_FAULTS).join(' ');
	return more > 0 ? `${shown} (And ${more} more in this row.)` : shown;
}
