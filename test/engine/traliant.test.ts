import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { everything, operations } from './bridgeKit';
import { people, person, traliantBench, type TraliantBench } from './traliantKit';

let bench: TraliantBench;
afterEach(async () => bench.close());

describe('Traliant: sync', () => {
	it('sends 250 rows in 25 calls of ten, and tells each person what the vendor said', async () => {
		bench = await traliantBench();
		const rows = people(250);
		const first = await bench.run(rows);
		expect(first.error).toBeUndefined();
		expect(bench.bodies()).toHaveLength(25);
		expect(bench.bodies().every(({ users }) => users.length === 10)).toBe(true);
		expect(first.summary?.json).toMatchObject({
			lms: 'traliant',
			status: 'ok',
			planQuality: 'blind',
			counts: { created: 250 },
			warnings: [],
		});
		first.results.forEach((item, at) => {
			expect(item.pairedItem).toEqual({ item: at });
			expect(item.json).toMatchObject({
				success: true,
				operation: 'created',
				key: rows[at]?.username,
				email: rows[at]?.email,
				name: `First Last ${1000 + at}`,
			});
			expect(item.json.userId).toBe(String(bench.simulator.directory.get(String(rows[at]?.username))?.user_id));
		});
		const again = await bench.run(rows.map((row, at) => (at === 7 ? { ...row, title: 'Clerk' } : row)));
		expect(again.summary?.json.counts).toEqual({ unchanged: 249, updated: 1 });
		expect(again.results[7]?.json).toMatchObject({ operation: 'updated', departmentId: '96' });
	});

	it('sends the options under their documented names, and the fields in the vendor’s form', async () => {
		bench = await traliantBench();
		await bench.run([person(1, { Suspended: 'no', 'Job Title': ' Clerk ', hire_date: '2024-01-02', shoe: 42 })], {
			executeRules: true,
			findBy: 'id_number',
			forcePasswordChange: true,
			trackChanges: false,
		});
		expect(bench.bodies()).toEqual([
			{
				users: [
					{
						username: 'user.1@company.tld',
						first_name: 'First',
						last_name: 'Last 1',
						email: 'user.1@company.tld',
						id_number: '2-1',
						department: 'Sales',
						title: 'Clerk',
						suspended: false,
					},
				],
				execute_rules: true,
				find_by: 'id_number',
				force_password_change: true,
				track_changes: false,
			},
		]);
		expect(bench.simulator.requests[0]?.headers.authorization).toMatch(/^Bearer /);
	});

	it('passes unknown columns only when asked, and lists them otherwise', async () => {
		bench = await traliantBench();
		const rows = [person(1, { hire_date: '2024-01-02', role: 'Manager' })];
		const without = await bench.run(rows);
		expect(without.summary?.json.ignoredColumns).toEqual(['hire_date', 'role']);
		const outcome = await bench.run(rows, { options: { sendUnknownColumns: true } });
		expect(operations(outcome)).toEqual(['updated']);
		expect(bench.simulator.directory.get('2-1')).toMatchObject({ hire_date: '2024-01-02', role: 'Manager' });
	});

	it('sends a password column only with Send Password beside Send Unknown Columns, and never shows or hashes it', async () => {
		bench = await traliantBench();
		const password = ['Correct', 'Horse', 71].join('-');
		const rows = (given: string): IDataObject[] => [person(1, { Password: given, hire_date: '2024-01-02' })];
		const without = await bench.run(rows(password), { options: { sendUnknownColumns: true } });
		expect(operations(without)).toEqual(['created']);
		expect(bench.bodies()[0]?.users[0]).toEqual(person(1, { hire_date: '2024-01-02' }));
		expect(without.summary?.json).toMatchObject({
			ignoredColumns: ['Password'],
			warnings: ['Column "Password" was not sent: switch on Options → Send Password to send it with every run.'],
		});

		const options = { sendUnknownColumns: true, sendPassword: true, includeResponse: true };
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: {
				data: {
					summary: {},
					details: {
						users: [
							{
								key: 'user.1@company.tld',
								success: false,
								operation: 'failed',
								user_id: 1,
								message: `${password} is weak`,
								Password: password,
							},
						],
					},
				},
			},
		});
		const sent = await bench.run(rows(password), { options });
		expect(bench.bodies()[1]?.users[0]).toEqual(person(1, { Password: password, hire_date: '2024-01-02' }));
		expect(sent.results[0]?.json).toMatchObject({
			operation: 'failed',
			message: expect.stringContaining('[secret] is weak'),
			response: { Password: '[secret]' },
		});
		expect(sent.summary?.json).toMatchObject({ ignoredColumns: [] });

		const dry = await bench.run(rows(password), { options, dryRun: true });
		const other = await bench.run(rows('Battery-Staple-72'), { options, dryRun: true });
		expect(other.summary?.json.planHash).toBe(dry.summary?.json.planHash);
		for (const outcome of [without, sent, dry, other])
			expect(everything(outcome)).not.toMatch(/Correct-Horse|Battery-Staple/);
	});

	it('needs an ID number only when people are found by it', async () => {
		bench = await traliantBench();
		const row = person(1);
		delete row.id_number;
		expect(operations(await bench.run([row]))).toEqual(['created']);
		const outcome = await bench.run([row], { findBy: 'id_number' });
		expect(outcome.error?.message).toContain('ID Number');
		expect(outcome.error?.message).toContain('Key Column');
		const two = await bench.run([row, person(2)], { findBy: 'id_number' });
		expect(two.results[0]?.json).toMatchObject({ operation: 'rejected', code: 'INVALID_ROW' });
		expect(two.results[0]?.json.message).toContain('id_number');
	});

	it('counts 100 characters as people do: emoji are one each', async () => {
		bench = await traliantBench();
		const rows = [
			person(1, { first_name: '🙂'.repeat(100) }),
			person(2, { first_name: '🙂'.repeat(101) }),
			person(3, { last_name: 'x'.repeat(101) }),
			person(4, { title: 'y'.repeat(300) }),
		];
		const outcome = await bench.run(rows);
		expect(operations(outcome)).toEqual(['created', 'rejected', 'rejected', 'created']);
		expect(outcome.results[1]?.json.message).toContain('100 characters');
		expect(bench.simulator.directory.size).toBe(2);
	});

	it('holds usernames and ID numbers unique among rows, and sends identical rows once', async () => {
		bench = await traliantBench();
		const outcome = await bench.run([
			person(1),
			person(2, { id_number: '2-1' }),
			person(3),
			person(3),
			person(4),
			person(4, { title: 'Other' }),
		]);
		expect(outcome.results.map(({ json }) => [json.operation, json.code, json.duplicateOf])).toEqual([
			['rejected', 'DUPLICATE_KEY', undefined],
			['rejected', 'DUPLICATE_KEY', undefined],
			['created', '', undefined],
			['created', '', 2],
			['rejected', 'DUPLICATE_KEY', undefined],
			['rejected', 'DUPLICATE_KEY', undefined],
		]);
		expect(bench.bodies()[0]?.users).toHaveLength(1);
	});

	it('tells twins in Users (JSON) by their place in it, and twins among items by row and item', async () => {
		bench = await traliantBench();
		const rows = [person(9), person(1), person(1), person(2), person(2, { title: 'Other' })];
		const json = await bench.run([{}], { usersFrom: 'json', usersJson: JSON.stringify(rows) });
		expect(json.results.map(({ json: told, pairedItem }) => [told.operation, told.duplicateOf, pairedItem])).toEqual([
			['created', undefined, { item: 0 }],
			['created', undefined, { item: 0 }],
			['created', 1, { item: 0 }],
			['rejected', undefined, { item: 0 }],
			['rejected', undefined, { item: 0 }],
		]);
		expect(json.results[3]?.json.message).toContain('record 4 of Users (JSON)');
		const items = await bench.run(rows);
		expect(items.results[2]?.json.duplicateOf).toBe(1);
		expect(items.results[3]?.json.message).toContain('item 4, line 6 of a list with a heading');
	});

	it('clears with null when blank cells clear, and leaves them alone otherwise', async () => {
		bench = await traliantBench();
		await bench.run([person(1, { title: 'Clerk' }), person(2, { title: 'Clerk' })]);
		const rows = [person(1, { title: '' }), person(2, { title: 'Clerk' })];
		expect(operations(await bench.run(rows))).toEqual(['unchanged', 'unchanged']);
		expect(operations(await bench.run(rows, { options: { blankValues: 'clear' } }))).toEqual(['updated', 'unchanged']);
		expect(bench.bodies().at(-1)?.users[0]?.title).toBeNull();
		expect(bench.simulator.directory.get('2-1')?.title).toBeNull();
	});

	it('plans every valid row in a dry run and sends nothing', async () => {
		bench = await traliantBench();
		const outcome = await bench.run([person(1), { username: 'x' }], { dryRun: true });
		expect(operations(outcome)).toEqual(['planned', 'rejected']);
		expect(bench.simulator.requests).toHaveLength(0);
		expect(outcome.summary?.json).toMatchObject({
			status: 'planned',
			dryRun: true,
			counts: { planned: 1, rejected: 1 },
		});
	});

	it('leaves protected users alone', async () => {
		bench = await traliantBench();
		const outcome = await bench.run([person(1), person(2)], { safety: { protectedUsers: 'user.2*' } });
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['created', ''],
			['unchanged', 'PROTECTED'],
		]);
		const hide = await bench.run([person(2)], { operation: 'hide', safety: { protectedUsers: 'user.2*' } });
		expect(hide.results[0]?.json).toMatchObject({ operation: 'blocked', code: 'PROTECTED', attempted: 'suspended' });
		expect(bench.simulator.directory.size).toBe(1);
	});

	it('hands each user the logs of the rules, and counts matches and assigned courses', async () => {
		bench = await traliantBench();
		const rows = [person(1, { state: 'CA' }), person(2), person(3, { department: 'IT' })];
		const outcome = await bench.run(rows, { executeRules: true });
		expect(
			outcome.results.map(({ json }) =>
				(json.ruleLogs as Array<{ user_id: number }>).map((log) => String(log.user_id)),
			),
		).toEqual(outcome.results.map(({ json }) => [json.userId]));
		expect(outcome.summary?.json.extra).toEqual({ rulesMatched: 3, coursesAssigned: 3 });
		const again = await bench.run(rows, { executeRules: true });
		expect(again.summary?.json.extra).toEqual({ rulesMatched: 3, coursesAssigned: 0 });
		const off = await bench.run(rows);
		expect(off.results.every(({ json }) => json.ruleLogs === undefined)).toBe(true);
		expect(off.summary?.json.extra).toBeUndefined();
	});
});

describe('Traliant: what the page leaves open', () => {
	it.each([
		['key', 'idNumber'],
		['key', 'username'],
		['key', 'absent'],
		['idsAs', 'string'],
		['successStatus', 201],
		['ruleLogsWhenOff', 'absent'],
		['optionNames', 'any'],
		['emptyUsers', 'ok'],
		['errorForm', 'message'],
		['retryAfter', 'absent'],
		['syncPath', '/api/v2/company/users/sync'],
	] as const)('works alike with %s = %s', async (name, value) => {
		bench = await traliantBench({ switches: { [name]: value } });
		for (const findBy of ['username', 'id_number']) {
			const rows = people(13, { title: findBy });
			if (findBy === 'username') delete rows[0]?.id_number;
			else rows.shift();
			const outcome = await bench.run(rows, { findBy });
			expect(outcome.summary?.json).toMatchObject({ status: 'ok', warnings: [] });
			outcome.results.forEach(({ json }, at) =>
				expect(json).toMatchObject({
					operation: findBy === 'username' ? 'created' : 'updated',
					userId: String(bench.simulator.directory.get(String(rows[at]?.username))?.user_id),
				}),
			);
		}
	});

	it.each(['known', 'reject', 'ignore'] as const)(
		'passes unknown columns on, and tells when they are refused (%s)',
		async (extraFields) => {
			bench = await traliantBench({ switches: { extraFields } });
			const outcome = await bench.run([person(1, { hire_date: '2024-01-02' }), person(2)], {
				options: { sendUnknownColumns: true },
			});
			expect(operations(outcome)).toEqual([extraFields === 'reject' ? 'failed' : 'created', 'created']);
			if (extraFields === 'reject') expect(outcome.results[0]?.json.message).toContain('hire_date');
			expect(bench.simulator.directory.get('2-1')?.hire_date ?? null).toBe(
				extraFields === 'known' ? '2024-01-02' : null,
			);
		},
	);

	it.each([
		['suspended', 'suspended', 'updated', 'updated'],
		['updated', 'updated', 'reactivated', 'reactivated'],
	] as const)('lets suspension ride along with a sync (%s)', async (suspendWord, told, unsuspendWord, back) => {
		bench = await traliantBench({ switches: { suspendWord, unsuspendWord } });
		await bench.run([person(1, { suspended: 'no' })]);
		expect(operations(await bench.run([person(1, { suspended: 'yes' })]))).toEqual([told]);
		expect(bench.simulator.directory.get('2-1')?.suspended).toBe(true);
		expect(operations(await bench.run([person(1, { suspended: '' })]))).toEqual(['unchanged']);
		expect(operations(await bench.run([person(1, { suspended: '0' })]))).toEqual([back]);
	});

	it.each(['reordered', 'missing', 'doubled'] as const)(
		'never credits the wrong person when rows are %s',
		async (rows) => {
			bench = await traliantBench({ switches: { rows } });
			const list = people(20);
			const outcome = await bench.run(list);
			const known = outcome.results.filter(({ json }) => json.success);
			for (const { json } of known)
				expect(json.userId).toBe(String(bench.simulator.directory.get(String(json.key))?.user_id));
			const lost = outcome.results.filter(({ json }) => !json.success);
			expect(lost.map(({ json }) => [json.key, json.operation, json.code])).toEqual(
				rows === 'missing' ? [list[9], list[19]].map((row) => [row?.username, 'unknown', 'NO_RESULT']) : [],
			);
			const warned = (outcome.summary?.json.warnings as string[]).length;
			expect(warned).toBe(rows === 'missing' ? 1 : 0);
		},
	);

	it('takes rows that contradict each other for no answer, and rows that name two people for nobody’s', async () => {
		bench = await traliantBench();
		const row = (key: string, username: string, more: object = {}): object => ({
			key,
			success: true,
			operation: 'updated',
			user_id: 1,
			username,
			department_id: null,
			message: '',
			...more,
		});
		const [a, b, c, d] = [1, 2, 3, 4].map((number) => `user.${number}@company.tld`);
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: {
				data: {
					summary: {},
					details: {
						users: [
							row(a ?? '', a ?? ''),
							row(a ?? '', a ?? '', { operation: 'created' }),
							row(b ?? '', c ?? ''),
							row('', d ?? '', { user_id: '77' }),
						],
					},
				},
			},
		});
		const outcome = await bench.run([1, 2, 3, 4].map((number) => person(number)));
		expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual([
			['unknown', 'NO_RESULT'],
			['unknown', 'NO_RESULT'],
			['unknown', 'NO_RESULT'],
			['updated', ''],
		]);
		expect(outcome.results[0]?.json.message).toContain('two different things');
		expect(outcome.results[3]?.json.userId).toBe('77');
	});

	it('is not misled by an ID number that is somebody else’s username', async () => {
		bench = await traliantBench({ switches: { key: 'idNumber' } });
		const rows = [
			person(1, { username: 'alpha', id_number: 'beta' }),
			person(2, { username: 'beta', id_number: 'alpha' }),
		];
		const outcome = await bench.run(rows);
		expect(outcome.results.map(({ json }) => json.userId)).toEqual(
			['alpha', 'beta'].map((name) => String(bench.simulator.directory.find('username', name)?.user_id)),
		);
	});

	it('warns when the reply’s summary disagrees with its rows', async () => {
		bench = await traliantBench({ switches: { summary: 'wrong' } });
		const outcome = await bench.run(people(20));
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('In 2 replies')]);
		expect(outcome.summary?.json.counts).toEqual({ created: 20 });
	});

	it('knows the words of the page, and takes a word it does not know for an update, with a hint', async () => {
		bench = await traliantBench();
		const words = ['created', 'updated', 'skipped', 'suspended', 'Reactivated', 'merged'];
		bench.simulator.faults.add({
			kind: 'status',
			status: 200,
			body: {
				data: {
					summary: {},
					details: {
						users: words.map((operation, at) => ({
							key: `user.${at}@company.tld`,
							success: true,
							operation,
							user_id: at + 1,
						})),
					},
				},
			},
		});
		const outcome = await bench.run(words.map((_, at) => person(at)));
		expect(operations(outcome)).toEqual(['created', 'updated', 'unchanged', 'suspended', 'reactivated', 'updated']);
		expect(outcome.results[5]?.json.hints).toEqual([expect.stringContaining('"merged"')]);
	});

	it('says that option names which the vendor does not take are refused, once per call', async () => {
		bench = await traliantBench({ switches: { optionNames: 'camel' } });
		const outcome = await bench.run(people(20));
		expect(bench.bodies()).toHaveLength(2);
		expect(
			outcome.results.every(
				({ json }) =>
					json.operation === 'failed' &&
					json.code === 'VENDOR_REJECTED' &&
					String(json.message).includes('execute_rules'),
			),
		).toBe(true);
	});
});

describe('Traliant: refusals', () => {
	it.each(['errors', 'message', 'text'] as const)(
		'splits a batch until the bad row stands alone, with the vendor’s words (%s)',
		async (errorForm) => {
			bench = await traliantBench({ switches: { errorForm } });
			const rows = people(10);
			rows[6] = person(6, { email: 'two words@company.tld' });
			const outcome = await bench.run(rows);
			expect(operations(outcome).filter((word) => word === 'created')).toHaveLength(9);
			expect(outcome.results[6]?.json).toMatchObject({ operation: 'failed', code: 'VENDOR_REJECTED', attempts: 1 });
			expect(outcome.results[6]?.json.message).toContain('must be a valid email address');
			expect(bench.bodies().length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(10)) + 1);
			expect(outcome.summary?.json.status).toBe('partial');
		},
	);

	it('takes a failed row under HTTP 200 for what it is', async () => {
		bench = await traliantBench({ switches: { validation: 'row' } });
		const rows = people(10);
		rows[6] = person(6, { email: 'two words@company.tld' });
		const outcome = await bench.run(rows);
		expect(bench.bodies()).toHaveLength(1);
		expect(outcome.results[6]?.json).toMatchObject({ success: false, operation: 'failed', code: 'VENDOR_REJECTED' });
		expect(outcome.summary?.json).toMatchObject({
			counts: { created: 9, failed: 1 },
			failures: [{ code: 'VENDOR_REJECTED', count: 1 }],
			warnings: [],
		});
	});

	it('tells a username that somebody else holds in the vendor’s words', async () => {
		bench = await traliantBench({ users: [{ username: 'user.1@company.tld', id_number: '2-9' }] });
		const outcome = await bench.run([person(1), person(2)], { findBy: 'id_number' });
		expect(operations(outcome)).toEqual(['failed', 'created']);
		expect(outcome.results[0]?.json.message).toContain('already been taken');
	});

	it.each(['empty', 'html', 'notJson', 'wrongType', 'truncate'] as const)(
		'calls a 2xx that is not the documented reply unknown, and does not repeat it (%s)',
		async (kind) => {
			bench = await traliantBench();
			bench.simulator.faults.add({ kind });
			const outcome = await bench.run(people(3));
			expect(outcome.results.map(({ json }) => [json.operation, json.code])).toEqual(
				Array.from({ length: 3 }, () => ['unknown', 'NO_RESULT']),
			);
			expect(bench.bodies()).toHaveLength(1);
		},
	);

	it('stops before anything is sent when the key or the path is wrong, and says how to mend it', async () => {
		bench = await traliantBench();
		const wrong = await bench.run(
			people(30),
			{},
			{ credentials: { traliantApi: bench.simulator.otherCredentials.wrong as never } },
		);
		expect(wrong.error?.message).toContain('401');
		expect(wrong.error?.description).toContain('credential');
		expect(wrong.results).toEqual([]);
		const elsewhere = await bench.run(
			people(30),
			{},
			{ credentials: { traliantApi: { ...bench.simulator.credentials, syncPath: '/nowhere' } as never } },
		);
		expect(elsewhere.error?.message).toContain('404');
		const odd = await bench.run(
			people(1),
			{},
			{ credentials: { traliantApi: { ...bench.simulator.credentials, syncPath: 'https://else.where/x' } as never } },
		);
		expect(odd.error?.message).toContain('Sync Path');
		for (const outcome of [wrong, elsewhere, odd])
			for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
		expect(bench.simulator.directory.size).toBe(0);
	});

	it('takes a key in another header, and never follows a redirect', async () => {
		bench = await traliantBench();
		const header = await bench.run(
			[person(1)],
			{},
			{ credentials: { traliantApi: bench.simulator.otherCredentials.header as never } },
		);
		expect(operations(header)).toEqual(['created']);
		bench.simulator.faults.add({ kind: 'redirect' });
		const outcome = await bench.run([person(2)]);
		expect(outcome.error?.message).toContain('redirect');
		expect(bench.simulator.stranger.requests).toEqual([]);
	});

	it('tells curly quotes in pasted JSON', async () => {
		bench = await traliantBench();
		const outcome = await bench.run([{}], { usersFrom: 'json', usersJson: '[{ “username”: “sally@company.tld” }]' });
		expect(outcome.error?.message).toContain('curly quotes');
	});
});

describe('Traliant: Suspend and Unsuspend', () => {
	it.each([
		['suspended', 'updated'],
		['updated', 'reactivated'],
		['updated', 'unsuspended'],
	] as const)('suspends and unsuspends, whatever the vendor calls it (%s, %s)', async (suspendWord, unsuspendWord) => {
		for (const trackChanges of [true, false]) {
			bench = await traliantBench({ switches: { suspendWord, unsuspendWord } });
			await bench.run([person(1), person(2)]);
			const hide = await bench.run([person(1, { suspended: 'no' }), person(2)], { operation: 'hide', trackChanges });
			expect(operations(hide)).toEqual(['suspended', 'suspended']);
			expect(hide.summary?.json).toMatchObject({ operation: 'hide', status: 'ok', warnings: [] });
			expect(bench.simulator.directory.all().map(({ suspended }) => suspended)).toEqual([true, true]);
			const again = await bench.run([person(1)], { operation: 'hide', trackChanges });
			expect(operations(again)).toEqual([trackChanges ? 'unchanged' : 'suspended']);
			const restore = await bench.run([person(1)], { operation: 'restore', trackChanges });
			expect(operations(restore)).toEqual(['reactivated']);
			expect(bench.simulator.directory.get('2-1')?.suspended).toBe(false);
			await bench.close();
		}
	});

	it('says that hiding a stranger has made an account', async () => {
		bench = await traliantBench({ users: [{ username: 'user.1@company.tld', first_name: 'First' }] });
		const hide = await bench.run([person(1), person(2)], { operation: 'hide' });
		expect(hide.results.map(({ json }) => [json.operation, json.code, json.attempted])).toEqual([
			['suspended', '', ''],
			['failed', 'NOT_FOUND', 'suspended'],
		]);
		expect(hide.results[1]?.json.message).toContain('the system now holds a suspended account');
		expect(hide.results[1]?.json.userId).toBe(String(bench.simulator.directory.get('2-2')?.user_id));
		const restore = await bench.run([person(3)], { operation: 'restore' });
		expect(restore.results[0]?.json).toMatchObject({
			operation: 'failed',
			code: 'NOT_FOUND',
			attempted: 'reactivated',
		});
	});

	it('does not let an agent suspend anybody unless a person has allowed it', async () => {
		bench = await traliantBench();
		const parameters = { operation: 'hide', usersFrom: 'json', usersJson: [person(1)] as never };
		const refused = await bench.run([{}], parameters, { asTool: true });
		expect(refused.error?.message).toContain('AI agent');
		expect(bench.simulator.requests).toHaveLength(0);
		const allowed = await bench.run([{}], { ...parameters, options: { allowInAgents: true } }, { asTool: true });
		expect(allowed.results).toHaveLength(1);
		expect(bench.simulator.requests).toHaveLength(1);
	});
});

describe('Traliant: trouble on the way', () => {
	const clock = useVirtualClock();

	it.each(['resetAfter', 'truncate', 'abortBody', 'hangAfter'] as const)(
		'repeats an upsert that broke off, and says so (%s)',
		async (kind) => {
			bench = await traliantBench({ clock });
			bench.simulator.faults.add({ kind });
			const outcome = await bench.run([person(1)], { options: { timeout: 2000 } });
			if (kind === 'truncate') expect(operations(outcome)).toEqual(['unknown']);
			else
				expect(outcome.results[0]?.json).toMatchObject({
					success: true,
					recovered: true,
					operation: 'updated',
					hints: [expect.stringContaining('earlier try')],
				});
			expect(bench.simulator.directory.size).toBe(1);
		},
	);

	it('does not call a stranger’s suspension plain when an earlier try may have made the account', async () => {
		bench = await traliantBench({ clock });
		bench.simulator.faults.add({ kind: 'resetAfter' });
		const outcome = await bench.run([person(1)], { operation: 'hide' });
		expect(outcome.results[0]?.json).toMatchObject({
			operation: 'suspended',
			recovered: true,
			hints: [expect.stringContaining('may have created')],
		});
	});

	it('waits as Retry-After says, and loses nobody', async () => {
		for (const retryAfter of ['seconds', 'date', 'absent'] as const) {
			bench = await traliantBench({ clock, switches: { retryAfter } });
			bench.simulator.faults.add({ kind: 'rateLimited', times: 3, delayMs: 7000 });
			const outcome = await bench.run(people(40));
			expect(outcome.summary?.json).toMatchObject({
				status: 'ok',
				counts: { created: 40 },
				requests: { rateLimited: 3 },
			});
			await bench.close();
		}
		expect(clock.elapsed()).toBeGreaterThan(7000);
	});

	it('returns a result for everybody when the key stops working half way', async () => {
		bench = await traliantBench({ clock });
		bench.simulator.faults.add({ kind: 'status', status: 401, match: { nth: 3 }, times: Infinity });
		const outcome = await bench.run(people(60), { options: { concurrency: 1 } });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json.counts).toEqual({ created: 20, failed: 10, notAttempted: 30 });
		expect(outcome.results).toHaveLength(60);
	});

	it('sends unsuccessful rows to the error output, in their own words', async () => {
		bench = await traliantBench({ clock, switches: { validation: 'row' } });
		const outcome = await bench.run([person(1), person(2, { email: 'a b@c' })], {}, { onError: 'continueErrorOutput' });
		expect(outcome.results).toHaveLength(1);
		expect(outcome.errorOutput).toEqual([
			{
				json: expect.objectContaining({ details: expect.objectContaining({ code: 'VENDOR_REJECTED' }) }),
				pairedItem: 1,
			},
		]);
	});
});
