import type { Action } from '../shared/model/plan';
import type { Row } from '../shared/model/row';
import { maySend, unknownNames } from './requestor.element';
import { isTenantsOwn, WRITABLE } from './requestor.user';

interface Circumstances {
	/** Why the list may hide somebody; undefined: it shows everybody. */
	readonly doubt: string | undefined;
	/** What the rows do not have is kept. */
	readonly preserve: boolean;
	/** Whether some user has shown this property. */
	readonly isShown: (name: string) => boolean;
	/** Missing users are to be removed. */
	readonly removes: boolean;
}

/** Said before the first write: what an update will clear, who may not be seen, and what is never sent. */
export function cautionsAbout(actions: readonly Action[], circumstances: Circumstances): readonly string[] {
	const { doubt, preserve, isShown, removes } = circumstances;
	const rows = actions.flatMap(({ kind, row }) =>
		(kind === 'update' || kind === 'upsert') && row !== undefined ? [row] : [],
	);
	const cautions: string[] = [];
	if (actions.some(({ kind }) => kind === 'upsert')) {
		cautions.push(
			'The list of users was refused, so every row is sent as it is. Requestor does not say whether an account was created or updated: all count as updated.',
		);
	}
	const cleared = new Set(rows.flatMap(lacking));
	for (const name of cleared) if (isTenantsOwn(name) && !isShown(name)) cleared.delete(name);
	if (!preserve && cleared.size > 0)
		cautions.push(
			`Preserve Unmapped is off, and Requestor clears whatever an update leaves out. People who are updated lose what the rows do not have: ${namesOf(cleared)}.`,
		);
	if (doubt !== undefined)
		cautions.push(
			`The list of users may not show everybody, because ${doubt}.${removes ? ' So nobody was removed.' : ''} Give that user the administrator role in Requestor.`,
		);
	const refused = new Set(
		actions.flatMap(({ row }) => unknownNames(row?.values ?? {})).filter((name) => !maySend(name)),
	);
	if (refused.size > 0)
		cautions.push(`Not sent: ${namesOf(refused)}. Roles, groups and keys are taken from their own fields only.`);
	return cautions;
}

/** The writable properties that a row does not have: an update with nothing but the row would clear them. */
export function lacking(row: Row): string[] {
	return WRITABLE.filter((field) => row.values[field.name] === undefined).map((field) => field.name);
}

/** Names of fields, as a list in a sentence. */
export function namesOf(names: ReadonlySet<string>): string {
	return [...names].sort().join(', ');
}
