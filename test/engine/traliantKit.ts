import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulators';

export type TraliantSimulator = Simulator<'traliant'>;

const AUTO = { mappingMode: 'autoMapInputData', value: null };

/** What one call carried. */
export interface SyncBody {
	readonly users: IDataObject[];
	readonly execute_rules: boolean;
	readonly find_by: string;
	readonly force_password_change: boolean;
	readonly track_changes: boolean;
}

export interface TraliantBench {
	readonly simulator: TraliantSimulator;
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	/** Bodies of the calls, in order. */
	bodies(): SyncBody[];
	close(): Promise<void>;
}

/** A Traliant simulator and the built node, ready to run against each other. */
export async function traliantBench(options: SimulatorOptions<'traliant'> = {}): Promise<TraliantBench> {
	const simulator = await startSimulator('traliant', options);
	return {
		simulator,
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: 'traliant',
				parameters: { operation: 'sync', dryRun: false, fields: AUTO, ...parameters } as RunRequest['parameters'],
				credentials: { traliantApi: simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		bodies: () => simulator.requests.map(({ body }) => body as SyncBody),
		close: async () => simulator.close(),
	};
}

/** A row with what Traliant requires, and an ID number. */
export function person(number: number | string, more: IDataObject = {}): IDataObject {
	return {
		username: `user.${number}@company.tld`,
		first_name: 'First',
		last_name: `Last ${number}`,
		email: `user.${number}@company.tld`,
		id_number: `2-${number}`,
		department: 'Sales',
		...more,
	};
}

/** So many rows. */
export const people = (count: number, more: IDataObject = {}): IDataObject[] =>
	Array.from({ length: count }, (_, at) => person(1000 + at, more));
