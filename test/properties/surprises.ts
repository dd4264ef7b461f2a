import { isRemovableAtAll, type Account, type RowTruth, type Rules, type Truth } from './model';

/** Whether a plan is a surprise. Source: the contract, *Surprises*. */
export interface Surprise {
	/** It may be one: rows of which nobody can say beforehand how they end count against it. */
	readonly possible: boolean;
	/** It is one, however those rows end. */
	readonly certain: boolean;
}

const FEWEST_USERS = 20;
const FEWEST_CHANGES = 10;
const CREATE_PERCENT = 50;
const IDENTITY_PERCENT = 20;

/** What the limits on creates and on changed names say of a run that starts with these accounts. */
export function surpriseIn(
	truth: Pick<Truth, 'rows' | 'lookedUp'>,
	accounts: readonly Account[],
	rules: Rules,
): Surprise {
	const managed = accounts.filter(isRemovableAtAll).length;
	if (!rules.listed || truth.lookedUp || managed < FEWEST_USERS) return { possible: false, certain: false };
	const rows = truth.rows.filter((row) => !row.setAside && row.copyOf === undefined && row.code === '');
	const isSure = (row: RowTruth): boolean =>
		!row.nearOnly && !row.twinned && row.pointsTo.length === 0 && rivalsOf(row, accounts, rules) === 0;
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
		certain:
			tooMany(creates.filter(isSure).length, CREATE_PERCENT, managed) ||
			tooMany(
				changed.filter((row) => isSure(row) && changesName(row, false)).length,
				IDENTITY_PERCENT,
				matched.length + protectedOnes,
			),
	};
}

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
