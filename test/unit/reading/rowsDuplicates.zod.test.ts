import { readRows } from '../../../nodes/shared/reading/rows';
import { codesOf, FIELDS, messageOf, person, read, rowAt, rulesWith } from './rowsFixture';

describe('rows with one key', () => {
	it('are sent once when they are identical after conversion', () => {
		const set = read([person({ level: 3 }), person({ level: '3', email: ' SALLY@company.tld' }), person({ uid: '9' })]);
		expect(codesOf(set)).toEqual(['', '', '']);
		expect(rowAt(set, 1).duplicateOf).toBe(rowAt(set, 0));
		expect(set.rows.map((row) => row.duplicateOf === undefined)).toEqual([true, false, true]);
	});

	it('are all rejected when they differ, naming the rows and items of their twins', () => {
		const set = read([person({ level: 3 }), person({ uid: '9' }), person({ level: 4 }), person({ level: 3 })]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', '', 'DUPLICATE_KEY', 'DUPLICATE_KEY']);
		expect(messageOf(rowAt(set, 0))).toBe(
			'User ID "2-105" stands on another row too (items 2 and 3, lines 4 and 5 of a list with a heading), with other values: keep one of them.',
		);
		expect(rowAt(set, 3).duplicateOf).toBeUndefined();
		expect(rowAt(set, 0).key).toBe('2-105');
	});

	it.each([
		['a cell is missing from one', {}, { login: 'x' }],
		['each lacks a cell of the other', { city: 'x' }, { login: 'x' }],
		['a text differs in case', { city: 'Kyiv' }, { city: 'KYIV' }],
		['an address differs', { private_email: 'a@b' }, { private_email: 'c@b' }],
		['an address is cleared in one', { private_email: '' }, { private_email: 'c@b' }],
		['a list is longer', { groups: 'a' }, { groups: 'a,b' }],
		['a list has another order', { groups: 'a,b' }, { groups: 'b,a' }],
		['a list stands against an object', { custom: [1] }, { custom: { 0: 1 } }],
		['a member differs', { custom: { a: 1, b: 2 } }, { custom: { a: 1, b: 3 } }],
		['a member has another name', { custom: { a: 1, b: 2 } }, { custom: { a: 1, c: 2 } }],
		['a member is missing', { custom: { a: 1 } }, { custom: { a: 1, b: 2 } }],
		['a member is null against an object', { custom: { a: null } }, { custom: { a: {} } }],
		['a member is a number against an object', { custom: { a: 1 } }, { custom: { a: {} } }],
	])('differ when %s', (_what, cells, others) => {
		const records = [person(cells), person(others)];
		// A third person, so that no column is blank in every row.
		const rest = [person({ uid: '9', private_email: 'd@b' })];
		for (const rows of [records, [...records].reverse()])
			expect(codesOf(read([...rows, ...rest], { blankValues: 'clear' }))).toEqual([
				'DUPLICATE_KEY',
				'DUPLICATE_KEY',
				'',
			]);
	});

	it('compare lists and JSON by content', () => {
		const set = read([
			person({ groups: 'a,b', custom: { a: 1, b: [2] } }),
			person({ groups: ['a', 'b'], custom: '{"b": [2], "a": 1}' }),
		]);
		expect(rowAt(set, 1).duplicateOf).toBe(rowAt(set, 0));
	});

	it('count invalid rows: these keep their own rejection, a valid twin is rejected too', () => {
		const set = read([person(), person({ level: 'x' })]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', 'INVALID_ROW']);
		expect(messageOf(rowAt(set, 0))).toContain('stands on another row too (item 1, line 3 of a list with a heading)');
	});

	it('are told apart by case, unless the key is an e-mail address', () => {
		expect(codesOf(read([person({ uid: 'a' }), person({ uid: 'A' })]))).toEqual(['', '']);
		const byEmail = { keyField: 'email' };
		expect(
			codesOf(
				read(
					[
						{ uid: '1', email: 'a@b' },
						{ uid: '2', email: 'A@B' },
					],
					byEmail,
				),
			),
		).toEqual(['DUPLICATE_KEY', 'DUPLICATE_KEY']);
	});

	it.each([
		[6, 'items 0, 2, 3, 4 and 5, lines 2, 4, 5, 6 and 7 of a list with a heading'],
		[7, 'items 0, 2, 3, 4, 5, lines 2, 4, 5, 6, 7 of a list with a heading and 1 other'],
		[103, 'items 0, 2, 3, 4, 5, lines 2, 4, 5, 6, 7 of a list with a heading and 97 others'],
	])('in %i rows list a few twins and count the others', (length, twins) => {
		const set = read(Array.from({ length }, (_, level) => person({ level })));
		expect(messageOf(rowAt(set, 1))).toContain(`stands on another row too (${twins})`);
	});

	it.each([
		[2, 'item 0, line 2 of a list with a heading'],
		[3, 'records 0 and 2 of Users (JSON)'],
		[8, 'records 0, 2, 3, 4, 5 of Users (JSON) and 2 others'],
	])('in one JSON text are told by row alone, as all come from one item: %i rows', (length, twins) => {
		const records = Array.from({ length }, (_, level) => ({ item: 0, cells: person({ level }) }));
		const set = readRows({ kind: 'columns', records }, rulesWith());
		expect(messageOf(rowAt(set, 1))).toContain(`stands on another row too (${twins})`);
	});

	it('without a readable key are no twins: each keeps its own rejection', () => {
		const set = read([person({ uid: true }), person({ uid: [] }), person({ uid: '' })]);
		expect(set.rows.map(messageOf)).toEqual([
			'Column "uid": true is a yes/no value, not a text.',
			'Column "uid": a list was found where one text is needed.',
			`Column "uid": this can't be blank.`,
		]);
		expect(set.rows.map((row) => row.duplicateOf)).toEqual([undefined, undefined, undefined]);
	});
});

describe('rows that want one value which the system holds unique', () => {
	it('are all rejected, naming the field, the value and the twins', () => {
		const set = read([
			person({ uid: '1', login: 'sal' }),
			person({ uid: '2', login: 'sal' }),
			person({ uid: '3', login: 'SAL' }),
		]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', 'DUPLICATE_KEY', '']);
		expect(messageOf(rowAt(set, 1))).toBe(
			'Login "sal" stands on another row too (item 0, line 2 of a list with a heading), for somebody else, and Bridge gives it to one person only: correct it.',
		);
	});

	it('are told of the first of two values that they share', () => {
		const cells = { login: 'sal', private_email: 'a@b' };
		const set = read([person({ uid: '1', ...cells }), person({ uid: '2', ...cells })]);
		expect(messageOf(rowAt(set, 0))).toMatch(
			/^Login "sal" stands on another row too \(item 1, line 3 of a list with a heading\)/,
		);
	});

	it('never show a secret', () => {
		const fields = [...FIELDS, { name: 'badge', label: 'Badge', kind: 'text' as const, unique: true, secret: true }];
		const records = ['1', '2'].map((uid) => person({ uid, badge: 'hunter2' }));
		expect(messageOf(rowAt(read(records, { fields, sendPassword: true }), 0))).toBe(
			'Badge the value stands on another row too (item 1, line 3 of a list with a heading), for somebody else, and Bridge gives it to one person only: correct it.',
		);
	});

	it('fold e-mail addresses', () => {
		const set = read([person({ uid: '1', private_email: 'a@b' }), person({ uid: '2', private_email: 'A@B' })]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', 'DUPLICATE_KEY']);
	});

	it('do not count rows already rejected, copies, or cleared values', () => {
		const invalid = read([person({ uid: '1', login: 'sal' }), person({ uid: '2', login: 'sal', level: 'x' })]);
		expect(codesOf(invalid)).toEqual(['', 'INVALID_ROW']);
		const copies = read([person({ login: 'sal' }), person({ login: 'sal' })]);
		expect(codesOf(copies)).toEqual(['', '']);
		const cleared = read(
			['', '', 'x'].map((login, uid) => person({ uid, login })),
			{ blankValues: 'clear' },
		);
		expect(codesOf(cleared)).toEqual(['', '', '']);
	});

	it('pass their rejection on to copies', () => {
		const set = read([
			person({ uid: '1', login: 'sal' }),
			person({ uid: '1', login: 'sal' }),
			person({ uid: '2', login: 'sal' }),
		]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', 'DUPLICATE_KEY', 'DUPLICATE_KEY']);
		expect(rowAt(set, 1).duplicateOf).toBe(rowAt(set, 0));
	});
});
