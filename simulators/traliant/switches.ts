import { defineSwitches } from '../shared/switches';
import type { SwitchesOf } from '../shared/switches';

/** What the page on Traliant leaves open. */
export const traliantSwitches = defineSwitches({
	syncPath: {
		values: ['/api/v1/users/sync', '/api/v2/company/users/sync'],
		default: '/api/v1/users/sync',
		origin: 'A',
		meaning: 'Path of the call; the other one answers 404',
	},
	optionNames: {
		values: ['snake', 'camel', 'any'],
		default: 'snake',
		origin: 'A',
		meaning: 'Option names on the wire: execute_rules, executeRules, or either (others are ignored)',
	},
	successStatus: {
		values: [200, 201],
		default: 200,
		origin: 'A',
		meaning: 'Status of a reply with rows',
	},
	key: {
		values: ['findBy', 'idNumber', 'username', 'absent'],
		default: 'findBy',
		origin: 'A',
		meaning: "A row's key: the value of the find_by field, always id_number (empty without one) or username, or none",
	},
	idsAs: {
		values: ['number', 'string'],
		default: 'number',
		origin: 'A',
		meaning: 'How user_id and department_id are written',
	},
	rows: {
		values: ['inOrder', 'reordered', 'missing', 'doubled'],
		default: 'inOrder',
		origin: 'A',
		meaning: 'Rows of the reply: as sent, backwards, the last one missing, the first one twice',
	},
	summary: {
		values: ['true', 'wrong'],
		default: 'true',
		origin: 'A',
		meaning: 'Whether the summary agrees with the rows',
	},
	ruleLogsWhenOff: {
		values: ['empty', 'absent'],
		default: 'empty',
		origin: 'A',
		meaning: 'rule_logs of a call without rules',
	},
	validation: {
		values: ['call', 'row'],
		default: 'call',
		origin: 'A',
		meaning: 'A user who breaks a rule: 422 for the whole call, or success: false for the row',
	},
	suspendWord: {
		values: ['suspended', 'updated'],
		default: 'suspended',
		origin: 'A',
		meaning: 'operation of a user who is suspended by the call',
	},
	unsuspendWord: {
		values: ['updated', 'reactivated', 'unsuspended'],
		default: 'updated',
		origin: 'A',
		meaning: 'operation of a user who is unsuspended by the call',
	},
	extraFields: {
		values: ['known', 'reject', 'ignore'],
		default: 'known',
		origin: 'A',
		meaning: 'Fields the page does not list: hire_date and role kept and others 422, all 422, all ignored',
	},
	emptyUsers: {
		values: ['reject', 'ok'],
		default: 'reject',
		origin: 'A',
		meaning: 'An empty users array: 422, or an empty result',
	},
	errorForm: {
		values: ['errors', 'message', 'text'],
		default: 'errors',
		origin: 'A',
		meaning: 'Body of an error: {message, errors}, {message}, or plain text',
	},
	retryAfter: {
		values: ['seconds', 'date', 'absent'],
		default: 'seconds',
		origin: 'A',
		meaning: 'Retry-After of a 429',
	},
});

export type TraliantSwitches = SwitchesOf<typeof traliantSwitches>;
