import { codesOf, messageOf, person, read, readMapped, rowAt } from './rowsFixture';

describe('blanks', () => {
	const records = [
		person({ uid: '1', login: '', groups: ' ' }),
		person({ uid: '2', login: 'x', groups: 'g' }),
		person({ uid: '3' }),
	];

	it('leave the value alone by default', () => {
		expect(read(records).rows.map((row) => row.values.login)).toEqual([undefined, 'x', undefined]);
	});

	it('clear it when asked, while an absent column never does', () => {
		const set = read(records, { blankValues: 'clear' });
		expect(set.rows.map((row) => row.values.login)).toEqual([null, 'x', undefined]);
		expect(set.rows.map((row) => row.values.groups)).toEqual([null, ['g'], undefined]);
		expect(set.warnings).toEqual([]);
	});

	it('clear nothing in a column that is blank wherever it is present, and give a warning', () => {
		const set = read([person({ uid: '1', Login: '' }), person({ uid: '2', Login: '\u00a0' }), person({ uid: '3' })], {
			blankValues: 'clear',
		});
		expect(set.rows.map((row) => row.values)).toEqual(['1', '2', '3'].map((uid) => person({ uid })));
		expect(set.warnings).toEqual(['Column "Login" is blank in every row: it clears nothing.']);
	});

	it('leave a field alone that the system knows no empty state of', () => {
		const records = [person({ uid: '1', language: '' }), person({ uid: '2', language: 'de' })];
		const set = read(records, { blankValues: 'clear' });
		expect(rowAt(set, 0).values).toEqual(person({ uid: '1' }));
		expect(set.warnings).toEqual([]);
	});

	it('give no warning for a value of define-below that is absent everywhere', () => {
		const set = readMapped(1, { uid: () => '1', email: () => 'a@b', login: () => undefined });
		expect(set.warnings).toEqual([]);
	});

	it('are refused in required fields, whatever the option', () => {
		for (const blankValues of ['ignore', 'clear'] as const) {
			const set = read([person({ uid: '1', email: ' ' }), person({ uid: '2' }), { uid: '3' }], {
				blankValues,
			});
			expect(messageOf(rowAt(set, 0))).toBe(`Column "email": this can't be blank.`);
			expect(rowAt(set, 0).values).toEqual({ uid: '1' });
			expect(messageOf(rowAt(set, 2))).toBe(`Column "email": this can't be blank.`);
			expect(rowAt(set, 1).rejection).toBeUndefined();
		}
	});
});

describe('empty and odd records', () => {
	it.each([[[]], [[{}]], [[{ uid: ' ', email: null }]], [[{ other: '' }]]])('%j is an empty source', (records) => {
		expect(read(records).emptySource).toBe(true);
	});

	it.each([[[{}, {}]], [[{ uid: '1' }]], [[{ other: 'x' }]], [['text']]])('%j is none', (records) => {
		expect(read(records).emptySource).toBe(false);
	});

	it('sets aside rows that are no people: blank ones, and those without key, name and e-mail', () => {
		const blank = [{}, { uid: ' \u200b', email: '\u00a0', note: [] }, { uid: '', note: 'Total: 3' }];
		const set = read([person(), ...blank, { uid: '', email: 'a@b' }], { blankValues: 'clear' });
		expect(set).toMatchObject({ received: 5, setAside: 3 });
		expect(set.rows.map(({ index }) => index)).toEqual([0, 4]);
		expect(codesOf(set)).toEqual(['', 'INVALID_ROW']);
		expect(messageOf(rowAt(set, 1))).toBe(`Column "uid": this can't be blank.`);
		expect(set.warnings).toContain(
			'3 rows were set aside, as they are no people (no User ID). The first: line 3 of a list with a heading, which is empty.',
		);
	});

	it.each([
		['some text', '"some text"'],
		[['uid', '1'], 'a list'],
		[null, 'null'],
		[7, '7'],
		[undefined, 'nothing'],
	])('rejects the record %j and says what was found', (record, found) => {
		const set = read([record, person()]);
		expect(messageOf(rowAt(set, 0))).toBe(`This row is not a record with columns: ${found} was found.`);
		expect(codesOf(set)).toEqual(['INVALID_ROW', '']);
	});

	it('knows an empty item in define-below, though constants fill it', () => {
		const constants = { email: () => 'a@b', login: () => 'x' };
		const keyless = readMapped(1, { ...constants, uid: () => undefined }, {}, () => true);
		expect(keyless.emptySource).toBe(true);
		expect([keyless.rows, keyless.setAside]).toEqual([[], 1]);
		const typed = readMapped(1, { uid: () => '7', ...constants }, {}, () => true);
		expect(typed.emptySource).toBe(true);
		expect(rowAt(typed, 0).rejection).toBeUndefined();
		expect(readMapped(1, { uid: () => '', email: () => null }).emptySource).toBe(true);
		expect(readMapped(0, {}).emptySource).toBe(true);
		expect(readMapped(2, constants, {}, () => true).emptySource).toBe(false);
	});

	it('takes an item that holds something for no empty one, though its key is blank', () => {
		const keyless = readMapped(1, { email: () => 'a@b', uid: () => ' ' });
		expect(keyless.emptySource).toBe(false);
		expect(messageOf(rowAt(keyless, 0))).toBe(`Field "User ID" (from "my uid"): this can't be blank.`);
	});

	it('tells why a key can not be read, also of an empty item', () => {
		const unread = readMapped(1, { email: () => 'a@b', uid: () => true }, {}, () => true);
		expect(messageOf(rowAt(unread, 0))).toBe('Field "User ID" (from "my uid"): true is a yes/no value, not a text.');
	});

	it('takes a row of nothing but empty lists for empty', () => {
		const set = readMapped(1, { uid: () => null, groups: () => [] });
		expect([set.rows, set.setAside]).toEqual([[], 1]);
	});

	it('keeps a key of a comma, which would be blank in a list', () => {
		expect(rowAt(read([{ uid: ',' }]), 0).key).toBe(',');
	});
});
