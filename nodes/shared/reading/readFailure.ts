import type { MappedField } from './source';

/** A define-below expression that failed, in the place of its cell. */
export class ReadFailure {
	constructor(readonly reason: string) {}
}

/** A mapped field's cells, item by item. */
export function readAll(mapped: MappedField, items: number): unknown[] {
	const cells: unknown[] = [];
	for (let item = 0; item < items; item += 1) {
		try {
			cells.push(mapped.read(item));
		} catch (error) {
			cells.push(
				new ReadFailure(error instanceof Error ? error.message : typeof error === 'string' ? error : 'unknown reason'),
			);
		}
	}
	return cells;
}
