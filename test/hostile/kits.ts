import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome, type RunRequest } from '../../engine/engine';
import type { Clock, VendorName } from '../../simulators';
import { isWrite, kitOf, type Kit } from '../properties/vendors';
import type { Person } from '../properties/people';

/** A person whom every vendor takes. */
export const someone = (at: number, more: Partial<Person> = {}): Person => ({
	key: `P${at}`,
	first: 'Jo',
	last: `Last ${at}`,
	email: `p${at}@company.tld`,
	department: 'Sales',
	extra: `X-${at}`,
	state: 'active',
	admin: false,
	...more,
});

/** A row of the master list in the vendor's own columns. */
export function rowFor(kit: Kit, person: Person): IDataObject {
	const columns = Object.entries(kit.names).map(([column, name]) => [name, person[column as keyof Person]]);
	return { ...kit.constants, ...(Object.fromEntries(columns) as IDataObject) };
}

export interface Bench {
	readonly kit: Kit;
	row(at: number, more?: IDataObject): IDataObject;
	run(items: RunRequest['items'], parameters?: IDataObject, rest?: Partial<RunRequest>): Promise<RunOutcome>;
	writes(): number;
	close(): Promise<void>;
}

/** A vendor's simulator with three people, and the built node. */
export async function benchOf(vendor: VendorName, clock: Clock): Promise<Bench> {
	const kit = await kitOf(vendor, clock);
	Object.assign(kit.simulator.switches, { maxPage: 5000 });
	kit.load([someone(0), someone(1), someone(2)]);
	return {
		kit,
		row: (at, more = {}) => ({ ...rowFor(kit, someone(at)), ...more }),
		run: async (items, parameters = {}, rest = {}) =>
			runNode({
				nodeType: vendor,
				parameters: {
					operation: 'sync',
					dryRun: false,
					fields: { mappingMode: 'autoMapInputData', value: null },
					...kit.parameters(),
					...parameters,
				} as RunRequest['parameters'],
				credentials: { [kit.credentialName]: kit.simulator.credentials as never },
				...(items === undefined ? {} : { items }),
				...rest,
			}),
		writes: () => kit.simulator.requests.filter(isWrite).length,
		close: async () => kit.simulator.close(),
	};
}

/** Everything that a run gave out, as one text. */
export function everythingOf(outcome: RunOutcome): string {
	const { results, summaries, errorOutput, logs, hints, error } = outcome;
	const told =
		error === undefined
			? ''
			: `${error.message} ${error.description ?? ''} ${error.stack ?? ''} ${JSON.stringify(error)}`;
	return JSON.stringify({ results, summaries, errorOutput, logs, hints }) + told;
}
