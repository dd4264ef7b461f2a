import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { cellsOf, columnsOf, emailOf, keyOf, MORE, PEOPLE, type MoreList } from '../lists/more';
import { camel, itemsOf, type Shape } from '../lists/shapes';
import { BENCHED_SYSTEMS, type BenchedSystem, type ListBench } from './listBenches';

/** Ten lists of our own finding, as unlike as they come, in whole runs: the third person has left, the fifth is on leave. */
const LISTS: ReadonlyArray<readonly [name: string, shape: Shape]> = [
	['Workday RaaS', 'csv'],
	['BambooHR JSON', 'json'],
	['SuccessFactors OData', 'json'],
	['ADP Workforce Now', 'csv'],
	['Personio de, many columns', 'excel'],
	['Visma nl', 'excel'],
	['BAS uk', 'sheets'],
	['Zucchetti it', 'csv'],
	['Microsoft Graph JSON', 'json'],
	['Google Workspace download', 'sheets'],
];
const MANAGERS = ['mk', 'me', 'mn', 'ml', 'md', 'mp'];

interface Case {
	readonly list: MoreList;
	readonly system: BenchedSystem;
	readonly bench: ListBench;
}

/** What each field of somebody's account is to hold. */
function* expected({ list, system }: Case, at: number): Generator<[field: string, value: string]> {
	const person = PEOPLE[at];
	if (person === undefined) return;
	const columns = columnsOf(list);
	const has = (holds: string): boolean => columns.some((column) => column.holds === holds);
	const cell = (holds: string): string =>
		cellsOf(list)[at]?.[columns.findIndex((column) => column.holds === holds)] ?? '';
	const { fields, dialled = String } = system;
	const last = [cell('prefix'), person.last].filter((part) => part !== '').join(' ');
	const told: Array<[holds: string, value: string, isThere: boolean]> = [
		['first', person.first, has('first')],
		['last', last, has('last')],
		['email', emailOf(person), has('email')],
		['hire', person.hire, has('hire')],
		['mgr', keyOfBoss(list, at), MANAGERS.some(has)],
		['birth', '1990-12-24', has('birth')],
		['phone', dialled(cell('phone')), has('phone')],
		['mob', dialled(cell('mob')), has('mob')],
		...['title', 'dept', 'user', 'mid', 'comp', 'div', 'country', 'full'].map((holds): [string, string, boolean] => [
			holds,
			cell(holds),
			has(holds),
		]),
	];
	for (const [holds, value, isThere] of told) {
		const field = fields[holds];
		if (isThere && field !== undefined) yield [field, value];
	}
}

function keyOfBoss(list: MoreList, at: number): string {
	const boss = PEOPLE[at]?.boss;
	const person = boss === undefined ? undefined : PEOPLE[boss];
	return person === undefined ? '' : keyOf(list, person);
}

describe('ten more lists, in the shapes of n8n’s source nodes', () => {
	const clock = useVirtualClock();

	it.each(BENCHED_SYSTEMS)(
		'arrive in $name as they stand',
		async (system) => {
			const wrong: string[] = [];
			let cells = 0;
			for (const [name, shape] of LISTS) {
				const list = MORE.find((one) => one.name === name);
				if (list === undefined) throw new Error(name);
				const heading = columnsOf(list).find(({ holds }) => holds === 'key')?.heading ?? '';
				const bench = await system.open(clock);
				const say = (what: string): number => wrong.push(`${name} (${shape}): ${what}`);
				try {
					const parameters = { keyColumn: shape === 'json' ? camel(heading) : heading };
					const outcome = await bench.run(itemsOf(list, shape), parameters);
					if (outcome.error !== undefined) {
						say(outcome.error.message);
						continue;
					}
					const mapping = outcome.summary?.json.mapping as IDataObject;
					const isRefused = system.needs.some((field) => mapping[field] === undefined);
					for (const [at, person] of PEOPLE.entries()) {
						const result = outcome.results[at]?.json ?? {};
						const held = bench.held(keyOf(list, person));
						const told = `${String(result.key)}: ${String(result.operation)} ${String(result.message)}`;
						if (result.key !== keyOf(list, person)) say(`${String(result.key)} stands on row ${at}`);
						if (person.state === 1) {
							if (held !== undefined || result.code !== 'LEFT') say(told);
							continue;
						}
						if (isRefused ? result.operation !== 'rejected' : held?.active !== true) say(told);
						if (held === undefined) continue;
						for (const [field, value] of expected({ list, system, bench }, at)) {
							cells += 1;
							const found = held.values[field] ?? '';
							if (String(found) !== value) say(`${person.number}: ${field} is ${JSON.stringify(found)}, not ${value}`);
						}
					}
					const before = bench.writes();
					await bench.run(itemsOf(list, shape), parameters);
					if (system.isListed && bench.writes() !== before) say('a second run writes');
				} finally {
					await bench.close();
				}
			}
			expect(wrong).toEqual([]);
			expect(cells).toBeGreaterThan(20);
		},
		180_000,
	);
});

describe('JSON as APIs give it', () => {
	const clock = useVirtualClock();

	it.each(BENCHED_SYSTEMS.filter(({ needs }) => needs.length === 0))(
		'is read record by record in $name, with one setting',
		async (system) => {
			const bench = await system.open(clock);
			const person = (number: string, first: string, more: IDataObject): IDataObject => ({
				id: `00u${number}`,
				status: 'ACTIVE',
				profile: {
					login: `${first}@acme.example`,
					firstName: first,
					lastName: 'Berg',
					email: `${first}@acme.example`.toLowerCase(),
					secondEmail: 'x@mail.example',
					department: 'Sales',
					employeeNumber: number,
				},
				_links: { self: { href: 'https://acme.okta.example' } },
				...more,
			});
			try {
				const items = [
					person('1042', 'Anna', {}),
					person('1043', 'José', {}),
					person('1044', 'Wei', { status: 'DEPROVISIONED' }),
				];
				const outcome = await bench.run(items, { keyColumn: 'profile.employeeNumber' });
				const { first, last, email } = system.fields;
				expect(outcome.error).toBeUndefined();
				expect(outcome.results.map(({ json }) => [json.key, json.operation, json.code])).toEqual([
					['1042', 'created', ''],
					['1043', 'created', ''],
					['1044', 'unchanged', 'LEFT'],
				]);
				const { values } = bench.held('1043') ?? { values: {} as IDataObject };
				expect([values[first ?? ''], values[last ?? ''], values[email ?? '']]).toEqual([
					'José',
					'Berg',
					'josé@acme.example',
				]);
				expect(bench.held('1044')).toBeUndefined();
			} finally {
				await bench.close();
			}
		},
	);
});

describe('A mistake of the whole list', () => {
	const clock = useVirtualClock();

	it.each(BENCHED_SYSTEMS)('stops $name before anybody is read', async (system) => {
		const bench = await system.open(clock);
		const people = [
			{ 'Employee ID': '1', employee_id: '7', Email: 'a@acme.example' },
			{ 'Employee ID': '2', employee_id: '8', Email: 'b@acme.example' },
		];
		try {
			const unknown = await bench.run(people, { keyColumn: 'Badge' });
			expect(unknown.error?.message).toBe(
				'Key Column is "Badge", but the list has no such column. It has: "Employee ID", "employee_id", "Email". Set Key Column to one of them.',
			);
			const unclear = await bench.run(people, { keyColumn: 'EMPLOYEE-ID' });
			expect(unclear.error?.message).toBe(
				'Key Column is "EMPLOYEE-ID", which may be "Employee ID" or "employee_id": write it as the list does.',
			);
			const leavers = await bench.run([{ 'Employee ID': '1', Email: 'a@acme.example' }], {
				keyColumn: 'Employee ID',
				leavers: { detect: 'auto', column: 'Gone' },
			});
			expect(leavers.error?.message).toContain('Leavers → Column is "Gone"');
			expect(bench.writes()).toBe(0);
			// Which fields there are is for Bridge and a SCIM server to say.
			if (!['Bridge', 'SCIM 2.0'].includes(system.name)) expect(bench.calls()).toBe(0);
		} finally {
			await bench.close();
		}
	});
});
