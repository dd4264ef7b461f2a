import type { IDataObject } from 'n8n-workflow';
import type { Holdings, Told } from './verify';

/** A result, with the node's words about it. */
export interface Result extends Told {
	readonly code: string;
	readonly message: string;
}

/** What one run of the node gave, as far as the demo shows and checks it. */
export interface Act {
	readonly title: string;
	readonly results: readonly Result[];
	/** The node's summary; undefined when it stopped with `error`. */
	readonly summary: IDataObject | undefined;
	readonly error: string;
	readonly calls: number;
	readonly writes: number;
	readonly seconds: number;
	readonly html: string;
	readonly before: Holdings;
	readonly after: Holdings;
}
