import { letCallGo } from './pace';

/**
 * Runs a task for each item, at most so many at once. When a task throws, no further one is begun, and the error goes on
 * only when those under way have ended: nothing is sent once a run has failed.
 */
export async function inParallel<T>(
	items: readonly T[],
	width: number,
	task: (item: T, at: number) => Promise<void>,
): Promise<void> {
	const left = items.entries();
	let failed = false;
	const worker = async (): Promise<void> => {
		for (const [at, item] of left) {
			if (failed) return;
			await task(item, at).catch(async (error: unknown) => {
				failed = true;
				return Promise.reject(error);
			});
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: Math.max(1, Math.min(width, items.length)) }, worker));
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/**
 * Asks for each item, at most so many at once, and looks at each answer when the call after it is on its way; twice as
 * many answers wait at most. The first failure, of either, is thrown when the calls under way have ended.
 */
export async function askInParallel<T, Answer>(
	items: readonly T[],
	width: number,
	ask: (item: T) => Promise<Answer>,
	look: (answer: Answer, item: T) => Promise<void> | void,
): Promise<void> {
	const looks: Array<Promise<void>> = [];
	const lookAfter = async (before: Promise<void> | undefined, answer: Answer, item: T): Promise<void> => {
		await before;
		await letCallGo();
		await look(answer, item);
	};
	await inParallel(items, width, async (item) => {
		const answer = await ask(item);
		const looking = lookAfter(looks.at(-1), answer, item);
		// A failure is told below, or to a call that waits.
		looking.catch(() => undefined);
		looks.push(looking);
		await looks.at(-1 - 2 * width);
	});
	await Promise.all(looks);
}
