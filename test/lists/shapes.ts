import type { IDataObject } from 'n8n-workflow';
import { cellsOf, columnsOf, PEOPLE, type MoreList } from './more';

/** n8n's own source nodes: CSV gives texts and drops blanks, Excel day numbers, Google Sheets drops trailing blanks, HTTP camelCase. */
export const SHAPES = ['csv', 'excel', 'sheets', 'json'] as const;
export type Shape = (typeof SHAPES)[number];

const serial = (iso: string): number => Math.round(Date.parse(iso) / 86_400_000) + 25_569;
export const camel = (heading: string): string =>
	heading
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '')
		.map((word) => (word === word.toUpperCase() && /_/.test(heading) ? word.toLowerCase() : word))
		.map((word, at) => (at === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
		.join('');

/** A cell under its heading, as a source node gives it; `iso` where the column holds days. */
export function entryIn(shape: Shape, heading: string, cell: string, iso: string | undefined): [string, unknown] {
	if (iso !== undefined && iso !== '' && shape === 'excel') return [heading, serial(iso)];
	const isTyped = shape === 'excel' || shape === 'sheets';
	if (isTyped && /^[1-9]\d{0,9}$/.test(cell)) return [heading, Number(cell)];
	if (isTyped && /^(true|false)$/i.test(cell)) return [heading, cell.toLowerCase() === 'true'];
	if (shape === 'json')
		return [camel(heading), /^(true|false)$/.test(cell) ? cell === 'true' : cell === '' ? null : cell];
	return [heading, cell];
}

/** What a source node leaves of a row: CSV and Excel drop blanks, Google Sheets those at the end. */
export function keptIn(shape: Shape, entries: ReadonlyArray<[string, unknown]>): Array<[string, unknown]> {
	if (shape === 'csv' || shape === 'excel') return entries.filter(([, cell]) => cell !== '');
	if (shape === 'json') return [...entries];
	let last = entries.length;
	while (last > 0 && entries[last - 1]?.[1] === '') last -= 1;
	return entries.slice(0, last);
}

/** Items as n8n's source nodes make them of a file. */
export function itemsOf(list: MoreList, shape: Shape): IDataObject[] {
	const columns = columnsOf(list);
	return cellsOf(list).map((cells, row) => {
		const person = PEOPLE[row];
		const days: Readonly<Record<string, string | undefined>> = {
			hire: person?.hire,
			term: person?.term,
			birth: '1990-12-24',
		};
		const entries = columns.map(({ heading, holds }, at) => entryIn(shape, heading, cells[at] ?? '', days[holds]));
		return Object.fromEntries(keptIn(shape, entries)) as IDataObject;
	});
}
