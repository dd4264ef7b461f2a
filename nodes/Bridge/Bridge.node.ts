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
import { BRIDGE, BRIDGE_OPERATIONS, bridgeProperties } from './bridge.properties';

const bridge: VendorNode = {
	vendor: BRIDGE,
	operationLabels: titlesOf(BRIDGE_OPERATIONS),
	secrets: ({ apiKey, apiSecret, accessToken }: IDataObject) =>
		[apiKey, apiSecret, accessToken, `${String(apiKey).trim()}:${String(apiSecret).trim()}`].map((secret) =>
			String(secret ?? ''),
		),
	connect: async (input) => (await import('./bridge.connector')).connectBridge(input),
};

export class Bridge implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bridge',
		name: 'bridge',
		icon: { light: 'file:bridge.svg', dark: 'file:bridge.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(BRIDGE_OPERATIONS),
		description: 'Keep the users of the Bridge learning system equal to a master list',
		defaults: { name: 'Bridge' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Summary'],
		credentials: [{ name: 'bridgeApi', required: true }],
		properties: bridgeProperties,
	};

	methods = {
		listSearch: { searchUsers: pickList(bridge, async () => (await import('./bridge.reader')).searchBridge) },
		resourceMapping: {
			async getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const { forEditor } = await import('../shared/editor/asking');
				const { mappableFields } = await import('./bridge.editor');
				return mapperFields(await forEditor(this, bridge, mappableFields));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('../shared/execute');
		return execute(this, bridge);
	}
}
