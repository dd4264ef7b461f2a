import { inert } from '../model/inert';
import type { Field } from '../model/field';
import { looseName } from './columns';
import { partsOf } from './headings/headings';
import { CONSTANT } from './source';

/** Names the column as the user wrote it, and the field where its label is another word. */
export function subjectOf(column: string, field: Field): string {
	const { names } = partsOf(column);
	const same = names.includes(looseName(field.label)) || names.includes(looseName(field.name));
	return same ? `Column "${inert(column)}"` : `Column "${inert(column)}" (${field.label})`;
}

/** Names the mapped field, and what fills it. */
export function mappedSubject(label: string, field: Field): string {
	if (field.secret === true || label === CONSTANT || looseName(label) === looseName(field.label)) {
		return `Field "${field.label}"`;
	}
	return `Field "${field.label}" (from "${inert(label)}")`;
}
