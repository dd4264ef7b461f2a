import type { ConnectInput } from '../shared/vendorNode';
import type { Confirmation, Connector, Lane, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { failureIn, RunError } from '../shared/model/failure';
import { mayHaveHappened, type Http, type Reply } from '../shared/transport/http';
import { compare } from '../shared/deciding/compare';
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
import { oddKeys, LEARNIFIER_FIELDS, nameOf, toWire } from './learnifier.user';
import { answer, fieldNamed, heldBy, isConflict, refusal, sameHeld, unlisted } from './learnifier.conflict';
import { Holders } from './learnifier.holders';
import { isEqual, isChanged } from './learnifier.proof';

const LANES: Readonly<Record<string, Lane>> = {
	create: { size: 1, repeat: 'lookUpFirst', notFound: 'wrongPath' },
	update: { size: 1, repeat: 'safe', notFound: 'missing', answersNothing: true },
	delete: { size: 1, repeat: 'safe', notFound: 'gone', answersNothing: true },
};

/** Builds the connector; nothing has to be read for it. */
export async function connectLearnifier(input: ConnectInput): Promise<Connector> {
	return new LearnifierConnector(input);
}

const ADOPTED = { kind: 'done', operation: 'updated', extras: { adopted: true } } as const;

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
	private readonly concurrency: number;
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
	private readonly holders = new Holders();

	constructor(input: ConnectInput) {
		const { http, settings, credential } = input;
		const { options, missing } = settings;
		this.http = http;
		this.concurrency = settings.concurrency;
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

	async list(given: Promise<readonly Row[]>): Promise<Directory> {
		const rows = await given;
		const key = fieldNamed('externalId');
		const directory = new Directory(
			await this.reader.all(undefined, false, sharingWith(rows, key, this.fields)),
			key,
			true,
		);
		this.listed = new Set(directory.users.map(({ id }) => id));
		if (this.autoClearEmail) this.holders.note(directory.users);
		return directory;
	}

	/** Nobody is found so; but where somebody is to be made, the list must have stood still while it was read. */
	async findUnlisted(): Promise<readonly User[]> {
		await this.reader.refuseMoved(this.concurrency);
		return [];
	}

	async find(key: string): Promise<User | undefined> {
		return this.reader.find(key);
	}

	canFind(): boolean {
		return this.reader.looksUp;
	}

	/** Only the list shows who has Back Office roles. Source: the vendor's OpenAPI. */
	async judged(user: User): Promise<User> {
		return this.roles.judged(user);
	}

	/** A lock that the row itself speaks of is the row's business, whatever is done with those who return. */
	returning({ standing }: User, row: Row): 'reactivate' | undefined {
		if (standing !== 'locked') return undefined;
		const wanted = row.values.hardLock ?? !this.unlocks;
		return wanted === false ? 'reactivate' : undefined;
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
			const message =
				"Learnifier answered with success, but without the new account's id. Whether it was done is not known: look this person up.";
			return answer({ kind: 'unknown', code: 'NO_RESULT', message });
		}
		if (mayHaveHappened(reply.failure)) this.unclear.add(action);
		if (row === undefined || !isConflict(reply)) return reply;
		const holder = await this.holderOf(reply, row, send);
		if (holder?.key === row.key && this.unclear.has(action) && isEqual(holder, action))
			return answer({ kind: 'done', userId: holder.id, extras: { recovered: true } });
		const sharesEmail = holder !== undefined && sameHeld('primaryEmail', row, holder);
		// The reply for one user shows no roles: an administrator's account is never adopted.
		if (sharesEmail && this.mayAdopt(holder) && this.mayAdopt(await this.roles.judged(holder)))
			return this.adopt(action, row, holder);
		const moved = unlisted(this.listed, row, holder);
		return moved === undefined ? refusal(reply, row, send, holder) : answer(moved);
	}

	/** The address belongs to somebody without an external id, who is given this row's. */
	private async adopt(action: Action, row: Row, holder: User): Promise<WriteReply> {
		this.adopting.add(action);
		const directory = new Directory([holder], fieldNamed('externalId'), false);
		const { send } = compare(row, holder, {
			directory,
			fields: new Map(this.fields.map((field) => [field.name, field])),
		});
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
		const losers = this.holders.losersOf(action);
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
			this.holders.noteRelease(action);
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
		this.holders.noteRelease(action);
		return answer({
			kind: 'done',
			...(user === undefined ? {} : { userId: user.id }),
			extras: { response: reply.body },
		});
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
			if (step.lane !== 'create') return await isChanged(this.reader, action, step.lane);
			const found = await this.reader.byExternalId(action.row?.key ?? '');
			if (found === undefined) return { kind: 'notDone' };
			if (found.key !== action.row?.key || !isEqual(found, action)) return { kind: 'unclear' };
			return {
				kind: 'done',
				outcome: { ...(this.adopting.has(action) ? ADOPTED : { kind: 'done' }), userId: found.id },
			};
		} catch (error) {
			failureIn(error);
			return { kind: 'unclear' };
		}
	}

	warnings(): readonly string[] {
		return this.people.warnings();
	}

	cautions(actions: readonly Action[]): readonly string[] {
		return oddKeys(actions);
	}
}
