import { DateTime } from 'luxon';

import { messageOf, one, person, read, readMapped, rowAt, valueOf } from './rowsFixture';

describe('dates', () => {
	it.each([
		'2026-03-12',
		'2026/03/12',
		'2026-3-12',
		'2026.03.12',
		'20260312',
		'2026-Mar-12',
		'12.03.2026',
		'12.3.2026',
		'12. 3. 2026',
		'12 March 2026',
		'12. March 2026',
		'March 12, 2026',
		'Mar 12 2026',
		'12-Mar-2026',
		'12/MAR/2026',
		'12th March 2026',
		'March 12th, 2026',
		'Thursday, 12 March 2026',
		'Thu Mar 12 2026',
		'2026-03-12T00:00:00Z',
		'2026-03-12T10:00:00',
		'2026-03-12 10:00',
		'2026-03-12T23:59:59+09:00',
		'2026-03-12T23:30:00-08:00',
		'2026-03-12T12:00:00.000Z',
		'2026-03-12-08:00',
		'2026-03-12T22:30:00Z',
		'2026-03-11T23:00:00.000Z',
		'2026-03-11 23:00:00+00:00',
		'Wed, 11 Mar 2026 23:00:00 GMT',
		'Thu Mar 12 2026 09:00:00 GMT+0100 (CET)',
		'11-Mar-2026 11:30 PM UTC',
		'12-Mar-2026 11:30 AM UTC',
		'12-Mar-2026 12:00 PM',
		'2026-03-12T10:00:60Z',
		'2026-03-12  10:00',
		'2026-03-12T10:00:00,5+01',
		'2026-03-12T10:00:00+01:00[Europe/Berlin]',
		'2026-03-11T23:00:00+00',
		'2026-03-11T23:00:00+0000',
		'20260312T100000',
		'20260311T230000Z',
		'12-Mar-2026 11:00 PM',
		' 2026-03-12\u200b',
	])('%p is 12 March 2026', (cell) => {
		expect(valueOf('hire_date', cell)).toBe('2026-03-12');
	});

	it('reads date objects as instants in UTC or with their own offset', () => {
		expect(valueOf('hire_date', new Date('2026-03-11T23:00:00Z'))).toBe('2026-03-12');
		expect(valueOf('hire_date', new Date('2026-03-12T00:00:00Z'))).toBe('2026-03-12');
		expect(valueOf('hire_date', DateTime.fromISO('2026-03-12T01:00:00', { zone: 'Asia/Tokyo' }))).toBe('2026-03-12');
		expect(valueOf('hire_date', DateTime.utc(2026, 3, 11, 23, 30))).toBe('2026-03-12');
		for (const invalid of [DateTime.invalid('test'), new Date(Number.NaN)])
			expect(valueOf('hire_date', invalid)).toBe('Column "hire_date": this date object holds no valid date.');
	});

	it('reads instants around the change of summer time', () => {
		const days = ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'];
		expect(days.map((day) => valueOf('hire_date', day))).toEqual([
			'2026-03-28',
			'2026-03-29',
			'2026-03-29',
			'2026-03-30',
		]);
	});

	it.each([
		['2026-03-12T00:00:00Z', '2026-03-12'],
		['2026-03-12T00:00Z', '2026-03-12'],
		['2026-03-12T00:00:00.000+00:00', '2026-03-12'],
		['2026-03-12 12:00 AM GMT', '2026-03-12'],
		['2026-03-12T00:00:00.001Z', '2026-03-11'],
		['2026-03-12T00:00:01Z', '2026-03-11'],
		['2026-03-12T00:01Z', '2026-03-11'],
		['2026-03-12T01:00:00Z', '2026-03-11'],
		['2026-03-12T01:00:00+01:00', '2026-03-12'],
		['2026-03-12T01:00:00', '2026-03-12'],
	])('%p is %p for a workflow in New York: only midnight keeps its date in UTC', (cell, day) => {
		const row = one({ hire_date: cell }, { timezone: 'America/New_York' });
		expect(row.values.hire_date).toBe(day);
	});

	it.each([
		['2026-09-06T03:30:00Z', '2026-09-05'],
		['2026-09-06T04:00:00Z', '2026-09-06'],
	])('%p is %p in Chile, where the clocks change at midnight', (cell, day) => {
		const row = one({ hire_date: cell }, { timezone: 'America/Santiago' });
		expect(row.values.hire_date).toBe(day);
	});

	it('refuses an instant when the time zone of the workflow is not known', () => {
		expect(messageOf(one({ hire_date: '2026-03-12T01:00:00Z' }, { timezone: 'Mars/Base' }))).toBe(
			`Column "hire_date": the workflow's time zone "Mars/Base" is not known; correct it in the workflow's settings.`,
		);
	});

	it.each([
		['Sept 5, 2026', '2026-09-05'],
		['29.02.2024', '2024-02-29'],
		['1.1.2026', '2026-01-01'],
		['31.12.2026', '2026-12-31'],
		['1000-01-01', '1000-01-01'],
	])('%p is %p', (cell, day) => {
		expect(valueOf('hire_date', cell)).toBe(day);
	});

	it.each([
		'31.02.2026',
		'29 February 2026',
		'2026-13-01',
		'00.01.2026',
		'0001-01-01',
		'0999-12-31',
		'2026-00-10',
		'12.25.2026',
		'31/02/2026',
	])('%p does not exist', (cell) => {
		expect(valueOf('hire_date', cell)).toBe(`Column "hire_date": "${cell}" is not a date that exists.`);
	});

	it.each([
		['12.03.26', '2026-03-12'],
		['12-Mar-26', '2026-03-12'],
		["12 Mar '26", '2026-03-12'],
		['25/12/26', '2026-12-25'],
		['31.12.49', '2049-12-31'],
		['01.01.50', '1950-01-01'],
		['12 M\u00e4rz 2026', '2026-03-12'],
		['12 marzo 2026', '2026-03-12'],
		['12 \u0431\u0435\u0440\u0435\u0437\u043d\u044f 2026', '2026-03-12'],
	])('%p is %p: short years and the months of other languages', (cell, day) => {
		expect(valueOf('hire_date', cell)).toBe(day);
	});

	it.each([
		[45200, '2023-10-01'],
		['45200', '2023-10-01'],
		[45200.75, '2023-10-01'],
		['45200,5', '2023-10-01'],
		[10959, '1930-01-01'],
		[73415, '2100-12-31'],
	])('%p is a day of a spreadsheet where all cells of its column are', (cell, day) => {
		const records = [person({ hire_date: cell }), person({ uid: '2', hire_date: '' }), person({ uid: '3' })];
		expect(rowAt(read(records), 0).values.hire_date).toBe(day);
	});

	it.each([45200, '45200', 45200.75, '45200,5'])('%p beside a written date is told to be a day number', (cell) => {
		const set = read([person({ hire_date: cell }), person({ uid: '2', hire_date: '2026-03-12' })]);
		expect(messageOf(rowAt(set, 0))).toBe(
			`Column "hire_date": "${cell}" is a number, such as a spreadsheet keeps for a date; format the column as a date or as text (2026-03-12).`,
		);
	});

	it.each([10_958, 73_416, 7])('%p is no day from 1930 to 2100', (cell) => {
		expect(valueOf('hire_date', cell)).toMatch(/is a number, such as a spreadsheet keeps for a date/);
	});

	it.each([
		['soon', '"soon"'],
		['12 Marvel 2026', '"12 Marvel 2026"'],
		['March 2026', '"March 2026"'],
		['on 2026-03-12', '"on 2026-03-12"'],
		['2026-03-12 soon', '"2026-03-12 soon"'],
		['2026-03-12\nor later', '"2026-03-12 or later"'],
		['2026-03-12 at T10:00', '"2026-03-12 at T10:00"'],
		['2026-03-12 10:00 sharp', '"2026-03-12 10:00 sharp"'],
		['2026-03-12+01:00 sharp', '"2026-03-12+01:00 sharp"'],
		['no20260312', '"no20260312"'],
		['20260312.', '"20260312."'],
		['2026-03-12T24:00', '"2026-03-12T24:00"'],
		['2026-03-12T10:60', '"2026-03-12T10:60"'],
		['2026-03-12T10:00:61', '"2026-03-12T10:00:61"'],
		['12-Mar-2026 13:00 PM', '"12-Mar-2026 13:00 PM"'],
		[true, 'true'],
		[{}, 'an object'],
		[['2026-03-12'], 'a list'],
	])('%p can not be read', (cell, shown) => {
		expect(valueOf('hire_date', cell)).toBe(
			`Column "hire_date": ${shown} is not a date that can be read; write it as YYYY-MM-DD, such as 2026-03-12.`,
		);
	});

	it('reads a cell of up to 100 characters, spaces included', () => {
		const longest = '2026-03-12'.padEnd(100);
		expect(valueOf('hire_date', longest)).toBe('2026-03-12');
		expect(valueOf('hire_date', `${longest} `)).toMatch(/is not a date that can be read/);
	});

	const column = (...days: string[]) => days.map((hire_date, index) => person({ uid: index, hire_date }));
	const daysOf = (days: string[], dateFormat: 'auto' | 'dayFirst' | 'monthFirst' = 'auto') =>
		read(column(...days), { dateFormat }).rows.map((row) => row.values.hire_date ?? 'refused');

	it('refuses 03/04/2026 unless its column settles the order', () => {
		expect(valueOf('hire_date', '03/04/2026')).toBe(
			'Column "hire_date": "03/04/2026" can be read with the day or the month first; set Options → Date Format, or write the date as YYYY-MM-DD.',
		);
		expect(daysOf(['05/12/2026', '12/05/2026'])).toEqual(['refused', 'refused']);
		expect(daysOf(['03/04/2026', '25/12/2026'])).toEqual(['2026-04-03', '2026-12-25']);
		expect(daysOf(['03-04-2026', '12-25-2026'])).toEqual(['2026-03-04', '2026-12-25']);
		expect(daysOf(['03/04/26', '25/12/26'])).toEqual(['2026-04-03', '2026-12-25']);
		expect(daysOf(['03/04/26'])).toEqual(['refused']);
		expect(daysOf(['04/04/2026', '4/04/2026'])).toEqual(['2026-04-04', '2026-04-04']);
	});

	it.each([
		['dots', '25.12.2026'],
		['an impossible date', '31/02/2026'],
		['a day that can be a month', '12/05/2026'],
		['a month that can be a day', '05/12/2026'],
		['a text too long for a date', `25/12/2026${' '.repeat(91)}`],
	])('is not settled by %s', (_what, cell) => {
		expect(daysOf(['03/04/2026', cell])[0]).toBe('refused');
	});

	it('is settled by a text that is just short enough', () => {
		expect(daysOf(['03/04/2026', '25/12/2026'.padEnd(100)])[0]).toBe('2026-04-03');
	});

	it('is settled beside cells of other kinds', () => {
		const cells = ['03/04/2026', null, 45200, '25/12/2026', new Date('2026-03-12T00:00:00Z')];
		const records = cells.map((hire_date, index) => person({ uid: index, hire_date }));
		expect(read(records).rows.map((row) => row.values.hire_date)).toEqual([
			'2026-04-03',
			undefined,
			undefined,
			'2026-12-25',
			'2026-03-12',
		]);
	});

	it('refuses only what is unclear when a column proves both orders', () => {
		expect(daysOf(['03/04/2026', '25/12/2026', '12/25/2026'])).toEqual(['refused', '2026-12-25', '2026-12-25']);
		expect(messageOf(rowAt(read(column('03/04/2026', '25/12/2026', '12/25/2026')), 0))).toBe(
			'Column "hire_date": "03/04/2026" can be read with the day or the month first, and its column holds dates in both orders; set Options → Date Format, or write the date as YYYY-MM-DD.',
		);
	});

	it('follows the Date Format that is set', () => {
		expect(daysOf(['03/04/2026', '12/25/2026', '12.03.2026'], 'dayFirst')).toEqual([
			'2026-04-03',
			'refused',
			'2026-03-12',
		]);
		expect(daysOf(['03/04/2026', '25/12/2026', '12.03.2026'], 'monthFirst')).toEqual([
			'2026-03-04',
			'refused',
			'2026-03-12',
		]);
	});

	it.each([
		['dayFirst', '12/25/2026', ' when the day comes first (see Date Format)'],
		['monthFirst', '25/12/2026', ' when the month comes first (see Date Format)'],
		['dayFirst', '31.02.2026', ''],
		['monthFirst', '31.02.2026', ''],
	] as const)('tells with %s that %s is not a date%s', (dateFormat, cell, how) => {
		expect(messageOf(one({ hire_date: cell }, { dateFormat }))).toBe(
			`Column "hire_date": "${cell}" is not a date that exists${how}.`,
		);
	});

	it('settles the order in define-below as well', () => {
		const days = ['03/04/2026', '25/12/2026'];
		const set = readMapped(2, {
			uid: (item) => item,
			email: () => 'a@b',
			hire_date: (item) => days[item],
		});
		expect(set.rows.map((row) => row.values.hire_date)).toEqual(['2026-04-03', '2026-12-25']);
	});
});
