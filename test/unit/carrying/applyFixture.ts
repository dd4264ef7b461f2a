import type {
	Confirmation,
	Connector,
	Lane,
	Outcome,
	Step,
	Task,
	WriteReply,
	Settled,
} from '../../../nodes/shared/model/connector';
import { apply } from '../../../nodes/shared/carrying/apply';
import type { ApplySettings } from '../../../nodes/shared/carrying/course';
import { CallFailed, type Failure } from '../../../nodes/shared/model/failure';
import type { Action, ActionKind } from '../../../nodes/shared/model/plan';

/** Lanes of each sort: one person a call or several, repeated blindly or not, and what a 404 means. */
const LANES: Record<string, Lane> = {
	create: { size: 1, repeat: 'lookUpFirst', notFound: 'wrongPath' },
	invite: { size: 3, repeat: 'lookUpFirst', notFound: 'missing' },
	update: { size: 1, repeat: 'safe', notFound: 'missing' },
	import: { size: 3, repeat: 'safe', notFound: 'wrongPath' },
	delete: { size: 1, repeat: 'safe', notFound: 'gone' },
};

const RESTORED = 'The account was restored';
const STEPS: Record<ActionKind, readonly Step[]> = {
	reactivate: [{ lane: 'invite', phase: 'reactivate' }],
	restore: [
		{ lane: 'create', phase: 'reactivate', sofar: RESTORED },
		{ lane: 'update', phase: 'reactivate', sofar: RESTORED },
	],
	update: [{ lane: 'update', phase: 'update' }],
	create: [{ lane: 'create', phase: 'create' }],
	upsert: [{ lane: 'import', phase: 'create' }],
	hide: [
		{ lane: 'delete', phase: 'remove' },
		{ lane: 'update', phase: 'remove' },
	],
	delete: [{ lane: 'delete', phase: 'remove' }],
	lock: [],
};

/** What a call is answered: an outcome for each person, or one failure. */
type Said = Failure | Outcome[] | (() => never);

/** What the vendor says to each call, named by lane and keys, such as `create K1`. Calls without a word succeed. */
export type Script = Readonly<Record<string, readonly Said[]>>;

export interface Bench {
	readonly script?: Script;
	/** What a look-up finds, by key, each time. Nobody said: can't tell. */
	readonly found?: Readonly<Record<string, ReadonlyArray<Confirmation['kind'] | (() => never)>>>;
	/** Called with each line of the log; may cancel the run. */
	readonly during?: (line: string, desk: Desk) => Promise<void> | void;
	readonly settings?: Partial<ApplySettings>;
	readonly connector?: Partial<Connector>;
	readonly steps?: Partial<Record<ActionKind, readonly Step[]>>;
}

/** The calls' desk: keeps the log, and knows whether the run was cancelled. */
export class Desk {
	cancelled = false;
	isDown = false;
	isProven = true;
	readonly log: string[] = [];
	readonly progress: string[] = [];
	readonly tasks: Task[] = [];

	constructor(private readonly bench: Bench) {}

	async note(line: string): Promise<void> {
		this.log.push(line);
		await this.bench.during?.(line, this);
	}

	async backOff(failure: Failure, attempt: number): Promise<void> {
		await this.note(`wait ${attempt} after ${failure.kind}`);
	}
}

export interface Ran extends Pick<Desk, 'log' | 'progress' | 'tasks'> {
	/** How each action ended: `K1` → `failed FORBIDDEN`, `done recovered`. */
	readonly ends: Record<string, string>;
	readonly of: (action: Action) => Settled;
	readonly message: (action: Action) => string | undefined;
}

/** Carries out actions at a vendor that answers as the bench says, one call at a time unless it says otherwise. */
export async function carryOut(actions: readonly Action[], bench: Bench = {}): Promise<Ran> {
	const desk = new Desk(bench);
	const settled = await apply(actions, {
		connector: acme(bench, desk),
		http: desk,
		concurrency: 1,
		batchSize: undefined,
		maxAttempts: 3,
		onProgress: (done, total) => void desk.progress.push(`${done} of ${total}`),
		...bench.settings,
	});
	const of = (action: Action): Settled => {
		const how = settled.get(action);
		if (how === undefined) throw new Error(`${keyOf(action)} has no ending`);
		return how;
	};
	return {
		log: desk.log,
		progress: desk.progress,
		tasks: desk.tasks,
		ends: Object.fromEntries(actions.map((action) => [keyOf(action), wordsOf(of(action))])),
		of,
		message: (action) => of(action).ending.message,
	};
}

function acme({ script = {}, found = {}, connector, steps }: Bench, desk: Desk): Connector {
	const calls = new Map<string, number>();
	const next = <T>(name: string, said: readonly T[] = []): T | undefined => {
		const call = calls.get(name) ?? 0;
		calls.set(name, call + 1);
		return said[call];
	};
	return {
		vendor: { name: 'acme', label: 'Acme', credential: 'acmeApi' },
		address: 'https://acme.example',
		fields: [
			{ name: 'mail', label: 'E-mail', kind: 'email' },
			{ name: 'login', label: 'Login', kind: 'text' },
		],
		keyField: 'uid',
		emailField: 'mail',
		nameOf: () => '',
		lookUpRows: 0,
		lanes: LANES,
		removal: () => undefined,
		steps: ({ kind }) => ({ ...STEPS, ...steps })[kind],
		write: async (lane, tasks) => {
			const name = `${lane} ${tasks.map(({ action }) => keyOf(action)).join(' ')}`;
			desk.tasks.push(...tasks);
			await desk.note(name);
			return replyTo(tasks, next(name, script[name]));
		},
		confirm: async ({ action }) => {
			const name = `look up ${keyOf(action)}`;
			await desk.note(name);
			const what = next(name, found[keyOf(action)]) ?? 'unclear';
			if (typeof what === 'function') return what();
			return what === 'done' ? { kind: what, outcome: done() } : { kind: what };
		},
		...connector,
	};
}

function replyTo(tasks: readonly Task[], said: Said = tasks.map(() => done())): WriteReply {
	if (typeof said === 'function') return said();
	return Array.isArray(said) ? { kind: 'answered', outcomes: said } : { kind: 'failed', failure: said };
}

function wordsOf({ ending }: Settled): string {
	const extras = 'extras' in ending ? ending.extras : undefined;
	return [
		ending.kind,
		...(ending.kind === 'done' ? [] : [ending.code]),
		...(extras?.recovered === true ? ['recovered'] : []),
		...(extras?.alreadyAbsent === true ? ['alreadyAbsent'] : []),
	].join(' ');
}

const keyOf = (action: Action): string => action.row?.key ?? '';

/** Something to do to the person with this number. */
export function act(kind: ActionKind, number: number, more: Partial<Action> = {}): Action {
	const row = { index: number, item: number, key: `K${number}`, name: '', email: '', values: {} };
	return { kind, row, changes: [], send: [], removal: false, waits: [], deferred: [], ...more };
}

/** The same for several people, from number 1. */
export function crowd(kind: ActionKind, size: number, more: Partial<Action> = {}): Action[] {
	return Array.from({ length: size }, (_, index) => act(kind, index + 1, more));
}

/** Somebody who is missing from the master list. */
export const leaver = (number: number, kind: ActionKind = 'delete'): Action => act(kind, number, { removal: true });

/** The action of this number, from 1. */
export function nth(actions: readonly Action[], number: number): Action {
	const action = actions[number - 1];
	if (action === undefined) throw new Error(`there is no action ${number}`);
	return action;
}

export const done = (userId = '7'): Outcome => ({ kind: 'done', userId });
export const breaks = (): never => {
	throw new Error('a defect in the connector');
};
export const callBreaks = (): never => {
	throw new CallFailed(FAILURES.forbidden);
};

export const FAILURES = {
	timeout: { kind: 'timeout', message: 'Acme did not answer.' },
	server: { kind: 'server', status: 500, message: 'Acme answered 500.' },
	busy: { kind: 'server', status: 503, message: 'Acme answered 503.' },
	reset: { kind: 'network', reached: true, passing: true, message: 'The connection broke.' },
	refusedConnection: { kind: 'network', reached: false, passing: true, message: 'No connection.' },
	unknownHost: { kind: 'network', reached: false, passing: false, message: 'No such host.' },
	refused: { kind: 'refused', status: 422, message: 'Acme answered 422: no.', body: {} },
	forbidden: { kind: 'forbidden', message: 'Acme answered 403.' },
	notFound: { kind: 'notFound', message: 'Acme answered 404.' },
	unauthorized: { kind: 'unauthorized', sent: true, message: 'Acme answered 401.' },
	heldBack: { kind: 'unauthorized', sent: false, message: 'Acme answered 401.' },
	redirect: { kind: 'redirect', message: 'Acme answered with a redirect.' },
	rateLimited: { kind: 'rateLimited', message: 'Acme takes no more calls for now.' },
	unreadable: { kind: 'unreadable', message: 'Acme answered 200, but with a web page.' },
	cancelled: { kind: 'cancelled', sent: true, message: 'The run was cancelled.' },
	cancelledBefore: { kind: 'cancelled', sent: false, message: 'The run was cancelled.' },
} as const satisfies Record<string, Failure>;
