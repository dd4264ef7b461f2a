import type { IExecuteFunctions, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { runNode } from '../engine/engine';
import { load, packageRoot, path } from '../engine/platform';
import { rowsFor } from './people';
import { serve } from './process';

/** Define-below: reads rows × plain references with the node's reader, and with n8n's own evaluator, in one run. */

export interface DefineBelow {
	readonly nodeMs: number;
	readonly engineMs: number;
}

interface Inputs {
	readSource(
		context: IExecuteFunctions,
		isTool: boolean,
	): { readonly fields: ReadonlyArray<{ read(item: number): unknown }> };
}

const COLUMNS = [
	'uid',
	'first_name',
	'last_name',
	'email',
	'job_title',
	'department',
	'hire_date',
	'hris_id',
	'locale',
	'manager_id',
];

async function measure({ rows }: { readonly rows: number }): Promise<DefineBelow> {
	const { readSource } = load(path.join(packageRoot, 'dist', 'nodes', 'shared', 'reading', 'inputs.js')) as Inputs;
	const value: INodeParameters = Object.fromEntries(COLUMNS.map((name) => [name, `={{ $json.${name} }}`]));
	let took: DefineBelow = { nodeMs: 0, engineMs: 0 };
	const node: INodeType = {
		description: {
			displayName: 'Readers',
			name: 'bench.readers',
			group: ['input'],
			version: 1,
			description: 'Reads the same cells in two ways',
			defaults: { name: 'Readers' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [{ displayName: 'Fields', name: 'fields', type: 'json', default: {} }],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData();
			const own = performance.now();
			const read: unknown[] = [];
			const { fields } = readSource(this, false);
			for (let item = 0; item < items.length; item++) for (const field of fields) read.push(field.read(item));
			const engine = performance.now();
			let at = 0;
			for (let item = 0; item < items.length; item++) {
				for (const name of COLUMNS) {
					const cell = this.evaluateExpression(`{{ $json.${name} }}`, item) ?? undefined;
					if (cell !== (read[at++] ?? undefined)) throw new Error('The two readers disagree.');
				}
			}
			took = { nodeMs: engine - own, engineMs: performance.now() - engine };
			return [[]];
		},
	};
	const { error } = await runNode({
		nodeType: 'readers',
		node,
		parameters: { fields: { mappingMode: 'defineBelow', value } },
		items: rowsFor('bridge', rows, 0),
	});
	if (error !== undefined) throw error;
	return took;
}

serve({ measure });
