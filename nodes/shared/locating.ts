import type { PersonCalls, PersonReads, PersonRef } from './model/connector';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { User } from './model/directory';
import { CallFailed, failureIn, passOn, RunError, stopFor, stopRun, type Failure } from './model/failure';
import { FAILURES_IN_A_ROW } from './transport/http';
import { inParallel } from './transport/parallel';
import { otherSpellings } from './model/spelling';
import type { Run } from './run';

/** One input item's person: who was meant, and whom the system holds. */
export type Located =
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

/** Whether somebody answers to the item, if only under another spelling. */
export const isFound = (one: Located): boolean =>
	one.kind === 'lookedUp' && (one.user !== undefined || one.near !== undefined);

/** The person each item points at, looked up side by side. A failing look-up is that item's result. */
export async function locateAll(run: Run, people: PersonReads): Promise<Located[]> {
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

/** Whether the value is the vendor's own id. */
export const isById = ({ mode }: PersonRef): boolean => mode === 'id' || mode === 'list';

/**
 * Who has another spelling of a key that nobody has, or of an id in capitals. What can't be said about a spelling is
 * nobody's near key.
 */
async function nearOf(people: PersonReads, ref: PersonRef): Promise<User | undefined> {
	const small = ref.value.toLowerCase();
	for (const value of isById(ref) ? (small === ref.value ? [] : [small]) : otherSpellings(ref.value)) {
		const user = await people.locate({ ...ref, value }).catch((error: unknown) => void failureIn(error));
		if (user !== undefined) return user;
	}
	return undefined;
}

/** Look-ups come before any write, so a key that does not work, or a host that is not there, ends the run. */
export function stopIfRunLevel(run: Run, failure: Failure): void {
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

/**
 * Before anybody is told as gone: makes sure that it was the vendor who did not know them. Another host, or a wrong path,
 * answers 404 to everything.
 * @param isFound a look-up of this run has found somebody
 * @throws RunError when the address can't be shown to be right
 */
export async function proveAddress(run: Run, people: PersonCalls, isFound: boolean): Promise<void> {
	run.http.isProven ||= isFound;
	if (run.http.isProven) return;
	try {
		await people.browse(1);
		run.http.isProven = true;
	} catch (error) {
		if (!(error instanceof CallFailed || error instanceof RunError)) return passOn(error);
		const { label } = run.node.vendor;
		return stopRun(
			`${label} knows none of these people, and its list of users could not be read either, so the address seems to be wrong. Nothing was sent. ${error.message}`,
			`Check the base URL (and the path settings) of the ${label} credential, and that its key may read users.`,
			error instanceof CallFailed ? error.failure : undefined,
		);
	}
}
