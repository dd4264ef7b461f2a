import { fold } from '../../model/fold';
import { once } from './once';

/** The words of lines that hold words separated by commas, folded. */
export function foldedWords(lines: Iterable<string>): string[] {
	return [...lines].flatMap((line) => line.split(',').map(fold)).filter((word) => word !== '');
}

/** The words of such lines, to look one up, folded; taken apart when the first is looked up. */
export function wordSet(lines: Iterable<string>): Pick<ReadonlySet<string>, 'has'> {
	const words = once(() => new Set(foldedWords(lines)));
	return { has: (word) => words().has(word) };
}
