import { fold } from '../model/fold';
import { wordSet } from './headings/wordSet';
import { isThere } from './headings/states';

const NOTED = /^([^()]{1,200})\(([^()]{1,60})\)\s*$/u;
const NUMBER = /^\s*\d{1,20}\s*$/;
const AWAY = wordSet([
	'on leave, leave of absence, future hire, pre-hire, beurlaubt, in elternzeit, en congé, de licencia, de licença, in congedo, met verlof, tjänstledig, na urlopie, у відпустці, в отпуске',
]);
/** Shorter words are initials. */
const SHORTEST = 4;

/**
 * A name without what programs write behind it: Workday's "Jo Ames (On Leave)", "Wei Li (Terminated)", "Maria O'Neil (1050)".
 * What else stands in brackets is part of the name: "Anna Berg (Extern)".
 */
export function withoutNote(cell: unknown): unknown {
	if (typeof cell !== 'string' || !cell.includes('(')) return cell;
	const [, name = '', note = ''] = NOTED.exec(cell) ?? [];
	const word = fold(note);
	const isNote = NUMBER.test(note) || AWAY.has(word) || (word.length >= SHORTEST && isThere(word) === false);
	return isNote && name.trim() !== '' ? name.trim() : cell;
}
