import { startSimulator, type RequestorSeed, type RequestorUser } from '../simulators';
import { without } from '../simulators/shared/checks';
import type { Employee, Member } from './cast';
import type { Column } from './masterList';
import { mailbox } from './meaning';
import { MAP_AUTOMATICALLY, stageOf, type Scenario, type Stage } from './scenario';
import type { Holding, Holdings } from './verify';

const shownAs = ({ firstName, lastName, title }: Employee): string => `${firstName} ${lastName}, ${title}`;

const COLUMNS: readonly Column[] = [
	{ header: 'External ID', means: 'ExternalId', required: true, cell: ({ number }) => number },
	{ header: 'First Name', means: 'FirstName', cell: ({ firstName }) => firstName },
	{ header: 'Surname', means: 'LastName', cell: ({ lastName }) => lastName },
	{ header: 'Full Name', means: 'DisplayName', cell: shownAs },
	{ header: 'E-mail', means: 'Email', cell: ({ email }) => email, read: mailbox },
	{ header: 'Phone', means: 'Phones', cell: ({ phone }) => phone },
	{ header: 'Department', means: 'Department', cell: ({ department }) => department },
	{ header: 'Business Unit', means: 'Division', cell: ({ city }) => city },
	{ header: 'Salary Band', cell: ({ hired }) => `B${Number(hired.slice(8)) % 5}` },
];

/** Updates carry every field, because Requestor clears what they leave out: the check looks at those fields too. */
export const requestor: Scenario = {
	vendor: 'requestor',
	label: 'Requestor',
	credential: 'requestorApi',
	sizes: {
		administrator: 3,
		protected: 4,
		stays: 165,
		moves: 26,
		broken: 3,
		returns: 0,
		joins: 12,
		leaves: 20,
		byHand: 5,
	},
	columns: COLUMNS,
	key: 'ExternalId',
	spoiled: [
		{ 'E-mail': 'ask reception (at) company.tld' },
		{ 'E-mail': 'two@addresses@company.tld' },
		{ 'External ID': 'e-{number}' },
	],
	missing: 'deleted',
	listed: true,
	parameters: {
		operation: 'sync',
		fields: MAP_AUTOMATICALLY,
		missingUsers: 'delete',
		safety: { protectedUsers: 'E-0001, SVC-*', groupBy: 'Department' },
	},
	pace: 'One call carries up to 100 people.',
	open: openRequestor,
};

async function openRequestor(members: readonly Member[]): Promise<Stage> {
	const simulator = await startSimulator('requestor', {
		users: members.flatMap(({ part, turn, before }): RequestorSeed[] =>
			before === undefined ? [] : [{ ...seedOf(before, turn), ...stateOf(part, turn) }],
		),
	});
	const outOfBounds = new Set(
		members.flatMap(({ part, before }) =>
			before !== undefined && (part === 'protected' || part === 'administrator') ? [before.number] : [],
		),
	);
	return stageOf(simulator, {
		holdings: () => holdingsOf(simulator.directory.all(), outOfBounds),
		sabotage: (key) => {
			const user = simulator.directory.get(key);
			if (user !== undefined) simulator.directory.change(user, { DisplayName: 'Head of Sabotage' });
		},
	});
}

/** With values in fields that the list does not have: an update must not clear them. */
function seedOf(employee: Employee, turn: number): RequestorSeed {
	return {
		ExternalId: employee.number,
		UserName: employee.email,
		Email: employee.email,
		FirstName: employee.firstName,
		LastName: employee.lastName,
		DisplayName: shownAs(employee),
		Phones: [employee.phone],
		Department: employee.department,
		Division: employee.city,
		Company: 'Company',
		EmployeeId: `P${employee.number}`,
		TimeZoneId: 'Central Europe Standard Time',
		Language: turn % 3,
		CustomerId: 121 + (turn % 2),
		CustomerIds: [121 + (turn % 2)],
		InternalGroupIds: turn % 4 === 0 ? [7] : [],
		RoleSmartUser: turn % 5 === 0,
	};
}

function stateOf(part: Member['part'], turn: number): RequestorSeed {
	if (part === 'byHand') return { ExternalId: null };
	if (part !== 'administrator') return {};
	return turn === 0 ? { RoleAdministrator: true } : { RoleOperator: true, OperatorGroupIds: [3] };
}

function holdingsOf(users: readonly RequestorUser[], outOfBounds: ReadonlySet<string>): Holdings {
	return new Map(
		users.map((user): [string, Holding] => {
			// Custom fields are never shown by Requestor, and so can't be kept.
			const texts = Object.entries(without(user, 'CustomFields')).map(([name, value]): [string, string] => [
				name,
				textOf(value),
			]);
			return [
				user.ExternalId ?? `${user.UserName} (no external id)`,
				{
					standing: 'active',
					values: { ...Object.fromEntries(texts), Email: (user.Email ?? '').toLowerCase() },
					outOfBounds: user.ExternalId === null || outOfBounds.has(user.ExternalId),
				},
			];
		}),
	);
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(textOf).join(', ');
	return value === null || value === undefined ? '' : String(value);
}
