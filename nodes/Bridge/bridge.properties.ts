import type { INodeProperties } from 'n8n-workflow';
import type { Vendor } from '../shared/model/connector';
import type { Operations } from '../shared/editor/operations';
import {
	dryRunProperties,
	getManyProperties,
	leaverProperties,
	operationProperty,
	periodProperties,
	personOptions,
	personSafety,
	readOptions,
	rowOptions,
	rowProperties,
	syncSafety,
	userLocator,
	warningNotice,
} from '../shared/editor/properties';

/** Bridge's names and its published limit: 5 calls a second for each token. */
export const BRIDGE: Vendor = { name: 'bridge', label: 'Bridge', credential: 'bridgeApi', callsPerSecond: 5 };

export const BRIDGE_OPERATIONS: Operations = {
	sync: {
		name: 'Sync',
		title: 'Sync Users',
		action: 'Sync users with Bridge',
		description:
			'Create, update and restore users so that Bridge equals your list; users missing from it can be removed',
	},
	delete: {
		name: 'Delete',
		title: 'Delete Users',
		action: 'Delete a user',
		description: 'Delete a user; the learning history stays and comes back with Restore',
	},
	hide: {
		name: 'Hide',
		title: 'Hide Users',
		action: 'Hide a deleted user',
		description: 'Hide a deleted user from lists',
	},
	restore: {
		name: 'Restore',
		title: 'Restore Users',
		action: 'Restore a deleted user',
		description: 'Bring a deleted user back',
	},
	getSummary: {
		name: 'Get Learning Summary',
		title: 'Get Learning Summaries',
		action: 'Get a learning summary',
		description: 'Get how many courses, programs and live courses a user has completed, on time and overdue',
	},
	getMany: {
		name: 'Get Many',
		title: 'Get Many Users',
		action: 'Get many users',
		description: 'Get a list of active users',
	},
};

/** The parameters of the Bridge node. */
export const bridgeProperties: INodeProperties[] = [
	...operationProperty(BRIDGE_OPERATIONS),
	...rowProperties('Bridge', ['sync'], 'uid', 'UID'),
	userLocator(
		['delete', 'hide', 'restore', 'getSummary'],
		{ mode: 'uid', label: 'By UID', placeholder: 'e.g. sally@company.tld' },
		'e.g. 379',
	),
	warningNotice('deleteNotice', ['delete'], 'The account is deleted for each item. Restore brings it back.'),
	warningNotice(
		'hideNotice',
		['hide'],
		'The account of each item is hidden. With Delete First, active users are deleted too; Restore brings them back.',
	),
	...dryRunProperties(['sync', 'delete', 'hide', 'restore']),
	...leaverProperties('Bridge', [
		{ name: 'Delete', value: 'delete', description: 'Delete them; Restore brings them back' },
		{
			name: 'Delete and Hide',
			value: 'deleteAndHide',
			description: 'Delete them, and hide them from the list of deleted users',
		},
	]),
	{
		displayName: 'Delete in the Background',
		name: 'async',
		type: 'boolean',
		displayOptions: { show: { resource: ['user'], operation: ['delete'] } },
		default: false,
		description: 'Whether Bridge may delete the user a little later, which answers faster',
	},
	{
		displayName: 'Delete First',
		name: 'deleteFirst',
		type: 'boolean',
		displayOptions: { show: { resource: ['user'], operation: ['hide'] } },
		default: false,
		description: 'Whether to delete active users first. Bridge can hide deleted users only.',
	},
	...periodProperties(),
	{
		displayName: 'Include Transcript',
		name: 'includeTranscript',
		type: 'boolean',
		displayOptions: { show: { resource: ['user'], operation: ['getSummary'] } },
		default: false,
		description: "Whether to read the user's whole transcript too, which takes more calls",
	},
	syncSafety(),
	...personSafety(['delete', 'hide', 'restore']),
	rowOptions(['sync'], 1, [
		{
			displayName: 'Custom Field Form',
			name: 'customFieldForm',
			type: 'options',
			options: [
				{
					name: 'Custom Field Values',
					value: 'custom_field_values',
					description: 'As Bridge accepts them in practice',
				},
				{ name: 'Custom Fields', value: 'custom_fields', description: "As Bridge's page names them" },
			],
			default: 'custom_field_values',
			description: 'How custom fields are sent. Change it only if Bridge refuses them.',
		},
		{
			displayName: 'Restore Deleted',
			name: 'restoreDeleted',
			type: 'boolean',
			default: true,
			description:
				'Whether to restore the deleted account of a person who is back in the list, with its learning history',
		},
	]),
	personOptions(['delete', 'hide', 'restore']),
	readOptions(['getSummary', 'getMany']),
	...getManyProperties(),
];
