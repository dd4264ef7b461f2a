import { useVirtualClock } from '../../engine/clock';
import { bridgeBench, type BridgeBench, type Json } from './bridgeKit';

const PEOPLE = 2600;
const person = (number: number): Json => ({ uid: `e${number}`, first_name: 'First', last_name: `Last${number}` });
const people = (count = PEOPLE): Json[] => Array.from({ length: count }, (_, at) => person(at + 1));
const REMOVE = { missingUsers: 'delete', safety: { maxRemovals: 10 } };

describe('A list so long that users are asked for while it is read', () => {
	const clock = useVirtualClock();
	let bench: BridgeBench;
	const listed = (): number => bench.simulator.calls({ method: 'GET', path: /author\/users$/ }).length;
	const open = async (): Promise<void> => {
		const users = [{ uid: 'admin', roles: ['account_admin'] }, ...people(), { uid: 'gone' }];
		bench = await bridgeBench({ clock, users: users as never });
	};
	afterEach(async () => bench.close());

	it('changes who differs, adds who is new, removes who is missing, and asks for each page once', async () => {
		await open();
		const rows = [...people(), person(9000)];
		rows[7] = { ...rows[7], last_name: 'Berg' };
		const outcome = await bench.run(rows, REMOVE);
		expect(outcome.summary?.json.counts).toEqual({ created: 1, updated: 1, deleted: 1, unchanged: PEOPLE - 1 });
		expect(listed()).toBe(3);
		expect(bench.writes()).toHaveLength(3);
		expect(bench.simulator.directory.withUid('gone')[0]?.deleted_at).not.toBeNull();
	});

	it('without a column for the key, says which column it could be', async () => {
		await open();
		const rows = people().map(({ uid, ...rest }) => ({ 'Staff Code': uid, ...rest }));
		const outcome = await bench.run(rows, REMOVE);
		expect(outcome.error?.message).toMatch(/"Staff Code" matches 2600 of 2602 users/);
		expect(bench.writes()).toEqual([]);
	});

	it('with two columns that tie for one field, asks for nobody', async () => {
		await open();
		const rows = people().map((row, at) => ({
			...row,
			'E-Mail': `a${at}@acme.example`,
			'e mail': `b${at}@acme.example`,
		}));
		const outcome = await bench.run(rows, REMOVE);
		expect(outcome.error?.message).toMatch(/"E-Mail".*"e mail"/);
		expect(listed()).toBe(0);
	});

	it('as a slice of the list, asks for nobody where removals are wanted', async () => {
		await open();
		const outcome = await bench.run(people(), REMOVE, { loopPasses: 2 });
		expect(outcome.error?.message ?? outcome.passes[0]?.error?.message).toMatch(/inside a loop/);
		expect(listed()).toBe(0);
	});

	it('says why nobody could be listed, as for a short list', async () => {
		await open();
		bench.simulator.faults.add({ kind: 'status', status: 500, times: Infinity, match: { path: /author\/users$/ } });
		const outcome = await bench.run(people(), REMOVE);
		expect(outcome.error?.message).toMatch(/The directory could not be read, so nothing was sent/);
		expect(bench.writes()).toEqual([]);
	});

	it('all of whose rows are invalid stops the run without a write, and leaves nothing waiting', async () => {
		await open();
		const rows = people().map((row) => ({ ...row, uid: '#N/A' }));
		const outcome = await bench.run(rows, REMOVE);
		expect(outcome.error?.message).toMatch(/None of the 2600 rows is valid/);
		expect(bench.writes()).toEqual([]);
	});
});
