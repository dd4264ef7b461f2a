import type { ConnectInput } from '../shared/vendorNode';
import type { Decision, PersonCalls, PersonOperation, PersonRef } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { CallFailed } from '../shared/model/failure';
import type { LearnifierReader } from './learnifier.directory';
import { participationFacts, participationsIn } from './learnifier.participations';
import type { Roles } from './learnifier.roles';
import { accountFacts } from './learnifier.user';

/** Calls that concern one person: by Learnifier's id, or by external id. */
export class LearnifierPeople implements PersonCalls {
	readonly modes = ['list', 'id', 'externalId'] as const;
	readonly words = { delete: 'deleted', hide: 'suspended', restore: 'reactivated' } as const;

	/** What could not be read, told once. */
	private readonly told = new Set<string>();

	constructor(
		private readonly input: ConnectInput,
		private readonly reader: LearnifierReader,
		private readonly roles: Roles,
	) {}

	/** The account, its offices included where something is to be done to it. */
	async locate(ref: PersonRef): Promise<User | undefined> {
		const user = await this.lookUp(ref);
		if (user === undefined || this.input.settings.operation === 'getSummary') return user;
		return this.roles.judged(user);
	}

	private async lookUp({ mode, value }: PersonRef): Promise<User | undefined> {
		if (mode !== 'externalId') return this.reader.byId(value, true);
		const user = await this.reader.byExternalId(value, true);
		if (user === undefined || user.key === value) return user;
		// Somebody is there: whoever was meant must not be told as gone.
		throw new CallFailed({
			kind: 'notFound',
			message: `Learnifier answered with another account (external id "${user.key}", id ${user.id}).`,
		});
	}

	decide(operation: PersonOperation, user: User): Decision {
		const isLocked = user.standing === 'locked';
		switch (operation) {
			case 'delete':
				return { kind: 'act', action: 'delete' };
			case 'hide':
				return isLocked ? unchanged('The account is locked already.') : { kind: 'act', action: 'lock' };
			case 'restore':
				if (user.offLimits !== undefined)
					return {
						kind: 'settled',
						operation: 'blocked',
						code: 'PROTECTED',
						message: `Left alone: this account ${user.offLimits}.`,
					};
				return isLocked ? { kind: 'act', action: 'reactivate' } : unchanged('The account is not locked.');
		}
	}

	async summarise(_ref: PersonRef, user: User): Promise<Record<string, unknown>> {
		const reply = await this.input.http.read({
			method: 'GET',
			path: `${this.reader.path(user.id)}/projectParticipations`,
		});
		if (reply.kind === 'failed') {
			const { kind, message } = reply.failure;
			if (kind !== 'forbidden' && kind !== 'notFound' && kind !== 'refused') throw new CallFailed(reply.failure);
			this.told.add(`The participations in projects could not be read, so nothing is said of them. ${message}`);
			return accountFacts(user);
		}
		const records = participationsIn(reply.body);
		if (records === undefined)
			throw new CallFailed({
				kind: 'unreadable',
				message: 'Learnifier answered, but not with the participations that it documents.',
			});
		return { ...accountFacts(user), ...participationFacts(records, Date.now()) };
	}

	warnings(): string[] {
		return [...this.told];
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		return this.reader.all(limit, true);
	}
}

const unchanged = (message: string): Decision => ({ kind: 'settled', operation: 'unchanged', code: '', message });
