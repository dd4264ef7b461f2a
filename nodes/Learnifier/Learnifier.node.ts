import type { VendorNode } from '../shared/vendorNode';
import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type ResourceMapperFields,
} from 'n8n-workflow';
import { pickList } from '../shared/editor/lists';
import { mapperFields } from '../shared/editor/mapper';
import { subtitleOf, titlesOf } from '../shared/editor/operations';
import { LEARNIFIER, LEARNIFIER_OPERATIONS, learnifierProperties } from './learnifier.properties';
import { LEARNIFIER_FIELDS } from './learnifier.user';

const learnifier: VendorNode = {
	vendor: LEARNIFIER,
	operationLabels: titlesOf(LEARNIFIER_OPERATIONS),
	secrets: ({ apiKey, apiSecret }: IDataObject) =>
		[apiKey, apiSecret, `${String(apiKey).trim()}:${String(apiSecret).trim()}`].map((secret) =>
			String(secret ?? '').trim(),
		),
	connect: async (input) => (await import('./learnifier.connector')).connectLearnifier(input),
};

export class Learnifier implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Learnifier',
		name: 'learnifier',
		icon: { light: 'file:learnifier.svg', dark: 'file:learnifier.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(LEARNIFIER_OPERATIONS),
		description: 'Keep the users of Learnifier equal to a master list',
		defaults: { name: 'Learnifier' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Summary'],
		credentials: [{ name: 'learnifierApi', required: true }],
		properties: learnifierProperties,
	};

	methods = {
		listSearch: {
			searchUsers: pickList(learnifier, async () => (await import('./learnifier.directory')).searchLearnifier),
		},
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				return mapperFields(LEARNIFIER_FIELDS);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('../shared/execute');
		return execute(this, learnifier);
	}
}
