import { isBlank, textOf, type Value } from '../../../nodes/shared/model/field';

describe('a value', () => {
	it.each([undefined, null, '', ' ', '\t\n\u00a0'])('%j is blank', (value) => {
		expect(isBlank(value)).toBe(true);
	});

	it.each([0, false, 'a', ' a ', [], {}])('%j is not blank', (value) => {
		expect(isBlank(value)).toBe(false);
	});

	it.each<[Value | null | undefined, string]>([
		[undefined, ''],
		[null, ''],
		[' a ', ' a '],
		[0, '0'],
		[false, 'false'],
		[['a', 'b'], '["a","b"]'],
		[{ a: null }, '{"a":null}'],
	])('%j reads %j', (value, text) => {
		expect(textOf(value)).toBe(text);
	});
});
