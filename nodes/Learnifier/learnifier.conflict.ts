import type { Outcome, WriteReply } from '../shared/model/connector';
import { uniqueForm, type User } from '../shared/model/directory';
import { RunError } from '../shared/model/failure';
import { isBlank, type Field, type Value } from '../shared/model/field';
import { hasKey } from '../shared/model/spelling';
import type { Reply } from '../shared/transport/http';
import { idText, recordOf } from '../shared/transport/record';
import type { Row } from '../shared/model/row';
import { LEARNIFIER_FIELDS } from './learnifier.user';

/** Values that one account only can hold, in the order in which a conflict is put down to them. */
const HELD_BY_ONE = ['primaryEmail', 'username', 'externalId'] as const;

/** Whether a write was refused because somebody else holds a value. */
export function isConflict(reply: Reply): boolean {
	return reply.kind === 'failed' && reply.failure.kind === 'refused' && reply.failure.status === 409;
}

/** The holder's id in a 409, or ''. */
export function heldBy(reply: Reply): string {
	return reply.kind === 'failed' && reply.failure.kind === 'refused'
		? idText(recordOf(reply.failure.body)?.userId)
		: '';
}

/**
 * What a 409 comes to. It speaks of a value that somebody holds only where it names that account, or says nothing at all
 * to a write that carries an address; else it is some other refusal, told in the vendor's words.
 */
export function refusal(
	reply: Extract<Reply, { kind: 'failed' }>,
	row: Row,
	sent: readonly string[],
	holder: User | undefined,
): WriteReply {
	const carries = (name: string): boolean => sent.includes(name) && !isBlank(row.values[name]);
	const isSame = holder !== undefined && HELD_BY_ONE.some((name) => carries(name) && sameHeld(name, row, holder));
	const isClash = isSame || (carries('primaryEmail') && (heldBy(reply) !== '' || saysNothing(reply)));
	return isClash ? answer(taken(reply, row, sent, holder)) : reply;
}

function saysNothing({ failure }: Extract<Reply, { kind: 'failed' }>): boolean {
	if (failure.kind !== 'refused') return false;
	const body = recordOf(failure.body);
	return body === undefined ? isBlank(failure.body) : Object.keys(body).length === 0;
}

/** A 409 as the row's outcome: which value is held, and by whom. */
function taken(reply: Reply, row: Row, sent: readonly string[], holder: User | undefined): Outcome {
	const name = conflictField(reply, row, sent, holder);
	const { label } = fieldNamed(name);
	const id = heldBy(reply) === '' ? (holder?.id ?? '') : heldBy(reply);
	const who =
		id === ''
			? 'another account in Learnifier, which does not say whose'
			: `${holder === undefined || holder.name === '' ? 'account' : holder.name} (id ${id}) in Learnifier`;
	// Whoever holds the row's external id too is this very person, made meanwhile: by another run, for one.
	// A search by address is not documented, so that a small run learns only now who holds it.
	const isOtherKey = sent.includes('externalId') && holder !== undefined && hasKey(holder.key);
	const advice =
		name === 'externalId'
			? 'It was not there when this run looked, so another run or somebody else has just made it. Run this again, so that the account is matched instead of created.'
			: isOtherKey
				? `Its External ID is "${holder.key}". If it is the same person, change the External ID in Learnifier or in your list; if it is somebody else, correct the ${label} of one of the two.`
				: `Find out whose ${label} it is, and change it for the other of the two.`;
	return {
		kind: 'failed',
		code: name === 'primaryEmail' ? 'EMAIL_TAKEN' : 'ALREADY_EXISTS',
		message: `${label} is held by ${who}. ${advice}`,
		...(id === '' ? {} : { conflict: { field: name, heldBy: id } }),
	};
}

function conflictField(reply: Reply, row: Row, sent: readonly string[], holder: User | undefined): string {
	const told =
		reply.kind === 'failed' && reply.failure.kind === 'refused' ? recordOf(reply.failure.body)?.field : undefined;
	if (holder !== undefined && sent.includes('externalId') && holder.key === row.key) return 'externalId';
	const candidates = HELD_BY_ONE.filter((name) => sent.includes(name) && !isBlank(row.values[name]));
	const shared = candidates.find((name) => holder !== undefined && sameHeld(name, row, holder));
	return candidates.find((name) => name === told) ?? shared ?? candidates[0] ?? 'primaryEmail';
}

/** Whether the account holds what the row wants. */
export function sameHeld(name: (typeof HELD_BY_ONE)[number], row: Row, holder: User): boolean {
	const shown = holder.values[name];
	return !isBlank(shown) && heldForm(name, row.values[name]) === heldForm(name, shown);
}

/** A value that one account holds, with its field. Addresses and user names are compared without case, external ids with it. */
export function heldForm(name: (typeof HELD_BY_ONE)[number], value: Value | null | undefined): string {
	return `${name} ${uniqueForm({ kind: name === 'externalId' ? 'text' : 'email' }, value)}`;
}

/** One of Learnifier's fields. */
export function fieldNamed(name: string): Field {
	const field = LEARNIFIER_FIELDS.find((one) => one.name === name);
	if (field === undefined) throw new RunError(`There is no field "${name}".`, 'Report this as a defect.');
	return field;
}

/** One person's outcome as a reply. */
export const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

/** A clash with somebody whom the list did not show is no clash: the list has moved while it was read. */
export function unlisted(
	listed: ReadonlySet<string> | undefined,
	{ key }: Row,
	holder: User | undefined,
): Outcome | undefined {
	if (listed === undefined || holder === undefined || listed.has(holder.id)) return undefined;
	const who = holder.name === '' ? 'an account' : holder.name;
	const isSame = holder.key === key;
	return {
		kind: 'failed',
		code: isSame ? 'ALREADY_EXISTS' : 'EMAIL_TAKEN',
		message: `The list of users did not show ${who} (id ${holder.id}), who ${isSame ? 'has this very external id' : `holds this address and has the external id "${holder.key}"`}: the list moved while it was read, or somebody has made the account since. Nothing was changed: run this again, and the account is matched.`,
		...(isSame ? { userId: holder.id } : {}),
		conflict: { field: isSame ? 'externalId' : 'primaryEmail', heldBy: holder.id },
	};
}
