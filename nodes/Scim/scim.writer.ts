import type { Outcome } from '../shared/model/connector';
import { sameValue } from '../shared/deciding/compare';
import { looseKey } from '../shared/model/spelling';
import { textOf, type Values } from '../shared/model/field';
import type { Call, Reply } from '../shared/transport/http';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import { isRefused, scimTypeOf, type ScimCalls } from './scim.calls';
import type { Abilities } from './scim.config';
import { pathOperations, USER_SCHEMA, wholeOperation, withValues, type Members, type Wanted } from './scim.places';
import type { ScimReader } from './scim.reader';
import { activeOf, toUser, versionOf, type Keep } from './scim.user';

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** How often a change is decided anew because somebody else was faster. */
const DECISIONS = 3;
/** What PUT must not, or need not, carry: the server's own. Source: RFC 7643 §3.1, §4.1.2. */
const SERVERS_OWN = new Set(['meta', 'groups']);
/** Refusals that are about the value, not about the form of the PATCH. Source: RFC 7644 §3.12, table 9. */
const ABOUT_VALUES = new Set(['uniqueness', 'mutability', 'invalidValue', 'sensitive', 'tooMany']);

/** The account that a write is about, as last read. */
export interface Target {
	readonly id: string;
	readonly members: Members;
	readonly version: string | undefined;
}

/** Writes one user at a time, in the first form that the server takes: PATCH with paths, PATCH without, PUT. */
export class ScimWriter {
	private form: 'paths' | 'whole' | 'put';
	/** What has worked once in this run, plain paths and those that choose a member: a refusal is then about the values. */
	private readonly proven = { plain: false, chosen: false, whole: false };
	private lacksPut = false;

	constructor(
		private readonly calls: ScimCalls,
		private readonly reader: ScimReader,
		private readonly abilities: Abilities,
		private readonly keep: Keep,
	) {
		this.form = abilities.patch ? 'paths' : 'put';
	}

	/** Whether an update can be one operation of a Bulk call, made without reading first. */
	get patchesByPath(): boolean {
		return this.form === 'paths';
	}

	/** The body of a PATCH; undefined when there is nothing to be changed. */
	patchBody(wanted: readonly Wanted[], members: Members): Record<string, unknown> | undefined {
		const operations = pathOperations(wanted, members);
		return operations.length === 0 ? undefined : { schemas: [PATCH_SCHEMA], Operations: operations };
	}

	/** The body of a create: an account is active unless its row says otherwise. */
	createBody(wanted: readonly Wanted[]): Record<string, unknown> {
		return withValues({ schemas: [USER_SCHEMA], active: true }, wanted);
	}

	async create(wanted: readonly Wanted[]): Promise<Reply> {
		return this.calls.write({
			method: 'POST',
			path: this.calls.users(),
			body: this.createBody(wanted),
			mayBeEmpty: true,
		});
	}

	async remove(target: Target): Promise<Reply> {
		return this.deciding(target, [], async ({ id, version }) =>
			this.calls.write({
				method: 'DELETE',
				path: this.calls.users(id),
				headers: this.ifMatch(version),
				mayBeEmpty: true,
			}),
		);
	}

	/** Changes an account so that it has these values. */
	async update(target: Target, wanted: readonly Wanted[]): Promise<Reply> {
		return this.deciding(target, wanted, async (now, left) => this.change(now, left));
	}

	/** Writes; where somebody else has changed the account meanwhile (412), reads it again and decides again. */
	private async deciding(
		target: Target,
		wanted: readonly Wanted[],
		write: (target: Target, wanted: readonly Wanted[]) => Promise<Reply>,
	): Promise<Reply> {
		let reply = await write(target, wanted);
		for (let decision = 1; isRefused(reply, 412, 428) && decision < DECISIONS; decision++) {
			const fresh = await this.reader.byId(target.id, this.keep);
			if (fresh === undefined) return gone(target.id);
			const left = wanted.filter(({ field, value }) => !sameValue(field, value, fresh.user.values[field.name] ?? null));
			if (wanted.length > 0 && left.length === 0) return { kind: 'ok', status: 200, body: fresh.record, headers: {} };
			reply = await write({ id: target.id, members: fresh.record, version: versionOf(fresh.record) }, left);
		}
		return reply;
	}

	private async change(target: Target, wanted: readonly Wanted[]): Promise<Reply> {
		switch (this.form) {
			case 'paths':
				return this.byPaths(target, wanted);
			case 'whole':
				return this.byWhole(target, wanted);
			case 'put':
				return this.byPut(target, wanted);
		}
	}

	private async byPaths(target: Target, wanted: readonly Wanted[]): Promise<Reply> {
		const body = this.patchBody(wanted, target.members);
		if (body === undefined) return { kind: 'ok', status: 204, body: undefined, headers: {} };
		const kind = pathOperations(wanted, target.members).some(({ path = '' }) => path.includes('['))
			? 'chosen'
			: 'plain';
		const reply = await this.patch(target.id, body, target.version);
		if (reply.kind === 'ok') this.proven[kind] = true;
		if (this.proven[kind]) return reply;
		if (await this.lacksMethod(reply, target.id)) return this.become('put', this.byPut(target, wanted), reply);
		if (!isRefused(reply, 400, 422) || ABOUT_VALUES.has(scimTypeOf(reply))) return reply;
		return this.become('whole', this.byWhole(target, wanted), reply);
	}

	/** Another form is kept when it works; else the first refusal is what is told. */
	private async become(form: 'whole' | 'put', tried: Promise<Reply>, refusal: Reply): Promise<Reply> {
		const reply = await tried;
		if (isRefused(reply, 400, 404, 405, 422, 501)) return refusal;
		if (reply.kind === 'ok' && this.form !== 'put') this.form = form;
		return reply;
	}

	/**
	 * A list without a path shall replace the one that is there (RFC 7644 §3.5.2.3), but servers add to it, and every
	 * member stands there twice: lists go by PUT, wherever there is one.
	 */
	private async byWhole(target: Target, wanted: readonly Wanted[]): Promise<Reply> {
		if (!this.lacksPut && wanted.some(({ field }) => field.place.kind === 'member')) {
			const put = await this.byPut(target, wanted);
			if (!(await this.lacksMethod(put, target.id))) return put;
			this.lacksPut = true;
		}
		const reply = await this.withoutPath(target, wanted);
		if (reply.kind === 'ok') this.proven.whole = true;
		if (this.proven.whole || this.lacksPut || !isRefused(reply, 400, 404, 405, 422, 501)) return reply;
		return this.become('put', this.byPut(target, wanted), reply);
	}

	private async withoutPath({ id }: Target, wanted: readonly Wanted[]): Promise<Reply> {
		const fresh = await this.reader.byId(id, this.keep);
		if (fresh === undefined) return gone(id);
		const body = { schemas: [PATCH_SCHEMA], Operations: [wholeOperation(wanted, fresh.record)] };
		return this.patch(id, body, versionOf(fresh.record));
	}

	/** The whole record goes back with the values in it: what PUT does not carry is lost (RFC 7644 §3.5.1). */
	private async byPut(target: Target, wanted: readonly Wanted[]): Promise<Reply> {
		const { id } = target;
		const fresh = await this.reader.byId(id, this.keep);
		if (fresh === undefined) return gone(id);
		const whole = Object.entries(withValues(sendable(fresh.record), wanted)).filter(([name]) => !SERVERS_OWN.has(name));
		const reply = await this.calls.write({
			method: 'PUT',
			path: this.calls.users(id),
			body: Object.fromEntries(whole),
			headers: this.ifMatch(versionOf(fresh.record)),
			mayBeEmpty: true,
		});
		// The configuration was wrong both ways.
		if (!isRefused(reply, 405, 501) || this.abilities.patch || this.form !== 'put') return reply;
		this.form = 'paths';
		return this.byPaths({ ...target, members: fresh.record }, wanted);
	}

	private async patch(id: string, body: unknown, version: string | undefined): Promise<Reply> {
		const call: Call = { method: 'PATCH', path: this.calls.users(id), body, mayBeEmpty: true };
		return this.calls.write({ ...call, headers: this.ifMatch(version) });
	}

	/** 404 may mean that the account is gone, or that there is no PATCH, or PUT: the account itself tells. */
	private async lacksMethod(reply: Reply, id: string): Promise<boolean> {
		if (isRefused(reply, 405, 501)) return true;
		if (reply.kind === 'ok' || reply.failure.kind !== 'notFound') return false;
		return (await this.reader.byId(id, this.keep)) !== undefined;
	}

	private ifMatch(version: string | undefined): Record<string, string> {
		return this.abilities.etag && version !== undefined ? { 'If-Match': version } : {};
	}
}

/** A record that can go back: servers leave out its schemas, or show a truth value as a word. */
function sendable(record: JsonRecord): JsonRecord {
	const extensions = Object.keys(record).filter((name) => name.toLowerCase().startsWith('urn:'));
	const { schemas = [USER_SCHEMA, ...extensions], active } = record;
	return { ...record, schemas, ...(typeof active === 'string' ? { active: activeOf(active) } : {}) };
}

function gone(id: string): Reply {
	return {
		kind: 'failed',
		failure: { kind: 'notFound', message: `The system has no user with the id ${id} any more.` },
	};
}

/** What the reply to an update shows: this very person, or nothing at all. */
export function shownOutcome(
	reply: Reply & { kind: 'ok' },
	id: string,
	wanted: readonly Wanted[],
	keep: Keep,
): Outcome {
	const extras = { response: reply.body };
	const record = recordOf(reply.body);
	if (record === undefined) return { kind: 'done', userId: id, extras };
	const user = toUser(record, keep);
	if (user === undefined || user.id.toLowerCase() !== id.toLowerCase()) return unshown(extras, id);
	const active = wanted.find(({ field }) => field.name === 'active')?.value;
	if (typeof active === 'boolean' && active !== (user.standing === 'active')) {
		return {
			kind: 'failed',
			code: 'VENDOR_REJECTED',
			message: `The server answered with success, but shows the account as ${active ? 'not active' : 'still active'}. Ask its vendor whether accounts can be (de)activated by SCIM.`,
			userId: id,
			extras,
		};
	}
	return { kind: 'done', userId: id, ...shownIn(record, user.values), extras };
}

/** The reply to a create: the account under the row's key. */
export function createdOutcome(reply: Reply & { kind: 'ok' }, key: string, keep: Keep): Outcome {
	const extras = { response: reply.body };
	const record = recordOf(reply.body);
	const user = record === undefined ? undefined : toUser(record, keep);
	if (record === undefined || user === undefined) {
		const { location } = reply.headers;
		const id = typeof location === 'string' ? lastSegment(location) : '';
		return id === '' ? unshown(extras) : { kind: 'done', userId: id, extras };
	}
	if (record[keep.findBy] !== undefined && looseKey(user.key) !== looseKey(key)) return unshown(extras);
	return { kind: 'done', userId: user.id, ...shownIn(record, user.values), extras };
}

/** A reply that carries no more than an id shows nothing of the values. */
function shownIn(record: JsonRecord, shown: Values): { shown?: Values } {
	return record.userName === undefined ? {} : { shown };
}

/** The id at the end of a location. */
export function lastSegment(location: string): string {
	const [path = ''] = location.split(/[?#]/);
	const last = path.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last);
	} catch {
		return textOf(last);
	}
}

function unshown(extras: { response: unknown }, userId?: string): Outcome {
	return {
		kind: 'unknown',
		code: 'NO_RESULT',
		message:
			'The server answered with success, but did not show this person. Whether it was done is not known: look this person up.',
		...(userId === undefined ? {} : { userId }),
		extras,
	};
}
