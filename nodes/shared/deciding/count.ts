import { RunError } from '../model/failure';
import type { Action } from '../model/plan';
import type { SafetySummary } from '../model/result';
import type { Limits } from './limits';

/** What the limit on removals says of an operation that removes given people. */
export interface JudgedCount {
	readonly safety: SafetySummary;
	readonly warnings: readonly string[];
}

const REMOVALS: ReadonlySet<Action['kind']> = new Set<Action['kind']>(['delete', 'hide', 'lock']);

/**
 * Holds people who are to be deleted, hidden or locked one by one against `maxRemovals`. A dry run tells that it would
 * stop. @throws RunError when there are too many and this very plan was not approved
 */
export function judgeCount(
	actions: readonly Action[],
	{ dryRun, limits }: { readonly dryRun: boolean; readonly limits: Limits },
	{ planHash, removalsHash }: { readonly planHash: string; readonly removalsHash: string },
): JudgedCount {
	const removals = actions.filter(({ kind }) => REMOVALS.has(kind)).length;
	const { maxRemovals: limit, maxRemovalPercent: limitPercent, approvedPlan } = limits;
	const safety: SafetySummary = { removals, removable: removals, limit, limitPercent, groups: [], verdict: 'ok' };
	const isApproved = approvedPlan === planHash || approvedPlan === removalsHash;
	if (approvedPlan !== '' && !isApproved && removals > 0 && !dryRun)
		throw new RunError(
			`The plan has changed since it was approved: it now has ${removals} people to remove, and its hash is not the approved one.`,
			'Nothing was sent. Look at the new plan (Dry Run), and approve that one.',
		);
	if (removals <= limit) return { safety, warnings: [] };
	const reason = `${removals} ${removals === 1 ? 'removal exceeds' : 'removals exceed'} the limit of ${limit}.`;
	if (isApproved) return { safety: { ...safety, reason, verdict: 'approved' }, warnings: [] };
	if (!dryRun)
		throw new RunError(
			reason,
			'Nothing was sent. Look at the plan with Dry Run. If it is right, put its planHash or removalsHash into Safety → Approved Plan, or raise Max Removals.',
		);
	return {
		safety: { ...safety, reason, verdict: 'blocked' },
		warnings: [`${reason} With Dry Run off, the run would stop here unless somebody approves this plan.`],
	};
}
