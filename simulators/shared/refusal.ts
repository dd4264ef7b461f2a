/** A request that a vendor refuses, wherever it is noticed: the status and why, perhaps the field. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly field?: string,
	) {
		super(message);
	}
}

/** Does some work, and hands a refusal back instead of throwing it. Any other error is a bug and goes on. */
export function attempt<Result>(work: () => Result): Result | Refusal {
	const outcome = caught(work);
	if ('result' in outcome) return outcome.result;
	if (outcome.error instanceof Refusal) return outcome.error;
	throw outcome.error;
}

function caught<Result>(work: () => Result): { result: Result } | { error: unknown } {
	try {
		return { result: work() };
	} catch (error) {
		return { error };
	}
}

/** The same for work that may take time. */
export async function attemptLater<Result>(work: () => Result | Promise<Result>): Promise<Result | Refusal> {
	return Promise.resolve()
		.then(work)
		.catch((error: unknown) => {
			if (error instanceof Refusal) return error;
			return Promise.reject(error);
		});
}
