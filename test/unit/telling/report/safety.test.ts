import type { Block } from '../../../../nodes/shared/telling/report/blocks';
import type { ResultRecord, SafetySummary } from '../../../../nodes/shared/model/result';
import {
	DRY,
	PLAN_HASH,
	REMOVALS_HASH,
	blockedSafety,
	heldBack,
	input,
	result,
	section,
	times,
	type SummaryPart,
} from './reportFixture';

function told(blocks: readonly Block[] | undefined): string[] | undefined {
	return blocks?.flatMap((block) => (block.kind === 'say' ? [block.text] : []));
}

describe('How to approve', () => {
	const WITHIN: SafetySummary = { ...blockedSafety, verdict: 'ok', removals: 1, reason: undefined };
	const HASHES = [
		{ kind: 'copy', label: 'The whole plan, exactly as shown', value: PLAN_HASH },
		{
			kind: 'copy',
			label: 'Or the removals alone (other changes may differ by then)',
			value: REMOVALS_HASH,
		},
	];
	const approval = (results: readonly ResultRecord[], summary: SummaryPart): readonly Block[] | undefined =>
		section(input(results, summary), 'How to approve') ?? section(input(results, summary), 'How to carry it out');
	const hashes = (blocks: readonly Block[] | undefined): Block[] | undefined =>
		blocks?.filter(({ kind }) => kind === 'copy');

	it.each<[when: string, then: string, result: ResultRecord, summary: SummaryPart]>([
		['the run was blocked', 'run again', heldBack(), { status: 'blocked' }],
		['a dry run would be blocked', 'switch Dry Run off and run again', result('deleted', { dryRun: true }), DRY],
	])('gives both hashes when %s, then to %s', (_when, then, one, summary) => {
		const blocks = approval([one], { ...summary, safety: blockedSafety });
		expect(told(blocks)).toEqual([
			`If everybody listed under Removals should go, copy one of these lines into Safety → Approved Plan, then ${then}.`,
			'An approval holds for this plan only. If the plan has changed by then and would still remove somebody, nothing is sent.',
		]);
		expect(blocks?.slice(1, 3)).toEqual(HASHES);
	});

	it('gives only the hash that there is', () => {
		const blocks = approval([heldBack()], {
			status: 'blocked',
			safety: blockedSafety,
			removalsHash: '',
		});
		expect(hashes(blocks)).toEqual(HASHES.slice(0, 1));
	});

	it('offers none for a damaged source', () => {
		const results = [heldBack({ code: 'SOURCE_DAMAGED' })];
		expect(approval(results, { ...DRY, safety: blockedSafety })).toEqual([
			{
				kind: 'say',
				text: 'No approval helps here: correct the rejected rows first, then run again.',
			},
		]);
	});

	it('needs none when nobody would be removed', () => {
		const blocks = approval([result('created')], DRY);
		expect(told(blocks)).toEqual([
			'Nobody would be removed, so Safety → Approved Plan can stay empty. To make these changes, switch Dry Run off and run again.',
		]);
		expect(hashes(blocks)).toEqual([]);
	});

	it('needs none within the limits, but one makes sure of the plan', () => {
		const blocks = approval([result('deleted')], { ...DRY, safety: WITHIN });
		expect(told(blocks)).toEqual([
			'The removals are within the limits. To make these changes, switch Dry Run off and run again.',
			'To be sure that exactly this plan is carried out, copy one of these lines into Safety → Approved Plan first.',
		]);
		expect(hashes(blocks)).toEqual(HASHES);
	});

	it.each<[when: string, results: ResultRecord[], summary: SummaryPart]>([
		['after a run', [result('created')], {}],
		['after a run that left out the removals', [heldBack()], { status: 'partial', safety: blockedSafety }],
		['when a dry run would change nothing', [result('unchanged')], DRY],
		['when a blocked run had no removals', [result('blocked')], { status: 'blocked' }],
	])('is left out %s', (_when, results, summary) => {
		expect(approval(results, summary)).toBeUndefined();
	});
});

describe('Safety', () => {
	const safety = (part: Partial<SafetySummary>, summary: SummaryPart = {}): readonly Block[] | undefined =>
		section(input([], { safety: { ...blockedSafety, groups: [], ...part }, ...summary }), 'Safety');

	it.each<[sentence: string, part: Partial<SafetySummary>]>([
		['Nobody was to be removed.', { verdict: 'ok', removals: 0 }],
		['The removals are within the limits.', { verdict: 'ok', removals: 3 }],
		['Approved. The removals exceed the limits, but somebody approved this very plan.', { verdict: 'approved' }],
		['Blocked. Too many removals.', { reason: 'too many removals' }],
		['Blocked. The removals are held back.', { reason: undefined }],
	])('tells the verdict: %s', (sentence, part) => {
		expect(told(safety(part))).toEqual([sentence]);
	});

	it('has nothing to say of a run that stopped before it knew whom to remove', () => {
		expect(section({ ...input([]), stopped: 'Too many removals.' }, 'Safety')).toBeUndefined();
	});

	it.each<[removals: string, limits: string, part: Partial<SafetySummary>]>([
		['30 of 300 people who could be removed (10%)', '200 people, or 5%', { removals: 30, removable: 300 }],
		[
			'1 of 1,200 people who could be removed (0.1%)',
			'1 person, or 2.5%',
			{ removals: 1, removable: 1200, limit: 1, limitPercent: 2.5 },
		],
		[
			'1 of 100,000 people who could be removed (under 0.1%)',
			'1,000 people, or 0%',
			{ removals: 1, removable: 100_000, limit: 1000, limitPercent: 0 },
		],
		['17 of 3,000 people who could be removed (0.6%)', '200 people, or 5%', { removals: 17, removable: 3000 }],
		['1 of 1 person who could be removed (100%)', '200 people, or 5%', { removals: 1, removable: 1 }],
		['1 person', '200 people, or 5%', { removals: 1, removable: 0 }],
	])('holds the removals against the limits: %s', (removals, limits, part) => {
		expect(safety(part)?.[1]).toEqual({
			kind: 'facts',
			facts: [
				['Removals', removals],
				['Limits', limits],
			],
			more: 0,
		});
	});

	it('gives no numbers when nobody was to be removed', () => {
		expect(safety({ verdict: 'ok', removals: 0 })).toHaveLength(1);
	});

	it('shows the blocked groups first', () => {
		const groups: SafetySummary['groups'] = [
			{ group: 'Finance', removals: 2, removable: 1088, verdict: 'ok' },
			{ group: '', removals: 1028, removable: 1061, verdict: 'blocked' },
		];
		expect(safety({ groups })?.[2]).toEqual({
			kind: 'table',
			head: ['Group', 'Removals', 'Out of', 'Verdict'],
			rows: [
				['(no group)', '1,028', '1,061', 'Blocked'],
				['Finance', '2', '1,088', 'Within limits'],
			],
			more: 0,
		});
	});

	it('shows 25 groups and counts the others', () => {
		const groups = times(30, (index): SafetySummary['groups'][number] => ({
			group: `${index}`.padStart(50, 'g'),
			removals: 1,
			removable: 9,
			verdict: 'ok',
		}));
		const table = safety({ groups })?.[2];
		expect(table).toMatchObject({ kind: 'table', more: 5 });
		expect(table?.kind === 'table' ? table.rows.length : 0).toBe(25);
		expect(table?.kind === 'table' ? table.rows[0]?.[0] : '').toMatch(/^g{39}…$/);
	});

	it('is told of a Sync always, and of other operations if they removed somebody', () => {
		const none: Partial<SafetySummary> = { verdict: 'ok', removals: 0 };
		expect(safety(none, { operation: 'sync' })).toBeDefined();
		expect(safety(none, { operation: 'restore' })).toBeUndefined();
		expect(safety({ verdict: 'ok' }, { operation: 'delete' })).toBeDefined();
	});
});

describe('Limits', () => {
	const facts = (summary: SummaryPart): string =>
		JSON.stringify(section(input([result('deleted')], summary), 'Safety'));
	const safety = {
		...blockedSafety,
		verdict: 'ok' as const,
		reason: undefined,
		groups: [],
		removals: 2,
		removable: 20,
	};

	it('name the share only where a list is compared with everybody', () => {
		expect(facts({ safety })).toContain('200 people, or 5%');
		expect(facts({ operation: 'delete', safety })).not.toContain('5%');
	});

	it('say why a larger share is within them', () => {
		expect(facts({ safety })).toContain('(the share does not count at 3 people or fewer)');
		expect(facts({ safety: { ...safety, removable: 200 } })).not.toContain('does not count');
	});
});
