import type { Field } from '../model/field';
import { inert } from '../model/inert';
import type { Meaning } from '../model/meaning';
import { FAMILIES, meaningsOf, type Peek } from './columnMeanings';
import { fold } from '../model/fold';
import { partsOf, withoutRepeat } from './headings/headings';
import { isCode, isLesser } from './headings/lesser';
import { calledOtherwise } from './displayName';
import { ownNames, secretWarning } from './ownNames';
import { onlyOne, surestFirst } from './ties';
import { unfit } from './unfit';
import { SourceError, type RowRules } from './source';

/** Columns that fill one field: the first, and for rows in which it is blank the next. */
export interface FieldColumns {
	readonly columns: readonly string[];
	/** The cells are names with the family name first, and the field wants them the other way round. */
	readonly turned: boolean;
	/** Of so many columns at the beginning nobody can say which is better: they must agree in every row. */
	readonly tied: number;
	/** Columns whose cells are part of the value: "van der" before a family name, a second family name after it. */
	readonly before?: string;
	readonly after?: string;
}

/** Which input column fills which field. */
export interface ColumnMatch {
	readonly byField: ReadonlyMap<string, FieldColumns>;
	/** Column → what it holds, as far as its heading says. */
	readonly meanings: ReadonlyMap<string, Meaning>;
	/** Columns that are sent under their own name: column → name. */
	readonly unknown: ReadonlyMap<string, string>;
	/** Columns that are not used, in the order in which they first occur. */
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
}

/** How well a column fits a field: first by what it holds, then by how its heading is written. */
interface Claim {
	readonly column: string;
	/** Position among the field's meanings; -1 for its own name, where that means none of them. */
	readonly grade: number;
	/** 0 the very name, 1 the name or label as people write it, 2 another heading of the same meaning, 3 a lesser one. */
	readonly spelling: number;
}

/** The form in which column names are compared: no case, spaces, accents or signs. */
export function looseName(name: string): string {
	return fold(name);
}

/** Matches columns to fields by name, label and meaning. @throws SourceError when Key Column names no column. */
export function matchColumns(columns: Iterable<string>, rules: RowRules, peek: Peek = () => []): ColumnMatch {
	const all = [...columns];
	const meanings = meaningsOf(all, peek);
	const keyColumn = keyColumnIn(all, rules);
	const names = namesOf(rules.fields);
	const claims = new Map<Field, Claim[]>();
	const unmatched: string[] = [];
	for (const column of all) {
		const found = claimOf(column, meanings.get(column), { all, names, rules });
		if (found === undefined) unmatched.push(column);
		else claims.set(found.field, [...(claims.get(found.field) ?? []), found.claim]);
	}
	const byField = new Map<string, FieldColumns>();
	const warnings: string[] = [];
	for (const field of rules.fields) {
		const found = bestOf(claims.get(field) ?? [], meanings);
		const best = field.refersTo === undefined ? found : surestFirst(found, peek);
		const [column] = best.columns;
		if (field.name === rules.keyField && keyColumn !== undefined)
			byField.set(field.name, { columns: [keyColumn], turned: false, tied: 1 });
		else if (column !== undefined) {
			const refused =
				refusalOf(field, column, rules) ??
				unfit(field, best.columns, peek) ??
				calledOtherwise(field, column, { meanings, peek });
			if (refused !== undefined) warnings.push(refused);
			else byField.set(field.name, { ...best, turned: isTurned(field, meanings.get(column)) });
		}
	}
	fillWhole(byField, rules.fields, meanings);
	fillLogin(byField, rules.fields, meanings);
	joinFamilyName(byField, rules.fields, meanings);
	const unknown = rules.sendUnknownColumns
		? ownNames(unmatched, rules.sendPassword, warnings)
		: new Map<string, string>();
	const used = new Set([
		...[...byField.values()].flatMap(({ columns, before, after }) => [...columns, before ?? '', after ?? '']),
		...unknown.keys(),
	]);
	return { byField, meanings, unknown, ignored: all.filter((column) => !used.has(column)), warnings };
}

/** The column that the user has named as the key. */
function keyColumnIn(columns: readonly string[], { keyColumn = '' }: RowRules): string | undefined {
	if (keyColumn.trim() === '' || columns.length === 0) return undefined;
	const found = columnCalled(keyColumn, columns);
	if (found !== undefined) return onlyOne(found, keyColumn, columns);
	throw new SourceError(
		`Key Column is "${inert(keyColumn)}", but the list has no such column. It has: ${listed(columns)}. Set Key Column to one of them.`,
	);
}

/** The column with this heading: the very text, or else the only one that people would read as the same. */
export function columnCalled(heading: string, columns: readonly string[]): string | undefined {
	const wanted = heading.trim();
	if (wanted === '') return undefined;
	const exact = columns.find((column) => column === heading) ?? columns.find((column) => column.trim() === wanted);
	if (exact !== undefined) return exact;
	return (
		columns.find((column) => fold(column) === fold(wanted) && fold(wanted) !== '') ??
		columns.find((column) => partsOf(column).names.some((name) => partsOf(wanted).names.includes(name)))
	);
}

/** Columns as messages list them. */
export function listed(columns: readonly string[]): string {
	const most = 20;
	const shown = columns.slice(0, most).map((column) => `"${inert(column)}"`);
	return `${shown.join(', ')}${columns.length > most ? ` and ${columns.length - most} more` : ''}`;
}

interface Names {
	readonly exact: ReadonlyMap<string, Field>;
	readonly loose: ReadonlyMap<string, Field>;
	readonly fields: readonly Field[];
}

/** A name beats another field's label, and the field declared first wins, so that a column always means one field. */
function namesOf(fields: readonly Field[]): Names {
	const exact = new Map<string, Field>();
	const loose = new Map<string, Field>();
	const add = (map: Map<string, Field>, name: string, field: Field): void => {
		if (name !== '' && !map.has(name)) map.set(name, field);
	};
	for (const field of fields) add(exact, field.name, field);
	const free = fields.filter((field) => field.exactOnly !== true);
	for (const field of free) add(loose, fold(field.name), field);
	for (const field of free) add(loose, fold(field.label), field);
	return { exact, loose, fields };
}

function claimOf(
	column: string,
	meaning: Meaning | undefined,
	{ all, names, rules }: { all: readonly string[]; names: Names; rules: RowRules },
): { field: Field; claim: Claim } | undefined {
	// "Title" with nothing but "Mrs" is no job title, and "state" with words such as "SUSPENDED" no region, whatever the vendor calls one.
	const isElse = ({ means }: Field): boolean =>
		(meaning === 'salutation' && means?.includes('title') === true) ||
		(meaning === 'status' && means?.includes('state') === true);
	const byName = names.exact.get(column);
	if (byName !== undefined && !isElse(byName))
		return { field: byName, claim: { column, grade: gradeOf(byName, meaning), spelling: 0 } };
	const base = withoutRepeat(column);
	const heading = base !== undefined && all.includes(base) ? base : column;
	for (const name of partsOf(heading).names) {
		const field = names.loose.get(name);
		if (field !== undefined && !isElse(field))
			return { field, claim: { column, grade: gradeOf(field, meaning), spelling: isCode(column) ? 3 : 1 } };
	}
	if (meaning === undefined) return undefined;
	let best: { field: Field; claim: Claim } | undefined;
	for (const field of names.fields) {
		if (field.nameOnly === true || field.defineBelowOnly === true || field.name === rules.keyField) continue;
		const grade = field.means?.indexOf(meaning) ?? -1;
		if (grade >= 0 && (best === undefined || grade < best.claim.grade))
			best = { field, claim: { column, grade, spelling: isLesser(column) ? 3 : 2 } };
	}
	return best;
}

/** The vendor's own name is best, unless it is itself a word of a lesser meaning: "Email" beside "Work Email". */
function gradeOf(field: Field, meaning: Meaning | undefined): number {
	return meaning === undefined ? -1 : (field.means?.indexOf(meaning) ?? -1);
}

function bestOf(claims: readonly Claim[], meanings: ReadonlyMap<string, Meaning>): Omit<FieldColumns, 'turned'> {
	const sorted = [...claims].sort((a, b) => a.grade - b.grade || a.spelling - b.spelling);
	const [first] = sorted;
	if (first === undefined) return { columns: [], tied: 0 };
	const tied = sorted.filter(({ grade, spelling }) => grade === first.grade && spelling === first.spelling).length;
	const meaning = meanings.get(first.column);
	const family = FAMILIES.find((one) => meaning !== undefined && one.has(meaning));
	const isAlike = (claim: Claim): boolean => {
		const other = meanings.get(claim.column);
		if (other === undefined || meaning === undefined) return claim.grade === first.grade;
		return other === meaning || family?.has(other) === true;
	};
	return { columns: sorted.filter(isAlike).map(({ column }) => column), tied };
}

function isTurned(field: Field, meaning: Meaning | undefined): boolean {
	return meaning === 'lastFirst' && field.means?.[0] === 'fullName';
}

/** A list with nothing but "Last, First" fills the whole name too, where that column has gone to another field. */
function fillWhole(
	byField: Map<string, FieldColumns>,
	fields: readonly Field[],
	meanings: ReadonlyMap<string, Meaning>,
): void {
	const whole = fields.find((field) => field.means?.[0] === 'fullName');
	const isNamed = fields.some(
		(field) => byField.has(field.name) && (field === whole || field.means?.[0] === 'familyName'),
	);
	const column = [...meanings].find(([, meaning]) => meaning === 'lastFirst')?.[0];
	if (whole !== undefined && !isNamed && column !== undefined)
		byField.set(whole.name, { columns: [column], turned: true, tied: 1 });
}

/** Where everybody needs a login and the list has no other, the name that people sign in with is one: Entra's userPrincipalName. */
function fillLogin(
	byField: Map<string, FieldColumns>,
	fields: readonly Field[],
	meanings: ReadonlyMap<string, Meaning>,
): void {
	const login = fields.find(({ means, required }) => required === true && means?.[0] === 'login');
	const column = [...meanings].find(([, meaning]) => meaning === 'loginEmail')?.[0];
	if (login !== undefined && !byField.has(login.name) && column !== undefined)
		byField.set(login.name, { columns: [column], turned: false, tied: 1 });
}

/** A family name in several columns: what stands before it, and the second of two. */
function joinFamilyName(
	byField: Map<string, FieldColumns>,
	fields: readonly Field[],
	meanings: ReadonlyMap<string, Meaning>,
): void {
	const columnOf = (wanted: Meaning): string | undefined => [...meanings].find(([, one]) => one === wanted)?.[0];
	const [before, after] = [columnOf('familyPrefix'), columnOf('secondFamilyName')];
	if (before === undefined && after === undefined) return;
	for (const { name, means } of fields) {
		const found = byField.get(name);
		if (means?.[0] !== 'familyName' || found === undefined) continue;
		byField.set(name, {
			...found,
			...(before === undefined || found.columns.includes(before) ? {} : { before }),
			...(after === undefined || found.columns.includes(after) ? {} : { after }),
		});
	}
}

/** Why a matching column is left out all the same. */
function refusalOf(field: Field, column: string, rules: RowRules): string | undefined {
	if (field.defineBelowOnly === true) {
		return `Column "${inert(column)}" was not used: ${field.label} is accepted through "Define Below" only.`;
	}
	return field.secret === true && !rules.sendPassword ? secretWarning(`Column "${inert(column)}"`) : undefined;
}
