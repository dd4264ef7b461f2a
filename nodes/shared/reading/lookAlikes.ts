import type { Field } from '../model/field';
import { inert } from '../model/inert';
import { fold } from '../model/fold';
import { hintIn, partsOf } from './headings/headings';
import { isNear, nearlyMeant } from './headings/near';
import type { Table } from './table';

/** What was not understood: columns that look like a field which has none. */
export function lookAlikes(
	table: Table,
	ignored: readonly string[],
	fields: readonly Field[],
	keyField: Field,
): string[] {
	if (!table.isAutomatic || table.rows === 0 || table.columns.length === 0) return [];
	const filled = new Set(table.slots.map(({ name }) => name));
	const empty = fields.filter((field) => !filled.has(field.name) && field.name !== keyField.name);
	const free = empty.filter((field) => field.secret !== true && field.defineBelowOnly !== true);
	const warnings: string[] = [];
	for (const column of ignored) {
		// Why it was not used has been told.
		if (table.warnings.some((told) => told.startsWith(`Column "${inert(column)}" was not used`))) continue;
		const field = lookOf(column, table, free);
		if (field !== undefined)
			warnings.push(
				`Column "${inert(column)}" was not used, though it looks like ${field.label}: to send it, call it "${field.label}", or map it with Fields → Map Each Column Manually.`,
			);
	}
	return warnings;
}

/** Fields that every row must have, and that have no column: one warning for each, beside what every row is told. */
export function withoutColumn(table: Table, needed: readonly Field[], lms: string): string[] {
	if (table.rows === 0) return [];
	return needed.map(({ name, label }) => {
		const remedy = table.isAutomatic
			? `call the column that holds it "${label}", or map it with Fields → Map Each Column Manually`
			: `fill in ${label} under Fields`;
		return `There is no column for "${label}" (${name}), which ${lms} needs of everybody, so no row can be sent: ${remedy}.`;
	});
}

function lookOf(column: string, table: Table, free: readonly Field[]): Field | undefined {
	const meaning = table.meanings.get(column);
	if (meaning !== undefined) return free.find((field) => field.means?.includes(meaning) === true);
	const { names } = partsOf(column);
	const near = free.find(({ name, label }) =>
		[fold(name), fold(label)].some((wanted) => wanted.length >= 5 && names.some((one) => isNear(one, wanted))),
	);
	if (near !== undefined) return near;
	const hint = hintIn(column) ?? nearlyMeant(column);
	return hint === undefined ? undefined : free.find(({ means }) => means?.includes(hint) === true);
}
