import fc from 'fast-check';

/** The world that a schedule starts from, in words that all five vendors share. Knows nothing of `nodes/`. */

/** One account of the directory before the first run. */
export interface Person {
	readonly key: string | null;
	readonly first: string;
	readonly last: string;
	readonly email: string;
	readonly department: string | null;
	/** A second value that the vendor holds unique: hris_id, id_number, login. */
	readonly extra: string;
	readonly state: 'active' | 'locked' | 'deleted';
	readonly admin: boolean;
}

/** What a master list may have in a cell. */
export type Cell = string | number | boolean | null;

/** One row of the master list; an absent column is undefined in every row. */
export interface ListRow {
	readonly key: Cell;
	readonly first: Cell;
	readonly last: Cell;
	readonly email: Cell;
	readonly department: Cell;
	readonly extra: Cell;
	/** Whether the column that says who has left, where the list has one, says so here; and by which of its words. */
	readonly gone?: boolean;
	/** What the vendor's own column of states says; null: nothing. */
	readonly stands?: 'active' | 'locked' | null;
	/** Which of several ways to write either. */
	readonly spelt?: number;
}

export const COLUMNS = ['key', 'first', 'last', 'email', 'department', 'extra'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Safety {
	readonly missing: number;
	readonly maxRemovals: number;
	readonly maxRemovalPercent: number;
	readonly onLimit: 'stop' | 'skipRemovals' | 'report';
	readonly byDepartment: boolean;
	readonly scope: readonly string[];
	/** Entries of Protected Users: keys, addresses, and the vendor's ids once they are known. */
	readonly protectedKeys: readonly string[];
	/** Those of the people whose id is such an entry. */
	readonly protectedIds?: readonly number[];
	/** The limits on creates and on changed names are lifted. */
	readonly surprisesAllowed?: boolean;
}

export interface World {
	readonly people: readonly Person[];
	readonly rows: readonly ListRow[];
	/** Columns that the list does not have. */
	readonly absent: readonly Column[];
	readonly safety: Safety;
	readonly blankValues: 'ignore' | 'clear';
	readonly concurrency: number;
	readonly maxAttempts: number;
	readonly batchSize: number;
	readonly toErrorOutput: boolean;
	readonly restoreDeleted: boolean;
	readonly keyChanges?: 'ask' | 'follow' | 'ignore';
	/** A value that can't be read rejects its row, whatever the field. */
	readonly badValues?: 'skip' | 'reject';
	/** A row with a name and no key is no person's. */
	readonly rowsWithoutKey?: 'skip' | 'reject';
	/** Where the vendor has it: whether locked users who are back are unlocked. */
	readonly unlockReturning?: 'auto' | 'yes' | 'no';
	/** The column by which the list says who has left. */
	readonly telling?: Telling | undefined;
	/** Leavers → Detect is Off: the column says nothing. */
	readonly leaversOff?: boolean;
	/** The list has the vendor's own column of states, where there is one. */
	readonly hasStates?: boolean;
	/** Which of a vendor's ways to be known: blind, listed, by Known Users. */
	readonly variant?: number;
	/** Which of the many systems that a vendor's page allows. */
	readonly opening?: number;
}

/** How a list says who has left. `phase`: by words of its own; `phaseWords`: in a column of its own, by the usual words. */
export type Telling = 'status' | 'enabled' | 'end' | 'phase' | 'phaseWords';

const NAMES = [
	'Sally',
	'Zoë',
	'Ингрид',
	'山田',
	"D'Andre",
	'=HYPERLINK("http://x.tld","x")',
	'<img src=x onerror=alert(1)>',
	'\u202eevil',
	'Thảo',
	'👩‍🚀',
	'O\u2019Neil',
	'-1+1',
	'ﬁona',
];
const DEPARTMENTS = ['Sales', 'IT', 'Care & Support', '@SUM(A1)', 'Łódź'];

/** Keys as people have them, and as attackers would: each stays one path segment, and one person. */
const KEY_FORMS: ReadonlyArray<(at: number) => string> = [
	(at) => `P${at}`,
	(at) => `00${at}7`,
	(at) => `first.last${at}@company.tld`,
	(at) => `Žofie ${at}`,
	(at) => `../${at}`,
	(at) => `%2e%2e%2f${at}`,
	(at) => `q?x=${at}#f&y=1`,
	(at) => `'; DROP TABLE users;-- ${at}`,
	(at) => `用户-${at}`,
	(at) => `😀${at}`,
	(at) => `uid:${at}`,
	(at) => `a\\b/${at}`,
	// As the vendor's own ids look.
	(at) => String(1000 + at),
	(at) => `E-${1000 + at}`,
];

interface Plan {
	readonly form: number;
	readonly name: number;
	readonly department: number;
	readonly kind: 'plain' | 'admin' | 'byHand' | 'locked' | 'deleted' | 'caseTwin' | 'newcomer';
	readonly row:
		| 'same'
		| 'changed'
		| 'none'
		| 'twice'
		| 'twiceDiffering'
		| 'respelt'
		| 'invalid'
		| 'blanks'
		| 'takesNextEmail'
		| 'takesNextExtra'
		| 'keyless'
		| 'footer'
		| 'unicode';
	readonly place: number;
	readonly edit: number;
	/** 0 to 2: has left; 3 and 4: a second row says so, under the same or nearly the same key. */
	readonly going: number;
	/** 0 and 1: locked; 2: nothing; 3 and more: active. */
	readonly state: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
	form: fc.nat(KEY_FORMS.length - 1),
	name: fc.nat(NAMES.length - 1),
	department: fc.nat(DEPARTMENTS.length),
	kind: fc.oneof(
		{ weight: 12, arbitrary: fc.constant('plain' as const) },
		{ weight: 4, arbitrary: fc.constant('newcomer' as const) },
		{
			weight: 5,
			arbitrary: fc.constantFrom(
				'admin' as const,
				'byHand' as const,
				'locked' as const,
				'deleted' as const,
				'caseTwin' as const,
			),
		},
	),
	row: fc.oneof(
		{ weight: 6, arbitrary: fc.constant('same' as const) },
		{ weight: 8, arbitrary: fc.constant('changed' as const) },
		{ weight: 6, arbitrary: fc.constant('none' as const) },
		{
			weight: 5,
			arbitrary: fc.constantFrom(
				'takesNextEmail' as const,
				'takesNextExtra' as const,
				'blanks' as const,
				'unicode' as const,
				'twice' as const,
			),
		},
		{
			weight: 2,
			arbitrary: fc.constantFrom(
				'twiceDiffering' as const,
				'respelt' as const,
				'invalid' as const,
				'keyless' as const,
				'footer' as const,
			),
		},
	),
	place: fc.nat(1000),
	edit: fc.nat(31),
	going: fc.nat(19),
	state: fc.nat(11),
});

const safety: fc.Arbitrary<Omit<Safety, 'protectedKeys' | 'protectedIds'>> = fc.record({
	missing: fc.nat(5),
	maxRemovals: fc.oneof({ weight: 4, arbitrary: fc.constant(200) }, { weight: 1, arbitrary: fc.nat(3) }),
	maxRemovalPercent: fc.oneof(
		{ weight: 4, arbitrary: fc.constant(100) },
		{ weight: 1, arbitrary: fc.constantFrom(0, 5, 30) },
	),
	onLimit: fc.constantFrom('stop' as const, 'skipRemovals' as const, 'report' as const),
	byDepartment: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
	scope: fc.oneof(
		{ weight: 5, arbitrary: fc.constant([] as string[]) },
		{ weight: 1, arbitrary: fc.constantFrom(['Sales'], ['it', 'łódź']) },
	),
});

/** A random directory, master list and settings. */
export const world: fc.Arbitrary<World> = fc
	.record({
		plans: fc.oneof(
			{ weight: 11, arbitrary: fc.array(plan, { minLength: 1, maxLength: 16 }) },
			// So many that a plan may be a surprise.
			{ weight: 1, arbitrary: fc.array(plan, { minLength: 26, maxLength: 44 }) },
		),
		safety,
		guarded: fc.array(fc.record({ at: fc.nat(20), by: fc.constantFrom('key', 'key', 'email', 'id') }), {
			maxLength: 2,
		}),
		wildcard: fc.nat(12),
		withoutDepartment: fc.nat(7),
		withoutExtra: fc.nat(3),
		blankValues: fc.constantFrom('ignore' as const, 'ignore' as const, 'clear' as const),
		concurrency: fc.integer({ min: 1, max: 4 }),
		maxAttempts: fc.constantFrom(1, 2, 3, 5, 5),
		batchSize: fc.constantFrom(0, 0, 1, 3),
		toErrorOutput: fc.nat(4).map((number) => number === 0),
		restoreDeleted: fc.nat(4).map((number) => number !== 0),
		keyChanges: fc.constantFrom('ask' as const, 'ask' as const, 'ask' as const, 'follow' as const, 'ignore' as const),
		badValues: fc.constantFrom('skip' as const, 'skip' as const, 'reject' as const),
		rowsWithoutKey: fc.constantFrom('reject' as const, 'reject' as const, 'skip' as const),
		unlockReturning: fc.constantFrom('auto' as const, 'auto' as const, 'yes' as const, 'no' as const),
		telling: fc.oneof(
			{ weight: 3, arbitrary: fc.constant(undefined) },
			{ weight: 2, arbitrary: fc.constantFrom<Telling>('status', 'status', 'enabled', 'end', 'phase', 'phaseWords') },
		),
		leaversOff: fc.nat(9).map((number) => number === 0),
		hasStates: fc.nat(2).map((number) => number === 0),
		variant: fc.nat(11),
		opening: fc.nat(2 ** 31 - 1),
	})
	.filter(({ plans }) => plans.some(({ row }) => row !== 'none'))
	.map(({ plans, safety: limits, guarded, wildcard, withoutDepartment, withoutExtra, ...rest }): World => {
		const built = plans.map(personAt);
		const there = built.filter((_, at) => plans[at]?.kind !== 'newcomer');
		const keys = guarded
			.flatMap(({ at, by }) => (by === 'key' ? (built[at]?.key ?? []) : by === 'email' ? (built[at]?.email ?? []) : []))
			.filter((key) => !/[,;\n*]/.test(key));
		const ids = guarded.flatMap(({ at, by }) => (by === 'id' && at < there.length ? [at] : []));
		return {
			people: there,
			rows: rowsOf(plans, built, rest.telling !== undefined),
			absent: [
				...(withoutDepartment === 0 ? (['department'] as const) : []),
				...(withoutExtra === 0 ? (['extra'] as const) : []),
			],
			safety: { ...limits, protectedKeys: wildcard === 0 ? [...keys, 'p*'] : keys, protectedIds: ids },
			...rest,
		};
	});

function personAt(one: Plan, at: number, all: readonly Plan[]): Person {
	const twin = one.kind === 'caseTwin' && at > 0;
	const form = twin ? (all[at - 1]?.form ?? 0) : one.form;
	const key = (KEY_FORMS[form] ?? String)(twin ? at - 1 : at);
	return {
		key: one.kind === 'byHand' ? null : twin ? swapCase(key) : key,
		first: NAMES[one.name] ?? 'Jo',
		last: `Last ${at}`,
		email: one.edit % 3 === 0 ? `Person.${at}@Company.tld` : `person.${at}@company.tld`,
		department: DEPARTMENTS[one.department] ?? null,
		extra: `X-${at}`,
		state: one.kind === 'locked' || one.kind === 'deleted' ? one.kind : 'active',
		admin: one.kind === 'admin',
	};
}

function swapCase(text: string): string {
	const swapped = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
	return swapped === text ? `${text}b` : swapped;
}

function rowsOf(plans: readonly Plan[], people: readonly Person[], isTold: boolean): ListRow[] {
	const placed = plans.flatMap((one, at) => {
		const person = people[at];
		if (person === undefined) return [];
		const next = people[(at + 1) % people.length] ?? person;
		const rows = rowsFor(one, person, next, at).map((row): ListRow => ({ ...row, ...standing(one, row) }));
		const [first] = rows;
		const more =
			isTold && first !== undefined && (one.going === 3 || one.going === 4)
				? [{ ...first, gone: true, ...(one.going === 4 ? { key: respelt(String(first.key), one.edit) } : {}) }]
				: [];
		return [...rows, ...more].map((row, number) => ({ row, place: one.place + number * 500 }));
	});
	return placed.sort((a, b) => a.place - b.place).map(({ row }) => row);
}

/** What a row says of whether its person is there. A line that is no person's says nothing. */
function standing({ going, state, edit }: Plan, row: ListRow): Pick<ListRow, 'gone' | 'stands' | 'spelt'> {
	if (row.key === null && row.email === null) return { gone: false, stands: null, spelt: 0 };
	return { gone: going < 3, stands: state < 2 ? 'locked' : state === 2 ? null : 'active', spelt: edit };
}

function rowsFor(one: Plan, person: Person, next: Person, at: number): ListRow[] {
	const same: ListRow = {
		key: person.key ?? `by hand ${at}`,
		first: person.first,
		last: person.last,
		email: person.email,
		department: person.department,
		extra: person.extra,
	};
	const changed: ListRow = {
		...same,
		first: (one.edit & 1) === 0 ? same.first : `${person.first} II`,
		last: (one.edit & 2) === 0 ? same.last : `Newname <b>${at}</b>`,
		department: (one.edit & 4) === 0 ? same.department : 'Moved',
		email: (one.edit & 8) === 0 ? same.email : `moved.${at}@company.tld`,
		extra: (one.edit & 16) === 0 ? same.extra : `Y-${at}`,
	};
	switch (one.row) {
		case 'none':
			return [];
		case 'same':
			return [same];
		case 'changed':
			return [changed];
		case 'twice':
			return [changed, { ...changed, first: ` ${String(changed.first)} ` }];
		case 'twiceDiffering':
			return [changed, { ...changed, last: 'Another' }];
		case 'respelt':
			return [{ ...changed, key: respelt(String(same.key), one.edit) }];
		case 'invalid':
			return [{ ...changed, email: 'not an address' }];
		case 'blanks':
			return [{ ...changed, first: '  ', department: null, email: (one.edit & 8) === 0 ? changed.email : '' }];
		case 'takesNextEmail':
			return [{ ...changed, email: next.email }];
		case 'takesNextExtra':
			return [{ ...changed, extra: next.extra }];
		case 'keyless':
			return [{ ...changed, key: (one.edit & 1) === 0 ? '' : 'x\u0000y' }];
		case 'footer':
			return [same, { key: null, first: '', last: ' ', email: null, department: null, extra: null }];
		case 'unicode':
			return [
				{
					...changed,
					key: `\u200b${String(same.key).normalize('NFD')}\ufeff `,
					first: `\u00a0${String(changed.first).normalize('NFD')}`,
				},
			];
	}
}

/** A spelling that people would take for the same. */
function respelt(key: string, edit: number): string {
	const isNumber = /^\d+$/.test(key);
	switch (edit % 8) {
		case 0:
			return key.toUpperCase() === key ? key.toLowerCase() : key.toUpperCase();
		case 1:
			return isNumber ? `0${key}` : `${key.slice(0, 1)} ${key.slice(1)}`;
		case 2:
			return `${key.slice(0, 1)}\u200b${key.slice(1)}`;
		case 3:
			return `'${key}`;
		case 4:
			return `="${key}"`;
		case 5:
			return `${key},`;
		case 6:
			return isNumber ? `${key}.0` : key.replace(/-/g, '\u2013');
		default:
			return /^[1-9]\d{3}$/.test(key) ? `${key.slice(0, 1)},${key.slice(1)}` : `#${key}`;
	}
}
