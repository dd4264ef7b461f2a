import type { Field } from '../../../nodes/shared/model/field';
import type { User } from '../../../nodes/shared/model/directory';
import type { Row } from '../../../nodes/shared/model/row';
import { sharingWith } from '../../../nodes/shared/model/sharing';

const row = (key: string, values: Row['values'] = {}): Row => ({
	index: 0,
	item: 0,
	key,
	name: 'Sally Student',
	email: `${key}@company.tld`,
	values,
});
const user = (key: string, values: User['values'] = {}): User => ({
	id: '7',
	key,
	name: 'Sally Student',
	email: `${key}@company.tld`,
	values,
	standing: 'active',
});

/** All that is known of a user, whatever it is made of. */
const read = ({ id, key, name, email, values, standing, offLimits, record }: User): User => ({
	id,
	key,
	name,
	email,
	values,
	standing,
	...(offLimits === undefined ? {} : { offLimits }),
	...(record === undefined ? {} : { record }),
});

/** Users and rows come apart as text, so that equal texts are no proof: what is shown has to stay what was read. */
describe('A user who shares the texts of a row', () => {
	it.each<[string, User, Row[], 'text' | 'email']>([
		['of the same key', user('P1', { a: 'x', b: 'y', c: null }), [row('P1', { a: 'x', b: 'other', d: 'z' })], 'text'],
		['whose row says the same and more', user('P1', { a: 'x' }), [row('P0'), row('P1', { a: 'x', b: null })], 'text'],
		[
			'whose e-mail is the key, in another case',
			user('Sally@Company.tld', { a: 'x' }),
			[row('sally@company.tld', { a: 'x' })],
			'email',
		],
		['of whom there is no row', user('P2', { a: 'x' }), [row('P1', { a: 'x' })], 'text'],
		['who has no key', user('', { a: 'x' }), [row('', { a: 'other' })], 'text'],
		[
			"with an administrator's role",
			{ ...user('P1', { a: 'x' }), offLimits: 'has the role Admin', record: { id: 7 } },
			[row('P1', { a: 'x' })],
			'text',
		],
		[
			"whose name is another than the row's",
			{ ...user('P1', { a: 'x' }), name: 'Sally Q. Student' },
			[row('P1', { a: 'x' })],
			'text',
		],
		[
			"whose e-mail is another than the row's",
			{ ...user('P1', { a: 'x' }), email: 'old@company.tld' },
			[row('P1', { a: 'x' })],
			'text',
		],
	])('%s is the user that was read', (_, given, rows, kind) => {
		expect(read(sharingWith(rows, { kind })(given))).toStrictEqual(given);
	});

	it('shows the fields that were shown of this very user, in their order', () => {
		const kept = sharingWith([row('P1', { a: 'x', b: 'y' }), row('P2', { a: 'x', b: 'y' })], { kind: 'text' });
		const users = [
			user('P1', { a: 'x', b: 'z' }),
			user('P2', { b: 'y' }),
			user('P2', { b: 'y', a: null }),
			user('P1', { a: 'x', b: 'z', c: 'w' }),
		];
		expect(users.map(kept).map(({ values }) => Object.entries(values))).toEqual(
			users.map(({ values }) => Object.entries(values)),
		);
	});

	it('holds the values of the row even where the row calls the person otherwise', () => {
		const list = ['Sales'];
		const shared = sharingWith([row('P1', { groups: list })], { kind: 'text' })({
			...user('P1', { groups: list }),
			name: 'Sally Q. Student',
		});
		expect([shared.name, shared.email, shared.names]).toEqual(['Sally Q. Student', 'P1@company.tld', ['groups']]);
	});

	it('holds the very values of the row where they are equal', () => {
		const list = ['Sales'];
		const shared = sharingWith([row('P1', { groups: list })], { kind: 'text' })(
			user('P1', { groups: list, others: ['Sales'] }),
		);
		expect(shared.values.groups).toBe(list);
	});

	it('keeps whom it names as it was shown, when the row is told anew how that person is called', () => {
		const manager: Field = { name: 'manager', label: 'Manager', kind: 'text', refersTo: String };
		const mutable: { -readonly [name in keyof Row]: Row[name] } = row('P1', { manager: '1050', a: 'x' });
		const shared = sharingWith([mutable], { kind: 'text' }, [manager])(user('P1', { manager: '1050', a: 'x' }));
		mutable.values = { ...mutable.values, manager: 'uid:7' };
		expect(shared.values).toEqual({ manager: '1050', a: 'x' });
		expect(shared.unlike?.(mutable)).toEqual([['manager', '1050']]);
	});

	it.each<[string, User['values'], Row['values'], unknown]>([
		['nothing, where all is equal', { a: 'x', b: null, c: 1 }, { a: 'x', b: null, c: 1 }, []],
		['nothing of what the row has not', { a: 'x', own: 'y' }, { a: 'x' }, []],
		[
			'what differs',
			{ a: 'x', b: 'y', c: 'z' },
			{ a: 'other', b: 'y', c: null },
			[
				['a', 'x'],
				['c', 'z'],
			],
		],
		['what is not shown, as empty', { a: 'x' }, { a: 'x', b: 'y' }, [['b', null]]],
		['what is empty and wanted', { a: null }, { a: 'x' }, [['a', null]]],
	])('tells of its row %s', (_, shown, wanted, expected) => {
		const mine = row('P1', wanted);
		const shared = sharingWith([mine], { kind: 'text' })(user('P1', shown));
		expect([shared.unlike?.(mine), shared.unlike?.(row('P1', wanted))]).toEqual([expected, undefined]);
	});
});
