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

/** Splits a list typed by a person at commas and new lines; blanks are dropped. */
export function splitList(text: string): string[] {
	return text
		.split(/[,\n\r]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

const fold = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** Builds the test for `protectedUsers`: keys, compared without case, `*` as a wildcard. */
export function protectionOf(list: string): (key: string) => boolean {
	const entries = splitList(list).map(fold);
	if (entries.length === 0) return () => false;
	const exact = new Set(entries);
	const patterns = entries.filter((entry) => entry.includes('*'));
	return (key) => {
		const folded = fold(key);
		return folded !== '' && (exact.has(folded) || patterns.some((pattern) => matchesWildcard(pattern, folded)));
	};
}
