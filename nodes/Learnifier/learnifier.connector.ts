import type { ConnectInput } from '../shared/vendorNode';
import type { Confirmation, Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, uniqueForm, type User } from '../shared/model/directory';
import { failureIn, RunError } from '../shared/model/failure';
import { isBlank, type Field, type Value } from '../shared/model/field';
import { mayHaveHappened, type Http, type Reply } from '../shared/transport/http';
import { compare, sameValue } from '../shared/deciding/compare';
import type { Action, ActionKind, Removal } from '../shared/model/plan';
import { idText, recordOf } from '../shared/transport/record';
import type { Row } from '../shared/model/row';
import { scopeTest } from '../shared/deciding/scope';
import { oneOf, yesNo } from '../shared/settings';
import { sharingWith } from '../shared/model/sharing';
import { hasKey } from '../shared/model/spelling';
import { apiPathOf, LearnifierReader } from './learnifier.directory';
import { LearnifierPeople } from './learnifier.people';
import { Roles } from './learnifier.roles';
import { LEARNIFIER } from './learnifier.properties';
import { isPlainKey, LEARNIFIER_FIELDS, nameOf, toWire } from './learnifier.user';

const LANES: Readonly<Record<string, Lane>> = {
	create: { size: 1, repeat: 'lookUpFirst', notFound: 'wrongPath' },
	update: { size: 1, repeat: 'safe', notFound: 'missing', answersNothing: true },
	delete: { size: 1, repeat: 'safe', notFound: 'gone', answersNothing: true },
};

/** Values that one account only can hold, in the order in which a conflict is put down to them. */
const HELD_BY_ONE = ['primaryEmail', 'username', 'externalId'] as const;

/** What Auto Clear Email clears. Source: the vendor's page, *AutoClearEmail*. */
const CLEARED = ['primaryEmail', 'username'] as const;

/** Builds the connector; nothing has to be read for it. */
export async function connectLearnifier(input: ConnectInput): Promise<Connector> {
	return new LearnifierConnector(input);
}

class LearnifierConnector implements Connector {
	readonly vendor = LEARNIFIER;
	readonly address: string;
	readonly fields = LEARNIFIER_FIELDS;
	readonly keyField = 'externalId';
	readonly emailField = 'primaryEmail';
	readonly nameOf = nameOf;
	readonly lookUpRows: number;
	readonly lanes = LANES;
	readonly changesKeys = true;
	readonly people: LearnifierPeople;
	private readonly http: Http;
	private readonly reader: LearnifierReader;
	private readonly roles: Roles;
	/** Ids of everybody who was listed; undefined: people were looked up, and their roles are not known. */
	private listed: Set<string> | undefined;
	private readonly adoptByEmail: boolean;
	private readonly autoClearEmail: boolean;
	private readonly clearEmailIn: 'body' | 'query';
	private readonly isOwned: (user: User) => boolean;
	private readonly isProtected: (user: User) => boolean;
	private readonly unlocks: boolean;
	/** Creates whose earlier try may have got through. */
	private readonly unclear = new Set<Action>();
	/** Creates that turned out to be the adoption of an account. */
	private readonly adopting = new Set<Action>();
	/** With Auto Clear Email: who held each address and user name when the directory was read. */
	private readonly holders = new Map<string, User>();
	/** Which of them have been given up in this run. */
	private readonly released = new Set<string>();

	constructor(input: ConnectInput) {
		const { http, settings, credential } = input;
		const { options, missing } = settings;
		this.http = http;
		this.address = http.settings.address;
		this.reader = new LearnifierReader(http, apiPathOf(credential));
		this.roles = new Roles(this.reader);
		this.people = new LearnifierPeople(input, this.reader, this.roles);
		this.autoClearEmail = yesNo(options.autoClearEmail, 'Auto Clear Email', false);
		// Whoever may lose an address must be known: then everybody is listed.
		this.lookUpRows = this.autoClearEmail ? 0 : 10;
		this.isProtected = ({ key, email, id }) => settings.isProtected(key, email, id);
		const inScope = scopeTest(settings, this.fields);
		this.isOwned = (user) =>
			hasKey(user.key) && user.offLimits === undefined && !this.isProtected(user) && inScope(user);
		this.clearEmailIn = oneOf(options.autoClearEmailIn, 'Send Auto Clear In', ['body', 'query'] as const);
		this.adoptByEmail = yesNo(options.adoptByEmail, 'Adopt by Email', false);
		const unlock = oneOf(options.unlockReturning, 'Unlock Returning Users', ['auto', 'yes', 'no'] as const);
		this.unlocks = unlock === 'yes' || (unlock === 'auto' && missing === 'lock');
	}

	async list(rows: readonly Row[]): Promise<Directory> {
		const key = fieldNamed('externalId');
		const directory = new Directory(await this.reader.all(undefined, false, sharingWith(rows, key)), key, true);
		this.listed = new Set(directory.users.map(({ id }) => id));
		for (const user of this.autoClearEmail ? directory.users : []) {
			for (const name of CLEARED)
				if (!isBlank(user.values[name])) this.holders.set(heldForm(name, user.values[name]), user);
		}
		return directory;
	}

	async find(key: string): Promise<User | undefined> {
		// The record says whether the reply shows roles.
		return this.reader.byExternalId(key, true);
	}

	/** Only the list shows who has Back Office roles. Source: the vendor's OpenAPI. */
	async judged(user: User): Promise<User> {
		return this.roles.judged(user);
	}

	/** A lock that the row itself speaks of is the row's business; a row that says "locked" is never unlocked. */
	returning(user: User, row: Row): 'reactivate' | undefined {
		if (user.standing !== 'locked' || !this.unlocks) return undefined;
		return row.values.hardLock === true ? undefined : 'reactivate';
	}

	mayAdopt(user: User): boolean {
		return this.adoptByEmail && !hasKey(user.key) && user.offLimits === undefined && !this.isProtected(user);
	}

	/** Auto Clear Email takes addresses from the people of the master list only, never from others. */
	takesOver(holder: User): boolean {
		return this.autoClearEmail && this.isOwned(holder);
	}

	removal(user: User, how: Removal): ActionKind | undefined {
		if (how === 'delete') return 'delete';
		return user.standing === 'locked' ? undefined : 'lock';
	}

	steps(action: Action): readonly Step[] {
		switch (action.kind) {
			case 'create':
				return [{ lane: 'create', phase: 'create' }];
			case 'update':
				return [{ lane: 'update', phase: 'update' }];
			case 'reactivate':
				return [{ lane: 'update', phase: 'reactivate' }];
			case 'lock':
				return [{ lane: 'update', phase: 'remove' }];
			case 'delete':
				return [{ lane: 'delete', phase: 'remove' }];
			case 'restore':
			case 'hide':
			case 'upsert':
				throw new RunError(`Learnifier can't ${action.kind}.`, 'Report this as a defect.');
		}
	}

	async write(lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		if (lane === 'create') return this.create(task);
		return lane === 'update' ? this.update(task) : this.delete(task);
	}

	private async create({ action }: Task): Promise<WriteReply> {
		const { row, send } = action;
		const reply = await this.http.send({
			method: 'POST',
			path: this.reader.path(),
			body: toWire(row?.values ?? {}, send),
		});
		if (reply.kind === 'ok') {
			const userId = idText(recordOf(reply.body)?.userId);
			if (userId !== '') return answer({ kind: 'done', userId, extras: { response: reply.body } });
			return answer({
				kind: 'unknown',
				code: 'NO_RESULT',
				message:
					"Learnifier answered with success, but without the new account's id. Whether it was done is not known: look this person up.",
			});
		}
		if (mayHaveHappened(reply.failure)) this.unclear.add(action);
		if (row === undefined || !isConflict(reply)) return reply;
		const holder = await this.holderOf(reply, row, send);
		if (holder?.key === row.key && this.unclear.has(action) && this.isEqual(holder, action))
			return answer({ kind: 'done', userId: holder.id });
		const sharesEmail = holder !== undefined && sameHeld('primaryEmail', row, holder);
		// The reply for one user shows no roles: an administrator's account is never adopted.
		if (sharesEmail && this.mayAdopt(holder) && this.mayAdopt(await this.roles.judged(holder)))
			return this.adopt(action, row, holder);
		const moved = this.unlisted(row, holder);
		return moved === undefined ? refusal(reply, row, send, holder) : answer(moved);
	}

	/** A clash with somebody whom the list did not show is no clash: the list has moved while it was read. */
	private unlisted({ key }: Row, holder: User | undefined): Outcome | undefined {
		if (this.listed === undefined || holder === undefined || this.listed.has(holder.id)) return undefined;
		const who = holder.name === '' ? 'an account' : holder.name;
		const isSame = holder.key === key;
		return {
			kind: 'failed',
			code: isSame ? 'ALREADY_EXISTS' : 'EMAIL_TAKEN',
			message: `The list of users moved while it was read: it did not show ${who} (id ${holder.id}), who ${isSame ? 'has this very external id' : `holds this address and has the external id "${holder.key}"`}. Nothing was changed: run this again, and the account is matched.`,
			...(isSame ? { userId: holder.id } : {}),
			conflict: { field: isSame ? 'externalId' : 'primaryEmail', heldBy: holder.id },
		};
	}

	/** The address belongs to somebody without an external id, who is given this row's. */
	private async adopt(action: Action, row: Row, holder: User): Promise<WriteReply> {
		this.adopting.add(action);
		const directory = new Directory([holder], fieldNamed('externalId'), false);
		const { send } = compare(row, holder, directory, new Map(this.fields.map((field) => [field.name, field])));
		const reply = await this.http.send({
			method: 'PATCH',
			path: this.reader.path(holder.id),
			body: toWire(row.values, send),
			answersNothing: true,
		});
		if (reply.kind === 'ok') return answer({ ...ADOPTED, userId: holder.id });
		if (mayHaveHappened(reply.failure)) this.unclear.add(action);
		return isConflict(reply) ? refusal(reply, row, send, await this.holderOf(reply, row, send)) : reply;
	}

	private async update({ action }: Task): Promise<WriteReply> {
		const { user, row, send, kind } = action;
		const body: Record<string, unknown> = toWire(row?.values ?? {}, send);
		if (kind === 'lock') body.hardLock = true;
		if (kind === 'reactivate') body.hardLock = false;
		const losers = this.losersOf(action);
		const clears = losers.length > 0 && losers.every((loser) => this.takesOver(loser));
		if (clears && this.clearEmailIn === 'body') body.autoClearEmail = true;
		const reply = await this.http.send({
			method: 'PATCH',
			path: this.reader.path(user?.id ?? ''),
			body,
			answersNothing: true,
			...(clears && this.clearEmailIn === 'query' ? { query: { autoClearEmail: true } } : {}),
		});
		if (reply.kind === 'ok') {
			this.noteRelease(action);
			const hints = clears
				? losers.map(
						(loser) =>
							`Learnifier has taken this address or username from ${loser.name === '' ? 'the account' : loser.name} (id ${loser.id}), who held it.`,
					)
				: [];
			return answer({
				kind: 'done',
				...(user === undefined ? {} : { userId: user.id }),
				extras: { response: reply.body, ...(hints.length === 0 ? {} : { hints }) },
			});
		}
		return row !== undefined && isConflict(reply)
			? refusal(reply, row, send, await this.holderOf(reply, row, send))
			: reply;
	}

	private async delete({ action }: Task): Promise<WriteReply> {
		const { user } = action;
		const reply = await this.http.send({
			method: 'DELETE',
			path: this.reader.path(user?.id ?? ''),
			answersNothing: true,
		});
		if (reply.kind === 'failed') return reply;
		this.noteRelease(action);
		return answer({
			kind: 'done',
			...(user === undefined ? {} : { userId: user.id }),
			extras: { response: reply.body },
		});
	}

	/** Who holds an address or a user name that this update wants, and has not given it up yet. */
	private losersOf({ row, user, send }: Action): User[] {
		const losers = CLEARED.flatMap((name) => {
			const wanted = send.includes(name) ? row?.values[name] : undefined;
			const form = isBlank(wanted) ? '' : heldForm(name, wanted);
			const holder = this.released.has(form) ? undefined : this.holders.get(form);
			return holder === undefined || holder.id === user?.id ? [] : [holder];
		});
		return [...new Set(losers)];
	}

	private noteRelease({ kind, user, send }: Action): void {
		for (const name of CLEARED)
			if (user !== undefined && (kind === 'delete' || send.includes(name)))
				this.released.add(heldForm(name, user.values[name]));
	}

	/** The account that a 409 names, as far as it can be looked up. */
	private async holderOf(reply: Reply, row: Row, sent: readonly string[]): Promise<User | undefined> {
		const id = heldBy(reply);
		try {
			if (id !== '') return await this.reader.byId(id);
			if (!sent.includes('externalId')) return undefined;
			const user = await this.reader.byExternalId(row.key);
			return user?.key === row.key ? user : undefined;
		} catch (error) {
			failureIn(error);
			return undefined;
		}
	}

	async confirm({ action, step }: Task): Promise<Confirmation> {
		try {
			if (step.lane !== 'create') return await this.isChanged(action, step.lane);
			const found = await this.reader.byExternalId(action.row?.key ?? '');
			if (found === undefined || found.key !== action.row?.key) return { kind: 'notDone' };
			if (!this.isEqual(found, action)) return { kind: 'unclear' };
			return {
				kind: 'done',
				outcome: { ...(this.adopting.has(action) ? ADOPTED : { kind: 'done' }), userId: found.id },
			};
		} catch (error) {
			failureIn(error);
			return { kind: 'unclear' };
		}
	}

	/** Whether an account is as an update, a lock or a removal would have left it. @throws CallFailed */
	private async isChanged(action: Action, lane: string): Promise<Confirmation> {
		const { kind, user, row, send } = action;
		const found = await this.reader.byId(user?.id ?? '');
		const done: Confirmation = {
			kind: 'done',
			outcome: { kind: 'done', ...(user === undefined ? {} : { userId: user.id }) },
		};
		if (lane === 'delete') return found === undefined ? done : { kind: 'notDone' };
		if (found === undefined) return { kind: 'unclear' };
		const isBarred = found.standing === 'locked';
		if (kind === 'lock' || kind === 'reactivate') {
			if (isBarred !== (kind === 'lock')) return { kind: 'notDone' };
		} else if (send.every((name) => isBlank(row?.values[name]) || found.values[name] === undefined))
			// Nothing that was sent can be seen.
			return { kind: 'unclear' };
		return this.isEqual(found, action) ? done : { kind: 'unclear' };
	}

	/** Whether the account holds all that was sent, as far as Learnifier shows it. */
	private isEqual(user: User, { row, send }: Action): boolean {
		return this.fields.every((field) => {
			const wanted = row?.values[field.name] ?? null;
			const shown = user.values[field.name];
			return (
				!send.includes(field.name) ||
				wanted === null ||
				(shown === undefined && field.maybeShown === true) ||
				sameValue(field, wanted, shown ?? null)
			);
		});
	}

	warnings(): readonly string[] {
		return this.people.warnings();
	}

	cautions(actions: readonly Action[]): readonly string[] {
		const odd = actions.flatMap(({ kind, row, adopted }) =>
			row !== undefined && (kind === 'create' || adopted === true) && !isPlainKey(row.key) ? [row.key] : [],
		);
		if (odd.length === 0) return [];
		const some = odd
			.slice(0, 3)
			.map((key) => `"${key}"`)
			.join(', ');
		return [
			`${odd.length} external ${odd.length === 1 ? 'id holds' : 'ids hold'} other characters than letters and digits, which is all that Learnifier documents (${some}). They are sent all the same.`,
		];
	}
}

const ADOPTED = { kind: 'done', operation: 'updated', extras: { adopted: true } } as const;

const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

function fieldNamed(name: string): Field {
	const field = LEARNIFIER_FIELDS.find((one) => one.name === name);
	if (field === undefined) throw new RunError(`There is no field "${name}".`, 'Report this as a defect.');
	return field;
}

function isConflict(reply: Reply): boolean {
	return reply.kind === 'failed' && reply.failure.kind === 'refused' && reply.failure.status === 409;
}

/** The holder's id in a 409, or ''. */
function heldBy(reply: Reply): string {
	return reply.kind === 'failed' && reply.failure.kind === 'refused'
		? idText(recordOf(reply.failure.body)?.userId)
		: '';
}

/**
 * What a 409 comes to. It speaks of a value that somebody holds only where it names that account, or says nothing at all
 * to a write that carries an address; else it is some other refusal, told in the vendor's words.
 */
function refusal(
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
			? 'another account, which Learnifier does not name'
			: `${holder === undefined || holder.name === '' ? 'account' : holder.name} (id ${id})`;
	// Whoever holds the row's external id too is this very person, made meanwhile: by another run, for one.
	const advice =
		name === 'externalId'
			? 'It was not there when this run looked, so another run or somebody else has just made it. Run this again, so that the account is matched instead of created.'
			: `Find out whose ${label} it is, and change it for the other of the two.`;
	return {
		kind: 'failed',
		code: name === 'primaryEmail' ? 'EMAIL_TAKEN' : 'ALREADY_EXISTS',
		message: `${label} is held by ${who} in Learnifier. ${advice}`,
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

function sameHeld(name: (typeof HELD_BY_ONE)[number], row: Row, holder: User): boolean {
	const shown = holder.values[name];
	return !isBlank(shown) && heldForm(name, row.values[name]) === heldForm(name, shown);
}

/** A value that one account holds, with its field. Addresses and user names are compared without case, external ids with it. */
function heldForm(name: (typeof HELD_BY_ONE)[number], value: Value | null | undefined): string {
	return `${name} ${uniqueForm({ kind: name === 'externalId' ? 'text' : 'email' }, value)}`;
}
