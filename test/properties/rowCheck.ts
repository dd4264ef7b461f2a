import type { IDataObject } from 'n8n-workflow';
import { blank, has, isBlind, must, NOT_DONE, PARTLY, partOf, same, type Ran } from './held';
import { formOf, isOverLimit, loose, type Account, type RowTruth, type Truth } from './model';
import type { Column } from './people';

/** What must hold of one row's result. */

/** Whether one row's result is what the directory holds. */
export function rowHolds(ran: Ran, truth: Truth, row: RowTruth, record: IDataObject, touched: Set<string>): void {
	const { before, after, kit } = ran;
	const word = String(record.operation);
	const was = row.match;
	const bearing = row.key === '' ? [] : after.filter((account) => account.key === row.key);
	const is =
		was === undefined
			? bearing.find(({ id }) => !before.some((account) => account.id === id))
			: after.find(({ id }) => id === was.id);
	const about = { word, record, row, was, is };
	must(record.success === !(NOT_DONE.has(word) || word === 'unknown'), 'success and operation disagree', about);
	if (was !== undefined) touched.add(was.id);
	if (was === undefined && is !== undefined) touched.add(is.id);
	if (word === 'blocked' && rolesAreUnknown(ran, row, record)) {
		must(is !== undefined && was !== undefined && same(was, is), 'somebody of unknown roles was changed', about);
		return;
	}
	if (word === 'unchanged' && record.code === '' && row.code === 'PROTECTED' && staysUnseen(ran, row)) {
		must(is !== undefined && was !== undefined && same(was, is), 'an administrator was changed', about);
		return;
	}
	const isTold = record.code === 'PROTECTED' || !ran.clean;
	const isUnseen = row.code === 'PROTECTED' && was?.state === 'deleted';
	if (
		isUnseen &&
		(word === 'planned' || word === 'notAttempted' || (isTold && (word === 'failed' || word === 'unknown')))
	) {
		// A deleted account that Bridge does not show is brought back before it is known whose it is, and taken back, if the
		// server lets it.
		const before = ran.clean || is === undefined ? is : { ...is, state: was.state };
		must(before !== undefined && same(was, before), 'a deleted account that is protected was changed', about);
		return;
	}
	if (ran.moved !== undefined && (NOT_DONE.has(word) || word === 'unchanged')) {
		// Of somebody whom a list that moves does not show, nobody can say what is known; nothing is done to them.
		const isAsBefore =
			was === undefined
				? bearing.every(({ id }) => before.some((account) => account.id === id))
				: is !== undefined && same(was, is);
		must(
			isAsBefore || (word === 'failed' && PARTLY.test(String(record.message))),
			`"${word}", but something was done`,
			about,
		);
		return;
	}
	const known = row.code === 'PROTECTED' ? 'unchanged' : 'rejected';
	if (row.code !== '' && was?.state === 'deleted' && row.nearOnly && record.code === 'AMBIGUOUS_MATCH') {
		// Another spelling that is in use is seen before the deleted account, and as good a reason to send nothing.
		must(word === 'rejected', 'an ambiguous row is not rejected', about);
	} else if (row.code === 'ALREADY_EXISTS' && !row.torn) {
		// Where deleted accounts can't be looked up by key, it is the vendor who says so.
		must(
			!record.success || record.code === 'PROTECTED' || word === 'planned',
			'a deleted account was not to be restored',
			about,
		);
		must(
			!ran.clean || record.code === row.code || record.code === 'PROTECTED' || word === 'planned',
			'nobody says that a deleted account is in the way',
			about,
		);
	} else if (row.code !== '') {
		must(record.code === row.code && word === known, `a row that is ${row.code} has another result`, about);
	} else if (word === 'rejected') {
		must(mayBeRejected(ran, row, String(record.code)), 'a row was rejected without a reason', about);
	}
	if (NOT_DONE.has(word) || row.code !== '') {
		const partly = word === 'failed' && PARTLY.test(String(record.message));
		if (partly) return;
		must(
			was === undefined
				? bearing.every(({ id }) => before.some((account) => account.id === id))
				: is !== undefined && same(was, is),
			`"${word}", but something was done`,
			about,
		);
		if (ran.clean && row.code === '')
			must(word !== 'failed' || mayFail(ran, row), 'a clean run failed somebody without a reason', about);
		return;
	}
	switch (word) {
		case 'unknown':
			must(
				is === undefined || was === undefined || partOf(was, is, row),
				'an unknown outcome is neither old nor new',
				about,
			);
			return;
		case 'planned':
			must(
				was === undefined ? is === undefined : is !== undefined && same(was, is),
				'a planned row was carried out',
				about,
			);
			must(
				(isOverLimit(truth, ran.world) || truth.surprise.possible || ran.moved !== undefined) &&
					ran.world.safety.onLimit === 'report',
				'rows were planned only, but no limit was exceeded',
				about,
			);
			return;
		case 'created':
			must(
				(was === undefined || mayBeUnseen(ran, truth, record)) && is !== undefined && has(is, row, undefined, ran),
				'"created", but the account is not there as the row says',
				about,
			);
			return;
		case 'unchanged':
			// Where nobody is listed, whoever is protected is not sent, there or not.
			if (isBlind(ran) && record.code === 'PROTECTED' && was === undefined) {
				must(is === undefined, 'somebody protected was made', about);
				return;
			}
			must(is !== undefined && has(is, row, was, ran), '"unchanged", but the account is not what the row says', about);
			if (kit.rules.listed || (Number(record.attempts) <= 1 && record.recovered !== true))
				must(was !== undefined && is !== undefined && same(was, is), '"unchanged", but something has changed', about);
			return;
		case 'updated':
		case 'restored':
		case 'reactivated':
			must(is !== undefined && has(is, row, was, ran), `"${word}", but the account is not what the row says`, about);
			must(
				was !== undefined || !kit.rules.listed || record.recovered === true,
				`"${word}", but there was nobody before`,
				about,
			);
			if (word === 'restored')
				must(was?.state === 'deleted' && is?.state === 'active', '"restored", but it was not', about);
			must(
				(word === 'reactivated') === (was?.state === 'locked' && is?.state === 'active') ||
					record.recovered === true ||
					// It is the vendor's word.
					(!kit.rules.listed && word === 'updated'),
				`"${word}", but the account was ${was?.state} and is ${is?.state}`,
				about,
			);
			return;
		case 'suspended':
			must(row.state === 'locked', 'a row bars somebody without saying so', about);
			must(is !== undefined && has(is, row, was, ran), '"suspended", but the account is not what the row says', about);
			must(
				!kit.rules.listed || was?.state === 'active' || record.recovered === true,
				'"suspended", but nobody was active',
				about,
			);
			return;
		default:
			must(false, `a row's result says "${word}"`, about);
	}
}

const isLookUp = ({ outcome }: Pick<Ran, 'outcome'>): boolean => outcome.summary?.json.planQuality === 'lookup';

/** Whoever was looked up is left alone where the list, which alone shows roles, could not be read. */
function rolesAreUnknown(ran: Ran, row: RowTruth, { code }: IDataObject): boolean {
	return (
		ran.kit.rules.rolesInListOnly === true &&
		isLookUp(ran) &&
		!ran.clean &&
		code === 'PROTECTED' &&
		row.match !== undefined
	);
}

/** Of an administrator who was looked up and is as the row says, nobody has to know the roles. */
function staysUnseen(ran: Ran, { match, wants }: RowTruth): boolean {
	return (
		ran.kit.rules.rolesInListOnly === true &&
		isLookUp(ran) &&
		match?.admin === true &&
		ran.kit.rules.columns.every((column) => {
			const wanted = wants[column];
			return wanted === undefined || formOf(column, blank(match[column])) === formOf(column, blank(wanted));
		})
	);
}

/**
 * Who is rejected is not looked up: that another spelling of a key is a second person's is then not known, and neither is
 * a deleted account of that spelling where everybody else is listed.
 */
const mayBeTwin = (ran: Pick<Ran, 'outcome' | 'before'>, row: RowTruth): boolean =>
	row.twinned && (isLookUp(ran) || ran.before.some((one) => isDeletedTwin(one, row)));

const isDeletedTwin = ({ key, state }: Account, row: RowTruth): boolean =>
	state === 'deleted' && key !== null && key !== row.key && loose(key) === loose(row.key);

/** Who else holds a value that the row wants and the vendor gives to one person only. */
export function rivals(ran: Ran, row: RowTruth): Account[] {
	return ran.kit.rules.uniqueInDirectory.flatMap((column) => holders(ran, row, column, row.wants[column]));
}

/** A restored account comes back with the values it had; somebody else may have been given one of them since. */
function heirs(ran: Ran, row: RowTruth): Account[] {
	if (row.match?.state !== 'deleted') return [];
	return ran.kit.rules.uniqueInDirectory.flatMap((column) => holders(ran, row, column, row.match?.[column]));
}

/** What a deleted account holds is nobody else's. */
const keepsValues = ({ simulator: { switches } }: Ran['kit']): boolean =>
	'hrisIdOfDeleted' in switches && switches.hrisIdOfDeleted === 'taken';

function holders(
	{ before, after, kit }: Ran,
	row: RowTruth,
	column: Column,
	value: string | null | undefined,
): Account[] {
	if (value === undefined || value === null) return [];
	const form = (text: string | null): string => blank(text).toLowerCase();
	return [...before, ...after].filter(
		(account) =>
			account.id !== row.match?.id &&
			account.key !== row.key &&
			(account.state !== 'deleted' || keepsValues(kit)) &&
			form(account[column]) === form(value),
	);
}

function mayBeRejected(ran: Ran, row: RowTruth, code: string): boolean {
	switch (code) {
		case 'EMAIL_TAKEN':
		case 'ALREADY_EXISTS':
			return rivals(ran, row).length > 0 || row.torn || isUnseenBeside(ran, row);
		case 'AMBIGUOUS_MATCH':
			return row.nearOnly || staysUnfound(ran, row);
		case 'DUPLICATE_KEY':
			return mayBeTwin(ran, row);
		case 'KEY_CHANGED':
			return (row.pointsTo.length > 0 && row.match === undefined) || staysUnfound(ran, row) || isUnseenBeside(ran, row);
		default:
			return false;
	}
}

/** Somebody deleted whom the system may not show, where what else the row says is somebody else's. */
const isUnseenBeside = ({ before, kit }: Ran, { match, wants }: RowTruth): boolean =>
	match?.state === 'deleted' &&
	kit.rules.identifiers.some((column) =>
		before.some((one) => one.state !== 'deleted' && blank(one[column]).toLowerCase() === wants[column]?.toLowerCase()),
	);

/** Whoever has a new address, login and name at once is found by none of them. */
function staysUnfound(ran: Ran, { match, wants }: RowTruth): boolean {
	if (ran.kit.rules.searchesValues !== true || !isLookUp(ran) || match === undefined) return false;
	const isNew = (column: Column): boolean =>
		wants[column] !== undefined && blank(wants[column] ?? null).toLowerCase() !== blank(match[column]).toLowerCase();
	return isNew('email') && isNew('extra') && (isNew('first') || isNew('last'));
}

export function mayFail(ran: Ran, row: RowTruth): boolean {
	if (mayBeTwin(ran, row) || staysUnfound(ran, row)) return true;
	if (rivals(ran, row).length > 0 || heirs(ran, row).length > 0) return true;
	if (row.pointsTo.length > 0 && row.match === undefined) return true;
	if (ran.kit.vendor !== 'requestor' || row.match !== undefined) return false;
	// A new account needs an address, which becomes its user name: somebody may have kept that name with another address.
	const email = blank(row.wants.email ?? null).toLowerCase();
	return (
		email === '' ||
		[...ran.before, ...ran.after].some(({ id, extra }) => id !== row.match?.id && extra?.toLowerCase() === email)
	);
}

/** Somebody who goes by other names on the row is not found by a search that takes no key; the message says so. */
function mayBeUnseen({ kit }: Ran, truth: Truth, record: IDataObject): boolean {
	return (
		truth.lookedUp &&
		kit.rules.searchesValues === true &&
		record.recovered === true &&
		/If somebody had this UID/.test(String(record.message))
	);
}
