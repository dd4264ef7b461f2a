import { startSimulator, type CollaboratorSeed, type CollaboratorUser } from '../simulators';
import { COLLABORATOR_TEXTS } from '../simulators/collaborator/directory';
import type { Employee, Member } from './cast';
import { STANDING, type Column } from './masterList';
import { employed, germanDay, mailbox } from './meaning';
import { MAP_AUTOMATICALLY, stageOf, type Scenario, type Stage } from './scenario';
import type { Holding, Holdings } from './verify';

const userName = ({ email }: Employee): string => email.split('@')[0] ?? '';

const COLUMNS: readonly Column[] = [
	{ header: 'UID', means: 'uid', required: true, cell: ({ number }) => number },
	{ header: 'Login', means: 'login', required: true, cell: userName },
	{ header: 'Surname', means: 'secondname', required: true, cell: ({ lastName }) => lastName },
	{ header: 'First Name', means: 'firstname', required: true, cell: ({ firstName }) => firstName },
	{ header: 'E-mail', means: 'email', required: true, cell: ({ email }) => email, read: mailbox },
	{ header: 'Position', means: 'position', required: true, cell: ({ title }) => title },
	{ header: 'Department', means: 'department', cell: ({ department }) => department },
	{ header: 'City', means: 'city', cell: ({ city }) => city },
	{ header: 'Phone', means: 'phone', cell: ({ phone }) => phone },
	{
		header: 'Date of Employment',
		means: 'date_of_employment',
		cell: ({ hired }) => hired.split('-').reverse().join('.'),
		read: germanDay,
	},
	{ header: 'Manager UID', means: 'manager_uid', cell: ({ manager }) => manager },
	{ header: 'Is Active', means: STANDING, cell: ({ left }) => (left ? '0' : '1'), read: employed },
	{ header: 'Cost Center', cell: ({ costCenter }) => costCenter },
];

/** The portal's list is read and compared: only differences go out, and leavers are blocked once a person has approved. */
export const lmsCollaborator: Scenario = {
	vendor: 'lmsCollaborator',
	label: 'LMS Collaborator',
	credential: 'lmsCollaboratorApi',
	sizes: {
		administrator: 0,
		protected: 1,
		stays: 60,
		moves: 18,
		broken: 3,
		returns: 1,
		joins: 12,
		leaves: 6,
		byHand: 4,
	},
	columns: COLUMNS,
	key: 'uid',
	spoiled: [{ 'E-mail': 'ask reception (at) company.tld' }, { Position: '' }, { 'Date of Employment': '31.02.2024' }],
	missing: 'locked',
	listed: true,
	parameters: {
		operation: 'sync',
		missingUsers: 'lock',
		fields: MAP_AUTOMATICALLY,
		safety: { protectedUsers: 'E-0001' },
	},
	pace: 'One call carries one person.',
	open: openCollaborator,
};

async function openCollaborator(members: readonly Member[]): Promise<Stage> {
	const simulator = await startSimulator('lmsCollaborator', {
		users: members.flatMap(({ part, before }): CollaboratorSeed[] =>
			before === undefined ? [] : [{ ...seedOf(before), ...stateOf(part, before) }],
		),
	});
	return stageOf(simulator, {
		holdings: () => holdingsOf(simulator.directory.all()),
		sabotage: (key) => {
			const user = simulator.directory.get(key);
			if (user !== undefined) simulator.directory.change(user, { position: 'Head of Sabotage' });
		},
	});
}

/** Those who were made by hand in the portal have no UID. */
function stateOf(part: Member['part'], { number }: Employee): Pick<CollaboratorSeed, 'uid' | 'is_active'> {
	return { uid: part === 'byHand' ? null : number, is_active: part === 'returns' ? 0 : 1 };
}

function seedOf(employee: Employee): CollaboratorSeed {
	return {
		login: userName(employee),
		secondname: employee.lastName,
		firstname: employee.firstName,
		email: employee.email,
		position: employee.title,
		department: employee.department,
		city: employee.city,
		phone: employee.phone,
		date_of_employment: employee.hired,
		manager_uid: employee.manager,
		language: 'EN',
	};
}

function holdingsOf(users: readonly CollaboratorUser[]): Holdings {
	return new Map(
		users.map((user): [string, Holding] => {
			const { uid, login, email } = user;
			const texts = COLLABORATOR_TEXTS.map((name): [string, string] => [name, user[name]]);
			return [
				uid ?? `${login} (no UID)`,
				{
					standing: user.is_active === 1 ? 'active' : 'locked',
					values: { ...Object.fromEntries(texts), uid: uid ?? '', email: email.toLowerCase() },
					outOfBounds: uid === null || uid === 'E-0001',
				},
			];
		}),
	);
}
