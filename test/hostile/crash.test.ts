import { runNode } from '../../engine/engine';
import { childProcess, fs, os, path, process, root, timers } from '../../engine/platform';
import { VENDOR_NAMES, type VendorName } from '../../simulators';
import { check, converged } from '../properties/check';
import { truthOf } from '../properties/model';
import type { ListRow, Person, World } from '../properties/people';
import { kitOf, requestFor, type Kit } from '../properties/vendors';

const person = (at: number): Person => ({
	key: `P${at}`,
	first: 'Jo',
	last: `Last ${at}`,
	email: `p${at}@company.tld`,
	department: 'Sales',
	extra: `X-${at}`,
	state: 'active',
	admin: false,
});

/** 20 who leave where that is possible, 30 who change, 60 who are new. */
const WORLD: World = {
	people: Array.from({ length: 50 }, (_, at) => person(at)),
	rows: Array.from({ length: 90 }, (_, at): ListRow => ({ ...person(at + 20), last: `Renamed ${at}` })),
	absent: [],
	safety: {
		missing: 1,
		maxRemovals: 200,
		maxRemovalPercent: 100,
		onLimit: 'stop',
		byDepartment: false,
		scope: [],
		protectedKeys: [],
		// Everybody is renamed and more join than were there, on purpose.
		surprisesAllowed: true,
	},
	blankValues: 'ignore',
	concurrency: 4,
	maxAttempts: 5,
	batchSize: 3,
	toErrorOutput: false,
	restoreDeleted: true,
};

/** Where nobody can be listed, nobody can be missing. */
const worldOf = ({ rules }: Kit): World =>
	rules.listed ? WORLD : { ...WORLD, safety: { ...WORLD.safety, missing: 0 } };

const clock = {
	now: () => Date.now(),
	sleep: async (ms: number) => new Promise<void>((resolve) => timers.setTimeout(resolve, ms)),
};

/** Requestor's search for an e-mail address is a POST that changes nothing. */
const writesOf = ({ simulator }: Kit): number =>
	simulator.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/SearchUsers')).length;

async function until(holds: () => boolean, what: string): Promise<void> {
	for (const end = Date.now() + 60_000; !holds(); ) {
		if (Date.now() > end) throw new Error(`${what} took too long`);
		await clock.sleep(5);
	}
}

/** Runs the node in a process of its own, and kills that after so many writes have arrived. */
async function killedAfter(kit: Kit, writes: number): Promise<NodeJS.Signals | null> {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lms-users-crash-'));
	const file = path.join(folder, 'request.json');
	fs.writeFileSync(file, JSON.stringify(requestFor(kit, worldOf(kit))));
	const child = childProcess.spawn(
		process.execPath,
		['--import', 'tsx', path.join(root, 'test/hostile/child.ts'), file],
		{ cwd: root, stdio: 'ignore' },
	);
	const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
	await until(() => writesOf(kit) >= writes || child.exitCode !== null, 'the first writes');
	child.kill('SIGKILL');
	const signal = await ended;
	fs.rmSync(folder, { recursive: true });
	return signal;
}

describe('A process that is killed in the middle of a run', () => {
	it.each(VENDOR_NAMES)(
		'%s: the next run brings everything to the master list, and nobody twice',
		async (vendor: VendorName) => {
			const kit = await kitOf(vendor, clock);
			try {
				Object.assign(kit.simulator.switches, { maxPage: 5000 });
				kit.load(WORLD.people);
				kit.simulator.setLatency(15);
				expect(await killedAfter(kit, 13)).toBe('SIGKILL');
				kit.simulator.setLatency(0);
				await clock.sleep(50);
				const between = kit.accounts();
				const truth = truthOf(worldOf(kit), between, kit.rules);
				const open = truth.rows.filter((row) => row.match?.last !== row.wants.last).length;
				expect(open).toBeGreaterThan(0);
				expect(open).toBeLessThan(WORLD.rows.length);
				kit.simulator.reset();
				const outcome = await runNode(requestFor(kit, worldOf(kit)));
				const ran = { kit, world: worldOf(kit), outcome, before: between, after: kit.accounts(), clean: true };
				check(ran);
				converged(ran);
				const keys = kit
					.accounts()
					.filter(({ state }) => state !== 'deleted')
					.map(({ key }) => key);
				expect(new Set(keys).size).toBe(keys.length);
			} finally {
				await kit.simulator.close();
			}
		},
		120_000,
	);
});
