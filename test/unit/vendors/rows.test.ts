import { BRIDGE_FIELDS, nameOf as bridgeName } from '../../../nodes/Bridge/bridge.user';
import { collaboratorFields } from '../../../nodes/LmsCollaborator/lmsCollaborator.fields';
import { nameOf as collaboratorName } from '../../../nodes/LmsCollaborator/lmsCollaborator.user';
import { scimFields } from '../../../nodes/Scim/scim.fields';
import { nameOf as scimName } from '../../../nodes/Scim/scim.user';
import type { RowSet } from '../../../nodes/shared/model/row';
import { readRows, type RowRules } from '../../../nodes/shared/reading/rows';

type Rules = Pick<RowRules, 'lms' | 'fields' | 'nameOf' | 'emailField' | 'keyField'>;
const BRIDGE: Rules = {
	lms: 'Bridge',
	fields: BRIDGE_FIELDS,
	nameOf: bridgeName,
	emailField: 'email',
	keyField: 'uid',
};
const COLLABORATOR: Rules = {
	lms: 'LMS Collaborator',
	fields: collaboratorFields(true),
	nameOf: collaboratorName,
	emailField: 'email',
	keyField: 'uid',
};
const SCIM: Rules = {
	lms: 'SCIM 2.0',
	fields: scimFields('userName'),
	nameOf: scimName,
	emailField: 'email',
	keyField: 'userName',
};

/** What a vendor reads of a list. */
function read(rules: Rules, records: ReadonlyArray<Record<string, unknown>>, more: Partial<RowRules> = {}): RowSet {
	return readRows(
		{ kind: 'columns', records: records.map((cells, item) => ({ item, cells })) },
		{
			...rules,
			blankValues: 'ignore',
			dateFormat: 'auto',
			timezone: 'Europe/Berlin',
			sendUnknownColumns: false,
			sendPassword: false,
			badValues: 'skip',
			...more,
		},
	);
}

describe('LMS Collaborator’s telephone numbers', () => {
	const person = {
		uid: '1',
		'First Name': 'Anna',
		'Last Name': 'Berg',
		Login: 'aberg',
		Email: 'a@b.c',
		Position: 'Clerk',
	};

	it.each([
		['+49 30 1234567', '+49301234567'],
		['+49 (0)30 12345-67', '+49301234567'],
		['0049 30/1234567', '+49301234567'],
		['+1 (555) 010.2233', '+15550102233'],
		['380971234567', '+380971234567'],
		[380971234567, '+380971234567'],
	])('are sent as the portal takes them: %s', (cell, sent) => {
		expect(read(COLLABORATOR, [{ ...person, Phone: cell }]).rows[0]?.values.phone).toBe(sent);
	});

	it.each(['030 998877', '(555) 010-2233', '+49 30 12 ext. 5', 'ask Tom'])(
		'that name no country are left out, and the person is sent: %s',
		(cell) => {
			const { rows, warnings } = read(COLLABORATOR, [{ ...person, Phone: cell }]);
			expect(rows[0]?.rejection).toBeUndefined();
			expect(rows[0]?.values.phone).toBeUndefined();
			expect(rows[0]?.hints).toEqual([
				`Left out: Column "Phone": "${cell}" lacks its country: LMS Collaborator takes phone numbers as +380971234567.`,
			]);
			expect(warnings.join()).toContain('Column "Phone"');
		},
	);
});

describe('A column of display names', () => {
	const anna = { 'Employee ID': '1', 'First name': 'Anna', 'Last name': 'Berg', 'Display name': 'Annie Berg' };

	it('that says other names than those for first and last is no full name', () => {
		const { mapping, rows, warnings } = read(BRIDGE, [anna], { keyColumn: 'Employee ID' });
		expect(mapping.full_name).toBeUndefined();
		expect(rows[0]?.values).toEqual({ uid: '1', first_name: 'Anna', last_name: 'Berg' });
		expect(warnings).toEqual([
			'Column "Display name" was not used: it says "Annie Berg" of somebody whose first and last name are "Anna Berg". To send it all the same, map Full Name with Fields → Map Each Column Manually.',
		]);
	});

	it('that says the same is', () => {
		const rows = read(BRIDGE, [{ ...anna, 'Display name': 'anna  Berg' }], { keyColumn: 'Employee ID' });
		expect(rows.mapping.full_name).toBe('Display name');
		expect(rows.warnings).toEqual([]);
	});

	it('is taken where the system has a field for it, or the list no other name', () => {
		expect(read(SCIM, [anna], { keyColumn: 'Employee ID' }).rows[0]?.values.displayName).toBe('Annie Berg');
		const nameless = { 'Employee ID': '1', 'Display name': 'Annie Berg' };
		expect(read(BRIDGE, [nameless], { keyColumn: 'Employee ID' }).rows[0]?.values.full_name).toBe('Annie Berg');
	});
});

describe('Records within records', () => {
	const read2 = (records: ReadonlyArray<Record<string, unknown>>, more: Partial<RowRules> = {}): RowSet =>
		read(SCIM, records, { leavers: { detect: 'auto', column: '', values: [] }, today: '2026-06-01', ...more });

	it('of HiBob are read by their last names, also where the first person has none', () => {
		const { rows, mapping } = read(
			BRIDGE,
			[
				{ id: '7', firstName: 'Maria', surname: "O'Neil", email: 'm@acme.example', work: null, internal: {} },
				{
					id: '8',
					firstName: 'Wei',
					surname: 'Li',
					email: 'w@acme.example',
					work: {
						title: 'Analyst',
						department: 'Finance',
						startDate: '2015-01-15',
						reportsTo: { id: '7', email: 'm@acme.example' },
					},
					internal: { status: 'Terminated' },
					home: { privateEmail: 'w@mail.example' },
				},
			],
			{ keyColumn: 'id', leavers: { detect: 'auto', column: '', values: [] } },
		);
		expect(mapping).toMatchObject({
			job_title: 'work.title',
			hire_date: 'work.startDate',
			manager_id: 'work.reportsTo',
		});
		expect(rows[1]?.values).toEqual({
			uid: '8',
			first_name: 'Wei',
			last_name: 'Li',
			email: 'w@acme.example',
			job_title: 'Analyst',
			department: 'Finance',
			hire_date: '2015-01-15',
			manager_id: 'm@acme.example',
		});
		expect(rows.map(({ left }) => left)).toEqual([undefined, 'internal.status "Terminated"']);
	});

	it('of Okta are read', () => {
		const { rows, mapping } = read2(
			[
				{
					id: '00u1',
					status: 'ACTIVE',
					profile: {
						login: 'a@b.c',
						firstName: 'Anna',
						lastName: 'Berg',
						email: 'a@b.c',
						employeeNumber: 1042,
						city: null,
					},
					_links: { self: { href: 'https://x' } },
				},
			],
			{ keyColumn: 'profile.employeeNumber' },
		);
		expect(rows[0]?.rejection).toBeUndefined();
		expect(rows[0]?.values).toMatchObject({ userName: '1042', givenName: 'Anna', familyName: 'Berg', email: 'a@b.c' });
		expect(mapping.givenName).toBe('profile.firstName');
	});

	it('of Google are read: the primary organization, and addresses by their kind', () => {
		const { rows, warnings } = read2(
			[
				{
					primaryEmail: 'a@acme.example',
					name: { givenName: 'Anna', familyName: 'Berg', fullName: 'Anna Berg' },
					emails: [
						{ address: 'anna77@mail.example', type: 'home' },
						{ address: 'a@acme.example', primary: true },
					],
					organizations: [
						{ title: 'Old', department: 'Old' },
						{ title: 'Clerk', department: 'Sales', primary: true },
					],
					phones: [{ value: '+49 30 1', type: 'work' }],
					relations: [{ value: 'm@acme.example', type: 'manager' }],
					externalIds: [{ value: '1042', type: 'organization' }],
					suspended: false,
				},
			],
			{ keyColumn: 'externalIds.organization' },
		);
		expect(rows[0]?.values).toEqual({
			userName: '1042',
			givenName: 'Anna',
			familyName: 'Berg',
			displayName: 'Anna Berg',
			email: 'a@acme.example',
			title: 'Clerk',
			department: 'Sales',
			phone: '+49 30 1',
			manager: 'm@acme.example',
		});
		expect(warnings.map((warning) => warning.slice(0, 28))).toEqual(['Column "emails.home" was not']);
	});

	it('of Entra are read: a list of one number, and a manager who is an object', () => {
		const { rows } = read2(
			[
				{
					employeeId: '1042',
					displayName: 'Anna Berg',
					businessPhones: ['+49 30 1'],
					otherMails: [],
					manager: { displayName: "Maria O'Neil", mail: 'm@acme.example' },
				},
			],
			{ keyColumn: 'employeeId' },
		);
		expect(rows[0]?.values).toMatchObject({ userName: '1042', phone: '+49 30 1', manager: 'm@acme.example' });
	});

	it('of somebody else are nobody’s data, and a group that nobody knows gives way to a column', () => {
		const { rows } = read2([
			{
				userName: '1',
				email: '',
				emergencyContact: { email: 'e@mail.example', firstName: 'Eve' },
				spouse: { lastName: 'Adams' },
				sponsor: { email: 's@mail.example' },
				department: { id: 7, name: 'Sales', email: 'sales@acme.example' },
			},
		]);
		expect(rows[0]?.values).toEqual({ userName: '1', department: 'Sales' });
	});

	it('fill no key by a member’s name, and hide no password', () => {
		const { rows, warnings } = read2([{ userName: '1', user: { userName: '2', title: 'Clerk', password: 'geheim' } }], {
			sendUnknownColumns: true,
		});
		expect(rows[0]?.key).toBe('1');
		expect(JSON.stringify(rows)).not.toContain('geheim');
		expect(warnings.join()).toContain('Column "user.password" was not sent');
	});

	it('that JSON can not hold are a tie like any other, and nothing breaks', () => {
		expect(() => read2([{ 'User Name': [1n], username: { '[x]': 7 } }])).toThrow('both mean the field');
	});

	it('that hold nothing understood are ignored, and lists of several values are left out and said', () => {
		const { rows, ignoredColumns, warnings } = read2([
			{ userName: '1', photo: { width: 7 }, email: ['a@b.c', 'd@e.f'], given: 'x' },
		]);
		expect(ignoredColumns).toContain('photo');
		expect(rows[0]?.values.email).toBeUndefined();
		expect([...(rows[0]?.hints ?? []), ...warnings].join(' ')).toContain('Column "email"');
	});
});

describe('What a list says in its own way', () => {
	it.each([
		'Password [Required]',
		'Passwort (Initial)',
		'Mot de passe',
		'Contraseña',
		'Palavra-passe',
		'Parola chiave',
		'Codice di accesso',
		'Tijdelijk wachtwoord',
		'Lösenord',
		'Hasło',
		'Пароль (тимчасовий)',
		'Временный пароль',
		'PW',
		'Temp PW',
		'passcode',
		'PIN',
		'API Key',
	])('a secret is never sent nor shown: %s', (heading) => {
		const set = read(BRIDGE, [{ uid: '1', first_name: 'A', [heading]: 'geheim' }], { sendUnknownColumns: true });
		expect(JSON.stringify(set)).not.toContain('geheim');
		expect(set.warnings).toEqual([
			`Column "${heading}" was not sent: switch on Options → Send Password to send it with every run.`,
		]);
	});

	it.each(['1 березня 2024 р.', '1 марта 2024 г.', '01.03.2024 року', '01-mrt-2024', '1 de março de 2024'])(
		'a day is read: %s',
		(cell) => {
			expect(read(BRIDGE, [{ uid: '1', 'Hire Date': cell }]).rows[0]?.values.hire_date).toBe('2024-03-01');
		},
	);

	it.each([
		['British English', 'en'],
		['Brazilian Portuguese', 'pt'],
		['Norsk bokmål', 'no'],
		['Simplified Chinese', 'zh'],
	])('a language is known by name: %s', (cell, code) => {
		expect(read(BRIDGE, [{ uid: '1', Language: cell }]).rows[0]?.values.locale).toBe(code);
	});

	it('a Key Column that two columns may be stops the run, unless it is written as one of them', () => {
		const list = [{ 'Employee ID': '1', employee_id: '2' }];
		expect(() => read(BRIDGE, list, { keyColumn: 'employee id' })).toThrow(
			'Key Column is "employee id", which may be "Employee ID" or "employee_id": write it as the list does.',
		);
		expect(read(BRIDGE, list, { keyColumn: 'employee_id' }).rows[0]?.key).toBe('2');
	});
});
