import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FOREVER } from './clock';
import type { Clock } from './clock';
import { commits } from './faults';
import type { Fault, FaultPlan } from './faults';
import type { RateLimiter, Verdict } from './rateLimit';
import { decodePath, readQuery } from './recorder';
import type { RecordedRequest, Recorder } from './recorder';
import { attemptLater, Refusal } from './refusal';
import { bodyText, half, headersOf, retryAfterHeader, spoil } from './reply';
import type { Reply, Route, Service } from './vendor';

export interface ServerOptions {
	readonly service: Service;
	readonly recorder: Recorder;
	readonly faults: FaultPlan;
	readonly clock: Clock;
	readonly port: number;
	readonly strangerUrl: string;
	/** Read at each request, so that they may be changed while it runs. */
	readonly pace: { limiter: RateLimiter | undefined; latencyMs: number };
}

export interface RunningServer {
	readonly baseUrl: string;
	/** Breaks every connection and frees the port. */
	close(): Promise<void>;
}

const MAX_BODY = 64 * 1024 * 1024;

/** Serves one vendor on 127.0.0.1: log, faults, door (signature, rate, body), then the vendor's own routes. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const app = Fastify({
		logger: false,
		bodyLimit: MAX_BODY,
		exposeHeadRoutes: false,
		routerOptions: { maxParamLength: 5000 },
	});
	const desk = new Desk(options);
	readBodiesAsBytes(app);
	for (const route of options.service.routes) {
		app.route({
			method: route.method,
			url: route.path,
			handler: (request, reply) => desk.answer(request, reply, route),
		});
	}
	app.setNotFoundHandler((request, reply) => desk.answer(request, reply, undefined));
	app.setErrorHandler((error: Error, _request, reply) => {
		options.recorder.failures.push(error);
		void reply
			.code(500)
			.type('text/plain')
			.send(`The simulator failed: ${error.stack ?? ''}`);
	});
	const sockets = new Set<FastifyRequest['socket']>();
	app.server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	await app.listen({ port: options.port, host: '127.0.0.1' });
	const address = app.server.address();
	const port = typeof address === 'object' && address !== null ? address.port : options.port;
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		close: async () => {
			desk.closed = true;
			const closing = app.close();
			for (const socket of sockets) socket.destroy();
			await closing;
		},
	};
}

/** Bodies are judged by the vendor, not by Fastify: its own parsers would answer in its own words. */
function readBodiesAsBytes(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

type Parsed =
	| { readonly kind: 'none' }
	| { readonly kind: 'json'; readonly value: unknown }
	| { readonly kind: 'broken'; readonly text: string };

interface Received {
	readonly incoming: FastifyRequest;
	readonly request: RecordedRequest;
	readonly body: Parsed;
	readonly fault: Fault | undefined;
}

/** Answers requests one by one. */
class Desk {
	closed = false;
	private open = 0;

	constructor(private readonly options: ServerOptions) {}

	async answer(incoming: FastifyRequest, outgoing: FastifyReply, route: Route | undefined): Promise<void> {
		const { clock, faults, pace } = this.options;
		const body = parseBody(incoming.body);
		const request = this.record(incoming, body);
		outgoing.raw.once('close', () => {
			this.open -= 1;
		});
		const fault = faults.take(request);
		if (fault !== undefined) request.fault = fault.kind;
		if (pace.latencyMs > 0) await clock.sleep(pace.latencyMs, outgoing.raw);
		if (fault?.kind === 'delay' && !commits(fault)) await clock.sleep(fault.delayMs ?? 1000, outgoing.raw);
		const commit = fault === undefined || fault.kind === 'delay' || commits(fault);
		const reply = commit ? await this.process({ incoming, request, body, fault }, route) : { status: 200 };
		if (fault?.kind === 'delay' && commits(fault)) await clock.sleep(fault.delayMs ?? 1000, outgoing.raw);
		if (this.closed) return;
		this.send(outgoing, request, reply, fault);
	}

	private record(incoming: FastifyRequest, body: Parsed): RecordedRequest {
		const { recorder, clock } = this.options;
		const { path, search } = splitUrl(incoming.raw.url ?? '/');
		this.open += 1;
		const request: RecordedRequest = {
			index: recorder.requests.length,
			at: clock.now(),
			method: incoming.method,
			path: decodePath(path),
			rawUrl: incoming.raw.url ?? '/',
			query: readQuery(search),
			headers: incoming.headers,
			body: body.kind === 'json' ? body.value : body.kind === 'broken' ? body.text : undefined,
			userAgent: String(incoming.headers['user-agent'] ?? ''),
			inFlight: this.open,
			status: undefined,
			committed: false,
			notes: [],
		};
		recorder.requests.push(request);
		return request;
	}

	private async process(received: Received, route: Route | undefined): Promise<Reply> {
		const { service, pace } = this.options;
		const { request, body } = received;
		if (route === undefined) {
			return service.failure(404, `No route for ${request.method} ${request.path}`);
		}
		const signature = service.authenticate(request.headers);
		if (!signature.ok) return signature.reply;
		const verdict = pace.limiter?.take(signature.token);
		if (verdict?.allowed === false) return this.tooMany(verdict);
		const limitHeaders = verdict && service.limitHeaders?.(verdict.remaining);
		const refused = refuseBody(service, route, request, body);
		const reply = refused ?? (await this.handle(received, route, signature.caller));
		request.committed = reply.status < 300;
		return { ...reply, headers: { ...limitHeaders, ...reply.headers } };
	}

	private async handle(received: Received, route: Route, caller: string): Promise<Reply> {
		const { incoming, request, body, fault } = received;
		const { path, search } = splitUrl(request.rawUrl);
		const reply = await attemptLater(() =>
			route.handle({
				request,
				params: readParams(incoming.params),
				query: search,
				rawPath: path,
				body: body.kind === 'json' ? body.value : undefined,
				caller,
				fault,
				strangerUrl: this.options.strangerUrl,
			}),
		);
		return reply instanceof Refusal ? this.options.service.refuse(reply) : reply;
	}

	private tooMany(verdict: Verdict): Reply {
		const { service, clock } = this.options;
		const reply = service.failure(429, 'Too many requests');
		return {
			...reply,
			headers: {
				...service.limitHeaders?.(0),
				...retryAfterHeader(verdict.waitMs, service.retryAfter(), clock.now()),
				...reply.headers,
			},
		};
	}

	private send(outgoing: FastifyReply, request: RecordedRequest, reply: Reply, fault: Fault | undefined): void {
		const socket = outgoing.raw.socket;
		switch (fault?.kind) {
			case 'resetBefore':
			case 'resetAfter':
				outgoing.hijack();
				socket?.resetAndDestroy();
				return;
			case 'hang':
			case 'hangAfter':
				outgoing.hijack();
				// A virtual clock goes on only when everybody sleeps or is done: this request sleeps.
				void this.options.clock.sleep(FOREVER, outgoing.raw);
				return;
			case 'abortBody': {
				outgoing.hijack();
				const text = bodyText(reply);
				if (text === '') {
					socket?.resetAndDestroy();
					return;
				}
				request.status = reply.status;
				outgoing.raw.writeHead(reply.status, {
					...headersOf(reply),
					'content-length': String(Buffer.byteLength(text)),
				});
				outgoing.raw.write(half(text), () => socket?.destroy());
				return;
			}
			case 'drip':
				outgoing.hijack();
				request.status = reply.status;
				void this.drip(outgoing, reply, fault.delayMs ?? 300);
				return;
			default:
				break;
		}
		const spoilt =
			fault === undefined
				? reply
				: spoil(reply, fault, {
						service: this.options.service,
						now: this.options.clock.now(),
						elsewhere: this.options.strangerUrl + request.rawUrl,
					});
		request.status = spoilt.status;
		const date = new Date(this.options.clock.now()).toUTCString();
		void outgoing.code(spoilt.status).headers({ date, ...headersOf(spoilt) });
		const text = bodyText(spoilt);
		void outgoing.send(text === '' ? undefined : fault?.kind === 'truncate' ? half(text) : text);
	}

	/** A byte at a time, as long as somebody listens. */
	private async drip({ raw }: FastifyReply, reply: Reply, gapMs: number): Promise<void> {
		const text = Buffer.from(bodyText(reply));
		raw.writeHead(reply.status, { ...headersOf(reply), 'content-length': String(text.length) });
		for (const byte of text) {
			await this.options.clock.sleep(gapMs, raw);
			if (this.closed || raw.destroyed) return;
			raw.write(Buffer.from([byte]));
		}
		raw.end();
	}
}

function refuseBody(service: Service, route: Route, request: RecordedRequest, body: Parsed): Reply | undefined {
	if (route.body === 'none') return undefined;
	if (body.kind === 'none') {
		return route.body === 'json' ? service.failure(400, 'The request has no body') : undefined;
	}
	const refusal = service.refusedContentType(String(request.headers['content-type'] ?? ''));
	if (refusal !== undefined) return refusal;
	return body.kind === 'broken' ? service.failure(400, 'The body is not valid JSON') : undefined;
}

function parseBody(bytes: unknown): Parsed {
	if (!Buffer.isBuffer(bytes) || bytes.length === 0) return { kind: 'none' };
	try {
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		const value: unknown = JSON.parse(text);
		return { kind: 'json', value };
	} catch {
		return { kind: 'broken', text: bytes.toString('utf8') };
	}
}

function splitUrl(url: string): { path: string; search: URLSearchParams } {
	const at = url.indexOf('?');
	return {
		path: at < 0 ? url : url.slice(0, at),
		search: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
	};
}

function readParams(params: unknown): Record<string, string> {
	if (typeof params !== 'object' || params === null) return {};
	return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}
