import type { User } from '../shared/model/directory';
import { CallFailed, failureIn } from '../shared/model/failure';
import type { Value } from '../shared/model/field';
import type { Http } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import { idText, isRounded, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import { toUser, type ReadRules } from './requestor.user';

/** The vendor's number for a search by address. Source: apis/requestor.md, *Look up by e-mail*. */
const BY_EMAIL = 6;
/** An address belongs to one account. A search that is not taken as exact brings neighbours, too: so many pages of them. */
const PAGE = 10;
const MOST_PAGES = 10;

/**
 * One account by its UserProviderKey or user name, its custom values included (the list does not show them); undefined:
 * there is none. @throws CallFailed
 */
export async function readAccount(http: Http, which: string, rules: ReadRules): Promise<User | undefined> {
	const reply = await http.read({ method: 'GET', path: `/api/Customer/GetExtendedRequestorUser/${segment(which)}` });
	if (reply.kind === 'failed') {
		if (reply.failure.kind === 'notFound') return undefined;
		throw new CallFailed(reply.failure);
	}
	const body = recordOf(reply.body);
	if (body !== undefined && Object.hasOwn(body, 'User') && body.User === null) return undefined;
	const record = recordOf(body?.User);
	const user =
		record === undefined
			? undefined
			: toUser(
					{ ...record, AccountExists: body?.AccountExists, IsInApprovalProcess: body?.IsInApprovalProcess },
					rules,
				);
	if (user === undefined) throw unreadable('the user');
	answering.add(http);
	const custom = customValues(record?.FieldData ?? body?.FieldData);
	if (custom === undefined) return user;
	const whole: User = { ...user, values: { ...user.values, CustomFields: custom } };
	if (isInexact(custom)) inexact.add(whole);
	return whole;
}

/** Accounts with custom values that were rounded when the reply was read: sent back, they would be other ones. */
const inexact = new WeakSet<User>();

/** Whether an account's custom values can't be sent back as they are. */
export const cantBeKept = (user: User): boolean => inexact.has(user);

/** A double may be as large as it likes. */
function isInexact(custom: Value | null): boolean {
	return recordsOf(custom).some(
		({ CustomFieldId: id, LongValue: long, FieldItem: item }) =>
			isRounded(id) || isRounded(long) || isRounded(recordOf(item)?.Id),
	);
}

/** Where the call for one user has shown somebody: only there does it say that somebody else is not there. */
const answering = new WeakSet<Http>();

/** Whether the call for one user is there at all: the credential's own account is looked up by it. @throws CallFailed */
export async function answersForOne(http: Http, rules: ReadRules): Promise<boolean> {
	if (answering.has(http)) return true;
	const own = await readOwn(http);
	if (own !== undefined) await readAccount(http, own.id, rules);
	return answering.has(http);
}

/** Whether an account is there; undefined: that can't be said. */
export async function isThere(http: Http, id: string, rules: ReadRules): Promise<boolean | undefined> {
	const found = await orFailure(readAccount(http, id, rules));
	if (found !== undefined) return 'standing' in found ? true : undefined;
	return (await orFailure(answersForOne(http, rules))) === true ? false : undefined;
}

/** Custom values as they are shown, which is how they are written; undefined: they are not shown. */
function customValues(data: unknown): Value | null | undefined {
	if (!Array.isArray(data)) return undefined;
	return data.length === 0 ? null : (recordsOf(data) as unknown as Value);
}

/** The account that the credential belongs to. */
export interface Own {
	readonly id: string;
	readonly isAdministrator: boolean;
}

/** Whose credential this is; undefined: Requestor does not tell. @throws CallFailed when nothing can be read at all */
export async function readOwn(http: Http): Promise<Own | undefined> {
	const reply = await http.read({ method: 'GET', path: '/api/Account/GetRequestorUser' });
	if (reply.kind === 'failed') {
		const { kind } = reply.failure;
		if (kind === 'forbidden' || kind === 'notFound' || kind === 'refused' || kind === 'unreadable') return undefined;
		throw new CallFailed(reply.failure);
	}
	const body = recordOf(reply.body);
	const record = recordOf(body?.User) ?? body;
	const id = idText(record?.UserProviderKey);
	if (record === undefined || id === '') return undefined;
	return { id, isAdministrator: record.IsAdministrator === true || record.RoleAdministrator === true };
}

/** Why there was no search, in the vendor's words. */
export interface Refused {
	readonly refused: string;
	/** Nobody can be searched for; false: this address alone could not be. */
	readonly isClosed: boolean;
}

/** The keys of the accounts that hold an address. @throws CallFailed when that can't be said */
export async function searchByEmail(http: Http, email: string): Promise<readonly string[] | Refused> {
	for (let index = 0; index < MOST_PAGES; index++) {
		const reply = await http.read({
			method: 'POST',
			path: '/api/Account/SearchUsers',
			body: { SimpleSearch: { PageIndex: index, PageSize: PAGE, Type: BY_EMAIL, Value: email, Equality: true } },
		});
		if (reply.kind === 'failed') {
			const { kind, message } = reply.failure;
			if (kind !== 'forbidden' && kind !== 'notFound' && kind !== 'refused') throw new CallFailed(reply.failure);
			return { refused: message, isClosed: kind !== 'refused' };
		}
		const page = recordOf(recordOf(reply.body)?.Users);
		if (!Array.isArray(page?.Items)) throw unreadable('the users');
		const keys = recordsOf(page.Items)
			.filter((item) => holds(item, email))
			.map((item) => idText(item.UserProviderKey));
		if (keys.includes('')) throw unreadable('the keys of the users');
		if (keys.length > 0 || page.IsNextPage !== true) return keys;
	}
	return { refused: `Requestor shows too many people for the address "${email}".`, isClosed: false };
}

function holds(item: JsonRecord, email: string): boolean {
	const addresses: unknown[] = [item.UserName, item.Email, ...(Array.isArray(item.Emails) ? item.Emails : [])];
	return addresses.some((one) => idText(one).toLowerCase() === email.toLowerCase());
}

/** A look-up that tells nothing is told by its failure; any other error goes on its way. */
export async function orFailure<T>(look: Promise<T>): Promise<T | ReturnType<typeof failureIn>> {
	return look.catch(failureIn);
}

function unreadable(what: string): CallFailed {
	return new CallFailed({
		kind: 'unreadable',
		message: `Requestor answered, but not with ${what} that it documents.`,
	});
}
