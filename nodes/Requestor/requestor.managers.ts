import type { Directory } from '../shared/model/directory';
import { textOf, type Field, type Values } from '../shared/model/field';
import { exactKey } from '../shared/model/spelling';

/** The property that names a manager. */
export const MANAGER = 'ManagerKey';

/** Managers: rows name them by key, Requestor by the key that it makes itself. */
export class Managers {
	private directory: Directory | undefined;
	/** Who was written by this run, by the row's key. */
	private readonly ids = new Map<string, string>();

	constructor(private readonly keyForm: Pick<Field, 'kind'>) {}

	noteAll(directory: Directory): void {
		this.directory = directory;
	}

	note(key: string, id: string): void {
		this.ids.set(exactKey(key, this.keyForm), id);
	}

	/** The values with the manager as Requestor names people; without one who is not there (yet). */
	named(values: Values, isLate: boolean): Values {
		const key = textOf(values[MANAGER]);
		if (key === '') return values;
		const id = isLate ? undefined : this.idOf(key);
		if (id !== undefined) return { ...values, [MANAGER]: id };
		return Object.fromEntries(Object.entries(values).filter(([name]) => name !== MANAGER));
	}

	/** Where nobody was listed, what is no key of a row is Requestor's own. */
	private idOf(key: string): string | undefined {
		const [user, twin] = this.directory?.matching(key) ?? [];
		if (user !== undefined && twin === undefined) return user.id;
		return this.ids.get(exactKey(key, this.keyForm)) ?? this.directory?.withId(key)?.id ?? this.unlisted(key);
	}

	private unlisted(key: string): string | undefined {
		return this.directory === undefined ? key : undefined;
	}
}
