import { isBlank, type Field, type Value, type Values } from '../shared/model/field';
import { recordOf } from '../shared/transport/record';
import { toBase64 } from '../shared/transport/secrets';

/** Vendor's page "API - User import", table of fields; `*` there is `required` here. */
const FIELDS: readonly Field[] = [
	{ name: 'uid', label: 'UID', kind: 'text', required: true, nameOnly: true },
	{
		name: 'secondname',
		label: 'Second Name',
		kind: 'text',
		required: true,
		aliases: ['last name', 'surname', 'family name', 'sn'],
	},
	{ name: 'firstname', label: 'First Name', kind: 'text', required: true, aliases: ['given name', 'forename'] },
	{ name: 'patronymic', label: 'Patronymic', kind: 'text', aliases: ['middle name', 'third name'] },
	{
		name: 'login',
		label: 'Login',
		kind: 'text',
		required: true,
		unique: true,
		aliases: ['username', 'login name', 'account name'],
	},
	{ name: 'email', label: 'Email', kind: 'email', required: true, aliases: ['mail', 'email address', 'work email'] },
	{ name: 'position', label: 'Position', kind: 'text', aliases: ['job title', 'title', 'job'] },
	{ name: 'password', label: 'Password', kind: 'text', secret: true, nameOnly: true, neverEmpty: true },
	{ name: 'birth_date', label: 'Birth Date', kind: 'date', aliases: ['date of birth', 'birthday', 'dob'] },
	{
		name: 'gender',
		label: 'Gender',
		kind: 'choice',
		neverEmpty: true,
		aliases: ['sex'],
		choices: [
			{ value: 0, label: 'Male', words: ['m', 'man', 'чоловік', 'ч'] },
			{ value: 1, label: 'Female', words: ['f', 'w', 'woman', 'жінка', 'ж'] },
		],
	},
	{
		name: 'is_active',
		label: 'Is Active',
		kind: 'boolean',
		neverEmpty: true,
		nameOnly: true,
		choices: [
			{ value: 1, label: 'Enabled', words: ['unblocked'] },
			{ value: 0, label: 'Blocked', words: ['suspended', 'locked', 'terminated'] },
		],
	},
	{ name: 'city', label: 'City', kind: 'text', aliases: ['town'] },
	{
		name: 'department',
		label: 'Department',
		kind: 'text',
		joined: ',',
		aliases: ['dept', 'department name', 'division', 'departments'],
	},
	{ name: 'structure_uid', label: 'Structure UID', kind: 'text', aliases: ['department code'] },
	{ name: 'phone', label: 'Phone', kind: 'text', aliases: ['phone number', 'mobile', 'mobile phone'] },
	{ name: 'tags', label: 'Tags', kind: 'tags' },
	{
		name: 'date_of_employment',
		label: 'Date of Employment',
		kind: 'date',
		aliases: ['hire date', 'start date', 'employment date', 'date of hire'],
	},
	{
		name: 'date_of_assignment_current_position',
		label: 'In Position Since',
		kind: 'date',
		aliases: ['position start date', 'date of assignment'],
	},
	{ name: 'work_contact', label: 'Work Contact', kind: 'text', aliases: ['work contacts', 'work phone'] },
	{
		name: 'language',
		label: 'Language',
		kind: 'choice',
		aliases: ['locale', 'lang'],
		choices: [
			{ value: 'EN', label: 'English', words: ['en-us', 'en_us', 'en-gb', 'en_gb', 'eng'] },
			{ value: 'UK', label: 'Ukrainian', words: ['ua', 'uk-ua', 'uk_ua', 'ukr', 'українська'] },
			{ value: 'DE', label: 'German', words: ['de-de', 'de_de', 'de-at', 'de_at', 'de-ch', 'de_ch', 'deu', 'deutsch'] },
			{ value: 'ES', label: 'Spanish', words: ['es-es', 'es_es', 'es-mx', 'es_mx', 'spa', 'español'] },
			{ value: 'ET', label: 'Estonian', words: ['et-ee', 'et_ee', 'est', 'eesti'] },
			{ value: 'TR', label: 'Turkish', words: ['tr-tr', 'tr_tr', 'tur', 'türkçe'] },
			{ value: 'RU', label: 'Russian', words: ['ru-ru', 'ru_ru', 'rus', 'русский', 'російська'] },
		],
	},
	{
		name: 'manager_uid',
		label: 'Manager UID',
		kind: 'text',
		aliases: ['manager external id'],
		refersTo: (value: Value) => String(value),
	},
	{ name: 'manager_id', label: 'Manager ID', kind: 'text' },
	{ name: 'facebook_id', label: 'Facebook ID', kind: 'text' },
	{ name: 'google_id', label: 'Google ID', kind: 'text' },
	...[1, 2, 3, 4, 5].map(
		(number): Field => ({ name: `user_field${number}`, label: `User Field ${number}`, kind: 'text' }),
	),
	{ name: 'customInfo', label: 'Custom Info (JSON)', kind: 'json', encoded: isEncodedJson },
];

/** The fields under the run's options: the vendor's refusal demands a position, its table does not. */
export function collaboratorFields(requirePosition: boolean): readonly Field[] {
	return FIELDS.map((field) => (field.name === 'position' ? { ...field, required: requirePosition } : field));
}

/** How a person is named in results. */
export function nameOf(values: Values): string {
	return [values.firstname, values.secondname].filter((part) => !isBlank(part)).join(' ');
}

/** A row's fields as the import takes them; cleared ones go as "". `state` is what Block and Unblock force. */
export function toWire(values: Values, send: readonly string[], state: 0 | 1 | undefined): Record<string, unknown> {
	const wire: Record<string, unknown> = {};
	for (const name of send) wire[name] = wireValue(name, values[name] ?? null);
	if (state !== undefined) wire.is_active = state;
	return wire;
}

function wireValue(name: string, value: Value | null): unknown {
	if (value === null) return '';
	switch (name) {
		case 'is_active':
			return value === true ? 1 : 0;
		case 'customInfo':
			return typeof value === 'string' && isEncodedJson(value) ? value : toBase64(JSON.stringify(value));
		default:
			return value;
	}
}

/** Whether a text is base64 of a JSON object or array, as `customInfo` goes over the wire. */
export function isEncodedJson(text: string): boolean {
	if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
	const plain = Buffer.from(text, 'base64').toString('utf8');
	if (plain.includes('\ufffd') || !/^\s*[{[]/.test(plain)) return false;
	try {
		JSON.parse(plain);
		return true;
	} catch {
		return false;
	}
}

/** What the reply counts. Source: the page's *Answer*. */
export interface Counters {
	readonly created: number;
	readonly updated: number;
	readonly blocked: number;
	readonly unblocked: number;
}

/**
 * The reply's counters, or undefined when it is not what the vendor documents: no counter at all, one that is not a
 * number, or nothing counted while some are missing.
 */
export function countersOf(body: unknown): Counters | undefined {
	const record = recordOf(body);
	if (record === undefined) return undefined;
	const given = (['created_count', 'updated_count', 'blocked_count', 'unblocked_count'] as const).map(
		(name) => record[name],
	);
	const counts = given.map((value) =>
		value === undefined || value === null ? undefined : /^\d+$/.test(String(value)) ? Number(value) : Number.NaN,
	);
	if (counts.some((count) => Number.isNaN(count))) return undefined;
	if (counts.includes(undefined) && !counts.some((count) => (count ?? 0) > 0)) return undefined;
	const [created = 0, updated = 0, blocked = 0, unblocked = 0] = counts;
	return { created, updated, blocked, unblocked };
}
