const DAY_MS = 24 * 60 * 60_000;

type Headers = Readonly<Record<string, unknown>>;

/**
 * How long a reply asks to wait, in milliseconds: its Retry-After as seconds or as a date. A date is measured against
 * the reply's own `Date`, as the two clocks may differ. Undefined when absent, unreadable, or beyond a day: no service
 * means that.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value).trim();
	if (/^\d+(\.\d+)?$/.test(text)) return withinADay(Number(text) * 1000);
	// Every form of date that HTTP knows has a time of day. Without one, "in 5" would be read as a day in May.
	const until = /\d:\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
	if (Number.isNaN(until)) return undefined;
	const waits = [sentAt(headers), now].map((from) => until - from);
	return waits.find((wait) => wait >= 0 && wait <= DAY_MS) ?? (until <= now ? 0 : undefined);
}

const withinADay = (ms: number): number | undefined => (ms <= DAY_MS ? ms : undefined);

/** When the reply was sent, by the clock of its sender. */
function sentAt({ date }: Headers): number {
	return typeof date === 'string' ? Date.parse(date) : NaN;
}
