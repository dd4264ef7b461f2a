import { codesOf, messageOf, person, read, rowAt } from './rowsFixture';

describe('rows with one key', () => {
	it('are sent once when they are identical after conversion', () => {
		const set = read([
			person({ level: 3 }),
			person({ level: '3', email: ' SALLY@company.tld' }),
			person({ uid: '9' }),
		]);
		expect(codesOf(set)).toEqual(['', '', '']);
		expect(rowAt(set, 1).duplicateOf).toBe(rowAt(set, 0));
		expect(set.rows.map((row) => row.duplicateOf === undefined)).toEqual([true, false, true]);
	});

	it('are all rejected when they differ, naming the rows of their twins', () => {
		const set = read([
			person({ level: 3 }),
			person({ uid: '9' }),
			person({ level: 4 }),
			person({ level: 3 }),
		]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', '', 'DUPLICATE_KEY', 'DUPLICATE_KEY']);
		expect(messageOf(rowAt(set, 0))).toBe(
			'User ID "2-105" stands on rows 3 and 4 too, with other values: keep one of them.',
		);
		expect(rowAt(set, 3).duplicateOf).toBeUndefined();
		expect(rowAt(set, 0).key).toBe('2-105');
	});

	it('differ when one has a cell that the other lacks', () => {
		expect(codesOf(read([person(), person({ login: 'x' })]))).toEqual([
			'DUPLICATE_KEY',
			'DUPLICATE_KEY',
		]);
	});

	it('compare lists and JSON by content', () => {
		const set = read([
			person({ groups: 'a,b', custom: { a: 1, b: [2] } }),
			person({ groups: ['a', 'b'], custom: '{"b": [2], "a": 1}' }),
		]);
		expect(rowAt(set, 1).duplicateOf).toBe(rowAt(set, 0));
		expect(codesOf(read([person({ custom: [1] }), person({ custom: { 0: 1 } })]))).toEqual([
			'DUPLICATE_KEY',
			'DUPLICATE_KEY',
		]);
	});

	it('count invalid rows: these keep their own rejection, a valid twin is rejected too', () => {
		const set = read([person(), person({ level: 'x' })]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', 'INVALID_ROW']);
		expect(messageOf(rowAt(set, 0))).toContain('stands on row 2 too');
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

	it('list a few twins and count the others', () => {
		const set = read(Array.from({ length: 103 }, (_, level) => person({ level })));
		expect(messageOf(rowAt(set, 1))).toContain('stands on rows 1, 3, 4, 5, 6 and 97 others too');
	});

	it('without a readable key are no twins', () => {
		expect(codesOf(read([person({ uid: true }), person({ uid: true })]))).toEqual([
			'INVALID_ROW',
			'INVALID_ROW',
		]);
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
			'Login "sal" stands on row 1 too, for somebody else, and Bridge gives it to one person only: correct it.',
		);
	});

	it('fold e-mail addresses', () => {
		const set = read([
			person({ uid: '1', private_email: 'a@b' }),
			person({ uid: '2', private_email: 'A@B' }),
		]);
		expect(codesOf(set)).toEqual(['DUPLICATE_KEY', 'DUPLICATE_KEY']);
	});

	it('do not count rows already rejected, copies, or cleared values', () => {
		const invalid = read([
			person({ uid: '1', login: 'sal' }),
			person({ uid: '2', login: 'sal', level: 'x' }),
		]);
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
