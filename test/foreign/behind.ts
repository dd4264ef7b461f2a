import type {
	Call,
	Credentials,
	Directory,
	Parts,
	Reply,
	Route,
	Service,
	Setup,
	Vendor,
} from '../../simulators/shared/vendor';
import { startVendor, type Running, type StartOptions } from '../../simulators/shared/start';
import { allForms } from '../../simulators/shared/secrets';
import { defineSwitches, type SwitchesOf } from '../../simulators/shared/switches';

/**
 * SCIM servers that nobody of this project wrote, behind the simulators' door: their log, faults, rate limit and
 * latency are the simulators', all else is the server's. Abilities can be taken away from it as well.
 */

const TOKEN = 'foreign-example-token-41c7';
const BASE = '/scim/v2';
const MOST = 50;

export const foreignSwitches = defineSwitches({
	patch: {
		values: [true, false],
		default: true,
		origin: 'A',
		meaning: 'PATCH: as it is, or 501 (and the configuration says so)',
	},
	filter: {
		values: [true, false],
		default: true,
		origin: 'A',
		meaning: 'Filters: as they are, or 400 (and the configuration says so)',
	},
	pages: {
		values: ['asItIs', 'capped'],
		default: 'asItIs',
		origin: 'A',
		meaning: 'Pages as the server makes them, or of 50 users at most',
	},
	bulk: { values: [false, true], default: false, origin: 'A', meaning: 'Bulk, where the server has it' },
});
export type ForeignSwitches = SwitchesOf<typeof foreignSwitches>;

/** A user resource as it is put in by the back door. */
export type Seed = Readonly<Record<string, unknown>>;
export type Stored = Seed & { readonly id: string };

/** What is sent on to the server. */
export interface Forwarded {
	readonly method: string;
	/** Path below the base, with its query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
}

export interface Answered {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** A server in this process. */
export interface ForeignServer {
	readonly users: Directory<Stored, Seed>;
	answer(request: Forwarded): Promise<Answered>;
	close(): Promise<void>;
}

export interface ForeignSetup {
	readonly token: string;
	/** Path under which the server's resources stand. */
	readonly base: string;
	readonly switches: ForeignSwitches;
	readonly users: readonly Seed[];
}

export type Foreign = Running<ForeignSwitches, Directory<Stored, Seed>, 'wrong'>;

/** Starts a foreign server behind the simulators' door. */
export async function startForeign(
	open: (setup: ForeignSetup) => ForeignServer,
	options: StartOptions<Seed, ForeignSwitches> = {},
): Promise<Foreign> {
	return startVendor(vendorOf(open), options);
}

function vendorOf(
	open: (setup: ForeignSetup) => ForeignServer,
): Vendor<Seed, ForeignSwitches, Directory<Stored, Seed>, 'wrong'> {
	return {
		label: 'A foreign SCIM server',
		switches: foreignSwitches,
		rateLimit: false,
		generate: () => [],
		make: ({ switches, users, baseUrl }: Setup<Seed, ForeignSwitches>): Parts<Directory<Stored, Seed>, 'wrong'> => {
			const server = open({ token: TOKEN, base: BASE, switches, users });
			const credentials = (token: string): Credentials => ({
				baseUrl: `${baseUrl()}${BASE}`,
				authentication: 'bearer',
				token,
				allowHttp: true,
			});
			return {
				service: serviceOf(server, switches),
				directory: server.users,
				credentials: () => credentials(TOKEN),
				otherCredentials: () => ({ wrong: credentials(`${TOKEN}-wrong`) }),
				secrets: allForms([TOKEN, `${TOKEN}-wrong`]),
				close: async () => server.close(),
			};
		},
	};
}

function serviceOf(server: ForeignServer, switches: ForeignSwitches): Service {
	const route = (method: Route['method']): Route => ({
		method,
		path: '*',
		body: 'optional',
		handle: async (call) => forward(server, switches, call),
	});
	return {
		routes: (['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const).map(route),
		// The server looks at the token itself.
		authenticate: () => ({ ok: true, caller: 'token', token: TOKEN }),
		failure,
		refuse: ({ status, message }) => failure(status, message),
		refusedContentType: () => undefined,
		retryAfter: () => 'seconds',
	};
}

function failure(status: number, detail: string): Reply {
	return {
		status,
		headers: { 'content-type': 'application/scim+json' },
		json: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
	};
}

async function forward(server: ForeignServer, switches: ForeignSwitches, call: Call): Promise<Reply> {
	const { request } = call;
	if (!switches.patch && request.method === 'PATCH') return failure(501, 'PATCH is not supported here');
	if (!switches.filter && call.query.has('filter')) return failure(400, 'Filters are not supported here');
	const headers: Record<string, string> = {};
	for (const name of ['authorization', 'accept', 'content-type', 'if-match'])
		if (typeof request.headers[name] === 'string') headers[name] = request.headers[name];
	const { query, body } = paged(call, switches);
	const answered = await server.answer({
		method: request.method,
		path: `${call.rawPath}${query.size === 0 ? '' : `?${query.toString()}`}`,
		headers,
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return cut(replyOf(answered), call);
}

/** What is asked for, with fewer users on a page where they are capped, or the page before once more. */
function paged(call: Call, { pages }: ForeignSwitches): { query: URLSearchParams; body: unknown } {
	const query = new URLSearchParams(call.query);
	const isSearch = call.request.path.endsWith('/.search');
	const body = isSearch ? { ...(call.body as Record<string, unknown>) } : call.body;
	const repeats = call.fault?.kind === 'repeatPage';
	if (!isSearch && !query.has('count')) return { query, body };
	const asked = isSearch ? (body as { count: number; startIndex: number }) : query;
	const get = (name: 'count' | 'startIndex'): number =>
		Number(asked instanceof URLSearchParams ? asked.get(name) : asked[name]) || 1;
	const set = (name: 'count' | 'startIndex', value: number): void => {
		if (asked instanceof URLSearchParams) asked.set(name, String(value));
		else asked[name] = value;
	};
	if (pages === 'capped') set('count', Math.min(get('count'), MOST));
	if (repeats) set('startIndex', Math.max(1, get('startIndex') - get('count')));
	return { query, body };
}

function replyOf({ status, headers, text }: Answered): Reply {
	if (text === '') return { status, headers };
	if (!/json/.test(headers['content-type'] ?? '')) return { status, headers, text };
	return { status, headers, json: JSON.parse(text) as unknown };
}

/** Lists that lack users, where the plan of faults says so. */
function cut(reply: Reply, { fault }: Call): Reply {
	const list = reply.json as { Resources?: unknown[] } | undefined;
	if (fault?.kind !== 'cutListing' || !Array.isArray(list?.Resources)) return reply;
	return { ...reply, json: { ...list, Resources: list.Resources.slice(0, Math.floor(list.Resources.length / 2)) } };
}

/** A store of resources by id, as most servers keep them. */
export class Store implements Directory<Stored, Seed> {
	readonly byId = new Map<string, Stored>();
	private next = 1;

	get size(): number {
		return this.byId.size;
	}

	all(): Stored[] {
		return [...this.byId.values()];
	}

	get(key: string): Stored | undefined {
		return this.byId.get(key) ?? this.all().find(({ userName, externalId }) => userName === key || externalId === key);
	}

	add(seed: Seed): Stored {
		const stored = { ...seed, id: `user-${String(this.next++).padStart(6, '0')}` };
		this.byId.set(stored.id, stored);
		return stored;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user !== undefined) this.byId.delete(user.id);
	}

	snapshot(): unknown[] {
		return this.all();
	}
}
