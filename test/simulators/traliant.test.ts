import type { AxiosInstance, AxiosResponse } from 'axios';
import { startSimulator, switchesOf } from '../../simulators';
import type { Simulator } from '../../simulators';
import type { TraliantSwitches } from '../../simulators/traliant/switches';
import { clientOf, PatientClock } from './client';

let traliant: Simulator<'traliant'>;
let http: AxiosInstance;
const PATH = '/api/v1/users/sync';

const SALLY = {
	username: 'sally@company.tld',
	first_name: 'Sally',
	last_name: 'Student',
	email: 'sally@company.tld',
	id_number: '2-105',
	title: 'Sales Manager',
	state: 'CA',
	department: 'Sales',
};
const ZOE = { ...SALLY, username: 'zoe', first_name: 'Zoë', id_number: '2-106' };

beforeEach(async () => {
	traliant = await startSimulator('traliant', {
		users: [{ ...ZOE, department: 'IT' }],
		clock: new PatientClock(),
	});
	http = clientOf(traliant, traliant.credentials);
});

afterEach(async () => {
	expect(traliant.failures).toEqual([]);
	await traliant.close();
});

const send = (users: unknown, options: object = {}): Promise<AxiosResponse> => http.post(PATH, { users, ...options });
const rows = async (users: unknown, options: object = {}): Promise<Array<Record<string, unknown>>> =>
	(await send(users, options)).data.data.details.users;
const word = async (user: object, options: object = {}): Promise<unknown> =>
	(await rows([user], options))[0]?.operation;

describe('Traliant: who may', () => {
	it('lets in a bearer key, or a key in a header of its own, and nobody else', async () => {
		const status = async (credentials: Simulator<'traliant'>['credentials']): Promise<number> =>
			(await clientOf(traliant, credentials).post(PATH, { users: [SALLY] })).status;
		expect(await status(traliant.credentials)).toBe(200);
		expect(await status(traliant.otherCredentials.header)).toBe(200);
		expect(await status(traliant.otherCredentials.wrong)).toBe(401);
		expect(await status({ ...traliant.credentials, headerPrefix: '' })).toBe(401);
		expect((await http.get(PATH)).status).toBe(405);
		expect((await http.post('/api/v1/users', {})).status).toBe(404);
	});
});

describe('Traliant: sync', () => {
	it('creates, skips what is the same, updates, suspends, unsuspends', async () => {
		expect(await word(SALLY)).toBe('created');
		expect(await word(SALLY)).toBe('skipped');
		expect(await word(SALLY, { track_changes: false })).toBe('updated');
		expect(await word({ ...SALLY, title: null })).toBe('updated');
		expect(await word({ ...SALLY, title: null, suspended: true })).toBe('suspended');
		expect(await word({ ...SALLY, title: null, suspended: false })).toBe('updated');
		expect(traliant.directory.get('2-105')).toMatchObject({ title: null, suspended: false });
	});

	it('answers with summary and rows like the page', async () => {
		const { data } = await send([SALLY, ZOE]);
		expect(data).toEqual({
			data: {
				summary: { created: 1, updated: 1, skipped: 0, suspended: 0, errors: 0 },
				details: {
					users: [
						{
							key: 'sally@company.tld',
							success: true,
							operation: 'created',
							user_id: 380,
							username: 'sally@company.tld',
							department_id: 96,
							message: '',
						},
						expect.objectContaining({ key: 'zoe', operation: 'updated' }),
					],
					rule_logs: [],
				},
			},
		});
	});

	it('finds by id_number, and then may rename', async () => {
		const [row] = await rows([{ ...ZOE, username: 'zoe2' }], { find_by: 'id_number' });
		expect(row).toMatchObject({ key: '2-106', operation: 'updated', username: 'zoe2' });
		expect(traliant.directory.get('zoe')).toBeUndefined();
	});

	it('fails a row whose username or id_number belongs to another user, and does the others', async () => {
		const [taken, fine] = await rows([{ ...SALLY, id_number: '2-106' }, ZOE]);
		expect(taken).toMatchObject({
			success: false,
			user_id: null,
			message: 'The id_number has already been taken.',
		});
		expect(fine).toMatchObject({ success: true });
		expect(await rows([{ ...SALLY, username: 'zoe' }], { find_by: 'id_number' })).toMatchObject([
			{ success: false, key: '2-105' },
		]);
	});

	it.each(['username', 'first_name', 'last_name', 'email'])('requires %s', async (field) => {
		for (const value of [undefined, null, '', 7]) {
			const { status, data } = await send([ZOE, { ...SALLY, [field]: value }]);
			expect(status).toBe(422);
			expect(Object.keys(data.errors)).toContain(`users.1.${field}`);
		}
	});

	it('requires id_number when it finds by it', async () => {
		const user = { ...SALLY, id_number: undefined };
		expect((await send([user])).status).toBe(200);
		expect((await send([user], { find_by: 'id_number' })).status).toBe(422);
	});

	it('counts characters, not UTF-16 units', async () => {
		expect((await send([{ ...SALLY, first_name: '😀'.repeat(100) }])).status).toBe(200);
		expect((await send([{ ...SALLY, first_name: 'é'.repeat(101) }])).status).toBe(422);
	});

	it.each([
		['eleven users', { users: Array.from({ length: 11 }, () => SALLY) }],
		['no users', {}],
		['an unknown option', { users: [SALLY], dry_run: true }],
		['an unknown find_by', { users: [SALLY], find_by: 'email' }],
		['a text for a flag', { users: [SALLY], execute_rules: 'true' }],
		['a text for suspended', { users: [{ ...SALLY, suspended: 'true' }] }],
		['an unknown field', { users: [{ ...SALLY, nickname: 'S' }] }],
		['an address without @', { users: [{ ...SALLY, email: 'sally' }] }],
	])('refuses %s with 422 and does nothing', async (_what, body) => {
		const { status, data } = await http.post(PATH, body);
		expect(status).toBe(422);
		expect(typeof data.message).toBe('string');
		expect(Object.keys(data.errors)).not.toEqual([]);
		expect(traliant.directory.size).toBe(1);
	});

	it('runs the rules after all users, and assigns a course once', async () => {
		const logs = async (): Promise<Array<Record<string, unknown>>> =>
			(await send([SALLY, ZOE], { execute_rules: true })).data.data.details.rule_logs;
		const [sally] = await logs();
		expect(sally).toMatchObject({
			user_id: 380,
			user_state: { title: 'Sales Manager', role: 'Student', hire_date: '' },
			exec_log_rules: [
				{ rule_id: 8, match: true, log_courses: [{ course_id: 19, assignable: true }] },
				{ rule_id: 9, match: true },
			],
		});
		const [again] = await logs();
		expect(again).toMatchObject({ exec_log_rules: [{ log_courses: [{ assignable: false }] }, {}] });
		expect([...(traliant.directory.get('zoe')?.courses ?? [])]).toEqual([19, 23]);
	});

	it('makes new users change their password when told to', async () => {
		await send([SALLY, ZOE], { force_password_change: true });
		expect(traliant.directory.get('zoe')?.mustChangePassword).toBe(false);
		expect(traliant.directory.get('sally@company.tld')?.mustChangePassword).toBe(true);
	});

	it('can disturb the rows of one call', async () => {
		traliant.faults.add({ kind: 'reorderRows' }, { kind: 'missingRow' }, { kind: 'doubledRow' });
		const keys = async (): Promise<unknown[]> => (await rows([SALLY, ZOE])).map(({ key }) => key);
		expect(await keys()).toEqual(['zoe', SALLY.username]);
		expect(await keys()).toEqual([SALLY.username]);
		expect(await keys()).toEqual([SALLY.username, SALLY.username, 'zoe']);
	});
});

const expected: {
	[Name in keyof TraliantSwitches]: (value: TraliantSwitches[Name]) => Promise<void>;
} = {
	syncPath: async (value) => {
		expect((await http.post(value, { users: [SALLY] })).status).toBe(200);
		expect((await http.post(PATH, { users: [SALLY] })).status).toBe(value === PATH ? 200 : 404);
	},
	optionNames: async (value) => {
		const snake = (await send([SALLY], { find_by: 'username' })).status;
		const camel = (await send([SALLY], { findBy: 'username' })).status;
		expect([snake, camel]).toEqual({ snake: [200, 422], camel: [422, 200], any: [200, 200] }[value]);
	},
	successStatus: async (value) => expect((await send([SALLY])).status).toBe(value),
	key: async (value) => {
		const keys = (await rows([SALLY, { ...ZOE, id_number: undefined }])).map(({ key }) => key);
		const names = [SALLY.username, 'zoe'];
		expect(keys).toEqual(
			{ findBy: names, username: names, idNumber: ['2-105', '2-106'], absent: [undefined, undefined] }[value],
		);
	},
	idsAs: async (value) => {
		const [row] = await rows([SALLY]);
		expect([typeof row?.user_id, typeof row?.department_id]).toEqual([value, value]);
	},
	rows: async (value) => {
		const keys = (await rows([SALLY, ZOE])).map(({ key }) => key);
		const sally = SALLY.username;
		expect(keys).toEqual(
			{
				inOrder: [sally, 'zoe'],
				reordered: ['zoe', sally],
				missing: [sally],
				doubled: [sally, sally, 'zoe'],
			}[value],
		);
	},
	summary: async (value) => expect((await send([SALLY])).data.data.summary.created).toBe(value === 'true' ? 1 : 2),
	ruleLogsWhenOff: async (value) =>
		expect('rule_logs' in (await send([SALLY])).data.data.details).toBe(value === 'empty'),
	validation: async (value) => {
		const { status, data } = await send([{ ...SALLY, email: '' }, ZOE]);
		expect(status).toBe(value === 'call' ? 422 : 200);
		if (value === 'row') {
			expect(data.data.details.users).toMatchObject([{ success: false }, { success: true }]);
		}
	},
	suspendWord: async (value) => expect(await word({ ...ZOE, suspended: true })).toBe(value),
	unsuspendWord: async (value) => {
		await send([{ ...ZOE, suspended: true }]);
		expect(await word({ ...ZOE, suspended: false })).toBe(value);
	},
	extraFields: async (value) => {
		const role = await send([{ ...SALLY, role: 'Manager', hire_date: '2024-01-01' }]);
		const unknown = await send([{ ...SALLY, nickname: 'S' }]);
		expect([role.status, unknown.status]).toEqual({ known: [200, 422], reject: [422, 422], ignore: [200, 200] }[value]);
		expect(traliant.directory.get('2-105')?.role).toBe(
			{ known: 'Manager', reject: undefined, ignore: 'Student' }[value],
		);
	},
	emptyUsers: async (value) => expect((await send([])).status).toBe(value === 'ok' ? 200 : 422),
	errorForm: async (value) => {
		const { data } = await send('nobody');
		expect([typeof data, typeof data.message, typeof data.errors]).toEqual(
			{
				errors: ['object', 'string', 'object'],
				message: ['object', 'string', 'undefined'],
				text: ['string', 'undefined', 'undefined'],
			}[value],
		);
	},
	retryAfter: async (value) => {
		traliant.setRateLimit({ perSecond: 1 });
		await send([SALLY]);
		const { status, headers } = await send([SALLY]);
		expect(status).toBe(429);
		const form = { seconds: /^1$/, date: /GMT$/, absent: /^undefined$/ }[value];
		expect(String(headers['retry-after'])).toMatch(form);
	},
};

describe.each(switchesOf('traliant'))('Traliant: switch $name ($meaning)', ({ name, values }) => {
	it.each(values)('%s', async (value) => {
		Object.assign(traliant.switches, { [name]: value });
		await Reflect.get(expected, name)(value);
	});
});
