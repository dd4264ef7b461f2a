import { exactKey } from './spelling';
import { type User } from './directory';
import type { Field, Value, Values } from './field';
import type { Row } from './row';

/**
 * Lets users who are read share what their rows hold. Most people are as the list says, so that nearly everything
 * would be held twice: in the rows, and in the directory, whose texts each come from a reply of their own.
 */
export function sharingWith(rows: readonly Row[], keyField: Pick<Field, 'kind' | 'foldsEmail'>): (user: User) => User {
	const byKey = new Map<string, Row>();
	for (const row of rows) byKey.set(exactKey(row.key, keyField), row);
	let names: readonly string[] = [];
	return (user) => {
		if (user.key === '') return user;
		const key = exactKey(user.key, keyField);
		const row = byKey.get(key);
		if (row === undefined) return user;
		// Whoever has found their row needs no place here: the list of users grows as this one shrinks.
		byKey.delete(key);
		// Nearly always the same names in the same order: one list of them serves everybody.
		if (!areNamesOf(user.values, names)) names = Object.keys(user.values);
		return new SharingUser(user, row, names);
	};
}

/** A user beside its row: of its own, it holds only what the row says otherwise. */
class SharingUser implements User {
	readonly id: string;
	readonly standing: User['standing'];
	declare readonly offLimits?: string;
	declare readonly record?: Readonly<Record<string, unknown>>;
	/** How the person is called, where the row says otherwise. */
	declare private readonly called?: Pick<User, 'key' | 'name' | 'email'>;
	/** The first field that the row says otherwise, in place: a manager, whom rows name by key and replies by id. */
	private readonly otherName: string | undefined;
	private readonly otherValue: Value | null | undefined;
	/** Further ones. */
	declare private readonly others?: Record<string, Value | null>;

	constructor(
		user: User,
		private readonly row: Row,
		readonly names: readonly string[],
	) {
		this.id = user.id;
		this.standing = user.standing;
		const { key, name, email } = user;
		if (key !== row.key || name !== row.name || email !== row.email) this.called = { key, name, email };
		const [first, ...more] = differing(user.values, row.values);
		this.otherName = first;
		this.otherValue = first === undefined ? undefined : user.values[first];
		if (more.length > 0) this.others = Object.fromEntries(more.map((name) => [name, user.values[name] ?? null]));
		if (user.offLimits !== undefined) this.offLimits = user.offLimits;
		if (user.record !== undefined) this.record = user.record;
	}

	get key(): string {
		return (this.called ?? this.row).key;
	}

	get name(): string {
		return (this.called ?? this.row).name;
	}

	get email(): string {
		return (this.called ?? this.row).email;
	}

	/** Put together anew each time: whoever wants several of them asks once. */
	get values(): Values {
		const values: Record<string, Value | null> = {};
		for (const name of this.names)
			values[name] = (name === this.otherName ? this.otherValue : this.row.values[name]) ?? null;
		return Object.assign(values, this.others);
	}
}

function areNamesOf(values: Values, names: readonly string[]): boolean {
	let at = 0;
	for (const name in values) if (name !== names[at++]) return false;
	return at === names.length;
}

/** Names of the values that the others have not, or have otherwise. */
function differing(values: Values, others: Values): string[] {
	const names: string[] = [];
	for (const name in values) if ((values[name] ?? null) !== others[name]) names.push(name);
	return names;
}
