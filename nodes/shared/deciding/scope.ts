import { foldCase } from '../model/spelling';
import type { User } from '../model/directory';
import { RunError } from '../model/failure';
import { textOf, type Field, type Value } from '../model/field';

const fold = (text: string): string => foldCase(text.normalize('NFC').trim());

/** Without case and without what parts the words of a heading. */
const loose = (text: string): string => fold(text).replace(/[\s_-]/gu, '');

/** The name of the field that somebody means who writes its name or label in another way; else what was written. */
export function meantField(written: string, fields: readonly Field[]): string {
	if (written === '' || fields.some(({ name }) => name === written)) return written;
	const meant = fields.filter(({ name, label }) => [name, label].some((one) => loose(one) === loose(written)));
	return meant.length === 1 ? (meant[0]?.name ?? written) : written;
}

/** The fields that Group By and Scope Field name: whoever reads the directory has to keep them. */
export function fieldsAsked(
	settings: { readonly scopeField: string; readonly limits: { readonly groupBy: string } },
	fields: readonly Field[],
): string[] {
	return [settings.limits.groupBy, settings.scopeField].map((written) => meantField(written, fields));
}

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
	const meant = meantField(scopeField, fields);
	const field = fields.find((one) => one.name === meant);
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
