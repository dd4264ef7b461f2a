import { wavesOf } from '../../nodes/shared/carrying/waves';
import fc from 'fast-check';
import type { Step } from '../../nodes/shared/model/connector';
import { Directory, type User } from '../../nodes/shared/model/directory';
import type { Field } from '../../nodes/shared/model/field';
import { judge } from '../../nodes/shared/deciding/guard';
import type { Limits } from '../../nodes/shared/deciding/limits';
import { hashesOf, type HashScope } from '../../nodes/shared/deciding/hash';
import { settleOrder } from '../../nodes/shared/deciding/order';
import { actionsOf, type Action, type Plan, type PlanRules } from '../../nodes/shared/model/plan';
import { makePlan, planBlind } from '../../nodes/shared/deciding/planning';
import { matchesWildcard, protectionOf } from '../../nodes/shared/deciding/protection';
import type { Row, RowSet } from '../../nodes/shared/model/row';
import { console } from '../../engine/platform';
import { exceeds } from './model';
import { SEED } from './runs';

const RUNS = { numRuns: 500, seed: SEED };

const FIELDS: readonly Field[] = [
	{ name: 'id', label: 'ID', kind: 'text', required: true },
	{ name: 'name', label: 'Name', kind: 'text' },
	{ name: 'email', label: 'Email', kind: 'email', unique: true },
	{ name: 'boss', label: 'Boss', kind: 'text', refersTo: String },
	{ name: 'password', label: 'Password', kind: 'text', secret: true },
];
const KEY: Field = { name: 'id', label: 'ID', kind: 'text' };

interface Given {
	readonly users: readonly User[];
	readonly rows: readonly Row[];
}

const letter = fc.constantFrom(...'abcdefghijkl');
const email = letter.map((one) => `${one}@x.tld`);

const people = fc.uniqueArray(fc.record({ key: letter, email, name: letter, admin: fc.nat(8) }), {
	selector: ({ key }) => key,
	maxLength: 10,
});
const wishes = fc.uniqueArray(
	fc.record({ key: letter, email, name: letter, boss: fc.option(letter, { nil: undefined }) }),
	{ selector: ({ key }) => key, maxLength: 10 },
);

/** Users with distinct addresses, and rows with distinct keys and addresses, as they are after the rows were read. */
const given: fc.Arbitrary<Given> = fc.record({ people, wishes }).map(({ people: some, wishes: wanted }) => {
	const held = new Set<string>();
	const users = some.flatMap((one): User[] => {
		if (held.has(one.email)) return [];
		held.add(one.email);
		return [
			{
				id: `#${one.key}`,
				key: one.key,
				name: one.name,
				email: one.email,
				values: { id: one.key, name: one.name, email: one.email, boss: null },
				standing: 'active',
				...(one.admin === 0 ? { offLimits: 'is an administrator' } : {}),
			},
		];
	});
	const asked = new Set<string>();
	const rows = wanted.flatMap((one): Row[] => {
		if (asked.has(one.email)) return [];
		asked.add(one.email);
		const values = {
			id: one.key,
			name: one.name,
			email: one.email,
			password: `secret-${one.name}`,
			...(one.boss === undefined ? {} : { boss: one.boss }),
		};
		return [{ index: asked.size - 1, item: asked.size - 1, key: one.key, name: one.name, email: one.email, values }];
	});
	return { users, rows };
});

const rowSet = (rows: readonly Row[]): RowSet => ({
	rows,
	mapping: {},
	secretFields: [],
	ignoredColumns: [],
	warnings: [],
	emptySource: false,
	received: rows.length,
	setAside: 0,
	saysWhoLeft: false,
	valuesLeftOut: 0,
});

const RULES: PlanRules = {
	lms: 'Test',
	fields: FIELDS,
	keyField: KEY,
	missing: 'delete',
	isProtected: (key) => key === 'a',
	inScope: () => true,
	returning: () => undefined,
	restoreAdvice: '',
	mayAdopt: () => false,
	takesOver: () => false,
	keyChanges: 'ask',
	changesKeys: true,
	removal: () => 'delete',
	memory: { recall: () => undefined, isOpen: () => false, confirm: () => undefined, isHopeless: () => false },
};

function planned({ users, rows }: Given): { plan: Plan; directory: Directory } {
	const directory = new Directory(users, KEY, true);
	return { plan: settleOrder(makePlan(rowSet(rows), directory, RULES), directory, RULES), directory };
}

const SCOPE: HashScope = {
	lms: 'test',
	address: 'https://x.tld',
	operation: 'sync',
	missingUsers: 'delete',
	keyField: 'id',
	secretFields: new Set(['password']),
};

/** One step, or two where a reference has to follow. */
const stepsOf = (action: Action): readonly Step[] => {
	const phase = action.removal ? 'remove' : action.kind === 'create' ? 'create' : 'update';
	return [
		{ lane: 'any', phase },
		...(action.deferred.length > 0 ? [{ lane: 'any', phase: 'afterCreate' as const }] : []),
	];
};

describe('The pure steps', () => {
	afterAll(() => console.info(`steps: seed ${SEED}`));

	it("the plan has one entry per row in the rows' order, then every missing user once, and nobody else", () => {
		fc.assert(
			fc.property(given, (some) => {
				const { plan } = planned(some);
				expect(plan.entries.slice(0, some.rows.length).map((entry) => entry.row)).toEqual(some.rows);
				const gone = plan.entries
					.slice(some.rows.length)
					.map((entry) => (entry.kind === 'act' ? entry.action.user?.key : undefined));
				const missing = some.users
					.filter(
						(user) =>
							user.offLimits === undefined &&
							user.key !== 'a' &&
							!some.rows.some((row) => row.key === user.key) &&
							// A row whose key is nobody's, with this address: most likely this very person.
							!some.rows.some((row) => row.email === user.email && !some.users.some((one) => one.key === row.key)),
					)
					.map((user) => user.key);
				expect(gone).toEqual(missing);
			}),
			RUNS,
		);
	});

	it('waves hold every step exactly once, each after all that it waits for', () => {
		fc.assert(
			fc.property(given, (some) => {
				const { plan } = planned(some);
				const actions = actionsOf(plan.entries);
				const waves = wavesOf(actions, stepsOf);
				const placed = waves.flatMap((wave, number) => wave.map((one) => ({ ...one, wave: number })));
				expect(placed).toHaveLength(actions.reduce((sum, action) => sum + stepsOf(action).length, 0));
				for (const action of actions) {
					const mine = placed.filter((one) => one.action === action);
					expect(mine.map(({ step }) => step)).toEqual(stepsOf(action));
					expect(mine.every((one, at) => at === 0 || one.wave > (mine[at - 1]?.wave ?? 0))).toBe(true);
					for (const wait of action.waits) {
						const first = placed.find((one) => one.action === wait.on);
						expect(first?.wave ?? -1).toBeLessThan(mine[0]?.wave ?? -1);
					}
				}
			}),
			RUNS,
		);
	});

	it('the order never sends an address that somebody still holds', () => {
		fc.assert(
			fc.property(given, (some) => {
				const { plan } = planned(some);
				const held = new Map(some.users.map((user) => [user.email, user.id]));
				for (const wave of wavesOf(actionsOf(plan.entries), stepsOf)) {
					// Within a wave everything may come first: an address must be free, or its own, when the wave begins.
					const before = new Map(held);
					for (const { action, number } of wave) {
						if (number > 0) continue;
						const own = action.user?.id ?? `new ${action.row?.key ?? ''}`;
						const change = action.changes.find(({ field }) => field === 'email');
						if (change !== undefined && !action.removal) {
							const holder = before.get(String(change.to));
							expect(holder === undefined || holder === own).toBe(true);
						}
						if (change !== undefined || action.removal)
							for (const [address, id] of held) if (id === own) held.delete(address);
						if (change !== undefined) held.set(String(change.to), own);
					}
				}
			}),
			RUNS,
		);
	});

	it('rejects a row for a taken address only when that address has a holder who keeps it', () => {
		fc.assert(
			fc.property(given, (some) => {
				const { plan } = planned(some);
				for (const entry of plan.entries) {
					if (entry.kind !== 'settled' || entry.code !== 'EMAIL_TAKEN') continue;
					const holder = some.users.find((user) => user.email === entry.row?.email);
					expect(holder?.id).toBe(entry.conflict?.heldBy);
					const own = plan.entries.find(
						(other) =>
							(other.kind === 'act' ? other.action.user?.id : other.kind === 'settled' ? other.user?.id : undefined) ===
							holder?.id,
					);
					const leaves =
						own?.kind === 'act' && (own.action.removal || own.action.changes.some(({ field }) => field === 'email'));
					expect(leaves).toBe(false);
				}
			}),
			RUNS,
		);
	});

	it('hashes do not depend on the order of rows and users, nor on secrets, and do on every value', () => {
		fc.assert(
			fc.property(given, fc.nat(), (some, turn) => {
				const { plan } = planned(some);
				const hashes = hashesOf(plan, SCOPE);
				const rotate = <T>(list: readonly T[]): T[] =>
					list.length === 0 ? [] : [...list.slice(turn % list.length), ...list.slice(0, turn % list.length)];
				const turned = planned({ users: rotate(some.users), rows: rotate(some.rows) });
				expect(hashesOf(turned.plan, SCOPE)).toEqual(hashes);
				const otherSecrets = planned({
					users: some.users,
					rows: some.rows.map((row) => ({ ...row, values: { ...row.values, password: 'another' } })),
				});
				expect(hashesOf(otherSecrets.plan, SCOPE)).toEqual(hashes);
				const created = actionsOf(plan.entries).find(({ kind }) => kind === 'create');
				if (created === undefined) return;
				const changed = planned({
					users: some.users,
					rows: some.rows.map((row) =>
						row === created.row ? { ...row, values: { ...row.values, name: 'somebody else' } } : row,
					),
				});
				expect(hashesOf(changed.plan, SCOPE).planHash).not.toBe(hashes.planHash);
				expect(hashesOf(changed.plan, SCOPE).removalsHash).toBe(hashes.removalsHash);
			}),
			RUNS,
		);
	});

	it("a blind plan's hash holds no secret either, and every other value", () => {
		fc.assert(
			fc.property(given, ({ rows }) => {
				const hashOf = (some: readonly Row[]): string =>
					hashesOf(planBlind(rowSet(some), { fields: FIELDS, keyField: KEY, isProtected: () => false }), SCOPE)
						.planHash;
				expect(hashOf(rows.map((row) => ({ ...row, values: { ...row.values, password: 'another' } })))).toBe(
					hashOf(rows),
				);
				if (rows.length > 0)
					expect(hashOf(rows.map((row) => ({ ...row, values: { ...row.values, name: 'somebody else' } })))).not.toBe(
						hashOf(rows),
					);
			}),
			RUNS,
		);
	});

	const limits: fc.Arbitrary<Limits> = fc.record({
		maxRemovals: fc.nat(12),
		maxRemovalPercent: fc.nat(100),
		maxCreatePercent: fc.constant(Number.MAX_SAFE_INTEGER),
		maxIdentityChangePercent: fc.constant(100),
		groupBy: fc.constant(''),
		onLimit: fc.constantFrom('stop' as const, 'skipRemovals' as const, 'report' as const),
		approvedPlan: fc.constantFrom('', 'removals', 'plan', 'sha256:other'),
	});

	it('the guard lets removals through exactly when the limits or an approval allow them', () => {
		fc.assert(
			fc.property(given, limits, fc.boolean(), (some, wanted, dryRun) => {
				const { plan } = planned(some);
				const hashes = hashesOf(plan, SCOPE);
				const approvedPlan =
					{ '': '', removals: hashes.removalsHash, plan: hashes.planHash }[wanted.approvedPlan] ?? wanted.approvedPlan;
				const verdict = judge(
					plan,
					rowSet(some.rows),
					{ ...wanted, approvedPlan },
					{ dryRun, fields: FIELDS, ...hashes },
				);
				const removals = actionsOf(plan.entries).filter(({ removal }) => removal);
				const rejected = plan.entries.filter(
					(entry) => entry.kind === 'settled' && entry.operation === 'rejected',
				).length;
				const approved = approvedPlan === hashes.planHash || approvedPlan === hashes.removalsHash;
				const over = exceeds(removals.length, plan.removable.length, {
					...wanted,
					missing: 0,
					byDepartment: false,
					scope: [],
					protectedKeys: [],
				});
				const stopped = verdict.refusal !== undefined || removals.some((action) => verdict.blocked.has(action));
				if (removals.length === 0) expect(stopped).toBe(false);
				else if (rejected > 0 && rejected === some.rows.length)
					expect(verdict.refusal).toMatchObject({ reportOnly: false });
				else if (rejected > 3 && rejected > some.rows.length * 0.02) expect(verdict.blocked.size).toBe(removals.length);
				else if (dryRun) expect(stopped).toBe(false);
				else expect(stopped).toBe(approvedPlan !== '' && !approved ? true : over && !approved);
				expect([...verdict.blocked.keys()].every(({ removal }) => removal)).toBe(true);
			}),
			RUNS,
		);
	});
});

/** The obvious matcher: tries every length for every `*`. */
function naive(pattern: string, text: string): boolean {
	const [first] = pattern;
	if (first === undefined) return text === '';
	if (first !== '*') return text.startsWith(first) && naive(pattern.slice(first.length), text.slice(first.length));
	return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) => naive(pattern.slice(1), text.slice(at)));
}

describe('Wildcards of Protected Users', () => {
	it('match what a naive matcher matches', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 9 });
		fc.assert(
			fc.property(text, text, (pattern, subject) => {
				expect(matchesWildcard(pattern, subject)).toBe(naive(pattern, subject));
			}),
			{ ...RUNS, numRuns: 3000 },
		);
	});

	it('look once for each part of a pattern, however hostile it is', () => {
		const looks = jest.spyOn(String.prototype, 'indexOf');
		for (const pattern of [
			'*a'.repeat(2000),
			`${'*'.repeat(5000)}b`,
			`*${'ab*'.repeat(1500)}c`,
			`a*${'a'.repeat(3000)}*a`,
		]) {
			looks.mockClear();
			const parts = pattern.split('*').length;
			matchesWildcard(pattern, `${'a'.repeat(20_000)}c`);
			expect(looks.mock.calls.length).toBeLessThanOrEqual(parts);
		}
		looks.mockRestore();
	});

	it("never protect nobody's key, and protect in any case and Unicode form", () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (key) => {
				const entry = key.replace(/[,\n\r*]/g, '').trim();
				const isProtected = protectionOf(entry).covers;
				expect(isProtected('')).toBe(false);
				if (entry !== '')
					expect([entry.normalize('NFC'), entry.normalize('NFD')].every((one) => isProtected(one))).toBe(true);
			}),
			RUNS,
		);
	});
});
