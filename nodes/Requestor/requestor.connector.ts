import type { ConnectInput } from '../shared/vendorNode';
import type {
	Confirmation,
	Connector,
	Lane,
	Outcome,
	PersonCalls,
	Step,
	Task,
	WriteReply,
} from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { CallFailed, RunError, type Failure } from '../shared/model/failure';
import { textOf, type Field } from '../shared/model/field';
import type { Http } from '../shared/transport/http';
import type { Action, ActionKind } from '../shared/model/plan';
import { idText } from '../shared/transport/record';
import { rowWith, type Row } from '../shared/model/row';
import { hasKey } from '../shared/model/spelling';
import { inParallel } from '../shared/transport/parallel';
import { oneOf, yesNo } from '../shared/settings';
import { sharingWith } from '../shared/model/sharing';
import { askPage, readAll } from './requestor.directory';
import { elementFor } from './requestor.element';
import { Joiners } from './requestor.joiners';
import { MANAGER, Managers } from './requestor.managers';
import { isThere, readAccount, readOwn } from './requestor.lookup';
import { RequestorPeople } from './requestor.people';
import { MOST_USERS, REQUESTOR } from './requestor.properties';
import { Preserving } from './requestor.preserving';
import { outcomeOf, readReply, rowsByTask } from './requestor.reply';
import { isTenantsOwn, nameOf, requestorFields, type FindBy, type ReadRules } from './requestor.user';
import { lacking, namesOf, cautionsAbout } from './requestor.cautions';

const LANES: Readonly<Record<string, Lane>> = {
	// Requestor finds an account by ExternalId, its own key or the address before it creates one, and holds all three
	// unique, so the same batch twice makes no second account.
	import: { size: MOST_USERS, repeat: 'safe', notFound: 'wrongPath' },
	delete: { size: 1, repeat: 'safe', notFound: 'gone', answersNothing: true },
};

/** Builds the connector; what must be read is read when it is needed. */
export async function connectRequestor(input: ConnectInput): Promise<Connector> {
	return new RequestorConnector(input);
}

class RequestorConnector implements Connector {
	readonly vendor = REQUESTOR;
	readonly address: string;
	readonly fields: readonly Field[];
	readonly keyField: FindBy;
	readonly emailField = 'Email';
	readonly nameOf = nameOf;
	readonly lookUpRows: number;
	readonly lanes = LANES;
	readonly changesKeys: boolean;
	readonly people: PersonCalls;
	private readonly http: Http;
	private readonly preserve: boolean;
	private rules: ReadRules;
	private readonly preserving: Preserving;
	private readonly joiners: Joiners;
	private readonly managers: Managers;
	/** Why the list may hide somebody, so that nobody is removed; undefined: it shows everybody. */
	private doubt: string | undefined;

	constructor(private readonly input: ConnectInput) {
		const { http, settings, credential } = input;
		this.http = http;
		this.address = http.settings.address;
		const findBy = input.parameter('findBy', 'ExternalId');
		this.keyField = oneOf(findBy, 'Find By', ['ExternalId', 'UserProviderKey', 'Email'] as const);
		this.fields = requestorFields(this.keyField);
		this.changesKeys = this.keyField !== 'UserProviderKey';
		// Only the account's own key can be looked up.
		this.lookUpRows = this.keyField === 'UserProviderKey' ? 10 : 0;
		this.preserve = yesNo(settings.options.preserveUnmapped, 'Preserve Unmapped', true);
		const self = credential.authentication === 'headerAuth' ? '' : idText(credential.username).trim().toLowerCase();
		this.rules = { findBy: this.keyField, self };
		this.people = new RequestorPeople(input, this.rules);
		this.preserving = new Preserving(http, settings.concurrency);
		this.joiners = new Joiners(http, settings.concurrency);
		this.managers = new Managers(this.keyed());
	}

	async list(given: Promise<readonly Row[]>): Promise<Directory | undefined> {
		const rows = await given;
		const first = await askPage(this.http, 0);
		if (first.kind === 'failed') {
			if (first.failure.kind !== 'forbidden' && first.failure.kind !== 'notFound') throw new CallFailed(first.failure);
			this.refuseUnlisted(first.failure, rows);
			return undefined;
		}
		const own = await readOwn(this.http);
		if (own !== undefined) this.rules = { ...this.rules, selfId: own.id };
		if (own?.isAdministrator !== true)
			this.doubt =
				own === undefined
					? 'Requestor does not say whose credential this is'
					: "the credential's user is no administrator in Requestor";
		const users = await readAll(this.http, first, {
			concurrency: this.input.settings.concurrency,
			rules: this.rules,
			kept: sharingWith(rows, this.keyed(), this.fields),
			// The first page is read once more anyhow.
			noted: (pages) => this.joiners.seams.note(pages, 1),
		});
		this.preserving.note(users);
		this.joiners.note(users);
		const directory = new Directory(users, this.keyed(), this.doubt === undefined);
		this.managers.noteAll(directory);
		return directory;
	}

	async findUnlisted(rows: readonly Row[]): Promise<readonly User[]> {
		if (this.keyField !== 'UserProviderKey') return this.joiners.lookUp(rows, this.rules);
		const users: User[] = [];
		await inParallel(rows, this.input.settings.concurrency, async ({ key }) => {
			const user = await this.find(key);
			if (user !== undefined) users.push(user);
		});
		return users;
	}

	private keyed(): Pick<Field, 'kind'> {
		return { kind: this.keyField === 'Email' ? 'email' : 'text' };
	}

	/** Without the list nobody can be missing, and what a row does not have can't be kept. @throws RunError */
	private refuseUnlisted(failure: Failure, rows: readonly Row[]): void {
		const said = `The list of users was refused. ${failure.message}`;
		if (this.input.settings.missing !== undefined) {
			throw new RunError(
				`${said} Without it nobody can tell who is missing, so nothing was sent.`,
				"Give the credential's user the administrator role in Requestor, or set Missing Users to Ignore.",
			);
		}
		const unmapped = new Set(rows.flatMap(lacking).filter((name) => !isTenantsOwn(name)));
		if (this.preserve && unmapped.size > 0) {
			throw new RunError(
				`${said} Without it, what the rows do not have can't be kept, and Requestor clears whatever an update leaves out. Nothing was sent.`,
				`Give the credential's user the administrator role in Requestor. Or map every field, or switch off Options → Preserve Unmapped, knowing what it clears: ${namesOf(unmapped)}.`,
			);
		}
	}

	async find(key: string): Promise<User | undefined> {
		const user = await readAccount(this.http, key, this.rules);
		// The call takes a user name, too, which is no key.
		if (user === undefined || user.id.toLowerCase() !== key.toLowerCase()) return undefined;
		this.preserving.noteAccount(user);
		return user;
	}

	async prepare(actions: readonly Action[], dryRun: boolean): Promise<readonly string[]> {
		return this.preserve ? this.preserving.read(actions, dryRun, this.rules) : [];
	}

	/** Accounts without an external id were made by hand: whatever the rows are matched by, they are nobody's to remove. */
	removal(user: User): ActionKind | undefined {
		if (this.doubt !== undefined) return undefined;
		return hasKey(textOf(user.values.ExternalId)) ? 'delete' : undefined;
	}

	steps(action: Action): readonly Step[] {
		switch (action.kind) {
			case 'create':
			case 'update':
			case 'upsert':
				// One phase for both, so that a call carries as many as it can.
				return action.deferred.length === 0
					? [{ lane: 'import', phase: 'update' }]
					: [
							{ lane: 'import', phase: 'update', sofar: 'The account was imported' },
							{ lane: 'import', phase: 'afterCreate' },
						];
			case 'delete':
				return [{ lane: 'delete', phase: 'remove' }];
			case 'restore':
			case 'reactivate':
			case 'hide':
			case 'lock':
				throw new RunError(`Requestor can't ${action.kind}.`, 'Report this as a defect.');
		}
	}

	async write(lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		return lane === 'delete' ? this.delete(task) : this.import(tasks);
	}

	/** Whoever can't be written without harm has an outcome before anything is sent. */
	private async import(tasks: readonly Task[]): Promise<WriteReply> {
		const against = tasks.map(({ action, step }) =>
			step.phase === 'afterCreate' ? undefined : this.reasonAgainst(action),
		);
		const sent = tasks.filter((_, at) => against[at] === undefined);
		if (sent.length === 0) return { kind: 'answered', outcomes: against.flatMap((one) => one ?? []) };
		const reply = await this.send(sent);
		if (reply.kind !== 'answered' || sent.length === tasks.length) return reply;
		const said = reply.outcomes.values();
		return { kind: 'answered', outcomes: against.flatMap((one) => one ?? said.next().value ?? []) };
	}

	private reasonAgainst(action: Action): Outcome | undefined {
		const { kind, row } = action;
		if (kind === 'create') return row === undefined ? undefined : this.joiners.reasonAgainst(row);
		return this.preserve ? this.preserving.reasonAgainst(action) : undefined;
	}

	private async send(tasks: readonly Task[]): Promise<WriteReply> {
		const elements = tasks.map((task) =>
			elementFor(
				{ ...task.action, ...this.withManager(task) },
				this.preserve && task.action.user !== undefined ? this.preserving.keptOf(task.action.user) : undefined,
			),
		);
		const reply = await this.http.send({ method: 'POST', path: '/api/Import/SyncRequestorUsers', body: elements });
		if (reply.kind === 'failed') return reply;
		const rows = readReply(reply.body);
		if (rows === undefined) {
			return {
				kind: 'failed',
				failure: {
					kind: 'unreadable',
					message: `Requestor answered ${reply.status}, but without the list of users that it documents.`,
				},
			};
		}
		const said = rowsByTask(rows, tasks, elements);
		const { redact } = this.http.settings;
		const outcomes = tasks.map((task, at) => {
			const outcome = outcomeOf(task, said[at] ?? { kind: 'nothing' }, this.keyField, redact);
			if (outcome.kind === 'done' && outcome.userId !== undefined && task.action.row !== undefined)
				this.managers.note(task.action.row.key, outcome.userId);
			return task.action.kind === 'create' && task.step.phase !== 'afterCreate'
				? this.joiners.checked(outcome)
				: outcome;
		});
		return { kind: 'answered', outcomes };
	}

	/** The row with its manager as Requestor names people; without, where a second call sets them. */
	private withManager({ action, step }: Task): Pick<Action, 'row'> {
		const { row, deferred } = action;
		const isLate = step.phase !== 'afterCreate' && deferred.some(({ field }) => field === MANAGER);
		return row === undefined ? {} : { row: rowWith(row, { values: this.managers.named(row.values, isLate) }) };
	}

	private async delete({ action: { user, row } }: Task): Promise<WriteReply> {
		const id = user?.id ?? '';
		const force = yesNo(this.input.parameter('force', false, row?.item), 'Force', false);
		const reply = await this.http.send({
			method: 'POST',
			path: '/api/Account/DeleteRequestorUser',
			body: { UserProviderKey: id, Force: force },
			answersNothing: true,
		});
		if (reply.kind === 'ok') {
			this.joiners.noteGone(id);
			return answer({ kind: 'done', userId: id, extras: { response: reply.body } });
		}
		const { kind, message } = reply.failure;
		if (kind !== 'refused' && kind !== 'notFound') return reply;
		// An unknown account is refused like one that has tickets, and a 404 may mean the call: a look-up tells.
		const found = await isThere(this.http, id, this.rules);
		if (found === false) {
			this.joiners.noteGone(id);
			return answer({ kind: 'done', userId: id, extras: { alreadyAbsent: true } });
		}
		if (kind === 'refused' || found === undefined) return reply;
		return answer({ kind: 'failed', code: 'VENDOR_REJECTED', message: `${message} The account is still there.` });
	}

	/** Asked after a removal that was answered with more than a status. */
	async confirm({ action: { user } }: Task): Promise<Confirmation> {
		const id = user?.id ?? '';
		const isGone = (await isThere(this.http, id, this.rules)) === false;
		return isGone ? { kind: 'done', outcome: { kind: 'done', userId: id } } : { kind: 'unclear' };
	}

	cautions(actions: readonly Action[]): readonly string[] {
		return cautionsAbout(actions, {
			doubt: this.doubt,
			preserve: this.preserve,
			isShown: (name) => this.preserving.isShown(name),
			removes: this.input.settings.missing !== undefined,
		});
	}

	warnings(): readonly string[] {
		return this.joiners.warnings();
	}
}

const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });
