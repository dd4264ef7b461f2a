import type { Meaning } from '../../model/meaning';
import { fold } from './fold';
import { BY_HEADING } from './headings';

/** Shorter headings are near too many others. */
const SHORTEST = 6;
const LONGEST = 40;
/** Of a heading that was cut short, so much must be there. */
const MOST_CUT = 4;

/** What a heading means that is written with one slip of the pen, or cut short: "Abteilug", "Eintrittsdat". */
export function nearlyMeant(heading: string): Meaning | undefined {
	const folded = fold(heading);
	if (folded.length < SHORTEST || folded.length > LONGEST) return undefined;
	for (const [known, meaning] of BY_HEADING) {
		if (known.length < folded.length - 1 || known.length > folded.length + MOST_CUT) continue;
		if (known.startsWith(folded) || isNear(folded, known)) return meaning;
	}
	return undefined;
}

/** One slip of the pen apart. */
export function isNear(one: string, other: string): boolean {
	if (Math.abs(one.length - other.length) > 1) return false;
	let start = 0;
	while (start < one.length && one[start] === other[start]) start += 1;
	let end = 0;
	while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
	const left = [one.length - start - end, other.length - start - end];
	const isSwap =
		one.length === other.length && left[0] === 2 && one[start] === other[start + 1] && one[start + 1] === other[start];
	return isSwap || Math.max(...left) <= 1;
}
