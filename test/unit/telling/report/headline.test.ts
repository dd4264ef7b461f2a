import { firstStep, headlineOf, lineOf, needsLook, subjectOf } from '../../../../nodes/shared/telling/report/headline';
import type { ReportInput } from '../../../../nodes/shared/telling/report/report';
import type { Operation, Status } from '../../../../nodes/shared/model/result';
import {
	DRY,
	OPERATIONS,
	blockedSafety,
	heldBack,
	input,
	result,
	section,
	times,
	type SummaryPart,
} from './reportFixture';

type Counts = ReportInput['summary']['counts'];

const BLOCKED: SummaryPart = { status: 'blocked', safety: blockedSafety };

function subject(counts: Counts, summary: SummaryPart = {}, lmsLabel = 'Bridge'): string {
	return subjectOf(input([], { counts, ...summary }, { lmsLabel }));
}

function paragraphs(counts: Counts, summary: SummaryPart = {}): readonly string[] {
	return headlineOf(input([], { counts, ...summary })).paragraphs;
}

describe('the subject', () => {
	it.each<[says: string, counts: Counts, summary: SummaryPart]>([
		[
			'3 created, 7 updated, 2 rejected',
			{ rejected: 2, created: 3, updated: 7, unchanged: 108 },
			{ status: 'partial' },
		],
		['1,200 unchanged', { unchanged: 1200 }, {}],
		['1 unchanged, 1 failed', { unchanged: 1, failed: 1 }, { status: 'partial' }],
		['nothing to do', {}, {}],
	])('tells what changed and what did not go through: %s', (says, counts, summary) => {
		expect(subject(counts, summary)).toBe(`Bridge sync: ${says}`);
	});

	it.each<[says: string, counts: Counts, summary: SummaryPart]>([
		['would create 1, delete 1; 1 rejected', { created: 1, deleted: 1, rejected: 1 }, {}],
		['would change nothing', { unchanged: 4 }, {}],
		['would delete 30; approval needed', { deleted: 30 }, { safety: blockedSafety }],
	])('of a dry run says what it would do: %s', (says, counts, summary) => {
		expect(subject(counts, { ...DRY, ...summary })).toBe(`Bridge sync (dry run): ${says}`);
	});

	it.each<[says: string, removals: number]>([
		['30 removals exceed the limit', 30],
		['1 removal exceeds the limit', 1],
	])('says BLOCKED and why: %s', (says, removals) => {
		const safety = { ...blockedSafety, removals };
		const results = times(removals, () => heldBack());
		expect(subjectOf(input(results, { status: 'blocked', safety }))).toBe(`Bridge sync BLOCKED: ${says}`);
	});

	it('says that nothing was sent where an approval would not help', () => {
		const results = [heldBack({ code: 'SOURCE_DAMAGED' })];
		expect(subjectOf(input(results, BLOCKED))).toBe('Bridge sync BLOCKED: nothing was sent');
	});

	it('uses the vendor’s own word, and says FAILED when nothing succeeded', () => {
		const labels = { lmsLabel: 'Learnifier', operationLabel: 'Lock Users' };
		const failed = [result('failed', { code: 'FORBIDDEN' })];
		expect(subjectOf(input(failed, { status: 'failed' }, labels))).toBe('Learnifier lock FAILED: 1 failed');
	});

	it.each([
		[{ status: 'failed' }, 'Bridge sync FAILED'],
		[{ ...DRY, status: 'failed' }, 'Bridge sync (dry run) FAILED'],
	] as const)('of a run that stopped says that nothing was sent', (summary, start) => {
		const stopped = {
			...input(
				times(2, () => result('notAttempted')),
				summary,
			),
			stopped: 'No key.',
		};
		expect(subjectOf(stopped)).toBe(`${start}: nothing was sent; 2 not attempted`);
		expect(subjectOf({ ...input([], summary), stopped: 'No key.' })).toBe(`${start}: nothing was sent`);
	});

	it.each([
		['Lock User', 'lock'],
		['Hide Users', 'hide'],
		['Export Users Again', 'export users again'],
	])('says of %s that it was a "%s"', (operationLabel, word) => {
		expect(subjectOf(input([], {}, { operationLabel }))).toBe(`Bridge ${word}: nothing to do`);
	});

	describe('has at most 120 characters', () => {
		const changes: Counts = Object.fromEntries(
			OPERATIONS.slice(0, 8).map((operation): [Operation, number] => [operation, 1]),
		);
		/** The subject with a vendor's name that brings the whole to so many characters. */
		const ofLength = (length: number, counts: Counts): string =>
			subject(counts, {}, 'V'.repeat(length - subject(counts, {}, 'V').length + 1));

		it('and is cut after that', () => {
			expect(ofLength(120, changes)).toMatch(/, 1 planned$/);
			expect(ofLength(120, changes)).toHaveLength(120);
			expect(ofLength(121, changes)).toMatch(/, 1 plann\u2026$/);
			expect(ofLength(121, changes)).toHaveLength(120);
		});

		it('and gives up the changes before the failures', () => {
			const counts = { ...changes, deleted: 0, hidden: 0, rejected: 1200 };
			expect(ofLength(120, counts)).toMatch(/1 planned, 1,200 rejected$/);
			expect(ofLength(121, counts)).toMatch(/^V+ sync: many changes; 1,200 rejected$/);
		});

		it('on one line, whatever the vendor’s name', () => {
			const counts = Object.fromEntries(OPERATIONS.map((operation) => [operation, 1_000_000]));
			const long = subject(counts, {}, `Bridge\r\nBcc: x@y.z${'\u{1f393}'.repeat(500)}`);
			expect(long).toMatch(/^Bridge Bcc: x@y\.z[^\r\n]*\u2026$/u);
			expect(long.length).toBeLessThanOrEqual(120);
		});
	});
});

describe('the state of the run', () => {
	it.each<[Status, string, string]>([
		['ok', 'good', 'Finished: everything went well'],
		['partial', 'warn', 'Finished, but some people need attention'],
		['failed', 'bad', 'Failed: nothing went through'],
		['blocked', 'bad', 'Blocked: nothing was sent'],
		['planned', 'info', 'Dry run: nothing was changed'],
	])('%s is shown as %s: %s', (status, tone, state) => {
		expect(headlineOf(input([], { status, dryRun: status === 'planned' }))).toMatchObject({
			tone,
			state,
			title: 'Bridge: Sync Users',
		});
	});
});

const NEEDS_APPROVAL =
	'Nothing was changed: this was a dry run. To carry it out, approve the plan as shown below, switch Dry Run off and run again.';
const NOTHING_CHANGED = 'Nothing was changed: this was a dry run. To carry it out, switch Dry Run off and run again.';

describe('the line of the summary', () => {
	it.each<[says: string, counts: Counts, summary: SummaryPart]>([
		['2 created, 1 rejected', { created: 2, rejected: 1 }, {}],
		['3 unchanged', { unchanged: 3 }, {}],
		['nothing to do', {}, {}],
		[`${NOTHING_CHANGED} Would create 2; 1 rejected.`, { created: 2, rejected: 1 }, DRY],
		['Nothing was sent: 30 removals exceed the limit', { blocked: 30 }, BLOCKED],
	])('says %s', (says, counts, summary) => {
		expect(lineOf(input([], { counts, ...summary }))).toBe(says);
	});
});

describe('what the reader is told first', () => {
	it.each<[says: string, counts: Counts, summary: SummaryPart]>([
		['There was nothing to do.', {}, {}],
		['Nothing had to change: 1 account is already right.', { unchanged: 1 }, {}],
		['Nothing had to change: 1,200 accounts are already right.', { unchanged: 1200 }, {}],
		['1 person was created.', { created: 1 }, {}],
		['2 people were created and 1 deleted.', { deleted: 1, created: 2 }, {}],
		[
			'1 person was created, 2 updated and 1,300 deleted. 2 accounts are already right.',
			{ created: 1, updated: 2, deleted: 1300, unchanged: 2 },
			{},
		],
		['The run would create 1 person.', { created: 1 }, DRY],
		['The run would create 3 people, update 7 and delete 2.', { created: 3, updated: 7, deleted: 2 }, DRY],
		['The plan was to send 3 rows.', { planned: 3 }, { status: 'blocked' }],
	])('tells what happened in one sentence: %s', (says, counts, summary) => {
		expect(paragraphs(counts, summary)).toEqual(summary === DRY ? [NOTHING_CHANGED, says] : [says]);
	});

	it.each<[says: string, duplicates: number]>([
		['1 row repeats another one: counted here, but sent only once.', 1],
		['2 rows repeat another one: counted here, but sent only once.', 2],
	])('explains why people are counted twice: %s', (says, duplicates) => {
		const rows = { received: 3, valid: 3, rejected: 0, duplicates, setAside: 0, left: 0, valuesLeftOut: 0 };
		expect(paragraphs({ created: 3 }, { rows })).toEqual([`3 people were created. ${says}`]);
		expect(paragraphs({ unchanged: 3 }, { rows })[0]).not.toContain('repeat');
	});

	it.each<[says: string, counts: Counts, summary: SummaryPart]>([
		['1 row was not sent. Correct it and run again.', { rejected: 1 }, {}],
		['1,200 rows were not sent. Correct them and run again.', { rejected: 1200 }, {}],
		['2 rows would not be sent. Correct them and run again.', { rejected: 2 }, DRY],
		['The safety settings held back 1 person.', { blocked: 1 }, {}],
		['The safety settings held back 2 people.', { blocked: 2 }, {}],
		['The safety settings would hold back 2 people.', { blocked: 2 }, DRY],
		['Nobody can say what happened to 1 person: check by hand.', { unknown: 1 }, {}],
		['Nobody can say what happened to 2 people: check by hand.', { unknown: 2 }, {}],
		['The run did not get to 1 person. Run again to finish.', { notAttempted: 1 }, {}],
		['The run did not get to 2 people. Run again to finish.', { notAttempted: 2 }, {}],
		['1 change failed. The reason is below.', { failed: 1 }, {}],
		['2 changes failed. The reasons are below.', { failed: 2 }, {}],
	])('tells what did not go through: %s', (says, counts, summary) => {
		expect(paragraphs(counts, { status: 'failed', ...summary })).toEqual(
			summary === DRY ? [NOTHING_CHANGED, says] : [says],
		);
	});

	it('gives each kind of failure a sentence of its own, after the changes', () => {
		const counts = { failed: 1, rejected: 1, updated: 1 };
		expect(paragraphs(counts, { status: 'partial' })).toEqual([
			'1 person was updated.',
			'1 row was not sent. Correct it and run again.',
			'1 change failed. The reason is below.',
		]);
	});
});

describe('why a run stopped', () => {
	const paragraphs = (stopped: string): readonly string[] =>
		headlineOf({ ...input([result('notAttempted')], { status: 'failed' }), stopped }).paragraphs;

	it('stands before everything else, and says that nothing was sent', () => {
		expect(paragraphs('The key is wrong. Check it.')).toEqual([
			'Nothing was sent. The key is wrong. Check it.',
			'The run did not get to 1 person. Run again to finish.',
		]);
	});

	it.each(['Too many removals, so nothing was sent. Look at them.', 'A defect. Nothing more was sent to Acme.'])(
		'says that once: %s',
		(reason) => {
			expect(paragraphs(reason)[0]).toBe(reason);
		},
	);
});

describe('the guard’s reason', () => {
	const because = (reason?: string): SummaryPart => ({
		status: 'blocked',
		safety: { ...blockedSafety, reason },
	});

	it('stands before everything else', () => {
		expect(paragraphs({ blocked: 30 }, BLOCKED)).toEqual([
			'28 of the 61 people in Sales would be removed, more than the limit of 5%.',
			'The safety settings held back 30 people.',
		]);
	});

	it('is announced as what would happen in a dry run', () => {
		const [first, second] = paragraphs({ deleted: 30 }, { ...DRY, safety: blockedSafety });
		expect(first).toBe(NEEDS_APPROVAL);
		expect(second).toBe(
			'The safety settings would not allow these removals. 28 of the 61 people in Sales would be removed, more than the limit of 5%.',
		);
	});

	it.each([
		['the key can’t be read.', 'The key can’t be read.'],
		['Over 2.5 %', 'Over 2.5 %.'],
		['Too many!', 'Too many!'],
		['Really?', 'Really?'],
		['So many…', 'So many…'],
	])('is told as a whole sentence: %s', (reason, sentence) => {
		expect(paragraphs({}, because(reason))).toEqual([sentence]);
	});

	it('is left out if there is none, or if it held nobody back', () => {
		expect(paragraphs({}, because(undefined))).toEqual([]);
		expect(paragraphs({}, { ...because(''), ...DRY })).toEqual([
			NEEDS_APPROVAL,
			'The safety settings would not allow these removals.',
		]);
		const safety = { ...blockedSafety, verdict: 'approved' as const };
		expect(paragraphs({ deleted: 1 }, { safety })).toEqual(['1 person was deleted.']);
	});
});

describe('what a stranger reads', () => {
	const planned = result('planned', { attempted: 'updated' });

	it('names what rows of a blocked run would have become', () => {
		const told = input([planned, planned], { status: 'blocked' });
		expect(headlineOf(told).paragraphs).toEqual(['The plan was to update 2 people.']);
		expect(section(told, 'What would happen')).toMatchObject([{ bars: [{ label: 'Update', count: 2 }] }]);
	});

	it.each<[says: string, summary: SummaryPart]>([
		['Nothing had to change: 1 account is already right.', {}],
		['Nothing would change: 1 account is already right.', DRY],
	])('says %s', (says, summary) => {
		expect(headlineOf(input([result('unchanged')], summary)).paragraphs.at(-1)).toBe(says);
	});

	it('does not count those as deleted by this run who were gone before', () => {
		const results = [result('deleted'), result('deleted', { alreadyAbsent: true })];
		expect(headlineOf(input(results)).paragraphs).toEqual([
			'2 people were deleted. 1 account of these was gone already.',
		]);
	});

	it.each<[tone: string, why: string, summary: SummaryPart]>([
		['info', 'is fine', {}],
		['warn', 'has a warning', { warnings: ['Careful.'] }],
		[
			'warn',
			'has a row that would not be sent',
			{ failures: [{ code: 'INVALID_ROW', count: 1, example: '', keys: [] }] },
		],
		['warn', 'needs approval', { safety: blockedSafety }],
	])('a dry run is %s when it %s', (tone, _why, summary) => {
		const told = input([result('created')], { ...DRY, ...summary });
		expect(headlineOf(told)).toMatchObject({ tone, state: 'Dry run: nothing was changed' });
		expect(needsLook(told.summary)).toBe(tone === 'warn');
	});

	it('counts the warnings of a run that went well', () => {
		const { state } = headlineOf(input([result('created')], { warnings: ['Careful.', 'Look.'] }));
		expect(state).toBe('Finished, with 2 warnings');
	});

	it.each([
		['First: Careful.', ['Careful.']],
		['First: Careful. The Summary has 1 more warning.', ['Careful.', 'Look.']],
	])('the banner of the editor says %s', (says, warnings) => {
		expect(firstStep(input([result('created')], { ...DRY, warnings }).summary)).toBe(says);
	});

	it('is not told the reason of the safety settings twice', () => {
		const safety = { ...blockedSafety, reason: 'Too many.', surprise: 'Too many.' };
		const warnings = ['Too many. A run that is not dry would stop here.', 'Another.'];
		const told = input([result('created')], { ...DRY, safety, warnings });
		expect(section(told, 'Warnings')).toMatchObject([{ points: ['Another.'] }]);
		const approve = section(told, 'How to approve') ?? [];
		expect(approve[0]).toMatchObject({ kind: 'say', text: expect.not.stringContaining('Too many') });
	});
});
