import { isEmail, isIsoDate, isObject, isText } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import type { BridgeDirectory } from './directory';
import type { BridgeSwitches } from './switches';
import type { BridgeFields, BridgeUser } from './users';
import { Refusal } from '../shared/refusal';

export interface CustomValue {
	readonly fieldId: string;
	readonly value: string | null;
}

export interface ReadUser {
	readonly fields: Partial<BridgeFields>;
	readonly custom: readonly CustomValue[];
	/** Fields that were swallowed. */
	readonly ignored: readonly string[];
}

const TEXT_FIELDS = [
	'first_name',
	'last_name',
	'full_name',
	'sortable_name',
	'email',
	'job_title',
	'department',
	'hris_id',
] as const;

const CUSTOM_KEYS = ['custom_fields', 'custom_field_values'] as const;

const KNOWN: ReadonlySet<string> = new Set([...TEXT_FIELDS, 'uid', 'locale', 'manager_id', 'hire_date']);

/**
 * Reads a UserRequest.
 * @throws Refusal on the first thing that is wrong.
 */
export function readUser(
	wire: JsonObject,
	directory: BridgeDirectory,
	switches: BridgeSwitches,
	holder: BridgeUser | undefined,
): ReadUser {
	const ignored = unknownFields(wire, switches);
	const fields: Partial<BridgeFields> = {};
	for (const name of TEXT_FIELDS) {
		const value = wire[name];
		if (value === undefined) continue;
		fields[name] = textOrNull(name, value);
	}
	if (fields.email != null && !isEmail(fields.email)) throw new Refusal(400, 'email is invalid');
	if (wire.uid !== undefined) fields.uid = readUid(wire.uid);
	if (wire.locale !== undefined) fields.locale = readLocale(wire.locale);
	if (wire.hire_date !== undefined) fields.hire_date = readHireDate(wire.hire_date);
	if (wire.manager_id !== undefined) {
		fields.manager_id = readManager(wire.manager_id, directory, switches);
	}
	const custom = CUSTOM_KEYS.filter((key) => accepted(key, switches)).flatMap((key) =>
		wire[key] === undefined ? [] : readCustomValues(key, wire[key], directory, holder),
	);
	return { fields, custom, ignored };
}

function accepted(key: (typeof CUSTOM_KEYS)[number], switches: BridgeSwitches): boolean {
	return switches.customFieldsKey === 'both' || switches.customFieldsKey === key;
}

function unknownFields(wire: JsonObject, switches: BridgeSwitches): string[] {
	const unknown = Object.keys(wire).filter(
		(name) => !KNOWN.has(name) && !CUSTOM_KEYS.some((key) => key === name && accepted(key, switches)),
	);
	if (unknown.length > 0 && switches.unknownFields === 'reject') {
		throw new Refusal(400, `unknown attribute: ${unknown.join(', ')}`);
	}
	return unknown;
}

function textOrNull(name: string, value: unknown): string | null {
	if (value === null) return null;
	if (!isText(value)) throw new Refusal(400, `${name} must be a string`);
	if (value.length > 255) throw new Refusal(400, `${name} is too long (maximum is 255 characters)`);
	return value;
}

function readUid(value: unknown): string {
	const uid = textOrNull('uid', value);
	if (uid === null || uid.trim() === '') throw new Refusal(400, "uid can't be blank");
	return uid;
}

function readLocale(value: unknown): string {
	const locale = textOrNull('locale', value) ?? 'en';
	if (!/^[a-z]{2,3}([-_][A-Za-z]{2,4})?$/.test(locale)) throw new Refusal(400, 'locale is invalid');
	return locale;
}

function readHireDate(value: unknown): string | null {
	const date = textOrNull('hire_date', value);
	if (date !== null && !isIsoDate(date)) throw new Refusal(400, 'hire_date must be YYYY-MM-DD');
	return date;
}

function readManager(value: unknown, directory: BridgeDirectory, switches: BridgeSwitches): number | null {
	if (value === null) return null;
	if (!isText(value) && typeof value !== 'number') {
		throw new Refusal(400, 'manager_id must be an id or uid:<uid>');
	}
	const text = String(value);
	const manager = text.startsWith('uid:')
		? directory.withUid(text.slice(4)).find((user) => user.deleted_at === null)
		: directory.byNumber(/^\d+$/.test(text) ? Number(text) : -1);
	if (manager === undefined || manager.deleted_at !== null) {
		throw new Refusal(switches.unknownManager, `manager ${text} was not found`);
	}
	return manager.id;
}

function readCustomValues(
	key: string,
	value: unknown,
	directory: BridgeDirectory,
	holder: BridgeUser | undefined,
): CustomValue[] {
	if (!Array.isArray(value)) throw new Refusal(400, `${key} must be an array`);
	const entries: readonly unknown[] = value;
	return entries.map((entry) => {
		if (!isObject(entry)) throw new Refusal(400, `${key} must hold objects`);
		const fieldId = readFieldId(key, entry, directory);
		if (entry.value !== null && !isText(entry.value)) {
			throw new Refusal(400, `${key}: value must be a string`);
		}
		if (key === 'custom_field_values' && entry.id !== undefined) {
			const held = holder?.custom.get(fieldId);
			if (held === undefined || held.id !== String(entry.id)) {
				throw new Refusal(400, `${key}: there is no value ${String(entry.id)}`);
			}
		}
		return { fieldId, value: entry.value === '' ? null : entry.value };
	});
}

/** Custom fields must have been created before they are assigned. */
function readFieldId(key: string, entry: JsonObject, directory: BridgeDirectory): string {
	const id = entry.custom_field_id ?? (key === 'custom_fields' ? entry.id : undefined);
	const found = directory.customFields.find((field) =>
		id !== undefined ? field.id === String(id) : key === 'custom_fields' && field.name === entry.name,
	);
	if (found === undefined) throw new Refusal(400, `${key}: custom field was not found`);
	return found.id;
}

export interface Included {
	readonly customFields: boolean;
	readonly manager: boolean;
	readonly courseSummary: boolean;
}

/** The `{meta, linked, users}` of every reply that carries users. */
export function writeUsers(
	users: readonly BridgeUser[],
	directory: BridgeDirectory,
	switches: BridgeSwitches,
	included: Included,
): JsonObject {
	const linked = included.customFields
		? {
				custom_fields: directory.customFields.map(({ id, name }) => ({
					id: asId(id, switches),
					name,
				})),
				custom_field_values: users.flatMap((user) =>
					[...user.custom].map(([fieldId, { id, value }]) => ({
						id: asId(id, switches),
						value,
						links: { custom_field: { id: asId(fieldId, switches), type: 'custom_fields' } },
					})),
				),
			}
		: {};
	const isBare = switches.emptyLinked === 'absent' && users.every(({ custom }) => custom.size === 0);
	return {
		meta: {},
		...(isBare ? {} : { linked }),
		users: users.map((user) => writeUser(user, directory, switches, included)),
	};
}

/** Ids are strings in recorded replies and numbers in the vendor's page. */
export function asId(id: string | number, switches: BridgeSwitches): string | number {
	return switches.idsAs === 'string' ? String(id) : Number(id);
}

function writeUser(
	user: BridgeUser,
	directory: BridgeDirectory,
	switches: BridgeSwitches,
	included: Included,
): JsonObject {
	const manager = user.manager_id === null ? undefined : directory.byNumber(user.manager_id);
	return {
		id: asId(user.id, switches),
		uid: user.uid,
		hris_id: user.hris_id,
		first_name: user.first_name,
		last_name: user.last_name,
		full_name: user.full_name,
		sortable_name: user.sortable_name,
		email: user.email,
		locale: user.locale,
		roles: switches.observers && directory.isManager(user) ? [...user.roles, 'observer'] : user.roles,
		name: user.full_name,
		avatar_url: null,
		updated_at: user.updated_at,
		deleted_at: user.deleted_at,
		unsubscribed: null,
		welcomedAt: user.welcomedAt,
		loggedInAt: user.loggedInAt,
		hire_date:
			user.hire_date === null || switches.hireDateForm === 'date' ? user.hire_date : `${user.hire_date}T00:00:00-07:00`,
		is_manager: directory.isManager(user),
		...(included.manager
			? {
					manager_id: user.manager_id === null ? null : asId(user.manager_id, switches),
					manager_name: manager?.full_name ?? null,
				}
			: {}),
		...optionalKey('job_title', user.job_title, switches),
		...optionalKey('department', user.department, switches),
		...(included.courseSummary
			? {
					next_due_date: null,
					completed_courses_count: directory
						.learningOf(user)
						.filter((entry) => entry.kind === 'course' && entry.state !== 'overdue').length,
				}
			: {}),
		links: links(user, switches, included),
		meta: { can_masquerade: true },
	};
}

function optionalKey(name: string, value: string | null, switches: BridgeSwitches): JsonObject {
	if (switches.emptyKeys === 'never') return {};
	return value === null && switches.emptyKeys === 'absent' ? {} : { [name]: value };
}

function links(user: BridgeUser, switches: BridgeSwitches, included: Included): unknown {
	if (!included.customFields || user.custom.size === 0) {
		return switches.emptyLinks === 'array' ? [] : {};
	}
	return { custom_field_values: [...user.custom.values()].map(({ id }) => asId(id, switches)) };
}
