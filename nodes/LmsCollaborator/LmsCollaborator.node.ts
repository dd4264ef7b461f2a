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
import { LMS_COLLABORATOR, LMS_COLLABORATOR_OPERATIONS, lmsCollaboratorProperties } from './lmsCollaborator.properties';
import { collaboratorFields } from './lmsCollaborator.fields';

const lmsCollaborator: VendorNode = {
	vendor: LMS_COLLABORATOR,
	operationLabels: titlesOf(LMS_COLLABORATOR_OPERATIONS),
	secrets: ({ apiToken }: IDataObject) => [String(apiToken ?? '').trim()],
	connect: async (input) => (await import('./lmsCollaborator.connector')).connectLmsCollaborator(input),
};

export class LmsCollaborator implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LMS Collaborator',
		name: 'lmsCollaborator',
		icon: { light: 'file:lmsCollaborator.svg', dark: 'file:lmsCollaborator.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(LMS_COLLABORATOR_OPERATIONS),
		description: 'Keep the users of LMS Collaborator equal to a master list',
		defaults: { name: 'LMS Collaborator' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Summary'],
		credentials: [{ name: 'lmsCollaboratorApi', required: true }],
		properties: lmsCollaboratorProperties,
	};

	methods = {
		listSearch: {
			searchUsers: pickList(
				lmsCollaborator,
				async () => (await import('./lmsCollaborator.directory')).searchLmsCollaborator,
			),
		},
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const options = this.getCurrentNodeParameter('options') as IDataObject | undefined;
				return mapperFields(collaboratorFields(options?.requirePosition !== false));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('../shared/execute');
		return execute(this, lmsCollaborator);
	}
}
