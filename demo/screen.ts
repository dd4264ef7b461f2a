import type { Act } from './act';
import { process, timers } from '../engine/platform';
import type { RecordedRequest } from '../simulators';

/** Colours and a moving line only where a person watches. */
const isWatched = process.stdout.isTTY === true && !process.env.CI && !process.env.NO_COLOR;
const PROGRESS_EVERY_MS = isWatched ? 200 : 5000;
const CLEAR_LINE = '\r\u001b[K';
const LONGEST_LIST = 10;

export function print(line = ''): void {
	process.stdout.write(`${line}\n`);
}

const colour = (code: number, text: string): string => (isWatched ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = (text: string): string => colour(1, text);
const good = (text: string): string => colour(32, text);
const bad = (text: string): string => colour(31, text);

/** Tells how many calls a run has made so far, until it is stopped. */
export function followCalls(title: string, requests: readonly RecordedRequest[]): () => void {
	const from = requests.length;
	let timer: ReturnType<typeof timers.setTimeout> | undefined;
	const tell = (): void => {
		const line = `  ${title}: ${requests.length - from} calls …`;
		process.stdout.write(isWatched ? `${CLEAR_LINE}${line}` : `${line}\n`);
		timer = timers.setTimeout(tell, PROGRESS_EVERY_MS);
	};
	timer = timers.setTimeout(tell, PROGRESS_EVERY_MS);
	return () => {
		timers.clearTimeout(timer);
		if (isWatched) process.stdout.write(CLEAR_LINE);
	};
}

/** One line of the table: a title, then cells. */
export type Line = readonly string[];

/** A table with aligned columns: the first to the left, the others to the right. */
export function table(head: Line, lines: readonly Line[]): string[] {
	const widths = head.map((name, at) => Math.max(name.length, ...lines.map((line) => (line[at] ?? '').length)));
	const aligned = (line: Line): string =>
		`  ${widths.map((width, at) => (at === 0 ? (line[at] ?? '').padEnd(width) : (line[at] ?? '').padStart(width))).join('  ')}`.trimEnd();
	return [bold(aligned(head)), ...lines.map(aligned)];
}

const WORDS = [
	'created',
	'updated',
	'restored',
	'reactivated',
	'suspended',
	'deleted',
	'planned',
	'unchanged',
	'rejected',
	'blocked',
	'failed',
];

/** What happened in each run, as a table. Words that no run uses are left out. */
export function actsTable(acts: readonly Act[]): string[] {
	const used = WORDS.filter((word) => acts.some((act) => countOf(act, word) > 0));
	return table(
		['run', 'status', ...used, 'calls', 'writes', 'seconds'],
		acts.map((act) => [
			act.title,
			String(act.summary?.status ?? 'stopped'),
			...used.map((word) => String(countOf(act, word))),
			String(act.calls),
			String(act.writes),
			act.seconds.toFixed(1),
		]),
	);
}

function countOf({ results }: Act, word: string): number {
	return results.filter(({ operation }) => operation === word).length;
}

/** A check as one line, and what is wrong under it. */
export function checkLines({ what, wrong }: { what: string; wrong: readonly string[] }): string[] {
	if (wrong.length === 0) return [`  ${good('ok  ')}  ${what}`];
	const more = wrong.length - LONGEST_LIST;
	return [
		`  ${bad('FAIL')}  ${what}`,
		...wrong.slice(0, LONGEST_LIST).map((one) => `          ${one}`),
		...(more > 0 ? [`          and ${more} more`] : []),
	];
}
