import type { User } from '../shared/model/directory';
import { isBlank, textOf, type Value, type Values, wholeName } from '../shared/model/field';
import { idText, isRounded, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import { attributeOf, ENTERPRISE, readPlace, type Place, type ScimField } from './scim.places';

/** The attribute by which rows and users are matched. */
export type FindBy = 'userName' | 'externalId';

const single = (...path: [string, ...string[]]): Place => ({ kind: 'single', path });
const enterprise = (name: string): Place => ({ kind: 'single', urn: ENTERPRISE, path: [name] });
const member = (attribute: 'emails' | 'phoneNumbers' | 'addresses', type: string, sub = 'value'): Place => ({
	kind: 'member',
	attribute,
	type,
	sub,
});

/** `sv_SE` and `sv-se` are one language. */
const localeForm = (value: Value): string => textOf(value).replace(/_/g, '-').toLowerCase();
const sameLocale = (wanted: Value, shown: Value): boolean => localeForm(wanted) === localeForm(shown);
/** Managers are named by key in rows, by id in replies. */
const byKey = (value: Value): string => textOf(value);

/** The fields of a user. Source: RFC 7643 §4.1 (core) and §4.3 (enterprise). */
export function scimFields(findBy: FindBy): readonly ScimField[] {
	return [
		{
			name: 'userName',
			label: 'User Name',
			kind: 'text',
			unique: true,
			nameOnly: true,
			foldsEmail: true,
			required: true,
			place: single('userName'),
		},
		{
			name: 'externalId',
			label: 'External ID',
			kind: 'text',
			// RFC 7643 §3.1: the client, not the server, sees to it that nobody else has it.
			identifies: true,
			nameOnly: true,
			place: single('externalId'),
			...(findBy === 'externalId' ? { required: true } : {}),
		},
		{
			name: 'givenName',
			label: 'First Name',
			kind: 'text',
			means: ['givenName', 'preferredGivenName', 'legalGivenName'],
			place: single('name', 'givenName'),
		},
		{
			name: 'familyName',
			label: 'Last Name',
			kind: 'text',
			means: ['familyName', 'preferredFamilyName', 'legalFamilyName'],
			place: single('name', 'familyName'),
		},
		{
			name: 'formatted',
			label: 'Formatted Name',
			kind: 'text',

			place: single('name', 'formatted'),
		},
		{
			name: 'displayName',
			label: 'Display Name',
			kind: 'text',
			means: ['fullName', 'lastFirst'],
			place: single('displayName'),
		},
		{ name: 'nickName', label: 'Nickname', kind: 'text', place: single('nickName') },
		{
			name: 'title',
			label: 'Title',
			kind: 'text',
			means: ['jobTitle', 'job', 'position', 'title'],
			place: single('title'),
		},
		{
			name: 'userType',
			label: 'User Type',
			kind: 'text',

			place: single('userType'),
		},
		{
			name: 'preferredLanguage',
			label: 'Preferred Language',
			kind: 'text',
			means: ['language'],
			same: sameLocale,
			place: single('preferredLanguage'),
		},
		{ name: 'locale', label: 'Locale', kind: 'text', same: sameLocale, place: single('locale') },
		{ name: 'timezone', label: 'Time Zone', kind: 'text', means: ['timezone'], place: single('timezone') },
		{
			name: 'active',
			label: 'Active',
			kind: 'boolean',
			bars: false,
			nameOnly: true,
			neverEmpty: true,
			choices: [
				{ value: 'true', label: 'Active', words: ['active', 'enabled'] },
				{ value: 'false', label: 'Not active', words: ['inactive', 'disabled', 'suspended'] },
			],
			place: single('active'),
		},
		{
			name: 'email',
			label: 'Email',
			kind: 'email',
			means: ['workEmail', 'email', 'loginEmail'],
			place: member('emails', 'work'),
		},
		{
			name: 'homeEmail',
			label: 'Home Email',
			kind: 'email',
			means: ['privateEmail'],
			// Whoever wants private addresses there says so.
			nameOnly: true,
			place: member('emails', 'home'),
		},
		{
			name: 'otherEmail',
			label: 'Other Email',
			kind: 'email',

			place: member('emails', 'other'),
		},
		{
			name: 'phone',
			label: 'Work Phone',
			kind: 'text',
			means: ['workPhone', 'phone'],
			place: member('phoneNumbers', 'work'),
		},
		{
			name: 'mobile',
			label: 'Mobile Phone',
			kind: 'text',
			means: ['mobile'],
			place: member('phoneNumbers', 'mobile'),
		},
		{
			name: 'locality',
			label: 'City',
			kind: 'text',
			means: ['city', 'location'],
			place: member('addresses', 'work', 'locality'),
		},
		{
			name: 'region',
			label: 'Region',
			kind: 'text',
			means: ['state'],
			place: member('addresses', 'work', 'region'),
		},
		{
			name: 'country',
			label: 'Country',
			kind: 'text',
			means: ['country'],
			place: member('addresses', 'work', 'country'),
		},
		{
			name: 'employeeNumber',
			label: 'Employee Number',
			kind: 'text',
			means: ['employeeNumber', 'otherNumber'],
			place: enterprise('employeeNumber'),
		},
		{
			name: 'costCenter',
			label: 'Cost Center',
			kind: 'text',

			place: enterprise('costCenter'),
		},
		{
			name: 'organization',
			label: 'Organization',
			kind: 'text',
			means: ['company'],
			place: enterprise('organization'),
		},
		{ name: 'division', label: 'Division', kind: 'text', means: ['division'], place: enterprise('division') },
		{
			name: 'department',
			label: 'Department',
			kind: 'text',
			means: ['department', 'orgUnit'],
			place: enterprise('department'),
		},
		{
			name: 'manager',
			label: 'Manager',
			kind: 'text',
			means: ['managerKey', 'managerEmail', 'manager', 'managerName'],
			refersTo: byKey,
			naming: (key) => key,
			place: { kind: 'manager' },
		},
		{
			name: 'password',
			label: 'Password',
			kind: 'text',
			secret: true,
			writeOnly: true,
			nameOnly: true,
			neverEmpty: true,
			place: single('password'),
		},
	];
}

/** How a person is named in results. */
export function nameOf(values: Values): string {
	for (const whole of [values.displayName, values.formatted]) if (!isBlank(whole)) return textOf(whole);
	const name = wholeName(values.givenName, values.familyName);
	return name === '' ? textOf(values.userName) : name;
}

/** What is kept of a record. */
export interface Keep {
	readonly findBy: FindBy;
	readonly fields: readonly ScimField[];
	/** `all` for Get Many; else only what a later write needs: members of multi-valued attributes, and the version. */
	readonly record: 'all' | 'version' | 'members';
}

/** A user of a reply, or undefined when it has no id or key that can be relied on. An attribute that is absent is empty. Source: RFC 7643 §2.5. */
export function toUser(record: JsonRecord, keep: Keep): User | undefined {
	const id = idText(attributeOf(record, 'id'));
	if (id === '' || isRounded(attributeOf(record, keep.findBy))) return undefined;
	const values: Record<string, Value | null> = {};
	for (const field of keep.fields) {
		if (field.writeOnly !== true) values[field.name] = shownValue(field, readPlace(record, field.place));
	}
	const isActive = activeOf(attributeOf(record, 'active'));
	if (values.active !== undefined) values.active = isActive;
	const role = roleOf(attributeOf(record, 'roles'));
	const kept = keptOf(record, keep.record);
	return {
		id,
		key: textOf(values[keep.findBy]),
		name: nameOf(values),
		email: textOf(values.email),
		values,
		standing: isActive ? 'active' : 'locked',
		...(role === undefined ? {} : { offLimits: `has the role "${role}" in the learning system` }),
		...(kept === undefined ? {} : { record: kept }),
	};
}

/** Whoever is not shown as inactive is active. Some servers send the word instead of the value (Entra's known issue). */
export function activeOf(shown: unknown): boolean {
	return !(shown === false || shown === 0 || (typeof shown === 'string' && /^(false|0)$/i.test(shown.trim())));
}

function shownValue(field: ScimField, shown: unknown): Value | null {
	if (typeof shown === 'boolean' || typeof shown === 'number') return field.kind === 'text' ? String(shown) : shown;
	if (typeof shown !== 'string' || isBlank(shown)) return null;
	if (field.kind === 'boolean') return shown.trim().toLowerCase() === 'true';
	return shown;
}

/** Administrators and authors are left alone. */
function roleOf(roles: unknown): string | undefined {
	const words = (Array.isArray(roles) ? roles : []).flatMap((role: unknown) => {
		const { display, value, type } = recordOf(role) ?? { value: role };
		return [display, value, type].filter((word) => typeof word === 'string');
	});
	return words.find((word) => /admin|author\b/i.test(word));
}

/** The members and the version; undefined where a write needs none of it. Most users of a kind share nothing worth holding. */
function keptOf(record: JsonRecord, what: Keep['record']): JsonRecord | undefined {
	if (what === 'all') return record;
	const kept: Record<string, unknown> = {};
	for (const name of ['emails', 'phoneNumbers', 'addresses']) {
		const members = recordsOf(attributeOf(record, name));
		if (members.length > 0) kept[name] = members;
	}
	const version = what === 'version' ? versionOf(record) : undefined;
	if (version !== undefined) kept.version = version;
	return Object.keys(kept).length === 0 ? undefined : kept;
}

/** The version of a record, for If-Match. Source: RFC 7643 §3.1, `meta.version`. */
export function versionOf(record: JsonRecord): string | undefined {
	const version = recordOf(record.meta)?.version ?? record.version;
	return typeof version === 'string' && version !== '' ? version : undefined;
}
