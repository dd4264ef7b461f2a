import type { INodeExecutionData } from 'n8n-workflow';
import { outputsOf, resultOutputs, type OutputSettings } from '../../../nodes/shared/telling/outputs';
import type { Operation, ResultRecord } from '../../../nodes/shared/model/result';
import { blank, type LinkedResult } from '../../../nodes/shared/telling/results';
import { noRemovals, summaryOf, type SummaryInput } from '../../../nodes/shared/telling/summary';

const INPUT: SummaryInput = {
	lms: 'acme',
	lmsLabel: 'Acme',
	operation: 'hide',
	operationLabel: 'Lock Users',
	dryRun: false,
	blocked: false,
	runId: 'run-7',
	startedAt: Date.UTC(2026, 2, 4, 6, 15),
	endedAt: Date.UTC(2026, 2, 4, 6, 15, 5, 123),
	hashes: { planHash: 'sha256:plan', removalsHash: 'sha256:removals' },
	plan: { quality: 'full', directory: { users: 9, managed: 8, unmanaged: 1, protected: 2 } },
	rows: { received: 4, duplicates: 1, mapping: { uid: 'No.' }, ignoredColumns: ['Shoe size'] },
	requests: { sent: 16, retried: 1, rateLimited: 2 },
	safety: noRemovals(200, 5),
	warnings: ['Look here.'],
	extra: {},
};

let item = 10;
const result = (operation: Operation, more: Partial<ResultRecord> = {}): LinkedResult => ({
	item: item++,
	record: { ...blank(undefined, undefined, operation, false), key: `of ${operation}`, ...more },
});
const records = (...operations: Operation[]): ResultRecord[] => operations.map((operation) => result(operation).record);
const keysOf = (items: readonly INodeExecutionData[] = []): unknown[] => items.map(({ json }) => json.key);
const SETTINGS: OutputSettings = { isTool: false, toErrorOutput: false, results: 'all' };

describe('the summary of a run that stopped', () => {
	it.each([false, true])('is "failed", whatever it was to be (dry run: %s)', (dryRun) => {
		const stopped = { ...INPUT, dryRun, stopped: 'The key is wrong.' };
		expect(summaryOf(stopped, records('notAttempted')).status).toBe('failed');
		const { status, report } = summaryOf(stopped, []);
		expect([status, report.text]).toEqual(['failed', expect.stringContaining('Nothing was sent. The key is wrong.')]);
		expect(report.html).toContain('Nothing was sent. The key is wrong.');
	});
});

describe('the two outputs', () => {
	const results = [
		result('updated'),
		result('unchanged'),
		result('failed', { code: 'FORBIDDEN', message: 'No rights.' }),
		result('unknown', { code: 'NO_RESULT' }),
	];
	const summary = summaryOf(
		INPUT,
		results.map(({ record }) => record),
	);

	it('results stand on the first, each linked to its item, and one summary on the second', () => {
		const [first, second] = outputsOf(results, summary, SETTINGS);
		expect(first).toEqual(results.map(({ record, item: at }) => ({ json: record, pairedItem: { item: at } })));
		expect(second).toEqual([{ json: summary, pairedItem: { item: 0 } }]);
	});

	it.each([
		['all', ['of updated', 'of unchanged', 'of failed', 'of unknown']],
		['changed', ['of updated', 'of failed', 'of unknown']],
		['failed', ['of failed', 'of unknown']],
	] as const)('"%s" results', (wanted, keys) => {
		expect(keysOf(outputsOf(results, summary, { ...SETTINGS, results: wanted })[0])).toEqual(keys);
	});

	it('unsuccessful rows go to the error output after the summary, linked by a plain number', () => {
		const [first, second] = outputsOf(results, summary, { ...SETTINGS, toErrorOutput: true });
		const [, , failed, unknown] = results;
		expect(keysOf(first)).toEqual(['of updated', 'of unchanged']);
		expect(second?.slice(1)).toEqual([
			{
				json: { error: 'No rights.', message: 'failed: of failed', details: failed?.record },
				pairedItem: failed?.item,
			},
			{
				json: { error: 'NO_RESULT', message: 'unknown: of unknown', details: unknown?.record },
				pairedItem: unknown?.item,
			},
		]);
	});

	it('without a summary, results and errors are apart', () => {
		const [good, bad] = resultOutputs(results, {
			...SETTINGS,
			toErrorOutput: true,
			results: 'failed',
		});
		expect([good.length, bad.length]).toEqual([0, 2]);
	});

	it('an agent gets one item with what it needs to go on: failures first, unchanged rows last', () => {
		const mixed = [result('unchanged'), result('updated'), result('failed'), result('created'), result('unknown')];
		const [first, second] = outputsOf(mixed, summary, {
			...SETTINGS,
			isTool: true,
			toErrorOutput: true,
		});
		const { lms, operation, status, headline, dryRun, planHash, removalsHash, counts, failures, safety, warnings } =
			summary;
		expect(first).toEqual([
			{
				json: {
					lms,
					operation,
					status,
					headline,
					dryRun,
					planHash,
					removalsHash,
					counts,
					failures,
					safety,
					warnings,
					results: [2, 4, 1, 3, 0].map((at) => mixed[at]?.record),
					resultsLeftOut: 0,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(second).toEqual([{ json: summary, pairedItem: { item: 0 } }]);
	});

	it('an agent gets at most 25 results, and is told how many are left out', () => {
		const many = Array.from({ length: 28 }, () => result('updated'));
		const json = outputsOf(many, summary, { ...SETTINGS, isTool: true })[0]?.[0]?.json;
		expect(json).toMatchObject({
			results: many.slice(0, 25).map(({ record }) => record),
			resultsLeftOut: 3,
		});
	});
});

describe('the summary', () => {
	it('tells the run, the rows, the counts and the settings', () => {
		const rows = [
			...records('updated', 'updated', 'rejected'),
			{ ...result('failed').record, code: 'FORBIDDEN' as const, message: 'No rights.' },
		];
		const { report, ...summary } = summaryOf(INPUT, rows);
		expect(summary).toStrictEqual({
			lms: 'acme',
			operation: 'hide',
			status: 'partial',
			headline: '2 updated, 1 rejected, 1 failed',
			dryRun: false,
			runId: 'run-7',
			startedAt: '2026-03-04T06:15:00.000Z',
			durationMs: 5123,
			planHash: 'sha256:plan',
			removalsHash: 'sha256:removals',
			planQuality: 'full',
			rows: { received: 4, valid: 3, rejected: 1, duplicates: 1, setAside: 0, left: 0, valuesLeftOut: 0 },
			directory: { users: 9, managed: 8, unmanaged: 1, protected: 2 },
			counts: { updated: 2, rejected: 1, failed: 1 },
			failures: expect.arrayContaining([
				expect.objectContaining({ code: 'FORBIDDEN', count: 1, example: 'No rights.' }),
			]),
			requests: { sent: 16, retried: 1, rateLimited: 2 },
			safety: { removals: 0, removable: 0, limit: 200, limitPercent: 5, groups: [], verdict: 'ok' },
			mapping: { uid: 'No.' },
			ignoredColumns: ['Shoe size'],
			warnings: ['Look here.'],
		});
		expect(report.subject).toContain('Acme');
		expect(report.text).toContain('Lock Users');
		expect(report.text).toContain('No rights.');
	});

	it('carries numbers that only one vendor has', () => {
		expect(summaryOf({ ...INPUT, extra: { rules: 3 } }, []).extra).toEqual({ rules: 3 });
	});

	it.each<[string, Operation[], Partial<SummaryInput>]>([
		['ok', ['updated', 'unchanged'], {}],
		['ok', [], {}],
		['partial', ['updated', 'failed'], {}],
		['failed', ['failed', 'notAttempted'], {}],
		['blocked', ['planned', 'blocked'], { blocked: true }],
		['planned', ['created', 'rejected'], { dryRun: true }],
		['planned', ['deleted'], { dryRun: true, blocked: true }],
	])('is "%s" with %j and %j', (status, operations, input) => {
		expect(summaryOf({ ...INPUT, ...input }, records(...operations)).status).toBe(status);
	});
});
