import type { Outcome } from '../model/connector';
import { idText } from '../transport/record';

/**
 * Reading the reply to a call that carried several people: whose row is whose. A row is never credited by its place in
 * the list alone unless the vendor says nothing else, since rows may be missing, doubled or in another order.
 */

/** Finds the people of a batch by what a reply calls them. A name that fits two of them finds nobody. */
export class NameIndex {
	private readonly exact = new Map<string, Set<number>>();
	private readonly folded = new Map<string, Set<number>>();

	/** @param name anything; what is neither a text nor a number is no name */
	add(name: unknown, task: number): void {
		const text = nameOf(name);
		if (text === '') return;
		put(this.exact, text, task);
		put(this.folded, fold(text), task);
	}

	/** The one person with this name; its case counts only where two differ in nothing else. */
	find(name: unknown): number | undefined {
		const text = nameOf(name);
		return only(this.exact.get(text) ?? this.folded.get(fold(text)));
	}
}

/** A name as text; '' when there is none, or a number that was rounded when the reply was read. */
export function nameOf(name: unknown): string {
	return idText(name).normalize('NFC').trim();
}

const fold = (text: string): string => text.toLowerCase();

function put(index: Map<string, Set<number>>, text: string, task: number): void {
	const tasks = index.get(text);
	if (tasks === undefined) index.set(text, new Set([task]));
	else tasks.add(task);
}

function only(tasks: ReadonlySet<number> = new Set()): number | undefined {
	const [first, second] = tasks;
	return second === undefined ? first : undefined;
}

/** What a reply says of one person of the batch. */
export type Said<Row> =
	| { readonly kind: 'row'; readonly row: Row }
	| { readonly kind: 'nothing' }
	| { readonly kind: 'contradictory' };

/**
 * Sorts a reply's rows to the people of the batch. The same row twice is one; two that differ contradict each other.
 * @param whose the person that a row is about, or undefined when that can't be said
 */
export function sortRows<Row>(
	rows: readonly Row[],
	people: number,
	whose: (row: Row) => number | undefined,
): Array<Said<Row>> {
	const said: Array<Said<Row>> = Array.from({ length: people }, () => ({ kind: 'nothing' }));
	for (const row of rows) {
		const at = whose(row) ?? -1;
		const before = said[at];
		if (before?.kind === 'nothing') said[at] = { kind: 'row', row };
		else if (before?.kind === 'row' && contentOf(before.row) !== contentOf(row)) said[at] = { kind: 'contradictory' };
	}
	return said;
}

/** What two rows that say the same have in common. A row that is nested too deep to be written down is like itself alone. */
export function contentOf(row: unknown): unknown {
	try {
		return JSON.stringify(row);
	} catch {
		return row;
	}
}

const UNSAID = {
	nothing: 'says nothing about this person',
	contradictory: 'says two different things about this person',
	rounded: 'gives this person an id that is too large a number to be exact',
} as const;

/** The outcome of somebody about whom the reply says nothing that can be relied on. */
export function unsaid(kind: keyof typeof UNSAID, lms: string): Outcome {
	return {
		kind: 'unknown',
		code: 'NO_RESULT',
		message: `The reply of ${lms} ${UNSAID[kind]}. Whether it was done is not known: look this person up.`,
	};
}
