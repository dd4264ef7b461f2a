import type { INodeProperties } from 'n8n-workflow';
import type { Vendor } from '../shared/model/connector';
import type { Operations } from '../shared/editor/operations';
import {
	dryRunProperties,
	getManyProperties,
	leaverProperties,
	operationProperty,
	personOptions,
	personSafety,
	readOptions,
	rowOptions,
	rowProperties,
	syncSafety,
	userLocator,
	warningNotice,
} from '../shared/editor/properties';

/** Requestor's names. No limit on calls is published. */
export const REQUESTOR: Vendor = { name: 'requestor', label: 'Requestor', credential: 'requestorApi' };

/** Source: the vendor's page: "Max bulk size is 100 users." */
export const MOST_USERS = 100;

export const REQUESTOR_OPERATIONS: Operations = {
	sync: {
		name: 'Sync',
		title: 'Sync Users',
		action: 'Sync users with Requestor',
		description: 'Create and update users so that Requestor equals your list; users missing from it can be removed',
	},
	delete: { name: 'Delete', title: 'Delete Users', action: 'Delete a user', description: 'Delete a user for good' },
	getSummary: {
		name: 'Get Account Summary',
		title: 'Get Account Summaries',
		action: 'Get an account summary',
		description: "Get the facts of a user's account: approval, roles, customers and where the user belongs",
	},
	getMany: { name: 'Get Many', title: 'Get Many Users', action: 'Get many users', description: 'Get a list of users' },
};

const force = (show: Record<string, string[]>): INodeProperties => ({
	displayName: 'Force',
	name: 'force',
	type: 'boolean',
	displayOptions: { show: { resource: ['user'], ...show } },
	default: false,
	description: 'Whether to delete users who have tickets too. Otherwise Requestor refuses them.',
});

/** The parameters of the Requestor node. */
export const requestorProperties: INodeProperties[] = [
	...operationProperty(REQUESTOR_OPERATIONS),
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		displayOptions: { show: { resource: ['user'], operation: ['sync'] } },
		options: [
			{ name: 'Email', value: 'Email' },
			{ name: 'External ID', value: 'ExternalId', description: 'The number that your HR system gives a person' },
			{ name: 'User Provider Key', value: 'UserProviderKey', description: "Requestor's own key; new people have none" },
		],
		default: 'ExternalId',
		description: 'Which field tells who is who',
	},
	...rowProperties('Requestor', ['sync'], 'ExternalId, or what Find By names'),
	userLocator(
		['delete', 'getSummary'],
		{ mode: 'externalId', label: 'By External ID', placeholder: 'e.g. 2-105' },
		'e.g. 3aa87a2d-c4ab-425e-8859-4cfcb7eb44b7',
	),
	warningNotice('deleteNotice', ['delete'], "The account is deleted for each item. It can't be brought back."),
	...dryRunProperties(['sync', 'delete']),
	...leaverProperties('Requestor', [
		{ name: 'Delete', value: 'delete', description: "Delete them; they can't be brought back" },
	]),
	force({ operation: ['delete'] }),
	force({ operation: ['sync'], missingUsers: ['delete'] }),
	syncSafety(),
	...personSafety(['delete']),
	rowOptions(['sync'], MOST_USERS, [
		{
			displayName: 'Preserve Unmapped',
			name: 'preserveUnmapped',
			type: 'boolean',
			default: true,
			description:
				'Whether to send the fields that you do not map as they are now. Requestor clears whatever an update leaves out.',
		},
	]),
	personOptions(['delete']),
	readOptions(['getSummary', 'getMany']),
	...getManyProperties(),
];
