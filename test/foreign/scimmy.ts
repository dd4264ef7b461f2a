import inject from 'light-my-request';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

import type { http } from '../../engine/platform';
import { Store, type Answered, type ForeignServer, type ForeignSetup, type Forwarded, type Stored } from './behind';

/** scimmy-routers on Express, with its ingress, egress and degress on a store in memory. */

type IncomingMessage = InstanceType<typeof http.IncomingMessage>;
type ServerResponse = InstanceType<typeof http.ServerResponse>;
type App = ((request: IncomingMessage, response: ServerResponse) => void) & {
	use(path: string, handler: unknown): void;
};

/** What a handler is told of a call. */
interface Asked {
	readonly id?: string;
	readonly filter?: { match(values: unknown[]): unknown[] };
	constraints?: { startIndex?: number; count?: number; totalResults?: number };
}

/** Users on a page where the server takes no number from the call. */
const UNASKED = 20;

let store = new Store();
let isDeclared = false;

/** The store's handlers. SCIMMY keeps them once for the whole process. */
function declare(): void {
	if (isDeclared) return;
	isDeclared = true;
	SCIMMY.Resources.declare(SCIMMY.Resources.User)
		.ingress((resource, instance) => {
			const data: Record<string, unknown> = { ...instance };
			const taken = store
				.all()
				.find(
					({ id, userName }) =>
						id !== resource.id && String(userName).toLowerCase() === String(data.userName).toLowerCase(),
				);
			if (taken !== undefined) throw new SCIMMY.Types.Error(409, 'uniqueness', 'The user name is taken');
			if (resource.id !== undefined && !store.byId.has(resource.id))
				throw new SCIMMY.Types.Error(404, '', 'No such user');
			const plain = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
			if (resource.id === undefined) return store.add(plain) as never;
			const stored: Stored = { ...plain, id: resource.id };
			store.byId.set(stored.id, stored);
			return stored as never;
		})
		.egress((resource: Asked) => {
			if (resource.id !== undefined) {
				const found = store.byId.get(resource.id);
				if (found === undefined) throw new SCIMMY.Types.Error(404, '', 'No such user');
				return found as never;
			}
			return (resource.filter === undefined ? pageOf(resource) : resource.filter.match(store.all())) as never;
		})
		.degress((resource: { id?: string }) => {
			if (!store.byId.delete(resource.id ?? '')) throw new SCIMMY.Types.Error(404, '', 'No such user');
		});
	SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
}

/**
 * The users of one page, as a store cuts it (`constraints` are handed over for that): given all of them, the server writes
 * out each for every page, and only then leaves out the others.
 */
function pageOf(resource: Asked): Stored[] {
	const all = store.all();
	const { startIndex = 1, count = UNASKED } = resource.constraints ?? {};
	resource.constraints = { ...resource.constraints, totalResults: all.length };
	return all.slice(startIndex - 1, startIndex - 1 + count);
}

/** Opens the server; the last one opened in this process is the one that holds users. */
export function openScimmy({ token, base, switches, users }: ForeignSetup): ForeignServer {
	declare();
	store = new Store();
	for (const user of users) store.add(user);
	const own = store;
	const opening = open(token, base, switches);
	const pending = new Set<Promise<Answered>>();
	return {
		users: own,
		answer: async (request) => {
			const answering = opening.then(async (app) => ask(app, request));
			pending.add(answering);
			return answering.finally(() => pending.delete(answering));
		},
		// A call that is still under way would be answered from the next one's store.
		close: async () => void (await Promise.allSettled([opening, ...pending])),
	};
}

async function open(token: string, base: string, switches: ForeignSetup['switches']): Promise<App> {
	const { default: express } = (await import('express' as string)) as { default: () => App };
	const app = express();
	app.use(
		base,
		new SCIMMYRouters({
			type: 'bearer',
			handler: (request: { header(name: string): string | undefined }) => {
				if (request.header('Authorization') !== `Bearer ${token}`) throw new Error('The token is wrong');
				return 'me';
			},
		} as never),
	);
	// The routers switch everything on when they are made.
	SCIMMY.Config.set({
		patch: switches.patch,
		filter: switches.filter ? { supported: true, maxResults: 200 } : false,
		bulk: switches.bulk ? { supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 } : false,
	} as never);
	return app;
}

/** Hands a call over without a connection: there is one to the simulators' door already. */
async function ask(app: App, { method, path, headers, body }: Forwarded): Promise<Answered> {
	const response = await inject(app as never, {
		method: method as 'GET',
		url: path,
		headers,
		...(body === undefined ? {} : { payload: body }),
	});
	const kept: Record<string, string> = {};
	for (const name of ['content-type', 'location', 'etag']) {
		const value = response.headers[name];
		if (typeof value === 'string') kept[name] = value;
	}
	return { status: response.statusCode, headers: kept, text: response.payload };
}
