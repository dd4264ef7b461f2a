import { textOf, type Value } from '../model/field';
import type { User } from '../model/directory';
import type { Action, Plan } from '../model/plan';
import type { GroupVerdict } from '../model/result';
import { foldCase } from '../model/spelling';

/** The user's limits on removals. */
export interface Limits {
	readonly maxRemovals: number;
	readonly maxRemovalPercent: number;
	/** Most creates, as a share of the managed users. */
	readonly maxCreatePercent: number;
	/** Most users whose last name or e-mail may change, as a share of those matched. */
	readonly maxIdentityChangePercent: number;
	/** Field whose every value is held to the limits by itself; '' for none. */
	readonly groupBy: string;
	readonly onLimit: 'stop' | 'skipRemovals' | 'report';
	/** Hash of an approved plan; '' for none. */
	readonly approvedPlan: string;
}

/** What the limits say of a plan's removals. */
export interface Measured {
	readonly reason: string | undefined;
	readonly groups: GroupVerdict[];
	/** Why a removal is left out where removals are skipped; undefined for one that may go on. */
	readonly skips: (action: Action) => string | undefined;
}

/**
 * Holds the removals against the limits, over everybody and within every group. Skipping is measured anew: without the
 * removals of groups that exceed a limit, those that are left may be few enough.
 */
export function measure(plan: Plan, removals: readonly Action[], limits: Limits): Measured {
	// Of people who are looked up, or pointed at one by one, or on the list alone, nobody can say what share of all they are.
	const isKnown = plan.quality !== 'lookup' && plan.quality !== 'blind' && plan.removable.length > 0;
	const tooMany = (count: number, among: number, where = ''): string | undefined =>
		excess(count, isKnown ? among : undefined, limits, where);
	const overall = tooMany(removals.length, plan.removable.length);
	if (limits.groupBy === '') return { reason: overall, groups: [], skips: () => overall };
	const named = new Map<string, string>();
	const fold = (value: Value | null | undefined): string => {
		const text = textOf(value).trim();
		const form = foldCase(text);
		if (!named.has(form)) named.set(form, text);
		return form;
	};
	const ofUser = (user: User): string => fold(user.values[limits.groupBy]);
	const groupOf = ({ user, row }: Action): string =>
		user === undefined ? fold(row?.values[limits.groupBy]) : ofUser(user);
	const removable = tally(plan.removable.map(ofUser));
	const removed = tally(removals.map(groupOf));
	const reasons = new Map<string, string>();
	const groups = [...removed].map(([form, count]): GroupVerdict => {
		const among = removable.get(form) ?? count;
		const group = named.get(form) ?? form;
		const reason = tooMany(count, among, ` in ${limits.groupBy} "${group}"`);
		if (reason !== undefined) reasons.set(form, reason);
		return { group, removals: count, removable: among, verdict: reason === undefined ? 'ok' : 'blocked' };
	});
	groups.sort((a, b) => b.removals - a.removals || (a.group < b.group ? -1 : 1));
	const [first] = reasons.values();
	const left = removals.filter((action) => !reasons.has(groupOf(action)));
	const stillTooMany = tooMany(left.length, plan.removable.length) !== undefined;
	return {
		reason: overall ?? first,
		groups,
		skips: (action) => (stillTooMany ? overall : reasons.get(groupOf(action))),
	};
}

function tally(values: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

/**
 * Why a number of removals is too many, or undefined. The percentage never bites at 3 removals or fewer, unless that
 * is half or more of those that could be removed; 0 % means nobody at all. Without `removable`, when not everybody who
 * is there is known, the number alone counts.
 */
function excess(removals: number, removable: number | undefined, limits: Limits, where: string): string | undefined {
	const [some, exceed, are] =
		removals === 1 ? ['1 removal', 'exceeds', 'is'] : [`${removals} removals`, 'exceed', 'are'];
	if (removals > limits.maxRemovals) return `${some}${where} ${exceed} the limit of ${limits.maxRemovals}.`;
	if (removals === 0) return undefined;
	if (removable === undefined)
		return limits.maxRemovalPercent > 0 ? undefined : `${some}${where} ${exceed} the limit of 0 %.`;
	const few = removals <= 3 && removals * 2 < removable && limits.maxRemovalPercent > 0;
	// Multiplied, not divided: 7 / 100 * 100 is more than 7.
	if (few || removals * 100 <= limits.maxRemovalPercent * removable) return undefined;
	const share = (removals / removable) * 100;
	return `${some}${where} ${are} ${share.toFixed(1)} % of the ${removable} users that could be removed${where}; the limit is ${limits.maxRemovalPercent} %.`;
}
