import fc from 'fast-check';

import type { Field, Value } from '../../../nodes/shared/model/field';
import { rowSchema, type Fault } from '../../../nodes/shared/reading/rowSchema';

const KINDS: ReadonlyArray<Field['kind']> = [
	'text',
	'email',
	'date',
	'boolean',
	'choice',
	'integer',
	'list',
	'tags',
	'json',
];
const NAMES = ['a', 'b', 'c', 'd'];

const field = (name: string): fc.Arbitrary<Field> =>
	fc.record(
		{
			name: fc.constant(name),
			label: fc.constant(name.toUpperCase()),
			kind: fc.constantFrom(...KINDS),
			required: fc.boolean(),
			maxLength: fc.integer({ min: 0, max: 6 }),
			check: fc.constant((value: Value) => (String(value).includes('x') ? 'holds an x.' : undefined)),
		},
		{ requiredKeys: ['name', 'label', 'kind'] },
	);
const fields = fc.tuple(...NAMES.map(field));

const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 8 }),
	fc.constantFrom('', 'x', 'a@b', '@', 'a@b@c', '\u{1f600}\u{1f600}\u{1f600}', '\ud83d'),
);
const value: fc.Arbitrary<Value | null | undefined> = fc.oneof(
	text,
	fc.array(text, { maxLength: 3 }),
	fc.double(),
	fc.integer(),
	fc.boolean(),
	fc.constantFrom(null, undefined),
);
const values = fc.dictionary(fc.constantFrom(...NAMES), value, { noNullPrototype: true }) as fc.Arbitrary<
	Record<string, Value | null>
>;

const isRequired = (one: Field): boolean => one.required === true;
const ALWAYS_LACKING: Field = { name: 'lacking', label: 'Lacking', kind: 'text', required: true };

describe('The rules of a row', () => {
	it('find the same whether the row is plainly good at a look, or zod has to be asked', () => {
		fc.assert(
			fc.property(fields, values, (some, row) => {
				const plain = rowSchema(some, isRequired)(row);
				// A field that is never there sends every row to zod.
				const asked = rowSchema(
					[...some, ALWAYS_LACKING],
					isRequired,
				)(row).filter(({ name }) => name !== ALWAYS_LACKING.name);
				expect(plain).toEqual<readonly Fault[]>(asked);
			}),
			{ numRuns: 3000, seed: 20261122 },
		);
	});

	it.each<[Field['kind'], Value, Value]>([
		['email', 'sally@x.tld', 'sally'],
		['text', '\u{1f600}'.repeat(6), '\u{1f600}'.repeat(7)],
		['list', ['one', 'two'], ['one', 'seventeen']],
		['integer', 7, 7.5],
		['boolean', false, 'no'],
	])('let good values of the kind %s pass, and name others', (kind, good, bad) => {
		const schema = rowSchema([{ name: 'a', label: 'A', kind, maxLength: kind === 'email' ? 60 : 6 }], isRequired);
		expect(schema({ a: good })).toEqual([]);
		expect(schema({ a: bad }).map(({ name }) => name)).toEqual(['a']);
	});
});
