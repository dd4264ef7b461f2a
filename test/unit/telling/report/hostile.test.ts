import { writeReport, type ReportInput } from '../../../../nodes/shared/telling/report/report';
import { blockedSafety, input, result } from './reportFixture';

function widest(text: string): number {
	return Math.max(...text.split('\n').map((line) => Array.from(line).length));
}

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
		expect([...tags].sort()).toEqual('b bdi body br div h1 h2 head html meta p span table td th title tr'.split(' '));
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
		expect(html).not.toMatch(/<(script|style|link|img|iframe|svg|form)|url\(|https?:|@import|javascript:/i);
	});

	it('shows hidden characters and marks that turn text round by their number', () => {
		const report = writeReport(everywhere('A\u202Egnp\u2066\u0007\u200B\uFEFF\u0000\uD800'));
		for (const part of Object.values(report)) {
			expect(part.replace(/\n/g, '')).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|\p{Cc}|\p{Cs}/u);
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

	it.each(['=HYPERLINK("http://x")', '+1+cmd|calc', '-2+cmd', '@SUM(A1)', '＝1+1', '\t=1+1', 'x,=1+1', 'x;@SUM(A1)'])(
		'leaves no formula in the text that a spreadsheet would run: %s',
		(formula) => {
			const { text } = writeReport(everywhere(formula));
			const starts = text
				.split('\n')
				.filter((line) => !/^[=-]{72}$/.test(line))
				.map((line) => line.trim().replace(/^[-*] /, ''))
				.flatMap((line) => line.split(/[,;|\t]\s*/))
				.filter((cell) => /^[=+\-@＝]/u.test(cell) && !cell.startsWith('->'));
			expect(starts).toEqual([]);
		},
	);

	it('leaves numbers as they are', () => {
		const changes = [{ field: 'phone', from: '-5', to: '+47 123 45' }];
		expect(writeReport(input([result('updated', { changes })])).text).toContain('phone: -5 -> +47 123 45');
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
