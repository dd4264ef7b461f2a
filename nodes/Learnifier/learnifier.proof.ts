import type { Confirmation } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { isBlank } from '../shared/model/field';
import { sameValue } from '../shared/deciding/compare';
import type { Action } from '../shared/model/plan';
import { LearnifierReader } from './learnifier.directory';
import { LEARNIFIER_FIELDS } from './learnifier.user';

/** Whether an account is as an update, a lock or a removal would have left it. @throws CallFailed */
export async function isChanged(reader: LearnifierReader, action: Action, lane: string): Promise<Confirmation> {
	const { kind, user, row, send } = action;
	const found = await reader.byId(user?.id ?? '');
	const done: Confirmation = {
		kind: 'done',
		outcome: { kind: 'done', ...(user === undefined ? {} : { userId: user.id }) },
	};
	if (lane === 'delete') return found === undefined ? done : { kind: 'notDone' };
	if (found === undefined) return { kind: 'unclear' };
	const isBarred = found.standing === 'locked';
	if (kind === 'lock' || kind === 'reactivate') {
		if (isBarred !== (kind === 'lock')) return { kind: 'notDone' };
	} else if (send.every((name) => isBlank(row?.values[name]) || found.values[name] === undefined))
		// Nothing that was sent can be seen.
		return { kind: 'unclear' };
	return isEqual(found, action) ? done : { kind: 'unclear' };
}

/** Whether the account holds all that was sent, as far as Learnifier shows it. */
export function isEqual(user: User, { row, send }: Action): boolean {
	return LEARNIFIER_FIELDS.every((field) => {
		const wanted = row?.values[field.name] ?? null;
		const shown = user.values[field.name];
		return (
			!send.includes(field.name) ||
			wanted === null ||
			(shown === undefined && field.maybeShown === true) ||
			sameValue(field, wanted, shown ?? null)
		);
	});
}
