import { textOf, type Value } from '../shared/model/field';
import type { FindBy } from './scim.user';
import { ENTERPRISE, type Place, type ScimField } from './scim.places';

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
/** User names are compared without case (RFC 7643 §4.1.1); some servers keep them in small letters. */
const sameLogin = (wanted: Value, shown: Value): boolean =>
	textOf(wanted).toLowerCase() === textOf(shown).toLowerCase();
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
			same: sameLogin,
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
