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
});

export type CollaboratorSwitches = SwitchesOf<typeof collaboratorSwitches>;
