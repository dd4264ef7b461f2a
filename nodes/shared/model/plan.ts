import type { Field, Value, Change } from './field';
import type { User } from './directory';
import type { Code, Conflict, PlanQuality, SuccessOperation } from './result';
import type { Row } from './row';

/** What the run does with users who are missing from the rows. */
export type Removal = 'delete' | 'deleteAndHide' | 'lock';

/** `upsert` is the blind form: the vendor decides and says which it was. */
export type ActionKind = 'create' | 'update' | 'restore' | 'reactivate' | 'upsert' | 'delete' | 'hide' | 'lock';

/** The word that each kind of action has in results when it is done. */
export const WORD_OF: Readonly<Record<ActionKind, SuccessOperation>> = {
	create: 'created',
	update: 'updated',
	restore: 'restored',
	reactivate: 'reactivated',
	upsert: 'planned',
	delete: 'deleted',
	hide: 'hidden',
	lock: 'suspended',
};

/** Another action that must be done first. */
export interface Wait {
	readonly on: Action;
	/** Set when this action is impossible unless the other succeeded: it frees this value. */
	readonly frees?: Conflict;
	/** The field by which this action names the other person. */
	readonly reference?: string;
}

/** A field that names somebody who is made in the same run, and whom this one can't wait for. */
export interface Deferral {
	readonly field: string;
	readonly on: Action;
}

/** One thing to do to one account. */
export interface Action {
	readonly kind: ActionKind;
	readonly row?: Row;
	readonly user?: User;
	/** What differs, or for a create all that is set. Never holds secrets. */
	readonly changes: readonly Change[];
	/** Names of the fields to send: those of `changes`, and those that can't be compared. */
	readonly send: readonly string[];
	/** Somebody loses access: the user is missing from the rows, or the row bars them. Limits apply. */
	readonly removal: boolean;
	/** The row says of an active account that it is to be locked, blocked or suspended. */
	readonly bars?: true;
	/** The user had no key and gets the row's. */
	readonly adopted?: true;
	waits: Wait[];
	/** Fields that a second call sets once everyone exists, because people refer to each other in a circle. */
	readonly deferred: Deferral[];
}

/** What the plan says of one row, or of one user who exists only in the directory. */
export type Entry =
	| {
			readonly kind: 'act';
			readonly row?: Row;
			readonly action: Action;
			/** What is told beside, however the action ends. */
			readonly hints?: readonly string[];
	  }
	/** As the row says already, with nothing to tell: most of a nightly run. */
	| { readonly kind: 'unchanged'; readonly row: Row; readonly user: User }
	| {
			readonly kind: 'settled';
			readonly row?: Row;
			readonly user?: User;
			readonly operation: SuccessOperation | 'rejected' | 'failed' | 'blocked';
			readonly attempted?: SuccessOperation;
			readonly code: Code | '';
			readonly message: string;
			readonly conflict?: Conflict;
			readonly alreadyAbsent?: true;
			readonly hints?: readonly string[];
	  }
	| { readonly kind: 'copy'; readonly row: Row; readonly of: Row };

/** What is to be done, before anything is sent: one entry per row in the rows' order, then the removals. */
export interface Plan {
	/** Taken off one by one when results are made of them. */
	readonly entries: Entry[];
	/** Users that could be removed: managed, in scope, neither protected nor off limits. */
	readonly removable: readonly User[];
	readonly directory: { users: number; managed: number; unmanaged: number; protected: number };
	readonly quality: PlanQuality;
	readonly warnings: readonly string[];
}

/** What earlier runs have sent, and how the system showed it. */
export interface Memory {
	/**
	 * Whether the vendor was sent this wanted value before and shows this one all the same: in a form of its own, or as a
	 * field that can't be seen. It is then not written again.
	 */
	recall(key: string, field: Field, wanted: Value | null, shown: Value | null): 'kept' | 'unseen' | undefined;
	/** Whether something that was sent of this person has not been seen yet. */
	isOpen(key: string): boolean;
	/** The system shows what the row wants. */
	confirm(key: string, field: Field): void;
	/** A field that can't be seen, and of which too many values were sent for each to be remembered. */
	isHopeless(field: Field): boolean;
}

/** What the plan needs to know of the run and the vendor. */
export interface PlanRules {
	readonly lms: string;
	readonly fields: readonly Field[];
	readonly keyField: Field;
	readonly missing: Removal | undefined;
	/** Whether somebody who goes by any of these names (key, e-mail, the vendor's id) is in Protected Users. */
	readonly isProtected: (...names: readonly string[]) => boolean;
	readonly inScope: (user: User) => boolean;
	readonly returning: (user: User, row: Row) => 'restore' | 'reactivate' | undefined;
	readonly restoreAdvice: string;
	readonly mayAdopt: (user: User) => boolean;
	/** What to do about somebody known who comes under a new key. */
	readonly keyChanges: 'ask' | 'follow' | 'ignore';
	/** An update can give an account another matching key. */
	readonly changesKeys: boolean;
	/** Whether an update may take a unique value from this holder: the vendor clears it there. */
	readonly takesOver: (holder: User) => boolean;
	readonly removal: (user: User, how: Removal) => ActionKind | undefined;
	/** Why the removal can't be carried out for this user. */
	readonly unremovable?: (user: User) => string | undefined;
	/** What earlier runs have sent and seen of it. */
	readonly memory: Memory;
}

/** What a blind plan needs to know: whom to leave alone, and how that is told. */
export interface BlindRules {
	readonly fields: readonly Field[];
	readonly keyField: Field;
	readonly isProtected: (...names: readonly string[]) => boolean;
	/** What the run does with people who have left, by the list itself; undefined: nothing. */
	readonly missing?: Removal;
	/** The field and value by which a row bars somebody. */
	readonly bars?: { readonly field: string; readonly value: Value };
	/** The operation aims at people (Hide): a protected one is `blocked`; in a sync the row is `unchanged`. */
	readonly aimed?: SuccessOperation;
}

/** All actions of the entries, in order. */
export function actionsOf(entries: readonly Entry[]): Action[] {
	// A loop: flatMap makes an array for each of 100,000 unchanged rows.
	const actions: Action[] = [];
	for (const entry of entries) if (entry.kind === 'act') actions.push(entry.action);
	return actions;
}
