import { exactKey } from './spelling';
import { type User } from './directory';
import type { Field, Value, Values } from './field';
import type { Row } from './row';
import { Shown } from './shown';

/**
 * Lets users who are read share what their rows hold. Most people are as the list says, so that nearly everything
 * would be held twice: in the rows, and in the directory, whose texts each come from a reply of their own.
 * @param fields those that name other people are not shared, as rows are told anew how those are called
 */
export function sharingWith(
	rows: readonly Row[],
	keyField: Pick<Field, 'kind' | 'foldsEmail'>,
	fields: readonly Field[] = [],
): (user: User) => User {
	const byKey = new Map<string, Row>();
	for (const row of rows) byKey.set(exactKey(row.key, keyField), row);
	const ways = new Ways(fields);
	return (user) => {
		if (user.key === '') return user;
		const key = exactKey(user.key, keyField);
		const row = byKey.get(key);
		if (row === undefined) return user;
		// Whoever has found their row needs no place here: the list of users grows as this one shrinks.
		byKey.delete(key);
		const shown = user.shown ?? shownBy(user.values);
		const held = ways.held(shown, row.values);
		return new SharingUser(user, row, held, shown.inOrder[held.places[0] ?? -1] ?? null);
	};
}

/** Which names a user and a row have, and what of it they can share: one for all people of the same columns. */
interface Way {
	/** The user's names, in their order. */
	readonly names: readonly string[];
	readonly rowNames: readonly string[];
	/** Places of the names of both: their values are shared where they are equal. */
	readonly common: readonly number[];
	/** Places of the names that are the user's alone. */
	readonly own: readonly number[];
	/** The row's alone. */
	readonly lacking: readonly string[];
}

/** What a user holds by themselves, but for the first value of it: most hold no more, and so have one of these. */
interface Held {
	readonly way: Way;
	/** Where its names stand among the user's. */
	readonly places: readonly number[];
	/** The values from the second on. */
	readonly more: ReadonlyArray<Value | null>;
}

const NONE: ReadonlyArray<Value | null> = [];
const NOTHING: Way = { names: [], rowNames: [], common: [], own: [], lacking: [] };

/** Nearly always the same names, and the same that differ: one list of them serves everybody. */
class Ways {
	private readonly known = new Map<string, Way>();
	private last = NOTHING;
	private lastHeld: Held = { way: NOTHING, places: [], more: NONE };
	private readonly unshared: ReadonlySet<string>;

	constructor(fields: readonly Field[]) {
		this.unshared = new Set(fields.filter(({ refersTo }) => refersTo !== undefined).map(({ name }) => name));
	}

	private of(names: readonly string[], rowValues: Values): Way {
		if (!areEqual(names, this.last.names) || !areNamed(rowValues, this.last.rowNames)) {
			const rowNames = Object.keys(rowValues);
			const both = JSON.stringify([names, rowNames]);
			this.last = this.known.get(both) ?? this.between(names, rowNames);
			this.known.set(both, this.last);
		}
		return this.last;
	}

	private between(names: readonly string[], rowNames: readonly string[]): Way {
		const inRow = new Set(rowNames.filter((name) => !this.unshared.has(name)));
		const places = [...names.keys()];
		return {
			names,
			rowNames,
			common: places.filter((at) => inRow.has(names[at] ?? '')),
			own: places.filter((at) => !inRow.has(names[at] ?? '')),
			lacking: rowNames.filter((name) => !names.includes(name)),
		};
	}

	/** What the row does not say, or says otherwise. */
	held({ names, inOrder: values }: Shown, rowValues: Values): Held {
		const way = this.of(names, rowValues);
		const last = this.lastHeld;
		let places = way.own;
		for (const at of way.common) if ((values[at] ?? null) !== rowValues[names[at] ?? '']) places = [...places, at];
		const more = places.length > 1 ? places.slice(1).map((at) => values[at] ?? null) : NONE;
		if (way !== last.way || !areEqual(places, last.places) || !areEqual(more, last.more))
			this.lastHeld = { way, places, more };
		return this.lastHeld;
	}
}

/** A user beside its row: of its own, it holds only what the row says otherwise. */
class SharingUser implements User {
	readonly id: string;
	readonly standing: User['standing'];
	declare readonly offLimits?: string;
	declare readonly record?: Readonly<Record<string, unknown>>;
	/** How the person is called, where the row says otherwise. */
	declare private readonly called?: Pick<User, 'key' | 'name' | 'email'>;

	constructor(
		user: User,
		private readonly row: Row,
		private readonly held: Held,
		private readonly first: Value | null,
	) {
		this.id = user.id;
		this.standing = user.standing;
		const { key, name, email } = user;
		if (key !== row.key || name !== row.name || email !== row.email) this.called = { key, name, email };
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

	get names(): readonly string[] {
		return this.held.way.names;
	}

	/** Put together anew each time: whoever wants several of them asks once. */
	get values(): Values {
		const { names } = this.held.way;
		const values: Record<string, Value | null> = {};
		for (const name of names) values[name] = this.row.values[name] ?? null;
		this.held.places.forEach((place, at) => (values[names[place] ?? ''] = this.ownAt(at)));
		return values;
	}

	unlike(row: Row): ReadonlyArray<readonly [name: string, shown: Value | null]> | undefined {
		if (row !== this.row) return undefined;
		const unlike: Array<[string, Value | null]> = [];
		this.held.places.forEach((place, at) => {
			const name = this.held.way.names[place] ?? '';
			if (row.values[name] !== undefined) unlike.push([name, this.ownAt(at)]);
		});
		for (const name of this.held.way.lacking) unlike.push([name, null]);
		return unlike;
	}

	private ownAt(at: number): Value | null {
		return (at === 0 ? this.first : this.held.more[at - 1]) ?? null;
	}
}

function shownBy(values: Values): Shown {
	return new Shown(Object.keys(values), Object.values(values));
}

/** Whether values have just these names, in this order: asked of 100,000 rows, no list of their names is made. */
function areNamed(values: Values, names: readonly string[]): boolean {
	let at = 0;
	for (const name in values) {
		if (name !== names[at]) return false;
		at += 1;
	}
	return at === names.length;
}

function areEqual(ones: ReadonlyArray<Value | null>, others: ReadonlyArray<Value | null>): boolean {
	if (ones === others) return true;
	if (ones.length !== others.length) return false;
	for (let at = 0; at < ones.length; at += 1) if (ones[at] !== others[at]) return false;
	return true;
}
