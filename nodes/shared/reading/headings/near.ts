import type { Meaning } from '../../model/meaning';
import { fold } from '../../model/fold';
import { byHeading, HEADINGS } from './headings';
import { once } from './once';

/** Shorter headings are near too many others. */
const SHORTEST = 8;
const LONGEST = 40;
/** Of a heading that was cut short, so much may be gone. */
const MOST_CUT = 4;
/** A national number is near an employee's, and must not be taken for one. */
const NUMBERS: ReadonlySet<Meaning> = new Set<Meaning>(['employeeNumber', 'otherNumber', 'userId', 'managerKey']);
const SEVERAL_WORDS = /[\s_.-]|\p{Ll}\p{Lu}/u;

/** Headings of one word: what is cut off of several may be another word. */
const single = once(
	(): ReadonlySet<string> =>
		new Set(
			Object.values(HEADINGS)
				.flatMap((lines) => Object.values(lines).flatMap((line) => line.split(',')))
				.filter((heading) => !SEVERAL_WORDS.test(heading.trim()))
				.map(fold),
		),
);

/** What a heading means that is written with one slip of the pen, or cut short: "Abteilug", "Eintrittsdat". */
export function nearlyMeant(heading: string): Meaning | undefined {
	const folded = fold(heading);
	if (folded.length < SHORTEST || folded.length > LONGEST) return undefined;
	for (const [known, meaning] of byHeading()) {
		if (known.length < folded.length - 1 || known.length > folded.length + MOST_CUT || NUMBERS.has(meaning)) continue;
		const isCut = known.startsWith(folded) && single().has(known);
		if (isCut || isNear(folded, known)) return meaning;
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
