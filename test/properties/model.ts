import { hasLeft, saysWhoLeft, stateWanted, type StateColumn } from './leaving';
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
	/** What tells a person beside the key, where the vendor shows it. */
	readonly identifiers: readonly Column[];
	/** Columns that a blank cell never empties. */
	readonly neverEmpty: readonly Column[];
	readonly missing: ReadonlyArray<'ignore' | 'delete' | 'deleteAndHide' | 'lock'>;
	/** Columns that replies leave out where they are empty. */
	readonly hiddenWhenEmpty: readonly Column[];
	/** Rows up to this many are looked up when nobody is removed. */
	readonly lookUpRows: number;
	/** Locked users who are back are unlocked when leavers are locked. */
	readonly unlocks: boolean;
	/** Locked users who are back are unlocked whatever is done with leavers. */
	readonly unlocksAlways?: boolean;
	/** An option says whether they are. */
	readonly asksToUnlock?: boolean;
	readonly keepsDeleted: boolean;
	/** Whoever is missing and inactive already is not deleted: the system may show deleted accounts so. */
	readonly leavesInactive?: boolean;
	/** The reply for one account does not show who is an administrator. */
	readonly rolesInListOnly?: boolean;
	/** Only the credential's own account says whether the list shows everybody. */
	readonly doubtsTheList?: boolean;
	/** The calls that ask for a page of everybody: method, path and query. */
	readonly pages?: RegExp;
	/** The calls that make one account: method and path. */
	readonly creates?: RegExp;
	/** The vendor's own column of states, with what stands in it. */
	readonly state?: StateColumn;
	/** People are looked up by what else a row says of them, as no search takes a key. */
	readonly searchesValues?: boolean;
	/** A key can't be changed. */
	readonly keepsKeys?: boolean;
	/** It is known from an export: results don't carry the vendor's id of those who are only in the directory. */
	readonly hasNoIds?: boolean;
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
	code: '' | 'INVALID_ROW' | 'DUPLICATE_KEY' | 'AMBIGUOUS_MATCH' | 'PROTECTED' | 'ALREADY_EXISTS' | 'KEY_CHANGED';
	/** No person at all: counted, and without a result. */
	readonly setAside: boolean;
	/** Set aside for want of a key alone: who is named stays. */
	readonly keyless: boolean;
	/** The row itself is at fault, whatever the directory holds. */
	invalid: boolean;
	copyOf: number | undefined;
	/** The account that the row is about. */
	match: Account | undefined;
	/** Nobody can demand more of a look-up than the spellings that people mix up. */
	nearOnly: boolean;
	/** Those whom the row's identifiers point to, where its key is nobody's. */
	pointsTo: readonly Account[];
	/** What else the row says belongs to different people. */
	torn: boolean;
	/** Another row, valid or not, has a key that people would take for this one. */
	twinned: boolean;
	/** It can't be sent: something required is lacking or can't be read. */
	readonly unsendable: boolean;
	/** The list says that this person has left. */
	readonly left: boolean;
	/** What the column of states says. */
	readonly state: 'active' | 'locked' | undefined;
	/** Its person has left, but another row speaks of the same one as there. */
	yields: boolean;
}

export interface Truth {
	readonly rows: readonly RowTruth[];
	readonly removal: 'ignore' | 'delete' | 'deleteAndHide' | 'lock';
	readonly removable: readonly Account[];
	/** Who may be removed at all. */
	readonly missing: readonly Account[];
	/** Those whom a row would bar who are not. */
	readonly barred: readonly Account[];
	/** Those of them whose row nothing can reject. */
	readonly barredSurely: readonly Account[];
	/** Rows that may bar somebody of whom nothing is known. */
	readonly barredBlind: number;
	/** The source says nothing about who is missing. */
	readonly refused: boolean;
	readonly keyUnreadable: boolean;
	/** Rows are looked up one by one. */
	readonly lookedUp: boolean;
	readonly surprise: Surprise;
}

const ZERO_WIDTH = /^[\s\u180e\u200b-\u200d\u2060\ufeff]+|[\s\u180e\u200b-\u200d\u2060\ufeff]+$/g;

export const clean = (cell: Cell): string =>
	cell === null ? '' : String(cell).replace(ZERO_WIDTH, '').normalize('NFC');

/** What spreadsheets and people put around a key. */
const QUOTES = '"\'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a';
const BEFORE = `${QUOTES}=#`;
const AFTER = `${QUOTES},.;-`;

/** Keys that were looked at, each with what was left: the same few are compared with each other over and over. */
const LEFT = new Map<string, string>();

/** What is left of a key when all that people do not see is taken away. Source: the contract, *Match*. */
export function loose(key: string): string {
	const known = LEFT.get(key);
	if (known !== undefined) return known;
	if (LEFT.size > 5000) LEFT.clear();
	const left = loosened(key);
	LEFT.set(key, left);
	return left;
}

function loosened(key: string): string {
	const letters = [...key.normalize('NFKC')]
		.filter((letter) => !/[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/u.test(letter))
		.map((letter) => (/[\p{Pd}\u2212]/u.test(letter) ? '-' : letter));
	const folded = [
		...letters
			.join('')
			.toLowerCase()
			.toUpperCase()
			.toLowerCase()
			.replace(/\u03c2/g, '\u03c3'),
	];
	let core = folded;
	while (core[0] !== undefined && BEFORE.includes(core[0])) core = core.slice(1);
	while (core.length > 0 && AFTER.includes(core.at(-1) ?? '')) core = core.slice(0, -1);
	const bare = (core.length === 0 ? folded : core).join('');
	const number = thousands(bare) ?? /^([0-9]+)[.,]0+$/.exec(bare)?.[1] ?? bare;
	return /^[0-9]+$/.test(number) ? number.replace(/^0+(?=[0-9])/, '') : number;
}

/** `1,001` or `1'001.00` in digits alone; undefined for anything else. */
function thousands(text: string): string | undefined {
	const [whole = '', mark = '', cents = ''] = /^([0-9.,']+?)(?:([.,])(0{1,2}))?$/.exec(text)?.slice(1) ?? [];
	const groups = whole.split(/[.,']/);
	const marks = new Set(whole.replace(/[0-9]/g, ''));
	const isGrouped =
		groups.length > 1 &&
		marks.size === 1 &&
		groups.slice(1).every((group) => group.length === 3) &&
		/^[0-9]{1,3}$/.test(groups[0] ?? '');
	return isGrouped && (cents === '' || !marks.has(mark)) ? groups.join('') : undefined;
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
	if (key === '') return false;
	return patterns.some((pattern) => {
		const [wanted, given] = [pattern.normalize('NFC').trim().toLowerCase(), key.normalize('NFC').trim().toLowerCase()];
		return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : loose(pattern) === loose(key);
	});
}

/** Each entry is held against the key, the address and the vendor's own id. */
export const isGuarded = ({ key, email, id }: Pick<Account, 'key' | 'email' | 'id'>, { safety }: World): boolean =>
	[key, email, id].some((name) => name !== null && isProtected(name, safety.protectedKeys));

/** The truth about a run that starts with these accounts. */
export function truthOf(world: World, accounts: readonly Account[], rules: Rules): Truth {
	const removal = removalOf(world, rules);
	const rows = readRows(world, rules);
	const there = rows.filter(({ left }) => !left);
	const doubtful = rows.filter(
		({ code, key, left, copyOf, keyless }) => ((code !== '' && key !== '') || keyless) && !left && copyOf === undefined,
	);
	const lookedUp =
		removal === 'ignore' &&
		rows.filter((row) => row.code === '' && row.copyOf === undefined).length <= rules.lookUpRows;
	match(there, accounts, world, rules, lookedUp);
	const spoken = new Set([
		...spokenFor(there, accounts, rows),
		...(removal === 'ignore' || !rules.listed ? [] : nearLeavers(rows, accounts)),
	]);
	if (rules.listed && world.keyChanges !== 'ignore') {
		const listed = accounts.filter(({ state }) => state !== 'deleted');
		recognise(rows, listed, { rules, lookedUp, spoken, removal });
		if (world.keyChanges === 'follow' && !lookedUp && rules.keepsKeys !== true) follow(rows, world);
	}
	shareWithCopies(rows);
	const onRows = new Set([
		...spoken,
		// Whoever has left under a new key goes like anybody, where key changes are followed.
		...rows
			.filter(({ left, match: held }) => !left || held === undefined)
			.flatMap((row) => row.pointsTo.map((account) => account.id)),
		...(rules.listed && world.keyChanges !== 'ignore' ? toldByRejected(doubtful, rows, accounts, rules) : []),
	]);
	settleLeavers(rows, accounts, onRows, { world, rules });
	const barred = rules.listed ? barredBy(there) : [];
	const barredSurely = barred.length === 0 ? [] : barredBy(there.filter((row) => isCertain(row, accounts, rules)));
	const goes = (account: Account): boolean => isRemovable(account, world, rules, removal);
	const leaves = removal === 'ignore' || !rules.listed ? [] : accounts.filter(goes);
	const removable =
		barred.length === 0
			? leaves
			: accounts.filter(
					(one) => leaves.includes(one) || barred.includes(one) || isRemovable(one, world, rules, 'lock'),
				);
	const truth = {
		rows,
		removal,
		removable,
		missing: leaves.filter((account) => !onRows.has(account.id)),
		barred,
		barredSurely,
		barredBlind: rules.listed
			? 0
			: rows.filter(({ key, code, copyOf, state, left, yields, unsendable }, at) => {
					const goes = removal === 'lock' && !yields && !unsendable;
					// Several rows of one who has left are one removal.
					const isFirst =
						rows.findIndex((one) => one.left && one.key === key && one.code === '' && !one.unsendable) === at;
					return code === '' && copyOf === undefined && (left ? goes && isFirst : state === 'locked');
				}).length,
		refused:
			removal !== 'ignore' &&
			// Where nobody is known, the row of somebody who has left is as good as any, if it can be sent.
			(rows.every((row) => row.setAside || row.invalid || (row.left && (rules.listed || row.unsendable))) ||
				(!rules.listed && !saysWhoLeft(world, rules))),
		keyUnreadable: rows.some((row) => row.key === '' && !row.setAside),
		lookedUp,
	};
	return { ...truth, surprise: world.safety.surprisesAllowed ? NO_SURPRISE : surpriseIn(truth, accounts, rules) };
}

const holderOf = ({ key }: RowTruth, accounts: readonly Account[]): Account | undefined =>
	key === ''
		? undefined
		: (accounts.find((one) => one.key === key && one.state !== 'deleted') ?? accounts.find((one) => one.key === key));

/**
 * A leaver's row whose key is nearly that of an account which stands on no row: a question, as on any other row. Marks
 * these rows, and gives back the accounts, who are not missing.
 */
function nearLeavers(rows: readonly RowTruth[], accounts: readonly Account[]): readonly string[] {
	const exact = new Set(rows.map(({ key }) => key));
	return rows.flatMap((row) => {
		const holder = holderOf(row, accounts);
		if (!row.left || row.key === '' || row.code !== '' || (holder !== undefined && holder.state !== 'deleted'))
			return [];
		const near = accounts.filter(
			({ key, state }) => state !== 'deleted' && key !== null && !exact.has(key) && loose(key) === loose(row.key),
		);
		// Nobody has to look for the deleted account of somebody who has left.
		if (near.length > 0 && holder !== undefined) row.nearOnly = true;
		else if (near.length > 0) row.code = 'AMBIGUOUS_MATCH';
		return near.map(({ id }) => id);
	});
}

/** Whom the rows of leavers are about, and whether another row has them as there. */
function settleLeavers(
	rows: readonly RowTruth[],
	accounts: readonly Account[],
	onRows: ReadonlySet<string>,
	{ world, rules }: { readonly world: World; readonly rules: Rules },
): void {
	const there = rows.filter(({ left }) => !left);
	for (const row of rows) {
		if (!row.left || row.key === '') continue;
		row.match ??= holderOf(row, accounts);
		row.yields =
			(row.match !== undefined && onRows.has(row.match.id)) ||
			there.some(({ key }) => {
				const isHeld = rules.listed && isHeldKey(key, accounts, rows);
				return key === row.key || (key !== '' && !isHeld && loose(key) === loose(row.key));
			});
		// Who can't be looked up goes by what the row says of them.
		const said = { key: row.key, email: row.wants.email ?? null, id: '' };
		const held = rules.listed ? (row.match ?? said) : said;
		const isKnown = row.match !== undefined || !rules.listed;
		if (row.code === '' && isKnown && (row.match?.admin === true || isGuarded(held, world))) row.code = 'PROTECTED';
	}
}

/** The active accounts that a row would bar. */
const barredBy = (rows: readonly RowTruth[]): Account[] =>
	rows.flatMap(({ code, copyOf, match: held, state }) =>
		code === '' && copyOf === undefined && state === 'locked' && held?.state === 'active' ? [held] : [],
	);

function readRows(world: World, rules: Rules): RowTruth[] {
	const columns = columnsOf(world, rules);
	const allBlank = new Set(columns.filter((column) => world.rows.every((row) => clean(row[column]) === '')));
	const all = world.rows.map((row): RowTruth => readRow(row, columns, allBlank, world, rules));
	// Whoever has left is not on the list: only rows of people who are there are held against each other.
	const rows = all.filter(({ left }) => !left);
	byForm(rows, (row) => (row.key === '' ? undefined : row.key)).forEach((group) => {
		const [first] = group;
		const alike = group.every(
			(row) => row.code === '' && row.state === first?.state && sameWants(row.wants, first?.wants ?? {}),
		);
		group.forEach((row) => {
			if (alike && row !== first && first !== undefined) row.copyOf = all.indexOf(first);
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
	shareWithCopies(all);
	for (const row of all) {
		row.invalid = row.code !== '';
		row.twinned = hasTwin(row, rows);
	}
	return all;
}

/** A row that repeats another one means the same person. */
function shareWithCopies(rows: readonly RowTruth[]): void {
	for (const row of rows) {
		const original = row.copyOf === undefined ? undefined : rows[row.copyOf];
		if (original === undefined) continue;
		row.code = original.code;
		row.match ??= original.match;
		row.pointsTo = original.pointsTo;
	}
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
	// Of somebody who has left, nothing but the key matters.
	const left = hasLeft(row, world);
	const says = (column: Column): boolean => clean(row[column]) !== '';
	for (const column of columns) {
		const text = clean(row[column]);
		const required = rules.required.includes(column);
		const bad =
			/\p{Surrogate}/u.test(text) ||
			(column === 'key' && /\p{Cc}/u.test(text)) ||
			(column === 'email' && text !== '' && !/^[^@]+@[^@]+$/.test(text));
		if (required && (bad || text === '')) valid = false;
		else if (bad && world.badValues === 'reject') valid = false;
		else if (bad) continue;
		else if (text !== '') wants[column] = text;
		else if (world.blankValues === 'clear' && !allBlank.has(column) && !rules.neverEmpty.includes(column))
			wants[column] = null;
	}
	const isNamed = says('first') || says('last') || says('email');
	const isSkipped = world.rowsWithoutKey === 'skip' && !says('key');
	return {
		key: wants.key ?? '',
		wants,
		code: valid || (left && wants.key !== undefined) ? '' : 'INVALID_ROW',
		unsendable: !valid,
		setAside: wants.key === undefined && (isSkipped || !isNamed),
		keyless: wants.key === undefined && isSkipped && isNamed,
		invalid: !valid,
		copyOf: undefined,
		match: undefined,
		nearOnly: false,
		pointsTo: [],
		torn: false,
		twinned: false,
		left,
		state: stateWanted(row, world, rules),
		yields: false,
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
	lookedUp: boolean,
): void {
	const listed = accounts.filter((account) => account.state !== 'deleted');
	const exact = new Set(rows.map((row) => row.key));
	for (const row of rows) {
		if (row.key === '') continue;
		row.match =
			listed.find((account) => account.key === row.key) ?? accounts.find((account) => account.key === row.key);
		if (!rules.listed) {
			const email = row.wants.email ?? null;
			if (row.code === '' && isGuarded({ key: row.key, email, id: '' }, world)) row.code = 'PROTECTED';
			if (row.code === '' && hasTwin(row, rows)) row.code = 'DUPLICATE_KEY';
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
			const strangers = rows.filter((one) => !accounts.some((account) => account.key === one.key));
			if (row.match === undefined && row.code === '' && !row.nearOnly && hasTwin(row, strangers))
				row.code = 'DUPLICATE_KEY';
		}
		if (row.code !== '' || row.match === undefined) continue;
		if (row.match.state === 'deleted' && !world.restoreDeleted) row.code = 'ALREADY_EXISTS';
		else if (row.match.admin || isGuarded(row.match, world)) row.code = 'PROTECTED';
	}
}

/** Another row has a key that people would take for this one. */
const hasTwin = (row: RowTruth, among: readonly RowTruth[]): boolean =>
	row.key !== '' && among.some((one) => one.key !== '' && one.key !== row.key && loose(one.key) === loose(row.key));

interface Known {
	readonly rules: Rules;
	readonly lookedUp: boolean;
	readonly removal: Truth['removal'];
	/** Those whose key stands on a row, or nearly. */
	readonly spoken: ReadonlySet<string>;
}

/** The contract's *Identity*: what else than a key tells a person. Nobody can demand it of a look-up by key. */
function recognise(rows: readonly RowTruth[], listed: readonly Account[], known: Known): void {
	const { rules, lookedUp, spoken, removal } = known;
	const form = (value: string | null | undefined): string => (value ?? '').toLowerCase();
	const there = rows.filter(({ left }) => !left);
	const originals = rows.filter((row) => row.copyOf === undefined && !row.setAside);
	for (const row of originals) {
		const isStranger = !listed.some((account) => account.key === row.key) && row.match === undefined;
		if (!isStranger || (row.left && removal === 'ignore')) continue;
		// Such a row is rejected for its key; whoever its other values tell is not missing all the same.
		const settled =
			row.nearOnly ||
			row.code === 'AMBIGUOUS_MATCH' ||
			(row.code === 'DUPLICATE_KEY' && !row.invalid) ||
			(!row.left && (isNear(row, listed, there) || twinned(row, there, listed)));
		const found = rules.identifiers.flatMap((column) => {
			const value = form(row.wants[column]);
			const holders = listed.filter((account) => form(account[column]) === value);
			// Of several who have left under new keys, the first one's value counts; whoever is there under it, or has left
			// by a row of their own, is meant before them.
			const rivals = row.left
				? originals.filter(
						(one, at) => one.left && (at < originals.indexOf(row) || listed.some((account) => account.key === one.key)),
					)
				: [];
			const isShared = [...originals.filter(({ left }) => !left), ...rivals].some(
				(one) => one !== row && form(one.wants[column]) === value,
			);
			const [holder] = holders;
			if (value === '' || isShared || holders.length !== 1 || holder === undefined || holder.key === null) return [];
			// Whoever gives the value up on a row of their own is not meant by it.
			const own = rows.filter((one) => one.key === holder.key).at(-1)?.wants[column];
			return own === undefined || form(own) === value ? [holder] : [];
		});
		const ids = new Set(found.map(({ id }) => id));
		const torn = ids.size > 1;
		if (ids.size === 0 || (!torn && found.some(({ id }) => spoken.has(id)))) continue;
		// Their own row says what becomes of the account.
		if (row.left && !torn && rows.some(({ left, key }) => left && key === found[0]?.key)) continue;
		row.pointsTo = found;
		row.torn = torn;
		if (row.code === '' && !lookedUp && !settled) row.code = torn ? 'ALREADY_EXISTS' : 'KEY_CHANGED';
	}
}

/**
 * A rejected row may have somebody else's key, as one filled down by mistake: whoever its other values tell is not
 * missing, unless a row of their own says that they have left.
 */
function toldByRejected(
	doubtful: readonly RowTruth[],
	rows: readonly RowTruth[],
	accounts: readonly Account[],
	{ identifiers }: Rules,
): string[] {
	const form = (value: string | null | undefined): string => (value ?? '').toLowerCase();
	const listed = accounts.filter(({ state }) => state !== 'deleted');
	const others = rows.filter(({ left, copyOf, setAside }) => !left && copyOf === undefined && !setAside);
	return doubtful.flatMap((row) =>
		identifiers.flatMap((column) => {
			const value = form(row.wants[column]);
			const [holder, ...more] = listed.filter((account) => form(account[column]) === value);
			if (value === '' || holder === undefined || more.length > 0) return [];
			const isShared = others.some((one) => one !== row && form(one.wants[column]) === value);
			return isShared || rows.some(({ left, key }) => left && key === holder.key) ? [] : [holder.id];
		}),
	);
}

/** Whoever comes under a new key, and is claimed by one row alone, is given it. */
function follow(rows: readonly RowTruth[], world: World): void {
	for (const row of rows) {
		const [holder] = row.pointsTo;
		if (row.code !== 'KEY_CHANGED' || holder === undefined) continue;
		const claims = rows.filter((one) => !one.torn && one.pointsTo.some(({ id }) => id === holder.id)).length;
		if (claims > 1) continue;
		row.match = holder;
		row.code = holder.admin || isGuarded(holder, world) ? 'PROTECTED' : '';
	}
}

function isNear(row: RowTruth, listed: readonly Account[], rows: readonly RowTruth[]): boolean {
	return listed.some(
		({ key }) =>
			key !== null && row.key !== '' && loose(key) === loose(row.key) && !rows.some((one) => one.key === key),
	);
}

function twinned(row: RowTruth, rows: readonly RowTruth[], listed: readonly Account[]): boolean {
	const strangers = rows.filter((one) => !listed.some((account) => account.key === one.key));
	return row.key !== '' && hasTwin(row, strangers);
}

function spokenFor(
	rows: readonly RowTruth[],
	accounts: readonly Account[],
	all: readonly RowTruth[],
): ReadonlySet<string> {
	const listed = accounts.filter((account) => account.state !== 'deleted');
	const exact = new Set(rows.map((row) => row.key).filter((key) => key !== ''));
	const near = new Set([...exact].filter((key) => !isHeldKey(key, accounts, all)).map(loose));
	return new Set(
		listed.filter(({ key }) => key !== null && (exact.has(key) || near.has(loose(key)))).map(({ id }) => id),
	);
}

/**
 * Somebody has this very key: on the list, or deleted. A deleted account is looked for where no other spelling of its key
 * is that of somebody who stands on no row.
 */
function isHeldKey(key: string, accounts: readonly Account[], rows: readonly RowTruth[]): boolean {
	const holders = accounts.filter((one) => one.key === key);
	if (holders.length === 0 || holders.some(({ state }) => state !== 'deleted')) return holders.length > 0;
	return accounts.every(
		(one) =>
			one.state === 'deleted' ||
			one.key === null ||
			loose(one.key) !== loose(key) ||
			rows.some((row) => row.key === one.key),
	);
}

/** Somebody whom the master list owns. */
const isRemovableAtAll = ({ state, key, admin }: Account): boolean => state !== 'deleted' && key !== null && !admin;

function isRemovable(account: Account, world: World, rules: Rules, removal: Truth['removal']): boolean {
	const { scope } = world.safety;
	if (!isRemovableAtAll(account)) return false;
	if ((removal === 'lock' || rules.leavesInactive === true) && account.state === 'locked') return false;
	if (isGuarded(account, world)) return false;
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
	isKnown = true,
): boolean {
	if (removals === 0) return false;
	if (removals > maxRemovals) return true;
	if (!isKnown) return maxRemovalPercent === 0;
	const few = removals <= 3 && removals < removable / 2 && maxRemovalPercent > 0;
	return !few && removals / removable > maxRemovalPercent / 100;
}

/**
 * The removals that the limits forbid.
 * `isDamaged`: whoever is missing stays anyhow, and what rows bar is held to the limits by itself. `isKnown`: false where people are looked up: of how many
 * they are a share, nobody can say. `isCertain`: counts only rows that nothing can reject.
 */
export function forbidden(
	truth: Truth,
	world: World,
	{ isDamaged = false, isKnown = true, isCertain: isSure = false } = {},
): ReadonlySet<string> {
	const { removable } = truth;
	const barred = isSure ? truth.barredSurely : truth.barred;
	const missing = isDamaged ? barred : [...truth.missing, ...barred];
	const inGroup =
		(group: string) =>
		({ department }: Account): boolean =>
			world.safety.byDepartment && (department ?? '') === group;
	const groups = new Set(missing.map(({ department }) => department ?? ''));
	const over = [...groups].filter((group) =>
		exceeds(missing.filter(inGroup(group)).length, removable.filter(inGroup(group)).length, world.safety, isKnown),
	);
	const isOver = (account: Account): boolean => over.some((group) => inGroup(group)(account));
	// Skipping the removals of some groups may bring those of all below the limit.
	const skips = world.safety.onLimit === 'skipRemovals';
	const counted = skips ? missing.filter((account) => !isOver(account)) : missing;
	const all = exceeds(counted.length, removable.length, world.safety, isKnown) || (over.length > 0 && !skips);
	return new Set(missing.filter((account) => all || isOver(account)).map(({ id }) => id));
}

/** The limits forbid what a run bars of whom nothing is known: by their number, or because none at all may be. */
export const forbidsBlind = ({ barredBlind }: Truth, { safety }: World): boolean =>
	barredBlind > 0 && (barredBlind > safety.maxRemovals || safety.maxRemovalPercent === 0);

/** The limits hold back somebody. */
export const isOverLimit = (truth: Truth, world: World): boolean =>
	forbidden(truth, world).size > 0 ||
	forbidden(truth, world, { isDamaged: true }).size > 0 ||
	forbidsBlind(truth, world);

/** Whether a plan is a surprise. Source: the contract, *Surprises*. */
interface Surprise {
	/** It may be one: rows of which nobody can say beforehand how they end count against it. */
	readonly possible: boolean;
	/** It is one, however those rows end. */
	readonly certain: boolean;
}

const NO_SURPRISE: Surprise = { possible: false, certain: false };
const FEWEST_USERS = 20;
const FEWEST_CHANGES = 10;
const CREATE_PERCENT = 50;
const IDENTITY_PERCENT = 20;

/** What the limits on creates and on changed names say of a run that starts with these accounts. */
function surpriseIn(truth: Pick<Truth, 'rows' | 'lookedUp'>, accounts: readonly Account[], rules: Rules): Surprise {
	const managed = accounts.filter(isRemovableAtAll).length;
	if (!rules.listed || truth.lookedUp || managed < FEWEST_USERS) return NO_SURPRISE;
	const rows = truth.rows.filter((row) => !row.left && !row.setAside && row.copyOf === undefined && row.code === '');
	const isSure = (row: RowTruth): boolean => isCertain(row, accounts, rules);
	const creates = rows.filter(({ match }) => match === undefined);
	const matched = rows.filter(({ match }) => match !== undefined);
	const changed = matched.filter((row) => changesName(row, true));
	const protectedOnes = truth.rows.filter(({ code }) => code === 'PROTECTED').length;
	const tooMany = (count: number, percent: number, among: number): boolean =>
		count > FEWEST_CHANGES && count * 100 > percent * among;
	return {
		possible:
			tooMany(creates.length, CREATE_PERCENT, managed) ||
			tooMany(changed.length, IDENTITY_PERCENT, matched.filter(isSure).length),
		// What is known from an export may be old: there a surprise is told, and stops nobody.
		certain:
			rules.hasNoIds !== true &&
			(tooMany(creates.filter(isSure).length, CREATE_PERCENT, managed) ||
				tooMany(
					changed.filter((row) => isSure(row) && changesName(row, false)).length,
					IDENTITY_PERCENT,
					matched.length + protectedOnes,
				)),
	};
}

/** Nothing can reject the row. */
export const isCertain = (row: RowTruth, accounts: readonly Account[], rules: Rules): boolean =>
	!row.nearOnly && !row.twinned && row.pointsTo.length === 0 && rivalsOf(row, accounts, rules) === 0;

/** @param fromBlank a name that was or becomes blank counts */
function changesName({ match, wants }: RowTruth, fromBlank: boolean): boolean {
	return (['last', 'email'] as const).some((column) => {
		const wanted = wants[column];
		const held = match?.[column] ?? '';
		if (wanted === undefined || (wanted ?? '').toLowerCase() === held.toLowerCase()) return false;
		return fromBlank || ((wanted ?? '') !== '' && held !== '');
	});
}

function rivalsOf(row: RowTruth, accounts: readonly Account[], rules: Rules): number {
	return rules.uniqueInDirectory.filter((column) => {
		const wanted = row.wants[column]?.toLowerCase();
		return (
			wanted !== undefined && accounts.some((one) => one.id !== row.match?.id && one[column]?.toLowerCase() === wanted)
		);
	}).length;
}
