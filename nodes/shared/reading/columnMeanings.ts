import type { Meaning } from '../model/meaning';
import { cleanText } from '../model/spelling';
import { fold } from '../model/fold';
import { wordSet } from './headings/wordSet';
import { partsOf, withoutRepeat } from './headings/headings';
import { isThere } from './headings/states';
import { areAnswers, areLogins, areNumbers, areShares } from './cellKinds';
import { isDisplay } from './displayName';
import { areParticles, isSalutation } from './salutation';

/** Reads cells of a column, to see what it holds. */
export type Peek = (column: string) => Iterable<unknown>;

/** Meanings of which one fills the blanks of another. */
export const FAMILIES: ReadonlyArray<ReadonlySet<Meaning>> = [
	new Set<Meaning>(['givenName', 'preferredGivenName', 'legalGivenName']),
	new Set<Meaning>(['familyName', 'preferredFamilyName', 'legalFamilyName']),
	// "Email" beside "Work Email" is most often a private address: it fills no blank.
	new Set<Meaning>(['workEmail', 'loginEmail']),
	new Set<Meaning>(['email', 'loginEmail']),
	new Set<Meaning>(['managerKey', 'managerEmail', 'manager', 'managerName']),
];

const ORGANIZATION = wordSet([
	'organization, organisation, organización, organização, organizzazione, organisatie, организация, організація',
]);

const BIRTH_NAMES = wordSet(['nom de naissance, nom naissance, geburtsname, geboortenaam, nome da nascita']);

/** What every heading means, once the columns beside it and their cells are known. */
export function meaningsOf(columns: readonly string[], peek: Peek): Map<string, Meaning> {
	const meanings = new Map<string, Meaning>();
	for (const column of columns) {
		const base = withoutRepeat(column);
		const meaning =
			partsOf(column).meaning ?? (base !== undefined && columns.includes(base) ? partsOf(base).meaning : undefined);
		if (meaning !== undefined) meanings.set(column, meaning);
	}
	for (const column of columns)
		if (!meanings.has(column) && STATE.test(column) && areStates(peek(column))) meanings.set(column, 'status');
	dropGuesses(meanings);
	const held = new Set(meanings.values());
	for (const [column, meaning] of [...meanings]) {
		if (meaning === 'name') meanings.set(column, nameBeside(column, meanings, peek));
		// "Medewerker" holds names in one product and numbers in another.
		if (WHOLE.has(meaning) && areNumbers(peek(column))) meanings.set(column, 'employeeNumber');
		// "Employee: Yes" is nobody's name.
		if (WHOLE.has(meaning) && areAnswers(peek(column))) meanings.delete(column);
		// Polish "Etat" is the share of a full job.
		if (meaning === 'status' && areShares(peek(column))) meanings.delete(column);
		// A directory's `uid` is what people sign in with, where nothing else is.
		if (meaning === 'userId' && !held.has('login') && areLogins(peek(column))) meanings.set(column, 'login');
		// "Prefix" may be "Dr." or "van der".
		if (meaning === 'salutation' && areParticles(peek(column))) meanings.set(column, 'familyPrefix');
		if (meaning === 'title' && isSalutation(peek(column))) meanings.set(column, 'salutation');
		// JumpCloud's and OneLogin's `state` is no region: "ACTIVATED", "SUSPENDED".
		if (meaning === 'state' && areStates(peek(column))) meanings.set(column, 'status');
		// "Organization" is the employer where departments stand beside it, and the department where none do.
		if (meaning === 'orgUnit' && held.has('department') && !held.has('company') && isOrganization(column))
			meanings.set(column, 'company');
	}
	for (const [column, meaning] of [...meanings])
		if (meaning === 'fullName' && !isDisplay(column) && areTurned(peek(column), givenIn(meanings, peek)))
			meanings.set(column, 'lastFirst');
	return meanings;
}

/** Meanings of people in whole, by name. */
const WHOLE: ReadonlySet<Meaning> = new Set<Meaning>(['name', 'fullName', 'lastFirst']);

/** A member of a record that nobody knows is the person's own only where no other column is. */
function dropGuesses(meanings: Map<string, Meaning>): void {
	const guesses = [...meanings].filter(([column]) => partsOf(column).isGuess === true);
	if (guesses.length === 0) return;
	const sure = new Set(
		[...meanings].filter(([column]) => partsOf(column).isGuess !== true).map(([, meaning]) => meaning),
	);
	for (const [column, meaning] of guesses) {
		const family = FAMILIES.find((one) => one.has(meaning));
		if (sure.has(meaning) || [...sure].some((one) => family?.has(one) === true)) meanings.delete(column);
	}
}

function isOrganization(column: string): boolean {
	return partsOf(column).names.some((name) => ORGANIZATION.has(name));
}

/** "Name" beside a first name is the family name, unless its cells hold that first name too, or both in turn. */
function nameBeside(column: string, meanings: ReadonlyMap<string, Meaning>, peek: Peek): Meaning {
	const columnOf = (...wanted: Meaning[]): string | undefined =>
		[...meanings].find(([one, meaning]) => wanted.includes(meaning) && !isOfBirth(one))?.[0];
	const given = columnOf('givenName', 'legalGivenName');
	const family = columnOf('familyName', 'legalFamilyName');
	const other = given ?? family;
	if ((given === undefined) === (family === undefined) || other === undefined) return 'fullName';
	if (holdsMore(peek(column), peek(other))) return 'fullName';
	return given === undefined ? 'givenName' : 'familyName';
}

/** A name from before a marriage stands beside the one that people have. */
function isOfBirth(column: string): boolean {
	return partsOf(column).names.some((name) => BIRTH_NAMES.has(name));
}

/** Whether cells hold those of another column and more, in most rows. */
function holdsMore(cells: Iterable<unknown>, others: Iterable<unknown>): boolean {
	const beside = others[Symbol.iterator]();
	let more = 0;
	let less = 0;
	for (const cell of cells) {
		const [whole, part] = [cell, beside.next().value as unknown].map(wordsIn);
		if (whole === undefined || part === undefined || whole.size === 0 || part.size === 0) continue;
		if (whole.size > part.size && [...part].every((word) => whole.has(word))) more += 1;
		else less += 1;
	}
	return more > less;
}

function wordsIn(cell: unknown): Set<string> {
	if (typeof cell !== 'string' || cell.length > 200) return new Set();
	return new Set(
		cleanText(cell)
			.toLowerCase()
			.split(/[\s,]+/u)
			.filter((word) => word !== ''),
	);
}

const TURNED = /^[^,]{1,100},([^,]{1,100})$/u;
const NOT_GIVEN = wordSet(['jr, sr, ii, iii, iv, phd, md, esq, mba, dds, cpa, rn']);

/** Columns of first names, and whether they are those of a passport. */
interface Given {
	readonly columns: ReadonlyArray<Iterable<unknown>>;
	readonly isSure: boolean;
}

/** Whether all cells have the family name first: "Berg, Anna", and not "Anna Berg, Controller", as first names tell. */
function areTurned(cells: Iterable<unknown>, { columns, isSure }: Given): boolean {
	const beside = columns.map((others) => others[Symbol.iterator]());
	let some = false;
	for (const cell of cells) {
		const names = beside.flatMap((others) => [...wordsIn(others.next().value)]);
		if (typeof cell !== 'string' || cell.trim() === '') continue;
		const after = TURNED.exec(cell.trim())?.[1];
		if (after === undefined || NOT_GIVEN.has(fold(after))) return false;
		const [words, before] = [wordsIn(after), wordsIn(cell.slice(0, cell.indexOf(',')))];
		const isAfter = names.some((name) => words.has(name));
		if (names.length > 0 && !isAfter && (isSure || names.some((name) => before.has(name)))) return false;
		some = true;
	}
	return some;
}

/** The columns of first names; what people like to be called need not be in their name. */
function givenIn(meanings: ReadonlyMap<string, Meaning>, peek: Peek): Given {
	const columnsOf = (...wanted: Meaning[]): Array<Iterable<unknown>> =>
		[...meanings].flatMap(([column, meaning]) => (wanted.includes(meaning) ? [peek(column)] : []));
	const sure = columnsOf('givenName', 'legalGivenName');
	return sure.length > 0
		? { columns: sure, isSure: true }
		: { columns: columnsOf('preferredGivenName'), isSure: false };
}

/** Rippling's `roleState`, "Employment State". */
const STATE = /(?:[a-z]S|[\s_.-]s|[\s_.-]S)tate$/;

/** Codes of regions are shorter than words of state. */
const SHORTEST_STATE = 4;

function areStates(cells: Iterable<unknown>): boolean {
	let some = false;
	for (const cell of cells) {
		if (typeof cell !== 'string' || cell.trim() === '') continue;
		const word = fold(cell);
		if (word.length < SHORTEST_STATE || isThere(word) === undefined) return false;
		some = true;
	}
	return some;
}
