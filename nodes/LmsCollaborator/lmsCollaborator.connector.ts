import type { ConnectInput } from '../shared/vendorNode';
import type { Aim, Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { RunError } from '../shared/model/failure';
import { isBlank, type Field, type Values } from '../shared/model/field';
import { sharingWith } from '../shared/model/sharing';
import { mayHaveHappened, type Http } from '../shared/transport/http';
import type { Action, ActionKind } from '../shared/model/plan';
import type { SuccessOperation } from '../shared/model/result';
import type { Row } from '../shared/model/row';
import { yesNo } from '../shared/settings';
import { CollaboratorReader, inFull, tellsEnough, type Listing } from './lmsCollaborator.directory';
import { CollaboratorPeople } from './lmsCollaborator.people';
import { LMS_COLLABORATOR } from './lmsCollaborator.properties';
import {
	asked,
	doneBefore,
	OPERATIONS,
	strongest,
	synced,
	uncounted,
	whyRefused,
	wordOf,
	type State,
} from './lmsCollaborator.words';
import { collaboratorFields, neededFields } from './lmsCollaborator.fields';
import { countersOf, type Counters } from './lmsCollaborator.reply';
import { nameOf, toWire } from './lmsCollaborator.user';

const PATH = '/api/v2/users-import/single';
const LANES: Readonly<Record<string, Lane>> = { upsert: { size: 1, repeat: 'safe', notFound: 'wrongPath' } };
/** Up to so many rows are searched for, three calls each at most, instead of listing everybody. */
const FEW = 10;

/** Builds the connector. Block and Unblock need to know now whether a UID alone is enough. @throws CallFailed, RunError */
export async function connectLmsCollaborator(input: ConnectInput): Promise<Connector> {
	const reader = new CollaboratorReader(input.http, input.settings.concurrency);
	const { operation, missing } = input.settings;
	if (missing !== undefined && missing !== 'lock')
		throw new RunError(
			'LMS Collaborator can only block people.',
			'Set Missing Users to Block or to Ignore. Nothing was sent.',
		);
	const listing = operation === 'hide' || operation === 'restore' ? await reader.all(false) : undefined;
	return new LmsCollaboratorConnector(input, reader, listing);
}

class LmsCollaboratorConnector implements Connector {
	readonly vendor = LMS_COLLABORATOR;
	readonly address: string;
	readonly fields: readonly Field[];
	readonly keyField = 'uid';
	readonly emailField = 'email';
	readonly nameOf = nameOf;
	readonly lookUpRows: number;
	/** There are Protected Users. */
	private readonly protects: boolean;
	readonly lanes = LANES;
	readonly blindWord?: SuccessOperation;
	readonly byRows?: Aim;
	readonly reads: CollaboratorPeople;
	private readonly http: Http;
	private readonly needed: readonly string[];
	private readonly operation: string;
	/** Whoever is not known gets in, as a blocked account that the list leaves out may be the same person's. */
	private readonly lets: boolean;
	/** Why the run has to do without the list. */
	private blindness = '';
	private listsBlocked = false;
	/** These few rows were searched for, and not everybody was listed. */
	private searched = false;
	/** Actions that a try without an answer may have carried out. */
	private readonly unclear = new Set<Action>();

	constructor(
		input: ConnectInput,
		private readonly reader: CollaboratorReader,
		private readonly listing: Listing | undefined,
	) {
		const { http, settings } = input;
		this.http = http;
		this.address = http.settings.address;
		this.operation = settings.operation;
		const all = collaboratorFields(yesNo(settings.options.requirePosition, 'Require Position', true));
		this.needed = neededFields(all);
		this.reads = new CollaboratorPeople(input, reader);
		this.lets = settings.missing === 'lock';
		this.protects = settings.idleProtected().length > 0;
		const state = OPERATIONS[settings.operation];
		this.lookUpRows = state === undefined ? FEW : 0;
		if (state !== undefined) this.blindWord = state.word;
		const isListed = listing?.kind === 'listed' && listing.showsUid;
		// What a row lacks is filled from the list, so that a UID alone is enough.
		this.fields = isListed ? all.map((field) => ({ ...field, required: field.name === this.keyField })) : all;
		if (isListed && state !== undefined) this.byRows = this.aimAt(state);
	}

	async list(given: Promise<readonly Row[]>): Promise<Directory | undefined> {
		const key = this.fields.find((field) => field.name === this.keyField) ?? { kind: 'text' as const };
		const listing =
			this.listing ??
			(await this.reader.all(
				false,
				given.then((rows) => sharingWith(rows, key, this.fields)),
			));
		if (listing.kind === 'refused') return this.goBlind(whyRefused(listing.failure));
		if (!listing.showsUid)
			return this.goBlind('LMS Collaborator lists its users without their UID, so rows can not be matched with them');
		this.listsBlocked = listing.users.some((user) => user.standing === 'locked');
		return new Directory(listing.users, key, true);
	}

	/** Nobody is found so; but where somebody is to be made, the list must have stood still while it was read. */
	async findUnlisted(): Promise<readonly User[]> {
		await this.reader.refuseMoved();
		return [];
	}

	/** By e-mail, login and name, as no search takes a UID. Managers who are found by none of them are on the whole list or nowhere. */
	async findRows(rows: readonly Row[], named: readonly string[] = []): Promise<Directory | undefined> {
		const users: User[] = [];
		for (const row of rows) {
			const { email, login, secondname, firstname } = row.values;
			const names = [email, login, `${String(secondname)} ${String(firstname)}`].map((name) => String(name ?? ''));
			const found = await this.reader.called(names, row.key);
			// The account may be there under other names, by which it is protected, or to be barred: only the list tells.
			const mayBeThere = this.protects || row.values.is_active === false;
			if (found === undefined || (mayBeThere && found.every(({ key }) => key !== row.key))) return undefined;
			users.push(...found);
		}
		for (const text of named) {
			const [last, first] = text.split(',').map((part) => part.trim());
			const found = await this.reader.called([first === undefined ? text : `${last} ${first}`]);
			if (found === undefined || found.length === 0) return undefined;
			users.push(...found);
		}
		const directory = new Directory(await this.reader.withoutOwn(users), { kind: 'text' }, false);
		this.searched = tellsEnough(directory, this.fields, rows);
		return this.searched ? directory : undefined;
	}

	private goBlind(why: string): undefined {
		this.blindness = why;
		return undefined;
	}

	standingOf({ is_active: state }: Values): User['standing'] {
		return state === false ? 'locked' : 'active';
	}

	removal(user: User): ActionKind | undefined {
		return user.standing === 'locked' ? undefined : 'lock';
	}

	unremovable(user: User): string | undefined {
		const lacking = this.lacking(user.values);
		if (lacking === '') return undefined;
		return `Not blocked: LMS Collaborator blocks by an import that needs ${lacking}, which its list does not show for this account. Block it in the portal.`;
	}

	/** Whoever was blocked for being missing gets in again when they stand in the list; a column of states decides for itself. */
	returning({ standing }: User, row: Row): 'reactivate' | undefined {
		if (standing !== 'locked') return undefined;
		const wanted = row.values.is_active ?? this.lets;
		return wanted === true ? 'reactivate' : undefined;
	}

	/** The labels of what the import needs and neither of these values has; '' for nothing. */
	private lacking(...values: readonly Values[]): string {
		return this.needed
			.filter((name) => values.every((one) => isBlank(one[name])))
			.map((name) => this.fields.find((field) => field.name === name)?.label ?? name)
			.join(', ');
	}

	private aimAt({ kind, already }: State): Aim {
		return {
			kind,
			already,
			lacks: (row, user) => {
				const lacking = this.lacking(row.values, user.values);
				return lacking === ''
					? undefined
					: `Nothing was sent: the call needs ${lacking}, which stands neither in this row nor in LMS Collaborator's list. Add it to the row.`;
			},
			stranger: (row) => {
				if (kind === 'lock')
					return `Nobody in LMS Collaborator's list has this UID. Nothing was sent, as the call would have made a suspended (blocked) account. Check the UID${this.listsBlocked ? '' : '; if your portal does not list blocked people, this one may be blocked already'}.`;
				const lacking = this.lacking(row.values);
				if (lacking === '') return undefined;
				return `Nobody in LMS Collaborator's list has this UID. Check it; if your portal does not list blocked people, give ${lacking} in the row too.`;
			},
		};
	}

	steps(action: Action): readonly Step[] {
		const phase = PHASE_OF[action.kind];
		if (phase === undefined) throw new RunError(`LMS Collaborator can't ${action.kind}.`, 'Report this as a defect.');
		const first: Step = { lane: 'upsert', phase, sofar: 'The account was imported' };
		return action.deferred.length === 0 ? [first] : [first, { lane: 'upsert', phase: 'afterCreate' }];
	}

	async write(_lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task] = tasks;
		if (task === undefined) return { kind: 'answered', outcomes: [] };
		const reply = await this.http.send({
			method: 'POST',
			path: PATH,
			body: this.bodyOf(task),
			headers: { 'Content-Type': 'application/json;charset=UTF-8' },
		});
		if (reply.kind === 'failed') {
			const { failure } = reply;
			const isBusy = failure.kind === 'server' && failure.status === 503;
			if (mayHaveHappened(failure) && !isBusy) this.unclear.add(task.action);
			return { kind: 'failed', failure: inFull(failure) };
		}
		const counters = countersOf(reply.body);
		const outcome =
			counters === undefined
				? NO_COUNTERS
				: ((await this.uncounted(counters, task)) ?? strongest(task, this.judge(counters, task)));
		return { kind: 'answered', outcomes: [{ ...outcome, extras: { ...outcome.extras, response: reply.body } }] };
	}

	private bodyOf({ action, step }: Task): Record<string, unknown> {
		const { row, user, send, deferred } = action;
		const values = row?.values ?? {};
		// A manager who is imported later in the circle is named by a second import; the others go in at once.
		const left = step.phase === 'afterCreate' ? [] : deferred.map(({ field }) => field);
		const held: Record<string, Values[string]> = {};
		// A blind row or a new person has them all.
		for (const name of user === undefined ? [] : this.needed) {
			const value = isBlank(values[name]) ? user?.values[name] : values[name];
			if (!isBlank(value)) held[name] = value ?? null;
		}
		return toWire(
			values,
			send.filter((name) => !left.includes(name)),
			held,
			this.stateOf(action),
		);
	}

	/** What `is_active` is forced to, whatever the row says. */
	private stateOf({ kind, row }: Action): 0 | 1 | undefined {
		const forced = OPERATIONS[this.operation] ?? (kind === 'lock' ? OPERATIONS.hide : undefined);
		if (forced !== undefined) return forced.state;
		if (kind === 'reactivate') return 1;
		const speaks = row?.values.is_active !== undefined;
		const isUnknown = kind === 'upsert' || (kind === 'create' && !this.listsBlocked);
		return isUnknown && this.lets && !speaks ? 1 : undefined;
	}

	/** Where the list showed another state than the call was to set, and the reply counts no such change: what the list shows now. */
	private async uncounted(counters: Counters, { action }: Task): Promise<Outcome | undefined> {
		const { user, kind, bars } = action;
		const toState =
			bars === true || kind === 'lock' ? OPERATIONS.hide : kind === 'reactivate' ? OPERATIONS.restore : undefined;
		const before = user?.values.is_active;
		if (user === undefined || toState === undefined || this.unclear.has(action)) return undefined;
		if (typeof before !== 'boolean' || before === (toState.state === 1)) return undefined;
		if (counters.created + counters.blocked + counters.unblocked > 0) return undefined;
		return uncounted(toState, await this.reader.stateNow(user));
	}

	private judge(counters: Counters, task: Task): Outcome {
		const forced = OPERATIONS[this.operation] ?? (task.action.kind === 'lock' ? OPERATIONS.hide : undefined);
		const isUnclear = this.unclear.has(task.action);
		const outcome =
			forced === undefined ? synced(task.action, wordOf(counters), isUnclear) : asked(forced, counters, task);
		if (outcome.kind !== 'done' || outcome.operation !== 'unchanged' || !isUnclear) return outcome;
		return { ...outcome, ...doneBefore(task.action, forced, this.searched) };
	}

	warnings(): readonly string[] {
		const told = `${this.blindness}. Rows can only be sent as they stand, and nobody who is missing can be found.`;
		return this.blindness === '' ? [] : [told];
	}
}

const PHASE_OF: Readonly<Partial<Record<ActionKind, Step['phase']>>> = {
	upsert: 'create',
	create: 'create',
	update: 'update',
	reactivate: 'reactivate',
	lock: 'remove',
};

const NO_COUNTERS: Outcome = {
	kind: 'unknown',
	code: 'NO_RESULT',
	message:
		'LMS Collaborator answered with success, but without the counters that say what was done. Look this person up.',
};
