import { execute } from '../shared/execute';
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
import { forEditor, pickList } from '../shared/editor/lists';
import { mapperFields } from '../shared/editor/mapper';
import { subtitleOf, titlesOf } from '../shared/editor/operations';
import { connectScim } from './scim.connector';
import { mappableFields, searchUsersOf } from './scim.editor';
import { SCIM, SCIM_OPERATIONS, scimProperties } from './scim.properties';

const scim: VendorNode = {
	vendor: SCIM,
	operationLabels: titlesOf(SCIM_OPERATIONS),
	secrets: ({ token, username, password }: IDataObject) =>
		[token, password, `${String(username ?? '').trim()}:${String(password ?? '')}`].map((secret) =>
			String(secret ?? ''),
		),
	connect: connectScim,
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
		listSearch: { searchUsers: pickList(scim, searchUsersOf) },
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const credential = await this.getCredentials<IDataObject>('scimApi');
				const findBy = this.getNodeParameter('findBy', 'userName');
				return mapperFields(await forEditor(this, scim, async (http) => mappableFields(http, credential, findBy)));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return execute(this, scim);
	}
}
