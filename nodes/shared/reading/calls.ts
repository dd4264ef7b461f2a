import type { Meaning } from '../model/meaning';
import type { CallsOf, Row } from '../model/row';
import { isBlankWord } from './leftovers';
import { withoutNote } from './nameNote';
import { personIn } from './personObject';
import type { Table } from './table';

const GIVEN: ReadonlySet<Meaning> = new Set<Meaning>(['givenName', 'preferredGivenName', 'legalGivenName']);
const FAMILY: ReadonlySet<Meaning> = new Set<Meaning>(['familyName', 'preferredFamilyName', 'legalFamilyName']);
/** What others on the list may call somebody by, beside given and family name. */
const WHOLE: ReadonlySet<Meaning> = new Set<Meaning>([
	'fullName',
	'lastFirst',
	'workEmail',
	'email',
	'loginEmail',
	'employeeNumber',
	'userId',
	'login',
]);

const NONE: readonly string[] = [];
const MIDDLE: ReadonlySet<Meaning> = new Set<Meaning>(['middleName']);
const TURNED: ReadonlySet<Meaning> = new Set<Meaning>(['lastFirst']);

/** What the list says that a row's person goes by, in all columns that say it: names, addresses, numbers, logins. */
export function callsIn(table: Table): CallsOf {
	const [given, family, whole, turned = []] = [GIVEN, FAMILY, WHOLE, TURNED].map((wanted) => columnsIn(table, wanted));
	return ({ index }, isOfUse) => {
		const calls: string[] = [];
		const textIn = (column: string): string => textOf(table.raw(index, column));
		for (const column of family ?? []) {
			const last = textIn(column);
			if (last === '') continue;
			for (const other of given ?? []) {
				const first = textIn(other);
				if (first !== '') calls.push(`${first} ${last}`);
			}
		}
		for (const column of whole ?? []) {
			const cell = withoutNote(table.raw(index, column));
			const text = typeof cell === 'string' && isOfUse?.(cell) === false ? '' : textOf(cell);
			if (text === '') continue;
			calls.push(text);
			// "KAY Maria" under "NOM Prénom" is Maria Kay to others.
			const [last = '', first = '', ...more] = turned.includes(column) ? text.split(/\s+/u) : [];
			if (first !== '' && more.length === 0) calls.push(`${first} ${last}`);
		}
		return calls;
	};
}

function textOf(cell: unknown): string {
	const isText = (typeof cell === 'string' && !isBlankWord(cell)) || typeof cell === 'number';
	return isText ? String(cell).trim() : '';
}

/** What the columns after the first say of the person whom a row's field refers to, in the columns' order. */
export function furtherIn(table: Table): (row: Row, field: string) => readonly string[] {
	const columnsOf = new Map(
		table.slots.flatMap(({ name, field, further }) =>
			field?.refersTo === undefined || further === undefined || further.length === 0 ? [] : [[name, further] as const],
		),
	);
	return ({ index }, field) =>
		columnsOf
			.get(field)
			?.map((column) => textOf(personIn(table.raw(index, column))))
			.filter((text) => text !== '') ?? NONE;
}

function columnsIn({ meanings }: Table, wanted: ReadonlySet<Meaning>): string[] {
	return [...meanings].flatMap(([column, meaning]) => (wanted.has(meaning) ? [column] : []));
}

/** What the list calls a row's person with the family name first: "Іванов Іван", "Іванов Іван Петрович", "Іванов І. П.". */
export function turnedIn(table: Table): (row: Row) => string[] {
	const [given = [], family = [], middle = [], turned = []] = [GIVEN, FAMILY, MIDDLE, TURNED].map((wanted) =>
		columnsIn(table, wanted),
	);
	return ({ index }) => {
		const textsIn = (columns: readonly string[]): string[] =>
			columns.map((column) => textOf(withoutNote(table.raw(index, column)))).filter((text) => text !== '');
		const names = textsIn(family).flatMap((last) =>
			textsIn(given).map((first) => [last, first, textsIn(middle)[0] ?? '']),
		);
		const whole = textsIn(turned).map((text) => text.split(/[\s,]+/u));
		return [...names, ...whole].flatMap(([last = '', first = '', second = '']) =>
			first === '' ? [] : turnedForms(last, first, second),
		);
	};
}

function turnedForms(last: string, first: string, second: string): string[] {
	const [one, two] = [first.charAt(0), second.charAt(0)];
	const short = [`${last} ${first}`, `${last} ${one}.`, `${one}. ${last}`];
	return second === ''
		? short
		: [
				...short,
				`${last} ${first} ${second}`,
				`${first} ${second} ${last}`,
				`${last} ${one}.${two}.`,
				`${one}.${two}. ${last}`,
			];
}
