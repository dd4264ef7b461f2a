import { EVERY_ROLE, officesAmong, type Offices } from './bridge.offices';
import type { User } from '../shared/model/directory';
import { ListedUser } from '../shared/model/listed';
import { ShownFields, type FieldReader } from '../shared/model/shown';
import { isBlank, type Field, type Value, type Values, wholeName } from '../shared/model/field';
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
	return wholeName(values.first_name, values.last_name);
}

export interface CustomWriting {
	readonly custom: ReadonlyMap<string, CustomField>;
	readonly form: CustomForm;
	/** Whose values these are, where they have an account. */
	readonly user?: User;
}

/** A row's fields as Bridge takes them. Custom values go by their definition's id, or by name. */
export function toWire(
	values: Values,
	send: readonly string[],
	{ custom, form, user }: CustomWriting,
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

/** How users of a reply are read. */
export interface Reading {
	/** Of the fields, only these are read. */
	readonly fields?: ShownFields;
	/** Custom fields by the name that they have as fields, and their values where the reply shows them. */
	readonly custom?: ReadonlyMap<string, CustomField>;
	readonly linked?: LinkedValues | undefined;
	readonly keepRecord?: boolean;
	/** Only offices keep an account out of reach. */
	readonly offices?: Offices;
}

/** A user of a reply in the vendor-neutral form, or undefined when it has no id or uid that can be relied on. */
export function toUser(record: BridgeRecord, reading: Reading): User | undefined {
	const { fields = shownFields(), custom = new Map(), linked, keepRecord, offices = EVERY_ROLE } = reading;
	const id = idText(record.id);
	if (id === '' || isRounded(record.uid)) return undefined;
	const customValues = linked === undefined ? undefined : customOf(record, linked);
	const shown =
		customValues === undefined
			? fields.of(record)
			: fields.of(
					record,
					[...custom].map(([name, definition]) => [name, () => customValues.get(definition.id)?.value ?? null]),
				);
	const given: unknown[] = Array.isArray(record.roles) ? record.roles.filter((role) => !isBlank(role)) : [];
	const roles = officesAmong(given, offices);
	return new ListedUser(
		{
			id,
			key: textOr(record.uid, ''),
			name: nameOf({
				full_name: textOr(fullNameOf(record), ''),
				first_name: textOr(record.first_name, ''),
				last_name: textOr(record.last_name, ''),
			}),
			email: textOr(record.email, ''),
			standing: isBlank(record.deleted_at) ? 'active' : 'deleted',
			...(roles.length === 0 ? {} : { offLimits: `has the role ${roles.map(roleName).join(', ')} in Bridge` }),
			...recordWith(keepRecord === true ? record : undefined, customValues),
		},
		shown,
	);
}

/** Where a user's record keeps the ids of its custom values, by definition: an update has to name them. */
const VALUE_IDS = 'customValueIds';

/** They are ours, so whoever shows or copies the record does not see them. */
function recordWith(record: BridgeRecord | undefined, custom: CustomValues | undefined): Pick<User, 'record'> {
	if (custom === undefined || custom.size === 0) return record === undefined ? {} : { record };
	const value = Object.fromEntries([...custom].map(([definition, { id }]) => [definition, id]));
	return { record: Object.defineProperty({ ...record }, VALUE_IDS, { value }) };
}

/** A person's custom values, by the id of their definition. */
type CustomValues = ReadonlyMap<string, { readonly id: string; readonly value: Value | null }>;

function customOf(record: BridgeRecord, linked: LinkedValues): CustomValues {
	const own = recordOf(record.links)?.custom_field_values;
	const values = new Map<string, { id: string; value: Value | null }>();
	for (const id of Array.isArray(own) ? own.map(idText) : []) {
		const found = linked.get(id);
		if (found !== undefined) values.set(found.field, { id, value: found.value });
	}
	return values;
}

/** Fields as they are read off the records of a list. */
export function shownFields(fields = BRIDGE_FIELDS): ShownFields {
	return new ShownFields(fields.map((field) => [field.name, readerOf(field)]));
}

function readerOf(field: Field): FieldReader[1] {
	const shownIn = SHOWN_IN[field.name] ?? ((record: BridgeRecord): unknown => record[field.name]);
	return (record) => {
		const shown = shownIn(record);
		return shown === undefined ? undefined : shownValue(field, shown);
	};
}

const SHOWN_IN: Readonly<Record<string, (record: BridgeRecord) => unknown>> = {
	manager_id: managerOf,
	full_name: fullNameOf,
};

function fullNameOf(record: BridgeRecord): unknown {
	return record.full_name ?? (typeof record.name === 'string' ? record.name : record.full_name);
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
