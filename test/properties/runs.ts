import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { SharedClock } from '../../engine/clock';
import { runNode, type RunOutcome } from '../../engine/engine';
import { console, process, realTimers } from '../../engine/platform';
import type { RecordedRequest, VendorName } from '../../simulators';
import { check, converged, failureOf } from './check';
import type { Ran } from './held';
import { hasLeft } from './leaving';
import { world, type Person, type World } from './people';
import { switchesOf } from './openings';
import { install, schedule, type Schedule } from './schedule';
import { isWrite, kitOf, requestFor, type Kit } from './vendors';

/** Schedules per vendor: `LMS_USERS_SCHEDULES`, else so many that all of test/properties takes a few minutes. */
export const SCHEDULES = Number(process.env.LMS_USERS_SCHEDULES ?? 400);

/**
 * The seed of this run. `npm test` takes the same one each time, so that a red build means a change and not bad luck;
 * `npm run soak` draws a new one, and `LMS_USERS_SEED` repeats any.
 */
export const SEED = Number(process.env.LMS_USERS_SEED ?? 20_261_122);

/** With `LMS_USERS_KEEP_GOING`, all schedules that fail are told, as they were drawn; else the first, as small as can be. */
const KEEPS_GOING = process.env.LMS_USERS_KEEP_GOING !== undefined;

/** Somebody whom the list does not own: without a key, or an administrator where everybody has one. */
const BYSTANDER: Person = {
	key: null,
	first: 'By',
	last: 'Stander',
	email: 'by.stander@company.tld',
	department: null,
	extra: 'X-bystander',
	state: 'active',
	admin: true,
};

const VIRTUAL_START = Date.UTC(2026, 0, 15, 12);

async function oneRun(kit: Kit, given: World, trouble: Schedule | undefined): Promise<Ran> {
	const { simulator } = kit;
	simulator.reset();
	const { seats } = trouble ?? {};
	const room = kit.accounts().filter(({ state }) => state !== 'deleted').length + (seats ?? 0);
	const isFull = ({ method, path }: RecordedRequest): boolean =>
		seats !== undefined &&
		kit.rules.creates?.test(`${method} ${path}`) === true &&
		kit.accounts().filter(({ state }) => state !== 'deleted').length >= room;
	const moved: string[] = [];
	const move = (): void => {
		const leaving = kit.accounts().find(({ email }) => email === BYSTANDER.email);
		if (leaving === undefined) return;
		kit.remove(leaving);
		kit.add([{ ...BYSTANDER, email: 'newcomer@company.tld', extra: 'X-newcomer' }]);
		moved.push(leaving.id, kit.accounts().find(({ email }) => email === 'newcomer@company.tld')?.id ?? '');
	};
	const isPage = ({ method, rawUrl }: RecordedRequest): boolean =>
		kit.rules.pages?.test(`${method} ${rawUrl}`) === true;
	if (trouble !== undefined) install(simulator.faults, trouble, { isFull, isPage, move });
	simulator.setRateLimit(trouble?.limit === undefined ? false : { perSecond: trouble.limit });
	const before = kit.accounts();
	const outcome: RunOutcome = await runNode(requestFor(kit, given));
	// A call that the end of the run has cut off may be on its way to the simulator: it is this run's, not the next one's.
	for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => realTimers.setImmediate(resolve));
	const isSwapped = simulator.requests.some(({ fault }) => fault === 'swapUser');
	return {
		kit,
		world: given,
		outcome,
		before,
		after: kit.accounts(),
		clean: trouble === undefined,
		...(moved.length === 0 && !isSwapped ? {} : { moved }),
		wrongAddress: trouble?.wrongAddress === true,
	};
}

/**
 * A run through faults, a clean one, and another that finds nothing to do. Each is held against the model.
 * @throws with a sentence about what does not hold
 */
export async function runSchedule(usual: Kit, drawn: World, trouble: Schedule): Promise<void> {
	// An export of nobody is none.
	const isOther = (drawn.variant ?? 0) % 2 === 1 && drawn.people.length > 0;
	const kit = isOther ? (usual.otherwise ?? usual) : usual;
	const moves = trouble.movesAt !== undefined && kit.rules.pages !== undefined;
	if (kit.isForeign !== true) Object.assign(kit.simulator.switches, switchesOf(kit.vendor, drawn.opening ?? 0));
	// On whichever page.
	const place = (drawn.opening ?? 0) % (drawn.people.length + 1);
	kit.load(moves ? [...drawn.people.slice(0, place), BYSTANDER, ...drawn.people.slice(place)] : drawn.people);
	const given = withIds(kit, drawn);
	const faulty = await oneRun(kit, given, trouble);
	within('through faults', faulty, () => check(faulty));
	const clean = await oneRun(kit, given, undefined);
	within('the clean run', clean, () => {
		check(clean);
		converged(clean);
	});
	await settles(kit, given, heldBack(clean) ? 3 : 1);
	const areBack = (given.variant ?? 0) % 3 === 0 && given.rows.some((row) => hasLeft(row, given));
	if (!areBack) return;
	const nextNight = { ...given, rows: given.rows.map((row) => ({ ...row, gone: false })) };
	const rehired = await oneRun(kit, nextNight, undefined);
	within('the run that has the leavers back', rehired, () => {
		check(rehired);
		converged(rehired);
	});
}

/** What a limit or a rejection held back may become possible through the clean run itself; then all is done. */
async function settles(kit: Kit, given: World, runs: number): Promise<void> {
	for (let more = runs; more > 0; more -= 1) {
		const after = await oneRun(kit, given, undefined);
		within('a run after', after, () => {
			check(after);
			converged(after);
			if (kit.rules.listed && more === 1) nothingToDo(after);
		});
		// From here on every run is this one.
		if (!kit.simulator.requests.some(isWrite)) return;
	}
}

/** Only now is known which ids the vendor has given. */
function withIds(kit: Kit, world: World): World {
	// An export has no ids.
	const accounts = kit.rules.hasNoIds === true ? [] : kit.accounts();
	const ids = (world.safety.protectedIds ?? []).flatMap(
		(at) => accounts.find(({ email }) => email === world.people[at]?.email)?.id ?? [],
	);
	return { ...world, safety: { ...world.safety, protectedKeys: [...world.safety.protectedKeys, ...ids] } };
}

function recordsOf({ outcome }: Ran): IDataObject[] {
	return [
		...outcome.results.map(({ json }) => json),
		...outcome.errorOutput.map(({ json }) => (json.details ?? json) as IDataObject),
	];
}

const heldBack = (ran: Ran): boolean =>
	recordsOf(ran).some(
		({ operation }) =>
			operation === 'blocked' || operation === 'rejected' || operation === 'failed' || operation === undefined,
	);

/** A second clean run writes nothing, unless the vendor refuses the same people again. */
function nothingToDo(ran: Ran): void {
	const writes = ran.kit.simulator.requests.filter(isWrite);
	const refused = recordsOf(ran).some(({ operation }) => operation === 'failed' || operation === undefined);
	if (writes.length > 0 && !refused)
		throw new Error(`it wrote again: ${JSON.stringify(writes.map(({ method, path, body }) => [method, path, body]))}`);
}

function within(which: string, ran: Ran, test: () => void): void {
	try {
		test();
	} catch (error) {
		throw inFull(which, ran, error);
	}
}

/** What did not hold, with all that was sent. */
function inFull(which: string, { outcome, kit }: Ran, cause: unknown): Error {
	const requests = kit.simulator.requests.map(
		({ method, rawUrl, status, fault, committed, body }) =>
			`${method} ${rawUrl} ${status ?? '-'}${fault === undefined ? '' : ` (${fault})`}${committed ? ' done' : ''} ${JSON.stringify(body)?.slice(0, 300) ?? ''}`,
	);
	const { counts, safety } = outcome.summary?.json ?? {};
	return new Error(
		`${which}: ${(cause as Error).message}\nrun error: ${failureOf(outcome) ?? 'none'}\nsummary: ${JSON.stringify(counts)} ${JSON.stringify(safety)}\nrequests:\n${requests.join('\n')}`,
		{ cause },
	);
}

/** Defines the property for one vendor, against its simulator or another server. */
export function describeRuns(
	vendor: VendorName,
	name: string = vendor,
	open: (clock: SharedClock) => Promise<Kit> = async (clock) => kitOf(vendor, clock),
): void {
	describe(`${name}: whole runs through faults`, () => {
		const clock = new SharedClock();
		let kit: Kit;
		beforeAll(async () => {
			clock.start(VIRTUAL_START);
			kit = await open(clock);
		});
		afterAll(async () => {
			await kit.simulator.close();
			clock.stop();
		});

		it(
			`holds every invariant under ${SCHEDULES} schedules`,
			async () => {
				const failed: string[] = [];
				let number = 0;
				await fc.assert(
					fc.asyncProperty(world, schedule, async (given, trouble) => {
						const path = process.env.LMS_USERS_PATH ?? String(number++);
						await runSchedule(kit, given, trouble).catch(async (error: unknown) => {
							if (!KEEPS_GOING) return Promise.reject(error);
							failed.push(`LMS_USERS_PATH=${path} ${(error as Error).message}\n${JSON.stringify([given, trouble])}`);
						});
					}),
					{
						numRuns: SCHEDULES,
						seed: SEED,
						// A path that was told is the smallest case already.
						endOnFailure: process.env.LMS_USERS_PATH !== undefined,
						...(process.env.LMS_USERS_PATH === undefined ? {} : { path: process.env.LMS_USERS_PATH }),
					},
				);
				if (failed.length > 0)
					throw new Error(`${failed.length} of ${SCHEDULES} schedules fail, seed ${SEED}:\n\n${failed.join('\n\n')}`);
				console.info(`${name}: ${SCHEDULES} schedules hold, seed ${SEED} (LMS_USERS_SEED=${SEED} repeats them)`);
			},
			24 * 3600_000,
		);
	});
}
