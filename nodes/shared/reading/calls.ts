import type { Meaning } from '../model/meaning';
import type { Row } from '../model/row';
import { isBlankWord } from './leftovers';
import { wordOf } from './reference';
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

/** What the list says that a row's person goes by, in all columns that say it: folded names, addresses, numbers, logins. */
export function callsIn(table: Table): (row: Row) => string[] {
	const columnsOf = (wanted: ReadonlySet<Meaning>): string[] =>
		[...table.meanings].flatMap(([column, meaning]) => (wanted.has(meaning) ? [column] : []));
	const [given, family, whole] = [columnsOf(GIVEN), columnsOf(FAMILY), columnsOf(WHOLE)];
	return ({ index }) => {
		const textsOf = (columns: readonly string[]): string[] =>
			columns.flatMap((column) => {
				const cell = table.raw(index, column);
				return (typeof cell === 'string' && !isBlankWord(cell)) || typeof cell === 'number'
					? [String(cell).trim()]
					: [];
			});
		const names = textsOf(family).flatMap((last) => textsOf(given).map((first) => `${first} ${last}`));
		return [...names, ...textsOf(whole)].map(wordOf).filter((word) => word !== '');
	};
}
