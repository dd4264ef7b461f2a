import { differences, expectedAfter, untruths, type Holding, type Holdings } from '../../demo/verify';
import type { Meaning } from '../../demo/masterList';

const held = (title: string, rest: Partial<Holding> = {}): Holding => ({
	standing: 'active',
	values: { title, city: 'Brno' },
	outOfBounds: false,
	...rest,
});
const directory = (entries: Record<string, Holding>): Holdings => new Map(Object.entries(entries));
const row = (key: string, values: Record<string, string> = {}, faults: string[] = []): Meaning => ({
	line: 2,
	key,
	values,
	faults,
	leftOut: [],
});

const BEFORE = directory({
	'E-1': held('Clerk'),
	'E-2': held('Nurse'),
	'E-3': held('Cook', { standing: 'deleted' }),
	admin: held('Owner', { outOfBounds: true }),
});

describe('what the demo expects of a directory', () => {
	const after = (rows: Meaning[]): Holdings => expectedAfter(BEFORE, rows, 'deleted').holdings;

	it('takes what a row says and leaves what it does not say', () => {
		expect(after([row('E-1', { title: 'Manager' })]).get('E-1')?.values).toEqual({
			title: 'Manager',
			city: 'Brno',
		});
	});

	it('expects newcomers, and those who return', () => {
		const holdings = after([row('E-3', { title: 'Chef' }), row('E-4', { title: 'Trainee' })]);
		expect(holdings.get('E-3')).toEqual(held('Chef'));
		expect(holdings.get('E-4')).toEqual({
			standing: 'active',
			values: { title: 'Trainee' },
			outOfBounds: false,
		});
	});

	it('expects the missing to be deleted, but not those who are out of bounds', () => {
		const { holdings, missing } = expectedAfter(BEFORE, [row('E-1')], 'deleted');
		expect(missing).toEqual(['E-2']);
		expect(holdings.get('E-2')?.standing).toBe('deleted');
		expect(holdings.get('admin')).toEqual(BEFORE.get('admin'));
	});

	it('leaves the people of broken rows alone, and does not count them as missing', () => {
		const { holdings, broken } = expectedAfter(
			BEFORE,
			[row('E-1', { title: 'Manager' }, ['E-mail is “x”']), row('E-2')],
			'deleted',
		);
		expect(broken).toHaveLength(1);
		expect(holdings.get('E-1')).toEqual(BEFORE.get('E-1'));
	});

	it('takes a key that is only spelled differently for a broken row', () => {
		const { holdings, broken } = expectedAfter(BEFORE, [row('e-1', { title: 'Manager' }), row('E-2')], 'deleted');
		expect(broken.map(({ key }) => key)).toEqual(['e-1']);
		expect([...holdings.keys()]).toEqual([...BEFORE.keys()]);
	});

	it('lets a row say that somebody has left', () => {
		const { holdings } = expectedAfter(BEFORE, [row('E-1', { standing: 'locked' })], 'ignored');
		expect(holdings.get('E-1')?.standing).toBe('locked');
		expect(holdings.get('E-2')).toEqual(BEFORE.get('E-2'));
	});
});

describe('the check of a directory', () => {
	const whole = directory({ 'E-1': held('Clerk'), 'E-2': held('Nurse') });

	it('finds nothing where all is as it must be', () => {
		expect(differences(whole, directory({ 'E-2': held('Nurse'), 'E-1': held('Clerk') }))).toEqual([]);
	});

	it.each([
		['a lost person', { 'E-1': held('Clerk') }, 'E-2 is not there'],
		[
			'a person too many',
			{ ...Object.fromEntries(whole), 'E-9': held('Spy') },
			'E-9 is there, but nobody asked for it',
		],
		[
			'another value',
			{ 'E-1': held('Clerk'), 'E-2': held('Head of Sabotage') },
			'E-2 has title “Head of Sabotage”, but must have “Nurse”',
		],
		[
			'a lost value',
			{ 'E-1': held('Clerk'), 'E-2': held('Nurse', { values: { title: 'Nurse' } }) },
			'E-2 has city “”, but must have “Brno”',
		],
		[
			'another state',
			{ 'E-1': held('Clerk'), 'E-2': held('Nurse', { standing: 'deleted' }) },
			'E-2 is deleted, but must be active',
		],
	])('finds %s', (_what, actual, sentence) => {
		expect(differences(whole, directory(actual))).toEqual([sentence]);
	});

	it('finds somebody who should be gone', () => {
		const gone = directory({ 'E-1': held('Clerk', { standing: 'deleted' }) });
		expect(differences(gone, directory({ 'E-1': held('Clerk') }))).toEqual(['E-1 is active, but must be deleted']);
		expect(differences(gone, directory({}))).toEqual([]);
	});
});

describe('the check of what the node says', () => {
	const after = directory({
		'E-1': held('Manager'),
		'E-2': held('Nurse'),
		'E-3': held('Cook'),
		'E-4': held('Trainee'),
		admin: held('Owner', { outOfBounds: true }),
	});
	const told = (key: string, operation: string, success = true) => [{ key, operation, success }];

	it.each([
		['E-1', 'updated'],
		['E-2', 'unchanged'],
		['E-3', 'restored'],
		['E-4', 'created'],
	])('agrees that %s was %s', (key, operation) => {
		expect(untruths(told(key, operation), BEFORE, after)).toEqual([]);
	});

	it.each([
		['a change that was not made', told('E-2', 'updated')],
		['a silent change', told('E-1', 'unchanged')],
		['a write for a rejected row', told('E-1', 'rejected', false)],
		['a deletion that was not made', told('E-2', 'deleted')],
	])('finds %s', (_what, results) => {
		expect(untruths(results, BEFORE, after)).toHaveLength(1);
	});

	it('knows that a vendor may have another word', () => {
		const locked = directory({ 'E-1': held('Clerk', { standing: 'locked' }) });
		const active = directory({ 'E-1': held('Clerk') });
		expect(untruths(told('E-1', 'updated'), locked, active, { reactivated: 'updated' })).toEqual([]);
		expect(untruths(told('E-1', 'updated'), locked, active)).toHaveLength(1);
	});
});
