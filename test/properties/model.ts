import { COLUMNS, type Cell, type Column, type ListRow, type World } from './people';

/**
 * What must be true, worked out from the rows and the directory alone. Source: the contract, sections 3 (*Rows*) and 4.
 * Imports nothing of `nodes/`: what it says is said a second time, in other words.
 */

/** What the model must know of a vendor. */
export interface Rules {
	readonly label: string;
	readonly listed: boolean;
	/** Columns that the vendor has. */
	readonly columns: readonly Column[];
	readonly required: readonly Column[];
	/** Columns of which two rows may not want one value. */
	readonly uniqueInRows: readonly Column[];
	/** Columns that the vendor holds unique. */
	readonly uniqueInDirectory: readonly Column[];
	/** Columns that a blank cell never empties. */
	readonly neverEmpty: readonly Column[];
	readonly missing: ReadonlyArray<'ignore' | 'delete' | 'deleteAndHide' | 'lock'>;
	/** Columns that replies leave out where they are empty. */
	readonly hiddenWhenEmpty: readonly Column[];
	/** Rows up to this many are looked up when nobody is removed. */
	readonly lookUpRows: number;
	/** Locked users who are back are unlocked when leavers are locked. */
	readonly unlocks: boolean;
	readonly keepsDeleted: boolean;
}

/** One account as a simulator holds it, in the shared words. */
export interface Account extends Readonly<Record<Column, string | null>> {
	readonly id: string;
	readonly state: 'active' | 'locked' | 'deleted';
	readonly hidden: boolean;
	readonly admin: boolean;
	/** All other fields, as text. */
	readonly other: string;
	/** The vendor refuses to delete it as it stands (tickets). */
	readonly stubborn: boolean;
}

/** The truth about one row. */
export interface RowTruth {
	/** '' when it can't be read. */
	readonly key: string;
	readonly wants: Partial<Record<Column, string | null>>;
	code: '' | 'INVALID_ROW' | 'DUPLICATE_KEY' | 'AMBIGUOUS_MATCH' | 'PROTECTED' | 'ALREADY_EXISTS';
	copyOf: number | undefined;
	/** The account that the row is about. */
	match: Account | undefined;
	/** Nobody can demand more of a look-up than the spellings that people mix up. */
	nearOnly: boolean;
}

export interface Truth {
	readonly rows: readonly RowTruth[];
	readonly removal: 'ignore' | 'delete' | 'deleteAndHide' | 'lock';
	readonly removable: readonly Account[];
	/** Who may be removed at all. */
	readonly missing: readonly Account[];
	/** The source says nothing about who is missing. */
	readonly refused: boolean;
	readonly keyUnreadable: boolean;
}

const ZERO_WIDTH = /^[\s\u180e\u200b-\u200d\u2060\ufeff]+|[\s\u180e\u200b-\u200d\u2060\ufeff]+$/g;

export const clean = (cell: Cell): string =>
	cell === null ? '' : String(cell).replace(ZERO_WIDTH, '').normalize('NFC');

/** What is left of a key when all that people do not see is taken away. */
export function loose(key: string): string {
	const bare = [...key.normalize('NFKC').toLowerCase()]
		.filter((letter) => !/[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/u.test(letter))
		.join('');
	return /^[0-9]+$/.test(bare) ? bare.replace(/^0+(?=[0-9])/, '') : bare;
}

/** The form in which two values of a column are the same. */
export const formOf = (column: Column, value: string): string => (column === 'email' ? value.toLowerCase() : value);

/** The columns that the list has: required ones are always there. */
export const columnsOf = (world: World, rules: Rules): readonly Column[] =>
	rules.columns.filter((column) => rules.required.includes(column) || !world.absent.includes(column));

export function removalOf(world: World, rules: Rules): Truth['removal'] {
	return rules.missing[world.safety.missing % rules.missing.length] ?? 'ignore';
}

export function isProtected(key: string, patterns: readonly string[]): boolean {
	return patterns.some((pattern) => {
		const [wanted, given] = [pattern.normalize('NFC').trim().toLowerCase(), key.normalize('NFC').trim().toLowerCase()];
		return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : wanted === given;
	});
}

/** The truth about a run that starts with these accounts. */
export function truthOf(world: World, accounts: readonly Account[], rules: Rules): Truth {
	const removal = removalOf(world, rules);
	const rows = readRows(world, rules);
	match(rows, accounts, world, rules, removal);
	const onRows = spokenFor(rows, accounts);
	const removable = removal === 'ignore' ? [] : accounts.filter((account) => isRemovable(account, world, removal));
	return {
		rows,
		removal,
		removable,
		missing: removable.filter((account) => !onRows.has(account.id)),
		refused: removal !== 'ignore' && rows.every((row) => row.code === 'INVALID_ROW' || row.code === 'DUPLICATE_KEY'),
		keyUnreadable: rows.some((row) => row.key === ''),
	};
}

function readRows(world: World, rules: Rules): RowTruth[] {
	const columns = columnsOf(world, rules);
	const allBlank = new Set(columns.filter((column) => world.rows.every((row) => clean(row[column]) === '')));
	const rows = world.rows.map((row): RowTruth => readRow(row, columns, allBlank, world, rules));
	byForm(rows, (row) => (row.key === '' ? undefined : row.key)).forEach((group) => {
		const [first] = group;
		const alike = group.every((row) => row.code === '' && sameWants(row.wants, first?.wants ?? {}));
		group.forEach((row) => {
			if (alike && row !== first && first !== undefined) row.copyOf = rows.indexOf(first);
			if (!alike && row.code === '') row.code = 'DUPLICATE_KEY';
		});
	});
	const rivals = rules.uniqueInRows.flatMap((column) =>
		byForm(rows, (row) => {
			const value = row.wants[column];
			return row.code !== '' || row.copyOf !== undefined || value === undefined || value === null
				? undefined
				: formOf(column, value);
		}),
	);
	for (const row of rivals.flat()) row.code = 'DUPLICATE_KEY';
	for (const row of rows) if (row.copyOf !== undefined) row.code = rows[row.copyOf]?.code ?? '';
	return rows;
}

function readRow(
	row: ListRow,
	columns: readonly Column[],
	allBlank: ReadonlySet<Column>,
	world: World,
	rules: Rules,
): RowTruth {
	const wants: Partial<Record<Column, string | null>> = {};
	let valid = true;
	for (const column of columns) {
		const text = clean(row[column]);
		const required = rules.required.includes(column);
		const bad =
			/\p{Surrogate}/u.test(text) ||
			(column === 'key' && /\p{Cc}/u.test(text)) ||
			(column === 'email' && text !== '' && !/^[^@]+@[^@]+$/.test(text));
		if (bad || (required && text === '')) valid = false;
		else if (text !== '') wants[column] = text;
		else if (world.blankValues === 'clear' && !allBlank.has(column) && !rules.neverEmpty.includes(column))
			wants[column] = null;
	}
	return {
		key: wants.key ?? '',
		wants,
		code: valid ? '' : 'INVALID_ROW',
		copyOf: undefined,
		match: undefined,
		nearOnly: false,
	};
}

function byForm(rows: readonly RowTruth[], formOfRow: (row: RowTruth) => string | undefined): RowTruth[][] {
	const groups = new Map<string, RowTruth[]>();
	for (const row of rows) {
		const form = formOfRow(row);
		if (form !== undefined) groups.set(form, [...(groups.get(form) ?? []), row]);
	}
	return [...groups.values()].filter((group) => group.length > 1);
}

function sameWants(some: RowTruth['wants'], others: RowTruth['wants']): boolean {
	return COLUMNS.every((column) => {
		const [one, other] = [some[column], others[column]];
		if (typeof one !== 'string' || typeof other !== 'string') return one === other;
		return formOf(column, one) === formOf(column, other);
	});
}

function match(
	rows: readonly RowTruth[],
	accounts: readonly Account[],
	world: World,
	rules: Rules,
	removal: Truth['removal'],
): void {
	const listed = accounts.filter((account) => account.state !== 'deleted');
	const exact = new Set(rows.map((row) => row.key));
	const lookedUp =
		removal === 'ignore' &&
		rows.filter((row) => row.code === '' && row.copyOf === undefined).length <= rules.lookUpRows;
	for (const row of rows) {
		if (row.key === '') continue;
		row.match =
			listed.find((account) => account.key === row.key) ?? accounts.find((account) => account.key === row.key);
		if (!rules.listed) {
			if (row.code === '' && isProtected(row.key, world.safety.protectedKeys)) row.code = 'PROTECTED';
			continue;
		}
		const near = accounts.filter(
			(account) =>
				account.key !== null &&
				account.key !== row.key &&
				!exact.has(account.key) &&
				loose(account.key) === loose(row.key),
		);
		if (row.match === undefined || row.match.state === 'deleted') {
			row.nearOnly =
				near.length > 0 &&
				(lookedUp || near.every((account) => account.state === 'deleted') || row.match !== undefined);
			if (near.some((account) => account.state !== 'deleted') && row.code === '' && !row.nearOnly)
				row.code = 'AMBIGUOUS_MATCH';
		}
		if (row.code !== '' || row.match === undefined) continue;
		if (row.match.state === 'deleted' && !world.restoreDeleted) row.code = 'ALREADY_EXISTS';
		else if (row.match.admin || isProtected(row.match.key ?? '', world.safety.protectedKeys)) row.code = 'PROTECTED';
	}
}

function spokenFor(rows: readonly RowTruth[], accounts: readonly Account[]): ReadonlySet<string> {
	const listed = accounts.filter((account) => account.state !== 'deleted');
	const exact = new Set(rows.map((row) => row.key).filter((key) => key !== ''));
	const held = new Set(listed.map((account) => account.key));
	const near = new Set([...exact].filter((key) => !held.has(key)).map(loose));
	return new Set(
		listed.filter(({ key }) => key !== null && (exact.has(key) || near.has(loose(key)))).map(({ id }) => id),
	);
}

function isRemovable(account: Account, world: World, removal: Truth['removal']): boolean {
	const { scope, protectedKeys } = world.safety;
	if (account.state === 'deleted' || account.key === null || account.admin) return false;
	if (removal === 'lock' && account.state === 'locked') return false;
	if (isProtected(account.key, protectedKeys)) return false;
	return (
		scope.length === 0 ||
		scope.includes((account.department ?? '').toLowerCase()) ||
		scope.includes(account.department ?? '')
	);
}

/** Whether so many removals are too many. Source: the contract, *Guard*. */
export function exceeds(
	removals: number,
	removable: number,
	{ maxRemovals, maxRemovalPercent }: World['safety'],
): boolean {
	if (removals === 0) return false;
	if (removals > maxRemovals) return true;
	const few = removals <= 3 && removals < removable / 2;
	return !few && removals / removable > maxRemovalPercent / 100;
}

/** The removals that the limits forbid. */
export function forbidden(truth: Truth, world: World): ReadonlySet<string> {
	const { missing, removable } = truth;
	const inGroup =
		(group: string) =>
		({ department }: Account): boolean =>
			world.safety.byDepartment && (department ?? '') === group;
	const groups = new Set(missing.map(({ department }) => department ?? ''));
	const over = [...groups].filter((group) =>
		exceeds(missing.filter(inGroup(group)).length, removable.filter(inGroup(group)).length, world.safety),
	);
	const isOver = (account: Account): boolean => over.some((group) => inGroup(group)(account));
	// Skipping the removals of some groups may bring those of all below the limit.
	const skips = world.safety.onLimit === 'skipRemovals';
	const counted = skips ? missing.filter((account) => !isOver(account)) : missing;
	const all = exceeds(counted.length, removable.length, world.safety) || (over.length > 0 && !skips);
	return new Set(missing.filter((account) => all || isOver(account)).map(({ id }) => id));
}
