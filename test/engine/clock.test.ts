import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes, sleep } from 'n8n-workflow';

import { useVirtualClock } from '../../engine/clock';
import { runNode } from '../../engine/engine';
import { http, realTimers, timers } from '../../engine/platform';

type Answer = Parameters<typeof http.createServer>[1] & object;

const DAY = 86_400_000;

const servers: Array<ReturnType<typeof http.createServer>> = [];

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

/** A server on loopback that lives for one test. */
async function serve(answer: Answer): Promise<{ url: string }> {
	const server = http.createServer(answer);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return { url: `http://127.0.0.1:${address.port}` };
}

function get(url: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		http
			.get(url, { agent: false }, (response) => {
				response.resume();
				response.once('end', () => resolve(response.statusCode));
			})
			.once('error', reject);
	});
}

describe('the virtual clock', () => {
	const clock = useVirtualClock();

	it('jumps over a day at once', async () => {
		const began = realTimers.now();
		await sleep(DAY);
		expect(clock.elapsed()).toBe(DAY);
		expect(Date.now()).toBe(clock.now());
		expect(realTimers.now() - began).toBeLessThan(1000);
	});

	it('starts at the same moment in every test', () => {
		expect(new Date().toISOString()).toBe('2026-01-15T12:00:00.000Z');
	});

	it('fires timers in the order of their times, also those set meanwhile', async () => {
		const fired: string[] = [];
		timers.setTimeout(() => fired.push('c'), 300);
		timers.setTimeout(() => {
			fired.push('a');
			timers.setTimeout(() => fired.push('b'), 100);
		}, 100);
		await sleep(400);
		expect(fired).toEqual(['a', 'b', 'c']);
	});

	it('forgets a timer that was cleared', async () => {
		let fired = false;
		timers.clearTimeout(timers.setTimeout(() => (fired = true), 100));
		await sleep(200);
		expect(fired).toBe(false);
	});

	it('can be cancelled in the middle of a sleep', async () => {
		const stop = new AbortController();
		const slept = sleep(DAY, stop.signal);
		timers.setTimeout(() => stop.abort(new Error('stopped')), 500);
		await expect(slept).rejects.toThrow('stopped');
		expect(clock.elapsed()).toBe(500);
	});

	it('stands still while a request is being answered, however long that really takes', async () => {
		const server = await serve((_request, response) => {
			realTimers.setTimeout(() => response.end('done'), 60);
		});
		let rang = false;
		timers.setTimeout(() => (rang = true), 1);
		await get(server.url);
		expect(rang).toBe(false);
		expect(clock.elapsed()).toBe(0);
	});

	it('moves on while a simulator holds back its answer', async () => {
		const server = await serve((_request, response) => {
			void clock.sleep(20_000, response).then(() => response.end());
		});
		await get(server.url);
		expect(clock.elapsed()).toBe(20_000);
	});

	it('stands still for a real request although another answer is held back', async () => {
		const server = await serve((request, response) => {
			if (request.url === '/held') void clock.sleep(20_000, response).then(() => response.end());
			else realTimers.setTimeout(() => response.end(), 60);
		});
		const held = get(`${server.url}/held`);
		await get(`${server.url}/real`);
		expect(clock.elapsed()).toBe(0);
		await held;
		expect(clock.elapsed()).toBe(20_000);
	});

	it('is not misled by work that a simulator does after it has answered', async () => {
		let late = 0;
		const server = await serve((request, response) => {
			if (request.url === '/later') void clock.sleep(1000, response).then(() => (late = clock.elapsed()));
			if (request.url === '/later') response.end();
			else realTimers.setTimeout(() => response.end(), 60);
		});
		await get(`${server.url}/later`);
		await get(`${server.url}/real`);
		expect(clock.elapsed()).toBe(0);
		await sleep(2000);
		expect(late).toBe(1000);
	});

	it('recovers from a connection that breaks off', async () => {
		const server = await serve((request) => request.socket.destroy());
		await expect(get(server.url)).rejects.toThrow(/hang up|ECONNRESET/);
		await sleep(1000);
		expect(clock.elapsed()).toBe(1000);
	});

	it('paces a thousand calls a second apart in little real time', async () => {
		const server = await serve((_request, response) => void response.end());
		const began = realTimers.now();
		for (let call = 0; call < 200; call += 1) {
			await get(server.url);
			await sleep(1000);
		}
		expect(clock.elapsed()).toBe(200_000);
		expect(realTimers.now() - began).toBeLessThan(10_000);
	});
});

describe("a node's requests on the virtual clock", () => {
	const clock = useVirtualClock();

	/** A node that calls the given address once and tells what came back. */
	function caller(url: string, timeout: number): INodeType {
		return {
			description: {
				displayName: 'Caller',
				name: 'caller',
				group: ['input'],
				version: 1,
				description: 'Caller',
				defaults: { name: 'Caller' },
				inputs: [NodeConnectionTypes.Main],
				outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
				credentials: [{ name: 'traliantApi', required: true }],
				properties: [],
			},
			async execute(this: IExecuteFunctions) {
				try {
					const { statusCode } = (await this.helpers.httpRequestWithAuthentication.call(this, 'traliantApi', {
						url,
						timeout,
						json: true,
						returnFullResponse: true,
						ignoreHttpStatusErrors: true,
					})) as { statusCode: number };
					return [[{ json: { statusCode } }], []];
				} catch (error) {
					const cause = error instanceof NodeApiError ? (error.cause as { code?: string }) : {};
					return [[{ json: { code: cause.code ?? 'none' } }], []];
				}
			},
		};
	}

	async function call(answer: Answer, timeout: number) {
		const server = await serve(answer);
		const outcome = await runNode({
			nodeType: 'caller',
			node: caller('/x', timeout),
			parameters: {},
			credentials: { traliantApi: { baseUrl: server.url, apiKey: 'key' } },
		});
		return outcome.results[0]?.json;
	}

	it('wait for an answer that is held back', async () => {
		const answer: Answer = (_request, response) => {
			void clock.sleep(20_000, response).then(() => response.end('{}'));
		};
		expect(await call(answer, 30_000)).toEqual({ statusCode: 200 });
		expect(clock.elapsed()).toBe(20_000);
	});

	it('time out in virtual time when it is held back longer than their timeout', async () => {
		const answer: Answer = (_request, response) => {
			void clock.sleep(DAY, response).then(() => response.end('{}'));
		};
		expect(await call(answer, 30_000)).toEqual({ code: 'ECONNABORTED' });
		expect(clock.elapsed()).toBe(30_000);
	});
});

describe('after the virtual clock', () => {
	it('time is real again', async () => {
		expect(Math.abs(Date.now() - realTimers.now())).toBeLessThan(1000);
		const began = realTimers.now();
		await sleep(20);
		expect(realTimers.now() - began).toBeGreaterThanOrEqual(15);
	});
});
