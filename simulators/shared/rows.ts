import type { Fault } from './faults';

export type RowOrder = 'inOrder' | 'reordered' | 'missing' | 'doubled';

/** The rows of a bulk reply as a careless vendor might send them; a fault beats the switch. */
export function disturbRows<Row>(rows: readonly Row[], order: RowOrder, fault: Fault | undefined): Row[] {
	switch (orderOf(order, fault)) {
		case 'inOrder':
			return [...rows];
		case 'reordered':
			return [...rows].reverse();
		case 'missing':
			return rows.slice(0, -1);
		case 'doubled':
			return rows.flatMap((row, index) => (index === 0 ? [row, row] : [row]));
	}
}

/** The users of a page as a list shows them that goes wrong. */
export function disturbPage<User>(page: readonly User[], fault: Fault | undefined): readonly User[] {
	switch (fault?.kind) {
		case 'cutListing':
			return page.slice(0, Math.floor(page.length / 2));
		case 'swapUser':
			return page.length < 2 ? page : [...page.slice(0, -1), ...page.slice(0, 1)];
		default:
			return page;
	}
}

/** How many users a list says that there are. */
export const toldTotal = (total: number, fault: Fault | undefined): number =>
	fault?.kind === 'wrongTotal' ? total + 1 : total;

function orderOf(order: RowOrder, fault: Fault | undefined): RowOrder {
	switch (fault?.kind) {
		case 'reorderRows':
			return 'reordered';
		case 'missingRow':
			return 'missing';
		case 'doubledRow':
			return 'doubled';
		default:
			return order;
	}
}
