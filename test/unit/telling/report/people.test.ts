import type { Block } from '../../../../nodes/shared/telling/report/blocks';
import type { Operation, ResultRecord } from '../../../../nodes/shared/model/result';
import { DRY, heldBack, input, result, section, times, type SummaryPart } from './reportFixture';

type People = Extract<Block, { kind: 'people' }>;

function isPeople(block: Block): block is People {
	return block.kind === 'people';
}

/** Where the list has said so is told in tests of its own. */
const WHY = / (?:Your list marks [^.]*\.|None of them is on your list\.|They are not on your list\.)/;

describe('Removals', () => {
	const removals = (
		results: readonly ResultRecord[],
		summary: SummaryPart = {},
	): { told: string | undefined; notes: string[]; more: number | undefined } => {
		const blocks = section(input(results, summary), 'Removals') ?? [];
		const list = blocks.find(isPeople);
		return {
			told: blocks.flatMap((block) => (block.kind === 'say' ? [block.text] : []))[0]?.replace(WHY, ''),
			notes: list?.people.map(({ note }) => note) ?? [],
			more: list?.more,
		};
	};
	const told = (results: readonly ResultRecord[], summary?: SummaryPart): string | undefined =>
		removals(results, summary).told;
	const notes = (results: readonly ResultRecord[], summary?: SummaryPart): string[] => removals(results, summary).notes;

	it('are left out when nobody was to be removed', () => {
		const results = [
			result('updated'),
			result('failed', { attempted: 'updated' }),
			result('rejected', { attempted: 'deleted' }),
		];
		expect(section(input(results), 'Removals')).toBeUndefined();
	});

	it('name each person', () => {
		const results = [result('deleted'), result('hidden', { name: '', email: '', key: 'x1' })];
		expect(section(input(results), 'Removals')?.[1]).toEqual({
			kind: 'people',
			people: [
				{ name: 'Sally Student', key: '2-105', note: 'Deleted', changes: [] },
				{ name: 'x1', key: '', note: 'Hidden', changes: [] },
			],
			more: 0,
		});
	});

	it.each<[says: string, results: ResultRecord[], summary: SummaryPart]>([
		['1 person was deleted.', [result('deleted')], {}],
		['2 people were suspended.', times(2, () => result('suspended')), {}],
		['The run would delete 2 people.', times(2, () => result('deleted')), DRY],
		['1 person would be deleted once somebody approves the plan.', [heldBack()], { status: 'blocked' }],
		['2 people were held back and not deleted.', times(2, () => heldBack()), { status: 'partial' }],
	])('say what all share once: %s', (says, results, summary) => {
		expect(removals(results, summary)).toEqual({
			told: says,
			notes: results.map(() => ''),
			more: 0,
		});
	});

	it.each<[says: string, received: number, removed: number]>([
		['They are not on your list.', 0, 1],
		['None of them is on your list.', 0, 2],
		['Your list marks them as gone.', 1, 1],
		['Your list marks all of them as gone.', 3, 3],
		['Your list marks 1 of them as gone; 1 is not on it.', 1, 2],
		['Your list marks 2 of them as gone; 3 are not on it.', 2, 5],
	])('say whether the list says so, or lacks them: %s', (says, received, removed) => {
		const rows = {
			received,
			valid: received,
			rejected: 0,
			duplicates: 0,
			setAside: 0,
			left: received,
			valuesLeftOut: 0,
		};
		const blocks =
			section(
				input(
					times(removed, () => result('deleted')),
					{ rows },
				),
				'Removals',
			) ?? [];
		expect(blocks[0]).toMatchObject({ kind: 'say', text: expect.stringContaining(says) });
		const other =
			section(
				input(
					times(removed, () => result('deleted')),
					{ rows, operation: 'delete' },
				),
				'Removals',
			) ?? [];
		expect(JSON.stringify(other[0])).not.toContain('your list');
	});

	it('tell those who stay from those who are gone', () => {
		const stays = result('failed', { attempted: 'deleted' });
		expect(told([result('deleted'), stays])).toBe('1 person was deleted. 1 person stays for now.');
		expect(told([result('deleted'), result('hidden'), stays, heldBack()])).toBe(
			'1 person was hidden and 1 deleted. 2 people stay for now.',
		);
	});

	it.each<[fate: string, one: ResultRecord]>([
		['Was already gone', result('deleted', { alreadyAbsent: true })],
		['Suspended', result('suspended')],
		['Failed: not hidden', result('failed', { attempted: 'hidden' })],
		['Held back: not suspended', heldBack({ attempted: 'suspended' })],
		['Held back: not deleted', heldBack({ code: 'PROTECTED' })],
		['Outcome unknown: check by hand', result('unknown', { attempted: 'deleted' })],
		['Not attempted', result('notAttempted', { attempted: 'deleted' })],
	])('say what became of each person where it differs: %s', (fate, one) => {
		expect(notes([result('deleted'), one])).toEqual(['Deleted', fate]);
	});

	it.each<[fate: string, one: ResultRecord]>([
		['Would be hidden', result('hidden')],
		['Would be suspended once approved', heldBack({ attempted: 'suspended' })],
		['Held back: not deleted', heldBack({ code: 'SOURCE_DAMAGED' })],
	])('say in a dry run what would become of each person: %s', (fate, one) => {
		expect(notes([result('deleted'), one], DRY)).toEqual(['Would be deleted', fate]);
	});

	it.each<[summary: SummaryPart, fates: string[], second: Partial<ResultRecord>]>([
		[{}, ['Held back: not deleted', 'Held back: not hidden'], { attempted: 'hidden' }],
		[DRY, ['Would be deleted once approved', 'Held back: not deleted'], { code: 'SOURCE_DAMAGED' }],
	])('say why each person stays where it differs: %#', (summary, fates, second) => {
		expect(notes([heldBack(), heldBack(second)], summary)).toEqual(fates);
	});

	it('names 25 people and says how many more there are', () => {
		const { told: says, more } = removals(times(30, () => result('deleted')));
		expect(says).toBe('30 people were deleted. The first 25 are shown here.');
		expect(more).toBe(5);
		expect(told(times(25, () => result('deleted')))).toBe('25 people were deleted.');
	});

	it('tells in a plan where all are named', () => {
		expect(
			told(
				times(26, () => result('deleted')),
				DRY,
			),
		).toBe(
			"The run would delete 26 people. The first 25 are shown here, and all of them on the node's output Results.",
		);
	});

	it('do not give all the fate of the first ones', () => {
		const results = [
			...times(25, () => result('deleted')),
			...times(5, () => result('notAttempted', { attempted: 'deleted' })),
		];
		expect(removals(results)).toEqual({
			told: '25 people were deleted. 5 people stay for now. The first 25 are shown here.',
			notes: times(25, () => 'Deleted'),
			more: 5,
		});
	});
});

describe('Changes', () => {
	const changed = (
		more: Partial<ResultRecord>,
		operation: Operation = 'updated',
		summary: SummaryPart = {},
	): People['people'][number] | undefined =>
		section(
			input([result(operation, { changes: [{ field: 'title', from: 'a', to: 'b' }], ...more })], {
				...summary,
			}),
			summary.dryRun === true ? 'Changes that would be made' : 'Changes',
		)?.find(isPeople)?.people[0];

	it('show what changes from and to', () => {
		const changes = [
			{ field: 'title', from: 'Clerk', to: 'Sales Manager' },
			{ field: 'manager', from: null, to: '' },
			{ field: 'active', from: false, to: true },
			{ field: 'custom', from: ['a'], to: { b: 1 } },
		];
		expect(changed({ changes })).toEqual({
			name: 'Sally Student',
			key: '2-105',
			note: '',
			changes: [
				{ field: 'title', from: 'Clerk', to: 'Sales Manager' },
				{ field: 'manager', from: '(empty)', to: '(empty)' },
				{ field: 'active', from: 'no', to: 'yes' },
				{ field: 'custom', from: '["a"]', to: '{"b":1}' },
			],
		});
	});

	it.each([
		['6 fields', 6, ''],
		['6 of 7 fields', 7, 'and 1 more field'],
		['6 of 1,206 fields', 1206, 'and 1,200 more fields'],
	])('show %s', (_shown, count, note) => {
		const changes = times(count, (index) => ({ field: `f${index}`, from: 'a', to: 'b' }));
		const person = changed({ changes });
		expect(person?.note).toBe(note);
		expect(person?.changes.map(({ field }) => field)).toEqual(times(6, (index) => `f${index}`));
	});

	it('shorten what is long', () => {
		const long = 'x'.repeat(999);
		const [change] = changed({ changes: [{ field: long, from: long, to: long }] })?.changes ?? [];
		expect([change?.field.length, change?.from.length, change?.to.length]).toEqual([40, 60, 60]);
	});

	it.each<[note: string, operation: Operation, more: Partial<ResultRecord>]>([
		['', 'updated', {}],
		['Restored', 'restored', {}],
		['Existing account, found by e-mail address', 'updated', { adopted: true }],
		['', 'planned', { attempted: 'updated' }],
		['Reactivated', 'planned', { attempted: 'reactivated' }],
		['Planned', 'planned', {}],
	])('say what else happened to the account: "%s" for %s', (note, operation, more) => {
		expect(changed(more, operation)?.note).toBe(note);
	});

	it('have the note before the number of further fields', () => {
		const changes = times(8, () => ({ field: 'f', from: 'a', to: 'b' }));
		expect(changed({ changes }, 'restored')?.note).toBe('Restored, and 2 more fields');
	});

	it('are told as a plan in a dry run', () => {
		expect(changed({}, 'updated', DRY)?.name).toBe('Sally Student');
	});

	it('leave out people without changes, and those whose change failed', () => {
		const failure = result('failed', { changes: [{ field: 'title', from: 'a', to: 'b' }] });
		expect(section(input([result('unchanged'), failure]), 'Changes')).toBeUndefined();
	});

	it('name 25 people and count the others', () => {
		const changes = [{ field: 'title', from: 'a', to: 'b' }];
		const results = times(27, () => result('updated', { changes }));
		const [list] = (section(input(results), 'Changes') ?? []).filter(isPeople);
		expect(list?.people).toHaveLength(25);
		expect(list?.more).toBe(2);
	});

	it.each([
		['a field named Password', { field: 'Password', from: 'hunter1', to: 'hunter2' }],
		['a field named api-key', { field: 'api-key', from: 'hunter1', to: null }],
		['an API key inside a value', { field: 'info', from: null, to: { api_key: 'hunter3' } }],
		['a token in the old value', { field: 'info', from: [{ token: 'hunter' }], to: null }],
	])('never show %s', (_what, change) => {
		expect(changed({ changes: [change] })?.changes).toEqual([
			{ field: change.field, from: '(not shown)', to: '(not shown)' },
		]);
	});

	it('show a title that only sounds like a secret', () => {
		const changes = [{ field: 'title', from: 'Token Clerk', to: 'Secretary' }];
		expect(changed({ changes })?.changes).toEqual(changes);
	});
});

describe('New people', () => {
	const created = (index: number): ResultRecord => result('created', { name: `Person ${index}`, key: `k${index}` });

	it('are named, and told as a plan in a dry run', () => {
		const results = [created(1), result('created', { name: '', email: '' }), result('updated')];
		const names = {
			kind: 'names',
			lead: '',
			names: [{ name: 'Person 1', key: 'k1' }, '2-105'],
			more: 0,
		};
		expect(section(input(results), 'New people')).toEqual([names]);
		expect(section(input(results, DRY), 'People who would be created')).toEqual([names]);
	});

	it('are named once where the name is the key', () => {
		const results = [result('created', { name: 'sally', key: 'sally' })];
		expect(section(input(results), 'New people')).toMatchObject([{ names: ['sally'] }]);
	});

	it('are named 25 times, and the others counted', () => {
		const [block] = section(input(times(30, created)), 'New people') ?? [];
		expect(block).toMatchObject({ names: times(25, (index) => ({ name: `Person ${index}`, key: `k${index}` })) });
		expect(block).toMatchObject({ more: 5 });
	});

	it('of a plan that was stopped are named for its approval', () => {
		const results = [result('planned', { attempted: 'created', name: 'Ada', key: 'k1' })];
		expect(section(input(results, { status: 'blocked' }), 'People who would be created')).toMatchObject([
			{ names: [{ name: 'Ada', key: 'k1' }] },
		]);
	});

	it('are not those who could not be created', () => {
		const results = [result('failed', { attempted: 'created' })];
		expect(section(input(results), 'New people')).toBeUndefined();
	});
});

describe('Notes', () => {
	const notes = (results: readonly ResultRecord[]): readonly Block[] => section(input(results), 'Notes') ?? [];
	const hinted = (...hints: string[]): ResultRecord => result('unchanged', { hints });

	it('name whose row something was left out of, and what', () => {
		const hint = 'Left out: Manager "Nobody Known" is nobody on the list or in Bridge: correct it, or add that person.';
		expect(notes([result('updated'), hinted(hint)])).toEqual([
			{ kind: 'say', text: 'Something was left out of the row of 1 person, or should be looked at:' },
			{
				kind: 'people',
				people: [{ name: 'Sally Student', key: '2-105', note: hint, changes: [] }],
				more: 0,
			},
		]);
	});

	it('are as short with many people', () => {
		const [say, list] = notes(times(1200, () => hinted('Left out: Manager "x" is nobody on the list.')));
		expect(say).toMatchObject({ text: 'Something was left out of the rows of 1,200 people, or should be looked at:' });
		expect(list?.kind === 'people' && [list.people.length, list.more]).toEqual([10, 1190]);
	});

	it('leave out what is told elsewhere: cells by their column, who failed, who is removed', () => {
		expect(
			notes([
				hinted('Left out: Column "Hired" (Hire Date): "x" is no date.'),
				result('failed', { hints: ['Left out: Manager "x" is nobody.'] }),
				result('deleted', { hints: ['Left out: Manager "x" is nobody.'] }),
			]),
		).toEqual([]);
	});
});
