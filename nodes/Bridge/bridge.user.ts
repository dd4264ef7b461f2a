import { EVERY_ROLE, officesAmong } from './bridge.offices';
import type { User } from '../shared/model/directory';
import { isBlank, type Field, type Value, type Values } from '../shared/model/field';
import { idText, isRounded, recordOf } from '../shared/transport/record';

/** What Bridge calls a custom field: the definition's id and its name. */
export interface CustomField {
	readonly id: string;
	readonly name: string;
}

/** Shape of a user in Bridge's replies, as far as it is relied on. Source: docs/bridge.md, *User, read*. */
export type BridgeRecord = Readonly<Record<string, unknown>>;

const managerKey = (value: Value): string | undefined => {
	const text = String(value);
	return text.startsWith('uid:') ? text.slice('uid:'.length) : undefined;
};

/** The fields that Bridge's user call documents. Source: Admin - Users API, *UserRequest*. */
export const BRIDGE_FIELDS: readonly Field[] = [
	{ name: 'uid', label: 'UID', kind: 'text', required: true, nameOnly: true },
	{
		name: 'first_name',
		label: 'First Name',
		kind: 'text',
		means: ['givenName', 'preferredGivenName', 'legalGivenName'],
	},
	{
		name: 'last_name',
		label: 'Last Name',
		kind: 'text',
		means: ['familyName', 'preferredFamilyName', 'legalFamilyName'],
	},
	{ name: 'full_name', label: 'Full Name', kind: 'text', means: ['fullName', 'lastFirst'] },
	{ name: 'sortable_name', label: 'Sortable Name', kind: 'text', means: ['lastFirst'] },
	{
		name: 'email',
		label: 'Email',
		kind: 'email',
		means: ['workEmail', 'email', 'loginEmail'],
	},
	{ name: 'locale', label: 'Locale', kind: 'text', means: ['language'] },
	{
		name: 'manager_id',
		label: 'Manager ID',
		kind: 'text',
		means: ['managerKey', 'managerEmail', 'manager', 'managerName'],
		refersTo: managerKey,
		naming: (key) => `uid:${key}`,
	},
	{
		name: 'hire_date',
		label: 'Hire Date',
		kind: 'date',
		means: ['hireDate', 'originalHireDate'],
	},
	{ name: 'job_title', label: 'Job Title', kind: 'text', means: ['jobTitle', 'job', 'position', 'title'] },
	{ name: 'department', label: 'Department', kind: 'text', means: ['department', 'orgUnit', 'division'] },
	{
		name: 'hris_id',
		label: 'HRIS ID',
		kind: 'text',
		means: ['employeeNumber', 'otherNumber'],
		unique: true,
		nameOnly: true,
	},
];

const STANDARD = new Set(BRIDGE_FIELDS.map((field) => field.name));

/** A definition as a field of the node. Its name is the definition's own, unless a standard field has that. */
export function customFieldFor(definition: CustomField): Field {
	const name = STANDARD.has(definition.name) ? `custom: ${definition.name}` : definition.name;
	return { name, label: definition.name.slice(0, 24), kind: 'text', nameOnly: true };
}

/** How a person is named in results. */
export function nameOf(values: Values): string {
	const whole = values.full_name;
	if (!isBlank(whole)) return String(whole);
	return [values.first_name, values.last_name].filter((part) => !isBlank(part)).join(' ');
}

/** A row's fields as Bridge takes them. Custom values go by their definition's id, or by name. */
export function toWire(
	values: Values,
	send: readonly string[],
	custom: ReadonlyMap<string, CustomField>,
	form: CustomForm,
	user?: User,
): Record<string, unknown> {
	const wire: Record<string, unknown> = {};
	const customValues: unknown[] = [];
	const known = recordOf(user?.record?.[VALUE_IDS]);
	for (const name of send) {
		const value = values[name] ?? null;
		const definition = custom.get(name);
		if (definition === undefined) {
			wire[name] = value;
			continue;
		}
		const id = known?.[definition.id];
		customValues.push(
			form === 'custom_fields'
				? { id: definition.id, name: definition.name, value }
				: { custom_field_id: definition.id, value, ...(id === undefined ? {} : { id }) },
		);
	}
	if (customValues.length > 0) wire[form] = customValues;
	return wire;
}

/** How custom values are written: the page names one form, a production client uses the other. */
export type CustomForm = 'custom_field_values' | 'custom_fields';

/** One page's custom values, by the id of the value. */
export type LinkedValues = ReadonlyMap<string, { readonly field: string; readonly value: Value | null }>;

/** The custom values that come beside the users of a reply, or undefined when the reply has none of that kind. */
export function linkedValues(body: unknown): LinkedValues | undefined {
	const linked = recordOf(recordOf(body)?.linked);
	const entries = linked?.custom_field_values;
	if (!Array.isArray(entries)) return undefined;
	const values = new Map<string, { field: string; value: Value | null }>();
	for (const entry of entries) {
		const record = recordOf(entry);
		const field = recordOf(recordOf(record?.links)?.custom_field)?.id;
		if (idText(record?.id) === '' || idText(field) === '') continue;
		const value = record?.value;
		values.set(idText(record?.id), {
			field: idText(field),
			value:
				typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null,
		});
	}
	return values;
}

/** A user of a reply in the vendor-neutral form, or undefined when it has no id or uid that can be relied on. Of the fields, only the given ones are read. Only offices keep an account out of reach. */
export function toUser(
	record: BridgeRecord,
	linked: LinkedValues | undefined,
	custom: ReadonlyMap<string, CustomField>,
	keepRecord: boolean,
	fields = BRIDGE_FIELDS,
	offices = EVERY_ROLE,
): User | undefined {
	const id = idText(record.id);
	if (id === '' || isRounded(record.uid)) return undefined;
	const values: Record<string, Value | null> = {};
	for (const field of fields) {
		const shown = shownIn(record, field.name);
		if (shown !== undefined) values[field.name] = shownValue(field, shown);
	}
	const customValueIds: Record<string, string> = {};
	if (linked !== undefined) readCustom(record, linked, custom, values, customValueIds);
	const given: unknown[] = Array.isArray(record.roles) ? record.roles.filter((role) => !isBlank(role)) : [];
	const roles = officesAmong(given, offices);
	return {
		id,
		key: textOr(record.uid, ''),
		name: nameOf({
			full_name: textOr(shownIn(record, 'full_name'), ''),
			first_name: textOr(record.first_name, ''),
			last_name: textOr(record.last_name, ''),
		}),
		email: textOr(record.email, ''),
		values,
		standing: isBlank(record.deleted_at) ? 'active' : 'deleted',
		...(roles.length === 0 ? {} : { offLimits: `has the role ${roles.map(roleName).join(', ')} in Bridge` }),
		...recordWith(keepRecord ? record : undefined, customValueIds),
	};
}

/** Where a user's record keeps the ids of its custom values, by definition: an update has to name them. */
const VALUE_IDS = 'customValueIds';

/** They are ours, so whoever shows or copies the record does not see them. */
function recordWith(
	record: BridgeRecord | undefined,
	customValueIds: Readonly<Record<string, string>>,
): Pick<User, 'record'> {
	if (Object.keys(customValueIds).length === 0) return record === undefined ? {} : { record };
	return { record: Object.defineProperty({ ...record }, VALUE_IDS, { value: customValueIds }) };
}

function readCustom(
	record: BridgeRecord,
	linked: LinkedValues,
	custom: ReadonlyMap<string, CustomField>,
	values: Record<string, Value | null>,
	ids: Record<string, string>,
): void {
	const own = recordOf(record.links)?.custom_field_values;
	const byDefinition = new Map<string, Value | null>();
	for (const id of Array.isArray(own) ? own : []) {
		const found = linked.get(idText(id));
		if (found === undefined) continue;
		byDefinition.set(found.field, found.value);
		ids[found.field] = idText(id);
	}
	for (const [name, definition] of custom) values[name] = byDefinition.get(definition.id) ?? null;
}

function shownIn(record: BridgeRecord, name: string): unknown {
	switch (name) {
		case 'manager_id':
			return managerOf(record);
		case 'full_name':
			return record.full_name ?? (typeof record.name === 'string' ? record.name : record.full_name);
		default:
			return record[name];
	}
}

function managerOf(record: BridgeRecord): unknown {
	return (
		record.manager_id ??
		recordOf(recordOf(record.links)?.manager)?.id ??
		recordOf(record.manager)?.id ??
		record.manager_id
	);
}

/** Hire dates come back as a time with an offset: the date part counts. */
function shownValue(field: Field, shown: unknown): Value | null {
	if (isBlank(shown)) return null;
	if (field.kind === 'date') return String(shown).slice(0, 10);
	return typeof shown === 'string' || typeof shown === 'boolean' || typeof shown === 'number' ? String(shown) : null;
}

function roleName(role: unknown): string {
	const record = recordOf(role);
	return String(record?.name ?? record?.id ?? role);
}

const textOr = (value: unknown, usual: string): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : usual;
