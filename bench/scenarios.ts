import type { IDataObject } from 'n8n-workflow';

import type { VendorName } from '../simulators';
import { HR_KEY } from './people';

/** One job that contenders do side by side. */
export interface Scenario {
	readonly id: string;
	readonly title: string;
	readonly vendor: VendorName;
	readonly rows: number;
	/** How many rows differ from the directory. */
	readonly changed: number;
	/** The directory holds the rows' people, or nobody but the administrator. */
	readonly directory: 'full' | 'empty';
	readonly latencyMs: number;
	readonly concurrency: number;
	/** The system refuses to list its users: every row is sent. */
	readonly blind?: true;
	/** The limit that the simulator enforces and the contenders keep; undefined: none. */
	perSecond?: number;
	readonly dryRun?: boolean;
	/** Of the node's options, those that are not as usual. */
	readonly options?: IDataObject;
	/** The list as an HR system exports it: its own headings, columns that nobody needs, managers by name. */
	readonly list?: 'hr';
	/** The simulator's switches, where the default will not do. */
	readonly switches?: Readonly<Record<string, string | number | boolean>>;
}

const BRIDGE_LIMIT = 5;

/** The scenarios, at full size or small enough for a smoke test. */
export function scenarios(quick: boolean): Scenario[] {
	const size = (full: number, small: number): number => (quick ? small : full);
	return [
		{
			id: 'bridge-unchanged',
			title: 'Bridge: nothing changed',
			vendor: 'bridge',
			rows: size(100_000, 2000),
			changed: 0,
			directory: 'full',
			latencyMs: 0,
			concurrency: 4,
		},
		{
			id: 'bridge-hr',
			title: 'Bridge: an HR list of 15 columns, managers by name, nothing changed',
			vendor: 'bridge',
			rows: size(100_000, 2000),
			changed: 0,
			directory: 'full',
			latencyMs: 0,
			concurrency: 4,
			list: 'hr',
		},
		{
			id: 'bridge-limit',
			title: 'Bridge: 1 % changed, 5 calls a second',
			vendor: 'bridge',
			rows: size(10_000, 1500),
			changed: size(100, 15),
			directory: 'full',
			latencyMs: 0,
			concurrency: 4,
			perSecond: BRIDGE_LIMIT,
		},
		{
			id: 'learnifier',
			title: 'Learnifier: 1 % changed, 50 ms a call',
			vendor: 'learnifier',
			rows: size(50_000, 2000),
			changed: size(500, 20),
			directory: 'full',
			latencyMs: 50,
			concurrency: 4,
		},
		{
			id: 'requestor',
			title: 'Requestor: all but the administrator changed, Preserve Unmapped off, 50 ms a call',
			vendor: 'requestor',
			rows: size(10_000, 1000),
			changed: size(9_999, 999),
			directory: 'full',
			latencyMs: 50,
			concurrency: 4,
			options: { preserveUnmapped: false },
		},
		{
			id: 'requestor-new',
			title: 'Requestor: everybody new, so looked up first, 50 ms a call',
			vendor: 'requestor',
			rows: 1000,
			changed: 0,
			directory: 'empty',
			latencyMs: 50,
			concurrency: 4,
		},
		{
			id: 'traliant',
			title: 'Traliant: 10 a call, 50 ms a call',
			vendor: 'traliant',
			rows: size(10_000, 300),
			changed: 0,
			directory: 'full',
			latencyMs: 50,
			concurrency: 4,
		},
		{
			id: 'lmsCollaborator',
			title: 'LMS Collaborator, its list refused: 1 a call, 50 ms a call',
			vendor: 'lmsCollaborator',
			rows: size(5000, 200),
			changed: 0,
			directory: 'full',
			blind: true,
			latencyMs: 50,
			concurrency: 8,
		},
		{
			id: 'lmsCollaborator-unchanged',
			title: 'LMS Collaborator: nothing changed, 1,000 a page, 50 ms a call',
			vendor: 'lmsCollaborator',
			rows: size(20_000, 2000),
			changed: 0,
			directory: 'full',
			latencyMs: 50,
			concurrency: 4,
		},
		...[0, 100].map(
			(bulk): Scenario => ({
				id: bulk === 0 ? 'scim' : 'scim-bulk',
				title: `SCIM 2.0: everybody new, ${bulk === 0 ? 'one by one' : 'by Bulk, 100 a call'}, 50 ms a call`,
				vendor: 'scim',
				rows: size(10_000, 500),
				changed: 0,
				directory: 'empty',
				latencyMs: 50,
				concurrency: 4,
				switches: { bulk },
			}),
		),
	];
}

/** Runs of growing size, nothing in the way but the code itself. */
export function growthJobs(quick: boolean): Array<{ job: string; scenarios: Scenario[] }> {
	const sizes = quick ? [500, 1000, 2000] : [1000, 10_000, 100_000, 300_000];
	const job = (name: string, vendor: VendorName, directory: Scenario['directory'], dryRun: boolean) => ({
		job: name,
		scenarios: sizes.map(
			(rows): Scenario => ({
				id: `${vendor}-${name}-${rows}`,
				title: `${vendor}, ${rows} rows, ${name}`,
				vendor,
				rows,
				changed: 0,
				directory,
				latencyMs: 0,
				concurrency: 4,
				dryRun,
			}),
		),
	});
	return [
		job('unchanged', 'bridge', 'full', false),
		job('unchanged', 'learnifier', 'full', false),
		job('unchanged', 'requestor', 'full', false),
		job('created', 'requestor', 'empty', false),
		// One call a row, or for ten: beyond 10,000 rows this would measure the simulator for an hour.
		job('dry run', 'traliant', 'empty', true),
		job('dry run', 'lmsCollaborator', 'empty', true),
	];
}

/** The node's parameters for a scenario. */
export function parametersOf({ vendor, concurrency, perSecond, dryRun, list, options }: Scenario): IDataObject {
	return {
		resource: 'user',
		operation: 'sync',
		fields: { mappingMode: 'autoMapInputData', value: null },
		dryRun: dryRun === true,
		keyColumn: list === 'hr' ? HR_KEY : '',
		// Bridge's published limit would hide the code behind 20 seconds of waiting; the others publish none.
		options: {
			...options,
			concurrency,
			...(vendor === 'bridge' ? { requestsPerSecond: perSecond ?? 10_000 } : {}),
		},
	};
}
