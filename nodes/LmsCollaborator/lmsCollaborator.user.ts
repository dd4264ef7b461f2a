import type { User } from '../shared/model/directory';
import { ListedUser } from '../shared/model/listed';
import { ShownFields, type FieldReader } from '../shared/model/shown';
import { textOf, type Value, type Values, wholeName } from '../shared/model/field';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import { toBase64 } from '../shared/transport/secrets';
import { isEncodedJson, FIELDS } from './lmsCollaborator.fields';

/** How a person is named in results. */
export function nameOf(values: Values): string {
	return wholeName(values.firstname, values.secondname);
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

const READERS = FIELDS.filter(({ secret }) => secret !== true).map(
	({ name }): FieldReader => [name, ({ [name]: shown }) => (shown === undefined ? undefined : readValue(name, shown))],
);

/** The fields of a list, as this portal shows them. */
export const shownFields = (): ShownFields => new ShownFields(READERS);

/** A user of the list in the vendor-neutral form, or undefined when it has no id that can be told exactly. */
export function toUser(record: JsonRecord, keepRecord: boolean, fields = shownFields()): User | undefined {
	const id = exactId(record.id);
	if (id === '') return undefined;
	const shown = fields.of(record);
	const text = (name: string): string => textOf(shown.at(name));
	return new ListedUser(
		{
			id,
			key: text('uid'),
			name: nameOf({ firstname: text('firstname'), secondname: text('secondname') }),
			email: text('email'),
			standing: shown.at('is_active') === false ? 'locked' : 'active',
			...(keepRecord ? { record } : {}),
		},
		shown,
	);
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
			return text.trim() === '' ? null : text;
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
	const date = text.trim();
	if (/^\d{2}\.\d{2}\.\d{4}/.test(date)) return `${date.slice(6, 10)}-${date.slice(3, 5)}-${date.slice(0, 2)}`;
	const iso = /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : null;
	return iso === '0000-00-00' ? null : iso;
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

/** Whether a search for this text may show the account. */
export function isCalled({ name, email, values }: User, text: string): boolean {
	const wanted = words(text);
	const { secondname, firstname, login } = values;
	return [name, `${String(secondname)} ${String(firstname)}`, email, String(login)].some((one) =>
		words(one).includes(wanted),
	);
}

const words = (text: string): string => text.trim().toLowerCase();
