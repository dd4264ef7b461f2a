import { inert } from '../model/inert';
import type { Field } from '../model/field';
import { exactKey } from '../model/spelling';
import type { DraftRow } from './duplicates';
import { fold } from './headings/fold';
import { turnedName } from './turnedName';

/** A directory's name of an entry: `CN=Maria O'Neil,OU=Staff`. */
const COMMON_NAME = /^CN=([^,]{1,200})/i;

/**
 * Managers given by key, e-mail or full name become the keys of the people on the list: the list's keys come before the
 * vendor's ids. A name or an address of nobody, or of several, is left out with a hint.
 */
export function nameManagers(rows: readonly DraftRow[], fields: readonly Field[], keyField: Field): void {
	const references = fields.filter((field) => field.refersTo !== undefined && field.naming !== undefined);
	const used = references.filter((field) => rows.some((row) => typeof row.values[field.name] === 'string'));
	if (used.length === 0) return;
	const people = new People(rows, keyField);
	for (const row of rows) {
		for (const field of used) {
			const value = row.values[field.name];
			if (typeof value !== 'string' || field.naming === undefined) continue;
			const found = people.keyOf(value);
			if (found.key !== undefined) row.values = { ...row.values, [field.name]: field.naming(found.key) };
			else if (found.why !== undefined) {
				row.values = Object.fromEntries(Object.entries(row.values).filter(([name]) => name !== field.name));
				row.hints = [...(row.hints ?? []), `Left out: ${field.label} "${inert(value)}" ${found.why}.`];
			}
		}
	}
}

/** The people of the list by what others call them. */
class People {
	private readonly keys = new Map<string, string>();
	/** E-mail or folded name → key; undefined where several share it. */
	private readonly called = new Map<string, string | undefined>();

	constructor(
		rows: readonly DraftRow[],
		private readonly keyField: Field,
	) {
		for (const { key, name, email, duplicateOf } of rows) {
			if (key === '' || duplicateOf !== undefined) continue;
			this.keys.set(exactKey(key, keyField), key);
			for (const word of new Set([email.toLowerCase(), fold(String(turnedName(name)))])) {
				if (word !== '') this.called.set(word, this.called.has(word) ? undefined : key);
			}
		}
	}

	/** The key, or why there is none; neither for a plain id that is nobody's on the list. */
	keyOf(value: string): { key?: string; why?: string } {
		const key = this.keys.get(exactKey(value, this.keyField));
		if (key !== undefined) return { key };
		const name = COMMON_NAME.exec(value)?.[1] ?? value;
		const isAddress = value.includes('@');
		const isName = name !== value || /[\s,]/.test(value);
		if ((!isAddress && !isName) || value.startsWith('uid:')) return {};
		const word = isAddress ? value.toLowerCase() : fold(String(turnedName(name)));
		if (!this.called.has(word)) return { why: 'is nobody on the list' };
		const one = this.called.get(word);
		return one === undefined ? { why: 'may be several people on the list' } : { key: one };
	}
}
