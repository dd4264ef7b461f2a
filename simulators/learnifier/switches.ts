import { defineSwitches } from '../shared/switches';
import type { SwitchesOf } from '../shared/switches';

/** What the pages on Learnifier leave open. */
export const learnifierSwitches = defineSwitches({
	apiPath: {
		values: ['/api/v1', '/rest/v1'],
		default: '/api/v1',
		origin: 'A',
		meaning: 'Path that the calls start with; the other one answers 404',
	},
	rolesInSingle: {
		values: [false, true],
		default: false,
		origin: 'A',
		meaning: 'Whether the reply for one user shows backOfficeRoles and clientRoles, as the list does',
	},
	usernames: {
		values: ['shown', 'hidden'],
		default: 'shown',
		origin: 'A',
		meaning: 'Whether users read show username, which the pages name as written only',
	},
	participations: {
		values: ['array', 'object', 'forbidden'],
		default: 'array',
		origin: 'A',
		meaning: 'Participations of a user: an array, a single one as an object, or 403',
	},
	pagingHeaders: {
		values: ['all', 'withoutMore', 'none'],
		default: 'all',
		origin: 'A',
		meaning: 'Paging headers of the list: all four, without X-More, or none (an empty page ends it)',
	},
	maxPage: {
		values: [5000, 50],
		default: 5000,
		origin: 'A',
		meaning: 'Most users in a page, whatever limit asks for; the default limit too',
	},
	createStatus: { values: [200, 201], default: 200, origin: 'F', meaning: 'Status of a create' },
	userIdAs: {
		values: ['string', 'number'],
		default: 'string',
		origin: 'A',
		meaning: 'Ids as uuids, or as numbers',
	},
	patchStatus: {
		values: [201, 200, 204],
		default: 201,
		origin: 'F',
		meaning: 'Status of an update (no body)',
	},
	deleteStatus: {
		values: [204, 200, 202],
		default: 204,
		origin: 'A',
		meaning: 'Status of a delete (no body)',
	},
	deleteUnknown: {
		values: [404, 204],
		default: 404,
		origin: 'A',
		meaning: 'Status of deleting somebody who is not there',
	},
	autoClearEmail: {
		values: ['body', 'query'],
		default: 'body',
		origin: 'A',
		meaning: 'Where an update carries autoClearEmail',
	},
	unknownFields: {
		values: ['reject', 'ignore'],
		default: 'reject',
		origin: 'A',
		meaning: 'A field that is not known: 400, or swallowed (noted in the log)',
	},
	conflictBody: {
		values: ['userId', 'withMessage', 'empty'],
		default: 'userId',
		origin: 'F',
		meaning: 'Body of a 409: {userId}, {userId, code, message}, or {}',
	},
	takenExternalId: {
		values: ['reject', 'allow'],
		default: 'reject',
		origin: 'A',
		meaning: 'A second user with one externalId: 409, or made (a blind repeat makes a twin)',
	},
	emptyKeys: {
		values: ['null', 'absent'],
		default: 'null',
		origin: 'A',
		meaning: 'Empty fields of a user read: null, or no key',
	},
	errorForm: {
		values: ['full', 'message', 'empty', 'text'],
		default: 'full',
		origin: 'F',
		meaning: 'Body of an error: {code, field, message}, {message}, {}, or plain text',
	},
	retryAfter: {
		values: ['seconds', 'date', 'absent'],
		default: 'seconds',
		origin: 'A',
		meaning: 'Retry-After of a 429',
	},
});

export type LearnifierSwitches = SwitchesOf<typeof learnifierSwitches>;
