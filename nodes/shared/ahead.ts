import type { Directory } from './model/directory';
import type { Row } from './model/row';
import { sliceReason } from './reading/slice';
import type { Run } from './run';

/** Gives the directory for these rows: those that are valid. */
export type Ahead = (rows: readonly Row[]) => Promise<Directory | undefined>;

/**
 * Asks for the directory while a long list is still read; undefined where it may not be wanted. A run that ends before
 * its rows are known lets the listing wait for good: no more than its first pages were asked for.
 */
export function listAhead(run: Run): Ahead | undefined {
	const { connector, settings, context } = run;
	if (connector.list === undefined || settings.operation !== 'sync') return undefined;
	const raw: unknown = context.getNodeParameter('knownUsers', 0, '', { rawExpressions: true });
	if (connector.standingOf !== undefined && raw !== '') return undefined;
	if (settings.missing !== undefined && sliceReason(context, run.isTool) !== undefined) return undefined;
	let open: (rows: readonly Row[]) => void = () => undefined;
	const rows = new Promise<readonly Row[]>((resolve) => {
		open = resolve;
	});
	const directory = connector.list(rows);
	// Told to whoever waits for it, even if nobody does yet.
	directory.catch(() => undefined);
	return async (read) => {
		open(read);
		return directory;
	};
}
