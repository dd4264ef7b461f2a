import type { AxiosInstance, AxiosResponse } from 'axios';
import { startSimulator, switchesOf } from '../../simulators';
import type { Simulator } from '../../simulators';
import type { RequestorSwitches } from '../../simulators/requestor/switches';
import { customText } from '../../simulators/requestor/directory';
import { clientOf, PatientClock } from './client';

let requestor: Simulator<'requestor'>;
let http: AxiosInstance;

const JOHN_ID = '3aa87a2d-c4ab-425e-8859-4cfcb7eb44b7';
const JOHN = {
	UserProviderKey: JOHN_ID,
	UserName: 'JohnDoe',
	Email: 'john@company.tld',
	ExternalId: 'E1',
	FirstName: 'John',
	LastName: 'Doe',
	Department: 'IT',
	CustomerId: 121,
	CustomFields: [customText(7, '7')],
	tickets: 2,
};
const ADMIN = { Email: 'admin@company.tld', RoleAdministrator: true, RoleEndUser: false };
const SYNC = '/api/Import/SyncRequestorUsers';
const LIST = '/api/Account/GetUsers';

beforeEach(async () => {
	requestor = await startSimulator('requestor', {
		users: [ADMIN, JOHN],
		clock: new PatientClock(),
	});
	http = clientOf(requestor, requestor.credentials);
});

afterEach(async () => {
	expect(requestor.failures).toEqual([]);
	await requestor.close();
});

const operation = (Path: string, Value: unknown, Operation = 2): object => ({
	Operation,
	FromPath: null,
	ParsedFromPath: null,
	Path,
	ParsedPath: null,
	Value,
});
const sync = (...users: unknown[]): Promise<AxiosResponse> => http.post(SYNC, users);
const rows = async (...users: unknown[]): Promise<Array<Record<string, unknown>>> =>
	(await sync(...users)).data.RequestorUsers;
const john = (...Operations: unknown[]): object => ({
	ExternalId: 'E1',
	Email: JOHN.Email,
	Operations,
});
const zoe = (...Operations: unknown[]): object => ({
	ExternalId: 'E2',
	Email: 'zoe@x.tld',
	Operations,
});
const statusOf = async (reply: Promise<{ status: number }>): Promise<number> => (await reply).status;

describe('Requestor: who may', () => {
	it('lets in an administrator of the service desk, or a header; others are refused', async () => {
		const status = (credentials: Simulator<'requestor'>['credentials']): Promise<number> =>
			statusOf(clientOf(requestor, credentials).get(LIST));
		expect(requestor.credentials.username).toBe('admin@company.tld');
		expect(await status(requestor.credentials)).toBe(200);
		expect(await status(requestor.otherCredentials.header)).toBe(200);
		expect(await status(requestor.otherCredentials.operator)).toBe(403);
		expect(await status(requestor.otherCredentials.wrong)).toBe(401);
		const operator = clientOf(requestor, requestor.otherCredentials.operator);
		expect(await statusOf(operator.post(SYNC, [zoe()]))).toBe(200);
	});
});

describe('Requestor: list and read', () => {
	it('pages by index, and shows roles under other names than they are written', async () => {
		for (let index = 0; index < 5; index += 1) requestor.directory.add({ Email: `u${index}@x.tld` });
		const { PagedUsers: page } = (await http.get(`${LIST}?pageIndex=1&pageSize=3`)).data;
		expect(page).toMatchObject({ PageIndex: 1, PageSize: 3, TotalItems: 7, TotalPages: 3 });
		expect(page.Items).toHaveLength(3);
		const [admin, second] = (await http.get(`${LIST}?pageIndex=0&pageSize=200`)).data.PagedUsers.Items;
		expect(admin).toMatchObject({ IsAdministrator: true, IsEndUser: false });
		expect(second).toMatchObject({ UserProviderKey: JOHN_ID, FullName: 'John Doe' });
		expect(second).not.toHaveProperty('CustomFields');
	});

	it('reads one by name or key', async () => {
		const read = (name: string): Promise<AxiosResponse> => http.get(`/api/Customer/GetExtendedRequestorUser/${name}`);
		expect((await read('JohnDoe')).data).toMatchObject({
			User: { ExternalId: 'E1' },
			AccountExists: true,
			IsInApprovalProcess: false,
		});
		expect((await read(JOHN_ID.toUpperCase())).data.User.UserName).toBe('JohnDoe');
		expect(await statusOf(read('E1'))).toBe(404);
	});

	it('can repeat a page and cut the list', async () => {
		requestor.faults.add({ kind: 'repeatPage' }, { kind: 'cutListing' });
		const { PagedUsers: repeated } = (await http.get(`${LIST}?pageIndex=1&pageSize=1`)).data;
		expect(repeated).toMatchObject({ PageIndex: 1, Items: [{ Email: 'admin@company.tld' }] });
		const { PagedUsers: cut } = (await http.get(`${LIST}?pageIndex=0&pageSize=200`)).data;
		expect([cut.Items.length, cut.TotalItems]).toEqual([1, 2]);
	});
});

describe('Requestor: bulk create and update', () => {
	it('creates and updates in one call', async () => {
		const [updated, created] = await rows(
			john(operation('/FirstName', 'Johnny')),
			zoe(operation('/FirstName', 'Zoë'), operation('/ManagerKey', JOHN_ID)),
		);
		expect(updated).toEqual({
			Username: 'JohnDoe',
			Success: true,
			ErrorMessage: null,
			UserProviderKey: JOHN_ID,
			UserProviderKeyConflict: null,
			CustomerId: null,
			ExternalId: 'E1',
		});
		expect(created).toMatchObject({ Username: 'zoe@x.tld', Success: true, ExternalId: 'E2' });
		expect(requestor.directory.get('E2')).toMatchObject({ FirstName: 'Zoë', ManagerKey: JOHN_ID });
	});

	it('clears what an update does not provide', async () => {
		await sync(john(operation('/FirstName', 'Johnny')));
		expect(requestor.directory.get('E1')).toMatchObject({
			FirstName: 'Johnny',
			LastName: null,
			Department: null,
			CustomerId: null,
			CustomFields: [],
			RoleEndUser: true,
			Email: JOHN.Email,
			tickets: 2,
		});
	});

	it('matches by key, external id or address; a user without external id is adopted by address', async () => {
		await sync({ UserProviderKey: JOHN_ID, Operations: [operation('/LastName', 'A')] });
		expect(requestor.directory.get(JOHN_ID)).toMatchObject({ LastName: 'A', ExternalId: 'E1' });
		await sync({ ExternalId: 'E1', Email: 'new@x.tld', Operations: [] });
		expect(requestor.directory.get(JOHN_ID)?.Email).toBe('new@x.tld');
		requestor.directory.add({ Email: 'free@x.tld' });
		await sync({ ExternalId: 'E7', Email: 'FREE@x.tld', Operations: [] });
		expect(requestor.directory.get('E7')?.UserName).toBe('free@x.tld');
	});

	it.each([
		['the address of a user with another external id', { ExternalId: 'E9', Email: JOHN.Email }],
		['the external id of another user', { UserProviderKey: 'admin', ExternalId: 'E1' }],
	])('fails the row that wants %s, naming the holder', async (_what, element) => {
		const key = requestor.directory.get('admin@company.tld')?.UserProviderKey;
		const [row, fine] = await rows(
			{
				...element,
				...('UserProviderKey' in element ? { UserProviderKey: key } : {}),
				Operations: [],
			},
			zoe(),
		);
		expect(row).toMatchObject({ Success: false, UserProviderKeyConflict: JOHN_ID });
		expect(typeof row?.ErrorMessage).toBe('string');
		expect(fine).toMatchObject({ Success: true });
	});

	it.each([
		['an unknown key', { UserProviderKey: JOHN_ID.replace('3', '4'), Operations: [] }],
		['a new user without address', { ExternalId: 'E9', Operations: [] }],
		['an unknown customer', zoe(operation('/CustomerId', 9))],
		['an unknown manager', zoe(operation('/ManagerKey', 'nobody'))],
		['an item that is not there', zoe(operation('/Phones/3', '1'))],
	])('fails the row with %s', async (_what, element) => {
		expect(await rows(element)).toMatchObject([{ Success: false }]);
	});

	it('knows add, remove, replace and move, and members of lists', async () => {
		await sync(
			zoe(
				operation('/Phones', ['1', '2'], 0),
				operation('/Phones/-', '3', 0),
				operation('/Phones/0', null, 1),
				operation('/CustomFields/-', { CustomFieldId: 7, TextBoxValue: '9' }, 0),
				operation('/Company', 'C', 0),
				{ ...operation('/Division', undefined, 3), FromPath: '/Company' },
				operation('/FirstName', 'Z'),
				operation('/FirstName', null, 1),
			),
		);
		expect(requestor.directory.get('E2')).toMatchObject({
			Phones: ['2', '3'],
			CustomFields: [customText(7, '9')],
			Company: null,
			Division: 'C',
			FirstName: null,
		});
	});

	it.each([
		['more than 100 users', Array.from({ length: 101 }, () => zoe())],
		['no users', []],
		['an object', { users: [] }],
		['a user without identifier', [{ Operations: [] }]],
		['a user without operations', [{ ExternalId: 'E2', Email: 'z@x.tld' }]],
		['plain columns', [{ ExternalId: 'E2', FirstName: 'Z', Operations: [] }]],
		['RFC 6902', [zoe({ op: 'replace', path: '/FirstName', value: 'Z' })]],
		['a word for the operation', [zoe({ ...operation('/FirstName', 'Z'), Operation: 'replace' })]],
		['operation 4', [zoe(operation('/FirstName', 'Z', 4))]],
		['an empty path', [zoe(operation('', 'Z'))]],
		['a relative path', [zoe(operation('FirstName', 'Z'))]],
		['a path in another case', [zoe(operation('/firstName', 'Z'))]],
		['a number for text', [zoe(operation('/FirstName', 7))]],
		['a text for a role', [zoe(operation('/RoleOperator', 'true'))]],
		['a text for a customer', [zoe(operation('/CustomerId', '121'))]],
		['a ParsedPath', [zoe({ ...operation('/FirstName', 'Z'), ParsedPath: [] })]],
		['a move from nowhere', [zoe(operation('/FirstName', null, 3))]],
	])('refuses the whole batch for %s', async (_what, body) => {
		const batch = Array.isArray(body) && body.length < 100 ? [john(), ...body] : body;
		const { status, data } = await http.post(SYNC, Array.isArray(body) && body.length === 0 ? [] : batch);
		expect(status).toBe(400);
		expect(typeof data.Message).toBe('string');
		expect(requestor.directory.get('E1')?.LastName).toBe('Doe');
	});

	it('takes JSON under both of its names, and nothing else', async () => {
		const send = (type: string): Promise<number> =>
			statusOf(http.post(SYNC, JSON.stringify([zoe()]), { headers: { 'Content-Type': type } }));
		expect(await send('text/json')).toBe(200);
		expect(await send('application/json; charset=utf-8')).toBe(200);
		expect(await send('application/json-patch+json')).toBe(415);
	});
});

describe('Requestor: delete', () => {
	const remove = (body: object): Promise<AxiosResponse> => http.post('/api/Account/DeleteRequestorUser', body);

	it('deletes users with tickets only by force', async () => {
		expect(await statusOf(remove({ UserProviderKey: JOHN_ID }))).toBe(400);
		expect(await statusOf(remove({ UserProviderKey: JOHN_ID, Force: 'true' }))).toBe(400);
		const { status, data } = await remove({ UserProviderKey: JOHN_ID, Force: true });
		expect([status, data]).toEqual([200, '']);
		expect(await statusOf(remove({ UserProviderKey: JOHN_ID, Force: true }))).toBe(400);
		expect(requestor.directory.size).toBe(1);
	});

	it('refuses other parameters', async () => {
		expect(await statusOf(remove({ UserName: 'JohnDoe' }))).toBe(400);
		expect(await statusOf(remove({}))).toBe(400);
	});
});

const expected: {
	[Name in keyof RequestorSwitches]: (value: RequestorSwitches[Name]) => Promise<void>;
} = {
	list: async (value) =>
		expect(await statusOf(http.get(LIST))).toBe({ allowed: 200, forbidden: 403, notFound: 404 }[value]),
	operatorList: async (value) => {
		const operator = clientOf(requestor, requestor.otherCredentials.operator);
		requestor.directory.add({ Email: 'south@x.tld', CustomerId: 122 });
		const { status, data } = await operator.get(LIST);
		expect(status).toBe(value === 'forbidden' ? 403 : 200);
		if (value === 'ownCustomers')
			expect(data.PagedUsers).toMatchObject({ TotalItems: 1, Items: [{ ExternalId: 'E1' }] });
	},
	search: async (value) => {
		const SimpleSearch = { PageIndex: 0, PageSize: 10, Type: 6, Value: 'JOHN@company.tld', Equality: true };
		const { status, data } = await http.post('/api/Account/SearchUsers', { SimpleSearch });
		expect(status).toBe({ allowed: 200, forbidden: 403, notFound: 404, refused: 400 }[value]);
		if (value !== 'allowed') return;
		expect(data.Users).toMatchObject({
			IsNextPage: false,
			Items: [{ UserProviderKey: JOHN_ID, Emails: [JOHN.Email] }],
		});
		expect(data.Users.Items[0]).not.toHaveProperty('ExternalId');
		expect(await statusOf(http.post('/api/Account/SearchUsers', { SimpleSearch: { ...SimpleSearch, Type: 5 } }))).toBe(
			400,
		);
	},
	ownUser: async (value) => {
		const { status, data } = await http.get('/api/Account/GetRequestorUser');
		expect(status).toBe(value === 'forbidden' ? 403 : 200);
		if (value !== 'forbidden')
			expect(value === 'bare' ? data : data.User).toMatchObject({ Email: ADMIN.Email, IsAdministrator: true });
		const operator = clientOf(requestor, requestor.otherCredentials.operator);
		if (value === 'wrapped')
			expect((await operator.get('/api/Account/GetRequestorUser')).data.User.IsAdministrator).toBe(false);
	},
	extended: async (value) =>
		expect(await statusOf(http.get(`/api/Customer/GetExtendedRequestorUser/${JOHN_ID}`))).toBe(
			{ allowed: 200, forbidden: 403, notFound: 404 }[value],
		),
	fieldData: async (value) => {
		const { data } = await http.get(`/api/Customer/GetExtendedRequestorUser/${JOHN_ID}`);
		const shown = { inUser: data.User.FieldData, besideUser: data.FieldData, absent: JOHN.CustomFields }[value];
		expect(shown).toEqual(JOHN.CustomFields);
		expect([data.User, data].filter((one) => 'FieldData' in one)).toHaveLength(value === 'absent' ? 0 : 1);
	},
	tenant: async (value) => {
		const [, second] = (await http.get(LIST)).data.PagedUsers.Items;
		expect(['Company' in second, 'AdminNote' in second]).toEqual([value !== 'lean', value === 'withNotes']);
		expect(await statusOf(sync(john(operation('/AdminNote', 'x'))))).toBe(value === 'withNotes' ? 200 : 400);
		expect(await statusOf(sync(john(operation('/Company', 'x'))))).toBe(value === 'lean' ? 400 : 200);
	},
	createOfKnownEmail: async (value) => {
		const [row] = await rows({ ExternalId: 'E9', Email: JOHN.Email, Operations: [] });
		expect(row).toMatchObject({ Success: value === 'update' });
		expect(requestor.directory.get(JOHN_ID)?.ExternalId).toBe(value === 'update' ? 'E9' : 'E1');
	},
	pageSizeOverMax: async (value) =>
		expect(await statusOf(http.get(`${LIST}?pageSize=201`))).toBe(value === 'reject' ? 400 : 200),
	mostInPage: async (value) => {
		for (let index = 0; index < 8; index += 1) requestor.directory.add({ Email: `u${index}@x.tld` });
		const { PageSize, Items } = (await http.get(`${LIST}?pageSize=200`)).data.PagedUsers;
		expect([PageSize, Items.length <= 6]).toEqual([value, value === 6]);
	},
	pageSizes: async (value) => {
		for (let index = 0; index < 60; index += 1) requestor.directory.add({ Email: `u${index}@x.tld` });
		expect(await statusOf(http.get(`${LIST}?pageSize=33`))).toBe(value === 'round' ? 400 : 200);
		const { PageSize, Items } = (await http.get(`${LIST}?pageSize=40`)).data.PagedUsers;
		expect([PageSize, Items.length]).toEqual(value === 'fixed' ? [50, 50] : [40, 40]);
	},
	equality: async (value) => {
		requestor.directory.add({ Email: `big.${JOHN.Email}` });
		const SimpleSearch = { PageIndex: 0, PageSize: 10, Type: 6, Value: JOHN.Email, Equality: true };
		const { data } = await http.post('/api/Account/SearchUsers', { SimpleSearch });
		expect(data.Users.Items).toHaveLength(value === 'heeded' ? 1 : 2);
	},
	rows: async (value) => {
		const names = (await rows(john(), zoe())).map(({ ExternalId }) => ExternalId);
		expect(names).toEqual(
			{
				inOrder: ['E1', 'E2'],
				reordered: ['E2', 'E1'],
				missing: ['E1'],
				doubled: ['E1', 'E1', 'E2'],
			}[value],
		);
	},
	rowIdentity: async (value) => {
		const [row] = await rows(john());
		expect([row?.ExternalId, row?.UserProviderKey]).toEqual(
			{ full: ['E1', JOHN_ID], externalIdNull: [null, JOHN_ID], bare: [null, null] }[value],
		);
	},
	unknownPath: async (value) => {
		const { status, data } = await sync(zoe(operation('/Nickname', 'Z')), john());
		expect(status).toBe(value === 'call' ? 400 : 200);
		const message = value === 'call' ? data.Message : data.RequestorUsers[0].ErrorMessage;
		expect(message).toMatch(/^There is no property named "Nickname" on type/);
		if (value === 'row') expect(data.RequestorUsers[1].Success).toBe(true);
	},
	identifiersNotGiven: async (value) => {
		await sync({ UserProviderKey: JOHN_ID, Operations: [] });
		const { ExternalId, Email } = requestor.directory.get(JOHN_ID) ?? {};
		expect([ExternalId, Email]).toEqual(value === 'kept' ? ['E1', JOHN.Email] : [null, null]);
	},
	unknownUser: async (value) => {
		const { status, data } = await http.get('/api/Customer/GetExtendedRequestorUser/nobody');
		expect(status).toBe(value === 'notFound' ? 404 : 200);
		if (value === 'userNull') expect(data).toMatchObject({ User: null, AccountExists: false });
	},
	deleteUnknown: async (value) =>
		expect(await statusOf(http.post('/api/Account/DeleteRequestorUser', { UserProviderKey: 'x' }))).toBe(value),
	deleteStatus: async (value) =>
		expect(
			await statusOf(http.post('/api/Account/DeleteRequestorUser', { UserProviderKey: JOHN_ID, Force: true })),
		).toBe(value),
	emptyKeys: async (value) => {
		const [, second] = (await http.get(LIST)).data.PagedUsers.Items;
		expect('MiddleName' in second).toBe(value === 'null');
	},
	ids: async (value) => {
		const [row] = await rows(john(operation('/CustomerId', 121), operation('/CustomerIds', [122])));
		const [, { CustomerId, Customers, Language }] = (await http.get(LIST)).data.PagedUsers.Items;
		const shown = [CustomerId, Customers[0].Id, Language, row?.CustomerId];
		expect(shown).toEqual(value === 'number' ? [121, 122, 0, 121] : ['121', '122', '0', '121']);
	},
	errorForm: async (value) => {
		const { data } = await http.post(SYNC, []);
		expect(typeof data === 'string' ? 'text' : Object.keys(data)).toEqual(
			{ message: ['Message'], modelState: ['Message', 'ModelState'], text: 'text' }[value],
		);
	},
	retryAfter: async (value) => {
		requestor.setRateLimit({ perSecond: 1 });
		await http.get(LIST);
		const { status, headers } = await http.get(LIST);
		expect(status).toBe(429);
		const form = { seconds: /^1$/, date: /GMT$/, absent: /^undefined$/ }[value];
		expect(String(headers['retry-after'])).toMatch(form);
	},
};

describe.each(switchesOf('requestor'))('Requestor: switch $name ($meaning)', ({ name, values }) => {
	it.each(values)('%s', async (value) => {
		Object.assign(requestor.switches, { [name]: value });
		await Reflect.get(expected, name)(value);
	});
});
