import type { Capabilities } from '../shared/model/capabilities';
import { MOST_OPERATIONS } from './scim.properties';
import { scimFields } from './scim.fields';

/** What SCIM 2.0 (RFC 7643, RFC 7644) defines; what a server leaves out, it says in its ServiceProviderConfig. */
export const capabilities: Capabilities = {
	page: 'scim.md',
	operations: { sync: 'yes', delete: 'Delete', hide: 'Deactivate', restore: 'Reactivate', getMany: 'yes' },
	list: { can: 'always', words: 'yes, page by page' },
	knownUsers: false,
	lookUp: true,
	perWrite: { most: MOST_OPERATIONS, words: '1, or as many as the server’s Bulk takes' },
	missing: { lock: 'Deactivate', delete: 'Delete' },
	keys: ['userName', 'externalId'],
	fields: scimFields('userName'),
	locators: ['id', 'userName', 'externalId'],
};
