import type { Capabilities } from '../shared/model/capabilities';
import { collaboratorFields } from './lmsCollaborator.fields';

/** What LMS Collaborator's API documents. */
export const capabilities: Capabilities = {
	page: 'lms-collaborator.md',
	operations: {
		sync: 'yes',
		hide: 'Block',
		restore: 'Unblock',
		getSummary: 'learning: tasks by status',
		getMany: 'yes',
	},
	list: { can: 'unlessRefused', words: 'yes, unless the portal refuses it' },
	knownUsers: true,
	lookUp: true,
	perWrite: { most: 1, words: '1' },
	missing: { lock: 'Block' },
	keys: ['uid'],
	fields: collaboratorFields(true),
	locators: ['id', 'uid'],
};
