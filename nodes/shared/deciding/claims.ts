import { uniqueForm, type Directory, type User } from '../model/directory';
import { isBlank, type Field } from '../model/field';
import { actionsOf, WORD_OF, type Action, type Entry, type PlanRules, type Wait } from '../model/plan';
import type { Conflict } from '../model/result';
import type { Row } from '../model/row';
import { inOrder } from './circles';
import { compare, type Comparison } from './compare';

/** What messages about values need to know. */
type Naming = Pick<PlanRules, 'lms' | 'fields'>;

/** For one unique field: adds waits on whoever frees a wanted value, adopts, or rejects. */
export function claimValues(entries: readonly Entry[], field: Field, directory: Directory, rules: PlanRules): Entry[] {
	const holders = directory.holders(field);
	const frees = new Map<string, Action>();
	for (const action of actionsOf(entries)) {
		// A deleted account holds nothing, until this run restores it.
		const held = action.kind === 'restore' ? action.user?.values[field.name] : undefined;
		if (action.user !== undefined && !isBlank(held) && !holders.has(uniqueForm(field, held)))
			holders.set(uniqueForm(field, held), action.user);
		const leaves =
			action.kind === 'delete' ||
			action.kind === 'hide' ||
			action.changes.some((change) => change.field === field.name);
		if (action.user !== undefined && leaves) frees.set(action.user.id, action);
	}
	const fields = new Map(rules.fields.map((one) => [one.name, one]));
	const adopted = new Set<string>();
	return entries.map((entry) => {
		if (entry.kind !== 'act') return entry;
		const { action } = entry;
		// Nobody holds the empty value, so there is no holder for who wants nothing of this field.
		const holder = holders.get(uniqueForm(field, action.changes.find((change) => change.field === field.name)?.to));
		if (holder === undefined || holder.id === action.user?.id) return entry;
		const taken: Conflict = { field: field.name, heldBy: holder.id };
		const takesOver = action.user !== undefined && rules.takesOver(holder);
		const release = frees.get(holder.id);
		if (release !== undefined) {
			action.waits.push(takesOver ? { on: release } : { on: release, frees: taken });
			return entry;
		}
		if (
			action.kind === 'create' &&
			entry.row !== undefined &&
			field.kind === 'email' &&
			rules.mayAdopt(holder) &&
			!adopted.has(holder.id)
		) {
			adopted.add(holder.id);
			return { ...entry, action: adoption(entry.row, holder, { directory, fields, rules }) };
		}
		return takesOver ? entry : takenEntry(entry, { field, heldBy: holder.id, holder }, rules);
	});
}

function adoption(row: Row, user: User, comparison: Comparison): Action {
	const { changes, send } = compare(row, user, comparison);
	return { kind: 'update', row, user, changes, send, removal: false, adopted: true, waits: [], deferred: [] };
}

/** Who has a value that a row wants. */
interface Holding {
	readonly field: Field;
	readonly heldBy: string;
	readonly holder: User | undefined;
}

function takenEntry(entry: Entry & { kind: 'act' }, { field, heldBy, holder }: Holding, rules: Naming): Entry {
	const madeByHand = holder?.key === '';
	const who = `${holder?.name || 'an account'} (id ${heldBy}${madeByHand ? ', made by hand: it has no key' : ''})`;
	return {
		kind: 'settled',
		...(entry.row === undefined ? {} : { row: entry.row }),
		...(entry.action.user === undefined ? {} : { user: entry.action.user }),
		operation: 'rejected',
		attempted: WORD_OF[entry.action.kind],
		code: field.kind === 'email' && !(field.claimed === true && madeByHand) ? 'EMAIL_TAKEN' : 'ALREADY_EXISTS',
		message: `In ${rules.lms}, ${who} has this ${field.label} already. Nothing was sent for this row: find out whose ${field.label} it is, and change it for the other of the two.`,
		conflict: { field: field.name, heldBy },
	};
}

/**
 * Rejects rows that wait for each other's values in a circle, and those that wait for a rejected one or for a removal
 * that does not take place. Pure; to be asked again once removals were blocked.
 */
export function rejectImpossible(entries: Entry[], rules: Naming): Entry[] {
	const actions = actionsOf(entries);
	const standing = new Set(actions);
	const holding = (action: Action): Wait[] => action.waits.filter((wait) => wait.frees !== undefined);
	const possible = new Set(inOrder(actions, (action) => holding(action).map((wait) => wait.on)));
	const stuck = new Map<Action, Wait>();
	// In this order whoever is waited for has been judged before those who wait.
	for (const action of possible) {
		const wait = holding(action).find((one) => !standing.has(one.on) || stuck.has(one.on));
		if (wait !== undefined) stuck.set(action, wait);
	}
	if (stuck.size === 0 && possible.size === actions.length) return entries;
	return entries.map((entry) => {
		if (entry.kind !== 'act') return entry;
		const wait = possible.has(entry.action) ? stuck.get(entry.action) : holding(entry.action)[0];
		const field = rules.fields.find((one) => one.name === wait?.frees?.field);
		return wait?.frees === undefined || field === undefined
			? entry
			: takenEntry(entry, { field, heldBy: wait.frees.heldBy, holder: wait.on.user }, rules);
	});
}
