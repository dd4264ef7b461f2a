import type { Capabilities } from '../shared/model/capabilities';
import { LEARNIFIER_FIELDS } from './learnifier.user';

/** What Learnifier's API documents. */
export const capabilities: Capabilities = {
	page: 'learnifier.md',
	operations: {
		sync: 'yes',
		delete: 'Delete',
		hide: 'Lock',
		restore: 'Unlock',
		getSummary: 'account: logins, lock',
		getMany: 'yes',
	},
	list: { can: 'always', words: 'yes, page by page' },
	knownUsers: false,
	lookUp: true,
	perWrite: { most: 1, words: '1' },
	missing: { lock: 'Lock', delete: 'Delete' },
	keys: ['externalId'],
	fields: LEARNIFIER_FIELDS,
	locators: ['id', 'externalId'],
};
