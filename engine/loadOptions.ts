import './environment';

import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
	type ResourceMapperFields,
} from 'n8n-workflow';

import type { CredentialValues } from './credentials';
import { manifest, packageNodes } from './package';
import { registry, surroundings } from './surroundings';

/** Calls what the editor calls to fill a list or a mapping: the `methods` of a node. */

export interface EditorRequest {
	nodeType: string;
	credentials: CredentialValues;
	parameters?: INodeParameters;
}

function editorContext({ nodeType, credentials, parameters = {} }: EditorRequest) {
	const type = packageNodes().get(nodeType);
	if (!type) throw new Error(`The package has no built node "${nodeType}".`);
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: `${manifest.name}.${nodeType}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: registry({ [node.type]: type }),
	});
	const additionalData = surroundings({
		credentials,
		mode: 'internal',
		nodes: [node],
		connections: {},
	});
	additionalData.currentNodeParameters = parameters;
	return {
		methods: type.methods ?? {},
		context: new LoadOptionsContext(workflow, node, additionalData, ''),
	};
}

function missing(request: EditorRequest, method: string): Error {
	return new Error(`The node "${request.nodeType}" has no method "${method}".`);
}

/** What a resource locator's list shows for a search text; `paginationToken` asks for the next page. */
export async function searchList(
	request: EditorRequest & { method: string; filter?: string; paginationToken?: string },
): Promise<INodeListSearchResult> {
	const { methods, context } = editorContext(request);
	const search = methods.listSearch?.[request.method];
	if (!search) throw missing(request, request.method);
	return await search.call(context, request.filter, request.paginationToken);
}

/** The fields that the mapper shows. */
export async function mapperFields(request: EditorRequest & { method: string }): Promise<ResourceMapperFields> {
	const { methods, context } = editorContext(request);
	const load = methods.resourceMapping?.[request.method];
	if (!load) throw missing(request, request.method);
	return await load.call(context);
}
