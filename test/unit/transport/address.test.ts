import * as fc from 'fast-check';

import { normaliseBaseUrl } from '../../../nodes/shared/transport/address';

describe('the Base URL of a credential', () => {
	it.each([
		['https://acme.bridgeapp.com', 'https://acme.bridgeapp.com'],
		['  https://acme.bridgeapp.com/  ', 'https://acme.bridgeapp.com'],
		['HTTPS://ACME.bridgeapp.com//', 'https://acme.bridgeapp.com'],
		['https://acme.bridgeapp.com/admin/users?page=2#top', 'https://acme.bridgeapp.com'],
		['https://acme.bridgeapp.com:443/', 'https://acme.bridgeapp.com'],
		['https://acme.bridgeapp.com:8443/x', 'https://acme.bridgeapp.com:8443'],
		['http://localhost:3000/', 'http://localhost:3000'],
		['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['http://127.8.9.10', 'http://127.8.9.10'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['https://lms.пример.рф/', 'https://lms.xn--e1afmkfd.xn--p1ai'],
	])('%s becomes %s', (entered, origin) => {
		expect(normaliseBaseUrl(entered, false)).toBe(origin);
	});

	it.each([
		['', /has no Base URL/],
		['   ', /has no Base URL/],
		['acme.bridgeapp.com', /must start with https:\/\//],
		['//acme.bridgeapp.com', /must start with https:\/\//],
		['our https://acme.bridgeapp.com', /must start with https:\/\//],
		['acme:443', /must start with https:\/\//],
		['ftp://acme.bridgeapp.com', /must start with https:\/\//],
		['file:///etc/passwd', /must start with https:\/\//],
		['javascript:alert(1)', /must start with https:\/\//],
		['https://', /not a valid web address/],
		['https://exa mple.com', /not a valid web address/],
		['https://user@acme.bridgeapp.com', /holds a user name or password/],
		['https://:secret@acme.bridgeapp.com', /holds a user name or password/],
		['https://user:secret@acme.bridgeapp.com', /holds a user name or password/],
	])('%j is refused', (entered, message) => {
		expect(() => normaliseBaseUrl(entered, true)).toThrow(message);
	});

	it.each([
		'http://acme.bridgeapp.com',
		'http://localhost.evil.com',
		'http://127.0.0.1.evil.com',
		'http://10.0.0.1',
		'http://[::2]',
	])('%s is refused, since the key would be sent unencrypted, unless HTTP is allowed', (entered) => {
		expect(() => normaliseBaseUrl(entered, false)).toThrow(/unencrypted/);
		expect(normaliseBaseUrl(entered, true)).toBe(entered);
	});

	it('never repeats the address in an error, since people paste secrets into it', () => {
		for (const entered of ['https://user:hunter2@a.com', 'hunter2', 'ftp://hunter2.com', 'http://hunter2.com']) {
			expect(() => normaliseBaseUrl(entered, false)).toThrow(
				expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
			);
		}
	});

	it('is stable: a normalised address normalises to itself', () => {
		fc.assert(
			fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (entered) => {
				const origin = normaliseBaseUrl(entered, true);
				expect(normaliseBaseUrl(origin, true)).toBe(origin);
				expect(new URL(entered).origin).toBe(origin);
			}),
		);
	});
});
