import type { ConnectInput } from '../shared/vendorNode';
import type { Task, WriteReply } from '../shared/model/connector';
import { isBlank, type Values } from '../shared/model/field';
import { mayHaveHappened, type Answer, type Http } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import type { Action } from '../shared/model/plan';
import { recordOf } from '../shared/transport/record';
import { oneOf, yesNo } from '../shared/settings';
import { ADMIN, BridgeReader, USERS } from './bridge.reader';
import { answer, atOnce, patched, RefusedCreate, type Known } from './bridge.refused';
import { linkedValues, toUser, toWire, type CustomWriting } from './bridge.user';

/** Writes accounts one by one, and says what Bridge's reply, or the lack of one, comes to. */
export class BridgeWriter {
	private readonly http: Http;
	private readonly custom: CustomWriting;
	private readonly refused: RefusedCreate;
	/** Creates of which a try ended unclear: what is refused after that may be there because of it. */
	private readonly unclear = new WeakSet<Action>();

	/** @throws RunError for an option that is none */
	constructor(
		private readonly input: ConnectInput,
		reader: BridgeReader,
		private readonly known: Known,
	) {
		this.http = input.http;
		const form = oneOf(input.settings.options.customFieldForm, 'Custom Field Form', [
			'custom_field_values',
			'custom_fields',
		] as const);
		this.custom = { custom: known.custom, form };
		this.refused = new RefusedCreate(input, reader, known, this.custom);
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
		return (await this.refused.comesTo(task.action, reply.failure.message, this.unclear.has(task.action))) ?? reply;
	}

	private async update(task: Task): Promise<WriteReply> {
		const { row, user, send, deferred } = task.action;
		const late = new Set(deferred.map((deferral) => deferral.field));
		const isLate = task.step.phase === 'afterCreate';
		// The uid differs only where the account is given a new one.
		const fields = send.filter((name) => late.has(name) === isLate);
		const reply = await patched(
			this.http,
			`${USERS}/${which(task)}`,
			toWire(row?.values ?? {}, fields, { ...this.custom, user }),
		);
		return reply.kind === 'ok' ? this.answered(task, reply) : reply;
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
}

/** Whoever has logged in was not made just now: Bridge took an account that was there. */
function olderOrNew(answered: WriteReply, { body }: Answer): WriteReply {
	const [outcome] = answered.kind === 'answered' ? answered.outcomes : [];
	const users: unknown = recordOf(body)?.users;
	const { loggedInAt } = recordOf(Array.isArray(users) ? users[0] : undefined) ?? {};
	if (outcome?.kind !== 'done' || typeof loggedInAt !== 'string' || isBlank(loggedInAt)) return answered;
	const hint = `Bridge answered with an account that is older than this run (last login ${loggedInAt.slice(0, 10)}): look whether it is this person's.`;
	return answer({ ...outcome, extras: { ...outcome.extras, hints: [...(outcome.extras?.hints ?? []), hint] } });
}

/** The path segment for a task's account: its id; for a new one the id from the create's reply; else its uid. */
function which({ action, earlier }: Task): string {
	const id =
		action.user !== undefined && action.user.id !== ''
			? action.user.id
			: earlier.find((outcome) => outcome.userId !== undefined)?.userId;
	return segment(id ?? `uid:${action.row?.key ?? action.user?.key ?? ''}`);
}
