import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { startSimulator, type RecordedRequest, type Simulator, type VendorName } from '../simulators';
import type { Traffic } from './figures';
import { seedsFor } from './people';
import { serve } from './process';
import type { Scenario } from './scenarios';

/** The process of the simulators: opens a fresh system for each run, and tells what reached it. */

/** What a contender needs to reach the system. */
export interface Access {
	readonly baseUrl: string;
	readonly credentials: ICredentialDataDecryptedObject;
}

let open: Simulator | undefined;

async function openSystem(scenario: Scenario): Promise<Access> {
	const { vendor, rows, directory, latencyMs, perSecond, blind, switches } = scenario;
	await open?.close();
	const users = seedsFor(vendor, directory === 'full' ? rows : 1, scenario.list);
	const simulator: unknown = await startSimulator<VendorName>(vendor, {
		users: users as never,
		latencyMs,
		switches: { ...switches, ...(blind === true ? { list: 'forbidden' } : {}) } as never,
		rateLimit: perSecond === undefined ? false : { perSecond },
	});
	open = simulator as Simulator;
	return {
		baseUrl: open.baseUrl,
		credentials: open.credentials as ICredentialDataDecryptedObject,
	};
}

function traffic(): Traffic {
	if (open === undefined) throw new Error('No system is open.');
	const { requests, failures } = open;
	if (failures.length > 0) throw failures[0];
	const writes = requests.filter(isWrite);
	const span = (writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0);
	return {
		calls: requests.length,
		pages: requests.filter(({ method, path }) => method === 'GET' && /users(?:\/list)?$/i.test(path)).length,
		writes: writes.length,
		tooMany: requests.filter(({ status }) => status === 429).length,
		writesPerSecond: span === 0 ? 0 : ((writes.length - 1) * 1000) / span,
	};
}

/** Requestor's search is a POST that changes nothing. */
const isWrite = ({ method, path }: RecordedRequest): boolean => method !== 'GET' && !path.endsWith('/SearchUsers');

serve({ open: openSystem, traffic });
