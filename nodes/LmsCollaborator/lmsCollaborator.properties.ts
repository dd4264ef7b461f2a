import type { INodeProperties } from 'n8n-workflow';
import type { Vendor } from '../shared/model/connector';
import {
	dryRunProperties,
	knownUsersProperty,
	leaversProperty,
	missingUsersProperties,
	operationProperty,
	periodProperties,
	personSafety,
	rowOptions,
	rowProperties,
	syncSafety,
	warningNotice,
} from '../shared/editor/properties';

/** LMS Collaborator's names. No limit of calls is published. */
export const LMS_COLLABORATOR: Vendor = {
	name: 'lmsCollaborator',
	label: 'LMS Collaborator',
	credential: 'lmsCollaboratorApi',
};

export const LMS_COLLABORATOR_OPERATIONS: Readonly<Record<string, string>> = {
	sync: 'Sync Users',
	hide: 'Block Users',
	restore: 'Unblock Users',
};

const ALL = ['sync', 'hide', 'restore'];

/** The parameters of the LMS Collaborator node. */
export const lmsCollaboratorProperties: INodeProperties[] = [
	...operationProperty([
		{
			name: 'Block',
			value: 'hide',
			action: 'Block users',
			description: 'Block users, so that they can no longer log in',
		},
		{
			name: 'Sync',
			value: 'sync',
			action: 'Sync users with a master list',
			description: 'Create and update users so that LMS Collaborator equals your list',
		},
		{ name: 'Unblock', value: 'restore', action: 'Unblock users', description: 'Let blocked users in again' },
	]),
	warningNotice(
		'importNotice',
		['hide', 'restore'],
		'Each person needs all required fields; other given fields are updated too. An unknown UID creates an account.',
	),
	...rowProperties('LMS Collaborator', ALL, 'uid, secondname, firstname, login, email, position'),
	...dryRunProperties(ALL),
	leaversProperty(),
	...missingUsersProperties('LMS Collaborator', [
		{ name: 'Block', value: 'lock', description: 'Block them; Unblock lets them in again' },
	]),
	knownUsersProperty('LMS Collaborator'),
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
];
