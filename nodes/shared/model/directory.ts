import type { Field, Value, Values } from './field';
import { isBlank, textOf } from './field';
import type { Row } from './row';
import type { Shown } from './shown';
import { composed, exactKey, foldsCase, hasKey, looseKey } from './spelling';

/** One account as the vendor holds it, in the vendor-neutral form. */
export interface User {
	/** The vendor's own id, as text. */
	readonly id: string;
	/** The value of the matching field; '' when the account has none (made by hand, not managed). */
	readonly key: string;
	readonly name: string;
	readonly email: string;
	/** An absent key means that the vendor did not show the field. */
	readonly values: Values;
	/** The names in `values`, where many users have one list of them. */
	readonly names?: readonly string[];
	/** The values beside their names, where they were read so. */
	readonly shown?: Shown;
	/** Of a user who shares this very row's values: what the row says otherwise. Undefined where that is not known. */
	readonly unlike?: (row: Row) => ReadonlyArray<readonly [name: string, shown: Value | null]> | undefined;
	/** The vendor's id is not known: `id` is a mark of our own. */
	readonly unnumbered?: boolean;
	readonly standing: 'active' | 'locked' | 'deleted';
	/** Why the account is never touched, in plain words ("has the role Account Admin"); undefined when it may be. */
	readonly offLimits?: string;
	/** Whether it may be touched could not be found out: `offLimits` says why, and nothing is told as done. */
	readonly unjudged?: true;
	/** The vendor's own record, kept only where a write needs it. */
	readonly record?: Readonly<Record<string, unknown>>;
}

/**
 * The accounts that a run knows of: the whole directory (`complete`), or those that were looked up.
 */
export class Directory {
	private readonly byKey = new Map<string, User>();
	private readonly twins = new Map<string, User[]>();
	private byId: Map<string, User> | undefined;
	private loose: Map<string, User[]> | undefined;
	private readonly shown = new Set<string>();
	private lastNames: readonly string[] = [];
	private leavesOut: boolean | undefined;
	/** What was looked up as a key and as an id, and is neither, where not everybody was listed. */
	readonly nobodies = new Set<string>();

	constructor(
		readonly users: readonly User[],
		private readonly keyField: Pick<Field, 'kind' | 'foldsEmail'>,
		readonly complete: boolean,
	) {
		for (const user of users) this.index(user);
	}

	private index(user: User): void {
		const names = user.names ?? Object.keys(user.values);
		if (names !== this.lastNames) for (const name of names) this.shown.add(name);
		this.lastNames = names;
		if (!hasKey(user.key)) return;
		const key = exactKey(user.key, this.keyField);
		const first = this.byKey.get(key);
		if (first === undefined) this.byKey.set(key, user);
		else if (first.id !== user.id) this.twins.set(key, [...(this.twins.get(key) ?? [first]), user]);
	}

	/** All accounts that hold exactly this key: none, one, or (a damaged directory) several. */
	matching(key: string): readonly User[] {
		const exact = exactKey(key, this.keyField);
		const several = this.twins.get(exact);
		if (several !== undefined) return several;
		const user = this.byKey.get(exact);
		return user === undefined ? [] : [user];
	}

	/** Whether any account holds exactly this key. */
	holds(key: string): boolean {
		return this.byKey.has(exactKey(key, this.keyField));
	}

	/** The account with this vendor id. */
	withId(id: string): User | undefined {
		this.byId ??= new Map(this.users.map((user) => [user.id, user]));
		return this.byId.get(id);
	}

	/** An account that is listed under two keys, if any: the list was changed while it was read. */
	underTwoKeys(): readonly [User, User] | undefined {
		const byId = new Map<string, User>();
		for (const user of this.users) {
			const first = byId.get(user.id);
			if (first !== undefined && first.key !== user.key && first.id !== '') return [first, user];
			byId.set(user.id, user);
		}
		return undefined;
	}

	/** Accounts whose key differs only in what people do not see as a difference. */
	near(key: string): readonly User[] {
		if (this.loose === undefined) {
			this.loose = new Map();
			for (const user of this.users) {
				if (!hasKey(user.key)) continue;
				const form = looseKey(user.key);
				const others = this.loose.get(form);
				if (others === undefined) this.loose.set(form, [user]);
				else others.push(user);
			}
		}
		return this.loose.get(looseKey(key)) ?? [];
	}

	/**
	 * Whether the field can be compared. What an account does not show is empty there, also where nobody has a value yet;
	 * but for fields that replies may lack, which are compared where some account shows them (`true`), or where accounts
	 * visibly leave out what is empty (`whenSet`).
	 */
	carries(field: Field): boolean {
		if (field.writeOnly === true || field.secret === true) return false;
		if (field.maybeShown === undefined || this.shows(field.name)) return true;
		return field.maybeShown === 'whenSet' && this.complete && this.leavesOutEmpty();
	}

	/** Whether some account shows the field, be it as empty. */
	shows(name: string): boolean {
		return this.shown.has(name);
	}

	/** Some account lacks a field that another one shows. */
	private leavesOutEmpty(): boolean {
		this.leavesOut ??= this.users.some(({ names, values }) => (names ?? Object.keys(values)).length < this.shown.size);
		return this.leavesOut;
	}

	/** Who holds each value of a unique field: folded value → account. Deleted accounts hold nothing. */
	holders(field: Field): Map<string, User> {
		const holders = new Map<string, User>();
		for (const user of this.users) {
			const value = user.values[field.name];
			if (user.standing !== 'deleted' && !isBlank(value)) holders.set(uniqueForm(field, value), user);
		}
		return holders;
	}
}

/** The form in which a unique field's values are compared by the vendor. */
export function uniqueForm(field: Pick<Field, 'kind' | 'foldsEmail'>, value: Value | null | undefined): string {
	const text = composed(textOf(value)).trim();
	return foldsCase(text, field) ? text.toLowerCase() : text;
}
