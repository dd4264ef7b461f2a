import { cleanText } from '../model/spelling';

/**
 * What spreadsheets show where a formula failed: English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish,
 * Polish, Ukrainian and Russian. Those that end in `!` or `?` have one form in all languages, and are known by it.
 */
const FORMULA_WORDS = new Set(
	'#n/a #nv #n/v #n/d #n/b #н/д #getting_data #error #eroare #in/a loading... #loading... #busy #ref #value #name #num #null #calc #spill'.split(
		' ',
	),
);
const FORMULA_FORM = /^#[¡¿]?\p{Lu}[\p{Lu}\p{N}/'’_ .-]{0,24}[!?]$/u;
const TOO_NARROW = /^#{2,200}$/;
const CALC_ERROR = /^err:\d{3}$/;

/** What a program leaves behind where it had nothing. */
const PROGRAM_WORDS = new Set(
	'undefined null nan none nil void (null) <null> [null] \\n (undefined) <undefined> (none) <none> (blank) (empty) (leer) nullptr 1.#qnan -nan infinity -infinity'.split(
		' ',
	),
);
/** What people write until there is a key, and a box that is ticked or not. */
const NO_KEY_YET = new Set(
	'? ?? ??? . .. ... \u2026 * tbd tba tbc unknown unbekannt pending true false wahr falsch'.split(' '),
);
/** `=A2`, `=VLOOKUP(…)`; `="1001"` is a key that was made to be text. */
const FORMULA_TEXT = /^=\s*[\p{L}$(+-]/u;
/** `[object Object]`, `[object Promise]`: an object that was written as text. */
const OBJECT_FORM = /^\[object \p{L}{1,40}\]$/u;
/** `{{ $json.id }}`, `${row.id}`, `<%= id %>`: a template that nobody filled in. */
const TEMPLATE_FORM = /^=?\s*(?:\{\{.*\}\}|\$\{.*\}|<%.*%>)$/s;

/** What stands for "nothing" in columns that tell nobody apart. */
const BLANK_WORDS = new Set(
	'-,--,---,–,—,n/a,n.a.,n.a,#na,k.a.,k. a.,n/d,n.d.,н/д,б/н,no_manager,no_hr,no_matrix,none_assigned,0000-00-00,0000-00-00 00:00:00,0000-00-00t00:00:00,0000-00-00t00:00:00z,00/00/0000,00.00.0000,undefined,(null),<null>,(none),(blank),(empty),(leer),\\n,not applicable,not available,[object object]'.split(
		',',
	),
);

const LONGEST_WORD = 60;
/** Letters and a number, as most keys are: none of these words. */
const NUMBERED = /^(?:[A-Za-z][A-Za-z._@-]*)?0*[1-9][A-Za-z0-9._@-]*$/;
const OWN_HEADING = "is the column's own heading";

/** A cell as the folded word that the tables above hold, or undefined for what is no short text. */
function wordOf(cell: unknown): string | undefined {
	if (typeof cell !== 'string' || cell.length > LONGEST_WORD) return undefined;
	return cleanText(cell).toLowerCase();
}

/** How words begin, in either case: nearly all cells begin otherwise, and a million of them are looked at. */
const beginningsOf = (words: Iterable<string>): ReadonlySet<number> =>
	new Set(
		[...words].flatMap((word) => [word.charAt(0), word.charAt(0).toUpperCase()]).map((sign) => sign.charCodeAt(0)),
	);
const FORMULA_BEGINNINGS = beginningsOf([...FORMULA_WORDS, '#', 'err:']);
const BLANK_BEGINNINGS = beginningsOf(BLANK_WORDS);

/** Whether a cell begins with a sign of plain Latin that none of the words begins with. */
function beginsLikeNone(cell: string, beginnings: ReadonlySet<number>): boolean {
	const first = cell.charCodeAt(0);
	return first > 0x20 && first < 0x7f && !beginnings.has(first);
}

/** Whether a cell is the error of a spreadsheet's formula, such as `#N/A` or `#BEZUG!`. */
export function isFormulaError(cell: unknown): boolean {
	if (typeof cell !== 'string' || beginsLikeNone(cell, FORMULA_BEGINNINGS)) return false;
	const word = wordOf(cell);
	return (
		word !== undefined &&
		(FORMULA_WORDS.has(word) || FORMULA_FORM.test(cleanText(cell)) || TOO_NARROW.test(word) || CALC_ERROR.test(word))
	);
}

/** Whether a cell says in words that there is nothing (`N/A`, `-`, `NO_MANAGER`). Not asked of keys. */
export function isBlankWord(cell: unknown): boolean {
	if (typeof cell !== 'string' || cell.length > 20 || beginsLikeNone(cell, BLANK_BEGINNINGS)) return false;
	return BLANK_WORDS.has(cleanText(cell).toLowerCase());
}

/**
 * Why no person can have meant this cell as a key, in words that follow the cell; undefined when one can have.
 * @param isHeading whether a text is the column's own heading
 */
export function whyNoKey(cell: unknown, isHeading: (text: string) => boolean): string | undefined {
	if (typeof cell !== 'string') return undefined;
	if (NUMBERED.test(cell)) return isHeading(cell) ? OWN_HEADING : undefined;
	if (isFormulaError(cell)) return 'is the error of a formula';
	const text = cleanText(cell);
	if (cell.length <= LONGEST_WORD) {
		const word = text.toLowerCase();
		if (PROGRAM_WORDS.has(word) || OBJECT_FORM.test(text)) return 'is what a program leaves where it has nothing';
		if (word === 'invalid date') return 'is what a program leaves where it has nothing';
		if (BLANK_WORDS.has(word) || NO_KEY_YET.has(word)) return 'says that there is none';
	}
	if (cell.length <= 2000 && TEMPLATE_FORM.test(text)) return 'is a template that was not filled in';
	if (FORMULA_TEXT.test(text)) return 'is a formula that was not worked out';
	return isHeading(text) ? OWN_HEADING : undefined;
}
