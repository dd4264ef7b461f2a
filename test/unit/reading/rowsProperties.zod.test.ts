import fc from 'fast-check';

import { readRows, SourceError } from '../../../nodes/shared/reading/rows';
import { FIELDS, person, read, readMapped, rulesWith } from './rowsFixture';

const columnName = fc.oneof(
	fc.constantFrom(
		...FIELDS.map((field) => field.name),
		'E-mail',
		'mail',
		'User ID',
		'__proto__',
		'constructor',
		'toString',
		'',
	),
	fc.string({ unit: 'binary', maxLength: 8 }),
);
const cell = fc.oneof(
	fc.anything({
		withBigInt: true,
		withDate: true,
		withNullPrototype: true,
		withSparseArray: true,
		withObjectString: true,
	}),
	fc.constantFrom('', ' ', 'a@b', '03/04/2026', '25/12/2026', 'yes', '1', '\ud800', Number.NaN, null, undefined),
	fc.string({ unit: 'binary' }),
);
const record = fc.oneof(
	{ weight: 5, arbitrary: fc.array(fc.tuple(columnName, cell), { maxLength: 8 }).map(recordOf) },
	{ weight: 1, arbitrary: fc.anything() },
);
const options = fc.record({
	blankValues: fc.constantFrom('ignore' as const, 'clear' as const),
	sendUnknownColumns: fc.boolean(),
	sendPassword: fc.boolean(),
});

/** `__proto__` becomes an own property, as JSON.parse makes it. */
function recordOf(entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> {
	const cells: Record<string, unknown> = {};
	for (const [name, value] of entries) {
		Object.defineProperty(cells, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
	return cells;
}

describe('whatever the source holds', () => {
	it('every record gives one row or is set aside, in order, and nothing but a SourceError is thrown', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 6 }), options, (records, changes) => {
				const set = setOf(records, changes);
				if (set === undefined) return;
				const places = set.rows.map(({ index }) => index);
				expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
				expect(set.rows.map(({ item }) => item)).toEqual(places);
				expect([set.received, set.rows.length + set.setAside]).toEqual([records.length, records.length]);
			}),
			{ numRuns: 1500 },
		);
	});

	it('values hold own names only, and none that every object has', () => {
		fc.assert(
			fc.property(fc.array(record, { maxLength: 4 }), options, (records, changes) => {
				for (const row of rowsOf(records, changes)) {
					expect(Object.getPrototypeOf(row.values)).toBe(Object.prototype);
					for (const name of Object.getOwnPropertyNames(row.values)) {
						expect(name in Object.prototype).toBe(false);
						expect(row.values[name]).not.toBeUndefined();
					}
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('a row without rejection has its key, can be written as JSON, and the source stays as it was', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ uid: cell, email: fc.constant('a@b'), login: cell, custom: cell }), {
					maxLength: 5,
				}),
				options,
				(records, changes) => {
					const before = records.map((cells) => Object.entries(cells));
					for (const row of rowsOf(records, changes)) {
						if (row.rejection !== undefined) continue;
						expect(row.key).not.toBe('');
						expect(JSON.stringify(row.values)).not.toMatch(/(?<!\\)\\ud[89a-f]/);
					}
					records.forEach((cells, index) => {
						for (const [name, value] of before[index] ?? [])
							expect(Object.is(Reflect.get(cells, name), value)).toBe(true);
					});
				},
			),
			{ numRuns: 500 },
		);
	});

	it('the order of rows does not change who is rejected', () => {
		const people = fc.array(
			fc.record({
				uid: fc.constantFrom('1', '2', '3'),
				email: fc.constantFrom('a@b', 'A@b', 'x'),
				login: fc.constantFrom('p', 'q', ''),
			}),
			{ maxLength: 6 },
		);
		fc.assert(
			fc.property(people, (records) => {
				const forth = rowsOf(records, {}).map((row) => row.rejection?.code);
				const back = rowsOf([...records].reverse(), {}).map((row) => row.rejection?.code);
				expect(back.reverse()).toEqual(forth);
			}),
		);
	});

	it('define-below reads the same cells to the same values as auto-map', () => {
		fc.assert(
			fc.property(cell, cell, (login, level) => {
				const matched = read([person({ login, level })]);
				const mapped = readMapped(1, {
					uid: () => '2-105',
					email: () => 'sally@company.tld',
					login: () => login,
					level: () => level,
				});
				expect(mapped.rows.map((row) => row.values)).toEqual(matched.rows.map((row) => row.values));
			}),
			{ numRuns: 300 },
		);
	});
});

function setOf(records: readonly unknown[], changes: Parameters<typeof read>[1]) {
	try {
		return read(records, changes);
	} catch (error) {
		expect(error).toBeInstanceOf(SourceError);
		return undefined;
	}
}

function rowsOf(records: readonly unknown[], changes: Parameters<typeof read>[1]) {
	return setOf(records, changes)?.rows ?? [];
}

describe('large sources', () => {
	it('100,000 rows are read, each by itself', () => {
		const records = Array.from({ length: 100_000 }, (_, item) => ({
			item,
			cells: {
				uid: item,
				'E-mail': item === 5 ? 'broken' : `p${item}@x`,
				hire_date: '25/12/2020',
				Tags: 'a, b',
				gender: 'f',
			},
		}));
		const set = readRows({ kind: 'columns', records }, rulesWith());
		expect(set.rows).toHaveLength(100_000);
		expect(set.rows.filter((row) => row.rejection !== undefined).map((row) => row.index)).toEqual([5]);
		expect(set.rows[99_999]?.values).toEqual({
			uid: '99999',
			email: 'p99999@x',
			hire_date: '2020-12-25',
			tags: 'a,b',
			gender: 1,
		});
	});

	it('100,000 rows with one key, and as many columns, are told in short messages', () => {
		const records = Array.from({ length: 100_000 }, (_, item) => ({
			item,
			cells: person({ level: item % 7, [`c${item}`]: 1 }),
		}));
		const set = readRows({ kind: 'columns', records }, rulesWith());
		expect(set.rows.every((row) => row.rejection?.code === 'DUPLICATE_KEY' && row.rejection.message.length < 200)).toBe(
			true,
		);
		expect(set.ignoredColumns).toHaveLength(200);
	});
});
