import type { INodeListSearchResult } from 'n8n-workflow';
import type { Remembered } from '../shared/remembered';
import type { User } from '../shared/model/directory';
import { listEntry } from '../shared/editor/lists';
import { CallFailed, RunError } from '../shared/model/failure';
import { textOf, type Field } from '../shared/model/field';
import type { Answer, Http } from '../shared/transport/http';
import { readAhead } from '../shared/transport/ahead';
import { segment } from '../shared/transport/path';
import { idText, recordOf } from '../shared/transport/record';
import type { Offices } from './bridge.offices';
import { BRIDGE_FIELDS, linkedValues, shownFields, toUser, type CustomField, type Reading } from './bridge.user';

/** Where users are read, updated and restored. */
export const USERS = '/api/author/users';
/** Where users are created, deleted and hidden. */
export const ADMIN = '/api/admin/users';
const PAGE = 1000;
const SHOW_ALL = ['custom_fields', 'manager'] as const;

/** The custom fields that Bridge defines. Entries without id or name are left out. @throws CallFailed */
export async function customFieldsOf(http: Http): Promise<CustomField[]> {
	const { body } = await http.mustRead({ method: 'GET', path: '/api/author/custom_fields' });
	const entries = recordOf(body)?.custom_fields;
	if (!Array.isArray(entries)) return [];
	return entries.flatMap((entry: unknown) => {
		const definition = recordOf(entry);
		const name = textOf(definition?.name as string | undefined).trim();
		const id = idText(definition?.id);
		return id === '' || name === '' ? [] : [{ id, name }];
	});
}

/** What a run wants to know of all users. */
export interface Asked {
	readonly fields: readonly Field[];
	/** Custom fields by the name that they have as fields. */
	readonly custom: ReadonlyMap<string, CustomField>;
	/** The form in which each user is held. */
	readonly kept: (user: User) => User;
}

interface ListPage {
	readonly body: unknown;
	readonly records: readonly unknown[];
	readonly isLast: boolean;
}

/** Reads Bridge's users: the whole list page by page, or one of them. */
export class BridgeReader {
	constructor(
		private readonly http: Http,
		private readonly custom: ReadonlyMap<string, CustomField>,
		private readonly offices: Offices,
		private readonly remembered?: Pick<Remembered, 'idOf'>,
	) {}

	/**
	 * All users, page by page as Bridge links them; the next page is on its way while one is read, and the first ones
	 * while it is not known yet what is asked. @throws RunError, CallFailed when the list can't be had whole
	 */
	async all(asked: Promise<Asked>): Promise<User[]> {
		return this.users(undefined, false, asked);
	}

	/** The first `limit` users, with their records. @throws RunError, CallFailed */
	async some(limit: number | undefined): Promise<User[]> {
		const asked: Asked = { fields: BRIDGE_FIELDS, custom: this.custom, kept: (user) => user };
		return this.users(limit, true, Promise.resolve(asked));
	}

	private async users(limit: number | undefined, keepRecord: boolean, asked: Promise<Asked>): Promise<User[]> {
		const users: User[] = [];
		const seen = new Map<string, User>();
		let reading: Reading | undefined;
		const pages = this.pages(Math.min(PAGE, limit ?? PAGE));
		for await (const { body, records, isLast } of limit === undefined ? readAhead(pages, asked) : pages) {
			const { fields, custom, kept } = await asked;
			// One list of the fields' names serves all users.
			reading ??= { fields: shownFields(fields), custom, keepRecord, offices: this.offices };
			const before = seen.size;
			const onPage = new Set<string>();
			const linked = custom.size === 0 ? undefined : linkedValues(body);
			for (const record of records) {
				const user = toUser(recordOf(record) ?? {}, linked === undefined ? reading : { ...reading, linked });
				if (user === undefined) throw broken('a user came without an id and a uid that can be read');
				const listedAs = seen.get(user.id)?.key;
				if (listedAs !== undefined && listedAs !== user.key)
					throw broken(`the account with the id ${user.id} was listed under two UIDs, "${listedAs}" and "${user.key}"`);
				// Somebody may come again on a later page; twice on one, they stand in somebody else's place.
				if (onPage.has(user.id)) throw broken(`the account with the id ${user.id} was listed twice on one page`);
				onPage.add(user.id);
				if (listedAs !== undefined) continue;
				const known = kept(user);
				seen.set(user.id, known);
				// Deleted accounts are looked up by key where they matter: a person may have several.
				if (user.standing !== 'deleted') users.push(known);
			}
			if (limit !== undefined && users.length >= limit) return users.slice(0, limit);
			if (!isLast && seen.size === before) throw broken('a page leads on without bringing anybody new');
		}
		return users;
	}

	/** The list's pages, as Bridge links them. */
	private async *pages(size: number): AsyncGenerator<ListPage> {
		const visited = new Set<string>();
		for (let path = listPath(size); ; ) {
			visited.add(path);
			const { body } = await this.http.mustRead({ method: 'GET', path });
			const records = recordOf(body)?.users;
			const meta = recordOf(recordOf(body)?.meta);
			if (!Array.isArray(records) || meta === undefined)
				throw broken('a page came without its users or its paging information');
			const isLast = meta.next === undefined || meta.next === null || meta.next === '';
			yield { body, records, isLast };
			if (isLast) return;
			path = nextPath(this.http.settings.address, meta.next, path);
			if (visited.has(path)) throw broken('the pages lead round in a circle');
		}
	}

	/** Whoever has this uid, deleted or not; one whom Bridge shows by id alone, where an earlier run has seen the id. */
	async find(key: string): Promise<User | undefined> {
		const found = await this.lookUp(`uid:${key}`, (user) => user.key === key);
		const id = found === undefined ? this.remembered?.idOf(key) : undefined;
		if (id === undefined) return found;
		const user = await this.lookUp(id, (one) => one.id === id);
		return user?.id === id && user.key === key ? user : undefined;
	}

	/**
	 * One account by id or `uid:X`, deleted ones included. Several records may come back for a uid: an active one
	 * counts before the one deleted last.
	 */
	async lookUp(which: string, isMeant: (user: User) => boolean): Promise<User | undefined> {
		const reply = await this.http.read({
			method: 'GET',
			path: `${USERS}/${segment(which)}`,
			query: { with_deleted: true, 'includes[]': SHOW_ALL },
		});
		if (reply.kind === 'failed') {
			if (reply.failure.kind === 'notFound') return undefined;
			throw new CallFailed(reply.failure);
		}
		const users = this.usersIn(reply, true);
		const meant = users.filter((one) => isMeant(one.user));
		const [best] = (meant.length === 0 ? users : meant).sort(
			(a, b) =>
				Number(a.user.standing === 'deleted') - Number(b.user.standing === 'deleted') ||
				(a.deletedAt < b.deletedAt ? 1 : -1),
		);
		return best?.user;
	}

	/** The users that a reply shows. @throws CallFailed where it shows none in the documented form */
	usersIn(answer: Answer, keepRecord: boolean): Array<{ user: User; deletedAt: string }> {
		const records = recordOf(answer.body)?.users;
		if (!Array.isArray(records))
			throw new CallFailed({
				kind: 'unreadable',
				message: 'Bridge answered, but not with the users that it documents.',
			});
		const linked = linkedValues(answer.body);
		return records.map((entry: unknown) => {
			const record = recordOf(entry) ?? {};
			const user = toUser(record, { linked, custom: this.custom, keepRecord, offices: this.offices });
			// Somebody is there: left out, they would be told as gone, or made once more.
			if (user === undefined)
				throw new CallFailed({
					kind: 'unreadable',
					message: 'Bridge answered with an account whose id or UID can not be read.',
				});
			return { user, deletedAt: textOf(record.deleted_at as string | undefined) };
		});
	}
}

/** The list's first page, of everybody or of those whom a search finds. */
export function listPath(limit: number, search = ''): string {
	const shown = SHOW_ALL.map((part) => `includes%5B%5D=${part}`).join('&');
	return `${USERS}?limit=${limit}&${shown}${search === '' ? '' : `&search=${encodeURIComponent(search)}`}`;
}

/** The next page's path. Links may be absolute or relative; another origin would get the key, so it is refused. */
export function nextPath(address: string, next: unknown, from: string): string {
	// Links are relative to the base; a query alone belongs to the page it came with.
	const base = typeof next === 'string' && next.startsWith('?') ? address + from : address;
	if (typeof next !== 'string' || !URL.canParse(next, base))
		throw broken('the link to the next page is not an address');
	const url = new URL(next, base);
	if (url.origin !== address)
		throw broken(`the link to the next page leads to another host (${url.origin}), which must not get the key`);
	return url.pathname + url.search;
}

/** One page of active users whose name or e-mail holds `filter`, for the editor's list. @throws CallFailed */
export async function searchBridge(
	http: Http,
	filter: string | undefined,
	token: string | undefined,
): Promise<INodeListSearchResult> {
	const first = `${USERS}?limit=50${filter === undefined || filter.trim() === '' ? '' : `&search=${encodeURIComponent(filter.trim())}`}`;
	const path = token === undefined || token === '' ? first : nextPath(http.settings.address, token, first);
	const { body } = await http.mustRead({ method: 'GET', path });
	const records = recordOf(body)?.users;
	const next = recordOf(recordOf(body)?.meta)?.next;
	const users = (Array.isArray(records) ? records : []).flatMap(
		(record: unknown) => toUser(recordOf(record) ?? {}, {}) ?? [],
	);
	return {
		results: users.map(listEntry),
		...(typeof next === 'string' ? { paginationToken: nextPath(http.settings.address, next, path) } : {}),
	};
}

function broken(what: string): RunError {
	return new RunError(
		`Bridge's list of users can't be trusted: ${what}. Nothing was sent, because with an incomplete directory people would be created twice or removed.`,
		"Run this again later; if it stays, ask Bridge's support.",
	);
}
