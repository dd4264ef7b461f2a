import { testCredential } from '../../engine/credentialTest';
import { http } from '../../engine/platform';
import { startSimulator, VENDOR_NAMES, type Simulator } from '../../simulators';

const CREDENTIAL = {
	bridge: 'bridgeApi',
	learnifier: 'learnifierApi',
	lmsCollaborator: 'lmsCollaboratorApi',
	requestor: 'requestorApi',
	scim: 'scimApi',
	traliant: 'traliantApi',
} as const;

describe.each(VENDOR_NAMES)('the credential test of %s', (vendor) => {
	const credential = CREDENTIAL[vendor];
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator(vendor, { users: 3 });
	});

	afterEach(() => {
		expect(simulator.failures).toEqual([]);
		simulator.reset();
	});

	afterAll(async () => await simulator.close());

	it('passes with the right key, and changes nobody', async () => {
		const before = JSON.stringify(simulator.directory.all());
		const outcome = await testCredential(credential, simulator.credentials);
		expect(outcome).toMatchObject({ status: 'OK' });
		expect(JSON.stringify(simulator.directory.all())).toBe(before);
		expect(simulator.calls()).toHaveLength(1);
	});

	it('tolerates a path behind the host and a slash at the end', async () => {
		// SCIM stands under a path of its own, and what is pasted behind it are its resources.
		const baseUrl =
			vendor === 'scim' ? `${simulator.baseUrl}/scim/v2/Users/` : `${simulator.baseUrl}/some/pasted/path/`;
		const outcome = await testCredential(credential, { ...simulator.credentials, baseUrl });
		expect(outcome).toMatchObject({ status: 'OK' });
	});

	it('fails with a key that is wrong', async () => {
		const outcome = await testCredential(credential, simulator.otherCredentials.wrong);
		expect(outcome).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/did not accept .*\(401\).*Enter it/),
		});
	});

	it('fails for a web page, although it comes with 200', async () => {
		simulator.faults.add({ kind: 'html', times: Infinity });
		const outcome = await testCredential(credential, simulator.credentials);
		expect(outcome.status).toBe('Error');
		expect(outcome.message).toMatch(/answered, but not like .*Check the Base URL/);
	});

	it.each(['empty', 'notJson', 'truncate'] as const)('fails for an answer that is %s', async (kind) => {
		simulator.faults.add({ kind, times: Infinity });
		const outcome = await testCredential(credential, simulator.credentials);
		expect(outcome.status).toBe('Error');
	});

	it('follows no redirect, so that the key stays at home', async () => {
		simulator.faults.add({ kind: 'redirect', times: Infinity });
		const outcome = await testCredential(credential, simulator.credentials);
		expect(outcome.status).toBe('Error');
		expect(simulator.stranger.requests).toEqual([]);
	});

	it('shows no secret, in its message or in the log', async () => {
		for (const values of [simulator.credentials, simulator.otherCredentials.wrong]) {
			const { message, logs } = await testCredential(credential, values);
			for (const secret of simulator.secrets) {
				expect(message).not.toContain(secret);
				expect(logs.join('\n')).not.toContain(secret);
			}
		}
	});

	it('says in plain English that the address needs https', async () => {
		const outcome = await testCredential(credential, {
			...simulator.credentials,
			baseUrl: 'http://lms.example.com',
			allowHttp: false,
		});
		expect(outcome).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('would send your key unencrypted'),
		});
	});

	it('says in plain English that the address needs a scheme', async () => {
		const outcome = await testCredential(credential, {
			...simulator.credentials,
			baseUrl: 'lms.example.com',
		});
		expect(outcome).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('must start with https://'),
		});
	});
});

describe('the credential test against another server', () => {
	let answer: { status: number; body: string };
	let baseUrl: string;
	const server = http.createServer((_request, response) => {
		response.writeHead(answer.status, { 'Content-Type': 'application/json' });
		response.end(answer.body);
	});

	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('No port');
		baseUrl = `http://127.0.0.1:${address.port}`;
	});

	afterAll(() => void server.close());

	const KEYS = {
		bridgeApi: { apiKey: 'k', apiSecret: 's' },
		learnifierApi: { apiKey: 'k', apiSecret: 's' },
		lmsCollaboratorApi: { apiToken: 't' },
		requestorApi: { username: 'u', password: 'p' },
		scimApi: { token: 't' },
		traliantApi: { apiKey: 'k' },
	};

	it.each(['bridgeApi', 'learnifierApi', 'lmsCollaboratorApi', 'requestorApi', 'scimApi'] as const)(
		'of %s misses the documented key in somebody else’s JSON',
		async (credential) => {
			answer = { status: 200, body: '{"ok":true}' };
			const outcome = await testCredential(credential, { ...KEYS[credential], baseUrl });
			expect(outcome).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('not like'),
			});
		},
	);

	it.each([
		['traliantApi', 422, '{"message":"The users field is required.","errors":{}}'],
		['traliantApi', 400, '{"message":"No users"}'],
		['traliantApi', 200, '{"data":{"summary":{},"details":{"users":[]}}}'],
	] as const)('of %s takes %i %s for a key that works', async (credential, status, body) => {
		answer = { status, body };
		const outcome = await testCredential(credential, { ...KEYS[credential], baseUrl });
		expect(outcome).toMatchObject({ status: 'OK' });
	});

	it.each([
		[401, 'did not accept'],
		[403, 'does not allow'],
		[404, 'nothing at this address'],
	])('of any vendor says what %i means and what to do', async (status, words) => {
		answer = { status, body: '{"message":"no"}' };
		for (const [credential, keys] of Object.entries(KEYS)) {
			const { message } = await testCredential(credential, { ...keys, baseUrl });
			expect(message).toContain(`${words}`);
			expect(message).toContain(`(${status})`);
		}
	});

	it.each([401, 403, 404, 405, 429, 500, 503])('of any vendor fails for %i', async (status) => {
		answer = { status, body: '{"message":"no"}' };
		for (const [credential, keys] of Object.entries(KEYS)) {
			const outcome = await testCredential(credential, { ...keys, baseUrl });
			expect(outcome.status).toBe('Error');
		}
	});
});

describe.each([
	['learnifier', 'apiPath', 'API Path', '/api/v1'],
	['traliant', 'syncPath', 'Sync Path', '/api/v1/users/sync'],
] as const)('the path in the credential of %s', (vendor, name, label, path) => {
	it.each([`${path}?tenant=1`, `/${path}`, `https://stranger.example.com${path}`, `${path}#users`])(
		'%s is refused by the test, as by every run',
		async (value) => {
			const simulator = await startSimulator(vendor, { users: 3 });
			const outcome = await testCredential(CREDENTIAL[vendor], { ...simulator.credentials, [name]: value });
			expect(outcome).toMatchObject({
				status: 'Error',
				message: expect.stringContaining(`The ${label} of the credential must be a`),
			});
			expect(simulator.requests).toEqual([]);
			await simulator.close();
		},
	);
});
