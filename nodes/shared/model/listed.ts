import type { User } from './directory';
import type { Value, Values } from './field';
import type { Shown } from './shown';

/** A user whose values lie beside their names. */
export class ListedUser implements User {
	readonly id: string;
	readonly key: string;
	readonly name: string;
	readonly email: string;
	readonly standing: User['standing'];
	declare readonly offLimits?: string;
	declare readonly record?: Readonly<Record<string, unknown>>;

	constructor(
		user: Omit<User, 'values' | 'names' | 'shown' | 'unlike'>,
		readonly shown: Shown,
	) {
		this.id = user.id;
		this.key = user.key;
		this.name = user.name;
		this.email = user.email;
		this.standing = user.standing;
		if (user.offLimits !== undefined) this.offLimits = user.offLimits;
		if (user.record !== undefined) this.record = user.record;
	}

	get names(): readonly string[] {
		return this.shown.names;
	}

	/** Put together anew each time: whoever wants several of them asks once. */
	get values(): Values {
		const values: Record<string, Value | null> = {};
		this.shown.names.forEach((name, at) => (values[name] = this.shown.inOrder[at] ?? null));
		return values;
	}
}

/** A user with something changed. What users are made of may make its values when asked, which a plain copy would lose. */
export function changed(user: User, changes: Partial<User>): User {
	const { id, key, name, email, values, standing, offLimits, unjudged, record, unnumbered } = user;
	return {
		id,
		key,
		name,
		email,
		values,
		standing,
		...(offLimits === undefined ? {} : { offLimits }),
		...(unjudged === undefined ? {} : { unjudged }),
		...(record === undefined ? {} : { record }),
		...(unnumbered === undefined ? {} : { unnumbered }),
		...changes,
	};
}
