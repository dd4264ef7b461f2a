import { readRows, SourceError, type MappedField } from '../../../nodes/shared/reading/rows';
import { CONSTANT } from '../../../nodes/shared/reading/source';
import { FIELDS, messageOf, one, person, read, readMapped, rowAt, rulesWith, codesOf } from './rowsFixture';

describe('auto-map', () => {
	it.each(['first_name', 'First Name', 'FIRST-NAME', 'first.name', ' firstname ', 'Given Name', 'given_name'])(
		'takes the column "%s" for first_name',
		(column) => {
			const set = read([person({ [column]: 'Sally' })]);
			expect(rowAt(set, 0).values.first_name).toBe('Sally');
			expect(set.mapping).toEqual({ uid: 'uid', email: 'email', first_name: column });
			expect(set.ignoredColumns).toEqual([]);
		},
	);

	it('prefers the exact name to a loose one, and that to an alias; the losers fill its blanks', () => {
		const full = { uid: '1', Email: 'loose@x', email: 'exact@x', mail: 'alias@x' };
		const set = read([full, { ...full, uid: '2', email: ' ' }, { uid: '3', mail: 'alias@x' }]);
		expect(set.rows.map((row) => row.values.email)).toEqual(['exact@x', 'loose@x', 'alias@x']);
		expect(set.mapping.email).toBe('email, Email, mail');
		expect(set.ignoredColumns).toEqual([]);
	});

	it('ignores a column that means something lesser, and fills no blank with it', () => {
		const set = read([
			person({ email: undefined, 'Work Email': 'work@x', 'Home Email': 'home@x' }),
			{ uid: '2', 'Work Email': '', 'Home Email': 'home@x' },
		]);
		expect(rowAt(set, 0).values.email).toBe('work@x');
		expect(messageOf(rowAt(set, 1))).toBe(`Column "Work Email" (Email): this can't be blank.`);
		expect(set.ignoredColumns).toEqual(['Home Email']);
	});

	it('stops at a tie in the best rank, naming both columns, the field and the remedy', () => {
		const tie = () =>
			read([person({ 'First Name': 'A', FirstName: 'A' }), person({ 'First Name': 'A', FirstName: 'B' })]);
		expect(tie).toThrow(SourceError);
		expect(tie).toThrow(
			'Columns "First Name" and "FirstName" both mean the field "First Name" (first_name): rename or remove one of them.',
		);
	});

	it('does not stop where columns of one rank say the same, or nothing', () => {
		const set = read([person({ 'First Name': 'Al', FirstName: ' AL' }), person({ uid: '2', FirstName: 'Bo' })]);
		expect(set.rows.map((row) => row.values.first_name)).toEqual(['Al', 'Bo']);
	});

	it('names up to five columns of a tie', () => {
		const named = ['First Name', 'first-name', 'FirstName', 'FIRST NAME', 'first.name', 'FIRSTNAME'];
		const tie = () => read([person(Object.fromEntries(named.map((name, at) => [name, `A${at}`])))]);
		expect(tie).toThrow(
			'Columns "First Name", "first-name", "FirstName", "FIRST NAME" and "first.name" all mean the field',
		);
	});

	it('stops when the system has no such field to match people by', () => {
		const keyless = () => read([person()], { keyField: 'gone' });
		expect(keyless).toThrow(SourceError);
		expect(keyless).toThrow('Bridge has no field "gone" to match people by.');
	});

	it('takes no column for a field whose label is made of signs', () => {
		const fields = [...FIELDS, { name: 'x_1', label: '-', kind: 'text' as const }];
		const set = read([person({ _: 'x', ' ': 'y' })], { fields });
		expect(set.ignoredColumns).toEqual(['_', ' ']);
	});

	it.each(['constructor', 'toString'])('takes the column "%s" for the field of that label', (label) => {
		const fields = [...FIELDS, { name: 'x_1', label, kind: 'text' as const }];
		const set = read([person({ [label]: 'x' }), person({ uid: '2' })], { fields });
		expect(set.rows.map((row) => row.values.x_1)).toEqual(['x', undefined]);
	});

	it('links each row with the item that it came from', () => {
		const records = [4, 7].map((item) => ({ item, cells: person({ uid: item }) }));
		const { rows } = readRows({ kind: 'columns', records }, rulesWith());
		expect(rows.map((row) => [row.index, row.item])).toEqual([
			[0, 4],
			[1, 7],
		]);
	});

	it('does not stop at a tie below the best rank', () => {
		const set = read([person({ 'First Name': 'A', FirstName: 'B', first_name: 'C' })]);
		expect(rowAt(set, 0).values.first_name).toBe('C');
	});

	it('compares names in one Unicode form', () => {
		const fields = [
			{ name: 'uid', label: 'Schl\u00fcssel', kind: 'text' as const, nameOnly: true },
			{ name: 'email', label: 'Email', kind: 'email' as const },
		];
		expect(rowAt(read([{ 'Schlu\u0308ssel': '1' }], { fields }), 0).key).toBe('1');
	});

	it('never matches keys, states and passwords by alias', () => {
		const set = read([{ 'Employee Number': '1', email: 'a@b' }]);
		expect(messageOf(rowAt(set, 0))).toBe(
			'There is no column for "User ID" (uid), which Bridge needs: add one, or rename the column that holds it.',
		);
		expect(set.ignoredColumns).toEqual(['Employee Number']);
	});

	it('rejects every row, with no key, when no column holds the key, and does not throw', () => {
		const set = read([{ email: 'a@b', first_name: 'A' }, { email: 'c@d' }]);
		expect(codesOf(set)).toEqual(['INVALID_ROW', 'INVALID_ROW']);
		expect(set.rows.map(({ key, email }) => [key, email])).toEqual([
			['', 'a@b'],
			['', 'c@d'],
		]);
	});

	it('rejects every row that lacks the column of a required field', () => {
		const set = read([{ uid: '1' }, { uid: '2' }]);
		expect(messageOf(rowAt(set, 0))).toContain('There is no column for "Email" (email)');
		expect(set.warnings).toEqual([
			'There is no column for "Email" (email), which Bridge needs of everybody, so no row can be sent: call the column that holds it "Email", or map it with Fields → Map Each Column Manually.',
		]);
		expect(rowAt(set, 0).key).toBe('1');
	});

	it('requires the matching field, whatever it is', () => {
		const set = read([person()], { keyField: 'login' });
		expect(messageOf(rowAt(set, 0))).toContain('There is no column for "Login" (login)');
	});

	it.each(['text', 'json', 'choice', 'boolean', 'date', 'list'] as const)(
		'rejects a row without a required field of the kind %s',
		(kind) => {
			const field = { name: 'team', label: 'Team', kind, required: true, choices: [] };
			const set = read([person({ uid: '1', team: ' ' }), person({ uid: '2' })], {
				fields: [...FIELDS, field],
			});
			const blank = `Column "team": this can't be blank.`;
			expect(set.rows.map(messageOf)).toEqual([blank, blank]);
		},
	);

	it('requires a password only where it is sent', () => {
		const fields = FIELDS.map((field) => (field.secret === true ? { ...field, required: true } : field));
		expect(codesOf(read([person()], { fields }))).toEqual(['']);
		expect(messageOf(rowAt(read([person()], { fields, sendPassword: true }), 0))).toContain(
			'There is no column for "Password" (password)',
		);
	});

	it('ignores a column for a field of define-below only, and says so', () => {
		const set = read([person({ role: 'admin' })], { sendUnknownColumns: true });
		expect(rowAt(set, 0).values).toEqual(person());
		expect(set.ignoredColumns).toEqual(['role']);
		expect(set.warnings).toEqual(['Column "role" was not used: Role is accepted through "Define Below" only.']);
	});

	it('takes no alias for a field of define-below only, not even in a warning', () => {
		const set = read([person({ rank: 'admin' })]);
		expect([set.ignoredColumns, set.warnings]).toEqual([['rank'], []]);
	});

	it('names a column by its label alone when it carries the label', () => {
		expect(messageOf(one({ 'custom info': '{' }))).toMatch(/^Column "custom info": /);
	});

	it('sends a password only when told to', () => {
		const set = read([person({ Password: 'correct horse' })], { sendUnknownColumns: true });
		expect(rowAt(set, 0).values).toEqual(person());
		expect(set.ignoredColumns).toEqual(['Password']);
		expect(set.warnings).toEqual([
			'Column "Password" was not sent: switch on Options → Send Password to send it with every run.',
		]);
		expect(one({ Password: 'correct horse' }, { sendPassword: true }).values.password).toBe('correct horse');
	});

	it('collects columns over all records and takes each row as it comes', () => {
		const set = read([person({ uid: '1', level: 3 }), person({ uid: '2', 'Given Name': 'Bo' })]);
		expect(set.rows.map((row) => row.values)).toEqual([
			person({ uid: '1', level: 3 }),
			person({ uid: '2', first_name: 'Bo' }),
		]);
	});

	it('lists ignored columns in the order in which they occur, at most 200', () => {
		const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`extra ${index}`, index]));
		const set = read([person({ b: 1 }), person({ a: 1, ...many })]);
		expect(set.ignoredColumns).toHaveLength(200);
		expect(set.ignoredColumns.slice(0, 3)).toEqual(['b', 'a', 'extra 0']);
		expect(set.warnings).toEqual(['52 more columns were ignored and are not listed.']);
	});

	it('counts no further column when just 200 are ignored', () => {
		const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}`, 1]));
		expect(read([person(many)]).warnings).toEqual([]);
	});

	it('shortens the name of an ignored column when it is a whole text', () => {
		const name = `two  spaces ${'x'.repeat(188)}`;
		const set = read([person({ [name]: 1, [`${name}y`]: 1 })]);
		expect(set.ignoredColumns).toEqual([name, `two spaces ${'x'.repeat(188)}y`]);
	});
});

describe('unknown columns', () => {
	const send = { sendUnknownColumns: true };

	it('are sent under their own name, as they are', () => {
		const cells = { ' Shoe Size ': 42, vip: false, note: ' hi ', big: 10n, more: { a: [1, null] } };
		const set = read([person(cells)], send);
		expect(rowAt(set, 0).values).toEqual(
			person({ 'Shoe Size': 42, vip: false, note: 'hi', big: '10', more: { a: [1, null] } }),
		);
		expect(set.ignoredColumns).toEqual([]);
	});

	it('follow the rule for blanks', () => {
		const records = [person({ uid: '1', note: ' ' }), person({ uid: '2', note: 'x' })];
		expect(rowAt(read(records, send), 0).values).toEqual(person({ uid: '1' }));
		expect(rowAt(read(records, { ...send, blankValues: 'clear' }), 0).values).toEqual(person({ uid: '1', note: null }));
	});

	it('reject the row when they hold what can not be sent', () => {
		const loop: Record<string, unknown> = {};
		loop.self = loop;
		expect(messageOf(one({ note: loop }, send))).toBe(`Column "note": an object can't be sent: it refers to itself.`);
		expect(messageOf(one({ note: () => 1 }, send))).toContain('holds a function');
		expect(messageOf(one({ note: 'half \ud83d' }, send))).toContain('holds half of a character');
		expect(messageOf(one({ note: Number.NaN }, send))).toContain('not finite');
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '  '])(
		'named "%s" are never carried',
		(column) => {
			const record: unknown = JSON.parse(`{"uid": "1", "email": "a@b", ${JSON.stringify(column)}: {"polluted": true}}`);
			const set = read([record], send);
			const row = rowAt(set, 0);
			expect(row.rejection).toBeUndefined();
			expect(Object.keys(row.values)).toEqual(['uid', 'email']);
			expect(Object.getPrototypeOf(row.values)).toBe(Object.prototype);
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
			expect(set.ignoredColumns).toHaveLength(1);
		},
	);

	it('never carry a field under a second name', () => {
		const set = read([person({ ' email ': 'other@x' })], send);
		expect(rowAt(set, 0).values).toEqual(person());
		expect(set.mapping.email).toBe('email,  email ');
	});

	it.each([
		'Password',
		'PASSWD',
		'pwd',
		'Passwort',
		'Kennwort',
		'pass-phrase',
		'user_password',
		'New Password',
		'initialPassword',
		'Temp Pwd',
		'temporary_password',
		'Default Password',
		'new user password',
		'password2',
		'Password:',
		'\u041f\u0430\u0440\u043e\u043b\u044c',
		' password\u200b ',
	])('named "%s" are left out as passwords, and sent as secrets with Send Password', (column) => {
		const fields = FIELDS.filter(({ secret }) => secret !== true);
		const left = read([person({ [column]: 'hunter2' })], { ...send, fields });
		expect(rowAt(left, 0).values).toEqual(person());
		expect([left.ignoredColumns, left.secretFields]).toEqual([[column], []]);
		expect(left.warnings).toEqual([
			expect.stringMatching(
				/^Column ".+" was not sent: switch on Options → Send Password to send it with every run\.$/,
			),
		]);
		const sent = read([person({ [column]: 'hunter2' })], { ...send, fields, sendPassword: true });
		expect(rowAt(sent, 0).values).toEqual(person({ [column.trim()]: 'hunter2' }));
		expect([sent.ignoredColumns, sent.warnings]).toEqual([[], []]);
		expect(sent.secretFields).toEqual([
			expect.objectContaining({ name: column.trim(), kind: 'text', secret: true, neverEmpty: true }),
		]);
	});

	it.each(['Password Expires', 'password_changed_at', 'no password', 'passport', 'pwd policy', 'user', 'pass'])(
		'named "%s" are no passwords',
		(column) => {
			const set = read([person({ [column]: 'x' })], send);
			expect(rowAt(set, 0).values).toEqual(person({ [column]: 'x' }));
			expect(set.secretFields).toEqual([]);
		},
	);

	it('that hold passwords are not sent unless unknown columns are, and a field of the vendor is none of them', () => {
		expect(read([person({ pwd: 'hunter2' })], { sendPassword: true })).toMatchObject({
			ignoredColumns: ['pwd'],
			secretFields: [],
			warnings: [],
		});
		expect(read([person({ password: 'hunter2hunter2' })], { ...send, sendPassword: true }).secretFields).toEqual([]);
	});

	it('that hold passwords are never shown nor emptied', () => {
		const rules = { ...send, sendPassword: true, blankValues: 'clear' } as const;
		expect(messageOf(one({ pwd: { is: 'hunter2' } }, rules))).toBe(
			'Column "pwd": the value was found where one text is needed.',
		);
		expect(messageOf(one({ pwd: 2 ** 60 }, rules))).not.toContain('115');
		expect(rowAt(read([person({ pwd: ' ' }), person({ uid: '2', pwd: 'hunter2' })], rules), 0).values).toEqual(
			person(),
		);
	});

	it('that hold passwords take no place among the 200 when they are left out', () => {
		const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}`, 1]));
		const set = read([person({ pwd: 'hunter2', ...many })], send);
		expect(Object.keys(rowAt(set, 0).values)).toHaveLength(202);
		expect(set.warnings).toHaveLength(1);
	});

	it('are limited in number', () => {
		const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x${index}`, 1]));
		const set = read([person(many)], send);
		expect(Object.keys(rowAt(set, 0).values)).toHaveLength(202);
		expect(set.warnings).toContain('Only the first 200 unknown columns are sent.');
	});
});

describe('define-below', () => {
	it('reads each value once and shows the labels in the mapping', () => {
		const reads: number[] = [];
		const set = readMapped(2, {
			uid: (item) => {
				reads.push(item);
				return `k${item}`;
			},
			email: () => 'a@b',
			role: () => 'admin',
		});
		expect(reads).toEqual([0, 1]);
		expect(set.mapping).toEqual({ uid: 'my uid', email: 'my email', role: 'my role' });
		expect(set.rows.map((row) => [row.item, row.key, row.values.role])).toEqual([
			[0, 'k0', 'admin'],
			[1, 'k1', 'admin'],
		]);
	});

	it('rejects the row whose expression fails, with the field and the reason', () => {
		const set = readMapped(2, {
			uid: (item) => `k${item}`,
			email: (item) => {
				if (item === 1) throw new Error(`no such node ${'x'.repeat(500)}`);
				return 'a@b';
			},
		});
		expect(codesOf(set)).toEqual(['', 'INVALID_ROW']);
		expect(rowAt(set, 1).key).toBe('k1');
		expect(messageOf(rowAt(set, 1))).toMatch(
			/^Field "Email" \(from "my email"\): the expression failed: no such node x+…$/,
		);
		expect(messageOf(rowAt(set, 1)).length).toBeLessThan(300);
	});

	it.each([
		['a text', 'out of order', 'out of order'],
		['something else', { code: 7 }, 'unknown reason'],
	])('tells the reason of an expression that throws %s', (_what, thrown, reason) => {
		const set = readMapped(1, {
			uid: () => '1',
			email: () => {
				throw thrown;
			},
		});
		expect(messageOf(rowAt(set, 0))).toBe(`Field "Email" (from "my email"): the expression failed: ${reason}`);
	});

	it('takes undefined for absent, and null and spaces for blank', () => {
		const cells = ['x', undefined, null, ' '];
		const set = readMapped(
			4,
			{ uid: (item) => item, email: () => 'a@b', login: (item) => cells[item] },
			{ blankValues: 'clear' },
		);
		expect(set.rows.map((row) => row.values.login)).toEqual(['x', undefined, null, null]);
		expect(set.rows.map((row) => 'login' in row.values)).toEqual([true, false, true, true]);
	});

	it('lists a password that is not sent, and never reads it', () => {
		const set = readMapped(1, {
			uid: () => 1,
			email: () => 'a@b',
			password: () => fail('was read'),
		});
		expect(set.rows[0]?.rejection).toBeUndefined();
		expect(set.ignoredColumns).toEqual(['password']);
		expect(set.warnings).toEqual([
			'"Password" was not sent: switch on Options → Send Password to send it with every run.',
		]);
	});

	it('never shows the expression behind a password', () => {
		const set = readMapped(
			1,
			{
				uid: () => 1,
				email: () => 'a@b',
				password: () => {
					throw new Error('hunter2 failed');
				},
			},
			{ sendPassword: true },
		);
		expect(set.mapping.password).toBe('(mapped)');
		expect(messageOf(rowAt(set, 0))).toBe('Field "Password": the expression failed.');
	});

	it('rejects rows when a required field is not filled in', () => {
		const set = readMapped(1, { uid: () => '1' });
		expect(messageOf(rowAt(set, 0))).toBe(
			'There is no column for "Email" (email), which Bridge needs: fill it in under Fields.',
		);
	});

	it('leaves out custom fields with names that every object has', () => {
		const fields = [
			...FIELDS,
			...['__proto__', 'constructor'].map((name) => ({ name, label: name, kind: 'text' as const })),
		];
		const set = readMapped(1, { uid: () => '1', email: () => 'a@b', constructor: () => 'x' }, { fields });
		expect(rowAt(set, 0).rejection).toBeUndefined();
		expect(rowAt(set, 0).values).toEqual({ uid: '1', email: 'a@b' });
		expect(set.ignoredColumns).toEqual(['constructor']);
	});

	it('names a typed value by its field alone', () => {
		const fields: MappedField[] = [
			{ field: 'uid', label: CONSTANT, read: () => '1' },
			{ field: 'email', label: CONSTANT, read: () => 'x' },
		];
		const set = readRows({ kind: 'mapped', items: 1, fields, isEmptyItem: () => false }, rulesWith());
		expect(messageOf(rowAt(set, 0))).toMatch(/^Field "Email": "x" is not an e-mail address/);
	});

	it('names a field alone when the column behind it carries its label', () => {
		const fields: MappedField[] = [
			{ field: 'uid', label: 'uid', read: () => '1' },
			{ field: 'email', label: 'e-mail', read: () => 'x' },
		];
		const source = { kind: 'mapped' as const, items: 1, fields, isEmptyItem: () => false };
		expect(messageOf(rowAt(readRows(source, rulesWith()), 0))).toMatch(/^Field "Email": "x"/);
	});

	it('leaves out a field that the system does not have', () => {
		const set = readMapped(1, { uid: () => '1', email: () => 'a@b', gone: () => 1 });
		expect(rowAt(set, 0).values).toEqual({ uid: '1', email: 'a@b' });
		expect(set.ignoredColumns).toEqual(['gone']);
		expect(set.warnings).toEqual(['Bridge has no field "gone": refresh the list of fields.']);
	});
});

function fail(message: string): never {
	throw new Error(message);
}
