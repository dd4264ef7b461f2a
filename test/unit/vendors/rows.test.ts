import { BRIDGE_FIELDS, nameOf as bridgeName } from '../../../nodes/Bridge/bridge.user';
import { collaboratorFields } from '../../../nodes/LmsCollaborator/lmsCollaborator.fields';
import { nameOf as collaboratorName } from '../../../nodes/LmsCollaborator/lmsCollaborator.user';
import { nameOf as scimName, scimFields } from '../../../nodes/Scim/scim.user';
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
			'Column "Display name" was not used: it says "Annie Berg" of somebody whose first and last name are "Anna Berg". To send it all the same, map Full Name with Fields > Map Each Column Manually.',
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
