import { compareText, defined, without } from '../shared/checks';
import type { Person } from '../shared/people';
import type { Directory } from '../shared/vendor';

export const TRALIANT_TEXTS = [
	'username',
	'first_name',
	'last_name',
	'email',
	'id_number',
	'title',
	'location',
	'state',
	'country',
	'phone',
	'department',
	'hire_date',
	'role',
] as const;

export type TraliantText = (typeof TRALIANT_TEXTS)[number];

export interface TraliantUser extends Record<TraliantText, string | null> {
	readonly user_id: number;
	username: string;
	suspended: boolean;
	/** Set by force_password_change on creation. */
	mustChangePassword: boolean;
	readonly courses: Set<number>;
}

export interface TraliantSeed extends Partial<Record<TraliantText, string | null>> {
	readonly username: string;
	readonly suspended?: boolean;
}

export interface TraliantCourse {
	readonly course_id: number;
	readonly rollout_id: number;
	readonly display_name: string;
	readonly short_name: string;
}

/** Assigns courses to users whose `field` has this value. */
export interface TraliantRule {
	readonly id: number;
	readonly name: string;
	readonly field: TraliantText;
	readonly value: string;
	readonly courses: readonly TraliantCourse[];
}

/** A person in Traliant's own shape. */
export function traliantSeed(person: Person): TraliantSeed {
	return {
		username: person.email,
		first_name: person.firstName,
		last_name: person.lastName,
		email: person.email,
		id_number: person.madeByHand ? null : person.number,
		title: person.title,
		location: person.city,
		state: person.state,
		country: person.country,
		phone: person.phone,
		department: person.department,
		role: person.isAdmin ? 'Administrator' : 'Student',
		suspended: false,
	};
}

/** Traliant's users. Keys: a username, an id_number, or a user_id. */
export class TraliantDirectory implements Directory<TraliantUser, TraliantSeed> {
	readonly rules: TraliantRule[] = [
		{
			id: 8,
			name: 'Sales Users',
			field: 'department',
			value: 'Sales',
			courses: [
				{
					course_id: 19,
					rollout_id: 145,
					display_name: 'Preventing Discrimination and Harassment',
					short_name: 'PDHE_51_Office_US_eng',
				},
			],
		},
		{
			id: 9,
			name: 'California',
			field: 'state',
			value: 'CA',
			courses: [
				{
					course_id: 23,
					rollout_id: 151,
					display_name: 'California Law',
					short_name: 'CAL_US_eng',
				},
			],
		},
	];
	private readonly byId = new Map<number, TraliantUser>();
	private readonly byUsername = new Map<string, TraliantUser>();
	private readonly byIdNumber = new Map<string, TraliantUser>();
	private readonly departments = new Map<string, number>();
	private nextId = 379;

	get size(): number {
		return this.byId.size;
	}

	all(): TraliantUser[] {
		return [...this.byId.values()];
	}

	get(key: string): TraliantUser | undefined {
		return (
			this.byUsername.get(key) ??
			this.byIdNumber.get(key) ??
			(/^\d+$/.test(key) ? this.byId.get(Number(key)) : undefined)
		);
	}

	find(field: 'username' | 'id_number', value: string): TraliantUser | undefined {
		return field === 'username' ? this.byUsername.get(value) : this.byIdNumber.get(value);
	}

	/** @throws Error when the username or id_number is taken. */
	add(seed: TraliantSeed): TraliantUser {
		const user: TraliantUser = {
			...emptyTexts(),
			...defined(seed),
			username: seed.username,
			user_id: this.nextId++,
			suspended: seed.suspended ?? false,
			mustChangePassword: false,
			courses: new Set(),
		};
		if (this.byUsername.has(user.username)) throw new Error(`username ${user.username} is taken`);
		if (user.id_number !== null && this.byIdNumber.has(user.id_number)) {
			throw new Error(`id_number ${user.id_number} is taken`);
		}
		this.byId.set(user.user_id, user);
		this.index(user);
		return user;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user === undefined) return;
		this.unindex(user);
		this.byId.delete(user.user_id);
	}

	change(user: TraliantUser, fields: Partial<Omit<TraliantUser, 'user_id' | 'courses'>>): void {
		this.unindex(user);
		Object.assign(user, fields);
		this.index(user);
	}

	departmentId(name: string | null): number | null {
		if (name === null || name === '') return null;
		const id = this.departments.get(name) ?? 96 + this.departments.size;
		this.departments.set(name, id);
		return id;
	}

	snapshot(): unknown[] {
		return this.all()
			.map((user) => ({
				...without(user, 'user_id'),
				courses: [...user.courses].sort((a, b) => a - b),
			}))
			.sort((a, b) => compareText(a.username, b.username));
	}

	private index(user: TraliantUser): void {
		this.byUsername.set(user.username, user);
		if (user.id_number !== null) this.byIdNumber.set(user.id_number, user);
	}

	private unindex(user: TraliantUser): void {
		this.byUsername.delete(user.username);
		if (user.id_number !== null) this.byIdNumber.delete(user.id_number);
	}
}

function emptyTexts(): Record<TraliantText, string | null> {
	return {
		username: null,
		first_name: null,
		last_name: null,
		email: null,
		id_number: null,
		title: null,
		location: null,
		state: null,
		country: null,
		phone: null,
		department: null,
		hire_date: null,
		role: null,
	};
}
