import { defineSwitches } from '../shared/switches';
import type { SwitchesOf } from '../shared/switches';

/** What the pages on Bridge leave open. */
export const bridgeSwitches = defineSwitches({
	createStatus: { values: [200, 201], default: 200, origin: 'F', meaning: 'Status of a create' },
	idsAs: {
		values: ['string', 'number'],
		default: 'string',
		origin: 'F',
		meaning: 'How ids are written in replies',
	},
	nextLink: {
		values: ['absolute', 'relative'],
		default: 'absolute',
		origin: 'F',
		meaning: 'Form of meta.next',
	},
	nextKeepsLimit: {
		values: [true, false],
		default: true,
		origin: 'F',
		meaning: 'Whether meta.next repeats the limit of the call',
	},
	defaultLimit: {
		values: [100, 10],
		default: 100,
		origin: 'A',
		meaning: 'Page size when no limit is given',
	},
	limitOverMax: {
		values: ['reject', 'clamp'],
		default: 'reject',
		origin: 'A',
		meaning: 'A limit above 1000: 400, or taken as 1000',
	},
	mostInPage: {
		values: [1000, 6],
		default: 1000,
		origin: 'A',
		meaning: 'Most users in a page, whatever limit asks for',
	},
	listsDeleted: {
		values: [false, true],
		default: false,
		origin: 'F',
		meaning: 'Whether the list carries deleted users too (with deleted_at)',
	},
	deletedWithoutFlag: {
		values: ['notFound', 'emptyUsers'],
		default: 'notFound',
		origin: 'F',
		meaning: 'Reading a user who is deleted or unknown without with_deleted: 404, or 200 with users: []',
	},
	search: {
		values: ['names', 'all', 'ignored', 'refused'],
		default: 'names',
		origin: 'F',
		meaning: 'What search= compares: name, e-mail and uid, or hris_id too; nothing (everybody comes); or 400',
	},
	withDeletedByUid: {
		values: [true, false],
		default: true,
		origin: 'A',
		meaning: 'Whether with_deleted works for uid:X, or only for ids',
	},
	createForDeleted: {
		values: ['refuse', 'second'],
		default: 'refuse',
		origin: 'F',
		meaning: 'A create for the uid of a deleted user: 400, or a second account',
	},
	roles: {
		values: ['allowed', 'forbidden'],
		default: 'allowed',
		origin: 'A',
		meaning: 'GET /api/author/roles: works, or 403',
	},
	observers: {
		values: [false, true],
		default: false,
		origin: 'F',
		meaning: 'Whether managers show the computed role "observer"',
	},
	subAccounts: {
		values: ['allowed', 'autoCsv', 'farCount', 'forbidden'],
		default: 'allowed',
		origin: 'F',
		meaning: 'GET /api/admin/sub_accounts: as it should be, Automatic CSV on, a user_count far off, or 403',
	},
	customFieldsKey: {
		values: ['custom_field_values', 'custom_fields', 'both'],
		default: 'custom_field_values',
		origin: 'F',
		meaning: 'Key under which custom values are written',
	},
	unknownFields: {
		values: ['reject', 'ignore'],
		default: 'reject',
		origin: 'A',
		meaning: 'A user field that the page does not name: 400, or swallowed (noted in the log)',
	},
	selfRefusal: {
		values: [403, 400],
		default: 403,
		origin: 'A',
		meaning: 'Status when the caller deletes or hides itself',
	},
	hideActiveRefusal: {
		values: [400, 403, 422],
		default: 400,
		origin: 'A',
		meaning: 'Status when an active user is to be hidden',
	},
	unknownManager: {
		values: [400, 422],
		default: 400,
		origin: 'A',
		meaning: 'Status when manager_id names nobody',
	},
	hireDateForm: {
		values: ['offset', 'date'],
		default: 'offset',
		origin: 'F',
		meaning: 'hire_date read as 2016-08-12T00:00:00-07:00, or as 2016-08-12',
	},
	emptyKeys: {
		values: ['absent', 'null', 'never'],
		default: 'absent',
		origin: 'F',
		meaning: 'department and job_title: absent when empty, null when empty, or in no reply at all',
	},
	emptyLinks: {
		values: ['array', 'object'],
		default: 'array',
		origin: 'F',
		meaning: 'links of a user without any: [] or {}',
	},
	emptyLinked: {
		values: ['arrays', 'absent'],
		default: 'arrays',
		origin: 'F',
		meaning: 'linked of a reply in which nobody has a custom value: empty arrays, or no key at all',
	},
	definitionsIncomplete: {
		values: [false, true],
		default: false,
		origin: 'F',
		meaning: 'Whether custom field definitions include some without id or name',
	},
	asyncDelete: {
		values: ['atOnce', 'later'],
		default: 'atOnce',
		origin: 'A',
		meaning: 'async=true: done when answered, or a second later',
	},
	restoreActive: {
		values: ['user', 'notFound'],
		default: 'user',
		origin: 'A',
		meaning: 'Restoring a user who is active: 200 with the user, or 404',
	},
	hiddenReadable: {
		values: [true, false],
		default: true,
		origin: 'A',
		meaning: 'Whether hidden users can still be read with with_deleted',
	},
	hrisIdOfDeleted: {
		values: ['free', 'taken'],
		default: 'free',
		origin: 'A',
		meaning: 'Whether the hris_id of a deleted user can be used again',
	},
	rawDot: {
		values: ['format', 'accepted'],
		default: 'format',
		origin: 'F',
		meaning: 'A dot in the path that is not percent-encoded starts a format suffix, or is text',
	},
	errorForm: {
		values: ['strings', 'objects', 'text'],
		default: 'strings',
		origin: 'F',
		meaning: 'errors as strings, as objects, or plain text instead of JSON',
	},
	retryAfter: {
		values: ['seconds', 'date', 'absent'],
		default: 'seconds',
		origin: 'A',
		meaning: 'Retry-After of a 429',
	},
	remainingHeader: {
		values: [true, false],
		default: true,
		origin: 'F',
		meaning: 'Whether replies carry x-rate-limit-remaining',
	},
});

export type BridgeSwitches = SwitchesOf<typeof bridgeSwitches>;
