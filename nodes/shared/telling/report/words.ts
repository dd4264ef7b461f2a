import type { Code, Operation } from '../../model/result';

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

/** What a failure is called, and what to do about it. */
export interface Remedy {
	readonly title: string;
	/** One sentence for somebody who does not know the system from inside. */
	readonly advice: string;
}

export const REMEDIES: Readonly<Record<Code, Remedy>> = {
	INVALID_ROW: {
		title: 'A value that cannot be sent',
		advice: 'Correct the column that the message names in your list, then run again.',
	},
	DUPLICATE_KEY: {
		title: 'The same person on several rows',
		advice: 'Keep one row for each person, or make the rows say the same, then run again.',
	},
	AMBIGUOUS_MATCH: {
		title: 'Almost the same as an existing account',
		advice:
			'Write the key in your list and in the system in exactly the same way (capitals, spaces, leading zeros), then run again.',
	},
	KEY_CHANGED: {
		title: 'Most likely somebody known, with a new key',
		advice:
			'If it is the same person, set Options \u2192 Key Changes to Follow or correct the key in one of the two places; if it is somebody else, correct the value that they share.',
	},
	NO_SEATS: {
		title: 'The system has no free seats',
		advice: 'Remove people who have left, or buy more licences, then run again.',
	},
	LEFT: {
		title: 'people who have left',
		advice: 'Nothing has to be done. To bar or remove their accounts, set Missing Users.',
	},
	INCOMPLETE_RECORD: {
		title: 'A record with something missing',
		advice:
			'Fill in what the message names, in your list or in the system, so that nothing is lost by the update, then run again.',
	},
	EMAIL_TAKEN: {
		title: 'E-mail address already in use',
		advice: 'Find out which of the two people the address belongs to, correct the other one, then run again.',
	},
	ALREADY_EXISTS: {
		title: 'The account exists already',
		advice:
			'Look the account up in the system, where it may be deleted or have another key; restore it or correct its key, then run again.',
	},
	NOT_FOUND: {
		title: 'No such person in the system',
		advice: 'Check the key or id for typing mistakes, or create the person with Sync Users first.',
	},
	NOT_DELETED: {
		title: 'The account must be deleted first',
		advice: 'Delete the person first, or switch on the option that deletes first, then run again.',
	},
	PROTECTED: {
		title: 'A protected account',
		advice:
			'Nothing to do if this is as you want it; otherwise change the account in the system itself, or take it off Safety → Protected Users.',
	},
	REMOVAL_LIMIT: {
		title: 'More removals than the limits allow',
		advice:
			'Check the people listed under Removals: if they really left, approve the plan; if not, complete your list and run again.',
	},
	SOURCE_DAMAGED: {
		title: 'Held back because the list looks damaged',
		advice:
			'Repair the rejected rows and run again: nobody is removed while part of the list cannot be trusted, and an approval does not change that.',
	},
	VENDOR_REJECTED: {
		title: 'Refused by the system',
		advice: 'Correct what the system says in the message, in your list or in its settings, then run again.',
	},
	NO_RESULT: {
		title: 'The system did not say what happened',
		advice: 'Look these people up in the system by hand, then run again.',
	},
	OUTCOME_UNKNOWN: {
		title: 'The outcome is unknown',
		advice:
			'Check these people in the system by hand before you run again, because the connection broke before an answer came.',
	},
	RATE_LIMITED: {
		title: 'The system asked for a long pause',
		advice: 'Wait as long as the message says and run again, or lower Options → Requests per Second.',
	},
	TIMEOUT: {
		title: 'The system did not answer in time',
		advice: 'Run again later, and raise Options → Timeout if this happens often.',
	},
	SERVER_ERROR: {
		title: 'A fault inside the system',
		advice: 'Run again later, and give the run id below to the support of the system if it happens again.',
	},
	UNAUTHORIZED: {
		title: 'The sign-in was refused',
		advice: 'Check the key or password in the n8n credential, test it there, then run again.',
	},
	FORBIDDEN: {
		title: 'Not allowed for this account',
		advice: 'Give the account that n8n signs in with the right to do this, or make the change in the system itself.',
	},
	CANCELLED: {
		title: 'The run was stopped early',
		advice: 'Run again to finish, with a longer workflow timeout if that is what stopped it.',
	},
	NOT_ATTEMPTED: {
		title: 'Not reached in this run',
		advice: 'Solve the other problems in this report first, then run again to finish.',
	},
};

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
