import { retryAfterMs } from '../../../nodes/shared/transport/retryAfter';

describe('Retry-After', () => {
	const NOW = Date.UTC(2026, 0, 15, 12);
	it.each([
		['5', 5000],
		[5, 5000],
		[' 0 ', 0],
		['1.25', 1250],
		['12.5', 12_500],
		['Thu, 15 Jan 2026 12:00:30 GMT', 30_000],
		['Thu, 15 Jan 2026 11:00:00 GMT', 0],
		['2026-01-15T12:00:30Z', 30_000],
		['in 5', undefined],
		['-5', undefined],
		['at 12:00:30', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		[['5'], undefined],
	])('%j means %s ms', (value, ms) => {
		expect(retryAfterMs({ 'retry-after': value }, NOW)).toBe(ms);
	});

	it.each([
		['86400', 86_400_000],
		['86401', undefined],
		['1795682066', undefined],
		['Sat, 17 Jan 2026 12:00:00 GMT', undefined],
	])('beyond a day is no value: %j', (value, ms) => {
		expect(retryAfterMs({ 'retry-after': value }, NOW)).toBe(ms);
	});

	it.each([
		['ten minutes ahead', 'Thu, 15 Jan 2026 12:10:00 GMT', 'Thu, 15 Jan 2026 12:10:02 GMT', 2000],
		['ten minutes behind', 'Thu, 15 Jan 2026 11:50:00 GMT', 'Thu, 15 Jan 2026 11:50:02 GMT', 2000],
		['unreadable', 'now', 'Thu, 15 Jan 2026 12:00:02 GMT', 2000],
		['after the wait', 'Thu, 15 Jan 2026 13:00:00 GMT', 'Thu, 15 Jan 2026 12:00:02 GMT', 2000],
	])("a date is measured by the reply's own clock: %s", (_what, date, value, ms) => {
		expect(retryAfterMs({ 'retry-after': value, date }, NOW)).toBe(ms);
	});
});
