import { letCallGo } from './pace';

/** As many pages wait, at most, for whoever is not ready to look at them. */
const MOST_WAITING = 8;

/**
 * What a source gives, the next one on its way while one is looked at. Until `ready` is settled nothing is given, but
 * several are taken in already. Throws what the source throws, and what `ready` does.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>, ready: Promise<unknown>): AsyncGenerator<T> {
	let isReady = false;
	const opened = ready.then(() => {
		isReady = true;
	});
	const ask = async (): Promise<IteratorResult<T>> => source.next();
	// A failure is told to whoever waits for it, even if nobody does yet, or ever.
	const mayFail = (promise: Promise<unknown>): void => void promise.catch(() => undefined);
	mayFail(opened);
	const waiting: T[] = [];
	let coming = ask();
	mayFail(coming);
	while (!isReady && waiting.length < MOST_WAITING) {
		const came = await Promise.race([coming, opened]);
		if (came === undefined) break;
		if (came.done === true) {
			await opened;
			yield* waiting;
			return;
		}
		waiting.push(came.value);
		coming = ask();
		mayFail(coming);
	}
	await opened;
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
	for (let came = await coming; came.done !== true; came = await coming) {
		coming = ask();
		mayFail(coming);
		await letCallGo();
		yield came.value;
	}
}
