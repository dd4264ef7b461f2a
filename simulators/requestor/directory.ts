import { compareText, defined, without } from '../shared/checks';
import { guidFrom, randomFrom } from '../shared/people';
import type { Person } from '../shared/people';
import type { Directory } from '../shared/vendor';

/** What a patch can write. */
export interface RequestorProperties {
	RoleEndUser: boolean;
	RoleSmartUser: boolean;
	RoleOperator: boolean;
	RoleSuperOperator: boolean;
	RoleAdministrator: boolean;
	CustomerId: number | null;
	CustomerIds: number[];
	InternalGroupIds: number[];
	OperatorGroupIds: number[];
	Language: number;
	FirstName: string | null;
	LastName: string | null;
	MiddleName: string | null;
	DisplayName: string | null;
	Phones: string[];
	TimeZoneId: string | null;
	AdditionalInformation: string | null;
	CustomFields: readonly CustomField[];
	ExternalId: string | null;
	ManagerKey: string | null;
	Company: string | null;
	Department: string | null;
	Division: string | null;
	EmployeeId: string | null;
	/** In some tenants only. */
	AdminNote: string | null;
	OperatorNote: string | null;
	SkypeName: string | null;
}

/** One custom value: a record as replies show it, and as a write takes it. */
export interface CustomField {
	readonly CustomFieldId: number;
	readonly DateValue: string | null;
	readonly DoubleValue: number | null;
	readonly LongValue: number | null;
	readonly TextBoxValue: string | null;
	readonly CheckBoxValue: boolean | null;
	readonly FieldItem: { readonly Id: number; readonly Title: string } | null;
}

/** A custom field that holds text. */
export function customText(id: number, text: string): CustomField {
	return {
		CustomFieldId: id,
		DateValue: null,
		DoubleValue: null,
		LongValue: null,
		TextBoxValue: text,
		CheckBoxValue: null,
		FieldItem: null,
	};
}

export interface RequestorUser extends RequestorProperties {
	readonly UserProviderKey: string;
	UserName: string;
	Email: string | null;
	IsApproved: boolean;
	Anonymized: boolean;
	Tags: string[];
	/** A user with tickets is deleted only by force. */
	tickets: number;
}

export type RequestorSeed = Partial<RequestorUser>;

/** What a property is when nobody has set it, or when an update does not provide it. */
export function defaultProperties(): RequestorProperties {
	return {
		RoleEndUser: true,
		RoleSmartUser: false,
		RoleOperator: false,
		RoleSuperOperator: false,
		RoleAdministrator: false,
		CustomerId: null,
		CustomerIds: [],
		InternalGroupIds: [],
		OperatorGroupIds: [],
		Language: 0,
		FirstName: null,
		LastName: null,
		MiddleName: null,
		DisplayName: null,
		Phones: [],
		TimeZoneId: null,
		AdditionalInformation: null,
		CustomFields: [],
		ExternalId: null,
		ManagerKey: null,
		Company: null,
		Department: null,
		Division: null,
		EmployeeId: null,
		AdminNote: null,
		OperatorNote: null,
		SkypeName: null,
	};
}

/** A person in Requestor's own shape. */
export function requestorSeed(person: Person, key: string, managerKey: string | undefined): RequestorSeed {
	return {
		UserProviderKey: key,
		UserName: person.email,
		Email: person.email,
		ExternalId: person.madeByHand ? null : person.number,
		FirstName: person.firstName,
		LastName: person.lastName,
		DisplayName: `${person.firstName} ${person.lastName}`,
		RoleEndUser: !person.isAdmin,
		RoleAdministrator: person.index === 0,
		RoleOperator: person.isAdmin && person.index > 0,
		OperatorGroupIds: person.isAdmin ? [3] : [],
		CustomerId: 121 + (person.index % 2),
		CustomerIds: [121 + (person.index % 2)],
		Language: person.index % 3,
		Phones: [person.phone],
		TimeZoneId: 'Central Europe Standard Time',
		CustomFields: [customText(7, `B${person.index}`)],
		ManagerKey: managerKey ?? null,
		Company: 'Company',
		Department: person.department,
		Division: person.city,
		EmployeeId: person.number,
		tickets: person.index % 7 === 3 ? 2 : 0,
	};
}

/** GUIDs that are the same for the same seed and number. */
export function keyOf(number: number, seed: number): string {
	return guidFrom(randomFrom(Math.imul(number + 1, 0x27d4eb2f) ^ (seed + 13)));
}

/** Requestor's users. Keys: a UserProviderKey, a UserName, an ExternalId, or an e-mail address. */
export class RequestorDirectory implements Directory<RequestorUser, RequestorSeed> {
	readonly customers = new Map<number, string>([
		[121, 'Company'],
		[122, 'Company South'],
	]);
	private readonly byKey = new Map<string, RequestorUser>();
	private readonly byUserName = new Map<string, RequestorUser>();
	private readonly byExternalId = new Map<string, RequestorUser>();
	private readonly byEmail = new Map<string, RequestorUser>();
	/** Emptied when a user goes, filled again by the next list. */
	private ordered: RequestorUser[] | undefined = [];
	private nextNumber = 1_000_000;

	constructor(private readonly seed: number) {}

	get size(): number {
		return this.byKey.size;
	}

	all(): RequestorUser[] {
		return [...this.byKey.values()];
	}

	get(key: string): RequestorUser | undefined {
		return this.withKey(key) ?? this.withUserName(key) ?? this.withExternalId(key) ?? this.withEmail(key);
	}

	withKey(key: string): RequestorUser | undefined {
		return this.byKey.get(key.toLowerCase());
	}

	withUserName(name: string): RequestorUser | undefined {
		return this.byUserName.get(name.toLowerCase());
	}

	withExternalId(externalId: string): RequestorUser | undefined {
		return this.byExternalId.get(externalId);
	}

	withEmail(email: string): RequestorUser | undefined {
		return this.byEmail.get(email.toLowerCase());
	}

	/** @throws Error when key, e-mail address or ExternalId is taken. */
	add(seed: RequestorSeed): RequestorUser {
		const key = (seed.UserProviderKey ?? keyOf(this.nextNumber++, this.seed)).toLowerCase();
		const user: RequestorUser = {
			...defaultProperties(),
			Email: null,
			IsApproved: true,
			Anonymized: false,
			Tags: [],
			tickets: 0,
			...defined(seed),
			UserProviderKey: key,
			UserName: seed.UserName ?? seed.Email ?? key,
		};
		const taken =
			this.byKey.has(key) ||
			this.withUserName(user.UserName) !== undefined ||
			(user.Email !== null && this.withEmail(user.Email) !== undefined) ||
			(user.ExternalId !== null && this.byExternalId.has(user.ExternalId));
		if (taken) throw new Error(`Key, UserName, Email or ExternalId of ${user.UserName} is taken`);
		this.byKey.set(key, user);
		this.ordered?.push(user);
		this.index(user);
		return user;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user === undefined) return;
		this.unindex(user);
		this.byKey.delete(user.UserProviderKey);
		this.ordered = undefined;
	}

	change(user: RequestorUser, fields: Partial<Omit<RequestorUser, 'UserProviderKey'>>): void {
		this.unindex(user);
		Object.assign(user, fields);
		this.index(user);
	}

	page(index: number, size: number): RequestorUser[] {
		this.ordered ??= this.all();
		return this.ordered.slice(index * size, (index + 1) * size);
	}

	snapshot(): unknown[] {
		return this.all()
			.map((user) => ({
				...structuredClone(without(user, 'UserProviderKey', 'ManagerKey')),
				Manager: user.ManagerKey === null ? null : (this.withKey(user.ManagerKey)?.UserName ?? null),
			}))
			.sort((a, b) => compareText(a.UserName, b.UserName));
	}

	private index(user: RequestorUser): void {
		this.byUserName.set(user.UserName.toLowerCase(), user);
		if (user.ExternalId !== null) this.byExternalId.set(user.ExternalId, user);
		if (user.Email !== null) this.byEmail.set(user.Email.toLowerCase(), user);
	}

	private unindex(user: RequestorUser): void {
		this.byUserName.delete(user.UserName.toLowerCase());
		if (user.ExternalId !== null) this.byExternalId.delete(user.ExternalId);
		if (user.Email !== null) this.byEmail.delete(user.Email.toLowerCase());
	}
}
