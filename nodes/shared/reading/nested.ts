import type { Field } from '../model/field';
import { inert } from '../model/inert';
import type { Meaning } from '../model/meaning';
import { fold } from '../model/fold';
import { partsOf } from './headings/headings';
import type { ColumnRecord, RowRules } from './source';

/** Records within records, as programs give them: `{"profile": {"firstName": "Anna"}}`. */

type Cells = Readonly<Record<string, unknown>>;

const DEEPEST = 4;
/** A record with more members is data of another kind. */
const MOST_MEMBERS = 200;
const MOST_ENTRIES = 50;

/** What programs list, though people mostly have one. */
const LISTED: ReadonlySet<Meaning | undefined> = new Set<Meaning | undefined>([
	'workPhone',
	'phone',
	'mobile',
	'email',
	'workEmail',
]);
/** What a list's entry holds its value in. */
const VALUES = ['value', 'address', 'email', 'number', 'emailUri'];

export interface Flat {
	readonly records: readonly ColumnRecord[];
	readonly columns: ReadonlySet<string>;
	readonly warnings: readonly string[];
}

function isRecord(value: unknown): value is Cells {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	// A record made elsewhere (by a Code node) has another `Object.prototype`; dates have one more above theirs.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The columns of all records; those that hold records give one column for each member instead (`profile.firstName`), where
 * a heading among them is understood and no field takes the record whole. One look at the first value of each column.
 */
export function flat(records: readonly ColumnRecord[], rules: RowRules): Flat {
	const columns = new Set<string>();
	const nested = new Set<string>();
	// Columns of which a value has been seen: one look into this set is all that most cells cost.
	const decided = new Set<string>();
	for (const { cells } of records) {
		if (typeof cells !== 'object' || cells === null || Array.isArray(cells)) continue;
		const record = cells as Cells;
		for (const column in record) {
			if (decided.has(column) || !Object.hasOwn(record, column)) continue;
			const cell = record[column];
			if (cell === undefined) continue;
			columns.add(column);
			if (cell === null || (Array.isArray(cell) && cell.length === 0)) continue;
			decided.add(column);
			if (typeof cell === 'object' && (isRecord(cell) || isList(cell, column))) nested.add(column);
		}
	}
	if (nested.size === 0) return { records, columns, warnings: [] };
	return unfolded(records, columns, nested, rules);
}

/** A list of records, or of one number or address as programs give them (Graph's `businessPhones`). */
function isList(cell: unknown, path: string): boolean {
	if (!Array.isArray(cell) || cell.length > MOST_ENTRIES) return false;
	if (cell.length === 1 && typeof cell[0] === 'string') return LISTED.has(partsOf(path).meaning);
	return cell.length > 0 && cell.every(isRecord);
}

function unfolded(
	records: readonly ColumnRecord[],
	all: ReadonlySet<string>,
	nested: ReadonlySet<string>,
	rules: RowRules,
): Flat {
	const members = new Map<string, Set<string>>();
	const warnings: string[] = [];
	const parts = records.map(({ cells }) => {
		const found = new Map<string, Map<string, unknown>>();
		if (typeof cells !== 'object' || cells === null) return found;
		for (const column of nested) {
			if (!Object.hasOwn(cells, column) || isTakenWhole(column, rules, (cells as Cells)[column])) continue;
			const values = new Map<string, unknown>();
			take((cells as Cells)[column], column, 0, { values, rules });
			found.set(column, values);
			const known = members.get(column) ?? new Set<string>();
			for (const path of values.keys()) known.add(path);
			members.set(column, known);
		}
		return found;
	});
	const opened = new Set(
		[...members].filter(([, paths]) => [...paths].some((path) => isUseful(path, rules))).map(([column]) => column),
	);
	for (const column of members.keys())
		if (!opened.has(column) && partsOf(column).meaning !== undefined && !rules.sendUnknownColumns)
			warnings.push(
				`Column "${inert(column)}" was not used: it holds records, and none of their names is understood. Map what you need of them with Fields → Map Each Column Manually.`,
			);
	if (opened.size === 0) return { records, columns: all, warnings };
	const columns = new Set<string>();
	for (const column of all) {
		if (!opened.has(column)) columns.add(column);
		else for (const path of members.get(column) ?? []) columns.add(path);
	}
	return {
		records: records.map((record, at) => {
			const found = parts[at];
			if (found === undefined || found.size === 0) return record;
			const cells: Record<string, unknown> = { ...(record.cells as Cells) };
			for (const [column, values] of found) {
				if (!opened.has(column)) continue;
				if (!values.has(column)) delete cells[column];
				for (const [path, value] of values) cells[path] = value;
			}
			return { item: record.item, cells };
		}),
		columns,
		warnings,
	};
}

/** Whether a column or path names something that the run can use. */
function isUseful(path: string, { fields, keyColumn, leavers }: RowRules): boolean {
	const { meaning, names } = partsOf(path);
	if (meaning !== undefined || path === keyColumn || path === leavers?.column) return true;
	return fields.some(({ name, label }) => names.includes(fold(name)) || names.includes(fold(label)));
}

/** Fields that read a record or a list themselves: JSON, lists, and people who are named by an object. */
function isTakenWhole(path: string, { fields, keyField }: RowRules, value?: unknown): boolean {
	const { meaning, names } = partsOf(path);
	return fields.some((field) => {
		if (!readsObjects(field) || field.name === keyField) return false;
		// A list of texts is read as it is; one of records is opened: `phoneNumbers.work`. So is a record: `department.name`.
		const isOpened = isRecord(value) || (Array.isArray(value) && value.some(isRecord));
		if (field.kind !== 'json' && field.refersTo === undefined && isOpened) return false;
		const isNamed = path === field.name || names.includes(fold(field.name)) || names.includes(fold(field.label));
		return isNamed || (meaning !== undefined && field.nameOnly !== true && field.means?.includes(meaning) === true);
	});
}

function readsObjects({ kind, refersTo, joined }: Field): boolean {
	return kind === 'json' || kind === 'list' || kind === 'tags' || refersTo !== undefined || joined !== undefined;
}

/** A name that is nothing but signs and notes would leave its group's name alone: `uid.[x]` is no UID. */
function isName(name: string): boolean {
	return /[\p{L}\p{N}]/u.test(name) && !/^[^\p{L}\p{N}]*[[({<]/u.test(name);
}

interface Taking {
	readonly values: Map<string, unknown>;
	readonly rules: RowRules;
}

function take(value: unknown, path: string, depth: number, taking: Taking): void {
	const { values, rules } = taking;
	if (depth < DEEPEST && isRecord(value) && repeatsHeading(value, path)) {
		if (!isTakenWhole(path, rules, value.value)) take(value.value, `${path}.value`, depth + 1, taking);
		else if (!values.has(path)) values.set(path, value.value);
		return;
	}
	if (isRecord(value) && isSpan(value)) {
		if (!values.has(path)) values.set(path, value.start);
		return;
	}
	const isOpen =
		typeof value === 'object' && value !== null && depth < DEEPEST && !(depth > 0 && isTakenWhole(path, rules, value));
	if (isOpen && Array.isArray(value) && isList(value, path)) takeList(value, path, depth, taking);
	else if (isOpen && isRecord(value) && Object.keys(value).length <= MOST_MEMBERS)
		for (const [name, member] of Object.entries(value).filter(([one]) => isName(one)))
			take(member, `${path}.${name}`, depth + 1, taking);
	else if (!values.has(path)) values.set(path, value);
}

/** Notion's day: `{"start": "2024-03-01", "end": null, "time_zone": null}`. */
function isSpan(record: Cells): boolean {
	const names = Object.keys(record);
	return names.length <= 3 && ['start', 'end'].every((name) => names.includes(name)) && record.end === null;
}

/** Whether a record's label is its heading, and not its value: Personio's `department: {"label": "Department", "value": …}`. */
function repeatsHeading(record: Cells, path: string): boolean {
	const { label } = record;
	if (typeof label !== 'string' || !Object.hasOwn(record, 'value')) return false;
	const heading = path.split('.').at(-1) ?? path;
	const { meaning } = partsOf(heading);
	return fold(label) === fold(heading) || (meaning !== undefined && partsOf(label).meaning === meaning);
}

/** `[{"type": "work", "value": "a@b.c"}]` is `emails.work`; of other records the one for work, the primary or the only one. */
function takeList(list: readonly unknown[], path: string, depth: number, taking: Taking): void {
	const [first] = list;
	if (!isRecord(first)) {
		take(first, path, depth + 1, taking);
		return;
	}
	const entries = list.filter(isRecord);
	const { values } = taking;
	const valueOf = (entry: Cells): unknown => VALUES.map((name) => entry[name]).find((one) => typeof one === 'string');
	if (entries.every((entry) => valueOf(entry) !== undefined)) {
		for (const entry of entries) {
			const type = typeof entry.type === 'string' ? `${path}.${entry.type}` : path;
			if (!values.has(type)) values.set(type, valueOf(entry));
		}
		return;
	}
	const kinds = entries.map((entry): [string | undefined, Cells] => [kindOf(entry), entry]);
	const known = kinds.filter(([kind]) => kind !== undefined && partsOf(kind).meaning !== undefined);
	if (known.length > 0) {
		for (const [kind = '', entry] of known) {
			const members = Object.entries(entry).filter(([name]) => name !== 'type' && name !== 'typeCode');
			take(Object.fromEntries(members), `${path}.${kind}`, depth, taking);
		}
		return;
	}
	const best =
		entries.find(({ type }) => type === 'work') ??
		entries.find(({ primary }) => primary === true) ??
		(entries.length === 1 && first.type !== 'home' ? first : undefined);
	if (best !== undefined) take(best, path, depth + 1, taking);
}

/** What a list's entry is, as it says itself: `{"type": "department", "name": "Sales"}`, ADP's `typeCode.codeValue`. */
function kindOf({ type, typeCode }: Cells): string | undefined {
	if (typeof type === 'string') return type;
	const code = isRecord(typeCode) ? (typeCode.codeValue ?? typeCode.shortName) : undefined;
	return typeof code === 'string' ? code : undefined;
}
