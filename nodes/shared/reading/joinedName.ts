import { isBlankWord } from './leftovers';

/** A family name with what belongs to it, once: "van der" before it, a second one after it. */
export function joinedName(cell: string, before: unknown, after: unknown): string {
	const name = cell.trim();
	const lower = name.toLowerCase();
	const [first, second] = [partOf(before), partOf(after)];
	return [
		...(first === '' || lower.startsWith(`${first.toLowerCase()} `) ? [] : [first]),
		name,
		...(second === '' || lower.endsWith(` ${second.toLowerCase()}`) ? [] : [second]),
	].join(' ');
}

function partOf(cell: unknown): string {
	return typeof cell !== 'string' || isBlankWord(cell) ? '' : cell.trim();
}
