import type { Decision, PersonCalls, PersonOperation, PersonRef } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { CallFailed } from '../shared/model/failure';
import type { LearnifierReader } from './learnifier.directory';
import { accountFacts } from './learnifier.user';

/** Calls that concern one person: by Learnifier's id, or by external id. */
export class LearnifierPeople implements PersonCalls {
	readonly modes = ['list', 'id', 'externalId'] as const;
	readonly words = { delete: 'deleted', hide: 'suspended', restore: 'reactivated' } as const;

	constructor(private readonly reader: LearnifierReader) {}

	async locate({ mode, value }: PersonRef): Promise<User | undefined> {
		if (mode !== 'externalId') return this.reader.byId(value, true);
		const user = await this.reader.byExternalId(value, true);
		if (user === undefined || user.key === value) return user;
		// Somebody is there: whoever was meant must not be told as gone.
		throw new CallFailed({
			kind: 'notFound',
			message: `Learnifier answered with another account (external id "${user.key}", id ${user.id}).`,
		});
	}

	decide(operation: PersonOperation, user: User | undefined): Decision {
		if (user === undefined) {
			return operation === 'delete'
				? {
						kind: 'settled',
						operation: 'deleted',
						code: '',
						message: 'Nothing to delete: there is no such account.',
						alreadyAbsent: true,
					}
				: { kind: 'settled', operation: 'failed', code: 'NOT_FOUND', message: '' };
		}
		const isLocked = user.standing === 'locked';
		switch (operation) {
			case 'delete':
				return { kind: 'act', action: 'delete' };
			case 'hide':
				return isLocked ? unchanged('The account is locked already.') : { kind: 'act', action: 'lock' };
			case 'restore':
				return isLocked ? { kind: 'act', action: 'reactivate' } : unchanged('The account is not locked.');
		}
	}

	async summarise(_ref: PersonRef, user: User): Promise<Record<string, unknown>> {
		return accountFacts(user);
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		return this.reader.all(limit, true);
	}
}

const unchanged = (message: string): Decision => ({ kind: 'settled', operation: 'unchanged', code: '', message });
