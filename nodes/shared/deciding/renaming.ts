import { textOf, type Field } from '../model/field';
import { actionsOf, type Action, type Entry, type Plan, type PlanRules } from '../model/plan';
import { rowWith, type Row } from '../model/row';
import { exactKey } from '../model/spelling';

/** The key that this action gives an account in the place of the one that it has; undefined: it stays what it is. */
export function newKeyOf({ kind, row, user }: Action, keyField: Field): string | undefined {
	if (kind !== 'update' || row === undefined || user === undefined || user.key === '') return undefined;
	return exactKey(row.key, keyField) === exactKey(user.key, keyField) ? undefined : row.key;
}

/** Whoever is named (a manager) by a key that this run replaces is named by the new one. */
export function nameByNewKeys(plan: Plan, { fields, keyField }: Pick<PlanRules, 'fields' | 'keyField'>): Plan {
	const renamed = new Map<string, string>();
	for (const action of actionsOf(plan.entries)) {
		const key = newKeyOf(action, keyField);
		if (key !== undefined) renamed.set(exactKey(action.user?.key ?? '', keyField), key);
	}
	if (renamed.size === 0) return plan;
	const references = fields.filter(({ refersTo, naming }) => refersTo !== undefined && naming !== undefined);
	const renewed = new Map<Row, Row>();
	const entries = plan.entries.map((entry): Entry => {
		if (entry.kind !== 'act' || entry.row === undefined) return entry;
		let { row } = entry;
		let { action } = entry;
		for (const { name, refersTo, naming } of references) {
			const named = textOf(row.values[name]);
			const key = named === '' || !action.send.includes(name) ? undefined : refersTo?.(named);
			const to = key === undefined ? undefined : renamed.get(exactKey(key, keyField));
			const value = to === undefined ? undefined : naming?.(to);
			if (value === undefined) continue;
			row = rowWith(row, { values: { ...row.values, [name]: value } });
			const changes = action.changes.map((change) => (change.field === name ? { ...change, to: value } : change));
			action = { ...action, row, changes };
		}
		if (row === entry.row) return entry;
		renewed.set(entry.row, row);
		return { ...entry, row, action };
	});
	// A copy stands for the row that it repeats, which is another one now.
	return {
		...plan,
		entries: entries.map((entry) =>
			entry.kind === 'copy' ? { ...entry, of: renewed.get(entry.of) ?? entry.of } : entry,
		),
	};
}
