import { isBlank, type Field, type Value, type Values, type Change, wholeName } from '../shared/model/field';
import type { User } from '../shared/model/directory';
import { sameValue } from '../shared/deciding/compare';
import { idText, isRounded, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import { isWhole, OperationProblem, propertyOf, translate } from './requestor.operations';

/** The field by which rows and users are matched. */
export type FindBy = 'ExternalId' | 'UserProviderKey' | 'Email';

/** Custom fields of other systems (Moodle's `customfields`) would have the whole row refused. */
const customRecords = (value: Value): string | undefined => {
	const isRecord = (entry: unknown): boolean =>
		typeof entry === 'object' && entry !== null && Object.hasOwn(entry, 'CustomFieldId');
	return Array.isArray(value) && value.every(isRecord)
		? undefined
		: 'this must be a list of records that name their field by CustomFieldId, such as [{"CustomFieldId": 1, "TextBoxValue": "Berlin"}].';
};

const whole = (value: Value): string | undefined => {
	const bad = Array.isArray(value) ? value.find((one: Value) => !/^\d{1,15}$/.test(String(one))) : undefined;
	return bad === undefined ? undefined : `"${String(bad)}" is not the number of a customer or group.`;
};
const sameText = (wanted: Value, shown: Value): boolean => String(wanted).toLowerCase() === String(shown).toLowerCase();

/** Role* and *GroupIds give rights: a spreadsheet column must not make an administrator. */
const role = (name: string, label: string): Field => ({
	name,
	label,
	kind: 'boolean',
	nameOnly: true,
	defineBelowOnly: true,
	neverEmpty: true,
});
const groups = (name: string, label: string): Field => ({
	name,
	label,
	kind: 'list',
	nameOnly: true,
	defineBelowOnly: true,
	check: whole,
});

/** Properties of some tenants only. */
const NOTES: readonly Field[] = [
	{ name: 'AdminNote', label: 'Admin Note', kind: 'text', nameOnly: true },
	{ name: 'OperatorNote', label: 'Operator Note', kind: 'text', nameOnly: true },
	{ name: 'SkypeName', label: 'Skype Name', kind: 'text', nameOnly: true },
];
const TENANTS_OWN: ReadonlySet<string> = new Set(NOTES.map((field) => field.name));

/** Whether a property is there in some tenants only, so that it is spoken of only where replies show it. */
export function isTenantsOwn(name: string): boolean {
	return TENANTS_OWN.has(name);
}

/** The writable properties: paths of operations. Source: the vendor's user update call, apis/requestor.md. */
const PROPERTIES: readonly Field[] = [
	{
		name: 'FirstName',
		label: 'First Name',
		kind: 'text',
		means: ['givenName', 'preferredGivenName', 'legalGivenName'],
	},
	{
		name: 'LastName',
		label: 'Last Name',
		kind: 'text',
		means: ['familyName', 'preferredFamilyName', 'legalFamilyName'],
	},
	{ name: 'MiddleName', label: 'Middle Name', kind: 'text', means: ['middleName'] },
	{ name: 'DisplayName', label: 'Display Name', kind: 'text', means: ['fullName', 'lastFirst'] },
	{
		name: 'Phones',
		label: 'Phones',
		kind: 'list',
		means: ['workPhone', 'phone', 'mobile'],
	},
	{ name: 'TimeZoneId', label: 'Time Zone ID', kind: 'text', means: ['timezone'] },
	{ name: 'Language', label: 'Language', kind: 'integer', neverEmpty: true },
	{
		name: 'AdditionalInformation',
		label: 'Additional Information',
		kind: 'text',
		means: ['notes'],
	},
	{
		name: 'Company',
		label: 'Company',
		kind: 'text',
		means: ['company'],
	},
	{ name: 'Department', label: 'Department', kind: 'text', means: ['department', 'orgUnit'] },
	{ name: 'Division', label: 'Division', kind: 'text', means: ['division'] },
	{ name: 'EmployeeId', label: 'Employee ID', kind: 'text', means: ['employeeNumber', 'otherNumber'], nameOnly: true },
	{
		name: 'ManagerKey',
		label: 'Manager Key',
		kind: 'text',
		means: ['managerKey', 'managerEmail', 'manager', 'managerName'],
		same: sameText,
		// Rows name the manager by key, Requestor by its own.
		refersTo: String,
		naming: (key) => key,
	},
	{ name: 'CustomerId', label: 'Customer ID', kind: 'integer', nameOnly: true },
	{ name: 'CustomerIds', label: 'Customer IDs', kind: 'list', nameOnly: true, check: whole },
	// The list does not show them.
	{ name: 'CustomFields', label: 'Custom Fields', kind: 'json', writeOnly: true, check: customRecords },
	role('RoleEndUser', 'Role: End User'),
	role('RoleSmartUser', 'Role: Smart User'),
	role('RoleOperator', 'Role: Operator'),
	role('RoleSuperOperator', 'Role: Super Operator'),
	role('RoleAdministrator', 'Role: Administrator'),
	groups('InternalGroupIds', 'Internal Group IDs'),
	groups('OperatorGroupIds', 'Operator Group IDs'),
	...NOTES,
];

const EXTERNAL_ID: Field = { name: 'ExternalId', label: 'External ID', kind: 'text', unique: true, nameOnly: true };
const USER_KEY: Field = {
	name: 'UserProviderKey',
	label: 'User Provider Key',
	kind: 'text',
	unique: true,
	vendorMade: true,
	nameOnly: true,
};
/** The vendor documents no way to empty an address. */
const EMAIL: Field = {
	name: 'Email',
	label: 'Email',
	kind: 'email',
	means: ['workEmail', 'email', 'loginEmail'],
	unique: true,
	neverEmpty: true,
};
const OPERATIONS: Field = {
	name: 'Operations',
	label: 'Operations',
	kind: 'json',
	strict: true,
	nameOnly: true,
	neverEmpty: true,
	check: (value) => {
		const operations = translate(value);
		return operations instanceof OperationProblem ? operations.text : undefined;
	},
	changesOf: meantChanges,
};

/** What an update has to carry, if it is not to clear anything. */
export const WRITABLE: readonly Field[] = [EXTERNAL_ID, ...PROPERTIES];
const BY_NAME = new Map(WRITABLE.map((field) => [field.name, field]));

/** The fields of a row. The account's own key is one only where rows are matched by it: nothing else can be done with it. */
export function requestorFields(findBy: FindBy): readonly Field[] {
	const asKey = (field: Field): Field => (field.name === findBy ? { ...field, required: true, nameOnly: true } : field);
	return [EXTERNAL_ID, ...(findBy === 'UserProviderKey' ? [USER_KEY] : []), EMAIL, ...PROPERTIES, OPERATIONS].map(
		asKey,
	);
}

/** How a person is named in results. */
export function nameOf(values: Values): string {
	const full = wholeName(values.FirstName, values.LastName);
	return full === '' && !isBlank(values.DisplayName) ? String(values.DisplayName) : full;
}

/** A value as the vendor takes it: ids in lists are numbers there. */
export function wireValue(name: string, value: Value | null): Value | null {
	if (value === null || !Array.isArray(value) || BY_NAME.get(name)?.check !== whole) return value;
	return value.map((one: Value) => Number(one));
}

/** Names under which replies show a property that is written under another. */
const SHOWN_AS: Readonly<Record<string, string>> = {
	RoleEndUser: 'IsEndUser',
	RoleSmartUser: 'IsSmartUser',
	RoleOperator: 'IsOperator',
	RoleSuperOperator: 'IsSuperOperator',
	RoleAdministrator: 'IsAdministrator',
};
const STAFF: ReadonlyArray<readonly [string, string]> = [
	['RoleAdministrator', 'Administrator'],
	['RoleSuperOperator', 'Super Operator'],
	['RoleOperator', 'Operator'],
];

/** What is kept of a user, and of whom the credential is. */
export interface ReadRules {
	readonly findBy: FindBy;
	/** The credential's user name, folded; '' when it is not known. */
	readonly self: string;
	/** The key of the credential's account, where Requestor tells it. */
	readonly selfId?: string;
	/** Keeps the whole record, for those who show it. */
	readonly keepRecord?: boolean;
}

/** Whether an id of a customer or group, or the language, was rounded: sent back, it would be another one. */
function isInexact(record: JsonRecord): boolean {
	const { CustomerId: customer, Language: language, InternalGroupIds: internal, OperatorGroupIds: operators } = record;
	if (isRounded(customer) || isRounded(language)) return true;
	const customers = recordsOf(record.Customers).some(({ Id: id }) => isRounded(id));
	return customers || [internal, operators].some((ids) => Array.isArray(ids) && ids.some(isRounded));
}

/** A user of a reply in the vendor-neutral form, or undefined when it has no key, or an id, that can't be relied on. */
export function toUser(record: JsonRecord, { findBy, self, selfId, keepRecord }: ReadRules): User | undefined {
	const id = idText(record.UserProviderKey);
	if (id === '' || isRounded(record.ExternalId) || isInexact(record)) return undefined;
	const values: Record<string, Value | null> = { UserProviderKey: id };
	for (const field of [EMAIL, ...WRITABLE]) {
		const shown = shownValue(field, record);
		if (shown !== undefined) values[field.name] = shown;
	}
	const userName = idText(record.UserName);
	const email = idText(record.Email);
	const roles = STAFF.filter(([name]) => values[name] === true).map(([, label]) => label);
	const isSelf = id === selfId || (self !== '' && (userName.toLowerCase() === self || email.toLowerCase() === self));
	const key = values[findBy];
	return {
		id,
		key: typeof key === 'string' ? key : '',
		name: nameOf(values) || idText(record.FullName) || userName,
		email,
		values,
		standing: 'active',
		...(isSelf
			? { offLimits: 'belongs to the credential that this node works with' }
			: roles.length > 0
				? { offLimits: `has the role ${roles.join(', ')} in Requestor` }
				: {}),
		record: keepRecord === true ? record : { UserName: userName },
	};
}

function shownValue(field: Field, record: JsonRecord): Value | null | undefined {
	if (field.name === 'CustomFields') return undefined;
	const shown =
		field.name === 'CustomerIds' ? customerIds(record.Customers) : record[SHOWN_AS[field.name] ?? field.name];
	if (shown === undefined) return undefined;
	switch (field.kind) {
		case 'boolean':
			return typeof shown === 'boolean' ? shown : undefined;
		case 'integer':
			return shownNumber(shown);
		case 'list': {
			// What is not text is kept as it is, so that it can be sent back as it is.
			const list = Array.isArray(shown)
				? shown.map((one: unknown) => idText(one) || ((recordOf(one) ?? '') as Value)).filter((one) => one !== '')
				: [];
			return list.length === 0 ? null : list;
		}
		default:
			return isBlank(shown) ? null : idText(shown);
	}
}

/**
 * A number as replies show it, be it as text. Whatever else stands there is kept as it is, so that it is sent back as it
 * is: taken for empty, it would be cleared. Null: nothing is there.
 */
export function shownNumber(shown: unknown): Value | null {
	if (typeof shown === 'string') return WHOLE_NUMBER.test(shown.trim()) ? Number(shown) : isBlank(shown) ? null : shown;
	return isJson(shown) ? shown : null;
}

/** The ids of vendors have no leading zeros, and fit into a number. */
const WHOLE_NUMBER = /^(0|-?[1-9]\d{0,14})$/;

/** What a reply holds is JSON. */
function isJson(value: unknown): value is Value {
	return value !== null && ['string', 'number', 'boolean', 'object'].includes(typeof value);
}

function customerIds(customers: unknown): unknown {
	return customers === undefined ? undefined : recordsOf(customers).map((customer) => customer.Id);
}

/**
 * What ready-made operations would change on a user. Those on a whole property are compared; what reaches into one, or
 * moves one, or writes what replies do not show, counts as a change each time.
 */
function meantChanges(wanted: Value, shown: Values): Change[] {
	const operations = translate(wanted);
	if (operations instanceof OperationProblem) return [];
	const state: Record<string, Value | null> = { ...shown };
	const changes: Change[] = [];
	for (const { Operation, Path, Value: to } of operations) {
		const name = propertyOf(Path);
		const field = BY_NAME.get(name);
		const from = state[name] ?? null;
		const comparable = field !== undefined && field.writeOnly !== true && isWhole(Path) && Operation !== 3;
		if (comparable && sameValue(field, to, from)) continue;
		changes.push({ field: name, from: comparable ? from : null, to });
		if (comparable) state[name] = to;
	}
	return changes;
}
