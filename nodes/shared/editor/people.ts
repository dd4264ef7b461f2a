import type { INodeProperties } from 'n8n-workflow';
import { on } from './shown';

/** The person of Delete, Hide, Restore and Get Summary. `byKey` is the mode for the matching key. */
export function userLocator(
	operations: string[],
	byKey: { mode: string; label: string; placeholder: string },
	idPlaceholder: string,
): INodeProperties {
	return {
		displayName: 'User',
		name: 'userId',
		type: 'resourceLocator',
		required: true,
		displayOptions: on(...operations),
		default: { mode: 'list', value: '' },
		description: 'The person, evaluated for each item',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'e.g. Sally Student',
				typeOptions: { searchListMethod: 'searchUsers', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: idPlaceholder },
			{ displayName: byKey.label, name: byKey.mode, type: 'string', placeholder: byKey.placeholder },
		],
	};
}

/** Return All, Limit and Simplify. */
export function getManyProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			displayOptions: on('getMany'),
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			displayOptions: { show: { ...on('getMany')?.show, returnAll: [false] } },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			displayOptions: on('getMany'),
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	];
}

/** From which day to which a learning summary counts. */
export function periodProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'string',
			displayOptions: on('getSummary'),
			default: '',
			placeholder: 'e.g. 2026-01-01',
			description: 'First day to count. Empty means from the beginning.',
		},
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'string',
			displayOptions: on('getSummary'),
			default: '',
			placeholder: 'e.g. 2026-12-31',
			description: 'Last day to count. Empty means until today.',
		},
	];
}
