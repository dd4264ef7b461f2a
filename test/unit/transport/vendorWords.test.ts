import { redactor } from '../../../nodes/shared/transport/secrets';
import { vendorWords } from '../../../nodes/shared/transport/vendorWords';

const KEY = 'k3y+with "quotes"/&';
const plain = redactor([]);
const words = (body: unknown): string => vendorWords(body, plain);

describe('what a vendor says in a failed reply', () => {
	it.each([
		['plain text', 'Not allowed.', 'Not allowed.'],
		['JSON with the usual name', { error: 'bad', id: 7 }, 'bad'],
		[
			'the usual names in the order of their weight',
			{ title: 'Bad Request', message: 'No e-mail.' },
			'No e-mail.; Bad Request',
		],
		['a map of fields', { errors: { email: ['is taken', 'is odd'] } }, 'email: is taken; email: is odd'],
		['names that nobody expects', { why: 'so', times: 2, sure: false }, 'why: so; times: 2; sure: false'],
		['usual names that say nothing', { error: '', message: null, why: 'so' }, 'why: so'],
		[
			'a map with a field of a usual name',
			{ errors: { email: ['is taken'], title: 'is odd' } },
			'email: is taken; title: is odd',
		],
		['a list', [{ message: 'one' }, ' ', 'two'], 'one; two'],
		['lines and gaps', ' one\n\n\ttwo  three ', 'one two three'],
		['nothing', undefined, ''],
		['null', null, ''],
		['spaces', '  ', ''],
		['an empty object', {}, ''],
	])('%s', (_, body, said) => {
		expect(words(body)).toBe(said);
	});

	it.each([
		'error',
		'message',
		'Message',
		'ErrorMessage',
		'error_description',
		'detail',
		'title',
		'errors',
		'ModelState',
		'data',
	])('%s is a usual name', (name) => expect(words({ code: 4, [name]: 'No.' })).toBe('No.'));

	it('is at most 300 characters long', () => {
		expect(words('x'.repeat(300))).toBe('x'.repeat(300));
		expect(words('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
	});

	it('of long lists, the first ten are told', () => {
		const many = Array.from({ length: 11 }, (_, index) => index);
		expect(words(many)).toBe('0; 1; 2; 3; 4; 5; 6; 7; 8; 9');
		expect(words({ ...many })).toBe(
			many
				.slice(0, 10)
				.map((at) => `${at}: ${at}`)
				.join('; '),
		);
	});

	it.each([
		['a map in a list in a map', { errors: [{ email: 'bad' }] }, 'email: bad'],
		['four levels', [[[['deep']]]], 'deep'],
		['five levels, which nobody writes for a reader', [[[[['deeper']]]]], ''],
		['four levels of names', { a: { b: { c: { d: 'deep' } } } }, 'a: b: c: d: deep'],
		['five levels of names', { a: { b: { c: { d: { e: 'deeper' } } } } }, ''],
		['five levels of lists under a usual name', { errors: [[[['deeper']]]] }, ''],
		['four levels under a usual name', { error: { b: { c: { d: 'deep' } } } }, 'b: c: d: deep'],
	])('depth: %s', (_, body, said) => {
		expect(words(body)).toBe(said);
	});

	it.each([
		[
			'its title',
			'<!DOCTYPE html><html><head><title lang="en"> Bad Gateway </title></head><body>502</body></html>',
			'a web page (Bad Gateway)',
		],
		['its first words', '<html><body><h1>Bad</h1><p class="x">Gateway</p></body></html>', 'a web page (Bad Gateway)'],
		['its first 120 characters', `<div>${'x'.repeat(121)}</div>`, `a web page (${'x'.repeat(120)})`],
		['its words after a blank line', '\n<p>Bad</p>', 'a web page (Bad)'],
		['nothing where it has no words', '<html><body></body></html>', 'a web page'],
		['the same for XML', '<?xml version="1.0"?><Error>Bad</Error>', 'a web page (Bad)'],
	])('a web page is told by %s', (_, page, said) => {
		expect(words(page)).toBe(said);
	});

	it.each(['see <html>', '<b>bold</b> words', '1 < 2'])('text that only holds a tag is no web page: %s', (text) => {
		expect(words(text)).toBe(text);
	});

	it.each([
		['said in clear', `Bad key ${KEY}.`, 'Bad key [secret].'],
		['as a name', { [KEY]: 'is bad' }, '[secret]: is bad'],
		['with spaces that are folded', 'Bad key two  spaces.', 'Bad key [secret].'],
		['as a number', { pin: 40771234 }, 'pin: [secret]'],
		['across the end of what is told', `<p>${'x'.repeat(110)}${KEY}</p>`, `a web page (${'x'.repeat(110)}[secret])`],
		['with something like a tag in it', '<p>the key is a<b>c</p>', 'a web page (the key is [secret])'],
	])('no secret is told: %s', (_, body, said) => {
		expect(vendorWords(body, redactor([KEY, 'two  spaces', '40771234', 'a<b>c']))).toBe(said);
	});
});
