import axios, { type AxiosInstance } from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { http, realTimers } from '../engine/platform';
import type { Scenario } from './scenarios';
import type { Access } from './simulator';

/**
 * The practical floor: for each vendor the leanest script that does the same job with axios. It trusts every answer,
 * checks no row, repeats nothing, and reports nothing.
 */

type Row = IDataObject;
type Record_ = Readonly<Record<string, unknown>>;
type Counts = Record<string, number>;

interface Desk {
	readonly client: AxiosInstance;
	readonly rows: readonly Row[];
	readonly concurrency: number;
	/** Waits for the next call's turn. */
	readonly turn: () => Promise<void>;
}

const SCRIPTS: Readonly<Record<Scenario['vendor'], (desk: Desk) => Promise<Counts>>> = {
	bridge,
	learnifier,
	lmsCollaborator,
	requestor,
	scim,
	traliant,
};

export async function runReference(scenario: Scenario, access: Access, rows: readonly Row[]): Promise<Counts> {
	const httpAgent = new http.Agent({ keepAlive: true, maxSockets: scenario.concurrency });
	const client = axios.create({
		baseURL: access.baseUrl,
		httpAgent,
		headers: { Authorization: authorization(scenario.vendor, access.credentials) },
	});
	try {
		return await SCRIPTS[scenario.vendor]({
			client,
			rows,
			concurrency: scenario.concurrency,
			turn: paced(scenario.perSecond),
		});
	} finally {
		httpAgent.destroy();
	}
}

function authorization(vendor: Scenario['vendor'], given: Access['credentials']): string {
	const basic = (name: unknown, secret: unknown): string =>
		`Basic ${Buffer.from(`${String(name)}:${String(secret)}`).toString('base64')}`;
	switch (vendor) {
		case 'bridge':
		case 'learnifier':
			return basic(given.apiKey, given.apiSecret);
		case 'requestor':
			return basic(given.username, given.password);
		case 'lmsCollaborator':
			return `Bearer ${String(given.apiToken)}`;
		case 'scim':
			return `Bearer ${String(given.token)}`;
		case 'traliant':
			return `Bearer ${String(given.apiKey)}`;
	}
}

function paced(perSecond: number | undefined): () => Promise<void> {
	if (perSecond === undefined) return async () => undefined;
	const gap = 1000 / perSecond;
	let next = 0;
	return async () => {
		const start = Math.max(realTimers.now(), next);
		next = start + gap;
		await new Promise((resolve) => realTimers.setTimeout(resolve, start - realTimers.now()));
	};
}

async function each<T>(items: readonly T[], concurrency: number, task: (item: T) => Promise<unknown>): Promise<void> {
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let item = items[next++]; item !== undefined; item = items[next++]) await task(item);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
}

function batches<T>(items: readonly T[], size: number): T[][] {
	const cut: T[][] = [];
	for (let at = 0; at < items.length; at += size) cut.push(items.slice(at, at + size));
	return cut;
}

/** The columns of a row that the account holds otherwise. */
function differences(row: Row, account: Record_, except: readonly string[] = []): Row | undefined {
	let changed: Row | undefined;
	for (const name in row) {
		if (except.includes(name) || row[name] === account[name]) continue;
		changed ??= {};
		changed[name] = row[name];
	}
	return changed;
}

async function bridge({ client, rows, concurrency, turn }: Desk): Promise<Counts> {
	const accounts = new Map<unknown, Record_>();
	const ids = new Map<string, unknown>();
	let url: string | undefined = '/api/author/users?limit=1000&includes%5B%5D=custom_fields&includes%5B%5D=manager';
	while (url !== undefined) {
		await turn();
		const { data }: { data: { users: Record_[]; meta: { next?: string } } } = await client.get(url);
		for (const user of data.users) {
			accounts.set(user.uid, user);
			ids.set(String(user.id), user.uid);
		}
		url = data.meta.next;
	}
	const work: Array<{ id: unknown; user: Row }> = [];
	for (const row of rows) {
		const account = accounts.get(row.uid);
		if (account === undefined) continue;
		const user = differences(row, account, ['manager_id', 'hire_date']) ?? {};
		const links = account.links as { manager?: { id?: string } | null } | undefined;
		const manager = ids.get(String(account.manager_id ?? links?.manager?.id));
		if (row.manager_id !== undefined && row.manager_id !== null && row.manager_id !== `uid:${String(manager)}`)
			user.manager_id = row.manager_id;
		if (row.hire_date !== String(account.hire_date).slice(0, 10)) user.hire_date = row.hire_date;
		if (Object.keys(user).length > 0) work.push({ id: account.id, user });
	}
	await each(work, concurrency, async ({ id, user }) => {
		await turn();
		await client.patch(`/api/author/users/${String(id)}`, { user });
	});
	return { updated: work.length, unchanged: rows.length - work.length };
}

async function learnifier({ client, rows, concurrency }: Desk): Promise<Counts> {
	const accounts = new Map<unknown, Record_>();
	for (let offset = 0, more = true; more; ) {
		const { data, headers } = await client.get<Record_[]>('/api/v1/users', {
			params: { limit: 5000, offset },
		});
		for (const user of data) accounts.set(user.externalId, user);
		offset += data.length;
		more = String(headers['x-more']).toLowerCase() === 'true';
	}
	const work: Array<{ id: unknown; body: Row }> = [];
	for (const row of rows) {
		const account = accounts.get(row.externalId);
		if (account === undefined) continue;
		const { locale } = (account.prefs ?? {}) as { locale?: string };
		const body = differences(row, { ...account, locale });
		if (body !== undefined) work.push({ id: account.id, body });
	}
	await each(work, concurrency, async ({ id, body }) => client.patch(`/api/v1/users/${String(id)}`, body));
	return { updated: work.length, unchanged: rows.length - work.length };
}

/** Everybody is new: one POST for each. */
async function scim({ client, rows, concurrency }: Desk): Promise<Counts> {
	const held = new Set<unknown>();
	for (let startIndex = 1, total = 1; startIndex <= total; ) {
		const { data } = await client.get<{ totalResults: number; Resources: Record_[] }>('/scim/v2/Users', {
			params: { startIndex, count: 500 },
		});
		for (const user of data.Resources) held.add(user.userName);
		startIndex += data.Resources.length;
		total = data.totalResults;
		if (data.Resources.length === 0) break;
	}
	const work = rows.filter((row) => !held.has(row.userName));
	await each(work, concurrency, async (row) =>
		client.post('/scim/v2/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], active: true, ...row }),
	);
	return { created: work.length, unchanged: rows.length - work.length };
}

async function requestor({ client, rows, concurrency }: Desk): Promise<Counts> {
	const accounts = new Map<unknown, Record_>();
	for (let pageIndex = 0, pages = 1; pageIndex < pages; pageIndex++) {
		const { data } = await client.get<{ PagedUsers: { TotalPages: number; Items: Record_[] } }>(
			'/api/Account/GetUsers',
			{ params: { pageIndex, pageSize: 200 } },
		);
		for (const user of data.PagedUsers.Items) accounts.set(user.ExternalId, user);
		pages = data.PagedUsers.TotalPages;
	}
	const work = rows.filter((row) => {
		const account = accounts.get(row.ExternalId);
		return account === undefined || differences(row, account, ['Phones']) !== undefined;
	});
	await each(batches(work, 100), concurrency, async (batch) =>
		client.post(
			'/api/Import/SyncRequestorUsers',
			batch.map(({ ExternalId, Email, ...rest }) => ({
				ExternalId,
				Email,
				Operations: Object.entries({ ExternalId, ...rest }).map(([name, Value]) => ({
					Operation: 2,
					FromPath: null,
					ParsedFromPath: null,
					Path: `/${name}`,
					ParsedPath: null,
					Value,
				})),
			})),
		),
	);
	return { sent: work.length, unchanged: rows.length - work.length };
}

async function traliant({ client, rows, concurrency }: Desk): Promise<Counts> {
	await each(batches(rows, 10), concurrency, async (users) =>
		client.post('/api/v1/users/sync', {
			users,
			execute_rules: false,
			find_by: 'username',
			force_password_change: false,
			track_changes: true,
		}),
	);
	return { sent: rows.length };
}

interface CollaboratorPage {
	readonly data: readonly Record_[];
	readonly pager: { readonly count: number };
}

const dotted = (day: unknown): unknown => (typeof day === 'string' ? day.split('-').reverse().join('.') : null);

/** A list that is refused: one import for each row. Else whoever differs from the list, whose pages come side by side. */
async function lmsCollaborator({ client, rows, concurrency }: Desk): Promise<Counts> {
	const page = async (number: number): Promise<CollaboratorPage | undefined> => {
		const params = { page: number, count: 1000 };
		const reply = await client.get<CollaboratorPage>('/api/v2/users/list', { params, validateStatus: () => true });
		return reply.status === 200 ? reply.data : undefined;
	};
	const first = await page(1);
	const accounts = new Map<unknown, Record_>();
	const keep = (one: CollaboratorPage | undefined): void => {
		for (const user of one?.data ?? []) accounts.set(user.uid, user);
	};
	keep(first);
	const rest = Array.from({ length: (first?.pager.count ?? 1) - 1 }, (_, at) => at + 2);
	await each(rest, concurrency, async (number) => keep(await page(number)));
	const work = first === undefined ? rows : rows.filter((row) => differsFrom(row, accounts.get(row.uid)));
	await each(work, concurrency, async (row) =>
		client.post('/api/v2/users-import/single', JSON.stringify(row), {
			headers: { 'Content-Type': 'application/json;charset=UTF-8' },
		}),
	);
	return { sent: work.length };
}

function differsFrom(row: Row, account: Record_ | undefined): boolean {
	if (account === undefined) return true;
	for (const name in row) {
		const shown = account[name];
		if (shown === undefined) continue;
		const wanted = name.includes('date')
			? dotted(row[name])
			: name === 'gender'
				? GENDERS[Number(row[name])]
				: row[name];
		if (wanted !== shown) return true;
	}
	return false;
}

const GENDERS = ['male', 'female'];
