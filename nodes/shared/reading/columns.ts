import type { Field } from '../model/field';
import { inert } from '../model/inert';
import { SourceError, type RowRules } from './source';

/** Which input column fills which field. */
export interface ColumnMatch {
	/** Field name → column, as the user wrote it. */
	readonly byField: ReadonlyMap<string, string>;
	/** Columns that are sent under their own name: column → name. */
	readonly unknown: ReadonlyMap<string, string>;
	/** Columns that are not used, in the order in which they first occur. */
	readonly ignored: readonly string[];
	readonly warnings: readonly string[];
}

/** How a column came to mean a field, best first. */
const RANKS = ['exact', 'loose', 'alias'] as const;
type Rank = (typeof RANKS)[number];

/** More columns than this are no table but a mistake; each one costs time on every row. */
const MOST_UNKNOWN = 200;
/** A password, whatever a vendor calls it: `user_password`, `Initial Password`, `pwd2`, the Ukrainian word. */
const PASSWORD_NAME =
	/^(?:user|account|login|new|initial|first|temp|temporary|default|confirm)*(?:password|passwd|pwd|passwort|kennwort|passphrase|\u043f\u0430\u0440\u043e\u043b\u044c)\d*$/;
const NO_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/gu;
const IGNORED_IN_NAMES = /[\s_\-.\u200b-\u200d\u2060\ufeff]+/g;

/** The form in which column names are compared: no case, spaces, `_`, `-` or dots; Unicode form C. */
export function looseName(name: string): string {
	return name.normalize('NFC').toLowerCase().replace(IGNORED_IN_NAMES, '');
}

/**
 * Matches columns to fields: the exact name beats the loose name or label, which beats an alias.
 * @throws SourceError when two columns are equally good for one field.
 */
export function matchColumns(columns: Iterable<string>, rules: RowRules): ColumnMatch {
	const names = namesOf(rules.fields);
	const candidates = new Map<Field, Record<Rank, string[]>>();
	const unmatched: string[] = [];
	const all = [...columns];
	for (const column of all) {
		const found = fieldOf(column, names);
		if (found === undefined) {
			unmatched.push(column);
			continue;
		}
		const ranks = candidates.get(found.field) ?? { exact: [], loose: [], alias: [] };
		ranks[found.rank].push(column);
		candidates.set(found.field, ranks);
	}

	const byField = new Map<string, string>();
	const warnings: string[] = [];
	for (const field of rules.fields) {
		const best = bestOf(candidates.get(field));
		const [column] = best;
		if (column === undefined) continue;
		const refused = refusalOf(field, column, rules);
		if (refused !== undefined) warnings.push(refused);
		else if (best.length > 1) throw tie(field, best);
		else byField.set(field.name, column);
	}

	const unknown = rules.sendUnknownColumns
		? ownNames(unmatched, rules.sendPassword, warnings)
		: new Map<string, string>();
	const used = new Set([...byField.values(), ...unknown.keys()]);
	return { byField, unknown, ignored: all.filter((column) => !used.has(column)), warnings };
}

interface Names {
	readonly exact: ReadonlyMap<string, Field>;
	readonly loose: ReadonlyMap<string, Field>;
	readonly alias: ReadonlyMap<string, Field>;
}

/** A name beats another field's label, and the field declared first wins, so that a column always means one field. */
function namesOf(fields: readonly Field[]): Names {
	const names = {
		exact: new Map<string, Field>(),
		loose: new Map<string, Field>(),
		alias: new Map<string, Field>(),
	};
	const add = (map: Map<string, Field>, name: string, field: Field): void => {
		if (name !== '' && !map.has(name)) map.set(name, field);
	};
	for (const field of fields) add(names.exact, field.name, field);
	for (const field of fields) add(names.loose, looseName(field.name), field);
	for (const field of fields) add(names.loose, looseName(field.label), field);
	for (const field of fields) {
		if (field.nameOnly === true || field.defineBelowOnly === true) continue;
		field.aliases?.forEach((alias) => add(names.alias, looseName(alias), field));
	}
	return names;
}

function fieldOf(column: string, names: Names): { field: Field; rank: Rank } | undefined {
	const loose = looseName(column);
	for (const rank of RANKS) {
		const field = names[rank].get(rank === 'exact' ? column : loose);
		if (field !== undefined) return { field, rank };
	}
	return undefined;
}

function bestOf(ranks: Record<Rank, string[]> | undefined): readonly string[] {
	return RANKS.map((rank) => ranks?.[rank] ?? []).find((columns) => columns.length > 0) ?? [];
}

/** Why a matching column is left out all the same. */
function refusalOf(field: Field, column: string, rules: RowRules): string | undefined {
	if (field.defineBelowOnly === true) {
		return `Column "${inert(column)}" was not used: ${field.label} is accepted through "Define Below" only.`;
	}
	return field.secret === true && !rules.sendPassword ? secretWarning(`Column "${inert(column)}"`) : undefined;
}

/** Why a secret was left out; `what` names the column or field. */
export function secretWarning(what: string): string {
	return `${what} was not sent: switch on Options > Send Password to send it with every run.`;
}

function tie(field: Field, columns: readonly string[]): SourceError {
	const named = columns.slice(0, 5).map((column) => `"${inert(column)}"`);
	return new SourceError(
		`Columns ${named.slice(0, -1).join(', ')} and ${named.at(-1)} ${named.length === 2 ? 'both' : 'all'} mean the field "${field.label}" (${field.name}): rename or remove one of them.`,
	);
}

/** Names that every object has, or that change an object when assigned. */
export function isTreacherous(name: string): boolean {
	return name in Object.prototype || name === 'prototype';
}

/** The secret field that an unmatched column stands for when it holds passwords; undefined for all others. */
export function passwordField(name: string): Field | undefined {
	if (!PASSWORD_NAME.test(looseName(name).replace(NO_LETTER_OR_DIGIT, ''))) return undefined;
	return { name, label: name, kind: 'text', secret: true, nameOnly: true, neverEmpty: true };
}

/** The names under which unmatched columns are sent; what can't or must not be sent under its name is left out. */
function ownNames(columns: readonly string[], sendPassword: boolean, warnings: string[]): Map<string, string> {
	// A field's own name is never among them: its column has matched.
	const taken = new Set<string>();
	const unknown = new Map<string, string>();
	for (const column of columns) {
		const name = column.trim();
		if (name === '' || taken.has(name) || isTreacherous(name)) continue;
		if (!sendPassword && passwordField(name) !== undefined) {
			warnings.push(secretWarning(`Column "${inert(column)}"`));
			continue;
		}
		if (unknown.size >= MOST_UNKNOWN) {
			warnings.push(`Only the first ${MOST_UNKNOWN} unknown columns are sent.`);
			break;
		}
		taken.add(name);
		unknown.set(column, name);
	}
	return unknown;
}
