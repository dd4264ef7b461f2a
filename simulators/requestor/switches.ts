import { defineSwitches } from '../shared/switches';
import type { SwitchesOf } from '../shared/switches';

/** What the pages on Requestor leave open. */
export const requestorSwitches = defineSwitches({
	list: {
		values: ['allowed', 'forbidden', 'notFound'],
		default: 'allowed',
		origin: 'A',
		meaning: 'GetUsers: works, 403, or 404',
	},
	operatorList: {
		values: ['forbidden', 'ownCustomers'],
		default: 'forbidden',
		origin: 'F',
		meaning: 'GetUsers and SearchUsers by an operator: 403, or only the people of its customers',
	},
	search: {
		values: ['allowed', 'forbidden', 'notFound', 'refused'],
		default: 'allowed',
		origin: 'A',
		meaning: 'SearchUsers: works, 403, 404, or 400',
	},
	equality: {
		values: ['heeded', 'ignored'],
		default: 'heeded',
		origin: 'A',
		meaning: 'SearchUsers with Equality: this very address, or every address that holds it',
	},
	ownUser: {
		values: ['wrapped', 'bare', 'forbidden'],
		default: 'wrapped',
		origin: 'A',
		meaning: 'GetRequestorUser: {User}, the user itself, or 403',
	},
	extended: {
		values: ['allowed', 'forbidden', 'notFound'],
		default: 'allowed',
		origin: 'A',
		meaning: 'GetExtendedRequestorUser: works, 403, or 404 for everybody',
	},
	fieldData: {
		values: ['inUser', 'besideUser', 'absent'],
		default: 'inUser',
		origin: 'A',
		meaning: 'FieldData (custom values) in GetExtendedRequestorUser: in User, beside it, or not there',
	},
	tenant: {
		values: ['usual', 'withNotes', 'lean'],
		default: 'usual',
		origin: 'F',
		meaning:
			'Properties of the tenant: the usual ones, also AdminNote, OperatorNote, SkypeName, or no ManagerKey, Company, Department, Division, EmployeeId',
	},
	createOfKnownEmail: {
		values: ['refuse', 'update'],
		default: 'refuse',
		origin: 'A',
		meaning: 'An element whose address belongs to a user with another ExternalId: refused, or that user is changed',
	},
	pageSizeOverMax: {
		values: ['reject', 'clamp'],
		default: 'reject',
		origin: 'A',
		meaning: 'A pageSize above 200: 400, or taken as 200',
	},
	mostInPage: {
		values: [200, 6],
		default: 200,
		origin: 'A',
		meaning: 'Most users in a page, whatever pageSize asks for: the reply says how many',
	},
	pageSizes: {
		values: ['any', 'fixed', 'round'],
		default: 'any',
		origin: 'A',
		meaning: 'pageSize: any, always 50 (the reply says so), or multiples of 10 only (400 for others)',
	},
	rows: {
		values: ['inOrder', 'reordered', 'missing', 'doubled'],
		default: 'inOrder',
		origin: 'A',
		meaning: 'Rows of the reply: as sent, backwards, the last one missing, the first one twice',
	},
	rowIdentity: {
		values: ['full', 'externalIdNull', 'bare'],
		default: 'full',
		origin: 'A',
		meaning: 'What a row says of its user: all, ExternalId null, or only Username (key null too)',
	},
	unknownPath: {
		values: ['call', 'row'],
		default: 'call',
		origin: 'A',
		meaning: 'A path that names no property: 400 for the whole batch, or Success false for the row',
	},
	identifiersNotGiven: {
		values: ['kept', 'cleared'],
		default: 'kept',
		origin: 'A',
		meaning: 'ExternalId and Email that an update does not give: kept, or cleared like the rest',
	},
	unknownUser: {
		values: ['notFound', 'userNull'],
		default: 'notFound',
		origin: 'A',
		meaning: 'GetExtendedRequestorUser of an unknown user: 404, or 200 with User null',
	},
	deleteUnknown: {
		values: [400, 404],
		default: 400,
		origin: 'A',
		meaning: 'Status of deleting an unknown user',
	},
	deleteStatus: {
		values: [200, 204],
		default: 200,
		origin: 'F',
		meaning: 'Status of a delete (no body)',
	},
	emptyKeys: {
		values: ['null', 'absent'],
		default: 'null',
		origin: 'A',
		meaning: 'Empty fields of a user read: null, or no key',
	},
	ids: {
		values: ['number', 'text'],
		default: 'number',
		origin: 'A',
		meaning: 'CustomerId, ids of Customers and Language in replies: numbers, or texts',
	},
	errorForm: {
		values: ['message', 'modelState', 'text'],
		default: 'message',
		origin: 'A',
		meaning: 'Body of an error: {Message}, {Message, ModelState}, or plain text',
	},
	retryAfter: {
		values: ['seconds', 'date', 'absent'],
		default: 'seconds',
		origin: 'A',
		meaning: 'Retry-After of a 429',
	},
});

export type RequestorSwitches = SwitchesOf<typeof requestorSwitches>;
