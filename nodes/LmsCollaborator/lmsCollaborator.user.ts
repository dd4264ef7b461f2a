import type { User } from '../shared/model/directory';
import { isBlank, textOf, type Field, type Value, type Values } from '../shared/model/field';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import { toBase64 } from '../shared/transport/secrets';

/** Vendor's page "API - User import", table of fields; `*` there is `required` here. */
const FIELDS: readonly Field[] = [
	{ name: 'uid', label: 'UID', kind: 'text', required: true, nameOnly: true },
	{
		name: 'secondname',
		label: 'Second Name',
		kind: 'text',
		means: ['familyName', 'preferredFamilyName', 'legalFamilyName'],
		required: true,
	},
	{
		name: 'firstname',
		label: 'First Name',
		kind: 'text',
		means: ['givenName', 'preferredGivenName', 'legalGivenName'],
		required: true,
	},
	{ name: 'patronymic', label: 'Patronymic', kind: 'text', means: ['middleName'] },
	{
		name: 'login',
		label: 'Login',
		kind: 'text',
		means: ['login'],
		required: true,
		unique: true,
	},
	{
		name: 'email',
		label: 'Email',
		kind: 'email',
		means: ['workEmail', 'email', 'loginEmail'],
		required: true,
		claimed: true,
	},
	{ name: 'position', label: 'Position', kind: 'text', means: ['jobTitle', 'position', 'title'] },
	{
		name: 'password',
		label: 'Password',
		kind: 'text',
		means: ['password'],
		secret: true,
		nameOnly: true,
		neverEmpty: true,
	},
	{ name: 'birth_date', label: 'Birth Date', kind: 'date', means: ['birthDate'] },
	{
		name: 'gender',
		label: 'Gender',
		kind: 'choice',
		means: ['gender'],
		neverEmpty: true,
		choices: [
			{ value: 0, label: 'Male', words: ['m', 'man', 'чоловік', 'ч'] },
			{ value: 1, label: 'Female', words: ['f', 'w', 'woman', 'жінка', 'ж'] },
		],
	},
	{
		name: 'is_active',
		barredBy: false,
		label: 'Is Active',
		kind: 'boolean',
		bars: false,
		neverEmpty: true,
		nameOnly: true,
		choices: [
			{ value: 1, label: 'Enabled', words: ['unblocked'] },
			{ value: 0, label: 'Blocked', words: ['suspended', 'locked', 'terminated'] },
		],
	},
	{ name: 'city', label: 'City', kind: 'text', means: ['city'] },
	{
		name: 'department',
		label: 'Department',
		kind: 'text',
		means: ['department', 'orgUnit', 'division'],
		joined: ',',
	},
	{ name: 'structure_uid', label: 'Structure UID', kind: 'text' },
	{ name: 'phone', label: 'Phone', kind: 'text', means: ['workPhone', 'phone', 'mobile'] },
	{ name: 'tags', label: 'Tags', kind: 'tags' },
	{
		name: 'date_of_employment',
		label: 'Date of Employment',
		kind: 'date',
		means: ['hireDate', 'originalHireDate'],
	},
	{
		name: 'date_of_assignment_current_position',
		label: 'In Position Since',
		kind: 'date',
		means: ['positionStart'],
	},
	{ name: 'work_contact', label: 'Work Contact', kind: 'text' },
	{
		name: 'language',
		label: 'Language',
		kind: 'choice',
		means: ['language'],
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
		means: ['managerKey', 'managerEmail', 'manager', 'managerName'],
		refersTo: (value: Value) => String(value),
		naming: (key) => key,
	},
	// "Manager ID" on a list is the manager's key, so that only the very name means the vendor's own id.
	{ name: 'manager_id', label: 'Manager ID', kind: 'text', exactOnly: true },
	{ name: 'facebook_id', label: 'Facebook ID', kind: 'text' },
	{ name: 'google_id', label: 'Google ID', kind: 'text' },
	...[1, 2, 3, 4, 5].map(
		(number): Field => ({ name: `user_field${number}`, label: `User Field ${number}`, kind: 'text' }),
	),
	{ name: 'customInfo', label: 'Custom Info (JSON)', kind: 'json', encoded: isEncodedJson },
];

/** No page lists what a portal shows of a user, so all but the keys are compared where they are seen. */
const READ: Readonly<Record<string, Partial<Field>>> = {
	department: { same: sameParts },
	tags: { same: sameParts },
	language: { same: (wanted, shown) => textOf(wanted).toUpperCase() === textOf(shown).toUpperCase() },
	phone: { same: (wanted, shown) => dialled(wanted) === dialled(shown) },
	customInfo: { same: (wanted, shown) => plainInfo(wanted) === plainInfo(shown) },
};

/** The fields under the run's options: the vendor's refusal demands a position, its table does not. */
export function collaboratorFields(requirePosition: boolean): readonly Field[] {
	return FIELDS.map(
		(field): Field => ({
			...field,
			...(field.name === 'uid' ? {} : { maybeShown: true }),
			...READ[field.name],
			...(field.name === 'position' ? { required: requirePosition } : {}),
		}),
	);
}

/** Lists as portals show them: other spaces, another order. */
function sameParts(wanted: Value, shown: Value): boolean {
	const parts = (value: Value): string =>
		textOf(value)
			.split(',')
			.map((part) => part.trim())
			.filter((part) => part !== '')
			.sort()
			.join(',');
	return parts(wanted) === parts(shown);
}

const dialled = (value: Value): string => textOf(value).replace(/[\s()-]/g, '');

function plainInfo(value: Value): string {
	const text = textOf(value);
	return isEncodedJson(text) ? JSON.stringify(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))) : text;
}

/** How a person is named in results. */
export function nameOf(values: Values): string {
	return [values.firstname, values.secondname].filter((part) => !isBlank(part)).join(' ');
}

/** The fields without which the import refuses a call. */
export function neededFields(fields: readonly Field[]): string[] {
	return fields.filter((field) => field.required === true).map((field) => field.name);
}

/**
 * Fields as the import takes them; cleared ones go as "". What the import needs besides is `held`, the account's own.
 * `state` is what is forced.
 */
export function toWire(
	values: Values,
	send: readonly string[],
	held: Values,
	state: 0 | 1 | undefined,
): Record<string, unknown> {
	const wire: Record<string, unknown> = {};
	for (const name in held) wire[name] = wireValue(name, held[name] ?? null);
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

/** A user of the list in the vendor-neutral form, or undefined when it has no id that can be told exactly. */
export function toUser(record: JsonRecord, keepRecord: boolean): User | undefined {
	const id = exactId(record.id);
	if (id === '') return undefined;
	const values: Record<string, Value | null> = {};
	for (const { name } of FIELDS) {
		const shown = record[name];
		if (shown !== undefined && name !== 'password') values[name] = readValue(name, shown);
	}
	return {
		id,
		key: textOf(values.uid),
		name: nameOf(values),
		email: textOf(values.email),
		values,
		standing: values.is_active === false ? 'locked' : 'active',
		...(keepRecord ? { record } : {}),
	};
}

/** An id as text; '' for none, and for a number that JSON has rounded. */
export function exactId(value: unknown): string {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : '';
	return typeof value === 'string' ? value.trim() : '';
}

function readValue(name: string, shown: unknown): Value | null {
	switch (name) {
		case 'gender':
			return genderOf(shown);
		case 'is_active':
			return stateOf(shown);
		case 'uid':
			return exactId(shown) === '' ? null : exactId(shown);
		case 'birth_date':
		case 'date_of_employment':
		case 'date_of_assignment_current_position':
			return dayOf(textOfShown(shown));
		default: {
			const text = textOfShown(shown);
			return isBlank(text) ? null : text;
		}
	}
}

/** Written 0 and 1, shown as words. Source: the vendor's example of a user in "API - Authorization". */
function genderOf(shown: unknown): Value | null {
	const word = textOfShown(shown).trim().toLowerCase();
	if (word === 'male' || word === '0') return 0;
	return word === 'female' || word === '1' ? 1 : null;
}

function stateOf(shown: unknown): Value | null {
	const word = textOfShown(shown).trim().toLowerCase();
	if (word === 'true' || word === '1') return true;
	return word === 'false' || word === '0' ? false : null;
}

/** `DD.MM.YYYY`, or a day in ISO form with or without a time, as `YYYY-MM-DD`. */
export function dayOf(text: string): string | null {
	const dotted = /^(\d{2})\.(\d{2})\.(\d{4})/.exec(text.trim());
	if (dotted !== null) return `${dotted[3]}-${dotted[2]}-${dotted[1]}`;
	const iso = /^(\d{4}-\d{2}-\d{2})/.exec(text.trim())?.[1];
	return iso === undefined || iso === '0000-00-00' ? null : iso;
}

/** Text, or the names of what stands in its place: a list of tags, a department with its id. */
function textOfShown(shown: unknown): string {
	if (typeof shown === 'string' || typeof shown === 'number' || typeof shown === 'boolean') return String(shown);
	if (Array.isArray(shown))
		return shown
			.map(textOfShown)
			.filter((part) => part !== '')
			.join(',');
	const record = recordOf(shown);
	if (record === undefined) return '';
	const named = record.name ?? record.title ?? record.value;
	return named === undefined ? JSON.stringify(record) : textOfShown(named);
}
