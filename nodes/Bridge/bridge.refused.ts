import type { ConnectInput } from '../shared/vendorNode';
import type { Outcome, WriteReply } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { codeOf, failureIn, type Failure } from '../shared/model/failure';
import { mayHaveHappened, type Answer, type Http, type Reply } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import type { Action } from '../shared/model/plan';
import { recordOf } from '../shared/transport/record';
import type { Offices } from './bridge.offices';
import { ADMIN, BridgeReader, USERS } from './bridge.reader';
import { toUser, toWire, type CustomField, type CustomWriting } from './bridge.user';

/** Said where a deleted account is in the way. */
export const RESTORE_ADVICE = 'Switch on Options → Restore Deleted to bring that account back, or use another UID.';

/** What is known before the first write. */
export interface Known {
	/** Custom fields by the name that they have as fields. */
	readonly custom: ReadonlyMap<string, CustomField>;
	readonly offices: Offices;
	readonly restoreDeleted: boolean;
}

/** Bridge's own words for a uid that somebody has. */
const IS_TAKEN = /\buid\b.*\btaken\b/i;

/** What a create that Bridge refuses comes to: maybe an account with this uid is there, deleted or not. */
export class RefusedCreate {
	private readonly http: Http;

	constructor(
		private readonly input: ConnectInput,
		private readonly reader: BridgeReader,
		private readonly known: Known,
		private readonly custom: CustomWriting,
	) {
		this.http = input.http;
	}

	/**
	 * Undefined: an earlier try may have made the account, which a look-up tells.
	 * @param said Bridge's words
	 * @param isUnclear an earlier try may have got through
	 */
	async comesTo(action: Action, said: string, isUnclear: boolean): Promise<WriteReply | undefined> {
		const key = action.row?.key ?? '';
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
			if (isUnclear) return undefined;
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
					? unseen(said)
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
		if (only !== undefined) return this.takeBack(shown, only);
		const { row } = action;
		const values = row?.values ?? {};
		// A create leaves out what the row wants emptied: an account that was there has to be told.
		const emptied = Object.keys(values).filter((name) => values[name] === null);
		const fields = [...atOnce(action).filter((name) => name !== 'uid'), ...emptied];
		const changed = await patched(this.http, `${USERS}/${segment(id)}`, toWire(row?.values ?? {}, fields, this.custom));
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

	/**
	 * An account that was brought back unseen, and is not ours to touch, is deleted again, as it was. Its id is kept, so that
	 * the next run sees it beforehand.
	 */
	private async takeBack({ id, key }: User, against: string): Promise<WriteReply> {
		this.input.remembered.keep(key, id);
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

	private personIn(reply: Answer): User | undefined {
		const records = recordOf(reply.body)?.users;
		const record = recordOf(Array.isArray(records) ? records[0] : undefined);
		return toUser(record ?? {}, { offices: this.known.offices });
	}
}

/** Nobody is to be brought back, and nobody can be seen. */
const unseen = (said: string): Outcome =>
	IS_TAKEN.test(said)
		? {
				kind: 'failed',
				code: 'ALREADY_EXISTS',
				message: `${said} Bridge shows no account with this UID, so a deleted one holds it. ${RESTORE_ADVICE}`,
			}
		: { kind: 'failed', code: 'VENDOR_REJECTED', message: said };

/** One outcome, of one person. */
export const answer = (outcome: Outcome): WriteReply => ({ kind: 'answered', outcomes: [outcome] });

/** What the first call sends: not what is left for a second one. */
export const atOnce = ({ send, deferred }: Action): string[] =>
	send.filter((name) => !deferred.some((deferral) => deferral.field === name));

/** Changes an account. Bridge's pages show no body for this reply. */
export async function patched(http: Http, path: string, user: Record<string, unknown>): Promise<Reply> {
	return http.send({ method: 'PATCH', path, body: { user }, mayBeEmpty: true });
}

/** Something was done, and the rest ended so. */
function half(sofar: string, failure: Failure, userId: string | undefined): Outcome {
	const about = { message: `${sofar}: ${failure.message}`, ...(userId === undefined ? {} : { userId }) };
	return mayHaveHappened(failure)
		? { kind: 'unknown', code: 'OUTCOME_UNKNOWN', ...about }
		: { kind: 'failed', code: codeOf(failure), ...about };
}
