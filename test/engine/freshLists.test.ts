import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import type { RunOutcome } from '../../engine/engine';
import { process } from '../../engine/platform';
import { FRESH } from '../lists/fresh';
import {
	cellOf,
	emailOf,
	has,
	headingIn,
	itemsOf,
	keyOf,
	LANGUAGE_CODES,
	lastOf,
	listOf,
	PEOPLE,
	type FreshList,
	type Person,
} from '../lists/freshPeople';
import { SHAPES, type Shape } from '../lists/shapes';
import { bridgeBench, type BridgeBench } from './bridgeKit';
import { BENCHED_SYSTEMS, type BenchedSystem } from './listBenches';

/**
 * Lists of other products, fourteen people each, with a second header, an empty line and a line of totals below: whole
 * runs with one setting, Key Column, checked cell by cell in the simulator.
 */
const MANAGERS = ['mk', 'me', 'mn', 'ml', 'md'];
const BY_NAME = ['mn', 'ml', 'md'];

/** One cell of somebody's account: the field, what it may hold, and the column that says so. */
interface Cell {
	readonly field: string;
	readonly values: readonly string[];
	readonly heading: string;
}

function* cellsOf(list: FreshList, system: BenchedSystem, person: Person): Generator<Cell> {
	const { fields, dialled = String } = system;
	const cell = (holds: string): string => {
		const column = list.columns.find((one) => one.holds === holds);
		return column === undefined ? '' : cellOf(list, person, column);
	};
	const preferred = list.columns.some(({ heading, holds }) => holds === 'first' && /legal/i.test(heading));
	const language = LANGUAGE_CODES[cell('lang')] ?? cell('lang');
	const told: Array<[holds: string, ...values: string[]]> = [
		['first', person.first, ...(preferred && person.pref !== '' ? [person.pref] : [])],
		['last', lastOf(list, person)],
		['email', emailOf(person)],
		['hire', person.hire],
		['birth', '1990-12-24'],
		['phone', dialled(cell('phone'))],
		['mob', dialled(cell('mob'))],
		['gender', person.gender === 'F' ? '1' : '0'],
		['lang', language, language.slice(0, 2).toUpperCase()],
		...['title', 'dept', 'user', 'mid', 'comp', 'div', 'country', 'city', 'loc', 'state', 'full'].map(
			(holds): [string, string] => [holds, cell(holds)],
		),
	];
	for (const [holds, ...values] of told) {
		const field = fields[holds];
		const column = list.columns.find((one) => one.holds === holds);
		if (field !== undefined && column !== undefined) yield { field, values, heading: column.heading };
	}
	const by = MANAGERS.filter((holds) => has(list, holds));
	const column = list.columns.find(({ holds }) => by.includes(holds));
	if (fields.mgr !== undefined && column !== undefined)
		yield { field: fields.mgr, values: [managerOf(list, person, by)], heading: column.heading };
}

/** The manager's key; '' where nobody, or one of two people of one name, is named. */
function managerOf(list: FreshList, { boss }: Person, by: readonly string[]): string {
	const person = boss === undefined ? undefined : PEOPLE[boss];
	const isUnclear = person?.first === 'Tom' && by.every((holds) => BY_NAME.includes(holds));
	return person === undefined || isUnclear ? '' : keyOf(list, person);
}

const saysWhoLeft = (list: FreshList): boolean => ['st', 'term', 'en', 'dis'].some((holds) => has(list, holds));

describe('lists of other products', () => {
	const clock = useVirtualClock();
	const figures = { runs: 0, cells: 0 };
	afterAll(() =>
		process.stdout.write(`${FRESH.length} other lists in ${figures.runs} runs: ${figures.cells} cells arrived\n`),
	);

	it.each(BENCHED_SYSTEMS)(
		'arrive in $name as they stand, and nobody who has left gets in',
		async (system) => {
			const wrong: string[] = [];
			for (const [at, line] of FRESH.entries()) {
				const list = listOf(line);
				const shape: Shape = SHAPES[at % SHAPES.length] ?? 'csv';
				const say = (what: string): number => wrong.push(`${list.name} (${shape}): ${what}`);
				const bench = await system.open(clock);
				try {
					const keyHeading = list.columns.find(({ holds }) => holds === 'key')?.heading ?? '';
					const outcome = await bench.run(itemsOf(list, shape), { keyColumn: headingIn(keyHeading, shape) });
					if (outcome.error !== undefined) {
						say(outcome.error.message);
						continue;
					}
					figures.runs += 1;
					const { mapping, warnings, rows } = (outcome.summary?.json ?? {}) as IDataObject;
					const isMapped = (field: string): boolean => (mapping as IDataObject)[field] !== undefined;
					const isRefused = system.needs.some((field) => !isMapped(field));
					const isBarred = system.state !== undefined && isMapped(system.state);
					const aside = (rows as IDataObject).setAside;
					if (outcome.results.length !== PEOPLE.length || aside !== (shape === 'json' ? 0 : 3))
						say(`${outcome.results.length} results, ${String(aside)} set aside`);
					for (const [row, person] of PEOPLE.entries()) {
						const result = outcome.results[row]?.json ?? {};
						const held = bench.held(keyOf(list, person));
						const told = `${String(result.key)}: ${String(result.operation)} ${String(result.code)} ${String(result.message)}`;
						if (result.key !== keyOf(list, person)) say(`row ${row} is ${told}`);
						if (person.state === 1 && saysWhoLeft(list)) {
							if (held?.active === true || !(isBarred || isRefused || result.code === 'LEFT')) say(told);
							continue;
						}
						const isUnsplit = String(result.message).includes("can't be split");
						if (isRefused || isUnsplit ? result.operation !== 'rejected' : held?.active !== true) say(told);
						if (held === undefined) continue;
						for (const { field, values, heading } of cellsOf(list, system, person)) {
							figures.cells += 1;
							const found = String(held.values[field] ?? '');
							const isSaid = (warnings as string[]).some((warning) =>
								warning.includes(`"${headingIn(heading, shape)}"`),
							);
							if (!values.includes(found) && !(isSaid && found === ''))
								say(`${person.number}: ${field} is "${found}", not "${values.join('" or "')}" (${heading})`);
						}
						const all = JSON.stringify(held.values);
						if (String(held.values[system.fields.email ?? '']).endsWith('@mail.example'))
							say(`private address: ${all}`);
						if (/Secret9|"Mrs?"/.test(all)) say(all);
					}
				} finally {
					await bench.close();
				}
			}
			expect(wrong).toEqual([]);
		},
		180_000,
	);
});

describe('What stands between people', () => {
	const clock = useVirtualClock();
	const bench = async (rows: IDataObject[], parameters: IDataObject = {}): Promise<[RunOutcome, BridgeBench]> => {
		const bridge = await bridgeBench({ users: 0, clock });
		return [await bridge.run(rows, { keyColumn: 'No', ...parameters }), bridge];
	};
	const held = ({ simulator }: BridgeBench, uid: string): IDataObject => ({ ...simulator.directory.withUid(uid)[0] });
	const person = (number: number, more: IDataObject = {}): IDataObject => ({
		No: String(number),
		'First Name': 'Ann',
		'Last Name': `Berg${number}`,
		Email: `b${number}@acme.example`,
		...more,
	});

	it('says nothing about how a column is read: a second header in an Excel file', async () => {
		const header = { No: 'No', 'First Name': 'First Name', 'Hire Date': 'Hire Date', 'End Date': 'End Date' };
		const [outcome, bridge] = await bench([
			person(1, { 'Hire Date': 45_352 }),
			header,
			person(2, { 'Hire Date': 45_353, 'End Date': 45_400 }),
		]);
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['created', ''],
			['unchanged', 'LEFT'],
		]);
		expect(held(bridge, '1').hire_date).toBe('2024-03-01');
		expect(outcome.summary?.json.rows).toMatchObject({ setAside: 1, valuesLeftOut: 0 });
		await bridge.close();
	});

	it.each(['Total: 2', 'Gesamt', 'Summe (2)', 'Razem 2 osoby', 'Итого 2 человек', 'Total employees: 2', 'Всього'])(
		'is set aside when it is a line of totals, in the key column or under a name: %s',
		async (total) => {
			const [outcome, bridge] = await bench([person(1), { No: total, Salary: 9 }, { 'Last Name': total }]);
			expect(outcome.results.map(({ json }) => json.operation)).toEqual(['created']);
			expect(outcome.summary?.json.status).toBe('ok');
			expect(outcome.summary?.json.rows).toMatchObject({ received: 3, valid: 1, rejected: 0, setAside: 2 });
			await bridge.close();
		},
	);

	it('keeps whoever has that word as their key, and rows that name somebody', async () => {
		const bridge = await bridgeBench({ users: 0, clock });
		await bridge.run([person(1), person(2, { No: 'Total' })], { keyColumn: 'No' });
		const outcome = await bridge.run([person(1), { No: 'Total' }], {
			keyColumn: 'No',
			missingUsers: 'delete',
			safety: { maxRemovalPercent: 100 },
		});
		expect(outcome.results.map(({ json }) => [json.key, json.operation])).toEqual([
			['1', 'unchanged'],
			['Total', 'unchanged'],
		]);
		await bridge.close();
	});

	it('"Name" beside a first name is the whole name where its cells hold both', async () => {
		const rows = [1, 2].map((number) => ({ ...person(number), Name: `Berg${number}, Ann`, 'Last Name': undefined }));
		const [, bridge] = await bench(
			rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'Last Name'))),
		);
		expect(held(bridge, '1')).toMatchObject({ first_name: 'Ann', sortable_name: 'Berg1, Ann' });
		expect(held(bridge, '1').last_name).not.toBe('Berg1, Ann');
		await bridge.close();
		const [, other] = await bench([{ No: '3', 'Preferred Name': 'Annie', Name: 'Ann Berg', Email: 'b3@acme.example' }]);
		expect(held(other, '3')).toMatchObject({ first_name: 'Annie', full_name: 'Ann Berg' });
		await other.close();
	});

	it('a column "state" with words of state says who has left', async () => {
		const [outcome, bridge] = await bench([person(1, { state: 'ACTIVATED' }), person(2, { state: 'SUSPENDED' })]);
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['created', ''],
			['unchanged', 'LEFT'],
		]);
		await bridge.close();
	});

	it('a column that may say who has left, and is not understood, is told', async () => {
		const [outcome, bridge] = await bench([person(1, { Lage: 'Active' }), person(2, { Lage: 'Terminated' })]);
		expect(outcome.summary?.json.warnings).toContainEqual(
			'Column "Lage" may say who has left ("Terminated"), but everybody on the list counts as there: if it does, set Leavers → Column to "Lage".',
		);
		await bridge.close();
	});

	it.each(['Reports To (Personnel No)', 'Supervisor Code', 'Vorgesetzter-PNR', 'responsableN1Matricule'])(
		'the number of a manager is one, whose it is need not be said: %s',
		async (heading) => {
			const [outcome, bridge] = await bench([person(1), person(2, { [heading]: '1' })]);
			expect(outcome.summary?.json.mapping).toMatchObject({ manager_id: heading });
			const [boss] = bridge.simulator.directory.withUid('1');
			expect(held(bridge, '2').manager_id).toBe(boss?.id);
			await bridge.close();
		},
	);

	it('names of teams are nobody’s names, and the apostrophe of Ukrainian is no letter', async () => {
		const row = { No: '1', Імʼя: 'Ann', Прізвище: 'Berg', 'Team names': 'Blue', 'Data da admissão': '2024-03-01' };
		const [, bridge] = await bench([row]);
		const account = held(bridge, '1');
		expect(account).toMatchObject({
			first_name: 'Ann',
			last_name: 'Berg',
			department: 'Blue',
			hire_date: '2024-03-01',
		});
		expect(account.full_name).not.toBe('Blue');
		await bridge.close();
	});

	it('a column whose heading holds a word that is known is told where its field is empty', async () => {
		const [outcome, bridge] = await bench([person(1, { 'Grossraum-Abteilung': 'Sales', 'Supervisor Code': '1' })]);
		expect(outcome.summary?.json.mapping).toMatchObject({ manager_id: 'Supervisor Code' });
		expect(String(outcome.summary?.json.warnings)).toContain(
			'Column "Grossraum-Abteilung" was not used, though it looks like Department',
		);
		await bridge.close();
	});
});
