import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { on } from './shown';

/** The operations, in the order of the menu: alphabetical by name, as n8n's rules want it. */
export function operationProperty(operations: INodePropertyOptions[]): INodeProperties[] {
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
			options: operations,
			default: 'sync',
		},
	];
}

/** The sub-title of a node: the operation in the vendor's own words, such as "Lock Users". */
export function subtitleOf(labels: Readonly<Record<string, string>>): string {
	return `={{ (${JSON.stringify(labels)})[$parameter["operation"]] }}`;
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
