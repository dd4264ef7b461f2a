import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { process } from '../../engine/platform';
import type { RunOutcome } from '../../engine/engine';
import { bridgeBench } from './bridgeKit';
import { learnifierBench } from './learnifierKit';
import lists from '../lists/lists.json';
import { collaboratorBench } from './lmsCollaboratorKit';
import { requestorBench } from './requestorKit';
import { scimBench } from './scimKit';
import { traliantBench } from './traliantKit';

/** Lists as HR systems export them: 1044 has left, as every list says that has a column for it. */

type List = (typeof lists)[number];
const GONE = '1044';
const STATES = ['status', 'term'];

interface Bench {
	run(items: IDataObject[], parameters: IDataObject): Promise<RunOutcome>;
	close(): Promise<void>;
}

interface System {
	readonly name: string;
	readonly open: (clock: ReturnType<typeof useVirtualClock>) => Promise<Bench>;
	readonly key: string;
	/** What a column means → the field that it fills. */
	readonly fields: Readonly<Record<string, string>>;
	/** Fields that most lists lack, and without which nobody can be sent. */
	readonly needs: readonly string[];
	/** The state that a column of this name fills, instead of saying who has left. */
	readonly state?: string;
}

const SYSTEMS: readonly System[] = [
	{
		name: 'Bridge',
		open: async (clock) => bridgeBench({ users: 0, clock }),
		key: 'uid',
		fields: {
			first: 'first_name',
			last: 'last_name',
			email: 'email',
			title: 'job_title',
			dept: 'department',
			hire: 'hire_date',
			mgr: 'manager_id',
		},
		needs: [],
	},
	{
		name: 'Learnifier',
		open: async (clock) => learnifierBench({ users: 0, clock }),
		key: 'externalId',
		fields: { first: 'firstName', last: 'lastName', email: 'primaryEmail' },
		needs: [],
	},
	{
		name: 'LMS Collaborator',
		open: async (clock) => collaboratorBench({ users: 0, clock }),
		key: 'uid',
		fields: {
			first: 'firstname',
			last: 'secondname',
			mid: 'patronymic',
			email: 'email',
			title: 'position',
			dept: 'department',
			hire: 'date_of_employment',
			mgr: 'manager_uid',
			user: 'login',
		},
		needs: ['login', 'position', 'secondname'],
		state: 'is_active',
	},
	{
		name: 'Requestor',
		open: async (clock) => requestorBench({ users: 0, clock }),
		key: 'ExternalId',
		fields: { first: 'FirstName', last: 'LastName', email: 'Email', dept: 'Department', mgr: 'ManagerKey' },
		needs: [],
	},
	{
		name: 'Traliant LMS',
		open: async (clock) => traliantBench({ users: 0, clock }),
		key: 'username',
		fields: { first: 'first_name', last: 'last_name', email: 'email', title: 'title', dept: 'department' },
		needs: [],
		state: 'suspended',
	},
	{
		name: 'SCIM 2.0',
		open: async (clock) => scimBench({ users: 0, clock }),
		key: 'userName',
		fields: {
			first: 'givenName',
			last: 'familyName',
			email: 'email',
			title: 'title',
			dept: 'department',
			mgr: 'manager',
		},
		needs: [],
		state: 'active',
	},
];

const headingOf = ({ columns }: List, meaning: string): string | undefined =>
	columns.find((column) => column.meaning === meaning)?.heading;

/** Items as a CSV gives them: texts, and nothing where a cell is blank. */
const itemsOf = ({ columns, rows }: List): IDataObject[] =>
	rows.map((cells) =>
		Object.fromEntries(columns.map(({ heading }, at) => [heading, cells[at]]).filter(([, cell]) => cell !== '')),
	);

/** What is wrong with the mapping: a column that fills no field, the wrong one, or one that only looks like it. */
function wrongIn(list: List, mapping: Readonly<Record<string, string>>, { fields, key }: System): string[] {
	const wrong: string[] = [];
	if (mapping[key] !== headingOf(list, 'key')) wrong.push(`${key} is from ${mapping[key]}`);
	for (const [meaning, field] of Object.entries(fields)) {
		const heading = headingOf(list, meaning);
		const found = mapping[field];
		// How somebody wants to be called comes first, and the name in the passport fills its blanks.
		const preferred = meaning === 'first' ? headingOf(list, 'alt:first') : undefined;
		if (heading === undefined) continue;
		if (found === undefined) wrong.push(`${field} is from nothing, not from ${heading}`);
		else if (![heading, preferred].some((one) => one !== undefined && found.startsWith(one)))
			wrong.push(`${field} is from ${found}, not from ${heading}`);
	}
	for (const { heading, meaning } of list.columns) {
		if (meaning !== 'alt:email') continue;
		if (mapping[fields.email ?? '']?.includes(heading)) wrong.push(`a private address fills ${fields.email}`);
	}
	return wrong;
}

describe('lists as HR systems export them', () => {
	const clock = useVirtualClock();
	const figures = { lists: 0, people: 0, created: 0, left: 0, columns: 0 };
	afterAll(() =>
		process.stdout.write(
			`${figures.lists} lists read, ${figures.columns} columns mapped, ${figures.created} of ${figures.people} people would be created, ${figures.left} have left\n`,
		),
	);

	it.each(SYSTEMS)(
		'are understood by $name, and nobody who has left gets an account',
		async (system) => {
			const bench = await system.open(clock);
			const wrong: string[] = [];
			try {
				for (const list of lists) {
					const outcome = await bench.run(itemsOf(list), {
						dryRun: true,
						keyColumn: headingOf(list, 'key') ?? '',
					});
					const say = (what: string): number => wrong.push(`${list.name}: ${what}`);
					if (outcome.error !== undefined) {
						say(outcome.error.message);
						continue;
					}
					const mapping = outcome.summary?.json.mapping as Record<string, string>;
					wrongIn(list, mapping, system).forEach(say);
					const isSaid = STATES.some((meaning) => headingOf(list, meaning) !== undefined);
					figures.lists += 1;
					figures.columns += Object.keys(mapping).length;
					for (const { json } of outcome.results) {
						const isGone = json.key === GONE && isSaid;
						figures.people += 1;
						if (json.code === 'LEFT') figures.left += 1;
						if (json.operation === 'created') figures.created += 1;
						// A state that the system has itself is taken as it is: the account is made, and barred.
						const isBarred = system.state !== undefined && mapping[system.state] !== undefined;
						if (isGone && json.code !== 'LEFT' && json.operation !== 'rejected' && !isBarred)
							say(`${GONE} is ${String(json.operation)}`);
						if (!isGone && json.code === 'LEFT') say(`${String(json.key)} has not left`);
						const lacks = system.needs.some((field) => mapping[field] === undefined);
						if (json.operation === 'rejected' && !lacks) say(`${String(json.key)}: ${String(json.message)}`);
					}
				}
			} finally {
				await bench.close();
			}
			expect(wrong).toEqual([]);
		},
		180_000,
	);
});
