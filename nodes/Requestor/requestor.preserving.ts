import type { Outcome } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { CallFailed, codeOf, RunError, type Failure } from '../shared/model/failure';
import type { Action } from '../shared/model/plan';
import type { Code } from '../shared/model/result';
import type { Http } from '../shared/transport/http';
import { inParallel } from '../shared/transport/parallel';
import type { Kept } from './requestor.element';
import { cantBeKept, orFailure, readAccount } from './requestor.lookup';
import type { ReadRules } from './requestor.user';

/**
 * What updates must not clear: the accounts as they are now, their custom values included. The list does not show
 * those, so each account that is about to be updated is read once.
 */
export class Preserving {
	/** Properties that some reply shows, be it empty; undefined as long as nothing was read. */
	private shown: Set<string> | undefined;
	/** Accounts as the call for one user shows them, by their key. */
	private readonly accounts = new Map<string, User>();
	/** Accounts that could not be read: an update would clear what nobody has seen. */
	private readonly unread = new Map<string, Outcome>();

	constructor(
		private readonly http: Http,
		private readonly concurrency: number,
	) {}

	/** Notes what replies show. */
	note(users: readonly User[]): void {
		this.shown ??= new Set();
		for (const { values } of users) for (const name in values) this.shown.add(name);
	}

	/** Notes an account that the call for one user has shown. */
	noteAccount(user: User): void {
		this.note([user]);
		this.accounts.set(user.id, user);
		if (cantBeKept(user))
			this.unread.set(
				user.id,
				unseen('shows a custom field of theirs with a number too large to be exact.', 'VENDOR_REJECTED'),
			);
	}

	isShown(name: string): boolean {
		return this.shown?.has(name) === true;
	}

	/**
	 * Reads the accounts that are about to be updated; a dry run tries it with one of them. Gives back warnings.
	 * @throws RunError when the call is refused, CallFailed when nothing can be read at all
	 */
	async read(actions: readonly Action[], dryRun: boolean, rules: ReadRules): Promise<string[]> {
		const due = actions.flatMap(({ kind, row, user }) =>
			kind === 'update' && user !== undefined && row?.values.CustomFields === undefined && !this.accounts.has(user.id)
				? [user]
				: [],
		);
		let refusal: Failure | undefined;
		await inParallel(dryRun ? due.slice(0, 1) : due, this.concurrency, async (user) => {
			if (refusal !== undefined) return;
			const found = await orFailure(readAccount(this.http, user.id, rules));
			if (found === undefined) this.unread.set(user.id, unseen('does not show this account any more.', 'NOT_FOUND'));
			else if ('standing' in found) this.noteAccount(found);
			else if (found.kind === 'forbidden') refusal = found;
			else if (stopsAll(found) || this.http.isDown) throw new CallFailed(found);
			else this.unread.set(user.id, unseen(`could not be asked: ${found.message}`, codeOf(found)));
		});
		// The list has just shown them: where none of them can be read, the call is not there.
		const isMissing = due.length > 0 && this.accounts.size === 0 && this.unread.size === (dryRun ? 1 : due.length);
		if (refusal !== undefined || (isMissing && [...this.unread.values()].every(isAbsent)))
			return refuse(refusal, dryRun);
		return due.length > 0 && this.accounts.size > 0 && !this.isShown('CustomFields')
			? [
					'Requestor shows no custom fields for the people who are updated. If it holds any all the same, an update clears them: map Custom Fields to keep them.',
				]
			: [];
	}

	/** Why an update can't be sent, or undefined when it can. */
	reasonAgainst({ kind, row, user }: Action): Outcome | undefined {
		if (kind !== 'update' || user === undefined) return undefined;
		const office = this.accounts.get(user.id)?.offLimits;
		if (office === undefined) return row?.values.CustomFields === undefined ? this.unread.get(user.id) : undefined;
		return { kind: 'failed', code: 'PROTECTED', message: `Left alone: this account ${office}.`, userId: user.id };
	}

	/** What an update of this account has to keep. */
	keptOf(user: User): Kept {
		const now = this.accounts.get(user.id);
		return {
			values: now === undefined ? user.values : { ...user.values, ...now.values },
			isShown: (name) => this.isShown(name),
		};
	}
}

function unseen(what: string, code: Code): Outcome {
	return {
		kind: 'failed',
		code,
		message: `Nothing was sent for this person, since an update clears what it does not carry, and Requestor ${what} Run this again; or map Custom Fields, or switch off Options → Preserve Unmapped.`,
	};
}

function isAbsent(outcome: Outcome): boolean {
	return outcome.kind === 'failed' && outcome.code === 'NOT_FOUND';
}

/** Failures that no further look-up would escape. */
function stopsAll({ kind }: Failure): boolean {
	return ['unauthorized', 'rateLimited', 'redirect', 'network', 'cancelled'].includes(kind);
}

/** @throws RunError unless nothing is to be sent anyway */
function refuse(refusal: Failure | undefined, dryRun: boolean): string[] {
	const said = `The call that shows one user's custom fields (GetExtendedRequestorUser) ${refusal === undefined ? 'finds nobody.' : `was refused. ${refusal.message}`} Without it they can't be kept: an update clears what it does not carry.`;
	const remedy =
		'Map Custom Fields, or switch off Options → Preserve Unmapped, knowing that this clears whatever you do not map.';
	if (dryRun) return [`${said} A run that is not dry stops for that. ${remedy}`];
	throw new RunError(`${said} Nothing was sent.`, remedy);
}
