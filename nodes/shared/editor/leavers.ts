import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { on } from './shown';

/** Leavers, and Missing Users with a notice for the choices that remove people: whoever has left is treated as missing. */
export function leaverProperties(lms: string, removals: INodePropertyOptions[]): INodeProperties[] {
	return [
		leavers(),
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

/** How the list itself says that somebody has left. */
function leavers(): INodeProperties {
	return {
		displayName: 'Leavers',
		name: 'leavers',
		type: 'collection',
		placeholder: 'Add Leaver Setting',
		displayOptions: on('sync'),
		default: {},
		description: 'How your list says that somebody has left. Leavers are treated as if they were missing from it.',
		options: [
			{
				displayName: 'Column',
				name: 'column',
				type: 'string',
				default: '',
				placeholder: 'e.g. Employment Status',
				description: 'Heading of the column that says so. Empty means that it is found by its name.',
			},
			{
				displayName: 'Detect',
				name: 'detect',
				type: 'options',
				options: [
					{
						name: 'Automatic',
						value: 'auto',
						description: 'A status, a switch such as Enabled, or an end date before today says so',
					},
					{ name: 'Off', value: 'off', description: 'Everybody on the list is there' },
				],
				default: 'auto',
				description: 'Whether people on the list can be found to have left',
			},
			{
				displayName: 'Values',
				name: 'values',
				type: 'string',
				default: '',
				placeholder: 'e.g. Terminated, Left',
				description:
					'What stands in the column for somebody who has left, separated by commas. Empty means the usual words, such as Terminated or Ausgeschieden.',
			},
		],
	};
}
