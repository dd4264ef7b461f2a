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
import { SCIM, SCIM_OPERATIONS, scimProperties } from './scim.properties';

const scim: VendorNode = {
	vendor: SCIM,
	operationLabels: titlesOf(SCIM_OPERATIONS),
	secrets: ({ token, username, password }: IDataObject) =>
		[token, password, `${String(username ?? '').trim()}:${String(password ?? '')}`].map((secret) =>
			String(secret ?? ''),
		),
	connect: async (input) => (await import('./scim.connector')).connectScim(input),
};

export class Scim implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SCIM 2.0',
		name: 'scim',
		icon: { light: 'file:scim.svg', dark: 'file:scim.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(SCIM_OPERATIONS),
		description: 'Keep the users of any learning system that speaks SCIM 2.0 equal to a master list',
		defaults: { name: 'SCIM 2.0' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Summary'],
		credentials: [{ name: 'scimApi', required: true }],
		properties: scimProperties,
	};

	methods = {
		listSearch: { searchUsers: pickList(scim, async () => (await import('./scim.editor')).searchUsersOf) },
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const { forEditor } = await import('../shared/editor/asking');
				const { mappableFields } = await import('./scim.editor');
				const credential = await this.getCredentials<IDataObject>('scimApi');
				const findBy = this.getNodeParameter('findBy', 'userName');
				return mapperFields(await forEditor(this, scim, async (http) => mappableFields(http, credential, findBy)));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('../shared/execute');
		return execute(this, scim);
	}
}
