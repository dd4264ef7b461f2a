import { NameIndex, nameOf, sortRows, unsaid, type Said } from '../../../nodes/shared/carrying/bulkReply';

function indexOf(...names: unknown[]): NameIndex {
	const index = new NameIndex();
	names.forEach((name, person) => index.add(name, person));
	return index;
}

describe('finding a person by what the reply calls them', () => {
	it.each([
		['the exact name', ['ann', 'bob'], 'bob', 1],
		['another case', ['Ann', 'Bob'], 'BOB', 1],
		['a number', ['7', '8'], 8, 1],
		['a number in the batch', [7, 8], '8', 1],
		['spaces around it', ['ann', ' bob '], 'bob\t', 1],
		['another Unicode form', ['ann', 'zoe\u0301'], 'zo\u00e9', 1],
		['its own case where two differ in nothing else', ['bob', 'Bob'], 'Bob', 1],
	])('by %s', (_, names, said, person) => {
		expect(indexOf(...names).find(said)).toBe(person);
	});

	it.each([
		['a stranger', ['ann'], 'carl'],
		['a name of two people', ['ann', 'ann'], 'ann'],
		['a third case of two names', ['bob', 'Bob'], 'BOB'],
		['no name', ['', 'ann'], ' '],
		['something else than a name', [undefined, {}], undefined],
	])('nobody by %s', (_, names, said) => {
		expect(indexOf(...names).find(said)).toBeUndefined();
	});

	it('a name that one person has twice is theirs', () => {
		const index = indexOf('ann');
		index.add('ANN', 0);
		expect([index.find('ann'), index.find('Ann')]).toEqual([0, 0]);
	});

	it.each([
		['text', ' ann ', 'ann'],
		['a number', 0, '0'],
		['nothing', null, ''],
		['a switch', true, ''],
		['a list', ['ann'], ''],
	])('%s as a name', (_, value, name) => {
		expect(nameOf(value)).toBe(name);
	});
});

describe('sorting the rows of a reply to the people of the batch', () => {
	interface Row {
		readonly of?: number;
		readonly id: string;
	}

	/** What is said of each of two people: the row's id, or the kind. */
	const sorted = (...rows: Row[]): string[] =>
		sortRows(rows, 2, ({ of }) => of).map((said: Said<Row>) => (said.kind === 'row' ? said.row.id : said.kind));

	it.each<[string, Row[], string[]]>([
		[
			'in their order',
			[
				{ of: 0, id: 'a' },
				{ of: 1, id: 'b' },
			],
			['a', 'b'],
		],
		[
			'in another order',
			[
				{ of: 1, id: 'b' },
				{ of: 0, id: 'a' },
			],
			['a', 'b'],
		],
		['one missing', [{ of: 1, id: 'b' }], ['nothing', 'b']],
		[
			'the same twice',
			[
				{ of: 0, id: 'a' },
				{ of: 0, id: 'a' },
			],
			['a', 'nothing'],
		],
		[
			'two that differ',
			[
				{ of: 0, id: 'a' },
				{ of: 0, id: 'b' },
			],
			['contradictory', 'nothing'],
		],
		[
			'two that differ, and the first again',
			[
				{ of: 0, id: 'a' },
				{ of: 0, id: 'b' },
				{ of: 0, id: 'a' },
			],
			['contradictory', 'nothing'],
		],
		['one of nobody', [{ id: 'x' }, { of: 0, id: 'a' }], ['a', 'nothing']],
		['one of somebody who is not in the batch', [{ of: 2, id: 'x' }], ['nothing', 'nothing']],
	])('%s', (_, rows, said) => {
		expect(sorted(...rows)).toEqual(said);
	});

	it.each([
		[
			'nothing',
			'The reply of Acme says nothing about this person. Whether it was done is not known: look this person up.',
		],
		[
			'contradictory',
			'The reply of Acme says two different things about this person. Whether it was done is not known: look this person up.',
		],
	] as const)('about whom it says %s, the outcome is unknown', (kind, message) => {
		expect(unsaid(kind, 'Acme')).toEqual({ kind: 'unknown', code: 'NO_RESULT', message });
	});
});
