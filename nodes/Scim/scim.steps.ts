import type { Step } from '../shared/model/connector';
import { RunError } from '../shared/model/failure';
import type { Action } from '../shared/model/plan';

/** The calls that carry out an action: what waits for others comes by an update of its own. */
export function stepsOf(action: Action): readonly Step[] {
	const later: Step[] = action.deferred.length === 0 ? [] : [{ lane: 'update', phase: 'afterCreate' }];
	const isAllLate = action.send.every((name) => action.deferred.some((deferral) => deferral.field === name));
	switch (action.kind) {
		case 'create':
			return [{ lane: 'create', phase: 'create', sofar: 'The account was created' }, ...later];
		case 'update':
			return isAllLate && later.length > 0
				? later
				: [{ lane: 'update', phase: 'update', sofar: 'Most fields were updated' }, ...later];
		case 'reactivate':
			return [{ lane: 'update', phase: 'reactivate', sofar: 'The account was reactivated' }, ...later];
		case 'lock':
			return [{ lane: 'update', phase: 'remove' }];
		case 'delete':
			return [{ lane: 'delete', phase: 'remove' }];
		case 'restore':
		case 'hide':
		case 'upsert':
			throw new RunError(`SCIM can't ${action.kind}.`, 'Report this as a defect.');
	}
}
