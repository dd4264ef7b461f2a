import type { Directory, User } from './directory';
import type { Field, Values } from './field';
import type { Failure } from './failure';
import type { Action, ActionKind, Removal } from './plan';
import type { Code, Conflict, Extras, SuccessOperation } from './result';
import type { Row } from './row';

/**
 * What one step of an action came to. `failed` promises that it was not done; `unknown` promises nothing.
 */
export type Outcome =
	| {
			readonly kind: 'done';
			/** The vendor's word where it says more than the plan (blind writes). */
			readonly operation?: SuccessOperation;
			readonly userId?: string;
			readonly message?: string;
			readonly extras?: Extras;
			/** What the reply shows of this person, for hints about values that the vendor keeps differently. */
			readonly shown?: Values;
	  }
	| {
			readonly kind: 'failed' | 'unknown';
			readonly code: Code;
			readonly message: string;
			readonly userId?: string;
			readonly conflict?: Conflict;
			readonly extras?: Extras;
	  };

/** How an action ended. */
export type Ending = Outcome | { readonly kind: 'notAttempted'; readonly code: Code; readonly message: string };

export interface Settled {
	readonly ending: Ending;
	/** Tries of the call that ended it; 0 when nothing was sent. */
	readonly attempts: number;
}

/**
 * The answer to one call: an outcome for each task, in the order of the tasks, or one failure for all of them. `alone`:
 * tasks that did not get through with the others, and are to be sent by themselves. `apart`: these do not go in one call,
 * and nothing was done.
 */
export type WriteReply =
	| { readonly kind: 'answered'; readonly outcomes: readonly Outcome[]; readonly alone?: ReadonlySet<Task> }
	| { readonly kind: 'apart' }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** What a look-up after an unclear try found. */
export type Confirmation =
	| { readonly kind: 'done'; readonly outcome: Outcome }
	| { readonly kind: 'notDone' }
	| { readonly kind: 'unclear' };

/** One kind of write call. */
export interface Lane {
	/** How many tasks one call can carry. */
	readonly size: number;
	/**
	 * After a try that ended unclear: `safe` calls are sent again; with `lookUpFirst` the connector's
	 * {@link Connector.confirm} is asked, and the call repeated only when it was not done.
	 */
	readonly repeat: 'safe' | 'lookUpFirst';
	/** Success has no body. A reply that has one tells nothing by itself: {@link Connector.confirm} is asked whether it was done. */
	readonly answersNothing?: true;
	/** What a 404 means: `gone` is success for a removal, once the address is proven; `missing` fails the row; `wrongPath` stops the run (the address is wrong). */
	readonly notFound: 'gone' | 'missing' | 'wrongPath';
}

/** When a step runs. Steps of a later phase wait for all earlier ones. */
export const PHASES = ['reactivate', 'update', 'create', 'afterCreate', 'remove', 'afterRemove'] as const;
export type Phase = (typeof PHASES)[number];

/** One call's share of an action: most actions have one step, restore-then-update has two. */
export interface Step {
	readonly lane: string;
	readonly phase: Phase;
	/** What is already true when this step fails, for the message: "The account was restored, but …". */
	readonly sofar?: string;
	/** What is left to do, when nobody can say whether this step was done, and the next ones were not sent. */
	readonly rest?: string;
}

/** One step of one action, as handed to {@link Connector.write}. */
export interface Task {
	readonly action: Action;
	readonly step: Step;
	/** The outcomes of the action's earlier steps, oldest first. */
	readonly earlier: readonly Outcome[];
}

/** The words of one vendor. */
export interface Vendor {
	/** The node's name, such as `bridge`; also `lms` in the summary. */
	readonly name: string;
	/** What people call it, such as "Bridge". */
	readonly label: string;
	readonly credential: string;
	/** Published limit of calls a second, or undefined: the pace is then found while running. */
	readonly callsPerSecond?: number;
}

/**
 * One vendor, as the pipeline sees it: data and a few calls. The pipeline never asks which vendor it is.
 */
export interface Connector {
	readonly vendor: Vendor;
	/** Normalised base URL; part of the plan's hash. */
	readonly address: string;
	readonly fields: readonly Field[];
	/** The field that rows and users are matched by. */
	readonly keyField: string;
	readonly emailField: string;
	readonly nameOf: (values: Values) => string;
	/** Largest number of rows that are looked up one by one instead of listing; 0 where there is no look-up by this key. */
	readonly lookUpRows: number;
	readonly lanes: Readonly<Record<string, Lane>>;

	/** What a known account's values say of its state; present where people can be known without the system's list. */
	standingOf?(values: Values): User['standing'];

	/**
	 * The whole directory. Throws a RunError when it can't be had completely. Absent: the run is blind; undefined: it is
	 * blind this time, since the list is refused and `rows` (those that are valid) can be sent without it. A long list's
	 * rows are still being read when this is called: pages may be asked for meanwhile.
	 */
	list?(rows: Promise<readonly Row[]>): Promise<Directory | undefined>;
	/**
	 * One user by the matching key, deleted accounts included where the vendor keeps them. Undefined: there is none.
	 * Throws a CallFailed when that can't be said.
	 */
	find?(key: string): Promise<User | undefined>;
	/** With {@link find}: false once the vendor has shown that it answers no look-ups, so that everybody has to be listed. */
	canFind?(): boolean;
	/** With {@link find}, where people are named by the vendor's own ids too: the account with this id, or undefined. */
	findById?(id: string): Promise<User | undefined>;
	/**
	 * With {@link find}: all who hold another value of a row that matches nobody by key, where such a value is one person's
	 * and can be searched for. Nobody where the vendor does not answer such searches. @throws CallFailed
	 */
	findHolders?(row: Row): Promise<readonly User[]>;
	/**
	 * Where the reply for one account does not show who may be touched: the account as it is known once that was asked,
	 * or the very same. Asked of those alone who were looked up and would be changed. @throws CallFailed
	 */
	judged?(user: User): Promise<User>;
	/**
	 * Instead of {@link find}, where no look-up by key exists: whoever these few rows may mean, and whoever holds what they
	 * want. Undefined: everybody has to be listed, as the system's search does not tell. @throws CallFailed, RunError
	 */
	findRows?(rows: readonly Row[], named: readonly string[]): Promise<Directory | undefined>;
	/**
	 * Accounts of people whom the listing does not show: deleted ones where the vendor keeps them out of its list, or those
	 * that a list cut by place may have skipped. Asked about every row that would become a create.
	 */
	findUnlisted?(rows: readonly Row[]): Promise<readonly User[]>;
	/**
	 * Once the plan stands, and before the first write: reads what the writes need. Gives back warnings.
	 * @throws RunError when nothing may be sent
	 */
	prepare?(actions: readonly Action[], dryRun: boolean): Promise<readonly string[]>;

	/** An update can give an account another matching key. */
	readonly changesKeys?: boolean;
	/** What happens to a user who matches a row but is locked or deleted, or undefined when that state is left as it is. */
	returning?(user: User, row: Row): 'restore' | 'reactivate' | undefined;
	/** Whether a user who holds a row's e-mail but has no key may be given the row's key. */
	mayAdopt?(user: User): boolean;
	/** How `missingUsers` is carried out, or undefined when this user is already so (locked already). */
	removal(user: User, how: Removal): ActionKind | undefined;
	/** Why that can't be carried out for this user (a value that the call needs is not known); undefined when it can. */
	unremovable?(user: User): string | undefined;

	/** The calls that carry out an action, in order. */
	steps(action: Action): readonly Step[];
	/** One call. */
	write(lane: string, tasks: readonly Task[]): Promise<WriteReply>;
	/** For lanes with `repeat: 'lookUpFirst'` or `answersNothing`: did the unclear try get through? */
	confirm?(task: Task): Promise<Confirmation>;
	/** Whether an update may take a unique value from this holder: the vendor clears it there. */
	takesOver?(holder: User): boolean;
	/** What to do about a deleted account that is not restored, for the message. */
	readonly restoreAdvice?: string;
	/** For blind writes: the word that a row which was not done would have had. */
	readonly blindWord?: SuccessOperation;
	/** Hide and Restore of a vendor that has no call for one person: what they do to the people of rows. */
	readonly byRows?: Aim;
	/** The calls that concern one person; absent where the vendor has none. */
	readonly people?: PersonCalls;
	/** Where no call acts on one person: those that read. */
	readonly reads?: PersonReads;
	/** Numbers for the summary that only this vendor has. */
	totals?(): Record<string, number>;
	/** What to think of before this plan is carried out; told in a dry run too. */
	cautions?(actions: readonly Action[]): readonly string[];
	/** Things to tell once per run, such as a reply whose own summary disagrees with its rows. */
	warnings?(): readonly string[];
}

/** Hide or Restore by the call that also writes rows, where the directory could be read. */
export interface Aim {
	readonly kind: 'lock' | 'reactivate';
	/** What is told of somebody who is so already. */
	readonly already: string;
	/** Why the call can't be made for this row (a value that it needs stands neither there nor in the system). */
	lacks(row: Row, user: User): string | undefined;
	/** Why nothing is sent for a row that matches nobody; undefined: it is sent all the same. */
	stranger(row: Row): string | undefined;
}

/** One person as the user pointed at them: a mode of the resource locator and its value. */
export interface PersonRef {
	/** The input item that points, for parameters that are read with it. */
	readonly item: number;
	readonly mode: string;
	readonly value: string;
}

export type PersonOperation = 'delete' | 'hide' | 'restore';

/** What is to be done about one person. */
export type Decision =
	| {
			readonly kind: 'act';
			readonly action: ActionKind;
			/** What is taken for true of somebody whom the vendor does not show. */ readonly standing?: User['standing'];
	  }
	| {
			readonly kind: 'settled';
			readonly operation: SuccessOperation | 'failed' | 'blocked';
			readonly code: Code | '';
			readonly message: string;
			readonly alreadyAbsent?: true;
	  };

/** What can be read about single persons. */
export interface PersonReads {
	/** The locator's modes; a value given without a mode is an `id`. */
	readonly modes: readonly string[];
	/** The account, deleted ones included where the vendor keeps them; undefined: there is none. @throws CallFailed */
	locate(ref: PersonRef): Promise<User | undefined>;
	/** The vendor's numbers about one account. @throws CallFailed */
	summarise?(ref: PersonRef, user: User): Promise<Record<string, unknown>>;
	/** Up to `limit` accounts, or all, each with its record. @throws CallFailed */
	browse(limit: number | undefined): Promise<readonly User[]>;
}

/** Calls of vendors that know single persons. */
export interface PersonCalls extends PersonReads {
	/** The word that each operation has in results. */
	readonly words: Readonly<Record<PersonOperation, SuccessOperation>>;
	/** What the operation means for this account. */
	decide(operation: PersonOperation, user: User, ref: PersonRef): Decision;
	/** What it means where nobody is shown. Absent: a delete has nothing to do, and all else finds nobody. */
	decideUnseen?(operation: PersonOperation, ref: PersonRef): Decision;
}
