import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { jsonOf, operations } from './bridgeKit';
import { account, blindBench, person as collaborator, type CollaboratorBench } from './lmsCollaboratorKit';
import { people, traliantBench, type TraliantBench } from './traliantKit';

let bench: TraliantBench;
afterEach(async () => bench.close());

/** Everybody is in Traliant LMS already. */
async function filled(rows: readonly IDataObject[]): Promise<void> {
	bench = await traliantBench();
	await bench.run([...rows]);
	bench.simulator.reset();
}

describe('Traliant, by Known Users', () => {
	it('of 250 rows with 230 known as they are, 8 different and 12 new, 20 go out: 2 calls', async () => {
		const rows = people(250);
		const known = rows.slice(0, 238).map((row, at) => (at < 8 ? { ...row, title: 'Old' } : { ...row, title: '' }));
		await filled(known);
		const wanted = rows.map((row, at) => (at < 8 ? { ...row, title: 'Clerk' } : row));
		const outcome = await bench.run(wanted, { knownUsers: known });
		expect(outcome.error).toBeUndefined();
		expect(bench.bodies()).toHaveLength(2);
		expect(outcome.summary?.json).toMatchObject({
			status: 'ok',
			planQuality: 'snapshot',
			directory: { users: 238, managed: 238 },
			counts: { created: 12, updated: 8, unchanged: 230 },
			warnings: [],
		});
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'updated',
			changes: [{ field: 'title', from: 'Old', to: 'Clerk' }],
		});
		expect(bench.bodies()[0]?.users[0]).toEqual({
			username: 'user.1000@company.tld',
			first_name: 'First',
			last_name: 'Last 1000',
			email: 'user.1000@company.tld',
			title: 'Clerk',
		});
		expect(jsonOf(outcome.results)[100]).toMatchObject({ operation: 'unchanged', userId: '' });
	});

	it('takes the text of an array, other headings, and whole items; a run without differences sends nothing', async () => {
		const rows = people(12);
		await filled(rows);
		const renamed = rows.map(({ username, first_name: first, last_name: last, email, ...row }) => ({
			Username: username,
			'First Name': first,
			Surname: last,
			'E-mail': String(email).toUpperCase(),
			...row,
			updatedAt: '2026-01-14T10:00:00.000Z',
			userId: 7000 + Number(String(row.id_number).slice(2)),
		}));
		for (const knownUsers of [JSON.stringify(renamed), renamed, renamed.map((json) => ({ json, pairedItem: 0 }))]) {
			const outcome = await bench.run(rows, { knownUsers });
			expect(outcome.error).toBeUndefined();
			expect(outcome.summary?.json).toMatchObject({
				planQuality: 'snapshot',
				counts: { unchanged: 12 },
				warnings: [expect.stringMatching(/^Known Users are as of 2026-01-14 10:00 UTC, .+ old/)],
			});
			expect(jsonOf(outcome.results)[0]).toMatchObject({ userId: '8000' });
		}
		expect(bench.bodies()).toEqual([]);
	});

	it.each([
		['an empty array', [], /empty array/],
		['the text of one', '[]', /empty array/],
		['damaged text', '[{"username": "a@b.c"', /not valid JSON/],
		['one record', { username: 'a@b.c' }, /instead of an array/],
		['a number', 42, /instead of an array/],
		['texts', ['a@b.c'], /Record 0 of Known Users is not a person/],
		['records without the key', [{ name: 'A' }, { name: 'B' }], /nobody with a Username|Username/],
		['an expression that gives nothing', '={{ $json.nothing }}', /gives nothing/],
	])('sends nothing for %s', async (_, knownUsers, words) => {
		bench = await traliantBench();
		const outcome = await bench.run(people(3), { knownUsers });
		expect(`${outcome.error?.message} ${outcome.error?.description}`).toMatch(words);
		expect(bench.bodies()).toEqual([]);
	});

	it('suspends missing people under the guard, with their own values', async () => {
		const known = people(100);
		await filled(known);
		const outcome = await bench.run(known.slice(0, 96), { knownUsers: known, missingUsers: 'lock' });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({ counts: { unchanged: 96, suspended: 4 }, safety: { removals: 4 } });
		expect(bench.bodies()).toHaveLength(1);
		expect(bench.bodies()[0]?.users[0]).toEqual({
			username: 'user.1096@company.tld',
			first_name: 'First',
			last_name: 'Last 1096',
			email: 'user.1096@company.tld',
			suspended: true,
		});
		expect(bench.simulator.directory.get('user.1096@company.tld')).toMatchObject({ suspended: true });
		bench.simulator.reset();
		const many = await bench.run(known.slice(0, 50), { knownUsers: known, missingUsers: 'lock' });
		expect(many.error?.message).toMatch(/50 removals/);
		expect(bench.bodies()).toEqual([]);
		const blind = await bench.run(known.slice(0, 50), { missingUsers: 'lock' });
		expect(`${blind.error?.message} ${blind.error?.description}`).toMatch(/Known Users/);
		expect(bench.bodies()).toEqual([]);
		const back = await bench.run(known, {
			knownUsers: known.map((row, at) => ({ ...row, suspended: at >= 96 })),
			missingUsers: 'lock',
		});
		expect(back.summary?.json.counts).toEqual({ unchanged: 96, reactivated: 4 });
		expect(bench.simulator.directory.get('user.1096@company.tld')).toMatchObject({ suspended: false });
	});

	it.each(['suspended', 'updated', 'state changed'])(
		'tells a row that suspends somebody active as suspended, though Traliant calls it "%s"',
		async (word) => {
			const rows = people(30).map((row, at) => ({ ...row, suspended: at === 1 }));
			await filled(rows);
			Object.assign(bench.simulator.switches, {
				suspendWord: word,
				unsuspendWord: word === 'suspended' ? 'reactivated' : word,
			});
			const wanted = rows.map((row, at) => ({ ...row, suspended: at === 0, ...(at === 2 ? { title: 'New' } : {}) }));
			const outcome = await bench.run(wanted, { knownUsers: rows });
			const words = ['suspended', 'reactivated', 'updated'];
			expect(operations(outcome).slice(0, 3)).toEqual(words);
			expect(outcome.summary?.json.safety).toMatchObject({ removals: 1 });
		},
	);

	it('does not suspend somebody of whom too little is known', async () => {
		const known = people(30);
		await filled(known);
		const outcome = await bench.run(known.slice(0, 29), {
			knownUsers: known.map(({ username, email }) => ({ username, email })),
			missingUsers: 'lock',
		});
		expect(jsonOf(outcome.results).at(-1)).toMatchObject({
			operation: 'blocked',
			attempted: 'suspended',
			code: 'INCOMPLETE_RECORD',
			message: expect.stringContaining('First Name, Last Name'),
		});
		expect(outcome.summary?.json).toMatchObject({ counts: { unchanged: 29, blocked: 1 } });
		expect(bench.bodies().flatMap(({ users }) => users)).toHaveLength(29);
		expect(outcome.summary?.json.warnings).toEqual([
			expect.stringMatching(/no column for First Name, Last Name, ID Number, Department.*counts as new/),
		]);
	});

	it('writes a new column of the list for everybody, and takes a state that is not told for active', async () => {
		const known = people(12);
		await filled(known);
		const outcome = await bench.run(people(12, { title: 'Clerk', suspended: 'no' }), { knownUsers: known });
		expect(jsonOf(outcome.results)[3]).toMatchObject({
			operation: 'updated',
			changes: [{ field: 'title', from: null, to: 'Clerk' }],
		});
		expect(bench.bodies()).toHaveLength(2);
		bench.simulator.reset();
		await bench.run(people(12, { suspended: 'no' }), { knownUsers: known });
		expect(bench.bodies()).toEqual([]);
		// An export that never has the column does not make everybody be sent each night.
		const staticData = {};
		const nightly = async () => bench.run(people(12, { title: 'Boss' }), { knownUsers: known }, { staticData });
		await nightly();
		bench.simulator.reset();
		const again = await nightly();
		expect(bench.bodies()).toEqual([]);
		expect(JSON.stringify(again.summary?.json.warnings)).toContain("Title can't be seen");
	});

	const staff = (count: number, more: (at: number) => IDataObject = () => ({})): IDataObject[] =>
		Array.from({ length: count }, (_, at) => ({
			'Employee ID': `2-${1000 + at}`,
			'Login name': `user.${1000 + at}@company.tld`,
			'Legal Name - First Name': 'First',
			Nachname: `Last ${1000 + at}`,
			'E-Mail': `USER.${1000 + at}@company.tld`,
			...more(at),
		}));

	it('finds the key under the heading in Key Column, be it absent from the first record', async () => {
		const known = people(12);
		await filled(known);
		const rows = known.map((row) => ({ ...row, id_number: undefined, 'Employee ID': row.id_number }));
		const settings = { findBy: 'id_number', keyColumn: 'employee id' };
		for (const knownUsers of [[{ Nachname: 'Nobody' }, ...rows], rows, known]) {
			const outcome = await bench.run(rows, { ...settings, knownUsers });
			expect(outcome.error).toBeUndefined();
			expect(outcome.summary?.json.counts).toEqual({ unchanged: 12 });
		}
		const keyless = await bench.run(people(12), { findBy: 'id_number', knownUsers: staff(12) });
		expect(keyless.error?.message).toMatch(/nobody with the field ID Number.*"Employee ID"/);
		// The list without a key is held against the snapshot.
		const lost = await bench.run(staff(12), { findBy: 'id_number', knownUsers: known.slice(0, 9) });
		expect(lost.error?.message).toContain('"Employee ID" matches 9 of 9 users');
		expect(bench.bodies()).toEqual([]);
	});

	it('reads the columns that the mapped fields refer to', async () => {
		const rows = staff(12);
		await filled(people(12));
		const reference = (heading: string): string => `={{ $json["${heading}"] }}`;
		const value = {
			username: reference('Login name'),
			first_name: reference('Legal Name - First Name'),
			last_name: reference('Nachname'),
			email: reference('E-Mail'),
			title: '={{ "Clerk" }}',
		};
		const outcome = await bench.run(rows, {
			fields: { mappingMode: 'defineBelow', value },
			knownUsers: rows.map((row) => ({ ...row, title: 'Clerk' })),
		});
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({ counts: { unchanged: 12 }, warnings: [] });
		expect(bench.bodies()).toEqual([]);
	});

	it('reads who is barred from a status, a switch, or an end date that was acted on', async () => {
		const known = people(30);
		await filled(known);
		const gone = (more: (isGone: boolean) => IDataObject): IDataObject[] =>
			known.map((row, at) => ({ ...row, ...more(at < 2) }));
		const lock = { missingUsers: 'lock' };
		const leftBefore = (date: string) => gone((isGone) => (isGone ? { 'Termination Date': date } : {}));
		for (const list of [
			gone((isGone) => ({ Status: isGone ? 'Terminated' : 'Active' })),
			gone((isGone) => ({ Enabled: isGone ? 'false' : 'true' })),
			gone((isGone) => ({ Austritt: isGone ? 'raus' : '' })),
		]) {
			const leavers = list[0]?.Austritt === undefined ? {} : { leavers: { column: 'Austritt', values: 'raus' } };
			const again = await bench.run(list, { ...lock, ...leavers, knownUsers: list });
			expect(again.summary?.json.counts).toEqual({ unchanged: 30 });
			expect(jsonOf(again.results)[0]).toMatchObject({ code: 'LEFT' });
			// Whoever is back gets in again.
			const here = known.map((row) => ({ ...row, Austritt: '' }));
			const back = await bench.run(here, { ...lock, ...leavers, knownUsers: list });
			expect(operations(back).slice(0, 3)).not.toContain('rejected');
			expect(bench.bodies().flatMap(({ users }) => users.map(({ suspended }) => suspended))).toEqual([false, false]);
			bench.simulator.reset();
		}
		const dated = (updatedAt?: string) =>
			leftBefore('2026-01-10').map((row) => (updatedAt === undefined ? row : { ...row, updatedAt }));
		for (const [updatedAt, sent] of [
			[undefined, 2],
			['2026-01-10T20:00:00Z', 2],
			['2026-01-12T20:00:00Z', 0],
		] as const) {
			const outcome = await bench.run(leftBefore('2026-01-10'), { ...lock, knownUsers: dated(updatedAt) });
			expect(outcome.error).toBeUndefined();
			expect(bench.bodies().flatMap(({ users }) => users)).toHaveLength(sent);
			bench.simulator.reset();
		}
	});

	it('takes the Results of an earlier run, but not those of a dry one', async () => {
		const rows = people(30).map((row, at): IDataObject => ({ ...row, last_name: `Last${at}` }));
		await filled(rows.slice(0, 29));
		const first = jsonOf((await bench.run(rows, {})).results) as IDataObject[];
		bench.simulator.reset();
		const plain = rows.map(({ username, first_name: given, last_name: family, email }) => ({
			username,
			first_name: given,
			last_name: family,
			email,
		}));
		const memory = [...first, { ...first[3], key: 'x', success: false, operation: 'failed', attempted: 'created' }];
		const outcome = await bench.run(plain.slice(0, 28), { knownUsers: memory, missingUsers: 'lock' });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({
			planQuality: 'snapshot',
			directory: { users: 30 },
			counts: { unchanged: 28, suspended: 2 },
		});
		const dry = await bench.run(rows, { knownUsers: first.map((record) => ({ ...record, dryRun: true })) });
		expect(dry.error?.message).toContain('Results of a dry run');
	});

	it('takes nothing for done in Results that was not: what failed is sent again, what a limit blocked is still to do', async () => {
		const rows = people(30).map(
			(row): IDataObject => ({
				username: row.username,
				first_name: row.first_name,
				last_name: `Last${String(row.username).slice(5, 9)}`,
				email: row.email,
			}),
		);
		await filled(rows.slice(0, 29));
		const record = (at: number, more: IDataObject): IDataObject => ({
			success: true,
			operation: 'unchanged',
			key: rows[at]?.username,
			name: `${String(rows[at]?.first_name)} ${String(rows[at]?.last_name)}`,
			code: '',
			email: rows[at]?.email,
			attempted: '',
			dryRun: false,
			...more,
		});
		const memory = rows.map((_, at) =>
			record(
				at,
				{
					0: { success: false, operation: 'failed', code: 'VENDOR_REJECTED', attempted: 'updated' },
					1: { operation: 'planned', attempted: 'updated' },
					29: { operation: 'planned', attempted: 'created' },
				}[at] ?? {},
			),
		);
		const outcome = await bench.run(rows, { knownUsers: memory });
		expect(outcome.summary?.json).toMatchObject({ directory: { users: 29 } });
		const sent = bench.bodies().flatMap(({ users }) => users as IDataObject[]);
		expect(sent.map(({ username }) => username)).toEqual([0, 1, 29].map((at) => rows[at]?.username));
	});

	it('asks about a record that stands there twice with different values, and never removes by it', async () => {
		const known = people(30);
		await filled(known);
		const twice = [...known, { ...known[0], title: 'Other' }, { ...known[29], title: 'Other' }, known[5] ?? {}];
		const outcome = await bench.run(known.slice(0, 29), { knownUsers: twice, missingUsers: 'lock' });
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			operation: 'rejected',
			code: 'AMBIGUOUS_MATCH',
			message: expect.stringContaining('Known Users hold 2 records with Username "user.1000@company.tld"'),
		});
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 28, rejected: 1 });
		expect(bench.bodies()).toEqual([]);
	});

	it.each([
		['a German day', '14.01.2026', '2026-01-14 00:00'],
		['a time of a database', '2026-01-14 10:30:00+00', '2026-01-14 10:30'],
		['milliseconds', 1_768_386_600_000, '2026-01-14 10:30'],
	])('tells how old they are by %s', async (_, time, told) => {
		await filled(people(2));
		const outcome = await bench.run(people(2), { knownUsers: people(2, { 'Export Date': time }) });
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining(`as of ${told} UTC`)]);
		const silent = await bench.run(people(2), { knownUsers: people(2, { 'Created At': time, updatedAt: '17' }) });
		expect(silent.summary?.json.warnings).toEqual([]);
	});

	it('tells a snapshot that is out of date by what the vendor says', async () => {
		const rows = people(4);
		await filled(rows.slice(0, 2));
		const outcome = await bench.run(
			rows.map((row) => ({ ...row, title: 'Clerk' })),
			{ knownUsers: [rows[0], rows[2]].map((row) => ({ ...row, title: 'Old' })) },
		);
		expect(operations(outcome)).toEqual(['updated', 'updated', 'created', 'created']);
		const hints = jsonOf(outcome.results).map((record) => JSON.stringify(record.hints ?? []));
		expect(hints[1]).toContain('had this person already');
		expect(hints[2]).toContain('created this account, which Known Users hold');
		expect([hints[0], hints[3]].join('')).not.toContain('out of date');
		expect(outcome.summary?.json.warnings).toEqual([expect.stringContaining('2 people were not in Traliant LMS')]);
	});

	it('lets somebody in again who was suspended for being missing, and whom the memory has forgotten', async () => {
		const all = people(30);
		await filled(all.map((row, at) => ({ ...row, suspended: at === 29 })));
		const memory = all.slice(0, 29);
		const outcome = await bench.run(all, { knownUsers: memory, missingUsers: 'lock' });
		expect(bench.bodies().flatMap(({ users }) => users)).toEqual([expect.objectContaining({ suspended: false })]);
		expect(bench.simulator.directory.get('user.1029@company.tld')).toMatchObject({ suspended: false });
		expect(jsonOf(outcome.results)[29]).toMatchObject({ success: true });
		bench.simulator.reset();
		await bench.run(all, { knownUsers: memory });
		expect(bench.bodies()[0]?.users[0]).not.toHaveProperty('suspended');
	});

	it('asks about somebody whose username has changed', async () => {
		const known = people(12);
		await filled(known);
		const rows = known.map((row, at) => (at === 3 ? { ...row, username: 'new.name' } : row));
		const outcome = await bench.run(rows, { knownUsers: known, missingUsers: 'lock' });
		expect(jsonOf(outcome.results)[3]).toMatchObject({ operation: 'rejected', code: 'KEY_CHANGED' });
		expect(bench.bodies()).toEqual([]);
	});
});

describe('LMS Collaborator, by Known Users', () => {
	const clock = useVirtualClock();
	let portal: CollaboratorBench;
	afterEach(async () => portal.close());
	beforeEach(async () => {
		bench = await traliantBench();
	});

	it('compares, sends what differs, and blocks who is missing, where the portal refuses the list', async () => {
		const known = Array.from({ length: 60 }, (_, at) => collaborator(at));
		portal = await blindBench({ clock, users: known.map((_, at) => account(at)) });
		const rows = [
			...known.slice(2).map((row, at) => (at < 3 ? { ...row, position: 'Head' } : row)),
			collaborator('new'),
		];
		const outcome = await portal.run(rows, { knownUsers: known, missingUsers: 'lock' });
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json).toMatchObject({
			planQuality: 'snapshot',
			counts: { updated: 3, unchanged: 55, created: 1, suspended: 2 },
		});
		expect(portal.bodies()).toHaveLength(6);
		expect(portal.simulator.directory.withUid('cl0')).toMatchObject({ is_active: 0 });
		const empty = await portal.run(rows, { knownUsers: [] });
		expect(empty.error?.message).toContain('empty array');
	});

	it.each(['position', 'login', 'email', 'firstname', 'city'])(
		'sends a column that Known Users never have (%s) once, not each night',
		async (column) => {
			const full = Array.from({ length: 30 }, (_, at) => collaborator(at, { city: 'Kyiv' }));
			const known = full.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== column)));
			portal = await blindBench({ clock, users: full.map((_, at) => account(at)) });
			const staticData = {};
			const sent: number[] = [];
			for (let night = 0; night < 3; night++) {
				portal.simulator.reset();
				await portal.run(full, { knownUsers: known as IDataObject[] }, { staticData });
				sent.push(portal.bodies().length);
			}
			expect(sent).toEqual([30, 0, 0]);
		},
	);

	const WRONG: ReadonlyArray<readonly [string, unknown, string]> = [
		['a number among them', [collaborator(0), 7], 'Record 1 of Known Users is not a person but a number'],
		['an array within the array', [[collaborator(0)]], 'is not a person but an array'],
		['an object around them', { data: [collaborator(0)] }, 'one object instead of an array'],
		['keys alone', ['cl0', 'cl1'], 'is not a person but a string'],
		['an empty array as text', '[]', 'empty array'],
		['null as text', 'null', 'hold nothing'],
		['text that was cut off', '[{"uid":"cl0"', 'not valid JSON'],
		['text of a text', JSON.stringify(JSON.stringify([collaborator(0)])), 'one string instead of an array'],
		['lines of JSON', `${JSON.stringify(collaborator(0))}\n${JSON.stringify(collaborator(1))}`, 'not valid JSON'],
	];
	it.each(WRONG)('sends nothing for %s, and says why', async (_name, knownUsers, why) => {
		portal = await blindBench({ clock, users: [account(0), account(1)] });
		const outcome = await portal.run([collaborator(0), collaborator(1, { position: 'Head' })], {
			knownUsers: knownUsers as IDataObject[],
		});
		expect(outcome.error?.message).toContain(why);
		expect(portal.bodies()).toEqual([]);
	});

	it('takes objects without anything in them for nobody, a near key for a question, and twins that differ too', async () => {
		const known = [
			...Array.from({ length: 30 }, (_, at) => collaborator(at)),
			{},
			{ uid: '', login: ' ' },
			collaborator(3, { position: 'Head' }),
			collaborator(4),
		];
		portal = await blindBench({ clock, users: known.slice(0, 30).map((_, at) => account(at)) });
		const rows = known.slice(0, 30).map((row, at) => (at === 5 ? { ...row, uid: 'CL5' } : row));
		const outcome = await portal.run(rows, { knownUsers: known, missingUsers: 'lock' });
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 28, rejected: 2 });
		expect(jsonOf(outcome.results).filter(({ code }) => code === 'AMBIGUOUS_MATCH')).toHaveLength(2);
		expect(portal.bodies()).toEqual([]);
	});
});
