import { DateTime } from 'luxon';

/** The day in a time zone, YYYY-MM-DD; in an unknown one, the day in UTC. */
export function todayIn(timezone: string): string {
	const local = DateTime.now().setZone(timezone);
	return (local.isValid ? local : DateTime.utc()).toISODate() ?? '';
}
