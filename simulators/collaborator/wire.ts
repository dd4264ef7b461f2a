import { isDottedDate, isEmail, isIsoDate, isObject, isText } from '../shared/checks';
import { COLLABORATOR_TEXTS } from './directory';
import type { CollaboratorFields, CollaboratorText } from './directory';
import type { CollaboratorSwitches } from './switches';
import { Refusal } from '../shared/refusal';

const LANGUAGES: readonly string[] = ['EN', 'UK', 'DE', 'ES', 'ET', 'TR', 'RU'];
const DATES: readonly CollaboratorText[] = ['birth_date', 'date_of_employment', 'date_of_assignment_current_position'];

export interface ReadImport {
	readonly uid: string;
	readonly fields: CollaboratorFields;
	readonly ignored: readonly string[];
}

/**
 * Reads the user of an import.
 * @throws Refusal in the vendor's words, naming the field.
 */
export function readImport(body: unknown, switches: CollaboratorSwitches): ReadImport {
	if (!isObject(body)) throw new Refusal(400, 'The body must be one user object');
	refuseMissing(body, switches);
	const { uid } = body;
	if (!isText(uid)) throw new Refusal(400, 'uid must be a string', 'uid');
	const ignored = Object.keys(body).filter(
		(name) =>
			name !== 'uid' &&
			name !== 'gender' &&
			name !== 'is_active' &&
			!COLLABORATOR_TEXTS.some((known) => known === name),
	);
	const [unknown] = ignored;
	if (unknown !== undefined && switches.unknownFields === 'reject') {
		throw new Refusal(400, `Unknown field: ${unknown}`, unknown);
	}
	const fields: CollaboratorFields = {};
	for (const name of COLLABORATOR_TEXTS) {
		const value = body[name];
		if (value === undefined) continue;
		if (!isText(value)) throw new Refusal(400, `${name} must be a string`, name);
		fields[name] = normalised(name, value);
	}
	const gender = readBit('gender', body.gender);
	if (gender !== undefined) fields.gender = gender;
	const active = readBit('is_active', body.is_active);
	if (active !== undefined) fields.is_active = active;
	return { uid, fields, ignored };
}

function refuseMissing(body: Readonly<Record<string, unknown>>, switches: CollaboratorSwitches): void {
	const required = ['uid', 'login', 'email', 'firstname', 'secondname'];
	if (switches.positionRequired) required.push('position');
	const missing = required.filter((name) => {
		const value = body[name];
		return value === undefined || value === null || (isText(value) && value.trim() === '');
	});
	const [first] = missing;
	if (first !== undefined) throw new Refusal(400, `Required fields: ${missing.join(', ')}`, first);
}

/** The value as it is kept: both date forms as YYYY-MM-DD. */
function normalised(name: CollaboratorText, value: string): string {
	if (value === '') return value;
	const problem = problemOf(name, value);
	if (problem !== undefined) throw new Refusal(400, problem, name);
	return DATES.includes(name) && value.includes('.') ? value.split('.').reverse().join('-') : value;
}

function problemOf(name: CollaboratorText, value: string): string | undefined {
	if (DATES.includes(name) && !isIsoDate(value) && !isDottedDate(value)) {
		return `${name} must be DD.MM.YYYY or YYYY-MM-DD`;
	}
	switch (name) {
		case 'email':
			return isEmail(value) ? undefined : 'email is not valid';
		case 'phone':
			return /^\+\d{7,15}$/.test(value) ? undefined : 'phone must be in international format';
		case 'language':
			return LANGUAGES.includes(value) ? undefined : `language must be one of ${LANGUAGES.join(', ')}`;
		case 'customInfo':
			return isBase64Json(value) ? undefined : 'customInfo must be JSON in BASE64 encoding';
		case 'manager_id':
			return /^\d+$/.test(value) ? undefined : 'manager_id must be an internal id';
		default:
			return value.length > 255 ? `${name} is too long` : undefined;
	}
}

function isBase64Json(value: string): boolean {
	if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'base64'));
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function readBit(name: string, value: unknown): 0 | 1 | undefined {
	if (value === undefined) return undefined;
	if (value === 0 || value === 1) return value;
	throw new Refusal(400, `${name} must be 0 or 1`, name);
}
