import type { IDataObject } from 'n8n-workflow';
import { has, isBlind, isInDoubt, must, NOT_DONE, partOf, same, type Ran } from './held';
import { forbidsBlind, type RowTruth, type Truth } from './model';

/** What must hold of those whom the list itself has as gone. Source: the contract, section 3, *Leavers*. */

/** Whether the result of a row whose person has left is the truth; a removal itself is judged with all others. */
export function leaverHolds(ran: Ran, truth: Truth, row: RowTruth, record: IDataObject, touched: Set<string>): void {
	const { before, after } = ran;
	const word = String(record.operation);
	const was = row.match;
	const is = after.find(({ id }) => id === was?.id);
	const about = { word, record, row, was, is };
	must(record.success === !(NOT_DONE.has(word) || word === 'unknown'), 'success and operation disagree', about);
	if (!ran.kit.rules.listed) {
		const id = blindLeaver(ran, truth, row, record);
		if (id !== undefined) touched.add(id);
		return;
	}
	// Whom a list that moves does not show stays; that they do is seen to with everybody else.
	if (ran.moved !== undefined && (word === 'unchanged' || NOT_DONE.has(word))) return;
	if (row.nearOnly && record.code === 'AMBIGUOUS_MATCH') return;
	const isQuestion = row.code !== '' && row.code !== 'PROTECTED';
	if (isQuestion && (!row.yields || word === 'rejected')) {
		const why = record.code === row.code || (row.unsendable && record.code === 'INVALID_ROW');
		must(word === 'rejected' && why, `a leaver who is ${row.code} has another result`, about);
		return;
	}
	const goes = was !== undefined && truth.missing.some(({ id }) => id === was.id);
	if (word !== 'unchanged') {
		must(goes, 'a row of somebody who has left is told otherwise', about);
		return;
	}
	// Without an account of this key: in a blind run nobody knows that, and under a new key that is followed there is one.
	const isOther = was === undefined && (isBlind(ran) || ran.world.keyChanges === 'follow');
	const mayBeProtected = row.code === 'PROTECTED' || isOther;
	must(
		record.code === 'LEFT' || (record.code === 'PROTECTED' && mayBeProtected),
		'a leaver who stays has another code',
		about,
	);
	const others = truth.rows.filter((one) => one !== row && one.left && one.match?.id === was?.id);
	must(!goes || others.length > 0 || isInDoubt(ran), 'somebody who has left is not removed', about);
	if (was === undefined && !truth.rows.some((one) => !one.left && one.key === row.key))
		must(
			after.every(({ key, id }) => key !== row.key || before.some((one) => one.id === id)),
			'somebody who has left was created',
			about,
		);
	if (!goes && row.yields === false && was !== undefined)
		must(is !== undefined && same(was, is), 'somebody who has left was changed', about);
}

/** Where nobody can be looked up, the row itself bars its person: whose id is given back. */
function blindLeaver(ran: Ran, truth: Truth, row: RowTruth, record: IDataObject): string | undefined {
	const { before, after, clean, world } = ran;
	const word = String(record.operation);
	const was = row.match;
	const made = after.filter(({ key, id }) => key === row.key && !before.some((one) => one.id === id));
	const is = was === undefined ? made[0] : after.find(({ id }) => id === was.id);
	const about = { word, record, row, was, is };
	const isOver = forbidsBlind(truth, world);
	// Of several rows of somebody who has left, the first is sent.
	const isCopy = record.duplicateOf !== undefined;
	const nothing = was === undefined ? made.length === 0 : is !== undefined && same(was, is);
	const stays = truth.removal !== 'lock' || row.yields || row.code === 'PROTECTED';
	if (stays) {
		must(word === 'unchanged', 'a leaver who stays is told otherwise', about);
		must(
			record.code === 'LEFT' || (record.code === 'PROTECTED' && row.code === 'PROTECTED'),
			'a leaver who stays has another code',
			about,
		);
		must(row.yields || nothing, 'a leaver who stays was changed', about);
		return undefined;
	}
	if (row.unsendable) {
		must(word === 'rejected' && record.code === 'INVALID_ROW' && nothing, 'a leaver who can not be sent', about);
		return undefined;
	}
	switch (word) {
		case 'suspended':
		case 'unchanged':
			must(!isOver, 'somebody was barred against the rules', about);
			must(
				is !== undefined && (isCopy ? is.state === 'locked' : has(is, row, was, ran)),
				`"${word}", but the account is not what the row says`,
				about,
			);
			return is?.id;
		case 'unknown':
			must(!isOver, 'somebody was barred against the rules', about);
			must(isCopy || is === undefined || was === undefined || partOf(was, is, row), 'neither old nor new', about);
			return is?.id;
		case 'failed':
			must(nothing || record.code === 'NOT_FOUND', '"failed", but something was done', about);
			must(
				!clean || record.code === 'NOT_FOUND' || isHeld(ran, row),
				'a clean run failed a leaver without a reason',
				about,
			);
			return is?.id;
		case 'blocked':
		case 'notAttempted':
		case 'planned':
		case 'rejected':
			must(nothing, `"${word}", but something was done`, about);
			return is?.id;
		default:
			must(false, `a leaver's result says "${word}"`, about);
			return undefined;
	}
}

/** Somebody else holds a value that the row carries. */
const isHeld = ({ before, after, kit }: Ran, row: RowTruth): boolean =>
	kit.rules.uniqueInDirectory.some((column) => {
		const wanted = row.wants[column]?.toLowerCase();
		return [...before, ...after].some(
			(one) => one.id !== row.match?.id && one.key !== row.key && one[column]?.toLowerCase() === wanted,
		);
	});
