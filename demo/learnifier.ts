import { startSimulator, type LearnifierSeed, type LearnifierUser } from '../simulators';
import type { Employee, Member } from './cast';
import type { Column } from './masterList';
import { mailbox, wholeNumber } from './meaning';
import { MAP_AUTOMATICALLY, stageOf, type Scenario, type Stage } from './scenario';
import type { Holding, Holdings } from './verify';

/** Learnifier documents letters and digits only. */
const keyOf = ({ number }: Employee): string => number.replace(/-/g, '');
const shownAs = ({ firstName, lastName, title }: Employee): string => `${firstName} ${lastName}, ${title}`;
/** Learnifier numbers its organisations; one for each cost centre's last digit. */
const organisation = ({ costCenter }: Employee): number => 100 + (Number(costCenter) % 10);

const COLUMNS: readonly Column[] = [
	{ header: 'External ID', means: 'externalId', required: true, cell: keyOf },
	{ header: 'First Name', means: 'firstName', cell: ({ firstName }) => firstName },
	{ header: 'Surname', means: 'lastName', cell: ({ lastName }) => lastName },
	{ header: 'Full Name', means: 'displayName', cell: shownAs },
	{ header: 'E-mail', means: 'primaryEmail', cell: ({ email }) => email, read: mailbox },
	{
		header: 'Home Organization ID',
		means: 'homeOrg',
		cell: (employee) => String(organisation(employee)),
		read: wholeNumber,
	},
	{ header: 'Department', cell: ({ department }) => department },
];

/** Leavers are locked, which keeps what they have learned; whoever returns is unlocked. */
export const learnifier: Scenario = {
	vendor: 'learnifier',
	label: 'Learnifier',
	credential: 'learnifierApi',
	sizes: {
		administrator: 3,
		protected: 4,
		stays: 164,
		moves: 26,
		broken: 3,
		returns: 1,
		joins: 12,
		leaves: 20,
		byHand: 5,
	},
	columns: COLUMNS,
	key: 'externalId',
	spoiled: [
		{ 'E-mail': 'ask reception (at) company.tld' },
		{ 'Home Organization ID': 'Leipzig' },
		{ 'External ID': 'e{number}' },
	],
	missing: 'locked',
	listed: true,
	parameters: {
		operation: 'sync',
		fields: MAP_AUTOMATICALLY,
		missingUsers: 'lock',
		safety: { protectedUsers: 'E0001, SVC*' },
	},
	pace: 'Learnifier publishes no limit of calls.',
	open: openLearnifier,
};

async function openLearnifier(members: readonly Member[]): Promise<Stage> {
	const simulator = await startSimulator('learnifier', {
		users: members.flatMap(({ part, before }): LearnifierSeed[] =>
			before === undefined ? [] : [{ ...seedOf(before), ...stateOf(part) }],
		),
	});
	const outOfBounds = new Set(
		members.flatMap(({ part, before }) => (before !== undefined && part === 'protected' ? [keyOf(before)] : [])),
	);
	return stageOf(simulator, {
		holdings: () => holdingsOf(simulator.directory.all(), outOfBounds),
		sabotage: (key) => {
			const user = simulator.directory.get(key);
			if (user !== undefined) simulator.directory.change(user, { displayName: 'Head of Sabotage' });
		},
	});
}

function seedOf(employee: Employee): LearnifierSeed {
	return {
		externalId: keyOf(employee),
		firstName: employee.firstName,
		lastName: employee.lastName,
		displayName: shownAs(employee),
		primaryEmail: employee.email,
		homeOrg: organisation(employee),
		locale: 'de',
	};
}

function stateOf(part: Member['part']): LearnifierSeed {
	switch (part) {
		case 'byHand':
			return { externalId: null };
		case 'administrator':
			return { backOfficeRoles: ['administrator'] };
		case 'returns':
			return { hardLock: true };
		default:
			return {};
	}
}

function holdingsOf(users: readonly LearnifierUser[], outOfBounds: ReadonlySet<string>): Holdings {
	const holdings = new Map<string, Holding>();
	for (const user of users) {
		const key = user.externalId ?? `${user.primaryEmail ?? user.id} (no external id)`;
		holdings.set(holdings.has(key) ? `${key} (a second account)` : key, {
			standing: user.hardLock ? 'locked' : 'active',
			values: {
				externalId: user.externalId ?? '',
				firstName: user.firstName ?? '',
				lastName: user.lastName ?? '',
				displayName: user.displayName ?? '',
				primaryEmail: (user.primaryEmail ?? '').toLowerCase(),
				homeOrg: String(user.homeOrg ?? ''),
				locale: user.locale ?? '',
				username: user.username ?? '',
			},
			outOfBounds: user.externalId === null || user.backOfficeRoles.length > 0 || outOfBounds.has(key),
		});
	}
	return holdings;
}
