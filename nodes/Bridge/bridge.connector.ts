import type { ConnectInput } from '../shared/vendorNode';
import { inParallel } from '../shared/transport/parallel';
import type { Confirmation, Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { codeOf, failureIn, RunError, stopFor, type Failure } from '../shared/model/failure';
import { isBlank, type Field, type Values } from '../shared/model/field';
import { mayHaveHappened, type Answer, type Http, type Reply } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import { sameValue } from '../shared/deciding/compare';
import type { Action, ActionKind, Removal } from '../shared/model/plan';
import { recordOf } from '../shared/transport/record';
import type { Row } from '../shared/model/row';
import { oneOf, yesNo } from '../shared/settings';
import { sharingWith } from '../shared/model/sharing';
import { accountWarnings } from './bridge.account';
import { EVERY_ROLE, everyRoleCounts, readOffices, type Offices } from './bridge.offices';
import { BridgePeople } from './bridge.people';
import { BRIDGE } from './bridge.properties';
import { ADMIN, BridgeReader, customFieldsOf, USERS } from './bridge.reader';
import {
	BRIDGE_FIELDS,
	customFieldFor,
	linkedValues,
	nameOf,
	toUser,
	toWire,
	type CustomField,
	type CustomForm,
} from './bridge.user';

const LANES: Readonly<Record<string, Lane>> = {
	create: { size: 1, repeat: 'lookUpFirst', notFound: 'wrongPath' },
	update: { size: 1, repeat: 'safe', notFound: 'missing' },
	restore: { size: 1, repeat: 'lookUpFirst', notFound: 'missing' },
	delete: { size: 1, repeat: 'safe', notFound: 'gone', answersNothing: true },
	hide: { size: 1, repeat: 'safe', notFound: 'missing', answersNothing: true },
};

/** Builds the connector: reads the custom fields first where rows may carry them, and which roles are offices. */
export async function connectBridge(input: ConnectInput): Promise<Connector> {
	const { operation } = input.settings;
	const definitions =
		operation === 'sync' || operation === 'getMany'
			? await definitionsOrNone(input.http)
			: { found: [], warning: undefined };
	const offices = operation === 'sync' ? await readOffices(input.http) : EVERY_ROLE;
	return new BridgeConnector(input, definitions.found, definitions.warning, offices);
}

async function definitionsOrNone(http: Http): Promise<{ found: CustomField[]; warning: string | undefined }> {
	try {
		return { found: await customFieldsOf(http), warning: undefined };
	} catch (error) {
		const failure = failureIn(error);
		if (failure.kind !== 'forbidden' && failure.kind !== 'notFound')
			throw stopFor(failure, BRIDGE.label, 'The custom fields could not be read, so nothing was sent');
		return {
			found: [],
			warning: `The custom fields could not be read, so none are compared or sent. ${failure.message}`,
		};
	}
}

class BridgeConnector implements Connector {
	readonly vendor = BRIDGE;
	readonly address: string;
	readonly fields: readonly Field[];
	readonly keyField = 'uid';
	readonly emailField = 'email';
	readonly nameOf = nameOf;
	readonly lookUpRows = 10;
	readonly lanes = LANES;
	readonly changesKeys = true;
	readonly restoreAdvice = 'Switch on Options > Restore Deleted to bring that account back, or use another UID.';
	readonly people: BridgePeople;
	private readonly http: Http;
	private readonly reader: BridgeReader;
	private readonly custom = new Map<string, CustomField>();
	private readonly customForm: CustomForm;
	private readonly restoreDeleted: boolean;
	private readonly told: string[] = [];
	/** Deleted accounts that were seen before anything was written: uid → id. */
	private readonly deleted = new Map<string, string>();
	/** Creates of which a try ended unclear: what is refused after that may be there because of it. */
	private readonly unclear = new WeakSet<Action>();

	constructor(
		private readonly input: ConnectInput,
		definitions: readonly CustomField[],
		warning: string | undefined,
		private readonly offices: Offices,
	) {
		this.http = input.http;
		this.address = input.http.settings.address;
		const { options } = input.settings;
		this.restoreDeleted = yesNo(options.restoreDeleted, 'Restore Deleted', true);
		this.customForm = oneOf(options.customFieldForm, 'Custom Field Form', [
			'custom_field_values',
			'custom_fields',
		] as const);
		const fields = [...BRIDGE_FIELDS];
		for (const definition of definitions) {
			const field = customFieldFor(definition);
			if (this.custom.has(field.name)) continue;
			this.custom.set(field.name, definition);
			fields.push(field);
		}
		this.fields = fields;
		if (warning !== undefined) this.told.push(warning);
		this.reader = new BridgeReader(input.http, this.custom, offices);
		this.people = new BridgePeople(input, this.reader);
	}

	async list(rows: readonly Row[]): Promise<Directory> {
		const { limits, scopeField } = this.input.settings;
		// In a large directory, values that nobody asks about would be a third of what is held in memory.
		const isAsked = (name: string): boolean =>
			name === limits.groupBy || name === scopeField || rows.some(({ values }) => values[name] !== undefined);
		const users = await this.reader.all({
			fields: BRIDGE_FIELDS.filter(({ name }) => isAsked(name)),
			custom: new Map([...this.custom].filter(([name]) => isAsked(name))),
			kept: sharingWith(rows, { kind: 'text' }),
		});
		const staff = users.filter(({ offLimits }) => offLimits !== undefined).length;
		if (this.offices.refusal !== undefined && staff > 0) this.told.push(everyRoleCounts(staff, this.offices.refusal));
		this.told.push(...(await accountWarnings(this.http, users.length)));
		return new Directory(users, { kind: 'text' }, true);
	}

	async find(key: string): Promise<User | undefined> {
		return this.reader.find(key);
	}

	/** Deleted accounts, however many people are new: a create for a deleted person's uid may make a second account. */
	async findUnlisted(rows: readonly Row[]): Promise<readonly User[]> {
		if (rows.length > MANY)
			this.told.push(
				`${rows.length} people whom Bridge does not list were looked up one by one among deleted accounts, which takes about ${durationOf(rows.length, this.input.settings.requestsPerSecond ?? BRIDGE.callsPerSecond ?? 1)}.`,
			);
		const users = new Map<string, User>();
		await inParallel(rows, this.input.settings.concurrency, async ({ key }) => {
			const user = await this.reader.find(key);
			if (user === undefined) return;
			users.set(user.id, user);
			if (user.standing === 'deleted') this.deleted.set(user.key, user.id);
		});
		return [...users.values()];
	}

	returning(user: User): 'restore' | undefined {
		return user.standing === 'deleted' && this.restoreDeleted ? 'restore' : undefined;
	}

	removal(user: User, how: Removal): ActionKind | undefined {
		if (user.standing === 'deleted') return undefined;
		return how === 'deleteAndHide' ? 'hide' : 'delete';
	}

	steps(action: Action): readonly Step[] {
		const later: Step[] = action.deferred.length === 0 ? [] : [{ lane: 'update', phase: 'afterCreate' }];
		const isAllLate = action.send.every((name) => action.deferred.some((deferral) => deferral.field === name));
		switch (action.kind) {
			case 'create':
				return [{ lane: 'create', phase: 'create', sofar: 'The account was created' }, ...later];
			case 'update':
				return isAllLate ? later : [{ lane: 'update', phase: 'update', sofar: 'Most fields were updated' }, ...later];
			case 'restore':
			case 'reactivate': {
				const rest: Step[] =
					action.changes.length === 0 || isAllLate
						? []
						: [{ lane: 'update', phase: 'reactivate', sofar: 'The account was restored' }];
				return [{ lane: 'restore', phase: 'reactivate', sofar: 'The account was restored' }, ...rest, ...later];
			}
			case 'hide': {
				const { id = '', standing } = action.user ?? {};
				const sofar = `The account was deleted but is not hidden yet (to finish this, use the operation Hide with the id ${id})`;
				const first: Step[] =
					standing === 'active'
						? [{ lane: 'delete', phase: 'remove', sofar: id === '' ? 'The account was deleted' : sofar }]
						: [];
				return [...first, { lane: 'hide', phase: 'remove' }];
			}
			case 'delete':
				return [{ lane: 'delete', phase: 'remove' }];
			case 'lock':
			case 'upsert':
				throw new RunError(`Bridge can't ${action.kind}.`, 'Report this as a defect.');
		}
	}

	async write(lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		switch (lane) {
			case 'create':
				return this.create(task);
			case 'update':
				return this.update(task);
			case 'restore':
				return this.plain(`${USERS}/${which(task)}/restore`, task, {}, false);
			case 'delete':
				return this.plain(`${ADMIN}/${which(task)}`, task, undefined, true);
			default:
				return this.plain(`${ADMIN}/${which(task)}/hide`, task, undefined, true);
		}
	}

	private async create(task: Task): Promise<WriteReply> {
		const { row, send, deferred } = task.action;
		const fields = send.filter((name) => !deferred.some((deferral) => deferral.field === name));
		const body = { users: [toWire(row?.values ?? {}, fields, this.custom, this.customForm)] };
		const reply = await this.http.send({ method: 'POST', path: ADMIN, body });
		if (reply.kind === 'ok') return this.madeAnew(task, this.answered(task, reply));
		if (mayHaveHappened(reply.failure)) this.unclear.add(task.action);
		if (reply.failure.kind !== 'refused' || row === undefined) return reply;
		return (await this.afterRefusal(task, row.key, reply.failure.message)) ?? reply;
	}

	/** A create for the uid of a deleted account may make a second one, while the deleted one keeps the history. */
	private madeAnew({ action: { row } }: Task, reply: WriteReply): WriteReply {
		const [outcome] = reply.kind === 'answered' ? reply.outcomes : [];
		const older = this.deleted.get(row?.key ?? '');
		if (outcome?.kind !== 'done' || older === undefined || outcome.userId === undefined) return reply;
		if (outcome.userId === older) return answer({ ...outcome, operation: 'restored' });
		const hint = `Bridge made a new account (id ${outcome.userId}), although a deleted one (id ${older}) holds this UID and keeps the learning history. To have it back, delete the new one and restore the other by its id.`;
		return answer({ ...outcome, extras: { ...outcome.extras, hints: [...(outcome.extras?.hints ?? []), hint] } });
	}

	/**
	 * Bridge refused a create: maybe an account with this uid is there, deleted or not. Undefined: an earlier try may have
	 * made it, which a look-up tells.
	 */
	private async afterRefusal(task: Task, key: string, said: string): Promise<WriteReply | undefined> {
		let user: User | undefined;
		try {
			user = await this.reader.find(key);
		} catch (error) {
			// A deleted account that can't be seen may be anybody's: it is not brought back, and nothing is written over.
			return answer({
				kind: 'failed',
				code: 'VENDOR_REJECTED',
				message: `${said} Whether a deleted account holds this UID could not be looked up, so none was restored: ${failureIn(error).message}`,
			});
		}
		const rejected: Outcome = { kind: 'failed', code: 'VENDOR_REJECTED', message: said };
		if (user?.standing === 'active' && user.key === key) {
			if (this.unclear.has(task.action)) return undefined;
			return answer({
				kind: 'failed',
				code: 'ALREADY_EXISTS',
				message: `${said} Bridge already has an active account with this UID (id ${user.id}).`,
				userId: user.id,
				conflict: { field: 'uid', heldBy: user.id },
			});
		}
		if (!this.restoreDeleted) {
			return answer(
				user === undefined
					? rejected
					: {
							kind: 'failed',
							code: 'ALREADY_EXISTS',
							message: `${said} A deleted account (id ${user.id}) holds this UID. ${this.restoreAdvice}`,
							conflict: { field: 'uid', heldBy: user.id },
						},
			);
		}
		if (user?.offLimits !== undefined || this.input.settings.isProtected(key, user?.email ?? '', user?.id ?? '')) {
			return answer({
				kind: 'failed',
				code: 'PROTECTED',
				message: `A deleted account with this UID was left alone: it ${user?.offLimits ?? 'is in Protected Users'}.`,
				...(user === undefined ? {} : { userId: user.id }),
			});
		}
		const path = `${USERS}/${segment(user?.id ?? `uid:${key}`)}`;
		const restored = await this.http.send({ method: 'POST', path: `${path}/restore`, body: {} });
		if (restored.kind === 'failed')
			return answer(
				mayHaveHappened(restored.failure)
					? half('A deleted account has this UID, and whether it was restored is not known', restored.failure, user?.id)
					: rejected,
			);
		const shown = this.personIn(restored);
		const id = shown?.id ?? user?.id;
		if (shown?.offLimits !== undefined)
			return answer({
				kind: 'failed',
				code: 'PROTECTED',
				message: `The deleted account with this UID was restored, and Bridge showed only then that it ${shown.offLimits}: its fields were left as they are.`,
				userId: shown.id,
			});
		const { row, send } = task.action;
		const fields = send.filter((name) => name !== 'uid');
		const changed = await this.patch(
			id === undefined ? path : `${USERS}/${segment(id)}`,
			toWire(row?.values ?? {}, fields, this.custom, this.customForm),
		);
		if (changed.kind === 'failed')
			return answer(half('The deleted account was restored, but its fields could not be updated', changed.failure, id));
		return answer({
			kind: 'done',
			operation: 'restored',
			...(id === undefined ? {} : { userId: id }),
			extras: { response: changed.body },
		});
	}

	private async update(task: Task): Promise<WriteReply> {
		const { row, user, send, deferred } = task.action;
		const late = new Set(deferred.map((deferral) => deferral.field));
		const isLate = task.step.phase === 'afterCreate';
		// The uid differs only where the account is given a new one.
		const fields = send.filter((name) => late.has(name) === isLate);
		const reply = await this.patch(
			`${USERS}/${which(task)}`,
			toWire(row?.values ?? {}, fields, this.custom, this.customForm, user),
		);
		return reply.kind === 'ok' ? this.answered(task, reply) : reply;
	}

	/** Bridge's pages show no body for this reply. */
	private async patch(path: string, user: Record<string, unknown>): Promise<Reply> {
		return this.http.send({ method: 'PATCH', path, body: { user }, mayBeEmpty: true });
	}

	private async plain(path: string, task: Task, body: unknown, answersNothing: boolean): Promise<WriteReply> {
		const asynchronous =
			task.step.lane === 'delete' &&
			yesNo(this.input.parameter('async', false, task.action.row?.item), 'Delete in the Background', false);
		const reply = await this.http.send({
			method: task.step.lane === 'delete' ? 'DELETE' : 'POST',
			path,
			body,
			answersNothing,
			...(asynchronous ? { query: { async: true } } : {}),
		});
		if (reply.kind === 'failed') return reply;
		if (!answersNothing) return this.answered(task, reply);
		const { user } = task.action;
		return answer({
			kind: 'done',
			...(user === undefined || user.id === '' ? {} : { userId: user.id }),
			extras: { response: reply.body },
		});
	}

	/** A create, update or restore is done when the reply shows this very person; an update also when it shows nothing at all. */
	private answered(task: Task, reply: Answer): WriteReply {
		const { user: before, row } = task.action;
		const body = recordOf(reply.body);
		const isEmpty = body === undefined ? isBlank(reply.body) : Object.keys(body).length === 0;
		if (task.step.lane === 'update' && isEmpty)
			return answer({
				kind: 'done',
				...(before === undefined || before.id === '' ? {} : { userId: before.id }),
				extras: { response: reply.body },
			});
		const record = recordOf(Array.isArray(body?.users) ? body.users[0] : body?.user);
		const shown = toUser(record ?? {}, linkedValues(reply.body), this.custom, false);
		const isOther =
			shown !== undefined &&
			((before !== undefined && before.id !== '' && shown.id !== before.id) ||
				(before === undefined && row !== undefined && shown.key !== '' && shown.key !== row.key));
		if (shown === undefined || isOther) {
			return answer({
				kind: 'unknown',
				code: 'NO_RESULT',
				message:
					'Bridge answered with success, but did not show this person. Whether it was done is not known: look this person up.',
			});
		}
		return answer({
			kind: 'done',
			userId: shown.id,
			extras: { response: reply.body },
			...(task.step.lane === 'restore' ? {} : { shown: this.comparable(shown.values) }),
		});
	}

	/** Replies to writes need not carry custom values, so nothing is concluded from their absence. */
	private comparable(values: Values): Values {
		return Object.fromEntries(Object.entries(values).filter(([name]) => !this.custom.has(name)));
	}

	private personIn(reply: Answer): User | undefined {
		const records = recordOf(reply.body)?.users;
		const record = recordOf(Array.isArray(records) ? records[0] : undefined);
		return toUser(record ?? {}, undefined, this.custom, false, BRIDGE_FIELDS, this.offices);
	}

	async confirm(task: Task): Promise<Confirmation> {
		const { row, user: before } = task.action;
		try {
			const found =
				before !== undefined && before.id !== ''
					? await this.reader.lookUp(before.id, () => true)
					: await this.reader.find(row?.key ?? before?.key ?? '');
			if (task.step.lane === 'delete')
				return found === undefined || found.standing === 'deleted' ? done(before) : { kind: 'notDone' };
			// A hidden account may still be shown, and looks like any deleted one.
			if (task.step.lane === 'hide') return found === undefined ? done(before) : { kind: 'unclear' };
			if (task.step.lane === 'restore') {
				if (found === undefined) return { kind: 'unclear' };
				return found.standing === 'active'
					? { kind: 'done', outcome: { kind: 'done', userId: found.id } }
					: { kind: 'notDone' };
			}
			if (found === undefined) return { kind: 'notDone' };
			const equal =
				found.standing === 'active' &&
				found.key === row?.key &&
				this.fields.every((field) => {
					const shown = found.values[field.name];
					const wanted = row?.values[field.name];
					return (
						field.refersTo !== undefined ||
						wanted === undefined ||
						wanted === null ||
						shown === undefined ||
						sameValue(field, wanted, shown)
					);
				});
			return equal ? { kind: 'done', outcome: { kind: 'done', userId: found.id } } : { kind: 'unclear' };
		} catch (error) {
			failureIn(error);
			return { kind: 'unclear' };
		}
	}

	warnings(): readonly string[] {
		return [...this.told, ...this.people.warnings()];
	}
}

const done = (user: User | undefined): Confirmation => ({
	kind: 'done',
	outcome: { kind: 'done', ...(user === undefined || user.id === '' ? {} : { userId: user.id }) },
});

/** Beyond so many look-ups, how long they take is told. */
const MANY = 100;

function durationOf(calls: number, perSecond: number): string {
	const seconds = Math.ceil(calls / perSecond);
	if (seconds < 120) return `${seconds} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

/** Something was done, and the rest ended so. */
function half(sofar: string, failure: Failure, userId: string | undefined): Outcome {
	const about = { message: `${sofar}: ${failure.message}`, ...(userId === undefined ? {} : { userId }) };
	return mayHaveHappened(failure)
		? { kind: 'unknown', code: 'OUTCOME_UNKNOWN', ...about }
		: { kind: 'failed', code: codeOf(failure), ...about };
}

/** The path segment for a task's account: its id; for a new one the id from the create's reply; else its uid. */
function which({ action, earlier }: Task): string {
	const id =
		action.user !== undefined && action.user.id !== ''
			? action.user.id
			: earlier.find((outcome) => outcome.userId !== undefined)?.userId;
	return segment(id ?? `uid:${action.row?.key ?? action.user?.key ?? ''}`);
}
