import { Echoes, hintFor, type EchoStore } from '../../../nodes/shared/deciding/echoes';
import type { Field, Value, Values } from '../../../nodes/shared/model/field';
import { Directory } from '../../../nodes/shared/model/directory';
import { actionOf, FIELDS, row, user } from '../peopleFixture';

const ACME = { vendor: { name: 'acme', label: 'Acme', credential: 'acmeApi' }, fields: FIELDS };
const TITLE: Field = { name: 'title', label: 'Title', kind: 'text' };
const HINT = 'Acme shows Title as "Clerk", not "Clerkship".';

/** What is learnt when these values were sent for somebody, and the reply showed those. */
function learn(store: EchoStore, sent: Values, shown: Values, key = 'A'): string[] {
	return new Echoes(store).learn(ACME, actionOf('update', { row: row(key, sent), send: Object.keys(sent) }), shown);
}

const knows = (store: EchoStore, wanted: Value | null, shown: Value | null, key = 'A', field = TITLE): boolean =>
	new Echoes(store).recall(key, field, wanted, shown) === 'kept';

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

	it('of whoever is gone from the whole list is forgotten', () => {
		const store: EchoStore = { removals: [[1, 2]] };
		for (const key of ['A', 'B']) learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, key);
		new Echoes(store).met(new Directory([user('A', { title: 'Clerk' })], TITLE, false), FIELDS);
		expect(['A', 'B'].map((key) => knows(store, 'Clerkship', 'Clerk', key))).toEqual([true, true]);
		new Echoes(store).met(new Directory([user('A', { title: 'Clerk' })], TITLE, true), FIELDS);
		expect(['A', 'B'].map((key) => knows(store, 'Clerkship', 'Clerk', key))).toEqual([true, false]);
		expect(store.removals).toEqual([[1, 2]]);
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
		for (let at = 2; at < 5000; at++) store[`other ${String(at).padStart(10, '0')}`] = '';
		learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, 'A');
		expect(learn(store, { title: 'Clerkship' }, { title: 'Clerk' }, 'C')).toEqual([HINT]);
		expect(['A', 'B', 'C'].map((key) => knows(store, 'Clerkship', 'Clerk', key))).toEqual([true, false, true]);
		expect(Object.keys(store)).toHaveLength(5000);
	});
});

describe('a value that no reply has shown', () => {
	/** A run in which the system shows this of A, and takes what is sent without showing it. */
	function night(store: EchoStore, shown: Values, wanted: Values, others: Values = {}): Array<string | undefined> {
		const echoes = new Echoes(store);
		echoes.met(new Directory([user('A', shown), user('B', others)], TITLE, true), FIELDS);
		const told = Object.entries(wanted).map(([name, value]) => {
			const field = FIELDS.find((one) => one.name === name);
			if (field === undefined) throw new Error(name);
			const held = shown[name] ?? null;
			if (value === held) {
				echoes.confirm('A', field);
				return 'same';
			}
			const known = echoes.recall('A', field, value, held);
			if (known === undefined) {
				const changes = [{ field: name, from: held, to: value }];
				echoes.learn(ACME, actionOf('update', { row: row('A', wanted), send: [name], changes }), undefined);
			}
			return known;
		});
		echoes.finish();
		return told;
	}

	it('is not sent again where the system shows the field of nobody, unless the list wants another one', () => {
		const store: EchoStore = {};
		expect(night(store, {}, { title: 'Clerk' })).toEqual([undefined]);
		expect(night(store, {}, { title: 'Clerk' })).toEqual(['unseen']);
		expect(night(store, {}, { title: 'Boss' })).toEqual([undefined]);
		expect(night(store, {}, { title: 'Boss' })).toEqual(['unseen']);
	});

	it('is told in one warning', () => {
		const store: EchoStore = {};
		night(store, {}, { title: 'Clerk' });
		const echoes = new Echoes(store);
		echoes.met(new Directory([user('A')], TITLE, true), FIELDS);
		echoes.recall('A', TITLE, 'Clerk', null);
		expect(echoes.warnings('Acme')).toEqual([
			"Title can't be seen in Acme: the value that an earlier run sent is not sent again. Look there whether it has arrived.",
		]);
	});

	it('is sent again where others show the field, and taken back by hand', () => {
		const store: EchoStore = {};
		const others = { title: 'Cook' };
		expect(night(store, {}, { title: 'Clerk' }, others)).toEqual([undefined]);
		expect(night(store, { title: 'Clerk' }, { title: 'Clerk' }, others)).toEqual(['same']);
		expect(store).toEqual({});
		expect(night(store, { title: 'Cle' }, { title: 'Clerk' }, others)).toEqual([undefined]);
	});

	it('that is listed cut short or in other signs is kept so', () => {
		const store: EchoStore = {};
		night(store, { title: 'Cook' }, { title: 'Clerk (Oslo)' });
		expect(night(store, { title: 'CLERK-OS' }, { title: 'Clerk (Oslo)' })).toEqual(['kept']);
	});

	it('that is listed as something else is sent once more, and then the system has its way', () => {
		const store: EchoStore = {};
		night(store, { title: 'Cook' }, { title: 'Clerk' });
		expect(night(store, { title: 'Staff' }, { title: 'Clerk' })).toEqual([undefined]);
		expect(night(store, { title: 'Staff' }, { title: 'Clerk' })).toEqual(['kept']);
		expect(night(store, { title: 'Cook' }, { title: 'Clerk' })).toEqual([undefined]);
	});

	it('is remembered of the field alone where too many have it', () => {
		const store: EchoStore = {};
		const echoes = new Echoes(store);
		echoes.met(new Directory([], TITLE, true), FIELDS);
		for (let at = 0; at <= 5000; at++)
			echoes.learn(ACME, actionOf('update', { row: row(`P${at}`, { title: 'Clerk' }), send: ['title'] }), undefined);
		echoes.finish();
		expect(Object.keys(store)).toHaveLength(1);
		const next = new Echoes(store);
		next.met(new Directory([user('A')], TITLE, true), FIELDS);
		expect(next.isHopeless(TITLE)).toBe(true);
		next.met(new Directory([user('A', { title: 'Clerk' })], TITLE, true), FIELDS);
		expect(next.isHopeless(TITLE)).toBe(false);
		expect(store).toEqual({});
	});
});

it('a hint shows both values as text', () => {
	expect(hintFor('Acme', TITLE, ['a'], 7)).toBe('Acme shows Title as "7", not "["a"]".');
});
