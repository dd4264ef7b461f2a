import type { ConnectInput } from '../shared/vendorNode';
import type { Connector, Lane, Outcome, PersonCalls, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { CallFailed, RunError, type Failure } from '../shared/model/failure';
import type { Field } from '../shared/model/field';
import type { Http } from '../shared/transport/http';
import type { Action, ActionKind } from '../shared/model/plan';
import { idText } from '../shared/transport/record';
import type { Row } from '../shared/model/row';
import { oneOf, yesNo } from '../shared/settings';
import { sharingWith } from '../shared/model/sharing';
import { askPage, readAccount, readAll } from './requestor.directory';
import { elementFor, maySend, unknownNames } from './requestor.element';
import { RequestorPeople } from './requestor.people';
import { MOST_USERS, REQUESTOR } from './requestor.properties';
import { outcomeOf, readReply, rowsByTask } from './requestor.reply';
import { nameOf, requestorFields, WRITABLE, type FindBy, type ReadRules } from './requestor.user';

const LANES: Readonly<Record<string, Lane>> = {
	// Requestor finds an account by ExternalId, its own key or the address before it creates one, and holds all three
	// unique, so the same batch twice makes no second account.
	import: { size: MOST_USERS, repeat: 'safe', notFound: 'wrongPath' },
	delete: { size: 1, repeat: 'safe', notFound: 'gone' },
};

/** The parameter `findBy`. @throws RunError for anything else */
export function findByOf(value: unknown): FindBy {
	return oneOf(value, 'Find By', ['ExternalId', 'UserProviderKey', 'Email'] as const);
}

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
	private readonly rules: ReadRules;
	/** Properties that some listed account shows, be it empty; undefined as long as nothing was read. */
	private shown: Set<string> | undefined;

	constructor(private readonly input: ConnectInput) {
		const { http, settings, credential } = input;
		this.http = http;
		this.address = http.settings.address;
		this.keyField = findByOf(input.parameter('findBy', 'ExternalId'));
		this.fields = requestorFields(this.keyField);
		this.changesKeys = this.keyField !== 'UserProviderKey';
		// Only the account's own key can be looked up.
		this.lookUpRows = this.keyField === 'UserProviderKey' ? 10 : 0;
		this.preserve = yesNo(settings.options.preserveUnmapped, 'Preserve Unmapped', true);
		const self = credential.authentication === 'headerAuth' ? '' : idText(credential.username).trim().toLowerCase();
		this.rules = { findBy: this.keyField, self };
		this.people = new RequestorPeople(input, this.rules);
	}

	async list(rows: readonly Row[]): Promise<Directory | undefined> {
		const first = await askPage(this.http, 0);
		if (first.kind === 'failed') {
			if (first.failure.kind !== 'forbidden' && first.failure.kind !== 'notFound') throw new CallFailed(first.failure);
			this.refuseUnlisted(first.failure, rows);
			return undefined;
		}
		const users = await readAll(
			this.http,
			first,
			this.input.settings.concurrency,
			this.rules,
			sharingWith(rows, this.keyed()),
		);
		this.note(users);
		return new Directory(users, this.keyed(), true);
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
		if (this.preserve && !rows.every((row) => lacking(row).length === 0)) {
			throw new RunError(
				`${said} Without it, what the rows do not have can't be kept, and Requestor clears whatever an update leaves out. Nothing was sent.`,
				`Give the credential's user the administrator role in Requestor. Or map every field, or switch off Options > Preserve Unmapped, knowing what it clears: ${namesOf(new Set(rows.flatMap(lacking)))}.`,
			);
		}
	}

	async find(key: string): Promise<User | undefined> {
		const user = await readAccount(this.http, key, this.rules);
		if (user !== undefined) this.note([user]);
		return user;
	}

	private note(users: readonly User[]): void {
		this.shown ??= new Set();
		for (const { values } of users) for (const name in values) this.shown.add(name);
	}

	/** Accounts without an external id were made by hand: whatever the rows are matched by, they are nobody's to remove. */
	removal(user: User): ActionKind | undefined {
		const { ExternalId: externalId = null } = user.values;
		return externalId === null ? undefined : 'delete';
	}

	steps(action: Action): readonly Step[] {
		switch (action.kind) {
			case 'create':
			case 'update':
			case 'upsert':
				// One phase for both, so that a call carries as many as it can.
				return [{ lane: 'import', phase: 'update' }];
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

	private async import(tasks: readonly Task[]): Promise<WriteReply> {
		const elements = tasks.map(({ action }) => elementFor(action, this.preserve));
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
		return {
			kind: 'answered',
			outcomes: tasks.map((task, at) => outcomeOf(task, said[at] ?? { kind: 'nothing' }, this.keyField, redact)),
		};
	}

	private async delete({ action: { user, row } }: Task): Promise<WriteReply> {
		const id = user?.id ?? '';
		const force = yesNo(this.input.parameter('force', false, row?.item), 'Force', false);
		const reply = await this.http.send({
			method: 'POST',
			path: '/api/Account/DeleteRequestorUser',
			body: { UserProviderKey: id, Force: force },
			mayBeEmpty: true,
		});
		if (reply.kind === 'ok') return answer({ kind: 'done', userId: id, extras: { response: reply.body } });
		// An unknown account is refused like one that has tickets: only a look-up tells them apart.
		if (reply.failure.kind !== 'refused' || !(await this.isGone(id))) return reply;
		return answer({ kind: 'done', userId: id, extras: { alreadyAbsent: true } });
	}

	private async isGone(id: string): Promise<boolean> {
		return readAccount(this.http, id, this.rules).then(
			(user) => user === undefined,
			() => false,
		);
	}

	cautions(actions: readonly Action[]): readonly string[] {
		const rows = actions.flatMap(({ kind, row }) =>
			(kind === 'update' || kind === 'upsert') && row !== undefined ? [row] : [],
		);
		const cautions: string[] = [];
		if (actions.some(({ kind }) => kind === 'upsert')) {
			cautions.push(
				'The list of users was refused, so every row is sent as it is. Requestor does not say whether an account was created or updated: all count as updated.',
			);
		}
		const cleared = new Set(rows.flatMap(lacking));
		const read = [...cleared].filter((name) => name !== 'CustomFields' && this.shown?.has(name) !== true);
		if (!this.preserve && cleared.size > 0) {
			cautions.push(
				`Preserve Unmapped is off, and Requestor clears whatever an update leaves out. People who are updated lose what the rows do not have: ${namesOf(cleared)}.`,
			);
		} else {
			if (cleared.has('CustomFields'))
				cautions.push(
					"Custom fields are cleared for people who are updated: Requestor clears whatever an update leaves out, and does not show custom fields, so they can't be kept. Map Custom Fields to keep them.",
				);
			if (read.length > 0)
				cautions.push(
					`No account shows ${namesOf(new Set(read))}. If Requestor holds values there all the same, people who are updated lose them: map these fields to keep them.`,
				);
		}
		const refused = new Set(
			actions.flatMap(({ row }) => unknownNames(row?.values ?? {})).filter((name) => !maySend(name)),
		);
		if (refused.size > 0)
			cautions.push(`Not sent: ${namesOf(refused)}. Roles, groups and keys are taken from their own fields only.`);
		return cautions;
	}
}

const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

/** The writable properties that a row does not have: an update with nothing but the row would clear them. */
function lacking(row: Row): string[] {
	return WRITABLE.filter((field) => row.values[field.name] === undefined).map((field) => field.name);
}

function namesOf(names: ReadonlySet<string>): string {
	return [...names].sort().join(', ');
}
