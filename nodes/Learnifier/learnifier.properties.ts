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

/** Learnifier's names. No limit of calls is published. */
export const LEARNIFIER: Vendor = { name: 'learnifier', label: 'Learnifier', credential: 'learnifierApi' };

export const LEARNIFIER_OPERATIONS: Operations = {
	sync: {
		name: 'Sync',
		title: 'Sync Users',
		action: 'Sync users with Learnifier',
		description:
			'Create, update and unlock users so that Learnifier equals your list; users missing from it can be locked or deleted',
	},
	delete: { name: 'Delete', title: 'Delete Users', action: 'Delete a user', description: 'Delete a user for good' },
	hide: {
		name: 'Lock',
		title: 'Lock Users',
		action: 'Lock a user',
		description: 'Lock a user out; everything else stays',
	},
	restore: {
		name: 'Unlock',
		title: 'Unlock Users',
		action: 'Unlock a user',
		description: 'Let a locked user in again',
	},
	getSummary: {
		name: 'Get Account Summary',
		title: 'Get Account Summaries',
		action: 'Get an account summary',
		description: 'Get when a user logged in first and last, and whether the account is locked',
	},
	getMany: { name: 'Get Many', title: 'Get Many Users', action: 'Get many users', description: 'Get a list of users' },
};

/** The parameters of the Learnifier node. */
export const learnifierProperties: INodeProperties[] = [
	...operationProperty(LEARNIFIER_OPERATIONS),
	...rowProperties('Learnifier', ['sync'], 'externalId', 'External ID'),
	userLocator(
		['delete', 'hide', 'restore', 'getSummary'],
		{ mode: 'externalId', label: 'By External ID', placeholder: 'e.g. E1042' },
		'e.g. 3f0c8a52-7d1e-4b6a-9c55-0f2d6a1b7e90',
	),
	warningNotice(
		'deleteNotice',
		['delete'],
		'The account is deleted for each item, and cannot be brought back. Lock keeps it.',
	),
	warningNotice(
		'hideNotice',
		['hide'],
		'The person of each item is locked out at once. All else stays, and Unlock lets them in again.',
	),
	...dryRunProperties(['sync', 'delete', 'hide', 'restore']),
	...leaverProperties('Learnifier', [
		{ name: 'Delete', value: 'delete', description: 'Delete them for good' },
		{ name: 'Lock', value: 'lock', description: 'Lock them out; Unlock lets them in again' },
	]),
	syncSafety(),
	...personSafety(['delete', 'hide', 'restore']),
	rowOptions(['sync'], 1, [
		{
			displayName: 'Adopt by Email',
			name: 'adoptByEmail',
			type: 'boolean',
			default: false,
			description:
				'Whether a new person whose address belongs to an account without an external ID takes over that account, instead of being reported',
		},
		{
			displayName: 'Auto Clear Email',
			name: 'autoClearEmail',
			type: 'boolean',
			default: false,
			description:
				'Whether an update may take an address from another person with an external ID, whom Learnifier then leaves without one',
		},
		{
			displayName: 'Send Auto Clear In',
			name: 'autoClearEmailIn',
			type: 'options',
			options: [
				{ name: 'Body', value: 'body' },
				{ name: 'Query', value: 'query' },
			],
			default: 'body',
			description: 'Where the autoClearEmail flag goes. Change it only if Learnifier ignores or refuses it.',
		},
		{
			displayName: 'Unlock Returning Users',
			name: 'unlockReturning',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'auto',
					description: 'Only when Missing Users is Lock, as then this sync has locked them',
				},
				{ name: 'No', value: 'no', description: 'Leave locked accounts locked' },
				{ name: 'Yes', value: 'yes', description: 'Unlock every locked account that stands in the list' },
			],
			default: 'auto',
			description: 'Whether to unlock locked accounts of people in the list. A hardLock column decides for itself.',
		},
	]),
	personOptions(['delete', 'hide', 'restore']),
	readOptions(['getSummary', 'getMany']),
	...getManyProperties(),
];
