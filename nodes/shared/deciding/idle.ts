import { isBlank, textOf, type Field, type Value, type Values } from '../model/field';
import type { Directory } from '../model/directory';
import type { Row } from '../model/row';
import { foldCase } from '../model/spelling';

/** The settings that name people or what they have in common. */
interface Naming {
	readonly idleProtected: () => readonly string[];
	readonly scopeField: string;
	readonly scopeValues: readonly string[];
	readonly limits: { readonly groupBy: string };
}

const fold = (text: string): string => foldCase(text.normalize('NFC').trim());

/**
 * Settings that protect, select or divide nobody, which is most often a spelling mistake. Asked once the plan is made.
 * @param people everybody who is known of
 * @param where those people in plain words, such as "in Bridge"
 */
export function idleWarnings(
	people: ReadonlyArray<{ readonly values: Values }>,
	where: string,
	settings: Naming,
	fields: readonly Field[],
): string[] {
	const { scopeField, scopeValues, limits } = settings;
	const label = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
	const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
	const idle = settings.idleProtected();
	const there = new Set(scopeValues.length === 0 ? [] : people.flatMap(({ values }) => words(values[scopeField])));
	const strange = scopeValues.filter((value) => !there.has(fold(value)));
	const isUndivided = limits.groupBy !== '' && people.every(({ values }) => isBlank(values[limits.groupBy]));
	return [
		...(idle.length === 0 ? [] : [`Protected Users: ${quoted(idle)} matches nobody ${where}, so it protects nobody.`]),
		...(strange.length === 0
			? []
			: [
					`Scope Values: ${quoted(strange)} is the ${label(scopeField)} of nobody ${where}, so it brings nobody into scope.`,
				]),
		...(isUndivided ? [`Group By: nobody ${where} has a ${label(limits.groupBy)}, so all count as one group.`] : []),
	];
}

/** Says which values of the list can't be compared, as the system shows the field of nobody. */
export function unseenWarnings(
	rows: readonly Row[],
	directory: Directory,
	fields: readonly Field[],
	lms: string,
): string[] {
	if (directory.users.length === 0) return [];
	const unseen = fields.filter(
		(field) =>
			field.maybeShown !== undefined &&
			field.refersTo === undefined &&
			!directory.carries(field) &&
			field.secret !== true &&
			field.writeOnly !== true &&
			rows.some(({ key, values }) => !isBlank(values[field.name]) && directory.holds(key)),
	);
	if (unseen.length === 0) return [];
	const labels = unseen.map(({ label }) => label).join(', ');
	return [
		`${lms} shows ${labels} of nobody, so that can't be compared: it goes along when something else of a person differs.`,
	];
}

function words(value: Value | null | undefined): string[] {
	return Array.isArray(value) ? value.map((part: Value) => fold(textOf(part))) : [fold(textOf(value))];
}
