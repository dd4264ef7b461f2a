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
	const ask = async (): Promise<IteratorResult<T>> => {
		const coming = source.next();
		// Told to whoever waits for it, even if nobody does yet.
		coming.catch(() => undefined);
		return coming;
	};
	const waiting: T[] = [];
	let coming = ask();
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
	}
	await opened;
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
	for (let came = await coming; came.done !== true; came = await coming) {
		coming = ask();
		yield came.value;
	}
}
