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

/** The names of SCIM 2.0. What a server limits, it says in its answers. */
export const SCIM: Vendor = { name: 'scim', label: 'SCIM 2.0', credential: 'scimApi' };

/** The most operations that one Bulk call carries; a server that offers fewer is given fewer. */
export const MOST_OPERATIONS = 200;

export const SCIM_OPERATIONS: Operations = {
	sync: {
		name: 'Sync',
		title: 'Sync Users',
		action: 'Sync users with SCIM 2.0',
		description:
			'Create, update and reactivate users so that the system equals your list; users missing from it can be deactivated or deleted',
	},
	delete: { name: 'Delete', title: 'Delete Users', action: 'Delete a user', description: 'Delete a user for good' },
	hide: {
		name: 'Deactivate',
		title: 'Deactivate Users',
		action: 'Deactivate a user',
		description: 'Lock a user out; everything else stays',
	},
	restore: {
		name: 'Reactivate',
		title: 'Reactivate Users',
		action: 'Reactivate a user',
		description: 'Let a deactivated user in again',
	},
	getMany: { name: 'Get Many', title: 'Get Many Users', action: 'Get many users', description: 'Get a list of users' },
};

const BY_KEY: ReturnType<typeof userLocator> = userLocator(
	['delete', 'hide', 'restore'],
	{ mode: 'userName', label: 'By User Name', placeholder: 'e.g. sally@company.tld' },
	'e.g. 2819c223-7f76-453a-919d-413861904646',
);

/** The parameters of the SCIM 2.0 node. */
export const scimProperties: INodeProperties[] = [
	...operationProperty(SCIM_OPERATIONS),
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		displayOptions: { show: { resource: ['user'], operation: ['sync', 'delete', 'hide', 'restore', 'getMany'] } },
		options: [
			{
				name: 'External ID',
				value: 'externalId',
				description: 'The number that your own system gives a person; users without one are never touched',
			},
			{ name: 'User Name', value: 'userName', description: 'What people log in with' },
		],
		default: 'userName',
		description: 'Which field tells who is who',
	},
	...rowProperties('SCIM 2.0', ['sync'], 'userName (or externalId, as Find By says)'),
	{
		...BY_KEY,
		modes: [
			...(BY_KEY.modes ?? []),
			{ displayName: 'By External ID', name: 'externalId', type: 'string', placeholder: 'e.g. E1042' },
		],
	},
	warningNotice(
		'deleteNotice',
		['delete'],
		'The account is deleted for each item, and cannot be brought back. Deactivate keeps it.',
	),
	warningNotice(
		'hideNotice',
		['hide'],
		'The person of each item is locked out at once. All else stays, and Reactivate lets them in again.',
	),
	...dryRunProperties(['sync', 'delete', 'hide', 'restore']),
	...leaverProperties('the system', [
		{ name: 'Deactivate', value: 'lock', description: 'Lock them out; Reactivate lets them in again' },
		{ name: 'Delete', value: 'delete', description: 'Delete them for good' },
	]),
	syncSafety(),
	...personSafety(['delete', 'hide', 'restore']),
	rowOptions(['sync'], MOST_OPERATIONS, []),
	personOptions(['delete', 'hide', 'restore']),
	readOptions(['getMany']),
	...getManyProperties(),
];
