import { NameIndex, nameOf, sortRows, unsaid, type Said } from '../shared/bulkReply';
import type { Outcome, Task } from '../shared/connector';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/record';
import type { Conflict, Extras } from '../shared/result';
import type { Redact } from '../shared/secrets';
import { vendorWords } from '../shared/vendorWords';
import type { Element } from './requestor.element';

/** The rows of a bulk reply; undefined when it is not what the vendor documents. Source: the vendor's page, *Sample*. */
export function readReply(body: unknown): readonly JsonRecord[] | undefined {
	const rows = recordOf(body)?.RequestorUsers;
	return Array.isArray(rows) ? recordsOf(rows) : undefined;
}

/**
 * Whose row is whose: by ExternalId, then UserProviderKey, then the user name (which for a new account is the address).
 * None of them may point at anybody else. By position only if no row says who it is and the counts agree.
 */
export function rowsByTask(rows: readonly JsonRecord[], tasks: readonly Task[], elements: readonly Element[]): Array<Said<JsonRecord>> {
	if (rows.length === tasks.length && rows.every((row) => identityOf(row).every((name) => name === ''))) {
		return rows.map((row) => ({ kind: 'row', row }));
	}
	const indexes = [new NameIndex(), new NameIndex(), new NameIndex()] as const;
	const names = tasks.map(({ action: { user } }, at) => {
		const element = elements[at];
		const own = [[element?.ExternalId, user?.values.ExternalId], [element?.UserProviderKey, user?.id], [user?.record?.UserName, element?.Email, user?.email]] as const;
		own.forEach((known, kind) => known.forEach((name) => indexes[kind]?.add(name, at)));
		return own.map((known) => new Set(known.map(nameOf).filter((name) => name !== '').map((name) => name.toLowerCase())));
	});
	return sortRows(rows, tasks.length, (row) => {
		const identity = identityOf(row);
		const at = indexes.map((index, kind) => index.find(identity[kind])).find((found) => found !== undefined);
		if (at === undefined) return undefined;
		const own = names[at] ?? [];
		const fits = (kind: number): boolean => {
			const name = (identity[kind] ?? '').toLowerCase();
			return name === '' || (own[kind]?.size ?? 0) === 0 || own[kind]?.has(name) === true;
		};
		const pointed = indexes.map((index, kind) => index.find(identity[kind]));
		return fits(0) && fits(1) && pointed.every((other) => other === undefined || other === at) ? at : undefined;
	});
}

function identityOf(row: JsonRecord): readonly [string, string, string] {
	return [nameOf(row.ExternalId), nameOf(row.UserProviderKey), nameOf(row.Username)];
}

/** What a reply's row means for its task. */
export function outcomeOf({ action }: Task, said: Said<JsonRecord>, keyField: string, redact: Redact): Outcome {
	if (said.kind !== 'row') return unsaid(said.kind, 'Requestor');
	const { row } = said;
	const id = nameOf(row.UserProviderKey) || (action.user?.id ?? '');
	const customerId = idText(row.CustomerId);
	const extras: Extras = { ...(customerId === '' ? {} : { customerId }), response: row };
	const about = { ...(id === '' ? {} : { userId: id }), extras };
	const shown = typeof row.CustomerId === 'number' ? { shown: { CustomerId: row.CustomerId } } : {};
	if (row.Success === true) return { kind: 'done', ...(action.kind === 'upsert' ? { operation: 'updated' as const } : {}), ...shown, ...about };
	if (row.Success !== false) return { ...unsaid('nothing', 'Requestor'), ...about };
	const words = vendorWords(row.ErrorMessage, redact);
	const conflict = conflictOf(row, words, keyField);
	const holder = conflict === undefined ? '' : ` It is held by account ${conflict.heldBy}.`;
	return {
		kind: 'failed',
		code: 'VENDOR_REJECTED',
		message: (words === '' ? 'Requestor refused this person without saying why.' : `Requestor says: ${words}`) + holder,
		...(conflict === undefined ? {} : { conflict }),
		...about,
	};
}

/** The reply names the holder only; which value it holds is in the words, if anywhere. */
function conflictOf(row: JsonRecord, words: string, keyField: string): Conflict | undefined {
	const heldBy = nameOf(row.UserProviderKeyConflict);
	if (heldBy === '') return undefined;
	const field = /external\s*id/i.test(words) ? 'ExternalId' : /e-?mail|user\s*name/i.test(words) ? 'Email' : keyField;
	return { field, heldBy };
}
