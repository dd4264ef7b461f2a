import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import { startSimulator, type RequestorUser, type Simulator, type SimulatorOptions } from '../../simulators';

export type RequestorSimulator = Simulator<'requestor'>;

const AUTO = { mappingMode: 'autoMapInputData', value: null };

export interface WireOperation {
	readonly Operation: number;
	readonly FromPath: string | null;
	readonly ParsedFromPath: null;
	readonly Path: string;
	readonly ParsedPath: null;
	readonly Value: unknown;
}

/** One user of a bulk call. */
export interface WireElement {
	readonly UserProviderKey?: string;
	readonly ExternalId?: string;
	readonly Email?: string;
	readonly Operations: WireOperation[];
}

export interface RequestorBench {
	readonly simulator: RequestorSimulator;
	/** Users that a sync by ExternalId may touch. */
	managed(): RequestorUser[];
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	/** Bodies of the bulk calls, in order. */
	batches(): WireElement[][];
	/** Writes that reached the simulator. */
	writes(): string[];
	close(): Promise<void>;
}

/** A Requestor simulator and the built node, ready to run against each other. */
export async function requestorBench(options: SimulatorOptions<'requestor'> = {}): Promise<RequestorBench> {
	const simulator = await startSimulator('requestor', options);
	return {
		simulator,
		managed: () =>
			simulator.directory
				.all()
				.filter(
					(user) =>
						user.ExternalId !== null && !user.RoleAdministrator && !user.RoleOperator && !user.RoleSuperOperator,
				),
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: 'requestor',
				parameters: { operation: 'sync', dryRun: false, fields: AUTO, ...parameters } as RunRequest['parameters'],
				credentials: { requestorApi: simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		batches: () => simulator.calls({ path: /SyncRequestorUsers/ }).map(({ body }) => body as WireElement[]),
		writes: () =>
			simulator.requests
				.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/SearchUsers'))
				.map(({ path }) => path.replace(/^.*\//, '')),
		close: async () => simulator.close(),
	};
}

/** Columns of a Requestor user as a master list has them. */
export function rowOf(user: RequestorUser): IDataObject {
	return {
		ExternalId: user.ExternalId,
		'First Name': user.FirstName,
		'Last Name': user.LastName,
		Email: user.Email,
		Department: user.Department,
		Phone: user.Phones.join(','),
	};
}

/** A new person. */
export function joiner(number: number, more: IDataObject = {}): IDataObject {
	return {
		ExternalId: `9-${number}`,
		'First Name': 'New',
		'Last Name': `Person ${number}`,
		Email: `new.${number}@company.tld`,
		Department: 'Sales',
		...more,
	};
}

export const joiners = (count: number): IDataObject[] => Array.from({ length: count }, (_, at) => joiner(1000 + at));

/** The value that an element sets for a property, or undefined when it says nothing about it. */
export function setTo(element: WireElement | undefined, property: string): unknown {
	const operation = element?.Operations.find(({ Path }) => Path === `/${property}`);
	return operation === undefined ? undefined : operation.Operation === 1 ? null : operation.Value;
}

/** A mapped sync: field → constant or expression. */
export const mapped = (value: IDataObject): IDataObject => ({ fields: { mappingMode: 'defineBelow', value } });
