import { fold } from '../model/fold';
import { foldedWords } from './headings/wordSet';

const WORDS = new Set(
	foldedWords([
		'mr, mrs, ms, miss, mx, dr, prof, professor, sir, madam, rev, herr, frau, divers, dr med, prof dr, m, mme, mlle, monsieur, madame, mademoiselle, sr, sra, srta, señor, señora, don, doña, dª, senhor, senhora, sig, sig ra, signor, signora, dott, dott ssa, dhr, mevr, mevrouw, de heer, heer, fru, fröken, pan, pani, пан, пані, господин, госпожа, г н, г жа, ing, mag, dipl ing, ba, ma, phd, md',
	]),
);

const PARTICLES = new Set(
	foldedWords([
		'van, van der, van den, van de, van het, van t, de, den, der, ter, ten, te, in t, op de, van der, von, von der, von dem, vom, zu, zum, zur, auf der, von und zu, du, de la, des, del, della, di, da, dos, das, do, le, la, el, al, af, av, d, t',
	]),
);

/** Whether a column called "Prefix" holds nothing but what stands before a family name. */
export function areParticles(cells: Iterable<unknown>): boolean {
	return areOf(PARTICLES, cells);
}

/** Whether a column called "Title" holds nothing but forms of address. */
export function isSalutation(cells: Iterable<unknown>): boolean {
	return areOf(WORDS, cells);
}

function areOf(words: ReadonlySet<string>, cells: Iterable<unknown>): boolean {
	let some = false;
	for (const cell of cells) {
		if (typeof cell !== 'string' || cell.trim() === '') continue;
		if (!words.has(fold(cell))) return false;
		some = true;
	}
	return some;
}
