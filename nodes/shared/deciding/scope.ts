import { foldCase } from '../model/spelling';
import type { User } from '../model/directory';
import { RunError } from '../model/failure';
import { textOf, type Field, type Value } from '../model/field';

const fold = (text: string): string => foldCase(text.normalize('NFC').trim());

/**
 * Builds the test for `scopeField` and `scopeValues`: only users in scope can be missing.
 * @throws RunError when one is set without the other, or the field does not exist
 */
export function scopeTest(
	settings: { readonly scopeField: string; readonly scopeValues: readonly string[] },
	fields: readonly Field[],
): (user: User) => boolean {
	const { scopeField, scopeValues } = settings;
	if (scopeField === '' && scopeValues.length === 0) return () => true;
	if (scopeField === '' || scopeValues.length === 0) {
		throw new RunError(
			'Scope Field and Scope Values belong together, and only one of them is set.',
			'Set both, or neither. Nothing was sent.',
		);
	}
	const field = fields.find((one) => one.name === scopeField);
	if (field === undefined)
		throw new RunError(
			`Scope Field names "${scopeField}", which is not a field.`,
			`Use one of: ${fields.map((one) => one.name).join(', ')}.`,
		);
	const wanted = new Set(scopeValues.map(fold));
	return (user) => {
		const value = user.values[field.name];
		const parts = Array.isArray(value) ? value.map((part: Value) => textOf(part)) : [textOf(value)];
		return parts.some((part) => wanted.has(fold(part)));
	};
}
