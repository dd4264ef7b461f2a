import type { INodeListSearchResult } from 'n8n-workflow';
import { listEntry } from '../shared/editor/lists';
import type { Directory, User } from '../shared/model/directory';
import { CallFailed, RunError, type Failure } from '../shared/model/failure';
import { isBlank, type Field } from '../shared/model/field';
import type { Row } from '../shared/model/row';
import type { Http, Reply } from '../shared/transport/http';
import { askInParallel } from '../shared/transport/parallel';
import { Seams } from '../shared/transport/seams';
import { changed } from '../shared/model/listed';
import type { ShownFields } from '../shared/model/shown';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import { exactId, isCalled, shownFields, toUser } from './lmsCollaborator.user';

const LIST = '/api/v2/users/list';
const PROFILE = '/api/v2/profile';
/** What the vendor's own clients ask for; the portal says in `countPerPage` what it gives. */
const PAGE = 1000;
const SEARCH_PAGE = 50;

/** Source: the vendor's page on roles, where the list is refused with 403. */
export const RIGHT = '"Browsing the information about other users"';

/** The list, or why this portal does not give it. */
export type Listing =
	| { readonly kind: 'listed'; readonly users: User[]; readonly showsUid: boolean }
	| { readonly kind: 'refused'; readonly failure: Failure };

/** A page of a list, checked against its own pager. */
export interface Page {
	readonly records: readonly JsonRecord[];
	readonly total: number;
	/** How many pages there are at this size. */
	readonly pages: number;
}

/** Reads LMS Collaborator's users. */
export class CollaboratorReader {
	private own: Promise<string> | undefined;
	private readonly seams = new Seams();
	/** How many users a page is asked for; undefined: as many as the portal gives. */
	private size: number | undefined = PAGE;

	constructor(
		private readonly http: Http,
		private readonly concurrency: number,
	) {}

	/**
	 * All users, each held in the form that `kept` gives it: the first page, then the others side by side, some of which
	 * may come before `kept` is there. The pager has to follow, nobody may come twice, and the sum has to be the announced one.
	 * @throws CallFailed, RunError when the list is given, but not whole
	 */
	async all(keepRecord: boolean, kept = Promise.resolve((user: User): User => user)): Promise<Listing> {
		this.size = PAGE;
		let reply = await this.ask(1, { count: PAGE });
		// A portal that does not take so many a page, or the parameter at all.
		if (reply.kind === 'failed' && reply.failure.kind === 'refused') {
			this.size = undefined;
			reply = await this.ask(1, {});
		}
		if (reply.kind === 'failed') {
			if (isRefusal(reply.failure)) return { kind: 'refused', failure: reply.failure };
			throw new CallFailed(inFull(reply.failure));
		}
		const start = pageOf(reply, 1);
		const fields = shownFields();
		const seen = new Set<string>();
		const pages: User[][] = [];
		let showsUid = start.total === 0;
		const take = async (page: Page, number: number): Promise<void> => {
			const keptAs = await kept;
			if (page.total !== start.total)
				throw broken(`the number of users changed from ${start.total} to ${page.total} while they were read`);
			pages[number] = page.records.map((record) => {
				const user = userOf(record, keepRecord, fields);
				if (seen.has(user.id)) throw broken(`user ${user.id} was listed twice`);
				seen.add(user.id);
				showsUid ||= 'uid' in record;
				return keptAs(user);
			});
		};
		const numbers = Array.from({ length: start.pages }, (_, at) => at + 1);
		const query = this.sizeQuery();
		let own = '';
		const ask = async (number: number): Promise<Page> => {
			if (number > 1) return pageOf(await this.ask(number, query), number);
			own = await this.ownId();
			return start;
		};
		await askInParallel(numbers, this.concurrency, ask, take);
		if (seen.size !== start.total)
			throw broken(`${seen.size} users were listed, but there are said to be ${start.total}`);
		this.seams.note(pages.slice(1));
		const users = pages.flat();
		const at = users.findIndex(({ id }) => id === own);
		const account = users[at];
		if (account !== undefined) users[at] = withheld(account);
		return { kind: 'listed', users, showsUid };
	}

	private sizeQuery(size = this.size): Readonly<Record<string, number>> {
		return size === undefined ? {} : { count: size };
	}

	/** @throws RunError when the list has moved since it was read, CallFailed */
	async refuseMoved(): Promise<void> {
		const moved = await this.seams.haveMoved(this.concurrency, async (index, size) => {
			const { records, total, pages } = pageOf(await this.ask(index + 1, this.sizeQuery(size)), index + 1);
			return { ids: records.map(({ id }) => exactId(id)), total, pages };
		});
		if (moved) throw broken('the list moved while it was read, since accounts were made or deleted meanwhile');
	}

	/**
	 * Whoever has this name, e-mail or login. `inFull` is false where the answer can't be the answer to that: the portal
	 * did not look at the filter, or there are too many. Undefined: the list is refused.
	 * @throws CallFailed, RunError
	 */
	async search(
		text: string,
	): Promise<{ readonly users: User[]; readonly inFull: boolean; showsUid: boolean } | undefined> {
		const reply = await this.ask(1, { count: PAGE, 'filter[fullname]': text });
		if (reply.kind === 'failed') {
			if (isRefusal(reply.failure)) return undefined;
			throw new CallFailed(inFull(reply.failure));
		}
		const page = pageOf(reply, 1);
		const users = page.records.map((record) => userOf(record, false));
		return {
			users,
			inFull: page.pages === 1 && users.length === page.total && users.every((user) => isCalled(user, text)),
			showsUid: page.records.some((record) => 'uid' in record),
		};
	}

	/**
	 * Who goes by any of these names, up to the one that shows whose UID is `key`. Undefined: the answers don't tell.
	 * @throws CallFailed, RunError
	 */
	async called(names: readonly string[], key?: string): Promise<User[] | undefined> {
		const users: User[] = [];
		for (const name of names) {
			const found = await this.search(name);
			if (found === undefined || !found.inFull || (found.users.length > 0 && !found.showsUid)) return undefined;
			users.push(...found.users);
			if (key !== undefined && found.users.some((user) => user.key === key)) break;
		}
		return users;
	}

	/** These users, each once, the one that the token belongs to marked as nobody to touch. */
	async withoutOwn(users: readonly User[]): Promise<User[]> {
		const own = users.length === 0 ? '' : await this.ownId();
		const each = new Map(users.map((user) => [user.id, user.id === own ? withheld(user) : user]));
		return [...each.values()];
	}

	/**
	 * What the list says of this account by now: true for active; `gone` where it is not listed any more; undefined where
	 * that can't be told. Never throws, as a write has gone before.
	 */
	async stateNow({ id, email, values }: User): Promise<boolean | 'gone' | undefined> {
		const text = email === '' ? String(values.login ?? '') : email;
		const found = text === '' ? undefined : await this.search(text).catch(() => undefined);
		if (found?.inFull !== true) return undefined;
		const user = found.users.find((one) => one.id === id);
		const state = user?.values.is_active;
		return user === undefined ? 'gone' : typeof state === 'boolean' ? state : undefined;
	}

	/** The first users of the list, or all, with their records. @throws CallFailed, RunError */
	async some(limit: number | undefined): Promise<User[]> {
		if (limit === undefined) {
			const listing = await this.all(true);
			if (listing.kind === 'refused') throw refusedList(listing.failure);
			return listing.users;
		}
		const users = new Map<string, User>();
		const count = Math.min(PAGE, limit);
		for (let number = 1; users.size < limit; number++) {
			const reply = await this.ask(number, { count });
			if (reply.kind === 'failed' && isRefusal(reply.failure)) throw refusedList(reply.failure);
			const page = pageOf(reply, number);
			const before = users.size;
			for (const record of page.records) {
				const user = userOf(record, true);
				users.set(user.id, user);
			}
			if (number >= page.pages) break;
			if (users.size === before) throw broken(`page ${number} brings nobody new`);
		}
		return [...users.values()].slice(0, limit);
	}

	/** A page for the editor's list. @throws CallFailed, RunError */
	async pick(filter: string, number: number): Promise<Page> {
		const query = { count: SEARCH_PAGE, ...(filter === '' ? {} : { 'filter[fullname]': filter }) };
		const reply = await this.ask(number, query);
		if (reply.kind === 'failed' && isRefusal(reply.failure)) throw refusedList(reply.failure);
		return pageOf(reply, number);
	}

	/** The id of the account that the token belongs to; '' where the portal does not say. */
	private async ownId(): Promise<string> {
		this.own ??= this.http
			.read({ method: 'GET', path: PROFILE })
			.then((reply) => (reply.kind === 'ok' ? exactId(recordOf(recordOf(reply.body)?.data)?.id) : ''));
		return this.own;
	}

	private async ask(page: number, query: Readonly<Record<string, string | number>>): Promise<Reply> {
		return this.http.read({ method: 'GET', path: LIST, query: { page, ...query } });
	}
}

/** False where a few accounts do not show a field of these rows: only the whole list tells whether it is empty or never shown. */
export function tellsEnough(few: Directory, fields: readonly Field[], rows: readonly Row[]): boolean {
	return fields.every(
		({ name, maybeShown }) =>
			maybeShown !== 'whenSet' ||
			few.shows(name) ||
			rows.every(({ key, values }) => isBlank(values[name]) || !few.holds(key)),
	);
}

/** 403: a right is missing; 404, 400 and the like: an older portal. */
function isRefusal({ kind }: Failure): boolean {
	return kind === 'forbidden' || kind === 'notFound' || kind === 'refused';
}

function refusedList(failure: Failure): RunError {
	return new RunError(
		`LMS Collaborator does not give its list of users: ${failure.message}`,
		`Give the role of the token's account the right ${RIGHT}, or ask the vendor for a newer portal.`,
		failure,
	);
}

/** Reads a page's reply. @throws CallFailed, RunError when it is not the page that was asked for */
export function pageOf(reply: Reply, number: number, of = 'users'): Page {
	if (reply.kind === 'failed') throw new CallFailed(inFull(reply.failure));
	const body = recordOf(reply.body);
	const pager = recordOf(body?.pager);
	const total = wholeNumber(pager?.total);
	if (!Array.isArray(body?.data) || total === undefined) throw broken(`a page came without its ${of} or its pager`, of);
	const records = body.data.map(recordOf).filter((record) => record !== undefined);
	if (records.length !== body.data.length) throw broken(`a page holds something that is not one of the ${of}`, of);
	const current = wholeNumber(pager?.current);
	if (current !== number && total > 0)
		throw broken(`page ${String(pager?.current)} came where page ${number} was asked for`, of);
	const perPage = wholeNumber(pager?.countPerPage) ?? 0;
	const needed = perPage > 0 ? Math.ceil(total / perPage) : 1;
	const pages = Math.max(1, needed, Math.min(wholeNumber(pager?.count) ?? 1, total));
	return { records, total, pages };
}

function wholeNumber(value: unknown): number | undefined {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
	return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function userOf(record: JsonRecord, keepRecord: boolean, fields?: ShownFields): User {
	const user = toUser(record, keepRecord, fields);
	if (user === undefined) throw broken('a user came without an id that can be told exactly');
	return user;
}

const withheld = (user: User): User => changed(user, { offLimits: 'is the one that the token belongs to' });

/** The list can't be trusted. */
export function broken(what: string, of = 'users'): RunError {
	return new RunError(
		`LMS Collaborator's list of ${of} can't be trusted: ${what}. Nothing was sent, because with an incomplete list people would be created twice or removed.`,
		'Run this again when nobody is changing users there; if it stays, ask the administrator of your portal.',
	);
}

/** Some users for the editor's list; `token` is the page to go on from. @throws CallFailed, RunError */
export async function searchLmsCollaborator(
	http: Http,
	filter: string | undefined,
	token: string | undefined,
): Promise<INodeListSearchResult> {
	const number = Number(token ?? 1) || 1;
	const page = await new CollaboratorReader(http, 1).pick((filter ?? '').trim(), number);
	const results = page.records.map((record) => listEntry(userOf(record, false)));
	return { results, ...(number < page.pages ? { paginationToken: String(number + 1) } : {}) };
}

/** A refused token is most often one that has run out. */
export function inFull(failure: Failure): Failure {
	if (failure.kind !== 'unauthorized' || failure.by === 'proxy') return failure;
	return {
		...failure,
		message: `${failure.message.replace(/\.$/, '')}. Tokens live 1 to 12 months, so this one may have expired: make a new one in LMS Collaborator and put it into the credential. Newer portals also want another Token Header.`,
	};
}
