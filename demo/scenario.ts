import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { RecordedRequest, Simulator, VendorName } from '../simulators';
import type { Member, Plot } from './cast';
import type { Column } from './masterList';
import type { Fate, Holdings } from './verify';

/** One vendor's part of the demo: its list, its system at the start, and how the node is set. */
export interface Scenario extends Plot {
	readonly vendor: VendorName;
	readonly label: string;
	readonly credential: string;
	readonly columns: readonly Column[];
	/** {@link Column.means} of the key. */
	readonly key: string;
	/** Cells that spoil the rows of the part `broken`, in turn, by header. */
	readonly spoiled: ReadonlyArray<Readonly<Record<string, string>>>;
	/** What becomes of people who are missing; `ignored` where nobody can know who is there. */
	readonly missing: Fate;
	/** The vendor's own words for events, where they differ from the contract's. */
	readonly words?: Readonly<Record<string, string>>;
	/** The node's parameters, without Dry Run and Approved Plan. */
	readonly parameters: IDataObject;
	/** What is special about the vendor's pace, in one sentence. */
	readonly pace: string;
	/** Starts the simulator with everybody as they were before. `fast` lifts the vendor's limit. */
	readonly open: (members: readonly Member[], fast: boolean) => Promise<Stage>;
}

/** A running simulator, without what differs from vendor to vendor. */
export interface Stage {
	readonly credentials: ICredentialDataDecryptedObject;
	readonly requests: readonly RecordedRequest[];
	/** Bugs of the simulator; there must be none. */
	readonly failures: readonly Error[];
	/** What the system holds now. */
	holdings(): Holdings;
	/** Who is in the system, as its own export says, for a system that nobody can list: each run is given it as Known Users. */
	exported?(): IDataObject[];
	/** Changes one account behind everybody's back, to show that the check sees it. */
	sabotage(key: string): void;
	close(): Promise<void>;
}

/** The common part of a {@link Stage}. */
export function stageOf<Name extends VendorName>(
	simulator: Simulator<Name>,
	own: Pick<Stage, 'holdings' | 'sabotage' | 'exported'>,
): Stage {
	return {
		credentials: simulator.credentials,
		requests: simulator.requests,
		failures: simulator.failures,
		close: async () => simulator.close(),
		...own,
	};
}

/** Whether a call may have changed something. Requestor looks people up by POST. */
export function isWrite({ method, path }: RecordedRequest): boolean {
	return method !== 'GET' && !path.endsWith('/SearchUsers');
}

/** Map Automatically: columns are matched to fields by their names. */
export const MAP_AUTOMATICALLY = { mappingMode: 'autoMapInputData', value: null };
