import { foldCase, looseKey } from '../model/spelling';

/**
 * Whether text matches a pattern in which `*` stands for any characters. Linear in both lengths: a pattern from a
 * user never becomes a regular expression, so it can't be made to run for hours.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
	const [first = '', ...middle] = pattern.split('*');
	const last = middle.pop();
	if (last === undefined) return pattern === text;
	const end = text.length - last.length;
	if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
	let at = first.length;
	for (const part of middle) {
		const found = text.indexOf(part, at);
		if (found < 0 || found + part.length > end) return false;
		at = found + part.length;
	}
	return true;
}

/** Splits a list typed by a person at commas, semicolons and new lines; blanks are dropped. */
export function splitList(text: string): string[] {
	return text
		.split(/[,;\n\r]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

const fold = (text: string): string => foldCase(text.normalize('NFC').trim());

/** `protectedUsers`, read: whom it covers, and which of its entries have covered nobody. */
export interface Protection {
	/** Whether somebody who goes by any of these names (key, e-mail, the vendor's id) is protected. */
	readonly covers: (...names: readonly string[]) => boolean;
	/** The entries, as they were typed, that have not covered anybody yet. */
	readonly idle: () => string[];
}

/**
 * Reads `protectedUsers`: names compared as near keys are (see {@link looseKey}), with `*` as a wildcard for any
 * characters.
 */
export function protectionOf(list: string): Protection {
	const entries = [...new Set(splitList(list))];
	const used = new Set<string>();
	const plain = new Map<string, string>();
	const patterns: Array<readonly [pattern: string, entry: string]> = [];
	for (const entry of entries) {
		if (entry.includes('*')) patterns.push([fold(entry), entry]);
		else plain.set(looseKey(entry), entry);
	}
	const entryFor = (name: string): string | undefined => {
		const folded = fold(name);
		if (folded === '') return undefined;
		return plain.get(looseKey(name)) ?? patterns.find(([pattern]) => matchesWildcard(pattern, folded))?.[1];
	};
	const covers = (...names: readonly string[]): boolean => {
		let isCovered = false;
		for (const name of entries.length === 0 ? [] : names) {
			const entry = entryFor(name);
			if (entry === undefined) continue;
			used.add(entry);
			isCovered = true;
		}
		return isCovered;
	};
	return { covers, idle: () => entries.filter((entry) => !used.has(entry)) };
}
