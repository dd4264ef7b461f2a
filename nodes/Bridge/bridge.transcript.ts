import { CallFailed } from '../shared/model/failure';
import { isBlank } from '../shared/model/field';
import { isWithin, type Period } from '../shared/period';
import type { Http } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import { nextPath } from './bridge.reader';

/** One course in a person's transcript. */
export interface Enrollment {
	readonly course: string;
	readonly state: string;
	readonly due: string | null;
	readonly completed: string | null;
	readonly score: number | null;
}

/** What any system can say of a person's learning; a name is absent where it can't. */
export interface Learning {
	readonly assigned?: number;
	readonly completed?: number;
	readonly inProgress?: number;
	readonly overdue?: number;
	readonly failed?: number;
	readonly lastActivity?: string;
}

/** Transcripts longer than so many pages are no transcripts. */
const MOST_PAGES = 100;

/** A person's enrolments, page by page. @throws CallFailed */
export async function readTranscript(http: Http, id: string): Promise<Enrollment[]> {
	const enrollments: Enrollment[] = [];
	let path: string | undefined = `/api/author/learners/${segment(id)}/enrollments?limit=100`;
	for (let pages = 0; path !== undefined && pages < MOST_PAGES; pages++) {
		const { body } = await http.mustRead({ method: 'GET', path });
		const found = recordOf(body)?.enrollments;
		if (!Array.isArray(found))
			throw new CallFailed({
				kind: 'unreadable',
				message: 'Bridge answered, but without the enrollments that it documents.',
			});
		const titles = titlesIn(recordOf(body)?.linked);
		enrollments.push(...recordsOf(found).map((record) => enrollmentOf(record, titles)));
		const next: unknown = recordOf(recordOf(body)?.meta)?.next;
		path = isBlank(next) || found.length === 0 ? undefined : nextPath(http.settings.address, next, path);
	}
	return enrollments;
}

/** The enrolments of a period: by the day on which they were completed, or else are due. */
export function within(enrollments: readonly Enrollment[], period: Period): Enrollment[] {
	return enrollments.filter(({ completed, due }) => isWithin(period, (completed ?? due ?? '').slice(0, 10)));
}

/** The courses that come beside the enrolments, by id. */
function titlesIn(linked: unknown): ReadonlyMap<string, string> {
	const titles = new Map<string, string>();
	for (const group of Object.values(recordOf(linked) ?? {}))
		for (const course of recordsOf(group)) {
			const title = firstText(course, ['title', 'name']);
			if (title !== null) titles.set(idText(course.id), title);
		}
	return titles;
}

function enrollmentOf(record: JsonRecord, titles: ReadonlyMap<string, string>): Enrollment {
	const links = Object.values(recordOf(record.links) ?? {}).map((link) => idText(recordOf(link)?.id));
	const linked = links.map((id) => titles.get(id)).find((title) => title !== undefined);
	const nested = recordOf(record.course_template) ?? recordOf(record.course) ?? {};
	const score = record.score ?? record.points;
	return {
		course:
			firstText(record, ['course_title', 'title', 'course', 'name']) ??
			firstText(nested, ['title', 'name']) ??
			linked ??
			idText(record.course_id ?? record.id),
		state: idText(record.state),
		due: firstText(record, ['due_at', 'due_date', 'due', 'due_on']),
		completed: firstText(record, ['completed_at', 'completed', 'completed_on']),
		score: typeof score === 'number' ? score : isBlank(score) || Number.isNaN(Number(score)) ? null : Number(score),
	};
}

function firstText(record: JsonRecord, names: readonly string[]): string | null {
	for (const name of names) {
		const value = record[name];
		if (typeof value === 'string' && value.trim() !== '') return value;
	}
	return null;
}

const DONE: ReadonlySet<string> = new Set(['complete', 'completed', 'passed', 'finished', 'done']);
const UNDER_WAY: ReadonlySet<string> = new Set(['in_progress', 'in progress', 'active', 'started', 'incomplete']);

/** A transcript in the form that all systems share. */
export function learningOf(enrollments: readonly Enrollment[], now: number): Learning {
	const isDone = ({ state, completed }: Enrollment): boolean => completed !== null || DONE.has(state.toLowerCase());
	const open = enrollments.filter((one) => !isDone(one));
	const hasFailed = ({ state }: Enrollment): boolean => state.toLowerCase().startsWith('fail');
	const last = enrollments.flatMap(({ completed }) => completed ?? []).sort();
	const [lastActivity] = last.slice(-1);
	return {
		assigned: enrollments.length,
		completed: enrollments.length - open.length,
		inProgress: open.filter(({ state }) => UNDER_WAY.has(state.toLowerCase())).length,
		overdue: open.filter((one) => !hasFailed(one) && one.due !== null && Date.parse(one.due) < now).length,
		failed: open.filter(hasFailed).length,
		...(lastActivity === undefined ? {} : { lastActivity }),
	};
}

/** What Bridge's own numbers say in that form. */
export function learningIn(summary: JsonRecord): Learning {
	const [courses, programs, live, overdue] = [
		summary.completed_courses,
		summary.completed_programs,
		summary.completed_live_courses,
		summary.total_overdue,
	].map((count) => (idText(count) === '' ? NaN : Number(count)));
	const counts = [courses, programs, live].filter((one) => one !== undefined && !Number.isNaN(one));
	return {
		...(counts.length === 0 ? {} : { completed: counts.reduce((sum = 0, one = 0) => sum + one, 0) }),
		...(overdue === undefined || Number.isNaN(overdue) ? {} : { overdue }),
	};
}
