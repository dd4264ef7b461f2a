import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { capabilitiesByNode } from '../../engine/capabilities';
import { useVirtualClock } from '../../engine/clock';
import { packageNodes } from '../../engine/package';
import { jsonOf } from './bridgeKit';
import { open, TRADES } from './trades';

type Context = Record<string | symbol, unknown>;

/** The built node, with what n8n hands it replaced in part. */
function breaking(nodeType: string, change: (context: Context, name: string | symbol) => unknown): INodeType {
	const node = packageNodes().get(nodeType);
	if (node?.execute === undefined) throw new Error(`There is no node ${nodeType}`);
	const { execute } = node;
	return Object.assign(Object.create(node) as INodeType, {
		description: node.description,
		async execute(this: IExecuteFunctions) {
			const seen = new Proxy(this as unknown as Context, { get: change });
			return execute.call(seen as unknown as IExecuteFunctions);
		},
	});
}

const broken = (): never => {
	throw new Error('Broken on purpose');
};

describe.each(TRADES)('nothing that breaks after the first write costs a result, at $name', (trade) => {
	const clock = useVirtualClock();
	let bench: Awaited<ReturnType<typeof open>>;
	beforeEach(async () => {
		bench = await open(trade, clock);
	});
	afterEach(async () => bench.simulator.close());

	const rows = (title: string) => Array.from({ length: 12 }, (_, at) => ({ ...trade.row(at), [trade.title]: title }));
	const hasWritten = (): boolean => bench.writes().length > 0;
	const told = async (node: INodeType, options = {}) => {
		const outcome = await bench.run(rows('One'), { options }, { node });
		expect(outcome.error).toBeUndefined();
		expect(jsonOf(outcome.results).map(({ operation }) => operation)).toEqual(rows('').map(() => 'created'));
		expect(outcome.summary?.json.counts).toEqual({ created: 12 });
		return outcome;
	};

	it('be it the log, the hints of the editor, and what is kept between runs', async () => {
		const logger = new Proxy({}, { get: () => (hasWritten() ? broken : () => undefined) });
		const store = new Proxy(
			{},
			{ get: () => (hasWritten() ? broken() : undefined), set: broken, deleteProperty: broken, ownKeys: () => [] },
		);
		await told(
			breaking(trade.vendor, (context, name) => {
				if (name === 'logger') return logger;
				if (name === 'addExecutionHints') return broken;
				if (name === 'getWorkflowStaticData') return () => store;
				return context[name];
			}),
		);
	});

	it('be it in updates, and in what is done to people who are missing', async () => {
		await bench.run(rows('One'));
		const before = bench.writes().length;
		const goesOn = (): boolean => bench.writes().length > before;
		const logger = new Proxy({}, { get: () => (goesOn() ? broken : () => undefined) });
		const breaks = (): boolean => (goesOn() ? broken() : true);
		const store = new Proxy({}, { set: breaks, deleteProperty: breaks, get: () => breaks() && undefined });
		const node = breaking(trade.vendor, (context, name) => {
			if (name === 'logger') return logger;
			if (name === 'addExecutionHints') return broken;
			if (name === 'getWorkflowStaticData') return () => store;
			return context[name];
		});
		const left = rows('Two').slice(0, 9);
		const known = trade.vendor === 'traliant' ? { knownUsers: rows('One') } : {};
		const outcome = await bench.run(
			left,
			{ ...known, missingUsers: trade.removal, safety: { maxRemovalPercent: 100, maxIdentityChangePercent: 100 } },
			{ node },
		);
		expect(outcome.error).toBeUndefined();
		expect(outcome.summary?.json.counts).toEqual({
			updated: 9,
			[trade.removal === 'delete' ? 'deleted' : 'suspended']: 3,
		});
	});

	it.each(['delete', 'hide', 'restore'] as const)('be it in %s of single persons', async (operation) => {
		const offered = capabilitiesByNode().get(trade.vendor)?.operations ?? {};
		if (offered[operation] === undefined) return;
		await bench.run(rows('One'));
		const mode = trade.keyField.charAt(0).toLowerCase() + trade.keyField.slice(1);
		const userId = { __rl: true, mode, value: `={{ $json.${trade.keyField} }}` };
		const items = rows('One').slice(0, 3);
		const barred = trade.vendor === 'bridge' ? 'delete' : 'hide';
		if (operation === 'restore') await bench.run(items, { operation: barred, userId });
		const before = bench.writes().length;
		const breaks = (): boolean => (bench.writes().length > before ? broken() : true);
		const store = new Proxy({}, { set: breaks, deleteProperty: breaks, get: () => breaks() && undefined });
		const node = breaking(trade.vendor, (context, name) => {
			if (name === 'logger') return new Proxy({}, { get: () => () => breaks() });
			if (name === 'addExecutionHints') return broken;
			return name === 'getWorkflowStaticData' ? () => store : context[name];
		});
		const outcome = await bench.run(items, { operation, userId, deleteFirst: true }, { node });
		expect(outcome.error).toBeUndefined();
		expect(bench.writes().length).toBeGreaterThan(before);
		const words = { delete: /deleted/, hide: /suspended|hidden/, restore: /reactivated|restored/ };
		expect(outcome.results).toHaveLength(3);
		for (const { operation: word } of jsonOf(outcome.results)) expect(word).toMatch(words[operation]);
		expect(outcome.summary?.json.status).toBe('ok');
	});

	it('be it a timeout of the workflow: what was done is told, and what is left is told as cancelled', async () => {
		const stop = new AbortController();
		bench.simulator.faults.schedule(() => {
			if (bench.writes().length > 2) stop.abort();
			return undefined;
		});
		const node = breaking(trade.vendor, (context, name) =>
			name === 'getExecutionCancelSignal' ? () => stop.signal : context[name],
		);
		const outcome = await bench.run(rows('One'), { options: { concurrency: 1, batchSize: 1 } }, { node });
		expect(outcome.error).toBeUndefined();
		const told = jsonOf(outcome.results).map(({ operation, code }) => `${String(operation)} ${String(code)}`.trim());
		expect(told.slice(0, 2)).toEqual(['created', 'created']);
		expect(['created', 'unknown OUTCOME_UNKNOWN']).toContain(told[2]);
		expect(new Set(told.slice(3))).toEqual(new Set(['notAttempted CANCELLED']));
		expect(bench.writes()).toHaveLength(3);
		expect(outcome.summary?.json.status).toBe('partial');
	});

	it('be it that n8n does not give what it keeps between runs at all', async () => {
		await told(breaking(trade.vendor, (context, name) => (name === 'getWorkflowStaticData' ? broken : context[name])));
	});

	it('be it a reply that holds itself, or that can not be read a second time', async () => {
		const wrap = (reply: unknown): unknown => {
			if (typeof reply !== 'object' || reply === null || !('body' in reply)) return reply;
			const { body } = reply;
			if (hasWritten() && typeof body === 'object' && body !== null) {
				Object.assign(body, { self: body });
				Object.defineProperty(body, 'trap', { enumerable: true, get: broken });
			}
			return reply;
		};
		const node = breaking(trade.vendor, (context, name) => {
			if (name !== 'helpers') return context[name];
			return new Proxy(context.helpers as Context, {
				get: (helpers, helper) => {
					const call = helpers[helper];
					if (typeof call !== 'function' || !String(helper).startsWith('httpRequest')) return call;
					return Object.assign(
						async (...given: unknown[]) => wrap(await (call as (...all: unknown[]) => unknown).apply(helpers, given)),
						{
							call: async (_self: unknown, ...given: unknown[]) =>
								wrap(await (call as () => unknown).apply(_self, given as [])),
						},
					);
				},
			});
		});
		const outcome = await bench.run(rows('One'), { options: { includeResponse: true } }, { node });
		expect(outcome.error).toBeUndefined();
		expect(outcome.results).toHaveLength(12);
		expect(outcome.summary).toBeDefined();
	});
});
