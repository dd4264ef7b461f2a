import type { Capabilities } from '../shared/model/capabilities';
import { traliantFields } from './traliant.user';

/** What Traliant's API documents. */
export const capabilities: Capabilities = {
	page: 'traliant.md',
	operations: { sync: 'yes', hide: 'Suspend', restore: 'Unsuspend' },
	list: { can: 'never', words: 'no' },
	knownUsers: true,
	lookUp: false,
	perWrite: { most: 10, words: 'up to 10' },
	missing: { lock: 'Suspend' },
	keys: ['username', 'id_number'],
	fields: traliantFields('username'),
	locators: [],
};
