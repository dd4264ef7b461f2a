import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Contender, Measurement, MemoryFigure } from './figures';
import { liveBytes, peakBytes, timed, type Eagerness } from './meters';
import { hrList, rowsFor } from './people';
import { serve } from './process';
import { runReference } from './reference';
import { parametersOf, type Scenario } from './scenarios';
import type { Access } from './simulator';

/** The process of one contender: holds the rows, and does the job when it is told to. */

export interface Task {
	readonly contender: Contender;
	readonly scenario: Scenario;
	readonly access: Access;
	/** How memory is weighed. */
	readonly eagerness?: Eagerness;
}

const CREDENTIAL: Readonly<Record<Scenario['vendor'], string>> = {
	bridge: 'bridgeApi',
	learnifier: 'learnifierApi',
	lmsCollaborator: 'lmsCollaboratorApi',
	requestor: 'requestorApi',
	scim: 'scimApi',
	traliant: 'traliantApi',
};

/** Words of rows that did not succeed: a fast failure is no figure. */
const FAILURES = ['rejected', 'failed', 'blocked', 'unknown', 'notAttempted'];

let held: { id: string; items: INodeExecutionData[] } | undefined;

function itemsOf({ id, vendor, rows, changed, list }: Scenario, contender: Contender): INodeExecutionData[] {
	if (held?.id !== id) {
		held = undefined;
		const plain = rowsFor(vendor, rows, changed, list);
		// As the node before leaves them: each linked to where it came from.
		// The script knows the system's own names alone.
		const given = list === 'hr' && contender === 'node' ? hrList(plain) : plain;
		const items = given.map((json, item) => ({
			json,
			pairedItem: { item },
		}));
		held = { id, items };
	}
	return held.items;
}

async function work(
	{ contender, scenario, access }: Task,
	items: INodeExecutionData[],
): Promise<Record<string, number>> {
	if (contender === 'reference')
		return runReference(
			scenario,
			access,
			items.map(({ json }) => json),
		);
	const { vendor } = scenario;
	// Loaded here, so that the reference's process does without the engine.
	const { runNode } = await import('../engine/engine');
	const outcome = await runNode({
		nodeType: vendor,
		parameters: parametersOf(scenario) as INodeParameters,
		credentials: { [CREDENTIAL[vendor]]: access.credentials },
		items,
	});
	if (outcome.error !== undefined) throw outcome.error;
	const summary = outcome.summary?.json;
	const counts = summary?.counts as IDataObject | undefined;
	if (counts === undefined) throw new Error('The node gave no summary.');
	const bad = Object.keys(counts).filter((word) => FAILURES.includes(word));
	if (bad.length > 0) throw new Error(`Not all went well: ${JSON.stringify(counts)}`);
	return counts as Record<string, number>;
}

async function measure(task: Task): Promise<Measurement> {
	const items = itemsOf(task.scenario, task.contender);
	const { result, took } = await timed(async () => work(task, items));
	return { ...took, counts: result };
}

async function memory(task: Task): Promise<MemoryFigure> {
	held = undefined;
	const before = liveBytes();
	const items = itemsOf(task.scenario, task.contender);
	const itemsBytes = liveBytes() - before;
	const peak = await peakBytes(async () => void (await work(task, items)), task.eagerness ?? 'quick');
	return { itemsBytes, peakBytes: peak - before };
}

serve({ measure, memory });
