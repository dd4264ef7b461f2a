import type { INodeProperties } from 'n8n-workflow';
import type { Vendor } from '../shared/model/connector';
import type { Operations } from '../shared/editor/operations';
import {
	dryRunProperties,
	knownUsersProperty,
	leaverProperties,
	operationProperty,
	personSafety,
	rowOptions,
	rowProperties,
	syncSafety,
	warningNotice,
} from '../shared/editor/properties';

/** Traliant's names. No limit on calls is published. */
export const TRALIANT: Vendor = { name: 'traliant', label: 'Traliant LMS', credential: 'traliantApi' };

/** Source: the vendor's page: "The maximum number of users is 10." */
export const MOST_USERS = 10;

export const TRALIANT_OPERATIONS: Operations = {
	sync: {
		name: 'Sync',
		title: 'Sync Users',
		action: 'Sync users with Traliant LMS',
		description:
			'Create and update users so that Traliant LMS equals your list, and run its course assignment rules if asked',
	},
	hide: {
		name: 'Suspend',
		title: 'Suspend Users',
		action: 'Suspend users',
		description: 'Suspend accounts; Unsuspend brings them back',
	},
	restore: {
		name: 'Unsuspend',
		title: 'Unsuspend Users',
		action: 'Unsuspend users',
		description: 'Bring suspended accounts back',
	},
};

const ALL = ['sync', 'hide', 'restore'];

/** The parameters of the Traliant node. */
export const traliantProperties: INodeProperties[] = [
	...operationProperty(TRALIANT_OPERATIONS),
	warningNotice(
		'hideNotice',
		['hide', 'restore'],
		'Whoever Traliant LMS does not know is created, which counts as failed. Other mapped fields are updated too.',
	),
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		displayOptions: { show: { resource: ['user'], operation: ALL } },
		options: [
			{ name: 'ID Number', value: 'id_number', description: 'Then every row needs an ID number' },
			{ name: 'Username', value: 'username' },
		],
		default: 'username',
		description: 'Which field tells who is who',
	},
	...rowProperties('Traliant LMS', ALL, 'username, first_name, last_name, email'),
	...dryRunProperties(ALL),
	...leaverProperties('Traliant LMS', [
		{ name: 'Suspend', value: 'lock', description: 'Suspend their accounts; Unsuspend brings them back' },
	]),
	knownUsersProperty('Traliant LMS'),
	{
		displayName: 'Execute Rules',
		name: 'executeRules',
		type: 'boolean',
		displayOptions: { show: { resource: ['user'], operation: ALL } },
		default: false,
		description: 'Whether to run the course assignment rules for these users afterwards',
	},
	{
		displayName: 'Force Password Change',
		name: 'forcePasswordChange',
		type: 'boolean',
		displayOptions: { show: { resource: ['user'], operation: ['sync'] } },
		default: false,
		description: 'Whether new users have to change their password when they first log in',
	},
	{
		displayName: 'Track Changes',
		name: 'trackChanges',
		type: 'boolean',
		displayOptions: { show: { resource: ['user'], operation: ALL } },
		default: true,
		description: 'Whether to update only users with differences. Off, every user counts as updated.',
	},
	syncSafety(),
	...personSafety(['hide', 'restore']),
	rowOptions(ALL, MOST_USERS, []),
];
