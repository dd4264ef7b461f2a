import type { Directory } from '../model/directory';
import type { RowSet } from '../model/row';

/** Cells that look like no key (`null`, `#N/A`) and that somebody in the directory has as their key all the same. */
export function heldUnlikelyKeys({ rows, asideKeys = [] }: RowSet, directory: Directory): ReadonlySet<string> {
	const held = new Set<string>();
	for (const { unlikelyKey } of rows) {
		if (unlikelyKey === undefined) continue;
		// In exactly this spelling: a key that is compared without case says more than the cell does.
		if (directory.matching(unlikelyKey).some(({ key }) => key === unlikelyKey)) held.add(unlikelyKey);
	}
	for (const key of asideKeys) if (directory.matching(key).length > 0 || directory.near(key).length > 0) held.add(key);
	return held;
}
