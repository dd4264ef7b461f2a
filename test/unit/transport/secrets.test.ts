import fc from 'fast-check';

import { redactDeep, redactor, Secrets, toBase64 } from '../../../nodes/shared/transport/secrets';

const KEY = 'k3y+with "quotes"/&';
const redact = (text: string): string => redactor([KEY])(text);

describe('taking secrets out of a text', () => {
	it.each([
		['as it is', KEY],
		['in a URL', encodeURIComponent(KEY)],
		['in JSON', JSON.stringify(KEY).slice(1, -1)],
		['in base64', toBase64(KEY)],
		['in base64 without its padding', toBase64(KEY).replace(/=/g, '')],
	])('%s', (_, form) => {
		expect(redact(`<${form}> and <${form}>`)).toBe('<[secret]> and <[secret]>');
	});

	it('a text without secrets stays as it is', () => {
		expect(redact('Nothing here.')).toBe('Nothing here.');
	});

	it('a secret of four characters is found, a shorter one is too common to look for', () => {
		expect(redactor(['abc', 'wxyz'])('abc wxyz')).toBe('abc [secret]');
	});

	it.each([[['long', 'longer key']], [['longer key', 'long']]])(
		'a secret within another leaves no rest: %j',
		(secrets) => {
			expect(redactor(secrets)('a longer key')).toBe('a [secret]');
		},
	);

	it('secrets that overlap leave nothing of either', () => {
		expect(redactor(['abcdef', 'defghi', 'ghijkl'])('<abcdefghijkl> and defghi')).toBe('<[secret]> and [secret]');
		expect(redactor(['abcdef', 'ghijkl'])('abcdefghijkl')).toBe('[secret][secret]');
	});

	it('a secret that becomes known later is taken out from then on', () => {
		const secrets = new Secrets(['first']);
		expect(secrets.redact('first, later')).toBe('[secret], later');
		secrets.add(['later', 'late']);
		expect(secrets.redact('first, later, late')).toBe('[secret], [secret], [secret]');
	});

	it('fifty thousand passwords are looked for at once', () => {
		const secrets = new Secrets(Array.from({ length: 50_000 }, (_, at) => `Pass-${at}-word`));
		expect(secrets.redact('Pass-49999-word is weak, Pass-50000-word is not one')).toBe(
			'[secret] is weak, Pass-50000-word is not one',
		);
	});

	it('whatever the secrets, every one is found, and nothing else is taken out', () => {
		const letters = (least: number, most: number): fc.Arbitrary<string> =>
			fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: least, maxLength: most }).map((signs) => signs.join(''));
		fc.assert(
			fc.property(fc.array(letters(4, 24), { maxLength: 5 }), letters(0, 120), (secrets, text) => {
				expect(redactor(secrets)(text)).toBe(withoutAny(secrets, text));
			}),
			{ numRuns: 500 },
		);
	});

	it('every text of a reply is searched, names too', () => {
		const reply = { [KEY]: 1, list: [KEY, { deep: `is ${KEY}` }], none: null, yes: true };
		expect(redactDeep(reply, redact)).toEqual({
			'[secret]': 1,
			list: ['[secret]', { deep: 'is [secret]' }],
			none: null,
			yes: true,
		});
	});

	it('base64 is that of the UTF-8 bytes', () => {
		expect(toBase64('é')).toBe('w6k=');
	});
});

describe('passwords of people', () => {
	it('are taken out when they are short too, as words of their own', () => {
		const secrets = new Secrets([]);
		secrets.addPasswords(['p1', '!!', 'Long-enough']);
		expect(secrets.redact('"p1" is weak, p12 and ap1 are not; !! and Long-enough')).toBe(
			'"[secret]" is weak, p12 and ap1 are not; [secret] and [secret]',
		);
	});
});

describe('a secret in another form', () => {
	const TOKEN = 'to/k+e n"<\'&é';
	it.each([
		['base64url', Buffer.from(TOKEN).toString('base64url')],
		['base64 with its scheme', toBase64(`Bearer ${TOKEN}`)],
		['hex', Buffer.from(TOKEN).toString('hex').toUpperCase()],
		['a form', encodeURIComponent(TOKEN).replaceAll('%20', '+')],
		['a URL in lower case', encodeURIComponent(TOKEN).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())],
		['HTML', 'to/k+e n&quot;&lt;&#39;&amp;é'],
	])('%s', (_what, form) => {
		expect(redactor([TOKEN])(`<${form}>`)).toBe('<[secret]>');
	});
});

it('what is nested too deep, or is too much, is left out', () => {
	let deep: unknown = 'end';
	for (let depth = 0; depth < 60_000; depth++) deep = [deep];
	expect(JSON.stringify(redactDeep({ deep }, (text) => text)).length).toBeLessThan(200);
	const wide = Array.from({ length: 100_000 }, () => 'x'.repeat(10));
	expect(JSON.stringify(redactDeep({ wide }, (text) => text)).length).toBeLessThan(1_000_000);
});

/** The same at a snail's pace: every place, every secret; those that overlap are one. */
function withoutAny(secrets: readonly string[], text: string): string {
	const found = [...text].flatMap((_, at) =>
		secrets.filter((secret) => text.startsWith(secret, at)).map((secret) => [at, at + secret.length] as const),
	);
	const merged: Array<[number, number]> = [];
	for (const [from, to] of found) {
		const last = merged.at(-1);
		if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to);
		else merged.push([from, to]);
	}
	let clean = '';
	let done = 0;
	for (const [from, to] of merged) {
		clean += `${text.slice(done, from)}[secret]`;
		done = to;
	}
	return clean + text.slice(done);
}
