import { RunError } from '../model/failure';
import type { Field } from '../model/field';
import type { Removal } from '../model/plan';
import type { RowSet } from '../model/row';

/**
 * Where the directory is not known, only those whom the list itself says to have left can be barred.
 * @param why why the directory is not known, where that can be said
 * @returns the warning that others can't be found
 * @throws RunError for other removals, and for a list that does not say who has left
 */
export function blindRemovals(
	missing: Removal,
	rows: RowSet,
	{ lms, fields, why }: { readonly lms: string; readonly fields: readonly Field[]; readonly why: string },
): string[] {
	const because = why === '' ? '' : ` ${why}`;
	// A column of states bars by itself.
	const hasStates = fields.some(({ name, bars }) => bars !== undefined && Object.hasOwn(rows.mapping, name));
	if (missing !== 'lock')
		throw new RunError(
			`Missing Users can't be carried out: who is in ${lms} is not known.${because}`,
			`Nothing was sent. Let this node read ${lms}'s list of users, give Known Users, or set Missing Users to Ignore.`,
		);
	if (!rows.saysWhoLeft && !hasStates)
		throw new RunError(
			`Missing Users can't be carried out: who is in ${lms} is not known, and the list does not say who has left.${because}`,
			`Nothing was sent. Add a column such as Status or Termination Date (or name it in Leavers → Column), let this node read ${lms}'s list of users, give Known Users, or set Missing Users to Ignore.`,
		);
	return [
		`Only people whom the list itself says to have left lose access: this node can't see who else is in ${lms}. To find people who are missing from the list, give Known Users.`,
	];
}
