import type { IExecuteFunctions } from 'n8n-workflow';
import type { Progress } from './carrying/progress';
import type { Connector } from './model/connector';
import type { Settings } from './settings';
import type { LinkedResult } from './telling/results';
import type { SummaryInput } from './telling/summary';
import type { Http } from './transport/http';
import type { Secrets } from './transport/secrets';
import type { VendorNode } from './vendorNode';

/** One run of a node, with all that its steps share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly node: VendorNode;
	readonly settings: Settings;
	readonly connector: Connector;
	readonly http: Http;
	/** What no text of this run may show. */
	readonly secrets: Secrets;
	/** Those of the credential alone. */
	readonly ownSecrets: Secrets;
	readonly progress: Progress;
	readonly isTool: boolean;
	readonly runId: string;
	readonly startedAt: number;
}

/** What an operation gives back: results, and what the summary says beside them. */
export interface RunOutcome {
	readonly results: readonly LinkedResult[];
	readonly blocked: boolean;
	readonly about: Pick<SummaryInput, 'hashes' | 'plan' | 'rows' | 'safety' | 'warnings'>;
}
