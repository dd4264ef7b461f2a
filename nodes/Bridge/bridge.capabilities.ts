import type { Capabilities } from '../shared/model/capabilities';
import { BRIDGE_FIELDS } from './bridge.user';

/** What Bridge's API documents. */
export const capabilities: Capabilities = {
	page: 'bridge.md',
	operations: {
		sync: 'yes',
		delete: 'Delete',
		hide: 'Hide (deleted users only)',
		restore: 'Restore',
		getSummary: 'learning: completed, on time, overdue',
		getMany: 'yes',
	},
	list: { can: 'always', words: 'yes, 1,000 a call' },
	knownUsers: false,
	lookUp: true,
	perWrite: { most: 1, words: '1, at 5 calls a second' },
	missing: { delete: 'Delete', deleteAndHide: 'Delete and Hide' },
	keys: ['uid'],
	fields: BRIDGE_FIELDS,
	locators: ['id', 'uid'],
};
