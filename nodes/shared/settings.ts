import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { RunError } from './model/failure';
import type { Limits } from './deciding/limits';
import type { Removal } from './model/plan';
import { protectionOf, splitList } from './deciding/protection';

/** What the user set on the node, checked: nothing here is NaN, negative or of another type. */
export interface Settings {
	readonly operation: string;
	readonly dryRun: boolean;
	readonly missing: Removal | undefined;
	/** The parameter's own value, `ignore` included; part of the plan's hash. */
	readonly missingUsers: string;
	readonly limits: Limits;
	/** Whether somebody who goes by any of these names (key, e-mail, the vendor's id) is in Protected Users. */
	readonly isProtected: (...names: readonly string[]) => boolean;
	/** The entries of Protected Users that have not covered anybody in this run. */
	readonly idleProtected: () => readonly string[];
	/** Heading of the column that fills the key; '' for the one that carries the key's own name. */
	readonly keyColumn: string;
	readonly leavers: Leavers;
	/** Known Users as given: text or values that n8n has already read. Undefined when nothing was given. */
	readonly knownUsers: unknown;
	readonly scopeField: string;
	readonly scopeValues: readonly string[];
	readonly batchSize: number | undefined;
	readonly requestsPerSecond: number | undefined;
	readonly concurrency: number;
	readonly timeoutMs: number;
	readonly maxAttempts: number;
	readonly blankValues: 'ignore' | 'clear';
	readonly dateFormat: 'auto' | 'dayFirst' | 'monthFirst';
	readonly sendUnknownColumns: boolean;
	readonly sendPassword: boolean;
	readonly includeResponse: boolean;
	readonly results: 'all' | 'changed' | 'failed';
	/** What to do about somebody known who comes under a new key. */
	readonly keyChanges: 'ask' | 'follow' | 'ignore';
	/** What becomes of a value that can't be read, in a field that is not required. */
	readonly badValues: 'skip' | 'reject';
	/** What becomes of named rows without a key. */
	readonly rowsWithoutKey: 'reject' | 'skip';
	/** The raw options, for those that only one vendor has. */
	readonly options: IDataObject;
}

/** What on the list says that somebody has left. */
export interface Leavers {
	readonly detect: 'auto' | 'off';
	/** Heading of the column that says so; '' when it is found by its meaning. */
	readonly column: string;
	/** What stands there for a leaver; empty for the words of the house. */
	readonly values: readonly string[];
}

/** Reads the parameters once, with the first item. @throws RunError when a value can't be meant */
export function readSettings(context: IExecuteFunctions, operation: string): Settings {
	const safety = safetyOf(context.getNodeParameter('safety', 0, {}));
	const options = collection(context.getNodeParameter('options', 0, {}), 'Options');
	const protection = protectionOf(text(safety.protectedUsers, 'Protected Users'));
	const leavers = collection(context.getNodeParameter('leavers', 0, {}), 'Leavers');
	const missingUsers = text(context.getNodeParameter('missingUsers', 0, 'ignore'), 'Missing Users') || 'ignore';
	return {
		operation,
		dryRun: readDryRun(context, operation),
		missing: operation === 'sync' ? removalOf(missingUsers) : undefined,
		missingUsers,
		limits: {
			maxRemovals: number(safety.maxRemovals, 'Max Removals', { usual: 200, least: 0, most: Number.MAX_SAFE_INTEGER }),
			maxRemovalPercent: number(safety.maxRemovalPercent, 'Max Removal Percent', { usual: 5, least: 0, most: 100 }),
			maxCreatePercent: number(safety.maxCreatePercent, 'Max Create Percent', {
				usual: 50,
				least: 0,
				most: Number.MAX_SAFE_INTEGER,
			}),
			maxIdentityChangePercent: number(safety.maxIdentityChangePercent, 'Max Identity Change Percent', {
				usual: 20,
				least: 0,
				most: 100,
			}),
			groupBy: text(safety.groupBy, 'Group By').trim(),
			onLimit: oneOf(safety.onLimit, 'On Limit', ['stop', 'skipRemovals', 'report'] as const),
			approvedPlan: text(safety.approvedPlan, 'Approved Plan').trim(),
		},
		isProtected: protection.covers,
		idleProtected: protection.idle,
		keyColumn: text(context.getNodeParameter('keyColumn', 0, ''), 'Key Column').trim(),
		leavers: {
			detect: oneOf(leavers.detect, 'Leavers → Detect', ['auto', 'off'] as const),
			column: text(leavers.column, 'Leavers → Column').trim(),
			values: splitList(text(leavers.values, 'Leavers → Values')),
		},
		knownUsers: given(context.getNodeParameter('knownUsers', 0, '')),
		scopeField: text(safety.scopeField, 'Scope Field').trim(),
		scopeValues: splitList(text(safety.scopeValues, 'Scope Values')),
		batchSize: optionalNumber(options.batchSize, 'Batch Size', 1, 100_000),
		requestsPerSecond: optionalNumber(options.requestsPerSecond, 'Requests per Second', 0.01, 10_000),
		concurrency: Math.floor(number(options.concurrency, 'Concurrency', { usual: 4, least: 1, most: 100 })),
		timeoutMs: number(options.timeout, 'Timeout', { usual: 30_000, least: 1, most: 3_600_000 }),
		maxAttempts: Math.floor(number(options.maxAttempts, 'Max Attempts', { usual: 5, least: 1, most: 100 })),
		blankValues: oneOf(options.blankValues, 'Blank Values', ['ignore', 'clear'] as const),
		dateFormat: oneOf(options.dateFormat, 'Date Format', ['auto', 'dayFirst', 'monthFirst'] as const),
		sendUnknownColumns: yesNo(options.sendUnknownColumns, 'Send Unknown Columns', false),
		sendPassword: yesNo(options.sendPassword, 'Send Password', false),
		includeResponse: yesNo(options.includeResponse, 'Include Response', false),
		results: oneOf(options.results, 'Results', ['all', 'changed', 'failed'] as const),
		keyChanges: oneOf(options.keyChanges, 'Key Changes', ['ask', 'follow', 'ignore'] as const),
		badValues: oneOf(options.badValues, 'Bad Values', ['skip', 'reject'] as const),
		rowsWithoutKey: oneOf(options.rowsWithoutKey, 'Rows Without Key', ['reject', 'skip'] as const),
		options,
	};
}

/** Dry Run: a sync looks before it acts, so nothing said means yes there. */
export function readDryRun(context: IExecuteFunctions, operation: string): boolean {
	const usual = operation === 'sync';
	return yesNo(context.getNodeParameter('dryRun', 0, usual), 'Dry Run', usual);
}

/** A value, or undefined for the empty ones that n8n hands over where nothing was set. */
function given(value: unknown): unknown {
	return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
}

function removalOf(missingUsers: string): Removal | undefined {
	if (missingUsers === 'ignore') return undefined;
	return oneOf(missingUsers, 'Missing Users', ['delete', 'deleteAndHide', 'lock'] as const);
}

/** A group of settings. Text or a list in its place would be ignored silently, and with it what somebody relies on. */
function collection(value: unknown, label: string): IDataObject {
	if (value === undefined || value === null || value === '') return {};
	if (isCollection(value)) return value;
	throw new RunError(
		`${label} is ${Array.isArray(value) ? 'a list' : `a ${typeof value === 'string' ? 'text' : typeof value}`}, but must be a group of settings.`,
		`Set each one in its own field; an expression for the whole of ${label} must give an object, not its JSON text. Nothing was sent.`,
	);
}

function isCollection(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SAFETY: readonly string[] = [
	'approvedPlan',
	'groupBy',
	'maxCreatePercent',
	'maxIdentityChangePercent',
	'maxRemovalPercent',
	'maxRemovals',
	'onLimit',
	'protectedUsers',
	'scopeField',
	'scopeValues',
];

/** Safety, with no name in it that means nothing: a misspelt limit is none. */
function safetyOf(value: unknown): IDataObject {
	const safety = collection(value, 'Safety');
	const unknown = Object.keys(safety).find((name) => !SAFETY.includes(name));
	if (unknown === undefined) return safety;
	const meant = SAFETY.find((name) => name.toLowerCase() === unknown.toLowerCase().replace(/[^a-z]/g, ''));
	throw new RunError(
		`Safety has no setting "${unknown.slice(0, 60)}"${meant === undefined ? '' : `; "${meant}" is probably meant`}.`,
		`The settings are ${SAFETY.join(', ')}. Nothing was sent.`,
	);
}

function wrong(label: string, value: unknown, expected: string): RunError {
	return new RunError(
		`${label} is ${JSON.stringify(value)}, but must be ${expected}.`,
		'Correct that setting; if it is an expression, look at its result. Nothing was sent.',
	);
}

/** A switch. Text from an expression counts only when it plainly says true or false. */
export function yesNo(value: unknown, label: string, usual: boolean): boolean {
	if (value === undefined || value === null || value === '') return usual;
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw wrong(label, value, 'true or false');
}

/** Text; a missing value is ''. */
export function text(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number'))
		return value.join('\n');
	throw wrong(label, value, 'text');
}

function optionalNumber(value: unknown, label: string, least: number, most: number): number | undefined {
	if (value === undefined || value === null || value === '' || value === 0) return undefined;
	return number(value, label, { usual: least, least, most });
}

interface Bounds {
	readonly usual: number;
	readonly least: number;
	readonly most: number;
}

function number(value: unknown, label: string, { usual, least, most }: Bounds): number {
	if (value === undefined || value === null || value === '') return usual;
	const amount = typeof value === 'string' ? Number(value) : value;
	if (typeof amount === 'number' && amount >= least && amount <= most) return amount;
	throw wrong(label, value, `a number from ${least} to ${most}`);
}

/** One of fixed words; a missing value is the first. */
export function oneOf<T extends string>(value: unknown, label: string, words: readonly [T, ...T[]]): T {
	if (value === undefined || value === null || value === '') return words[0];
	const found = words.find((word) => word === value);
	if (found === undefined) throw wrong(label, value, words.join(', '));
	return found;
}
