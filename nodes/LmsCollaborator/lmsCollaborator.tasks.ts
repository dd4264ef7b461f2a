import { CallFailed, passOn } from '../shared/model/failure';
import { isWithin, type Period } from '../shared/period';
import type { Http } from '../shared/transport/http';
import type { JsonRecord } from '../shared/transport/record';
import { broken, pageOf } from './lmsCollaborator.directory';
import { dayOf } from './lmsCollaborator.user';

const REPORT = '/api/v2/tasks/report/get-user-tasks-report';
const PAGE = 1000;
/** More pages than any person has tasks for: a portal that does not read on is found out before. */
const MOST_PAGES = 1000;
/** Names under which a task's last day may stand; no page lists them. Until a task is done, `date_finish` is one of them. */
const DEADLINES = ['date_deadline', 'deadline', 'date_end', 'due_date', 'date_finish'] as const;
const UNDER_WAY = new Set(['inprogress', 'in_progress', 'started', 'verification']);

/**
 * All tasks of one person. The page writes `{uid}` and shows a number, so that each name of the person is tried until one
 * finds something. @throws CallFailed, RunError
 */
export async function tasksOf(http: Http, names: readonly string[]): Promise<JsonRecord[]> {
	let refusal: CallFailed | undefined;
	let answered = false;
	for (const name of names) {
		try {
			const tasks = await allTasks(http, name);
			if (tasks.length > 0) return tasks;
			answered = true;
		} catch (error) {
			if (!(error instanceof CallFailed) || !isNobody(error)) return passOn(error);
			refusal ??= error;
		}
	}
	if (!answered && refusal !== undefined) throw refusal;
	return [];
}

/** The report does not know this name. */
function isNobody({ failure }: CallFailed): boolean {
	return failure.kind === 'notFound' || failure.kind === 'refused';
}

async function allTasks(http: Http, name: string): Promise<JsonRecord[]> {
	const tasks: JsonRecord[] = [];
	for (let number = 1; number <= MOST_PAGES; number++) {
		const query = { 'filter[id]': name, page: number, count: PAGE };
		const page = pageOf(await http.read({ method: 'GET', path: REPORT, query }), number, 'tasks');
		tasks.push(...page.records);
		if (number < page.pages) continue;
		if (tasks.length !== page.total)
			throw broken(`${tasks.length} tasks came, but there are said to be ${page.total}`, 'tasks');
		break;
	}
	return tasks;
}

/** What Get Summary tells of a person's tasks. `today` is `YYYY-MM-DD`. */
export function summaryOfTasks(tasks: readonly JsonRecord[], period: Period, today: string): Record<string, unknown> {
	const counted = tasks.filter((task) => isWithin(period, dayIn(task.date_assign)));
	const byStatus: Record<string, number> = {};
	for (const task of counted) byStatus[statusOf(task)] = (byStatus[statusOf(task)] ?? 0) + 1;
	const finished = counted.filter((task) => statusOf(task) === 'finished');
	const overdue = counted.filter((task) => isOverdue(task, today)).length;
	const lastFinished = latest(finished.map((task) => task.date_finish));
	return {
		tasks: counted.length,
		byStatus,
		overdue,
		lastFinished,
		learning: {
			assigned: counted.length,
			completed: finished.length,
			inProgress: counted.filter((task) => UNDER_WAY.has(statusOf(task))).length,
			overdue,
			failed: counted.filter((task) => statusOf(task) === 'fail').length,
			lastActivity: lastFinished ?? latest(counted.map((task) => task.date_assign)),
		},
	};
}

function statusOf({ status }: JsonRecord): string {
	return typeof status === 'string' && status.trim() !== '' ? status.trim().toLowerCase() : 'unknown';
}

/** Not done, and its last day is over. */
function isOverdue(task: JsonRecord, today: string): boolean {
	if (statusOf(task) === 'finished' || statusOf(task) === 'fail') return false;
	const last = DEADLINES.map((name) => dayIn(task[name])).find((day) => day !== '');
	return last !== undefined && last < today;
}

function latest(days: readonly unknown[]): string | null {
	const [last] = days
		.map(dayIn)
		.filter((day) => day !== '')
		.sort()
		.reverse();
	return last ?? null;
}

const dayIn = (value: unknown): string => (typeof value === 'string' ? (dayOf(value) ?? '') : '');
