import { digest } from '../../../../nodes/shared/telling/report/digest';
import type { Block } from '../../../../nodes/shared/telling/report/blocks';
import { countOperations, groupFailures } from '../../../../nodes/shared/telling/report/report';
import type { Operation } from '../../../../nodes/shared/model/result';
import {
	DRY,
	PLAN_HASH,
	REMOVALS_HASH,
	blockedSafety,
	input,
	result,
	section,
	times,
	type SummaryPart,
} from './reportFixture';

describe('counts and failures', () => {
	it('counts every result once and names only what occurred', () => {
		const results = [result('created'), result('created'), result('rejected')];
		expect(countOperations(results)).toEqual({ created: 2, rejected: 1 });
		expect(countOperations([])).toEqual({});
	});

	it('groups failures by code, the most frequent first, with the first message', () => {
		const results = [
			result('failed', { code: 'EMAIL_TAKEN', message: 'one' }),
			result('rejected', { code: 'INVALID_ROW', message: 'two', key: 'a' }),
			result('rejected', { code: 'INVALID_ROW', message: 'three', key: 'b' }),
		];
		expect(groupFailures(results)).toEqual([
			{ code: 'INVALID_ROW', count: 2, example: 'two', keys: ['a', 'b'] },
			{ code: 'EMAIL_TAKEN', count: 1, example: 'one', keys: ['2-105'] },
		]);
	});

	it('gives the number of a row whose key cannot be read, counted as people count', () => {
		const results = [result('created'), result('rejected', { code: 'INVALID_ROW', key: ' ' })];
		expect(groupFailures(results)[0]?.keys).toEqual(['item 1, line 3 of a list with a heading']);
	});

	it('keeps at most 20 keys and counts all', () => {
		const results = times(50, (index) => result('failed', { code: 'TIMEOUT', key: String(index) }));
		const [group] = groupFailures(results);
		expect(group?.count).toBe(50);
		expect(group?.keys).toHaveLength(20);
	});

	it('does not count a protected user who is left alone as a failure', () => {
		expect(groupFailures([result('unchanged', { code: 'PROTECTED' })])).toEqual([]);
	});

	it('never loses a failure that came without a code', () => {
		expect(groupFailures([result('unknown'), result('notAttempted')]).map(({ code }) => code)).toEqual([
			'OUTCOME_UNKNOWN',
			'NOT_ATTEMPTED',
		]);
	});
});

describe('the sections', () => {
	it('stand in the order in which people need them', () => {
		const results = [
			result('created'),
			result('updated', { changes: [{ field: 'title', from: 'Clerk', to: 'Manager' }] }),
			result('deleted'),
			result('rejected', { code: 'INVALID_ROW' }),
		];
		const summary: SummaryPart = { ...DRY, warnings: ['Careful.'], extra: { rulesMatched: 1 } };
		expect(digest(input(results, summary)).sections.map(({ title }) => title)).toEqual([
			'Needs attention',
			'What would happen',
			'Warnings',
			'More from Bridge',
			'Removals',
			'How to carry it out',
			'Changes that would be made',
			'People who would be created',
			'Columns',
			'Safety',
			'About this run',
		]);
	});

	it('are left out when there is nothing to say', () => {
		const summary: SummaryPart = { operation: 'getSummary', mapping: {}, ignoredColumns: [] };
		expect(digest(input([], summary)).sections.map(({ title }) => title)).toEqual(['About this run']);
	});

	it('follow when it was and how long it took', () => {
		expect(digest(input([])).time).toBe('4 March 2026, 06:15 UTC, took 5 seconds');
	});
});

describe('What happened', () => {
	it('has a bar for each operation, what needs somebody last', () => {
		const counts = { rejected: 2, unchanged: 108, created: 3 };
		expect(section(input([], { counts }), 'What happened')).toEqual([
			{
				kind: 'bars',
				bars: [
					{ label: 'Created', count: 3, tone: 'good' },
					{ label: 'Unchanged', count: 108, tone: 'quiet' },
					{ label: 'Rejected', count: 2, tone: 'bad' },
				],
			},
		]);
	});

	it.each<[Operation, did: string, would: string]>([
		['created', 'Created', 'Create'],
		['updated', 'Updated', 'Update'],
		['reactivated', 'Reactivated', 'Reactivate'],
		['restored', 'Restored', 'Restore'],
		['suspended', 'Suspended', 'Suspend'],
		['hidden', 'Hidden', 'Hide'],
		['deleted', 'Deleted', 'Delete'],
		['planned', 'Planned', 'Send'],
		['found', 'Found', 'Found'],
		['unchanged', 'Unchanged', 'Unchanged'],
		['rejected', 'Rejected', 'Rejected'],
		['failed', 'Failed', 'Failed'],
		['blocked', 'Blocked', 'Blocked'],
		['unknown', 'Outcome unknown: check by hand', 'Outcome unknown: check by hand'],
		['notAttempted', 'Not attempted', 'Not attempted'],
	])('calls %s "%s", and "%s" in a plan', (operation, did, would) => {
		const results = [result(operation)];
		const happened = section(input(results), 'What happened');
		expect(happened).toMatchObject([{ bars: [{ label: did }] }]);
		for (const plan of [DRY, { status: 'blocked' } as const]) {
			const planned = section(input(results, plan), 'What would happen');
			expect(planned).toMatchObject([{ bars: [{ label: would }] }]);
		}
	});
});

describe('numbers that only one vendor has', () => {
	it('are told with the vendor’s name', () => {
		const extra = { rulesMatched: 12, courses_assigned: 1234 };
		expect(section(input([], { extra }, { lmsLabel: 'Traliant' }), 'More from Traliant')).toEqual([
			{
				kind: 'facts',
				facts: [
					['Rules matched', '12'],
					['Courses assigned', '1,234'],
				],
				more: 0,
			},
		]);
	});

	it('are told 25 of', () => {
		const extra = Object.fromEntries(times(27, (index) => [`n${index}`, index]));
		const [block] = section(input([], { extra }), 'More from Bridge') ?? [];
		expect(block).toMatchObject({ kind: 'facts', more: 2 });
		expect(block?.kind === 'facts' ? block.facts : []).toHaveLength(25);
	});
});

describe('Warnings', () => {
	it('are told 25 of, each shortened', () => {
		const warnings = times(30, (index) => `${index} ${'w'.repeat(600)}`);
		const [block] = section(input([], { warnings }), 'Warnings') ?? [];
		expect(block).toMatchObject({ kind: 'points', more: 5 });
		const points = block?.kind === 'points' ? block.points : [];
		expect(points).toHaveLength(25);
		expect(points[24]).toMatch(/^24 w{496}…$/);
	});
});

describe('Columns', () => {
	const columns = (summary: SummaryPart): readonly Block[] | undefined =>
		section(input([], { mapping: {}, ignoredColumns: [], ...summary }), 'Columns');

	it.each([
		['1 column of your list was not used: ', ['Shoe size']],
		['2 columns of your list were not used: ', ['Shoe size', 'Hat']],
	])('names the ignored ones: %s', (lead, ignoredColumns) => {
		expect(columns({ ignoredColumns })).toEqual([{ kind: 'names', lead, names: ignoredColumns, more: 0 }]);
	});

	it('says from which column each field was read', () => {
		expect(columns({ mapping: { first_name: 'First Name' } })).toEqual([
			{ kind: 'say', text: 'Each field of the system, and the column that fills it:' },
			{ kind: 'facts', facts: [['first_name', 'First Name']], more: 0 },
		]);
	});

	it('names 40 ignored ones and 60 fields, and counts the others', () => {
		const long = 'x'.repeat(99);
		const names = times(70, (index) => `${index}${long}`);
		const mapping = Object.fromEntries(names.map((name) => [name, name]));
		const [ignored, , fields] = columns({ ignoredColumns: names, mapping }) ?? [];
		expect(ignored).toMatchObject({ more: 30 });
		expect(ignored?.kind === 'names' ? ignored.names.map((name) => String(name).length) : []).toEqual(
			times(40, () => 40),
		);
		expect(fields).toMatchObject({ more: 10 });
		expect(fields?.kind === 'facts' ? fields.facts.map((fact) => fact.map(({ length }) => length)) : []).toEqual(
			times(60, () => [40, 60]),
		);
	});
});

describe('About this run', () => {
	const facts = (summary: SummaryPart): Readonly<Record<string, string>> => {
		const [block] = section(input([], summary), 'About this run') ?? [];
		return block?.kind === 'facts' ? Object.fromEntries(block.facts) : {};
	};

	it('tells rows, accounts, requests and hashes', () => {
		const rows = { received: 1205, valid: 1200, rejected: 3, duplicates: 2, setAside: 0, left: 0, valuesLeftOut: 0 };
		const directory = { users: 5321, managed: 5290, unmanaged: 1031, protected: 2 };
		const requests = { sent: 1600, retried: 3, rateLimited: 1 };
		const told = facts({ rows, directory, requests });
		expect(told).toEqual({
			Rows: '1,205 received, 1,200 good, 3 rejected, 2 duplicates',
			Comparison: 'Your list was compared with all accounts in the system',
			Accounts: '5,321 in the system: 5,290 that a list can match, 1,031 never touched, 2 protected',
			Requests: '1,600 sent, 3 repeated, 1 told to slow down',
			'Run id': 'run-7f1c',
			'Plan hash': PLAN_HASH,
			'Removals hash': REMOVALS_HASH,
		});
		expect(Object.keys(told)[0]).toBe('Rows');
	});

	it('claims nothing of rows that no one looked at, as the run stopped', () => {
		const rows = { received: 120, valid: 120, rejected: 0, duplicates: 0, setAside: 0, left: 0, valuesLeftOut: 0 };
		const summary = { rows, planHash: '', removalsHash: '', planQuality: 'lookup' } as const;
		const [block] = section({ ...input([], summary), stopped: 'No key.' }, 'About this run') ?? [];
		const told = block?.kind === 'facts' ? Object.fromEntries(block.facts) : {};
		expect(told.Rows).toBe('120 received');
		expect(told).not.toHaveProperty('Comparison');
	});

	it('counts one duplicate', () => {
		const rows = { received: 2, valid: 2, rejected: 0, duplicates: 1, setAside: 0, left: 0, valuesLeftOut: 0 };
		expect(facts({ rows }).Rows).toBe('2 received, 2 good, 0 rejected, 1 duplicate');
	});

	it.each<[Exclude<SummaryPart['planQuality'], undefined>, string]>([
		['lookup', 'Each person was looked up in the system'],
		['blind', 'This node could not read who is in the system: it sends every good row, and cannot see who is missing'],
	])('says how a Sync compared (%s)', (planQuality, says) => {
		expect(facts({ planQuality }).Comparison).toBe(says);
		expect(facts({ planQuality, operation: 'delete' })).not.toHaveProperty('Comparison');
	});

	it('leaves out what there is not', () => {
		const directory = { users: 0, managed: 0, unmanaged: 0, protected: 0 };
		const told = facts({ directory, planHash: '', removalsHash: '', safety: blockedSafety });
		expect(Object.keys(told)).toEqual(['Rows', 'Comparison', 'Requests', 'Run id']);
	});

	it('shortens what is long', () => {
		const long = 'x'.repeat(999);
		const told = facts({ runId: long, planHash: long, removalsHash: long });
		expect([told['Run id'], told['Plan hash'], told['Removals hash']]).toEqual(times(3, () => `${'x'.repeat(79)}…`));
	});
});
