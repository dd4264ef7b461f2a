import { compareText, isText } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import { guidFrom, randomFrom } from '../shared/people';
import type { Person } from '../shared/people';
import type { Directory } from '../shared/vendor';
import { ENTERPRISE_URN, LMS_URN, USER_URN } from './schemas';

/** A user resource without what the server adds: id, meta. */
export type ScimSeed = JsonObject & { readonly userName: string };

export interface ScimUser {
	readonly id: string;
	resource: JsonObject;
	version: number;
	/** Deleted, but kept as an inactive account out of the list. */
	isDeleted: boolean;
}

/** A person as a SCIM user. The manager is named by key and becomes an id when the directory is filled. */
export function scimSeed(person: Person): ScimSeed {
	return {
		userName: person.email,
		...(person.madeByHand ? {} : { externalId: person.number }),
		name: { givenName: person.firstName, familyName: person.lastName },
		displayName: `${person.firstName} ${person.lastName}`,
		title: person.title,
		active: true,
		emails: [
			{ value: person.email, type: 'work', primary: true },
			...(person.index % 4 === 0 ? [{ value: `home${person.index}@private.tld`, type: 'home' }] : []),
		],
		phoneNumbers: [{ value: person.phone, type: 'work' }],
		addresses: [{ type: 'work', locality: person.city, country: person.country }],
		...(person.isAdmin ? { roles: [{ value: 'administrator' }] } : {}),
		[ENTERPRISE_URN]: { department: person.department, employeeNumber: person.number },
		...(person.index % 5 === 0 ? { [LMS_URN]: { badge: person.index } } : {}),
	};
}

/** Users by id, user name (in any case) or external id. */
export class ScimDirectory implements Directory<ScimUser, ScimSeed> {
	private readonly byId = new Map<string, ScimUser>();
	private readonly random: () => number;

	constructor(seed: number) {
		this.random = randomFrom(seed + 91);
	}

	get size(): number {
		return this.listed().length;
	}

	all(): ScimUser[] {
		return [...this.byId.values()];
	}

	/** In the order of their making. */
	listed(): ScimUser[] {
		return this.all().filter(({ isDeleted }) => !isDeleted);
	}

	get(key: string): ScimUser | undefined {
		return this.byId.get(key) ?? this.named('userName', key)[0] ?? this.named('externalId', key)[0];
	}

	withId(id: string): ScimUser | undefined {
		return this.byId.get(id);
	}

	/** User names are compared without case, external ids with it (RFC 7643 §4.1.1, §3.1). */
	named(attribute: 'userName' | 'externalId', value: string): ScimUser[] {
		const fold = (text: unknown): string => {
			const plain = isText(text) ? text : '';
			return attribute === 'userName' ? plain.toLowerCase() : plain;
		};
		return this.all().filter(
			({ resource }) => isText(resource[attribute]) && fold(resource[attribute]) === fold(value),
		);
	}

	add(seed: ScimSeed): ScimUser {
		const extensions = [ENTERPRISE_URN, LMS_URN].filter((urn) => seed[urn] !== undefined);
		const user: ScimUser = {
			id: guidFrom(this.random),
			resource: { schemas: [USER_URN, ...extensions], ...seed },
			version: 1,
			isDeleted: false,
		};
		this.byId.set(user.id, user);
		return user;
	}

	change(user: ScimUser, resource: JsonObject): void {
		user.resource = resource;
		user.version += 1;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user !== undefined) this.byId.delete(user.id);
	}

	snapshot(): unknown[] {
		const names = new Map(this.all().map(({ id, resource }) => [id, resource.userName]));
		// Managers by name: ids depend on the order of writes.
		const named = (_name: string, value: unknown): unknown =>
			isText(value) && names.has(value) ? names.get(value) : value;
		return this.listed()
			.map(({ resource }): unknown => JSON.parse(JSON.stringify(sorted(resource), named)))
			.sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
	}
}

function sorted(resource: JsonObject): JsonObject {
	const { schemas, ...rest } = resource;
	return {
		schemas: Array.isArray(schemas) ? schemas.map(String).sort() : schemas,
		...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => compareText(a, b))),
	};
}
