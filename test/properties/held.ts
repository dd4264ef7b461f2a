import type { IDataObject } from 'n8n-workflow';
import type { RunOutcome } from '../../engine/engine';
import { formOf, removalOf, type Account, type RowTruth, type Rules } from './model';
import type { Column, World } from './people';
import type { Kit } from './vendors';

/** One run, with the directory before and after it. */
export interface Ran {
	readonly kit: Kit;
	readonly world: World;
	readonly outcome: RunOutcome;
	readonly before: readonly Account[];
	readonly after: readonly Account[];
	/** No fault was set: everything that can be done must be done. */
	readonly clean: boolean;
	/** Ids of those whom somebody else has deleted and made while the list was read. */
	readonly moved?: readonly string[];
	/** Every call was answered 404. */
	readonly wrongAddress?: boolean;
}

/** A result record with the item that it belongs to. */
export interface Told {
	readonly record: IDataObject;
	readonly item: number;
}

class Broken extends Error {}

/** @throws Broken with the sentence, and what it is about */
export function must(holds: boolean, sentence: string, about?: unknown): void {
	if (!holds) throw new Broken(`${sentence}${about === undefined ? '' : `\n${JSON.stringify(about, null, 1)}`}`);
}

export const NOT_DONE = new Set(['failed', 'rejected', 'blocked', 'notAttempted']);
export const PARTLY =
	/^(The account was (restored|created|deleted|imported)|Most fields were updated|The deleted account was restored)/;

export function same(was: Account, is: Account): boolean {
	return JSON.stringify({ ...was, stubborn: 0 }) === JSON.stringify({ ...is, stubborn: 0 });
}

export const blank = (text: string | null): string => text ?? '';

/** The state of an account after its row was carried out. */
export function stateAfter(
	{ state, left }: RowTruth,
	was: Account | undefined,
	world: World,
	rules: Rules,
): Account['state'] {
	if (left) return 'locked';
	if (state !== undefined) return state;
	const asked = rules.asksToUnlock === true ? (world.unlockReturning ?? 'auto') : 'auto';
	const unlocks =
		asked === 'yes' ||
		rules.unlocksAlways === true ||
		(asked === 'auto' && rules.unlocks && removalOf(world, rules) === 'lock');
	return was?.state === 'locked' && !unlocks ? 'locked' : 'active';
}

/**
 * The account holds what the row wants, and is otherwise what it was. A column that no listed account shows can't be
 * compared: the contract has it sent along with other changes only.
 */
export function has(
	is: Account,
	row: RowTruth,
	was: Account | undefined,
	{ kit, before, world }: Pick<Ran, 'kit' | 'before' | 'world'>,
): boolean {
	const { rules } = kit;
	return (
		is.state === stateAfter(row, was, world, rules) &&
		rules.columns.every((column) => {
			const wanted = row.wants[column];
			const shown =
				!rules.hiddenWhenEmpty.includes(column) ||
				before.some((account) => account.state !== 'deleted' && blank(account[column]) !== '');
			if (!shown && was !== undefined && is[column] === was[column]) return true;
			// User names are compared without case in SCIM, and some servers keep them in small letters.
			const form = (text: string): string =>
				kit.vendor === 'scim' && column === 'extra' ? text.toLowerCase() : formOf(column, text);
			if (wanted !== undefined) return form(blank(is[column])) === form(blank(wanted));
			return was === undefined ? blank(is[column]) === '' : is[column] === was[column];
		}) &&
		(was === undefined || is.other === was.other)
	);
}

/** Every field is either what it was or what the row wants. */
export function partOf(was: Account, is: Account, row: RowTruth): boolean {
	const columns: readonly Column[] = ['key', 'first', 'last', 'email', 'department', 'extra'];
	// A login may be kept in small letters.
	const form = (column: Column, text: string): string =>
		column === 'extra' ? text.toLowerCase() : formOf(column, text);
	return (
		is.other === was.other &&
		(is.state === was.state || is.state === (row.left ? 'locked' : (row.state ?? 'active'))) &&
		columns.every(
			(column) =>
				is[column] === was[column] ||
				(row.wants[column] !== undefined &&
					form(column, blank(is[column])) === form(column, blank(row.wants[column] ?? null))),
		)
	);
}

/** Where the vendor does not say whether its list shows everybody, nobody is removed, and the summary tells it. */
export function isInDoubt({ kit, outcome, clean, moved }: Ran): boolean {
	const warnings = outcome.summary?.json.warnings as string[];
	const isTold = warnings.some((warning) => warning.includes('So nobody was removed'));
	return moved === undefined && !clean && kit.rules.doubtsTheList === true && isTold;
}

/** The list was refused, so nothing is known of anybody. */
export const isBlind = ({ outcome }: Pick<Ran, 'outcome'>): boolean => outcome.summary?.json.planQuality === 'blind';

/** Whom a record speaks of, where it may be somebody who is only in the directory. */
export const idOf = ({ kit }: Ran, { userId, key }: IDataObject): string =>
	String(kit.rules.hasNoIds === true ? key : userId);
