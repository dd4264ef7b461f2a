import './environment';

import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { listen } from './log';
import { packageCredentials } from './package';
import { registry, surroundings } from './surroundings';

/**
 * Does what n8n does when somebody saves a credential: sends the request of the credential's `test` through the
 * declarative engine and judges the answer. Follows n8n 2.40's CredentialsTester, which is not part of n8n-core.
 */

export interface CredentialTestOutcome {
	status: 'OK' | 'Error';
	message: string;
	logs: string[];
}

interface TestError {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

/** The value at a dotted path, as lodash's `get` reads it (the characters and methods of a text included). */
function at(value: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((found, key) => {
		if (found === null || found === undefined) return undefined;
		return (Object(found) as Record<string, unknown>)[key];
	}, value);
}

/** Tests a credential by its name (`bridgeApi` …) with the given values. */
export async function testCredential(
	name: string,
	values: ICredentialDataDecryptedObject,
): Promise<CredentialTestOutcome> {
	const credential = packageCredentials().get(name);
	if (!credential?.test) throw new Error(`The credential "${name}" has no test.`);
	const { request, rules = [] } = credential.test;

	const nodeType: INodeType = {
		description: {
			displayName: 'No Op',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: 'No Op',
			defaults: { name: 'No Op' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [name]: { id: '1', name: 'Test' } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: registry({ 'n8n-nodes-base.noOp': nodeType }),
	});
	const additionalData = surroundings({
		credentials: { [name]: values },
		mode: 'internal',
		nodes: [node],
		connections: {},
	});
	const data = await additionalData.credentialsHelper.getDecrypted(
		additionalData,
		{ id: '1', name: 'Test' },
		name,
		'internal',
	);
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const routing = new RoutingNode(context, nodeType, { id: '1', name: 'Test', type: name, data });

	const log = listen();
	const verdict = (status: 'OK' | 'Error', message: string): CredentialTestOutcome => ({
		status,
		message,
		logs: log.lines,
	});
	try {
		let response: INodeExecutionData[][] | null | undefined;
		try {
			response = await routing.runNode();
		} catch (thrown) {
			const error = thrown as TestError;
			const refused = error.cause?.response;
			if (refused) {
				for (const rule of rules) {
					if (rule.type === 'responseCode' && rule.properties.value === refused.status) {
						return verdict('Error', rule.properties.message);
					}
				}
				if (refused.status < 199 || refused.status > 299) {
					return verdict('Error', refused.statusText || `Received HTTP status code: ${refused.status}`);
				}
			} else if (error.cause?.code) {
				return verdict('Error', error.cause.code);
			}
			return verdict('Error', error.message);
		}
		for (const rule of rules) {
			if (rule.type !== 'responseSuccessBody') continue;
			const item = response?.[0]?.[0];
			// n8n trips over an empty array and shows a server error.
			if (!item) return verdict('Error', 'The answer holds nothing to judge.');
			const body: unknown = item.json;
			if (at(body, rule.properties.key) === rule.properties.value) {
				return verdict('Error', rule.properties.message);
			}
		}
		return verdict('OK', 'Connection successful!');
	} finally {
		log.stop();
	}
}
