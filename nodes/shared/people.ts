import type { Decision, PersonCalls, PersonOperation, PersonReads, PersonRef, Settled } from './model/connector';
import type { IExecuteFunctions } from 'n8n-workflow';
import { apply } from './carrying/apply';
import type { User } from './model/directory';
import { codeOf, failureIn, RunError, runErrorIn, stopFor, type Failure } from './model/failure';
import { hashesOf } from './deciding/hash';
import { FAILURES_IN_A_ROW } from './transport/http';
import { inParallel } from './transport/parallel';
import { proveAddress } from './proof';
import { actionsOf, type Action, type Entry, type Plan } from './model/plan';
import type { SuccessOperation } from './model/result';
import { otherSpellings } from './model/spelling';
import { UNSEEN } from './deciding/matching';
import { blank, takeResults, type LinkedResult } from './telling/results';
import type { Row } from './model/row';
import type { Run, RunOutcome } from './run';
import { noRemovals } from './telling/summary';
import { judgeCount, type JudgedCount } from './deciding/count';

/** One input item's person: who was meant, and whom the system holds. */
type Located =
	| {
			readonly kind: 'lookedUp';
			readonly item: number;
			readonly ref: PersonRef;
			readonly user: User | undefined;
			/** Somebody whose key is another spelling of the one that nobody has. */
			readonly near?: User;
	  }
	| { readonly kind: 'failed'; readonly item: number; readonly ref: PersonRef; readonly failure: Failure }
	| { readonly kind: 'wrong'; readonly item: number; readonly problem: string }
	/** The value fits more than one account. */
	| { readonly kind: 'ambiguous'; readonly item: number; readonly ref: PersonRef; readonly users: readonly User[] };

/** What these operations know of the directory. */
const UNLISTED: Pick<Plan, 'quality' | 'directory'> = {
	quality: 'lookup',
	directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 },
};
const NO_PLAN = { planHash: '', removalsHash: '' };

/** Delete, Hide and Restore of the people that the items point at: looked up, judged, then carried out. */
export async function runPeople(run: Run, people: PersonCalls, operation: PersonOperation): Promise<RunOutcome> {
	const located = await locateAll(run, people);
	if (located.some((one) => one.kind === 'lookedUp')) await proveAddress(run, people, located.some(isFound));
	const seen = new Map<string, Row>();
	const entries = located.map((one) => entryFor(run, people, operation, one, seen));
	const hashes = hashesOf(
		{ ...UNLISTED, entries, removable: [], warnings: [] },
		{
			lms: run.node.vendor.name,
			address: run.connector.address,
			operation,
			missingUsers: '',
			keyField: run.connector.keyField,
			secretFields: new Set(),
		},
	);
	const { settings, connector, http } = run;
	const safety = judgeCount(actionsOf(entries), settings, hashes);
	const settled = settings.dryRun
		? new Map<Action, Settled>()
		: await apply(actionsOf(entries), {
				connector,
				http,
				concurrency: settings.concurrency,
				batchSize: undefined,
				maxAttempts: settings.maxAttempts,
				onProgress: (done, total) => run.progress.reached(done, total),
			});
	const results = takeResults(entries, {
		dryRun: settings.dryRun,
		plannedOnly: false,
		settled,
		includeResponse: settings.includeResponse,
	});
	return outcomeOf(run, results, hashes, safety);
}

const isFound = (one: Located): boolean =>
	one.kind === 'lookedUp' && (one.user !== undefined || one.near !== undefined);

/** Get Summary: the vendor's numbers about each person. */
export async function getSummary(run: Run, people: PersonReads): Promise<RunOutcome> {
	const results: LinkedResult[] = [];
	const located = await locateAll(run, people);
	await inParallel(located, run.settings.concurrency, async (one, at) => {
		results[at] = { item: one.item, record: await summaryRecord(run, people, one) };
	});
	return outcomeOf(run, results, NO_PLAN);
}

async function summaryRecord(run: Run, people: PersonReads, one: Located): Promise<LinkedResult['record']> {
	if (one.kind !== 'lookedUp') {
		const { row, operation, attempted, code, message } = unlocated(run, one, 'found');
		return { ...blank(row, undefined, operation, false), attempted, code, message };
	}
	const row = rowFor(one.item, one.ref.value, one.user);
	if (one.user === undefined)
		return {
			...blank(row, undefined, 'failed', false),
			attempted: 'found',
			code: 'NOT_FOUND',
			message: one.near === undefined ? notFound(run, one.ref) : nearby(run, one.ref, one.near),
			attempts: 1,
		};
	try {
		const summary = (await people.summarise?.(one.ref, one.user)) ?? {};
		return { ...blank(row, one.user, 'found', false), summary, attempts: 1 };
	} catch (error) {
		if (error instanceof RunError)
			return {
				...blank(row, one.user, 'failed', false),
				attempted: 'found',
				code: 'INVALID_ROW',
				message: `${error.message} ${error.remedy}`,
			};
		const failure = failureIn(error);
		if (failure.kind !== 'unreadable') stopIfRunLevel(run, failure);
		return {
			...blank(row, one.user, 'failed', false),
			attempted: 'found',
			code: codeOf(failure),
			message: failure.message,
			attempts: 1,
		};
	}
}

/** Get Many: one record per user, read once for the first item. */
export async function getMany(run: Run, people: PersonReads): Promise<RunOutcome> {
	const { context } = run;
	const returnAll = context.getNodeParameter('returnAll', 0, false) === true;
	const limit = Number(context.getNodeParameter('limit', 0, 50));
	if (!returnAll && !(limit >= 1))
		throw new RunError('Limit must be a number from 1.', 'Correct it, or switch on Return All.');
	const simplify = context.getNodeParameter('simplify', 0, true) !== false;
	const users = await people.browse(returnAll ? undefined : Math.floor(limit));
	const results = users.map((user): LinkedResult => {
		const simple = {
			id: user.id,
			key: user.key,
			name: user.name,
			email: user.email,
			standing: user.standing,
			...user.values,
		};
		return {
			item: 0,
			record: { ...blank(undefined, user, 'found', false), user: simplify ? simple : { ...user.record } },
		};
	});
	return outcomeOf(run, results, NO_PLAN);
}

/** The person each item points at, looked up side by side. A failing look-up is that item's result. */
async function locateAll(run: Run, people: PersonReads): Promise<Located[]> {
	const refs = run.context.getInputData().map((_, item) => ({ item, ref: refsOf(run.context, people, item) }));
	const located: Located[] = [];
	let readable = 0;
	let odd = 0;
	await inParallel(refs, run.settings.concurrency, async ({ item, ref }, at) => {
		if (typeof ref === 'string') {
			located[at] = { kind: 'wrong', item, problem: ref };
			return;
		}
		try {
			const found = await locateAny(people, ref);
			readable += 1;
			located[at] = found;
		} catch (error) {
			const failure = failureIn(error);
			const isOdd = failure.kind === 'unreadable';
			if (isOdd) odd += 1;
			// One odd answer is one item's; where nothing can be read, the address is wrong.
			if (!isOdd || (readable === 0 && odd >= FAILURES_IN_A_ROW)) stopIfRunLevel(run, failure);
			located[at] = { kind: 'failed', item, ref: ref[0], failure };
		}
	});
	const asked = located.filter((one) => one.kind === 'lookedUp' || one.kind === 'failed');
	const [first] = asked;
	if (first?.kind === 'failed' && odd === asked.length) stopIfRunLevel(run, first.failure);
	return located;
}

/** Readings of one item's value: one where its mode is known. The first is what is told where nobody is found. */
type Readings = readonly [PersonRef, ...PersonRef[]];

/** The one account that fits, whichever way the value is read. @throws CallFailed */
async function locateAny(people: PersonReads, readings: Readings): Promise<Located> {
	const [first] = readings;
	const { item } = first;
	const found = new Map<string, { readonly ref: PersonRef; readonly user: User }>();
	for (const ref of readings) {
		const user = await people.locate(ref).catch((error: unknown) => {
			const failure = failureIn(error);
			// Somebody else answers to it: that says nothing about the other reading.
			if (readings.length === 1 || failure.kind !== 'notFound') throw error;
			return undefined;
		});
		if (user !== undefined && !found.has(user.id)) found.set(user.id, { ref, user });
	}
	const [one, ...others] = found.values();
	if (one === undefined) {
		for (const ref of readings) {
			const near = await nearOf(people, ref);
			if (near !== undefined) return { kind: 'lookedUp', item, ref, user: undefined, near };
		}
		return { kind: 'lookedUp', item, ref: first, user: undefined };
	}
	if (others.length === 0) return { kind: 'lookedUp', item, ...one };
	return { kind: 'ambiguous', item, ref: first, users: [one, ...others].map(({ user }) => user) };
}

/** Who has another spelling of a key that nobody has. What can't be said about a spelling is nobody's near key. */
async function nearOf(people: PersonReads, ref: PersonRef): Promise<User | undefined> {
	if (ref.mode === 'id' || ref.mode === 'list') return undefined;
	for (const value of otherSpellings(ref.value)) {
		const user = await people.locate({ ...ref, value }).catch((error: unknown) => void failureIn(error));
		if (user !== undefined) return user;
	}
	return undefined;
}

/** Look-ups come before any write, so a key that does not work, or a host that is not there, ends the run. */
function stopIfRunLevel(run: Run, failure: Failure): void {
	const stop = (): never => {
		throw stopFor(failure, run.node.vendor.label, 'The person could not be looked up, so nothing was sent');
	};
	if (run.http.isDown) stop();
	switch (failure.kind) {
		case 'unauthorized':
		case 'redirect':
		case 'rateLimited':
		case 'cancelled':
		case 'unreadable':
			return stop();
		case 'network':
			if (!failure.reached) stop();
			return;
		case 'forbidden':
		case 'notFound':
		case 'refused':
		case 'server':
		case 'timeout':
			return;
	}
}

/**
 * The locator of one item: a mode and a value, or a sentence saying what is wrong with it. Where the whole parameter is
 * an expression, its value has no mode: it may be an id or a key.
 */
function refsOf(context: IExecuteFunctions, people: PersonReads, item: number): Readings | string {
	let given: unknown;
	try {
		given = context.getNodeParameter('userId', item, '');
	} catch (error) {
		return `The expression in User failed: ${(error as Error).message.slice(0, 200)}`;
	}
	const locator =
		typeof given === 'object' && given !== null ? (given as { mode?: unknown; value?: unknown }) : undefined;
	const mode = locator?.mode ?? 'id';
	const value = locator === undefined ? given : locator.value;
	if (typeof mode !== 'string' || !people.modes.includes(mode))
		return `User has the mode ${JSON.stringify(mode)}; it must be one of ${people.modes.join(', ')}.`;
	if (typeof value !== 'string' && typeof value !== 'number')
		return 'User is empty or not text: give the id of one person.';
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		return `User is ${value}, which is not an exact whole number: give the id as text.`;
	const text = String(value).normalize('NFC').trim();
	if (text === '') return 'User is empty: give the id of one person.';
	if (/\p{Cc}/u.test(text)) return 'User holds control characters, such as a line break.';
	const ref = { item, mode, value: text };
	const others = locator === undefined ? people.modes.filter((one) => one !== 'list' && one !== 'id') : [];
	return [ref, ...others.map((one): PersonRef => ({ item, mode: one, value: text }))];
}

function entryFor(
	run: Run,
	people: PersonCalls,
	operation: PersonOperation,
	one: Located,
	seen: Map<string, Row>,
): Entry {
	if (one.kind !== 'lookedUp') return unlocated(run, one, people.words[operation]);
	const { user, ref } = one;
	// Somebody who could not be looked up is judged, and acted on, by what the item says of them.
	const target = user ?? strangerOf(ref);
	const row = rowFor(one.item, ref.value, user);
	const same = user === undefined ? `${ref.mode}:${ref.value}` : `account:${user.id}`;
	const first = seen.get(same);
	if (first !== undefined) return { kind: 'copy', row, of: first };
	seen.set(same, row);
	if (operation !== 'restore') {
		const why =
			target.offLimits ??
			(run.settings.isProtected(target.key, target.email, target.id) ? 'is in Protected Users' : undefined);
		if (why !== undefined)
			return {
				kind: 'settled',
				row,
				user: target,
				operation: 'blocked',
				attempted: people.words[operation],
				code: 'PROTECTED',
				message: `Left alone: this account ${why}.`,
			};
	}
	if (one.near !== undefined)
		return {
			kind: 'settled',
			row,
			operation: 'failed',
			attempted: people.words[operation],
			code: 'NOT_FOUND',
			message: nearby(run, ref, one.near),
		};
	const decision = decisionOf(people, operation, user, ref);
	if (decision.kind === 'settled') {
		const message = decision.code === 'NOT_FOUND' && decision.message === '' ? notFound(run, ref) : decision.message;
		return { ...decision, message, row, attempted: people.words[operation], ...(user === undefined ? {} : { user }) };
	}
	return {
		kind: 'act',
		row,
		action: {
			kind: decision.action,
			row,
			user: decision.standing === undefined ? target : { ...target, standing: decision.standing },
			changes: [],
			send: [],
			removal: false,
			waits: [],
			deferred: [],
		},
	};
}

/** What is to be done; a setting that can't be read for this item fails it alone. */
function decisionOf(people: PersonCalls, operation: PersonOperation, user: User | undefined, ref: PersonRef): Decision {
	try {
		return people.decide(operation, user, ref);
	} catch (error) {
		const { message, remedy } = runErrorIn(error);
		return { kind: 'settled', operation: 'failed', code: 'INVALID_ROW', message: `${message} ${remedy}` };
	}
}

/** The account as far as an item alone tells, for vendors that can act on a key without showing the account. */
function strangerOf(ref: PersonRef): User {
	const isId = ref.mode === 'id' || ref.mode === 'list';
	return { id: isId ? ref.value : '', key: isId ? '' : ref.value, name: '', email: '', values: {}, standing: 'active' };
}

/** What is said of an item whose person could not be looked up. */
function unlocated(
	run: Run,
	one: Exclude<Located, { kind: 'lookedUp' }>,
	attempted: SuccessOperation,
): Entry & { kind: 'settled'; attempted: SuccessOperation } {
	if (one.kind === 'wrong')
		return {
			kind: 'settled',
			row: rowFor(one.item, ''),
			operation: 'rejected',
			attempted,
			code: 'INVALID_ROW',
			message: one.problem,
		};
	if (one.kind === 'ambiguous') {
		const who = one.users.map(({ name, key, id }) => `${name === '' ? 'the account' : name} (key "${key}", id ${id})`);
		return {
			kind: 'settled',
			row: rowFor(one.item, one.ref.value),
			operation: 'failed',
			attempted,
			code: 'AMBIGUOUS_MATCH',
			message: `"${one.ref.value}" is the id of one person and the key of another: ${who.join(' and ')}. Nothing was done: choose By ID or a key in User instead of an expression for the whole parameter.`,
		};
	}
	const message =
		one.failure.kind === 'notFound'
			? `${one.failure.message} ${notFound(run, one.ref)}`
			: `The person could not be looked up, so nothing was done. ${one.failure.message}`;
	return {
		kind: 'settled',
		row: rowFor(one.item, one.ref.value),
		operation: 'failed',
		attempted,
		code: codeOf(one.failure),
		message,
	};
}

function nearby(run: Run, ref: PersonRef, { key, id, name }: User): string {
	return `${run.node.vendor.label} has no account with the ${ref.mode} "${ref.value}", but one with "${key}" (${name === '' ? '' : `${name}, `}id ${id}), which differs only in ${UNSEEN}. Nothing was done: give the key exactly as ${run.node.vendor.label} has it.`;
}

function notFound(run: Run, ref: PersonRef): string {
	return `${run.node.vendor.label} has no account with the ${ref.mode === 'list' ? 'id' : ref.mode} "${ref.value}". Check that value.`;
}

/** The item as a row: known by the account's key, or else by the value that was given. */
function rowFor(item: number, given: string, user?: User): Row {
	const key = user === undefined || user.key === '' ? given : user.key;
	return { index: item, item, key, name: '', email: '', values: {} };
}

function outcomeOf(
	run: Run,
	results: readonly LinkedResult[],
	hashes: RunOutcome['about']['hashes'],
	judged?: JudgedCount,
): RunOutcome {
	const { limits } = run.settings;
	const duplicates = results.filter(({ record }) => record.duplicateOf !== undefined).length;
	return {
		results,
		blocked: false,
		about: {
			hashes,
			plan: UNLISTED,
			rows: { mapping: {}, ignoredColumns: [], received: run.context.getInputData().length, duplicates },
			safety: judged?.safety ?? noRemovals(limits.maxRemovals, limits.maxRemovalPercent),
			warnings: judged?.warnings ?? [],
		},
	};
}
