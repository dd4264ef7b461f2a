import { mapperFields } from '../../../nodes/shared/editor/mapper';

describe('the resource mapper', () => {
	const shown = { defaultMatch: false, display: true, canBeUsedToMatch: false };

	it('offers every field as text or as fixed choices, never as boolean or number, and marks the required ones', () => {
		const { fields } = mapperFields([
			{ name: 'uid', label: 'User ID', kind: 'text', required: true },
			{ name: 'level', label: 'Level', kind: 'integer' },
			{ name: 'suspended', label: 'Suspended', kind: 'boolean', required: false },
			{ name: 'gender', label: 'Gender', kind: 'choice', choices: [{ value: 0, label: 'Male', words: ['m'] }] },
		]);
		expect(fields).toEqual([
			{ ...shown, id: 'uid', displayName: 'User ID', required: true, type: 'string' },
			{ ...shown, id: 'level', displayName: 'Level', required: false, type: 'string' },
			{
				...shown,
				id: 'suspended',
				displayName: 'Suspended',
				required: false,
				type: 'options',
				options: [
					{ name: 'Yes', value: 'true' },
					{ name: 'No', value: 'false' },
				],
			},
			{
				...shown,
				id: 'gender',
				displayName: 'Gender',
				required: false,
				type: 'options',
				options: [{ name: 'Male', value: 0 }],
			},
		]);
	});
});
