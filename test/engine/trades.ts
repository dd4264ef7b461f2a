import type { IDataObject } from 'n8n-workflow';
import { capabilitiesByNode } from '../../engine/capabilities';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import { startSimulator, type Clock, type VendorName } from '../../simulators';
import type { Running } from '../../simulators/shared/start';
import { startForeign } from '../foreign/behind';
import { openScimmy } from '../foreign/scimmy';

/** What the vendor's own folder says (its capabilities). An entry says otherwise only where its simulator can do less. */
interface Facts {
	readonly keyField: string;
	/** The directory can be listed. */
	readonly listed: boolean;
	/** How many people a write call carries. */
	readonly batch: number;
	/** What the suite has done to missing people, and its word in results. */
	readonly removal: 'delete' | 'lock';
}

/** What the suite has to know of a vendor beyond that; all else is the contract. */
interface Entry extends Partial<Facts> {
	readonly vendor: VendorName;
	/** What it is called here; the vendor's name where its simulator is meant. */
	readonly name?: string;
	/** A server without users; default: the vendor's simulator. */
	open?(clock: Clock): Promise<Server>;
	readonly credential: string;
	readonly emailField: string;
	row(number: number): IDataObject;
	/** A field that a second run may change. */
	readonly title: string;
	/** Calls that only read although they are no GET. */
	readonly reads?: RegExp;
	/** The write calls that sync people. */
	readonly write: { readonly method?: string; readonly path: RegExp };
}

/** What the suite has to know of a server. */
type Server = Pick<
	Running<unknown, { readonly size: number }, 'wrong'>,
	| 'credentials'
	| 'otherCredentials'
	| 'secrets'
	| 'requests'
	| 'failures'
	| 'calls'
	| 'directory'
	| 'faults'
	| 'stranger'
	| 'reset'
	| 'close'
>;

const pad = (number: number): string => String(1000 + number);

const SCIM: Entry = {
	vendor: 'scim',
	credential: 'scimApi',
	keyField: 'userName',
	emailField: 'email',
	listed: true,
	batch: 1,
	title: 'title',
	row: (at) => ({
		userName: `K${pad(at)}`,
		givenName: 'First',
		familyName: `Last ${at}`,
		email: `p${at}@x.tld`,
		title: 'Clerk',
	}),
	write: { method: 'POST', path: /Users$/ },
};
/** A batch is what one Bulk call carries. */
const BULK = { batch: 100, write: { method: 'POST', path: /Bulk$/ } };

/** The simulator, and servers that nobody of this project wrote. */
const SCIM_ENTRIES: readonly Entry[] = [
	SCIM,
	{
		...SCIM,
		...BULK,
		name: 'scim, with Bulk',
		open: async (clock) => startSimulator('scim', { users: [], clock, switches: { bulk: 100 } }),
	},
	{ ...SCIM, name: 'scim, on scimmy-routers', open: async (clock) => startForeign(openScimmy, { clock }) },
	{
		...SCIM,
		...BULK,
		name: 'scim, on scimmy-routers with Bulk',
		open: async (clock) => startForeign(openScimmy, { clock, switches: { bulk: true } }),
	},
];

const ENTRIES: readonly Entry[] = [
	{
		vendor: 'bridge',
		credential: 'bridgeApi',
		emailField: 'email',
		title: 'job_title',
		row: (at) => ({
			uid: `K${pad(at)}`,
			first_name: 'First',
			last_name: `Last ${at}`,
			email: `p${at}@x.tld`,
			job_title: 'Clerk',
		}),
		write: { method: 'POST', path: /admin\/users$/ },
	},
	{
		vendor: 'learnifier',
		credential: 'learnifierApi',
		emailField: 'primaryEmail',
		title: 'displayName',
		row: (at) => ({
			externalId: `K${pad(at)}`,
			firstName: 'First',
			lastName: `Last ${at}`,
			primaryEmail: `p${at}@x.tld`,
			displayName: `First Last ${at}`,
		}),
		write: { method: 'POST', path: /users$/ },
	},
	{
		vendor: 'requestor',
		credential: 'requestorApi',
		emailField: 'Email',
		title: 'Department',
		row: (at) => ({
			ExternalId: `K${pad(at)}`,
			FirstName: 'First',
			LastName: `Last ${at}`,
			Email: `p${at}@x.tld`,
			Department: 'Clerks',
		}),
		reads: /SearchUsers$/,
		write: { method: 'POST', path: /SyncRequestorUsers$/ },
	},
	...SCIM_ENTRIES,
	{
		vendor: 'traliant',
		credential: 'traliantApi',
		emailField: 'email',
		title: 'title',
		row: (at) => ({
			username: `K${pad(at)}`,
			first_name: 'First',
			last_name: `Last ${at}`,
			email: `p${at}@x.tld`,
			title: 'Clerk',
		}),
		write: { method: 'POST', path: /sync$/ },
	},
	{
		vendor: 'lmsCollaborator',
		credential: 'lmsCollaboratorApi',
		emailField: 'email',
		title: 'position',
		row: (at) => ({
			uid: `K${pad(at)}`,
			firstname: 'First',
			secondname: `Last ${at}`,
			login: `p${at}`,
			email: `p${at}@x.tld`,
			position: 'Clerk',
		}),
		write: { method: 'POST', path: /single$/ },
	},
];

type Trade = Entry & Facts & { readonly name: string };

const declared = capabilitiesByNode();

/** The systems, as tests that hold for all of them see them. */
export const TRADES: readonly Trade[] = ENTRIES.map((entry): Trade => {
	const can = declared.get(entry.vendor);
	if (can === undefined) throw new Error(`The folder of ${entry.vendor} does not say what it can do (capabilities).`);
	const facts: Facts = {
		keyField: can.keys[0] ?? '',
		listed: can.list.can !== 'never',
		batch: can.perWrite.most,
		removal: 'delete' in can.missing ? 'delete' : 'lock',
	};
	return { name: entry.vendor, ...facts, ...entry };
});

const AUTO = { mappingMode: 'autoMapInputData', value: null };

/** A simulator without users and the built node, whichever vendor's. */
export async function open(trade: Trade, clock: Clock) {
	const simulator: Server = await (trade.open?.(clock) ??
		startSimulator(trade.vendor, { users: [], clock, rateLimit: false }));
	const run = async (
		items: NonNullable<RunRequest['items']>,
		parameters: IDataObject = {},
		rest: Partial<RunRequest> = {},
	): Promise<RunOutcome> =>
		runNode({
			nodeType: trade.vendor,
			parameters: { operation: 'sync', dryRun: false, fields: AUTO, ...parameters } as RunRequest['parameters'],
			credentials: { [trade.credential]: simulator.credentials as never },
			items,
			...rest,
		});
	return {
		simulator,
		run,
		writes: () =>
			simulator.requests.filter(
				({ method, path }) => method !== 'GET' && trade.reads?.test(path) !== true && !path.endsWith('/.search'),
			),
	};
}
