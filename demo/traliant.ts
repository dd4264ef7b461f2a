import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type TraliantUser } from '../simulators';
import { TRALIANT_TEXTS } from '../simulators/traliant/directory';
import type { Employee, Member } from './cast';
import { STANDING, type Column } from './masterList';
import { leaver, mailbox } from './meaning';
import { MAP_AUTOMATICALLY, stageOf, type Scenario, type Stage } from './scenario';
import type { Holding, Holdings } from './verify';

const userName = ({ email }: Employee): string => email.split('@')[0] ?? '';

const COLUMNS: readonly Column[] = [
	{ header: 'ID Number', means: 'id_number', required: true, cell: ({ number }) => number },
	{ header: 'Username', means: 'username', required: true, cell: userName },
	{ header: 'First Name', means: 'first_name', required: true, cell: ({ firstName }) => firstName },
	{ header: 'Surname', means: 'last_name', required: true, cell: ({ lastName }) => lastName },
	{ header: 'E-mail', means: 'email', required: true, cell: ({ email }) => email, read: mailbox },
	{ header: 'Job Title', means: 'title', cell: ({ title }) => title },
	{ header: 'Department', means: 'department', cell: ({ department }) => department },
	{ header: 'Office', means: 'location', cell: ({ city }) => city },
	{ header: 'Phone', means: 'phone', cell: ({ phone }) => phone },
	{ header: 'Suspended', means: STANDING, cell: ({ left }) => (left ? 'yes' : 'no'), read: leaver },
	{ header: 'Cost Center', cell: ({ costCenter }) => costCenter },
];

/** Nobody can list Traliant's users: each run is given an export, compares with it, and leavers are suspended once a person has approved. */
export const traliant: Scenario = {
	vendor: 'traliant',
	label: 'Traliant LMS',
	credential: 'traliantApi',
	sizes: {
		administrator: 0,
		protected: 1,
		stays: 60,
		moves: 18,
		broken: 3,
		returns: 1,
		joins: 12,
		leaves: 6,
		byHand: 0,
	},
	columns: COLUMNS,
	key: 'id_number',
	spoiled: [{ 'E-mail': 'ask reception (at) company.tld' }, { Surname: ' ' }, { Suspended: 'maybe' }],
	missing: 'locked',
	listed: true,
	parameters: {
		operation: 'sync',
		findBy: 'id_number',
		missingUsers: 'lock',
		executeRules: true,
		fields: MAP_AUTOMATICALLY,
		safety: { protectedUsers: 'E-0001' },
	},
	pace: 'One call carries up to 10 people.',
	open: openTraliant,
};

async function openTraliant(members: readonly Member[]): Promise<Stage> {
	const simulator = await startSimulator('traliant', {
		users: members.flatMap(({ part, before }) =>
			before === undefined ? [] : [{ ...seedOf(before), suspended: part === 'returns' }],
		),
	});
	return stageOf(simulator, {
		holdings: () => holdingsOf(simulator.directory.all()),
		exported: () => simulator.directory.all().map(exportOf),
		sabotage: (key) => {
			const user = simulator.directory.get(key);
			if (user !== undefined) simulator.directory.change(user, { title: 'Head of Sabotage' });
		},
	});
}

function seedOf(employee: Employee): Partial<TraliantUser> & { username: string } {
	return {
		username: userName(employee),
		id_number: employee.number,
		first_name: employee.firstName,
		last_name: employee.lastName,
		email: employee.email,
		title: employee.title,
		department: employee.department,
		location: employee.city,
		phone: employee.phone,
		country: 'DE',
		role: 'Student',
	};
}

/** A user as the vendor's own export has them. */
function exportOf(user: TraliantUser): IDataObject {
	const columns = COLUMNS_OF_EXPORT.map(([heading, name]): [string, string] => [heading, user[name] ?? '']);
	return { ...Object.fromEntries(columns), Suspended: user.suspended ? 'Yes' : 'No' };
}

const COLUMNS_OF_EXPORT = [
	['ID Number', 'id_number'],
	['Username', 'username'],
	['First Name', 'first_name'],
	['Last Name', 'last_name'],
	['Email', 'email'],
	['Title', 'title'],
	['Department', 'department'],
	['Location', 'location'],
	['Phone', 'phone'],
] as const;

function holdingsOf(users: readonly TraliantUser[]): Holdings {
	return new Map(
		users.map((user): [string, Holding] => {
			const texts = TRALIANT_TEXTS.map((name): [string, string] => [name, user[name] ?? '']);
			return [
				user.id_number ?? user.username,
				{
					standing: user.suspended ? 'locked' : 'active',
					values: { ...Object.fromEntries(texts), email: (user.email ?? '').toLowerCase() },
					outOfBounds: user.id_number === 'E-0001',
				},
			];
		}),
	);
}
