import type { PersonCalls } from './model/connector';
import { CallFailed, passOn, RunError, stopRun } from './model/failure';
import type { Run } from './run';

/**
 * Before anybody is told as gone: makes sure that it was the vendor who did not know them. Another host, or a wrong path,
 * answers 404 to everything.
 * @param isFound a look-up of this run has found somebody
 * @throws RunError when the address can't be shown to be right
 */
export async function proveAddress(run: Run, people: PersonCalls, isFound: boolean): Promise<void> {
	run.http.isProven ||= isFound;
	if (run.http.isProven) return;
	try {
		await people.browse(1);
		run.http.isProven = true;
	} catch (error) {
		if (!(error instanceof CallFailed || error instanceof RunError)) return passOn(error);
		const { label } = run.node.vendor;
		return stopRun(
			`${label} knows none of these people, and its list of users could not be read either, so the address seems to be wrong. Nothing was sent. ${error.message}`,
			`Check the base URL (and the path settings) of the ${label} credential, and that its key may read users.`,
			error instanceof CallFailed ? error.failure : undefined,
		);
	}
}
