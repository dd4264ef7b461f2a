import { sameValue } from '../shared/deciding/compare';
import type { Call, Reply } from '../shared/transport/http';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import { isRefused, scimTypeOf, type ScimCalls } from './scim.calls';
import type { Abilities } from './scim.config';
import {
	MANAGER,
	membersIn,
	pathOperations,
	USER_SCHEMA,
	wholeOperation,
	withValues,
	type Members,
	type PatchOperation,
	type Wanted,
} from './scim.places';
import type { ScimReader } from './scim.reader';
import { activeOf, versionOf, type Keep } from './scim.user';

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

/**
 * Writes one user at a time, in the first form that the server takes: PATCH with paths, PATCH without, PUT, and where there
 * is no PUT, the PATCH that Entra sends.
 */
export class ScimWriter {
	private form: 'paths' | 'whole' | 'put' | 'entra';
	/** What has worked once in this run, plain paths and those that choose a member: a refusal is then about the values. */
	private readonly proven = { plain: false, chosen: false, whole: false };
	private lacksPut = false;
	/** A write without a version was refused for it (428), whatever the configuration says. */
	private wantsVersions = false;
	/** Lists without a path were added to, instead of replaced. */
	private addsToLists = false;

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
				answersNothing: true,
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
			this.wantsVersions ||= isRefused(reply, 428);
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
			case 'entra':
				return this.asEntra(target, wanted);
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
		const other = await this.become('whole', this.byWhole(target, wanted), reply);
		if (other !== reply || this.form !== 'paths' || !this.lacksPut || this.addsToLists) return other;
		return this.become('entra', this.asEntra(target, wanted), reply);
	}

	/** Servers made for Entra alone want `Replace` and words for truth values, and have no PUT. */
	private async asEntra(target: Target, wanted: readonly Wanted[]): Promise<Reply> {
		const operations = pathOperations(wanted, target.members).map(entraOperation);
		return this.patch(target.id, { schemas: [PATCH_SCHEMA], Operations: operations }, target.version);
	}

	/** Another form is kept when it works; else the first refusal is what is told. */
	private async become(form: 'whole' | 'put' | 'entra', tried: Promise<Reply>, refusal: Reply): Promise<Reply> {
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
		const hasList = wanted.some(({ field }) => field.place.kind === 'member');
		if (!this.lacksPut && hasList) {
			const put = await this.byPut(target, wanted);
			if (!this.lacksPut) return put;
		}
		if (hasList && this.addsToLists) return added(false);
		const reply = await this.withoutPath(target, wanted);
		if (reply.kind === 'ok') {
			this.proven.whole = true;
			return hasList && this.lacksPut ? this.unlessAdded(target, wanted, reply) : reply;
		}
		if (this.proven.whole || this.lacksPut || !isRefused(reply, 400, 404, 405, 422, 501)) return reply;
		return this.become('put', this.byPut(target, wanted), reply);
	}

	/** Whether each list is what was sent, or has grown by it. */
	private async unlessAdded(target: Target, wanted: readonly Wanted[], reply: Reply): Promise<Reply> {
		const now = await this.reader.byId(target.id, this.keep).catch(() => null);
		if (now === null) return UNSEEN_LISTS;
		this.addsToLists = now !== undefined && hasTwins(now.record, wanted);
		return this.addsToLists ? added(true) : reply;
	}

	private async withoutPath({ id }: Target, wanted: readonly Wanted[]): Promise<Reply> {
		const fresh = await this.reader.byId(id, this.keep);
		if (fresh === undefined) return gone(id);
		if (hasTwins(fresh.record, wanted)) return added(false);
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
		if (!(await this.lacksMethod(reply, id))) return reply;
		this.lacksPut = true;
		// The configuration was wrong both ways.
		if (this.abilities.patch || this.form !== 'put') return reply;
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
		return (this.abilities.etag || this.wantsVersions) && version !== undefined ? { 'If-Match': version } : {};
	}
}

/** A record that can go back: servers leave out its schemas, or some of them, or show a truth value as a word. */
function sendable(record: JsonRecord): JsonRecord {
	const { schemas, active } = record;
	const named: unknown[] = Array.isArray(schemas) ? schemas : [USER_SCHEMA];
	const isNamed = (name: string): boolean => named.some((one) => String(one).toLowerCase() === name.toLowerCase());
	const extensions = Object.keys(record).filter((name) => name.toLowerCase().startsWith('urn:') && !isNamed(name));
	return {
		...record,
		schemas: [...named, ...extensions],
		...(typeof active === 'string' ? { active: activeOf(active) } : {}),
	};
}

/** The same operation as Entra writes it. */
function entraOperation({ op, path, value }: PatchOperation): Record<string, unknown> {
	const plain = path === MANAGER ? (recordOf(value)?.value ?? value) : value;
	const word = typeof plain === 'boolean' ? (plain ? 'True' : 'False') : plain;
	return { op: op.charAt(0).toUpperCase() + op.slice(1), path, ...(word === undefined ? {} : { value: word }) };
}

/** Whether one of the lists that are written holds a member twice. */
function hasTwins(record: JsonRecord, wanted: readonly Wanted[]): boolean {
	return wanted.some(({ field: { place } }) => {
		if (place.kind !== 'member') return false;
		const members = membersIn(record, place.attribute).map((member) => JSON.stringify(member));
		return new Set(members).size < members.length;
	});
}

function added(isDone: boolean): Reply {
	const message = `The server adds to lists of e-mails, phones or addresses where it shall replace them (RFC 7644 §3.5.2.3), and takes no other form. ${
		isDone
			? 'This account now holds old and new ones, some twice: correct it in the system.'
			: 'Nothing was sent for this person.'
	} Leave those columns out of the list, and tell the system's vendor.`;
	return { kind: 'failed', failure: { kind: 'refused', status: 200, message, body: undefined } };
}

const UNSEEN_LISTS: Reply = {
	kind: 'failed',
	failure: {
		kind: 'unreadable',
		message:
			'The server took the change, but whether it replaced e-mails, phones and addresses or added to them could not be looked up.',
	},
};

function gone(id: string): Reply {
	return {
		kind: 'failed',
		failure: { kind: 'notFound', message: `The system has no user with the id ${id} any more.` },
	};
}
