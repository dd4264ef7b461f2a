import type { ConnectInput, Decision, PersonCalls, PersonOperation, PersonRef } from '../shared/connector';
import type { User } from '../shared/directory';
import { CallFailed, RunError } from '../shared/failure';
import { textOf } from '../shared/field';
import { segment } from '../shared/http';
import { recordOf } from '../shared/record';
import { ADMIN, type BridgeReader } from './bridge.reader';

/** Calls that concern one person: by Bridge's id, or by uid. */
export class BridgePeople implements PersonCalls {
	readonly modes = ['list', 'id', 'uid'] as const;
	readonly words = { delete: 'deleted', hide: 'hidden', restore: 'restored' } as const;

	constructor(
		private readonly input: ConnectInput,
		private readonly reader: BridgeReader,
	) {}

	async locate(ref: PersonRef): Promise<User | undefined> {
		const isMeant = (user: User): boolean => (ref.mode === 'uid' ? user.key === ref.value : user.id === ref.value);
		const user = await this.reader.lookUp(ref.mode === 'uid' ? `uid:${ref.value}` : ref.value, isMeant);
		return user !== undefined && isMeant(user) ? user : undefined;
	}

	decide(operation: PersonOperation, user: User | undefined, ref: PersonRef): Decision {
		if (operation === 'delete') {
			return user === undefined || user.standing === 'deleted' ? { kind: 'settled', operation: 'deleted', code: '', message: 'Nothing to delete: there is no active account.', alreadyAbsent: true } : { kind: 'act', action: 'delete' };
		}
		// Bridge may not show a deleted account by its uid, but it takes the uid in these calls.
		if (user === undefined) return ref.mode === 'uid' ? { kind: 'act', action: operation } : { kind: 'settled', operation: 'failed', code: 'NOT_FOUND', message: '' };
		if (operation === 'restore') {
			return user.standing === 'deleted' ? { kind: 'act', action: 'restore' } : { kind: 'settled', operation: 'unchanged', code: '', message: 'The account is active already.' };
		}
		if (user.standing === 'deleted' || this.input.parameter('deleteFirst', false) === true) return { kind: 'act', action: 'hide' };
		return { kind: 'settled', operation: 'failed', code: 'NOT_DELETED', message: 'Bridge hides deleted accounts only, and this one is active. Delete it first, or switch on Delete First.' };
	}

	async summarise(_ref: PersonRef, user: User): Promise<Record<string, unknown>> {
		const query: Record<string, string> = {};
		for (const [parameter, name] of [['startDate', 'start_date'], ['endDate', 'end_date']] as const) {
			const day = textOf(this.input.parameter(parameter, '') as string).trim().slice(0, 10);
			if (day === '') continue;
			if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RunError(`${parameter === 'startDate' ? 'Start Date' : 'End Date'} is "${day}", but must be a date such as 2026-01-31.`, 'Correct that date.');
			query[name] = day;
		}
		const { body } = await this.input.http.mustRead({ method: 'GET', path: `${ADMIN}/${segment(user.id)}/summary`, query });
		const summary = recordOf(recordOf(body)?.summary);
		if (summary === undefined) throw new CallFailed({ kind: 'unreadable', message: 'Bridge answered, but without the summary that it documents.' });
		return { ...summary };
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		return this.reader.some(limit);
	}
}
