/** Windows counts ticks of 100 ns from 1601: Active Directory's `accountExpires`. */
const FILE_TIME = /^1[23]\d{16}$/;
const TICKS_PER_MS = 10_000;
const TICKS_AT_1970 = 11_644_473_600_000;
/** "Never", as Active Directory writes it. */
const NEVER: ReadonlySet<string> = new Set(['0', '9223372036854775807', '9223372036854776000', 'never', '(never)']);

/** The day of a Windows file time as `YYYY-MM-DD`; undefined for what is none. */
export function dayOfFileTime(text: string): string | undefined {
	if (!FILE_TIME.test(text)) return undefined;
	return new Date(Number(text) / TICKS_PER_MS - TICKS_AT_1970).toISOString().slice(0, 10);
}

/** Whether a cell of an end date says that there is no end. */
export function isNever(text: string): boolean {
	return NEVER.has(text.toLowerCase());
}

const NO_DAY = '1901-01-01';
const EPOCH = '1970-01-01';

/** Whether a day is what databases hold where there is none: 1900-01-01, 1899-12-30, the beginning of their own count. */
export function isNoDay(day: string): boolean {
	return day < NO_DAY || day === EPOCH;
}
