import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulators';

/** A result or a summary as plain data. */
export type Json = IDataObject;

export const jsonOf = (items: readonly INodeExecutionData[]): Json[] => items.map((item) => item.json);

/** Columns of a Bridge user as a master list has them. */
export function rowOf(user: BridgeUserLike): Json {
	return {
		uid: user.uid,
		first_name: user.first_name,
		last_name: user.last_name,
		email: user.email,
		department: user.department,
		job_title: user.job_title,
		hire_date: user.hire_date,
	};
}

interface BridgeUserLike {
	readonly uid: string;
	readonly first_name: string | null;
	readonly last_name: string | null;
	readonly email: string | null;
	readonly department: string | null;
	readonly job_title: string | null;
	readonly hire_date: string | null;
}

export type BridgeSimulator = Simulator<'bridge'>;
export type BridgeOptions = SimulatorOptions<'bridge'>;

const AUTO = { mappingMode: 'autoMapInputData', value: null };

export interface BridgeBench {
	readonly simulator: BridgeSimulator;
	/** Rows that equal the directory: everybody active but the account that owns the credential. */
	rows(): Json[];
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	/** Writes that reached the simulator. */
	writes(): string[];
	close(): Promise<void>;
}

/** A Bridge simulator and the built node, ready to run against each other. */
export async function bridgeBench(options: BridgeOptions): Promise<BridgeBench> {
	const simulator = await startSimulator('bridge', { rateLimit: false, ...options });
	return {
		simulator,
		rows: () =>
			simulator.directory.active
				.filter((user) => user.uid !== simulator.directory.self && user.roles.length === 0)
				.map(rowOf),
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: 'bridge',
				parameters: { operation: 'sync', dryRun: false, fields: AUTO, ...parameters } as RunRequest['parameters'],
				credentials: { bridgeApi: simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		writes: () =>
			simulator.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
		close: async () => simulator.close(),
	};
}

/** The operations of the results, in order. */
export const operations = (outcome: RunOutcome): unknown[] => outcome.results.map((item) => item.json.operation);

/** Everything that a run gave out, as one text, to look for secrets in. */
export function everything(outcome: RunOutcome): string {
	const { results, summaries, errorOutput, logs, hints, error } = outcome;
	const told =
		error === undefined
			? ''
			: `${error.message} ${error.description ?? ''} ${error.stack ?? ''} ${JSON.stringify(error)}`;
	return JSON.stringify({ results, summaries, errorOutput, logs, hints }) + told;
}
