import type { ConnectInput } from '../shared/vendorNode';
import type { Confirmation, Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { isFull } from '../shared/carrying/seats';
import { failureIn, RunError } from '../shared/model/failure';
import { textOf } from '../shared/model/field';
import { mayHaveHappened, type Reply } from '../shared/transport/http';
import { sameValue } from '../shared/deciding/compare';
import type { Action, ActionKind, Removal } from '../shared/model/plan';
import { exactKey } from '../shared/model/spelling';
import type { Row } from '../shared/model/row';
import { oneOf } from '../shared/settings';
import { sharingWith } from '../shared/model/sharing';
import { ScimBulk, type BulkOperation } from './scim.bulk';
import { basePathOf, isRefused, ScimCalls, scimTypeOf } from './scim.calls';
import { abilitiesOf, extensionFields, type Abilities } from './scim.config';
import { ScimPeople } from './scim.people';
import { ScimHolders } from './scim.holders';
import type { ScimField } from './scim.places';
import { SCIM } from './scim.properties';
import { ScimReader } from './scim.reader';
import { nameOf, scimFields, versionOf, type FindBy, type Keep } from './scim.user';
import { ScimWishes } from './scim.wanted';
import { createdOutcome, shownOutcome } from './scim.reply';
import { ScimWriter, type Target } from './scim.writer';

/** Builds the connector: asks the server what it can do, and which attributes of its own it has. */
export async function connectScim(input: ConnectInput): Promise<Connector> {
	const calls = new ScimCalls(input.http, basePathOf(input.credential));
	const findBy = oneOf(input.parameter('findBy', 'userName'), 'Find By', ['userName', 'externalId'] as const);
	const fields = scimFields(findBy);
	const abilities = await abilitiesOf(calls);
	const { operation } = input.settings;
	const own = operation === 'sync' || operation === 'getMany' ? await extensionFields(calls, fields) : [];
	return new ScimConnector(input, calls, findBy, [...fields, ...own], abilities);
}

class ScimConnector implements Connector {
	readonly vendor = SCIM;
	readonly address: string;
	readonly emailField = 'email';
	readonly nameOf = nameOf;
	readonly changesKeys = true;
	readonly lookUpRows: number;
	readonly lanes: Readonly<Record<string, Lane>>;
	readonly people: ScimPeople;
	private readonly keep: Keep;
	private readonly reader: ScimReader;
	private readonly writer: ScimWriter;
	private readonly bulk: ScimBulk | undefined;
	private readonly keyForm: ScimField;
	private readonly wishes: ScimWishes;
	private readonly holders: ScimHolders;
	/** Missing people who are inactive already, and were to be deleted. */
	private readonly inactive = new Set<string>();
	/** Creates whose earlier try may have got through. */
	private readonly unclear = new Set<Action>();
	/** Everybody, read after the last unclear try: where the server does not filter, one list serves all who ask. */
	private reread: Promise<Directory> | undefined;

	constructor(
		private readonly input: ConnectInput,
		calls: ScimCalls,
		readonly keyField: FindBy,
		readonly fields: readonly ScimField[],
		private readonly abilities: Abilities,
	) {
		this.address = calls.address;
		this.keyForm = this.fieldNamed(keyField);
		this.keep = { findBy: keyField, fields, record: abilities.etag ? 'version' : 'members' };
		this.reader = new ScimReader(calls, this.keep, abilities.filter);
		this.writer = new ScimWriter(calls, this.reader, abilities, this.keep);
		this.wishes = new ScimWishes(fields, this.keyForm);
		this.holders = new ScimHolders(this.reader, keyField, (name) => this.fieldNamed(name));
		this.people = new ScimPeople(this.reader, this.keep);
		this.lookUpRows = abilities.filter ? 10 : 0;
		const size = abilities.bulk?.operations ?? 1;
		this.lanes = {
			create: { size, repeat: 'lookUpFirst', notFound: 'wrongPath' },
			update: { size, repeat: 'safe', notFound: 'missing' },
			delete: { size, repeat: 'safe', notFound: 'gone', answersNothing: true },
		};
		this.bulk =
			abilities.bulk === undefined
				? undefined
				: new ScimBulk(calls, abilities.bulk.bytes, {
						operation: (task) => this.operationOf(task),
						write: async (task) => this.one(task),
						refused: async ({ action }, reply) => this.afterRefusal(action, reply),
						done: (task, id, response) => this.doneInBulk(task, id, response),
						confirm: async (task) => this.confirm(task),
					});
	}

	async list(rows: readonly Row[]): Promise<Directory> {
		const { limits, scopeField } = this.input.settings;
		// In a large directory, values that nobody asks about would be most of what is held in memory.
		const asked = new Set<string>([...ALWAYS, limits.groupBy, scopeField]);
		for (const { values } of rows) for (const name in values) asked.add(name);
		const fields = this.fields.filter(({ name }) => asked.has(name));
		const users = await this.reader.all(
			undefined,
			{ ...this.keep, fields },
			sharingWith(rows, this.keyForm, this.fields),
		);
		const directory = new Directory(users, this.keyForm, true);
		this.wishes.directory = directory;
		return directory;
	}

	async find(key: string): Promise<User | undefined> {
		const user = await this.reader.byFilter(this.keyField, key);
		if (user !== undefined) this.wishes.note(user.key, user.id);
		return user;
	}

	canFind(): boolean {
		return this.reader.canFilter;
	}

	/** By the user name where people are found by external id, and the other way round; and by e-mail. */
	async findHolders(row: Row): Promise<readonly User[]> {
		const other = this.keyField === 'userName' ? 'externalId' : 'userName';
		const value = textOf(row.values[other]);
		const holder = value === '' || !this.reader.canFilter ? undefined : await this.reader.by(other, value);
		const mates = await this.holders.withEmail(row);
		return holder === undefined ? mates : [holder, ...mates];
	}

	/** Whoever stands on the list is in, unless the row itself says otherwise. */
	returning(user: User, row: Row): 'reactivate' | undefined {
		return user.standing === 'locked' && row.values.active !== false ? 'reactivate' : undefined;
	}

	removal(user: User, how: Removal): ActionKind | undefined {
		if (user.standing !== 'locked') return how === 'delete' ? 'delete' : 'lock';
		// Many servers go on listing whom they have deleted, as inactive: each night would delete them again.
		if (how === 'delete') this.inactive.add(user.id);
		return undefined;
	}

	steps(action: Action): readonly Step[] {
		const later: Step[] = action.deferred.length === 0 ? [] : [{ lane: 'update', phase: 'afterCreate' }];
		const isAllLate = action.send.every((name) => action.deferred.some((deferral) => deferral.field === name));
		switch (action.kind) {
			case 'create':
				return [{ lane: 'create', phase: 'create', sofar: 'The account was created' }, ...later];
			case 'update':
				return isAllLate && later.length > 0
					? later
					: [{ lane: 'update', phase: 'update', sofar: 'Most fields were updated' }, ...later];
			case 'reactivate':
				return [{ lane: 'update', phase: 'reactivate', sofar: 'The account was reactivated' }, ...later];
			case 'lock':
				return [{ lane: 'update', phase: 'remove' }];
			case 'delete':
				return [{ lane: 'delete', phase: 'remove' }];
			case 'restore':
			case 'hide':
			case 'upsert':
				throw new RunError(`SCIM can't ${action.kind}.`, 'Report this as a defect.');
		}
	}

	async write(_lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task, ...more] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		const reply = more.length === 0 || this.bulk === undefined ? await this.one(task) : await this.bulk.write(tasks);
		if (reply.kind === 'failed' && mayHaveHappened(reply.failure)) {
			this.reread = undefined;
			for (const { action } of tasks) if (action.kind === 'create') this.unclear.add(action);
		}
		return reply;
	}

	private async one(task: Task): Promise<WriteReply> {
		switch (task.step.lane) {
			case 'create':
				return this.create(task);
			case 'update':
				return this.update(task);
			default:
				return this.delete(task);
		}
	}

	private async create(task: Task): Promise<WriteReply> {
		const { action } = task;
		const { wanted, hints } = this.wishes.wantedOf(task);
		const reply = await this.writer.create(wanted);
		if (reply.kind === 'ok')
			return answer(this.noted(action, hinted(createdOutcome(reply, keyOf(action), this.keep), hints)));
		if (mayHaveHappened(reply.failure)) this.unclear.add(action);
		return this.afterRefusal(action, reply);
	}

	/** A create that was refused because somebody is there already: who it is, or that this very account is back. */
	private async afterRefusal(action: Action, reply: Reply): Promise<WriteReply> {
		if (reply.kind === 'ok') return answer({ kind: 'done' });
		const { row } = action;
		const isTaken = isRefused(reply, 409) || scimTypeOf(reply) === 'uniqueness';
		if (row === undefined || !isTaken) return reply;
		const holder = await this.holders.holderOf(row);
		if (holder === undefined && isFull(action, reply.failure.message)) return reply;
		if (holder === undefined)
			return answer({
				kind: 'failed',
				code: 'ALREADY_EXISTS',
				message: `${reply.failure.message} Another account, which the server does not name, holds a value of this row: compare user name, external id and e-mail. Some systems hide inactive accounts: look among those too.`,
			});
		// An earlier try may have made it: the caller looks it up.
		if (holder.field === this.keyField && this.unclear.has(action)) return reply;
		return answer(this.holders.takenBy(holder, row));
	}

	private async update(task: Task): Promise<WriteReply> {
		const target = targetOf(task);
		const { wanted, hints } = this.wishes.wantedOf(task);
		if (wanted.length === 0) return answer(hinted({ kind: 'done', userId: target.id }, hints));
		const reply = await this.writer.update(target, wanted);
		if (reply.kind === 'ok') return answer(hinted(shownOutcome(reply, target.id, wanted, this.keep), hints));
		const { row } = task.action;
		if (row === undefined || !(isRefused(reply, 409) || scimTypeOf(reply) === 'uniqueness')) return reply;
		const holder = await this.holders.holderOf(row);
		return holder === undefined || holder.user.id === target.id ? reply : answer(this.holders.takenBy(holder, row));
	}

	private async delete(task: Task): Promise<WriteReply> {
		const target = targetOf(task);
		const reply = await this.writer.remove(target);
		if (isRefused(reply, 410))
			return { kind: 'failed', failure: { kind: 'notFound', message: 'The account is gone already.' } };
		if (isRefused(reply, 405, 501) || (await this.isStillThere(reply, target.id)))
			return answer({
				kind: 'failed',
				code: 'VENDOR_REJECTED',
				message: 'The server does not delete users. Use Deactivate instead, which keeps the account.',
				userId: target.id,
			});
		return reply.kind === 'failed'
			? reply
			: answer({ kind: 'done', userId: target.id, extras: { response: reply.body } });
	}

	/** 404 may say as well that there is no such call: the account itself tells. Deleted accounts may stay, as inactive ones. */
	private async isStillThere(reply: Reply, id: string): Promise<boolean> {
		if (reply.kind === 'ok' || reply.failure.kind !== 'notFound') return false;
		try {
			return (await this.reader.byId(id))?.user.standing === 'active';
		} catch (error) {
			failureIn(error);
			return false;
		}
	}

	private noted(action: Action, outcome: Outcome): Outcome {
		if (outcome.kind === 'done' && outcome.userId !== undefined) this.wishes.note(keyOf(action), outcome.userId);
		return outcome;
	}

	private operationOf(task: Task): BulkOperation | undefined {
		const { step } = task;
		if (step.lane === 'delete') return { method: 'DELETE', ...this.at(task) };
		const { wanted, hints } = this.wishes.wantedOf(task);
		// What needs words of its own, or a read first, is done by a call of its own.
		if (hints.length > 0) return undefined;
		if (step.lane === 'create') return { method: 'POST', path: '/Users', data: this.writer.createBody(wanted) };
		if (!this.writer.patchesByPath) return undefined;
		const data = this.writer.patchBody(wanted, targetOf(task).members);
		return data === undefined ? undefined : { method: 'PATCH', ...this.at(task), data };
	}

	private at(task: Task): { path: string; version?: string } {
		const { id, version } = targetOf(task);
		return {
			path: `/Users/${encodeURIComponent(id)}`,
			...(this.abilities.etag && version !== undefined ? { version } : {}),
		};
	}

	private doneInBulk(task: Task, id: string, response: Record<string, unknown> | undefined): Outcome {
		const { action, step } = task;
		const reply = { kind: 'ok', status: 200, body: response, headers: { location: id } } as const;
		if (step.lane === 'create') return this.noted(action, createdOutcome(reply, keyOf(action), this.keep));
		return step.lane === 'delete'
			? { kind: 'done', userId: id }
			: shownOutcome(reply, id, this.wishes.wantedOf(task).wanted, this.keep);
	}

	/** Whether a create that got no answer has made the account, or a removal that got an odd one has removed it. */
	async confirm({ action, step }: Task): Promise<Confirmation> {
		const key = keyOf(action);
		try {
			if (step.lane === 'delete') return await this.isGone(action.user);
			const user = this.reader.canFilter ? await this.reader.by(this.keyField, key) : await this.amongAll(key);
			if (user === undefined || exactKey(user.key, this.keyForm) !== exactKey(key, this.keyForm))
				return { kind: 'notDone' };
			if (!this.isEqual(user, action)) return { kind: 'unclear' };
			return { kind: 'done', outcome: this.noted(action, { kind: 'done', userId: user.id }) };
		} catch (error) {
			if (!(error instanceof RunError)) failureIn(error);
			return { kind: 'unclear' };
		}
	}

	/** Many servers go on showing whom they have deleted, as inactive. */
	private async isGone(target: User | undefined): Promise<Confirmation> {
		const now = (await this.reader.byId(target?.id ?? ''))?.user;
		if (now !== undefined && (now.standing === 'active' || target?.standing !== 'active')) return { kind: 'unclear' };
		return { kind: 'done', outcome: { kind: 'done', userId: target?.id ?? '' } };
	}

	private async amongAll(key: string): Promise<User | undefined> {
		this.reread ??= this.reader.all(undefined).then((users) => new Directory(users, this.keyForm, true));
		return (await this.reread).matching(key)[0];
	}

	/** Whether the account holds all that was sent, as far as the server shows it. */
	private isEqual(user: User, { row, send, deferred }: Action): boolean {
		return this.fields.every((field) => {
			const wanted = row?.values[field.name] ?? null;
			const isSent = send.includes(field.name) && !deferred.some((deferral) => deferral.field === field.name);
			if (!isSent || wanted === null || field.writeOnly === true || field.refersTo !== undefined) return true;
			return sameValue(field, wanted, user.values[field.name] ?? null);
		});
	}

	warnings(): readonly string[] {
		const { warning } = this.abilities;
		const left = this.inactive.size;
		const kept =
			left === 0
				? []
				: [
						`${left} missing ${left === 1 ? 'user is' : 'users are'} inactive already and ${left === 1 ? 'was' : 'were'} left so: many servers keep deleted users as inactive ones. To delete them for good, use the operation Delete.`,
					];
		return [...(warning === undefined ? [] : [warning]), ...kept];
	}

	private fieldNamed(name: string): ScimField {
		const field = this.fields.find((one) => one.name === name);
		if (field === undefined) throw new RunError(`There is no field "${name}".`, 'Report this as a defect.');
		return field;
	}
}

/** What is always read of everybody: keys, names and addresses. */
const ALWAYS = ['userName', 'externalId', 'displayName', 'formatted', 'givenName', 'familyName', 'email', 'active'];

const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

const keyOf = ({ row, user }: Action): string => row?.key ?? user?.key ?? '';

/** The account of a task: a later step of a create knows it from the first one. */
function targetOf({ action: { user }, earlier }: Task): Target {
	const record = user?.record ?? {};
	const made = earlier.map(({ userId }) => userId).find((id) => id !== undefined);
	return { id: user?.id ?? made ?? '', members: record, version: versionOf(record) };
}

function hinted(outcome: Outcome, hints: readonly string[]): Outcome {
	return hints.length === 0 ? outcome : { ...outcome, extras: { ...outcome.extras, hints: [...hints] } };
}
