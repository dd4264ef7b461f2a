import type { Meaning } from '../model/meaning';
import type { Row } from '../model/row';
import { isBlankWord } from './leftovers';
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

/** What the list says that a row's person goes by, in all columns that say it: names, addresses, numbers, logins. */
export function callsIn(table: Table): (row: Row) => string[] {
	const columnsOf = (wanted: ReadonlySet<Meaning>): string[] =>
		[...table.meanings].flatMap(([column, meaning]) => (wanted.has(meaning) ? [column] : []));
	const [given, family, whole] = [columnsOf(GIVEN), columnsOf(FAMILY), columnsOf(WHOLE)];
	return ({ index }) => {
		const calls: string[] = [];
		const textIn = (column: string): string => {
			const cell = table.raw(index, column);
			const isText = (typeof cell === 'string' && !isBlankWord(cell)) || typeof cell === 'number';
			return isText ? String(cell).trim() : '';
		};
		for (const column of family) {
			const last = textIn(column);
			if (last === '') continue;
			for (const other of given) {
				const first = textIn(other);
				if (first !== '') calls.push(`${first} ${last}`);
			}
		}
		for (const column of whole) {
			const text = textIn(column);
			if (text !== '') calls.push(text);
		}
		return calls;
	};
}
