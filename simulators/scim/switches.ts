import { defineSwitches } from '../shared/switches';
import type { SwitchesOf } from '../shared/switches';

/** What RFC 7643 and 7644 leave to the server, and what servers do otherwise. */
export const scimSwitches = defineSwitches({
	basePath: {
		values: ['/scim/v2', '/api/tenants/7/scim'],
		default: '/scim/v2',
		origin: 'A',
		meaning: 'Path under which the resources stand',
	},
	config: {
		values: ['full', 'listed', 'absent', 'html', 'wrong'],
		default: 'full',
		origin: 'F',
		meaning: 'ServiceProviderConfig: as in the RFC, in a list of one, 404, a web page, or without saying anything',
	},
	schemas: {
		values: ['full', 'absent'],
		default: 'full',
		origin: 'F',
		meaning: 'Schemas and ResourceTypes: told, or 404',
	},
	patch: {
		values: ['paths', 'noMembers', 'noPath', 'none', 'unannounced', 'noRoute'],
		default: 'paths',
		origin: 'F',
		meaning:
			'PATCH: with any path, without paths that choose a member, only without a path, not at all (and the configuration says so, or not: 501, or 404)',
	},
	filter: {
		values: ['yes', 'no', 'unannounced', 'ignored'],
		default: 'yes',
		origin: 'F',
		meaning: 'Filters: heeded; not (and the configuration says so, or not: 400); or the filter is ignored',
	},
	emailFilter: {
		values: ['no', 'value', 'work', 'ignored'],
		default: 'no',
		origin: 'F',
		meaning: 'A filter of emails: refused; emails.value, or emails[type eq "work"].value alone; or everybody comes',
	},
	bulk: {
		values: [0, 100, 3],
		default: 0,
		origin: 'O',
		meaning: 'Operations in one Bulk call; 0: no Bulk',
	},
	bulkBytes: {
		values: [1048576, 2000],
		default: 1048576,
		origin: 'O',
		meaning: 'Bytes in one Bulk call (maxPayloadSize); 413 beyond',
	},
	bulkIds: {
		values: ['all', 'creates'],
		default: 'all',
		origin: 'O',
		meaning: 'A Bulk reply gives back the bulkId of every operation, or of creates alone',
	},
	etag: {
		values: ['no', 'yes', 'required'],
		default: 'no',
		origin: 'O',
		meaning: 'Versions: none; If-Match is heeded (412); or must be sent (428)',
	},
	maxPage: {
		values: [1000, 50, 7],
		default: 1000,
		origin: 'O',
		meaning: 'Most users in a page, whatever count asks for',
	},
	tooManyAsked: {
		values: ['capped', 'refused'],
		default: 'capped',
		origin: 'F',
		meaning: 'A count above 100 is capped, or refused with 400',
	},
	startsAt: { values: [1, 0], default: 1, origin: 'F', meaning: 'Number of the first user (the RFC: 1)' },
	noResources: {
		values: ['empty', 'absent'],
		default: 'empty',
		origin: 'O',
		meaning: 'Resources of a list without any: an empty list, or no key',
	},
	activeAs: {
		values: ['boolean', 'text'],
		default: 'boolean',
		origin: 'F',
		meaning: 'active is shown as a boolean, or as "True" and "False"',
	},
	patchStatus: { values: [200, 204], default: 200, origin: 'O', meaning: 'Status of a PATCH (204: no body)' },
	createBody: {
		values: ['full', 'location', 'idOnly'],
		default: 'full',
		origin: 'A',
		meaning: 'Body of a create: the user, nothing (the Location header tells), or the id alone',
	},
	conflict: {
		values: ['detail', 'bare', 'badRequest'],
		default: 'detail',
		origin: 'F',
		meaning: 'A taken user name: 409 with scimType and detail, 409 without a body, or 400 uniqueness',
	},
	deleted: {
		values: ['gone', 'inactive'],
		default: 'gone',
		origin: 'F',
		meaning: 'A deleted user is answered 404, or stays with active false, out of the list',
	},
	userNames: {
		values: ['kept', 'lowered'],
		default: 'kept',
		origin: 'F',
		meaning: 'User names are kept as written, or in lower case (compared without case either way)',
	},
	unknownAttributes: {
		values: ['reject', 'ignore'],
		default: 'reject',
		origin: 'F',
		meaning: 'An attribute that no schema has: 400, or swallowed (noted in the log)',
	},
	mediaType: {
		values: ['scim', 'jsonOnly'],
		default: 'scim',
		origin: 'F',
		meaning: 'Bodies as application/scim+json, or as application/json alone (415 else)',
	},
	errorForm: {
		values: ['scim', 'html', 'empty'],
		default: 'scim',
		origin: 'F',
		meaning: 'Body of an error: as in the RFC, a web page, or none',
	},
	retryAfter: {
		values: ['seconds', 'date', 'absent'],
		default: 'seconds',
		origin: 'A',
		meaning: 'Retry-After of a 429',
	},
});

export type ScimSwitches = SwitchesOf<typeof scimSwitches>;
