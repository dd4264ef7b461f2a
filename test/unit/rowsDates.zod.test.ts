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
		'12-Mar-2026 11:00 PM',
		' 2026-03-12\u200b',
	])('%p is 12 March 2026', (cell) => {
		expect(valueOf('hire_date', cell)).toBe('2026-03-12');
	});

	it('reads date objects as instants in UTC or with their own offset', () => {
		expect(valueOf('hire_date', new Date('2026-03-11T23:00:00Z'))).toBe('2026-03-12');
		expect(valueOf('hire_date', new Date('2026-03-12T00:00:00Z'))).toBe('2026-03-12');
		expect(
			valueOf('hire_date', DateTime.fromISO('2026-03-12T01:00:00', { zone: 'Asia/Tokyo' })),
		).toBe('2026-03-12');
		expect(valueOf('hire_date', DateTime.utc(2026, 3, 11, 23, 30))).toBe('2026-03-12');
		expect(valueOf('hire_date', DateTime.invalid('test'))).toMatch(/no valid date/);
	});

	it('reads instants around the change of summer time', () => {
		const days = [
			'2026-03-28T22:59:59Z',
			'2026-03-28T23:00:00Z',
			'2026-03-29T21:59:59Z',
			'2026-03-29T22:00:00Z',
		];
		expect(days.map((day) => valueOf('hire_date', day))).toEqual([
			'2026-03-28',
			'2026-03-29',
			'2026-03-29',
			'2026-03-30',
		]);
		expect(
			one({ hire_date: '2026-03-12T01:00:00Z' }, { timezone: 'America/New_York' }).values.hire_date,
		).toBe('2026-03-11');
		expect(
			messageOf(one({ hire_date: '2026-03-12T01:00:00Z' }, { timezone: 'Mars/Base' })),
		).toMatch(/time zone "Mars\/Base" is not known/);
	});

	it('knows "Sept" and leap years', () => {
		expect(valueOf('hire_date', 'Sept 5, 2026')).toBe('2026-09-05');
		expect(valueOf('hire_date', '29.02.2024')).toBe('2024-02-29');
	});

	it.each([
		'31.02.2026',
		'29 February 2026',
		'2026-13-01',
		'00.01.2026',
		'0001-01-01',
		'12.25.2026',
	])('%p does not exist', (cell) => {
		expect(valueOf('hire_date', cell)).toBe(
			`Column "hire_date": "${cell}" is not a date that exists.`,
		);
	});

	it.each(['12.03.26', '03/04/26', '12-Mar-26', "12 Mar '26"])(
		'%p has too short a year',
		(cell) => {
			expect(valueOf('hire_date', cell)).toMatch(/year of two digits; write all four/);
		},
	);

	it.each([45200, '45200', 45200.5])('%p is told to be a day number', (cell) => {
		expect(valueOf('hire_date', cell)).toMatch(
			/a number, such as a spreadsheet keeps for a date; format the column as a date/,
		);
	});

	it.each([
		'soon',
		'12 M\u00e4rz 2026',
		'12 Marvel 2026',
		'2026-03-12T25:00',
		'2026',
		true,
		{},
		'March 2026',
	])('%p can not be read', (cell) => {
		expect(valueOf('hire_date', cell)).toMatch(
			/write it as YYYY-MM-DD|format the column as a date/,
		);
	});

	const column = (...days: string[]) =>
		days.map((hire_date, index) => person({ uid: index, hire_date }));
	const daysOf = (days: string[], dateFormat: 'auto' | 'dayFirst' | 'monthFirst' = 'auto') =>
		read(column(...days), { dateFormat }).rows.map((row) => row.values.hire_date ?? 'refused');

	it('refuses 03/04/2026 unless its column settles the order', () => {
		expect(valueOf('hire_date', '03/04/2026')).toMatch(
			/can be read with the day or the month first; set Options > Date Format/,
		);
		expect(daysOf(['03/04/2026', '25/12/2026'])).toEqual(['2026-04-03', '2026-12-25']);
		expect(daysOf(['03-04-2026', '12-25-2026'])).toEqual(['2026-03-04', '2026-12-25']);
		expect(daysOf(['04/04/2026', '4/04/2026'])).toEqual(['2026-04-04', '2026-04-04']);
	});

	it('is not settled by other columns, dots, impossible dates or short years', () => {
		expect(daysOf(['03/04/2026', '25.12.2026', '31/02/2026', '25/12/26'])).toEqual([
			'refused',
			'2026-12-25',
			'refused',
			'refused',
		]);
	});

	it('refuses only what is unclear when a column proves both orders', () => {
		expect(daysOf(['03/04/2026', '25/12/2026', '12/25/2026'])).toEqual([
			'refused',
			'2026-12-25',
			'2026-12-25',
		]);
		expect(messageOf(rowAt(read(column('03/04/2026', '25/12/2026', '12/25/2026')), 0))).toMatch(
			/holds dates in both orders/,
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
