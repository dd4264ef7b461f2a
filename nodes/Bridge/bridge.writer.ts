import type { ConnectInput } from '../shared/vendorNode';
import type { Outcome, Task, WriteReply } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { codeOf, failureIn, type Failure } from '../shared/model/failure';
import { isBlank, type Values } from '../shared/model/field';
import { mayHaveHappened, type Answer, type Http, type Reply } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import type { Action } from '../shared/model/plan';
import { recordOf } from '../shared/transport/record';
import { oneOf, yesNo } from '../shared/settings';
import type { Offices } from './bridge.offices';
import { ADMIN, BridgeReader, USERS } from './bridge.reader';
import { linkedValues, toUser, toWire, type CustomField, type CustomWriting } from './bridge.user';

/** Said where a deleted account is in the way. */
export const RESTORE_ADVICE = 'Switch on Options → Restore Deleted to bring that account back, or use another UID.';

/** What is known before the first write. */
interface Known {
	/** Custom fields by the name that they have as fields. */
	readonly custom: ReadonlyMap<string, CustomField>;
	readonly offices: Offices;
	readonly restoreDeleted: boolean;
}

/** Writes accounts one by one, and says what Bridge's reply, or the lack of one, comes to. */
export class BridgeWriter {
	private readonly http: Http;
	private readonly custom: CustomWriting;
	/** Creates of which a try ended unclear: what is refused after that may be there because of it. */
	private readonly unclear = new WeakSet<Action>();

	/** @throws RunError for an option that is none */
	constructor(
		private readonly input: ConnectInput,
		private readonly reader: BridgeReader,
		private readonly known: Known,
	) {
		this.http = input.http;
		const form = oneOf(input.settings.options.customFieldForm, 'Custom Field Form', [
			'custom_field_values',
			'custom_fields',
		] as const);
		this.custom = { custom: known.custom, form };
	}

	/** One task of a lane. */
	async write(lane: string, task: Task): Promise<WriteReply> {
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
		const { row } = task.action;
		const body = { users: [toWire(row?.values ?? {}, atOnce(task.action), this.custom)] };
		const reply = await this.http.send({ method: 'POST', path: ADMIN, body });
		if (reply.kind === 'ok') return olderOrNew(this.answered(task, reply), reply);
		if (mayHaveHappened(reply.failure)) this.unclear.add(task.action);
		if (reply.failure.kind !== 'refused' || row === undefined) return reply;
		return (await this.afterRefusal(task, row.key, reply.failure.message)) ?? reply;
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
				message: `${said} Bridge already has an active account with this UID (id ${user.id}), so another run or somebody else has just made it. Run this again, so that the account is matched instead of created.`,
				userId: user.id,
				conflict: { field: 'uid', heldBy: user.id },
			});
		}
		if (!this.known.restoreDeleted) {
			return answer(
				user === undefined
					? rejected
					: {
							kind: 'failed',
							code: 'ALREADY_EXISTS',
							message: `${said} A deleted account (id ${user.id}) holds this UID. ${RESTORE_ADVICE}`,
							conflict: { field: 'uid', heldBy: user.id },
						},
			);
		}
		const against = this.reasonAgainst(user ?? { key, email: '', id: '' });
		if (against !== undefined) {
			return answer({
				kind: 'failed',
				code: 'PROTECTED',
				message: `A deleted account with this UID was left alone: it ${against}.`,
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
		if (shown === undefined || shown.key !== key)
			return answer({
				kind: 'unknown',
				code: 'NO_RESULT',
				message:
					'A deleted account with this UID was restored, but Bridge did not show whose it is, so its fields were left as they are. Look this person up in Bridge.',
				...(user === undefined ? {} : { userId: user.id }),
			});
		const { id } = shown;
		const only = this.reasonAgainst(shown);
		if (only !== undefined) return this.takeBack(id, only);
		const { row } = task.action;
		const fields = atOnce(task.action).filter((name) => name !== 'uid');
		const changed = await this.patch(`${USERS}/${segment(id)}`, toWire(row?.values ?? {}, fields, this.custom));
		if (changed.kind === 'failed')
			return answer(half('The deleted account was restored, but its fields could not be updated', changed.failure, id));
		return answer({
			kind: 'done',
			operation: 'restored',
			userId: id,
			extras: { response: changed.body },
		});
	}

	/** Why an account is not ours to touch, or undefined. */
	private reasonAgainst({
		key,
		email,
		id,
		offLimits,
	}: Pick<User, 'key' | 'email' | 'id' | 'offLimits'>): string | undefined {
		return offLimits ?? (this.input.settings.isProtected(key, email, id) ? 'is in Protected Users' : undefined);
	}

	/** An account that was brought back unseen, and is not ours to touch, is deleted again, as it was. */
	private async takeBack(id: string, against: string): Promise<WriteReply> {
		const reply = await this.http.send({ method: 'DELETE', path: `${ADMIN}/${segment(id)}`, answersNothing: true });
		const ending =
			reply.kind === 'ok'
				? 'it was deleted again, and its fields were left as they are.'
				: `its fields were left as they are, but it could not be deleted again: ${reply.failure.message} Look at the account with the id ${id}, and delete it if it should not be active.`;
		return answer({
			kind: 'failed',
			code: 'PROTECTED',
			message: `The deleted account with this UID was restored, and Bridge showed only then that it ${against}: ${ending}`,
			userId: id,
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
			toWire(row?.values ?? {}, fields, { ...this.custom, user }),
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
		const shown = toUser(record ?? {}, { linked: linkedValues(reply.body), custom: this.known.custom });
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
		return Object.fromEntries(Object.entries(values).filter(([name]) => !this.known.custom.has(name)));
	}

	private personIn(reply: Answer): User | undefined {
		const records = recordOf(reply.body)?.users;
		const record = recordOf(Array.isArray(records) ? records[0] : undefined);
		return toUser(record ?? {}, { offices: this.known.offices });
	}
}

const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

/** Whoever has logged in was not made just now: Bridge took an account that was there. */
function olderOrNew(answered: WriteReply, { body }: Answer): WriteReply {
	const [outcome] = answered.kind === 'answered' ? answered.outcomes : [];
	const users: unknown = recordOf(body)?.users;
	const { loggedInAt } = recordOf(Array.isArray(users) ? users[0] : undefined) ?? {};
	if (outcome?.kind !== 'done' || typeof loggedInAt !== 'string' || isBlank(loggedInAt)) return answered;
	const hint = `Bridge answered with an account that is older than this run (last login ${loggedInAt.slice(0, 10)}): look whether it is this person's.`;
	return answer({ ...outcome, extras: { ...outcome.extras, hints: [...(outcome.extras?.hints ?? []), hint] } });
}

/** What the first call sends: not what is left for a second one. */
const atOnce = ({ send, deferred }: Action): string[] =>
	send.filter((name) => !deferred.some((deferral) => deferral.field === name));

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
