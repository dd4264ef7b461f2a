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

/** Items as n8n's source nodes make them of a file. */
export function itemsOf(list: MoreList, shape: Shape): IDataObject[] {
	const columns = columnsOf(list);
	return cellsOf(list).map((cells, row) => {
		const entries = columns.map(({ heading, holds }, at): [string, unknown] => {
			const cell = cells[at] ?? '';
			const person = PEOPLE[row];
			const iso = { hire: person?.hire, term: person?.term, birth: '1990-12-24' }[holds];
			if (iso !== undefined && iso !== '' && shape === 'excel') return [heading, serial(iso)];
			const isTyped = shape === 'excel' || shape === 'sheets';
			if (isTyped && /^[1-9]\d{0,9}$/.test(cell)) return [heading, Number(cell)];
			if (isTyped && /^(true|false)$/i.test(cell)) return [heading, cell.toLowerCase() === 'true'];
			if (shape === 'json')
				return [camel(heading), /^(true|false)$/.test(cell) ? cell === 'true' : cell === '' ? null : cell];
			return [heading, cell];
		});
		if (shape === 'csv' || shape === 'excel')
			return Object.fromEntries(entries.filter(([, cell]) => cell !== '')) as IDataObject;
		if (shape === 'json') return Object.fromEntries(entries) as IDataObject;
		let last = entries.length;
		while (last > 0 && entries[last - 1]?.[1] === '') last -= 1;
		return Object.fromEntries(entries.slice(0, last)) as IDataObject;
	});
}
