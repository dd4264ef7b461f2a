import { exactKey, type User } from './directory';
import type { Field, Value } from './field';
import type { Row } from './row';

/**
 * Lets users who are read share the texts of their rows. Most people are as the list says, so that every text would be
 * held twice: in the rows, and in the directory, whose texts each come from a reply of their own.
 */
export function sharingWith(rows: readonly Row[], keyField: Pick<Field, 'kind'>): (user: User) => User {
	const byKey = new Map(rows.map((row) => [exactKey(row.key, keyField), row]));
	return (user) => {
		const row = user.key === '' ? undefined : byKey.get(exactKey(user.key, keyField));
		if (row === undefined) return user;
		const values: Record<string, Value | null> = {};
		for (const name in user.values) {
			const value = user.values[name] ?? null;
			const same = row.values[name];
			values[name] = same === value ? same : value;
		}
		return { ...user, key: user.key === row.key ? row.key : user.key, name: user.name === row.name ? row.name : user.name, email: user.email === row.email ? row.email : user.email, values };
	};
}
