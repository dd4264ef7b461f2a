import { DateTime } from 'luxon';

import type { Field } from '../../../nodes/shared/model/field';
import { FIELDS, messageOf, one, person, read, valueOf } from './rowsFixture';

const AS_TEXT = 'format the column as text, so that nothing is lost.';
const PASSWORD: Field = { name: 'password', label: 'Password', kind: 'text', secret: true };

/** The fields with one more, or with one of them replaced. */
function withField(field: Field): readonly Field[] {
	return [...FIELDS.filter(({ name }) => name !== field.name), field];
}

describe('text', () => {
	it.each([
		['  Sally\u00a0', 'Sally'],
		['\u200b\ufeff\u200cSally\u2060 \u200d\u180e', 'Sally'],
		['a  b', 'a  b'],
		['Jose\u0301', 'Jos\u00e9'],
		[42, '42'],
		[-0, '0'],
		[1.5, '1.5'],
		[9007199254740991, '9007199254740991'],
		[123456789.25, '123456789.25'],
		[1.5e-7, '0.00000015'],
		[-1e-7, '-0.0000001'],
		['1.23E+15', '1.23E+15'],
		['two\nlines', 'two\nlines'],
		[', ,', ', ,'],
		[10n, '10'],
		[true, 'true'],
		// A list of one is the one.
		[['a'], 'a'],
		[new Date(Date.UTC(2026, 2, 12)), '2026-03-12T00:00:00.000Z'],
		[DateTime.utc(2026, 3, 12), '2026-03-12T00:00:00.000Z'],
	])('%p becomes %p', (cell, text) => {
		expect(valueOf('city', cell)).toBe(text);
	});

	it.each([
		[{ a: 1 }, 'Column "city": an object was found where one text is needed.'],
		[['a', 'b'], 'Column "city": a list was found where one text is needed.'],
		['a \ud83d b', 'Column "city": "a [U+D83D] b" holds half of a character, which can\'t be sent; type it again.'],
		[() => 1, 'Column "city": a function was found where one text is needed.'],
		[
			Number.NaN,
			'Column "city": NaN is not a number that can be sent; format the column as text, so that nothing is lost.',
		],
		[new Date(Number.NaN), 'Column "city": this date object holds no valid date.'],
		[{ isLuxonDateTime: true }, 'Column "city": an object was found where one text is needed.'],
	])('%p is refused', (cell, message) => {
		expect(messageOf(one({ city: cell }))).toBe(message);
	});

	it('counts characters, not UTF-16 units', () => {
		expect(valueOf('first_name', '\u{1f600}'.repeat(10))).toBe('\u{1f600}'.repeat(10));
		expect(valueOf('first_name', 'x'.repeat(11))).toBe(
			'Column "first_name": "xxxxxxxxxxx" is longer than 10 characters.',
		);
	});

	it('names the column as written, and the field where its label is another word', () => {
		expect(messageOf(one({ 'Given Name': 'x'.repeat(99) }))).toMatch(
			/^Column "Given Name" \(First Name\): "x{59}…" is longer than 10 characters\.$/,
		);
	});

	it('takes a check of the field as it is worded', () => {
		expect(valueOf('phone', '0123')).toBe('Column "phone": A phone number begins with +.');
		expect(valueOf('phone', '+49')).toBe('+49');
		const fields = withField({
			name: 'phone',
			label: 'Phone',
			kind: 'text',
			check: (value) => `${String(value)} is no number of this company.`,
		});
		expect(messageOf(one({ phone: '+49' }, { fields }))).toBe('Column "phone": +49 is no number of this company.');
	});

	it('never shows a secret, not even in the words of a check', () => {
		const rules = { sendPassword: true };
		expect(messageOf(one({ password: 'hunter2' }, rules))).toBe('Column "password": the value is not accepted.');
		expect(messageOf(one({ password: 'hunter2\ud800' }, rules))).not.toContain('hunter2');
		expect(messageOf(one({ password: { hunter2: 1 } }, rules))).toBe(
			'Column "password": the value was found where one text is needed.',
		);
	});

	it('takes a check of a secret as it is worded when it does not tell the value', () => {
		const rules = { sendPassword: true, fields: withField({ ...PASSWORD, check: () => 'Too short.' }) };
		expect(messageOf(one({ password: 'hunter2' }, rules))).toBe('Column "password": Too short.');
	});
});

describe('text of several', () => {
	it.each([
		[['Kyiv ', 3, null, ''], 'Kyiv; 3'],
		['Kyiv, Lviv', 'Kyiv, Lviv'],
	])('%j becomes %p', (cell, text) => {
		expect(valueOf('offices', cell)).toBe(text);
	});

	it('is refused when one of them is no text', () => {
		expect(valueOf('offices', ['Kyiv', ['Lviv']])).toBe('Column "offices": a list was found where one text is needed.');
	});
});

describe('a number too long to be exact', () => {
	it.each([Number('12345678901234567890'), -(2 ** 53), 1e21])(
		'is refused in every text, since digits of it may be lost: %p',
		(cell) => {
			for (const name of ['city', 'offices', 'groups', 'tags', 'uid'])
				expect(valueOf(name, cell)).toBe(
					`Column "${name}": the number ${cell} may have lost digits on its way here; ${AS_TEXT}`,
				);
		},
	);
});

describe('other columns that tell people apart', () => {
	const names = ['login', 'manager'];
	it.each([1.5, 1e21, true, new Date(0), 'a\tb'])('refuse %p as the key does', (cell) => {
		for (const name of names) expect(one({ [name]: cell }).rejection?.code).toBe('INVALID_ROW');
	});
});

describe('keys', () => {
	it.each([
		[' 007 ', '007'],
		[7, '7'],
		[9007199254740991, '9007199254740991'],
		[12345678901234567890n, '12345678901234567890'],
		['12345678901234567890', '12345678901234567890'],
		['AB1E+5', 'AB1E+5'],
		['\u041a-7', '\u041a-7'],
		['1E+5b', '1E+5b'],
		['Jose\u0301', 'Jos\u00e9'],
	])('%p is the key %p', (uid, key) => {
		expect(one({ uid }).key).toBe(key);
	});

	it.each([
		Number.MAX_SAFE_INTEGER + 1,
		1e21,
		1.1,
		Number.NaN,
		Number.POSITIVE_INFINITY,
		'1.23E+15',
		'-1E+15',
		'4,5e+11',
		new Date(0),
	])('%p is refused: format the column as text', (uid) => {
		const row = one({ uid });
		expect(messageOf(row)).toContain('format the column as text');
		expect(row.key).toBe('');
	});

	it.each([
		[true, 'true is a yes/no value, not a text.'],
		['a\tb', '"a b" holds a line break, tab or another control character; remove it.'],
		[1.1, `the number 1.1 may have lost digits on its way here; ${AS_TEXT}`],
		['4,5e+11', `"4,5e+11" is a number that a spreadsheet has shortened; ${AS_TEXT}`],
		[new Date(0), `this is a date, not a text; ${AS_TEXT}`],
		[new Date(Number.NaN), 'this date object holds no valid date.'],
		[Number.NaN, `NaN is not a number that can be sent; ${AS_TEXT}`],
	])('%p is refused with the reason and the remedy', (uid, reason) => {
		expect(messageOf(one({ uid }))).toBe(`Column "uid": ${reason}`);
	});

	it.each([true, 'a\u0000b', 'a\tb', 'a\nb', {}, ['x'], 'x'.repeat(21)])('%p is refused', (uid) => {
		const row = one({ uid });
		expect(row.rejection?.code).toBe('INVALID_ROW');
		expect(row.key).toBe('');
	});

	it('is filled, with name and e-mail, when other cells fail', () => {
		const row = one({ first_name: 'Sally', level: 'high' });
		expect(row).toMatchObject({ key: '2-105', name: 'Sally', email: 'sally@company.tld' });
		expect(messageOf(row)).toBe('Column "level": "high" is not a whole number.');
		expect(row.values).toEqual(person({ first_name: 'Sally' }));
	});
});

describe('e-mail', () => {
	it.each(['a@b', 'Sally O\u2019Neil@x', '"a b"@[::1]', ' a@b '])('%p is good', (cell) => {
		expect(valueOf('email', cell)).toBe(cell.trim());
	});

	const notAnAddress = /^Column "E-mail": ".*" is not an e-mail address \(it needs one @ with text on both sides\)\.$/;

	it.each(['sally(at)x', '@x', 'x@', ' @x', 'a@b@c', '@'])('%p is not', (cell) => {
		const row = one({ 'E-mail': cell, email: undefined });
		expect(messageOf(row)).toMatch(notAnAddress);
		expect(row.email).toBe('');
	});

	it('is checked in optional columns too', () => {
		expect(valueOf('private_email', 'x')).toBe(
			'Column "private_email": "x" is not an e-mail address (it needs one @ with text on both sides).',
		);
	});

	// Not in a title: Stryker makes one pattern of all titles, and a long one breaks it.
	it('a text of 50,000 @ is not', () => {
		expect(messageOf(one({ 'E-mail': '@'.repeat(50_000), email: undefined }))).toMatch(notAnAddress);
	});
});

describe('yes and no', () => {
	it.each([
		true,
		1,
		1n,
		'1',
		'TRUE',
		' Yes',
		'y',
		'on',
		'Active',
		'enabled',
		'ja',
		'Oui',
		'S\u00cd',
		'\u0422\u0430\u043a',
	])('%p is yes', (cell) => {
		expect(valueOf('suspended', cell)).toBe(true);
	});
	it.each([
		false,
		0,
		'0',
		'False',
		'no',
		'N',
		'off',
		'inactive',
		'DISABLED',
		'nein',
		'non',
		'n\u00e3o',
		'\u041d\u0456',
	])('%p is no', (cell) => {
		expect(valueOf('suspended', cell)).toBe(false);
	});
	it.each([
		['maybe', '"maybe"'],
		['00', '"00"'],
		[2, '2'],
		[10n, '10'],
		[{}, 'an object'],
		[[true], 'a list'],
	])('%p is refused', (cell, shown) => {
		expect(valueOf('suspended', cell)).toBe(`Column "suspended": ${shown} is neither yes nor no; write true or false.`);
	});

	it("follow the field's own words first", () => {
		const fields = [
			{ name: 'uid', label: 'ID', kind: 'text' as const },
			{
				name: 'locked',
				label: 'Locked',
				kind: 'boolean' as const,
				choices: [
					{ value: 'true', label: 'Locked', words: ['inactive'] },
					{ value: 'false', label: 'Open', words: ['active'] },
				],
			},
		];
		const set = read(
			[
				{ uid: 1, locked: 'Active' },
				{ uid: 2, locked: 'locked' },
				{ uid: 3, locked: 'yes' },
			],
			{ fields },
		);
		expect(set.rows.map((row) => row.values.locked)).toEqual([false, true, true]);
	});
});

describe('choices and numbers', () => {
	it.each([
		[0, 0],
		['1', 1],
		['FEMALE', 1],
		[' mann ', 0],
		['F', 1],
	])('%p is the choice %p', (cell, value) => {
		expect(valueOf('gender', cell)).toBe(value);
	});

	it('lists the choices when it refuses one', () => {
		expect(valueOf('gender', 'x')).toBe('Column "gender": "x" is not one of: 0 (Male), 1 (Female).');
		expect(valueOf('gender', {})).toMatch(/^Column "gender": an object is not one of/);
		expect(valueOf('language', 'fr')).toBe('Column "language": "fr" is not one of: en, de (German).');
	});

	it.each([
		[20, '"x" is not one of: c1, c2, .* c19, c20\\.$'],
		[22, '"x" is not one of: c1, c2, .* c19, c20 and 2 others\\.$'],
	])('lists at most 20 choices of %i', (count, message) => {
		const choices = Array.from({ length: count }, (_, index) => {
			return { value: `c${index + 1}`, label: `C${index + 1}` };
		});
		const fields = withField({ name: 'team', label: 'Team', kind: 'choice', choices });
		expect(messageOf(one({ team: 'x' }, { fields }))).toMatch(new RegExp(message));
	});

	it('a value wins over the label and the words of another choice', () => {
		const choices = [
			{ value: 'a', label: 'b', words: ['c'] },
			{ value: 'b', label: 'c', words: ['a'] },
		];
		const fields = withField({ name: 'team', label: 'Team', kind: 'choice', choices });
		const teams = ['a', 'b', 'c'].map((team) => one({ team }, { fields }).values.team);
		expect(teams).toEqual(['a', 'b', 'b']);
	});

	it.each([
		[3, 3],
		['+7', 7],
		['4.00', 4],
		['-12', -12],
		['4.0', 4],
		[5n, 5],
	])('%p is the whole number %p', (cell, value) => {
		expect(valueOf('level', cell)).toBe(value);
	});

	it.each([
		[1.5, '1.5'],
		['x', '"x"'],
		['no. 12', '"no. 12"'],
		['12 of 20', '"12 of 20"'],
		['1,000', '"1,000"'],
		[true, 'true'],
		[Number.NaN, 'NaN'],
		[{}, 'an object'],
	])('%p is refused', (cell, shown) => {
		expect(valueOf('level', cell)).toBe(`Column "level": ${shown} is not a whole number.`);
	});

	it('a whole number too large to be exact is refused', () => {
		expect(valueOf('level', '9007199254740993')).toBe(
			'Column "level": "9007199254740993" is not a whole number that can be sent exactly.',
		);
	});
});

describe('lists and JSON', () => {
	it.each([
		['a, b,,c ', ['a', 'b', 'c']],
		[
			[' a', 2, null, '', undefined, true],
			['a', '2', 'true'],
		],
		[['two\nlines'], ['two\nlines']],
		[5, ['5']],
		['\u00e4rzte', ['\u00e4rzte']],
		[',a', ['a']],
	])('%j is the list %j', (cell, list) => {
		expect(valueOf('groups', cell)).toEqual(list);
		expect(valueOf('tags', cell)).toBe(list.join(','));
	});

	it('refuses a number in a list that may have lost digits', () => {
		expect(valueOf('groups', ['7', 1e21])).toMatch(/may have lost digits on its way here/);
	});

	it('checks a list as a whole', () => {
		const check = () => 'Two groups are too many.';
		const fields = withField({ name: 'teams', label: 'Teams', kind: 'list', check });
		expect(messageOf(one({ teams: 'a, b' }, { fields }))).toBe('Column "teams": Two groups are too many.');
	});

	it('refuses lists of lists, and tags that are too long together', () => {
		expect(valueOf('groups', [['a']])).toMatch(/a list was found where one text is needed/);
		expect(valueOf('tags', [['a']])).toMatch(/a list was found where one text is needed/);
		expect(valueOf('tags', ['aaaaaa', 'bbbbbb'])).toMatch(/is longer than 12 characters/);
	});

	it.each([[[]], [['', null]], [', ,']])(
		'takes the empty list %j for blank, so that it clears nothing unasked',
		(cell) => {
			for (const name of ['groups', 'tags', 'offices']) expect(one({ [name]: cell }).values).toEqual(person());
		},
	);

	it.each([
		['{"a": [1, null]}', { a: [1, null] }],
		[{ a: 1 }, { a: 1 }],
		[
			[1, 'x'],
			[1, 'x'],
		],
		['12', 12],
		[{}, {}],
		[
			{ a: true, b: undefined },
			{ a: true, b: undefined },
		],
		[' base64:eyJhIjoxfQ== ', 'base64:eyJhIjoxfQ=='],
	])('%j is the JSON value %j', (cell, value) => {
		expect(valueOf('custom', cell)).toEqual(value);
	});

	it('explains curly quotes and other JSON that can not be read', () => {
		expect(valueOf('custom', '{\u201ca\u201d: 1}')).toBe(
			'Column "custom": "{\u201ca\u201d: 1}" is not JSON because of its curly quotes; replace them with straight ones (").',
		);
		expect(valueOf('custom', '{a: 1}')).toBe('Column "custom": "{a: 1}" is not JSON; write it like {"name": "value"}.');
	});

	const nested = (levels: number): unknown => (levels === 1 ? {} : [nested(levels - 1)]);
	const loop: Record<string, unknown> = {};
	loop.self = loop;

	it.each([
		['circular', loop, 'an object', 'refers to itself'],
		['too deep', nested(33), 'a list', 'is nested more than 32 levels deep'],
		['too large', Array(100_001).fill(1), 'a list', 'has more than 100000 entries'],
		['named treacherously', JSON.parse('{"a": {"__proto__": 1}}'), 'an object', 'holds a name that is not allowed'],
		['named by half of a character', { '\ud83d': 1 }, 'an object', 'holds a name that is not allowed'],
		['holding half of a character', ['\ud83d'], 'a list', 'holds half of a character'],
		['holding a date', { when: new Date(0) }, 'an object', 'holds a date object; turn it into text'],
		['holding a function', { a: 1, b: () => 1 }, 'an object', 'holds a function'],
		['not finite', [Number.NaN], 'a list', 'holds a number that is not finite'],
	])('refuses JSON that is %s', (...[, cell, shown, reason]) => {
		expect(valueOf('custom', cell)).toBe(`Column "custom": ${shown} can't be sent: it ${reason}.`);
	});

	it('takes JSON up to 32 levels deep, and of 100,000 entries', () => {
		for (const cell of [nested(32), Array(100_000).fill(1)]) expect(one({ custom: cell }).rejection).toBeUndefined();
	});

	it('takes a member that stands twice for no circle', () => {
		const shared = { a: 1 };
		expect(valueOf('custom', [shared, shared])).toEqual([shared, shared]);
	});

	it('shows the entry that is too long', () => {
		expect(valueOf('groups', ['a', 'x'.repeat(31)])).toBe(
			`Column "groups": "${'x'.repeat(31)}" is longer than 30 characters.`,
		);
	});

	it.each(['null', ' null'])('takes the text %p for blank, in JSON only', (cell) => {
		const row = one({ custom: cell });
		expect(row.rejection).toBeUndefined();
		expect(row.values).toEqual(person());
		expect(valueOf('city', cell)).toBe('null');
	});

	it('reads text as JSON where the system has no encoded form of its own', () => {
		const fields = withField({ name: 'notes', label: 'Notes', kind: 'json' });
		expect(one({ notes: '{"a": 1}' }, { fields }).values.notes).toEqual({ a: 1 });
		expect(messageOf(one({ notes: 'base64:e30=' }, { fields }))).toMatch(/is not JSON/);
	});
});

describe('several faults', () => {
	const faulty = { email: 'x', level: 'x', suspended: 'x' };
	const told =
		'Column "suspended": "x" is neither yes nor no; write true or false. ' +
		'Column "level": "x" is not a whole number. ' +
		'Column "email": "x" is not an e-mail address (it needs one @ with text on both sides).';

	it('of a row are told together, up to three', () => {
		expect(messageOf(one(faulty))).toBe(told);
	});

	it('beyond three are counted', () => {
		const row = one({ ...faulty, gender: 'x', hire_date: 'x' });
		expect(messageOf(row).match(/Column/g)).toHaveLength(3);
		expect(messageOf(row)).toContain('(And 2 more in this row.)');
	});
});
