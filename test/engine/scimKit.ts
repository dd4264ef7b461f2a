import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import {
	startSimulator,
	type RecordedRequest,
	type ScimSeed,
	type ScimUser,
	type Simulator,
	type SimulatorOptions,
} from '../../simulators';

const AUTO = { mappingMode: 'autoMapInputData', value: null };
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface ScimBench {
	readonly simulator: Simulator<'scim'>;
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	/** Calls that were to change something, in order. */
	writes(): RecordedRequest[];
	/** Rows that equal the directory. */
	rows(): IDataObject[];
	/** The resource with this user name. @throws when there is none */
	user(userName: string): ScimUser['resource'];
	close(): Promise<void>;
}

/** A SCIM simulator and the built node, ready to run against each other. */
export async function scimBench(options: SimulatorOptions<'scim'> = {}): Promise<ScimBench> {
	const simulator = await startSimulator('scim', options);
	return {
		simulator,
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: 'scim',
				parameters: { operation: 'sync', fields: AUTO, dryRun: false, ...parameters } as RunRequest['parameters'],
				credentials: { scimApi: simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		writes: () => simulator.requests.filter(({ method }) => method !== 'GET'),
		rows: () =>
			simulator.directory
				.listed()
				.filter(({ resource }) => resource.roles === undefined)
				.map(({ resource }) => rowOf(resource as ScimSeed)),
		user: (userName) => {
			const [user] = simulator.directory.named('userName', userName);
			if (user === undefined) throw new Error(`There is no user ${userName}`);
			return user.resource;
		},
		close: async () => simulator.close(),
	};
}

interface Shown {
	readonly userName: string;
	readonly externalId?: string;
	readonly name?: { readonly givenName?: string; readonly familyName?: string };
	readonly displayName?: string;
	readonly title?: string;
	readonly emails?: ReadonlyArray<{ readonly value: string; readonly type: string }>;
	readonly phoneNumbers?: ReadonlyArray<{ readonly value: string; readonly type: string }>;
	readonly addresses?: ReadonlyArray<{ readonly type: string; readonly locality?: string; readonly country?: string }>;
	readonly [ENTERPRISE]?: { readonly department?: string };
}

/** A user's columns as a master list has them. */
export function rowOf(resource: Shown): IDataObject {
	const work = <T extends { readonly type: string }>(members: readonly T[] = []): T | undefined =>
		members.find(({ type }) => type === 'work');
	return {
		userName: resource.userName,
		externalId: resource.externalId,
		givenName: resource.name?.givenName,
		familyName: resource.name?.familyName,
		displayName: resource.displayName,
		title: resource.title,
		email: work(resource.emails)?.value,
		'Work Phone': work(resource.phoneNumbers)?.value,
		City: work(resource.addresses)?.locality,
		Country: work(resource.addresses)?.country,
		Department: resource[ENTERPRISE]?.department,
	};
}

/** An account such as the ones in the tests: `e1@company.tld`. */
export function account(number: number | string, more: IDataObject = {}): ScimSeed {
	return {
		userName: `e${number}@company.tld`,
		externalId: `E${number}`,
		name: { givenName: 'First', familyName: `Last${number}` },
		emails: [{ value: `e${number}@company.tld`, type: 'work', primary: true }],
		active: true,
		...more,
	};
}

/** The row that equals {@link account}. */
export function person(number: number | string, more: IDataObject = {}): IDataObject {
	return {
		userName: `e${number}@company.tld`,
		externalId: `E${number}`,
		givenName: 'First',
		familyName: `Last${number}`,
		email: `e${number}@company.tld`,
		...more,
	};
}

/** So many accounts: enough rows for the directory to be listed. */
export const accounts = (from: number, to: number): ScimSeed[] =>
	Array.from({ length: to - from + 1 }, (_, at) => account(from + at));

/** The rows that equal {@link accounts}. */
export const people = (from: number, to: number): IDataObject[] =>
	Array.from({ length: to - from + 1 }, (_, at) => person(from + at));
