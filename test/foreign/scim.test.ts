import type { IDataObject } from 'n8n-workflow';
import { runNode, type RunOutcome } from '../../engine/engine';
import { jsonOf } from '../engine/bridgeKit';
import { account, person } from '../engine/scimKit';
import { startForeign, type Foreign, type ForeignSwitches } from './behind';
import { openScimmy } from './scimmy';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SCHEMAS = ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE];
const user = (number: number): Record<string, unknown> =>
	account(number, { schemas: SCHEMAS, title: 'Clerk', [ENTERPRISE]: { department: 'Sales' } });
const row = (number: number, more: IDataObject = {}): IDataObject =>
	person(number, { title: 'Clerk', department: 'Sales', ...more });
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

const operationsOf = (body: unknown): string[] =>
	(body as { Operations: Array<{ method: string; path: string }> }).Operations.map(
		({ method, path }) => `${method} ${path.split('/')[1] ?? ''}`,
	);

describe('SCIM 2.0, against scimmy-routers', () => {
	let foreign: Foreign;
	afterEach(async () => foreign.close());

	const run = async (items: IDataObject[], parameters: IDataObject = {}): Promise<RunOutcome> =>
		runNode({
			nodeType: 'scim',
			parameters: {
				operation: 'sync',
				fields: { mappingMode: 'autoMapInputData', value: null },
				dryRun: false,
				...parameters,
			} as never,
			credentials: { scimApi: foreign.credentials as never },
			items,
		});

	const open = async (
		users: ReadonlyArray<Record<string, unknown>>,
		switches: Partial<ForeignSwitches>,
	): Promise<void> => {
		foreign = await startForeign(openScimmy, { users, switches });
	};
	const writes = (): string[] =>
		foreign.requests
			.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/.search'))
			.map(({ method, path }) => `${method} ${path.split('/').slice(3, 4).join('')}`);

	const CASES: ReadonlyArray<readonly [string, Partial<ForeignSwitches>]> = [
		['as it is', {}],
		['without PATCH', { patch: false }],
		['without filters', { filter: false }],
		['pages of 50 at most', { pages: 'capped' }],
		['with Bulk', { bulk: true }],
	];

	it.each(CASES)(
		'of 2,500 users and 2,000 rows, 3 new, 5 changed and 20 missing are exactly that many writes, and the second run none (%s)',
		async (_name, switches) => {
			const stays = 1997;
			const managed = stays + 20;
			// The others have no external id: the list does not own them.
			const byHand = many(2500 - managed, (at) => ({ schemas: SCHEMAS, userName: `hand${at}`, active: true }));
			await open([...many(managed, user), ...byHand], switches);
			const master = [
				...many(stays, (at) => row(at, at < 5 ? { title: 'Manager', email: `moved${at}@company.tld` } : {})),
				...many(3, (at) => row(9000 + at)),
			];
			const parameters = {
				findBy: 'externalId',
				missingUsers: 'lock',
				safety: { maxRemovals: 20, maxRemovalPercent: 10 },
			};
			const outcome = await run(master, parameters);
			expect(outcome.error?.message).toBeUndefined();
			expect(outcome.summary?.json).toMatchObject({
				counts: { created: 3, updated: 5, suspended: 20, unchanged: stays - 5 },
				directory: { users: 2500, managed, unmanaged: 2500 - managed },
			});
			const changing = switches.patch === false ? 'PUT' : 'PATCH';
			const single = [...many(25, () => `${changing} Users`), ...many(3, () => 'POST Users')];
			const inBulk = foreign.calls({ path: /Bulk$/ }).flatMap(({ body }) => operationsOf(body));
			expect(switches.bulk === true ? inBulk.sort() : writes().sort()).toEqual(single.sort());
			expect(writes().every((write) => (write === 'POST Bulk') === (switches.bulk === true))).toBe(true);
			const stored = foreign.directory.all();
			expect(stored.filter(({ active }) => active === false)).toHaveLength(20);
			expect(stored.find(({ externalId }) => externalId === 'E0')).toMatchObject({
				title: 'Manager',
				name: { givenName: 'First', familyName: 'Last0' },
				emails: [{ value: 'moved0@company.tld', type: 'work', primary: true }],
				[ENTERPRISE]: { department: 'Sales' },
			});
			foreign.reset();
			const again = await run(master, parameters);
			expect(again.summary?.json.counts).toEqual({ unchanged: master.length });
			expect(writes()).toEqual([]);
		},
		300_000,
	);

	it.each(CASES)('looks up, reactivates, names managers, clears and deletes (%s)', async (_name, switches) => {
		await open([user(1), { ...user(2), active: false }, user(3)], switches);
		const outcome = await run([
			row(1, { mobile: '+1', City: 'Kyiv', manager: 'e2@company.tld' }),
			row(2),
			row(4, { manager: 'e1@company.tld', title: '' }),
		]);
		expect(jsonOf(outcome.results).map(({ operation, message }) => [operation, message])).toEqual([
			['updated', ''],
			['reactivated', ''],
			['created', ''],
		]);
		const named = (number: number) =>
			foreign.directory.all().find(({ userName }) => userName === `e${number}@company.tld`);
		expect(named(1)).toMatchObject({
			phoneNumbers: [{ value: '+1', type: 'mobile' }],
			addresses: [{ type: 'work', locality: 'Kyiv' }],
			[ENTERPRISE]: { department: 'Sales', manager: { value: named(2)?.id } },
		});
		expect(named(4)).toMatchObject({ [ENTERPRISE]: { manager: { value: named(1)?.id } } });
		const cleared = await run([row(1, { mobile: '', title: '', department: '' }), row(2)], {
			options: { blankValues: 'clear' },
		});
		expect(cleared.summary?.json.counts).toEqual({ unchanged: 1, updated: 1 });
		expect(named(1)?.title).toBeUndefined();
		expect((named(1)?.[ENTERPRISE] as { department?: string } | undefined)?.department).toBeUndefined();
		const people = (mode: string, value: string | undefined, operation: string): Promise<RunOutcome> =>
			run([{}], { operation, userId: { __rl: true, mode, value } });
		expect((await people('userName', 'E3@company.tld', 'hide')).results[0]?.json).toMatchObject({
			operation: 'suspended',
		});
		expect(named(3)).toMatchObject({ active: false });
		expect((await people('id', named(3)?.id, 'restore')).results[0]?.json).toMatchObject({ operation: 'reactivated' });
		expect((await people('externalId', 'E3', 'delete')).results[0]?.json).toMatchObject({ operation: 'deleted' });
		expect(named(3)).toBeUndefined();
		expect((await people('externalId', 'E3', 'delete')).results[0]?.json).toMatchObject({ alreadyAbsent: true });
		const found = await run([{}], { operation: 'getMany', returnAll: true });
		expect(found.results).toHaveLength(foreign.directory.size);
	});
});
