import { isObject, isText } from '../shared/checks';
import type { JsonObject } from '../shared/checks';

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const LIST_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
/** The simulated server's own extension. */
export const LMS_URN = 'urn:example:params:scim:schemas:extension:lms:2.0:User';

type Kind = 'string' | 'boolean' | 'integer';

/** An attribute: a value of a kind, an object of such, or several of those. */
export type Attribute =
	| { readonly kind: Kind; readonly mutability?: 'readOnly' | 'writeOnly' }
	| { readonly kind: 'complex'; readonly subs: Readonly<Record<string, Kind>>; readonly several: boolean };

const text: Attribute = { kind: 'string' };
const members = (subs: Readonly<Record<string, Kind>> = {}): Attribute => ({
	kind: 'complex',
	several: true,
	subs: { value: 'string', display: 'string', type: 'string', primary: 'boolean', ...subs },
});

/** Source: RFC 7643 §4.1. */
const CORE: Readonly<Record<string, Attribute>> = {
	userName: text,
	externalId: text,
	name: {
		kind: 'complex',
		several: false,
		subs: {
			formatted: 'string',
			familyName: 'string',
			givenName: 'string',
			middleName: 'string',
			honorificPrefix: 'string',
			honorificSuffix: 'string',
		},
	},
	displayName: text,
	nickName: text,
	profileUrl: text,
	title: text,
	userType: text,
	preferredLanguage: text,
	locale: text,
	timezone: text,
	active: { kind: 'boolean' },
	password: { kind: 'string', mutability: 'writeOnly' },
	emails: members(),
	phoneNumbers: members(),
	ims: members(),
	photos: members(),
	roles: members(),
	entitlements: members(),
	addresses: {
		kind: 'complex',
		several: true,
		subs: {
			formatted: 'string',
			streetAddress: 'string',
			locality: 'string',
			region: 'string',
			postalCode: 'string',
			country: 'string',
			type: 'string',
			primary: 'boolean',
		},
	},
};

/** Source: RFC 7643 §4.3. */
const ENTERPRISE: Readonly<Record<string, Attribute>> = {
	employeeNumber: text,
	costCenter: text,
	organization: text,
	division: text,
	department: text,
	manager: { kind: 'complex', several: false, subs: { value: 'string', $ref: 'string', displayName: 'string' } },
};

const LMS: Readonly<Record<string, Attribute>> = {
	badge: { kind: 'integer' },
	learningGroup: text,
	isMentor: { kind: 'boolean' },
	lastSeen: { kind: 'string', mutability: 'readOnly' },
};

export const SCHEMAS: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
	[USER_URN]: CORE,
	[ENTERPRISE_URN]: ENTERPRISE,
	[LMS_URN]: LMS,
};

/** The name as a schema spells it: attribute names know no case (RFC 7643 §2.1). */
export function attributeNamed(urn: string, name: string): readonly [string, Attribute] | undefined {
	return Object.entries(SCHEMAS[urn] ?? {}).find(([one]) => one.toLowerCase() === name.toLowerCase());
}

/** Why a value will not do for an attribute; undefined: it will. */
export function faultOf(attribute: Attribute, value: unknown, name: string): string | undefined {
	if (value === null) return undefined;
	if (attribute.kind !== 'complex') return faultOfKind(attribute.kind, value, name);
	if (!attribute.several) return faultOfMember(attribute.subs, value, name);
	if (!Array.isArray(value)) return `${name} must be a list`;
	const primaries = value.filter((one: unknown) => isObject(one) && one.primary === true);
	if (primaries.length > 1) return `${name} has two primary values`;
	return value.map((one: unknown) => faultOfMember(attribute.subs, one, name)).find((fault) => fault !== undefined);
}

function faultOfMember(subs: Readonly<Record<string, Kind>>, value: unknown, name: string): string | undefined {
	if (!isObject(value)) return `${name} must be an object`;
	for (const [sub, part] of Object.entries(value)) {
		const kind = subs[sub];
		if (kind === undefined) return `${name} has no ${sub}`;
		const fault = part === null ? undefined : faultOfKind(kind, part, `${name}.${sub}`);
		if (fault !== undefined) return fault;
	}
	return undefined;
}

function faultOfKind(kind: Kind, value: unknown, name: string): string | undefined {
	if (kind === 'integer') return Number.isSafeInteger(value) ? undefined : `${name} must be an integer`;
	if (kind === 'boolean') return typeof value === 'boolean' ? undefined : `${name} must be true or false`;
	if (!isText(value)) return `${name} must be text`;
	return value === '' ? `${name} must not be empty` : undefined;
}

/** The schemas as GET /Schemas tells them. Source: RFC 7643 §7. */
export function schemasTold(): JsonObject[] {
	return Object.entries(SCHEMAS).map(([id, attributes]) => ({
		id,
		name: id.split(':').pop() ?? '',
		attributes: Object.entries(attributes)
			.filter(([name]) => name !== 'externalId')
			.map(([name, attribute]) => told(name, attribute)),
	}));
}

function told(name: string, attribute: Attribute): JsonObject {
	const common = {
		name,
		required: name === 'userName',
		multiValued: false,
		mutability: 'readWrite',
		returned: 'default',
	};
	if (attribute.kind === 'complex') {
		return {
			...common,
			type: 'complex',
			multiValued: attribute.several,
			subAttributes: Object.entries(attribute.subs).map(([sub, type]) => ({ ...common, name: sub, type })),
		};
	}
	const { mutability = 'readWrite' } = attribute;
	return {
		...common,
		type: attribute.kind,
		mutability,
		returned: mutability === 'writeOnly' ? 'never' : 'default',
	};
}

export const RESOURCE_TYPES: readonly JsonObject[] = [
	{
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
		id: 'User',
		name: 'User',
		endpoint: '/Users',
		schema: USER_URN,
		schemaExtensions: [
			{ schema: ENTERPRISE_URN, required: false },
			{ schema: LMS_URN, required: false },
		],
	},
];
