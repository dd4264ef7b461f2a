import type { Confirmation, Task } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { failureIn } from '../shared/model/failure';
import type { Field } from '../shared/model/field';
import { sameValue } from '../shared/deciding/compare';
import { BridgeReader } from './bridge.reader';

/** Whether a write whose reply did not come, or said little, was carried out. */
export async function confirmed(task: Task, reader: BridgeReader, fields: readonly Field[]): Promise<Confirmation> {
	const { row, user: before } = task.action;
	try {
		const found =
			before !== undefined && before.id !== ''
				? await reader.lookUp(before.id, () => true)
				: await reader.find(row?.key ?? before?.key ?? '');
		if (task.step.lane === 'delete')
			return found === undefined || found.standing === 'deleted' ? done(before) : { kind: 'notDone' };
		// A hidden account may still be shown, and looks like any deleted one.
		if (task.step.lane === 'hide') return found === undefined ? done(before) : { kind: 'unclear' };
		if (task.step.lane === 'restore') {
			if (found === undefined) return { kind: 'unclear' };
			return found.standing === 'active'
				? { kind: 'done', outcome: { kind: 'done', userId: found.id } }
				: { kind: 'notDone' };
		}
		if (found === undefined) return { kind: 'notDone' };
		const equal =
			found.standing === 'active' &&
			found.key === row?.key &&
			fields.every((field) => {
				const shown = found.values[field.name];
				const wanted = row?.values[field.name];
				return (
					field.refersTo !== undefined ||
					wanted === undefined ||
					wanted === null ||
					shown === undefined ||
					sameValue(field, wanted, shown)
				);
			});
		return equal ? { kind: 'done', outcome: { kind: 'done', userId: found.id } } : { kind: 'unclear' };
	} catch (error) {
		failureIn(error);
		return { kind: 'unclear' };
	}
}

const done = (user: User | undefined): Confirmation => ({
	kind: 'done',
	outcome: { kind: 'done', ...(user === undefined || user.id === '' ? {} : { userId: user.id }) },
});
