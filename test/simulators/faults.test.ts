import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { startSimulator } from '../../simulators';
import type { Fault, FaultKind, Simulator } from '../../simulators';
import { clientOf, PatientClock } from './client';

let learnifier: Simulator<'learnifier'>;
let http: AxiosInstance;
let clock: PatientClock;

beforeEach(async () => {
	clock = new PatientClock();
	learnifier = await startSimulator('learnifier', { users: 3, clock });
	http = clientOf(learnifier, learnifier.credentials);
});

afterEach(async () => {
	expect(learnifier.failures).toEqual([]);
	await learnifier.close();
});

/** Creates a user; the answer, or the code of the network error. */
async function create(externalId = 'new', timeout = 0): Promise<AxiosResponse | string> {
	try {
		return await http.post('/users', { externalId }, { timeout });
	} catch (error) {
		return axios.isAxiosError(error) ? String(error.code) : String(error);
	}
}

const answered = (reply: AxiosResponse | string): AxiosResponse => {
	if (typeof reply === 'string') throw new Error(`No answer: ${reply}`);
	return reply;
};

describe('A fault', () => {
	it.each<[FaultKind, Partial<Fault>, boolean, string | number]>([
		['status', {}, false, 500],
		['status', { status: 503, commit: true }, true, 503],
		['rateLimited', {}, false, 429],
		['resetBefore', {}, false, 'ECONNRESET'],
		['resetAfter', {}, true, 'ECONNRESET'],
		['hang', {}, false, 'ECONNABORTED'],
		['hangAfter', {}, true, 'ECONNABORTED'],
		['truncate', {}, true, 200],
		['abortBody', {}, true, 'ERR_BAD_RESPONSE'],
		['html', {}, false, 200],
		['html', { status: 502, commit: true }, true, 502],
		['empty', {}, true, 200],
		['empty', { commit: false }, false, 200],
		['redirect', {}, false, 302],
		['wrongType', {}, true, 200],
		['wrongContentType', {}, true, 200],
		['notJson', {}, true, 200],
		['huge', { bytes: 100_000 }, true, 200],
	])('%s %j: committed %s, the client sees %s', async (kind, more, committed, seen) => {
		learnifier.faults.add({ kind, ...more });
		const reply = await create('new', kind.startsWith('hang') ? 150 : 0);
		expect(typeof reply === 'string' ? reply : reply.status).toBe(seen);
		expect(learnifier.directory.get('new') !== undefined).toBe(committed);
		const [request] = learnifier.calls({ fault: kind });
		expect(request?.committed).toBe(committed);
		expect(request?.status).toBe(typeof seen === 'number' ? seen : kind === 'abortBody' ? 200 : undefined);
		expect(answered(await create('next')).status).toBe(200);
	});

	it('spoils the body as it says', async () => {
		const userId = (): string => learnifier.directory.get('new')?.id ?? '';
		const body = async (fault: Fault): Promise<unknown> => {
			learnifier.directory.remove('new');
			learnifier.faults.add(fault);
			return answered(await create()).data;
		};
		expect(await body({ kind: 'truncate' })).toBe(`{"userId":"${userId()}"}`.slice(0, 25));
		expect(await body({ kind: 'html' })).toContain('<h1>Sign in</h1>');
		expect(await body({ kind: 'empty' })).toBe('');
		expect(await body({ kind: 'wrongType' })).toEqual([]);
		expect(await body({ kind: 'wrongContentType' })).toEqual({ userId: userId() });
		expect(await body({ kind: 'notJson' })).toBe('OK, that will be all.');
		expect(await body({ kind: 'notJson', body: { ok: true } })).toEqual({ ok: true });
		expect(await body({ kind: 'huge' })).toEqual({ userId: userId() });
		expect(await body({ kind: 'status', status: 418, body: 'tea' })).toBe('tea');
		expect(await body({ kind: 'status' })).toMatchObject({ code: 'E500' });
	});

	it('of rate names the wait in seconds, as a date, or as told', async () => {
		const retryAfter = async (fault: Partial<Fault>): Promise<unknown> => {
			learnifier.faults.add({ kind: 'rateLimited', ...fault });
			return answered(await create()).headers['retry-after'];
		};
		expect(await retryAfter({})).toBe('1');
		expect(await retryAfter({ delayMs: 2500 })).toBe('3');
		expect(await retryAfter({ headers: { 'retry-after': '600' } })).toBe('600');
		learnifier.switches.retryAfter = 'date';
		expect(await retryAfter({ delayMs: 2500 })).toBe('Thu, 15 Jan 2026 12:00:03 GMT');
	});

	it('of delay passes the time of the clock it was given', async () => {
		const before = clock.now();
		learnifier.faults.add({ kind: 'delay', delayMs: 45_000 });
		expect(answered(await create()).status).toBe(200);
		expect(clock.now() - before).toBe(45_000);
		learnifier.setLatency(250);
		await create('next');
		expect(clock.now() - before).toBe(45_250);
	});

	it('redirects to another origin, where a server tells what reached it', async () => {
		learnifier.faults.add({ kind: 'redirect', status: 307 });
		const { headers } = answered(await create());
		expect(headers.location).toBe(`${learnifier.stranger.baseUrl}/api/v1/users`);
		expect(learnifier.stranger.requests).toEqual([]);
		await axios.post(headers.location, { x: 1 }, { headers: { 'X-Key': 'secret' } });
		expect(learnifier.stranger.requests).toMatchObject([
			{ method: 'POST', rawUrl: '/api/v1/users', headers: { 'x-key': 'secret' }, body: '{"x":1}' },
		]);
		learnifier.reset();
		expect(learnifier.stranger.requests).toEqual([]);
	});

	it('hits the requests it is meant for, as often as it is meant to', async () => {
		learnifier.faults.add({
			kind: 'status',
			match: { method: 'post', path: /users$/, nth: 2 },
			times: 2,
		});
		const statuses: number[] = [];
		for (const externalId of ['a', 'b', 'c', 'd']) {
			statuses.push(answered(await create(externalId)).status);
			statuses.push((await http.get('/users')).status);
		}
		expect(statuses).toEqual([200, 200, 500, 200, 500, 200, 200, 200]);
		expect(learnifier.faults.pending).toBe(0);
	});

	it('can be chosen request by request, and is forgotten by reset', async () => {
		learnifier.faults.schedule((request, index) =>
			index % 2 === 1 && request.method === 'POST' ? { kind: 'status', status: 502 } : undefined,
		);
		expect(answered(await create('a')).status).toBe(200);
		expect(answered(await create('b')).status).toBe(502);
		learnifier.reset();
		expect(learnifier.requests).toHaveLength(0);
		expect(answered(await create('c')).status).toBe(200);
		expect(answered(await create('d')).status).toBe(200);
		expect(learnifier.directory.get('a')).toBeDefined();
	});
});

describe('The log', () => {
	it('keeps what came and what was answered', async () => {
		await http.post('/users', { externalId: 'ü 1' }, { headers: { 'User-Agent': 'test/1' } });
		await http.get('/extuser', { params: { extid: 'ü 1', tag: ['a', 'b'] } });
		await http.post('/users', '{"broken', { headers: { 'Content-Type': 'application/json' } });
		expect(learnifier.requests).toMatchObject([
			{
				index: 0,
				at: clock.now(),
				method: 'POST',
				path: '/api/v1/users',
				body: { externalId: 'ü 1' },
				userAgent: 'test/1',
				status: 200,
				committed: true,
			},
			{ method: 'GET', query: { extid: 'ü 1', 'tag[]': ['a', 'b'] }, body: undefined },
			{ body: '{"broken', status: 400, committed: false },
		]);
		expect(learnifier.calls({ method: 'POST', path: /users$/, status: 200 })).toHaveLength(1);
		expect(learnifier.calls({ path: '/api/v1/extuser' })).toHaveLength(1);
	});

	it('counts how many requests are being answered at once', async () => {
		learnifier.faults.add({ kind: 'hang' });
		const hanging = create('slow', 300);
		while (learnifier.requests.length === 0) await http.options('/').catch(() => undefined);
		await http.get('/users');
		expect(Math.max(...learnifier.requests.map(({ inFlight }) => inFlight))).toBeGreaterThan(1);
		await hanging;
	});
});

describe('Closing', () => {
	it('breaks what is still open, at once', async () => {
		learnifier.faults.add({ kind: 'hang' });
		const hanging = create();
		while (learnifier.requests.length === 0) await http.options('/').catch(() => undefined);
		await learnifier.close();
		expect(await hanging).toBe('ECONNRESET');
		// A client that kept a connection alive may still try it.
		expect(['ECONNREFUSED', 'ECONNRESET']).toContain(await create());
	});
});
