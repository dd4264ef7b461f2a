import type { Field } from '../model/field';
import { inert } from '../model/inert';

const WHOLE_NUMBER = /^\s*[+-]?\d/;
/** Fewer cells are slips, each told on its row. */
const ENOUGH = 3;

/** Why columns do not fit a field of numbers: nothing in them is one ("Language" holds names of languages). */
export function unfit(
	field: Field,
	columns: readonly string[],
	peek: (column: string) => Iterable<unknown>,
): string | undefined {
	if (field.kind !== 'integer') return undefined;
	let example: string | undefined;
	let others = 0;
	for (const column of columns) {
		for (const cell of peek(column)) {
			if (typeof cell !== 'string' || cell.trim() === '') {
				if (typeof cell === 'number') return undefined;
				continue;
			}
			if (WHOLE_NUMBER.test(cell)) return undefined;
			example ??= cell;
			others += 1;
		}
	}
	return example === undefined || others < ENOUGH
		? undefined
		: `Column "${inert(columns[0] ?? '')}" was not used: ${field.label} takes whole numbers, and "${inert(example, 60)}" is none.`;
}
