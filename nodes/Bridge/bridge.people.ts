import type { ConnectInput } from '../shared/vendorNode';
import type { Decision, PersonCalls, PersonOperation, PersonRef } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { CallFailed } from '../shared/model/failure';
import { periodOf } from '../shared/period';
import { yesNo } from '../shared/settings';
import { segment } from '../shared/transport/path';
import { recordOf } from '../shared/transport/record';
import { everyRoleCounts, officesAmong, readOffices, type Offices } from './bridge.offices';
import { ADMIN, type BridgeReader } from './bridge.reader';
import { learningIn, learningOf, readTranscript, within } from './bridge.transcript';

const NOTHING_TO_DELETE: Decision = {
	kind: 'settled',
	operation: 'deleted',
	code: '',
	message: 'Nothing to delete: there is no active account.',
	alreadyAbsent: true,
};

/** Calls that concern one person: by Bridge's id, or by uid. */
export class BridgePeople implements PersonCalls {
	readonly modes = ['list', 'id', 'uid'] as const;
	readonly words = { delete: 'deleted', hide: 'hidden', restore: 'restored' } as const;

	private offices: Promise<Offices> | undefined;
	private refusal: string | undefined;
	private readonly leftAlone = new Set<string>();

	constructor(
		private readonly input: ConnectInput,
		private readonly reader: BridgeReader,
	) {}

	async locate(ref: PersonRef): Promise<User | undefined> {
		const uid = uidOf(ref);
		const isMeant = (user: User): boolean => (uid === undefined ? user.id === ref.value : user.key === uid);
		const user = await this.reader.lookUp(uid === undefined ? ref.value : `uid:${uid}`, isMeant);
		if (user === undefined || isMeant(user)) return user === undefined ? undefined : this.judged(user);
		// Somebody is there: whoever was meant must not be told as gone.
		throw new CallFailed({
			kind: 'notFound',
			message: `Bridge answered with another account (UID "${user.key}", id ${user.id}).`,
		});
	}

	/** Somebody whose only roles are computed holds no office. Roles are read once, when somebody has one. */
	private async judged(user: User): Promise<User> {
		const { offLimits, ...rest } = user;
		const roles: unknown = user.record?.roles;
		if (offLimits === undefined || !Array.isArray(roles)) return user;
		this.offices ??= readOffices(this.input.http);
		const offices = await this.offices;
		if (officesAmong(roles, offices).length === 0) return rest;
		if (offices.refusal !== undefined) this.leftAlone.add(user.id);
		this.refusal = offices.refusal;
		return user;
	}

	warnings(): string[] {
		return this.leftAlone.size === 0 ? [] : [everyRoleCounts(this.leftAlone.size, this.refusal ?? '')];
	}

	/** Bridge may not show a deleted account by its UID ([A]), but documents the UID for these calls: it is asked itself. */
	decideUnseen(operation: PersonOperation, ref: PersonRef): Decision {
		if (operation === 'delete') return NOTHING_TO_DELETE;
		if (ref.mode !== 'uid') return { kind: 'settled', operation: 'failed', code: 'NOT_FOUND', message: '' };
		// Who is active is shown: nobody is deleted unseen, whatever Delete First says.
		if (!this.input.settings.dryRun) return { kind: 'act', action: operation, standing: 'deleted' };
		return {
			kind: 'settled',
			operation: 'failed',
			code: 'NOT_FOUND',
			message: `Bridge shows no account with the UID "${ref.value}", not even a deleted one. Check it; a run that is not dry asks Bridge to ${operation} it all the same.`,
		};
	}

	decide(operation: PersonOperation, user: User, ref: PersonRef): Decision {
		if (operation === 'delete')
			return user.standing === 'deleted' ? NOTHING_TO_DELETE : { kind: 'act', action: 'delete' };
		if (operation === 'restore') {
			return user.standing === 'deleted'
				? { kind: 'act', action: 'restore' }
				: { kind: 'settled', operation: 'unchanged', code: '', message: 'The account is active already.' };
		}
		if (user.standing === 'deleted' || this.deletesFirst(ref.item)) return { kind: 'act', action: 'hide' };
		return {
			kind: 'settled',
			operation: 'failed',
			code: 'NOT_DELETED',
			message:
				'Bridge hides deleted accounts only, and this one is active. Delete it first, or switch on Delete First.',
		};
	}

	/** Whether Hide may delete this item's account first. @throws RunError when the switch can't be read */
	private deletesFirst(item: number): boolean {
		return yesNo(this.input.parameter('deleteFirst', false, item), 'Delete First', false);
	}

	async summarise(ref: PersonRef, user: User): Promise<Record<string, unknown>> {
		const period = periodOf(this.input, ref.item);
		const query = {
			...(period.from === '' ? {} : { start_date: period.from }),
			...(period.to === '' ? {} : { end_date: period.to }),
		};
		const reply = await this.input.http.read({ method: 'GET', path: `${ADMIN}/${segment(user.id)}/summary`, query });
		if (reply.kind === 'failed') {
			if (reply.failure.kind !== 'notFound' || user.standing !== 'deleted') throw new CallFailed(reply.failure);
			throw new CallFailed({
				kind: 'notFound',
				message: 'This account is deleted, and Bridge gives no summary of it. Restore it first.',
			});
		}
		const summary = recordOf(recordOf(reply.body)?.summary);
		if (summary === undefined)
			throw new CallFailed({
				kind: 'unreadable',
				message: 'Bridge answered, but without the summary that it documents.',
			});
		const withTranscript = yesNo(
			this.input.parameter('includeTranscript', false, ref.item),
			'Include Transcript',
			false,
		);
		if (!withTranscript) return { ...summary, learning: learningIn(summary) };
		const enrollments = within(await readTranscript(this.input.http, user.id), period);
		return { ...summary, learning: learningOf(enrollments, Date.now()), enrollments };
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		return this.reader.some(limit);
	}
}

/** The UID that is meant, also as Bridge's own calls write it (`uid:X`), in the place of an id or of a UID. */
function uidOf({ mode, value }: PersonRef): string | undefined {
	if (value.startsWith('uid:')) return value.slice('uid:'.length);
	return mode === 'uid' ? value : undefined;
}
