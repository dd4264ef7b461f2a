import type { INodeProperties } from 'n8n-workflow';
import type { Vendor } from '../shared/model/connector';
import type { Operations } from '../shared/editor/operations';
import {
	dryRunProperties,
	getManyProperties,
	knownUsersProperty,
	leaverProperties,
	operationProperty,
	periodProperties,
	personSafety,
	readOptions,
	rowOptions,
	rowProperties,
	syncSafety,
	userLocator,
	warningNotice,
} from '../shared/editor/properties';

/** LMS Collaborator's names. No limit of calls is published. */
export const LMS_COLLABORATOR: Vendor = {
	name: 'lmsCollaborator',
	label: 'LMS Collaborator',
	credential: 'lmsCollaboratorApi',
};

export const LMS_COLLABORATOR_OPERATIONS: Operations = {
	sync: {
		name: 'Sync',
		title: 'Sync Users',
		action: 'Sync users with LMS Collaborator',
		description:
			'Create, update and unblock users so that LMS Collaborator equals your list; users missing from it can be blocked',
	},
	hide: {
		name: 'Block',
		title: 'Block Users',
		action: 'Block users',
		description: 'Block users, so that they can no longer log in',
	},
	restore: {
		name: 'Unblock',
		title: 'Unblock Users',
		action: 'Unblock users',
		description: 'Let blocked users in again',
	},
	getSummary: {
		name: 'Get Task Summary',
		title: 'Get Task Summaries',
		action: 'Get a summary of tasks',
		description: "Count a user's tasks by status, with those that are overdue and the last one that was finished",
	},
	getMany: { name: 'Get Many', title: 'Get Many Users', action: 'Get many users', description: 'Get a list of users' },
};

const ALL = ['sync', 'hide', 'restore'];

/** The parameters of the LMS Collaborator node. */
export const lmsCollaboratorProperties: INodeProperties[] = [
	...operationProperty(LMS_COLLABORATOR_OPERATIONS),
	warningNotice(
		'importNotice',
		['hide', 'restore'],
		'A UID is enough where the portal shows its list. Where it does not, an unknown UID creates an account.',
	),
	...rowProperties('LMS Collaborator', ALL, 'uid, secondname, firstname, login, email, position', 'UID'),
	...dryRunProperties(ALL),
	...leaverProperties('LMS Collaborator', [
		{ name: 'Block', value: 'lock', description: 'Block them; Unblock lets them in again' },
	]),
	knownUsersProperty('LMS Collaborator'),
	userLocator(['getSummary'], { mode: 'uid', label: 'By UID', placeholder: 'e.g. E1042' }, 'e.g. 5694'),
	...periodProperties(),
	syncSafety(),
	...personSafety(['hide', 'restore']),
	rowOptions(ALL, 1, [
		{
			displayName: 'Require Position',
			name: 'requirePosition',
			type: 'boolean',
			default: true,
			description:
				'Whether a row without a position is rejected, as LMS Collaborator refuses it. Switch it off if your portal takes such rows.',
		},
	]),
	readOptions(['getSummary', 'getMany']),
	...getManyProperties(),
];
