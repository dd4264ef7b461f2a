import {
	basic,
	normalisePath,
	optionalText,
	requiredPassword,
	requiredText,
	signed,
	statusesOtherThan,
} from '../../../nodes/shared/transport/sign';

const credential = (value: unknown) => ({ baseUrl: 'https://acme.tld/x', field: value }) as never;

describe('a text of the credential', () => {
	const readers = [
		['a required text', requiredText, 'a b'],
		['a text that may be empty', optionalText, 'a b'],
		['a password, of which spaces are a part', requiredPassword, '  a b '],
	] as const;

	describe.each(readers)('%s', (_what, read, value) => {
		it('is read', () => {
			expect(read(credential('  a b '), 'field', 'API Key')).toBe(value);
			expect(read(credential(7), 'field', 'API Key')).toBe('7');
		});

		it.each([true, {}])("can't be %j", (given) => {
			expect(() => read(credential(given), 'field', 'API Key')).toThrow('The API Key of the credential must be text.');
		});

		it.each(['a\u0000b', 'a\r\nb', 'a\u001fb', 'a\u007fb'])("can't hold a control character: %j", (given) => {
			expect(() => read(credential(given), 'field', 'API Key')).toThrow(
				'The API Key of the credential holds a line break or another control character. Paste it again without it.',
			);
		});
	});

	it.each([undefined, null, ''])('is missed where it is required and %j', (given) => {
		const message = 'The credential has no API Key. Enter it in the credential.';
		expect(() => requiredText(credential(given), 'field', 'API Key')).toThrow(message);
		expect(() => requiredPassword(credential(given), 'field', 'API Key')).toThrow(message);
		expect(optionalText(credential(given), 'field', 'API Key')).toBe('');
	});

	it('is missed when it holds spaces only, unless it is a password', () => {
		expect(() => requiredText(credential('  '), 'field', 'API Key')).toThrow('has no API Key');
		expect(requiredPassword(credential('  '), 'field', 'API Key')).toBe('  ');
	});
});

describe('a signed request', () => {
	const header = { name: 'X-Key', value: 'clé ÿ~', label: 'API Key' };

	it.each(['Host', 'cookie', 'CONTENT-LENGTH', 'Transfer-Encoding', 'X-HTTP-Method-Override'])(
		'is not made with %s, which would make it another call',
		(name) => {
			expect(() => signed({ url: '/users' }, credential(''), { ...header, name })).toThrow(
				`The Header Name of the credential is ${name}`,
			);
		},
	);

	it("carries the header to the credential's address and follows no redirect", () => {
		const request = { url: '/users', headers: { 'x-key': 'other', Accept: 'a' } };
		expect(signed(request, credential(''), header)).toEqual({
			url: '/users',
			baseURL: 'https://acme.tld',
			headers: { Accept: 'a', 'X-Key': 'clé ÿ~' },
			disableFollowRedirect: true,
		});
	});

	it('needs an address, which is plain http only where that is plainly allowed', () => {
		expect(() => signed({ url: '/' }, {}, header)).toThrow('The credential has no Base URL.');
		expect(() => signed({ url: '/' }, { baseUrl: 'http://acme.tld', allowHttp: 'true' }, header)).toThrow(
			'unencrypted',
		);
		expect(signed({ url: '/' }, { baseUrl: 'http://acme.tld', allowHttp: true }, header)).toMatchObject({
			baseURL: 'http://acme.tld',
		});
	});

	it("can't leave for another host", () => {
		expect(() => signed({ url: 'https://evil.tld/' }, credential(''), header)).toThrow(
			'The request was not sent: it names another host than the Base URL of the credential.',
		);
	});

	it.each(['', 'X Key', 'X-Key:', ':X', 'Schlüssel'])("can't have the header name %j", (name) => {
		expect(() => signed({ url: '/' }, credential(''), { ...header, name })).toThrow(
			'The Header Name of the credential may only hold letters, digits and dashes. Correct it in the credential.',
		);
	});

	it.each([
		[
			'a\nb',
			'The API Key of the credential holds a line break or another control character. Paste it again without it.',
		],
		[
			'a\u0100',
			"The API Key of the credential holds a character that can't be sent in a header, such as a curly quote or a long dash. Copy it again from your system.",
		],
	])("can't have the header value %j", (value, message) => {
		expect(() => signed({ url: '/' }, credential(''), { ...header, value })).toThrow(message);
	});
});

describe('Basic authorization', () => {
	it('is user name and secret in base64 of UTF-8', () => {
		expect(basic('Žofie', 'a:b', 'Username')).toBe(`Basic ${Buffer.from('Žofie:a:b', 'utf8').toString('base64')}`);
	});

	it("can't carry a colon in the user name", () => {
		expect(() => basic('a:b', 'c', 'Username')).toThrow(
			"The Username of the credential holds a colon, which can't be sent. Check it.",
		);
	});
});

describe('a path of the credential', () => {
	it.each([
		['//a/', 'a host'],
		['https://evil.tld/a', 'a host'],
		['C:a', 'a host'],
		['x1+.-:a', 'a host'],
		['/a?b', ''],
		['/a#b', ''],
		['/a\\b', ''],
		['/a b', ''],
		['/a\u0001b', ''],
	])("can't be %j", (path, host) => {
		const message =
			host === ''
				? 'The API Path of the credential must be a plain path such as /api/v1.'
				: 'The API Path of the credential must be a path such as /api/v1, without a host.';
		expect(() => normalisePath(path, 'API Path')).toThrow(message);
	});

	it.each([
		['api/v1/', '/api/v1'],
		[' /api/v1// ', '/api/v1'],
		['/a', '/a'],
		['a', '/a'],
		['/', ''],
		['', ''],
		['/api:v1', '/api:v1'],
		['/1a:b', '/1a:b'],
		['1a:b', '/1a:b'],
		['/a//b', '/a//b'],
	])('%j becomes %j', (path, normalised) => {
		expect(normalisePath(path, 'API Path')).toBe(normalised);
	});
});

describe('the statuses with which a credential test fails', () => {
	it('are all from 200 to 599 but the accepted ones', () => {
		const statuses = statusesOtherThan(200, 422);
		expect([statuses.length, statuses[0], statuses.at(-1)]).toEqual([398, 201, 599]);
		expect(statuses).not.toContain(422);
	});
});
