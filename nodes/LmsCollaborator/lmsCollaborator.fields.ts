import { inert } from '../shared/model/inert';
import { textOf, type Field, type Value } from '../shared/model/field';

/** Vendor's page "API - User import", table of fields; `*` there is `required` here. */
export const FIELDS: readonly Field[] = [
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
	{ name: 'position', label: 'Position', kind: 'text', means: ['jobTitle', 'job', 'position', 'title'] },
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
	{
		name: 'phone',
		label: 'Phone',
		kind: 'text',
		means: ['workPhone', 'phone', 'mobile'],
		form: international,
		check: (value) =>
			/^\+\d{7,15}$/.test(textOf(value))
				? undefined
				: `"${inert(textOf(value), 40)}" lacks its country: LMS Collaborator takes phone numbers as +380971234567.`,
	},
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

/** What portals show where they have it. No page lists the rest, which is compared where it is seen. */
const SHOWN_WHEN_SET: ReadonlySet<string> = new Set([
	'patronymic',
	'position',
	'birth_date',
	'gender',
	'city',
	'department',
	'phone',
	'tags',
	...[1, 2, 3, 4, 5].map((number) => `user_field${number}`),
]);

/** What counts as equal in a portal's reply. */
const READ: Readonly<Record<string, Partial<Field>>> = {
	department: { same: sameParts },
	tags: { same: sameParts },
	language: { same: (wanted, shown) => textOf(wanted).toUpperCase() === textOf(shown).toUpperCase() },
	phone: { same: (wanted, shown) => international(textOf(wanted)) === international(textOf(shown)) },
	customInfo: { same: (wanted, shown) => plainInfo(wanted) === plainInfo(shown) },
};

/** The fields under the run's options: the vendor's refusal demands a position, its table does not. */
export function collaboratorFields(requirePosition: boolean): readonly Field[] {
	return FIELDS.map(
		(field): Field => ({
			...field,
			...READ[field.name],
			...(field.name === 'position' ? { required: requirePosition } : {}),
			...seen(field.name, requirePosition),
		}),
	);
}

/** Nobody's is empty of what the import demands: where a portal does not show that, nothing can be said of it. */
function seen(name: string, requirePosition: boolean): Pick<Field, 'maybeShown'> {
	if (name === 'uid') return {};
	const mayBeEmpty = SHOWN_WHEN_SET.has(name) && !(name === 'position' && requirePosition);
	return { maybeShown: mayBeEmpty ? 'whenSet' : true };
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

/** `+49 (0)30 123-45`, `0049 30 12345` → `+493012345`. What names no country stays as it is. Source: the vendor's table, *phone*. */
function international(text: string): string {
	const number = text
		.replace(/^(\+.*|00.*)\(0\)/, '$1')
		.replace(/[\s()./\u2010-\u2015-]/g, '')
		.replace(/^00(?=[1-9])/, '+');
	// Excel drops the plus; no number within Ukraine has twelve digits.
	const whole = /^380\d{9}$/.test(number) ? `+${number}` : number;
	return /^\+\d+$/.test(whole) ? whole : text;
}

function plainInfo(value: Value): string {
	const text = textOf(value);
	return isEncodedJson(text) ? JSON.stringify(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))) : text;
}

/** The fields without which the import refuses a call. */
export function neededFields(fields: readonly Field[]): string[] {
	return fields.filter((field) => field.required === true).map((field) => field.name);
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
