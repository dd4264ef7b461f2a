import type { User } from '../shared/model/directory';
import { isBlank, textOf, type Field, type Value, type Values, wholeName } from '../shared/model/field';
import { Action } from '../shared/model/plan';
import { idText, isRounded, recordOf, type JsonRecord } from '../shared/transport/record';

/** `sv_SE` and `sv-se` are one language. */
const localeForm = (value: Value): string => textOf(value).replace(/_/g, '-').toLowerCase();

/** The fields that the user calls take. Source: docs/learnifier.md, *User, written*. */
export const LEARNIFIER_FIELDS: readonly Field[] = [
	{
		name: 'externalId',
		label: 'External ID',
		kind: 'text',
		means: ['employeeNumber', 'otherNumber'],
		required: true,
		maxLength: 255,
		nameOnly: true,
	},
	{
		name: 'firstName',
		label: 'First Name',
		kind: 'text',
		means: ['givenName', 'preferredGivenName', 'legalGivenName'],
	},
	{
		name: 'lastName',
		label: 'Last Name',
		kind: 'text',
		means: ['familyName', 'preferredFamilyName', 'legalFamilyName'],
	},
	{ name: 'displayName', label: 'Display Name', kind: 'text', means: ['fullName', 'lastFirst'] },
	{
		name: 'primaryEmail',
		label: 'Primary Email',
		kind: 'email',
		means: ['workEmail', 'email', 'loginEmail'],
		unique: true,
	},
	{ name: 'username', label: 'Username', kind: 'text', means: ['login'], maybeShown: true },
	{ name: 'homeOrg', label: 'Home Organization ID', kind: 'integer' },
	{
		name: 'locale',
		label: 'Locale',
		kind: 'text',
		means: ['language'],
		same: (wanted, shown) => localeForm(wanted) === localeForm(shown),
	},
	{
		name: 'hardLock',
		label: 'Hard Lock',
		kind: 'boolean',
		bars: true,
		nameOnly: true,
		neverEmpty: true,
		choices: [
			{ value: 'true', label: 'Locked', words: ['lock', 'inactive', 'disabled'] },
			{ value: 'false', label: 'Not locked', words: ['unlocked', 'unlock', 'active', 'enabled'] },
		],
	},
];

/** How a person is named in results. */
export function nameOf(values: Values): string {
	if (!isBlank(values.displayName)) return textOf(values.displayName);
	const name = wholeName(values.firstName, values.lastName);
	return name === '' ? textOf(values.username) : name;
}

/** The external id is documented as letters and digits; others are sent all the same. */
export function isPlainKey(key: string): boolean {
	return /^[A-Za-z0-9]*$/.test(key);
}

/** A row's fields as Learnifier takes them: all at the top level, null unsets. */
export function toWire(values: Values, send: readonly string[]): Record<string, unknown> {
	return Object.fromEntries(send.map((name) => [name, values[name] ?? null]));
}

/** A user of a reply in the vendor-neutral form, or undefined when it has no id or key that can be relied on. */
export function toUser(record: JsonRecord, keepRecord: boolean): User | undefined {
	const id = idText(record.id);
	if (id === '' || isRounded(record.externalId)) return undefined;
	const values: Record<string, Value | null> = {};
	for (const { name } of LEARNIFIER_FIELDS) {
		const shown = name === 'locale' ? recordOf(record.prefs)?.locale : record[name];
		if (shown !== undefined) values[name] = shownValue(shown);
	}
	// Whoever is not shown as locked is not locked.
	values.hardLock = /^(true|1)$/i.test(String(record.hardLock));
	const roles = rolesOf(record.backOfficeRoles);
	return {
		id,
		key: textOf(values.externalId),
		name: nameOf(values),
		email: textOf(values.primaryEmail),
		values,
		standing: values.hardLock ? 'locked' : 'active',
		...(roles.length === 0 ? {} : { offLimits: `has the Back Office role ${roles.join(', ')} in Learnifier` }),
		...(keepRecord ? { record } : {}),
	};
}

function shownValue(shown: unknown): Value | null {
	if (typeof shown !== 'string' && typeof shown !== 'number' && typeof shown !== 'boolean') return null;
	return isBlank(shown) ? null : shown;
}

/** The names of the roles that make an account an administrator's, whatever their form. */
function rolesOf(roles: unknown): string[] {
	const list: unknown[] = Array.isArray(roles) ? roles : isBlank(roles) || roles === false ? [] : [roles];
	return list
		.filter((role) => !isBlank(role))
		.map((role) => {
			const record = recordOf(role);
			if (record !== undefined) return idText(record.name ?? record.id ?? record.role) || 'unnamed';
			return typeof role === 'object' ? 'unnamed' : String(role);
		});
}

/** What Get Summary tells of an account. */
export function accountFacts(user: User): Record<string, unknown> {
	const { record = {}, values } = user;
	return {
		firstLogin: record.firstLogin ?? null,
		lastLogin: record.lastLogin ?? null,
		hasLoggedIn: !isBlank(record.firstLogin) || !isBlank(record.lastLogin),
		locked: record.locked ?? user.standing === 'locked',
		hardLock: user.standing === 'locked',
		managed: user.key !== '',
		homeOrg: values.homeOrg ?? null,
		locale: values.locale ?? null,
		...(record.backOfficeRoles === undefined ? {} : { backOfficeRoles: rolesOf(record.backOfficeRoles) }),
	};
}

/** Said before the first write of external ids that Learnifier may not take. */
export function oddKeys(actions: readonly Action[]): readonly string[] {
	const odd = actions.flatMap(({ kind, row, adopted }) =>
		row !== undefined && (kind === 'create' || adopted === true) && !isPlainKey(row.key) ? [row.key] : [],
	);
	if (odd.length === 0) return [];
	const some = odd
		.slice(0, 3)
		.map((key) => `"${key}"`)
		.join(', ');
	return [
		`${odd.length} external ${odd.length === 1 ? 'id holds' : 'ids hold'} other characters than letters and digits, which is all that Learnifier documents (${some}). They are sent all the same.`,
	];
}
