import type { IDataObject } from 'n8n-workflow';
import { jsonOf } from './bridgeKit';
import { http } from '../../engine/platform';
import { runNode, type RunOutcome } from '../../engine/engine';

/**
 * A small SCIM server that a test bends: what its `special` answers goes out, all else is plain. For single oddities of
 * real servers; the strict one is in `simulators/scim`.
 */

type Resource = Record<string, unknown> & { id: string | number };

export interface Asked {
	readonly method: string;
	/** Below the base, decoded. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: Record<string, unknown>;
}

export interface Said {
	readonly status: number;
	readonly json?: unknown;
	readonly text?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export interface Own {
	readonly users: Resource[];
	readonly asked: Asked[];
	/** Method and path of the calls that were to change something. */
	writes(): string[];
	/** `end`: what people paste behind the address. */
	run(items: IDataObject[], parameters?: IDataObject, end?: string): Promise<RunOutcome>;
	close(): Promise<void>;
}

const supported = { supported: true };
const PLAIN_CONFIG = { patch: supported, filter: supported, bulk: { supported: false }, etag: { supported: false } };

export const list = (Resources: readonly unknown[], totalResults = Resources.length, startIndex = 1): Said => ({
	status: 200,
	json: { totalResults, startIndex, itemsPerPage: Resources.length, Resources },
});

export const problem = (status: number, detail: string, scimType?: string): Said => ({
	status,
	json: {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
		status: String(status),
		detail,
		...(scimType === undefined ? {} : { scimType }),
	},
});

export async function startOwn(
	users: Resource[],
	special: (asked: Asked, users: Resource[]) => Said | undefined = () => undefined,
): Promise<Own> {
	const asked: Asked[] = [];
	const server = http.createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://x');
			const text = Buffer.concat(parts).toString('utf8');
			const one: Asked = {
				method: request.method ?? '',
				path: decodeURIComponent(url.pathname).replace(/^\/scim/, ''),
				query: url.searchParams,
				headers: request.headers,
				body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
			};
			asked.push(one);
			const said = special(one, users) ?? plain(one, users);
			response.statusCode = said.status;
			response.setHeader('content-type', said.text === undefined ? 'application/scim+json' : 'text/html');
			for (const [name, value] of Object.entries(said.headers ?? {})) response.setHeader(name, value);
			response.end(said.text ?? (said.json === undefined ? undefined : JSON.stringify(said.json)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return {
		users,
		asked,
		writes: () =>
			asked
				.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/.search'))
				.map(({ method, path }) => `${method} ${path}`),
		run: async (items, parameters = {}, end = '') =>
			runNode({
				nodeType: 'scim',
				parameters: {
					operation: 'sync',
					dryRun: false,
					fields: { mappingMode: 'autoMapInputData', value: null },
					...parameters,
				} as never,
				credentials: {
					scimApi: {
						baseUrl: `http://127.0.0.1:${port}/scim${end}`,
						authentication: 'bearer',
						token: 'own-token-1',
					} as never,
				},
				items,
			}),
		close: async () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

function plain({ method, path, query, body }: Asked, users: Resource[]): Said {
	if (path === '/ServiceProviderConfig') return { status: 200, json: PLAIN_CONFIG };
	if (path === '/Users' && method === 'GET') return page(query, users);
	if (path === '/Users' && method === 'POST') {
		const made = { ...body, id: `made-${users.length + 1}` };
		users.push(made);
		return { status: 201, json: made };
	}
	const id = path.startsWith('/Users/') ? path.slice('/Users/'.length) : '';
	const at = users.findIndex((user) => String(user.id) === id);
	const user = users[at];
	if (user === undefined) return problem(404, 'Nothing here');
	if (method === 'GET') return { status: 200, json: user };
	if (method === 'DELETE') {
		users.splice(at, 1);
		return { status: 204 };
	}
	const changed = method === 'PUT' ? { ...body, id: user.id } : patched(user, body);
	users[at] = changed;
	return { status: 200, json: changed };
}

function page(query: URLSearchParams, users: readonly Resource[]): Said {
	const filter = /^(\w+) eq (.+)$/s.exec(query.get('filter') ?? '');
	if (filter !== null) {
		const [, name = '', value = ''] = filter;
		const wanted = String(JSON.parse(value)).toLowerCase();
		return list(users.filter((user) => String(user[name]).toLowerCase() === wanted));
	}
	const start = Number(query.get('startIndex') ?? 1);
	const count = Number(query.get('count') ?? 100);
	return list(users.slice(start - 1, start - 1 + count), users.length, start);
}

/** Operations with plain paths, and those without. */
function patched(user: Resource, body: Record<string, unknown>): Resource {
	const left: Resource = { ...user };
	for (const { path, value } of body.Operations as Array<{ path?: string; value: unknown }>) {
		if (path === undefined) Object.assign(left, value);
		else if (!path.includes('[')) left[path] = value;
	}
	return left;
}

/** Somebody of such a server, and the same person on the list. */
export const user = (number: number | string, more: Record<string, unknown> = {}) => ({
	id: `id-${number}`,
	userName: `u${number}`,
	displayName: `User ${number}`,
	title: 'Clerk',
	active: true,
	...more,
});
export const row = (number: number | string, more: Record<string, unknown> = {}) => ({
	userName: `u${number}`,
	displayName: `User ${number}`,
	title: 'Clerk',
	...more,
});
/** As many as there are from one number to another. */
export const many = <T>(from: number, to: number, make: (at: number) => T): T[] =>
	Array.from({ length: to - from + 1 }, (_, at) => make(from + at));
/** What became of each row. */
export const words = (outcome: { results: Array<{ json: unknown }> }) =>
	jsonOf(outcome.results as never).map(({ operation, code }) => [operation, code]);
