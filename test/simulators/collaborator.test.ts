import type { AxiosInstance, AxiosResponse } from 'axios';
import { startSimulator, switchesOf } from '../../simulators';
import type { Simulator } from '../../simulators';
import type { CollaboratorSwitches } from '../../simulators/collaborator/switches';
import { clientOf, PatientClock } from './client';

let collaborator: Simulator<'lmsCollaborator'>;
let http: AxiosInstance;
const PATH = '/api/v2/users-import/single';
const LIST = '/api/v2/users/list';
const TASKS = '/api/v2/tasks/report/get-user-tasks-report';
const TASK = { title: 'Fire safety', type: 'course', status: 'finished', date_assign: '2026-01-02' };

const JOHN = {
	uid: 'cl123456',
	secondname: 'Smith',
	firstname: 'John',
	login: 'john.smith',
	email: 'john@company.tld',
	position: 'CEO',
};
const BY_HAND = { login: 'hand', email: 'hand@company.tld' };

beforeEach(async () => {
	collaborator = await startSimulator('lmsCollaborator', {
		users: [BY_HAND],
		clock: new PatientClock(),
	});
	http = clientOf(collaborator, collaborator.credentials);
});

afterEach(async () => {
	expect(collaborator.failures).toEqual([]);
	await collaborator.close();
});

const send = (user: unknown): Promise<AxiosResponse> => http.post(PATH, user);
const counters = async (user: object): Promise<number[]> => {
	const { data, status } = await send(user);
	expect(status).toBe(200);
	return [data.created_count, data.updated_count, data.blocked_count, data.unblocked_count];
};

describe('LMS Collaborator: who may', () => {
	it('lets in the token, tells an expired one, and looks only at the header it demands', async () => {
		const reply = async (credentials: Simulator<'lmsCollaborator'>['credentials']): Promise<AxiosResponse> =>
			clientOf(collaborator, credentials).post(PATH, JOHN);
		expect((await reply(collaborator.credentials)).status).toBe(200);
		expect((await reply(collaborator.otherCredentials.wrong)).status).toBe(401);
		expect((await reply(collaborator.otherCredentials.otherHeader)).status).toBe(401);
		const expired = await reply(collaborator.otherCredentials.expired);
		expect([expired.status, expired.data]).toEqual([401, { error: 'The token has expired' }]);
		expect((await http.get(PATH)).status).toBe(405);
	});
});

describe('LMS Collaborator: import', () => {
	it('counts creations, changes, blocks, unblocks, and nothing', async () => {
		expect(await counters(JOHN)).toEqual([1, 0, 0, 0]);
		expect(await counters(JOHN)).toEqual([0, 0, 0, 0]);
		expect(await counters({ ...JOHN, city: 'Kyiv' })).toEqual([0, 1, 0, 0]);
		expect(await counters({ ...JOHN, is_active: 0 })).toEqual([0, 0, 1, 0]);
		expect(await counters(JOHN)).toEqual([0, 0, 0, 0]);
		expect(await counters({ ...JOHN, is_active: 1 })).toEqual([0, 0, 0, 1]);
		expect(collaborator.directory.get('cl123456')).toMatchObject({ city: 'Kyiv', is_active: 1 });
	});

	it('clears by an empty text', async () => {
		await send({ ...JOHN, city: 'Kyiv' });
		expect(await counters({ ...JOHN, city: '' })).toEqual([0, 1, 0, 0]);
		expect(collaborator.directory.get('cl123456')?.city).toBe('');
	});

	it('takes both date forms for the same day', async () => {
		await send({ ...JOHN, birth_date: '26.07.1988' });
		expect(await counters({ ...JOHN, birth_date: '1988-07-26' })).toEqual([0, 0, 0, 0]);
	});

	it('never matches people made by hand: another login makes a second account', async () => {
		expect((await send({ ...JOHN, login: 'hand' })).status).toBe(400);
		expect((await send({ ...JOHN, email: 'Hand@company.tld' })).status).toBe(400);
		expect(await counters({ ...JOHN, login: 'hand2', email: 'hand2@company.tld' })).toEqual([1, 0, 0, 0]);
		expect(collaborator.directory.size).toBe(2);
		expect(collaborator.directory.get('hand')?.uid).toBeNull();
	});

	it('names the required fields that are missing', async () => {
		const { status, data } = await send({ uid: 'x', firstname: ' ' });
		expect([status, data]).toEqual([400, { error: 'Required fields: login, email, firstname, secondname, position' }]);
	});

	it.each([
		['a text for gender', { gender: '1' }],
		['gender 2', { gender: 2 }],
		['a text for is_active', { is_active: '1' }],
		['a boolean for is_active', { is_active: true }],
		['a number for text', { city: 7 }],
		['null for text', { city: null }],
		['a phone without +', { phone: '0971111111' }],
		['a language in lower case', { language: 'en' }],
		['a language it has not', { language: 'FR' }],
		['customInfo as it is', { customInfo: '{"a":1}' }],
		['customInfo that is base64 of no JSON', { customInfo: 'aGVsbG8=' }],
		['an American date', { birth_date: '07/26/1988' }],
		['a day that does not exist', { date_of_employment: '31.02.2024' }],
		['an address without @', { email: 'john' }],
		['an unknown field', { nickname: 'J' }],
	])('refuses %s', async (_what, more) => {
		expect((await send({ ...JOHN, ...more })).status).toBe(400);
		expect(collaborator.directory.size).toBe(1);
	});

	it('takes what the table allows', async () => {
		const user = {
			...JOHN,
			gender: 0,
			phone: '+380971111111',
			language: 'UK',
			customInfo: Buffer.from('{"projects":["mtr-1"]}').toString('base64'),
			manager_uid: 'boss',
		};
		expect(await counters(user)).toEqual([1, 0, 0, 0]);
	});

	it('takes one user, not a list', async () => {
		expect((await send([JOHN])).status).toBe(400);
	});
});

const expected: {
	[Name in keyof CollaboratorSwitches]: (value: CollaboratorSwitches[Name]) => Promise<void>;
} = {
	tokenHeader: async (value) => {
		for (const tokenHeader of ['Authorization', 'X-Cbr-Authorization']) {
			const client = clientOf(collaborator, { ...collaborator.credentials, tokenHeader });
			expect((await client.post(PATH, JOHN)).status).toBe(tokenHeader === value ? 200 : 401);
		}
	},
	positionRequired: async (value) =>
		expect((await send({ ...JOHN, position: undefined })).status).toBe(value ? 400 : 200),
	counters: async (value) => {
		await send(JOHN);
		expect(await counters({ ...JOHN, city: 'Kyiv', is_active: 0 })).toEqual(
			value === 'all' ? [0, 1, 1, 0] : [0, 0, 1, 0],
		);
	},
	unchanged: async (value) => {
		await send(JOHN);
		expect(await counters(JOHN)).toEqual(value === 'zeros' ? [0, 0, 0, 0] : [0, 1, 0, 0]);
	},
	charset: async (value) => {
		const headers = { 'Content-Type': 'application/json' };
		const { status } = await http.post(PATH, JSON.stringify(JOHN), { headers });
		expect(status).toBe(value === 'required' ? 415 : 200);
	},
	unknownFields: async (value) =>
		expect((await send({ ...JOHN, nickname: 'J' })).status).toBe(value === 'reject' ? 400 : 200),
	errorForm: async (value) => {
		const { data } = await send({ ...JOHN, phone: 'x' });
		expect(Object.keys(data)).toEqual([{ error: 'error', data: 'data', keys: 'phone' }[value]]);
		const wrong = clientOf(collaborator, collaborator.otherCredentials.wrong);
		const refused = Object.keys((await wrong.post(PATH, JOHN)).data);
		expect(refused).toEqual([{ error: 'error', data: 'data', keys: 'unauthorized' }[value]]);
	},
	retryAfter: async (value) => {
		collaborator.setRateLimit({ perSecond: 1 });
		await send(JOHN);
		const { status, headers } = await send(JOHN);
		expect(status).toBe(429);
		const form = { seconds: /^1$/, date: /GMT$/, absent: /^undefined$/ }[value];
		expect(String(headers['retry-after'])).toMatch(form);
	},
	list: async (value) =>
		expect((await http.get(LIST)).status).toBe({ offered: 200, forbidden: 403, notFound: 404, refused: 400 }[value]),
	pageSize: async (value) => {
		const { data } = await http.get(`${LIST}?page=1&count=30`);
		expect(data.pager.countPerPage).toBe({ asked: 30, capped: 10, ignored: 10 }[value]);
		expect((await http.get(`${LIST}?count=5`)).data.pager.countPerPage).toBe(
			{ asked: 5, capped: 5, ignored: 10 }[value],
		);
	},
	pageNumber: async (value) =>
		expect((await http.get(`${LIST}?page=2&count=1`)).data.pager.current).toBe(value === 'read' ? 2 : 1),
	search: async (value) => {
		await send(JOHN);
		for (const text of ['john.smith', 'JOHN@company.tld', 'Smith John'])
			expect((await http.get(LIST, { params: { 'filter[fullname]': text } })).data.pager.total).toBe(
				value === 'read' ? 1 : 2,
			);
	},
	shownUid: async (value) => {
		await send(JOHN);
		const uids = (await http.get(LIST)).data.data.map(({ uid }: { uid?: unknown }) => uid);
		expect(uids).toEqual(
			{ always: [null, 'cl123456'], whereSet: [undefined, 'cl123456'], never: [undefined, undefined] }[value],
		);
	},
	shownFields: async (value) => {
		await send({ ...JOHN, gender: 1, birth_date: '1988-07-26' });
		const [, john] = (await http.get(LIST)).data.data;
		expect(john).toMatchObject({ gender: 'female', birth_date: '26.07.1988', login: 'john.smith' });
		expect(john.position).toBe(value === 'example' ? undefined : 'CEO');
		expect(john.manager_uid).toBe(value === 'all' ? '' : undefined);
	},
	shownEmpty: async (value) => {
		await send({ ...JOHN, city: '' });
		const [, john] = (await http.get(LIST)).data.data;
		expect('city' in john).toBe(value === 'kept');
	},
	shownState: async (value) =>
		expect((await http.get(LIST)).data.data[0].is_active).toBe({ boolean: true, number: 1, absent: undefined }[value]),
	blockedUsers: async (value) => {
		await send({ ...JOHN, is_active: 0 });
		expect((await http.get(LIST)).data.pager.total).toBe(value === 'listed' ? 2 : 1);
	},
	profile: async (value) => expect((await http.get('/api/v2/profile')).status).toBe(value === 'offered' ? 200 : 404),
	tasksOf: async (value) => {
		await send(JOHN);
		collaborator.directory.assign('cl123456', TASK);
		const found = await http.get(`${TASKS}?filter[id]=${value === 'id' ? 2 : 'cl123456'}`);
		expect(found.data).toEqual({ data: [TASK], pager: { current: 1, count: 1, total: 1, countPerPage: 10 } });
		const nobody = await http.get(`${TASKS}?filter[id]=${value === 'id' ? 'cl123456' : 2}`);
		expect(nobody.data.pager.total).toBe(0);
	},
	tasksOfNobody: async (value) =>
		expect((await http.get(`${TASKS}?filter[id]=99`)).status).toBe(value === 'empty' ? 200 : 400),
};

describe('LMS Collaborator: list', () => {
	it('is paged from 1, and refuses what it does not know', async () => {
		await send(JOHN);
		const { data } = await http.get(`${LIST}?page=2&count=1`);
		expect(data.pager).toEqual({ current: 2, count: 2, total: 2, countPerPage: 1 });
		expect(data.data).toHaveLength(1);
		expect((await http.get(`${LIST}?page=0`)).status).toBe(400);
		expect((await http.get(`${LIST}?limit=5`)).status).toBe(400);
	});

	it('repeats a page, or loses people, when told to', async () => {
		await send(JOHN);
		const idsOf = async (page: number): Promise<number[]> =>
			(await http.get(`${LIST}?page=${page}&count=1`)).data.data.map(({ id }: { id: number }) => id);
		collaborator.faults.add({ kind: 'repeatPage' });
		expect(await idsOf(2)).toEqual([1]);
		collaborator.faults.add({ kind: 'cutListing' });
		expect(await idsOf(1)).toEqual([]);
	});
});

describe.each(switchesOf('lmsCollaborator'))('LMS Collaborator: switch $name ($meaning)', ({ name, values }) => {
	it.each(values)('%s', async (value) => {
		Object.assign(collaborator.switches, { [name]: value });
		await Reflect.get(expected, name)(value);
	});
});
