import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { on } from './shown';

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
