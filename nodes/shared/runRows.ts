import { Directory } from './model/directory';
import type { Field } from './model/field';
import { readSource } from './reading/inputs';
import { heldUnlikelyKeys } from './deciding/unlikelyKeys';
import type { RowSet } from './model/row';
import { readRows, RowReading, type RowRules } from './reading/rows';
import { todayIn } from './reading/today';
import { listAhead, type Ahead } from './ahead';
import type { Run } from './run';
import { yieldTurn } from './transport/pace';

/** A longer list is read in parts: between them n8n does other things, and the system's first users may come. */
const LONG = 2500;
/** Each turn of others costs a millisecond or more, and a reply waits for the end of a part. */
const SMALLEST_PART = 500;
const MOST_PARTS = 40;

/** The rows of a run, and the directory where it was asked for while they were read. */
export interface Given {
	readonly source: RowSet;
	readonly ahead: Ahead | undefined;
}

/** Reads the rows that this run is given. @throws SourceError */
export async function rowsOf(run: Run): Promise<Given> {
	const reading = new RowReading(readSource(run.context, run.isTool), rowRulesOf(run));
	const isLong = reading.length > LONG;
	const part = isLong ? Math.max(SMALLEST_PART, Math.ceil(reading.length / MOST_PARTS)) : reading.length;
	const ahead = isLong && reading.hasKeys ? listAhead(run) : undefined;
	while (!reading.isDone) {
		if (isLong) await yieldTurn();
		reading.go(part);
	}
	return { source: reading.end(), ahead };
}

/** The rows, read once more where the directory holds what looked like no key. */
export function readAgain(run: Run, rows: RowSet, directory: Directory): RowSet {
	const held = heldUnlikelyKeys(rows, directory);
	if (held.size === 0) return rows;
	return readRows(readSource(run.context, run.isTool), { ...rowRulesOf(run), knownKeys: held });
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
