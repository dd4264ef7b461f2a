import { exactKey, hasKey, looseKey, otherSpellings } from '../../../nodes/shared/model/spelling';
import { uniqueForm, type Directory, type User } from '../../../nodes/shared/model/directory';
import { BADGE, directoryOf, EMAIL, NUMBER, user } from '../peopleFixture';

const COMPOSED = 'Zo\u00eb';
const DECOMPOSED = 'Zoe\u0308';

describe('keys', () => {
	it('are exact in case and zeros, but not in Unicode form', () => {
		expect(exactKey('Ab', NUMBER)).toBe('Ab');
		expect(exactKey('007', NUMBER)).toBe('007');
		expect(exactKey(DECOMPOSED, NUMBER)).toBe(COMPOSED);
	});

	it('of nothing that is seen name nobody', () => {
		expect(['', ' ', '\u200b', '\u3164\u00a0'].map(hasKey)).toEqual([false, false, false, false]);
		expect(['a', '-', '\u00e9', '\u200ba'].map(hasKey)).toEqual([true, true, true, true]);
	});

	it('that are addresses are exact without case', () => {
		expect(exactKey('Sally@Acme.TLD', EMAIL)).toBe('sally@acme.tld');
	});

	it.each([
		['case', 'AB-1', 'ab-1'],
		['spaces', ' a b\t-1 ', 'ab-1'],
		['no-break spaces', 'ab\u00a0-1', 'ab-1'],
		['a soft hyphen', 'ab\u00ad-1', 'ab-1'],
		['a zero-width space and a mark of direction', 'ab\u200b\u200e-1', 'ab-1'],
		['a byte order mark', '\ufeffab-1', 'ab-1'],
		['wide letters', 'ＡＢ-1', 'ab-1'],
		['an accent of its own', DECOMPOSED, COMPOSED],
		['zeros before a number', '00042', '42'],
		['zeros before zero', '000', '0'],
		['a decimal part of zeros', '1001.00', '1001'],
		['a decimal part after a comma', '1001,0', '1001'],
		['thousands apart', '1,001', '1001'],
		['thousands apart with full stops', '1.001.001', '1001001'],
		['thousands apart, and a decimal part of zeros', "1'001.00", '1001'],
		['an apostrophe before', "'1001", '1001'],
		['the form of a text in a formula', '="1001"', '1001'],
		['quotes', '\u201eE100\u201c', 'E100'],
		['a number sign', '#1001', '1001'],
		['what stands after it', '1001-', '1001'],
		['a comma after it', 'E100,', 'E100'],
		['the kind of dash', 'E\u2013100', 'E-100'],
		['full case folding', 'Stra\u00dfe', 'STRASSE'],
		['a capital sharp s', 'STRA\u1e9eE', 'Strasse'],
		['both small sigmas', '\u039f\u03b4\u03cc\u03c2', '\u039f\u0394\u038c\u03a3'],
	])('are loosely equal when they differ in %s', (_what, one, other) => {
		expect(looseKey(one)).toBe(looseKey(other));
	});

	it.each([
		['zeros at the end', '420', '42'],
		['zeros within', '4002', '42'],
		['zeros before a word', '0ab', 'ab'],
		['zeros before a code that is no number', '007-a1', '7-a1'],
		['zeros after a word', 'ab01', 'ab1'],
		['a dash', 'ab-1', 'ab1'],
		['an accent', 'Zoe', COMPOSED],
		['a decimal part', '1001.5', '1001'],
		['signs alone', '-', '#'],
		['numbers whose groups are not of three', '10.01', '1001'],
	])('are loosely different when they differ in %s', (_what, one, other) => {
		expect(looseKey(one)).not.toBe(looseKey(other));
	});
});

describe('other spellings of a key, for look-ups', () => {
	it.each([
		['abc', ['ABC', 'Abc']],
		['aBC', ['abc', 'ABC', 'Abc']],
		[
			'sally o-brien',
			[
				'SALLY O-BRIEN',
				'Sally o-brien',
				'Sally O-Brien',
				'sallyo-brien',
				'SALLYO-BRIEN',
				'Sallyo-brien',
				'SallyO-Brien',
				'sallyo\u2013brien',
			],
		],
		['ab 12', ['AB 12', 'Ab 12', 'ab12', 'AB12', 'Ab12']],
		['\uff21\uff22-1', ['\uff41\uff42-1', '\uff21\uff42-1', 'AB-1', 'ab-1', 'Ab-1', 'AB\u20131']],
		['"E100"', ['"e100"', 'E100', 'e100']],
		['E\u2013100', ['e\u2013100', 'E-100', 'e-100']],
		['1.001', ['1001', '01001', '001001', '0001001', '00001001']],
		['Stra\u00dfe', ['stra\u00dfe', 'STRASSE', 'strasse', 'Strasse']],
		['STRASSE', ['strasse', 'Strasse', 'Stra\u00dfe', 'stra\u00dfe']],
		['sally.anne_b@acme.tld', ['SALLY.ANNE_B@ACME.TLD', 'Sally.anne_b@acme.tld', 'Sally.Anne_B@acme.tld']],
		['Sally@Acme@Tld', ['sally@acme@tld', 'SALLY@ACME@TLD', 'Sally@acme@tld']],
		['7', ['07', '007', '0007', '00007', '000007', '0000007', '00000007']],
		['0007', ['7', '07', '007', '00007', '000007', '0000007', '00000007']],
		['12 345', ['12345', '012345', '0012345', '00012345']],
		['0000000000', ['0', '00', '000', '0000', '00000', '000000', '0000000', '00000000']],
		['4711471147', ['04711471147', '004711471147']],
		['004711471147', ['4711471147', '04711471147']],
		['A7', ['a7']],
		['7a', ['7A']],
		['zo\u00eb', ['ZO\u00cb', 'Zo\u00eb', 'zoe\u0308']],
		['\u00e9va', ['\u00c9VA', '\u00c9va', 'e\u0301va']],
	])('%j is also looked up as %j', (key, spellings) => {
		expect(otherSpellings(key)).toEqual(spellings);
	});

	it('are a bounded number, and none of them twice', () => {
		for (const key of ['0', '7', 'saLLy anNe o-bri\u00ebn', 'a \uff22 c@ACME.tld']) {
			const spellings = otherSpellings(key);
			expect(spellings.length).toBeLessThanOrEqual(16);
			expect(new Set(spellings).size).toBe(spellings.length);
		}
	});

	it('are none for a key of nothing but invisible characters', () => {
		expect(otherSpellings('\u00ad')).toEqual([]);
	});
});

describe('a directory', () => {
	const sally = user('A', { badge: '7' });
	const bob = user('B');
	const byHand = user('', {}, { id: '17' });
	const wholeList = (): Directory => directoryOf([sally, byHand, bob]);
	const lookedUp =
		(...users: User[]): (() => Directory) =>
		() =>
			directoryOf(users, { complete: false });

	it('finds an account by its very key, and by its id', () => {
		const directory = wholeList();
		expect(directory.matching('A')).toEqual([sally]);
		expect(directory.matching('a')).toEqual([]);
		expect(directoryOf([user('Sally@x.tld')], { keyField: EMAIL }).matching('SALLY@x.tld')).toHaveLength(1);
		expect(directory.withId('#B')).toBe(bob);
		expect(directory.withId('B')).toBeUndefined();
	});

	it('finds accounts by what people take for the same key', () => {
		const others = directoryOf([user('AB'), byHand, user('Ab'), user('CD')]);
		expect(others.near('a b').map(({ key }) => key)).toEqual(['AB', 'Ab']);
		expect(others.near('ab').map(({ key }) => key)).toEqual(['AB', 'Ab']);
		expect(others.near('x')).toEqual([]);
	});

	it('never finds an account without a key by an empty one', () => {
		expect(wholeList().matching('')).toEqual([]);
		expect(wholeList().near('')).toEqual([]);
	});

	it('finds all accounts that share a key, and one that is listed twice once', () => {
		const twins = ['1', '2', '3'].map((id) => user('A', {}, { id }));
		expect(directoryOf(twins).matching('A')).toEqual(twins);
		expect(directoryOf([sally, sally]).matching('A')).toEqual([sally]);
	});

	it('knows who holds each value of a unique field', () => {
		const gone = user('C', { badge: '9' }, { standing: 'deleted' });
		const locked = user('D', { badge: ' 8 ' }, { standing: 'locked' });
		const holders = directoryOf([
			sally,
			bob,
			gone,
			locked,
			user('E', { badge: null }),
			user('F', { badge: ' ' }),
		]).holders(BADGE);
		expect([...holders]).toEqual([
			['7', sally],
			['8', locked],
		]);
	});

	it.each([
		['a whole list in which somebody shows it', wholeList, BADGE, true],
		['a whole list in which nobody shows it: it is empty for all', wholeList, EMAIL, true],
		[
			'a whole list in which nobody shows it, if it is a field that replies may lack',
			wholeList,
			{ ...EMAIL, maybeShown: true as const },
			false,
		],
		['looked-up accounts, even if none of them shows it', lookedUp(), EMAIL, true],
		[
			'looked-up accounts, if it is a field that replies may lack',
			lookedUp(bob),
			{ ...BADGE, maybeShown: true as const },
			false,
		],
		['looked-up accounts that show such a field', lookedUp(sally), { ...BADGE, maybeShown: true as const }, true],
		['no reply, as it is only written', wholeList, { ...BADGE, writeOnly: true }, false],
		['no reply, as it is secret', wholeList, { ...BADGE, secret: true }, false],
	])('compares a field by %s', (_what, known, field, expected) => {
		expect(known().carries(field)).toBe(expected);
	});

	it('counts a field as shown when only an account without a key shows it', () => {
		expect(directoryOf([user('', { badge: '7' })]).carries(BADGE)).toBe(true);
	});
});

describe('a unique value', () => {
	it('is compared without spaces around it and in one Unicode form; an address also without case', () => {
		expect(uniqueForm(BADGE, ` ${DECOMPOSED} `)).toBe(COMPOSED);
		expect(uniqueForm(BADGE, 7)).toBe('7');
		expect(uniqueForm(EMAIL, ' Sally@Acme.tld')).toBe('sally@acme.tld');
		expect(uniqueForm(EMAIL, null)).toBe('');
	});
});
