import { useVirtualClock } from '../../engine/clock';
import { everything, jsonOf, operations } from './bridgeKit';
import { account, blindBench, people, person, type CollaboratorBench } from './lmsCollaboratorKit';

describe('LMS Collaborator: sync', () => {
	const clock = useVirtualClock();
	let bench: CollaboratorBench;
	afterEach(async () => bench.close());

	it('sends every person in a call of their own: 250 rows are 250 calls', async () => {
		bench = await blindBench({ clock });
		const outcome = await bench.run(people(250));
		expect(outcome.error).toBeUndefined();
		expect(bench.simulator.requests).toHaveLength(250);
		for (const { method, path, headers, inFlight } of bench.simulator.requests) {
			expect([method, path]).toEqual(['POST', '/api/v2/users-import/single']);
			expect(headers['content-type']).toBe('application/json;charset=UTF-8');
			expect(inFlight).toBeLessThanOrEqual(4);
		}
		expect(outcome.summary?.json).toMatchObject({
			lms: 'lmsCollaborator',
			status: 'ok',
			planQuality: 'blind',
			counts: { created: 250 },
			requests: { sent: 251, retried: 0, rateLimited: 0 },
		});
		outcome.results.forEach((item, at) =>
			expect([item.pairedItem, item.json.key, item.json.changes]).toEqual([{ item: at }, `cl${1000 + at}`, []]),
		);
		expect(bench.simulator.directory.size).toBe(250);
	});

	it('turns the counters into words: the strongest wins, and all zero is unchanged', async () => {
		for (const counters of ['all', 'strongest'] as const) {
			bench = await blindBench({ clock, switches: { counters } });
			await bench.run([person(1), person(2), person(3), person(4, { is_active: 'no' }), person(5)]);
			const outcome = await bench.run([
				person(1),
				person(2, { city: 'Kyiv' }),
				person(3, { city: 'Kyiv', is_active: 'blocked' }),
				person(4, { is_active: 'enabled' }),
				person(6, { is_active: 0 }),
			]);
			expect(operations(outcome)).toEqual(['unchanged', 'updated', 'suspended', 'reactivated', 'created']);
			expect(bench.simulator.directory.withUid('cl3')).toMatchObject({
				is_active: 0,
				city: 'Kyiv',
			});
			expect(bench.simulator.directory.withUid('cl6')).toMatchObject({ is_active: 0 });
			await bench.close();
		}
		bench = await blindBench({ clock, switches: { unchanged: 'updated' } });
		await bench.run([person(1)]);
		expect(operations(await bench.run([person(1)]))).toEqual(['updated']);
	});

	it('converts every field of the page', async () => {
		bench = await blindBench({
			clock,
			users: [{ uid: 'boss', login: 'boss', email: 'boss@company.tld' }],
		});
		const outcome = await bench.run([
			person(1, {
				patronymic: 'Petrovych',
				birth_date: '26.07.1988',
				gender: 'Male',
				is_active: 'yes',
				city: 'Kyiv',
				department: ['Main Office', 'Sales, East'],
				phone: '+380971111111',
				tags: ['tag1', ' tag2'],
				facebook_id: 'fb',
				google_id: 77,
				date_of_employment: '1 March 2020',
				work_contact: 'Room 7',
				date_of_assignment_current_position: '2021-02-03',
				structure_uid: 'S-1',
				user_field1: 'Cluster1',
				user_field2: 'b',
				user_field3: 'c',
				user_field4: 'd',
				user_field5: 'e',
				customInfo: { vacation_days: 21, projects: ['mtr-1'] },
				language: 'Українська',
				manager_id: 12,
				manager_uid: 'boss',
			}),
			person(2, {
				gender: 1,
				department: 'Care, Support',
				tags: 'a, b',
				customInfo: '{"days": 9}',
				language: 'de_AT',
			}),
			person(3, { customInfo: 'eyJkYXlzIjogOX0=', language: 'EN', gender: 'f' }),
		]);
		expect(outcome.error).toBeUndefined();
		expect(operations(outcome)).toEqual(['created', 'created', 'created']);
		const [first, second, third] = ['cl1', 'cl2', 'cl3'].map((uid) => bench.bodies().find((body) => body.uid === uid));
		expect(first).toEqual({
			...person(1),
			patronymic: 'Petrovych',
			birth_date: '1988-07-26',
			gender: 0,
			is_active: 1,
			city: 'Kyiv',
			department: 'Main Office,Sales, East',
			phone: '+380971111111',
			tags: 'tag1,tag2',
			facebook_id: 'fb',
			google_id: '77',
			date_of_employment: '2020-03-01',
			work_contact: 'Room 7',
			date_of_assignment_current_position: '2021-02-03',
			structure_uid: 'S-1',
			user_field1: 'Cluster1',
			user_field2: 'b',
			user_field3: 'c',
			user_field4: 'd',
			user_field5: 'e',
			customInfo: Buffer.from('{"vacation_days":21,"projects":["mtr-1"]}').toString('base64'),
			language: 'UK',
			manager_id: '12',
			manager_uid: 'boss',
		});
		expect(second).toMatchObject({
			gender: 1,
			department: 'Care, Support',
			tags: 'a,b',
			customInfo: Buffer.from('{"days":9}').toString('base64'),
			language: 'DE',
		});
		expect(third).toMatchObject({ customInfo: 'eyJkYXlzIjogOX0=', language: 'EN', gender: 1 });
	});

	it('a row without a required field is rejected with its column, and the others are sent', async () => {
		bench = await blindBench({ clock });
		const outcome = await bench.run(
			[
				person(1, { position: '' }),
				person(2),
				person(3, { email: 'not an address' }),
				person(4, { language: 'Klingon' }),
				person(5, { gender: 'maybe' }),
				person(6, { login: 'user.7' }),
				person(7),
				person(8, { customInfo: 'no json' }),
			],
			{ options: { badValues: 'reject' } },
		);
		expect(operations(outcome)).toEqual([
			'rejected',
			'created',
			'rejected',
			'rejected',
			'rejected',
			'rejected',
			'rejected',
			'rejected',
		]);
		const told = jsonOf(outcome.results).map(({ code, message }) => `${String(code)} ${String(message)}`);
		expect(told[0]).toMatch(/INVALID_ROW .*position/i);
		expect(told[2]).toMatch(/INVALID_ROW .*email/i);
		expect(told[3]).toMatch(/INVALID_ROW .*language.*Klingon/i);
		expect(told[4]).toMatch(/INVALID_ROW .*gender/i);
		expect(told[5]).toMatch(/DUPLICATE_KEY .*item 6, line 8/i);
		expect(told[6]).toMatch(/DUPLICATE_KEY .*item 5, line 7/i);
		expect(told[7]).toMatch(/INVALID_ROW .*customInfo/i);
		expect(bench.simulator.requests).toHaveLength(1);
		expect(outcome.summary?.json).toMatchObject({
			status: 'partial',
			counts: { created: 1, rejected: 7 },
		});
	});

	it('takes a row without a position when Require Position is off', async () => {
		for (const positionRequired of [false, true]) {
			bench = await blindBench({ clock, switches: { positionRequired } });
			const row = person(1);
			delete row.position;
			const outcome = await bench.run([row], { options: { requirePosition: false } });
			expect(jsonOf(outcome.results)[0]).toMatchObject(
				positionRequired
					? {
							operation: 'failed',
							code: 'VENDOR_REJECTED',
							message: expect.stringContaining('Required fields: position'),
						}
					: { operation: 'created' },
			);
			expect(operations(await bench.run([row]))).toEqual(['rejected']);
			await bench.close();
		}
		bench = await blindBench({ clock });
	});

	it('a password column is not sent unless asked, and is never shown', async () => {
		bench = await blindBench({ clock });
		const rows = [person(1, { password: 'S3cret-Passw0rd' })];
		const without = await bench.run(rows);
		expect(bench.bodies()[0]).toEqual(person(1));
		expect(without.summary?.json.ignoredColumns).toEqual(['password']);
		const sent = await bench.run(rows, { options: { sendPassword: true, includeResponse: true } });
		expect(bench.bodies()[1]).toEqual({ ...person(1), password: 'S3cret-Passw0rd' });
		bench.simulator.faults.add({
			kind: 'status',
			status: 400,
			body: { error: 'password S3cret-Passw0rd is too weak' },
		});
		const refused = await bench.run(rows, {
			options: { sendPassword: true, includeResponse: true },
		});
		expect(operations(refused)).toEqual(['failed']);
		for (const outcome of [without, sent, refused]) {
			expect(everything(outcome)).not.toContain('S3cret-Passw0rd');
			for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
		}
	});

	it('a blank password is never sent, even where blank cells clear', async () => {
		bench = await blindBench({ clock });
		const rows = [person(1, { password: ' ' }), person(2, { password: 'S3cret-Passw0rd' })];
		await bench.run(rows, { options: { sendPassword: true, blankValues: 'clear' } });
		expect(bench.bodies()[0]).toEqual(person(1));
	});

	it('a blank cell leaves a value alone, and clears it with Blank Values: Clear; states have no empty form', async () => {
		bench = await blindBench({
			clock,
			users: [account(1, { city: 'Kyiv', department: 'Sales', gender: 1, is_active: 1 })],
		});
		const rows = [
			person(1, { city: ' ', department: [], gender: '', is_active: null }),
			person(2, { city: 'Lviv', department: 'IT', gender: 0, is_active: 1 }),
		];
		await bench.run(rows);
		expect(bench.bodies().find(({ uid }) => uid === 'cl1')).toEqual(person(1));
		bench.simulator.reset();
		const outcome = await bench.run(rows, { options: { blankValues: 'clear' } });
		expect(bench.bodies().find(({ uid }) => uid === 'cl1')).toEqual({
			...person(1),
			city: '',
			department: '',
		});
		expect(operations(outcome)).toEqual(['updated', 'unchanged']);
		expect(bench.simulator.directory.withUid('cl1')).toMatchObject({
			city: '',
			gender: 1,
			is_active: 1,
		});
	});

	it('managers go before their people, and a circle gets its last link in a second call', async () => {
		bench = await blindBench({ clock });
		await bench.run([person(3, { manager_uid: 'cl2' }), person(2, { manager_uid: 'cl1' }), person(1)]);
		expect(bench.bodies().map(({ uid }) => uid)).toEqual(['cl1', 'cl2', 'cl3']);
		bench.simulator.reset();
		const outcome = await bench.run([
			person(7, { manager_uid: 'cl8' }),
			person(8, { manager_uid: 'cl7' }),
			person(9, { manager_uid: 'cl9' }),
		]);
		expect(operations(outcome)).toEqual(['created', 'created', 'created']);
		for (const [uid, manager] of [
			['cl7', 'cl8'],
			['cl8', 'cl7'],
			['cl9', 'cl9'],
		] as const) {
			expect(bench.simulator.directory.withUid(uid)).toMatchObject({ manager_uid: manager });
		}
		expect(bench.simulator.requests).toHaveLength(5);
		const there = new Set<unknown>();
		for (const { uid, manager_uid: manager } of bench.bodies()) {
			if (manager !== undefined) expect(there).toContain(manager);
			there.add(uid);
		}
	});

	it('leaves protected users alone, and sends nothing in a dry run', async () => {
		bench = await blindBench({ clock });
		const dry = await bench.run([person(1), person(2)], { dryRun: true });
		expect(operations(dry)).toEqual(['planned', 'planned']);
		expect(dry.summary?.json).toMatchObject({ status: 'planned', dryRun: true });
		expect(bench.simulator.requests).toHaveLength(0);
		const outcome = await bench.run([person(1), person(2)], { safety: { protectedUsers: 'cl2' } });
		expect(jsonOf(outcome.results)[1]).toMatchObject({ operation: 'unchanged', code: 'PROTECTED' });
		expect(bench.bodies().map(({ uid }) => uid)).toEqual(['cl1']);
		const hide = await bench.run([person(2)], {
			operation: 'hide',
			safety: { protectedUsers: 'cl*' },
		});
		expect(jsonOf(hide.results)[0]).toMatchObject({
			operation: 'blocked',
			attempted: 'suspended',
			code: 'PROTECTED',
		});
		expect(bench.bodies()).toHaveLength(1);
	});
});

describe('LMS Collaborator: block and unblock', () => {
	const clock = useVirtualClock();
	let bench: CollaboratorBench;
	afterEach(async () => bench.close());

	it('force the state, whatever the column says', async () => {
		bench = await blindBench({ clock });
		await bench.run([person(1), person(2)]);
		bench.simulator.reset();
		const rows = [person(1, { is_active: 'yes' }), person(2)];
		expect(operations(await bench.run(rows, { operation: 'hide' }))).toEqual(['suspended', 'suspended']);
		expect(bench.bodies().map(({ is_active: state }) => state)).toEqual([0, 0]);
		expect(operations(await bench.run(rows, { operation: 'hide' }))).toEqual(['unchanged', 'unchanged']);
		const again = await bench.run([person(1, { city: 'Kyiv' })], { operation: 'hide' });
		expect(jsonOf(again.results)[0]).toMatchObject({
			operation: 'unchanged',
			message: expect.stringContaining('other fields were updated'),
		});
		expect(operations(await bench.run(rows, { operation: 'restore' }))).toEqual(['reactivated', 'reactivated']);
		expect(bench.simulator.directory.withUid('cl1')).toMatchObject({ is_active: 1 });
	});

	it('blocking a stranger is told as what it is: the system now holds a suspended account', async () => {
		bench = await blindBench({ clock });
		const outcome = await bench.run([person(1)], { operation: 'hide' });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			success: false,
			operation: 'failed',
			attempted: 'suspended',
			code: 'NOT_FOUND',
			key: 'cl1',
			message: expect.stringContaining('LMS Collaborator now holds a suspended (blocked) account'),
		});
		expect(bench.simulator.directory.withUid('cl1')).toMatchObject({ is_active: 0 });
		const unblocked = await bench.run([person(2)], { operation: 'restore' });
		expect(jsonOf(unblocked.results)[0]).toMatchObject({
			code: 'NOT_FOUND',
			message: expect.stringContaining('now holds an active account'),
		});
		expect(outcome.summary?.json).toMatchObject({ status: 'failed', operation: 'hide' });
	});

	it('an agent may block only where a person has allowed it on the node', async () => {
		bench = await blindBench({ clock });
		const usersJson = JSON.stringify([person(1)]);
		const refused = await bench.run([{}], { operation: 'hide', usersFrom: 'json', usersJson }, { asTool: true });
		expect(refused.error?.message).toContain('does not allow');
		expect(bench.simulator.requests).toHaveLength(0);
		await bench.run(
			[{}],
			{ operation: 'hide', usersFrom: 'json', usersJson, options: { allowInAgents: true } },
			{ asTool: true },
		);
		expect(bench.simulator.requests).toHaveLength(1);
	});
});
