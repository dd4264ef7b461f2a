import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, jsonOf, type BridgeBench, type Json } from './bridgeKit';

describe('Bridge: people on the list who have left', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	/** Everybody is there but the first, and somebody who was never in the system has left too. */
	const start = async (): Promise<Json[]> => {
		bench = await bridgeBench({ clock, users: 30 });
		const rows = bench.rows().map((row, at) => ({ ...row, Status: at === 0 ? 'Terminated' : 'Active' }));
		return [...rows, { uid: 'never-here', first_name: 'Nia', last_name: 'Gone', Status: 'Terminated' }];
	};

	const ran: BridgeBench['run'] = async (items, parameters) => bench.run(items, parameters);

	it('are left as they are, never created, and counted in a warning while Missing Users is Ignore', async () => {
		const { results, summary } = await ran(await start());
		expect(bench.writes()).toEqual([]);
		expect(jsonOf(results).at(0)).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(jsonOf(results).at(-1)).toMatchObject({ operation: 'unchanged', code: 'LEFT', key: 'never-here' });
		expect(summary?.json).toMatchObject({ rows: { left: 2 } });
		expect(JSON.stringify(summary?.json.warnings)).toContain('Missing Users');
		// The column was put to use: it says who has left.
		expect(summary?.json.ignoredColumns).toEqual([]);
	});

	it('are removed as Missing Users says, told on their own row', async () => {
		const { results } = await ran(await start(), { missingUsers: 'delete' });
		expect(jsonOf(results).at(0)).toMatchObject({ operation: 'deleted', success: true });
		expect(jsonOf(results).at(-1)).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(bench.writes()).toHaveLength(1);
	});

	it('remove nobody who is not on a list of leavers alone', async () => {
		const [left = {}, ...others] = await start();
		const broken = { ...others[0], uid: '' };
		for (const [rows, words] of [
			[[left], 'Everybody on the list has left, so everybody else would look missing'],
			[[left, broken], 'All valid rows of the list are of people who have left'],
		] as const) {
			const outcome = await ran([...rows], { missingUsers: 'delete', safety: { maxRemovalPercent: 100 } });
			expect(outcome.error?.message).toContain(words);
		}
		expect(bench.writes()).toEqual([]);
	});

	it('are removed under the limits', async () => {
		const outcome = await ran(await start(), { missingUsers: 'delete', safety: { maxRemovals: 0 } });
		expect(outcome.error?.message).toContain('exceeds the limit of 0');
		expect(bench.writes()).toEqual([]);
	});
});

describe('Bridge: a leaver whose key is near another one', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	const seed = (uid: string, at: number): Json => ({
		uid,
		first_name: 'First',
		last_name: `Last ${at}`,
		email: `u${at}@company.tld`,
	});
	const row = (uid: string, at: number, Status = 'Active'): Json => ({ ...seed(uid, at), Status });
	const USERS = ['1001', '1002', '1003', '1004', '1005', '1006', '1007'];
	const OTHERS = USERS.slice(1).map((uid, at) => row(uid, at + 1));

	const ran = async (rows: Json[]): Promise<Json[]> => {
		bench = await bridgeBench({ clock, users: USERS.map(seed) as never });
		const { results } = await bench.run([...rows, ...OTHERS], { missingUsers: 'delete' });
		return jsonOf(results).slice(0, rows.length);
	};

	it('stays where another row has the same person under another spelling', async () => {
		const [left, there] = await ran([row('1001', 0, 'Terminated'), row('1001.0', 0)]);
		expect(left).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(left?.message).toContain('another row whose UID differs only in');
		expect(there).toMatchObject({ operation: 'rejected', code: 'AMBIGUOUS_MATCH' });
		expect(bench.writes()).toEqual([]);
	});

	it('stays where another row has the same person under a new key', async () => {
		const [left, there] = await ran([row('1001', 0, 'Terminated'), row('7777', 0)]);
		expect(left).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(left?.message).toContain('another row seems to be the same person under another UID');
		expect(there).toMatchObject({ operation: 'rejected', code: 'KEY_CHANGED' });
		expect(bench.writes()).toEqual([]);
	});

	it('is removed once where both rows say so', async () => {
		const results = await ran([
			row('1001', 0, 'Terminated'),
			row('1001.0', 0, 'Terminated'),
			row('7777', 0, 'Terminated'),
		]);
		expect(results.map(({ operation, code }) => [operation, code])).toEqual([
			['deleted', ''],
			['unchanged', 'LEFT'],
			['unchanged', 'LEFT'],
		]);
		expect(bench.writes()).toHaveLength(1);
	});

	it.each(['first', 'last'])(
		'is told by what no other row has: a value on the own row of somebody who has left too, which comes %s, tells nobody',
		async (place) => {
			const hired = (one: Json, at: number): Json => ({ ...one, hris_id: `H${at}` });
			bench = await bridgeBench({ clock, users: USERS.map((uid, at) => hired(seed(uid, at), at)) as never });
			const other = hired(row('1002', 1, 'Terminated'), 1);
			const moved = hired(row('7777', 1, 'Terminated'), 0);
			const rest = OTHERS.slice(1).map((one, at) => hired(one, at + 2));
			const rows = [...(place === 'first' ? [other, moved] : [moved, other]), ...rest];
			const { results } = await bench.run(rows, { missingUsers: 'delete' });
			const told = jsonOf(results).filter(({ key }) => key === '7777' || key === '1002');
			expect(told.find(({ key }) => key === '7777')).toMatchObject({
				operation: 'rejected',
				code: 'KEY_CHANGED',
				conflict: { field: 'hris_id' },
			});
			expect(told.find(({ key }) => key === '1002')).toMatchObject({ operation: 'deleted' });
			expect(bench.writes()).toHaveLength(1);
		},
	);

	it('is one removal where two rows of the very key say so', async () => {
		bench = await bridgeBench({ clock, users: USERS.map(seed) as never });
		const rows = [row('1001', 0, 'Terminated'), { ...row('1001', 0, 'Terminated'), last_name: 'Former' }, ...OTHERS];
		const { results, summary } = await bench.run(rows, { missingUsers: 'delete', safety: { maxRemovals: 1 } });
		expect(summary?.json).toMatchObject({ safety: { removals: 1, verdict: 'ok' } });
		expect(jsonOf(results).slice(0, 2)).toMatchObject([
			{ operation: 'deleted' },
			{ operation: 'deleted', duplicateOf: 0 },
		]);
		expect(bench.writes()).toHaveLength(1);
	});

	it('holds up nobody who is new', async () => {
		const results = await ran([row('9001.0', 20, 'Terminated'), row('9001', 20), row('1001', 0)]);
		expect(results.map(({ operation, code }) => [operation, code])).toEqual([
			['unchanged', 'LEFT'],
			['created', ''],
			['unchanged', ''],
		]);
	});

	it('is no question while Missing Users is Ignore: nothing is to be done about them', async () => {
		bench = await bridgeBench({ clock, users: USERS.map(seed) as never });
		const rows = [row('1001.0', 0, 'Terminated'), row('7777', 1, 'Terminated'), ...OTHERS.slice(1)];
		const { results } = await bench.run(rows);
		expect(jsonOf(results).map(({ operation, code }) => [operation, code])).toEqual([
			['unchanged', 'LEFT'],
			['unchanged', 'LEFT'],
			...OTHERS.slice(1).map(() => ['unchanged', '']),
		]);
		expect(bench.writes()).toEqual([]);
	});

	it('is never written to under a new key that is to be followed: the account goes as Missing Users says', async () => {
		bench = await bridgeBench({ clock, users: USERS.map(seed) as never });
		const rows = [{ ...row('7777', 0, 'Terminated'), last_name: 'Newname' }, ...OTHERS];
		const options = { keyChanges: 'follow' };
		const kept = await bench.run(rows, { options });
		expect(jsonOf(kept.results)[0]).toMatchObject({ operation: 'unchanged', code: 'LEFT' });
		expect(bench.writes()).toEqual([]);
		const gone = await bench.run(rows, { options, missingUsers: 'delete' });
		expect(jsonOf(gone.results)[0]).toMatchObject({ operation: 'deleted', key: '7777' });
		expect(bench.writes()).toHaveLength(1);
		expect(gone.results).toHaveLength(rows.length);
	});

	it('is removed where the near key is the account of somebody else', async () => {
		bench = await bridgeBench({ clock, users: ['1001', '01001', ...USERS.slice(1)].map(seed) as never });
		const rows = [row('1001', 0, 'Terminated'), row('01001', 1), ...USERS.slice(1).map((uid, at) => row(uid, at + 2))];
		const { results } = await bench.run(rows, { missingUsers: 'delete' });
		expect(jsonOf(results).map(({ operation }) => operation)).toEqual([
			'deleted',
			...rows.slice(1).map(() => 'unchanged'),
		]);
	});
});

describe('Bridge: leavers in records within records, with Define Below', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	const people = (): Json[] =>
		bench.rows().map(({ uid, first_name, last_name, email }, at) => ({
			person: { id: uid, name: { first: first_name, last: last_name }, email },
			employment: {
				status: at === 0 ? 'Terminated' : 'Active',
				endDate: at === 1 ? '2020-01-31' : '',
				phase: at === 2 ? 'over' : 'on',
			},
		}));
	const fields = (before: string): Json => ({
		mappingMode: 'defineBelow',
		value: {
			uid: `={{ $json.${before}person.id }}`,
			first_name: `={{ $json.${before}person.name.first }}`,
			last_name: `={{ $json.${before}person.name.last }}`,
			email: `={{ $json.${before}person.email }}`,
		},
	});
	const gone = { missingUsers: 'delete', safety: { maxRemovalPercent: 50 } };

	it.each(['', 'data.attributes.'])('are found: %semployment.status, employment.endDate', async (before) => {
		bench = await bridgeBench({ clock, users: 30 });
		const items = people().map((one) => (before === '' ? one : { data: { attributes: one } }));
		const { results } = await bench.run(items, { ...gone, fields: fields(before) });
		expect(jsonOf(results).slice(0, 3)).toMatchObject([
			{ operation: 'deleted' },
			{ operation: 'deleted' },
			{ operation: 'unchanged' },
		]);
		expect(bench.writes()).toHaveLength(2);
	});

	it.each(['employment.phase', 'Employment Phase'])(
		'are found by the column that Leavers names: %s',
		async (column) => {
			bench = await bridgeBench({ clock, users: 30 });
			const { results, error } = await bench.run(people(), {
				...gone,
				fields: fields(''),
				leavers: { column, values: 'over' },
			});
			expect(error?.message).toBeUndefined();
			expect(jsonOf(results).slice(0, 3)).toMatchObject([
				{ operation: 'unchanged' },
				{ operation: 'unchanged' },
				{ operation: 'deleted' },
			]);
		},
	);
});

describe('Bridge: rooms without an employee number', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	afterEach(async () => bench.close());

	const ran = async (options: Json): Promise<Awaited<ReturnType<BridgeBench['run']>>> => {
		bench = await bridgeBench({ clock, users: 40 });
		const people = bench
			.rows()
			.slice(1)
			.map((row) => ({
				employeeId: row.uid,
				givenName: row.first_name,
				surname: row.last_name,
				mail: row.email,
			}));
		const rooms = [1, 2, 3, 4, 5].map((at) => ({
			employeeId: null,
			givenName: `Room ${at}`,
			mail: `r${at}@company.tld`,
		}));
		return bench.run([...people, ...rooms], { keyColumn: 'employeeId', missingUsers: 'delete', options });
	};

	it('are told with the setting that sets them aside, and removals wait', async () => {
		const { results, summary } = await ran({});
		const records = jsonOf(results);
		expect(records.at(-1)).toMatchObject({ operation: 'blocked', code: 'SOURCE_DAMAGED' });
		expect(records.at(-2)).toMatchObject({ operation: 'rejected', code: 'INVALID_ROW' });
		const setting = 'set Options → Rows Without Key to Skip';
		expect(records.at(-1)?.message).toContain(setting);
		expect(records.at(-2)?.message).toContain(setting);
		expect(JSON.stringify(summary?.json.warnings)).toContain(setting);
		expect(bench.writes()).toEqual([]);
	});

	it('are set aside with it, and removals go on', async () => {
		const { results, summary } = await ran({ rowsWithoutKey: 'skip' });
		expect(jsonOf(results).at(-1)).toMatchObject({ operation: 'deleted' });
		expect(summary?.json).toMatchObject({ status: 'ok', rows: { setAside: 5, rejected: 0 } });
		expect(bench.writes()).toHaveLength(1);
	});
});
