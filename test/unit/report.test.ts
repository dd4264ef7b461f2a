import {
	countOperations,
	groupFailures,
	writeReport,
	type ReportInput,
} from '../../nodes/shared/report/report';
import { REMEDIES, duration, moment, some, thousands } from '../../nodes/shared/report/words';
import { isSuccess, type Code, type Operation, type ResultRecord } from '../../nodes/shared/result';

const PLAN_HASH = `sha256:${'4f2a9c81'.repeat(8)}`;
const REMOVALS_HASH = `sha256:${'0d77e1a2'.repeat(8)}`;
const OPERATIONS: Operation[] = [
	'created',
	'updated',
	'unchanged',
	'reactivated',
	'restored',
	'suspended',
	'hidden',
	'deleted',
	'found',
	'planned',
	'rejected',
	'failed',
	'blocked',
	'unknown',
	'notAttempted',
];
const CODES = Object.keys(REMEDIES) as Code[];

function result(operation: Operation, more: Partial<ResultRecord> = {}): ResultRecord {
	return {
		success: isSuccess(operation),
		operation,
		key: '2-105',
		userId: '379',
		name: 'Sally Student',
		email: 'sally@company.tld',
		changes: [],
		code: '',
		message: '',
		attempts: 1,
		dryRun: false,
		...more,
	};
}

function times(count: number, make: (index: number) => ResultRecord): ResultRecord[] {
	return Array.from({ length: count }, (_, index) => make(index));
}

function input(
	results: readonly ResultRecord[],
	summary: Partial<ReportInput['summary']> = {},
	labels: Partial<Pick<ReportInput, 'lmsLabel' | 'operationLabel'>> = {},
): ReportInput {
	return {
		lmsLabel: 'Bridge',
		operationLabel: 'Sync Users',
		...labels,
		results,
		summary: {
			lms: 'bridge',
			operation: 'sync',
			status: 'ok',
			dryRun: false,
			runId: 'run-7f1c',
			startedAt: '2026-03-04T06:15:00.000Z',
			durationMs: 5123,
			planHash: PLAN_HASH,
			removalsHash: REMOVALS_HASH,
			planQuality: 'full',
			rows: { received: 120, valid: 118, rejected: 2, duplicates: 0 },
			directory: { users: 5321, managed: 5290, unmanaged: 31, protected: 2 },
			counts: countOperations(results),
			failures: groupFailures(results),
			requests: { sent: 16, retried: 1, rateLimited: 1 },
			safety: {
				removals: 0,
				removable: 5290,
				limit: 200,
				limitPercent: 5,
				groups: [],
				verdict: 'ok',
			},
			mapping: { first_name: 'First Name' },
			ignoredColumns: ['Shoe size'],
			warnings: [],
			...summary,
		},
	};
}

const blockedSafety: ReportInput['summary']['safety'] = {
	removals: 30,
	removable: 300,
	limit: 200,
	limitPercent: 5,
	groups: [
		{ group: 'Finance', removals: 2, removable: 88, verdict: 'ok' },
		{ group: 'Sales', removals: 28, removable: 61, verdict: 'blocked' },
	],
	verdict: 'blocked',
	reason: '28 of the 61 people in Sales would be removed, more than the limit of 5%',
};

/** What a reader sees: tags gone, entities back. */
function seen(html: string): string {
	return html
		.replace(/<!--.*?-->/gs, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/&nbsp;/g, ' ')
		.replace(/&rarr;/g, '→')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, '&')
		.replace(/\s+/g, ' ');
}

/** The text with its line breaks undone. */
function unwrapped(text: string): string {
	return text.replace(/\s+/g, ' ');
}

function widest(text: string): number {
	return Math.max(...text.split('\n').map((line) => Array.from(line).length));
}

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
		expect(groupFailures(results)[0]?.keys).toEqual(['row 2']);
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
		expect(
			groupFailures([result('unknown'), result('notAttempted')]).map(({ code }) => code),
		).toEqual(['OUTCOME_UNKNOWN', 'NOT_ATTEMPTED']);
	});
});

describe('the subject', () => {
	it('tells what changed and what did not go through', () => {
		const results = [
			...times(3, () => result('created')),
			...times(7, () => result('updated')),
			...times(108, () => result('unchanged')),
			...times(2, () => result('rejected', { code: 'INVALID_ROW' })),
		];
		expect(writeReport(input(results, { status: 'partial' })).subject).toBe(
			'Bridge sync: 3 created, 7 updated, 2 rejected',
		);
	});

	it('says that nothing had to change, or that there was nothing to do', () => {
		expect(writeReport(input([result('unchanged')])).subject).toBe('Bridge sync: 1 unchanged');
		expect(writeReport(input([])).subject).toBe('Bridge sync: nothing to do');
	});

	it('says what a dry run would do', () => {
		const results = [
			result('created'),
			result('deleted'),
			result('rejected', { code: 'INVALID_ROW' }),
		];
		expect(writeReport(input(results, { dryRun: true, status: 'planned' })).subject).toBe(
			'Bridge sync (dry run): would create 1, delete 1; 1 rejected',
		);
		expect(writeReport(input([], { dryRun: true, status: 'planned' })).subject).toBe(
			'Bridge sync (dry run): would change nothing',
		);
	});

	it('says BLOCKED and why', () => {
		const results = times(30, () =>
			result('blocked', { code: 'REMOVAL_LIMIT', attempted: 'deleted' }),
		);
		const blocked = { status: 'blocked', safety: blockedSafety } as const;
		expect(writeReport(input(results, blocked)).subject).toBe(
			'Bridge sync BLOCKED: 30 removals exceed the limit',
		);
		const one = { ...blocked, safety: { ...blockedSafety, removals: 1 } };
		expect(writeReport(input(results.slice(0, 1), one)).subject).toContain(
			'1 removal exceeds the limit',
		);
	});

	it('uses the vendor’s own word', () => {
		const failed = [result('failed', { code: 'FORBIDDEN' })];
		const labels = { lmsLabel: 'Learnifier', operationLabel: 'Lock Users' };
		expect(writeReport(input(failed, { status: 'failed' }, labels)).subject).toBe(
			'Learnifier lock FAILED: 1 failed',
		);
	});

	it('stays on one line of 120 characters, and failures are not what is cut', () => {
		const results = OPERATIONS.flatMap((operation) => times(1200, () => result(operation)));
		const hostile = { lmsLabel: `Bridge\r\nBcc: x@y.z${'x'.repeat(500)}` };
		const { subject } = writeReport(input(results, { status: 'partial' }, hostile));
		expect(subject.length).toBeLessThanOrEqual(120);
		expect(subject).not.toMatch(/[\r\n]/);
		expect(writeReport(input(results, { status: 'partial' })).subject).toContain('1,200 rejected');
	});
});

describe('plain English', () => {
	it.each([
		[1, '1 row was not sent. Fix it and run again.'],
		[2, '2 rows were not sent. Fix these and run again.'],
		[1200, '1,200 rows were not sent. Fix these and run again.'],
	])('gets the number %d right', (count, sentence) => {
		const results = times(count, () => result('rejected', { code: 'INVALID_ROW' }));
		const report = writeReport(input(results, { status: 'failed' }));
		expect(unwrapped(report.text)).toContain(sentence);
		expect(seen(report.html)).toContain(sentence);
	});

	it('tells what happened in one sentence', () => {
		const results = [
			result('created'),
			...times(2, () => result('updated')),
			result('deleted'),
			result('unchanged'),
		];
		const sentence = '1 person was created, 2 updated and 1 deleted. 1 account is already right.';
		expect(unwrapped(writeReport(input(results)).text)).toContain(sentence);
	});

	it('asks to check an unknown outcome by hand', () => {
		const results = [result('unknown', { code: 'OUTCOME_UNKNOWN' })];
		const { html, text } = writeReport(input(results, { status: 'failed' }));
		expect(seen(html)).toContain('Outcome unknown: check by hand');
		expect(text).toContain('Outcome unknown: check by hand');
	});

	it('says numbers, durations and times as people do', () => {
		expect([0, 999, 1000, 1234567].map(thousands)).toEqual(['0', '999', '1,000', '1,234,567']);
		expect(some(1, 'person', 'people')).toBe('1 person');
		expect(some(0, 'row')).toBe('0 rows');
		expect([0, 999, 1000, 65_000, 3_600_000, 3_725_000, 59_999].map(duration)).toEqual([
			'less than a second',
			'less than a second',
			'1 second',
			'1 minute 5 seconds',
			'1 hour',
			'1 hour 2 minutes',
			'1 minute',
		]);
		expect(moment('2026-03-04T06:15:00.000Z')).toBe('4 March 2026, 06:15 UTC');
		expect(moment('yesterday')).toBe('yesterday');
	});
});

describe('what the report lists', () => {
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
				/\bremovals\b/i,
				/Clerk → Manager/,
				/warnings/i,
				/Shoe size/,
				/First Name/,
				/run-7f1c/,
			].map((words) => shown.search(words));
			expect(places).toEqual([...places].sort((a, b) => a - b));
			expect(places).not.toContain(-1);
			expect(shown).toContain(REMEDIES.INVALID_ROW.advice);
			expect(shown).toContain('Column "E-mail" is empty.');
			expect(shown).toContain('row 4');
		}
	});

	it('has one sentence of advice for every code', () => {
		for (const code of CODES) {
			const { html, text } = writeReport(
				input([result('failed', { code, message: 'm' })], { status: 'failed' }),
			);
			const { title, advice } = REMEDIES[code];
			expect(advice).toMatch(/^[A-Z][^.]*\.$/);
			expect(seen(html)).toContain(advice);
			expect(seen(html)).toContain(title);
			expect(unwrapped(text).replace(/->/g, '→')).toContain(advice);
		}
	});

	it('tells the cause before those who were not reached', () => {
		const results = [
			...times(9, () => result('notAttempted', { code: 'NOT_ATTEMPTED' })),
			result('failed', { code: 'UNAUTHORIZED' }),
		];
		const { text } = writeReport(input(results, { status: 'failed' }));
		expect(text.indexOf('UNAUTHORIZED')).toBeLessThan(text.indexOf('NOT_ATTEMPTED'));
	});

	it('draws a bar for every operation, in words too', () => {
		const results = OPERATIONS.map((operation) => result(operation));
		const { html } = writeReport(input(results, { status: 'partial' }));
		const words =
			'Created Updated Unchanged Reactivated Restored Suspended Hidden Deleted Found Planned Rejected Failed Blocked';
		for (const word of [...words.split(' '), 'Outcome unknown: check by hand', 'Not attempted']) {
			expect(seen(html)).toContain(` ${word} `);
		}
		expect(html.match(/<td width="100%" bgcolor=/g)).toHaveLength(OPERATIONS.length);
	});

	it('names 25 of those who were removed, and how many more', () => {
		const results = times(30, (index) =>
			result('deleted', { name: `Person No${index}x`, key: `k${index}` }),
		);
		const report = writeReport(input(results));
		for (const shown of [seen(report.html), unwrapped(report.text)]) {
			expect(shown).toContain('30 people were deleted.');
			expect(shown).toContain('Person No24x');
			expect(shown).not.toContain('Person No25x');
			expect(shown).toContain('and 5 more');
		}
	});

	it('shows what became of each removal when it differs', () => {
		const results = [
			result('deleted'),
			result('deleted', { alreadyAbsent: true }),
			result('failed', { attempted: 'deleted', code: 'FORBIDDEN' }),
			result('blocked', { attempted: 'deleted', code: 'REMOVAL_LIMIT' }),
		];
		const { text } = writeReport(input(results, { status: 'partial' }));
		for (const fate of [
			'Was already gone',
			'Failed: not deleted',
			'Held back: not deleted',
			'2 people stay for now.',
		]) {
			expect(text).toContain(fate);
		}
	});

	it('shows changes from and to, and shortens what is long', () => {
		const changes = [
			{ field: 'title', from: null, to: 'Sales Manager' },
			{ field: 'active', from: false, to: true },
			{ field: 'bio', from: '', to: 'x'.repeat(5000) },
		];
		const report = writeReport(input([result('updated', { changes })]));
		expect(seen(report.html)).toContain('title : (empty) → Sales Manager');
		expect(report.text).toContain('active: no -> yes');
		expect(report.html).not.toContain('x'.repeat(61));
		expect(report.html).toContain('…');
	});

	it('never shows the value of a field that sounds like a secret', () => {
		const changes = [
			{ field: 'Password', from: 'hunter1', to: 'hunter2' },
			{ field: 'customInfo', from: null, to: { api_key: 'hunter3' } },
		];
		const report = writeReport(input([result('updated', { changes })]));
		expect(JSON.stringify(report)).not.toContain('hunter');
		expect(report.text).toContain('Password: (not shown) -> (not shown)');
	});

	it('shows warnings, mapping, requests, and numbers that only one vendor has', () => {
		const extra = { rulesMatched: 12, coursesAssigned: 1234 };
		const shown = seen(writeReport(input([], { warnings: ['Phone is blank.'], extra })).html);
		for (const words of [
			'Phone is blank.',
			'Rules matched 12',
			'Courses assigned 1,234',
			'16 sent, 1 repeated',
		]) {
			expect(shown).toContain(words);
		}
	});
});

describe('plans and approvals', () => {
	it('marks a dry run at the top: nothing was changed', () => {
		const results = [result('created', { dryRun: true }), result('deleted', { dryRun: true })];
		const safety = { ...blockedSafety, removals: 1, verdict: 'ok' as const };
		const { html, text } = writeReport(input(results, { dryRun: true, status: 'planned', safety }));
		expect(seen(html).indexOf('nothing was changed')).toBeLessThan(300);
		expect(text.split('\n').slice(0, 4).join(' ')).toMatch(/dry run: nothing was changed/i);
		expect(unwrapped(text)).toContain('The run would create 1 person and delete 1.');
		expect(unwrapped(text)).toContain('within the limits');
		expect(unwrapped(text)).toContain('put this hash in Safety -> Approved Plan');
		expect(text).not.toContain('was deleted');
	});

	it.each([true, false])('shows how to approve removals over the limit (dry run: %s)', (dryRun) => {
		const results = times(30, () =>
			dryRun
				? result('deleted')
				: result('blocked', { attempted: 'deleted', code: 'REMOVAL_LIMIT' }),
		);
		const status = dryRun ? 'planned' : 'blocked';
		const { subject, html, text } = writeReport(
			input(results, { dryRun, status, safety: blockedSafety }),
		);
		expect(subject).toMatch(dryRun ? /approval needed/ : /BLOCKED/);
		expect(seen(html)).toContain('put this hash in Safety → Approved Plan');
		expect(seen(html)).toContain(`${blockedSafety.reason ?? ''}.`);
		for (const hash of [PLAN_HASH, REMOVALS_HASH]) {
			expect(html).toContain(hash);
			// On a line of its own, whole, so that it can be copied.
			expect(text.split('\n')).toContain(hash);
		}
		expect(seen(html).indexOf('Sales 28 61 Blocked')).toBeLessThan(
			seen(html).indexOf('Finance 2 88'),
		);
		expect(seen(html)).toContain(
			dryRun ? 'then switch Dry Run off and run again' : 'then run again',
		);
	});

	it('offers no approval where one would not help', () => {
		const results = times(2, () =>
			result('blocked', { attempted: 'deleted', code: 'SOURCE_DAMAGED' }),
		);
		const damaged = writeReport(
			input(results, { status: 'blocked', safety: { ...blockedSafety, removals: 2 } }),
		);
		expect(unwrapped(damaged.text)).toContain('An approval cannot lift this block');
		expect(damaged.text).not.toContain('put this hash');
		const nobody = writeReport(input([result('created')], { dryRun: true, status: 'planned' }));
		expect(unwrapped(nobody.text)).toContain(
			'Nobody would be removed, so Safety -> Approved Plan can stay empty.',
		);
		expect(writeReport(input([result('created')])).text).not.toContain('HOW TO APPROVE');
	});

	it('says when limits were exceeded with somebody’s approval', () => {
		const safety = { ...blockedSafety, verdict: 'approved' as const };
		expect(seen(writeReport(input([result('deleted')], { safety })).html)).toContain(
			'this very plan was approved',
		);
	});
});

describe('hostile input', () => {
	const evil = `</td></table><script>alert("x")</script><img src=x onerror='y'>&amp;`;
	const everywhere = (text: string): ReportInput =>
		input(
			[
				result('updated', {
					key: text,
					name: text,
					changes: [{ field: text, from: text, to: text }],
				}),
				result('created', { key: text, name: text }),
				result('deleted', { key: text, name: text }),
				result('rejected', { code: 'INVALID_ROW', key: text, name: text, message: text }),
				result('rejected', {
					code: 'INVALID_ROW',
					key: text,
					name: '',
					email: text,
					message: `2${text}`,
				}),
				result('failed', { code: 'VENDOR_REJECTED', key: text, name: text, message: text }),
			],
			{
				status: 'partial',
				runId: text,
				startedAt: text,
				planHash: text,
				removalsHash: text,
				warnings: [text],
				ignoredColumns: [text],
				mapping: { [text]: text },
				extra: { [text]: 1 },
				safety: {
					...blockedSafety,
					reason: text,
					groups: [{ group: text, removals: 1, removable: 2, verdict: 'blocked' }],
				},
			},
			{ lmsLabel: text, operationLabel: text },
		);

	it('escapes everything: the only tags are the report’s own', () => {
		const { html } = writeReport(everywhere(evil));
		const tags = new Set(Array.from(html.matchAll(/<\/?([a-z0-9]+)/gi), ([, name]) => name));
		expect([...tags].sort()).toEqual(
			'b bdi body br div h1 h2 head html meta p span table td th title tr'.split(' '),
		);
		expect(html).not.toMatch(/<[^>]*\son\w+=/i);
		expect(html).toContain('&lt;script&gt;');
	});

	it('stays one well-formed document', () => {
		const { html } = writeReport(everywhere(evil));
		for (const tag of ['table', 'tr', 'td', 'div', 'span', 'b', 'bdi']) {
			const plain = html.replace(/<!--.*?-->/gs, '');
			const opened = plain.match(new RegExp(`<${tag}[ >]`, 'g'))?.length;
			expect(plain.match(new RegExp(`</${tag}>`, 'g'))?.length).toBe(opened);
		}
	});

	it('loads nothing and runs nothing', () => {
		const { html } = writeReport(everywhere('plain'));
		expect(html).not.toMatch(
			/<(script|style|link|img|iframe|svg|form)|url\(|https?:|@import|javascript:/i,
		);
	});

	it('shows hidden characters and marks that turn text round by their number', () => {
		const report = writeReport(everywhere('A\u202Egnp\u2066\u0007\u200B\uFEFF\u0000\uD800'));
		for (const part of Object.values(report)) {
			expect(part.replace(/\n/g, '')).not.toMatch(
				/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|\p{Cc}|\p{Cs}/u,
			);
		}
		expect(report.html).toContain('A[U+202E]gnp[U+2066][U+0007][U+200B][U+FEFF][U+0000][U+D800]');
	});

	it('keeps the letters of every language', () => {
		for (const name of ['Łukasz O’Brien-Åkesson', '王小明', 'محمد', '👩‍🚀 Ada']) {
			const report = writeReport(input([result('deleted', { name })]));
			expect(report.html).toContain(name);
			expect(report.text).toContain(name);
		}
	});

	it.each([
		'=HYPERLINK("http://x")',
		'+1+cmd|calc',
		'-2+cmd',
		'@SUM(A1)',
		'＝1+1',
		'\t=1+1',
		'x,=1+1',
		'x;@SUM(A1)',
	])('leaves no formula in the text that a spreadsheet would run: %s', (formula) => {
		const { text } = writeReport(everywhere(formula));
		const starts = text
			.split('\n')
			.filter((line) => !/^[=-]{72}$/.test(line))
			.map((line) => line.trim().replace(/^[-*] /, ''))
			.flatMap((line) => line.split(/[,;|\t]\s*/))
			.filter((cell) => /^[=+\-@＝]/u.test(cell) && !cell.startsWith('->'));
		expect(starts).toEqual([]);
	});

	it('leaves numbers as they are', () => {
		const changes = [{ field: 'phone', from: '-5', to: '+47 123 45' }];
		expect(writeReport(input([result('updated', { changes })])).text).toContain(
			'phone: -5 -> +47 123 45',
		);
	});

	it('keeps data from starting lines of its own', () => {
		const { text } = writeReport(everywhere('A\r\nFrom: boss\nB'));
		expect(text).not.toMatch(/^From:/m);
	});

	it.each([evil, '=cmd', '王'.repeat(400), `${'"'.repeat(300)}`, 'word '.repeat(200)])(
		'keeps the text within 72 columns: %.12s',
		(text) => {
			expect(widest(writeReport(everywhere(text)).text)).toBeLessThanOrEqual(72);
		},
	);
});

describe('size', () => {
	it('stays small and quick with 100,000 results', () => {
		const results = times(100_000, (index) =>
			result(index % 3 === 0 ? 'updated' : index % 50 === 1 ? 'rejected' : 'deleted', {
				key: `k${index}`,
				code: index % 50 === 1 ? 'INVALID_ROW' : '',
				message: `Message ${index}`,
				changes: index % 3 === 0 ? [{ field: 'title', from: 'a', to: 'b' }] : [],
			}),
		);
		const given = input(results, { status: 'partial' });
		Object.freeze(results);
		const before = Date.now();
		const { html, text } = writeReport(given);
		expect(Date.now() - before).toBeLessThan(2000);
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
		const changes = times(20, () => result('updated')).map(() => ({
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
			...OPERATIONS.flatMap((operation) =>
				times(40, () => result(operation, { key: long, name: long, changes })),
			),
		];
		const given = input(
			results,
			{
				dryRun: true,
				status: 'partial',
				runId: long,
				startedAt: long,
				planHash: long,
				removalsHash: long,
				warnings: Array.from({ length: 500 }, () => long),
				ignoredColumns: Array.from({ length: 500 }, () => long),
				mapping: Object.fromEntries(
					Array.from({ length: 500 }, (_, index) => [index + long, long]),
				),
				extra: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + long, index])),
				safety: {
					...blockedSafety,
					reason: long,
					groups: Array.from({ length: 500 }, () => ({
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
