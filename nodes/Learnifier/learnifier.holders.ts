import type { User } from '../shared/model/directory';
import { isBlank } from '../shared/model/field';
import type { Action } from '../shared/model/plan';
import { heldForm } from './learnifier.conflict';

/** What Auto Clear Email clears. Source: the vendor's page, *AutoClearEmail*. */
const CLEARED = ['primaryEmail', 'username'] as const;

/** Who holds each address and user name, which Auto Clear Email may take from them. */
export class Holders {
	private readonly holders = new Map<string, User>();
	/** Which of them have been given up in this run. */
	private readonly released = new Set<string>();

	/** Everybody who was listed, before anything was written. */
	note(users: readonly User[]): void {
		for (const user of users)
			for (const name of CLEARED)
				if (!isBlank(user.values[name])) this.holders.set(heldForm(name, user.values[name]), user);
	}

	/** Who holds an address or a user name that this update wants, and has not given it up yet. */
	losersOf({ row, user, send }: Action): User[] {
		const losers = CLEARED.flatMap((name) => {
			const wanted = send.includes(name) ? row?.values[name] : undefined;
			const form = isBlank(wanted) ? '' : heldForm(name, wanted);
			const holder = this.released.has(form) ? undefined : this.holders.get(form);
			return holder === undefined || holder.id === user?.id ? [] : [holder];
		});
		return [...new Set(losers)];
	}

	/** A write that was carried out: what the account held is free. */
	noteRelease({ kind, user, send }: Action): void {
		for (const name of CLEARED)
			if (user !== undefined && (kind === 'delete' || send.includes(name)))
				this.released.add(heldForm(name, user.values[name]));
	}
}
