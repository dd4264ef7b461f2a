import type { BridgeDirectory } from './directory';
import { included, listUsers } from './listing';
import { listEnrollments, listRoles, listSubAccounts } from './reads';
import type { BridgeSwitches } from './switches';
import { fullNames } from './users';
import type { BridgeUser } from './users';
import { readUser, writeUsers } from './wire';
import type { Included } from './wire';
import { isIsoDate, isJsonType, isObject } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import type { Clock } from '../shared/clock';
import { Refusal } from '../shared/refusal';
import type { Call, Reply, RequestHeaders, Route, Service, Signature } from '../shared/vendor';

export type BridgeCaller = { readonly role: 'admin' | 'author'; readonly token: string } | { readonly refused: string };

/** The routes of `api/admin` and `api/author`. */
export class BridgeService implements Service {
	readonly routes: readonly Route[] = [
		this.route('POST', '/api/admin/users', 'json', (call) => this.create(call)),
		this.route('DELETE', '/api/admin/users/:id', 'none', (call) => this.delete(call)),
		this.route('GET', '/api/admin/users/:id/summary', 'none', (call) => this.summary(call)),
		this.route('POST', '/api/admin/users/:id/hide', 'optional', (call) => this.hide(call)),
		this.route('GET', '/api/author/users', 'none', (call) =>
			listUsers(call, this.directory, this.switches, this.house.baseUrl()),
		),
		this.route('GET', '/api/author/users/:id', 'none', (call) => this.read(call)),
		this.route('PATCH', '/api/author/users/:id', 'json', (call) => this.update(call)),
		this.route('POST', '/api/author/users/:id/restore', 'optional', (call) => this.restore(call)),
		this.route('GET', '/api/author/custom_fields', 'none', () => this.listCustomFields()),
		this.route('GET', '/api/author/roles', 'none', () => listRoles(this.switches)),
		this.route('GET', '/api/admin/sub_accounts', 'none', () => listSubAccounts(this.directory, this.switches)),
		this.route('GET', '/api/author/learners/:id/enrollments', 'none', (call) =>
			listEnrollments(call, this.active(call), this.directory, this.switches),
		),
	];

	constructor(
		private readonly directory: BridgeDirectory,
		private readonly switches: BridgeSwitches,
		private readonly house: { readonly clock: Clock; baseUrl(): string },
		private readonly callerOf: (headers: RequestHeaders) => BridgeCaller,
	) {}

	authenticate(headers: RequestHeaders): Signature {
		const caller = this.callerOf(headers);
		return 'refused' in caller
			? { ok: false, reply: this.failure(401, caller.refused) }
			: { ok: true, caller: caller.role, token: caller.token };
	}

	failure(status: number, message: string): Reply {
		switch (this.switches.errorForm) {
			case 'strings':
				return { status, json: { errors: [message] } };
			case 'objects':
				return { status, json: { errors: [{ title: message, status: String(status) }] } };
			case 'text':
				return { status, text: message };
		}
	}

	refuse(refusal: Refusal): Reply {
		return this.failure(refusal.status, refusal.message);
	}

	refusedContentType(contentType: string): Reply | undefined {
		return isJsonType(contentType) ? undefined : this.failure(415, `Unsupported media type ${contentType || '(none)'}`);
	}

	retryAfter(): BridgeSwitches['retryAfter'] {
		return this.switches.retryAfter;
	}

	limitHeaders(remaining: number): Record<string, string> {
		return this.switches.remainingHeader ? { 'x-rate-limit-remaining': String(remaining) } : {};
	}

	private route(method: Route['method'], path: string, body: Route['body'], handle: (call: Call) => Reply): Route {
		const adminOnly = path.startsWith('/api/admin/');
		return {
			method,
			path,
			body,
			handle: (call) => {
				if (adminOnly && call.caller !== 'admin') {
					return this.failure(403, 'This call needs an administrator');
				}
				return handle(call);
			},
		};
	}

	private create(call: Call): Reply {
		const entries: unknown = isObject(call.body) ? call.body.users : undefined;
		if (!Array.isArray(entries)) throw new Refusal(400, 'users is missing');
		const [wire, ...ignored]: unknown[] = entries;
		if (!isObject(wire)) throw new Refusal(400, 'users is empty');
		if (ignored.length > 0) call.request.notes.push(`ignored ${ignored.length} further users`);
		const read = readUser(wire, this.directory, this.switches, undefined);
		this.noteIgnored(call, read.ignored);
		const { uid } = read.fields;
		if (uid === undefined) throw new Refusal(400, "uid can't be blank");
		const holders = this.directory.withUid(uid);
		const isTaken = holders.some((user) => user.deleted_at === null || this.switches.createForDeleted === 'refuse');
		if (isTaken) throw new Refusal(400, 'uid has already been taken');
		this.refuseHeldHrisId(read.fields.hris_id, undefined);
		const { manager_id: manager, locale, ...fields } = read.fields;
		const user = this.directory.add({ ...fields, uid, ...(locale ? { locale } : {}) });
		this.directory.change(user, { manager_id: manager ?? null });
		for (const { fieldId, value } of read.custom) {
			this.directory.setCustomValue(user, fieldId, value);
		}
		return {
			status: this.switches.createStatus,
			json: this.users([user], { ...included(call), customFields: true }),
		};
	}

	private update(call: Call): Reply {
		const user = this.active(call);
		if (!isObject(call.body) || !isObject(call.body.user)) throw new Refusal(400, 'user is missing');
		const further = Object.keys(call.body).filter((name) => name !== 'user');
		if (further.length > 0) throw new Refusal(400, `unknown parameter: ${further.join(', ')}`);
		const read = readUser(call.body.user, this.directory, this.switches, user);
		this.noteIgnored(call, read.ignored);
		const { uid } = read.fields;
		if (uid !== undefined && this.directory.withUid(uid).some((other) => other !== user)) {
			throw new Refusal(400, 'uid has already been taken');
		}
		this.refuseHeldHrisId(read.fields.hris_id, user);
		this.directory.change(user, withNames(user, read.fields));
		for (const { fieldId, value } of read.custom) {
			this.directory.setCustomValue(user, fieldId, value);
		}
		return { status: 200, json: this.users([user], included(call)) };
	}

	private delete(call: Call): Reply {
		const user = this.active(call);
		this.refuseSelf(user);
		const later = call.query.get('async') === 'true' && this.switches.asyncDelete === 'later';
		if (later) void this.house.clock.sleep(1000).then(() => this.directory.setDeleted(user, true));
		else this.directory.setDeleted(user, true);
		return { status: 204 };
	}

	private hide(call: Call): Reply {
		const users = this.named(call);
		const user = users.find((one) => one.deleted_at === null) ?? users[0];
		if (user === undefined) throw new Refusal(404, 'User was not found');
		this.refuseSelf(user);
		if (user.deleted_at === null) {
			throw new Refusal(this.switches.hideActiveRefusal, 'An active user cannot be hidden');
		}
		user.hidden = true;
		return { status: 204 };
	}

	private restore(call: Call): Reply {
		if (call.body !== undefined && !isObject(call.body)) throw new Refusal(400, 'Not an object');
		const users = this.named(call);
		const active = users.find((user) => user.deleted_at === null);
		if (active !== undefined && this.switches.restoreActive === 'user') {
			return { status: 200, json: this.users([active], included(call)) };
		}
		// Several records may bear one uid: by uid the first one comes back, which need not be the right one.
		const [user] = users;
		if (user === undefined || active !== undefined) throw new Refusal(404, 'User was not found');
		if (this.directory.withUid(user.uid).some((other) => other.deleted_at === null)) {
			throw new Refusal(400, 'uid has already been taken');
		}
		this.refuseHeldHrisId(user.hris_id, user);
		this.directory.setDeleted(user, false);
		return { status: 200, json: this.users([user], included(call)) };
	}

	private read(call: Call): Reply {
		const users = this.named(call);
		const withDeleted =
			call.query.get('with_deleted') === 'true' && (this.switches.withDeletedByUid || !namesUid(call));
		const found = users.filter(
			(user) => user.deleted_at === null || (withDeleted && (!user.hidden || this.switches.hiddenReadable)),
		);
		if (found.length === 0 && this.switches.deletedWithoutFlag === 'notFound') {
			throw new Refusal(404, 'User was not found');
		}
		return { status: 200, json: this.users(found, included(call)) };
	}

	private summary(call: Call): Reply {
		const user = this.active(call);
		const start = dateOf(call, 'start_date') ?? '0000-00-00';
		const end = dateOf(call, 'end_date') ?? '9999-99-99';
		const learning = this.directory.learningOf(user).filter(({ on }) => on >= start && on <= end);
		const completed = learning.filter(({ state }) => state !== 'overdue');
		const count = (kind: string): number => completed.filter((one) => one.kind === kind).length;
		return {
			status: 200,
			json: {
				summary: {
					completed_courses: count('course'),
					completed_programs: count('program'),
					completed_live_courses: count('live_course'),
					total_on_time: completed.filter(({ state }) => state === 'onTime').length,
					total_overdue: learning.length - completed.length,
				},
			},
		};
	}

	private listCustomFields(): Reply {
		const complete: JsonObject[] = this.directory.customFields.map(({ id, name }) => ({
			id: this.switches.idsAs === 'string' ? id : Number(id),
			name,
		}));
		const incomplete: JsonObject[] = [{ id: '9001' }, { name: 'Without Id' }, { name: '' }];
		return {
			status: 200,
			json: {
				meta: {},
				custom_fields: this.switches.definitionsIncomplete ? [...incomplete, ...complete] : complete,
			},
		};
	}

	private users(users: readonly BridgeUser[], wanted: Included): JsonObject {
		return writeUsers(users, this.directory, this.switches, wanted);
	}

	/** The users that `:id` names: one by id, all records that bear a uid. */
	private named(call: Call): readonly BridgeUser[] {
		const segment = call.rawPath.split('/')[4] ?? '';
		if (segment.includes('.') && this.switches.rawDot === 'format') {
			throw new Refusal(404, `No route for format ${segment.slice(segment.lastIndexOf('.'))}`);
		}
		const id = call.params.id ?? '';
		if (namesUid(call)) return this.directory.withUid(id.slice(4));
		const user = /^\d{1,15}$/.test(id) ? this.directory.byNumber(Number(id)) : undefined;
		return user === undefined ? [] : [user];
	}

	private active(call: Call): BridgeUser {
		const user = this.named(call).find((one) => one.deleted_at === null);
		if (user === undefined) throw new Refusal(404, 'User was not found');
		return user;
	}

	private refuseSelf(user: BridgeUser): void {
		if (user.uid === this.directory.self) {
			throw new Refusal(this.switches.selfRefusal, 'You cannot delete or hide yourself');
		}
	}

	private refuseHeldHrisId(hrisId: string | null | undefined, user: BridgeUser | undefined): void {
		if (hrisId === null || hrisId === undefined) return;
		const held = this.directory
			.withHrisId(hrisId)
			.some((other) => other !== user && (other.deleted_at === null || this.switches.hrisIdOfDeleted === 'taken'));
		if (held) throw new Refusal(400, 'hris_id has already been taken');
	}

	private noteIgnored(call: Call, fields: readonly string[]): void {
		if (fields.length > 0) call.request.notes.push(`ignored fields ${fields.join(', ')}`);
	}
}

function namesUid(call: Call): boolean {
	return (call.params.id ?? '').startsWith('uid:');
}

function dateOf(call: Call, name: string): string | undefined {
	const date = call.query.get(name);
	if (date === null) return undefined;
	if (!isIsoDate(date)) throw new Refusal(400, `${name} must be YYYY-MM-DD`);
	return date;
}

/** A new first or last name renews the names that Bridge had made from the old ones. */
function withNames<Fields extends Partial<BridgeUser>>(user: BridgeUser, fields: Fields): Fields {
	if (fields.first_name === undefined && fields.last_name === undefined) return fields;
	const made = fullNames({ first_name: user.first_name, last_name: user.last_name });
	const renewed = fullNames({
		first_name: fields.first_name === undefined ? user.first_name : fields.first_name,
		last_name: fields.last_name === undefined ? user.last_name : fields.last_name,
	});
	return {
		...(user.full_name === made.full_name ? { full_name: renewed.full_name } : {}),
		...(user.sortable_name === made.sortable_name ? { sortable_name: renewed.sortable_name } : {}),
		...fields,
	};
}
