import { unsaid, type Said } from '../shared/carrying/bulkReply';
import type { Outcome, Task } from '../shared/model/connector';
import type { Action } from '../shared/model/plan';
import { idText, isRounded, type JsonRecord } from '../shared/transport/record';
import type { Extras, SuccessOperation } from '../shared/model/result';
import { vendorWords } from '../shared/transport/vendorWords';
import { TRALIANT } from './traliant.properties';
import { logsOf, wordOf, type SyncReply } from './traliant.reply';
import type { FindBy } from './traliant.user';
import type { Redact } from '../shared/transport/secrets';

/** What Suspend and Unsuspend come to: the state that is set, and the word for it. */
export const AIMS = {
	hide: { suspended: true, word: 'suspended', opposite: 'reactivated', created: 'suspended account' },
	restore: { suspended: false, word: 'reactivated', opposite: 'suspended', created: 'new account' },
} as const;

export type Aim = (typeof AIMS)[keyof typeof AIMS];

/** How the replies of a run are read. */
interface OutcomeRules {
	/** The state that Suspend and Unsuspend set; undefined in a sync. */
	readonly aim: Aim | undefined;
	readonly keyField: FindBy;
	readonly redact: Redact;
}

/** What Traliant's rows come to, row by row, and what that says of Known Users. */
export class Outcomes {
	/** Actions of which an earlier try ended unclear: the next reply does not tell who did what. */
	private readonly unclear = new WeakSet<Action>();
	/** People whom the vendor's words show not to be as Known Users say. */
	private stale = 0;

	constructor(private readonly rules: OutcomeRules) {}

	/** These tasks may have been carried out by a try that broke off. */
	noteUnclear(tasks: readonly Task[]): void {
		for (const { action } of tasks) this.unclear.add(action);
	}

	warnings(): readonly string[] {
		return this.stale === 0
			? []
			: [
					`${this.stale === 1 ? '1 person was' : `${this.stale} people were`} not in ${TRALIANT.label} as Known Users say: they are out of date. Make a new export.`,
				];
	}

	/** What the reply says of one person. */
	outcomeOf({ action }: Task, said: Said<JsonRecord>, reply: SyncReply): Outcome {
		if (said.kind !== 'row') return unsaid(said.kind, TRALIANT.label);
		const { row } = said;
		if (isRounded(row.user_id)) return unsaid('rounded', TRALIANT.label);
		const userId = idText(row.user_id);
		const departmentId = idText(row.department_id);
		const ruleLogs = logsOf(reply.ruleLogs, userId);
		const extras: Extras = {
			...(departmentId === '' ? {} : { departmentId }),
			...(ruleLogs.length === 0 ? {} : { ruleLogs }),
			response: row,
		};
		const about = { ...(userId === '' ? {} : { userId }), extras };
		if (row.success === false) {
			const words = vendorWords(row.message, this.rules.redact);
			return {
				kind: 'failed',
				code: 'VENDOR_REJECTED',
				message:
					words === ''
						? `${TRALIANT.label} refused this person without saying why.`
						: `${TRALIANT.label} says: ${words}`,
				...about,
			};
		}
		if (row.success !== true) return { ...unsaid('nothing', TRALIANT.label), ...about };
		const aim = this.rules.aim ?? (action.kind === 'lock' ? AIMS.hide : undefined);
		return aim === undefined ? this.synced(action, row, about) : this.aimed(aim, action, row, about);
	}

	private synced(action: Action, row: JsonRecord, about: About): Outcome {
		const said = wordOf(row.operation);
		if (said === undefined) return done(planned(action), about, [strange(row.operation)]);
		const doubt = this.doubt(action, said);
		// What an earlier try may have made says nothing about Known Users, and its repeat finds nothing left to change.
		const stale = doubt.length > 0 ? [] : staleness(action, said);
		if (stale.length > 0) this.stale += 1;
		const isVain = doubt.length > 0 && said === 'unchanged';
		const word = isVain && action.bars === true ? 'suspended' : isVain || said === 'updated' ? planned(action) : said;
		return done(word, about, [...doubt, ...stale]);
	}

	/** Suspend and Unsuspend: a success has brought the account into the wanted state, unless it was a creation or the opposite. */
	private aimed(aim: Aim, action: Action, row: JsonRecord, about: About): Outcome {
		const word = wordOf(row.operation);
		if (word === 'created') {
			return {
				kind: 'failed',
				code: 'NOT_FOUND',
				message: `${TRALIANT.label} did not know this person and created an account: the system now holds a ${aim.created} that was not there before. Check the ${this.rules.keyField} of this row, and remove that account if it is not wanted.`,
				...about,
			};
		}
		if (word === aim.opposite) {
			return {
				kind: 'unknown',
				code: 'OUTCOME_UNKNOWN',
				message: `${TRALIANT.label} calls what it did "${word}", which is the opposite of what was asked. Look this person up.`,
				...about,
			};
		}
		const doubt = word === undefined ? [] : this.doubt(action, word);
		const hints = word === undefined ? [strange(row.operation)] : doubt;
		return done(word === 'unchanged' && doubt.length === 0 ? 'unchanged' : aim.word, about, hints);
	}

	/** After an unclear try, "nothing to change" may mean that the earlier try had done it. */
	private doubt(action: Action, word: SuccessOperation): string[] {
		if (word === 'created' || !this.unclear.has(action)) return [];
		return [
			'An earlier try of this call broke off and may have been carried out: it may have created or changed this account.',
		];
	}
}

type About = { readonly userId?: string; readonly extras: Extras };

function done(operation: SuccessOperation, about: About, hints: string[]): Outcome {
	return { kind: 'done', operation, ...about, extras: { ...about.extras, ...(hints.length === 0 ? {} : { hints }) } };
}

/** What "updated" comes to where Known Users say what it was: not every vendor has words for states that change. */
function planned({ kind, bars, user }: Action): SuccessOperation {
	if (kind === 'reactivate') return 'reactivated';
	return bars === true && user !== undefined ? 'suspended' : 'updated';
}

/** The plan was made with Known Users; the vendor knows better. */
function staleness({ kind }: Action, word: SuccessOperation): string[] {
	if (kind === 'create' && (word === 'updated' || word === 'unchanged'))
		return [`${TRALIANT.label} had this person already, whom Known Users do not hold: they are out of date.`];
	if ((kind === 'update' || kind === 'reactivate') && word === 'created')
		return [`${TRALIANT.label} created this account, which Known Users hold already: they are out of date.`];
	return [];
}

function strange(operation: unknown): string {
	return `${TRALIANT.label} calls what it did "${idText(operation).slice(0, 60)}", a word that its page does not list.`;
}
