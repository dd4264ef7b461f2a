import type { VendorName } from '../../simulators';

/**
 * What the vendors' pages leave open, beside what a schedule is about: each system is one of many. Source: the switches of
 * simulators/. Left out is what makes something else of the truth: where a reply names nobody, whose it is stays unknown; and
 * where no header says how long a page is, nobody sees that it was cut; where nobody listed shows a key, people
 * can't be matched; and where somebody deleted keeps a login unseen, nobody can say why a create is refused.
 */
const OPEN: Readonly<Record<VendorName, Readonly<Record<string, readonly unknown[]>>>> = {
	bridge: {
		createStatus: [200, 201],
		idsAs: ['string', 'number'],
		nextLink: ['absolute', 'relative'],
		deletedWithoutFlag: ['notFound', 'emptyUsers'],
		search: ['names', 'all', 'ignored', 'refused'],
		createForDeleted: ['refuse', 'second'],
		emptyLinks: ['array', 'object'],
		emptyLinked: ['arrays', 'absent'],
		restoreActive: ['user', 'notFound'],
		errorForm: ['strings', 'objects', 'text'],
		retryAfter: ['seconds', 'date', 'absent'],
		remainingHeader: [true, false],
		nextKeepsLimit: [true, false],
		limitOverMax: ['reject', 'clamp'],
		listsDeleted: [false, true],
		roles: ['allowed', 'forbidden'],
		observers: [false, true],
		subAccounts: ['allowed', 'autoCsv', 'farCount', 'forbidden'],
		unknownFields: ['reject', 'ignore'],
		emptyKeys: ['absent', 'null'],
		definitionsIncomplete: [false, true],
		hrisIdOfDeleted: ['free', 'taken'],
		hiddenReadable: [true, true],
		withDeletedByUid: [true, true],
		rawDot: ['format', 'accepted'],
		customFieldsKey: ['custom_field_values', 'custom_fields', 'both'],
	},
	learnifier: {
		pagingHeaders: ['all', 'withoutMore'],
		createStatus: [200, 201],
		userIdAs: ['string', 'number'],
		patchStatus: [201, 200, 204],
		deleteStatus: [204, 200, 202],
		deleteUnknown: [404, 204],
		takenExternalId: ['reject', 'allow'],
		emptyKeys: ['null', 'absent'],
		errorForm: ['full', 'message', 'empty', 'text'],
		retryAfter: ['seconds', 'date', 'absent'],
		rolesInSingle: [false, true],
		usernames: ['shown', 'hidden'],
		conflictBody: ['userId', 'withMessage', 'empty'],
		unknownFields: ['reject', 'ignore'],
	},
	requestor: {
		search: ['allowed', 'forbidden', 'notFound', 'refused'],
		equality: ['heeded', 'ignored'],
		ownUser: ['wrapped', 'bare'],
		fieldData: ['inUser', 'besideUser', 'absent'],
		pageSizes: ['any', 'round', 'fixed'],
		rows: ['inOrder', 'reordered', 'doubled'],
		unknownUser: ['notFound', 'userNull'],
		deleteUnknown: [400, 404],
		deleteStatus: [200, 204],
		emptyKeys: ['null', 'absent'],
		ids: ['number', 'text'],
		errorForm: ['message', 'modelState', 'text'],
		retryAfter: ['seconds', 'date', 'absent'],
		tenant: ['usual', 'withNotes'],
		createOfKnownEmail: ['refuse', 'update'],
		pageSizeOverMax: ['reject', 'clamp'],
		unknownPath: ['call', 'row'],
		identifiersNotGiven: ['kept', 'cleared'],
	},
	scim: {
		config: ['full', 'listed', 'absent', 'html', 'wrong'],
		schemas: ['full', 'absent'],
		patch: ['paths', 'noMembers', 'noPath', 'none', 'unannounced', 'noRoute'],
		filter: ['yes', 'no', 'unannounced', 'ignored'],
		emailFilter: ['no', 'value', 'work', 'ignored'],
		bulk: [0, 100, 3],
		bulkIds: ['all', 'creates'],
		etag: ['no', 'yes', 'required'],
		tooManyAsked: ['capped', 'refused'],
		startsAt: [1, 0],
		noResources: ['empty', 'absent'],
		activeAs: ['boolean', 'text'],
		patchStatus: [200, 204],
		createBody: ['full', 'location', 'idOnly'],
		conflict: ['detail', 'bare', 'badRequest'],
		mediaType: ['scim', 'jsonOnly'],
		errorForm: ['scim', 'html', 'empty'],
		retryAfter: ['seconds', 'date', 'absent'],
		bulkBytes: [1048576, 2000],
		userNames: ['kept', 'lowered'],
		unknownAttributes: ['reject', 'ignore'],
	},
	traliant: {
		successStatus: [200, 201],
		key: ['findBy', 'idNumber', 'username', 'absent'],
		idsAs: ['number', 'string'],
		rows: ['inOrder', 'reordered', 'doubled'],
		summary: ['true', 'wrong'],
		ruleLogsWhenOff: ['empty', 'absent'],
		validation: ['call', 'row'],
		suspendWord: ['suspended', 'updated'],
		unsuspendWord: ['updated', 'reactivated', 'unsuspended'],
		emptyUsers: ['reject', 'ok'],
		errorForm: ['errors', 'message', 'text'],
		retryAfter: ['seconds', 'date', 'absent'],
		extraFields: ['known', 'reject', 'ignore'],
		optionNames: ['snake', 'any'],
	},
	lmsCollaborator: {
		counters: ['all', 'strongest'],
		unchanged: ['zeros', 'updated'],
		charset: ['required', 'optional'],
		search: ['read', 'ignored'],
		shownState: ['boolean', 'number'],
		shownEmpty: ['kept', 'leftOut'],
		profile: ['offered', 'notFound'],
		errorForm: ['error', 'data', 'keys'],
		retryAfter: ['seconds', 'date', 'absent'],
		shownFields: ['all', 'some'],
		unknownFields: ['reject', 'ignore'],
	},
};

/** The switches of one of the many; 0, and every second: as the simulators are by themselves. */
export function switchesOf(vendor: VendorName, number: number): Readonly<Record<string, unknown>> {
	let left = number % 2 === 0 ? 0 : (number - 1) / 2;
	// There are more systems than numbers: what is left of one goes round.
	const round = left;
	const drawn = Object.fromEntries(
		Object.entries(OPEN[vendor]).map(([name, values]): [string, unknown] => {
			const at = left % values.length;
			left = Math.floor(left / values.length);
			if (left === 0) left = round;
			return [name, values[at]];
		}),
	);
	// A second account for whoever can't be seen is what nobody can keep from happening.
	return drawn.createForDeleted === 'second' ? { ...drawn, withDeletedByUid: true, hiddenReadable: true } : drawn;
}
