import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { BENCHED_SYSTEMS } from './listBenches';

/** People as HR systems' APIs give them, records within records; the second has left, the first is the boss of the third. */
const PEOPLE = [
	{ number: '417', first: 'Marta', last: 'Lindqvist', email: 'marta@acme.example', department: 'Board', end: null },
	{ number: '418', first: 'José', last: 'García', email: 'jose@acme.example', department: 'Sales', end: '2025-05-31' },
	{ number: '419', first: 'Bo', last: 'Ek', email: 'bo@acme.example', department: 'Sales', end: null },
] as const;
const [BOSS] = PEOPLE;

type Person = (typeof PEOPLE)[number];
const hasBoss = ({ number }: Person): boolean => number !== BOSS.number;

const attribute = (label: string, value: unknown): IDataObject => ({ label, value: value as string, type: 'standard' });

const RECORDS: ReadonlyArray<readonly [name: string, key: string, record: (person: Person) => unknown]> = [
	[
		'Personio',
		'attributes.employee_number.value',
		(person) => ({
			type: 'Employee',
			attributes: {
				id: attribute('ID', 900),
				employee_number: attribute('Employee number', person.number),
				first_name: attribute('First name', person.first),
				last_name: attribute('Last name', person.last),
				email: attribute('Email', person.email),
				status: attribute('Status', person.end === null ? 'active' : 'inactive'),
				department: attribute('Abteilung', { type: 'Department', attributes: { id: 1, name: person.department } }),
				supervisor: attribute(
					'Supervisor',
					hasBoss(person)
						? { type: 'Employee', attributes: { id: attribute('ID', 900), email: attribute('Email', BOSS.email) } }
						: null,
				),
			},
		}),
	],
	[
		'Namely',
		'employee_id',
		(person) => ({
			id: 'x',
			employee_id: person.number,
			first_name: person.first,
			last_name: person.last,
			email: person.email,
			departments: person.department,
			user_status: person.end === null ? 'active' : 'inactive',
			reports_to: hasBoss(person) ? [{ id: 'y', first_name: BOSS.first, last_name: BOSS.last }] : [],
		}),
	],
	[
		'Rippling',
		'number',
		(person) => ({
			number: Number(person.number),
			user: { id: 'x', name: { given_name: person.first, family_name: person.last } },
			work_email: person.email,
			personal_email: 'x@mail.example',
			department: { id: 'd', name: person.department },
			end_date: person.end,
			manager: hasBoss(person) ? { id: 'm', work_email: BOSS.email } : null,
		}),
	],
	[
		'Workday',
		'Employee_ID',
		(person) => ({
			Employee_ID: person.number,
			Legal_Name: { First_Name: person.first, Last_Name: person.last },
			Email_Address: person.email,
			Supervisory_Organization: { Descriptor: person.department, id: 'x' },
			Termination_Date: person.end,
			Manager: hasBoss(person) ? { Descriptor: `${BOSS.first} ${BOSS.last}`, Employee_ID: BOSS.number } : null,
		}),
	],
	[
		'ADP',
		'workerID.idValue',
		(person) => ({
			workerID: { idValue: person.number },
			person: { legalName: { givenName: person.first, familyName1: person.last } },
			workerStatus: { statusCode: { codeValue: person.end === null ? 'Active' : 'Terminated' } },
			businessCommunication: { emails: [{ emailUri: person.email, nameCode: { codeValue: 'Work E-mail' } }] },
			department: person.department,
			managerEmail: hasBoss(person) ? BOSS.email : null,
		}),
	],
];

describe('records as APIs give them', () => {
	const clock = useVirtualClock();

	it.each(
		BENCHED_SYSTEMS.filter(({ needs }) => needs.length === 0).flatMap((system) =>
			RECORDS.map(([name, key, record]) => ({ system, vendor: system.name, name, key, record })),
		),
	)('arrive in $vendor from $name', async ({ system, key, record }) => {
		const bench = await system.open(clock);
		const outcome = await bench.run(
			PEOPLE.map((person) => record(person) as IDataObject),
			{ keyColumn: key },
		);
		expect(outcome.error).toBeUndefined();
		expect(outcome.results.map(({ json }) => [json.key, json.operation, json.code])).toEqual([
			['417', 'created', ''],
			['418', 'unchanged', 'LEFT'],
			['419', 'created', ''],
		]);
		const { first, last, email, dept, mgr }: Readonly<Record<string, string>> = system.fields;
		for (const person of [BOSS, PEOPLE[2]]) {
			const values = bench.held(person.number)?.values ?? {};
			const told: Array<[string | undefined, string]> = [
				[first, person.first],
				[last, person.last],
				[email, person.email],
				[dept, person.department],
				[mgr, hasBoss(person) ? BOSS.number : ''],
			];
			for (const [field, value] of told) if (field !== undefined) expect(String(values[field] ?? '')).toBe(value);
		}
		await bench.close();
	});
});
