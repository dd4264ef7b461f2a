import type { PlanRules } from '../model/plan';
import type { RowSet } from '../model/row';

const HOUR_MS = 3_600_000;

/** What is told of a run that compares with Known Users: how old they are, and what they can't be compared in. */
export function snapshotWarnings(
	rows: RowSet,
	known: { readonly columns: ReadonlySet<string>; readonly madeAt: number | undefined },
	rules: Pick<PlanRules, 'lms' | 'fields'>,
	now: number,
): string[] {
	const unseen = rules.fields.filter(
		({ name, secret, bars }) =>
			secret !== true && bars === undefined && Object.hasOwn(rows.mapping, name) && !known.columns.has(name),
	);
	const { madeAt } = known;
	return [
		...(madeAt === undefined
			? []
			: [
					`Known Users are as of ${new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${age(now - madeAt)} old: what has changed in ${rules.lms} since then is not seen.`,
				]),
		...(unseen.length === 0
			? []
			: [
					`Known Users have no column for ${unseen.map(({ label }) => label).join(', ')}: what the list says there counts as new and is sent for everybody; an active workflow does that once, and remembers it. Add it to them, and only differences go out.`,
				]),
	];
}

function age(ms: number): string {
	const hours = Math.max(0, Math.round(ms / HOUR_MS));
	if (hours >= 48) return `${Math.round(hours / 24)} days`;
	return hours === 1 ? '1 hour' : `${hours} hours`;
}
