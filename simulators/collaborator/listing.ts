import { Refusal } from '../shared/refusal';
import { wholeNumber } from '../shared/checks';
import { disturbPage, toldTotal } from '../shared/rows';
import type { Call, Reply } from '../shared/vendor';
import type { CollaboratorDirectory, CollaboratorUser } from './directory';
import type { CollaboratorSwitches } from './switches';

const USUAL_PAGE = 10;
const MOST = 1000;
const LIST_PARAMETERS = new Set([
	'page',
	'count',
	'filter[fullname]',
	'filter[position]',
	'filter[department]',
	'filter[city]',
	'filter[tags]',
]);
const TASK_PARAMETERS = new Set([
	'page',
	'count',
	'filter[id]',
	'filter[title]',
	'filter[type]',
	'filter[date_assign]',
	'filter[date_finish]',
	'filter[status]',
]);
/** Shown by portals that add fields to the vendor's own example of a user. */
const MORE_FIELDS = [
	'department',
	'position',
	'city',
	'phone',
	'user_field1',
	'user_field2',
	'user_field3',
	'user_field4',
	'user_field5',
] as const;

/** The list of users. @throws Refusal */
export function listUsers(call: Call, directory: CollaboratorDirectory, switches: CollaboratorSwitches): Reply {
	switch (switches.list) {
		case 'forbidden':
			throw new Refusal(403, 'You have no right to browse the information about other users');
		case 'notFound':
			throw new Refusal(404, 'Not found');
		case 'refused':
			throw new Refusal(400, 'Unknown method');
		case 'offered':
	}
	refuseUnknown(call, LIST_PARAMETERS);
	const all = directory.all();
	const listed = switches.blockedUsers === 'listed' ? all : all.filter((user) => user.is_active === 1);
	return paged(call, askedIn(listed, call.query, switches), switches, (user) => shown(user, switches));
}

/** The tasks of one user. @throws Refusal */
export function listTasks(call: Call, directory: CollaboratorDirectory, switches: CollaboratorSwitches): Reply {
	refuseUnknown(call, TASK_PARAMETERS);
	const id = call.query.get('filter[id]') ?? '';
	if (id === '') throw new Refusal(400, 'filter[id] is required', 'id');
	const user = switches.tasksOf === 'uid' ? directory.withUid(id) : directory.withId(wholeNumber(id) ?? Number.NaN);
	if (user === undefined && switches.tasksOfNobody === 'refused') throw new Refusal(400, 'User not found', 'id');
	const status = call.query.get('filter[status]');
	const tasks = (user === undefined ? [] : directory.tasksOf(user)).filter(
		(task) => status === null || task.status === status,
	);
	return paged(call, tasks, switches, (task) => ({ ...task }));
}

/** The user to whom the token belongs; a robot that is not on the list, unless a test says otherwise. */
export function profileOf(directory: CollaboratorDirectory, switches: CollaboratorSwitches): Reply {
	if (switches.profile === 'notFound') throw new Refusal(404, 'Not found');
	const owner = directory.get(directory.owner);
	return {
		status: 200,
		json: { data: owner === undefined ? { id: 999_999, login: 'robot' } : shown(owner, switches) },
	};
}

function refuseUnknown(call: Call, known: ReadonlySet<string>): void {
	for (const name of call.query.keys())
		if (!known.has(name)) throw new Refusal(400, `Unknown parameter: ${name}`, name);
}

/** Those that a call asks for; its filters are read once, not for every user. */
function askedIn(
	users: readonly CollaboratorUser[],
	query: URLSearchParams,
	switches: CollaboratorSwitches,
): readonly CollaboratorUser[] {
	const filters: Array<(user: CollaboratorUser) => boolean> = [];
	const add = (name: string, textsOf: (user: CollaboratorUser) => readonly string[]): void => {
		const wanted = query.get(`filter[${name}]`)?.toLowerCase();
		if (wanted === undefined) return;
		filters.push((user) => textsOf(user).some((text) => text.toLowerCase().includes(wanted)));
	};
	if (switches.search !== 'ignored')
		add('fullname', ({ secondname, firstname, email, login }) => [
			`${secondname} ${firstname}`,
			`${firstname} ${secondname}`,
			email,
			login,
		]);
	add('position', ({ position }) => [position]);
	add('department', ({ department }) => [department]);
	add('city', ({ city }) => [city]);
	add('tags', ({ tags }) => [tags]);
	return filters.length === 0 ? users : users.filter((user) => filters.every((isMeant) => isMeant(user)));
}

function paged<Entry>(
	call: Call,
	entries: readonly Entry[],
	switches: CollaboratorSwitches,
	show: (entry: Entry) => object,
): Reply {
	const asked = {
		page: wholeNumber(call.query.get('page')) ?? 1,
		count: wholeNumber(call.query.get('count')) ?? USUAL_PAGE,
	};
	if (!(asked.page >= 1)) throw new Refusal(400, 'page must be a number from 1', 'page');
	if (!(asked.count >= 1)) throw new Refusal(400, 'count must be a number from 1', 'count');
	const size =
		switches.pageSize === 'asked'
			? Math.min(asked.count, MOST)
			: switches.pageSize === 'capped'
				? Math.min(asked.count, USUAL_PAGE)
				: USUAL_PAGE;
	const current = switches.pageNumber === 'ignored' ? 1 : asked.page;
	const { kind } = call.fault ?? {};
	const from = (kind === 'repeatPage' ? Math.max(0, current - 2) : current - 1) * size;
	const page = entries.slice(from, from + size);
	return {
		status: 200,
		json: {
			data: disturbPage(page, call.fault).map(show),
			pager: {
				current,
				count: Math.ceil(entries.length / size),
				total: toldTotal(entries.length, call.fault),
				countPerPage: size,
			},
		},
	};
}

/** A user as the vendor's example shows one: words for the gender, days as DD.MM.YYYY. */
function shown(user: CollaboratorUser, switches: CollaboratorSwitches): object {
	const { uid, gender } = user;
	const withUid = switches.shownUid === 'always' || (switches.shownUid === 'whereSet' && uid !== null);
	const more = switches.shownFields === 'example' ? [] : MORE_FIELDS.map((name) => [name, user[name]]);
	const most =
		switches.shownFields === 'all'
			? { manager_uid: user.manager_uid, date_of_employment: dotted(user.date_of_employment) }
			: {};
	const all = {
		id: user.id,
		...(withUid ? { uid } : {}),
		login: user.login,
		firstname: user.firstname,
		secondname: user.secondname,
		patronymic: user.patronymic,
		international_name: '',
		email: user.email,
		gender: gender === null ? null : gender === 0 ? 'male' : 'female',
		birth_date: dotted(user.birth_date),
		tags: user.tags,
		...state(user, switches),
		...Object.fromEntries(more),
		...most,
	};
	if (switches.shownEmpty === 'kept') return all;
	const isKept = ([name, value]: readonly [string, unknown]): boolean =>
		name === 'uid' || (value !== '' && value !== null);
	return Object.fromEntries(Object.entries(all).filter(isKept));
}

function dotted(day: string): string | null {
	return day === '' ? null : day.split('-').reverse().join('.');
}

function state(user: CollaboratorUser, switches: CollaboratorSwitches): object {
	switch (switches.shownState) {
		case 'boolean':
			return { is_active: user.is_active === 1 };
		case 'number':
			return { is_active: user.is_active };
		case 'absent':
			return {};
	}
}
