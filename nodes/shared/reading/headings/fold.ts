/** Letters that Unicode does not take apart into a letter and its accent. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ё: 'е' };
const NOT_PLAIN = /[ßłøđæœıё]/g;
const MARKS = /\p{M}+/gu;
const SIGNS = /[^\p{L}\p{N}]+/gu;
const ASCII_WORD = /^[a-z0-9]*$/;
const ASCII_TEXT = /^[ -~]*$/;
const ASCII_SIGNS = /[^a-z0-9]+/g;

/** The form in which headings and words are compared: letters and digits without case and accents. */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	if (ASCII_WORD.test(lower)) return lower;
	if (ASCII_TEXT.test(lower)) return lower.replace(ASCII_SIGNS, '');
	return lower
		.replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter)
		.normalize('NFKD')
		.replace(MARKS, '')
		.toLowerCase()
		.replace(SIGNS, '');
}

/** The words of lines that hold words separated by commas, folded. */
export function foldedWords(lines: Iterable<string>): string[] {
	return [...lines].flatMap((line) => line.split(',').map(fold)).filter((word) => word !== '');
}
