import type { Outcome } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { CallFailed } from '../shared/model/failure';
import type { Row } from '../shared/model/row';
import type { Http } from '../shared/transport/http';
import { inParallel } from '../shared/transport/parallel';
import { Seams } from '../shared/transport/seams';
import { refuseMovedPages } from './requestor.directory';
import { orFailure, readAccount, searchByEmail } from './requestor.lookup';
import type { ReadRules } from './requestor.user';

/** Accounts that runs of this n8n were told of for their creates: by which run, and after which others. The latest of them. */
const made = new Map<string, { readonly run: Joiners; readonly place: number }>();
const MOST_MADE = 20_000;
/** Beyond so many people, that they were looked up is told. */
const MANY = 100;
/** Beginnings of runs and accounts made, in their order: clocks are too coarse. */
let events = 0;

/**
 * People whom the list does not show, before accounts are made for them: pages are cut by place, so that a list that
 * moves may hide somebody, and an operator sees its own customers only.
 */
export class Joiners {
	/** Where the pages of the list end. */
	readonly seams = new Seams();
	/** By the row's key: whose user name the new person's address is, or who holds it and can't be read. */
	private readonly holders = new Map<string, Holder>();
	/** Accounts that were there before this run wrote anything. */
	private readonly older = new Set<string>();
	private readonly gone = new Set<string>();
	/** Why some, or all, could not be searched for. */
	private refusal: string | undefined;
	private isClosed = false;
	private asked = 0;
	/** Why accounts can't be read one by one. */
	private closed: string | undefined;
	private readonly begun = ++events;

	constructor(
		private readonly http: Http,
		private readonly concurrency: number,
	) {}

	note(users: readonly User[]): void {
		for (const { id } of users) this.older.add(id);
	}

	/** The account was deleted by this run. */
	noteGone(id: string): void {
		this.gone.add(id);
	}

	/**
	 * Looks everybody up by address, and by the user name that a new account would get.
	 * @throws CallFailed, RunError when the list moved while it was read
	 */
	async lookUp(rows: readonly Row[], rules: ReadRules): Promise<User[]> {
		await refuseMovedPages(this.http, this.seams, this.concurrency);
		this.asked += rows.length;
		const users = new Map<string, User>();
		await inParallel(rows, this.concurrency, async (row) => {
			for (const user of await this.holdersOf(row, rules)) users.set(user.id, user);
		});
		const found = [...users.values()];
		this.note(found);
		return found;
	}

	private async holdersOf(row: Row, rules: ReadRules): Promise<User[]> {
		const { email } = row;
		if (email === '') return [];
		const keys = this.isClosed ? undefined : await searchByEmail(this.http, email);
		if (keys !== undefined && 'refused' in keys) {
			this.refusal ??= keys.refused;
			this.isClosed ||= keys.isClosed;
		} else if (keys !== undefined && keys.length > 0) {
			const holders = await Promise.all(keys.map(async (key) => this.account(key, rules, true)));
			const found = holders.filter((holder) => holder !== undefined && holder !== 'refused');
			const [unseen] = keys.filter((_, at) => holders[at] === 'refused');
			if (unseen !== undefined) this.holders.set(row.key, { id: unseen, what: 'address' });
			if (found.length > 0 || unseen !== undefined) return found;
		}
		const isSearched = keys !== undefined && !('refused' in keys);
		const namesake = await this.account(email, rules, isSearched);
		if (namesake === undefined || namesake === 'refused') return [];
		this.holders.set(row.key, {
			id: namesake.id,
			what: 'user name',
			externalId: String(namesake.values.ExternalId ?? ''),
		});
		return [namesake];
	}

	/** One account; `refused` where the call is not ours to make and the other look-up has answered. @throws CallFailed */
	private async account(which: string, rules: ReadRules, isSpare: boolean): Promise<User | 'refused' | undefined> {
		if (isSpare && this.closed !== undefined) return 'refused';
		const user = await orFailure(readAccount(this.http, which, rules));
		if (user === undefined || 'standing' in user) return user;
		if (!isSpare || user.kind !== 'forbidden') throw new CallFailed(user);
		this.closed = user.message;
		return 'refused';
	}

	/** Why an account can't be made for this row, or undefined when it can. */
	reasonAgainst({ key, email }: Row): Outcome | undefined {
		const holder = this.holders.get(key);
		if (holder === undefined || this.gone.has(holder.id)) return undefined;
		const { id, what, externalId } = holder;
		const shown = externalId === undefined ? '' : `, External ID "${externalId}"`;
		return {
			kind: 'failed',
			code: 'ALREADY_EXISTS',
			message: `The ${what} "${email}" belongs to an account that is there already (id ${id}${shown}). Nothing was sent: give that account this row's key if it is the same person, or another address to one of the two.`,
			userId: id,
			conflict: { field: 'Email', heldBy: id },
		};
	}

	/** A create's reply that shows an account which was there before, or which another run has made: it was changed, not made. */
	checked(outcome: Outcome): Outcome {
		if (outcome.kind !== 'done' || outcome.userId === undefined) return outcome;
		if (!this.older.has(outcome.userId)) return this.isMine(outcome.userId) ? outcome : alsoMade(outcome);
		return {
			kind: 'failed',
			code: 'ALREADY_EXISTS',
			message: `Requestor made no new account: it took this row for an account that was there before (id ${outcome.userId}), and changed that one. Look at it: what the row does not have may have been cleared.`,
			userId: outcome.userId,
			conflict: { field: 'Email', heldBy: outcome.userId },
			...(outcome.extras === undefined ? {} : { extras: outcome.extras }),
		};
	}

	/**
	 * Whether this run was the first to be told of that account: two runs at once are both told of one as a success. What
	 * was made before this run began is no rival: such an account was on the list, or is gone.
	 */
	private isMine(id: string): boolean {
		const account = `${this.http.settings.address} ${id}`;
		const first = made.get(account);
		if (first !== undefined && first.place > this.begun) return first.run === this;
		made.delete(account);
		made.set(account, { run: this, place: ++events });
		const [oldest] = made.size > MOST_MADE ? made.keys() : [];
		if (oldest !== undefined) made.delete(oldest);
		return true;
	}

	warnings(): string[] {
		const warnings: string[] = [];
		if (this.asked > MANY)
			warnings.push(
				`${this.asked} new people were looked up one by one before accounts were made for them, by e-mail and by user name: two calls each.`,
			);
		if (this.refusal !== undefined)
			warnings.push(
				`${this.isClosed ? 'New' : 'Some new'} people could not be looked up by e-mail before accounts were made for them, but by user name only. ${this.refusal}`,
			);
		if (this.closed !== undefined)
			warnings.push(
				`New people could not be looked up by user name before accounts were made for them, but by e-mail only. ${this.closed}`,
			);
		return warnings;
	}
}

/** Whose account stands in the way of a new one. */
interface Holder {
	readonly id: string;
	readonly what: 'user name' | 'address';
	readonly externalId?: string;
}

function alsoMade(outcome: Outcome & { readonly kind: 'done' }): Outcome {
	const hint =
		'Another run had made this account a moment before: this one has written it once more. Do not let two runs write to Requestor at the same time.';
	const hints = [...(outcome.extras?.hints ?? []), hint];
	return { ...outcome, operation: 'updated', extras: { ...outcome.extras, hints } };
}
