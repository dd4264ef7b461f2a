import { NameIndex, nameOf, sortRows, unsaid, type Said } from '../shared/carrying/bulkReply';
import type { Outcome, Task } from '../shared/model/connector';
import { idText, isRounded, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import type { Conflict, Extras } from '../shared/model/result';
import type { Redact } from '../shared/transport/secrets';
import { vendorWords } from '../shared/transport/vendorWords';
import type { Element } from './requestor.element';
import { shownNumber } from './requestor.user';

/** The rows of a bulk reply; undefined when it is not what the vendor documents. Source: the vendor's page, *Sample*. */
export function readReply(body: unknown): readonly JsonRecord[] | undefined {
	const rows = recordOf(body)?.RequestorUsers;
	return Array.isArray(rows) ? recordsOf(rows) : undefined;
}

/**
 * Whose row is whose: by ExternalId, then UserProviderKey, then the user name (which for a new account is the address)
 * or the address. None of them may point at anybody else. A row that names nobody goes by its place, where that is sure.
 */
export function rowsByTask(
	rows: readonly JsonRecord[],
	tasks: readonly Task[],
	elements: readonly Element[],
): Array<Said<JsonRecord>> {
	const whose = finderOf(tasks, elements);
	const owners = rows.map((row): Owner => (namesOf(row).length === 0 ? 'nameless' : (whose(row) ?? 'stranger')));
	if (rows.length === tasks.length) settleByPosition(owners);
	const places = new Map(rows.map((row, at) => [row, owners[at]]));
	return sortRows(rows, tasks.length, (row) => {
		const owner = places.get(row);
		return typeof owner === 'number' ? owner : undefined;
	});
}

/** The task that a row is about, or why that can't be said. */
type Owner = number | 'nameless' | 'stranger';

/**
 * Gives rows that name nobody to the tasks at their places, in a reply with as many rows as tasks: where each named row
 * stands at its own place, so that the order is the tasks' own; and a single one where only its own task is left.
 */
function settleByPosition(owners: Owner[]): void {
	const named = owners.filter((owner) => owner !== 'nameless');
	const isInOrder = owners.every((owner, at) => owner === 'nameless' || owner === at);
	const isLastLeft =
		named.length === owners.length - 1 && !named.includes('stranger') && new Set(named).size === named.length;
	if (!isInOrder && !isLastLeft) return;
	for (const [at, owner] of owners.entries()) if (owner === 'nameless' && !named.includes(at)) owners[at] = at;
}

/** Finds the task of a row that names somebody. */
function finderOf(tasks: readonly Task[], elements: readonly Element[]): (row: JsonRecord) => number | undefined {
	const indexes = { externalId: new NameIndex(), key: new NameIndex(), login: new NameIndex() };
	const known = tasks.map(({ action: { user } }, at) => {
		const element = elements[at];
		const names = {
			externalId: [element?.ExternalId, user?.values.ExternalId],
			key: [element?.UserProviderKey, user?.id],
			login: [user?.record?.UserName, element?.Email, user?.email],
		};
		for (const kind of KINDS) for (const name of names[kind]) indexes[kind].add(name, at);
		const folded = (kind: Kind): ReadonlySet<string> =>
			new Set(names[kind].map((name) => nameOf(name).toLowerCase()).filter((name) => name !== ''));
		return { externalId: folded('externalId'), key: folded('key') };
	});
	return (row) => {
		const names = namesOf(row);
		const pointed = names.map(({ kind, name }) => indexes[kind].find(name)).filter((task) => task !== undefined);
		const [at] = pointed;
		if (at === undefined || pointed.some((other) => other !== at)) return undefined;
		// The account may have got another user name or address; its keys must be those that were sent.
		const isOther = names.some(
			({ kind, name }) =>
				kind !== 'login' && (known[at]?.[kind].size ?? 0) > 0 && known[at]?.[kind].has(name.toLowerCase()) === false,
		);
		return isOther ? undefined : at;
	};
}

type Kind = 'externalId' | 'key' | 'login';
const KINDS: readonly Kind[] = ['externalId', 'key', 'login'];

/** What a row calls its person, the surest name first. */
function namesOf(row: JsonRecord): Array<{ readonly kind: Kind; readonly name: string }> {
	const names = [
		['externalId', row.ExternalId],
		['key', row.UserProviderKey],
		['login', row.Username],
		['login', row.Email],
	] as const;
	return names.map(([kind, name]) => ({ kind, name: nameOf(name) })).filter(({ name }) => name !== '');
}

/** What a reply's row means for its task. */
export function outcomeOf({ action }: Task, said: Said<JsonRecord>, keyField: string, redact: Redact): Outcome {
	if (said.kind !== 'row') return unsaid(said.kind, 'Requestor');
	const { row } = said;
	if (isRounded(row.UserProviderKey)) return unsaid('rounded', 'Requestor');
	const id = nameOf(row.UserProviderKey) || (action.user?.id ?? '');
	const customerId = idText(row.CustomerId);
	const extras: Extras = { ...(customerId === '' ? {} : { customerId }), response: row };
	const about = { ...(id === '' ? {} : { userId: id }), extras };
	const customer = shownNumber(row.CustomerId);
	const shown = customer === null ? {} : { shown: { CustomerId: customer } };
	if (row.Success === true)
		return { kind: 'done', ...(action.kind === 'upsert' ? { operation: 'updated' as const } : {}), ...shown, ...about };
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
