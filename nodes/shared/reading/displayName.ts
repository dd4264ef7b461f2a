import type { Field } from '../model/field';
import { inert } from '../model/inert';
import type { Meaning } from '../model/meaning';
import { cleanText } from '../model/spelling';
import { fold } from '../model/fold';
import { wordSet } from './headings/wordSet';
import { partsOf } from './headings/headings';

/** What somebody is called on screens, which need not be their name. */
const DISPLAY = wordSet([
	'display name, profile display name, anzeigename, nom affiché, nom d affichage, nombre para mostrar, nome de exibição, nome visualizzato, weergavenaam, visningsnamn, nazwa wyświetlana, отображаемое имя',
]);

/** Where the columns of a list are found. */
interface Columns {
	readonly meanings: ReadonlyMap<string, Meaning>;
	readonly peek: (column: string) => Iterable<unknown>;
}

/**
 * Why a column of display names does not fill a field of full names: it holds others than the columns of first and last
 * names ("Annie Berg" beside "Anna" and "Berg"). A field of display names takes it as it is.
 */
export function calledOtherwise(field: Field, column: string, { meanings, peek }: Columns): string | undefined {
	if (field.means?.[0] !== 'fullName' || DISPLAY.has(fold(field.label)) || !isDisplay(column)) return undefined;
	const columnOf = (wanted: Meaning): string | undefined => [...meanings].find(([, one]) => one === wanted)?.[0];
	const [given, family] = [columnOf('givenName'), columnOf('familyName')];
	if (given === undefined || family === undefined) return undefined;
	const others = [peek(given), peek(family)].map((cells) => cells[Symbol.iterator]());
	for (const cell of peek(column)) {
		const [first, last]: unknown[] = others.map((cells) => cells.next().value);
		// Nearly every cell of a directory is just that.
		if (cell === `${String(first)} ${String(last)}`) continue;
		const [shown, ...parts] = [cell, first, last].map(wordsOf);
		const name = parts.join(' ');
		if (shown === undefined || shown === '' || parts.includes('') || shown.toLowerCase() === name.toLowerCase())
			continue;
		return `Column "${inert(column)}" was not used: it says "${inert(shown, 60)}" of somebody whose first and last name are "${inert(name, 60)}". To send it all the same, map ${field.label} with Fields → Map Each Column Manually.`;
	}
	return undefined;
}

/** Whether a column holds what people are called on screens. */
export function isDisplay(column: string): boolean {
	return partsOf(column).names.some((name) => DISPLAY.has(name));
}

function wordsOf(cell: unknown): string {
	return typeof cell === 'string' ? cleanText(cell).replace(/\s+/g, ' ') : '';
}
