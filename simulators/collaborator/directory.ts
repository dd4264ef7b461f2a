import { compareText, defined, without } from '../shared/checks';
import type { Person } from '../shared/people';
import type { Directory } from '../shared/vendor';

export const COLLABORATOR_TEXTS = [
	'secondname',
	'firstname',
	'patronymic',
	'login',
	'email',
	'password',
	'birth_date',
	'city',
	'department',
	'position',
	'phone',
	'tags',
	'facebook_id',
	'google_id',
	'date_of_employment',
	'work_contact',
	'date_of_assignment_current_position',
	'structure_uid',
	'user_field1',
	'user_field2',
	'user_field3',
	'user_field4',
	'user_field5',
	'customInfo',
	'language',
	'manager_id',
	'manager_uid',
] as const;

export type CollaboratorText = (typeof COLLABORATOR_TEXTS)[number];

export interface CollaboratorUser extends Record<CollaboratorText, string> {
	readonly id: number;
	/** Null: made by hand, and so never matched by an import. */
	uid: string | null;
	gender: 0 | 1 | null;
	is_active: 0 | 1;
}

/** A task that somebody was given. Dates as YYYY-MM-DD; `date_finish` is empty until it is done. */
export interface CollaboratorTask {
	readonly title: string;
	readonly type: string;
	readonly status: string;
	readonly date_assign: string;
	readonly date_finish?: string;
	readonly date_deadline?: string;
}

export type CollaboratorFields = Partial<Record<CollaboratorText, string>> &
	Partial<Pick<CollaboratorUser, 'gender' | 'is_active'>>;

export interface CollaboratorSeed extends CollaboratorFields {
	readonly uid?: string | null;
	readonly login: string;
	readonly email: string;
}

/** A person in LMS Collaborator's own shape. */
export function collaboratorSeed(person: Person, managerUid: string | undefined): CollaboratorSeed {
	return {
		uid: person.madeByHand ? null : person.number,
		secondname: person.lastName,
		firstname: person.firstName,
		login: person.userName,
		email: person.email,
		birth_date: person.birthDate,
		gender: person.gender ?? null,
		is_active: 1,
		city: person.city,
		department: person.department,
		position: person.title,
		phone: person.phone,
		date_of_employment: person.hireDate,
		language: { uk: 'UK', de: 'DE', es: 'ES' }[person.locale] ?? 'EN',
		manager_uid: managerUid ?? '',
	};
}

/** LMS Collaborator's users. Keys: a uid, a login, or an internal id. */
export class CollaboratorDirectory implements Directory<CollaboratorUser, CollaboratorSeed> {
	/** Key of the account that the token belongs to; '' for one that is not on the list. */
	owner = '';
	private readonly byId = new Map<number, CollaboratorUser>();
	private readonly byUid = new Map<string, CollaboratorUser>();
	private readonly byLogin = new Map<string, CollaboratorUser>();
	private readonly byEmail = new Map<string, CollaboratorUser>();
	private readonly tasks = new Map<number, CollaboratorTask[]>();
	private nextId = 1;

	get size(): number {
		return this.byId.size;
	}

	all(): CollaboratorUser[] {
		return [...this.byId.values()];
	}

	get(key: string): CollaboratorUser | undefined {
		return this.byUid.get(key) ?? this.withLogin(key) ?? (/^\d+$/.test(key) ? this.byId.get(Number(key)) : undefined);
	}

	withUid(uid: string): CollaboratorUser | undefined {
		return this.byUid.get(uid);
	}

	withLogin(login: string): CollaboratorUser | undefined {
		return this.byLogin.get(login.toLowerCase());
	}

	withEmail(email: string): CollaboratorUser | undefined {
		return this.byEmail.get(email.toLowerCase());
	}

	withId(id: number): CollaboratorUser | undefined {
		return this.byId.get(id);
	}

	/** Gives tasks to somebody by the back door. */
	assign(key: string, ...tasks: readonly CollaboratorTask[]): void {
		const user = this.get(key);
		if (user !== undefined) this.tasks.set(user.id, [...this.tasksOf(user), ...tasks]);
	}

	tasksOf(user: CollaboratorUser): readonly CollaboratorTask[] {
		return this.tasks.get(user.id) ?? [];
	}

	/** @throws Error when uid, login or e-mail address is taken. */
	add(seed: CollaboratorSeed): CollaboratorUser {
		if (
			(seed.uid != null && this.byUid.has(seed.uid)) ||
			this.withLogin(seed.login) !== undefined ||
			this.withEmail(seed.email) !== undefined
		) {
			throw new Error(`uid, login or email of ${seed.login} is taken`);
		}
		const user: CollaboratorUser = {
			...emptyTexts(),
			gender: null,
			is_active: 1,
			...defined(seed),
			uid: seed.uid ?? null,
			id: this.nextId++,
		};
		this.byId.set(user.id, user);
		this.index(user);
		return user;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user === undefined) return;
		this.unindex(user);
		this.byId.delete(user.id);
	}

	change(user: CollaboratorUser, fields: CollaboratorFields): void {
		this.unindex(user);
		Object.assign(user, fields);
		this.index(user);
	}

	snapshot(): unknown[] {
		return this.all()
			.map((user) => without(user, 'id'))
			.sort((a, b) => compareText(a.login, b.login));
	}

	private index(user: CollaboratorUser): void {
		if (user.uid !== null) this.byUid.set(user.uid, user);
		this.byLogin.set(user.login.toLowerCase(), user);
		this.byEmail.set(user.email.toLowerCase(), user);
	}

	private unindex(user: CollaboratorUser): void {
		if (user.uid !== null) this.byUid.delete(user.uid);
		this.byLogin.delete(user.login.toLowerCase());
		this.byEmail.delete(user.email.toLowerCase());
	}
}

function emptyTexts(): Record<CollaboratorText, string> {
	return {
		secondname: '',
		firstname: '',
		patronymic: '',
		login: '',
		email: '',
		password: '',
		birth_date: '',
		city: '',
		department: '',
		position: '',
		phone: '',
		tags: '',
		facebook_id: '',
		google_id: '',
		date_of_employment: '',
		work_contact: '',
		date_of_assignment_current_position: '',
		structure_uid: '',
		user_field1: '',
		user_field2: '',
		user_field3: '',
		user_field4: '',
		user_field5: '',
		customInfo: '',
		language: '',
		manager_id: '',
		manager_uid: '',
	};
}
