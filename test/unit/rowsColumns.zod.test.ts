import { readRows, SourceError, type MappedField } from '../../nodes/shared/rows/rows';
import { CONSTANT } from '../../nodes/shared/rows/source';
import {
	FIELDS,
	messageOf,
	one,
	person,
	read,
	readMapped,
	rowAt,
	rulesWith,
	codesOf,
} from './rowsFixture';

describe('auto-map', () => {
	it.each([
		'first_name',
		'First Name',
		'FIRST-NAME',
		'first.name',
		' firstname ',
		'Given Name',
		'given_name',
	])('takes the column "%s" for first_name', (column) => {
		const set = read([person({ [column]: 'Sally' })]);
		expect(rowAt(set, 0).values.first_name).toBe('Sally');
		expect(set.mapping).toEqual({ uid: 'uid', email: 'email', first_name: column });
		expect(set.ignoredColumns).toEqual([]);
	});

	it('prefers the exact name to a loose one, and that to an alias; the losers are ignored', () => {
		const set = read([
			{ uid: '1', Email: 'loose@x', email: 'exact@x', mail: 'alias@x', 'E.Mail': 'loose@y' },
		]);
		expect(rowAt(set, 0).values.email).toBe('exact@x');
		expect(set.ignoredColumns).toEqual(['Email', 'mail', 'E.Mail']);
		const second = read([{ uid: '1', mail: 'alias@x', 'E-Mail': 'loose@x' }]);
		expect(rowAt(second, 0).values.email).toBe('loose@x');
		expect(second.ignoredColumns).toEqual(['mail']);
	});

	it('stops at a tie in the best rank, naming both columns, the field and the remedy', () => {
		const tie = () => read([person({ 'First Name': 'A' }), person({ FirstName: 'B' })]);
		expect(tie).toThrow(SourceError);
		expect(tie).toThrow(
			'Columns "First Name" and "FirstName" both mean the field "First Name" (first_name): rename or remove one of them.',
		);
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
		const set = read([{ uid: '1' }]);
		expect(messageOf(rowAt(set, 0))).toContain('There is no column for "Email" (email)');
		expect(rowAt(set, 0).key).toBe('1');
	});

	it('ignores a column for a field of define-below only, and says so', () => {
		const set = read([person({ role: 'admin' })], { sendUnknownColumns: true });
		expect(rowAt(set, 0).values).toEqual(person());
		expect(set.ignoredColumns).toEqual(['role']);
		expect(set.warnings).toEqual([
			'Column "role" was not used: Role is accepted through "Define Below" only.',
		]);
	});

	it('sends a password only when told to', () => {
		const set = read([person({ Password: 'correct horse' })], { sendUnknownColumns: true });
		expect(rowAt(set, 0).values).toEqual(person());
		expect(set.ignoredColumns).toEqual(['Password']);
		expect(set.warnings.join()).toContain('Column "Password" was not sent');
		expect(one({ Password: 'correct horse' }, { sendPassword: true }).values.password).toBe(
			'correct horse',
		);
	});

	it('collects columns over all records and takes each row as it comes', () => {
		const set = read([person({ uid: '1', level: 3 }), person({ uid: '2', 'Given Name': 'Bo' })]);
		expect(set.rows.map((row) => row.values)).toEqual([
			person({ uid: '1', level: 3 }),
			person({ uid: '2', first_name: 'Bo' }),
		]);
	});

	it('lists ignored columns in the order in which they occur, at most 200', () => {
		const many = Object.fromEntries(
			Array.from({ length: 250 }, (_, index) => [`extra ${index}`, index]),
		);
		const set = read([person({ b: 1 }), person({ a: 1, ...many })]);
		expect(set.ignoredColumns).toHaveLength(200);
		expect(set.ignoredColumns.slice(0, 3)).toEqual(['b', 'a', 'extra 0']);
		expect(set.warnings).toEqual(['52 more columns were ignored and are not listed.']);
	});
});

describe('unknown columns', () => {
	const send = { sendUnknownColumns: true };

	it('are sent under their own name, as they are', () => {
		const cells = { ' Shoe Size ': 42, vip: false, note: ' hi ', more: { a: [1, null] } };
		const set = read([person(cells)], send);
		expect(rowAt(set, 0).values).toEqual(
			person({ 'Shoe Size': 42, vip: false, note: 'hi', more: { a: [1, null] } }),
		);
		expect(set.ignoredColumns).toEqual([]);
	});

	it('follow the rule for blanks', () => {
		const records = [person({ uid: '1', note: ' ' }), person({ uid: '2', note: 'x' })];
		expect(rowAt(read(records, send), 0).values).toEqual(person({ uid: '1' }));
		expect(rowAt(read(records, { ...send, blankValues: 'clear' }), 0).values).toEqual(
			person({ uid: '1', note: null }),
		);
	});

	it('reject the row when they hold what can not be sent', () => {
		const loop: Record<string, unknown> = {};
		loop.self = loop;
		expect(messageOf(one({ note: loop }, send))).toBe(
			`Column "note": an object can't be sent: it refers to itself.`,
		);
		expect(messageOf(one({ note: () => 1 }, send))).toContain('holds a function');
		expect(messageOf(one({ note: Number.NaN }, send))).toContain('not finite');
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '  ', ' email '])(
		'named "%s" are never carried',
		(column) => {
			const record: unknown = JSON.parse(
				`{"uid": "1", "email": "a@b", ${JSON.stringify(column)}: {"polluted": true}}`,
			);
			const set = read([record], send);
			const row = rowAt(set, 0);
			expect(row.rejection).toBeUndefined();
			expect(Object.keys(row.values)).toEqual(['uid', 'email']);
			expect(Object.getPrototypeOf(row.values)).toBe(Object.prototype);
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
			expect(set.ignoredColumns).toHaveLength(1);
		},
	);

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
		expect(set.warnings).toHaveLength(1);
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
		const set = readMapped(
			1,
			{ uid: () => '1', email: () => 'a@b', constructor: () => 'x' },
			{ fields },
		);
		expect(rowAt(set, 0).rejection).toBeUndefined();
		expect(rowAt(set, 0).values).toEqual({ uid: '1', email: 'a@b' });
		expect(set.ignoredColumns).toEqual(['constructor']);
	});

	it('names a typed value by its field alone', () => {
		const fields: MappedField[] = [
			{ field: 'uid', label: CONSTANT, read: () => '1' },
			{ field: 'email', label: CONSTANT, read: () => 'x' },
		];
		const set = readRows(
			{ kind: 'mapped', items: 1, fields, isEmptyItem: () => false },
			rulesWith(),
		);
		expect(messageOf(rowAt(set, 0))).toMatch(/^Field "Email": "x" is not an e-mail address/);
	});

	it('leaves out a field that the system does not have', () => {
		const set = readMapped(1, { uid: () => '1', email: () => 'a@b', gone: () => 1 });
		expect(rowAt(set, 0).values).toEqual({ uid: '1', email: 'a@b' });
		expect(set.ignoredColumns).toEqual(['gone']);
	});
});

function fail(message: string): never {
	throw new Error(message);
}
