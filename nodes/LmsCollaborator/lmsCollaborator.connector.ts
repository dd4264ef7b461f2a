import type { ConnectInput } from '../shared/vendorNode';
import type { Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { RunError, type Failure } from '../shared/model/failure';
import type { Field } from '../shared/model/field';
import { mayHaveHappened, type Http } from '../shared/transport/http';
import type { Action } from '../shared/model/plan';
import type { SuccessOperation } from '../shared/model/result';
import { yesNo } from '../shared/settings';
import { LMS_COLLABORATOR } from './lmsCollaborator.properties';
import { collaboratorFields, countersOf, nameOf, toWire, type Counters } from './lmsCollaborator.user';

const PATH = '/api/v2/users-import/single';
const LANES: Readonly<Record<string, Lane>> = { upsert: { size: 1, repeat: 'safe', notFound: 'wrongPath' } };

/** What the operation forces on every row: Block and Unblock are imports with a fixed `is_active`. */
interface Aim {
	readonly state: 0 | 1;
	readonly word: 'suspended' | 'reactivated';
}

const AIMS: Readonly<Record<string, Aim>> = {
	hide: { state: 0, word: 'suspended' },
	restore: { state: 1, word: 'reactivated' },
};

/** Strongest first: what a run may have done to one account in several calls. */
const STRENGTH: readonly SuccessOperation[] = ['created', 'suspended', 'reactivated', 'updated', 'unchanged'];

/** Builds the connector; nothing has to be read for it. */
export async function connectLmsCollaborator(input: ConnectInput): Promise<Connector> {
	return new LmsCollaboratorConnector(input);
}

class LmsCollaboratorConnector implements Connector {
	readonly vendor = LMS_COLLABORATOR;
	readonly address: string;
	readonly fields: readonly Field[];
	readonly keyField = 'uid';
	readonly emailField = 'email';
	readonly nameOf = nameOf;
	readonly lookUpRows = 0;
	readonly lanes = LANES;
	readonly blindWord?: SuccessOperation;
	private readonly http: Http;
	private readonly aim: Aim | undefined;
	/** Actions that a try without an answer may have carried out. */
	private readonly unclear = new Set<Action>();

	constructor({ http, settings }: ConnectInput) {
		this.http = http;
		this.address = http.settings.address;
		this.fields = collaboratorFields(yesNo(settings.options.requirePosition, 'Require Position', true));
		this.aim = AIMS[settings.operation];
		if (this.aim !== undefined) this.blindWord = this.aim.word;
	}

	removal(): undefined {
		return undefined;
	}

	steps(action: Action): readonly Step[] {
		if (action.kind !== 'upsert')
			throw new RunError(`LMS Collaborator can't ${action.kind}.`, 'Report this as a defect.');
		const first: Step = { lane: 'upsert', phase: 'create', sofar: 'The account was imported' };
		return action.deferred.length === 0 ? [first] : [first, { lane: 'upsert', phase: 'afterCreate' }];
	}

	async write(_lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		const { row, send, deferred } = task.action;
		// A manager who is imported later in the circle is named by a second import; the others go in at once.
		const left = task.step.phase === 'afterCreate' ? [] : deferred.map(({ field }) => field);
		const body = toWire(
			row?.values ?? {},
			send.filter((name) => !left.includes(name)),
			this.aim?.state,
		);
		const reply = await this.http.send({
			method: 'POST',
			path: PATH,
			body,
			headers: { 'Content-Type': 'application/json;charset=UTF-8' },
		});
		if (reply.kind === 'failed') {
			if (mayHaveHappened(reply.failure)) this.unclear.add(task.action);
			return { kind: 'failed', failure: inFull(reply.failure) };
		}
		const counters = countersOf(reply.body);
		const outcome = counters === undefined ? NO_COUNTERS : strongest(task, this.judge(counters, task));
		return { kind: 'answered', outcomes: [{ ...outcome, extras: { ...outcome.extras, response: reply.body } }] };
	}

	private judge(counters: Counters, task: Task): Outcome {
		const outcome =
			this.aim === undefined ? { kind: 'done' as const, operation: wordOf(counters) } : aimed(this.aim, counters, task);
		if (outcome.kind !== 'done' || outcome.operation !== 'unchanged' || !this.unclear.has(task.action)) return outcome;
		const stranger = this.aim === undefined ? '' : ' If nobody had this UID, that try has created the account.';
		return {
			...outcome,
			message: `LMS Collaborator shows no change now, but an earlier try of this call got no answer and may have made it.${stranger}`,
		};
	}
}

const NO_COUNTERS: Outcome = {
	kind: 'unknown',
	code: 'NO_RESULT',
	message:
		'LMS Collaborator answered with success, but without the counters that say what was done. Look this person up.',
};

/** The vendor counts without saying whom; one person was sent, so the strongest counter tells. */
function wordOf({ created, blocked, unblocked, updated }: Counters): SuccessOperation {
	if (created > 0) return 'created';
	if (blocked > 0) return 'suspended';
	if (unblocked > 0) return 'reactivated';
	return updated > 0 ? 'updated' : 'unchanged';
}

/** Block or Unblock: only that state counts; whoever was not there before has been created by the call. */
function aimed({ word, state }: Aim, counters: Counters, { earlier }: Task): Outcome {
	const [wanted, opposite] =
		state === 0 ? [counters.blocked, counters.unblocked] : [counters.unblocked, counters.blocked];
	if (counters.created > 0) {
		return {
			kind: 'failed',
			code: 'NOT_FOUND',
			message: `Nobody had this UID, so the call created a person: LMS Collaborator now holds ${state === 0 ? 'a suspended (blocked)' : 'an active'} account with it. Check the UID, and remove that account in LMS Collaborator if it is wrong.`,
		};
	}
	if (wanted > 0) return { kind: 'done', operation: word };
	if (opposite > 0) {
		return {
			kind: 'unknown',
			code: 'NO_RESULT',
			message: `LMS Collaborator counted the opposite of what was asked (${state === 0 ? 'unblocked' : 'blocked'}). Look this person up.`,
		};
	}
	const already =
		earlier.length > 0
			? ''
			: `The account was ${state === 0 ? 'blocked' : 'active'} already${counters.updated > 0 ? '; its other fields were updated' : ''}.`;
	return { kind: 'done', operation: 'unchanged', message: already };
}

/** A second import of the same person reports less than the first one did. */
function strongest({ earlier }: Task, outcome: Outcome): Outcome {
	if (outcome.kind !== 'done') return outcome;
	const words = [...earlier, outcome].flatMap((one) =>
		one.kind === 'done' && one.operation !== undefined ? [one.operation] : [],
	);
	const operation = STRENGTH.find((word) => words.includes(word));
	return operation === undefined ? outcome : { ...outcome, operation };
}

/** A refused token is most often one that has run out. */
function inFull(failure: Failure): Failure {
	if (failure.kind !== 'unauthorized') return failure;
	return {
		...failure,
		message: `${failure.message.replace(/\.$/, '')}. Tokens live 1 to 12 months, so this one may have expired: make a new one in LMS Collaborator and put it into the credential. Newer portals also want another Token Header.`,
	};
}
