import type { Reply } from '../shared/vendor';
import { LIST_URN } from './schemas';
import type { ScimSwitches } from './switches';

/** What the server says that it can do. Source: RFC 7643, section 5. */
export function configReply(switches: ScimSwitches, missing: (words: string) => Reply): Reply {
	const { config, patch, filter, bulk, bulkBytes, etag } = switches;
	const json = {
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
		patch: { supported: patch !== 'none' },
		bulk: { supported: bulk > 0, maxOperations: bulk, maxPayloadSize: bulkBytes },
		filter: { supported: filter !== 'no', maxResults: 200 },
		changePassword: { supported: false },
		sort: { supported: false },
		etag: { supported: etag !== 'no' },
		authenticationSchemes: [],
	};
	switch (config) {
		case 'full':
			return { status: 200, json };
		case 'listed':
			return { status: 200, json: { schemas: [LIST_URN], totalResults: 1, Resources: [json] } };
		case 'absent':
			return missing('There is nothing here');
		case 'html':
			return { status: 200, text: '<!DOCTYPE html><html><title>Learn</title></html>', contentType: 'text/html' };
		case 'wrong':
			return { status: 200, json: { schemas: [] } };
	}
}
