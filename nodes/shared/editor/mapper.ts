import type { ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { Field } from '../model/field';

/**
 * A vendor's fields for n8n's resource mapper. All are texts or fixed choices: n8n would store `false` for a boolean
 * field as soon as it is shown, and reject values that we convert.
 */
export function mapperFields(fields: readonly Field[]): ResourceMapperFields {
	return {
		fields: fields.map((field): ResourceMapperField => {
			const choices = field.choices ?? (field.kind === 'boolean' ? BOOLEAN : undefined);
			return {
				id: field.name,
				displayName: field.label,
				required: field.required === true,
				defaultMatch: false,
				display: true,
				canBeUsedToMatch: false,
				type: choices === undefined ? 'string' : 'options',
				...(choices === undefined ? {} : { options: choices.map(({ label, value }) => ({ name: label, value })) }),
			};
		}),
	};
}

const BOOLEAN = [
	{ label: 'Yes', value: 'true' },
	{ label: 'No', value: 'false' },
] as const;
