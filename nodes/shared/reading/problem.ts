import { inert } from '../model/inert';

/** Why a cell is refused: a plain sentence about the value, without the name of its column. */
export class Problem {
	constructor(readonly text: string) {}
}

/** How a cell is named inside a {@link Problem}; secret fields use a form that does not show the value. */
export type Show = (cell: unknown) => string;

/** A cell as messages quote it: texts in quotes and shortened, lists and objects by what they are. */
export const quote: Show = (cell) => {
	switch (typeof cell) {
		case 'string':
			return `"${inert(cell)}"`;
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(cell);
		case 'object':
			if (cell === null) return 'null';
			return Array.isArray(cell) ? 'a list' : 'an object';
		case 'undefined':
			return 'nothing';
		default:
			return `a ${typeof cell}`;
	}
};

/** Stands in for {@link quote} where the value must not be seen. */
export const conceal: Show = () => 'the value';
