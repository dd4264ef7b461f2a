import type { Outcome } from '../shared/model/connector';
import { isBlank, textOf, type Values } from '../shared/model/field';
import { looseKey } from '../shared/model/spelling';
import type { Reply } from '../shared/transport/http';
import { recordOf, type JsonRecord } from '../shared/transport/record';
import type { Wanted } from './scim.places';
import { toUser, type Keep } from './scim.user';

/** What the reply to an update shows: this very person, or nothing at all. */
export function shownOutcome(
	reply: Reply & { kind: 'ok' },
	id: string,
	wanted: readonly Wanted[],
	keep: Keep,
): Outcome {
	const extras = { response: reply.body };
	const record = recordOf(reply.body);
	if (record === undefined) return isBlank(reply.body) ? { kind: 'done', userId: id, extras } : unshown(extras, id);
	const user = toUser(record, keep);
	if (user === undefined || user.id.toLowerCase() !== id.toLowerCase()) return unshown(extras, id);
	const active = wanted.find(({ field }) => field.name === 'active')?.value;
	if (typeof active === 'boolean' && active !== (user.standing === 'active')) {
		return {
			kind: 'failed',
			code: 'VENDOR_REJECTED',
			message: `The server answered with success, but shows the account as ${active ? 'not active' : 'still active'}. Ask its vendor whether accounts can be (de)activated by SCIM.`,
			userId: id,
			extras,
		};
	}
	return { kind: 'done', userId: id, ...shownIn(record, user.values), extras };
}

/** The reply to a create: the account under the row's key. */
export function createdOutcome(reply: Reply & { kind: 'ok' }, key: string, keep: Keep): Outcome {
	const extras = { response: reply.body };
	const record = recordOf(reply.body);
	const user = record === undefined ? undefined : toUser(record, keep);
	if (record === undefined || user === undefined) {
		const { location } = reply.headers;
		const id = typeof location === 'string' ? lastSegment(location) : '';
		return id === '' ? unshown(extras) : { kind: 'done', userId: id, extras };
	}
	if (record[keep.findBy] !== undefined && looseKey(user.key) !== looseKey(key)) return unshown(extras);
	return { kind: 'done', userId: user.id, ...shownIn(record, user.values), extras };
}

/** A reply that carries no more than an id shows nothing of the values. */
function shownIn(record: JsonRecord, shown: Values): { shown?: Values } {
	return record.userName === undefined ? {} : { shown };
}

/** The id at the end of a location. */
export function lastSegment(location: string): string {
	const [path = ''] = location.split(/[?#]/);
	const last = path.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last);
	} catch {
		return textOf(last);
	}
}

function unshown(extras: { response: unknown }, userId?: string): Outcome {
	return {
		kind: 'unknown',
		code: 'NO_RESULT',
		message:
			'The server answered with success, but did not show this person. Whether it was done is not known: look this person up.',
		...(userId === undefined ? {} : { userId }),
		extras,
	};
}
