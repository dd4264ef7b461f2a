import { createHash } from 'crypto';
import { textOf, type Value } from '../model/field';
import { actionsOf, type Action, type Plan } from '../model/plan';

/** What a plan's hash covers beside its actions. */
export interface HashScope {
	readonly lms: string;
	readonly address: string;
	readonly operation: string;
	readonly missingUsers: string;
	readonly keyField: string;
	/** Fields that are left out: passwords. */
	readonly secretFields: ReadonlySet<string>;
}

/**
 * The two fingerprints of a plan: of everything it does, and of its removals alone. The same actions give the same
 * hash whatever the order of rows, the time, the pace or the limits; secrets are not in it.
 */
export function hashesOf(plan: Plan, scope: HashScope): { planHash: string; removalsHash: string } {
	const actions = actionsOf(plan.entries);
	const head = [scope.lms, scope.address, scope.operation, scope.missingUsers, scope.keyField];
	const linesOf = (some: readonly Action[]): string[] =>
		some.map((action) => lineOf(action, writesOf(action, scope.secretFields)));
	return {
		planHash: digest(head, linesOf(actions)),
		// Its own head: who approves a plan of nothing but removals approves no later plan that does more.
		removalsHash: digest([...head, 'removals'], linesOf(actions.filter(isRemoval))),
	};
}

function isRemoval(action: Action): boolean {
	return action.removal || action.kind === 'delete' || action.kind === 'hide' || action.kind === 'lock';
}

type Write = readonly [field: string, value: Value | null];

/**
 * What an action sets, without secrets: what differs, and what is sent along since it can't be compared. Somebody who
 * approves a plan approves that too.
 */
function writesOf({ changes, send, row }: Action, secretFields: ReadonlySet<string>): Write[] {
	const compared = new Set(changes.map(({ field }) => field));
	const alongside = row === undefined ? [] : send.filter((field) => !compared.has(field) && !secretFields.has(field));
	return [
		...changes.map(({ field, to }): Write => [field, to]),
		...alongside.map((field): Write => [field, row?.values[field] ?? null]),
	];
}

/** One line an action: a line for each of its fields takes several times longer to write and to sort. */
function lineOf(action: Action, writes: readonly Write[]): string {
	const { kind, row, user } = action;
	const key = row?.key || user?.key || user?.id;
	const told = writes.map(([field, value]) => [field, textOf(value)] as const);
	told.sort(([one], [other]) => (one < other ? -1 : 1));
	// A removal is approved of one account: the same key may belong to another one by then.
	return JSON.stringify(isRemoval(action) ? [kind, key, told, user?.id] : [kind, key, told]);
}

function digest(head: readonly string[], lines: string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(head));
	for (const one of lines.sort()) hash.update(one);
	return `sha256:${hash.digest('hex')}`;
}
