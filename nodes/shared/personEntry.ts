import type { Decision, PersonCalls, PersonOperation, PersonRef } from './model/connector';
import type { User } from './model/directory';
import { changed } from './model/listed';
import { codeOf, runErrorIn } from './model/failure';
import type { Entry } from './model/plan';
import type { Code, SuccessOperation } from './model/result';
import { UNSEEN } from './deciding/matching';
import type { Row } from './model/row';
import { whyNoKey } from './reading/leftovers';
import type { Run } from './run';
import { isById, type Located } from './locating';

interface Asked {
	readonly run: Run;
	readonly people: PersonCalls;
	readonly operation: PersonOperation;
	/** Whom an item before has named, and on which row. */
	readonly seen: Map<string, Row>;
}

/** What the plan says of one item: whoever is protected, named twice or not there is settled; all others are acted on. */
export function entryFor(one: Located, { run, people, operation, seen }: Asked): Entry {
	if (one.kind !== 'lookedUp') return unlocated(run, one, people.words[operation]);
	const { user, ref } = one;
	const word = people.words[operation];
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
				attempted: word,
				code: 'PROTECTED',
				message: `Left alone: this account ${why}.`,
			};
	}
	const settled = (operation: 'failed' | 'rejected', code: Code, message: string): Entry => ({
		kind: 'settled',
		row,
		operation,
		attempted: word,
		code,
		message,
	});
	if (one.near !== undefined) return settled('failed', 'NOT_FOUND', nearby(run, ref, one.near));
	const noName = user === undefined ? whyNoKey(ref.value, () => false) : undefined;
	if (noName !== undefined)
		return settled(
			'rejected',
			'INVALID_ROW',
			`User is "${ref.value}", which ${noName}, so nobody can say who is meant. Nothing was done: correct the value, or its expression.`,
		);
	const decision = decisionOf(people, operation, user, ref);
	if (decision.kind === 'settled') {
		const message = decision.code === 'NOT_FOUND' && decision.message === '' ? notFound(run, ref) : decision.message;
		return { ...decision, message, row, attempted: word, ...(user === undefined ? {} : { user }) };
	}
	return {
		kind: 'act',
		row,
		action: {
			kind: decision.action,
			row,
			user: decision.standing === undefined ? target : changed(target, { standing: decision.standing }),
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
		if (user !== undefined) return people.decide(operation, user, ref);
		return people.decideUnseen?.(operation, ref) ?? nobodyFor(operation);
	} catch (error) {
		const { message, remedy } = runErrorIn(error);
		return { kind: 'settled', operation: 'failed', code: 'INVALID_ROW', message: `${message} ${remedy}` };
	}
}

function nobodyFor(operation: PersonOperation): Decision {
	return operation === 'delete'
		? {
				kind: 'settled',
				operation: 'deleted',
				code: '',
				message: 'Nothing to delete: there is no such account.',
				alreadyAbsent: true,
			}
		: { kind: 'settled', operation: 'failed', code: 'NOT_FOUND', message: '' };
}

/** The account as far as an item alone tells, for vendors that can act on a key without showing the account. */
function strangerOf(ref: PersonRef): User {
	const isId = ref.mode === 'id' || ref.mode === 'list';
	return { id: isId ? ref.value : '', key: isId ? '' : ref.value, name: '', email: '', values: {}, standing: 'active' };
}

/** What is said of an item whose person could not be looked up. */
export function unlocated(
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

/** Said of a key or an id that nobody has, while somebody has another spelling of it. */
export function nearby(run: Run, ref: PersonRef, { key, id, name }: User): string {
	const { label } = run.node.vendor;
	const [what, held, where] = isById(ref) ? ['id', id, 'case'] : ['key', key, UNSEEN];
	return `${label} has no account with the ${ref.mode} "${ref.value}", but one with "${held}" (${name === '' ? '' : `${name}, `}id ${id}), which differs only in ${where}. Nothing was done: give the ${what} exactly as ${label} has it.`;
}

/** Said of a value that nobody answers to. */
export function notFound(run: Run, ref: PersonRef): string {
	return `${run.node.vendor.label} has no account with the ${ref.mode === 'list' ? 'id' : ref.mode} "${ref.value}". Check that value.`;
}

/** The item as a row: known by the account's key, or else by the value that was given. */
export function rowFor(item: number, given: string, user?: User): Row {
	const key = user === undefined || user.key === '' ? given : user.key;
	return { index: item, item, key, name: '', email: '', values: {} };
}
