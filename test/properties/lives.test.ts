import fc from 'fast-check';
import { SharedClock } from '../../engine/clock';
import { console, process } from '../../engine/platform';
import type { VendorName } from '../../simulators';
import { life } from './lives/staff';
import { liveThrough } from './lives/nights';
import { kitOf, type Kit } from './vendors';

/** Lives per vendor, each of 13 to 33 nights: `LMS_USERS_LIVES`, else so many that they take seconds. */
const LIVES = Number(process.env.LMS_USERS_LIVES ?? 10);
const SEED = Number(process.env.LMS_USERS_SEED ?? 20_261_127);
const PATH = process.env.LMS_USERS_PATH;
/** With `LMS_USERS_KEEP_GOING`, all lives that fail are told, as they were drawn; else the first, as small as can be. */
const KEEPS_GOING = process.env.LMS_USERS_KEEP_GOING !== undefined;

const VENDORS: readonly VendorName[] = ['bridge', 'learnifier', 'requestor', 'scim', 'traliant', 'lmsCollaborator'];

describe.each(VENDORS)('%s: the life of a list, night after night', (vendor) => {
	const clock = new SharedClock();
	let kit: Kit;
	beforeAll(async () => {
		clock.start(Date.UTC(2026, 0, 15, 2));
		kit = await kitOf(vendor, clock);
	});
	afterAll(async () => {
		await kit.simulator.close();
		clock.stop();
	});

	it(
		`holds in every night of ${LIVES} lives`,
		async () => {
			const failed: string[] = [];
			let number = 0;
			await fc.assert(
				fc.asyncProperty(life, async (drawn) => {
					const path = PATH ?? String(number++);
					const known = drawn.variant % 2 === 1 ? (kit.otherwise ?? kit) : kit;
					await liveThrough(known, clock, drawn).catch(async (error: unknown) => {
						if (!KEEPS_GOING) return Promise.reject(error);
						failed.push(`LMS_USERS_PATH=${path} ${(error as Error).message}\n${JSON.stringify(drawn)}`);
					});
				}),
				{ numRuns: LIVES, seed: SEED, endOnFailure: PATH !== undefined, ...(PATH === undefined ? {} : { path: PATH }) },
			);
			if (failed.length > 0)
				throw new Error(`${failed.length} of ${LIVES} lives fail, seed ${SEED}:\n\n${failed.join('\n\n')}`);
			console.info(`${vendor}: ${LIVES} lives hold, seed ${SEED} (LMS_USERS_SEED=${SEED} repeats them)`);
		},
		24 * 3600_000,
	);
});
