import { idText, recordOf, recordsOf } from '../../../nodes/shared/transport/record';

describe('reading what may be anything', () => {
	it.each([
		['an object', { a: 1 }, { a: 1 }],
		['a list', [1], undefined],
		['null', null, undefined],
		['a text', 'a', undefined],
	])('%s as a record', (_, value, record) => {
		expect(recordOf(value)).toEqual(record);
	});

	it.each([
		['a list: its records only', [{ a: 1 }, null, 'x', [{ b: 2 }]], [{ a: 1 }]],
		['an object', { 0: { a: 1 } }, []],
	])('records of %s', (_, value, records) => {
		expect(recordsOf(value)).toStrictEqual(records);
	});

	it.each([
		['a text', '7', '7'],
		['a number', 0, '0'],
		['a switch', true, ''],
		['nothing', undefined, ''],
		['a number that was rounded', JSON.parse('9007199254740993'), ''],
		['the largest exact number', 9007199254740991, '9007199254740991'],
	])('%s as an id', (_, value, id) => {
		expect(idText(value)).toBe(id);
	});
});
