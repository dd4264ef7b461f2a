import type { INodeProperties } from 'n8n-workflow';
import { on } from './shown';

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
			displayName: 'Bad Values',
			name: 'badValues',
			type: 'options',
			options: [
				{ name: 'Reject Row', value: 'reject', description: 'The person is not sent' },
				{ name: 'Skip Value', value: 'skip', description: 'The person is sent without that field' },
			],
			default: 'skip',
			description:
				"What to do with a value that can't be read, in a field that is not required. Required fields and keys always reject the row.",
		},
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
		{
			displayName: 'Key Changes',
			name: 'keyChanges',
			type: 'options',
			options: [
				{ name: 'Ask', value: 'ask', description: 'Change nothing for that person, and say who it seems to be' },
				{
					name: 'Follow',
					value: 'follow',
					description: 'Give the account the new key, where the system lets it be changed',
				},
				{ name: 'Ignore', value: 'ignore', description: 'They are two people' },
			],
			default: 'ask',
			description:
				'What to do with somebody whose key is new, but whose other identifiers belong to an account whose key is no longer on the list',
		},
		{
			displayName: 'Rows Without Key',
			name: 'rowsWithoutKey',
			type: 'options',
			options: [
				{ name: 'Reject', value: 'reject', description: 'Each is told as rejected, and removals wait' },
				{ name: 'Skip', value: 'skip', description: 'They are set aside, such as rooms and shared mailboxes' },
			],
			default: 'reject',
			description: 'What to do with rows that have a name, but nothing in the key column',
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
