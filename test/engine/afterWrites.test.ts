import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
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
