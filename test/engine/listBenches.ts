import type { IDataObject } from 'n8n-workflow';
import type { useVirtualClock } from '../../engine/clock';
import type { RunOutcome } from '../../engine/engine';
import { LIST_SYSTEMS, type ListSystem } from '../lists/systems';
import { bridgeBench } from './bridgeKit';
import { learnifierBench } from './learnifierKit';
import { collaboratorBench } from './lmsCollaboratorKit';
import { requestorBench } from './requestorKit';
import { scimBench } from './scimKit';
import { traliantBench } from './traliantKit';

/** What a simulator holds of one person: values by the system's fields, the manager by key; whether they get in. */
export interface Held {
	readonly active: boolean;
	readonly values: Readonly<Record<string, unknown>>;
}

export interface ListBench {
	run(items: IDataObject[], parameters: IDataObject): Promise<RunOutcome>;
	/** The person with this key, or undefined: no account, or a deleted one. */
	held(key: string): Held | undefined;
	writes(): number;
	/** Everything that was asked, reads too. */
	calls(): number;
	close(): Promise<void>;
}

export interface BenchedSystem extends ListSystem {
	readonly open: (clock: ReturnType<typeof useVirtualClock>) => Promise<ListBench>;
	/** What bars whoever is missing. */
	readonly missingUsers: string;
	/** Whether an equal list makes no write: the system can be read. */
	readonly isListed: boolean;
}

interface Requests {
	readonly requests: ReadonlyArray<{ readonly method: string; readonly path: string }>;
}

/** What has reached a simulator: all that was asked, and what changes anybody. */
const tracesOf = ({ requests }: Requests): Pick<ListBench, 'writes' | 'calls'> => ({
	writes: () => requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/SearchUsers')).length,
	calls: () => requests.length,
});

type Members = ReadonlyArray<Readonly<Record<string, unknown>>>;

function scimValues(resource: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const enterprise = (resource['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'] ?? {}) as IDataObject;
	const member = (name: string, type: string): Readonly<Record<string, unknown>> | undefined =>
		((resource[name] ?? []) as Members).find((one) => one.type === type);
	const address = member('addresses', 'work');
	return {
		...resource,
		...(resource.name as IDataObject | undefined),
		...enterprise,
		email: member('emails', 'work')?.value,
		phone: member('phoneNumbers', 'work')?.value,
		mobile: member('phoneNumbers', 'mobile')?.value,
		locality: address?.locality,
		region: address?.region,
		country: address?.country,
	};
}

export const BENCHED_SYSTEMS: readonly BenchedSystem[] = [
	{
		...LIST_SYSTEMS.bridge,
		missingUsers: 'delete',
		isListed: true,
		open: async (clock) => {
			const bench = await bridgeBench({ users: 0, clock });
			const { directory } = bench.simulator;
			return {
				...bench,
				...tracesOf(bench.simulator),
				held: (key) => {
					const user = directory.withUid(key).find(({ deleted_at }) => deleted_at === null);
					if (user === undefined) return undefined;
					const manager = user.manager_id === null ? undefined : directory.byNumber(user.manager_id);
					return { active: true, values: { ...user, manager_id: manager?.uid } };
				},
			};
		},
	},
	{
		...LIST_SYSTEMS.learnifier,
		missingUsers: 'lock',
		isListed: true,
		open: async (clock) => {
			const bench = await learnifierBench({ users: 0, clock });
			const { directory } = bench.simulator;
			return {
				...bench,
				...tracesOf(bench.simulator),
				held: (key) => {
					const [user] = directory.withExternalId(key);
					return user === undefined ? undefined : { active: !user.hardLock, values: { ...user } };
				},
			};
		},
	},
	{
		...LIST_SYSTEMS.lmsCollaborator,
		missingUsers: 'lock',
		isListed: true,
		open: async (clock) => {
			const bench = await collaboratorBench({ users: 0, clock });
			const { directory } = bench.simulator;
			return {
				...bench,
				...tracesOf(bench.simulator),
				held: (key) => {
					const user = directory.withUid(key);
					return user === undefined ? undefined : { active: user.is_active === 1, values: { ...user } };
				},
			};
		},
	},
	{
		...LIST_SYSTEMS.requestor,
		missingUsers: 'delete',
		isListed: true,
		open: async (clock) => {
			const bench = await requestorBench({ users: 0, clock });
			const { directory } = bench.simulator;
			return {
				...bench,
				...tracesOf(bench.simulator),
				held: (key) => {
					const user = directory.withExternalId(key);
					if (user === undefined) return undefined;
					const manager = user.ManagerKey === null ? undefined : directory.withKey(user.ManagerKey);
					return { active: true, values: { ...user, ManagerKey: manager?.ExternalId, Phones: user.Phones.join(',') } };
				},
			};
		},
	},
	{
		...LIST_SYSTEMS.traliant,
		missingUsers: 'lock',
		isListed: false,
		open: async (clock) => {
			const bench = await traliantBench({ users: 0, clock });
			const { directory } = bench.simulator;
			return {
				...bench,
				...tracesOf(bench.simulator),
				held: (key) => {
					const user = directory.find('username', key);
					return user === undefined ? undefined : { active: !user.suspended, values: { ...user } };
				},
			};
		},
	},
	{
		...LIST_SYSTEMS.scim,
		missingUsers: 'lock',
		isListed: true,
		open: async (clock) => {
			const bench = await scimBench({ users: 0, clock });
			const { directory } = bench.simulator;
			return {
				...bench,
				...tracesOf(bench.simulator),
				held: (key) => {
					const user = directory.listed().find(({ resource }) => resource.userName === key);
					if (user === undefined) return undefined;
					const values = scimValues(user.resource);
					const boss = (values.manager as { readonly value?: string } | undefined)?.value;
					const manager = boss === undefined ? undefined : directory.withId(boss)?.resource.userName;
					return { active: values.active !== false, values: { ...values, manager } };
				},
			};
		},
	},
];
