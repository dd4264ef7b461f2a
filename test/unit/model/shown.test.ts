import { changed, ListedUser } from '../../../nodes/shared/model/listed';
import type { Row } from '../../../nodes/shared/model/row';
import { sharingWith } from '../../../nodes/shared/model/sharing';
import { ShownFields } from '../../../nodes/shared/model/shown';

const NAMES = ['a', 'b', 'c'];
const fields = (): ShownFields =>
	new ShownFields(
		NAMES.map((name) => [name, ({ [name]: shown }) => (shown === undefined ? undefined : String(shown))]),
	);
const listed = (record: Readonly<Record<string, unknown>>, read = fields()): ListedUser =>
	new ListedUser({ id: '7', key: 'P1', name: 'Sally', email: '', standing: 'active' }, read.of(record));

describe('What records show', () => {
	it.each<[string, Array<Record<string, unknown>>]>([
		[
			'the same fields',
			[
				{ a: 1, b: 2 },
				{ a: 3, b: 4 },
			],
		],
		['fewer than the one before', [{ a: 1, b: 2, c: 3 }, { a: 1, b: 2 }, { a: 1 }, {}]],
		['more than the one before', [{}, { b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2, c: 3 }]],
		['others than the one before', [{ a: 1 }, { b: 2 }, { c: 3 }, { a: 1, c: 2 }, { b: 1, c: 2 }]],
	])('is told of each by itself: %s', (_, records) => {
		const read = fields();
		const users = records.map((record) => listed(record, read));
		expect(users.map(({ values }) => values)).toEqual(
			records.map((record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]))),
		);
		expect(users.map(({ names }) => names)).toEqual(records.map((record) => NAMES.filter((name) => name in record)));
	});

	it('has one list of names for all who show the same', () => {
		const read = fields();
		expect(listed({ a: 1, b: 2 }, read).names).toBe(listed({ a: 3, b: 4 }, read).names);
	});

	it('is found by name, and a field that is not shown is no empty one', () => {
		const shown = new ShownFields([
			['a', () => null],
			['b', () => undefined],
		]).of({ a: '' });
		expect([shown.at('a'), shown.at('b'), shown.at('z')]).toEqual([null, undefined, undefined]);
	});

	it('may stand beside the record', () => {
		const read = fields();
		const shown = [{ a: 1 }, {}].map((record) => read.of(record, [['z', () => '9']]));
		expect(shown.map(({ names, inOrder }) => [names, inOrder])).toEqual([
			[
				['a', 'z'],
				['1', '9'],
			],
			[['z'], ['9']],
		]);
	});

	it('stays with a user of whom something else is changed', () => {
		const user = listed({ a: 1, b: null });
		expect({ ...changed(user, { offLimits: 'is an administrator', standing: 'locked' }) }).toEqual({
			id: '7',
			key: 'P1',
			name: 'Sally',
			email: '',
			values: user.values,
			standing: 'locked',
			offLimits: 'is an administrator',
		});
	});

	it('is shared with a row like any other', () => {
		const row: Row = { index: 0, item: 0, key: 'P1', name: 'Sally', email: '', values: { b: '2', c: 'x' } };
		const shared = sharingWith([row], { kind: 'text' })(listed({ a: 1, b: 2, c: 3 }));
		expect([shared.values, shared.unlike?.(row)]).toEqual([{ a: '1', b: '2', c: '3' }, [['c', '3']]]);
	});
});
