import type { INodeProperties } from 'n8n-workflow';
import { bridgeProperties } from '../../../nodes/Bridge/bridge.properties';
import { learnifierProperties } from '../../../nodes/Learnifier/learnifier.properties';
import { lmsCollaboratorProperties } from '../../../nodes/LmsCollaborator/lmsCollaborator.properties';
import { requestorProperties } from '../../../nodes/Requestor/requestor.properties';
import { traliantProperties } from '../../../nodes/Traliant/traliant.properties';

/** The names of what Options offers on an operation. */
const optionsOn = (properties: INodeProperties[], operation: string): string[] =>
	properties
		.filter(
			({ name, displayOptions }) => name === 'options' && displayOptions?.show?.operation?.includes(operation) === true,
		)
		.flatMap(({ options }) => (options ?? []).map(({ name }) => name));

describe('the options of Sync', () => {
	it.each([
		['Bridge', bridgeProperties],
		['Learnifier', learnifierProperties],
		['LMS Collaborator', lmsCollaboratorProperties],
		['Requestor', requestorProperties],
		['Traliant LMS', traliantProperties],
	])(
		'of %s hold Send Password and Send Unknown Columns once each, as a password column may need both',
		(_node, properties) => {
			const names = optionsOn(properties, 'sync');
			expect(names).toEqual(expect.arrayContaining(['sendPassword', 'sendUnknownColumns']));
			expect(new Set(names).size).toBe(names.length);
		},
	);
});
