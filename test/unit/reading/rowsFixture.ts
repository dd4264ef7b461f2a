import type { Field, Value } from '../../../nodes/shared/model/field';
import type { Row, RowSet } from '../../../nodes/shared/model/row';
import { readRows, type MappedField, type RowRules } from '../../../nodes/shared/reading/rows';

/** A system with a field of every kind. */
export const FIELDS: readonly Field[] = [
	{
		name: 'uid',
		label: 'User ID',
		kind: 'text',
		required: true,
		nameOnly: true,
		maxLength: 20,
	},
	{ name: 'first_name', label: 'First Name', kind: 'text', means: ['givenName'], maxLength: 10 },
	{ name: 'email', label: 'Email', kind: 'email', required: true, means: ['workEmail', 'email'] },
	{ name: 'login', label: 'Login', kind: 'text', unique: true },
	{ name: 'city', label: 'City', kind: 'text' },
	{ name: 'private_email', label: 'Private Address', kind: 'email', unique: true },
	{ name: 'hire_date', label: 'Hired', kind: 'date' },
	{ name: 'suspended', label: 'Suspended', kind: 'boolean', nameOnly: true },
	{
		name: 'gender',
		label: 'Gender',
		kind: 'choice',
		choices: [
			{ value: 0, label: 'Male', words: ['m', 'Mann'] },
			{ value: 1, label: 'Female', words: ['f', 'Frau'] },
		],
	},
	{ name: 'level', label: 'Level', kind: 'integer' },
	{ name: 'groups', label: 'Groups', kind: 'list', maxLength: 30 },
	{ name: 'tags', label: 'Tags', kind: 'tags', maxLength: 12 },
	{
		name: 'custom',
		label: 'Custom Info',
		kind: 'json',
		encoded: (text) => text.startsWith('base64:'),
	},
	{ name: 'offices', label: 'Offices', kind: 'text', joined: '; ' },
	{ name: 'manager', label: 'Manager', kind: 'text', refersTo: (value) => String(value) },
	{
		name: 'language',
		label: 'Language',
		kind: 'choice',
		neverEmpty: true,
		choices: [
			{ value: 'en', label: 'EN' },
			{ value: 'de', label: 'German' },
		],
	},
	{ name: 'role', label: 'Role', kind: 'text', defineBelowOnly: true },
	{ name: 'password', label: 'Password', kind: 'text', nameOnly: true, secret: true, check: weak },
	{
		name: 'phone',
		label: 'Phone',
		kind: 'text',
		check: (value) => (String(value).startsWith('+') ? undefined : 'A phone number begins with +.'),
	},
];

function weak(value: Value): string | undefined {
	return String(value).length < 8 ? `The password "${String(value)}" is too short.` : undefined;
}

export function rulesWith(changes: Partial<RowRules> = {}): RowRules {
	return {
		lms: 'Bridge',
		fields: FIELDS,
		keyField: 'uid',
		blankValues: 'ignore',
		dateFormat: 'auto',
		timezone: 'Europe/Berlin',
		sendUnknownColumns: false,
		sendPassword: false,
		nameOf: (values) => String(values.first_name ?? ''),
		emailField: 'email',
		...changes,
	};
}

/** Reads records whose columns are matched by name. */
export function read(records: readonly unknown[], changes: Partial<RowRules> = {}): RowSet {
	return readRows({ kind: 'columns', records: records.map((cells, item) => ({ item, cells })) }, rulesWith(changes));
}

/** Reads define-below: field name → what each item gives. */
export function readMapped(
	items: number,
	mapped: Record<string, (item: number) => unknown>,
	changes: Partial<RowRules> = {},
	isEmptyItem: (item: number) => boolean = () => false,
): RowSet {
	const fields = Object.entries(mapped).map(
		([field, cell]): MappedField => ({ field, label: `my ${field}`, read: cell }),
	);
	return readRows({ kind: 'mapped', items, fields, isEmptyItem }, rulesWith(changes));
}

/** One good person with the given cells beside the required ones. */
export function person(cells: Record<string, unknown> = {}): Record<string, unknown> {
	return { uid: '2-105', email: 'sally@company.tld', ...cells };
}

/** The only row of one person with the given cells. */
export function one(cells: Record<string, unknown>, changes: Partial<RowRules> = {}): Row {
	return rowAt(read([person(cells)], changes), 0);
}

export function rowAt(set: RowSet, index: number): Row {
	const row = set.rows[index];
	if (row === undefined) throw new Error(`there is no row ${index}`);
	return row;
}

/** The message of a rejected row; '' for a good one. */
export function messageOf(row: Row): string {
	return row.rejection?.message ?? '';
}

export function codesOf(set: RowSet): string[] {
	return set.rows.map((row) => row.rejection?.code ?? '');
}

/** What a field's cell becomes: its value, or the message of the rejection. */
export function valueOf(name: string, cell: unknown): unknown {
	const row = one({ [name]: cell });
	return row.rejection === undefined ? row.values[name] : messageOf(row);
}
