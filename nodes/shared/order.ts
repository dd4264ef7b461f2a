import { PHASES, type Step } from './connector';
import type { Directory, User } from './directory';
import { exactKey, uniqueForm } from './directory';
import { compare } from './compare';
import { actionsOf, WORD_OF, type Action, type Entry, type Plan, type PlanRules, type Wait } from './plan';
import type { Field } from './field';
import type { Conflict } from './result';
import type { Row } from './row';

/** What messages about values need to know. */
type Naming = Pick<PlanRules, 'lms' | 'fields'>;

/**
 * Finishes a plan: decides who may take which unique value (an e-mail address that somebody else holds), whom a
 * write has to wait for, and what is left for a second call. Rows whose value can't come free are rejected.
 */
export function settleOrder(plan: Plan, directory: Directory | undefined, rules: PlanRules): Plan {
	let entries = plan.entries;
	// Without anything to do, nobody wants a value: the directory need not be searched for who holds what.
	if (directory !== undefined && entries.some(({ kind }) => kind === 'act')) {
		for (const field of rules.fields) {
			if (field.unique === true && field.name !== rules.keyField.name) entries = claimValues(entries, field, directory, rules);
		}
	}
	entries = rejectImpossible(entries, rules);
	const actions = actionsOf(entries);
	waitForPeople(actions, rules);
	breakCircles(actions);
	return { ...plan, entries };
}

/** For one unique field: adds waits on whoever frees a wanted value, adopts, or rejects. */
function claimValues(entries: readonly Entry[], field: Field, directory: Directory, rules: PlanRules): Entry[] {
	const holders = directory.holders(field);
	const frees = new Map<string, Action>();
	for (const action of actionsOf(entries)) {
		const leaves = action.kind === 'delete' || action.kind === 'hide' || action.changes.some((change) => change.field === field.name);
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
		if (action.kind === 'create' && entry.row !== undefined && field.kind === 'email' && rules.mayAdopt(holder) && !adopted.has(holder.id)) {
			adopted.add(holder.id);
			return { ...entry, action: adoption(entry.row, holder, directory, fields, rules) };
		}
		return takesOver ? entry : takenEntry(entry, taken, field, holder, rules);
	});
}

function adoption(row: Row, user: User, directory: Directory, fields: ReadonlyMap<string, Field>, rules: PlanRules): Action {
	const { changes, send } = compare(row, user, directory, fields, rules);
	return { kind: 'update', row, user, changes, send, removal: false, adopted: true, waits: [], deferred: [] };
}

function takenEntry(entry: Entry & { kind: 'act' }, conflict: Conflict, field: Field, holder: User | undefined, rules: Naming): Entry {
	const who = `${holder?.name || 'account'} (id ${conflict.heldBy})`;
	return {
		kind: 'settled',
		...(entry.row === undefined ? {} : { row: entry.row }),
		...(entry.action.user === undefined ? {} : { user: entry.action.user }),
		operation: 'rejected',
		attempted: WORD_OF[entry.action.kind],
		code: field.kind === 'email' ? 'EMAIL_TAKEN' : 'ALREADY_EXISTS',
		message: `${field.label} is held by ${who} in ${rules.lms}. Nothing was sent for this row: give one of the two another ${field.label}, or remove the other account first.`,
		conflict,
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
		return wait?.frees === undefined || field === undefined ? entry : takenEntry(entry, wait.frees, field, wait.on.user, rules);
	});
}

/**
 * Kahn's algorithm: the actions that can be put in order. Those in a circle, or behind one, are left out, unless
 * `loosen` opens the circle: it is given one of its members and the member that it waits for, and drops that wait.
 */
function inOrder(actions: readonly Action[], before: (action: Action) => readonly Action[], loosen?: (action: Action, on: Action) => void): Action[] {
	const open = new Map<Action, Set<Action>>();
	const followers = new Map<Action, Action[]>();
	const present = new Set(actions);
	let ready: Action[] = [];
	for (const action of actions) {
		// A blocked removal is waited for in vain; what follows from that is judged when the wait's turn comes.
		const first = new Set(before(action).filter((one) => present.has(one)));
		open.set(action, first);
		if (first.size === 0) ready.push(action);
		for (const one of first) {
			const others = followers.get(one);
			if (others === undefined) followers.set(one, [action]);
			else others.push(action);
		}
	}
	const ordered: Action[] = [];
	const release = (waiting: Action, on: Action): void => {
		const left = open.get(waiting);
		if (left?.delete(on) === true && left.size === 0) ready.push(waiting);
	};
	const drain = (): void => {
		while (ready.length > 0) {
			const now = ready;
			ready = [];
			for (const done of now) {
				ordered.push(done);
				followers.get(done)?.forEach((next) => release(next, done));
			}
		}
	};
	drain();
	if (loosen === undefined) return ordered;
	for (const [action, left] of open) {
		while (left.size > 0) {
			const [member, on] = weakLink(action, open);
			loosen(member, on);
			release(member, on);
			drain();
		}
	}
	return ordered;
}

/** Walks from a waiting action along what it waits for until it comes round, and gives the circle's first soft wait. */
function weakLink(start: Action, open: ReadonlyMap<Action, ReadonlySet<Action>>): readonly [Action, Action] {
	const path: Action[] = [];
	const seen = new Set<Action>();
	let at = start;
	while (!seen.has(at)) {
		seen.add(at);
		path.push(at);
		const [next] = open.get(at) ?? [];
		if (next === undefined) break;
		at = next;
	}
	const circle = path.slice(path.indexOf(at));
	const links = circle.map((action, place): readonly [Action, Action] => [action, circle[(place + 1) % circle.length] ?? action]);
	const isSoft = ([action, on]: readonly [Action, Action]): boolean => !action.waits.some((wait) => wait.on === on && wait.frees !== undefined);
	return links.find(isSoft) ?? links[0] ?? [start, start];
}

/** Makes whoever names another person (a manager) wait until that person's account exists. */
function waitForPeople(actions: readonly Action[], rules: PlanRules): void {
	const references = rules.fields.flatMap(({ name, refersTo }) => (refersTo === undefined ? [] : [{ name, refersTo }]));
	const arriving = new Map<string, Action>();
	for (const action of actions) {
		const arrives = action.kind === 'create' || action.kind === 'restore' || action.kind === 'upsert';
		if (arrives && action.row !== undefined) arriving.set(exactKey(action.row.key, rules.keyField), action);
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
		for (const wait of action.waits) if (wait.on === on && wait.reference !== undefined) action.deferred.push({ field: wait.reference, on });
		action.waits = action.waits.filter((wait) => wait.on !== on);
	};
	inOrder(actions, (action) => action.waits.map((wait) => wait.on), loosen);
}

/** One step of one action, with its place in the run. */
export interface PlacedStep {
	readonly action: Action;
	readonly step: Step;
	/** 0 for the action's first step. */
	readonly number: number;
}

/**
 * Sorts all steps into waves: a wave starts when the one before it has ended. Within a wave everything may run side
 * by side. An action waits for the first step of those it waits for
 * (which is the one that frees a value, with every vendor so far); a deferred step also for everyone it names.
 */
export function wavesOf(actions: readonly Action[], stepsOf: (action: Action) => readonly Step[]): PlacedStep[][] {
	// More than the longest chain of first steps, and the two more that its last action may have.
	const depth = actions.length + 3;
	const first = new Map<Action, number>();
	const waves = new Map<number, PlacedStep[]>();
	const put = (after: number, placed: PlacedStep): number => {
		const place = Math.max(PHASES.indexOf(placed.step.phase) * depth, after + 1);
		const wave = waves.get(place);
		if (wave === undefined) waves.set(place, [placed]);
		else wave.push(placed);
		return place;
	};
	const latest = (others: readonly Action[]): number => others.reduce((place, other) => Math.max(place, first.get(other) ?? 0), 0);
	const ordered = inOrder(actions, (one) => one.waits.map((wait) => wait.on));
	for (const action of ordered) {
		const [step] = stepsOf(action);
		if (step !== undefined) first.set(action, put(latest(action.waits.map((wait) => wait.on)), { action, step, number: 0 }));
	}
	for (const action of ordered) {
		const later = stepsOf(action).slice(1);
		let place = Math.max(first.get(action) ?? 0, latest(action.deferred.map((deferral) => deferral.on)));
		later.forEach((step, index) => {
			place = put(place, { action, step, number: index + 1 });
		});
	}
	return [...waves.entries()].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}
