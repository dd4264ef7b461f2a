import type { Field } from '../model/field';
import { actionsOf, type Action, type Entry, type Plan } from '../model/plan';
import type { Code, SafetySummary } from '../model/result';
import { placeOf, type RowSet } from '../model/row';
import { measure, type Limits, type Measured } from './limits';
import { surpriseIn } from './surprise';

/** What is known of the run when its plan is judged. */
export interface Circumstances {
	readonly dryRun: boolean;
	readonly planHash: string;
	readonly removalsHash: string;
	readonly fields: readonly Field[];
}

/** The guard's judgement of a whole plan, before the first write. */
export interface Verdict {
	readonly safety: SafetySummary;
	/** Nothing may be sent: the reason, in plain words. */
	readonly refusal?: {
		readonly message: string;
		readonly remedy: string;
		/** Return every row as planned instead of failing. */ readonly reportOnly: boolean;
	};
	/** Removals that are not carried out. */
	readonly blocked: ReadonlyMap<Action, Block>;
	readonly warnings: readonly string[];
}

/** Why a removal is not carried out. */
interface Block {
	readonly code: Code;
	readonly message: string;
}

/** A judgement under way: the plan with what was measured of it, and the safety part as it stands. */
interface Case {
	readonly plan: Plan;
	readonly rows: RowSet;
	readonly limits: Limits;
	readonly now: Circumstances;
	readonly removals: readonly Action[];
	readonly exceeded: Measured;
	readonly safety: SafetySummary;
}

/** Judges a plan. Pure. Source of the rules: the contract, section 4, *Guard*. */
export function judge(plan: Plan, rows: RowSet, limits: Limits, now: Circumstances): Verdict {
	const removals = actionsOf(plan.entries).filter((action) => action.removal);
	const exceeded = measure(plan, removals, limits);
	const safety: SafetySummary = {
		removals: removals.length,
		removable: plan.removable.length,
		limit: limits.maxRemovals,
		limitPercent: limits.maxRemovalPercent,
		groups: exceeded.groups,
		verdict: 'ok',
	};
	const one: Case = { plan, rows, limits, now, removals, exceeded, safety };
	const surprise = surpriseIn(plan, limits, now.fields);
	if (surprise === undefined) return judgeRemovals(one);
	safety.surprise = surprise;
	const isApproved = limits.approvedPlan.trim() === now.planHash;
	if (!isApproved && !now.dryRun)
		return { ...refused(one, surprise, `Nothing was sent. ${ADVICE_ON_SURPRISE}`), blocked: stayed(removals) };
	if (isApproved) safety.verdict = 'approved';
	const judged = judgeRemovals(one);
	// Whatever the removals came to: one that is approved goes on, and a dry run says that it would not.
	if (isApproved) return judged;
	Object.assign(safety, { verdict: 'blocked', reason: [surprise, safety.reason ?? ''].join(' ').trim() });
	return { ...judged, warnings: [`${surprise} ${UNLESS_APPROVED}`, ...judged.warnings] };
}

/** What the limits, the source and an approval say of the removals. */
function judgeRemovals(one: Case): Verdict {
	const { plan, rows, limits, removals, safety } = one;
	if (removals.length === 0) return allowed(safety);

	const rejected = rejectedIn(plan);
	if (rejected.length > 0 && rejected.length === rows.rows.length)
		return refused(one, whyNobodyIsLeft(rejected), MEND, false);
	const missing = removals.filter(({ bars }) => bars !== true);
	const damage = missing.length === 0 ? undefined : damageOf(rejected.length, rows);
	if (damage === undefined) return judgeLimits(one);
	// What a row says of its own person does not depend on who is missing: it is held to the limits by itself.
	const barring = removals.filter(({ bars }) => bars === true);
	const rest = judgeLimits({ ...one, removals: barring, exceeded: measure(plan, barring, limits) });
	Object.assign(safety, { verdict: 'blocked', reason: [damage, rest.refusal?.message ?? ''].join(' ').trim() });
	return {
		...rest,
		blocked: new Map([...rest.blocked, ...blockAll(missing, 'SOURCE_DAMAGED', `Not removed: ${damage}`)]),
		warnings: [`Removals were skipped: ${damage}`, ...rest.warnings],
	};
}

/** What the limits and an approval say of the removals. */
function judgeLimits(one: Case): Verdict {
	const { limits, now, removals, exceeded, safety } = one;
	if (removals.length === 0) return allowed(safety);
	const approval = limits.approvedPlan.trim();
	const approved = approval !== '' && (approval === now.planHash || approval === now.removalsHash);
	if (approval !== '' && !approved && !now.dryRun) {
		const message = `The plan has changed since it was approved: it now has ${people(removals.length)} to remove, and its hash is not the approved one.`;
		const told = refused(one, message, 'Nothing was sent. Look at the new plan (Dry Run), and approve that one.');
		return { ...told, blocked: blockAll(removals, 'REMOVAL_LIMIT', message) };
	}
	if (exceeded.reason === undefined) return allowed(safety);
	safety.reason = exceeded.reason;
	if (approved) {
		safety.verdict = 'approved';
		return allowed(safety);
	}
	safety.verdict = 'blocked';
	return now.dryRun
		? { ...allowed(safety), warnings: [`${exceeded.reason} ${UNLESS_APPROVED}`] }
		: overLimit(one, exceeded.reason);
}

/** More removals than the limits allow, in a run that is not dry: skipped, or all of it refused. */
function overLimit(one: Case, reason: string): Verdict {
	const { removals, exceeded, limits, safety } = one;
	const advice =
		'To see the plan, switch on Dry Run, run again and open the Summary. If it is right, put its planHash or removalsHash into Safety → Approved Plan, or raise the limits.';
	const told = (why: string): string => `Not removed: ${why} ${advice}`;
	if (limits.onLimit !== 'skipRemovals')
		return {
			...refused(one, reason, `Nothing was sent. ${advice}`),
			blocked: blockAll(removals, 'REMOVAL_LIMIT', told(reason)),
		};
	const reasons = new Map(removals.map((action) => [action, exceeded.skips(action)]));
	const blocked = new Map<Action, Block>();
	for (const [action, why] of reasons)
		if (why !== undefined) blocked.set(action, { code: 'REMOVAL_LIMIT', message: told(why) });
	return { safety, blocked, warnings: [`Removals were skipped: ${inShort([...new Set(reasons.values())])}`] };
}

function allowed(safety: SafetySummary): Verdict {
	return { safety, blocked: new Map(), warnings: [] };
}

function refused(
	{ safety, limits }: Case,
	message: string,
	remedy: string,
	reportOnly = limits.onLimit === 'report',
): Verdict {
	Object.assign(safety, { verdict: 'blocked', reason: message });
	return { ...allowed(safety), refusal: { message, remedy, reportOnly } };
}

const UNLESS_APPROVED = 'With Dry Run off, the run would stop here unless somebody approves this plan.';
const ADVICE_ON_SURPRISE =
	'Look at the plan with Dry Run, and at the key column. If the plan is right all the same, put its planHash into Safety → Approved Plan, or raise Max Create Percent or Max Identity Change Percent.';

/** Where the whole plan looks wrong, nobody is removed by it either. */
function stayed(removals: readonly Action[]): Map<Action, Block> {
	return blockAll(removals, 'REMOVAL_LIMIT', 'Not removed, because the whole plan looks wrong and nothing was sent.');
}

/**
 * Before anything is read: whether removals were asked for on a source from which nobody can tell who is missing.
 * @param slice why the run sees only a part of the master list, if so
 */
export function refusalOfSource(rows: RowSet, slice: string | undefined): Verdict['refusal'] {
	const message = slice ?? damagedSource(rows);
	return message === undefined ? undefined : { message, remedy: MEND, reportOnly: false };
}

/** Where the directory is known: a list on which nobody valid is there any more leaves nobody but the missing. */
export function refusalOfLeavers({ rows }: RowSet): Verdict['refusal'] {
	const left = rows.filter(({ rejection }) => rejection === undefined);
	if (left.length === 0 || left.some((row) => row.left === undefined)) return undefined;
	const who =
		left.length === rows.length ? 'Everybody on the list has' : 'All valid rows of the list are of people who have';
	return { message: `${who} left, so everybody else would look missing.`, remedy: MEND, reportOnly: false };
}

const MEND = 'Nothing was sent. Correct the list, or set Missing Users to Ignore.';

const people = (count: number): string => (count === 1 ? '1 user' : `${count} users`);

/** The first of several reasons, each of one group, and how many more there are. */
function inShort(reasons: ReadonlyArray<string | undefined>): string {
	const [first = '', ...others] = reasons.filter((reason) => reason !== undefined);
	if (others.length === 0) return first;
	return `${first} The same holds for ${others.length === 1 ? '1 other group' : `${others.length} other groups`}.`;
}

function blockAll(removals: readonly Action[], code: Code, message: string): Map<Action, Block> {
	return new Map(removals.map((action) => [action, { code, message }]));
}

/** A source from which nothing can be concluded about who is missing. */
function damagedSource(rows: RowSet): string | undefined {
	if (rows.emptySource)
		return 'The list is empty: there is no row, or only one empty item, so everybody would look missing.';
	if (rows.rows.some((row) => row.rejection === undefined)) return undefined;
	const { length } = rows.rows;
	const which = length === 1 ? 'The only row is not' : `None of the ${length} rows is`;
	return `${which} valid, so everybody would look missing. The first: ${rows.rows[0]?.rejection?.message ?? ''}`;
}

/** The entries of the rows that were rejected, by themselves or in the plan. A copy shares the outcome of the row that it repeats. */
function rejectedIn({ entries }: Plan): Entry[] {
	const isRejected = (entry: Entry): boolean => entry.kind === 'settled' && entry.operation === 'rejected';
	const originals = new Set(entries.filter(isRejected).map((entry) => entry.row));
	return entries.filter((entry) => isRejected(entry) || (entry.kind === 'copy' && originals.has(entry.of)));
}

/** Rows that were valid by themselves, but none of which has a place in the plan, say as little of who is missing. */
function whyNobodyIsLeft(rejected: readonly Entry[]): string {
	const [first] = rejected;
	const which = rejected.length === 1 ? 'The only row was' : `All ${rejected.length} rows were`;
	return `${which} rejected, so everybody else would look missing. The first: ${first?.kind === 'settled' ? first.message : ''}`;
}

/** Damage that forbids removals but does not hold up the other rows. An approval does not lift it. */
function damageOf(rejected: number, rows: RowSet): string | undefined {
	const keyless = rows.rows.filter((row) => row.key === '');
	const [first] = keyless;
	if (first !== undefined) {
		const place = placeOf(first);
		const who = (the: string): string => (first.name === '' ? `${the} row at ${place}` : `${first.name} (${place})`);
		const why = first.rejection?.message ?? '';
		const told =
			keyless.length === 1
				? `${who('The')} has no key that can be read, so nobody can say who is missing. ${why}`.trim()
				: `${keyless.length} rows have no key that can be read, so nobody can say who is missing. The first is ${who('the')}${why === '' ? '.' : `: ${why}`}`;
		return `${told} Correct ${keyless.length === 1 ? 'that row' : 'these rows'} and run again.`;
	}
	if (rejected <= 3 || rejected <= rows.rows.length * 0.02) return undefined;
	return `${rejected} of ${rows.rows.length} rows were rejected, which looks like a damaged list. Correct those rows and run again.`;
}

/** Applies a verdict to the entries: blocked removals are settled as such. */
export function withVerdict(entries: Entry[], verdict: Verdict): Entry[] {
	if (verdict.blocked.size === 0) return entries;
	return entries.map((entry) => {
		if (entry.kind !== 'act') return entry;
		const block = verdict.blocked.get(entry.action);
		if (block === undefined) return entry;
		const { user } = entry.action;
		return {
			kind: 'settled',
			...(entry.row === undefined ? {} : { row: entry.row }),
			...(user === undefined ? {} : { user }),
			operation: 'blocked',
			attempted: wordOfRemoval(entry.action),
			...block,
		};
	});
}

function wordOfRemoval(action: Action): 'deleted' | 'hidden' | 'suspended' {
	if (action.kind === 'lock' || action.bars === true) return 'suspended';
	return action.kind === 'hide' ? 'hidden' : 'deleted';
}
