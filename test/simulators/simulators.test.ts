import axios from 'axios';
import { VENDOR_NAMES, generateUsers, parseSwitches, startSimulator, switchesOf } from '../../simulators';
import type { RateLimit, Simulator, VendorName } from '../../simulators';
import { BridgeDirectory } from '../../simulators/bridge/directory';
import { RateLimiter } from '../../simulators/shared/rateLimit';
import { clientOf, PatientClock } from './client';

/** Calls that read or probe without changing anything. */
const PROBES: Record<VendorName, string> = {
	bridge: '/api/author/users?limit=1',
	learnifier: '/users?limit=1',
	lmsCollaborator: '/api/v2/users-import/single',
	requestor: '/api/Account/GetUsers?pageIndex=0&pageSize=1',
	scim: '/scim/v2/Users?count=1',
	traliant: '/api/v1/users/sync',
};

describe.each(VENDOR_NAMES)('%s', (vendor) => {
	let simulator: Simulator;

	beforeEach(async () => {
		simulator = await startSimulator(vendor, { users: 50, clock: new PatientClock() });
	});
	afterEach(() => simulator.close());

	it('holds exactly as many people as asked for, the same for the same seed', async () => {
		expect(simulator.directory.size).toBe(50);
		const same = await startSimulator(vendor, { users: 50, clock: new PatientClock() });
		const other = await startSimulator(vendor, { users: 50, seed: 2, clock: new PatientClock() });
		expect(same.directory.snapshot()).toEqual(simulator.directory.snapshot());
		expect(other.directory.snapshot()).not.toEqual(simulator.directory.snapshot());
		await Promise.all([same.close(), other.close()]);
	});

	it('gives the first people of a larger crowd when asked for fewer', () => {
		expect(generateUsers(vendor, 20).slice(0, 5)).toEqual(generateUsers(vendor, 5));
	});

	it('takes its own people back, and plain JSON is what it snapshots', async () => {
		const users = generateUsers(vendor, 50);
		expect(simulator.directory.all()).toHaveLength(users.length);
		const snapshot = simulator.directory.snapshot();
		expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
	});

	it('knows its secrets, in the forms in which they would leak', async () => {
		const client = clientOf(simulator, simulator.credentials);
		const { config } = await client.get(PROBES[vendor]);
		const { username = '', password = '' } = config.auth ?? {};
		const bearer = Object.values(config.headers ?? {})
			.map(String)
			.find((value) => value.startsWith('Bearer '));
		const signed = Buffer.from(`${username}:${password}`).toString('base64');
		const leaks = bearer === undefined ? [password, signed] : [bearer.slice('Bearer '.length)];
		expect(simulator.secrets).toEqual(expect.arrayContaining(leaks));
	});

	it('refuses whoever signs wrongly or not at all', async () => {
		const { wrong } = simulator.otherCredentials;
		expect((await clientOf(simulator, wrong).get(PROBES[vendor])).status).toBe(401);
		const unsigned = await axios.get(`${simulator.baseUrl}${simulator.calls()[0]?.rawUrl ?? ''}`, {
			validateStatus: () => true,
		});
		expect(unsigned.status).toBe(401);
	});

	it('limits each credential by itself, on the clock it was given', async () => {
		const clock = new PatientClock();
		const limited = await startSimulator(vendor, { clock, rateLimit: { perSecond: 2 } });
		const client = clientOf(limited, limited.credentials);
		const limitedNow = async (): Promise<boolean> => (await client.get(PROBES[vendor])).status === 429;
		expect([await limitedNow(), await limitedNow(), await limitedNow()]).toEqual([false, false, true]);
		await clock.sleep(500);
		expect([await limitedNow(), await limitedNow()]).toEqual([false, true]);
		await limited.close();
	});

	it('refuses a switch or a value it does not know', async () => {
		const start = (pairs: string[]): Promise<unknown> =>
			Promise.resolve().then(() => startSimulator(vendor, { switches: parseSwitches(vendor, pairs) }));
		await expect(start(['colour=red'])).rejects.toThrow('There is no switch colour');
		await expect(start(['errorForm=smoke'])).rejects.toThrow('Switch errorForm takes');
	});

	it('describes every switch: two values or more, the default among them, where it comes from', () => {
		for (const { name, values, default: usual, meaning, origin } of switchesOf(vendor)) {
			expect([name, values.length > 1]).toEqual([name, true]);
			expect(values).toContain(usual);
			expect(meaning.length).toBeGreaterThan(15);
			expect(['A', 'F', 'O']).toContain(origin);
		}
	});
});

describe('The people', () => {
	it('are of all kinds: accents, other scripts, managers, administrators, some made by hand', () => {
		const people = generateUsers('requestor', 2000);
		const names = people.map(({ DisplayName }) => DisplayName ?? '');
		expect(names.some((name) => /[ŠøčÅ]/.test(name))).toBe(true);
		expect(names.some((name) => /\p{Script=Cyrillic}/u.test(name))).toBe(true);
		expect(names.some((name) => /['-]/.test(name))).toBe(true);
		expect(people[0]).toMatchObject({ RoleAdministrator: true, ManagerKey: null });
		expect(people.slice(1).every(({ ManagerKey }) => ManagerKey !== null)).toBe(true);
		expect(people.filter(({ RoleOperator }) => RoleOperator).length).toBeGreaterThan(2);
		expect(people.filter(({ ExternalId }) => ExternalId === null).length).toBeGreaterThan(20);
		expect(new Set(people.map(({ Email }) => Email)).size).toBe(2000);
	});
});

describe('A rate limit', () => {
	const verdicts = (limit: RateLimit, pauses: readonly number[]): string[] => {
		let now = 10_000;
		const limiter = new RateLimiter(limit, { now: () => now, sleep: () => Promise.resolve() });
		return pauses.map((pause) => {
			now += pause;
			const { allowed, remaining, waitMs } = limiter.take('token');
			return allowed ? `yes ${remaining}` : `wait ${Math.round(waitMs)}`;
		});
	};

	it('as a bucket refills evenly', () => {
		expect(verdicts({ perSecond: 2 }, [0, 0, 0, 250, 250, 5000, 0, 0])).toEqual([
			'yes 1',
			'yes 0',
			'wait 500',
			'wait 250',
			'yes 0',
			'yes 1',
			'yes 0',
			'wait 500',
		]);
		expect(verdicts({ perSecond: 1, burst: 3 }, [0, 0, 0, 0])).toEqual(['yes 2', 'yes 1', 'yes 0', 'wait 1000']);
	});

	it('as a window starts anew with each second', () => {
		expect(verdicts({ perSecond: 2, kind: 'fixedWindow' }, [900, 0, 0, 100, 0, 0])).toEqual([
			'yes 1',
			'yes 0',
			'wait 100',
			'yes 1',
			'yes 0',
			'wait 1000',
		]);
	});
});

describe('A large directory', () => {
	it('gives a page from the middle without looking at the users before or behind it', () => {
		const directory = new BridgeDirectory(new PatientClock(), 1);
		directory.load(generateUsers('bridge', 20_000));
		const wanted = jest.fn(() => true);
		const { users, more } = directory.page(15_000, 10, wanted);
		expect(users.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, at) => 15_001 + at));
		expect(more).toBe(true);
		expect(wanted).toHaveBeenCalledTimes(11);
	});

	it('gives its pages in order although users leave', () => {
		const directory = new BridgeDirectory(new PatientClock(), 1);
		directory.load(generateUsers('bridge', 50));
		for (const id of ['11', '12', '30']) directory.remove(id);
		const { users } = directory.page(10, 3, () => true);
		expect(users.map(({ id }) => id)).toEqual([13, 14, 15]);
		expect(directory.page(49, 3, () => true)).toMatchObject({ users: [{ id: 50 }], more: false });
	});
});
