import type { INodeListSearchResult } from 'n8n-workflow';
import { askInParallel } from '../shared/transport/parallel';
import type { User } from '../shared/model/directory';
import { listEntry } from '../shared/editor/lists';
import { CallFailed, RunError } from '../shared/model/failure';
import type { Http, Reply } from '../shared/transport/http';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import type { Part, Seams } from '../shared/transport/seams';
import { toUser, type ReadRules } from './requestor.user';

/** Largest page that is known to work. Source: apis/requestor.md, *List*. */
const PAGE = 200;
/** The editor's list reads at most so many pages for one filter before it offers to go on. */
const PAGES_PER_SEARCH = 5;

const MOVED = 'the list moved while it was read, since accounts were made or deleted meanwhile';

interface Page {
	readonly records: readonly JsonRecord[];
	readonly total: number;
	readonly pages: number;
}

/** Asks for one page. */
export async function askPage(http: Http, index: number, size = PAGE): Promise<Reply> {
	return http.read({ method: 'GET', path: '/api/Account/GetUsers', query: { pageIndex: index, pageSize: size } });
}

/** Reads a page's reply. @throws CallFailed, RunError */
function pageOf(reply: Reply, index: number): Page {
	if (reply.kind === 'failed') throw new CallFailed(reply.failure);
	const paged = recordOf(recordOf(reply.body)?.PagedUsers);
	const { TotalItems: total, TotalPages: pages, PageIndex: shown, Items: items } = paged ?? {};
	if (typeof total !== 'number' || typeof pages !== 'number' || !Array.isArray(items))
		throw broken('a page came without its users or its counts');
	if (typeof shown === 'number' && shown !== index)
		throw broken(`page ${shown} came where page ${index} was asked for`);
	const records = recordsOf(items);
	if (records.length !== items.length) throw broken('a page holds something that is not a user');
	return { records, total, pages };
}

/** How the whole directory is read. */
interface Reading {
	readonly concurrency: number;
	readonly rules: ReadRules;
	/** The form in which each user is held. */
	readonly kept?: (user: User) => User;
	/** Is told the pages once all are read. */
	readonly noted?: (pages: ReadonlyArray<readonly User[]>) => void;
}

/**
 * The whole directory: the first page, then the others side by side, each read as it comes. All counts have to agree.
 * Each user is held in the form that `kept` gives it.
 * @throws CallFailed, RunError when it can't be had whole
 */
export async function readAll(
	http: Http,
	first: Reply,
	{ concurrency, rules, kept = (user) => user, noted }: Reading,
): Promise<User[]> {
	const start = pageOf(first, 0);
	const seen = new Set<string>();
	const pages: User[][] = [];
	const take = (page: Page, index: number): void => {
		if (page.total !== start.total)
			throw broken(`the number of users changed from ${start.total} to ${page.total} while they were read`);
		pages[index] = page.records.map((record) => {
			const user = userOf(record, rules);
			if (seen.has(user.id)) throw broken(`user ${user.id} was listed twice`);
			seen.add(user.id);
			return kept(user);
		});
	};
	take(start, 0);
	const rest = Array.from({ length: Math.max(0, start.pages - 1) }, (_, at) => at + 1);
	await askInParallel(rest, concurrency, async (index) => pageOf(await askPage(http, index), index), take);
	if (seen.size !== start.total)
		throw broken(`${seen.size} users were listed, but there are said to be ${start.total}`);
	// Pages are cut by place: one account deleted and one made in between leave all counts as they were.
	if (rest.length > 0) refuseMoved(start, pageOf(await askPage(http, 0), 0));
	noted?.(pages);
	return pages.flat();
}

/** Whose records stand on a page. */
const idsOf = ({ records }: Page): string[] => records.map((record) => idText(record.UserProviderKey));

/** @throws RunError when the first page is another one than at the start */
function refuseMoved(start: Page, again: Page): void {
	const keys = new Set(idsOf(start));
	const now = new Set(idsOf(again));
	const isSame = now.size === keys.size && [...keys].every((id) => now.has(id));
	if (again.total !== start.total || !isSame) throw broken(MOVED);
}

/** The same of the pages behind the first. @throws RunError, CallFailed */
export async function refuseMovedPages(http: Http, seams: Seams, concurrency: number): Promise<void> {
	const ask = async (index: number, size: number | undefined): Promise<Part> => {
		const page = pageOf(await askPage(http, index, size), index);
		return { ids: idsOf(page), total: page.total, pages: page.pages };
	};
	if (await seams.haveMoved(concurrency, ask)) throw broken(MOVED);
}

/** The first users of the list, for those who want to look. @throws CallFailed, RunError */
export async function readSome(http: Http, limit: number, rules: ReadRules): Promise<User[]> {
	const size = Math.min(PAGE, limit);
	const users = new Map<string, User>();
	// Somebody may come twice when accounts are made meanwhile: counted as read, shown once.
	let read = 0;
	for (let index = 0; users.size < limit; index++) {
		const page = pageOf(await askPage(http, index, size), index);
		const before = users.size;
		for (const record of page.records) {
			const user = userOf(record, rules);
			if (!users.has(user.id)) users.set(user.id, user);
		}
		read += page.records.length;
		if (read >= page.total && (index + 1 >= page.pages || page.records.length === 0)) break;
		if (users.size === before) throw broken(`page ${index} brings nobody, but ${page.total} users are announced`);
	}
	return [...users.values()].slice(0, limit);
}

function userOf(record: JsonRecord, rules: ReadRules): User {
	const user = toUser(record, rules);
	if (user === undefined)
		throw broken(
			'a user came without a UserProviderKey and an ExternalId that can be read, or with a number too large to be exact',
		);
	return user;
}

/** Users whose name, e-mail or keys hold `filter`, for the editor's list. The vendor has no search, so pages are sifted. @throws CallFailed */
export async function searchRequestor(
	http: Http,
	filter: string | undefined,
	token: string | undefined,
): Promise<INodeListSearchResult> {
	const wanted = (filter ?? '').trim().toLowerCase();
	const results: INodeListSearchResult['results'] = [];
	let index = Number(token ?? 0) || 0;
	for (let tries = 0; tries < PAGES_PER_SEARCH; tries++, index++) {
		const page = pageOf(await askPage(http, index), index);
		for (const record of page.records) {
			const user = toUser(record, { findBy: 'ExternalId', self: '' });
			if (user === undefined) continue;
			const words = [user.name, user.email, user.id, user.key, idText(record.UserName)].join('\n').toLowerCase();
			if (words.includes(wanted)) results.push(listEntry(user));
		}
		if (index + 1 >= page.pages) return { results };
		if (results.length > 0) return { results, paginationToken: String(index + 1) };
	}
	return { results, paginationToken: String(index) };
}

function broken(what: string): RunError {
	return new RunError(
		`Requestor's list of users can't be trusted: ${what}. Nothing was sent, because with an incomplete directory people would be created twice or removed.`,
		'Run this again when nobody is changing users there; if it stays, ask the administrator of your Requestor.',
	);
}
