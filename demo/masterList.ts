import { parse } from 'csv-parse/sync';

import { fs, path, root } from '../engine/platform';
import type { Employee } from './cast';
import { words, type Reading } from './meaning';

/** One column of a vendor's master list: how HR writes it, and what it must come to in the learning system. */
export interface Column {
	readonly header: string;
	/** Name in {@link Meaning.values}; undefined: a column that no learning system should get. */
	readonly means?: string;
	readonly cell: (employee: Employee) => string;
	/** Default: {@link words}. */
	readonly read?: Reading;
	/** A blank cell is a fault, and so is one that can't be meant. */
	readonly required?: boolean;
}

/** The name under which a row says what state the account is to be in. */
export const STANDING = 'standing';

/** A row as a careful reader understands it. */
export interface Meaning {
	/** Line in the file, the header being 1. */
	readonly line: number;
	readonly key: string;
	/** By {@link Column.means}. A blank cell says nothing, and is left out. */
	readonly values: Readonly<Record<string, string>>;
	/** Why the row can't be meant as it stands; empty for a sound one. */
	readonly faults: readonly string[];
	/** Cells that can't be meant in columns that are not required: they say nothing, the rest of the row stands. */
	readonly leftOut: readonly string[];
}

/** Where a vendor's master list is kept. */
export function listFile(vendor: string): string {
	return path.join(root, 'demo', 'data', `${vendor}.csv`);
}

/** Reads a master list as n8n's file node would: one object per line, all cells text. */
export function readList(file: string): Array<Record<string, string>> {
	return parse(fs.readFileSync(file, 'utf8'), {
		bom: true,
		columns: true,
		delimiter: ';',
		skip_empty_lines: true,
	});
}

/** Understands the rows of a list. */
export function meaningOf(
	rows: ReadonlyArray<Readonly<Record<string, string>>>,
	columns: readonly Column[],
	keyName: string,
): Meaning[] {
	return rows.map((row, index) => {
		const values: Record<string, string> = {};
		const faults: string[] = [];
		const leftOut: string[] = [];
		for (const { header, means, read = words, required } of columns) {
			if (means === undefined) continue;
			const cell = row[header] ?? '';
			if (cell.trim() === '') {
				if (required === true) faults.push(`${header} is blank`);
				continue;
			}
			const value = read(cell);
			if (value !== undefined) values[means] = value;
			else (required === true ? faults : leftOut).push(`${header} is “${cell}”`);
		}
		return { line: index + 2, key: values[keyName] ?? '', values, faults, leftOut };
	});
}

/** Writes a list as a spreadsheet exports it: UTF-8 with its mark, semicolons, quotes where needed. */
export function asCsv(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>): string {
	const lines = [columns.map(({ header }) => header), ...rows].map((cells) => cells.map(quoted).join(';'));
	return `\ufeff${lines.join('\n')}\n`;
}

function quoted(cell: string): string {
	return /[";\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}
