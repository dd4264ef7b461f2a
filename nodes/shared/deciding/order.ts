import type { Directory } from '../model/directory';
import { actionsOf, type Action, type Plan, type PlanRules } from '../model/plan';
import { exactKey } from '../model/spelling';
import { inOrder } from './circles';
import { claimValues, rejectImpossible } from './claims';
import { newKeyOf } from './renaming';

/**
 * Finishes a plan: decides who may take which unique value (an e-mail address that somebody else holds), whom a
 * write has to wait for, and what is left for a second call. Rows whose value can't come free are rejected.
 */
export function settleOrder(plan: Plan, directory: Directory | undefined, rules: PlanRules): Plan {
	let entries = plan.entries;
	// Without anything to do, nobody wants a value: the directory need not be searched for who holds what.
	if (directory !== undefined && entries.some(({ kind }) => kind === 'act')) {
		for (const field of rules.fields) {
			if ((field.unique === true || field.claimed === true) && field.name !== rules.keyField.name)
				entries = claimValues(entries, field, directory, rules);
		}
	}
	entries = rejectImpossible(entries, rules);
	const actions = actionsOf(entries);
	waitForPeople(actions, rules);
	breakCircles(actions);
	return { ...plan, entries };
}

/** Makes whoever names another person (a manager) wait until that person's account exists under the key that is named. */
function waitForPeople(actions: readonly Action[], rules: PlanRules): void {
	const references = rules.fields.flatMap(({ name, refersTo }) => (refersTo === undefined ? [] : [{ name, refersTo }]));
	const arriving = new Map<string, Action>();
	for (const action of actions) {
		const arrives = action.kind === 'create' || action.kind === 'restore' || action.kind === 'upsert';
		if ((arrives || newKeyOf(action, rules.keyField) !== undefined) && action.row !== undefined)
			arriving.set(exactKey(action.row.key, rules.keyField), action);
	}
	for (const action of actions) {
		for (const { name, refersTo } of references) {
			const value = action.send.includes(name) ? (action.row?.values[name] ?? null) : null;
			const key = value === null ? undefined : refersTo(value);
			const other = key === undefined ? undefined : arriving.get(exactKey(key, rules.keyField));
			if (other !== undefined) action.waits.push({ on: other, reference: name });
		}
	}
}

/** Where people name each other in a circle (or themselves), one of them gets the reference in a second call. */
function breakCircles(actions: readonly Action[]): void {
	const loosen = (action: Action, on: Action): void => {
		for (const wait of action.waits)
			if (wait.on === on && wait.reference !== undefined) action.deferred.push({ field: wait.reference, on });
		action.waits = action.waits.filter((wait) => wait.on !== on);
	};
	inOrder(actions, (action) => action.waits.map((wait) => wait.on), loosen);
}
