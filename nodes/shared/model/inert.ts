/**
 * Characters that nobody sees but that change what is seen, or make two keys differ that look the same: control
 * characters, marks that turn the direction of text round, zero-width spaces, halves of characters. Joiners
 * (U+200C, U+200D) stay: emoji and several scripts need them.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;

/** Spaces of all kinds, line breaks included: data never starts a line of its own. */
const SPACES = /[\t-\r\u0085\p{Z}]+/gu;

/**
 * Text from rows, the vendor or settings in a form that is safe to show: on one line, hidden characters shown by
 * their number (`[U+202E]`), and no longer than `length` characters.
 */
export function inert(text: string, length = 60): string {
	// A value can be megabytes long: cut before anything else, and not through the middle of a character.
	const isLong = text.length > length * 8;
	const start = isLong ? text.slice(0, length * 8).replace(/[\ud800-\udbff]$/u, '') : text;
	const shown = start
		.replace(SPACES, ' ')
		.trim()
		.replace(HIDDEN, (mark) => `[U+${codePoint(mark).toString(16).toUpperCase().padStart(4, '0')}]`);
	const characters = Array.from(shown);
	if (characters.length <= length && !isLong) return shown;
	return `${characters
		.slice(0, length - 1)
		.join('')
		.trimEnd()}\u2026`;
}

function codePoint(mark: string): number {
	return mark.codePointAt(0) ?? 0;
}

/**
 * Text that does nothing when somebody opens the plain report in a spreadsheet or pastes a line of it there: a
 * value that would start as a formula gets the apostrophe that spreadsheets read as "this is text". Values are also
 * guarded after separators at which a spreadsheet splits. Numbers such as -5 and +47 123 stay as they are,
 * and so does the arrow between two values.
 * HTML needs none of this: {@link escapeHtml} is enough there.
 */
export function formulaProof(text: string): string {
	return text.replace(FORMULA, "$1'");
}

const FORMULA = /(^|[,;|]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])(?![+-][\d\s().]*(?:$|[,;|])|->(?: |$))/gu;

/** Text for HTML, safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
