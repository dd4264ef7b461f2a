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
