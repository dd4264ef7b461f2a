import './environment';

import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import type {
	IConnections,
	INode,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialStore, type CredentialValues } from './credentials';
import { record } from './log';

/** What n8n-core expects around a node: a logger, node types, credentials, addresses. */

const capturingLogger = {
	error: (message: string, metadata?: object) => record('error', message, metadata),
	warn: (message: string, metadata?: object) => record('warn', message, metadata),
	info: (message: string, metadata?: object) => record('info', message, metadata),
	debug: (message: string, metadata?: object) => record('debug', message, metadata),
	scoped: () => capturingLogger,
};
Container.set(Logger, capturingLogger as unknown as Logger);

/** Node types by name, as the engine asks for them. */
export function registry(types: Record<string, INodeType>): INodeTypes {
	const find = (name: string): INodeType => {
		const found = types[name];
		if (!found) throw new Error(`The harness knows no node type "${name}".`);
		return found;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

const NOT_IN_HARNESS = async (): Promise<never> => {
	throw new Error('The engine harness does not offer this.');
};

export interface Surroundings {
	credentials: CredentialValues;
	mode: WorkflowExecuteMode;
	nodes: INode[];
	connections: IConnections;
}

export function surroundings({ credentials, mode, nodes, connections }: Surroundings): IWorkflowExecuteAdditionalData {
	const url = 'http://localhost/';
	const hooks = new ExecutionLifecycleHooks(mode, '1', {
		id: 'workflow',
		name: 'Harness',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes,
		connections,
	});
	return {
		credentialsHelper: new CredentialStore(credentials),
		hooks,
		executionId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		mcpBaseUrl: url,
		mcpTestBaseUrl: url,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		executeWorkflow: NOT_IN_HARNESS,
		getRunExecutionData: NOT_IN_HARNESS,
		getRuntimeCredential: NOT_IN_HARNESS,
		logAiEvent: () => {},
		startRunnerTask: NOT_IN_HARNESS,
	};
}
