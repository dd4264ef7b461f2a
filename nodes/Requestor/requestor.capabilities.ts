import type { Capabilities } from '../shared/model/capabilities';
import { requestorFields } from './requestor.user';

/** What Requestor's API documents. */
export const capabilities: Capabilities = {
	page: 'requestor.md',
	operations: { sync: 'yes', delete: 'Delete', getSummary: 'account: approval, roles', getMany: 'yes' },
	list: { can: 'always', words: 'yes, 200 a call' },
	knownUsers: false,
	lookUp: false,
	perWrite: { most: 100, words: 'up to 100' },
	missing: { delete: 'Delete' },
	keys: ['ExternalId', 'UserProviderKey', 'Email'],
	fields: requestorFields('ExternalId'),
	locators: ['id', 'externalId'],
};
