import type { Capabilities } from '../shared/model/capabilities';

/** What LMS Collaborator's API documents. */
export const capabilities: Capabilities = {
	page: 'lms-collaborator.md',
	operations: { sync: 'yes', hide: 'Block', restore: 'Unblock' },
	list: { can: 'never', words: 'no' },
	knownUsers: true,
	lookUp: false,
	perWrite: { most: 1, words: '1' },
	missing: { lock: 'Block' },
	keys: ['uid'],
	locators: [],
};
