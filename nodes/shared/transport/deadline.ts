import { sleep } from 'n8n-workflow';

/** The call took longer than it may. */
export class TooLate extends Error {}

/** Ends the wait of a call that is over. Made once: an error takes long to make. */
const OVER = new Error('The call is over.');

/**
 * One deadline over a whole call, its reply's last byte included: n8n's own timeout starts anew with each byte, so that
 * a reply that drips would never end. The task gets a signal that also ends its connection.
 * @throws TooLate when the time is up
 */
export async function inTime<T>(
	ms: number,
	cancelled: AbortSignal | undefined,
	task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const call = new AbortController();
	const watch = new AbortController();
	const stop = (): void => call.abort(cancelled?.reason);
	cancelled?.addEventListener('abort', stop, { once: true });
	const deadline = sleep(ms, watch.signal).then(async () => {
		call.abort(OVER);
		throw new TooLate();
	});
	try {
		return await Promise.race([task(call.signal), deadline]);
	} finally {
		cancelled?.removeEventListener('abort', stop);
		watch.abort(OVER);
	}
}
