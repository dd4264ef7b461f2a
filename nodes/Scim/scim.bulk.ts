import type { Confirmation, Outcome, Task, WriteReply } from '../shared/model/connector';
import { codeOf } from '../shared/model/failure';
import type { Reply } from '../shared/transport/http';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import { isRefused, type ScimCalls } from './scim.calls';
import { lastSegment } from './scim.reply';

const BULK_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** There is no Bulk here, or not for this credential: single calls may do all the same. */
const NOT_ALLOWED: ReadonlySet<string> = new Set(['notFound', 'forbidden']);

const APART: WriteReply = { kind: 'apart' };

/** One operation of a Bulk call. Source: RFC 7644 §3.7. */
export interface BulkOperation {
	readonly method: 'POST' | 'PATCH' | 'DELETE';
	readonly path: string;
	readonly version?: string;
	readonly data?: unknown;
}

/** What a Bulk call needs to know of single ones. */
export interface Singles {
	/** The operation that does a task; undefined: it can't be done in bulk. */
	operation(task: Task): BulkOperation | undefined;
	/** What a refused create means. */
	refused(task: Task, reply: Reply): Promise<WriteReply>;
	/** The outcome of an operation that was done. */
	done(task: Task, id: string, response: JsonRecord | undefined): Outcome;
	/** Whether a create without a clear answer has made the account. */
	confirm(task: Task): Promise<Confirmation>;
}

/** Several people in one call, within what the server takes; one by one where it refuses that. */
export class ScimBulk {
	private isOff = false;
	private count = 0;

	constructor(
		private readonly calls: ScimCalls,
		private readonly bytes: number,
		private readonly singles: Singles,
	) {}

	async write(tasks: readonly Task[]): Promise<WriteReply> {
		const operations = tasks.map((task) => ({ task, operation: this.singles.operation(task) }));
		if (this.isOff || operations.some(({ operation }) => operation === undefined)) return APART;
		const named = operations.map(({ task, operation }) => ({ task, bulkId: `n8n-${++this.count}`, operation }));
		const body = {
			schemas: [BULK_SCHEMA],
			Operations: named.map(({ bulkId, operation }) => ({ bulkId, ...operation })),
		};
		// Two halves fit where the whole is too large.
		if (Buffer.byteLength(JSON.stringify(body)) > this.bytes) return APART;
		const reply = await this.calls.write({ method: 'POST', path: '/Bulk', body });
		if (isRefused(reply, 405, 501) || (reply.kind === 'failed' && NOT_ALLOWED.has(reply.failure.kind))) {
			this.isOff = true;
			return APART;
		}
		if (reply.kind === 'failed') return reply;
		const said = recordsOf(recordOf(reply.body)?.Operations);
		const outcomes: Outcome[] = [];
		const alone = new Set<Task>();
		for (const { task, bulkId, operation } of named) {
			const own = said.filter((one) =>
				isAbout(one, bulkId, operation?.method === 'POST' ? '' : (operation?.path ?? '')),
			);
			// Said twice is said unclearly.
			const outcome = await this.outcomeOf(task, own.length === 1 ? own[0] : undefined);
			if (outcome === undefined) alone.add(task);
			outcomes.push(outcome ?? unsaid());
		}
		return { kind: 'answered', outcomes, alone };
	}

	/** Undefined: it was not done, and a call of its own shall tell why, or do it. */
	private async outcomeOf(task: Task, said: JsonRecord | undefined): Promise<Outcome | undefined> {
		if (said === undefined) return unsaid();
		const status = statusIn(said);
		const made = task.earlier.map(({ userId }) => userId).find((one) => one !== undefined);
		const id = task.action.user?.id ?? made ?? idIn(said);
		if (status >= 200 && status < 300 && id !== '') return this.singles.done(task, id, recordOf(said.response));
		const isClear = status >= 400 && status < 500 && status !== 429;
		if (task.step.lane !== 'create') return undefined;
		if (isClear) return this.refused(task, refusalIn(said, status));
		const found = await this.singles.confirm(task);
		if (found.kind === 'done') return found.outcome;
		return found.kind === 'notDone' ? undefined : unsaid();
	}

	/** What a refused create means; where nobody can be looked up for that, the others keep their outcomes all the same. */
	private async refused(task: Task, reply: Reply): Promise<Outcome | undefined> {
		try {
			return settled(task, await this.singles.refused(task, reply));
		} catch {
			return undefined;
		}
	}
}

function unsaid(): Outcome {
	return {
		kind: 'unknown',
		code: 'NO_RESULT',
		message:
			'The reply to the Bulk call says nothing clear about this person. Whether it was done is not known: look this person up.',
	};
}

/** The answer about an operation: by its bulkId, or, where servers give that back for creates alone, by its location. */
function isAbout(said: JsonRecord, bulkId: string, path: string): boolean {
	const told = idText(said.bulkId);
	if (told !== '') return told === bulkId;
	return path !== '' && idText(said.location).endsWith(path);
}

function idIn(said: JsonRecord): string {
	const id = idText(recordOf(said.response)?.id);
	return id === '' ? lastSegment(idText(said.location)) : id;
}

/** Servers tell the status as text, as a number, or (an older draft) as an object with a code. */
function statusIn(said: JsonRecord): number {
	const status = recordOf(said.status)?.code ?? said.status;
	return Number(idText(status)) || 0;
}

function refusalIn(said: JsonRecord, status: number): Reply {
	const response = recordOf(said.response);
	const detail = typeof response?.detail === 'string' ? `: ${response.detail.slice(0, 300)}` : '.';
	const message = `SCIM 2.0 answered ${status}${detail}`;
	return { kind: 'failed', failure: { kind: 'refused', status, message, body: response } };
}

/** What a refused create comes to. */
function settled({ action }: Task, reply: WriteReply): Outcome | undefined {
	if (reply.kind !== 'failed') return reply.kind === 'answered' ? reply.outcomes[0] : undefined;
	const { failure } = reply;
	const userId = action.user === undefined ? {} : { userId: action.user.id };
	return { kind: 'failed', code: codeOf(failure), message: failure.message, ...userId };
}
