import { isBlank, type Field } from '../model/field';
import type { Meaning } from '../model/meaning';
import type { Entry, Plan, PlanRules } from '../model/plan';
import type { Row } from '../model/row';

/** An account that has neither name nor e-mail would be nobody's: most likely their columns were not understood. */
export function withoutNameless(plan: Plan, rules: PlanRules): Plan {
	return { ...plan, entries: plan.entries.map((entry) => nameless(entry, rules) ?? entry) };
}

function nameless(entry: Entry, { fields, lms }: PlanRules): Entry | undefined {
	if (entry.kind !== 'act' || entry.action.kind !== 'create' || entry.row === undefined) return undefined;
	const { row } = entry;
	const isKnown =
		isNamed(row, fields) ||
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

const NAMES: ReadonlySet<Meaning> = new Set<Meaning>(['givenName', 'familyName', 'fullName', 'lastFirst']);

/** Some systems call whoever has no name by the key. */
function isNamed({ name, key, values }: Row, fields: readonly Field[]): boolean {
	if (name !== key) return name !== '';
	return fields.some((field) => field.means?.some((one) => NAMES.has(one)) === true && !isBlank(values[field.name]));
}
