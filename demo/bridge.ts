import { startSimulator, type BridgeSeed, type BridgeUser, type Simulator } from '../simulators';
import type { Employee, Member } from './cast';
import type { Column } from './masterList';
import { germanDay, mailbox, personByUid } from './meaning';
import { MAP_AUTOMATICALLY, stageOf, type Scenario, type Stage } from './scenario';
import type { Holding, Holdings } from './verify';

const COLUMNS: readonly Column[] = [
	{ header: 'UID', means: 'uid', required: true, cell: ({ number }) => number },
	{ header: 'First Name', means: 'first_name', cell: ({ firstName }) => firstName },
	{ header: 'Surname', means: 'last_name', cell: ({ lastName }) => lastName },
	{ header: 'E-mail', means: 'email', cell: ({ email }) => email, read: mailbox },
	{ header: 'Position', means: 'job_title', cell: ({ title }) => title },
	{ header: 'Department', means: 'department', cell: ({ department }) => department },
	{
		header: 'Date of Hire',
		means: 'hire_date',
		cell: ({ hired }) => hired.split('-').reverse().join('.'),
		read: germanDay,
	},
	{
		header: 'Manager ID',
		means: 'manager_id',
		cell: ({ manager }) => (manager === '' ? '' : `uid:${manager}`),
		read: personByUid,
	},
	{ header: 'Cost Center', means: 'Cost Center', cell: ({ costCenter }) => costCenter },
	{ header: 'Salary Band', cell: ({ hired }) => `B${Number(hired.slice(8)) % 5}` },
];

/** The full scenario: the directory can be listed, so leavers are found, limited, approved and removed. */
export const bridge: Scenario = {
	vendor: 'bridge',
	label: 'Bridge',
	credential: 'bridgeApi',
	sizes: {
		administrator: 3,
		protected: 4,
		stays: 164,
		moves: 26,
		broken: 3,
		returns: 1,
		joins: 12,
		leaves: 20,
		byHand: 0,
	},
	columns: COLUMNS,
	key: 'uid',
	spoiled: [{ 'E-mail': 'ask reception (at) company.tld' }, { 'Date of Hire': '31.02.2024' }, { UID: 'e-{number}' }],
	missing: 'deleted',
	listed: true,
	parameters: {
		operation: 'sync',
		fields: MAP_AUTOMATICALLY,
		missingUsers: 'delete',
		safety: { protectedUsers: 'E-0001, SVC-*', groupBy: 'department' },
	},
	pace: 'Bridge allows 5 calls a second, and so does the simulator.',
	open: openBridge,
};

async function openBridge(members: readonly Member[], fast: boolean): Promise<Stage> {
	const simulator = await startSimulator('bridge', {
		users: seedsOf(members),
		...(fast ? { rateLimit: false } : {}),
	});
	const outOfBounds = new Set(
		members.flatMap(({ part, before }) =>
			before !== undefined && (part === 'protected' || part === 'administrator') ? [before.number] : [],
		),
	);
	return stageOf(simulator, {
		holdings: () => holdingsOf(simulator, outOfBounds),
		sabotage: (key) => {
			const user = simulator.directory.get(key);
			if (user !== undefined) simulator.directory.change(user, { job_title: 'Head of Sabotage' });
		},
	});
}

function seedsOf(members: readonly Member[]): BridgeSeed[] {
	const present = new Set(members.flatMap(({ before }) => (before === undefined ? [] : [before.number])));
	return members.flatMap(({ part, turn, before }) =>
		before === undefined ? [] : [{ ...seedOf(before, present), ...stateOf(part, turn) }],
	);
}

function seedOf(employee: Employee, present: ReadonlySet<string>): BridgeSeed {
	return {
		uid: employee.number,
		first_name: employee.firstName,
		last_name: employee.lastName,
		email: employee.email,
		job_title: employee.title,
		department: employee.department,
		hire_date: employee.hired,
		manager_id: present.has(employee.manager) ? `uid:${employee.manager}` : null,
		custom_fields: { 'Cost Center': employee.costCenter, 'Badge Number': `B${employee.number}` },
	};
}

function stateOf(part: Member['part'], turn: number): Partial<BridgeSeed> {
	if (part === 'administrator') return { roles: [turn === 0 ? 'account_admin' : 'author'] };
	return part === 'returns' ? { deleted_at: '2025-06-30T22:00:00.000Z' } : {};
}

function holdingsOf({ directory }: Simulator<'bridge'>, outOfBounds: ReadonlySet<string>): Holdings {
	const holdings = new Map<string, Holding>();
	for (const user of directory.all()) {
		const name = holdings.has(user.uid) ? `${user.uid} (a second account)` : user.uid;
		holdings.set(name, {
			standing: user.deleted_at === null ? 'active' : 'deleted',
			values: valuesOf(user, directory),
			outOfBounds: outOfBounds.has(user.uid),
		});
	}
	return holdings;
}

/** What Bridge holds. Its full and sortable names follow from the others, so they are left out. */
function valuesOf(user: BridgeUser, directory: Simulator<'bridge'>['directory']): Record<string, string> {
	const manager = user.manager_id === null ? undefined : directory.byNumber(user.manager_id);
	const custom = [...user.custom].map(([id, { value }]) => [directory.fieldName(id), value] as const);
	return {
		uid: user.uid,
		first_name: user.first_name ?? '',
		last_name: user.last_name ?? '',
		email: (user.email ?? '').toLowerCase(),
		job_title: user.job_title ?? '',
		department: user.department ?? '',
		hire_date: user.hire_date ?? '',
		manager_id: manager?.uid ?? '',
		locale: user.locale,
		hris_id: user.hris_id ?? '',
		roles: user.roles.join(', '),
		...Object.fromEntries(custom),
	};
}
