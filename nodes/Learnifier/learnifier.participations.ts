import { isBlank } from '../shared/model/field';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';

/** What is told of one project: the personal accessLink, which lets anybody in, never. */
const TOLD = [
	'id',
	'projectId',
	'name',
	'title',
	'externalId',
	'activated',
	'activitiesCompleted',
	'activitiesTotal',
	'firstActivation',
	'firstAccess',
	'lastAccess',
	'expiration',
	'errorMessage',
] as const;
const TIMES = ['lastAccess', 'lastActivity', 'firstAccess'] as const;

/** One person's projects; a single one may come without a list around it. */
export function participationsIn(body: unknown): readonly JsonRecord[] | undefined {
	if (Array.isArray(body)) return recordsOf(body);
	const record = recordOf(body);
	if (record === undefined) return undefined;
	return Object.keys(record).length === 0 ? [] : [record];
}

/** The projects of one person, ready for a table, and what they come to. `now` in milliseconds. */
export function participationFacts(records: readonly JsonRecord[], now: number): Record<string, unknown> {
	const projects = records.map((record) => ({ ...told(record), expired: isExpired(record, now) }));
	const times = records.flatMap((record) => TIMES.map((name) => record[name]).filter(isTime)).sort();
	const [lastAccess] = times.slice(-1);
	return {
		projects: records.length,
		activitiesCompleted: sum(records, 'activitiesCompleted'),
		activitiesTotal: sum(records, 'activitiesTotal'),
		lastAccess: lastAccess ?? null,
		expired: projects.filter(({ expired }) => expired).length,
		participations: projects,
		learning: {
			assigned: records.length,
			completed: records.filter(isDone).length,
			inProgress: records.filter((one) => !isDone(one) && !isExpired(one, now) && isBegun(one)).length,
			overdue: records.filter((one) => !isDone(one) && isExpired(one, now)).length,
			...(lastAccess === undefined ? {} : { lastActivity: lastAccess }),
		},
	};
}

function told(record: JsonRecord): Record<string, unknown> {
	const facts: Record<string, unknown> = {};
	const project = recordOf(record.project);
	const name = record.projectName ?? project?.name ?? project?.title;
	if (!isBlank(name)) facts.name = name;
	for (const one of TOLD) {
		const value = record[one];
		if (value !== undefined && typeof value !== 'object') facts[one] = value;
		else if (value === null) facts[one] = null;
	}
	return facts;
}

const isTime = (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value));

function isExpired({ expiration }: JsonRecord, now: number): boolean {
	return isTime(expiration) && Date.parse(expiration) < now;
}

const count = (value: unknown): number => Number(idText(value)) || 0;

function isDone({ activitiesCompleted: done, activitiesTotal: total }: JsonRecord): boolean {
	return count(total) > 0 && count(done) >= count(total);
}

function isBegun({ activitiesCompleted: done, firstAccess }: JsonRecord): boolean {
	return count(done) > 0 || !isBlank(firstAccess);
}

function sum(records: readonly JsonRecord[], name: string): number {
	return records.reduce((total, record) => total + count(record[name]), 0);
}
