import type { Task } from '../shared/model/connector';
import type { Directory } from '../shared/model/directory';
import { textOf } from '../shared/model/field';
import { exactKey } from '../shared/model/spelling';
import { USER_SCHEMA, type ScimField, type Wanted } from './scim.places';

/** What rows want written, with the ids of the people whom they name. */
export class ScimWishes {
	/** Everybody, once they have been listed. */
	directory: Directory | undefined;
	/** Ids by key, of everybody who was looked up or made in this run. */
	private readonly ids = new Map<string, string>();

	private readonly names: ReadonlySet<string>;

	constructor(
		private readonly fields: readonly ScimField[],
		private readonly keyForm: ScimField,
	) {
		this.names = new Set(fields.map(({ name }) => name));
	}

	/** What a task is to write: the step's share of the row, with managers as ids. */
	wantedOf(task: Task): { wanted: Wanted[]; hints: string[] } {
		const { action, step } = task;
		const { kind, row, send, deferred } = action;
		const late = new Set(deferred.map((deferral) => deferral.field));
		const isLate = step.phase === 'afterCreate';
		const hints: string[] = [];
		const wanted = this.fields.flatMap((field): Wanted[] => {
			const { name } = field;
			if (name === 'active' && !isLate && (kind === 'lock' || kind === 'reactivate'))
				return [{ field, value: kind === 'reactivate' }];
			if (!send.includes(name) || late.has(name) !== isLate) return [];
			const value = row?.values[name] ?? null;
			if (field.refersTo === undefined || value === null) return [{ field, value }];
			const id = this.idOf(textOf(value));
			if (id !== undefined) return [{ field, value: id }];
			hints.push(`${field.label} "${textOf(value)}" is nobody's key in the system, so that field was left out.`);
			return [];
		});
		return { wanted: isLate ? wanted : [...wanted, ...this.unknownOf(task)], hints };
	}

	/** Columns that are no field of ours (Send Unknown Columns) are attributes of their name. */
	private unknownOf({ action: { row, send } }: Task): Wanted[] {
		return send
			.filter((name) => !this.names.has(name))
			.map((name) => ({ field: unknownField(name), value: row?.values[name] ?? null }));
	}

	/** The id of the person with this key, or of the one whose id it is. */
	private idOf(reference: string): string | undefined {
		const [user, twin] = this.directory?.matching(reference) ?? [];
		if (user !== undefined && twin === undefined) return user.id;
		return this.ids.get(exactKey(reference, this.keyForm)) ?? this.directory?.withId(reference)?.id;
	}

	/** Remembers whose id a key is. */
	note(key: string, id: string): void {
		this.ids.set(exactKey(key, this.keyForm), id);
	}
}

/** `badge`, `name.middleName`, `urn:…:User:badge`. Source: RFC 7644 §3.10. */
const ATTRIBUTE = /^(?:(urn:[^\s]+):)?([^\s:]+)$/i;

function unknownField(name: string): ScimField {
	const [, urn, path] = ATTRIBUTE.exec(name) ?? [];
	const [first = name, ...rest] = path?.split('.') ?? [];
	return {
		name,
		label: name,
		kind: 'text',
		place: { kind: 'single', path: [first, ...rest], ...(urn === undefined || isCore(urn) ? {} : { urn }) },
	};
}

const isCore = (urn: string): boolean => urn.toLowerCase() === USER_SCHEMA.toLowerCase();
