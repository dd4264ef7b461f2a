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
import { REQUESTOR, REQUESTOR_OPERATIONS, requestorProperties } from './requestor.properties';
import { requestorFields, type FindBy } from './requestor.user';

const requestor: VendorNode = {
	vendor: REQUESTOR,
	operationLabels: titlesOf(REQUESTOR_OPERATIONS),
	secrets: ({ username, password, headerValue }: IDataObject) =>
		[password, headerValue, `${String(username ?? '').trim()}:${String(password ?? '')}`].map((secret) =>
			String(secret ?? ''),
		),
	connect: async (input) => (await import('./requestor.connector')).connectRequestor(input),
};

const KEYS: readonly FindBy[] = ['ExternalId', 'UserProviderKey', 'Email'];

export class Requestor implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Requestor',
		name: 'requestor',
		icon: { light: 'file:requestor.svg', dark: 'file:requestor.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(REQUESTOR_OPERATIONS),
		description: 'Keep the users of the Requestor service desk equal to a master list',
		defaults: { name: 'Requestor' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Summary'],
		credentials: [{ name: 'requestorApi', required: true }],
		properties: requestorProperties,
	};

	methods = {
		listSearch: {
			searchUsers: pickList(requestor, async () => (await import('./requestor.directory')).searchRequestor),
		},
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const chosen = this.getCurrentNodeParameter('findBy');
				return mapperFields(requestorFields(KEYS.find((key) => key === chosen) ?? 'ExternalId'));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('../shared/execute');
		return execute(this, requestor);
	}
}
