import { isBlank, textOf, type Field, type Value, type Change } from '../model/field';
import { uniqueForm, type Directory, type User } from '../model/directory';
import type { PlanRules } from '../model/plan';
import type { Row } from '../model/row';

/** What rows and users are compared by. */
export interface Comparison {
	readonly directory: Directory;
	readonly fields: ReadonlyMap<string, Field>;
	readonly rules?: Pick<PlanRules, 'memory' | 'lms'>;
}

/** Whether {@link compare} would find no change and nothing to tell, for a user who shares the row's values. */
export function isAsTheRow(row: Row, user: User, comparison: Comparison): boolean {
	const unlike = user.unlike?.(row);
	const { directory, fields, rules } = comparison;
	if (unlike === undefined || rules?.memory.isOpen(row.key) === true) return false;
	return unlike.every(([name, shown]) => {
		const field = fields.get(name);
		const wanted = row.values[name] ?? null;
		if (field?.changesOf !== undefined) return wanted === null;
		return !isComparable(field, comparison) || sameValue(field, wanted, shown, directory);
	});
}

/** What can't be compared goes along with other changes, and is none by itself. */
function isComparable(field: Field | undefined, { directory, rules }: Comparison): field is Field {
	return field !== undefined && directory.carries(field) && rules?.memory.isHopeless(field) !== true;
}

/** The row's fields that differ from the user's, and the fields to send when any does. */
export function compare(
	row: Row,
	user: User,
	comparison: Comparison,
): { changes: Change[]; send: string[]; hints: string[] } {
	const { directory, fields, rules } = comparison;
	const changes: Change[] = [];
	const send: string[] = [];
	const hints: string[] = [];
	const held = user.values;
	for (const name in row.values) {
		const wanted = row.values[name] ?? null;
		const field = fields.get(name);
		if (field?.changesOf !== undefined && wanted !== null) {
			const meant = field.changesOf(wanted, held);
			if (meant.length > 0) send.push(name);
			changes.push(...meant);
			continue;
		}
		if (!isComparable(field, comparison)) {
			send.push(name);
			continue;
		}
		const shown = held[name] ?? null;
		if (sameValue(field, wanted, shown, directory)) {
			rules?.memory.confirm(row.key, field);
			continue;
		}
		const known = rules?.memory.recall(row.key, field, wanted, shown);
		if (known === 'unseen') {
			send.push(name);
			continue;
		}
		if (rules !== undefined && known === 'kept') {
			hints.push(
				`${rules.lms} keeps ${field.label} as "${textOf(shown)}", although "${textOf(wanted)}" was sent before. It was not sent again.`,
			);
			continue;
		}
		changes.push({ field: name, from: readable(field, shown, directory), to: wanted });
		send.push(name);
	}
	return { changes, send, hints };
}

/** A person who is shown by id is told by the name that rows use. */
function readable(field: Field, shown: Value | null, directory: Directory): Value | null {
	if (field.naming === undefined || shown === null) return shown;
	const person = directory.withId(String(shown));
	return person === undefined || person.key === '' ? shown : field.naming(person.key);
}

/** Whether what the row wants is what the vendor shows. */
export function sameValue(field: Field, wanted: Value | null, shown: Value | null, directory?: Directory): boolean {
	if (wanted === shown) return true;
	if (wanted === null || shown === null) return isBlank(wanted) && isBlank(shown);
	const named = field.refersTo?.(wanted);
	if (named !== undefined && directory?.matching(named)[0]?.id === String(shown)) return true;
	if (field.same !== undefined) return field.same(wanted, shown);
	if (typeof wanted === 'object') return comparable(field, wanted) === comparable(field, shown);
	return uniqueForm(field, wanted) === uniqueForm(field, shown);
}

/** Lists are compared as sets, other structures with their names sorted. */
function comparable(field: Field, value: Value): string {
	if (field.kind === 'list' && Array.isArray(value)) return JSON.stringify([...new Set(value.map(textOf))].sort());
	return JSON.stringify(value, (_name, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}
