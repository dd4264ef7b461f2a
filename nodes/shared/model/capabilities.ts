import type { Field } from './field';

/** The operations a node can offer, as the tables show them. */
export type OfferedOperation = 'sync' | 'delete' | 'hide' | 'restore' | 'getSummary' | 'getMany';

/**
 * What one vendor's system lets us do, said once. README's tables are made from it, the contract suite takes from it
 * which of its tests apply, and a test holds what the editor shows against it.
 */
export interface Capabilities {
	/** The vendor's page in docs/. */
	readonly page: string;
	/** What the table says of each operation that the vendor documents. One that is absent is not offered. */
	readonly operations: Readonly<Partial<Record<OfferedOperation, string>>>;
	/** Whether everybody can be listed; `unlessRefused`: some installations refuse it, and the run is then blind. */
	readonly list: { readonly can: 'always' | 'unlessRefused' | 'never'; readonly words: string };
	/** Whether an export of the users (Known Users) can stand for the list. */
	readonly knownUsers: boolean;
	/** Whether few rows are looked up one by one, instead of listing everybody. */
	readonly lookUp: boolean;
	/** How many people one write carries, at most. */
	readonly perWrite: { readonly most: number; readonly words: string };
	/** What can become of missing people, besides Ignore: value and the vendor's own word. */
	readonly missing: Readonly<Record<string, string>>;
	/** The fields that people can be matched by, the default first. */
	readonly keys: readonly string[];
	/** Its fields when people are matched by the first of them: the table in the vendor's page is made from these. */
	readonly fields: readonly Field[];
	/** How Delete, Hide, Restore and Get Summary point at one person, besides the list. Empty: by a row, or not at all. */
	readonly locators: readonly string[];
}
