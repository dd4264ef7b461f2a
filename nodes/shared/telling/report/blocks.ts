import type { Headline } from './headline';
import type { Tone } from './words';

/** One value that differs, as text. */
export interface ShownChange {
	readonly field: string;
	readonly from: string;
	readonly to: string;
}

/** One person on a list. */
export interface Person {
	readonly name: string;
	/** Shown beside the name; '' when the name already is the key. */
	readonly key: string;
	readonly note: string;
	readonly changes: readonly ShownChange[];
}

/** An entry in a list of names; a key stands apart from the name that it belongs to. */
export type Name = string | Pick<Person, 'name' | 'key'>;

export interface Bar {
	readonly label: string;
	readonly count: number;
	readonly tone: Tone;
}

/** What a section is made of. All text is already inert; `more` counts what is left out at the end of a list. */
export type Block =
	| { readonly kind: 'say'; readonly text: string }
	| {
			readonly kind: 'problem';
			readonly title: string;
			readonly code: string;
			readonly count: string;
			readonly advice: string;
			/** Said once when all have the same message. */
			readonly message: string;
			/** People with a message of their own. */
			readonly people: readonly Person[];
			/** Further people, by name or key. */
			readonly also: readonly Name[];
			readonly more: number;
	  }
	| { readonly kind: 'bars'; readonly bars: readonly Bar[] }
	| { readonly kind: 'people'; readonly people: readonly Person[]; readonly more: number }
	| {
			readonly kind: 'names';
			readonly lead: string;
			readonly names: readonly Name[];
			readonly more: number;
	  }
	| { readonly kind: 'points'; readonly points: readonly string[]; readonly more: number }
	| {
			readonly kind: 'facts';
			readonly facts: ReadonlyArray<readonly [string, string]>;
			readonly more: number;
	  }
	| {
			readonly kind: 'table';
			readonly head: readonly string[];
			readonly rows: ReadonlyArray<readonly string[]>;
			readonly more: number;
	  }
	| { readonly kind: 'copy'; readonly label: string; readonly value: string };

export interface Section {
	readonly title: string;
	readonly blocks: readonly Block[];
}

/** A report's content, chosen and worded, before it is laid out as text or HTML. */
export interface Digest {
	readonly headline: Headline;
	/** When and how long. */
	readonly time: string;
	readonly sections: readonly Section[];
}
