import { cleanText } from '../model/spelling';
import type { Field } from '../model/field';
import { fold } from '../model/fold';
import { inert } from '../model/inert';
import { SourceError } from './source';
import { isBlankCell } from './text';

/**
 * The column that Key Column names, where it is not written in another way than the setting and another column is, too.
 * @throws SourceError when two columns would do
 */
export function onlyOne(found: string, keyColumn: string, columns: readonly string[]): string {
	const twin = columns.find((column) => column !== found && fold(column) === fold(found));
	if (twin === undefined || found.trim() === keyColumn.trim()) return found;
	throw new SourceError(
		`Key Column is "${inert(keyColumn)}", which may be "${inert(found)}" or "${inert(twin)}": write it as the list does.`,
	);
}

/** How a cell names a person, the surest first. */
const FORMS = ['record', 'address', 'id', 'name'] as const;

function formOfName(cell: unknown): number {
	if (typeof cell === 'object') return FORMS.indexOf('record');
	const text = String(cell).trim();
	return FORMS.indexOf(text.includes('@') ? 'address' : /\s/.test(text) ? 'name' : 'id');
}

/** Columns that name a person in different forms say nothing different: the surest form comes first, and none is tied. */
export function surestFirst<Match extends { readonly columns: readonly string[]; readonly tied: number }>(
	match: Match,
	cellsIn: (column: string) => Iterable<unknown>,
): Match {
	const tied = match.columns.slice(0, match.tied);
	if (tied.length < 2) return match;
	const forms = new Map(
		tied.map((column): [string, number] => {
			for (const cell of cellsIn(column))
				if (cell !== undefined && !isBlankCell(cell, 'text')) return [column, formOfName(cell)];
			return [column, FORMS.length];
		}),
	);
	const formOf = (column: string): number => forms.get(column) ?? FORMS.length;
	const sorted = [...tied].sort((a, b) => formOf(a) - formOf(b));
	const first = formOf(sorted[0] ?? '');
	return {
		...match,
		columns: [...sorted, ...match.columns.slice(match.tied)],
		tied: sorted.filter((column) => formOf(column) === first).length,
	};
}

/**
 * Columns that fit a field equally well must say the same wherever both say something.
 * @throws SourceError when they don't
 */
export function disagreements(
	columns: readonly string[],
	field: Field,
	cellsIn: (column: string) => Iterable<unknown>,
): void {
	if (columns.length < 2) return;
	const said: string[] = [];
	for (const column of columns) {
		let row = 0;
		for (const cell of cellsIn(column)) {
			if (!isBlankCell(cell, field.kind)) {
				const form = typeof cell === 'string' ? cleanText(cell).toLowerCase() : formOf(cell);
				if (said[row] !== undefined && said[row] !== form) throw tie(field, columns);
				said[row] = form;
			}
			row += 1;
		}
	}
}

/** What is no text, as one; what JSON can't hold is like nothing else. */
function formOf(cell: unknown): string {
	try {
		return JSON.stringify(cell) ?? '';
	} catch {
		return String(typeof cell);
	}
}

function tie(field: Field, columns: readonly string[]): SourceError {
	const named = columns.slice(0, 5).map((column) => `"${inert(column)}"`);
	return new SourceError(
		`Columns ${named.slice(0, -1).join(', ')} and ${named.at(-1)} ${named.length === 2 ? 'both' : 'all'} mean the field "${field.label}" (${field.name}): rename or remove one of them.`,
	);
}
