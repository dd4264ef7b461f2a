import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readSource, referencePath } from '../../../nodes/shared/reading/inputs';
import type { Source } from '../../../nodes/shared/reading/source';

interface Given {
	items?: IDataObject[];
	parameters?: Record<string, unknown>;
	isTool?: boolean;
}

/** The source of a node with these parameters and input items; its evaluator tells what it was asked. */
function sourceOf({ items = [{ uid: '1' }, { uid: '2' }], parameters = {}, isTool = false }: Given): Source {
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, usual: unknown, how?: { rawExpressions?: boolean }) => {
			if (item !== 0) throw new Error('Read once, with the first item.');
			if ((name === 'fields') !== (how?.rawExpressions === true))
				throw new Error('Only the mapped fields are read as they stand.');
			return name in parameters ? parameters[name] : usual;
		},
		evaluateExpression: (expression: string, item: number) => `${expression} of ${item}`,
	} as unknown as IExecuteFunctions;
	return readSource(context, isTool);
}

function mapped(value: unknown, given: Given = {}) {
	const source = sourceOf({ ...given, parameters: { fields: { mappingMode: 'defineBelow', value } } });
	if (source.kind !== 'mapped') throw new Error('Not mapped.');
	return source;
}
const json = (usersJson: unknown): Source => sourceOf({ parameters: { usersFrom: 'json', usersJson } });

describe('rows from input items', () => {
	const items = [{ uid: '1' }, { uid: '2' }];
	const source: Source = {
		kind: 'columns',
		records: [
			{ item: 0, cells: items[0] },
			{ item: 1, cells: items[1] },
		],
	};

	it.each([
		['nothing is set', {}],
		[
			'fields are mapped automatically',
			{ usersFrom: 'items', fields: { mappingMode: 'autoMapInputData', value: { uid: 'x' } } },
		],
		['the mapper is damaged', { fields: 'x' }],
		['the mapper is a list', { fields: Object.assign([], { mappingMode: 'defineBelow' }) }],
		['there is no mapper', { fields: null }],
	])('have their columns when %s', (_when, parameters) => {
		expect(sourceOf({ items, parameters })).toEqual(source);
	});

	it('are refused to an agent, which has no columns', () => {
		expect(() => sourceOf({ isTool: true })).toThrow(
			expect.objectContaining({
				message: "Map Automatically can't be used by an AI agent, as an agent has no input columns.",
				remedy: 'Set Users From to JSON, or map the fields below with values that the model fills in ($fromAI).',
			}),
		);
	});
});

describe('mapped fields', () => {
	it('are read straight from the item where they are plain references', () => {
		const { items, fields } = mapped(
			{ uid: '={{ $json.id }}', email: '={{ $json.contact.mail }}', city: '={{ $json["Home Town"] }}' },
			{ items: [{ id: 7, contact: { mail: 'a@x.tld' }, 'Home Town': 'Rome' }, { contact: {} }] },
		);
		expect(items).toBe(2);
		expect(fields.map(({ field, label }) => [field, label])).toEqual([
			['uid', 'id'],
			['email', 'contact.mail'],
			['city', 'Home Town'],
		]);
		expect(fields.map(({ read }) => read(0))).toEqual([7, 'a@x.tld', 'Rome']);
		expect(fields.map(({ read }) => read(1))).toEqual([undefined, undefined, undefined]);
		expect(fields.map(({ read }) => read(2))).toEqual([undefined, undefined, undefined]);
	});

	it.each<[string, unknown, string]>([
		["a text's length", 'Sally', 'length'],
		['what a text does not have', 'none', 'mail'],
		['what a number has', 7, 'constructor'],
		['what a yes has', false, 'x'],
		['a getter of a date', DateTime.utc(2026, 3, 12), 'year'],
		['what a list has from its kind', [1], 'first'],
		[
			'a getter of an object of a class',
			new (class {
				get full() {
					return 'x';
				}
			})(),
			'full',
		],
	])("are asked of n8n's evaluator, for that item only, where they ask for %s", (_what, part, name) => {
		const items = [{ part: { [name]: 'own' } }, { part }, { part: null }, {}] as unknown as IDataObject[];
		const [field] = mapped({ city: `={{ $json.part.${name} }}` }, { items }).fields;
		expect(field?.label).toBe(`part.${name}`);
		expect([0, 1, 2, 3].map((item) => field?.read(item))).toEqual([
			'own',
			`{{ $json.part.${name} }} of 1`,
			undefined,
			undefined,
		]);
	});

	it('ask no evaluator for what a record or a list does not hold, be it a record of another realm', () => {
		const otherRoot: object = Object.create(null, { x: { value: 1 } }) as object;
		const part: unknown = Object.create(otherRoot);
		const items = [
			{ part: {} },
			{ part },
			{ part: Object.create(null) as IDataObject },
			{ part: ['x'] },
		] as unknown as IDataObject[];
		const [field] = mapped({ city: '={{ $json.part["1"] }}' }, { items }).fields;
		expect(items.map((_, item) => field?.read(item))).toEqual([undefined, undefined, undefined, undefined]);
		expect(mapped({ city: '={{ $json.part["0"] }}' }, { items }).fields[0]?.read(3)).toBe('x');
		expect(mapped({ city: '={{ $json.part.length }}' }, { items }).fields[0]?.read(3)).toBe(1);
	});

	it('never read what an object inherits, nor a part of nothing', () => {
		const { fields } = mapped(
			{ uid: '={{ $json.toString }}', city: '={{ $json.town.name }}' },
			{ items: [{ town: null }] },
		);
		expect(fields.map(({ read }) => read(0))).toEqual([undefined, undefined]);
	});

	it("go through n8n's evaluator where they are other expressions, and are told by their first 80 characters", () => {
		const expression = `{{ $json.id + 1 }}${'x'.repeat(100)}`;
		const [field] = mapped({ uid: `=${expression}` }).fields;
		expect(field?.label).toBe(expression.slice(0, 80));
		expect(field?.read(1)).toBe(`${expression} of 1`);
	});

	it.each(['Rome', 7, false, '{{ $json.id }}', 'a=b'])('may be the constant %j', (value) => {
		const [field] = mapped({ city: value }).fields;
		expect(field).toMatchObject({ field: 'city', label: '(constant)' });
		expect(field?.read(0)).toBe(value);
	});

	it.each([null, undefined, ''])('are not mapped when left empty (%j)', (value) => {
		expect(mapped({ city: value }).fields).toEqual([]);
	});

	it.each([null, 'x', [1]])('are none when the mapper holds %j', (value) => {
		expect(mapped(value).fields).toEqual([]);
	});

	it("know which item is empty; an agent's items are never, as only the mapped values count", () => {
		const given = { items: [{}, { a: 1 }] };
		const { isEmptyItem } = mapped({ uid: 'x' }, given);
		expect([0, 1, 2].map(isEmptyItem)).toEqual([true, false, true]);
		expect(mapped({ uid: 'x' }, { ...given, isTool: true }).isEmptyItem(0)).toBe(false);
	});
});

describe('a plain reference', () => {
	it.each([
		['={{ $json.x }}', ['x']],
		['={{$json.x}}', ['x']],
		['=  {{   $json . x1_$  }}  ', ['x1_$']],
		['={{ $json?.x?.y }}', ['x', 'y']],
		['={{ $json  ?.x }}', ['x']],
		['={{ $json["First Name"] }}', ['First Name']],
		['={{ $json [ "First Name" ] }}', ['First Name']],
		["={{ $json['x'].y }}", ['x', 'y']],
		["={{ $json [ 'it\"s' ] }}", ['it"s']],
		['={{ $json[""] }}', ['']],
		["={{ $json[''] }}", ['']],
		['={{ $json["it\'s"]  .  \n_a }}', ["it's", '_a']],
	])('%s is seen as one', (expression, path) => {
		expect(referencePath(expression)).toEqual(path);
	});

	it.each([
		'{{ $json.x }}',
		'={{ $json }}',
		'={{ $json.x }} ',
		'={{ $json.x }}!',
		'=!{{ $json.x }}',
		'!={{ $json.x }}',
		'={{ $json.x + 1 }}',
		'={{ 1 + $json.x }}',
		'={{ $json.x.trim() }}',
		'={{ $json.1x }}',
		'={{ $json[0] }}',
		'={{ $json["a\\n"] }}',
		"={{ $json['a\\n'] }}",
		'={{ $json["a" }}',
		'={{ $json.a-b }}',
		'={{ $node.x }}',
		'={{ $json.x }}{{ $json.y }}',
	])('%j is %s', (expression) => {
		expect(referencePath(expression)).toEqual(expression === '={{ $json.x }} ' ? ['x'] : undefined);
	});
});

describe('rows from JSON', () => {
	const two = [{ uid: '1' }, { uid: '2' }];
	const source = (people: readonly unknown[]): Source => ({
		kind: 'columns',
		records: people.map((cells) => ({ item: 0, cells })),
	});

	it.each<[string, unknown, unknown[]]>([
		['a list', two, two],
		['a list as text', JSON.stringify(two), two],
		['one object', two[0], [two[0]]],
		['one object as text', ' {"uid": "1"} ', [two[0]]],
		['a list as text behind a byte order mark', `\ufeff${JSON.stringify(two)}`, two],
		['a list wrapped in "users"', { users: two }, two],
		['somebody who has a list of users among other columns', { users: two, uid: '1' }, [{ users: two, uid: '1' }]],
		['somebody whose one column is called users', { users: 'x' }, [{ users: 'x' }]],
		['an empty list', '[]', []],
	])('may be %s, all linked to the first item', (_what, given, people) => {
		expect(json(given)).toEqual(source(people));
	});

	const remedy = 'Put an array of people, such as [{"uid": "7", "email": "sally@company.tld"}], into Users (JSON).';
	it.each<[unknown, string]>([
		['', 'Users (JSON) is empty.'],
		['  \n', 'Users (JSON) is empty.'],
		['\ufeff', 'Users (JSON) is empty.'],
		[null, 'Users (JSON) holds nothing instead of people.'],
		[undefined, 'Users (JSON) holds nothing instead of people.'],
		['null', 'Users (JSON) holds nothing instead of people.'],
		['5', 'Users (JSON) holds a number instead of people.'],
		[true, 'Users (JSON) holds a boolean instead of people.'],
		[
			'“x”',
			'Users (JSON) is not valid JSON. It holds curly quotes (“ ”), as word processors and web pages make them; JSON needs straight ones (").',
		],
		[
			'[{"uid": 7}',
			expect.stringMatching(/^Users \(JSON\) is not valid JSON\. .*position 11.*\.$/) as unknown as string,
		],
	])("can't be %j", (given, message) => {
		expect(() => json(given)).toThrow(expect.objectContaining({ message, remedy }));
	});

	it('are empty when nothing was given', () => {
		expect(() => sourceOf({ parameters: { usersFrom: 'json' } })).toThrow('Users (JSON) is empty.');
	});

	it.each(['{"uid": "1", "pass": hunter2}', '{"pass": "1", hunter2}', 'hunter2', '[{"pass": "hunter2\n"}, "x'])(
		'that are wrong are told without what stands around the fault, which may be a password: %j',
		(given) => {
			expect(() => json(given)).toThrow(/not valid JSON\. [A-Z][^"]+\w'?( \(line \d+ column \d+\))?\.$/);
			expect(() => json(given)).not.toThrow(/unter|ter2/);
		},
	);
});
