import { defineSwitches } from '../shared/switches';
import type { SwitchesOf } from '../shared/switches';

/** What the pages on LMS Collaborator leave open. */
export const collaboratorSwitches = defineSwitches({
	tokenHeader: {
		values: ['Authorization', 'X-Cbr-Authorization'],
		default: 'Authorization',
		origin: 'F',
		meaning: 'Header that must carry the token; the other one is not looked at',
	},
	positionRequired: {
		values: [true, false],
		default: true,
		origin: 'O',
		meaning: 'Whether position is required (the error text says so, the field table does not)',
	},
	counters: {
		values: ['all', 'strongest'],
		default: 'all',
		origin: 'A',
		meaning: 'A block together with a change: both counters, or only the strongest',
	},
	unchanged: {
		values: ['zeros', 'updated'],
		default: 'zeros',
		origin: 'A',
		meaning: 'Nothing to change: all counters 0, or updated_count 1',
	},
	charset: {
		values: ['required', 'optional'],
		default: 'required',
		origin: 'O',
		meaning: 'Whether the content type must name charset=UTF-8',
	},
	unknownFields: {
		values: ['reject', 'ignore'],
		default: 'reject',
		origin: 'A',
		meaning: 'A field that the table does not name: 400, or swallowed (noted in the log)',
	},
	errorForm: {
		values: ['error', 'data', 'keys'],
		default: 'error',
		origin: 'F',
		meaning: 'Body of an error: {error}, {data: {field: message}}, or {key: message}',
	},
	retryAfter: {
		values: ['seconds', 'date', 'absent'],
		default: 'seconds',
		origin: 'F',
		meaning: 'Retry-After of a 429',
	},
	list: {
		values: ['offered', 'forbidden', 'notFound', 'refused'],
		default: 'offered',
		origin: 'F',
		meaning: 'The list of users: 200, 403 (a right is missing), 404 or 400 (an older portal)',
	},
	pageSize: {
		values: ['asked', 'capped', 'ignored'],
		default: 'asked',
		origin: 'A',
		meaning: 'The parameter count: up to 1000, up to 10, or not looked at (always 10)',
	},
	pageNumber: {
		values: ['read', 'ignored'],
		default: 'read',
		origin: 'A',
		meaning: 'The parameter page: read, or not looked at (always the first page)',
	},
	search: {
		values: ['read', 'ignored'],
		default: 'read',
		origin: 'A',
		meaning: 'The parameter filter[fullname]: name, e-mail or login, or not looked at (everybody)',
	},
	shownUid: {
		values: ['always', 'whereSet', 'never'],
		default: 'always',
		origin: 'A',
		meaning: 'uid of a listed user: null for those without, left out for those without, or never there',
	},
	shownFields: {
		values: ['all', 'some', 'example'],
		default: 'all',
		origin: 'A',
		meaning:
			"Fields of a listed user: with manager and day of employment, without them, or only those of the vendor's example",
	},
	shownEmpty: {
		values: ['kept', 'leftOut'],
		default: 'kept',
		origin: 'A',
		meaning: 'Empty fields of a listed user: there and empty, or left out',
	},
	shownState: {
		values: ['boolean', 'number', 'absent'],
		default: 'boolean',
		origin: 'A',
		meaning: 'is_active of a listed user: true and false, 1 and 0, or not there',
	},
	blockedUsers: {
		values: ['listed', 'absent'],
		default: 'listed',
		origin: 'A',
		meaning: 'Whether the list holds blocked users',
	},
	profile: {
		values: ['offered', 'notFound'],
		default: 'offered',
		origin: 'F',
		meaning: "The token's own user: 200, or 404",
	},
	tasksOf: {
		values: ['id', 'uid'],
		default: 'id',
		origin: 'A',
		meaning: 'filter[id] of the report on tasks: the internal id, or the uid',
	},
	tasksOfNobody: {
		values: ['empty', 'refused'],
		default: 'empty',
		origin: 'A',
		meaning: 'The report on tasks of somebody who is not there: an empty list, or 400',
	},
});

export type CollaboratorSwitches = SwitchesOf<typeof collaboratorSwitches>;
