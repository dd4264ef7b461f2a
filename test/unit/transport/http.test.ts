import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { useVirtualClock } from '../../../engine/clock';
import { timers } from '../../../engine/platform';
import { CallFailed, type Failure } from '../../../nodes/shared/model/failure';
import { Http, isPassing, mayHaveHappened, type Call, type HttpSettings } from '../../../nodes/shared/transport/http';

interface Response {
	statusCode?: number;
	body?: unknown;
	headers?: Record<string, unknown>;
}
type Given = Response | Error | ((at: number) => Response | Error);

const SECRET = 'hunter2';
const READ: Call = { method: 'GET', path: '/users' };
const OK: Response = { statusCode: 200, body: { id: 1 } };
const status = (statusCode: number, headers: Record<string, unknown> = {}, body: unknown = ''): Response => ({
	statusCode,
	headers,
	body,
});
const tooMany = (wait?: string): Response => status(429, wait === undefined ? {} : { 'retry-after': wait });
const broken = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('a call', () => {
	const clock = useVirtualClock();
	afterEach(() => jest.restoreAllMocks());

	/** Answers in turn; the last one stays. */
	function open(answers: Given[], changes: Partial<HttpSettings> = {}) {
		const sent: Array<{ at: number; credential: string; options: IHttpRequestOptions; self: unknown }> = [];
		const context = {
			helpers: {
				async httpRequestWithAuthentication(this: unknown, credential: string, options: IHttpRequestOptions) {
					const given = answers[Math.min(sent.length, answers.length - 1)] ?? OK;
					sent.push({ at: clock.elapsed(), credential, options, self: this });
					const answer = typeof given === 'function' ? given(clock.elapsed()) : given;
					if (answer instanceof Error) throw answer;
					return { statusCode: 200, headers: {}, body: {}, ...answer };
				},
			},
		} as unknown as IExecuteFunctions;
		const http = new Http(context, {
			lms: 'Acme',
			credential: 'acmeApi',
			address: 'https://acme.tld',
			timeoutMs: 7000,
			maxAttempts: 3,
			callsPerSecond: undefined,
			signal: undefined,
			redact: (text) => text.split(SECRET).join('[secret]'),
			...changes,
		});
		return { http, sent, context, times: () => sent.map(({ at }) => at) };
	}
	const failureOf = async (answer: Given, call: Call = READ): Promise<Failure> => {
		const reply = await open([answer]).http.send(call);
		if (reply.kind !== 'failed') throw new Error('It did not fail.');
		return reply.failure;
	};

	describe('goes out', () => {
		it('signed by n8n, to the address of the credential, timed, and never redirected', async () => {
			const { http, sent, context } = open([OK]);
			const reply = await http.send(READ);
			expect(reply).toEqual({ kind: 'ok', status: 200, body: { id: 1 }, headers: {} });
			expect(Object.getPrototypeOf(sent[0]?.self)).toBe(context);
			expect(sent).toEqual([
				{
					at: 0,
					credential: 'acmeApi',
					self: expect.any(Object),
					options: {
						method: 'GET',
						url: 'https://acme.tld/users',
						headers: { Accept: 'application/json' },
						timeout: 7000,
						abortSignal: expect.any(AbortSignal),
						json: true,
						returnFullResponse: true,
						ignoreHttpStatusErrors: true,
						disableFollowRedirect: true,
					},
				},
			]);
			expect(http.counts).toEqual({ sent: 1, retried: 0, rateLimited: 0 });
		});

		it('with its body as JSON text, an empty object too, and with headers of its own', async () => {
			const { http, sent } = open([OK]);
			await http.send({ method: 'POST', path: '/users', body: {}, headers: { 'X-Own': '1' } });
			expect(sent[0]?.options).toMatchObject({
				body: '{}',
				headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Own': '1' },
			});
		});

		it.each([
			[undefined, ''],
			[{}, ''],
			[{ limit: 5, all: true }, '?limit=5&all=true'],
			[{ 'include[]': ['a&b', 'c d'], q: 'ž?' }, '?include%5B%5D=a%26b&include%5B%5D=c%20d&q=%C5%BE%3F'],
		])('with the query %j as %j', async (query, text) => {
			const { http, sent } = open([OK]);
			await http.send({ ...READ, ...(query === undefined ? {} : { query }) });
			expect(sent[0]?.options.url).toBe(`https://acme.tld/users${text}`);
		});

		it('just below the limit of calls a second', async () => {
			const { http, times } = open([OK], { callsPerSecond: 10 });
			for (let call = 0; call < 4; call += 1) await http.send(READ);
			expect(times()).toEqual([0, 103, 205, 307]);
		});
	});

	describe('that is answered', () => {
		it.each([
			['an object', status(200, {}, {})],
			['a list', status(299, {}, [])],
		])('with %s is good', async (_what, answer) => {
			expect(await open([answer]).http.send(READ)).toMatchObject({ kind: 'ok', body: answer.body });
		});

		it.each([undefined, ''])('with the body %j is good only where the vendor documents an empty one', async (body) => {
			const reply = await open([{ statusCode: 204, body }]).http.send({ ...READ, mayBeEmpty: true });
			expect(reply).toMatchObject({ kind: 'ok', status: 204 });
			expect(await failureOf({ statusCode: 204, body })).toEqual({
				kind: 'unreadable',
				message: 'Acme answered 204, but not with the JSON that it documents.',
			});
		});

		it('with null is unreadable, even where it may be empty: that is a body as well', async () => {
			const reply = await open([{ statusCode: 204, body: null }]).http.send({ ...READ, mayBeEmpty: true });
			expect(reply).toMatchObject({ kind: 'failed', failure: { kind: 'unreadable' } });
		});

		it.each([
			['a web page', '<html><title>Log in</title></html>', /documents: a web page \(Log in\)\./],
			['bytes', Buffer.from('{}'), /not with the JSON/],
			['a stream', { pipe: () => undefined }, /not with the JSON/],
		])('with %s instead of JSON is unreadable, even where it may be empty', async (_what, body, message) => {
			const failure = await failureOf({ statusCode: 200, body }, { ...READ, mayBeEmpty: true });
			expect(failure).toMatchObject({ kind: 'unreadable', message: expect.stringMatching(message) });
		});

		const says = { message: `No, ${SECRET}` };
		const told = (code: number): string => `Acme answered ${code}: No, [secret].`;
		it.each<[number, Failure]>([
			[401, { kind: 'unauthorized', sent: true, message: told(401) }],
			[403, { kind: 'forbidden', message: told(403) }],
			[404, { kind: 'notFound', message: told(404) }],
			[408, { kind: 'timeout', message: told(408) }],
			[400, { kind: 'refused', status: 400, message: told(400), body: says }],
			[422, { kind: 'refused', status: 422, message: told(422), body: says }],
			[499, { kind: 'refused', status: 499, message: told(499), body: says }],
			[500, { kind: 'server', status: 500, message: told(500) }],
			[199, { kind: 'server', status: 199, message: told(199) }],
		])('with %d fails with what the vendor says, without secrets', async (code, failure) => {
			expect(await failureOf(status(code, {}, says))).toEqual(failure);
		});

		it.each(['No!', 'Why?', 'No.', `${'x'.repeat(299)}…`])(
			'with words that end by themselves gets no second end: %s',
			async (said) => {
				expect(await failureOf(status(403, {}, { message: said }))).toMatchObject({
					message: `Acme answered 403: ${said}`,
				});
			},
		);

		it('without a word is told by its status', async () => {
			expect(await failureOf(status(403))).toMatchObject({ message: 'Acme answered 403.' });
		});

		it('with 5xx brings along how long to wait', async () => {
			expect(await failureOf(status(503, { 'retry-after': '4' }))).toEqual({
				kind: 'server',
				status: 503,
				message: 'Acme answered 503.',
				waitMs: 4000,
			});
		});

		it.each([
			[
				302,
				'https://login.tld/in?key=1',
				'Acme answered with a redirect (302) to https://login.tld, which is not followed.',
			],
			[
				300,
				`https://${SECRET}.tld/`,
				'Acme answered with a redirect (300) to https://[secret].tld, which is not followed.',
			],
			[399, '/relative', 'Acme answered with a redirect (399), which is not followed.'],
			[308, undefined, 'Acme answered with a redirect (308), which is not followed.'],
			[308, ['https://one.tld'], 'Acme answered with a redirect (308), which is not followed.'],
		])('with a redirect (%d to %s) is not followed', async (code, location, message) => {
			expect(await failureOf(status(code, { location }, {}))).toEqual({ kind: 'redirect', message });
		});

		it('with 401 shuts the door: nothing is sent any more', async () => {
			const { http, sent } = open([status(401, {}, { message: 'first' }), OK]);
			await http.send(READ);
			expect(await http.send(READ)).toEqual({
				kind: 'failed',
				failure: { kind: 'unauthorized', sent: false, message: 'Acme answered 401: first.' },
			});
			expect(sent).toHaveLength(1);
		});
	});

	describe('whose success has no body that is documented', () => {
		const DELETE: Call = { method: 'DELETE', path: '/users/1', answersNothing: true };
		it.each([
			[{ Success: false, ErrorMessage: 'It has tickets' }, 'It has tickets'],
			[{ errors: ['no'] }, 'no'],
			[{ Success: true }, 'Success: true'],
			[{ id: 1 }, 'id: 1'],
		])('has no result when there is one: %j', async (body, words) => {
			expect(await failureOf({ statusCode: 200, body }, DELETE)).toMatchObject({
				kind: 'unreadable',
				message: `Acme answered 200, but with a body where it documents none: ${words}.`,
			});
		});

		it.each([[[]], [{}], [null]])('has no result for %j', async (body) => {
			expect(await failureOf({ statusCode: 200, body }, DELETE)).toMatchObject({ kind: 'unreadable' });
		});

		it.each([[''], [undefined], [' \n']])('is done with %j', async (body) => {
			expect(await open([{ statusCode: 200, body }]).http.send(DELETE)).toMatchObject({ kind: 'ok' });
		});
	});

	describe('that is answered "not now" (503)', () => {
		it.each([
			['301', 'rateLimited', 'Acme takes no more calls for now (it asks to wait 301 seconds).'],
			['300', 'server', 'Acme answered 503.'],
		])('for %s seconds is a failure of the kind %s', async (wait, kind, message) => {
			expect(await failureOf(status(503, { 'retry-after': wait }))).toMatchObject({ kind, message });
		});
	});

	describe("that fails on the system's side, as those before it", () => {
		it('is not read again from the twentieth on, until one is answered', async () => {
			const { http, sent } = open([...Array.from({ length: 21 }, () => status(500)), OK, status(500)], {
				maxAttempts: 7,
			});
			for (let read = 0; read < 3; read++) await http.read(READ);
			expect(sent).toHaveLength(20);
			expect(http.isDown).toBe(true);
			await http.read(READ);
			expect(sent).toHaveLength(21);
			await http.read(READ);
			expect(http.isDown).toBe(false);
		});

		it('does not count refusals and answers of any other kind', async () => {
			const { http } = open([...Array.from({ length: 19 }, () => status(500)), status(404), status(500)]);
			for (let call = 0; call < 38; call++) await http.send(READ);
			expect(http.isDown).toBe(false);
			await http.send(READ);
			expect(http.isDown).toBe(false);
		});
	});

	describe('that is answered "too many calls" (429)', () => {
		it('waits as long as it is told, and is sent again as often as needed', async () => {
			const { http, times } = open([tooMany('3'), tooMany('300'), OK], { maxAttempts: 1 });
			expect(await http.send(READ)).toMatchObject({ kind: 'ok' });
			expect(times()).toEqual([0, 3000, 303_000]);
			expect(http.counts).toEqual({ sent: 3, retried: 2, rateLimited: 2 });
		});

		it('waits longer each time, with jitter, when it is told nothing', async () => {
			jest.spyOn(Math, 'random').mockReturnValue(0.5);
			const { http, times } = open([tooMany(), tooMany(), tooMany(), OK]);
			await http.send(READ);
			expect(times()).toEqual([0, 375, 375 + 750, 375 + 750 + 1500]);
		});

		it('ends when it is told to wait more than five minutes', async () => {
			const { http } = open([tooMany('300.6')]);
			expect(await http.send(READ)).toEqual({
				kind: 'failed',
				failure: { kind: 'rateLimited', message: 'Acme takes no more calls for now (it asks to wait 301 seconds).' },
			});
			expect(clock.elapsed()).toBe(0);
			expect(http.counts).toEqual({ sent: 1, retried: 0, rateLimited: 1 });
		});

		it('ends after a quarter of an hour in which nothing else came', async () => {
			jest.spyOn(Math, 'random').mockReturnValue(1);
			const { http, times } = open([tooMany()]);
			expect(await http.send(READ)).toEqual({
				kind: 'failed',
				failure: { kind: 'rateLimited', message: 'Acme takes no more calls for now.' },
			});
			const [last = 0, before = 0] = times().slice(-2).reverse();
			expect(last).toBeGreaterThan(900_000);
			expect(before).toBeLessThanOrEqual(900_000);
			// Longer each time, but never more than half a minute.
			expect(last - before).toBe(30_000);
		});

		it('has its full quarter of an hour again after any other answer', async () => {
			const { http } = open([
				(at) => (at < 800_000 ? tooMany('200') : at < 1_000_000 ? OK : at < 1_800_000 ? tooMany('200') : status(404)),
			]);
			await http.send(READ);
			await http.backOff({ kind: 'server', status: 500, message: '', waitMs: 200_000 }, 1);
			expect(await http.send(READ)).toMatchObject({ failure: { kind: 'notFound' } });
		});

		it('slows down the calls after it', async () => {
			const { http, times } = open([tooMany('1'), OK]);
			for (let call = 0; call < 3; call += 1) await http.send(READ);
			expect(times()).toEqual([0, 1000, 1108, 1216]);
		});
	});

	describe('that gets no answer', () => {
		it.each(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])('in time (%s) says how long it waited', async (code) => {
			expect(await failureOf(broken(code))).toEqual({
				kind: 'timeout',
				message: 'Acme did not answer within 7000 ms.',
			});
		});

		it.each([
			['ECONNREFUSED', true, 'the connection was refused'],
			['EAI_AGAIN', true, 'the host name could not be looked up'],
			['ENOTFOUND', false, 'the host name is unknown'],
			['EHOSTUNREACH', false, 'there is no way to that host'],
			['ENETUNREACH', false, 'there is no way to that network'],
			['EADDRNOTAVAIL', false, 'no connection could be opened'],
			['CERT_HAS_EXPIRED', false, 'the secure connection failed: x'],
			['UNABLE_TO_VERIFY_SSL', false, 'the secure connection failed: x'],
			['ERR_TLS_CERT_ALTNAME_INVALID', false, 'the secure connection failed: x'],
			['EPROTO', false, 'the secure connection failed: x'],
		])('(%s) surely never got there', async (code, passing, why) => {
			expect(await failureOf(broken(code))).toEqual({
				kind: 'network',
				reached: false,
				passing,
				message: `Acme can't be reached at https://acme.tld: ${why}.`,
			});
		});

		it.each(['ECONNRESET', 'EPIPE'])('(%s) may have got there', async (code) => {
			expect(await failureOf(broken(code))).toEqual({
				kind: 'network',
				reached: true,
				passing: true,
				message: 'The connection to Acme broke before it answered.',
			});
		});

		it('for a reason without a code never left: it is told in its own words, short and without secrets', async () => {
			expect(await failureOf(new Error(`${SECRET} ${'x'.repeat(400)}`))).toEqual({
				kind: 'network',
				reached: false,
				passing: false,
				message: `[secret] ${'x'.repeat(291)}`,
			});
		});

		it.each<[string, unknown, string]>([
			['its cause', { message: 'outer', cause: broken('ENOTFOUND') }, 'host name is unknown'],
			['its errorResponse', { errorResponse: { code: 'EAI_AGAIN' } }, 'could not be looked up'],
			['a layer below a status', { code: '500', cause: broken('ENOTFOUND') }, 'host name is unknown'],
			[
				'a layer below a word that is no code',
				{ code: 'made EARLY', cause: broken('ENOTFOUND') },
				'host name is unknown',
			],
			['the outermost layer that has one', { code: 'ENOTFOUND', cause: broken('ECONNRESET') }, 'host name is unknown'],
			[
				'the fifth layer below',
				{ cause: { cause: { cause: { cause: { cause: broken('ENOTFOUND') } } } } },
				'host name is unknown',
			],
		])('has its code in %s', async (_where, error, message) => {
			expect(await failureOf(Object.assign(new Error('outermost'), error))).toMatchObject({
				message: expect.stringContaining(message),
			});
		});

		it('is told by its innermost words', async () => {
			expect(
				await failureOf(Object.assign(new Error('outer'), { cause: { message: 'inner', cause: { message: '' } } })),
			).toMatchObject({ message: 'inner' });
			expect(
				await failureOf(Object.assign(new Error('outer'), { cause: { message: 5, cause: 'text' } })),
			).toMatchObject({ message: 'outer' });
		});

		it.each([null, undefined, new Error('')])('and not even an error (%s) is told all the same', async (error) => {
			const { http } = open([
				() => {
					throw error;
				},
			]);
			expect(await http.send(READ)).toEqual({
				kind: 'failed',
				failure: { kind: 'network', reached: false, passing: false, message: '' },
			});
		});

		it('is not looked into for ever, should it hold itself', async () => {
			const error = new Error('round');
			error.cause = error;
			expect(await failureOf(error)).toMatchObject({ kind: 'network', message: 'round' });
		});
	});

	describe('of a run that is cancelled', () => {
		it('is not sent', async () => {
			const { http, sent } = open([OK], { signal: AbortSignal.abort() });
			expect(http.cancelled).toBe(true);
			expect(await http.send(READ)).toEqual({
				kind: 'failed',
				failure: { kind: 'cancelled', sent: false, message: 'The run was cancelled before this call.' },
			});
			expect(sent).toEqual([]);
			expect(open([OK]).http.cancelled).toBe(false);
			expect(open([OK], { signal: new AbortController().signal }).http.cancelled).toBe(false);
		});

		it('may have happened when it was under way, whatever n8n calls the error', async () => {
			const underWay: Failure = {
				kind: 'cancelled',
				sent: true,
				message: 'The run was cancelled while this call was under way.',
			};
			expect(await failureOf(broken('ERR_CANCELED'))).toEqual(underWay);
			const stop = new AbortController();
			const { http } = open([() => (stop.abort(), broken('ECONNRESET'))], { signal: stop.signal });
			expect(await http.send(READ)).toEqual({ kind: 'failed', failure: underWay });
		});

		it('is given up while it waits for its turn', async () => {
			const stop = new AbortController();
			const { http, sent } = open([tooMany('60')], { signal: stop.signal });
			timers.setTimeout(() => stop.abort(), 1000);
			expect(await http.send(READ)).toMatchObject({ failure: { kind: 'cancelled', sent: false } });
			expect(clock.elapsed()).toBe(1000);
			expect(sent).toHaveLength(1);
		});
	});

	describe('that only reads', () => {
		it.each<[string, Given]>([
			['5xx', status(500)],
			['408', status(408)],
			['a timeout', broken('ETIMEDOUT')],
			['a reset', broken('ECONNRESET')],
			['a refused connection', broken('ECONNREFUSED')],
		])('is repeated after %s', async (_what, answer) => {
			const { http } = open([answer, answer, OK]);
			expect(await http.read(READ)).toMatchObject({ kind: 'ok' });
			expect(http.counts).toEqual({ sent: 3, retried: 2, rateLimited: 0 });
		});

		it('fails after the last try', async () => {
			const { http, sent } = open([status(500)]);
			expect(await http.read(READ)).toMatchObject({ kind: 'failed', failure: { kind: 'server' } });
			expect(sent).toHaveLength(3);
		});

		it.each<[string, Given]>([
			['404', status(404)],
			['400', status(400)],
			['an unknown host', broken('ENOTFOUND')],
		])('is not repeated after %s', async (_what, answer) => {
			const { http, sent } = open([answer]);
			expect(await http.read(READ)).toMatchObject({ kind: 'failed' });
			expect(sent).toHaveLength(1);
		});

		it('is given up when the run is cancelled between two tries', async () => {
			const stop = new AbortController();
			const { http, sent } = open([status(500, { 'retry-after': '60' })], { signal: stop.signal });
			timers.setTimeout(() => stop.abort(), 1000);
			expect(await http.read(READ)).toEqual({
				kind: 'failed',
				failure: { kind: 'cancelled', sent: false, message: 'The run was cancelled.' },
			});
			expect(clock.elapsed()).toBe(1000);
			expect(sent).toHaveLength(1);
		});

		it('throws when it has to succeed and does not', async () => {
			expect(await open([OK]).http.mustRead(READ)).toMatchObject({ kind: 'ok' });
			const reading = open([status(404)]).http.mustRead(READ);
			await expect(reading).rejects.toThrow(CallFailed);
			await expect(reading).rejects.toMatchObject({ failure: { kind: 'notFound' } });
		});
	});

	describe('backs off', () => {
		const SERVER: Failure = { kind: 'server', status: 500, message: '' };

		it.each<[string, Failure, number, number]>([
			['at first half a second', SERVER, 1, 500],
			['twice as long after each further try', { kind: 'timeout', message: '' }, 4, 4000],
			['half a minute at most', SERVER, 12, 30_000],
			['as long as it is told', { ...SERVER, waitMs: 7000 }, 1, 7000],
			['five minutes at most, whatever a 500 says', { ...SERVER, waitMs: 400_000 }, 1, 300_000],
		])('%s', async (_what, failure, attempt, ms) => {
			jest.spyOn(Math, 'random').mockReturnValue(1);
			const { http } = open([OK]);
			await http.backOff(failure, attempt);
			expect(clock.elapsed()).toBe(ms);
			expect(http.counts.retried).toBe(1);
		});

		it('with jitter of up to a half', async () => {
			jest.spyOn(Math, 'random').mockReturnValue(0);
			await open([OK]).http.backOff(SERVER, 2);
			expect(clock.elapsed()).toBe(500);
		});

		it.each([
			['for all calls', undefined, 503, 500],
			['for all calls as long as it is told', 60_000, 503, 60_000],
			['for itself alone', 60_000, 500, 0],
		])('%s after %s ms asked with %d', async (_what, waitMs, code, at) => {
			jest.spyOn(Math, 'random').mockReturnValue(1);
			const { http, times } = open([OK]);
			void http.backOff({ ...SERVER, status: code, ...(waitMs === undefined ? {} : { waitMs }) }, 1);
			await http.send(READ);
			expect(times()).toEqual([at]);
		});
	});
});

const FAILURES: Array<[Failure, boolean, boolean]> = [
	[{ kind: 'server', status: 500, message: '' }, true, true],
	[{ kind: 'timeout', message: '' }, true, true],
	[{ kind: 'unreadable', message: '' }, false, true],
	[{ kind: 'cancelled', sent: true, message: '' }, false, true],
	[{ kind: 'cancelled', sent: false, message: '' }, false, false],
	[{ kind: 'network', reached: true, passing: true, message: '' }, true, true],
	[{ kind: 'network', reached: false, passing: true, message: '' }, true, false],
	[{ kind: 'network', reached: false, passing: false, message: '' }, false, false],
	[{ kind: 'rateLimited', message: '' }, false, false],
	[{ kind: 'unauthorized', sent: true, message: '' }, false, false],
	[{ kind: 'forbidden', message: '' }, false, false],
	[{ kind: 'notFound', message: '' }, false, false],
	[{ kind: 'refused', status: 400, message: '', body: {} }, false, false],
	[{ kind: 'redirect', message: '' }, false, false],
];

describe('a failure', () => {
	it.each(FAILURES)('%j: over by the next try? %s; done all the same? %s', (failure, passing, happened) => {
		expect(isPassing(failure)).toBe(passing);
		expect(mayHaveHappened(failure)).toBe(happened);
	});
});
