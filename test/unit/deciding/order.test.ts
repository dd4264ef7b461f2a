import { wavesOf } from '../../../nodes/shared/carrying/waves';
import { rejectImpossible } from '../../../nodes/shared/deciding/claims';
import type { Phase, Step } from '../../../nodes/shared/model/connector';
import type { User } from '../../../nodes/shared/model/directory';
import { settleOrder } from '../../../nodes/shared/deciding/order';
import { actionsOf, type Action, type Entry, type Plan, type PlanRules } from '../../../nodes/shared/model/plan';
import { planBlind } from '../../../nodes/shared/deciding/planning';
import type { Row } from '../../../nodes/shared/model/row';
import {
	actionOf,
	BADGE,
	directoryOf,
	EMAIL,
	FIELDS,
	messageOf,
	NUMBER,
	planOf,
	rejectedRow,
	row,
	rowSet,
	rulesWith,
	told,
	user,
} from '../peopleFixture';

function settled(rows: readonly Row[], users: readonly User[], changes: Partial<PlanRules> = {}): Plan {
	const rules = rulesWith(changes);
	return settleOrder(planOf(rows, users, changes), directoryOf(users, rules), rules);
}

const keyOf = ({ row: own, user: known }: Action): string => own?.key ?? known?.key ?? '';

/** Whom each action waits for: "A after B", with what B frees or is named by. */
function waitsOf(plan: Plan): string[] {
	return actionsOf(plan.entries).flatMap((action) =>
		action.waits.map(
			({ on, frees, reference }) => `${keyOf(action)} after ${keyOf(on)}: ${frees?.field ?? reference ?? 'nothing'}`,
		),
	);
}

function deferralsOf(plan: Plan): string[] {
	return actionsOf(plan.entries).flatMap((action) =>
		action.deferred.map(({ field, on }) => `${keyOf(action)} sets ${field} after ${keyOf(on)}`),
	);
}

const DELETE = { missing: 'delete' } as const;
const at = (name: string): { email: string } => ({ email: `${name}@acme.tld` });

describe('a value that the vendor holds unique', () => {
	it('can not be taken from somebody who keeps it', () => {
		const sally = row('A', at('sally'));
		const holder = user('B', at('Sally'), { name: 'Bob' });
		expect(settled([sally], [holder]).entries).toEqual([
			{
				kind: 'settled',
				row: sally,
				operation: 'rejected',
				attempted: 'created',
				code: 'EMAIL_TAKEN',
				message:
					'In Acme, Bob (id #B) has this E-Mail already. Nothing was sent for this row: find out whose E-Mail it is, and change it for the other of the two.',
				conflict: { field: 'email', heldBy: '#B' },
			},
		]);
	});

	it('can not be taken by somebody who is there already, or is back, either', () => {
		const taken = { operation: 'rejected', code: 'EMAIL_TAKEN', conflict: { heldBy: '#B' } };
		const sally = user('A', at('old'));
		const users = [sally, user('B', at('sally'))];
		expect(settled([row('A', at('sally'))], users).entries).toMatchObject([
			{ ...taken, user: sally, attempted: 'updated' },
		]);
		expect(settled([row('A', at('sally'))], users, { returning: () => 'restore' }).entries).toMatchObject([
			{ ...taken, attempted: 'restored' },
		]);
	});

	it('is told as ALREADY_EXISTS when it is no address, and the holder by id when they have no name', () => {
		const plan = settled([row('A', { badge: '7' })], [user('B', { badge: '7' })]);
		expect(told(plan)).toEqual(['rejected A ALREADY_EXISTS']);
		expect(messageOf(plan)).toMatch(/^In Acme, an account \(id #B\) has this Badge already\./);
	});

	it("is nobody's business when it is new, unchanged, cleared, or held by a deleted account", () => {
		const users = [user('B', { ...at('sally'), title: 'Boss' }), user('C', at('carl'), { standing: 'deleted' })];
		const plan = settled(
			[
				row('A', at('anna')),
				row('B', { ...at('SALLY'), title: 'Boss' }),
				row('D', { email: null }),
				row('E', at('carl')),
			],
			[...users, user('D', at('dora'))],
		);
		expect(told(plan)).toEqual(['create A', 'unchanged B', 'update D', 'create E']);
		expect(waitsOf(plan)).toEqual([]);
	});

	it('may be shared where the field is not unique, is the key, or no directory is known', () => {
		const title = { title: 'Boss' };
		expect(told(settled([row('A', title)], [user('B', title)]))).toEqual(['create A']);
		const keyed = [{ ...NUMBER, unique: true }, ...FIELDS.slice(1)];
		expect(told(settled([row('A', { no: 'B' })], [user('B')], { fields: keyed }))).toEqual(['create A']);
		const blind = planBlind(rowSet([row('A', at('x')), row('B', at('x'))]), {
			keyField: BADGE,
			fields: FIELDS,
			isProtected: () => false,
		});
		expect(told(settleOrder(blind, undefined, rulesWith()))).toEqual(['upsert A', 'upsert B']);
	});

	it.each(['delete', 'hide'] as const)('comes free when its holder leaves (%s): the taker waits', (kind) => {
		const plan = settled([row('A', at('sally'))], [user('B', at('sally'))], { ...DELETE, removal: () => kind });
		expect(told(plan)).toEqual(['create A', `${kind} B`]);
		const [create, leave] = actionsOf(plan.entries);
		expect(create?.waits).toEqual([{ on: leave, frees: { field: 'email', heldBy: '#B' } }]);
	});

	it('does not come free when its holder is only locked, or changes something else', () => {
		const users = [user('B', { ...at('sally'), title: 'Clerk' })];
		expect(told(settled([row('A', at('sally'))], users, { missing: 'lock', removal: () => 'lock' }))).toEqual([
			'rejected A EMAIL_TAKEN',
			'lock B',
		]);
		expect(told(settled([row('A', at('sally')), row('B', { title: 'Boss' })], users))).toEqual([
			'rejected A EMAIL_TAKEN',
			'update B',
		]);
	});

	it('comes free when its holder changes it in the same run', () => {
		const plan = settled([row('A', at('sally')), row('B', at('bob'))], [user('B', at('sally'))]);
		expect(told(plan)).toEqual(['create A', 'update B']);
		expect(waitsOf(plan)).toEqual(['A after B: email']);
	});

	it('comes free along a chain, if somebody at its end lets go', () => {
		const users = [user('B', at('b')), user('C', at('c'))];
		const chain = [row('A', at('b')), row('B', at('c'))];
		const moved = settled([...chain, row('C', at('new'))], users);
		expect(told(moved)).toEqual(['create A', 'update B', 'update C']);
		expect(waitsOf(moved)).toEqual(['A after B: email', 'B after C: email']);
		const kept = settled([...chain, row('C', at('c'))], users);
		expect(kept.entries).toMatchObject([
			{ code: 'EMAIL_TAKEN', conflict: { heldBy: '#B' } },
			{ code: 'EMAIL_TAKEN', conflict: { heldBy: '#C' } },
			{ kind: 'unchanged' },
		]);
	});

	it('never comes free in a circle, nor behind one', () => {
		const users = [user('A', at('a')), user('B', at('b')), user('C', at('c'))];
		const plan = settled([row('A', at('b')), row('B', at('a')), row('C', at('b')), row('D', at('d'))], users);
		expect(told(plan)).toEqual([
			'rejected A EMAIL_TAKEN',
			'rejected B EMAIL_TAKEN',
			'rejected C EMAIL_TAKEN',
			'create D',
		]);
		expect(messageOf(plan)).toMatch(/^In Acme, an account \(id #B\) has this E-Mail already\./);
	});

	it('may be written anew by its own holder, in another form', () => {
		const fields = FIELDS.map((field) =>
			field === BADGE ? { ...field, same: (wanted: unknown, shown: unknown) => wanted === shown } : field,
		);
		const plan = settled([row('A', { badge: ' 7' })], [user('A', { badge: '7' })], { fields });
		expect(told(plan)).toEqual(['update A']);
		expect(waitsOf(plan)).toEqual([]);
	});

	it('of one kind does not free a value of another', () => {
		const users = [user('B', { ...at('sally'), badge: '7' })];
		const plan = settled([row('A', { ...at('sally'), badge: '7' }), row('B', { ...at('bob'), badge: '7' })], users);
		expect(plan.entries).toMatchObject([
			{ operation: 'rejected', code: 'ALREADY_EXISTS', conflict: { field: 'badge' } },
			{ kind: 'act' },
		]);
	});

	it('that a rejected row would have freed stays where it is', () => {
		const users = [user('B', { ...at('sally'), badge: '1' }), user('C', { badge: '7' })];
		const plan = settled([row('A', at('sally')), row('B', { ...at('bob'), badge: '7' }), row('C')], users);
		expect(told(plan)).toEqual(['rejected A EMAIL_TAKEN', 'rejected B ALREADY_EXISTS', 'unchanged C']);
	});
});

describe('a value whose holder was to leave, but stays since removals were blocked', () => {
	/** The plan once the removal of these users is settled as blocked. */
	const without = (plan: Plan, keys: string): string[] => {
		const entries = plan.entries.map(
			(entry): Entry =>
				entry.kind === 'act' && entry.action.removal && keys.includes(keyOf(entry.action))
					? {
							kind: 'settled',
							operation: 'blocked',
							code: 'REMOVAL_LIMIT',
							message: '',
							...(entry.action.user === undefined ? {} : { user: entry.action.user }),
						}
					: entry,
		);
		return told({ entries: rejectImpossible(entries, rulesWith()) });
	};
	const users = [user('B', at('b')), user('C', at('c')), user('D', at('d'))];

	it('can not be had, nor what whoever waits for it would have freed', () => {
		const plan = settled([row('A', at('b')), row('B', at('c')), row('E', at('d')), row('F', at('f'))], users, DELETE);
		expect(told(plan)).toEqual(['create A', 'update B', 'create E', 'create F', 'delete C', 'delete D']);
		expect(without(plan, 'C')).toEqual([
			'rejected A EMAIL_TAKEN',
			'rejected B EMAIL_TAKEN',
			'create E',
			'create F',
			'blocked C REMOVAL_LIMIT',
			'delete D',
		]);
	});

	it('is told with its holder', () => {
		const plan = settled([row('A', at('b'))], [user('B', at('b'), { name: 'Bob' })], DELETE);
		expect(messageOf({ entries: rejectImpossible(plan.entries.slice(0, 1), rulesWith()) })).toMatch(
			/^In Acme, Bob \(id #B\) has this E-Mail already\. Nothing was sent for this row/,
		);
	});

	it('changes nothing for others, and nothing at all where nobody stays', () => {
		const plan = settled([row('F', at('f')), row('A', { ...at('b'), boss: 'F' })], users, DELETE);
		expect(rejectImpossible(plan.entries, rulesWith())).toBe(plan.entries);
		expect(without(plan, 'CD')).toEqual([
			'create F',
			'create A',
			'delete B',
			'blocked C REMOVAL_LIMIT',
			'blocked D REMOVAL_LIMIT',
		]);
	});
});

describe('a holder from whom the vendor takes the value', () => {
	const takesOver = (holder: User): boolean => holder.key === 'B';
	const sally = user('A', at('old'));

	it('loses it to an update, not to a create', () => {
		const users = [sally, user('B', at('sally'))];
		expect(told(settled([row('A', at('sally'))], users, { takesOver }))).toEqual(['update A']);
		expect(told(settled([row('N', at('sally'))], users, { takesOver }))).toEqual(['rejected N EMAIL_TAKEN']);
		expect(told(settled([row('A', at('sally'))], [sally, user('C', at('sally'))], { takesOver }))).toEqual([
			'rejected A EMAIL_TAKEN',
		]);
	});

	it('goes first when they change it themselves, but the taker does not depend on that', () => {
		const plan = settled([row('A', at('sally')), row('B', at('bob'))], [sally, user('B', at('sally'))], { takesOver });
		const [taker, giver] = actionsOf(plan.entries);
		expect(taker?.waits).toEqual([{ on: giver }]);
	});

	it('can swap with one from whom it is not taken', () => {
		const plan = settled([row('A', at('b')), row('B', at('a'))], [user('A', at('a')), user('B', at('b'))], {
			takesOver,
		});
		expect(told(plan)).toEqual(['update A', 'update B']);
		expect(waitsOf(plan)).toEqual(['B after A: email']);
	});

	it('can swap with another', () => {
		const plan = settled([row('A', at('b')), row('B', at('a'))], [user('A', at('a')), user('B', at('b'))], {
			takesOver: () => true,
		});
		expect(told(plan)).toEqual(['update A', 'update B']);
		expect(actionsOf(plan.entries).map(({ waits, deferred }) => [waits.length, deferred.length])).toEqual([
			[0, 0],
			[1, 0],
		]);
	});
});

describe('adopting an account without a key', () => {
	const mayAdopt = (holder: User): boolean => holder.key === '';
	const byHand = user('', { no: null, title: 'Clerk', ...at('sally') }, { id: '17' });

	it('gives it the key of the row, and what else differs', () => {
		const sally = row('A', { title: 'Boss', ...at('sally') });
		expect(settled([sally], [byHand], { mayAdopt }).entries).toEqual([
			{
				kind: 'act',
				row: sally,
				action: {
					kind: 'update',
					row: sally,
					user: byHand,
					changes: [
						{ field: 'no', from: null, to: 'A' },
						{ field: 'title', from: 'Clerk', to: 'Boss' },
					],
					send: ['no', 'title'],
					removal: false,
					adopted: true,
					waits: [],
					deferred: [],
				},
			},
		]);
	});

	it('happens once, by address only, for new people only, and where it may', () => {
		expect(told(settled([row('A', at('sally')), row('B', at('sally'))], [byHand], { mayAdopt }))).toEqual([
			'update A',
			'rejected B EMAIL_TAKEN',
		]);
		expect(told(settled([row('A', at('sally'))], [byHand]))).toEqual(['rejected A EMAIL_TAKEN']);
		expect(told(settled([row('A', at('sally'))], [byHand, user('A', at('old'))], { mayAdopt }))).toEqual([
			'rejected A EMAIL_TAKEN',
		]);
		expect(told(settled([row('A', { badge: '7' })], [user('', { badge: '7' })], { mayAdopt }))).toEqual([
			'rejected A ALREADY_EXISTS',
		]);
	});
});

describe('somebody who names another person', () => {
	it('waits until that person is created, restored or sent', () => {
		expect(waitsOf(settled([row('A', { boss: 'B' }), row('B')], []))).toEqual(['A after B: boss']);
		const gone = user('B', {}, { standing: 'deleted' });
		expect(waitsOf(settled([row('A', { boss: 'B' }), row('B')], [gone], { returning: () => 'restore' }))).toEqual([
			'A after B: boss',
		]);
		const blind = planBlind(rowSet([row('A', { boss: 'B' }), row('B')]), {
			keyField: NUMBER,
			fields: FIELDS,
			isProtected: () => false,
		});
		expect(waitsOf(settleOrder(blind, undefined, rulesWith()))).toEqual(['A after B: boss']);
	});

	it('waits for nobody who is there already, is not in the list, or can not be created', () => {
		const boss = [row('A', { boss: 'B' })];
		expect(waitsOf(settled([...boss, row('B', { title: 'Boss' })], [user('B', { title: 'Clerk' })]))).toEqual([]);
		expect(waitsOf(settled(boss, []))).toEqual([]);
		expect(waitsOf(settled([...boss, rejectedRow('B')], []))).toEqual([]);
		expect(waitsOf(settled([row('A', { boss: null }), row('null')], [user('A', { boss: 'X' })]))).toEqual([]);
	});

	it('waits for nobody when the value names nobody, or is not sent', () => {
		const fields = FIELDS.map((field) => (field.name === 'boss' ? { ...field, refersTo: () => undefined } : field));
		expect(waitsOf(settled([row('A', { boss: 'B' }), row('B')], [], { fields }))).toEqual([]);
		const users = [user('A', { title: 'Clerk', boss: 'B' })];
		expect(waitsOf(settled([row('A', { title: 'Boss', boss: 'B' }), row('B')], users))).toEqual([]);
	});

	it('is understood when keys are addresses in another case', () => {
		expect(waitsOf(settled([row('a@x.tld', { boss: 'B@x.tld' }), row('b@x.tld')], [], { keyField: EMAIL }))).toEqual([
			'a@x.tld after b@x.tld: boss',
		]);
		const plan = settled([row('a@x.tld', { boss: 'A@x.tld' })], [], { keyField: EMAIL });
		expect(deferralsOf(plan)).toEqual(['a@x.tld sets boss after a@x.tld']);
	});

	it('and is that person themselves is told so in a second call', () => {
		const plan = settled([row('A', { boss: 'A' })], []);
		expect(deferralsOf(plan)).toEqual(['A sets boss after A']);
		expect(waitsOf(plan)).toEqual([]);
	});

	it('in a circle gets one reference in a second call', () => {
		const plan = settled(
			[row('A', { boss: 'B' }), row('B', { boss: 'C' }), row('C', { boss: 'A' }), row('D', { boss: 'A' })],
			[],
		);
		expect(deferralsOf(plan)).toEqual(['A sets boss after B']);
		expect(waitsOf(plan)).toEqual(['B after C: boss', 'C after A: boss', 'D after A: boss']);
	});

	it('behind a circle waits all the same', () => {
		const plan = settled([row('D', { boss: 'A' }), row('A', { boss: 'B' }), row('B', { boss: 'A' })], []);
		expect(deferralsOf(plan)).toEqual(['A sets boss after B']);
		expect(waitsOf(plan)).toEqual(['D after A: boss', 'B after A: boss']);
	});

	it('keeps every wait that is no part of the circle', () => {
		const twoBosses = {
			fields: [...FIELDS, { name: 'coach', label: 'Coach', kind: 'text' as const, refersTo: String }],
		};
		const plan = settled([row('A', { boss: 'B', coach: 'C' }), row('B', { boss: 'A' }), row('C')], [], twoBosses);
		expect(deferralsOf(plan)).toEqual(['A sets boss after B']);
		expect(waitsOf(plan)).toEqual(['A after C: coach', 'B after A: boss']);
		const both = settled([row('A', { boss: 'B', coach: 'B' }), row('B', { boss: 'A' })], [], twoBosses);
		expect(deferralsOf(both)).toEqual(['A sets boss after B', 'A sets coach after B']);
	});

	it('never gives up the wait for a value that has to come free', () => {
		// B frees A's address and names A, who is new: the reference is what can come later.
		const plan = settled(
			[row('A', { badge: '7' }), row('B', { badge: '8', boss: 'A' })],
			[user('B', { badge: '7', boss: null })],
		);
		expect(waitsOf(plan)).toEqual(['A after B: badge']);
		expect(deferralsOf(plan)).toEqual(['B sets boss after A']);
	});

	it('never gives it up for a wait that has nothing to do with it', () => {
		const plan = settled(
			[row('A', { badge: '7', boss: 'C' }), row('B', { badge: '8', boss: 'A' }), row('C')],
			[user('B', { badge: '7', boss: null })],
		);
		expect(waitsOf(plan)).toEqual(['A after B: badge', 'A after C: boss']);
		const others = settled(
			[row('A', { badge: '7', boss: 'B' }), row('B', { boss: 'A' }), row('D', { badge: '8' })],
			[user('D', { badge: '7', boss: null })],
		);
		expect(waitsOf(others)).toEqual(['A after D: badge', 'B after A: boss']);
		expect(deferralsOf(others)).toEqual(['A sets boss after B']);
	});

	it('opens several circles one by one', () => {
		const plan = settled(
			[row('A', { boss: 'B' }), row('B', { boss: 'A' }), row('C', { boss: 'D' }), row('D', { boss: 'C' })],
			[],
		);
		expect(deferralsOf(plan)).toEqual(['A sets boss after B', 'C sets boss after D']);
	});
});

it('settling the order changes nothing else of a plan', () => {
	const plan = planOf([row('A', at('a')), rejectedRow('B')], [user('B', at('b'))]);
	expect(settleOrder(plan, directoryOf([user('B', at('b'))]), rulesWith())).toEqual(plan);
	expect(settleOrder({ ...plan, warnings: ['Mind the gap.'] }, undefined, rulesWith()).warnings).toEqual([
		'Mind the gap.',
	]);
	expect(settled([row('A', { boss: 'B' }), row('B')], [], { fields: [NUMBER, BADGE] }).entries).toMatchObject([
		{ action: { waits: [] } },
		{ action: { waits: [] } },
	]);
});

describe('waves', () => {
	const named = (kind: Action['kind'], key: string, more: Partial<Action> = {}): Action =>
		actionOf(kind, { row: row(key), ...more });
	const phases = (...all: Phase[]): Step[] => all.map((phase) => ({ lane: phase, phase }));
	const usual = ({ kind, deferred }: Action): Step[] => {
		const later: Phase[] = deferred.length > 0 ? ['afterCreate'] : [];
		if (kind === 'restore') return phases('reactivate', 'reactivate', ...later);
		return phases(kind === 'delete' ? 'remove' : kind === 'create' ? 'create' : 'update', ...later);
	};
	const waves = (actions: readonly Action[], stepsOf = usual): string[][] =>
		wavesOf(actions, stepsOf).map((wave) =>
			wave.map(({ action, step, number }) => `${keyOf(action)} ${step.phase} ${number}`),
		);

	it('come in the order of the phases, whatever the order of the actions', () => {
		expect(
			waves([
				named('delete', 'D'),
				named('create', 'C'),
				named('update', 'U'),
				named('restore', 'R'),
				named('create', 'E'),
			]),
		).toEqual([['R reactivate 0'], ['R reactivate 1'], ['U update 0'], ['C create 0', 'E create 0'], ['D remove 0']]);
		expect(waves([])).toEqual([]);
	});

	it('let an action wait for others of its phase, and of a later one', () => {
		const leaver = named('delete', 'D');
		const first = named('create', 'A');
		const second = named('create', 'B', { waits: [{ on: first }] });
		const third = named('create', 'C', { waits: [{ on: first }, { on: second }] });
		const last = named('update', 'U', { waits: [{ on: leaver }] });
		expect(waves([last, third, second, first, leaver, named('delete', 'E')])).toEqual([
			['A create 0'],
			['B create 0'],
			['C create 0'],
			['D remove 0', 'E remove 0'],
			['U update 0'],
		]);
	});

	it('let a long chain of one phase end before the next phase begins', () => {
		const chain: Action[] = [];
		for (const key of ['A', 'B', 'C', 'D'])
			chain.push(named('update', key, { waits: chain.slice(-1).map((on) => ({ on })) }));
		expect(waves([...chain, named('create', 'N')]).map((wave) => wave.join())).toEqual([
			'A update 0',
			'B update 0',
			'C update 0',
			'D update 0',
			'N create 0',
		]);
	});

	it('let steps of chained restores end before the updates begin', () => {
		const boss = named('restore', 'A');
		const clerk = named('restore', 'B', { waits: [{ on: boss }] });
		expect(waves([clerk, boss, named('update', 'U')])).toEqual([
			['A reactivate 0'],
			['B reactivate 0', 'A reactivate 1'],
			['B reactivate 1'],
			['U update 0'],
		]);
	});

	it('put a deferred step after everybody whom it names', () => {
		const leaver = named('delete', 'D');
		const late = named('create', 'B', { waits: [{ on: leaver }] });
		const early = named('create', 'A', { deferred: [{ field: 'boss', on: late }] });
		expect(waves([early, late, leaver])).toEqual([['A create 0'], ['D remove 0'], ['B create 0'], ['A afterCreate 1']]);
	});

	it('do not wait for actions that were blocked', () => {
		const blocked = named('delete', 'D');
		const waiting = named('restore', 'A', { waits: [{ on: blocked }], deferred: [{ field: 'boss', on: blocked }] });
		expect(waves([waiting, named('restore', 'B')])).toEqual([
			['A reactivate 0', 'B reactivate 0'],
			['A reactivate 1', 'B reactivate 1'],
			['A afterCreate 2'],
		]);
	});

	it('have nothing to do for an action without steps', () => {
		const idle = named('update', 'A');
		expect(
			waves([idle, named('create', 'B', { waits: [{ on: idle }] })], (action) =>
				action === idle ? [] : usual(action),
			),
		).toEqual([['B create 0']]);
	});
});
