import type { Operation } from '../../model/result';

/** What a colour stands for. Every use carries words too: colour alone says nothing to many readers. */
export type Tone = 'good' | 'info' | 'quiet' | 'warn' | 'bad';

/** One operation, as people read it. */
export interface Word {
	/** "3 created". */
	readonly done: string;
	/** "would create 3"; for outcomes that are the same in a dry run, the same word. */
	readonly would: string;
	/** Beside its bar, when it has happened and when it would. */
	readonly label: string;
	readonly wouldLabel: string;
	readonly tone: Tone;
}

const same = (done: string, label: string, tone: Tone): Word => ({
	done,
	would: done,
	label,
	wouldLabel: label,
	tone,
});

const verb = (done: string, would: string, tone: Tone): Word => ({
	done,
	would,
	label: capital(done),
	wouldLabel: capital(would),
	tone,
});

/** All operations in the order in which they are told: what changed, what did not, what needs somebody. */
export const WORDS: Readonly<Record<Operation, Word>> = {
	created: verb('created', 'create', 'good'),
	updated: verb('updated', 'update', 'info'),
	reactivated: verb('reactivated', 'reactivate', 'good'),
	restored: verb('restored', 'restore', 'good'),
	suspended: verb('suspended', 'suspend', 'warn'),
	hidden: verb('hidden', 'hide', 'warn'),
	deleted: verb('deleted', 'delete', 'warn'),
	planned: verb('planned', 'send', 'info'),
	found: same('found', 'Found', 'info'),
	unchanged: same('unchanged', 'Unchanged', 'quiet'),
	rejected: same('rejected', 'Rejected', 'bad'),
	failed: same('failed', 'Failed', 'bad'),
	blocked: same('blocked', 'Blocked', 'bad'),
	unknown: same('outcome unknown', 'Outcome unknown: check by hand', 'bad'),
	notAttempted: same('not attempted', 'Not attempted', 'bad'),
};

/** {@link WORDS} in order. */
export const OPERATIONS = Object.keys(WORDS).filter((name): name is Operation => name in WORDS);

/** "people" and friends: 1 person, 2 people, 1,200 people. */
export function some(count: number, one: string, many = `${one}s`): string {
	return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** 1234567 → "1,234,567". Written out: the servers' own languages must not change a report. */
export function thousands(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Milliseconds in words: "less than a second", "1 minute 5 seconds", "2 hours". The two largest units. */
export function duration(ms: number): string {
	if (!(ms >= 1000)) return 'less than a second';
	const seconds = Math.round(ms / 1000);
	const parts: Array<[number, string]> = [
		[Math.floor(seconds / 3600), 'hour'],
		[Math.floor(seconds / 60) % 60, 'minute'],
		[seconds % 60, 'second'],
	];
	const largest = parts.findIndex(([count]) => count > 0);
	return parts
		.slice(largest, largest + 2)
		.filter(([count]) => count > 0)
		.map(([count, unit]) => some(count, unit))
		.join(' ');
}

const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

/** ISO time in UTC → "4 March 2026, 06:15 UTC"; anything else as it is. */
export function moment(iso: string): string {
	const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(iso) ?? [];
	const name = MONTHS[Number(month) - 1];
	return name === undefined ? iso : `${Number(day)} ${name} ${year}, ${time} UTC`;
}

/** "a", "a and b", "a, b and c". */
export function sentenceList(parts: readonly string[]): string {
	const last = parts[parts.length - 1] ?? '';
	return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** The sentences that fit into so many characters, at least the first: what is cut within a sentence reads as a fault. */
export function sentencesOf(text: string, limit: number): string {
	if (text.length <= limit) return text;
	const end = text.slice(0, limit).lastIndexOf('. ');
	return end < 0 ? text : text.slice(0, end + 1);
}

/** First letter large. */
export function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** First letter small, to go on with a sentence. */
export function lower(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** "rulesMatched" → "Rules matched". */
export function spoken(name: string): string {
	return capital(
		name
			.replace(/[_-]+/g, ' ')
			.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
			.toLowerCase(),
	);
}
