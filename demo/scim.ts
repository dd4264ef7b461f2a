import { startSimulator, type ScimSeed, type ScimUser } from '../simulators';
import type { Employee, Member } from './cast';
import type { Column } from './masterList';
import { mailbox } from './meaning';
import { MAP_AUTOMATICALLY, stageOf, type Scenario, type Stage } from './scenario';
import type { Holding, Holdings } from './verify';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const COLUMNS: readonly Column[] = [
	{ header: 'External ID', means: 'externalId', required: true, cell: ({ number }) => number },
	{ header: 'User Name', means: 'userName', required: true, cell: loginOf },
	{ header: 'First Name', means: 'givenName', cell: ({ firstName }) => firstName },
	{ header: 'Surname', means: 'familyName', cell: ({ lastName }) => lastName },
	{ header: 'E-mail', means: 'email', cell: ({ email }) => email, read: mailbox },
	{ header: 'Job Title', means: 'title', cell: ({ title }) => title },
	{ header: 'Department', means: 'department', cell: ({ department }) => department },
];

/** The login stays when the address moves. */
function loginOf({ number }: Employee): string {
	return `login-${number}`;
}

/** Leavers are deactivated; whoever returns is reactivated. */
export const scim: Scenario = {
	vendor: 'scim',
	label: 'SCIM 2.0',
	credential: 'scimApi',
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
	spoiled: [{ 'E-mail': 'ask reception (at) company.tld' }, { 'User Name': '' }, { 'E-mail': 'none' }],
	missing: 'locked',
	listed: true,
	parameters: {
		operation: 'sync',
		findBy: 'externalId',
		fields: MAP_AUTOMATICALLY,
		missingUsers: 'lock',
		safety: { protectedUsers: 'E-0001, SVC*' },
	},
	pace: 'A SCIM server says in its answers when calls come too fast.',
	open: openScim,
};

async function openScim(members: readonly Member[]): Promise<Stage> {
	const simulator = await startSimulator('scim', {
		users: members.flatMap(({ part, before }): ScimSeed[] => (before === undefined ? [] : [seedOf(before, part)])),
	});
	const outOfBounds = new Set(
		members.flatMap(({ part, before }) => (before !== undefined && part === 'protected' ? [before.number] : [])),
	);
	return stageOf(simulator, {
		holdings: () => holdingsOf(simulator.directory.listed(), outOfBounds),
		sabotage: (key) => {
			const user = simulator.directory.get(key);
			if (user !== undefined) simulator.directory.change(user, { ...user.resource, title: 'Head of Sabotage' });
		},
	});
}

function seedOf(employee: Employee, part: Member['part']): ScimSeed {
	return {
		...(part === 'byHand' ? {} : { externalId: employee.number }),
		userName: loginOf(employee),
		name: { givenName: employee.firstName, familyName: employee.lastName },
		emails: [{ value: employee.email, type: 'work', primary: true }],
		title: employee.title,
		active: part !== 'returns',
		...(part === 'administrator' ? { roles: [{ value: 'administrator' }] } : {}),
		[ENTERPRISE]: { department: employee.department },
	};
}

interface Shown {
	readonly externalId?: string;
	readonly userName?: string;
	readonly name?: { readonly givenName?: string; readonly familyName?: string };
	readonly emails?: ReadonlyArray<{ readonly value: string }>;
	readonly title?: string;
	readonly active?: boolean;
	readonly roles?: unknown;
	readonly [ENTERPRISE]?: { readonly department?: string };
}

function holdingsOf(users: readonly ScimUser[], outOfBounds: ReadonlySet<string>): Holdings {
	const holdings = new Map<string, Holding>();
	for (const { resource } of users) {
		const shown: Shown = resource;
		const key = shown.externalId ?? `${shown.userName ?? ''} (no external id)`;
		holdings.set(holdings.has(key) ? `${key} (a second account)` : key, {
			standing: shown.active === false ? 'locked' : 'active',
			values: {
				externalId: shown.externalId ?? '',
				userName: shown.userName ?? '',
				givenName: shown.name?.givenName ?? '',
				familyName: shown.name?.familyName ?? '',
				email: (shown.emails?.[0]?.value ?? '').toLowerCase(),
				title: shown.title ?? '',
				department: shown[ENTERPRISE]?.department ?? '',
			},
			outOfBounds: shown.externalId === undefined || shown.roles !== undefined || outOfBounds.has(key),
		});
	}
	return holdings;
}
