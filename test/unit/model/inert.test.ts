import { escapeHtml, formulaProof, inert } from '../../../nodes/shared/model/inert';

describe('text of others on one line', () => {
	it.each([
		['line breaks', 'A\r\nFrom: boss\nB', 'A From: boss B'],
		['spaces of all kinds', ' a\u00a0\t\u2003b\u2028c\u0085 ', 'a b c'],
	])('has %s as one space', (_what, text, shown) => {
		expect(inert(text)).toBe(shown);
	});

	it.each([
		['\u202egnp', '[U+202E]gnp'],
		['a\u2066b', 'a[U+2066]b'],
		['\u0007', '[U+0007]'],
		['\u00ad', '[U+00AD]'],
		['a\u200b\ufeffb', 'a[U+200B][U+FEFF]b'],
		['\ud800', '[U+D800]'],
	])('shows hidden characters by their number: %j', (text, shown) => {
		expect(inert(text)).toBe(shown);
	});

	it.each(['Łukasz O’Brien-Åkesson', '王小明', 'محمد', '👩‍🚀 Ada', 'क्\u200dष'])(
		'keeps the letters of every language: %s',
		(name) => {
			expect(inert(name)).toBe(name);
		},
	);

	it.each<[what: string, text: string, length: number, shown: string]>([
		['as it is up to the limit', 'abcde', 5, 'abcde'],
		['with a mark beyond', 'abcdef', 5, 'abcd…'],
		['without a space before the mark', 'abc def', 5, 'abc…'],
		['by characters, not halves', '🎓🎓🎓🎓', 3, '🎓🎓…'],
		['with a mark even if what is left of a megabyte is short', `a${' '.repeat(99)}b`, 5, 'a…'],
		['with the halves that were in it', `\ud800${'c'.repeat(99)}`, 10, '[U+D800]c…'],
		['by whole characters of a megabyte', `${' '.repeat(37)}ab🎓${'c'.repeat(99)}`, 5, 'ab…'],
	])('is shortened: %s', (_how, text, length, shown) => {
		expect(inert(text, length)).toBe(shown);
	});

	it('has 60 characters unless said otherwise', () => {
		expect(inert('x'.repeat(60))).toBe('x'.repeat(60));
		expect(inert('x'.repeat(61))).toBe(`${'x'.repeat(59)}…`);
	});
});

describe('text in a spreadsheet', () => {
	it.each([
		['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
		['+1+cmd|calc', "'+1+cmd|calc"],
		['-2+cmd', "'-2+cmd"],
		['@SUM(A1)', "'@SUM(A1)"],
		['＝1+1', "'＝1+1"],
		['x,=1+1', "x,'=1+1"],
		['x; @SUM(A1) | =2', "x; '@SUM(A1) | '=2"],
		['->x', "'->x"],
	])('is no formula: %s', (text, proofed) => {
		expect(formulaProof(text)).toBe(proofed);
	});

	it.each(['-5', '+47 123 45', '(-5)', '-5, +47 (123)', 'a=b', 'x -> y', '-> y', '->', 'a-b@c.d'])(
		'stays as it is where it is none: %s',
		(text) => {
			expect(formulaProof(text)).toBe(text);
		},
	);
});

describe('text in HTML', () => {
	it('has no tag, no entity and no end of an attribute', () => {
		expect(escapeHtml(`<b title='x' id="y">&amp;`)).toBe('&lt;b title=&#39;x&#39; id=&quot;y&quot;&gt;&amp;amp;');
	});
});
