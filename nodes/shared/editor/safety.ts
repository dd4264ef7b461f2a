import type { INodeProperties } from 'n8n-workflow';
import { on } from './shown';

const PROTECTED_USERS: INodeProperties = {
	displayName: 'Protected Users',
	name: 'protectedUsers',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. admin-*, 4711',
	description:
		'Keys, e-mail addresses or IDs of users who are never changed or removed, separated by commas, semicolons or new lines. An asterisk stands for any characters.',
};

const APPROVED_PLAN: INodeProperties = {
	displayName: 'Approved Plan',
	name: 'approvedPlan',
	type: 'string',
	default: '',
	placeholder: 'e.g. sha256:3f6c…',
	description:
		'The planHash or removalsHash of a dry run that a person approved. Lifts the limits for exactly that plan; any other plan with removals sends nothing.',
};

const MAX_REMOVALS: INodeProperties = {
	displayName: 'Max Removals',
	name: 'maxRemovals',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 200,
	description: 'Largest number of users to remove in one run',
};

/** Safety of a sync that can remove people. */
export function syncSafety(): INodeProperties {
	return safetyCollection(
		['sync'],
		[
			APPROVED_PLAN,
			{
				displayName: 'Group By',
				name: 'groupBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. department',
				description:
					'Name or label of a field. The limits then hold within each of its values too, so that no department is emptied.',
			},
			{
				displayName: 'Max Create Percent',
				name: 'maxCreatePercent',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 50,
				description:
					'Most new people, as a share of the users whom the list knows. A wrong key column makes everybody new. Does not count at 10 new people or fewer.',
			},
			{
				displayName: 'Max Identity Change Percent',
				name: 'maxIdentityChangePercent',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 20,
				description:
					'Largest share of users whose last name or e-mail may change. A list sorted without its key column changes most of them. Does not count at 10 or fewer.',
			},
			{
				displayName: 'Max Removal Percent',
				name: 'maxRemovalPercent',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 5,
				description:
					'Largest share of the users who could be removed. Does not count at 3 removals or fewer, unless that is half of them. 0 means nobody at all.',
			},
			MAX_REMOVALS,
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
				description: 'What to do when the limits do not allow what the plan holds',
			},
			PROTECTED_USERS,
			{
				displayName: 'Scope Field',
				name: 'scopeField',
				type: 'string',
				default: '',
				placeholder: 'e.g. department',
				description: 'Name or label of a field. Only users with one of the Scope Values in it can count as missing.',
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

/** Safety of operations that act on given people only: those that remove have a limit too. */
export function personSafety(operations: string[]): INodeProperties[] {
	const removing = operations.filter((operation) => REMOVE.has(operation));
	const others = operations.filter((operation) => !REMOVE.has(operation));
	return [
		...(removing.length === 0 ? [] : [safetyCollection(removing, [APPROVED_PLAN, MAX_REMOVALS, PROTECTED_USERS])]),
		...(others.length === 0 ? [] : [safetyCollection(others, [PROTECTED_USERS])]),
	];
}

const REMOVE: ReadonlySet<string> = new Set(['delete', 'hide']);

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
