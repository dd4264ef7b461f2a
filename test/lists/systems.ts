/**
 * What each system takes of the lists, written by hand: what a column holds → the field that it fills. The codes are those
 * of `more.ts`; `lists.json` says `company` for `comp` and `phone` for what may be a mobile number.
 */
export interface ListSystem {
	readonly name: string;
	readonly key: string;
	readonly fields: Readonly<Record<string, string>>;
	/** Fields without which nobody can be sent, beside names and address. */
	readonly needs: readonly string[];
	/** The state that a column of this very name fills, instead of saying who has left. */
	readonly state?: string;
	/** How a telephone number is sent, where not as it is written. */
	readonly dialled?: (number: string) => string;
	/** How a manager is named in what a row sends. */
	readonly manager?: (key: string) => string;
}

export const LIST_SYSTEMS = {
	bridge: {
		name: 'Bridge',
		key: 'uid',
		fields: {
			first: 'first_name',
			last: 'last_name',
			full: 'full_name',
			lf: 'sortable_name',
			email: 'email',
			title: 'job_title',
			dept: 'department',
			hire: 'hire_date',
			mgr: 'manager_id',
			lang: 'locale',
		},
		manager: (key: string) => `uid:${key}`,
		needs: [],
	},
	learnifier: {
		name: 'Learnifier',
		key: 'externalId',
		fields: {
			first: 'firstName',
			last: 'lastName',
			full: 'displayName',
			email: 'primaryEmail',
			user: 'username',
			lang: 'locale',
		},
		needs: [],
	},
	lmsCollaborator: {
		name: 'LMS Collaborator',
		key: 'uid',
		fields: {
			first: 'firstname',
			last: 'secondname',
			mid: 'patronymic',
			email: 'email',
			title: 'position',
			dept: 'department',
			hire: 'date_of_employment',
			mgr: 'manager_uid',
			user: 'login',
			city: 'city',
			phone: 'phone',
			birth: 'birth_date',
			gender: 'gender',
			lang: 'language',
		},
		manager: (key: string) => key,
		dialled: (number: string) => number.replaceAll(' ', ''),
		needs: ['login', 'position'],
		state: 'is_active',
	},
	requestor: {
		name: 'Requestor',
		key: 'ExternalId',
		fields: {
			first: 'FirstName',
			last: 'LastName',
			full: 'DisplayName',
			mid: 'MiddleName',
			email: 'Email',
			dept: 'Department',
			mgr: 'ManagerKey',
			phone: 'Phones',
			comp: 'Company',
			div: 'Division',
		},
		manager: (key: string) => key,
		needs: [],
	},
	traliant: {
		name: 'Traliant LMS',
		key: 'username',
		fields: {
			first: 'first_name',
			last: 'last_name',
			email: 'email',
			title: 'title',
			dept: 'department',
			loc: 'location',
			state: 'state',
			country: 'country',
			phone: 'phone',
		},
		needs: [],
		state: 'suspended',
	},
	scim: {
		name: 'SCIM 2.0',
		key: 'userName',
		fields: {
			first: 'givenName',
			last: 'familyName',
			full: 'displayName',
			email: 'email',
			title: 'title',
			dept: 'department',
			mgr: 'manager',
			phone: 'phone',
			mob: 'mobile',
			city: 'locality',
			state: 'region',
			country: 'country',
			comp: 'organization',
			div: 'division',
			lang: 'preferredLanguage',
		},
		manager: (key: string) => key,
		needs: [],
		state: 'active',
	},
} satisfies Record<string, ListSystem>;
