import { isBlank } from '../model/field';
import type { Entry, Plan, PlanRules } from '../model/plan';

/** An account that has neither name nor e-mail would be nobody's: most likely their columns were not understood. */
export function withoutNameless(plan: Plan, rules: PlanRules): Plan {
	return { ...plan, entries: plan.entries.map((entry) => nameless(entry, rules) ?? entry) };
}

function nameless(entry: Entry, { fields, lms }: PlanRules): Entry | undefined {
	if (entry.kind !== 'act' || entry.action.kind !== 'create' || entry.row === undefined) return undefined;
	const { row } = entry;
	const isKnown =
		(row.name !== '' && row.name !== row.key) ||
		row.email !== '' ||
		row.key.includes('@') ||
		fields.some(({ kind, name }) => kind === 'email' && !isBlank(row.values[name]));
	if (isKnown) return undefined;
	return {
		kind: 'settled',
		row,
		operation: 'rejected',
		attempted: 'created',
		code: 'INVALID_ROW',
		message: `Not in ${lms} yet, and the row has neither a name nor an e-mail address, so nobody could tell whose account it is: fill in the columns for them, or map them with Fields → Map Each Column Manually.`,
	};
}
