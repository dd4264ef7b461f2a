import { Echoes, hintFor, type EchoStore } from '../../../nodes/shared/deciding/echoes';
import type { Field, Value, Values } from '../../../nodes/shared/model/field';
import { actionOf, FIELDS, row } from '../peopleFixture';

const ACME = { vendor: { name: 'acme', label: 'Acme', credential: 'acmeApi' }, fields: FIELDS };
const TITLE: Field = { name: 'title', label: 'Title', kind: 'text' };
const HINT = 'Acme shows Title as "Clerk", not "Clerkship".';

/** What is learnt when these values were sent for somebody, and the reply showed those. */
function learn(store: EchoStore, sent: Values, shown: Values, key = 'A'): string[] {
	return new Echoes(store).learn(ACME, actionOf('update', { row: row(key, sent), send: Object.keys(sent) }), shown);
}

const knows = (store: EchoStore, wanted: Value | null, shown: Value | null, key = 'A', field = TITLE): boolean =>
	new Echoes(store).knows(key, field, wanted, shown);

describe('a value that the vendor keeps in its own form', () => {
	it('is told as a hint, and known in the next run', () => {
		const store: EchoStore = {};
		expect(knows(store, 'Clerkship', 'Clerk')).toBe(false);
		expect(learn(store, { title: 'Clerkship', name: 'Sally' }, { title: 'Clerk', name: 'Sally' })).toEqual([HINT]);
		expect(knows(store, 'Clerkship', 'Clerk')).toBe(true);
	});

	it('is known of this person, this field and this pair of values only', () => {
		const store: EchoStore = {};
		learn(store, { title: 'Clerkship' }, { title: 'Clerk' });
		expect(knows(store, 'Clerkship', 'Clerk', 'B')).toBe(false);
		expect(knows(store, 'Clerkship', 'Clerk', 'A', { ...TITLE, name: 'name' })).toBe(false);
		expect(knows(store, 'Clerkships', 'Clerk')).toBe(false);
		expect(knows(store, 'Clerkship', 'Cler')).toBe(false);
		expect(knows(store, 'Clerk', 'Clerkship')).toBe(false);
	});

	it('is forgotten when a reply shows it as it was sent', () => {
		const store: EchoStore = {};
		learn(store, { title: 'Clerkship' }, { title: 'Clerk' });
		expect(learn(store, { title: 'Clerkship' }, { title: 'Clerkship' })).toEqual([]);
		expect(knows(store, 'Clerkship', 'Clerk')).toBe(false);
		expect(store).toEqual({});
	});

	it('may be an empty one that stays, or becomes something else', () => {
		const store: EchoStore = {};
		expect(learn(store, { title: null }, { title: 'Clerk' })).toEqual(['Acme shows Title as "Clerk", not "".']);
		expect(learn(store, { title: null }, { title: null })).toEqual([]);
	});

	it.each<[string, Values, Values]>([
		['is not shown', { title: 'Clerkship' }, {}],
		['was not sent', {}, { title: 'Clerk' }],
		['names another person', { boss: 'B' }, { boss: '17' }],
		['is secret', { pin: '4711' }, { pin: '****' }],
		['can not be compared', { note: 'hello' }, { note: 'hell' }],
		['belongs to no field', { hobby: 'Chess' }, { hobby: 'chess' }],
	])('is nothing to tell of when it %s', (_what, sent, shown) => {
		const store: EchoStore = {};
		expect(learn(store, sent, shown)).toEqual([]);
		expect(store).toEqual({});
	});

	it('is nothing to tell of when no row was written', () => {
		expect(new Echoes({}).learn(ACME, actionOf('delete', { send: ['title'] }), { title: 'Clerk' })).toEqual([]);
	});

	it('is kept as a hash only', () => {
		const store: EchoStore = {};
		learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, 'sally@acme.tld');
		const [[place, pair] = []] = Object.entries(store);
		expect([place, pair]).toEqual([expect.stringMatching(/^[\w+/]{16}$/), expect.stringMatching(/^[\w+/]{16}$/)]);
	});

	it('takes the place of the oldest when five thousand are kept already; a renewed one is the latest', () => {
		const store: EchoStore = {};
		for (const key of ['A', 'B']) learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, key);
		for (let at = 2; at < 5000; at++) store[`other ${at}`] = '';
		learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, 'A');
		expect(learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, 'C')).toEqual([HINT]);
		expect(['A', 'B', 'C'].map((key) => knows(store, 'Clerkship', 'Clerk', key))).toEqual([true, false, true]);
		expect(Object.keys(store)).toHaveLength(5000);
	});
});

it('a hint shows both values as text', () => {
	expect(hintFor('Acme', TITLE, ['a'], 7)).toBe('Acme shows Title as "7", not "["a"]".');
});
