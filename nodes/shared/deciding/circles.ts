import type { Action } from '../model/plan';

/**
 * Kahn's algorithm: the actions that can be put in order. Those in a circle, or behind one, are left out, unless
 * `loosen` opens the circle: it is given one of its members and the member that it waits for, and drops that wait.
 */
export function inOrder(
	actions: readonly Action[],
	before: (action: Action) => readonly Action[],
	loosen?: (action: Action, on: Action) => void,
): Action[] {
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
	const links = circle.map((action, place): readonly [Action, Action] => [
		action,
		circle[(place + 1) % circle.length] ?? action,
	]);
	const isSoft = ([action, on]: readonly [Action, Action]): boolean =>
		!action.waits.some((wait) => wait.on === on && wait.frees !== undefined);
	return links.find(isSoft) ?? links[0] ?? [start, start];
}
