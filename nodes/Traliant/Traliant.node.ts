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
import { mapperFields } from '../shared/editor/mapper';
import { subtitleOf, titlesOf } from '../shared/editor/operations';
import { TRALIANT, TRALIANT_OPERATIONS, traliantProperties } from './traliant.properties';
import { traliantFields } from './traliant.user';

const traliant: VendorNode = {
	vendor: TRALIANT,
	operationLabels: titlesOf(TRALIANT_OPERATIONS),
	secrets: ({ apiKey }: IDataObject) => [String(apiKey ?? '')],
	connect: async (input) => (await import('./traliant.connector')).connectTraliant(input),
};

export class Traliant implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Traliant LMS',
		name: 'traliant',
		icon: { light: 'file:traliant.svg', dark: 'file:traliant.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(TRALIANT_OPERATIONS),
		description: 'Keep the users of Traliant LMS equal to a master list',
		defaults: { name: 'Traliant LMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Summary'],
		credentials: [{ name: 'traliantApi', required: true }],
		properties: traliantProperties,
	};

	methods = {
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				return mapperFields(
					traliantFields(this.getCurrentNodeParameter('findBy') === 'id_number' ? 'id_number' : 'username'),
				);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('../shared/execute');
		return execute(this, traliant);
	}
}
