import { inert } from '../model/inert';
import type { Directory } from '../model/directory';
import { textOf, type Field, type Values } from '../model/field';
import { actionsOf, type Action, type Entry, type Plan, type PlanRules } from '../model/plan';
import { rowWith, type Row } from '../model/row';
import { exactKey } from '../model/spelling';
import { nameByNewKeys } from './renaming';

/**
 * Leaves out who is named (a manager) and neither in the system nor made by this run, and says so: the vendor would
 * refuse the whole row. Somebody who is named and removed by this run is told only.
 */
export function settleReferences(
	made: Plan,
	directory: Directory,
	rules: Pick<PlanRules, 'fields' | 'keyField' | 'lms'>,
): Plan {
	const plan = nameByNewKeys(made, rules);
	const references = rules.fields.filter(({ refersTo }) => refersTo !== undefined);
	const isUsed = (field: Field): boolean => plan.entries.some(({ row }) => textOf(row?.values[field.name]) !== '');
	const used = references.filter(isUsed);
	if (used.length === 0) return plan;
	const people = new Named(actionsOf(plan.entries), directory, rules.keyField);
	const renewed = new Map<Row, Row>();
	const entries = plan.entries.map((entry): Entry => {
		if (entry.kind === 'act' && entry.action.removal && entry.action.bars !== true) return entry;
		// Of whoever stays as they are, only that somebody leaves is news.
		const mayBeTold = entry.kind === 'act' || (entry.kind === 'unchanged' && people.isAnybodyLeaving);
		if (!mayBeTold || entry.row === undefined) return entry;
		const { row } = entry;
		const absent = new Set<string>();
		const hints: string[] = [];
		for (const field of used) {
			const named = textOf(row.values[field.name]);
			if (named === '') continue;
			const fate = people.fateOf(field.refersTo?.(named), named);
			if (fate === 'leaves')
				hints.push(`${field.label} "${inert(named)}" is removed from ${rules.lms} by this very run.`);
			if (fate !== 'absent' || entry.kind !== 'act' || !entry.action.send.includes(field.name)) continue;
			absent.add(field.name);
			hints.push(
				`Left out: ${field.label} "${inert(named)}" is neither in ${rules.lms} nor made by this run. The rest of the row is sent. Add that person, or correct the cell.`,
			);
		}
		if (hints.length === 0) return entry;
		const told = rowWith(row, { values: without(row.values, absent), hints: [...(row.hints ?? []), ...hints] });
		renewed.set(row, told);
		if (entry.kind === 'unchanged') return { ...entry, row: told };
		const action = lessened(entry.action, told, absent);
		return action.kind === 'update' && action.changes.length === 0 && action.user !== undefined
			? { kind: 'unchanged', row: told, user: action.user }
			: { ...entry, row: told, action };
	});
	if (renewed.size === 0) return plan;
	return {
		...plan,
		// A copy stands for the row that it repeats, which is another one now.
		entries: entries.map((entry) =>
			entry.kind === 'copy' ? { ...entry, of: renewed.get(entry.of) ?? entry.of } : entry,
		),
	};
}

function without(values: Values, names: ReadonlySet<string>): Values {
	return names.size === 0 ? values : Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}

function lessened(action: Action, row: Row, absent: ReadonlySet<string>): Action {
	const changes = action.changes.filter(({ field }) => !absent.has(field));
	const isVoid = changes.length === 0 && action.kind !== 'create';
	return { ...action, row, changes, send: isVoid ? [] : action.send.filter((name) => !absent.has(name)) };
}

/** Whom a row may name. */
class Named {
	private readonly arriving = new Set<string>();
	private readonly leaving = new Set<string>();

	constructor(
		actions: readonly Action[],
		private readonly directory: Directory,
		private readonly keyField: Field,
	) {
		for (const { row, user, removal } of actions) {
			if (removal && user !== undefined) this.leaving.add(user.id);
			else if (row !== undefined) this.arriving.add(exactKey(row.key, keyField));
		}
	}

	get isAnybodyLeaving(): boolean {
		return this.leaving.size > 0;
	}

	/** @param key whose key is named; undefined where it is the vendor's own id, which only a whole list can tell */
	fateOf(key: string | undefined, id: string): 'stays' | 'leaves' | 'absent' {
		if (key !== undefined && this.arriving.has(exactKey(key, this.keyField))) return 'stays';
		const user = (key === undefined ? undefined : this.directory.matching(key)[0]) ?? this.directory.withId(id);
		if (user === undefined) {
			const isKnown = key !== undefined || this.directory.complete || this.directory.nobodies.has(id);
			return isKnown ? 'absent' : 'stays';
		}
		if (this.leaving.has(user.id)) return 'leaves';
		return user.standing === 'deleted' ? 'absent' : 'stays';
	}
}
