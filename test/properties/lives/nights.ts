import type { IDataObject } from 'n8n-workflow';
import type { SharedClock } from '../../../engine/clock';
import { runNode, type RunOutcome } from '../../../engine/engine';
import { realTimers } from '../../../engine/platform';
import type { RecordedRequest } from '../../../simulators';
import { failureOf } from '../check';
import type { Account } from '../model';
import { install } from '../schedule';
import type { Kit } from '../vendors';
import { converged, judge, type Lived, type Asked } from './judge';
import type { Life, Night } from './staff';
import { LivingWorld } from './world';

const DAY = 86_400_000;

const live = ({ state }: Account): boolean => state !== 'deleted';

/** Lives one company through all of its nights. @throws with a sentence about what does not hold, and of which night */
export async function liveThrough(kit: Kit, clock: SharedClock, life: Life): Promise<void> {
	const world = new LivingWorld(kit, life);
	let last: Lived | undefined;
	let approved = '';
	for (const [number, night] of life.nights.entries()) {
		await clock.sleep(DAY);
		const events = night.events.filter((event) => world.happen(event));
		// Every few nights somebody answers what the node asks.
		if (number % 4 === 3) world.answer();
		const isQuiet =
			events.length === 0 &&
			number % 4 !== 3 &&
			night.damage === 'none' &&
			night.trouble === undefined &&
			last?.night.damage === 'none' &&
			last.night.trouble === undefined;
		const lived = await liveNight(world, { number, night, approved, isFinal: false, isQuiet, last });
		approved = approvalFor(lived, life.nights[number + 1]);
		last = lived;
	}
	await comesToRest(world, clock, life.nights.length);
}

/** A clean list without faults, and no limits: after two nights the system is what the list says, and then nothing more. */
async function comesToRest(world: LivingWorld, clock: SharedClock, number: number): Promise<void> {
	world.answer();
	const night: Night = { events: [], damage: 'none', trouble: undefined, approves: undefined };
	let last: Lived | undefined;
	for (const more of [0, 1, 2]) {
		await clock.sleep(DAY);
		last = await liveNight(world, {
			number: number + more,
			night,
			approved: '',
			isFinal: true,
			isQuiet: more === 2,
			last,
		});
	}
	if (last !== undefined) within(last, () => converged(world, last));
}

function approvalFor({ outcome }: Lived, next: Night | undefined): string {
	const { status, planHash, removalsHash } = outcome.summary?.json ?? {};
	if (status !== 'blocked' || next?.approves === undefined) return '';
	return String(next.approves === 'plan' ? planHash : removalsHash);
}

async function liveNight(world: LivingWorld, asked: Asked): Promise<Lived> {
	const { kit } = world;
	const { simulator } = kit;
	const { night, number, approved, isFinal } = asked;
	simulator.reset();
	const seats = night.trouble?.seats;
	const room = world.accounts().filter(live).length + (seats ?? 0);
	const isFull = ({ method, path }: RecordedRequest): boolean =>
		seats !== undefined &&
		kit.rules.creates?.test(`${method} ${path}`) === true &&
		world.accounts().filter(live).length >= room;
	if (night.trouble !== undefined)
		install(simulator.faults, night.trouble, { isFull, isPage: () => false, move: () => undefined });
	simulator.setRateLimit(night.trouble?.limit === undefined ? false : { perSecond: night.trouble.limit });
	const lines = world.list(night.damage, number);
	const before = world.accounts();
	const outcome: RunOutcome = await runNode(world.request(lines, night.damage, approved, isFinal));
	for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => realTimers.setImmediate(resolve));
	const lived: Lived = { ...asked, world, lines, outcome, before, after: world.accounts() };
	within(lived, () => judge(lived));
	world.settle();
	world.learn(outcome.results, lines, night.damage);
	return lived;
}

function within(lived: Lived, test: () => void): void {
	try {
		test();
	} catch (error) {
		throw inFull(lived, error);
	}
}

/** What did not hold, with all that was sent in that night. */
function inFull({ number, night, outcome, world, isFinal, lines }: Lived, cause: unknown): Error {
	const requests = world.kit.simulator.requests.map(
		({ method, rawUrl, status, fault, committed, body }) =>
			`${method} ${rawUrl} ${status ?? '-'}${fault === undefined ? '' : ` (${fault})`}${committed ? ' done' : ''} ${JSON.stringify(body)?.slice(0, 300) ?? ''}`,
	);
	const { counts, safety, warnings, status } = (outcome.summary?.json ?? {}) as IDataObject;
	const events = JSON.stringify({ ...night, trouble: night.trouble === undefined ? undefined : 'some' });
	return new Error(
		`night ${number}${isFinal ? ' (final)' : ''} ${events}: ${(cause as Error).message}\nrun error: ${failureOf(outcome) ?? 'none'}\nsummary: ${JSON.stringify({ status, counts, safety, warnings })}\nlist:\n${lines.map(({ row }) => JSON.stringify(row)).join('\n')}\nrequests:\n${requests.join('\n')}`,
		{ cause },
	);
}
