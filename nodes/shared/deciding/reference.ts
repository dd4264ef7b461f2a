import { fold } from '../model/fold';
import { turnedName } from '../model/spelling';

/** How a cell names somebody else. */
export interface Reference {
	/** Parts that may be a key: the number in "Maria O'Neil (1050)". */
	readonly ids: readonly string[];
	/** What the person may be called: an address, a folded name, a number or a login, likeliest first. */
	readonly words: readonly string[];
	/** A name or an address, which is no plain key. */
	readonly isWord: boolean;
	/** Nothing but one address or one key. */
	readonly isPlain: boolean;
}

/** A directory's name of an entry: `CN=Maria O'Neil,OU=Staff`, `CN=O'Neil\, Maria,OU=Staff`, `uid=moneil,ou=people`. */
const COMMON_NAME = /^(?:CN|UID|userid|employeeNumber|mail)=((?:\\.|[^,\\]){1,200})/i;
const ESCAPED = /\\(.)/g;
/** "Maria O'Neil (1050)", "Maria O'Neil [1050]", "Maria O'Neil <maria@acme.example>". */
const BRACKETED = /^([^[(<]{1,200})[[(<]([^\])>]{1,200})[\])>]\s*$/;
/** "1050 - Maria O'Neil", "Maria O'Neil - 1050", "Maria O'Neil | 1050". */
const PARTED = /\s[-–—|]\s/;
/** "Maria O'Neil 1050", "1050 Maria O'Neil". */
const NUMBERED = /^(\D{2,200}?)\s+([A-Za-z]{0,4}\d{2,20})$/;
const NUMBER_FIRST = /^([A-Za-z]{0,4}\d{2,20})\s+(\D{2,200})$/;
const LONGEST = 400;

/** Takes a cell apart that names a person. */
export function lookAt(text: string): Reference {
	if (text.length > LONGEST) return { ids: [], words: [], isWord: true, isPlain: false };
	const common = COMMON_NAME.exec(text)?.[1]?.replace(ESCAPED, '$1');
	const parts = common === undefined ? partsOf(text) : [common];
	const isPlain = parts.length === 1 && common === undefined;
	const isWord = !isPlain || /[\s,@]/.test(text);
	return {
		ids: isPlain ? [] : parts.filter((part) => !/[\s,@]/.test(part)),
		words: [...new Set(parts.map(wordOf))].filter((word) => word !== ''),
		isWord,
		isPlain,
	};
}

function partsOf(text: string): string[] {
	const [, name, note] = BRACKETED.exec(text) ?? NUMBERED.exec(text) ?? NUMBER_FIRST.exec(text) ?? [];
	const parts = name === undefined || note === undefined ? text.split(PARTED) : [name, note];
	const clean = parts.map((part) => part.trim()).filter((part) => part !== '');
	// The number and the address say more than the name.
	return clean.sort((a, b) => Number(/\s/.test(a)) - Number(/\s/.test(b)));
}

/** The form in which a name, an address or a login is looked for. */
export function wordOf(text: string): string {
	return text.includes('@') ? text.trim().toLowerCase() : fold(String(turnedName(text)));
}
