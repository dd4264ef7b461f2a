import type { ConnectInput } from '../shared/vendorNode';
import type { Confirmation, Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { isFull } from '../shared/carrying/seats';
import { RunError } from '../shared/model/failure';
import { textOf } from '../shared/model/field';
import { mayHaveHappened, type Reply } from '../shared/transport/http';
import type { Action, ActionKind, Removal } from '../shared/model/plan';
import type { Row } from '../shared/model/row';
import { oneOf } from '../shared/settings';
import { fieldsAsked } from '../shared/deciding/scope';
import { sharingWith } from '../shared/model/sharing';
import { ScimBulk, type BulkOperation } from './scim.bulk';
import { basePathOf, isRefused, ScimCalls, scimTypeOf } from './scim.calls';
import { abilitiesOf, extensionFields, type Abilities } from './scim.config';
import { ScimPeople } from './scim.people';
import { ScimHolders } from './scim.holders';
import type { ScimField } from './scim.places';
import { SCIM } from './scim.properties';
import { ScimReader } from './scim.reader';
import { scimFields } from './scim.fields';
import { nameOf, versionOf, type FindBy, type Keep } from './scim.user';
import { stepsOf } from './scim.steps';
import { ScimWishes } from './scim.wanted';
import { keyOf, ScimProof } from './scim.proof';
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
	return new ScimConnector(input, calls, { keyField: findBy, fields: [...fields, ...own] }, abilities);
}

class ScimConnector implements Connector {
	readonly vendor = SCIM;
	readonly address: string;
	readonly keyField: FindBy;
	readonly fields: readonly ScimField[];
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
	private readonly proof: ScimProof;
	/** Missing people who are inactive already, and were to be deleted. */
	private readonly inactive = new Set<string>();

	constructor(
		private readonly input: ConnectInput,
		calls: ScimCalls,
		{ keyField, fields }: Pick<ScimConnector, 'keyField' | 'fields'>,
		private readonly abilities: Abilities,
	) {
		this.keyField = keyField;
		this.fields = fields;
		this.address = calls.address;
		this.keyForm = this.fieldNamed(keyField);
		this.keep = { findBy: keyField, fields, record: abilities.etag ? 'version' : 'members' };
		this.reader = new ScimReader(calls, this.keep, abilities.filter);
		this.writer = new ScimWriter(calls, this.reader, abilities, this.keep);
		this.wishes = new ScimWishes(fields, this.keyForm);
		this.holders = new ScimHolders(this.reader, keyField, (name) => this.fieldNamed(name));
		this.proof = new ScimProof(this.reader, keyField, this.keyForm, fields);
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
						refused: async ({ action }, reply) => this.afterRefusal(action, reply),
						done: (task, id, response) => this.doneInBulk(task, id, response),
						confirm: async (task) => this.confirm(task),
					});
	}

	async list(given: Promise<readonly Row[]>): Promise<Directory> {
		const rows = await given;
		// In a large directory, values that nobody asks about would be most of what is held in memory.
		const asked = new Set<string>([...ALWAYS, ...fieldsAsked(this.input.settings, this.fields)]);
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
		return stepsOf(action);
	}

	async write(_lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task, ...more] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		const reply = more.length === 0 || this.bulk === undefined ? await this.one(task) : await this.bulk.write(tasks);
		if (reply.kind === 'failed' && mayHaveHappened(reply.failure)) this.proof.leaveOpen(tasks);
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
		if (mayHaveHappened(reply.failure)) this.proof.leaveOpen([task]);
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
		if (holder.field === this.keyField && this.proof.mayBeMade(action)) return reply;
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
		if (isRefused(reply, 405, 501) || (await this.proof.isStillThere(reply, target.id)))
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
	async confirm(task: Task): Promise<Confirmation> {
		const confirmation = await this.proof.confirm(task);
		if (confirmation.kind === 'done' && task.step.lane === 'create') this.noted(task.action, confirmation.outcome);
		return confirmation;
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

/** The account of a task: a later step of a create knows it from the first one. */
function targetOf({ action: { user }, earlier }: Task): Target {
	const record = user?.record ?? {};
	const made = earlier.map(({ userId }) => userId).find((id) => id !== undefined);
	return { id: user?.id ?? made ?? '', members: record, version: versionOf(record) };
}

function hinted(outcome: Outcome, hints: readonly string[]): Outcome {
	return hints.length === 0 ? outcome : { ...outcome, extras: { ...outcome.extras, hints: [...hints] } };
}
