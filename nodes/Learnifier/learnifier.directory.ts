import { looseKey } from '../shared/model/spelling';
import type { IDataObject, INodeListSearchResult } from 'n8n-workflow';
import type { User } from '../shared/model/directory';
import { listEntry } from '../shared/editor/lists';
import { CallFailed, RunError, stopRun } from '../shared/model/failure';
import type { Answer, Http } from '../shared/transport/http';
import { letCallGo } from '../shared/transport/pace';
import { inParallel } from '../shared/transport/parallel';
import { segment } from '../shared/transport/path';
import { idText, recordOf } from '../shared/transport/record';
import { normalisePath } from '../shared/transport/sign';
import { toUser } from './learnifier.user';

/** The vendor's own default for `limit`. */
const PAGE = 5000;
const SEARCH_PAGE = 500;
const SEARCH_HITS = 50;

/** The path that all calls start with. @throws RunError when the credential's path is none */
export function apiPathOf(credential: IDataObject): string {
	try {
		return normalisePath(String(credential.apiPath ?? '/api/v1'), 'API Path');
	} catch (error) {
		return stopRun(
			(error as Error).message,
			'Correct the API Path of the Learnifier credential; it is /api/v1 unless Learnifier told you otherwise.',
		);
	}
}

/** Reads Learnifier's users. */
export class LearnifierReader {
	/** A look-up by external id is heeded; false once it has shown somebody else. */
	looksUp = true;
	/** Where each page of the list that another one followed ended, and with whom. */
	private seams: Array<{ readonly offset: number; readonly id: string }> = [];

	constructor(
		private readonly http: Http,
		private readonly apiPath: string,
	) {}

	/** The path of all users, or of one. @throws CallFailed for an id that can't stand in a path */
	path(id?: string): string {
		return `${this.apiPath}/users${id === undefined ? '' : `/${segment(id)}`}`;
	}

	/**
	 * All users, or the first `limit`, each held in the form that `kept` gives it; the next page is on its way while one
	 * is read. Source: the vendor's algorithm, *Make sure to check the result to see if there are more users available*.
	 * @throws RunError, CallFailed when the list can't be had whole
	 */
	async all(limit: number | undefined, keepRecord: boolean, kept = (user: User): User => user): Promise<User[]> {
		const users: User[] = [];
		const seen = new Set<string>();
		this.seams = [];
		const size = Math.min(PAGE, limit ?? PAGE);
		let coming: Promise<RawPage> | undefined = this.ask(0, size);
		while (coming !== undefined) {
			const { entries, next }: RawPage = await coming;
			const isEnough: boolean = limit !== undefined && users.length + entries.length >= limit;
			coming = next === undefined || isEnough ? undefined : this.ask(next, size);
			if (coming !== undefined) await letCallGo();
			const last = users.at(-1);
			if (last !== undefined && entries.length > 0) this.seams.push({ offset: users.length - 1, id: last.id });
			for (const entry of entries) {
				const user = userOf(entry, keepRecord);
				if (seen.has(user.id))
					throw broken(
						`user ${user.id} was listed twice, so the list has moved while it was read, or a page was repeated`,
					);
				seen.add(user.id);
				users.push(kept(user));
			}
		}
		return limit === undefined ? users : users.slice(0, limit);
	}

	/**
	 * Pages are cut by place: one account deleted and one made in between, and somebody was not seen. Then whoever ended a
	 * page does not stand there any more. @throws RunError when the list has moved since it was read, CallFailed
	 */
	async refuseMoved(concurrency: number): Promise<void> {
		await inParallel(this.seams, concurrency, async ({ offset, id }) => {
			const [entry] = (await this.ask(offset, 1)).entries;
			if (entry === undefined || userOf(entry, false).id !== id)
				throw broken('the list moved while it was read, since accounts were made or deleted meanwhile');
		});
	}

	/** One page. @throws RunError, CallFailed */
	async page(offset: number, limit: number, keepRecord: boolean): Promise<Page> {
		const { entries, next } = await this.ask(offset, limit);
		return { users: entries.map((entry) => userOf(entry, keepRecord)), next };
	}

	/** Asks for one page. A failure is told to whoever waits for the page, even if nobody does yet. */
	private ask(offset: number, limit: number): Promise<RawPage> {
		const page = this.http
			.mustRead({ method: 'GET', path: this.path(), query: { limit, offset } })
			.then((answer): RawPage => {
				if (!Array.isArray(answer.body)) throw broken('a page came without a list of users');
				return { entries: answer.body, next: nextOffset(answer, offset, answer.body.length) };
			});
		page.catch(() => undefined);
		return page;
	}

	/**
	 * The same as {@link byExternalId}, with the record, which says whether roles are shown; nobody where look-ups turn out
	 * not to be heeded: everybody had better be listed.
	 */
	async find(key: string): Promise<User | undefined> {
		const user = await this.shownFor(key, true);
		return this.looksUp ? user : undefined;
	}

	/**
	 * The account with this external id, spelt exactly so or nearly; undefined: there is none.
	 * @throws CallFailed also where somebody else is shown: whether the person is there can't be told then
	 */
	async byExternalId(key: string, keepRecord = false): Promise<User | undefined> {
		const user = await this.shownFor(key, keepRecord);
		if (user === undefined || isNamed(user, key)) return user;
		throw new CallFailed({
			kind: 'unreadable',
			message: `Learnifier was asked for the external id "${key}", and answered with another account (external id "${user.key}", id ${user.id}).`,
		});
	}

	private async shownFor(key: string, keepRecord: boolean): Promise<User | undefined> {
		const user = await this.one({ path: `${this.apiPath}/extuser`, query: { extid: key } }, keepRecord);
		if (user !== undefined && !isNamed(user, key)) this.looksUp = false;
		return user;
	}

	/** The account with this id. @throws CallFailed */
	async byId(id: string, keepRecord = false): Promise<User | undefined> {
		const user = await this.one({ path: this.path(id) }, keepRecord);
		if (user === undefined || user.id.toLowerCase() === id.toLowerCase()) return user;
		throw new CallFailed({ kind: 'notFound', message: `Learnifier answered with another account (id ${user.id}).` });
	}

	private async one(
		call: { readonly path: string; readonly query?: Readonly<Record<string, string>> },
		keepRecord: boolean,
	): Promise<User | undefined> {
		const reply = await this.http.read({ method: 'GET', ...call });
		if (reply.kind === 'failed') {
			if (reply.failure.kind === 'notFound') return undefined;
			throw new CallFailed(reply.failure);
		}
		const user = toUser(recordOf(reply.body) ?? {}, keepRecord);
		if (user === undefined)
			throw new CallFailed({
				kind: 'unreadable',
				message: 'Learnifier answered, but not with the user that it documents.',
			});
		return user;
	}
}

const isNamed = (user: User, key: string): boolean => looseKey(user.key) === looseKey(key);

export interface Page {
	readonly users: readonly User[];
	/** Where the next page starts; undefined: this was the last one. */
	readonly next: number | undefined;
}

/** A page as it came, checked against what its headers say. */
interface RawPage {
	readonly entries: readonly unknown[];
	readonly next: number | undefined;
}

function userOf(entry: unknown, keepRecord: boolean): User {
	const user = toUser(recordOf(entry) ?? {}, keepRecord);
	if (user === undefined) throw broken('a user came without an id and an external id that can be read');
	return user;
}

/**
 * Where to go on. `X-More` says whether there is more, `X-Size` how far this page went; without `X-More` the list ends
 * with an empty page. @throws RunError when the headers contradict the page
 */
function nextOffset({ headers }: Answer, offset: number, length: number): number | undefined {
	const saidOffset = numberIn(headers, 'x-offset');
	if (saidOffset !== undefined && saidOffset !== offset)
		throw broken(`a page starts at user ${saidOffset} where ${offset} was asked for`);
	const size = numberIn(headers, 'x-size');
	if (size !== undefined && size !== length) throw broken(`a page holds ${length} users where it announces ${size}`);
	const more = String(headers['x-more'] ?? '')
		.trim()
		.toLowerCase();
	if (more === 'false') return undefined;
	if (length > 0) return offset + length;
	if (more === 'true') throw broken('an empty page says that more users follow');
	return undefined;
}

function numberIn(headers: Answer['headers'], name: string): number | undefined {
	const text = idText(headers[name]).trim();
	return /^\d+$/.test(text) ? Number(text) : undefined;
}

function broken(what: string): RunError {
	return new RunError(
		`Learnifier's list of users can't be trusted: ${what}. Nothing was sent, because with an incomplete directory people would be created twice or removed.`,
		"Run this again later; if it stays, ask Learnifier's support.",
	);
}

/**
 * Some users for the editor's list. Learnifier documents no search, so pages are read and looked through.
 * `token` is the offset to go on from. @throws CallFailed, RunError
 */
export async function searchLearnifier(
	http: Http,
	filter: string | undefined,
	token: string | undefined,
	credential: IDataObject,
): Promise<INodeListSearchResult> {
	const reader = new LearnifierReader(http, apiPathOf(credential));
	const wanted = (filter ?? '').trim().toLowerCase();
	const isWanted = (user: User): boolean =>
		wanted === '' || [user.name, user.email, user.key, user.id].some((text) => text.toLowerCase().includes(wanted));
	const found: User[] = [];
	let next: number | undefined = Number(token ?? 0) || 0;
	while (next !== undefined && found.length < SEARCH_HITS) {
		const page: Page = await reader.page(next, wanted === '' ? SEARCH_HITS : SEARCH_PAGE, false);
		found.push(...page.users.filter(isWanted));
		next = page.next;
	}
	return { results: found.map(listEntry), ...(next === undefined ? {} : { paginationToken: String(next) }) };
}
