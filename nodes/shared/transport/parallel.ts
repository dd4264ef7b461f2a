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
