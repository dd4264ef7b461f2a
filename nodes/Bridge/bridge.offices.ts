import { CallFailed } from '../shared/model/failure';
import type { Http } from '../shared/transport/http';
import { idText, recordOf, recordsOf } from '../shared/transport/record';

/** Which roles are no offices: Bridge works them out itself, as that of every manager. */
export interface Offices {
	/** Ids and names of computed roles, folded. */
	readonly computed: ReadonlySet<string>;
	/** Why they could not be read: then every role counts as an office. */
	readonly refusal: string | undefined;
}

export const EVERY_ROLE: Offices = { computed: new Set(), refusal: undefined };

/** Reads the roles of this Bridge. @throws CallFailed when nothing can be read at all */
export async function readOffices(http: Http): Promise<Offices> {
	const reply = await http.read({ method: 'GET', path: '/api/author/roles' });
	if (reply.kind === 'ok') {
		const body: unknown = reply.body;
		const roles = recordsOf(recordOf(body)?.roles ?? body);
		const computed = roles.filter((role) => role.is_computed === true).flatMap(({ id, name }) => [id, name]);
		return { computed: new Set(computed.map((one) => idText(one).trim().toLowerCase())), refusal: undefined };
	}
	const { failure } = reply;
	const isRefused = ['forbidden', 'notFound', 'refused', 'unreadable'].includes(failure.kind);
	if (!isRefused) throw new CallFailed(failure);
	return { computed: new Set(), refusal: failure.message };
}

/** The roles among these that a person was given. */
export function officesAmong(roles: readonly unknown[], { computed }: Offices): unknown[] {
	if (computed.size === 0) return [...roles];
	return roles.filter((role) => {
		const record = recordOf(role);
		const names = record === undefined ? [role] : [record.id, record.name];
		return record?.is_computed !== true && !names.some((name) => computed.has(idText(name).trim().toLowerCase()));
	});
}

/** Told where roles could not be read: `count` accounts are left alone because of it. */
export function everyRoleCounts(count: number, refusal: string): string {
	return `Which roles are worked out by Bridge itself, as that of every manager, could not be read, so every role counts as an office: ${count} ${count === 1 ? 'user is' : 'users are'} left alone because of a role. ${refusal}`;
}
