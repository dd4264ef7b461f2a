/** Letters that Unicode does not take apart into a letter and its accent. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ё: 'е' };
const NOT_PLAIN = /[ßłøđæœıё]/g;
/** Accents, and apostrophes that Unicode counts among the letters (`Імʼя`). */
const MARKS = /[\p{M}\u02b9-\u02bf]+/gu;
const SIGNS = /[^\p{L}\p{N}]+/gu;

/** The form in which headings and words are compared: letters and digits without case and accents. */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	let folded = '';
	let from = 0;
	for (let at = 0; at < lower.length; at += 1) {
		const code = lower.charCodeAt(at);
		if (isPlain(code)) continue;
		if (at > from) folded += lower.slice(from, at);
		if (code > 127) {
			const character = String.fromCodePoint(lower.codePointAt(at) ?? code);
			folded += foldedCharacter(character);
			at += character.length - 1;
		}
		from = at + 1;
	}
	return from === 0 ? lower : folded + lower.slice(from);
}

/** a to z, 0 to 9. */
function isPlain(code: number): boolean {
	return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

/** Lists hold few characters and many names: each is taken apart once. */
const FOLDED = new Map<string, string>();

function foldedCharacter(character: string): string {
	let folded = FOLDED.get(character);
	if (folded === undefined) {
		folded = character
			.replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter)
			.normalize('NFKD')
			.replace(MARKS, '')
			.toLowerCase()
			.replace(SIGNS, '');
		FOLDED.set(character, folded);
	}
	return folded;
}
