import { Directory } from './model/directory';
import type { Field } from './model/field';
import { readSource } from './reading/inputs';
import { heldUnlikelyKeys } from './deciding/unlikelyKeys';
import type { RowSet } from './model/row';
import { readRows, type RowRules } from './reading/rows';
import { todayIn } from './reading/today';
import type { Run } from './run';

/** The rows that this run is given. @throws SourceError */
export function rowsOf(run: Run, knownKeys?: ReadonlySet<string>): RowSet {
	const { context } = run;
	const rules = rowRulesOf(run);
	return readRows(readSource(context, run.isTool), knownKeys === undefined ? rules : { ...rules, knownKeys });
}

/** The rows, read once more where the directory holds what looked like no key. */
export function readAgain(run: Run, rows: RowSet, directory: Directory): RowSet {
	const held = heldUnlikelyKeys(rows, directory);
	return held.size === 0 ? rows : rowsOf(run, held);
}

/** How the rows of this run are to be read. */
export function rowRulesOf({ connector, settings, context, node }: Run): RowRules {
	return {
		lms: node.vendor.label,
		fields: connector.fields,
		keyField: connector.keyField,
		blankValues: settings.blankValues,
		dateFormat: settings.dateFormat,
		timezone: context.getTimezone(),
		sendUnknownColumns: settings.sendUnknownColumns,
		sendPassword: settings.sendPassword,
		keyColumn: settings.keyColumn,
		badValues: settings.badValues,
		...(settings.operation === 'sync' ? { rowsWithoutKey: settings.rowsWithoutKey } : {}),
		leavers: settings.operation === 'sync' ? settings.leavers : { detect: 'off', column: '', values: [] },
		today: todayIn(context.getTimezone()),
		nameOf: connector.nameOf,
		emailField: connector.emailField,
	};
}

/** The passwords in the rows. */
export function secretsIn(rows: RowSet, fields: readonly Field[]): Set<string> {
	const names = fields.filter((field) => field.secret === true).map((field) => field.name);
	const found = new Set<string>();
	for (const row of names.length === 0 ? [] : rows.rows) {
		for (const name of names) {
			const value = row.values[name];
			if (typeof value === 'string') found.add(value);
		}
	}
	return found;
}
