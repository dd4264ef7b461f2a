import fc from 'fast-check';
import { schedule, type Schedule } from '../schedule';

/** A company and what happens to its people from night to night, in words that all vendors share. Knows nothing of `nodes/`. */

/** Somebody whom the HR system knows, there or gone. */
export interface Employee {
	readonly serial: number;
	key: string;
	first: string;
	last: string;
	email: string;
	department: string | null;
	readonly extra: string;
	here: boolean;
}

export type EventKind =
	| 'join'
	| 'leave'
	| 'marry'
	| 'move'
	| 'rehire'
	| 'renumber'
	| 'takeover'
	| 'handEdit'
	| 'operatorDeletes';

/** Something that happens between two nights, to whoever is meant by `at`. */
export interface LifeEvent {
	readonly kind: EventKind;
	readonly at: number;
}

/** What is wrong with tonight's export. */
export type Damage = 'none' | 'formula' | 'noAddress' | 'cut' | 'empty' | 'headingLost' | 'keyHeadingLost' | 'twice';

export interface Night {
	readonly events: readonly LifeEvent[];
	readonly damage: Damage;
	readonly trouble: Schedule | undefined;
	/** What a run of the night before wanted leave for is approved: by the hash of the plan, or of its removals. */
	readonly approves: 'plan' | 'removals' | undefined;
}

export interface Life {
	readonly staff: number;
	readonly missing: number;
	readonly maxRemovalPercent: number;
	readonly maxRemovals: number;
	readonly onLimit: 'stop' | 'skipRemovals' | 'report';
	readonly keyChanges: 'ask' | 'follow';
	/** Those who have left stay on the list, with a status that says so. */
	readonly tells: boolean;
	/** Whoever of the staff is in Protected Users: by key, address, or not at all. */
	readonly guards: 'key' | 'email' | undefined;
	readonly concurrency: number;
	readonly opening: number;
	/** Which of a vendor's ways to be known. */
	readonly variant: number;
	readonly nights: readonly Night[];
}

const KINDS: ReadonlyArray<{ readonly weight: number; readonly kind: EventKind }> = [
	{ weight: 5, kind: 'join' },
	{ weight: 5, kind: 'leave' },
	{ weight: 3, kind: 'marry' },
	{ weight: 3, kind: 'move' },
	{ weight: 3, kind: 'rehire' },
	{ weight: 2, kind: 'renumber' },
	{ weight: 2, kind: 'takeover' },
	{ weight: 2, kind: 'handEdit' },
	{ weight: 1, kind: 'operatorDeletes' },
];

const event: fc.Arbitrary<LifeEvent> = fc.record({
	kind: fc.oneof(...KINDS.map(({ weight, kind }) => ({ weight, arbitrary: fc.constant(kind) }))),
	at: fc.nat(99),
});

const QUIET: Night = { events: [], damage: 'none', trouble: undefined, approves: undefined };

const night: fc.Arbitrary<Night> = fc.oneof(
	{ weight: 4, arbitrary: fc.constant(QUIET) },
	{
		weight: 6,
		arbitrary: fc.record({
			events: fc.array(event, { maxLength: 4 }),
			damage: fc.oneof(
				{ weight: 8, arbitrary: fc.constant<Damage>('none') },
				{
					weight: 2,
					arbitrary: fc.constantFrom<Damage>(
						'formula',
						'noAddress',
						'cut',
						'empty',
						'headingLost',
						'keyHeadingLost',
						'twice',
					),
				},
			),
			trouble: fc.oneof(
				{ weight: 7, arbitrary: fc.constant(undefined) },
				{ weight: 3, arbitrary: schedule.map((one): Schedule => ({ ...one, movesAt: undefined })) },
			),
			approves: fc.oneof(
				{ weight: 2, arbitrary: fc.constant(undefined) },
				{ weight: 1, arbitrary: fc.constantFrom('plan' as const, 'removals' as const) },
			),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom('plan' as const, 'removals' as const).map((approves): Night => ({ ...QUIET, approves })),
	},
);

/** A random company with 10 to 30 nights. */
export const life: fc.Arbitrary<Life> = fc.record({
	staff: fc.oneof(
		{ weight: 5, arbitrary: fc.integer({ min: 1, max: 14 }) },
		{ weight: 1, arbitrary: fc.integer({ min: 20, max: 30 }) },
	),
	missing: fc.nat(5),
	maxRemovalPercent: fc.constantFrom(100, 100, 30, 5),
	maxRemovals: fc.constantFrom(200, 200, 2),
	onLimit: fc.constantFrom('stop' as const, 'skipRemovals' as const, 'report' as const, 'report' as const),
	keyChanges: fc.constantFrom('ask' as const, 'follow' as const),
	tells: fc.nat(2).map((number) => number === 0),
	guards: fc.constantFrom(undefined, undefined, 'key' as const, 'email' as const),
	concurrency: fc.integer({ min: 1, max: 4 }),
	opening: fc.nat(2 ** 31 - 1),
	variant: fc.nat(11),
	nights: fc.array(night, { minLength: 10, maxLength: 30 }),
});

const FIRST = ['Sally', 'Zo\u00eb', '\u0418\u043d\u0433\u0440\u0438\u0434', "D'Andre", '\u5c71\u7530', 'O\u2019Neil'];
const DEPARTMENTS = ['Sales', 'IT', 'Care & Support', null];
/** Keys as a company gives them: one form for all. */
const FORMS: ReadonlyArray<(serial: number) => string> = [
	(serial) => String(1000 + serial),
	(serial) => `E-${1000 + serial}`,
	(serial) => `00${10 + serial}`,
	(serial) => `p${serial}@company.tld`,
];

/** The company's HR system. */
export class Staff {
	readonly employees: Employee[] = [];
	private numbers = 0;

	constructor(private readonly form: number) {}

	get here(): Employee[] {
		return this.employees.filter(({ here }) => here);
	}

	get gone(): Employee[] {
		return this.employees.filter(({ here }) => !here);
	}

	newKey(): string {
		this.numbers += 1;
		return (FORMS[this.form % FORMS.length] ?? String)(this.numbers);
	}

	/** @param email of whoever had it before */
	join(email?: string): Employee {
		const serial = this.employees.length;
		const employee: Employee = {
			serial,
			key: this.newKey(),
			first: FIRST[serial % FIRST.length] ?? 'Jo',
			last: `Last${serial}`,
			email: email ?? `person.${serial}@company.tld`,
			department: DEPARTMENTS[serial % DEPARTMENTS.length] ?? null,
			extra: `X-${serial}`,
			here: true,
		};
		this.employees.push(employee);
		return employee;
	}
}

/** One of these, by any number. */
export const oneOf = <Item>(some: readonly Item[], at: number): Item | undefined => some[at % Math.max(some.length, 1)];
