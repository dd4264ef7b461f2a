import type { Clock } from '../shared/clock';
import { compareText, defined, isIsoDate, without } from '../shared/checks';
import { fullNames } from './users';
import type { BridgeFields, BridgeSeed, BridgeUser, Learning } from './users';
import { randomFrom } from '../shared/people';
import type { Directory } from '../shared/vendor';

/**
 * Bridge's users, the deleted ones included. Keys: a uid, `uid:X`, or an id.
 * Indexed by id, uid and hris_id, so that 100,000 users cost no scan.
 */
export class BridgeDirectory implements Directory<BridgeUser, BridgeSeed> {
	/** Definitions in the order of their making. */
	readonly customFields: Array<{ readonly id: string; readonly name: string }> = [];
	/** The user that the administrator's credential belongs to: it cannot delete or hide itself. */
	self: string | undefined;
	private readonly byId = new Map<number, BridgeUser>();
	private readonly byUid = new Map<string, BridgeUser[]>();
	private readonly byHris = new Map<string, Set<BridgeUser>>();
	private readonly reports = new Map<number, number>();
	/** Ascending, as ids only grow; removed ones stay as gaps. */
	private readonly order: number[] = [];
	private nextId = 1;
	private nextValueId = 1;

	constructor(
		private readonly clock: Clock,
		private readonly seed: number,
	) {
		this.defineCustomField('Cost Center');
		this.defineCustomField('Badge Number');
	}

	/** Puts in many: managers may come after their people. */
	load(seeds: readonly BridgeSeed[]): void {
		const added = seeds.map((seed) => ({ seed, user: this.addWithoutManager(seed) }));
		for (const { seed, user } of added) this.setManager(user, this.resolveSeedManager(seed));
	}

	get size(): number {
		return this.byId.size;
	}

	/** Active users only. */
	get active(): BridgeUser[] {
		return this.all().filter((user) => user.deleted_at === null);
	}

	all(): BridgeUser[] {
		return [...this.byId.values()];
	}

	/** By uid the active one, else the one deleted last. */
	get(key: string): BridgeUser | undefined {
		const uid = key.startsWith('uid:') ? key.slice(4) : key;
		const users = this.withUid(uid);
		const latest = [...users].sort((a, b) => compareText(a.deleted_at ?? '', b.deleted_at ?? ''));
		return (
			users.find((user) => user.deleted_at === null) ??
			latest[latest.length - 1] ??
			(/^\d+$/.test(key) ? this.byId.get(Number(key)) : undefined)
		);
	}

	byNumber(id: number): BridgeUser | undefined {
		return this.byId.get(id);
	}

	/** Every record with this uid, oldest first; at most one is active. */
	withUid(uid: string): readonly BridgeUser[] {
		return this.byUid.get(uid) ?? [];
	}

	withHrisId(hrisId: string): BridgeUser[] {
		return [...(this.byHris.get(hrisId) ?? [])];
	}

	add(seed: BridgeSeed): BridgeUser {
		const user = this.addWithoutManager(seed);
		this.setManager(user, this.resolveSeedManager(seed));
		return user;
	}

	remove(key: string): void {
		const user = this.get(key);
		if (user === undefined) return;
		this.setManager(user, null);
		this.unindex(user);
		this.byId.delete(user.id);
	}

	/** Changes fields of a user, keeping the indexes true. */
	change(user: BridgeUser, fields: Partial<BridgeFields>): void {
		const { manager_id: manager, ...rest } = fields;
		this.unindex(user);
		Object.assign(user, rest, { updated_at: this.timestamp() });
		this.index(user);
		if (manager !== undefined) this.setManager(user, manager);
	}

	setDeleted(user: BridgeUser, deleted: boolean): void {
		user.deleted_at = deleted ? this.timestamp() : null;
		if (!deleted) user.hidden = false;
		user.updated_at = this.timestamp();
	}

	/** Null takes the value away. */
	setCustomValue(user: BridgeUser, fieldId: string, value: string | null): void {
		const held = user.custom.get(fieldId);
		if (value === null) user.custom.delete(fieldId);
		else if (held !== undefined) held.value = value;
		else user.custom.set(fieldId, { id: String(this.nextValueId++), value });
	}

	/** Defines a custom field, or finds it. Returns its id. */
	defineCustomField(name: string): string {
		const found = this.customFields.find((field) => field.name === name);
		if (found !== undefined) return found.id;
		const id = String(this.customFields.length + 5);
		this.customFields.push({ id, name });
		return id;
	}

	isManager(user: BridgeUser): boolean {
		return (this.reports.get(user.id) ?? 0) > 0;
	}

	/** Up to `count` users after an id, in order, and whether more follow. */
	page(after: number, count: number, wanted: (user: BridgeUser) => boolean): { users: BridgeUser[]; more: boolean } {
		const users: BridgeUser[] = [];
		for (let at = this.positionAfter(after); at < this.order.length; at += 1) {
			const user = this.byId.get(this.order[at] ?? 0);
			if (user === undefined || !wanted(user)) continue;
			if (users.length === count) return { users, more: true };
			users.push(user);
		}
		return { users, more: false };
	}

	/** What a user has learned: as put in, else made up from the id. */
	learningOf(user: BridgeUser): readonly Learning[] {
		if (user.learning !== undefined) return user.learning;
		const random = randomFrom(Math.imul(user.id, 2654435761) ^ this.seed);
		const kinds = ['course', 'course', 'program', 'live_course'] as const;
		const states = ['onTime', 'onTime', 'late', 'overdue'] as const;
		return Array.from({ length: Math.floor(random() * 12) }, () => ({
			kind: kinds[Math.floor(random() * kinds.length)] ?? 'course',
			on: `${2023 + Math.floor(random() * 3)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-15`,
			state: states[Math.floor(random() * states.length)] ?? 'onTime',
		}));
	}

	snapshot(): unknown[] {
		return [...this.byId.values()]
			.sort((a, b) => compareText(a.uid, b.uid) || a.id - b.id)
			.map((user) => ({
				...without(user, 'id', 'custom', 'deleted_at', 'updated_at', 'learning'),
				roles: [...user.roles],
				manager_id: user.manager_id === null ? null : (this.byId.get(user.manager_id)?.uid ?? null),
				deleted: user.deleted_at !== null,
				custom: Object.fromEntries(
					[...user.custom]
						.map(([fieldId, { value }]) => [this.fieldName(fieldId), value] as const)
						.sort(([a], [b]) => compareText(a, b)),
				),
			}));
	}

	fieldName(fieldId: string): string {
		return this.customFields.find((field) => field.id === fieldId)?.name ?? fieldId;
	}

	private addWithoutManager(seed: BridgeSeed): BridgeUser {
		if (seed.hire_date != null && !isIsoDate(seed.hire_date)) {
			throw new Error(`hire_date ${seed.hire_date} of ${seed.uid} is not YYYY-MM-DD`);
		}
		const given = defined(without(seed, 'custom_fields', 'manager_id'));
		const id = given.id ?? this.nextId;
		if (this.byId.has(id)) throw new Error(`There is a user ${id} already`);
		this.nextId = Math.max(this.nextId, id + 1);
		const names = fullNames(given);
		const user: BridgeUser = {
			email: null,
			locale: 'en',
			hire_date: null,
			job_title: null,
			department: null,
			hris_id: null,
			roles: [],
			deleted_at: null,
			hidden: false,
			welcomedAt: null,
			loggedInAt: null,
			...given,
			...names,
			id,
			manager_id: null,
			updated_at: this.timestamp(),
			custom: new Map(),
			learning: given.learning,
		};
		this.byId.set(id, user);
		const last = this.order[this.order.length - 1];
		this.order.push(id);
		if (last !== undefined && last > id) this.order.sort((a, b) => a - b);
		this.index(user);
		for (const [name, value] of Object.entries(seed.custom_fields ?? {})) {
			this.setCustomValue(user, this.defineCustomField(name), value);
		}
		return user;
	}

	private resolveSeedManager(seed: BridgeSeed): number | null {
		if (seed.manager_id === undefined || seed.manager_id === null) return null;
		const manager = this.get(String(seed.manager_id));
		if (manager === undefined) throw new Error(`Manager ${seed.manager_id} of ${seed.uid} is unknown`);
		return manager.id;
	}

	private setManager(user: BridgeUser, manager: number | null): void {
		if (user.manager_id !== null) {
			this.reports.set(user.manager_id, (this.reports.get(user.manager_id) ?? 1) - 1);
		}
		user.manager_id = manager;
		if (manager !== null) this.reports.set(manager, (this.reports.get(manager) ?? 0) + 1);
	}

	private index(user: BridgeUser): void {
		this.byUid.set(user.uid, [...this.withUid(user.uid), user]);
		if (user.hris_id !== null) {
			const holders = this.byHris.get(user.hris_id) ?? new Set();
			this.byHris.set(user.hris_id, holders.add(user));
		}
	}

	private unindex(user: BridgeUser): void {
		const left = this.withUid(user.uid).filter((other) => other !== user);
		if (left.length > 0) this.byUid.set(user.uid, left);
		else this.byUid.delete(user.uid);
		if (user.hris_id !== null) this.byHris.get(user.hris_id)?.delete(user);
	}

	private positionAfter(id: number): number {
		let low = 0;
		let high = this.order.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.order[middle] ?? 0) <= id) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private timestamp(): string {
		return new Date(this.clock.now()).toISOString();
	}
}
