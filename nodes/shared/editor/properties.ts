import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The operations, in the order of the menu: alphabetical by name, as n8n's rules want it. */
export function operationProperty(operations: INodePropertyOptions[]): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [{ name: 'User', value: 'user' }],
			default: 'user',
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['user'] } },
			options: operations,
			default: 'sync',
		},
	];
}

const on = (...operations: string[]): INodeProperties['displayOptions'] => ({
	show: { resource: ['user'], operation: operations },
});

/** Where the rows come from and how columns become fields; for Sync, and for Hide and Restore of blind vendors. */
export function rowProperties(lms: string, operations: string[], required: string): INodeProperties[] {
	return [
		{
			displayName: 'Users From',
			name: 'usersFrom',
			type: 'options',
			displayOptions: on(...operations),
			options: [
				{ name: 'Input Items', value: 'items', description: 'One person per input item' },
				{
					name: 'JSON',
					value: 'json',
					description: 'All people from one JSON array, read once; for AI agents and webhooks',
				},
			],
			default: 'items',
		},
		{
			displayName: 'Users (JSON)',
			name: 'usersJson',
			type: 'json',
			displayOptions: { show: { ...on(...operations)?.show, usersFrom: ['json'] } },
			default: '[]',
			placeholder: 'e.g. [{"email": "sally@company.tld"}]',
			description: `An array of people, or one person. Names of properties are matched to ${lms}'s fields as columns are. Required: ${required}.`,
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'resourceMapper',
			noDataExpression: true,
			displayOptions: { show: { ...on(...operations)?.show, usersFrom: ['items'] } },
			default: { mappingMode: 'autoMapInputData', value: null },
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: 'getFields',
					mode: 'add',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: true,
				},
			},
		},
		{
			displayName:
				'Column names are matched loosely: "First Name", "first_name" and "givenName" are one field. Other columns are ignored.',
			name: 'fieldsNotice',
			type: 'notice',
			displayOptions: { show: { ...on(...operations)?.show, usersFrom: ['items'] } },
			default: '',
		},
	];
}

/** Dry Run, for every operation that writes. */
export function dryRunProperty(operations: string[]): INodeProperties {
	return {
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		displayOptions: on(...operations),
		default: false,
		description: 'Whether to plan everything and show what would happen, without changing anything',
	};
}

/** Missing Users, where the directory can be listed, with a notice for the choices that remove people. */
export function missingUsersProperties(lms: string, removals: INodePropertyOptions[]): INodeProperties[] {
	return [
		{
			displayName: 'Missing Users',
			name: 'missingUsers',
			type: 'options',
			displayOptions: on('sync'),
			options: [...removals, { name: 'Ignore', value: 'ignore', description: 'Leave them as they are' }].sort((a, b) =>
				a.name < b.name ? -1 : 1,
			),
			default: 'ignore',
			description: `What to do with users who are in ${lms} but not in the input`,
		},
		{
			displayName: 'The input must hold everybody who is to stay. Try Dry Run first; limits are under Safety.',
			name: 'missingUsersNotice',
			type: 'notice',
			displayOptions: { show: { ...on('sync')?.show, missingUsers: removals.map(({ value }) => value) } },
			default: '',
		},
	];
}

const PROTECTED_USERS: INodeProperties = {
	displayName: 'Protected Users',
	name: 'protectedUsers',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. admin-*, 4711',
	description:
		'Keys of users who are never changed or removed, separated by commas or new lines. An asterisk stands for any characters.',
};

/** Safety of a sync that can remove people. */
export function syncSafety(): INodeProperties {
	return safetyCollection(
		['sync'],
		[
			{
				displayName: 'Approved Plan',
				name: 'approvedPlan',
				type: 'string',
				default: '',
				placeholder: 'e.g. sha256:3f6c…',
				description:
					'The planHash or removalsHash of a dry run that a person approved. Lifts the limits for exactly that plan; any other plan with removals sends nothing.',
			},
			{
				displayName: 'Group By',
				name: 'groupBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. department',
				description:
					'Name of a field. The limits then hold within each of its values too, so that no department is emptied.',
			},
			{
				displayName: 'Max Removal Percent',
				name: 'maxRemovalPercent',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 5,
				description:
					'Largest share of the users who could be removed. Does not count at 3 removals or fewer, unless that is half of them.',
			},
			{
				displayName: 'Max Removals',
				name: 'maxRemovals',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 200,
				description: 'Largest number of users to remove in one run',
			},
			{
				displayName: 'On Limit',
				name: 'onLimit',
				type: 'options',
				options: [
					{ name: 'Report', value: 'report', description: 'Change nothing, and return the plan, ready to be approved' },
					{
						name: 'Skip Removals',
						value: 'skipRemovals',
						description: 'Do everything else, remove nobody beyond the limit',
					},
					{ name: 'Stop', value: 'stop', description: 'Change nothing, and fail with a message' },
				],
				default: 'stop',
				description: 'What to do when there are more removals than the limits allow',
			},
			PROTECTED_USERS,
			{
				displayName: 'Scope Field',
				name: 'scopeField',
				type: 'string',
				default: '',
				placeholder: 'e.g. department',
				description: 'Name of a field. Only users with one of the Scope Values in it can count as missing.',
			},
			{
				displayName: 'Scope Values',
				name: 'scopeValues',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '',
				placeholder: 'e.g. Sales, Marketing',
				description: 'Values of the Scope Field, separated by commas or new lines',
			},
		],
	);
}

/** Safety of operations that act on given people only. */
export function protectionOnly(operations: string[]): INodeProperties {
	return safetyCollection(operations, [PROTECTED_USERS]);
}

function safetyCollection(operations: string[], options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Safety',
		name: 'safety',
		type: 'collection',
		placeholder: 'Add Safety Setting',
		displayOptions: on(...operations),
		default: {},
		options,
	};
}

const ALLOW_IN_AGENTS: INodeProperties = {
	displayName: 'Allow in Agents',
	name: 'allowInAgents',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description: 'Whether an AI agent that uses this node as a tool may remove people',
};

const CALLS: INodeProperties[] = [
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 4,
		description: 'How many calls may be under way at once',
	},
	{
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 5,
		description: 'How often a call is tried when the system fails. Being told to wait does not count.',
	},
	{
		displayName: 'Requests per Second',
		name: 'requestsPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			"Calls a second at most. 0 means the vendor's own limit, or, where none is published, a pace that is found while running.",
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30000,
		description: 'How long to wait for an answer, in milliseconds',
	},
];

const RESULTS: INodeProperties = {
	displayName: 'Results',
	name: 'results',
	type: 'options',
	options: [
		{ name: 'All', value: 'all', description: 'Every person' },
		{ name: 'Changed', value: 'changed', description: 'Everybody but the unchanged' },
		{ name: 'Failed', value: 'failed', description: 'Only those that did not succeed' },
	],
	default: 'all',
	description: 'Which people the first output carries. The summary always counts everybody.',
};

const INCLUDE_RESPONSE: INodeProperties = {
	displayName: 'Include Response',
	name: 'includeResponse',
	type: 'boolean',
	default: false,
	description: "Whether to add the system's own reply to each result",
};

const SEND_PASSWORD: INodeProperties = {
	displayName: 'Send Password',
	name: 'sendPassword',
	type: 'boolean',
	default: false,
	description:
		"Whether to send a password column. Sent every night, it resets everybody's password. Where the system has no field for it, Send Unknown Columns must be on too.",
};

/** Options of the operations that read rows. `own` are the vendor's; all are sorted by name. */
export function rowOptions(operations: string[], batchSize: number, own: INodeProperties[]): INodeProperties {
	return optionsCollection(operations, [
		...CALLS,
		ALLOW_IN_AGENTS,
		INCLUDE_RESPONSE,
		RESULTS,
		{
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: batchSize },
			default: 0,
			description: `How many people one call carries, up to ${batchSize}. 0 means as many as the system takes.`,
		},
		{
			displayName: 'Blank Values',
			name: 'blankValues',
			type: 'options',
			options: [
				{ name: 'Clear', value: 'clear', description: 'An empty cell empties the field' },
				{ name: 'Ignore', value: 'ignore', description: 'An empty cell leaves the field alone' },
			],
			default: 'ignore',
			description: 'What an empty cell means. A column that is missing never clears anything.',
		},
		{
			displayName: 'Date Format',
			name: 'dateFormat',
			type: 'options',
			options: [
				{ name: 'Day First', value: 'dayFirst', description: '03/04/2026 is 3 April' },
				{
					name: 'Detect',
					value: 'auto',
					description: 'Found out from the other dates of the column; refused when it stays unclear',
				},
				{ name: 'Month First', value: 'monthFirst', description: '03/04/2026 is March 4' },
			],
			default: 'auto',
			description: 'How to read dates such as 03/04/2026',
		},
		SEND_PASSWORD,
		{
			displayName: 'Send Unknown Columns',
			name: 'sendUnknownColumns',
			type: 'boolean',
			default: false,
			description:
				'Whether to send columns that match no field, under their own names. Passwords need Send Password too.',
		},
		...own,
	]);
}

/** Options of the operations that act on given people. */
export function personOptions(operations: string[]): INodeProperties {
	return optionsCollection(operations, [...CALLS, ALLOW_IN_AGENTS, INCLUDE_RESPONSE, RESULTS]);
}

/** Options of the operations that only read. */
export function readOptions(operations: string[]): INodeProperties {
	return optionsCollection(operations, [...CALLS]);
}

function optionsCollection(operations: string[], options: INodeProperties[]): INodeProperties {
	const sorted = [...options].sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		displayOptions: on(...operations),
		default: {},
		options: sorted,
	};
}

/** The person of Delete, Hide, Restore and Get Summary. `byKey` is the mode for the matching key. */
export function userLocator(
	operations: string[],
	byKey: { mode: string; label: string; placeholder: string },
	idPlaceholder: string,
): INodeProperties {
	return {
		displayName: 'User',
		name: 'userId',
		type: 'resourceLocator',
		required: true,
		displayOptions: on(...operations),
		default: { mode: 'list', value: '' },
		description: 'The person, evaluated for each item',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'e.g. Sally Student',
				typeOptions: { searchListMethod: 'searchUsers', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: idPlaceholder },
			{ displayName: byKey.label, name: byKey.mode, type: 'string', placeholder: byKey.placeholder },
		],
	};
}

/** A notice above an operation that can't be taken back. */
export function warningNotice(name: string, operations: string[], text: string): INodeProperties {
	return { displayName: text, name, type: 'notice', displayOptions: on(...operations), default: '' };
}

/** Return All, Limit and Simplify. */
export function getManyProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			displayOptions: on('getMany'),
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			displayOptions: { show: { ...on('getMany')?.show, returnAll: [false] } },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			displayOptions: on('getMany'),
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	];
}
