import type { INodeProperties } from 'n8n-workflow';
import { on } from './shown';

/** Where the rows come from and how columns become fields; for Sync, and for Hide and Restore of blind vendors. */
export function rowProperties(
	lms: string,
	operations: string[],
	required: string,
	key = 'what Find By says',
): INodeProperties[] {
	return [
		{
			displayName: 'Users From',
			name: 'usersFrom',
			type: 'options',
			displayOptions: on(...operations),
			options: [
				{ name: 'Input Items', value: 'items', description: 'One person per input item' },
				{
					name: 'JSON',
					value: 'json',
					description: 'All people from one JSON array, read once; for AI agents and webhooks',
				},
			],
			default: 'items',
		},
		{
			displayName: 'Users (JSON)',
			name: 'usersJson',
			type: 'json',
			displayOptions: { show: { ...on(...operations)?.show, usersFrom: ['json'] } },
			default: '[]',
			placeholder: 'e.g. [{"email": "sally@company.tld"}]',
			description: `An array of people, or one person. Names of properties are matched to ${lms}'s fields as columns are. Required: ${required}.`,
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'resourceMapper',
			noDataExpression: true,
			displayOptions: { show: { ...on(...operations)?.show, usersFrom: ['items'] } },
			default: { mappingMode: 'autoMapInputData', value: null },
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: 'getFields',
					mode: 'add',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: true,
				},
			},
		},
		{
			displayName: 'Key Column',
			name: 'keyColumn',
			type: 'string',
			displayOptions: on(...operations),
			default: '',
			placeholder: 'e.g. Employee ID',
			description:
				"Heading of the column that tells who is who, as your list calls it. Empty means the column that carries the key's own name. For columns that are matched automatically; a mapping of your own names the key itself.",
		},
		{
			displayName: `${lms} knows people by ${key}: set Key Column if your list calls it otherwise. Other columns need no renaming.`,
			name: 'fieldsNotice',
			type: 'notice',
			displayOptions: { show: { ...on(...operations)?.show, usersFrom: ['items'] } },
			default: '',
		},
	];
}

/** Known Users, where a system can't be asked who is in it. */
export function knownUsersProperty(lms: string): INodeProperties {
	return {
		displayName: 'Known Users',
		name: 'knownUsers',
		type: 'json',
		displayOptions: on('sync'),
		default: '',
		placeholder: 'e.g. ={{ $("Export").all().map((item) => item.json) }}',
		description: `Who is in ${lms}, as an array of records from an export or from yesterday's list; read once. With it, only what differs is sent, and missing people can be found. Empty means that this is not known.`,
	};
}
