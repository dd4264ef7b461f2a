import { fold, foldedWords } from './headings/fold';

const WORDS = new Set(
	foldedWords([
		'mr, mrs, ms, miss, mx, dr, prof, professor, sir, madam, rev, herr, frau, divers, dr med, prof dr, m, mme, mlle, monsieur, madame, mademoiselle, sr, sra, srta, señor, señora, don, doña, dª, senhor, senhora, sig, sig ra, signor, signora, dott, dott ssa, dhr, mevr, mevrouw, de heer, heer, fru, fröken, pan, pani, пан, пані, господин, госпожа, г н, г жа, ing, mag, dipl ing, ba, ma, phd, md',
	]),
);

/** Whether a column called "Title" holds nothing but forms of address. */
export function isSalutation(cells: Iterable<unknown>): boolean {
	let some = false;
	for (const cell of cells) {
		if (typeof cell !== 'string' || cell.trim() === '') continue;
		if (!WORDS.has(fold(cell))) return false;
		some = true;
	}
	return some;
}
