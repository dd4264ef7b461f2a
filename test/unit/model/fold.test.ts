import fc from 'fast-check';

import { fold } from '../../../nodes/shared/model/fold';

/** Letter by letter of the whole text, as Unicode takes it apart: what `fold` does for each character once. */
function asDefined(text: string): string {
	const plain: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ё: 'е' };
	return text
		.toLowerCase()
		.replace(/[ßłøđæœıё]/g, (letter) => plain[letter] ?? letter)
		.normalize('NFKD')
		.replace(/[\p{M}\u02b9-\u02bf]+/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');
}

describe('The form in which names and headings are compared', () => {
	it.each([
		['Müller-Lüdenscheidt', 'mullerludenscheidt'],
		['STRASSE', 'strasse'],
		['Straße', 'strasse'],
		['Łukasz Øre', 'lukaszore'],
		['Jose\u0301', 'jose'],
		['José', 'jose'],
		['Олёна Шевченко', 'оленашевченко'],
		['№ 7 (Größe)', 'no7grosse'],
		['Ім\u02bcя', 'імя'],
		['  ', ''],
		['😀 Ann 2', 'ann2'],
		['한국', '한국'.normalize('NFKD')],
		['\ud83d', ''],
	])('%s is %s', (text, folded) => {
		expect(fold(text)).toBe(folded);
	});

	it('is that of the whole text, whatever stands in it', () => {
		// Capital sigmas from mathematical alphabets have a small form by their place in a word.
		const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((one) => !/[Σ𝚺𝛴𝜮𝝨𝞢]/u.test(one));
		fc.assert(
			fc.property(text, (one) => {
				expect(fold(one)).toBe(asDefined(one));
			}),
			{ numRuns: 2000 },
		);
	});
});
