import { randomUUID } from 'node:crypto';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

import { http } from '../../engine/platform';

/**
 * A SCIM server that nobody of this project wrote: scimmy-routers on Express, over a store in memory. What stands before
 * it only counts, and takes abilities away.
 */

type IncomingMessage = InstanceType<typeof http.IncomingMessage>;
type ServerResponse = InstanceType<typeof http.ServerResponse>;
type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
type App = Handler & { use(path: string, handler: unknown): void };
type Stored = Record<string, unknown> & { readonly id: string };

export interface Foreign {
	readonly store: Map<string, Stored>;
	/** Method and path of every call that was to change something. */
	readonly writes: string[];
	readonly credentials: { readonly baseUrl: string; readonly authentication: string; readonly token: string };
	close(): Promise<void>;
}

export interface Missing {
	/** PATCH is answered 501, and the configuration says so. */
	readonly patch?: false;
	/** A filter is answered 400, and the configuration says so. */
	readonly filter?: false;
}

let current = new Map<string, Stored>();
let isDeclared = false;

/** The store's handlers. SCIMMY keeps them once for the whole process. */
function declare(): void {
	if (isDeclared) return;
	isDeclared = true;
	SCIMMY.Resources.declare(SCIMMY.Resources.User)
		.ingress((resource, instance) => {
			const data: Record<string, unknown> = { ...instance };
			const taken = [...current.values()].find(
				({ id, userName }) =>
					id !== resource.id && String(userName).toLowerCase() === String(data.userName).toLowerCase(),
			);
			if (taken !== undefined) throw new SCIMMY.Types.Error(409, 'uniqueness', 'The user name is taken');
			const id = resource.id ?? randomUUID();
			if (resource.id !== undefined && !current.has(id)) throw new SCIMMY.Types.Error(404, '', 'No such user');
			const stored = { ...(JSON.parse(JSON.stringify(data)) as Record<string, unknown>), id };
			current.set(id, stored);
			return stored as never;
		})
		.egress((resource: { id?: string; filter?: { match(values: unknown[]): unknown[] } }) => {
			if (resource.id !== undefined) {
				const found = current.get(resource.id);
				if (found === undefined) throw new SCIMMY.Types.Error(404, '', 'No such user');
				return found as never;
			}
			const all = [...current.values()];
			return (resource.filter === undefined ? all : resource.filter.match(all)) as never;
		})
		.degress((resource: { id?: string }) => {
			if (!current.delete(resource.id ?? '')) throw new SCIMMY.Types.Error(404, '', 'No such user');
		});
	SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
}

const TOKEN = 'foreign-example-token-41c7';

/** Starts the foreign server with these users. */
export async function startForeign(
	users: ReadonlyArray<Record<string, unknown>>,
	missing: Missing = {},
): Promise<Foreign> {
	declare();
	const store = new Map<string, Stored>();
	for (const user of users) {
		const id = randomUUID();
		store.set(id, { ...user, id });
	}
	current = store;
	const { default: express } = (await import('express' as string)) as { default: () => App };
	const app = express();
	const writes: string[] = [];
	const guard: Handler = (request, response, next) => {
		const { method = '', url = '' } = request;
		if (method !== 'GET' && !url.endsWith('/.search')) writes.push(`${method} ${url.split('?')[0] ?? ''}`);
		if (missing.patch === false && method === 'PATCH') return refuse(response, 501);
		const query = new URLSearchParams(url.split('?')[1] ?? '');
		if (missing.filter === false && query.has('filter')) return refuse(response, 400);
		next();
	};
	app.use('/', guard);
	app.use(
		'/scim',
		new SCIMMYRouters({
			type: 'bearer',
			handler: (request: { header(name: string): string | undefined }) => {
				if (request.header('Authorization') !== `Bearer ${TOKEN}`) throw new Error('The token is wrong');
				return 'me';
			},
		} as never),
	);
	// The routers switch everything on when they are made.
	SCIMMY.Config.set({
		patch: missing.patch !== false,
		filter: missing.filter === false ? false : { supported: true, maxResults: 200 },
		bulk: false,
	} as never);
	const server = http.createServer((request, response) => app(request, response, () => response.end()));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port.');
	const { port } = address;
	return {
		store,
		writes,
		credentials: { baseUrl: `http://127.0.0.1:${port}/scim`, authentication: 'bearer', token: TOKEN },
		close: async () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

function refuse(response: ServerResponse, status: number): void {
	response.statusCode = status;
	response.setHeader('Content-Type', 'application/scim+json');
	response.end(
		JSON.stringify({
			schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
			status: String(status),
			detail: 'Not supported here',
		}),
	);
}
