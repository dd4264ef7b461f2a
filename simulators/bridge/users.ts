import type { Person } from '../shared/people';

/** One thing a user has learned or should have. */
export interface Learning {
	readonly kind: 'course' | 'program' | 'live_course';
	/** YYYY-MM-DD: when completed, or when due if overdue. */
	readonly on: string;
	readonly state: 'onTime' | 'late' | 'overdue';
}

export interface BridgeUser {
	readonly id: number;
	uid: string;
	first_name: string | null;
	last_name: string | null;
	full_name: string | null;
	sortable_name: string | null;
	email: string | null;
	locale: string;
	/** The manager's id. */
	manager_id: number | null;
	/** YYYY-MM-DD */
	hire_date: string | null;
	job_title: string | null;
	department: string | null;
	hris_id: string | null;
	/** Not empty: an administrator or author. */
	roles: string[];
	deleted_at: string | null;
	hidden: boolean;
	welcomedAt: string | null;
	loggedInAt: string | null;
	updated_at: string;
	/** By definition id; each value has an id of its own. */
	readonly custom: Map<string, { readonly id: string; value: string }>;
	learning: readonly Learning[] | undefined;
}

export type BridgeFields = Pick<
	BridgeUser,
	| 'uid'
	| 'first_name'
	| 'last_name'
	| 'full_name'
	| 'sortable_name'
	| 'email'
	| 'locale'
	| 'manager_id'
	| 'hire_date'
	| 'job_title'
	| 'department'
	| 'hris_id'
>;

/** A user as put in by a test: `manager_id` may be an id or `uid:X`, custom values go by field name. */
export interface BridgeSeed
	extends Partial<Omit<BridgeUser, 'uid' | 'manager_id' | 'custom' | 'deleted_at' | 'updated_at' | 'learning'>> {
	readonly uid: string;
	readonly manager_id?: string | number | null;
	readonly custom_fields?: Readonly<Record<string, string>>;
	readonly deleted_at?: string | null;
	readonly learning?: readonly Learning[];
}

/** A person in Bridge's own shape. */
export function bridgeSeed(person: Person, seed: number, managerUid: string | undefined): BridgeSeed {
	return {
		uid: person.email,
		first_name: person.firstName,
		last_name: person.lastName,
		full_name: `${person.firstName} ${person.lastName}`,
		sortable_name: `${person.lastName}, ${person.firstName}`,
		email: person.email,
		locale: person.locale,
		manager_id: managerUid === undefined ? null : `uid:${managerUid}`,
		hire_date: person.hireDate,
		job_title: person.title,
		department: person.department,
		hris_id: person.madeByHand ? null : `HR-${person.number}`,
		roles: person.index === 0 ? ['account_admin'] : person.isAdmin ? ['author'] : [],
		custom_fields: { 'Cost Center': String(4000 + ((person.index * 7 + seed) % 40)) },
	};
}

type Names = Pick<BridgeUser, 'first_name' | 'last_name' | 'full_name' | 'sortable_name'>;

/** Bridge makes up the names that are not given from those that are. */
export function fullNames(given: Partial<Names>): Names {
	const first = given.first_name ?? null;
	const last = given.last_name ?? null;
	const both = [first, last].filter((name) => name !== null).join(' ');
	const sortable = [last, first].filter((name) => name !== null).join(', ');
	const full = given.full_name ?? (both === '' ? null : both);
	return {
		first_name: first,
		last_name: last,
		full_name: full,
		sortable_name: given.sortable_name ?? (sortable === '' ? full : sortable),
	};
}
