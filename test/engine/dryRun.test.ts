import { useVirtualClock } from '../../engine/clock';
import { runNode } from '../../engine/engine';
import type { VendorName } from '../../simulators';
import { benchOf, type Bench } from '../hostile/kits';
import { bridgeBench } from './bridgeKit';

const VENDORS: readonly VendorName[] = ['bridge', 'learnifier', 'lmsCollaborator', 'requestor', 'traliant'];

describe('Dry Run', () => {
	const clock = useVirtualClock();
	let bench: Bench | undefined;
	afterEach(async () => bench?.close());

	it.each(VENDORS)('of %s: a sync that nobody has set otherwise plans, and sends nothing', async (vendor) => {
		bench = await benchOf(vendor, clock);
		const run = { nodeType: vendor, items: [bench.row(0), bench.row(7)] };
		const fields = { mappingMode: 'autoMapInputData', value: null };
		const credentials = { [bench.kit.credentialName]: bench.kit.simulator.credentials as never };
		for (const parameters of [{ fields }, { operation: 'sync', fields }]) {
			const { summary, error } = await runNode({ ...run, parameters, credentials });
			expect(error).toBeUndefined();
			expect(summary?.json).toMatchObject({ status: 'planned', dryRun: true });
		}
		// Requestor's search for an e-mail address is a POST that changes nothing.
		const { requests } = bench.kit.simulator;
		expect(requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/SearchUsers'))).toEqual([]);
	});

	it('is off for a person who is to be deleted', async () => {
		const bridge = await bridgeBench({ users: 3, clock });
		const [row] = bridge.rows();
		const { results } = await runNode({
			nodeType: 'bridge',
			parameters: { operation: 'delete', userId: { __rl: true, mode: 'uid', value: String(row?.uid) } },
			credentials: { bridgeApi: bridge.simulator.credentials as never },
			items: [{}],
		});
		expect(results[0]?.json).toMatchObject({ operation: 'deleted', dryRun: false });
		await bridge.close();
	});
});
