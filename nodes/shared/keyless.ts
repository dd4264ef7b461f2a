import { Directory } from './model/directory';
import { RunError } from './model/failure';
import type { Field } from './model/field';
import { inert } from './model/inert';
import { worthNaming, type RowSet } from './model/row';
import type { Run } from './run';

/**
 * Stops a run whose list has no column for the key, or whose mapping gives it no value, with the columns that could be it and, where the directory can be
 * read or is known by a snapshot, how many of its users each would match.
 * @throws RunError always
 */
export async function refuseKeyless(
	run: Run,
	{ keyless = [], isMapped = false, isUntitled = false }: Pick<RowSet, 'keyless' | 'isMapped' | 'isUntitled'>,
	keyField: Field,
	snapshot: () => Directory | undefined,
): Promise<never> {
	const { label } = run.node.vendor;
	const directory = await known(run, snapshot);
	const users = directory?.users.filter((user) => user.key !== '' && user.standing !== 'deleted').length ?? 0;
	const counted = keyless.map(({ column, keys, isLikely }) => {
		const matched = directory === undefined ? 0 : keys.filter((key) => directory.holds(key)).length;
		return { column, matched, isLikely };
	});
	const sorted = worthNaming(
		counted.sort((a, b) => b.matched - a.matched),
		({ matched }) => matched > 0,
	);
	const told = sorted.map(({ column, matched }) =>
		directory === undefined ? `"${inert(column)}"` : `"${inert(column)}" matches ${matched} of ${users} users`,
	);
	const [best] = sorted;
	if (isMapped)
		throw new RunError(
			`Nothing is mapped to ${keyField.label} (${keyField.name}), by which ${label} knows people.${told.length === 0 ? '' : ` Columns that could be it: ${told.join('; ')}.`}`,
			`Nothing was sent. Fill in ${keyField.label} under Fields.`,
		);
	if (isUntitled)
		throw new RunError(
			`The first line of the list is a title, or nothing, where its headings should stand: most columns have no name, and none is ${keyField.label} (${keyField.name}), by which ${label} knows people.`,
			'Nothing was sent. Delete what stands above the headings, or set the header row in the node that reads the file.',
		);
	const advice =
		best === undefined
			? 'No column is filled and different in every row: add one that is, and set Key Column to its heading.'
			: `${told.join('; ')}: set Key Column to ${sorted.length === 1 ? 'it' : `the one that ${label} knows as ${keyField.label}`}.`;
	throw new RunError(
		`No column of the list is called ${keyField.label} (${keyField.name}), by which ${label} knows people. ${advice}`,
		'Nothing was sent. Key Column is below Fields.',
	);
}

/** The directory, where it can be read; whatever stands in the way of that is not what is wrong with the list. */
async function known({ connector }: Run, snapshot: () => Directory | undefined): Promise<Directory | undefined> {
	try {
		return snapshot() ?? (await connector.list?.(Promise.resolve([])));
	} catch {
		return undefined;
	}
}
