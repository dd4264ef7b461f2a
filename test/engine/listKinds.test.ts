import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import type { RunOutcome } from '../../engine/engine';
import { BENCHED_SYSTEMS, type Held, type ListBench } from './listBenches';

/** Kinds of columns that were once taken for something else, or for nothing. */
describe('What columns hold besides their headings', () => {
	const clock = useVirtualClock();
	const open = async (name: string): Promise<ListBench> => {
		const system = BENCHED_SYSTEMS.find((one) => one.name === name);
		if (system === undefined) throw new Error(name);
		return system.open(clock);
	};
	const rowsOf = (...rows: IDataObject[]): IDataObject[] =>
		rows.map((row, at) => ({
			No: `10${at + 1}`,
			'First Name': ['Anna', 'José', 'Maria'][at],
			'Last Name': ['Berg', 'Ruiz', 'Li'][at],
			Email: `p${at}@acme.example`,
			...row,
		}));
	/** What the accounts hold after one run with Key Column "No". */
	const heldAfter = async (name: string, rows: IDataObject[]): Promise<Array<Held | undefined>> => {
		const bench = await open(name);
		const { error } = await bench.run(rows, { keyColumn: 'No' });
		const held = rows.map(({ No: key }) => bench.held(String(key)));
		await bench.close();
		if (error !== undefined) throw new Error(error.message);
		return held;
	};
	const valuesOf = async (name: string, field: string, rows: IDataObject[]): Promise<unknown[]> =>
		(await heldAfter(name, rows)).map((held) => held?.values[field] ?? '');

	it('names whom a manager’s name means where the number beside it is nobody’s', async () => {
		const rows = rowsOf(
			{ 'Supervisor ID': '', 'Reports to': '' },
			{ 'Supervisor ID': 77, 'Reports to': 'Anna Berg' },
			{ 'Supervisor ID': '77', 'Reports to': 'Berg, Anna' },
		);
		expect(await valuesOf('Bridge', 'manager_id', rows)).toEqual(['', '101', '101']);
		expect(await valuesOf('SCIM 2.0', 'manager', rows)).toEqual(['', '101', '101']);
	});

	it.each([
		'Project - Status',
		'Cost Center: Status',
		'Gruppe - Status',
		'Benefits: Status',
		'Project - End Date',
		'Leave - End Date',
		'End Date (Probation)',
	])('bars nobody by what becomes of a thing, or ends while the person stays: %s', async (heading) => {
		const cells = heading.includes('End Date')
			? ['2020-01-31', '2021-06-30', '']
			: ['Inactive', 'Terminated', 'Active'];
		for (const name of ['Bridge', 'Learnifier', 'Traliant LMS', 'SCIM 2.0']) {
			const held = await heldAfter(name, rowsOf(...cells.map((cell) => ({ [heading]: cell }))));
			expect(held.map((one) => one?.active)).toEqual([true, true, true]);
		}
	});

	it('takes the number and the name of a thing for nobody’s', async () => {
		const rows = rowsOf(
			{ 'Pay Group - Name': 'DE Monthly', 'Cost Center - ID': '', Manager: '4711' },
			{ 'Pay Group - Name': 'DE Monthly', 'Cost Center - ID': '4711', Manager: '' },
			{ 'Pay Group - Name': 'DE Weekly', 'Cost Center - ID': 'cc.berlin', Manager: '101' },
		);
		expect(await valuesOf('Bridge', 'manager_id', rows)).toEqual(['', '', '101']);
		expect(await valuesOf('SCIM 2.0', 'displayName', rows)).not.toContain('DE Monthly');
		expect(await valuesOf('Requestor', 'DisplayName', rows)).not.toContain('DE Monthly');
		expect(await valuesOf('Learnifier', 'displayName', rows)).not.toContain('DE Weekly');
	});

	it('names managers with the family name first and no comma, and by initials', async () => {
		const rows = rowsOf(
			{ 'Middle Name': 'Iwona', Manager: '' },
			{ 'Middle Name': '', Manager: 'Berg Anna Iwona' },
			{ 'Middle Name': '', Manager: 'Berg A.I.' },
		);
		expect(await valuesOf('Bridge', 'manager_id', rows)).toEqual(['', '101', '101']);
		const short = rowsOf({ Manager: 'Li Maria' }, { Manager: 'Berg Anna' }, { Manager: 'Berg A.' });
		expect(await valuesOf('Requestor', 'ManagerKey', short)).toEqual(['103', '101', '101']);
	});

	it('takes nobody for a namesake turned round where the other names stand as they are', async () => {
		const rows = rowsOf({ Manager: 'José Ruiz' }, { Manager: 'Maria Li' }, { Manager: 'Berg Anna' });
		expect(await valuesOf('Bridge', 'manager_id', rows)).toEqual(['102', '103', '']);
	});

	it('reads a manager’s uid of a directory', async () => {
		const rows = rowsOf({ Manager: '' }, { Manager: 'uid=101,ou=people,dc=acme,dc=example' });
		expect(await valuesOf('SCIM 2.0', 'manager', rows)).toEqual(['', '101']);
	});

	it('prefers a name to the code beside it, a first number to a second, an employment to its contract', async () => {
		const rows = rowsOf({
			'Department (externalCode)': 'D10',
			'Department (name)': 'Sales',
			'Hire Date': '2020-03-01',
			'Rehire Date': '2022-04-02',
			'Phone 2': '+49 2',
			Phone: '+49 1',
			c: 'NO',
			co: 'Norway',
		});
		expect(await valuesOf('Bridge', 'department', rows)).toEqual(['Sales']);
		expect(await valuesOf('Traliant LMS', 'phone', rows)).toEqual(['+49 1']);
		expect(await valuesOf('Traliant LMS', 'country', rows)).toEqual(['NO']);
		const [held] = await heldAfter('LMS Collaborator', rowsOf({ Login: 'a', Position: 'Clerk', ...rows[0] }));
		expect(held?.values.date_of_employment).toBe('2020-03-01');
	});

	it('knows an employee’s number from an employee’s name, and a yes from both', async () => {
		const named = rowsOf({ Employee: 'Anna Maria Berg' });
		expect(await valuesOf('Bridge', 'full_name', named)).toEqual(['Anna Maria Berg']);
		for (const cell of ['E-1042', 'Yes']) {
			const [held] = await heldAfter('Bridge', rowsOf({ Employee: cell }));
			expect(held?.values.full_name).not.toBe(cell);
		}
	});

	it('turns "Last, First" where only what people like to be called stands beside it', async () => {
		const rows = rowsOf({
			'First Name': undefined,
			'Last Name': undefined,
			'Preferred First Name': 'Annie',
			'Worker Name': 'Berg, Anna',
		});
		expect(await valuesOf('SCIM 2.0', 'displayName', rows)).toEqual(['Anna Berg']);
	});

	it('takes for a login what a directory calls uid, or what people sign in to Microsoft with', async () => {
		const uids = rowsOf({ uid: 'aberg' }, { uid: 'jruiz2' });
		expect(await valuesOf('Learnifier', 'username', uids)).toEqual(['aberg', 'jruiz2']);
		const numbers = rowsOf({ uid: '7' }, { uid: '8' });
		expect(await valuesOf('Learnifier', 'username', numbers)).toEqual(['', '']);
		const principals = rowsOf({ Position: 'Clerk', userPrincipalName: 'anna@acme.onmicrosoft.example' });
		expect(await valuesOf('LMS Collaborator', 'login', principals)).toEqual(['anna@acme.onmicrosoft.example']);
	});

	it.each([
		['weiblich', 'männlich'],
		['Mujer', 'Hombre'],
		['Feminino', 'Masculino'],
		['Vrouw', 'Man'],
		['Kvinna', 'Man'],
		['Kobieta', 'Mężczyzna'],
		['Жіноча', 'Чоловіча'],
		['Женский', 'Мужской'],
	])('reads women and men in every language: %s, %s', async (woman, man) => {
		const more = { Login: 'a', Position: 'Clerk' };
		const rows = rowsOf({ ...more, Gender: woman }, { ...more, Login: 'b', Gender: man });
		expect(await valuesOf('LMS Collaborator', 'gender', rows)).toEqual([1, 0]);
	});

	it.each([
		['Activo (S/N)', 'S', 'N'],
		['Attivo', 's', 'n'],
		['Actif O/N', 'O', 'N'],
		['Активний', 'т', 'н'],
		['Block credential', 'False', 'True'],
		['Utente attivo', 'Sì', 'No'],
	])('lets in who is there, by letters that answer a question: %s', async (heading, there, gone) => {
		const held = await heldAfter('Bridge', rowsOf({ [heading]: there }, { [heading]: gone }));
		expect(held.map((one) => one !== undefined)).toEqual([true, false]);
	});

	it.each([
		['Contract end date', '12/31/2023'],
		['Vertragsende', '31.12.2023'],
		['Fin de contrato', '31/12/2023'],
		['Date of Termination', '2023-12-31'],
		['Umowa do', '31.12.2023'],
		['Дата закінчення договору', '31.12.2023'],
		['AccountExpirationDate', '12/31/2023 12:00:00 AM'],
		['accountExpires', '133484544000000000'],
	])('lets nobody in whose last day is past: %s', async (heading, day) => {
		const rows = rowsOf({ [heading]: '' }, { [heading]: day }, { [heading]: '9223372036854775807' });
		const held = await heldAfter('Bridge', heading === 'accountExpires' ? rows : rows.slice(0, 2));
		expect(held.map((one) => one !== undefined)).toEqual([true, false, true].slice(0, held.length));
	});

	it.each(['1900-01-01', '01.01.1900', '1899-12-30T00:00:00.000Z', '0001-01-01', '1970-01-01T00:00:00Z', 'Never'])(
		'lets in whose end date is what programs hold where there is none: %s',
		async (day) => {
			const held = await heldAfter('Bridge', rowsOf({ 'Termination Date': day }, { 'Termination Date': '2020-01-31' }));
			expect(held.map((one) => one !== undefined)).toEqual([true, false]);
		},
	);

	it('takes of two columns for the manager the one that says most, in whatever form', async () => {
		const rows = rowsOf(
			{ work: { reportsTo: null, manager: null } },
			{ work: { reportsTo: { id: 'h1', email: 'p0@acme.example' }, manager: 'h1' } },
			{ work: { reportsTo: { id: 'h2', email: 'p1@acme.example' }, manager: 'h2' } },
		);
		expect(await valuesOf('Bridge', 'manager_id', rows)).toEqual(['', '101', '102']);
		const named = rowsOf({ manager: '' }, { manager: 'Anna Berg', managerEmployee: { id: 5, employeeNumber: '101' } });
		expect(await valuesOf('SCIM 2.0', 'manager', named)).toEqual(['', '101']);
	});

	it('still stops where two columns of the same form name two managers', async () => {
		const rows = rowsOf({ Supervisor: '' }, { Supervisor: 'Anna Berg', 'Line Manager': 'Maria Li' });
		await expect(valuesOf('Requestor', 'ManagerKey', rows)).rejects.toThrow(/both mean the field "Manager Key"/);
	});

	it('reads lists of records by what each says that it is', async () => {
		const rows = rowsOf(
			{
				employments: [
					{
						id: 'e',
						org_units: [
							{ type: 'team', name: 'A' },
							{ type: 'department', id: 'd', name: 'Sales' },
						],
					},
				],
			},
			{
				workAssignments: [
					{
						homeOrganizationalUnits: [
							{ typeCode: { codeValue: 'Department' }, nameCode: { codeValue: '100', shortName: 'Finance' } },
						],
					},
				],
			},
			{ relations: [{ type: 'Manager', id: 7, externalId: '101' }], ous: [{ type: 'Department', name: 'Board' }] },
		);
		for (const [at, dept] of ['Sales', 'Finance', 'Board'].entries()) {
			const one = rows.slice(at, at + 1);
			expect(await valuesOf('Bridge', 'department', one)).toEqual([dept]);
			expect(await valuesOf('Traliant LMS', 'department', one)).toEqual([dept]);
		}
		const [first, , third] = rows;
		expect(await valuesOf('SCIM 2.0', 'manager', [first ?? {}, third ?? {}])).toEqual(['', '101']);
	});

	it('opens a record where a system joins several departments', async () => {
		const rows = rowsOf({ login: 'a', position: 'Clerk', department: { id: 2, name: 'Sales' } });
		expect(await valuesOf('LMS Collaborator', 'department', rows)).toEqual(['Sales']);
	});

	it.each(['workflow_state', 'hiring_status'])('knows a leaver by an API’s word for a state: %s', async (name) => {
		const held = await heldAfter('Bridge', rowsOf({ [name]: 'registered' }, { [name]: 'deleted' }));
		expect(held.map((one) => one !== undefined)).toEqual([true, false]);
	});

	it.each(['Report generated on 27.11.2026', 'Page 1 of 1', '* contractors excluded', 'Confidential', 'Vertraulich'])(
		'sets a remark below the list aside, though it stands in the key’s column: %s',
		async (remark) => {
			const bench = await open('Bridge');
			const { results, summary } = await bench.run([...rowsOf({}, {}), { No: remark }], { keyColumn: 'No' });
			expect(results.map(({ json }) => json.operation)).toEqual(['created', 'created']);
			expect(summary?.json.rows).toMatchObject({ rejected: 0, setAside: 1 });
			const kept = await bench.run([...rowsOf({}, {}), { No: 'J. van Dijk Jr', Email: 'j@acme.example' }], {
				keyColumn: 'No',
			});
			expect(kept.summary?.json.rows).toMatchObject({ valid: 3, setAside: 0 });
			await bench.close();
		},
	);

	it('says what is wrong with keys in signs, a title above the headings and a heading with a slip', async () => {
		const bench = await open('Bridge');
		const run = async (rows: IDataObject[], keyColumn = 'No') => bench.run(rows, { keyColumn });
		const wrapped = await run(rowsOf({ No: '="1001"' }));
		expect(String(wrapped.summary?.json.warnings)).toContain('holds keys with signs around them');
		const slip = await run(rowsOf({ Abteilug: 'Sales', Einstellungsdat: '01.03.2024' }));
		expect(String(slip.summary?.json.warnings)).toContain('"Abteilug" was not used, though it looks like Department');
		expect(String(slip.summary?.json.warnings)).toContain(
			'"Einstellungsdat" was not used, though it looks like Hire Date',
		);
		const titled = await run([{ 'Staff 2026': 'No', __EMPTY: 'First Name', __EMPTY_1: 'Last Name' }], '');
		expect(titled.error?.message).toContain('The first line of the list is a title');
		await bench.close();
	});

	it.each([
		['Discarded', 'Suspend Assignment'],
		['Démission', 'Mise en disponibilité'],
		['Umowa rozwiązana', 'Urlop wychowawczy'],
		['Договір розірвано', 'Основна відпустка'],
		['Вышел на пенсию', 'Отпуск по беременности и родам'],
		['Contratto terminato', 'Infortunio'],
	])('knows who has left (%s) from who is away (%s)', async (gone, away) => {
		const bench = await open('Bridge');
		const { results, summary } = await bench.run(rowsOf({ Status: away }, { Status: gone }), { keyColumn: 'No' });
		expect(results.map(({ json }) => [json.operation, json.code])).toEqual([
			['created', ''],
			['unchanged', 'LEFT'],
		]);
		expect(String(summary?.json.warnings)).not.toContain('not known');
		await bench.close();
	});

	it('takes the share of a full job for no state', async () => {
		const bench = await open('Bridge');
		const { summary } = await bench.run(rowsOf({ Etat: '1,0' }, { Etat: '0,5' }), { keyColumn: 'No' });
		expect(summary?.json.warnings).toEqual([]);
		await bench.close();
	});
});

/** What products say in forms of their own, of people who are there and people who are not. */
describe('What columns say of people in a product’s own way', () => {
	const clock = useVirtualClock();
	const run = async (name: string, items: IDataObject[], keyColumn = 'No'): Promise<[RunOutcome, ListBench]> => {
		const system = BENCHED_SYSTEMS.find((one) => one.name === name);
		if (system === undefined) throw new Error(name);
		const bench = await system.open(clock);
		return [await bench.run(items, { keyColumn }), bench];
	};
	const person = (No: string, more: IDataObject): IDataObject => ({
		No,
		'First Name': 'Ann',
		'Last Name': `Berg${No}`,
		Email: `p${No}@acme.example`,
		...more,
	});
	const endings = ({ results }: RunOutcome): unknown[] => results.map(({ json }) => json.code || json.operation);

	it.each([
		'deleted_at',
		'deletedAt',
		'deletedDateTime',
		'Soft deletion time stamp',
		'Deactivated on',
		'Inactive since',
	])('a record that was deleted before today is of somebody who has left: %s', async (heading) => {
		const [outcome, bench] = await run('Bridge', [
			person('1', { [heading]: null }),
			person('2', { [heading]: '2024-06-30T10:00:00.000-06:00' }),
		]);
		expect(endings(outcome)).toEqual(['created', 'LEFT']);
		await bench.close();
	});

	it.each([
		['activeStatus', [0, 1]],
		['Active Status', ['0', '1']],
		['status', [1, 3]],
		['Employment Status', ['0', '2']],
	])('numbers of states bar nobody, and are told with the setting: %s', async (heading, [first, second]) => {
		const [outcome, bench] = await run('Learnifier', [
			person('1', { [heading]: first }),
			person('2', { [heading]: second }),
		]);
		expect(endings(outcome)).toEqual(['created', 'created']);
		expect(outcome.summary?.json.warnings).toContainEqual(
			`Column "${heading}" holds words that are not known to say who has left ("${first}", "${second}"): these people count as still there. If they have left, name the words in Leavers → Values.`,
		);
		await bench.close();
		const told = await run('Learnifier', [person('1', { status: 0 }), person('2', { status: 1 })]);
		expect(endings(told[0])).toEqual(['LEFT', 'created']);
		await told[1].close();
	});

	it('numbers of other kinds say nothing about who has left', async () => {
		const [outcome, bench] = await run('Bridge', [
			person('1', { 'Zip Code': '10115', 'Approver ID': '10050' }),
			person('2', { 'Zip Code': '10117', 'Approver ID': '514' }),
		]);
		expect(endings(outcome)).toEqual(['created', 'created']);
		expect(outcome.summary?.json.warnings).toEqual([]);
		await bench.close();
	});

	it('a state under a heading of several words is one, and no region', async () => {
		const [outcome, bench] = await run('SCIM 2.0', [
			person('1', { roleState: 'ACTIVE', invitationState: 'Accepted' }),
			person('2', { roleState: 'TERMINATED', invitationState: 'PendingAcceptance' }),
		]);
		expect(endings(outcome)).toEqual(['created', 'LEFT']);
		expect(String(outcome.summary?.json.warnings)).not.toContain('Region');
		await bench.close();
	});

	it('a name in full is sent without what the program writes behind it', async () => {
		const rows = [
			{ No: '1', Worker: 'Jo Ames (On Leave)', Email: 'jo@acme.example', Manager: 'Maria Kay (3)' },
			{ No: '2', Worker: 'Wei Li (Extern)', Email: 'wei@acme.example', Manager: 'Jo Ames' },
			{ No: '3', Worker: 'Maria Kay (3)', Email: 'maria@acme.example', Manager: 'Jo Ames (On Leave)' },
		];
		const [, bridge] = await run('Bridge', rows);
		expect(['1', '2', '3'].map((key) => bridge.held(key)?.values.full_name)).toEqual([
			'Jo Ames',
			'Wei Li (Extern)',
			'Maria Kay',
		]);
		expect(['1', '2', '3'].map((key) => bridge.held(key)?.values.manager_id)).toEqual(['3', '1', '1']);
		await bridge.close();
		const [, traliant] = await run('Traliant LMS', rows);
		expect(traliant.held('1')?.values).toMatchObject({ first_name: 'Jo', last_name: 'Ames' });
		await traliant.close();
	});

	it('three words are split where the last is a patronymic, and the heading says the order', async () => {
		const rows = [
			{ No: '1', ПІБ: 'Берг Анна Іванівна', Login: 'a', Position: 'Clerk', Email: 'a@acme.example' },
			{ No: '2', ПІБ: 'Жук Петро Ілліч', Login: 'b', Position: 'Clerk', Email: 'b@acme.example' },
			{ No: '3', ПІБ: 'Берг Анна Марія', Login: 'c', Position: 'Clerk', Email: 'c@acme.example' },
		];
		const [outcome, bench] = await run('LMS Collaborator', rows);
		expect(endings(outcome)).toEqual(['created', 'created', 'INVALID_ROW']);
		expect(bench.held('1')?.values).toMatchObject({ secondname: 'Берг', firstname: 'Анна', patronymic: 'Іванівна' });
		expect(bench.held('2')?.values).toMatchObject({ secondname: 'Жук', firstname: 'Петро', patronymic: 'Ілліч' });
		await bench.close();
	});

	it('a manager is found by a name that the list has the other way round', async () => {
		const [, bench] = await run('Bridge', [
			{ No: '1', 'NOM Prénom': 'BERG Anna', Supérieur: 'Maria KAY' },
			{ No: '2', 'NOM Prénom': 'KAY Maria', Supérieur: '' },
		]);
		expect(bench.held('1')?.values.manager_id).toBe('2');
		await bench.close();
	});

	it('a group that only says whose a column is does not look like a name', async () => {
		const [outcome, bench] = await run('Learnifier', [
			person('1', { 'Employee Class': 'A', 'Worker Category Description': 'B', 'Employee Type': 'C' }),
		]);
		expect(outcome.summary?.json.warnings).toEqual([]);
		await bench.close();
	});

	it('custom fields of another system are left out, and the person is sent', async () => {
		const [outcome, bench] = await run('Requestor', [
			person('1', { customfields: [{ type: 'text', value: 'x', name: 'Cost', shortname: 'cost' }] }),
		]);
		expect(endings(outcome)).toEqual(['created']);
		expect(outcome.summary?.json.warnings).toContainEqual(expect.stringContaining('"customfields"'));
		await bench.close();
	});

	it('whom nobody could name is no account: a SCIM user with nothing but a number', async () => {
		const [outcome, bench] = await run('SCIM 2.0', [
			{ No: '42', xyz: 'Berg' },
			{ No: '43', Email: 'b@acme.example' },
		]);
		expect(endings(outcome)).toEqual(['INVALID_ROW', 'created']);
		await bench.close();
	});

	it('Personio’s and ADP’s managers are read by their numbers, departments by their names', async () => {
		const value = (label: string, held: unknown): IDataObject => ({ label, value: held as string });
		const [, bench] = await run(
			'LMS Collaborator',
			[1, 2].map((number) => ({
				attributes: {
					id: value('ID', number),
					first_name: value('First name', 'Ann'),
					last_name: value('Last name', `Berg${number}`),
					email: value('Email', `p${number}@acme.example`),
					login: value('Login', `p${number}`),
					position: value('Position', 'Clerk'),
					department: value('Department', { type: 'Department', attributes: { id: 5, name: 'Sales' } }),
					supervisor: value('Supervisor', number === 1 ? null : { attributes: { id: value('ID', 1) } }),
				},
			})),
			'attributes.id.value',
		);
		expect(bench.held('2')?.values).toMatchObject({ department: 'Sales', manager_uid: '1' });
		await bench.close();
		const [, other] = await run('Bridge', [
			person('7', {}),
			person('8', { reportsTo: [{ workerID: { idValue: '7' }, reportsToWorkerName: { formattedName: 'Berg, Ann' } }] }),
		]);
		expect(other.held('8')?.values.manager_id).toBe('7');
		await other.close();
	});

	it('a list of one is the one, and an empty list is blank: Airtable, LDAP, Graph', async () => {
		const [outcome, bench] = await run('Traliant LMS', [
			person('1', { Department: ['Sales'], telephoneNumber: ['+49 30 1'], Status: ['Active'] }),
			person('2', { Department: [], telephoneNumber: [], Status: ['Terminated'] }),
			person('3', { Department: ['Sales', 'Board'], telephoneNumber: [], Status: 'Active' }),
		]);
		expect(endings(outcome)).toEqual(['created', 'LEFT', 'created']);
		expect(bench.held('1')?.values).toMatchObject({ department: 'Sales', phone: '+49 30 1' });
		expect(outcome.summary?.json.rows).toMatchObject({ valuesLeftOut: 1 });
		await bench.close();
	});

	it('properties of n8n’s Notion node are read without the word before them, and its days', async () => {
		const notion = (No: string, state: string): IDataObject => ({
			id: `page-${No}`,
			name: `Ann Berg${No}`,
			property_number: No,
			property_first_name: 'Ann',
			property_last_name: `Berg${No}`,
			property_work_email: `p${No}@acme.example`,
			property_status: state,
			property_start_date: { start: '2024-03-01', end: null, time_zone: null },
		});
		const [outcome, bench] = await run('Bridge', [notion('1', 'Active'), notion('2', 'Left')], 'property_number');
		expect(endings(outcome)).toEqual(['created', 'LEFT']);
		expect(bench.held('1')?.values).toMatchObject({
			first_name: 'Ann',
			last_name: 'Berg1',
			email: 'p1@acme.example',
			hire_date: expect.stringContaining('2024-03-01'),
		});
		await bench.close();
	});

	it('names of departments behind SuccessFactors’ navigation are read', async () => {
		const [, bench] = await run('Bridge', [person('1', { departmentNav: { name: 'Sales', externalCode: 'D1' } })]);
		expect(bench.held('1')?.values.department).toBe('Sales');
		await bench.close();
	});

	it('a cost center looks like no place', async () => {
		const [outcome, bench] = await run('Traliant LMS', [person('1', { 'Centro de Custo': '100' })]);
		expect(outcome.summary?.json.warnings).toEqual([]);
		await bench.close();
	});

	it.each([
		['Ausgeschieden', null, '30.06.2024'],
		['Terminated', '', '2024-06-30'],
		['Left', null, 45_473],
		['Uit dienst', 'Nee', 'Ja'],
		['Austritt', 'nein', 'ja'],
		['Baja', false, true],
	])('a heading of leavers is read by what its cells hold, days or answers: %s', async (heading, there, gone) => {
		const [outcome, bench] = await run('Bridge', [
			person('1', { [heading]: there }),
			person('2', { [heading]: gone }),
			person('3', { [heading]: typeof gone === 'number' ? 55_000 : there }),
		]);
		expect(endings(outcome)).toEqual(['created', 'LEFT', 'created']);
		await bench.close();
	});
});
