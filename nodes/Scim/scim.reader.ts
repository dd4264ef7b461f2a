import type { INodeListSearchResult } from 'n8n-workflow';
import { listEntry } from '../shared/editor/lists';
import type { User } from '../shared/model/directory';
import { CallFailed, stopFor } from '../shared/model/failure';
import { textOf } from '../shared/model/field';
import { exactKey, looseKey } from '../shared/model/spelling';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import { isRefused, type ScimCalls } from './scim.calls';
import { broken, idIn, pageIn, type RawPage } from './scim.page';
import { quoted } from './scim.places';
import { toUser, type FindBy, type Keep } from './scim.user';

/** How many users are asked for at once; a server may give fewer (RFC 7644 §3.4.2.4). */
const PAGE = 500;
/** Where even that is refused. */
const SMALL_PAGE = 50;
/** A list that moves while it is read is read again, this often. */
const PASSES = 3;
const SEARCH_HITS = 50;

const NO_LIST = 'There is no list of users at this address, so it seems to be wrong. Nothing was sent';

/** A filter that finds nobody, or that is not allowed, is answered so by some: everybody is read then, which tells. */
const NO_FILTER = [400, 405, 422, 501] as const;
const NOT_HERE: ReadonlySet<string> = new Set(['notFound', 'forbidden']);

/** The list moved while it was read, or the server's pages contradict each other. */
class Moved extends Error {}

/** Reads the users of a SCIM server. */
export class ScimReader {
	private size = PAGE;
	/** Look-ups by filter work; false once the server has refused one, or has not heeded it. */
	private filters: boolean;
	/**
	 * A filter with a quote or a backslash in it has found somebody. Until then, that it finds nobody may as well mean that
	 * the server does not undo the escapes (scimmy), and everybody is read.
	 */
	private readsEscapes = false;
	/** The server does not heed `startIndex` in a query (scimmy-routers), so that pages are asked for by POST. */
	private searches = false;
	/** Each page begins with the last user of the one before; false where the server gives whole pages or one user only. */
	private overlaps = true;

	constructor(
		readonly calls: ScimCalls,
		private readonly keep: Keep,
		canFilter: boolean,
	) {
		this.filters = canFilter;
	}

	get canFilter(): boolean {
		return this.filters;
	}

	/**
	 * All users, or the first `limit`: complete, or an error. @throws RunError, CallFailed
	 * @param form what is kept of each
	 */
	async all(limit: number | undefined, keep = this.keep, kept = (user: User): User => user): Promise<User[]> {
		let why = '';
		for (let pass = 1; pass <= PASSES; pass++) {
			// A server that always gives other pages than those that overlap is read without.
			this.overlaps &&= pass < PASSES;
			try {
				return await this.pass(limit, keep, kept);
			} catch (error) {
				if (!(error instanceof Moved)) return Promise.reject(error);
				why = error.message;
			}
		}
		throw broken(why);
	}

	private async pass(limit: number | undefined, keep: Keep, kept: (user: User) => User): Promise<User[]> {
		const users = new Map<string, User>();
		let total: number | undefined;
		let first: readonly string[] = [];
		let last = '';
		for (let start = 1; ; ) {
			const isBehind = this.overlaps && start > 1;
			const page = await this.page(isBehind ? start - 1 : start, Math.min(this.size, limit ?? this.size));
			total ??= page.total;
			if (page.total !== total) throw new Moved(`the number of users went from ${total} to ${page.total}`);
			if (start === 1) first = idsOf(page);
			const records = isBehind ? this.behind(last, page, users) : page.records;
			if (isBehind && !this.overlaps) continue;
			for (const record of records) this.take(record, users, keep, kept);
			if (limit !== undefined && users.size >= limit) return [...users.values()].slice(0, limit);
			if (users.size > total) throw new Moved(`${users.size} users came where ${total} were announced`);
			if (users.size < total && records.length === 0) {
				// A server that counts from 0 has left out its first user (RFC 7644 §3.4.2.4 counts from 1).
				if (users.size === total - 1) await this.takeFirst(users, keep, kept);
				if (users.size !== total) throw new Moved(`${users.size} users came where ${total} were announced`);
				start += 1;
			}
			if (users.size === total) {
				if (start > 1 && !this.overlaps) await this.mustStand(first);
				if (start === 1 && isRound(total)) await this.mustEnd(total, users, keep);
				return [...users.values()];
			}
			start += records.length;
			last = idIn(records.at(-1));
		}
	}

	/**
	 * Pages are cut by number: one user deleted and one made while they are read leave the number of all as it was, and
	 * somebody unseen. So whoever was the last must stand before those who are new.
	 */
	private behind(last: string, { records }: RawPage, users: ReadonlyMap<string, User>): readonly JsonRecord[] {
		const [before, ...rest] = records;
		if (before !== undefined && idIn(before) === last) {
			this.overlaps = rest.length > 0;
			return rest;
		}
		// Nobody new: the page that this place is in, whatever was asked for.
		this.overlaps = !records.every((record) => users.has(idIn(record)));
		if (this.overlaps && before !== undefined)
			throw new Moved('somebody else stood where the last one of a page had been');
		return records;
	}

	/** Where pages can't overlap, the first one must be the same at the end. */
	private async mustStand(first: readonly string[]): Promise<void> {
		const now = idsOf(await this.page(1, this.size));
		if (first.some((id, at) => now[at] !== id)) throw new Moved('the first page was another one at the end');
	}

	/** Some servers tell the size of the page as the number of all: nobody may come after the first page. */
	private async mustEnd(total: number, users: ReadonlyMap<string, User>, keep: Keep): Promise<void> {
		const reply = await this.calls.read(this.calls.users(), { startIndex: total + 1, count: this.size });
		if (reply.kind === 'failed') return;
		const more = pageIn(reply.body).records.map((record) => toUser(record, keep)?.id);
		if (more.some((id) => id !== undefined && !users.has(id)))
			throw broken(`it says that there are ${total} users, but shows more`);
		if (more.length === 0) return;
		// It does not read on: the number of all must at least not depend on how many are asked for.
		const { total: ofOne } = await this.page(1, 1);
		if (ofOne !== total) throw broken(`it says once that there are ${total} users, once that there are ${ofOne}`);
	}

	private async takeFirst(users: Map<string, User>, keep: Keep, kept: (user: User) => User): Promise<void> {
		const { records } = await this.page(0, 1);
		const [record] = records;
		if (record === undefined || users.has(idIn(record))) return;
		this.take(record, users, keep, kept);
	}

	private take(record: JsonRecord, users: Map<string, User>, keep: Keep, kept: (user: User) => User): void {
		const user = toUser(record, keep);
		if (user === undefined) throw broken('a user came without an id');
		if (users.has(user.id)) throw new Moved(`user ${user.id} was listed twice`);
		users.set(user.id, kept(user));
	}

	/** One page, with fewer users where the server refuses so many at once. @throws RunError, CallFailed */
	async page(startIndex: number, count: number): Promise<RawPage> {
		const reply = this.searches
			? await this.calls.search(startIndex, count)
			: await this.calls.read(this.calls.users(), { startIndex, count });
		if (isRefused(reply, 400, 413, 422) && count > SMALL_PAGE) {
			this.size = SMALL_PAGE;
			return this.page(startIndex, SMALL_PAGE);
		}
		if (reply.kind === 'failed') {
			if (this.searches && (reply.failure.kind === 'notFound' || isRefused(reply, 405, 501)))
				throw broken('it shows its first page, whatever page is asked for');
			// A list of nobody is empty: one that is not there is not this server's.
			if (reply.failure.kind === 'notFound') throw stopFor(reply.failure, this.calls.http.settings.lms, NO_LIST);
			throw new CallFailed(reply.failure);
		}
		const page = pageIn(reply.body);
		if (!this.searches && startIndex > 1 && Number(page.startIndex) === 1 && page.records.length > 0) {
			this.searches = true;
			return this.page(startIndex, count);
		}
		return page;
	}

	/**
	 * The account whose attribute has this value, spelt exactly so or nearly; undefined: there is none.
	 * Without filters, everybody is read. @throws CallFailed, RunError
	 */
	async by(attribute: FindBy, value: string, keep = this.keep): Promise<User | undefined> {
		const found = this.filters ? await this.filtered(attribute, value, keep) : undefined;
		if (found !== undefined && (found.length > 0 || this.readsEscapes || !needsEscapes(value)))
			return bestOf(found, attribute, value);
		return bestOf(await this.all(undefined, keep), attribute, value);
	}

	/** The same, but nobody where the server turns out not to filter: who asks for several people had better list all. */
	async byFilter(attribute: FindBy, value: string): Promise<User | undefined> {
		if (needsEscapes(value)) return this.by(attribute, value);
		const found = this.filters ? await this.filtered(attribute, value, this.keep) : undefined;
		return found === undefined ? undefined : bestOf(found, attribute, value);
	}

	/** Whoever a filter shows; undefined: the server does not take it. @throws CallFailed */
	async matching(filter: string): Promise<User[] | undefined> {
		const reply = await this.calls.read(this.calls.users(), { filter }, { mayBeUnknown: true });
		if (isRefused(reply, 500, ...NO_FILTER)) return undefined;
		if (reply.kind === 'failed') {
			if (NOT_HERE.has(reply.failure.kind)) return [];
			throw new CallFailed(reply.failure);
		}
		return pageIn(reply.body).records.flatMap((record) => toUser(record, this.keep) ?? []);
	}

	/** Undefined: the server does not filter. */
	private async filtered(attribute: FindBy, value: string, keep: Keep): Promise<User[] | undefined> {
		const reply = await this.calls.read(this.calls.users(), { filter: `${attribute} eq ${quoted(value)}` });
		if (isRefused(reply, ...NO_FILTER) || (reply.kind === 'failed' && NOT_HERE.has(reply.failure.kind))) {
			this.filters = false;
			return undefined;
		}
		if (reply.kind === 'failed') throw new CallFailed(reply.failure);
		const { records, total } = pageIn(reply.body);
		const users = records.map((record) => {
			const user = toUser(record, keep);
			if (user === undefined) throw broken('a user came without an id');
			return user;
		});
		const isMeant = (user: User): boolean => looseKey(valueOf(user, attribute)) === looseKey(value);
		if (users.length === total && users.every(isMeant)) {
			if (users.length > 0 && needsEscapes(value)) this.readsEscapes = true;
			return users;
		}
		// Somebody else came: the filter was not heeded, and whoever is not on this page may be on another.
		this.filters = false;
		return undefined;
	}

	/** The account with this id, and its whole record. @throws CallFailed */
	async byId(id: string, keep = this.keep): Promise<{ readonly user: User; readonly record: JsonRecord } | undefined> {
		const reply = await this.calls.read(this.calls.users(id));
		if (reply.kind === 'failed') {
			if (reply.failure.kind === 'notFound' || isRefused(reply, 410)) return undefined;
			throw new CallFailed(reply.failure);
		}
		const record = recordOf(reply.body) ?? {};
		const user = toUser(record, keep);
		if (user === undefined)
			throw new CallFailed({
				kind: 'unreadable',
				message: 'The server answered, but not with the user that was asked for.',
			});
		if (user.id.toLowerCase() !== id.toLowerCase())
			throw new CallFailed({ kind: 'notFound', message: `The server answered with another account (id ${user.id}).` });
		const { etag } = reply.headers;
		return { user, record: typeof etag === 'string' && etag !== '' ? withVersion(record, etag) : record };
	}
}

const idsOf = ({ records }: RawPage): string[] => records.map(idIn);
/** Pages are cut at round numbers. */
const isRound = (size: number): boolean => size > 0 && size % 10 === 0;

/** Whether a filter has to escape something in this value. */
const needsEscapes = (value: string): boolean => quoted(value) !== `"${value}"`;

/** The version in the header counts where the record has none. */
function withVersion(record: JsonRecord, etag: string): JsonRecord {
	const meta = recordOf(record.meta) ?? {};
	return typeof meta.version === 'string' ? record : { ...record, meta: { ...meta, version: etag } };
}

const valueOf = ({ values }: User, attribute: FindBy): string => textOf(values[attribute]);

/** Exactly this value, else one that differs only in what people do not see as a difference. */
function bestOf(users: readonly User[], attribute: FindBy, value: string): User | undefined {
	const form = { kind: 'text', foldsEmail: attribute === 'userName' } as const;
	return (
		users.find((user) => valueOf(user, attribute) === value) ??
		users.find((user) => exactKey(valueOf(user, attribute), form) === exactKey(value, form)) ??
		users.find((user) => looseKey(valueOf(user, attribute)) === looseKey(value))
	);
}

/** Some users for the editor's list; `token` is the startIndex to go on from. @throws CallFailed, RunError */
export async function searchScim(
	reader: ScimReader,
	keep: Keep,
	filter: string | undefined,
	token: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = (filter ?? '').trim().toLowerCase();
	const isWanted = ({ name, email, key, id }: User): boolean =>
		wanted === '' || [name, email, key, id].some((text) => text.toLowerCase().includes(wanted));
	const found: User[] = [];
	let start: number | undefined = Number(token ?? 1) || 1;
	while (start !== undefined && found.length < SEARCH_HITS) {
		const { records, total }: RawPage = await reader.page(start, wanted === '' ? SEARCH_HITS : PAGE);
		const users = records.map((record) => toUser(record, keep)).filter((user) => user !== undefined);
		found.push(...users.filter(isWanted));
		start = records.length === 0 || start + records.length > total ? undefined : start + records.length;
	}
	return { results: found.map(listEntry), ...(start === undefined ? {} : { paginationToken: String(start) }) };
}
