import { type Field, type Value, type Values, wholeName } from '../shared/model/field';

/** The field by which Traliant finds an account: the option `find_by`. */
export type FindBy = 'username' | 'id_number';

/** Source: the vendor's page, *Important Notes*: "for each required field is 100 characters". */
const LONGEST = 100;

/** The fields of a user. Source: the vendor's page, *Users*. ID Number is required when people are found by it. */
export function traliantFields(findBy: FindBy): readonly Field[] {
	const required = { required: true, maxLength: LONGEST };
	return [
		{ name: 'username', label: 'Username', kind: 'text', ...required, unique: true, nameOnly: true },
		{
			name: 'first_name',
			label: 'First Name',
			kind: 'text',
			means: ['givenName', 'preferredGivenName', 'legalGivenName'],
			...required,
		},
		{
			name: 'last_name',
			label: 'Last Name',
			kind: 'text',
			means: ['familyName', 'preferredFamilyName', 'legalFamilyName'],
			...required,
		},
		{
			name: 'email',
			label: 'Email',
			kind: 'email',
			means: ['workEmail', 'email', 'loginEmail'],
			...required,
		},
		{
			name: 'id_number',
			label: 'ID Number',
			kind: 'text',
			means: ['employeeNumber', 'otherNumber'],
			...(findBy === 'id_number' ? required : {}),
			unique: true,
			nameOnly: true,
		},
		{ name: 'title', label: 'Title', kind: 'text', means: ['jobTitle', 'job', 'position', 'title'] },
		{
			name: 'location',
			label: 'Location',
			kind: 'text',
			means: ['location', 'city'],
		},
		{ name: 'state', label: 'State', kind: 'text', means: ['state'] },
		{ name: 'country', label: 'Country', kind: 'text', means: ['country'] },
		{
			name: 'phone',
			label: 'Phone',
			kind: 'text',
			means: ['workPhone', 'phone', 'mobile'],
		},
		{ name: 'department', label: 'Department', kind: 'text', means: ['department', 'orgUnit', 'division'] },
		{
			name: 'suspended',
			label: 'Suspended',
			kind: 'boolean',
			bars: true,
			nameOnly: true,
			// A column of states fits this field only the other way round: "Active" is not suspended.
			choices: [
				{ value: 'true', label: 'Suspended', words: ['suspend', 'inactive', 'disabled'] },
				{ value: 'false', label: 'Not suspended', words: ['active', 'enabled'] },
			],
		},
	];
}

/** How a person is named in results. */
export function nameOf(values: Values): string {
	return wholeName(values.first_name, values.last_name);
}

/** A row as Traliant takes it; null empties a field. `suspended` is set by Suspend and Unsuspend whatever the row says. */
export function toWire(
	values: Values,
	send: readonly string[],
	suspended: boolean | undefined,
): Record<string, Value | null> {
	const wire: Record<string, Value | null> = {};
	for (const name of send) wire[name] = values[name] ?? null;
	return suspended === undefined ? wire : { ...wire, suspended };
}
