import type { ConnectInput } from '../shared/vendorNode';
import type { Connector, Lane, Outcome, Step, Task, WriteReply } from '../shared/model/connector';
import { RunError, type Failure } from '../shared/model/failure';
import type { User } from '../shared/model/directory';
import { isBlank, type Field, type Value, type Values } from '../shared/model/field';
import { mayHaveHappened, type Http } from '../shared/transport/http';
import type { Action, ActionKind } from '../shared/model/plan';
import type { Row } from '../shared/model/row';
import { idText, recordOf } from '../shared/transport/record';
import type { SuccessOperation } from '../shared/model/result';
import { oneOf, yesNo } from '../shared/settings';
import { normalisePath } from '../shared/transport/sign';
import { MOST_USERS, TRALIANT } from './traliant.properties';
import { disagreement, readReply, rowsByTask, ruleTotals, type SyncReply } from './traliant.reply';
import { nameOf, toWire, traliantFields, type FindBy } from './traliant.user';
import { AIMS, Outcomes, type Aim } from './traliant.outcome';

const LANES: Readonly<Record<string, Lane>> = {
	// Traliant finds an account by its key before it creates one, so the same call twice makes no second account.
	upsert: { size: MOST_USERS, repeat: 'safe', notFound: 'wrongPath' },
};

/** Who is new and who is known go in the same calls, as many as a call can carry. */
const STEPS: readonly Step[] = [{ lane: 'upsert', phase: 'update' }];
const REMOVAL: readonly Step[] = [{ lane: 'upsert', phase: 'remove' }];

/** The options of the call. Their names are those of the page's labels in the vendor's style. */
interface CallOptions {
	readonly execute_rules: boolean;
	readonly find_by: FindBy;
	readonly force_password_change: boolean;
	readonly track_changes: boolean;
}

/** The parameter `findBy` as Traliant takes it. @throws RunError for anything else */
export function findByOf(value: unknown): FindBy {
	return oneOf(value, 'Find By', ['username', 'id_number'] as const);
}

/** Builds the connector; nothing has to be read first. */
export async function connectTraliant(input: ConnectInput): Promise<Connector> {
	const { operation } = input.settings;
	const aim = operation === 'hide' || operation === 'restore' ? AIMS[operation] : undefined;
	if (aim === undefined && operation !== 'sync')
		throw new RunError(`There is no operation "${operation}".`, 'Choose one of the operations that the node offers.');
	const { missing } = input.settings;
	if (missing !== undefined && missing !== 'lock')
		throw new RunError(
			`${TRALIANT.label} can only suspend people.`,
			'Set Missing Users to Suspend or to Ignore. Nothing was sent.',
		);
	return new TraliantConnector(input, aim);
}

class TraliantConnector implements Connector {
	readonly vendor = TRALIANT;
	readonly address: string;
	readonly fields: readonly Field[];
	readonly keyField: FindBy;
	readonly emailField = 'email';
	readonly nameOf = nameOf;
	readonly lookUpRows = 0;
	readonly lanes = LANES;
	readonly blindWord?: SuccessOperation;
	private readonly http: Http;
	private readonly path: string;
	private readonly options: CallOptions;
	private readonly outcomes: Outcomes;
	private readonly counted = { rulesMatched: 0, coursesAssigned: 0 };
	private readonly disagreements: string[] = [];
	private readonly suspendsMissing: boolean;

	constructor(
		input: ConnectInput,
		private readonly aim: Aim | undefined,
	) {
		this.http = input.http;
		this.address = input.http.settings.address;
		this.path = syncPath(input.credential.syncPath);
		this.keyField = findByOf(input.parameter('findBy', 'username'));
		this.outcomes = new Outcomes({ aim, keyField: this.keyField, redact: input.http.settings.redact });
		this.fields = traliantFields(this.keyField);
		this.suspendsMissing = input.settings.missing !== undefined;
		if (aim !== undefined) this.blindWord = aim.word;
		const flag = (name: string, label: string, usual: boolean): boolean =>
			yesNo(input.parameter(name, usual), label, usual);
		this.options = {
			execute_rules: flag('executeRules', 'Execute Rules', false),
			find_by: this.keyField,
			force_password_change: aim === undefined && flag('forcePasswordChange', 'Force Password Change', false),
			track_changes: flag('trackChanges', 'Track Changes', true),
		};
	}

	standingOf({ suspended }: Values): User['standing'] {
		return suspended === true ? 'locked' : 'active';
	}

	removal(user: User): ActionKind | undefined {
		return user.standing === 'locked' ? undefined : 'lock';
	}

	unremovable({ values }: User): string | undefined {
		const lacking = this.fields.filter(({ name, required }) => required === true && isBlank(values[name]));
		if (lacking.length === 0) return undefined;
		return `Not suspended: ${TRALIANT.label} suspends by a call that needs ${lacking.map(({ label }) => label).join(', ')}, which Known Users do not hold for this account. Suspend it there, or add the column.`;
	}

	/** Whoever was suspended for being missing is let in again when they stand in the list; a column of states decides for itself. */
	returning({ standing }: User, row: Row): 'reactivate' | undefined {
		if (standing !== 'locked') return undefined;
		const wanted = row.values.suspended ?? !this.suspendsMissing;
		return wanted === false ? 'reactivate' : undefined;
	}

	steps({ kind }: Action): readonly Step[] {
		return kind === 'lock' ? REMOVAL : STEPS;
	}

	async write(_lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const users = tasks.map(({ action }) => this.wireOf(action));
		const reply = await this.http.send({ method: 'POST', path: this.path, body: { users, ...this.options } });
		if (reply.kind === 'failed') return this.afterFailure(reply.failure, tasks);
		const read = readReply(reply.body);
		if (read === undefined) {
			return {
				kind: 'failed',
				failure: {
					kind: 'unreadable',
					message: `${TRALIANT.label} answered ${reply.status}, but without the list of users that it documents.`,
				},
			};
		}
		this.count(read);
		const rows = rowsByTask(read.rows, tasks, this.keyField);
		return {
			kind: 'answered',
			outcomes: tasks.map((task, at) => this.outcomes.outcomeOf(task, rows[at] ?? { kind: 'nothing' }, read)),
		};
	}

	private wireOf(action: Action): Record<string, Value | null> {
		const { row, user, send } = action;
		const values = row?.values ?? user?.values ?? {};
		// A call for somebody known carries what differs, and what the call needs.
		const needed = user === undefined ? [] : this.fields.filter(({ required }) => required === true);
		const names = new Set([...needed.map(({ name }) => name), ...send]);
		return toWire(values, [...names], this.aim?.suspended ?? this.stateOf(action));
	}

	/** What `suspended` is set to beside what the row says. Who was suspended for having left, and is back, gets in again. */
	private stateOf({ kind, row }: Action): boolean | undefined {
		if (kind === 'lock') return true;
		if (kind === 'reactivate') return false;
		const isUnknown = kind === 'upsert' || kind === 'create';
		return isUnknown && this.suspendsMissing && row?.values.suspended === undefined ? false : undefined;
	}

	private afterFailure(failure: Failure, tasks: readonly Task[]): WriteReply {
		const busy = failure.kind === 'server' && failure.status === 503;
		if (mayHaveHappened(failure) && !busy) this.outcomes.noteUnclear(tasks);
		if (failure.kind !== 'refused' || !isAboutOptions(failure.body)) return { kind: 'failed', failure };
		// It is not about any row, so nothing is won by sending fewer of them.
		return {
			kind: 'answered',
			outcomes: tasks.map((): Outcome => ({ kind: 'failed', code: 'VENDOR_REJECTED', message: failure.message })),
		};
	}

	private count(reply: SyncReply): void {
		const { rulesMatched, coursesAssigned } = ruleTotals(reply.ruleLogs);
		this.counted.rulesMatched += rulesMatched;
		this.counted.coursesAssigned += coursesAssigned;
		const difference = disagreement(reply);
		if (difference !== '') this.disagreements.push(difference);
	}

	totals(): Record<string, number> {
		return this.options.execute_rules ? { ...this.counted } : {};
	}

	warnings(): readonly string[] {
		const [first] = this.disagreements;
		const stale = this.outcomes.warnings();
		if (first === undefined) return stale;
		const count = this.disagreements.length;
		return [
			...stale,
			`In ${count === 1 ? '1 reply' : `${count} replies`} the summary of ${TRALIANT.label} disagrees with its own rows (the first: ${first}). The results here follow the rows.`,
		];
	}
}

const OPTION_NAMES = new Set(['executerules', 'findby', 'forcepasswordchange', 'trackchanges']);

/** Whether a refusal is about the options of the call, and not about any user in it. */
function isAboutOptions(body: unknown): boolean {
	const names = Object.keys(recordOf(recordOf(body)?.errors) ?? {});
	return names.length > 0 && names.every((name) => OPTION_NAMES.has(name.replace(/_/g, '').toLowerCase()));
}

/** The path of the call. @throws RunError when the credential's is no path */
function syncPath(value: unknown): string {
	const { path, problem } = pathOrProblem(idText(value));
	if (problem !== '')
		throw new RunError(
			problem,
			`Correct the Sync Path of the ${TRALIANT.label} credential: it is the path that the vendor gave you.`,
		);
	return path;
}

function pathOrProblem(text: string): { path: string; problem: string } {
	try {
		const path = normalisePath(text, 'Sync Path');
		return { path, problem: path === '' ? 'The credential has no Sync Path.' : '' };
	} catch (error) {
		return { path: '', problem: (error as Error).message };
	}
}
