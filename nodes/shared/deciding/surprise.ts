import { isBlank, type Field } from '../model/field';
import { actionsOf, type Plan } from '../model/plan';

/** The user's limits on surprises. */
interface Limits {
	readonly maxCreatePercent: number;
	readonly maxIdentityChangePercent: number;
}

/** Below these numbers nothing is a surprise: a small system is soon half new. */
const FEWEST_USERS = 20;
const FEWEST_CHANGES = 10;
/** What vendors call somebody's last name. */
const LAST_NAME = /^(?:name\.)?(?:last|family|second|sur)[_ ]?name$/i;

/** What a plan that is wrong without removing anybody looks like, in plain words; undefined: nothing of the kind. */
export function surpriseIn(plan: Plan, limits: Limits, fields: readonly Field[]): string | undefined {
	const { managed } = plan.directory;
	if (plan.quality !== 'full' || managed < FEWEST_USERS) return undefined;
	return tooManyCreates(plan, limits) ?? tooManyNames(plan, limits, fields);
}

function tooManyCreates(plan: Plan, { maxCreatePercent }: Limits): string | undefined {
	const { managed } = plan.directory;
	const creates = actionsOf(plan.entries).filter(({ kind }) => kind === 'create').length;
	if (creates <= FEWEST_CHANGES || creates * 100 <= maxCreatePercent * managed) return undefined;
	const { rows, matched } = matchedIn(plan);
	return `${creates} people would be created, which is more than ${maxCreatePercent} % of the ${managed} users that the list can match. Only ${matched} of ${rows} rows match anybody, so the key column is probably the wrong one, or its values have changed.`;
}

function tooManyNames(plan: Plan, { maxIdentityChangePercent }: Limits, fields: readonly Field[]): string | undefined {
	const telling = new Set(
		fields.filter(({ name, kind }) => kind === 'email' || LAST_NAME.test(name)).map(({ name }) => name),
	);
	const changed = actionsOf(plan.entries).filter(
		({ row, user, changes }) =>
			row !== undefined &&
			user !== undefined &&
			changes.some(({ field, from, to }) => telling.has(field) && !isBlank(from) && !isBlank(to)),
	).length;
	const { matched } = matchedIn(plan);
	if (changed <= FEWEST_CHANGES || changed * 100 <= maxIdentityChangePercent * matched) return undefined;
	return `The last name or e-mail address of ${changed} people would change, which is more than ${maxIdentityChangePercent} % of the ${matched} that the list matches. The rows were probably sorted without their key column, so that everybody would get somebody else's name.`;
}

function matchedIn({ entries }: Plan): { readonly rows: number; readonly matched: number } {
	let rows = 0;
	let matched = 0;
	for (const entry of entries) {
		if (entry.row === undefined) continue;
		rows += 1;
		const user = entry.kind === 'act' ? entry.action.user : entry.kind === 'copy' ? undefined : entry.user;
		if (user !== undefined && (entry.kind !== 'settled' || entry.operation !== 'rejected')) matched += 1;
	}
	return { rows, matched };
}
