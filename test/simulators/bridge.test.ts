import type { AxiosInstance } from 'axios';
import { startSimulator, switchesOf } from '../../simulators';
import type { Simulator } from '../../simulators';
import type { BridgeSwitches } from '../../simulators/bridge/switches';
import { clientOf, PatientClock } from './client';

let bridge: Simulator<'bridge'>;
let http: AxiosInstance;
const clock = new PatientClock();

const HAN = {
	uid: 'hsolo',
	first_name: 'Han',
	last_name: 'Solo',
	email: 'h.solo@falcon.tld',
	hire_date: '2016-08-12',
	hris_id: 'H1',
	job_title: 'Pilot',
	custom_fields: { 'Cost Center': '4711' },
};
const LEIA = { uid: 'leia', roles: ['account_admin'], hris_id: 'H2' };
const CHEWIE = { uid: 'chewie', manager_id: 'uid:hsolo' };
const GREEDO = { uid: 'greedo', hris_id: 'H3', deleted_at: '2020-01-01T00:00:00.000Z' };

beforeEach(async () => {
	bridge = await startSimulator('bridge', {
		users: [HAN, LEIA, CHEWIE, GREEDO],
		rateLimit: false,
		clock,
	});
	http = clientOf(bridge, bridge.credentials);
});

afterEach(async () => {
	expect(bridge.failures).toEqual([]);
	await bridge.close();
});

const author = (key: string): string => `/api/author/users/${key}`;
const admin = (key: string): string => `/api/admin/users/${key}`;
const byUid = (uid: string): string => encodeURIComponent(`uid:${uid}`).replaceAll('.', '%2E');
const create = (user: object): Promise<{ status: number; data: { users: Array<{ id: string }> } }> =>
	http.post('/api/admin/users', { users: [user] });
const idOf = (uid: string): number => bridge.directory.get(uid)?.id ?? -1;

describe('Bridge: who may', () => {
	it('lets in Basic key:secret and a bearer token, and nobody else', async () => {
		const status = async (client: AxiosInstance): Promise<number> =>
			(await client.get('/api/author/users?limit=1')).status;
		const { token, wrong, expired } = bridge.otherCredentials;
		expect(await status(http)).toBe(200);
		expect(await status(clientOf(bridge, token))).toBe(200);
		expect(await status(clientOf(bridge, wrong))).toBe(401);
		expect(await status(clientOf(bridge, expired))).toBe(401);
		expect(await status(clientOf(bridge, { ...bridge.credentials, apiKey: '' }))).toBe(401);
	});

	it('keeps authors out of the admin calls', async () => {
		const client = clientOf(bridge, bridge.otherCredentials.author);
		expect((await client.get('/api/author/users?limit=1')).status).toBe(200);
		expect((await client.delete(admin(byUid('chewie')))).status).toBe(403);
	});

	it('answers 404 to routes it does not have', async () => {
		expect((await http.get('/api/admin/users')).status).toBe(404);
		expect((await http.put(author('1'), {})).status).toBe(404);
	});
});

describe('Bridge: create', () => {
	it('takes only the first entry, and the log says how many were ignored', async () => {
		const { data, status } = await http.post('/api/admin/users', {
			users: [{ uid: 'one', manager_id: 'uid:hsolo' }, { uid: 'two' }, { uid: 'three' }],
		});
		expect(status).toBe(200);
		expect(data).toMatchObject({ meta: {}, users: [{ uid: 'one', roles: [] }] });
		expect(bridge.directory.get('one')?.manager_id).toBe(idOf('hsolo'));
		expect(bridge.directory.get('two')).toBeUndefined();
		expect(bridge.calls({ method: 'POST' })[0]?.notes).toEqual(['ignored 2 further users']);
	});

	it.each([
		['no uid', { first_name: 'X' }],
		['a blank uid', { uid: ' ' }],
		['a uid that is taken', { uid: 'hsolo' }],
		['the uid of a deleted user', { uid: 'greedo' }],
		['an hris_id that is taken', { uid: 'x', hris_id: 'H1' }],
		['a number for text', { uid: 'x', first_name: 7 }],
		['a name of 256 characters', { uid: 'x', first_name: 'x'.repeat(256) }],
		['a date-time as hire_date', { uid: 'x', hire_date: '2016-08-12T00:00:00Z' }],
		['a day that does not exist', { uid: 'x', hire_date: '2025-02-29' }],
		['an address without @', { uid: 'x', email: 'nobody' }],
		['a locale that is none', { uid: 'x', locale: 'English' }],
		['an unknown manager', { uid: 'x', manager_id: 'uid:nobody' }],
		['a deleted manager', { uid: 'x', manager_id: 'uid:greedo' }],
		['a custom field that was not created', { uid: 'x', custom_field_values: [{ custom_field_id: '99', value: 'v' }] }],
		['an unknown field', { uid: 'x', nickname: 'y' }],
	])('refuses %s', async (_what, user) => {
		const before = bridge.directory.snapshot();
		expect((await create(user)).status).toBe(400);
		expect(bridge.directory.snapshot()).toEqual(before);
	});

	it.each([
		['a bare user', { uid: 'x' }],
		['an empty list', { users: [] }],
		['the singular form', { user: { uid: 'x' } }],
	])('refuses %s', async (_what, body) => {
		expect((await http.post('/api/admin/users', body)).status).toBe(400);
	});

	it('wants JSON, and valid JSON', async () => {
		const send = async (type: string, body: string): Promise<number> =>
			(await http.post('/api/admin/users', body, { headers: { 'Content-Type': type } })).status;
		expect(await send('text/plain', '{"users":[{"uid":"x"}]}')).toBe(415);
		expect(await send('application/json', '{"users":[{"uid":“x”}]}')).toBe(400);
		expect((await http.post('/api/admin/users')).status).toBe(400);
	});
});

describe('Bridge: read and update', () => {
	it('reads by id and by uid, with custom values tied by links, and the manager when asked', async () => {
		const query = '?includes[]=custom_fields&includes[]=manager';
		const { data } = await http.get(author(byUid('hsolo')) + query);
		const [value] = data.linked.custom_field_values;
		expect(value).toMatchObject({ value: '4711', links: { custom_field: { id: '5' } } });
		expect(data.users[0]).toMatchObject({
			id: String(idOf('hsolo')),
			hire_date: '2016-08-12T00:00:00-07:00',
			manager_id: null,
			links: { custom_field_values: [value.id] },
		});
		const plain = await http.get(author(String(idOf('chewie'))));
		expect(plain.data.linked).toEqual({});
		expect(plain.data.users[0]).not.toHaveProperty('manager_id');
		const asked = await http.get(`${author(String(idOf('chewie')))}?includes[]=manager`);
		expect(asked.data.users[0].manager_id).toBe(String(idOf('hsolo')));
	});

	it('gives every deleted record of a uid, and the active one first in its own directory', async () => {
		bridge.directory.add({ uid: 'greedo', deleted_at: '2021-01-01T00:00:00.000Z' });
		const { data } = await http.get(`${author(byUid('greedo'))}?with_deleted=true`);
		expect(data.users).toHaveLength(2);
		expect(bridge.directory.get('greedo')?.deleted_at).toBe('2021-01-01T00:00:00.000Z');
	});

	it('changes only what is given, and null clears', async () => {
		const { status, data } = await http.patch(author(byUid('hsolo')), {
			user: { job_title: null, last_name: 'Duo', manager_id: String(idOf('leia')) },
		});
		expect(status).toBe(200);
		expect(data.users[0]).toMatchObject({ first_name: 'Han', full_name: 'Han Duo' });
		expect(bridge.directory.get('hsolo')).toMatchObject({
			job_title: null,
			email: HAN.email,
			manager_id: idOf('leia'),
		});
	});

	it('writes custom values, changes them by their id, and takes them away', async () => {
		const patch = async (entry: object): Promise<number> =>
			(await http.patch(author(byUid('hsolo')), { user: { custom_field_values: [entry] } })).status;
		const value = (): string | undefined => bridge.directory.get('hsolo')?.custom.get('5')?.value;
		const id = bridge.directory.get('hsolo')?.custom.get('5')?.id;
		expect(await patch({ custom_field_id: '5', value: '1', id })).toBe(200);
		expect(value()).toBe('1');
		expect(await patch({ custom_field_id: '5', value: '2', id: '999' })).toBe(400);
		expect(await patch({ custom_field_id: '5', value: null })).toBe(200);
		expect(value()).toBeUndefined();
	});

	it('refuses the plural form, a taken uid, and a deleted user', async () => {
		const patch = async (key: string, body: object): Promise<number> =>
			(await http.patch(author(byUid(key)), body)).status;
		expect(await patch('hsolo', { users: [{ first_name: 'X' }] })).toBe(400);
		expect(await patch('hsolo', { user: { uid: 'leia' } })).toBe(400);
		expect(await patch('hsolo', { user: { hris_id: 'H2' } })).toBe(400);
		expect(await patch('hsolo', { user: { uid: 'han' } })).toBe(200);
		expect(await patch('greedo', { user: { first_name: 'X' } })).toBe(404);
	});

	it('decodes percent-encoding in the path', async () => {
		bridge.directory.add({ uid: 'bill+1@uw.edu/x' });
		const { data, status } = await http.get(author(byUid('bill+1@uw.edu/x')));
		expect(status).toBe(200);
		expect(data.users[0].uid).toBe('bill+1@uw.edu/x');
		expect(bridge.requests[0]?.rawUrl).toContain('uid%3Abill%2B1%40uw%2Eedu%2Fx');
		expect(bridge.requests[0]?.path).toContain('uid:bill+1@uw.edu/x');
	});
});

describe('Bridge: delete, hide, restore', () => {
	it('deletes once, then answers 404', async () => {
		expect((await http.delete(admin(byUid('hsolo')))).status).toBe(204);
		expect((await http.delete(admin(byUid('hsolo')))).status).toBe(404);
		expect((await http.delete(admin('98765'))).status).toBe(404);
		expect(bridge.directory.get('hsolo')?.deleted_at).toBe(new Date(clock.now()).toISOString());
	});

	it('hides only deleted users', async () => {
		expect((await http.post(`${admin(byUid('greedo'))}/hide`)).status).toBe(204);
		expect(bridge.directory.get('greedo')?.hidden).toBe(true);
		expect((await http.post(`${admin(byUid('hsolo'))}/hide`)).status).toBe(400);
		expect((await http.post(`${admin('98765')}/hide`)).status).toBe(404);
	});

	it('restores by id; by uid it takes the oldest of several records', async () => {
		const later = bridge.directory.add({ uid: 'greedo', deleted_at: '2021-01-01T00:00:00.000Z' });
		expect((await http.post(`${author(byUid('greedo'))}/restore`, {})).status).toBe(200);
		expect(later.deleted_at).not.toBeNull();
		expect((await http.post(`${author(String(later.id))}/restore`, {})).status).toBe(400);
		expect((await http.post(`${author(byUid('nobody'))}/restore`, {})).status).toBe(404);
	});

	it('tells the learning summary, also for a stretch of time', async () => {
		const user = bridge.directory.add({
			uid: 'learner',
			learning: [
				{ kind: 'course', on: '2024-01-10', state: 'onTime' },
				{ kind: 'program', on: '2024-06-10', state: 'late' },
				{ kind: 'live_course', on: '2025-01-10', state: 'onTime' },
				{ kind: 'course', on: '2025-02-10', state: 'overdue' },
			],
		});
		const ask = async (query = ''): Promise<unknown> =>
			(await http.get(`${admin(String(user.id))}/summary${query}`)).data;
		expect(await ask()).toEqual({
			summary: {
				completed_courses: 1,
				completed_programs: 1,
				completed_live_courses: 1,
				total_on_time: 2,
				total_overdue: 1,
			},
		});
		expect(await ask('?start_date=2024-06-10&end_date=2024-12-31')).toMatchObject({
			summary: { completed_courses: 0, completed_programs: 1, total_overdue: 0 },
		});
		expect((await http.get(`${admin('1')}/summary?start_date=yesterday`)).status).toBe(400);
		expect((await http.get(`${admin(byUid('greedo'))}/summary`)).status).toBe(404);
	});
});

interface ListPage {
	readonly meta: { readonly next?: string };
	readonly users: ReadonlyArray<{ readonly uid: string }>;
}

describe('Bridge: list', () => {
	it('gives every active user once, page by page', async () => {
		for (let index = 0; index < 25; index += 1) bridge.directory.add({ uid: `u${index}` });
		const uids: string[] = [];
		let next: string | undefined = '/api/author/users?limit=10';
		while (next !== undefined) {
			const { data }: { data: ListPage } = await http.get(next);
			uids.push(...data.users.map((user) => user.uid));
			next = data.meta.next;
		}
		expect(bridge.requests).toHaveLength(3);
		expect(uids.sort()).toEqual(bridge.directory.active.map((user) => user.uid).sort());
	});

	it('filters by role and by search', async () => {
		const list = async (query: string): Promise<string[]> =>
			(await http.get(`/api/author/users?${query}`)).data.users.map((user: { uid: string }) => user.uid);
		expect(await list('role=account_admin')).toEqual(['leia']);
		expect(await list('search=SOLO')).toEqual(['hsolo']);
	});

	it.each(['limit=0', 'limit=x', 'after=rubbish'])('refuses %s', async (query) => {
		expect((await http.get(`/api/author/users?${query}`)).status).toBe(400);
	});

	it('can repeat a page, cut the list, and lead elsewhere', async () => {
		for (let index = 0; index < 5; index += 1) bridge.directory.add({ uid: `u${index}` });
		const first = await http.get('/api/author/users?limit=2');
		const second = new URL(first.data.meta.next);
		bridge.faults.add({ kind: 'repeatPage' }, { kind: 'cutListing' }, { kind: 'foreignNext' });
		const repeated = await http.get(second.pathname + second.search);
		expect(repeated.data.users).toEqual(first.data.users);
		expect(repeated.data.meta.next).toContain(second.searchParams.get('after'));
		const cut = await http.get('/api/author/users?limit=2');
		expect(cut.data.users).toHaveLength(1);
		expect(cut.data).not.toHaveProperty('meta');
		const foreign = await http.get('/api/author/users?limit=2');
		expect(new URL(foreign.data.meta.next).origin).toBe(bridge.stranger.baseUrl);
	});
});

const expected: {
	[Name in keyof BridgeSwitches]: (value: BridgeSwitches[Name]) => Promise<void>;
} = {
	createForDeleted: async (value) => {
		bridge.directory.add({ uid: 'back', deleted_at: '2026-01-01T00:00:00Z' });
		const { status } = await http.post('/api/admin/users', { users: [{ uid: 'back' }] });
		expect(status).toBe(value === 'refuse' ? 400 : 200);
		expect(bridge.directory.withUid('back')).toHaveLength(value === 'refuse' ? 1 : 2);
	},
	search: async (value) => {
		bridge.directory.add({ uid: 'numbered', hris_id: 'H-77' });
		const { status, data } = await http.get('/api/author/users?search=h-77');
		expect(status).toBe(value === 'refused' ? 400 : 200);
		const found = { names: 0, all: 1, ignored: bridge.directory.active.length, refused: undefined }[value];
		expect(data.users?.length).toBe(found);
	},
	roles: async (value) => {
		const { status, data } = await http.get('/api/author/roles');
		expect(status).toBe(value === 'allowed' ? 200 : 403);
		if (value === 'allowed') expect(data.roles[2]).toMatchObject({ name: 'Observer', is_computed: true });
	},
	observers: async (value) => {
		bridge.directory.add({ uid: 'boss' });
		bridge.directory.add({ uid: 'report', manager_id: 'uid:boss' });
		const { data } = await http.get('/api/author/users/uid%3Aboss');
		expect(data.users[0].roles).toEqual(value ? ['observer'] : []);
	},
	subAccounts: async (value) => {
		const { status, data } = await http.get('/api/admin/sub_accounts');
		expect(status).toBe(value === 'forbidden' ? 403 : 200);
		if (value === 'forbidden') return;
		expect(data.sub_accounts[0].auto_csv).toBe(value === 'autoCsv');
		expect(data.sub_accounts[0].user_count === bridge.directory.active.length).toBe(value !== 'farCount');
	},
	createStatus: async (value) => expect((await create({ uid: 'x' })).status).toBe(value),
	idsAs: async (value) => expect(typeof (await create({ uid: 'x' })).data.users[0]?.id).toBe(value),
	nextLink: async (value) => {
		const { next } = (await http.get('/api/author/users?limit=1')).data.meta;
		expect(next.startsWith(value === 'absolute' ? bridge.baseUrl : '/api/author/users?')).toBe(true);
	},
	nextKeepsLimit: async (value) => {
		const { next } = (await http.get('/api/author/users?limit=1')).data.meta;
		expect(next.includes('limit=1')).toBe(value);
	},
	defaultLimit: async (value) => {
		for (let index = 0; index < 120; index += 1) bridge.directory.add({ uid: `u${index}` });
		expect((await http.get('/api/author/users')).data.users).toHaveLength(value);
	},
	mostInPage: async (value) => {
		for (let index = 0; index < 8; index += 1) bridge.directory.add({ uid: `u${index}` });
		const { users } = (await http.get('/api/author/users?limit=1000')).data;
		expect(users.length <= 6).toBe(value === 6);
	},
	limitOverMax: async (value) =>
		expect((await http.get('/api/author/users?limit=1001')).status).toBe(value === 'reject' ? 400 : 200),
	listsDeleted: async (value) => expect((await http.get('/api/author/users')).data.users).toHaveLength(value ? 4 : 3),
	deletedWithoutFlag: async (value) => {
		const { status, data } = await http.get(author(byUid('greedo')));
		expect(status).toBe(value === 'notFound' ? 404 : 200);
		if (value === 'emptyUsers') expect(data.users).toEqual([]);
	},
	withDeletedByUid: async (value) => {
		const read = async (key: string): Promise<number> => (await http.get(`${author(key)}?with_deleted=true`)).status;
		expect(await read(byUid('greedo'))).toBe(value ? 200 : 404);
		expect(await read(String(idOf('greedo')))).toBe(200);
	},
	customFieldsKey: async (value) => {
		const values = await create({
			uid: 'x',
			custom_field_values: [{ custom_field_id: '5', value: 'v' }],
		});
		const fields = await create({ uid: 'y', custom_fields: [{ name: 'Cost Center', value: 'v' }] });
		expect(values.status).toBe(value === 'custom_fields' ? 400 : 200);
		expect(fields.status).toBe(value === 'custom_field_values' ? 400 : 200);
	},
	unknownFields: async (value) => {
		expect((await create({ uid: 'x', nickname: 'y' })).status).toBe(value === 'reject' ? 400 : 200);
		expect(bridge.requests[0]?.notes).toEqual(value === 'reject' ? [] : ['ignored fields nickname']);
	},
	selfRefusal: async (value) => {
		expect((await http.delete(admin(byUid('leia')))).status).toBe(value);
		expect((await http.post(`${admin(byUid('leia'))}/hide`)).status).toBe(value);
	},
	hideActiveRefusal: async (value) => expect((await http.post(`${admin(byUid('hsolo'))}/hide`)).status).toBe(value),
	unknownManager: async (value) => expect((await create({ uid: 'x', manager_id: '999' })).status).toBe(value),
	hireDateForm: async (value) =>
		expect((await http.get(author(byUid('hsolo')))).data.users[0].hire_date).toBe(
			value === 'date' ? '2016-08-12' : '2016-08-12T00:00:00-07:00',
		),
	emptyKeys: async (value) => {
		const [han] = (await http.get(author(byUid('hsolo')))).data.users;
		expect('department' in han).toBe(value === 'null');
		expect('job_title' in han).toBe(value !== 'never');
	},
	emptyLinks: async (value) =>
		expect((await http.get(author(byUid('hsolo')))).data.users[0].links).toEqual(value === 'array' ? [] : {}),
	emptyLinked: async (value) => {
		const { data } = await http.get(`${author(byUid('chewie'))}?includes[]=custom_fields`);
		expect('linked' in data).toBe(value === 'arrays');
	},
	definitionsIncomplete: async (value) => {
		const { data } = await http.get('/api/author/custom_fields');
		expect(data.custom_fields.every((one: object) => 'id' in one && 'name' in one)).toBe(!value);
		expect(data.custom_fields).toContainEqual({ id: '5', name: 'Cost Center' });
	},
	asyncDelete: async (value) => {
		// This clock ends a sleep at once: how long it took is what tells.
		const before = clock.now();
		expect((await http.delete(`${admin(byUid('hsolo'))}?async=true`)).status).toBe(204);
		expect(bridge.directory.get('hsolo')?.deleted_at).not.toBeNull();
		expect(clock.now() - before).toBe(value === 'later' ? 1000 : 0);
	},
	restoreActive: async (value) =>
		expect((await http.post(`${author(byUid('hsolo'))}/restore`, {})).status).toBe(value === 'user' ? 200 : 404),
	hiddenReadable: async (value) => {
		await http.post(`${admin(byUid('greedo'))}/hide`);
		const { status } = await http.get(`${author(byUid('greedo'))}?with_deleted=true`);
		expect(status).toBe(value ? 200 : 404);
	},
	hrisIdOfDeleted: async (value) =>
		expect((await create({ uid: 'x', hris_id: 'H3' })).status).toBe(value === 'free' ? 200 : 400),
	rawDot: async (value) => {
		bridge.directory.add({ uid: 'a.b' });
		expect((await http.get(author('uid:a.b'))).status).toBe(value === 'accepted' ? 200 : 404);
		expect((await http.get(author('uid:a%2Eb'))).status).toBe(200);
	},
	errorForm: async (value) => {
		const { data } = await http.post('/api/admin/users', { users: [HAN] });
		if (value === 'text') expect(typeof data).toBe('string');
		else expect(typeof data.errors[0]).toBe(value === 'strings' ? 'string' : 'object');
	},
	retryAfter: async (value) => {
		bridge.setRateLimit({ perSecond: 1 });
		await http.get('/api/author/users');
		const { status, headers } = await http.get('/api/author/users');
		expect(status).toBe(429);
		const form = { seconds: /^1$/, date: /GMT$/, absent: /^undefined$/ }[value];
		expect(String(headers['retry-after'])).toMatch(form);
	},
	remainingHeader: async (value) => {
		bridge.setRateLimit({ perSecond: 5 });
		const { headers } = await http.get('/api/author/users');
		expect(headers['x-rate-limit-remaining']).toBe(value ? '4' : undefined);
	},
};

describe.each(switchesOf('bridge'))('Bridge: switch $name ($meaning)', ({ name, values }) => {
	it.each(values)('%s', async (value) => {
		Object.assign(bridge.switches, { [name]: value });
		await Reflect.get(expected, name)(value);
	});
});
