import { compareText, defined, without } from '../shared/checks';
import { guidFrom, randomFrom } from '../shared/people';
import type { Person } from '../shared/people';
import type { Directory } from '../shared/vendor';

/** One project that a person takes part in, as the API shows it. */
export interface Participation {
	readonly name: string;
	readonly externalId: string | null;
	readonly activated: string | null;
	readonly activitiesCompleted: number;
	readonly activitiesTotal: number;
	readonly firstAccess: string | null;
	readonly firstActivation: string | null;
	readonly lastAccess: string | null;
	readonly expiration: string | null;
	readonly errorMessage: string | null;
	/** Lets anybody in who has it. */
	readonly accessLink: string;
}

export interface LearnifierUser {
	readonly id: string;
	externalId: string | null;
	username: string | null;
	firstName: string | null;
	lastName: string | null;
	displayName: string | null;
	/** Kept as written, compared without case. */
	primaryEmail: string | null;
	homeOrg: number | null;
	hardLock: boolean;
	locale: string | null;
	/** Not empty: an administrator. */
	backOfficeRoles: string[];
	firstLogin: string | null;
	lastLogin: string | null;
	participations: readonly Participation[];
}

export type LearnifierFields = Omit<
	LearnifierUser,
	'id' | 'backOfficeRoles' | 'firstLogin' | 'lastLogin' | 'participations'
>;

export type LearnifierSeed = Partial<LearnifierUser>;

/** A person in Learnifier's own shape; those made by hand have no external id. */
export function learnifierSeed(person: Person): LearnifierSeed {
	return {
		externalId: person.madeByHand || person.index === 0 ? null : `E${person.number.replace('-', '')}`,
		firstName: person.firstName,
		lastName: person.lastName,
		displayName: `${person.firstName} ${person.lastName}`,
		primaryEmail: person.index % 5 === 0 ? capitalised(person.email) : person.email,
		homeOrg: 100 + (person.index % 3),
		hardLock: false,
		locale: person.locale,
		backOfficeRoles: person.isAdmin ? ['administrator'] : [],
		lastLogin: person.index % 3 === 0 ? null : '2026-05-04T08:15:00Z',
	};
}

function capitalised(email: string): string {
	return email.charAt(0).toUpperCase() + email.slice(1);
}

/** Learnifier's users. Keys: an id, an externalId, or an e-mail address in any case. */
export class LearnifierDirectory implements Directory<LearnifierUser, LearnifierSeed> {
	private readonly byId = new Map<string, LearnifierUser>();
	/** Oldest first: where a twin is allowed, several bear one external id. */
	private readonly byExternalId = new Map<string, Set<LearnifierUser>>();
	private readonly byEmail = new Map<string, LearnifierUser>();
	private readonly byUsername = new Map<string, LearnifierUser>();
	/** Emptied when a user goes, filled again by the next list. */
	private ordered: LearnifierUser[] | undefined = [];
	private readonly random: () => number;
	private nextNumber = 1001;

	constructor(
		seed: number,
		private readonly idsAs: () => 'string' | 'number',
	) {
		this.random = randomFrom(seed + 77);
	}

	get size(): number {
		return this.byId.size;
	}

	all(): LearnifierUser[] {
		return [...this.byId.values()];
	}

	get(key: string): LearnifierUser | undefined {
		return this.byId.get(key) ?? this.withExternalId(key)[0] ?? this.byEmail.get(fold(key));
	}

	withId(id: string): LearnifierUser | undefined {
		return this.byId.get(id);
	}

	withExternalId(externalId: string): LearnifierUser[] {
		return [...(this.byExternalId.get(externalId) ?? [])];
	}

	withEmail(email: string): LearnifierUser | undefined {
		return this.byEmail.get(fold(email));
	}

	withUsername(username: string): LearnifierUser | undefined {
		return this.byUsername.get(fold(username));
	}

	/** @throws Error when the e-mail address is taken. */
	add(seed: LearnifierSeed): LearnifierUser {
		if (seed.primaryEmail && this.withEmail(seed.primaryEmail) !== undefined) {
			throw new Error(`primaryEmail ${seed.primaryEmail} is taken`);
		}
		const user: LearnifierUser = {
			externalId: null,
			username: null,
			firstName: null,
			lastName: null,
			displayName: null,
			primaryEmail: null,
			homeOrg: null,
			hardLock: false,
			locale: null,
			backOfficeRoles: [],
			firstLogin: null,
			lastLogin: null,
			participations: [],
			...defined(seed),
			id: seed.id ?? this.newId(),
		};
		this.byId.set(user.id, user);
		this.ordered?.push(user);
		this.index(user);
		return user;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user === undefined) return;
		this.unindex(user);
		this.byId.delete(user.id);
		this.ordered = undefined;
	}

	change(user: LearnifierUser, fields: Partial<LearnifierFields>): void {
		this.unindex(user);
		Object.assign(user, fields);
		this.index(user);
	}

	/** Users from `offset` on, in the order of their making. */
	page(offset: number, count: number): LearnifierUser[] {
		this.ordered ??= this.all();
		return this.ordered.slice(offset, offset + count);
	}

	snapshot(): unknown[] {
		return this.all()
			.map((user) => ({ ...without(user, 'id', 'participations'), backOfficeRoles: [...user.backOfficeRoles] }))
			.sort((a, b) => compareText(sortKey(a), sortKey(b)));
	}

	private newId(): string {
		if (this.idsAs() === 'number') return String(this.nextNumber++);
		return guidFrom(this.random);
	}

	private index(user: LearnifierUser): void {
		if (user.externalId !== null) {
			const bearers = this.byExternalId.get(user.externalId) ?? new Set();
			this.byExternalId.set(user.externalId, bearers.add(user));
		}
		if (user.primaryEmail !== null) this.byEmail.set(fold(user.primaryEmail), user);
		if (user.username !== null) this.byUsername.set(fold(user.username), user);
	}

	private unindex(user: LearnifierUser): void {
		if (user.externalId !== null) this.byExternalId.get(user.externalId)?.delete(user);
		if (user.primaryEmail !== null) this.byEmail.delete(fold(user.primaryEmail));
		if (user.username !== null) this.byUsername.delete(fold(user.username));
	}
}

function fold(text: string): string {
	return text.toLowerCase();
}

function sortKey(user: Pick<LearnifierUser, 'externalId' | 'primaryEmail' | 'username'>): string {
	return [user.externalId, user.primaryEmail, user.username].map((part) => part ?? '').join('\n');
}
