import type { Decision, PersonCalls, PersonOperation, PersonRef } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { CallFailed } from '../shared/model/failure';
import { exactKey, otherSpellings } from '../shared/model/spelling';
import type { ScimReader } from './scim.reader';
import type { FindBy, Keep } from './scim.user';

/** Calls that concern one person: by the server's id, or by an attribute. */
export class ScimPeople implements PersonCalls {
	readonly modes = ['list', 'id', 'userName', 'externalId'] as const;
	readonly words = { delete: 'deleted', hide: 'suspended', restore: 'reactivated' } as const;

	constructor(
		private readonly reader: ScimReader,
		private readonly keep: Keep,
	) {}

	async locate({ mode, value }: PersonRef): Promise<User | undefined> {
		if (mode !== 'userName' && mode !== 'externalId') return (await this.reader.byId(value, this.keep))?.user;
		const user = await this.spelt(mode, value);
		if (user === undefined || isSame(user, mode, value)) return user;
		// Somebody is there: whoever was meant must not be told as gone.
		throw new CallFailed({
			kind: 'notFound',
			message: `There is no user with this ${mode}, but one with "${String(user.values[mode] ?? '')}" (id ${user.id}), which differs only in case, spaces or zeros. Correct the value.`,
		});
	}

	/** Not every server compares user names without case, as it should: further spellings are tried. */
	private async spelt(mode: FindBy, value: string): Promise<User | undefined> {
		const user = await this.reader.by(mode, value, this.keep);
		if (user !== undefined || !this.reader.canFilter) return user;
		for (const spelling of otherSpellings(value)) {
			const near = await this.reader.by(mode, spelling, this.keep);
			if (near !== undefined) return near;
		}
		return undefined;
	}

	decide(operation: PersonOperation, user: User): Decision {
		const isLocked = user.standing === 'locked';
		switch (operation) {
			case 'delete':
				return { kind: 'act', action: 'delete' };
			case 'hide':
				return isLocked ? unchanged('The account is deactivated already.') : { kind: 'act', action: 'lock' };
			case 'restore':
				return isLocked ? { kind: 'act', action: 'reactivate' } : unchanged('The account is active.');
		}
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		return this.reader.all(limit, { ...this.keep, record: 'all' });
	}
}

function isSame(user: User, mode: FindBy, value: string): boolean {
	const form = { kind: 'text', foldsEmail: mode === 'userName' } as const;
	return exactKey(String(user.values[mode] ?? ''), form) === exactKey(value, form);
}

const unchanged = (message: string): Decision => ({ kind: 'settled', operation: 'unchanged', code: '', message });
