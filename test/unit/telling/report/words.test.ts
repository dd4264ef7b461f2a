import {
	duration,
	lower,
	moment,
	sentenceList,
	some,
	spoken,
	thousands,
} from '../../../../nodes/shared/telling/report/words';

describe('numbers', () => {
	it.each([
		[0, '0'],
		[999, '999'],
		[1000, '1,000'],
		[12345.6, '12,346'],
		[1234567, '1,234,567'],
	])('%d is written %s', (count, text) => {
		expect(thousands(count)).toBe(text);
	});

	it.each([
		[0, '0 rows'],
		[1, '1 row'],
		[1200, '1,200 rows'],
	])('%d of a thing is %s', (count, text) => {
		expect(some(count, 'row')).toBe(text);
	});

	it('take a plural of their own', () => {
		expect([some(1, 'person', 'people'), some(2, 'person', 'people')]).toEqual(['1 person', '2 people']);
	});
});

describe('durations', () => {
	it.each([
		[Number.NaN, 'less than a second'],
		[0, 'less than a second'],
		[999, 'less than a second'],
		[1000, '1 second'],
		[1600, '2 seconds'],
		[59_999, '1 minute'],
		[65_000, '1 minute 5 seconds'],
		[3_600_000, '1 hour'],
		[3_605_000, '1 hour'],
		[3_725_000, '1 hour 2 minutes'],
		[90_061_000, '25 hours 1 minute'],
	])('%d ms is %s', (ms, text) => {
		expect(duration(ms)).toBe(text);
	});
});

describe('moments', () => {
	it.each([
		['2026-03-04T06:15:00.000Z', '4 March 2026, 06:15 UTC'],
		['2026-12-31T23:59:59Z', '31 December 2026, 23:59 UTC'],
		['2026-01-10T00:00Z', '10 January 2026, 00:00 UTC'],
	])('%s is %s', (iso, text) => {
		expect(moment(iso)).toBe(text);
	});

	it.each([
		'yesterday',
		'2026-00-04T06:15:00Z',
		'2026-13-04T06:15:00Z',
		'2026-03-04T06:15:00+01:00',
		'2026-03-04T06:15:00.Z',
		'at 2026-03-04T06:15:00Z',
		'2026-03-04T06:15:00Z or so',
	])('%s stays as it is', (text) => {
		expect(moment(text)).toBe(text);
	});
});

describe('words', () => {
	it.each([
		[[], ''],
		[['a'], 'a'],
		[['a', 'b'], 'a and b'],
		[['a', 'b', 'c'], 'a, b and c'],
	])('lists %j as "%s"', (parts, text) => {
		expect(sentenceList(parts)).toBe(text);
	});

	it.each([
		['rulesMatched', 'Rules matched'],
		['courses_assigned', 'Courses assigned'],
		['due--today', 'Due today'],
	])('speaks %s as "%s"', (name, text) => {
		expect(spoken(name)).toBe(text);
	});

	it('goes on with a sentence', () => {
		expect(lower('Held back: Not now')).toBe('held back: Not now');
		expect(lower('')).toBe('');
	});
});
