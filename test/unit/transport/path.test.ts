import { segment } from '../../../nodes/shared/transport/path';

describe('data in a path', () => {
	it.each([
		['sally@x.tld', 'sally%40x%2Etld'],
		['../admin', '%2E%2E%2Fadmin'],
		['...', '%2E%2E%2E'],
		['a/b?c#d e', 'a%2Fb%3Fc%23d%20e'],
		['Ž', '%C5%BD'],
		['\ud83d\ude00', '%F0%9F%98%80'],
		['a\ud83d', 'a%EF%BF%BD'],
		['\ude00b', '%EF%BF%BDb'],
	])('%j becomes %s', (text, encoded) => {
		expect(segment(text)).toBe(encoded);
	});

	it.each(['', ' ', '.', '..', ' .. '])('%j would change the path, and is refused', (text) => {
		expect(() => segment(text)).toThrow(`"${text}" can't be the id of a user.`);
		expect(() => segment(text)).toThrow(
			expect.objectContaining({ failure: expect.objectContaining({ kind: 'notFound' }) }),
		);
	});
});
