import type { IDataObject } from 'n8n-workflow';
import type { RunOutcome, RunRequest } from '../../../engine/engine';
import type { Account } from '../model';
import { switchesOf } from '../openings';
import type { Cell, ListRow, Person, World } from '../people';
import { requestFor, type Kit } from '../vendors';
import { oneOf, Staff, type Damage, type Employee, type Life, type LifeEvent } from './staff';

/** One line of tonight's list. */
export interface Line {
	readonly employee: Employee;
	readonly row: ListRow;
	/** The key on it can be read. */
	readonly isReadable: boolean;
}

const isLive = ({ state }: Account): boolean => state !== 'deleted';

/** A company, its learning system, and whose account is whose in truth: by the system's own ids. */
export class LivingWorld {
	readonly staff: Staff;
	/** Account → employee. */
	readonly owners = new Map<string, Employee>();
	/** What n8n keeps of the workflow from night to night. */
	readonly staticData: IDataObject = {};
	/** Yesterday's list as the memory, by key, where the system can't be listed. */
	readonly memory = new Map<string, IDataObject>();
	private readonly guarded: Employee | undefined;
	private moves = 0;
	private readonly edited = new Set<string>();

	constructor(
		readonly kit: Kit,
		readonly life: Life,
	) {
		if (kit.isForeign !== true) Object.assign(kit.simulator.switches, switchesOf(kit.vendor, life.opening));
		this.staff = new Staff(life.opening);
		for (let count = life.staff; count > 0; count -= 1) this.staff.join();
		this.guarded = life.guards === undefined ? undefined : this.staff.employees[0];
		kit.load([
			...this.staff.employees.map((one) => ({ ...one, state: 'active' as const, admin: false })),
			...bystandersIn(kit),
		]);
		this.settle();
		for (const line of this.list('none', 0)) this.remember(line);
	}

	get removal(): 'ignore' | 'delete' | 'deleteAndHide' | 'lock' {
		const { missing } = this.kit.rules;
		return missing[this.missing % missing.length] ?? 'ignore';
	}

	/** Where nobody is known, only the list can say who has left. */
	private get missing(): number {
		return this.kit.rules.listed || this.life.tells ? this.life.missing : 0;
	}

	/** The accounts, by the ids that the system itself has. */
	accounts(): Account[] {
		return this.kit.accounts();
	}

	/** Whose the accounts are that have come since. */
	settle(): void {
		for (const { id, key } of this.accounts()) {
			if (this.owners.has(id)) continue;
			const owner = this.staff.employees.find((one) => one.key === key);
			if (owner !== undefined) this.owners.set(id, owner);
		}
	}

	ownerOf({ id }: Account): Employee | undefined {
		return this.owners.get(id);
	}

	liveOf(employee: Employee): Account[] {
		return this.accounts().filter((account) => isLive(account) && this.ownerOf(account) === employee);
	}

	isGuarded(account: Account): boolean {
		return this.guarded !== undefined && this.ownerOf(account) === this.guarded;
	}

	/** Not the list's to touch: an office, no key, or protected. */
	isForeign(account: Account): boolean {
		return account.admin || account.key === null || this.isGuarded(account);
	}

	/** @returns whether anything has happened */
	happen({ kind, at }: LifeEvent): boolean {
		const { staff, kit } = this;
		const free = staff.here.filter((one) => one !== this.guarded && !this.isPending(one));
		const employee = oneOf(free, at);
		const live = employee === undefined ? undefined : this.liveOf(employee)[0];
		switch (kind) {
			case 'join':
				staff.join();
				return true;
			case 'leave':
				if (employee === undefined || staff.here.length < 2) return false;
				employee.here = false;
				return true;
			case 'marry':
				if (employee === undefined) return false;
				employee.last = `${employee.last}-Smith`;
				this.moves += 1;
				employee.email = `new.${this.moves}.${employee.email}`;
				return true;
			case 'move':
				if (employee === undefined) return false;
				employee.department = employee.department === 'Ops' ? 'Sales' : 'Ops';
				return true;
			case 'rehire': {
				const back = oneOf(
					staff.gone.filter((one) => !this.isPending(one)),
					at,
				);
				if (back === undefined) return false;
				back.here = true;
				const others = this.accounts().filter((one) => isLive(one) && this.ownerOf(one) !== back);
				// An address may have gone to somebody else, or live on as somebody's login.
				const isTaken =
					staff.here.some((one) => one !== back && one.email === back.email) ||
					others.some(({ email, extra }) => email === back.email || extra === back.email);
				this.moves += 1;
				if (isTaken) back.email = `again.${this.moves}.${back.email}`;
				return true;
			}
			case 'renumber':
				// Where nobody is known, a new key is a new person.
				if (employee === undefined || live === undefined || !kit.rules.listed) return false;
				// Whoever has a new key and new names at once is nobody to anyone.
				if (live.email !== employee.email || live.last !== employee.last) return false;
				employee.key = staff.newKey();
				return true;
			case 'takeover': {
				// An address may live on as somebody's login.
				const taken = new Set(
					[...staff.here, ...this.accounts().filter(isLive)].flatMap(({ email, extra }) => [email, extra]),
				);
				const left = oneOf(
					staff.gone.filter(({ email }) => !taken.has(email)),
					at,
				);
				if (left === undefined) return false;
				staff.join(left.email);
				return true;
			}
			case 'handEdit':
				// What somebody changes back night after night looks like what the system does not keep.
				if (live === undefined || this.isKnownFromMemory || this.edited.has(live.id)) return false;
				this.edited.add(live.id);
				kit.edit(live, at % 2 === 0 ? { first: 'By hand' } : { department: 'By hand' });
				return true;
			case 'operatorDeletes':
				if (live === undefined || this.isKnownFromMemory) return false;
				kit.remove(live);
				return true;
		}
	}

	/** Whether somebody's account has another key than the list: an answer is due. */
	isPending(employee: Employee): boolean {
		return this.liveOf(employee).some(({ key }) => key !== employee.key);
	}

	/** Somebody gives the accounts the keys that the list has, as the node asks for. */
	answer(): void {
		for (const employee of this.staff.employees) {
			const [account] = this.liveOf(employee);
			if (account === undefined || account.key === employee.key) continue;
			const known = this.memory.get(account.key ?? '');
			if (known !== undefined) {
				this.memory.delete(account.key ?? '');
				this.memory.set(employee.key, { ...known, [this.kit.names.key ?? '']: employee.key });
			}
			this.kit.edit(account, { key: employee.key });
			// Known by their keys alone, people have another id with another key.
			this.owners.set(this.accounts().find(({ key }) => key === employee.key)?.id ?? account.id, employee);
			if (this.kit.rules.hasNoIds === true) this.owners.delete(account.id);
		}
	}

	/** What is known of the system is what was brought there; else an export of tonight. */
	get isKnownFromMemory(): boolean {
		return this.kit.rules.hasNoIds === true && this.life.variant % 4 === 1;
	}

	/** As the template *Yesterday's list as the memory* does it: only what succeeded is remembered. */
	learn(results: RunOutcome['results'], lines: readonly Line[], damage: Damage): void {
		for (const { json, pairedItem } of results) {
			if (json.success !== true || typeof json.key !== 'string' || json.key === '') continue;
			if (json.dryRun === true || json.operation === 'planned') continue;
			const line = lines[typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1];
			if (json.operation === 'suspended' || json.code === 'LEFT') this.memory.delete(json.key);
			else if (line !== undefined) this.remember(line, damage === 'headingLost');
		}
	}

	private remember({ row }: Line, isHeadingLost = false): void {
		const { names, rules } = this.kit;
		const known = rules.columns.filter((column) => !isHeadingLost || column !== 'department');
		const cells = known.map((column): [string, Cell] => [names[column] ?? column, row[column]]);
		this.memory.set(String(row.key), Object.fromEntries(cells));
	}

	/** Tonight's list. */
	list(damage: Damage, seed: number): Line[] {
		const { staff, life } = this;
		const people = life.tells ? staff.employees : staff.here;
		const lines = people.map((employee): Line => ({ employee, row: rowOf(employee), isReadable: true }));
		const at = lines.length === 0 ? 0 : seed % lines.length;
		const changed = (by: Partial<ListRow>, isReadable = true): Line[] =>
			lines.map((line, number) => (number === at ? { ...line, row: { ...line.row, ...by }, isReadable } : line));
		switch (damage) {
			case 'formula':
				return changed({ key: '#N/A' }, false);
			case 'noAddress':
				return changed({ email: 'not an address' });
			case 'cut':
				return lines.slice(0, Math.ceil(lines.length / 2));
			case 'twice': {
				const line = lines[at];
				return line === undefined ? lines : [...lines, line];
			}
			default:
				return lines;
		}
	}

	/** @param isFinal no limit holds, so that everything can be done */
	world(lines: readonly Line[], isFinal: boolean): World {
		const { life } = this;
		const guarded = this.guarded === undefined || life.guards === undefined ? [] : [this.guarded[life.guards]];
		return {
			people: [],
			rows: lines.map(({ row }) => row),
			absent: [],
			safety: {
				missing: this.missing,
				maxRemovals: isFinal ? 100_000 : life.maxRemovals,
				maxRemovalPercent: isFinal ? 100 : life.maxRemovalPercent,
				onLimit: life.onLimit,
				byDepartment: false,
				scope: [],
				protectedKeys: guarded,
				surprisesAllowed: isFinal,
			},
			blankValues: 'ignore',
			concurrency: life.concurrency,
			maxAttempts: 3,
			batchSize: 0,
			toErrorOutput: false,
			restoreDeleted: true,
			keyChanges: life.keyChanges,
			...(life.tells ? { telling: 'status' as const } : {}),
			opening: life.opening,
		};
	}

	request(lines: readonly Line[], damage: Damage, approved: string, isFinal: boolean): RunRequest {
		const request = requestFor(this.kit, this.world(lines, isFinal));
		const { names } = this.kit;
		const lost = damage === 'headingLost' ? names.department : damage === 'keyHeadingLost' ? names.key : undefined;
		const items = ((request.items ?? []) as IDataObject[]).map((item) =>
			lost === undefined
				? item
				: Object.fromEntries(Object.entries(item).map(([name, value]) => [name === lost ? 'Qzx Wvy' : name, value])),
		);
		const { safety } = request.parameters as { safety: IDataObject };
		const parameters = {
			...request.parameters,
			safety: { ...safety, ...(approved === '' ? {} : { approvedPlan: approved }) },
			...(this.isKnownFromMemory && this.memory.size > 0
				? { knownUsers: JSON.stringify([...this.memory.values()]) }
				: {}),
		};
		return {
			...request,
			parameters: parameters as RunRequest['parameters'],
			items: damage === 'empty' ? [{}] : items,
			staticData: this.staticData,
		};
	}
}

const rowOf = ({ key, first, last, email, department, extra, here, serial }: Employee): ListRow => ({
	key,
	first,
	last,
	email,
	department,
	extra,
	gone: !here,
	// Words that every list has.
	spelt: here ? 0 : serial % 2,
});

/** Those whom the list does not own: without a key, or in an office, where the system knows either. */
function bystandersIn({ vendor, rules }: Kit): Person[] {
	const by = {
		key: null,
		first: 'By',
		last: 'Stander',
		email: 'by.stander@company.tld',
		department: 'Sales',
		extra: 'X-bystander',
		state: 'active' as const,
		// Everybody has a key in Bridge.
		admin: vendor === 'bridge',
	};
	const boss = { ...by, key: 'boss', last: 'Boss', email: 'boss@company.tld', extra: 'X-boss', admin: true };
	if (vendor === 'traliant' || !rules.listed) return [];
	return vendor === 'lmsCollaborator' ? [by] : [by, boss];
}
