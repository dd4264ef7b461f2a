import { matchesWildcard, protectionOf, splitList } from '../../../nodes/shared/deciding/protection';

describe('a wildcard pattern', () => {
	it.each([
		['abc', 'abc'],
		['*', ''],
		['*', 'abc'],
		['**', 'abc'],
		['a*', 'abc'],
		['*c', 'abc'],
		['a*c', 'ac'],
		['a*c', 'abc'],
		['a*c', 'acbc'],
		['*b*', 'abc'],
		['*b*', 'b'],
		['a*b*c', 'a1b2c'],
		['a*b*a', 'aba'],
		['a*b*b', 'abb'],
		['*ab*ab*', 'abab'],
		['a.c*', 'a.c'],
	])('%j covers %j', (pattern, text) => {
		expect(matchesWildcard(pattern, text)).toBe(true);
	});

	it.each([
		['abc', 'abcd'],
		['', 'a'],
		['a*', 'ba'],
		['*c', 'cb'],
		['a*a', 'a'],
		['ab*bc', 'abc'],
		['a*b*c', 'a1c'],
		['a*b*b', 'ab'],
		['a*bc*c', 'abc'],
		['*ab*ab*', 'aba'],
		['*b*a*', 'ab'],
		['a.c*', 'abc'],
		['a?', 'ab'],
	])('%j does not cover %j', (pattern, text) => {
		expect(matchesWildcard(pattern, text)).toBe(false);
	});
});

describe('a list typed by a person', () => {
	it('is split at commas, semicolons and new lines, without blanks', () => {
		expect(splitList(' a b ;c\nd\r\n , ,e')).toEqual(['a b', 'c', 'd', 'e']);
		expect(splitList(' ')).toEqual([]);
	});
});

describe('protected users', () => {
	const isProtected = (key: string): boolean => protectionOf('Boss, 2-105\nsvc-*,Zoe\u0308').covers(key);

	it.each(['Boss', 'boss', ' BOSS ', '2-105', 'svc-', 'SVC-backup', 'zo\u00eb'])('are those in the list: %j', (key) => {
		expect(isProtected(key)).toBe(true);
	});

	it.each(['', ' ', 'bos', 'boss2', '2-1055', 'my-svc-', '*'])('are not those outside it: %j', (key) => {
		expect(isProtected(key)).toBe(false);
	});

	it('are all who have a key, with a lone asterisk', () => {
		expect(protectionOf('*').covers('anybody')).toBe(true);
		expect(protectionOf('*').covers('')).toBe(false);
	});

	it('are none without a list', () => {
		expect(protectionOf('').covers('Boss')).toBe(false);
		expect(protectionOf(' , \n').covers('Boss')).toBe(false);
	});
});
