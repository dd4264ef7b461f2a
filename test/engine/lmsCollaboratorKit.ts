import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import {
	startSimulator,
	type CollaboratorSeed,
	type Fault,
	type RecordedRequest,
	type Simulator,
	type SimulatorOptions,
} from '../../simulators';

const AUTO = { mappingMode: 'autoMapInputData', value: null };

export interface CollaboratorBench {
	readonly simulator: Simulator<'lmsCollaborator'>;
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	/** Bodies of the calls, in order. */
	bodies(): IDataObject[];
	close(): Promise<void>;
}

/** An LMS Collaborator simulator and the built node, ready to run against each other. */
export async function collaboratorBench(options: SimulatorOptions<'lmsCollaborator'> = {}): Promise<CollaboratorBench> {
	const simulator = await startSimulator('lmsCollaborator', options);
	return {
		simulator,
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: 'lmsCollaborator',
				parameters: { operation: 'sync', dryRun: false, fields: AUTO, ...parameters } as RunRequest['parameters'],
				credentials: { lmsCollaboratorApi: simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		bodies: () => simulator.requests.map(({ body }) => body as IDataObject),
		close: async () => simulator.close(),
	};
}

/** A portal that refuses the list: every row is sent. Reads are neither counted nor hit by faults. */
export const blindBench: typeof collaboratorBench = async ({ switches, ...options } = {}) => {
	const bench = await collaboratorBench({ ...options, switches: { list: 'forbidden', ...switches } });
	const { simulator } = bench;
	const writes = (): RecordedRequest[] => simulator.requests.filter(({ method }) => method === 'POST');
	const add = (...faults: readonly Fault[]): void => {
		simulator.faults.add(...faults.map((fault) => ({ ...fault, match: { method: 'POST', ...fault.match } })));
	};
	const schedule: Simulator['faults']['schedule'] = (choose) => {
		simulator.faults.schedule((request) =>
			request.method === 'POST' ? choose(request, writes().indexOf(request)) : undefined,
		);
	};
	return {
		...bench,
		simulator: Object.create(simulator, {
			requests: { get: writes },
			faults: { value: Object.create(simulator.faults, { add: { value: add }, schedule: { value: schedule } }) },
		}) as typeof simulator,
		bodies: () => writes().map(({ body }) => body as IDataObject),
	};
};

/** A row with all that LMS Collaborator requires. */
export function person(number: number | string, more: IDataObject = {}): IDataObject {
	return {
		uid: `cl${number}`,
		secondname: `Last ${number}`,
		firstname: 'First',
		login: `user.${number}`,
		email: `user.${number}@company.tld`,
		position: 'Clerk',
		...more,
	};
}

/** The account that equals {@link person}. */
export function account(number: number | string, more: Partial<CollaboratorSeed> = {}): CollaboratorSeed {
	return {
		uid: `cl${number}`,
		secondname: `Last ${number}`,
		firstname: 'First',
		login: `user.${number}`,
		email: `user.${number}@company.tld`,
		position: 'Clerk',
		...more,
	};
}

/** So many rows. */
export const people = (count: number): IDataObject[] => Array.from({ length: count }, (_, at) => person(1000 + at));
