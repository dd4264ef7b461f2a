import type { User } from '../../nodes/shared/directory';
import type { Row } from '../../nodes/shared/row';
import { sharingWith } from '../../nodes/shared/sharing';

const row = (key: string, values: Row['values'] = {}): Row => ({ index: 0, item: 0, key, name: 'Sally Student', email: `${key}@company.tld`, values });
const user = (key: string, values: User['values'] = {}): User => ({ id: '7', key, name: 'Sally Student', email: `${key}@company.tld`, values, standing: 'active' });

/** Users and rows come apart as text, so that equal texts are no proof: what is shown has to stay what was read. */
describe('A user who shares the texts of a row', () => {
	it.each<[string, User, Row[], 'text' | 'email']>([
		['of the same key', user('P1', { a: 'x', b: 'y', c: null }), [row('P1', { a: 'x', b: 'other', d: 'z' })], 'text'],
		['whose row says the same and more', user('P1', { a: 'x' }), [row('P0'), row('P1', { a: 'x', b: null })], 'text'],
		['whose e-mail is the key, in another case', user('Sally@Company.tld', { a: 'x' }), [row('sally@company.tld', { a: 'x' })], 'email'],
		['of whom there is no row', user('P2', { a: 'x' }), [row('P1', { a: 'x' })], 'text'],
		['who has no key', user('', { a: 'x' }), [row('', { a: 'other' })], 'text'],
		['with an administrator\'s role', { ...user('P1', { a: 'x' }), offLimits: 'has the role Admin', record: { id: 7 } }, [row('P1', { a: 'x' })], 'text'],
	])('%s is the user that was read', (_, read, rows, kind) => {
		expect(sharingWith(rows, { kind })(read)).toStrictEqual(read);
	});

	it('holds the very values of the row where they are equal', () => {
		const list = ['Sales'];
		const shared = sharingWith([row('P1', { groups: list })], { kind: 'text' })(user('P1', { groups: list, others: ['Sales'] }));
		expect(shared.values.groups).toBe(list);
	});
});
