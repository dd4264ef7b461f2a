import type { INodeProperties } from 'n8n-workflow';
import { on } from './shown';

/** One operation in the vendor's own words. */
export interface OperationWords {
	/** In the menu: "Lock". */
	readonly name: string;
	/** Below the node and in its summary: "Lock Users". */
	readonly title: string;
	/** In the list of actions, and for AI tools: "Lock a user". */
	readonly action: string;
	readonly description: string;
}

/** What a vendor offers: the operation's value and its words. */
export type Operations = Readonly<Record<string, OperationWords>>;

/** The operations in the order of the menu: alphabetical by name, as n8n's rules want it. */
export function operationProperty(operations: Operations): INodeProperties[] {
	const options = Object.entries(operations)
		.map(([value, { name, action, description }]) => ({ name, value, action, description }))
		.sort((one, other) => (one.name < other.name ? -1 : 1));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [{ name: 'User', value: 'user' }],
			default: 'user',
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['user'] } },
			options,
			default: 'sync',
		},
	];
}

/** The operations' titles, by value. */
export function titlesOf(operations: Operations): Record<string, string> {
	return Object.fromEntries(Object.entries(operations).map(([value, { title }]) => [value, title]));
}

/** The sub-title of a node: the operation in the vendor's own words, such as "Lock Users". */
export function subtitleOf(operations: Operations): string {
	return `={{ (${JSON.stringify(titlesOf(operations))})[$parameter["operation"]] }}`;
}

/**
 * Dry Run, for every operation that writes. Sync looks before it acts: it is on there until somebody switches it off.
 * Where both are shown, as for an operation that comes from an expression, n8n takes the last: the careful one.
 */
export function dryRunProperties(operations: string[]): INodeProperties[] {
	const acting = operations.filter((operation) => operation !== 'sync');
	const declared: INodeProperties[] = [];
	if (acting.length > 0)
		declared.push({
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			displayOptions: on(...acting),
			default: false,
			description: 'Whether to plan everything and show what would happen, without changing anything',
		});
	if (acting.length < operations.length)
		declared.push({
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			displayOptions: on('sync'),
			default: true,
			description:
				'Whether to plan everything and show what would happen, without changing anything. Switch it off to carry the plan out.',
		});
	return declared;
}

/** A notice above an operation that can't be taken back. */
export function warningNotice(name: string, operations: string[], text: string): INodeProperties {
	return { displayName: text, name, type: 'notice', displayOptions: on(...operations), default: '' };
}
