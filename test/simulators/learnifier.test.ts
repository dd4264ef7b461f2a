import type { AxiosInstance } from 'axios';
import { startSimulator, switchesOf } from '../../simulators';
import type { Simulator } from '../../simulators';
import type { LearnifierSwitches } from '../../simulators/learnifier/switches';
import { clientOf, PatientClock } from './client';

let learnifier: Simulator<'learnifier'>;
let http: AxiosInstance;

const SALLY = {
	externalId: 'E1',
	firstName: 'Sally',
	primaryEmail: 'Sally@Company.tld',
	locale: 'en',
	homeOrg: 7,
};
const BOSS = { firstName: 'Boss', primaryEmail: 'boss@company.tld', backOfficeRoles: ['admin'] };

beforeEach(async () => {
	learnifier = await startSimulator('learnifier', {
		users: [SALLY, BOSS],
		clock: new PatientClock(),
	});
	http = clientOf(learnifier, learnifier.credentials);
});

afterEach(async () => {
	expect(learnifier.failures).toEqual([]);
	await learnifier.close();
});

const idOf = (key: string): string => learnifier.directory.get(key)?.id ?? 'none';
const statusOf = async (reply: Promise<{ status: number }>): Promise<number> => (await reply).status;
const crowd = (count: number): void => {
	for (let index = 0; index < count; index += 1) learnifier.directory.add({ externalId: `X${index}` });
};

describe('Learnifier: who may', () => {
	it('lets in a Back Office key; a client key is forbidden, a wrong one refused', async () => {
		const status = (credentials: Simulator<'learnifier'>['credentials']): Promise<number> =>
			statusOf(clientOf(learnifier, credentials).get('/users'));
		expect(await status(learnifier.credentials)).toBe(200);
		expect(await status(learnifier.otherCredentials.client)).toBe(403);
		expect(await status(learnifier.otherCredentials.wrong)).toBe(401);
		expect(await statusOf(http.put('/users', {}))).toBe(404);
	});
});

describe('Learnifier: list', () => {
	it('is a bare array with paging in the headers', async () => {
		crowd(5);
		const { data, headers } = await http.get('/users?limit=3&offset=2');
		expect(data).toHaveLength(3);
		expect(headers).toMatchObject({
			'x-more': 'true',
			'x-limit': '3',
			'x-offset': '2',
			'x-size': '3',
		});
		expect((await http.get('/users?limit=3&offset=4')).headers['x-more']).toBe('false');
		expect((await http.get('/users?limit=3&offset=7')).data).toEqual([]);
	});

	it('shows the locale nested and null for what is empty', async () => {
		const [sally, boss] = (await http.get('/users')).data;
		expect(sally).toMatchObject({
			externalId: 'E1',
			primaryEmail: 'Sally@Company.tld',
			prefs: { locale: 'en' },
			homeOrg: 7,
			hardLock: false,
			locked: false,
			backOfficeRoles: [],
		});
		expect(sally).not.toHaveProperty('locale');
		expect(boss).toMatchObject({ externalId: null, backOfficeRoles: ['admin'] });
	});

	it.each(['limit=0', 'limit=x', 'offset=-1'])('refuses %s', async (query) => {
		expect(await statusOf(http.get(`/users?${query}`))).toBe(400);
	});

	it('can repeat a page and cut the list', async () => {
		crowd(6);
		const first = await http.get('/users?limit=4');
		learnifier.faults.add({ kind: 'repeatPage' }, { kind: 'cutListing' });
		const repeated = await http.get('/users?limit=4&offset=4');
		expect(repeated.data).toEqual(first.data);
		expect(repeated.headers['x-offset']).toBe('4');
		const cut = await http.get('/users?limit=4');
		expect([cut.data.length, cut.headers['x-size']]).toEqual([2, '4']);
	});
});

describe('Learnifier: one user', () => {
	it('is read by id and by external id, which is case-sensitive', async () => {
		expect((await http.get(`/users/${idOf('E1')}`)).data.firstName).toBe('Sally');
		expect((await http.get('/extuser?extid=E1')).data.firstName).toBe('Sally');
		expect(await statusOf(http.get('/extuser?extid=e1'))).toBe(404);
		expect(await statusOf(http.get('/extuser'))).toBe(400);
		expect(await statusOf(http.get('/users/none'))).toBe(404);
	});

	it('is created with an id in the reply', async () => {
		const { status, data } = await http.post('/users', {
			externalId: 'e1',
			primaryEmail: 'Zoe@x.tld',
			hardLock: true,
			locale: 'sv',
		});
		expect(status).toBe(200);
		expect(data).toEqual({ userId: idOf('e1') });
		expect(learnifier.directory.get('zoe@X.TLD')).toMatchObject({
			primaryEmail: 'Zoe@x.tld',
			hardLock: true,
			locale: 'sv',
		});
	});

	it.each([
		['primaryEmail', { externalId: 'E9', primaryEmail: 'SALLY@company.TLD' }],
		['externalId', { externalId: 'E1', primaryEmail: 'new@x.tld' }],
	])('is refused with the holder when %s is taken', async (_field, user) => {
		const { status, data } = await http.post('/users', user);
		expect(status).toBe(409);
		expect(data).toEqual({ userId: idOf('E1') });
		expect(learnifier.directory.size).toBe(2);
	});

	it.each([
		['nothing to know the user by', { firstName: 'X' }],
		['a long externalId', { externalId: 'x'.repeat(256) }],
		['a text for homeOrg', { externalId: 'E9', homeOrg: '7' }],
		['a text for hardLock', { externalId: 'E9', hardLock: 'true' }],
		['an empty text', { externalId: 'E9', firstName: '' }],
		['an address without @', { externalId: 'E9', primaryEmail: 'x' }],
		['an unknown locale', { externalId: 'E9', locale: 'English' }],
		['the locale where it is read', { externalId: 'E9', prefs: { locale: 'en' } }],
		['autoClearEmail', { externalId: 'E9', autoClearEmail: true }],
		['a list', [{ externalId: 'E9' }]],
	])('is not created from %s', async (_what, user) => {
		expect(await statusOf(http.post('/users', user))).toBe(400);
	});

	it('is changed by what is present; null unsets', async () => {
		const { status, data } = await http.patch(`/users/${idOf('E1')}`, {
			lastName: 'Student',
			locale: null,
		});
		expect([status, data]).toEqual([201, '']);
		expect(learnifier.directory.get('E1')).toMatchObject({
			firstName: 'Sally',
			lastName: 'Student',
			locale: null,
		});
		expect(await statusOf(http.patch('/users/none', {}))).toBe(404);
		const plain = { headers: { 'Content-Type': 'text/plain' } };
		expect(await statusOf(http.patch(`/users/${idOf('E1')}`, '{}', plain))).toBe(415);
	});

	it('takes an address from its holder only with autoClearEmail', async () => {
		const patch = (more: object): Promise<number> =>
			statusOf(http.patch(`/users/${idOf('E1')}`, { primaryEmail: 'BOSS@company.tld', ...more }));
		const boss = learnifier.directory.get('boss@company.tld');
		expect(await patch({})).toBe(409);
		expect(await patch({ autoClearEmail: false })).toBe(409);
		expect(await patch({ autoClearEmail: true })).toBe(201);
		expect(boss?.primaryEmail).toBeNull();
		expect(learnifier.directory.get('E1')?.primaryEmail).toBe('BOSS@company.tld');
	});

	it('may change only the case of its own address', async () => {
		const reply = http.patch(`/users/${idOf('E1')}`, { primaryEmail: 'sally@company.tld' });
		expect(await statusOf(reply)).toBe(201);
	});

	it('is locked, unlocked and deleted', async () => {
		const id = idOf('E1');
		await http.patch(`/users/${id}`, { hardLock: true });
		expect((await http.get(`/users/${id}`)).data).toMatchObject({ hardLock: true, locked: true });
		expect(await statusOf(http.delete(`/users/${id}`))).toBe(204);
		expect(await statusOf(http.delete(`/users/${id}`))).toBe(404);
		expect((await http.get('/users')).data).toHaveLength(1);
	});
});

const expected: {
	[Name in keyof LearnifierSwitches]: (value: LearnifierSwitches[Name]) => Promise<void>;
} = {
	apiPath: async (value) => {
		const client = clientOf(learnifier, { ...learnifier.credentials, apiPath: value });
		expect(await statusOf(client.get('/users'))).toBe(200);
		expect(await statusOf(http.get('/users'))).toBe(value === '/api/v1' ? 200 : 404);
	},
	pagingHeaders: async (value) => {
		const { headers } = await http.get('/users');
		expect('x-more' in headers).toBe(value === 'all');
		expect('x-size' in headers).toBe(value !== 'none');
	},
	maxPage: async (value) => {
		crowd(60);
		const { data, headers } = await http.get('/users?limit=5000');
		expect(data).toHaveLength(value === 50 ? 50 : 62);
		expect(headers['x-more']).toBe(String(value === 50));
	},
	createStatus: async (value) => expect(await statusOf(http.post('/users', { externalId: 'E9' }))).toBe(value),
	userIdAs: async (value) => expect(typeof (await http.post('/users', { externalId: 'E9' })).data.userId).toBe(value),
	patchStatus: async (value) => expect(await statusOf(http.patch(`/users/${idOf('E1')}`, {}))).toBe(value),
	deleteStatus: async (value) => expect(await statusOf(http.delete(`/users/${idOf('E1')}`))).toBe(value),
	deleteUnknown: async (value) => expect(await statusOf(http.delete('/users/none'))).toBe(value),
	autoClearEmail: async (value) => {
		const path = `/users/${idOf('E1')}`;
		const email = { primaryEmail: 'boss@company.tld' };
		const inBody = await statusOf(http.patch(path, { ...email, autoClearEmail: true }));
		learnifier.directory.add({ externalId: 'E2', primaryEmail: 'two@x.tld' });
		const inQuery = await statusOf(http.patch(`${path}?autoClearEmail=true`, { primaryEmail: 'two@x.tld' }));
		expect([inBody, inQuery]).toEqual(value === 'body' ? [201, 409] : [400, 201]);
	},
	unknownFields: async (value) => {
		const status = await statusOf(http.post('/users', { externalId: 'E9', nickname: 'x' }));
		expect(status).toBe(value === 'reject' ? 400 : 200);
		expect(learnifier.requests[0]?.notes).toHaveLength(value === 'reject' ? 0 : 1);
	},
	conflictBody: async (value) => {
		const { data } = await http.post('/users', { externalId: 'E1' });
		expect(Object.keys(data).sort()).toEqual(
			{ userId: ['userId'], withMessage: ['code', 'field', 'message', 'userId'], empty: [] }[value],
		);
	},
	rolesInSingle: async (value) => {
		const { data } = await http.get(`/users/${idOf('boss@company.tld')}`);
		expect('backOfficeRoles' in data).toBe(value);
		expect((await http.get('/users')).data[1].backOfficeRoles).toEqual(['admin']);
	},
	usernames: async (value) => {
		await http.post('/users', { externalId: 'N', username: 'nina' });
		const { data } = await http.get('/extuser?extid=N');
		expect(data.username).toBe(value === 'shown' ? 'nina' : undefined);
	},
	participations: async (value) => {
		const { id } = learnifier.directory.add({ externalId: 'P', participations: [{ activitiesTotal: 3 } as never] });
		const { status, data } = await http.get(`/users/${id}/projectParticipations`);
		expect(status).toBe(value === 'forbidden' ? 403 : 200);
		if (value !== 'forbidden') expect(Array.isArray(data)).toBe(value === 'array');
	},
	takenExternalId: async (value) => {
		expect(await statusOf(http.post('/users', { externalId: 'E1' }))).toBe(value === 'reject' ? 409 : 200);
		expect(learnifier.directory.withExternalId('E1')).toHaveLength(value === 'reject' ? 1 : 2);
	},
	emptyKeys: async (value) => {
		const [sally] = (await http.get('/users')).data;
		expect('lastName' in sally).toBe(value === 'null');
		expect('backOfficeRoles' in sally).toBe(value === 'null');
	},
	errorForm: async (value) => {
		const { data } = await http.post('/users', { homeOrg: 'x' });
		expect(typeof data === 'string' ? 'text' : Object.keys(data).sort()).toEqual(
			{ full: ['code', 'field', 'message'], message: ['message'], empty: [], text: 'text' }[value],
		);
	},
	retryAfter: async (value) => {
		learnifier.setRateLimit({ perSecond: 1 });
		await http.get('/users');
		const { status, headers } = await http.get('/users');
		expect(status).toBe(429);
		const form = { seconds: /^1$/, date: /GMT$/, absent: /^undefined$/ }[value];
		expect(String(headers['retry-after'])).toMatch(form);
	},
};

describe.each(switchesOf('learnifier'))('Learnifier: switch $name ($meaning)', ({ name, values }) => {
	it.each(values)('%s', async (value) => {
		Object.assign(learnifier.switches, { [name]: value });
		await Reflect.get(expected, name)(value);
	});
});
