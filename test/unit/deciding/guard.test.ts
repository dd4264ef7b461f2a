import type { User } from '../../../nodes/shared/model/directory';
import {
	judge,
	refusalOfSource,
	withVerdict,
	type Circumstances,
	type Verdict,
} from '../../../nodes/shared/deciding/guard';
import type { Limits } from '../../../nodes/shared/deciding/limits';
import { actionsOf, type Action, type Plan, type Removal } from '../../../nodes/shared/model/plan';
import type { Row } from '../../../nodes/shared/model/row';
import { planOf, rejectedRow, row, rowSet, told, user } from '../peopleFixture';

const LIMITS: Limits = {
	maxRemovals: 200,
	maxRemovalPercent: 5,
	maxCreatePercent: 50,
	maxIdentityChangePercent: 20,
	groupBy: '',
	onLimit: 'stop',
	approvedPlan: '',
};
const NOW: Circumstances = { fields: [], dryRun: false, planHash: 'sha256:plan', removalsHash: 'sha256:removals' };

interface Given {
	readonly plan: Plan;
	readonly rows: readonly Row[];
}

/** Users of departments, given as how many of each stay and how many leave. */
function leavers(
	departments: Record<string, readonly [staying: number, leaving: number]>,
	more: readonly Row[] = [],
): Given {
	const users: User[] = [];
	const rows: Row[] = [];
	for (const [title, [staying, leaving]] of Object.entries(departments)) {
		for (let at = 0; at < staying + leaving; at++) {
			const one = user(`${title}-${at}`, { title });
			users.push(one);
			if (at < staying) rows.push(row(one.key));
		}
	}
	rows.push(...more);
	return { plan: planOf(rows, users, { missing: 'delete' }), rows };
}

const leaving = (removals: number, removable: number): Given => leavers({ Sales: [removable - removals, removals] });

function judged({ plan, rows }: Given, limits: Partial<Limits> = {}, now: Partial<Circumstances> = {}): Verdict {
	return judge(plan, rowSet(rows), { ...LIMITS, ...limits }, { ...NOW, ...now });
}

/** The keys of the removals that a verdict blocks. */
const blockedKeys = ({ blocked }: Verdict): unknown[] => [...blocked.keys()].map((action) => action.user?.key);
const blocks = ({ blocked }: Verdict): unknown[] => [...blocked.values()];

const ADVICE =
	'To see the plan, switch on Dry Run, run again and open the Summary. If it is right, put its planHash or removalsHash into Safety → Approved Plan, or raise the limits.';

describe('a source from which nobody can say who is missing', () => {
	const remedy = 'Nothing was sent. Correct the list, or set Missing Users to Ignore.';

	it('is no source for removals when a loop or a second run shows a part of it only', () => {
		expect(refusalOfSource(rowSet([row('A')]), 'This node is inside a loop.')).toEqual({
			message: 'This node is inside a loop.',
			remedy,
			reportOnly: false,
		});
	});

	it('is an empty one', () => {
		const message = 'The list is empty: there is no row, or only one empty item, so everybody would look missing.';
		expect(refusalOfSource(rowSet([], { emptySource: true }), undefined)).toEqual({
			message,
			remedy,
			reportOnly: false,
		});
	});

	it('is one without any valid row', () => {
		expect(refusalOfSource(rowSet([rejectedRow('A'), rejectedRow('B')]), undefined)?.message).toBe(
			'None of the 2 rows is valid, so everybody would look missing. The first: The e-mail address has no @.',
		);
		expect(refusalOfSource(rowSet([rejectedRow('A')]), undefined)?.message).toBe(
			'The only row is not valid, so everybody would look missing. The first: The e-mail address has no @.',
		);
	});

	it('is not one with at least one valid row', () => {
		expect(refusalOfSource(rowSet([rejectedRow('A'), row('B')]), undefined)).toBeUndefined();
	});
});

describe('a plan that rejects every row', () => {
	const remedy = 'Nothing was sent. Correct the list, or set Missing Users to Ignore.';
	const five = ['E1', 'E2', 'E3', 'E4', 'E5'].map((key) => user(key));
	const planned = (rows: readonly Row[], users: readonly User[] = five): Given => ({
		plan: planOf(rows, users, { missing: 'delete' }),
		rows,
	});
	const ALL = { maxRemovalPercent: 100 };
	const near = (): Given => planned([row('e1')]);

	it('stops the run, as a source without a valid row does, and says why the first was rejected', () => {
		const { refusal, safety } = judged(near(), ALL);
		const message =
			'The only row was rejected, so everybody else would look missing. The first: Number "e1" is not in Acme, but "E1" (id #E1) is, and differs only in case, spaces, leading zeros or signs such as quotes and dashes. Nothing was sent, so that nobody gets a second account: make the two spellings the same.';
		expect(refusal).toEqual({ message, remedy, reportOnly: false });
		expect(safety).toMatchObject({ verdict: 'blocked', reason: message });
	});

	it('counts rows that were rejected before, and copies of rejected ones', () => {
		const first = row('e1');
		const message = expect.stringMatching(
			/^All 3 rows were rejected, so everybody else would look missing\. The first: The e-mail address has no @\.$/,
		);
		expect(
			judged(planned([rejectedRow('E5'), first, row('e1', {}, { duplicateOf: first })]), ALL).refusal?.message,
		).toEqual(message);
	});

	it('stops a dry run and one that may only report too, and no approval lifts it', () => {
		expect(judged(near(), ALL, { dryRun: true }).refusal).toBeDefined();
		expect(judged(near(), { ...ALL, onLimit: 'report' }).refusal?.reportOnly).toBe(false);
		expect(judged(near(), { ...ALL, approvedPlan: NOW.planHash }).refusal?.remedy).toBe(remedy);
	});

	it('is told row by row where nobody is missing', () => {
		expect(judged(planned([row('e1')], five.slice(0, 1)), ALL)).toMatchObject({
			safety: { removals: 0, verdict: 'ok' },
			warnings: [],
		});
		expect(judged(planned([row('e1')], five.slice(0, 1)), ALL).refusal).toBeUndefined();
	});

	it('is not one with a single row that is good', () => {
		expect(judged(planned([row('e1'), row('E2')]), ALL)).toMatchObject({ safety: { removals: 3, verdict: 'ok' } });
		expect(judged(planned([row('e1'), row('E2')]), ALL).refusal).toBeUndefined();
	});
});

describe('a damaged source', () => {
	const withRejected = (rejected: number, valid: number): Given =>
		leavers(
			{ Sales: [valid, 1] },
			Array.from({ length: rejected }, (_, at) => rejectedRow(`bad-${at}`)),
		);

	it('removes nobody when the key of a rejected row can not be read, and sends the other rows', () => {
		const verdict = judged(leavers({ Sales: [50, 2] }, [rejectedRow('', { index: 50 })]));
		const damage =
			'The row at record 50 of Users (JSON) has no key that can be read, so nobody can say who is missing. The e-mail address has no @. Correct that row and run again.';
		expect(verdict.refusal).toBeUndefined();
		expect(blocks(verdict)).toEqual(Array(2).fill({ code: 'SOURCE_DAMAGED', message: `Not removed: ${damage}` }));
		expect(verdict.warnings).toEqual([`Removals were skipped: ${damage}`]);
		expect(verdict.safety).toMatchObject({ verdict: 'blocked', reason: damage });
	});

	it('removes nobody when more than 3 rows and more than 2 % of them were rejected', () => {
		expect(judged(withRejected(4, 96)).safety.reason).toBe(
			'4 of 100 rows were rejected, which looks like a damaged list. Correct those rows and run again.',
		);
	});

	it.each([
		['3 rejected rows', 3, 30],
		['2 % of the rows rejected', 4, 196],
		['no rejected row', 0, 50],
	])('is not one with %s', (_what, rejected, valid) => {
		const verdict = judged(withRejected(rejected, valid));
		expect(verdict).toMatchObject({ safety: { verdict: 'ok' }, warnings: [] });
		expect(blocks(verdict)).toEqual([]);
	});

	it('counts every copy of a rejected row, and no copy of a good one', () => {
		const twins = [user('TWIN', {}, { id: '1' }), user('TWIN', {}, { id: '2' }), user('A'), user('B')];
		const judgedWith = (first: Row): Verdict => {
			const rows = [first, ...Array.from({ length: 4 }, () => ({ ...first, duplicateOf: first })), row('A')];
			return judged({ plan: planOf(rows, twins, { missing: 'delete' }), rows });
		};
		expect(judgedWith(row('TWIN')).safety.reason).toMatch(/^5 of 6 rows were rejected/);
		expect(judgedWith(row('A')).safety.reason).not.toMatch(/rejected/);
	});

	it('is not made good by an approval', () => {
		const verdict = judged(withRejected(4, 10), { approvedPlan: NOW.planHash });
		expect(blocks(verdict)).toMatchObject([{ code: 'SOURCE_DAMAGED' }]);
	});

	it('concerns nobody when there is nothing to remove', () => {
		const verdict = judged(leavers({ Sales: [5, 0] }, [rejectedRow('')]));
		expect(verdict.safety.verdict).toBe('ok');
		expect(verdict.warnings).toEqual([]);
	});
});

describe('the limits on removals', () => {
	it.each([
		['as many as the limit', 200, 10_000, {}],
		['just the percentage', 5, 100, {}],
		['just a percentage that binary fractions overshoot', 7, 100, { maxRemovalPercent: 7 }],
		['three, however few there are', 3, 7, {}],
		['one of three', 1, 3, {}],
		['everybody, where that is allowed', 4, 4, { maxRemovalPercent: 100 }],
		['none', 0, 0, { maxRemovals: 0, maxRemovalPercent: 0 }],
	])('allow %s', (_what, removals, removable, changes) => {
		const limits = { ...LIMITS, ...changes };
		expect(judged(leaving(removals, removable), limits)).toEqual({
			safety: {
				removals,
				removable,
				limit: limits.maxRemovals,
				limitPercent: limits.maxRemovalPercent,
				groups: [],
				verdict: 'ok',
			},
			blocked: new Map(),
			warnings: [],
		});
	});

	it.each([
		['more than the limit', 201, 10_000, {}, '201 removals exceed the limit of 200.'],
		['one where none is allowed', 1, 100, { maxRemovals: 0 }, '1 removal exceeds the limit of 0.'],
		[
			'more than the percentage',
			6,
			100,
			{},
			'6 removals are 6.0 % of the 100 users that could be removed; the limit is 5 %.',
		],
		[
			'four, however many three would be',
			4,
			79,
			{},
			'4 removals are 5.1 % of the 79 users that could be removed; the limit is 5 %.',
		],
		[
			'three that are half of all',
			3,
			6,
			{},
			'3 removals are 50.0 % of the 6 users that could be removed; the limit is 5 %.',
		],
		['the only one', 1, 1, {}, '1 removal is 100.0 % of the 1 users that could be removed; the limit is 5 %.'],
	])('forbid %s', (_what, removals, removable, limits, reason) => {
		const verdict = judged(leaving(removals, removable), limits);
		expect(verdict.safety).toMatchObject({ removals, removable, verdict: 'blocked', reason });
		expect(verdict.refusal).toEqual({ message: reason, remedy: `Nothing was sent. ${ADVICE}`, reportOnly: false });
		expect(verdict.blocked.size).toBe(removals);
	});
});

it('the limits concern removals only, however many people are created and updated', () => {
	const rows = [row('A', { title: 'Boss' }), ...Array.from({ length: 300 }, (_, at) => row(`new-${at}`))];
	const plan = planOf(rows, [user('A', { title: 'Clerk' })], { missing: 'delete' });
	expect(judged({ plan, rows })).toMatchObject({ safety: { removals: 0, verdict: 'ok' } });
	expect(judged({ plan, rows }, { approvedPlan: 'sha256:yesterday' }).refusal).toBeUndefined();
});

describe('removals over a limit', () => {
	const tooMany = (): Given => leaving(10, 100);
	const reason = '10 removals are 10.0 % of the 100 users that could be removed; the limit is 5 %.';

	it('stop the run, unless only the removals are to be skipped', () => {
		const verdict = judged(tooMany(), { onLimit: 'skipRemovals' });
		expect(verdict.refusal).toBeUndefined();
		expect(verdict.safety).toMatchObject({ verdict: 'blocked', reason });
		expect(verdict.warnings).toEqual([`Removals were skipped: ${reason}`]);
		expect(blocks(verdict)).toEqual(
			Array(10).fill({ code: 'REMOVAL_LIMIT', message: `Not removed: ${reason} ${ADVICE}` }),
		);
	});

	it('are reported, and nothing is sent, where a report is asked for', () => {
		const verdict = judged(tooMany(), { onLimit: 'report' });
		expect(verdict.refusal).toMatchObject({ message: reason, reportOnly: true });
		expect(verdict.safety).toMatchObject({ verdict: 'blocked', reason });
		expect(verdict.blocked.size).toBe(10);
		expect(verdict.warnings).toEqual([]);
	});

	it('are shown by a dry run, so that somebody can approve them', () => {
		expect(judged(tooMany(), {}, { dryRun: true })).toMatchObject({
			safety: { verdict: 'blocked', reason },
			blocked: new Map(),
			warnings: [`${reason} With Dry Run off, the run would stop here unless somebody approves this plan.`],
		});
		expect(judged(tooMany(), {}, { dryRun: true }).refusal).toBeUndefined();
	});

	it.each([
		['of the plan', 'sha256:plan'],
		['of the removals', 'sha256:removals'],
		['with spaces around it', ' sha256:plan\n'],
	])('are carried out when the hash %s was approved', (_what, approvedPlan) => {
		const verdict = judged(tooMany(), { approvedPlan });
		expect(verdict.refusal).toBeUndefined();
		expect(verdict).toMatchObject({ safety: { verdict: 'approved', reason }, blocked: new Map(), warnings: [] });
	});

	it('count as not approved when the approval is blank', () => {
		expect(judged(tooMany(), { approvedPlan: ' ' }).refusal?.message).toBe(reason);
		expect(judged(tooMany(), { approvedPlan: '' }, { planHash: '' }).refusal?.message).toBe(reason);
	});
});

describe('an approval of another plan', () => {
	const approvedPlan = 'sha256:yesterday';
	const changed = (count: string): string =>
		`The plan has changed since it was approved: it now has ${count} to remove, and its hash is not the approved one.`;

	it('sends nothing when anybody would be removed, even within the limits', () => {
		const verdict = judged(leaving(2, 100), { approvedPlan });
		expect(verdict.refusal).toEqual({
			message: changed('2 users'),
			remedy: 'Nothing was sent. Look at the new plan (Dry Run), and approve that one.',
			reportOnly: false,
		});
		expect(verdict.safety).toMatchObject({ verdict: 'blocked', reason: changed('2 users') });
		expect(judged(leaving(1, 100), { approvedPlan }).refusal?.message).toBe(changed('1 user'));
	});

	it('reports the removals as blocked where a report is asked for', () => {
		const verdict = judged(leaving(2, 100), { approvedPlan, onLimit: 'report' });
		expect(verdict.refusal?.reportOnly).toBe(true);
		expect(blocks(verdict)).toEqual(Array(2).fill({ code: 'REMOVAL_LIMIT', message: changed('2 users') }));
	});

	it('is ignored by a dry run, and when nobody is left to remove', () => {
		expect(judged(leaving(2, 100), { approvedPlan }, { dryRun: true })).toMatchObject({
			safety: { verdict: 'ok' },
			warnings: [],
		});
		expect(judged(leaving(0, 100), { approvedPlan })).toMatchObject({ safety: { verdict: 'ok' }, warnings: [] });
		expect(judged(leaving(0, 100), { approvedPlan }).refusal).toBeUndefined();
	});

	it('lifts no limit in a dry run', () => {
		expect(judged(leaving(20, 100), { approvedPlan }, { dryRun: true }).safety.verdict).toBe('blocked');
	});
});

describe('limits within groups', () => {
	const groupBy = 'title';
	/** 7 of 300 in all, but 4 of 40 in Care. */
	const oneGroup = (): Given => leavers({ Sales: [257, 3], Care: [36, 4] });

	it('hold every group to the limits by itself, the largest first', () => {
		expect(judged(oneGroup()).safety.verdict).toBe('ok');
		const { safety } = judged(oneGroup(), { groupBy });
		expect(safety.verdict).toBe('blocked');
		expect(safety.reason).toBe(
			'4 removals in title "Care" are 10.0 % of the 40 users that could be removed in title "Care"; the limit is 5 %.',
		);
		expect(safety.groups).toEqual([
			{ group: 'Care', removals: 4, removable: 40, verdict: 'blocked' },
			{ group: 'Sales', removals: 3, removable: 260, verdict: 'ok' },
		]);
	});

	it('tell groups of one size by name, and leave out those without removals', () => {
		const { safety } = judged(leavers({ B: [100, 1], C: [100, 1], A: [100, 1], D: [100, 0] }), { groupBy });
		expect(safety.groups.map(({ group }) => group)).toEqual(['A', 'B', 'C']);
		expect(safety.verdict).toBe('ok');
	});

	it('hold each group to the number of removals', () => {
		expect(judged(oneGroup(), { groupBy, maxRemovals: 3, maxRemovalPercent: 100 }).safety.reason).toBe(
			'7 removals exceed the limit of 3.',
		);
		expect(judged(leavers({ Sales: [0, 2] }), { groupBy, maxRemovals: 1 }).safety.groups).toMatchObject([
			{ verdict: 'blocked' },
		]);
	});

	it('skip the removals of that group only', () => {
		const verdict = judged(oneGroup(), { groupBy, onLimit: 'skipRemovals' });
		expect(blockedKeys(verdict)).toEqual(['Care-36', 'Care-37', 'Care-38', 'Care-39']);
	});

	it('skip the removals of several such groups, each with its own reason', () => {
		const verdict = judged(leavers({ Sales: [257, 3], Care: [36, 4], Ops: [35, 5] }), {
			groupBy,
			onLimit: 'skipRemovals',
		});
		expect(blockedKeys(verdict)).toHaveLength(9);
		expect(verdict.warnings).toEqual([
			expect.stringMatching(
				/^Removals were skipped: 4 removals in title "Care" are [^"]+"Care"; the limit is 5 %\. The same holds for 1 other group\.$/,
			),
		]);
		for (const [action, { code, message }] of verdict.blocked) {
			expect(code).toBe('REMOVAL_LIMIT');
			expect(message).toContain(`in title "${String(action.user?.values.title)}"`);
			expect(message).toContain(ADVICE);
		}
	});

	it('tell a warning of many such groups in short', () => {
		const verdict = judged(leavers({ Sales: [257, 3], Care: [36, 4], Ops: [35, 5], Lab: [34, 6] }), {
			groupBy,
			onLimit: 'skipRemovals',
		});
		expect(verdict.warnings).toEqual([expect.stringContaining('The same holds for 2 other groups.')]);
	});

	it('skip that group only also when it alone makes them too many in all; the reason is told over everybody', () => {
		const verdict = judged(leavers({ Sales: [100, 3], Care: [10, 4] }), { groupBy, onLimit: 'skipRemovals' });
		const reason = '7 removals are 6.0 % of the 117 users that could be removed; the limit is 5 %.';
		expect(blockedKeys(verdict)).toEqual(['Care-10', 'Care-11', 'Care-12', 'Care-13']);
		expect(blocks(verdict)[0]).toEqual({
			code: 'REMOVAL_LIMIT',
			message: `Not removed: 4 removals in title "Care" are 28.6 % of the 14 users that could be removed in title "Care"; the limit is 5 %. ${ADVICE}`,
		});
		expect(verdict.safety).toMatchObject({ verdict: 'blocked', removals: 7, reason });
		expect(verdict.warnings).toEqual([
			'Removals were skipped: 4 removals in title "Care" are 28.6 % of the 14 users that could be removed in title "Care"; the limit is 5 %.',
		]);
	});

	it('skip all removals when those that are left without such groups are too many in all', () => {
		const groups = { Sales: [60, 3], Ops: [60, 3], Care: [10, 4] } as const;
		const reason = '10 removals are 7.1 % of the 140 users that could be removed; the limit is 5 %.';
		expect(judged(leavers(groups), { groupBy, onLimit: 'skipRemovals' }).blocked.size).toBe(4);
		const verdict = judged(leavers(groups), { groupBy, onLimit: 'skipRemovals', maxRemovals: 5 });
		expect(verdict.safety.reason).toBe('10 removals exceed the limit of 5.');
		expect(blocks(verdict)).toEqual(
			Array(10).fill({ code: 'REMOVAL_LIMIT', message: `Not removed: 10 removals exceed the limit of 5. ${ADVICE}` }),
		);
		expect(judged(leavers(groups), { groupBy }).refusal?.message).toBe(reason);
	});

	it('skip all removals when there are too many in all, though in no group', () => {
		const verdict = judged(leavers({ A: [30, 3], B: [30, 3] }), { groupBy, onLimit: 'skipRemovals' });
		expect(verdict.safety.groups).toMatchObject([{ verdict: 'ok' }, { verdict: 'ok' }]);
		expect(verdict.blocked.size).toBe(6);
	});

	it('stop or report the whole run although skipping would block one group only', () => {
		for (const onLimit of ['stop', 'report'] as const) {
			const verdict = judged(leavers({ Sales: [100, 3], Care: [10, 4] }), { groupBy, onLimit });
			expect(verdict.refusal?.message).toBe(
				'7 removals are 6.0 % of the 117 users that could be removed; the limit is 5 %.',
			);
			expect(verdict.blocked.size).toBe(7);
		}
	});

	it('stop the whole run', () => {
		const verdict = judged(oneGroup(), { groupBy });
		expect(verdict.refusal).toBeDefined();
		expect(verdict.blocked.size).toBe(7);
	});

	it('take users without the value as one group', () => {
		const users = Array.from({ length: 8 }, (_, at) => user(`${at}`));
		const plan = planOf([], users, { missing: 'delete' });
		expect(judged({ plan, rows: [] }, { groupBy, maxRemovalPercent: 100 }).safety.groups).toEqual([
			{ group: '', removals: 8, removable: 8, verdict: 'ok' },
		]);
	});
});

describe('a plan under a verdict', () => {
	const planned = (missing: Removal): Plan =>
		planOf([row('A')], [user('B'), user('C')], {
			missing,
			removal: () => (missing === 'deleteAndHide' ? 'hide' : missing),
		});
	const settled = (plan: Plan, block: (action: Action) => boolean): ReturnType<typeof withVerdict> => {
		const message = 'Too many.';
		const blocked = new Map(
			actionsOf(plan.entries)
				.filter(block)
				.map((action) => [action, { code: 'REMOVAL_LIMIT', message } as const]),
		);
		return withVerdict(plan.entries, { ...judged(leaving(0, 1)), blocked });
	};

	it.each([
		['delete', 'deleted'],
		['lock', 'suspended'],
		['deleteAndHide', 'hidden'],
	] as const)('tells of a blocked removal (%s) who it was, what it would have been, and why', (missing, attempted) => {
		const plan = planned(missing);
		const entries = settled(plan, (action) => action.user?.key === 'B');
		expect(told({ entries })).toEqual([
			'create A',
			'blocked B REMOVAL_LIMIT',
			`${missing === 'deleteAndHide' ? 'hide' : missing} C`,
		]);
		expect(entries[1]).toEqual({
			kind: 'settled',
			user: user('B'),
			operation: 'blocked',
			attempted,
			code: 'REMOVAL_LIMIT',
			message: 'Too many.',
		});
	});

	it('is as it was when nothing is blocked', () => {
		const plan = planned('delete');
		expect(settled(plan, () => false)).toBe(plan.entries);
	});

	it('keeps what is settled already', () => {
		const plan = planOf([row('B'), rejectedRow('D')], [user('B'), user('C')], { missing: 'delete' });
		expect(told({ entries: settled(plan, () => true) })).toEqual([
			'unchanged B',
			'rejected D INVALID_ROW',
			'blocked C REMOVAL_LIMIT',
		]);
	});
});
