import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import {
	startSimulator,
	type LearnifierSeed,
	type LearnifierUser,
	type RecordedRequest,
	type Simulator,
	type SimulatorOptions,
} from '../../simulators';

const AUTO = { mappingMode: 'autoMapInputData', value: null };

export interface LearnifierBench {
	readonly simulator: Simulator<'learnifier'>;
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	/** Calls that were to change something, in order. */
	writes(): RecordedRequest[];
	/** Rows that equal the directory: everybody managed. */
	rows(): IDataObject[];
	/** The user with this external id. @throws when there is none */
	user(externalId: string): LearnifierUser;
	close(): Promise<void>;
}

/** A Learnifier simulator and the built node, ready to run against each other. */
export async function learnifierBench(options: SimulatorOptions<'learnifier'> = {}): Promise<LearnifierBench> {
	const simulator = await startSimulator('learnifier', options);
	return {
		simulator,
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: 'learnifier',
				parameters: { operation: 'sync', dryRun: false, fields: AUTO, ...parameters } as RunRequest['parameters'],
				credentials: { learnifierApi: simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		writes: () => simulator.requests.filter(({ method }) => method !== 'GET'),
		rows: () =>
			simulator.directory
				.all()
				.filter((user) => user.externalId !== null && user.backOfficeRoles.length === 0)
				.map(rowOf),
		user: (externalId) => {
			const [user] = simulator.directory.withExternalId(externalId);
			if (user === undefined) throw new Error(`There is no user ${externalId}`);
			return user;
		},
		close: async () => simulator.close(),
	};
}

/** A user's columns as a master list has them. */
export function rowOf(user: LearnifierUser): IDataObject {
	const { externalId, firstName, lastName, displayName, primaryEmail, homeOrg, locale } = user;
	return { externalId, firstName, lastName, displayName, primaryEmail, homeOrg, locale };
}

/** An account such as the ones in the tests: `E1` with `e1@company.tld`. */
export function account(number: number | string, more: LearnifierSeed = {}): LearnifierSeed {
	return {
		externalId: `E${number}`,
		firstName: 'First',
		lastName: `Last${number}`,
		primaryEmail: `e${number}@company.tld`,
		...more,
	};
}

/** The row that equals {@link account}. */
export function person(number: number | string, more: IDataObject = {}): IDataObject {
	return {
		externalId: `E${number}`,
		firstName: 'First',
		lastName: `Last${number}`,
		primaryEmail: `e${number}@company.tld`,
		...more,
	};
}

/** So many accounts with further, unconcerned ones: enough rows for the directory to be listed. */
export const accounts = (from: number, to: number): LearnifierSeed[] =>
	Array.from({ length: to - from + 1 }, (_, at) => account(from + at));

/** The rows that equal {@link accounts}. */
export const people = (from: number, to: number): IDataObject[] =>
	Array.from({ length: to - from + 1 }, (_, at) => person(from + at));
