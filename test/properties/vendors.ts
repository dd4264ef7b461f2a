import type { IDataObject } from 'n8n-workflow';
import type { RunRequest } from '../../engine/engine';
import {
	startSimulator,
	type Clock,
	type Credentials,
	type FaultPlan,
	type RateLimit,
	type RecordedRequest,
	type Stranger,
	type VendorName,
} from '../../simulators';
import type { Foreign } from '../foreign/behind';
import { columnsOf, type Account, type Rules } from './model';
import { leaversOf, standingCells } from './leaving';
import type { Cell, Column, Person, World } from './people';

/** What every simulator has, whoever's it is. */
interface AnySimulator {
	readonly credentials: Credentials;
	readonly secrets: readonly string[];
	readonly requests: readonly RecordedRequest[];
	readonly failures: readonly Error[];
	readonly faults: FaultPlan;
	readonly stranger: Stranger;
	reset(): void;
	readonly switches: object;
	setRateLimit(limit: RateLimit | false): void;
	setLatency(ms: number): void;
	close(): Promise<void>;
}

/** One vendor's simulator with what the properties need of it. */
export interface Kit {
	readonly vendor: VendorName;
	readonly rules: Rules;
	readonly simulator: AnySimulator;
	readonly credentialName: string;
	/** The vendor's own column for each of ours. */
	readonly names: Partial<Record<Column, string>>;
	/** Columns that every row has besides. */
	readonly constants: IDataObject;
	/** Takes everybody out and puts these in. */
	load(people: readonly Person[]): void;
	/** Puts these in besides. */
	add(people: readonly Person[]): void;
	remove(account: Account): void;
	/** Somebody changes an account by hand. */
	edit(account: Account, by: HandEdit): void;
	accounts(): Account[];
	/** Parameters that only this vendor has. */
	parameters(): IDataObject;
	options(world: World): IDataObject;
	/** The same system, known in another way: listed where this one is blind. */
	readonly otherwise?: Kit;
	/** The same system where its list is refused. */
	readonly blind?: Kit;
	/** Another's server, which is as it is. */
	readonly isForeign?: boolean;
}

/** What somebody who works in the system itself may change of an account. */
export interface HandEdit {
	readonly key?: string;
	readonly first?: string;
	readonly last?: string;
	readonly department?: string;
}

/** The vendor's own names in the place of ours, for those that are given. */
const renamed = (by: HandEdit, names: Partial<Record<Column, string>>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(by).map(([column, value]): [string, string] => [
			names[column as keyof HandEdit] ?? column,
			value as string,
		]),
	);

/** Whether a call was meant to change something; two searches are POSTs that only read. */
export const isWrite = ({ method, path }: Pick<RecordedRequest, 'method' | 'path'>): boolean =>
	method !== 'GET' && !path.endsWith('/SearchUsers') && !path.endsWith('/.search');

/** What stands in a column of states: of one that says who is out, and of one that says who is in. */
const YES: readonly Cell[] = ['true', 'yes', '1', 'Terminated', 'inactive', true];
const NO: readonly Cell[] = ['false', 'no', '0', 'Active', 'on leave', false];
const GONE: readonly Cell[] = ['false', 'no', '0', 'Terminated', 'inactive', false];
const THERE: readonly Cell[] = ['true', 'yes', '1', 'Active', 'on leave', true];

const orNull = (text: string | null | undefined): string | null =>
	text === null || text === undefined || text === '' ? null : text;

async function bridge(clock: Clock): Promise<Kit> {
	const simulator = await startSimulator('bridge', { clock, users: [], rateLimit: false });
	const { directory } = simulator;
	return {
		vendor: 'bridge',
		simulator,
		credentialName: 'bridgeApi',
		names: {
			key: 'uid',
			first: 'first_name',
			last: 'last_name',
			email: 'email',
			department: 'department',
			extra: 'hris_id',
		},
		constants: {},
		rules: {
			label: 'Bridge',
			creates: /^POST .*\/users$/,
			pages: /^GET \/api\/author\/users\?/,
			listed: true,
			columns: ['key', 'first', 'last', 'email', 'department', 'extra'],
			required: ['key'],
			uniqueInRows: ['extra'],
			uniqueInDirectory: ['extra'],
			identifiers: ['extra', 'email'],
			neverEmpty: [],
			hiddenWhenEmpty: ['department'],
			missing: ['ignore', 'delete', 'deleteAndHide'],
			lookUpRows: 10,
			unlocks: false,
			keepsDeleted: true,
		},
		load(this: Kit, people: readonly Person[]) {
			Object.assign(simulator.switches, { mostInPage: 6 });
			for (const user of directory.all()) directory.remove(`uid:${user.uid}`);
			this.add(people);
		},
		remove: ({ key }) => directory.remove(`uid:${key ?? ''}`),
		edit(this: Kit, { id }, by) {
			const user = directory.byNumber(Number(id));
			if (user !== undefined) directory.change(user, renamed(by, this.names));
		},
		add: (people) => {
			people.forEach((person, at) => {
				// Everybody has a uid in Bridge, those made by hand too.
				directory.add({
					uid: person.key ?? `made-by-hand-${directory.size}-${at}`,
					first_name: person.first,
					last_name: person.last,
					email: person.email,
					department: person.department,
					hris_id: person.extra,
					roles: person.admin ? ['account_admin'] : [],
					deleted_at: person.state === 'deleted' ? '2026-01-01T00:00:00.000Z' : null,
					job_title: 'Kept',
				});
			});
		},
		accounts: () =>
			directory.all().map((user) => ({
				id: String(user.id),
				key: user.uid,
				first: user.first_name,
				last: user.last_name,
				email: user.email,
				department: user.department,
				extra: user.hris_id,
				state: user.deleted_at === null ? 'active' : 'deleted',
				hidden: user.hidden,
				admin: user.roles.length > 0,
				stubborn: false,
				other: JSON.stringify([user.job_title, user.locale, user.manager_id, user.hire_date, user.roles]),
			})),
		parameters: () => ({}),
		options: (world) => ({ restoreDeleted: world.restoreDeleted, requestsPerSecond: 200 }),
	};
}

async function learnifier(clock: Clock): Promise<Kit> {
	const simulator = await startSimulator('learnifier', { clock, users: [] });
	Object.assign(simulator.switches, { maxPage: 6 });
	const { directory } = simulator;
	return {
		vendor: 'learnifier',
		simulator,
		credentialName: 'learnifierApi',
		names: {
			key: 'externalId',
			first: 'firstName',
			last: 'lastName',
			email: 'primaryEmail',
			department: 'displayName',
		},
		constants: {},
		rules: {
			label: 'Learnifier',
			pages: /^GET \S*\/users\?/,
			state: { column: 'hardLock', locked: YES, active: NO },
			creates: /^POST .*\/users$/,
			listed: true,
			columns: ['key', 'first', 'last', 'email', 'department'],
			required: ['key'],
			uniqueInRows: ['email'],
			uniqueInDirectory: ['email'],
			identifiers: ['email'],
			neverEmpty: [],
			hiddenWhenEmpty: [],
			missing: ['ignore', 'lock', 'delete'],
			lookUpRows: 10,
			unlocks: true,
			asksToUnlock: true,
			rolesInListOnly: true,
			keepsDeleted: false,
		},
		load(this: Kit, people: readonly Person[]) {
			for (const user of directory.all()) directory.remove(user.id);
			this.add(people);
		},
		remove: ({ id }) => directory.remove(id),
		edit(this: Kit, { id }, by) {
			const user = directory.withId(id);
			if (user !== undefined) directory.change(user, renamed(by, this.names));
		},
		add: (people) => {
			for (const person of people) {
				directory.add({
					externalId: person.key,
					firstName: person.first,
					lastName: person.last,
					primaryEmail: person.email,
					displayName: person.department,
					homeOrg: 101,
					locale: 'sv',
					hardLock: person.state !== 'active',
					backOfficeRoles: person.admin ? ['administrator'] : [],
				});
			}
		},
		accounts: () =>
			directory.all().map((user) => ({
				id: user.id,
				key: user.externalId,
				first: user.firstName,
				last: user.lastName,
				email: user.primaryEmail,
				department: user.displayName,
				extra: null,
				state: user.hardLock ? 'locked' : 'active',
				hidden: false,
				admin: user.backOfficeRoles.length > 0,
				stubborn: false,
				other: JSON.stringify([user.username, user.homeOrg, user.locale, user.backOfficeRoles]),
			})),
		parameters: () => ({}),
		options: ({ unlockReturning = 'auto' }) => ({ unlockReturning }),
	};
}

/** The resources of a SCIM server. */
interface ScimHoldings {
	clear(): void;
	remove(id: string): void;
	change(id: string, by: (resource: ScimShown) => Record<string, unknown>): void;
	add(resource: ScimShown & Readonly<Record<string, unknown>>): void;
	/** Without those who are deleted and kept. */
	all(): ReadonlyArray<{ readonly id: string; readonly resource: ScimShown & Readonly<Record<string, unknown>> }>;
}

async function scim(clock: Clock): Promise<Kit> {
	const simulator = await startSimulator('scim', { clock, users: [] });
	Object.assign(simulator.switches, { maxPage: 7 });
	const { directory } = simulator;
	return scimKit(simulator, {
		clear: () => {
			for (const user of directory.all()) directory.remove(user.id);
		},
		remove: (id) => directory.remove(id),
		change: (id, by) => {
			const user = directory.withId(id);
			if (user !== undefined) directory.change(user, by(user.resource as unknown as ScimShown) as never);
		},
		add: (resource) => void directory.add(resource),
		all: () =>
			directory
				.listed()
				.map(({ id, resource }) => ({ id, resource: resource as unknown as ScimShown & Record<string, unknown> })),
	});
}

/** A foreign SCIM server in the place of the simulator. */
export async function foreignScim(foreign: Foreign): Promise<Kit> {
	const { directory } = foreign;
	const kit = scimKit(foreign, {
		clear: () => {
			for (const user of directory.all()) directory.remove(user.id);
		},
		remove: (id) => directory.remove(id),
		// Nobody works in another's server by hand.
		change: () => undefined,
		add: (resource) => void directory.add(resource),
		all: () =>
			directory
				.all()
				.map((resource) => ({ id: resource.id, resource: resource as unknown as ScimShown & Record<string, unknown> })),
	});
	return { ...kit, isForeign: true };
}

function scimKit(simulator: AnySimulator, holdings: ScimHoldings): Kit {
	const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
	return {
		vendor: 'scim',
		simulator,
		credentialName: 'scimApi',
		names: {
			key: 'externalId',
			first: 'givenName',
			last: 'familyName',
			email: 'email',
			department: 'department',
			extra: 'userName',
		},
		constants: {},
		rules: {
			label: 'SCIM 2.0',
			pages: /^GET \S*\/Users\?(?!.*filter)/,
			state: { column: 'active', locked: GONE, active: THERE },
			creates: /^POST .*\/Users$/,
			listed: true,
			columns: ['key', 'first', 'last', 'email', 'department', 'extra'],
			required: ['key', 'extra'],
			uniqueInRows: ['extra'],
			uniqueInDirectory: ['extra'],
			identifiers: ['extra', 'email'],
			neverEmpty: [],
			hiddenWhenEmpty: [],
			missing: ['ignore', 'lock', 'delete'],
			lookUpRows: 10,
			unlocks: true,
			unlocksAlways: true,
			keepsDeleted: false,
			leavesInactive: true,
		},
		load(this: Kit, people: readonly Person[]) {
			holdings.clear();
			this.add(people);
		},
		remove: ({ id }) => holdings.remove(id),
		edit: ({ id }, { key, first, last, department }) =>
			holdings.change(id, (resource) => ({
				...resource,
				...(key === undefined ? {} : { externalId: key }),
				name: {
					...resource.name,
					...(first === undefined ? {} : { givenName: first }),
					...(last === undefined ? {} : { familyName: last }),
				},
				...(department === undefined ? {} : { [enterprise]: { department } }),
			})),
		add: (people) => {
			for (const person of people) {
				holdings.add({
					schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
					...(person.key === null ? {} : { externalId: person.key }),
					userName: person.extra,
					name: { givenName: person.first, familyName: person.last },
					emails: [
						{ value: person.email, type: 'work', primary: true },
						{ value: 'private@home.tld', type: 'home' },
					],
					nickName: 'Nick',
					active: person.state === 'active',
					...(person.admin ? { roles: [{ value: 'administrator' }] } : {}),
					...(person.department === null ? {} : { [enterprise]: { department: person.department } }),
				});
			}
		},
		accounts: () =>
			holdings.all().map(({ id, resource }) => {
				const { externalId, userName, name, emails = [], active, roles, nickName } = resource;
				const { department } = (resource[enterprise] ?? {}) as { department?: string };
				return {
					id,
					key: orNull(externalId),
					first: orNull(name?.givenName),
					last: orNull(name?.familyName),
					email: orNull(emails.find(({ type }) => type === 'work')?.value),
					department: orNull(department),
					extra: userName,
					state: active === false ? ('locked' as const) : ('active' as const),
					hidden: false,
					admin: roles !== undefined,
					stubborn: false,
					other: JSON.stringify([emails.filter(({ type }) => type !== 'work'), roles, nickName]),
				};
			}),
		parameters: () => ({ findBy: 'externalId' }),
		options: () => ({}),
	};
}

interface ScimShown {
	readonly externalId?: string;
	readonly userName: string;
	readonly name?: { readonly givenName?: string; readonly familyName?: string };
	readonly emails?: ReadonlyArray<{ readonly value: string; readonly type: string; readonly primary?: boolean }>;
	readonly active?: boolean;
	readonly roles?: unknown;
	readonly nickName?: string;
}

async function requestor(clock: Clock): Promise<Kit> {
	const simulator = await startSimulator('requestor', {
		clock,
		users: [{ UserName: 'root', Email: 'root@vendor.tld', RoleAdministrator: true }],
	});
	const { directory } = simulator;
	return {
		vendor: 'requestor',
		simulator,
		credentialName: 'requestorApi',
		names: { key: 'ExternalId', first: 'FirstName', last: 'LastName', email: 'Email', department: 'Department' },
		constants: {},
		rules: {
			label: 'Requestor',
			pages: /^GET \S*\/GetUsers\?/,
			listed: true,
			columns: ['key', 'first', 'last', 'email', 'department'],
			required: ['key'],
			uniqueInRows: ['email'],
			uniqueInDirectory: ['email'],
			identifiers: ['email'],
			neverEmpty: ['email'],
			hiddenWhenEmpty: [],
			missing: ['ignore', 'delete'],
			lookUpRows: 0,
			unlocks: false,
			doubtsTheList: true,
			keepsDeleted: false,
		},
		load(this: Kit, people: readonly Person[]) {
			Object.assign(simulator.switches, { mostInPage: 6 });
			for (const user of directory.all()) directory.remove(user.UserProviderKey);
			this.add(people);
		},
		remove: ({ id }) => directory.remove(id),
		edit(this: Kit, { id }, by) {
			const user = directory.withKey(id);
			if (user !== undefined) directory.change(user, renamed(by, this.names));
		},
		add: (people) => {
			people.forEach((person, at) => {
				directory.add({
					ExternalId: person.key,
					UserName: person.email,
					Email: person.email,
					FirstName: person.first,
					LastName: person.last,
					Department: person.department,
					EmployeeId: `Kept ${at}`,
					Phones: ['+420 1', '+420 2'],
					Language: 2,
					CustomerId: 121,
					CustomerIds: [121],
					RoleAdministrator: person.admin,
					RoleSmartUser: at % 2 === 0,
					tickets: at % 5 === 4 ? 1 : 0,
				});
			});
		},
		accounts: () =>
			directory.all().map((user) => ({
				id: user.UserProviderKey,
				key: user.ExternalId,
				first: user.FirstName,
				last: user.LastName,
				email: user.Email,
				department: user.Department,
				extra: user.UserName,
				state: 'active',
				hidden: false,
				admin: user.RoleAdministrator || user.RoleOperator || user.RoleSuperOperator,
				stubborn: user.tickets > 0,
				other: JSON.stringify([
					user.EmployeeId,
					user.Phones,
					user.Language,
					user.CustomerId,
					user.CustomerIds,
					user.RoleAdministrator,
					user.RoleSmartUser,
					user.RoleEndUser,
					user.ManagerKey,
				]),
			})),
		parameters: () => ({}),
		options: () => ({}),
	};
}

async function traliant(clock: Clock): Promise<Kit> {
	const simulator = await startSimulator('traliant', { clock, users: [] });
	const { directory } = simulator;
	const blind: Kit = {
		vendor: 'traliant',
		simulator,
		credentialName: 'traliantApi',
		names: {
			key: 'username',
			first: 'first_name',
			last: 'last_name',
			email: 'email',
			department: 'department',
			extra: 'id_number',
		},
		constants: {},
		rules: {
			label: 'Traliant LMS',
			state: { column: 'suspended', locked: YES, active: NO },
			listed: false,
			columns: ['key', 'first', 'last', 'email', 'department', 'extra'],
			required: ['key', 'first', 'last', 'email'],
			uniqueInRows: ['extra'],
			uniqueInDirectory: ['extra'],
			identifiers: [],
			neverEmpty: [],
			hiddenWhenEmpty: [],
			missing: ['ignore', 'lock'],
			lookUpRows: 0,
			unlocks: true,
			keepsDeleted: false,
		},
		load(this: Kit, people: readonly Person[]) {
			for (const user of directory.all()) directory.remove(user.username);
			this.add(people);
		},
		remove: ({ key }) => directory.remove(key ?? ''),
		edit(this: Kit, { key }, by) {
			const user = directory.find('username', key ?? '');
			if (user !== undefined) directory.change(user, renamed(by, this.names));
		},
		add: (people) => {
			people.forEach((person, at) => {
				directory.add({
					username: person.key ?? `made-by-hand-${at}`,
					first_name: person.first,
					last_name: person.last,
					email: person.email,
					department: person.department,
					id_number: person.extra,
					title: 'Kept',
					suspended: person.state !== 'active',
				});
			});
		},
		accounts: () =>
			directory.all().map((user) => ({
				id: String(user.user_id),
				key: user.username,
				first: user.first_name,
				last: user.last_name,
				email: user.email,
				department: user.department,
				extra: user.id_number,
				state: user.suspended ? 'locked' : 'active',
				hidden: false,
				admin: false,
				stubborn: false,
				other: JSON.stringify([user.title, user.location]),
			})),
		parameters: () => ({}),
		options: () => ({}),
	};
	return { ...blind, otherwise: snapshotOf(blind) };
}

/** Traliant with Known Users: all that the list needs to be compared with, as an export of today would have it. */
function snapshotOf(blind: Kit): Kit {
	// Only a user name tells who a record is about: the system's own ids are in no export.
	const accounts = (): Account[] => blind.accounts().map((account) => ({ ...account, id: account.key ?? '' }));
	const { names, rules } = blind;
	const cellsOf = (account: Account): IDataObject =>
		Object.fromEntries(rules.columns.map((column) => [names[column] ?? column, account[column] ?? '']));
	return {
		...blind,
		rules: {
			...rules,
			listed: true,
			identifiers: ['extra', 'email'],
			unlocks: true,
			keepsKeys: true,
			hasNoIds: true,
		},
		accounts,
		parameters: () => ({
			knownUsers: JSON.stringify(
				accounts().map((account) => ({ ...cellsOf(account), suspended: account.state === 'locked' })),
			),
		}),
	};
}

async function lmsCollaborator(clock: Clock): Promise<Kit> {
	const simulator = await startSimulator('lmsCollaborator', { clock, users: [], switches: { list: 'forbidden' } });
	const { directory } = simulator;
	const blind: Kit = {
		vendor: 'lmsCollaborator',
		simulator,
		credentialName: 'lmsCollaboratorApi',
		names: {
			key: 'uid',
			first: 'firstname',
			last: 'secondname',
			email: 'email',
			department: 'department',
			extra: 'login',
		},
		constants: { position: 'Clerk' },
		rules: {
			label: 'LMS Collaborator',
			state: { column: 'is_active', locked: GONE, active: THERE },
			listed: false,
			columns: ['key', 'first', 'last', 'email', 'department', 'extra'],
			required: ['key', 'first', 'last', 'email', 'extra'],
			uniqueInRows: ['extra'],
			uniqueInDirectory: ['extra', 'email'],
			identifiers: [],
			neverEmpty: [],
			hiddenWhenEmpty: [],
			missing: ['ignore', 'lock'],
			lookUpRows: 0,
			unlocks: true,
			keepsDeleted: false,
		},
		load(this: Kit, people: readonly Person[]) {
			Object.assign(simulator.switches, { list: 'forbidden' });
			for (const user of directory.all()) directory.remove(user.login);
			this.add(people);
		},
		remove: ({ extra }) => directory.remove(extra ?? ''),
		edit(this: Kit, { id }, by) {
			const user = directory.withId(Number(id));
			if (user !== undefined) directory.change(user, renamed(by, this.names));
		},
		add: (people) => {
			for (const person of people) {
				directory.add({
					uid: person.key,
					firstname: person.first,
					secondname: person.last,
					email: person.email,
					department: person.department ?? '',
					login: person.extra,
					position: 'Clerk',
					city: 'Kept',
					is_active: person.state === 'active' ? 1 : 0,
				});
			}
		},
		accounts: () =>
			directory.all().map((user) => ({
				id: String(user.id),
				key: orNull(user.uid),
				first: orNull(user.firstname),
				last: orNull(user.secondname),
				email: user.email,
				department: orNull(user.department),
				extra: user.login,
				state: user.is_active === 1 ? 'active' : 'locked',
				hidden: false,
				admin: false,
				stubborn: false,
				other: JSON.stringify([user.city, user.position]),
			})),
		parameters: () => ({}),
		options: () => ({}),
	};
	return {
		...blind,
		otherwise: {
			...blind,
			blind,
			rules: {
				...blind.rules,
				listed: true,
				identifiers: ['extra', 'email'],
				pages: /^GET \S*\/users\/list\?(?!.*filter)/,
				lookUpRows: 10,
				searchesValues: true,
				unlocks: true,
				keepsKeys: true,
			},
			load(this: Kit, people: readonly Person[]) {
				blind.load(people);
				Object.assign(simulator.switches, { list: 'offered', pageSize: 'capped' });
			},
		},
	};
}

const KITS: Readonly<Record<VendorName, (clock: Clock) => Promise<Kit>>> = {
	bridge,
	learnifier,
	requestor,
	scim,
	traliant,
	lmsCollaborator,
};

export const kitOf = async (vendor: VendorName, clock: Clock): Promise<Kit> => KITS[vendor](clock);

/** What is given to the node for a world. */
export function requestFor(kit: Kit, world: World): RunRequest {
	const { safety } = world;
	const { names, rules } = kit;
	const columns = columnsOf(world, rules);
	const items = world.rows.map((row) => ({
		...kit.constants,
		...Object.fromEntries(columns.map((column): [string, Cell] => [names[column] ?? column, row[column]])),
		...standingCells(row, world, rules),
	}));
	const missing = rules.missing[safety.missing % rules.missing.length] ?? 'ignore';
	const department = names.department ?? '';
	const parameters = {
		operation: 'sync',
		dryRun: false,
		fields: { mappingMode: 'autoMapInputData', value: null },
		missingUsers: missing,
		leavers: leaversOf(world),
		safety: {
			protectedUsers: safety.protectedKeys.join('\n'),
			maxRemovals: safety.maxRemovals,
			maxRemovalPercent: safety.maxRemovalPercent,
			onLimit: safety.onLimit,
			...(rules.listed
				? {
						groupBy: safety.byDepartment ? department : '',
						...(safety.surprisesAllowed ? { maxCreatePercent: 100_000, maxIdentityChangePercent: 100 } : {}),
						...(safety.scope.length === 0 ? {} : { scopeField: department, scopeValues: safety.scope.join(',') }),
					}
				: {}),
		},
		options: {
			concurrency: world.concurrency,
			maxAttempts: world.maxAttempts,
			timeout: 1000,
			blankValues: world.blankValues,
			badValues: world.badValues ?? 'skip',
			rowsWithoutKey: world.rowsWithoutKey ?? 'reject',
			...(rules.listed ? { keyChanges: world.keyChanges ?? 'ask' } : {}),
			...(world.batchSize === 0 ? {} : { batchSize: world.batchSize }),
			...kit.options(world),
		},
		...kit.parameters(),
	};
	return {
		nodeType: kit.vendor,
		parameters: parameters as RunRequest['parameters'],
		credentials: { [kit.credentialName]: kit.simulator.credentials as never },
		items,
		...(world.toErrorOutput ? { onError: 'continueErrorOutput' as const } : {}),
	};
}
