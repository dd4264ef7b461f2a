import { writeReport } from '../../../../nodes/shared/telling/report/report';
import { REMEDIES } from '../../../../nodes/shared/model/remedies';
import {
	CODES,
	DRY,
	OPERATIONS,
	PLAN_HASH,
	REMOVALS_HASH,
	blockedSafety,
	input,
	result,
	seen,
	times,
	unwrapped,
} from './reportFixture';

describe('the report', () => {
	it('shows failures before everything else, each with what to do', () => {
		const results = [
			result('created'),
			result('updated', { changes: [{ field: 'title', from: 'Clerk', to: 'Manager' }] }),
			result('deleted'),
			result('rejected', {
				code: 'INVALID_ROW',
				message: 'Column "E-mail" is empty.',
				name: '',
				email: '',
				key: '',
			}),
		];
		const report = writeReport(input(results, { status: 'partial', warnings: ['Careful.'] }));
		for (const shown of [seen(report.html), unwrapped(report.text).replace(/->/g, '→')]) {
			const places = [
				/needs attention/i,
				/what happened/i,
				/warnings/i,
				/\bremovals\b/i,
				/Clerk → Manager/,
				/Shoe size/,
				/First Name/,
				/run-7f1c/,
			].map((words) => shown.search(words));
			expect(places).toEqual([...places].sort((a, b) => a - b));
			expect(places).not.toContain(-1);
			expect(shown).toContain(REMEDIES.INVALID_ROW.advice);
			expect(shown).toContain('Column "E-mail" is empty.');
			expect(shown).toContain('item 3, line 5 of a list with a heading');
		}
	});

	it('has advice for every code', () => {
		for (const code of CODES) {
			const { html, text } = writeReport(input([result('failed', { code, message: 'm' })], { status: 'failed' }));
			const { title, advice } = REMEDIES[code];
			expect(advice).toMatch(/^[A-Z].*\.$/);
			expect(seen(html)).toContain(advice);
			expect(seen(html)).toContain(title);
			expect(unwrapped(text).replace(/->/g, '→')).toContain(advice);
		}
	});

	it('marks a dry run at the top: nothing was changed', () => {
		const { html, text } = writeReport(input([result('deleted', { dryRun: true })], DRY));
		expect(seen(html)).toMatch(/^Bridge: Sync Users Dry run: nothing was changed/);
		expect(text.split('\n')[2]).toBe('DRY RUN: NOTHING WAS CHANGED');
		expect(text).not.toContain('was deleted');
	});

	it('has both hashes of a plan whole, to be copied', () => {
		const { html, text } = writeReport(input([result('deleted')], { ...DRY, safety: blockedSafety }));
		for (const hash of [PLAN_HASH, REMOVALS_HASH]) {
			expect(html).toContain(`>${hash}<`);
			expect(text.split('\n')).toContain(hash);
		}
	});
});

describe('size', () => {
	it('stays small with 50,000 results, which it leaves as they are', () => {
		const results = times(50_000, (index) =>
			result(index % 3 === 0 ? 'updated' : index % 50 === 1 ? 'rejected' : 'deleted', {
				key: `k${index}`,
				code: index % 50 === 1 ? 'INVALID_ROW' : '',
				message: `Message ${index}`,
				changes: index % 3 === 0 ? [{ field: 'title', from: 'a', to: 'b' }] : [],
			}),
		);
		const given = input(results, { status: 'partial' });
		Object.freeze(results);
		const { html, text } = writeReport(given);
		expect(Buffer.byteLength(html)).toBeLessThan(60_000);
		expect(text.length).toBeLessThan(20_000);
		expect(html).toContain('more</span>');
		expect(html.endsWith('</html>\n')).toBe(true);
	});

	it.each([
		['quotes', '"', 'the same message'],
		['direction marks', '\u202E', 'messages that differ'],
		['emoji', '👩‍🚀', 'the same message'],
		['ampersands', '&', 'messages that differ'],
	])('stays under 100,000 bytes whatever the input: %s, %s', (_name, character, kind) => {
		const long = character.repeat(3000);
		const changes = times(20, () => ({
			field: long,
			from: long,
			to: long,
		}));
		const results = [
			...CODES.flatMap((code) =>
				times(30, (index) =>
					result('failed', {
						code,
						key: long,
						name: long,
						message: kind === 'the same message' ? long : index + long,
					}),
				),
			),
			...OPERATIONS.flatMap((operation) => times(40, () => result(operation, { key: long, name: long, changes }))),
		];
		const given = input(
			results,
			{
				...DRY,
				runId: long,
				startedAt: long,
				planHash: long,
				removalsHash: long,
				warnings: times(500, () => long),
				ignoredColumns: times(500, () => long),
				mapping: Object.fromEntries(times(500, (index) => [index + long, long])),
				extra: Object.fromEntries(times(500, (index) => [index + long, index])),
				safety: {
					...blockedSafety,
					reason: long,
					groups: times(500, () => ({
						group: long,
						removals: 1,
						removable: 1,
						verdict: 'blocked',
					})),
				},
			},
			{ lmsLabel: long, operationLabel: long },
		);
		const { html, subject } = writeReport(given);
		expect(Buffer.byteLength(html)).toBeLessThan(100_000);
		expect(html.endsWith('</html>\n')).toBe(true);
		expect(subject.length).toBeLessThanOrEqual(120);
		// However crowded, each code keeps its advice.
		for (const code of CODES) expect(seen(html)).toContain(REMEDIES[code].advice);
	});
});
