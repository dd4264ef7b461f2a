import type { Meaning } from '../../model/meaning';
import { fold } from '../../model/fold';
import { foldedWords, wordSet } from './wordSet';
import { NAME_HEADINGS } from './names';
import { OTHER_HEADINGS, PASSWORD_HEADINGS } from './other';
import { isPersonsName, meaningOfPath, pathOf } from './path';
import { qualified, qualifierOf, type Qualifier } from './qualifiers';
import { isEmployeesNumber, isManagersNumber, NUMBER_WORDS } from './numbers';
import { once } from './once';
import { SHORT_FORMS } from './shortForms';
import type { Headings } from './table';
import { isOfThing } from './things';
import { WORK_HEADINGS } from './work';

/** All headings of the house. */
export const HEADINGS: Headings = { ...NAME_HEADINGS, ...WORK_HEADINGS, ...OTHER_HEADINGS, ...PASSWORD_HEADINGS };

const entries = Object.entries as <Name extends string, Entry>(
	table: Partial<Record<Name, Entry>>,
) => Array<[Name, Entry]>;

const WORD_BREAK = /(?<=\p{Ll})(?=\p{Lu}|\d)|(?<=[\p{Lu}\d])(?=\p{Lu}\p{Ll})|(?<=(?:^|\s)[dl])['’]|[\s_\-.,*#№]+/gu;

/** Heading, folded → what it means. One language's word wins over a later one's: a heading means one thing. */
export const byHeading = once((): ReadonlyMap<string, Meaning> => {
	const found = new Map<string, Meaning>();
	for (const [meaning, lines] of entries(HEADINGS)) {
		for (const word of foldedWords(Object.values(lines))) if (!found.has(word)) found.set(word, meaning);
	}
	return found;
});

/** Articles and the like, which headings have or leave out: "Data da admissão", "Correo de la empresa". */
const LINKING = wordSet([
	'of, the, in, at, to, au, aux, à, pour, nel, per, por, para, no, na, på, op, am, im, zum, zur, vom, von, für, into, from, dans, en, na, nella, de, du, des, d, l, le, la, les, el, los, las, del, a, al, da, do, das, dos, di, della, dello, dell, van, het, der, i, till, w, z, у, в, з',
]);

/** Headings without their articles and the like, which people leave out: "Fecha incorporación". */
const byBareHeading = once((): ReadonlyMap<string, Meaning> => {
	const found = new Map<string, Meaning>();
	for (const [meaning, lines] of entries(HEADINGS))
		for (const heading of Object.values(lines).flatMap((line) => line.split(','))) {
			const words = wordsOf(heading);
			const bare = words.filter((word, at) => at === 0 || at === words.length - 1 || !LINKING.has(word));
			const whole = bare.join('');
			if (bare.length > 1 && bare.length < words.length && !found.has(whole)) found.set(whole, meaning);
		}
	return found;
});

function wordsOf(text: string): string[] {
	return text
		.split(WORD_BREAK)
		.map(fold)
		.filter((word) => word !== '');
}

/** A heading taken apart: what it is called, without decorations, and what stands beside that. */
export interface HeadingParts {
	/** The heading's forms that a field's own name is compared with, folded. */
	readonly names: readonly string[];
	readonly meaning: Meaning | undefined;
	/** The last part of a path says it, beside a group that nobody knows: `sponsor.email` is not the person's where they have one. */
	readonly isGuess?: true;
}

/** Notes in brackets, and the table that DATEV LODAS names behind its columns: `austrittdatum#psd`. */
const BRACKETS = /[[({<]([^\])}>]{0,120})[\])}>]|#psd$/gi;
const NOTION = /^property_/;
const SEPARATORS = /[:|>/\\]|\s[-–—]\s|\s-|-\s|[–—]/u;
const STROKE = /[/\\]/;
const NUMBER_SIGN = /[#№]|n[°º]\.?/giu;
/** No heading is longer; what is longer is a text. */
const LONGEST = 120;
const MOST_WORDS = 8;
/** How Excel numbers a heading that is there already. */
const REPEATED = /_\d{1,2}$/;

/** Headings that mean something only where nothing stands beside them: "Last Employer" is no family name. */
const WHOLE: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
	['first', 'givenName'],
	['last', 'familyName'],
]);

const known = new Map<string, HeadingParts>();
const MOST_KNOWN = 5000;

/** What a heading is called and means. The same heading is taken apart once. */
export function partsOf(heading: string): HeadingParts {
	const before = known.get(heading);
	if (before !== undefined) return before;
	const parts = takeApart(heading);
	if (known.size < MOST_KNOWN) known.set(heading, parts);
	return parts;
}

/** The heading without the number that a program adds to a repeated one, or undefined when it has none. */
export function withoutRepeat(heading: string): string | undefined {
	return REPEATED.test(heading) ? heading.replace(REPEATED, '') : undefined;
}

function takeApart(heading: string): HeadingParts {
	if (heading.length > LONGEST) return { names: [fold(heading)], meaning: undefined };
	// n8n's Notion node puts a word before each property.
	if (NOTION.test(heading)) return takeApart(heading.replace(NOTION, ''));
	const whole = fold(heading);
	const notes: string[] = [];
	const bare = heading.replace(BRACKETS, (_, note: string = '') => {
		notes.push(note);
		return ' ';
	});
	const segments = bare
		.split(SEPARATORS)
		.map((part) => part.trim())
		.filter((part) => fold(part) !== '');
	const path = pathOf(heading);
	if (path !== undefined && isPersonsName(path)) return { names: [whole], meaning: 'name' };
	const names = namesOf(whole, bare, segments, notes);
	const meaning = WHOLE.get(whole) ?? numberIn(heading) ?? byHeading().get(whole) ?? meaningOf(bare, segments, notes);
	if (meaning !== undefined || path === undefined) return { names, meaning };
	const within = meaningOfPath(path, (part) => partsOf(part).meaning, meaningWithin);
	return within === undefined ? { names, meaning } : { names, meaning: within, isGuess: true };
}

/** What a heading with a sign for a number means: "Employee #" is no employee's name. */
function numberIn(heading: string): Meaning | undefined {
	const numbered = heading.replace(NUMBER_SIGN, ' number ');
	if (numbered === heading) return undefined;
	return byHeading().get(fold(numbered)) ?? (isEmployeesNumber(wordsOf(numbered)) ? 'employeeNumber' : undefined);
}

/** What a path's last part means; a last part that only qualifies, as in `phoneNumbers.work`, changes its group. */
function meaningWithin(last: string, groups: readonly string[]): Meaning | undefined {
	const own = meaningOfWords(last);
	if (own !== undefined) return meaningOf('', [...groups, last], []);
	const isQualifier = wordsOf(last).every((word) => qualifierOf(word) !== undefined);
	return isQualifier ? meaningOf('', [groups.at(-1) ?? '', last], []) : undefined;
}

/** What a field's own name is compared with: a group before it and notes behind it say nothing, unless they name somebody else. */
function namesOf(whole: string, bare: string, segments: readonly string[], notes: readonly string[]): string[] {
	const names = new Set([whole]);
	if (!isElse(notes)) {
		names.add(fold(bare));
		// What stands behind a stroke is the other name of the same: "Country/Region".
		const last = STROKE.test(bare) ? undefined : segments.at(-1);
		if (last !== undefined && !isElse(segments.slice(0, -1))) names.add(fold(last));
	}
	return [...names].filter((name) => name !== '');
}

/** Whether texts beside a name say that it is another one than it seems. */
function isElse(texts: readonly string[]): boolean {
	return texts.some((text) =>
		wordsOf(text).some((word) => {
			const qualifier = qualifierOf(word);
			return qualifier !== undefined && qualifier !== 'plain' && qualifier !== 'work' && qualifier !== 'legal';
		}),
	);
}

/** The meaning of the last part that has one, changed by what the other parts say. */
function meaningOf(bare: string, segments: readonly string[], notes: readonly string[]): Meaning | undefined {
	const parts = segments.length > 1 ? [bare, ...[...segments].reverse()] : [bare];
	for (const part of parts) {
		const found = meaningOfWords(part);
		if (found === undefined) {
			// "Employment Status: Date" is no status; "Email - Primary Work" is an address.
			if (part !== bare && wordsOf(part).some((word) => qualifierOf(word) === undefined)) return undefined;
			continue;
		}
		if (found.meaning === 'manager') {
			const noted = notes.map(managerBy).find((meaning) => meaning !== undefined);
			if (noted !== undefined) return noted;
		}
		const beside = part === bare ? [] : segments.filter((segment) => segment !== part);
		if (isOfThing(found.meaning, wordsOf(part), [...beside, ...notes].flatMap(wordsOf))) return undefined;
		const qualifiers = new Set(found.qualifiers);
		for (const text of beside) {
			// "Legal Name - First Name": a group that is a name in full says nothing.
			const group = byHeading().get(fold(text));
			if (group === 'manager' || group === 'managerName') qualifiers.add('manager');
			else addQualifiers(qualifiers, text, group !== undefined || isLegalGroup(text));
		}
		for (const text of notes) addQualifiers(qualifiers, text, false);
		return qualified(found.meaning, qualifiers);
	}
	return undefined;
}

/** How a note says that a manager is given: "Reports To (Personnel No)", "Manager (email)", "Керівник (ПІБ)". */
function managerBy(note: string): Meaning | undefined {
	if (wordsOf(note).every((word) => NUMBER_WORDS.has(word))) return 'managerKey';
	const meaning = byHeading().get(fold(note));
	return meaning === undefined ? undefined : qualified(meaning, new Set<Qualifier>(['manager']));
}

function isLegalGroup(text: string): boolean {
	return fold(text) === 'legalname';
}

function addQualifiers(qualifiers: Set<Qualifier>, text: string, isGroup: boolean): void {
	for (const word of wordsOf(text)) {
		const qualifier = qualifierOf(word);
		if (qualifier !== undefined && !(isGroup && qualifier === 'legal')) qualifiers.add(qualifier);
	}
}

/** The part of a text that means something, and what stands beside it. */
interface Part {
	readonly meaning: Meaning;
	readonly qualifiers: Qualifier[];
}

/** A text's meaning: the longest part that has one, where all words beside it only qualify it ("Primary Work Email"). */
function meaningOfWords(text: string): Part | undefined {
	const direct = numberIn(text) ?? byHeading().get(fold(text));
	if (direct !== undefined) return { meaning: direct, qualifiers: [] };
	const words = wordsOf(text);
	if (words.length > MOST_WORDS) return undefined;
	const bare = words.filter((word, at) => at === 0 || at === words.length - 1 || !LINKING.has(word));
	if (isEmployeesNumber(bare)) return { meaning: 'employeeNumber', qualifiers: [] };
	const found = partOf(words) ?? partOf(bare) ?? partOfShort(words) ?? partOfShort(bare) ?? partOfDescription(bare);
	return found ?? (isManagersNumber(bare) ? { meaning: 'managerKey', qualifiers: [] } : undefined);
}

function partOfShort(words: readonly string[]): Part | undefined {
	if (!words.some((word) => SHORT_FORMS.has(word))) return undefined;
	const inFull = (date: string): string[] =>
		words.map((word) => (word === 'dt' ? date : (SHORT_FORMS.get(word) ?? word)));
	return partOf(inFull('date')) ?? partOf(inFull('data'));
}

/** What says that a thing is given by its name: "Descrizione mansione", "Nazwa wydziału", "Department Department Name". */
const DESCRIBING = wordSet([
	'name, names, desc, description, bezeichnung, libellé, intitulé, nom, descripción, denominación, nombre, descrição, designação, nome, descrizione, denominazione, omschrijving, benaming, naam, benämning, namn, beskrivning, nazwa, opis, назва, найменування, опис, название, наименование, описание',
]);
const DESCRIBED: ReadonlySet<Meaning> = new Set<Meaning>([
	'jobTitle',
	'job',
	'position',
	'department',
	'orgUnit',
	'division',
	'company',
	'location',
]);

function partOfDescription(words: readonly string[]): Part | undefined {
	const rest = [...new Set(words.filter((word) => !DESCRIBING.has(word)))];
	const found = rest.length < words.length && rest.length > 0 ? partOf(rest) : undefined;
	return found !== undefined && DESCRIBED.has(found.meaning) ? found : undefined;
}

/** A cost center is neither place nor department. */
const COST = wordSet(['cost, costs, custo, custos, coste, costo, costi, coût, coûts, koszt, kosztów, витрат, затрат']);
const WHOLE_NAMES: ReadonlySet<Meaning | undefined> = new Set<Meaning | undefined>(['fullName', 'lastFirst', 'name']);

/** What a heading that is not understood may be about: the longest of its words that mean something, whatever stands beside them. */
export function hintIn(heading: string): Meaning | undefined {
	if (heading.length > LONGEST) return undefined;
	const words = wordsOf(heading);
	const isElses = words.some(
		(word) => COST.has(word) || ['other', 'private', 'manager'].includes(qualifierOf(word) ?? ''),
	);
	if (words.length > MOST_WORDS || isElses || words.some((word) => NUMBER_WORDS.has(word))) return undefined;
	for (let length = words.length; length > 0; length -= 1)
		for (let start = 0; start + length <= words.length; start += 1) {
			const meaning = byHeading().get(words.slice(start, start + length).join(''));
			// "Employee Class" is nobody's name.
			const isWhose = length < words.length && WHOLE_NAMES.has(meaning) && qualifierOf(words[start] ?? '') === 'plain';
			// Nor is an "Invitation State" a region.
			const isElse = isWhose || (meaning === 'state' && length < words.length);
			if (meaning !== undefined && !isElse) return meaning;
		}
	return undefined;
}

function meaningIn(words: readonly string[]): Meaning | undefined {
	const whole = words.join('');
	return byHeading().get(whole) ?? byBareHeading().get(whole);
}

function partOf(words: readonly string[]): Part | undefined {
	const qualifiers = words.map(qualifierOf);
	for (let length = words.length; length > 0; length -= 1) {
		for (let start = 0; start + length <= words.length; start += 1) {
			const beside = [...qualifiers.slice(0, start), ...qualifiers.slice(start + length)];
			const meaning = beside.includes(undefined) ? undefined : meaningIn(words.slice(start, start + length));
			const rest = [...words.slice(0, start), ...words.slice(start + length)];
			// "Nom entreprise" is nobody's.
			if (meaning === 'name' && rest.some((word) => DESCRIBED.has(byHeading().get(word) ?? 'name'))) continue;
			if (meaning !== undefined && isOfThing(meaning, words.slice(start, start + length), rest)) continue;
			if (meaning !== undefined) return { meaning, qualifiers: beside.flatMap((one) => one ?? []) };
		}
	}
	return undefined;
}
