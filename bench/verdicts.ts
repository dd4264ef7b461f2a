import type { DefineBelow } from './defineBelow';
import type { Contender, Figure, Growth, Measured, MemoryFigure } from './figures';
import type { Scenario } from './scenarios';
import { median } from './statistics';
import type { Today } from './today';

type Runs = Readonly<Record<Contender, readonly Measured[]>>;

const MB = 1024 * 1024;

/** What a run at the limit may reach: calls are spread just below it. */
const LEAST_USE_OF_LIMIT = 0.97;

const middle = (runs: readonly Measured[], pick: (run: Measured) => number): number => median(runs.map(pick));

const atMost = (value: number, limit: number, target: string): Pick<Figure, 'target' | 'met'> => ({
	target,
	met: value <= limit,
});

const atLeast = (value: number, limit: number, target: string): Pick<Figure, 'target' | 'met'> => ({
	target,
	met: value >= limit,
});

function wall(scenario: Scenario, runs: Runs, limit: number): Figure {
	const node = middle(runs.node, ({ wallMs }) => wallMs);
	const reference = middle(runs.reference, ({ wallMs }) => wallMs);
	const ratio = node / reference;
	return {
		scenario: scenario.title,
		what: 'wall time',
		unit: 's',
		node: node / 1000,
		reference: reference / 1000,
		ratio,
		...atMost(ratio, limit, `≤ ${limit} × reference`),
	};
}

/** Wall time against what the calls' latency alone takes. */
function wallByLatency(scenario: Scenario, runs: Runs, limit: number): Figure {
	const node = middle(runs.node, ({ wallMs }) => wallMs);
	const calls = middle(runs.node, ({ traffic }) => traffic.calls);
	const floor = (calls * scenario.latencyMs) / scenario.concurrency;
	const ratio = node / floor;
	return {
		scenario: scenario.title,
		what: 'wall time (ratio: to calls × latency / concurrency)',
		unit: 's',
		node: node / 1000,
		reference: middle(runs.reference, ({ wallMs }) => wallMs) / 1000,
		ratio,
		...atMost(ratio, limit, `≤ ${limit} × latency`),
	};
}

function calls(scenario: Scenario, runs: Runs, what: 'pages' | 'writes', wanted: number): Figure {
	const count = (contender: Contender): number => middle(runs[contender], ({ traffic }) => traffic[what]);
	const node = count('node');
	return {
		scenario: scenario.title,
		what: what === 'pages' ? 'list calls' : 'write calls',
		unit: '',
		node,
		reference: count('reference'),
		target: `${wanted}`,
		met: node === wanted,
	};
}

function planCpu(scenario: Scenario, runs: Runs, limit: number): Figure {
	const node = middle(runs.node, ({ planCpuMs }) => planCpuMs) / 1000;
	const reference = middle(runs.reference, ({ planCpuMs }) => planCpuMs) / 1000;
	return {
		scenario: scenario.title,
		what: 'CPU of the plan',
		unit: 's',
		node,
		reference,
		ratio: node / reference,
		...(scenario.rows < 100_000 ? {} : atMost(node, limit, `≤ ${limit} s`)),
	};
}

export function memoryFigure(scenario: Scenario, { itemsBytes, peakBytes }: MemoryFigure, limit: number): Figure {
	const ratio = peakBytes / itemsBytes;
	return {
		scenario: scenario.title,
		what: `peak memory (ratio: to the ${(itemsBytes / MB).toFixed(0)} MB of the items)`,
		unit: 'MB',
		node: peakBytes / MB,
		ratio,
		...(scenario.rows < 100_000 ? {} : atMost(ratio, limit, `≤ ${limit} × items`)),
	};
}

function againstToday(
	scenario: Scenario,
	{ runs, today }: { readonly runs: Runs; readonly today: Today },
	what: 'calls' | 'wall time',
	least: number,
): Figure {
	const isCalls = what === 'calls';
	const node = middle(runs.node, (run) => (isCalls ? run.traffic.calls : run.wallMs / 1000));
	const other = isCalls ? today.calls : today.wallMs / 1000;
	const ratio = other / node;
	return {
		scenario: scenario.title,
		what: isCalls ? 'calls (ratio: today / this node)' : 'wall time (ratio: today / this node)',
		unit: isCalls ? '' : 's',
		node,
		today: other,
		todayBasis: today.basis,
		ratio,
		...atLeast(ratio, least, `≥ ${least} × better than today`),
	};
}

function useOfLimit(scenario: Scenario, runs: Runs): Figure[] {
	const use = (contender: Contender): number =>
		middle(runs[contender], ({ traffic }) => traffic.writesPerSecond) / (scenario.perSecond ?? 1);
	const refused = (contender: Contender): number => Math.max(...runs[contender].map(({ traffic }) => traffic.tooMany));
	return [
		{
			scenario: scenario.title,
			what: 'share of the limit used while writing',
			unit: '%',
			node: use('node') * 100,
			reference: use('reference') * 100,
			...atLeast(use('node'), LEAST_USE_OF_LIMIT, '≥ 97 %'),
		},
		{
			scenario: scenario.title,
			what: 'answers "too many calls" (429)',
			unit: '',
			node: refused('node'),
			reference: refused('reference'),
			...atMost(refused('node'), 0, '0'),
		},
	];
}

/** The targets for one scenario. */
export function figuresOf(scenario: Scenario, runs: Runs, today: Today): Figure[] {
	switch (scenario.id) {
		case 'bridge-unchanged':
		case 'bridge-hr':
			return [
				wall(scenario, runs, 1.5),
				planCpu(scenario, runs, 2),
				calls(scenario, runs, 'pages', Math.ceil(scenario.rows / 1000)),
				calls(scenario, runs, 'writes', 0),
			];
		case 'bridge-limit':
			return [
				wall(scenario, runs, 1.2),
				...useOfLimit(scenario, runs),
				againstToday(scenario, { runs, today }, 'calls', 50),
			];
		case 'learnifier':
			return [wall(scenario, runs, 1.2), calls(scenario, runs, 'writes', scenario.changed)];
		case 'requestor':
			return [
				wall(scenario, runs, 1.3),
				calls(scenario, runs, 'writes', scenario.rows / 100),
				againstToday(scenario, { runs, today }, 'wall time', 20),
			];
		case 'lmsCollaborator-unchanged':
			return [
				wall(scenario, runs, 1.3),
				calls(scenario, runs, 'pages', Math.ceil(scenario.rows / 1000)),
				calls(scenario, runs, 'writes', 0),
			];
		case 'requestor-new':
			return [wallByLatency(scenario, runs, 1.15), calls(scenario, runs, 'writes', scenario.rows / 100)];
		case 'scim-bulk':
			// The reference makes one call for each.
			return [wall(scenario, runs, 0.5), calls(scenario, runs, 'writes', scenario.rows / 100)];
		case 'scim':
			// The administrator is there already.
			return [wallByLatency(scenario, runs, 1.15), calls(scenario, runs, 'writes', scenario.rows - 1)];
		case 'traliant':
			return [wallByLatency(scenario, runs, 1.15), calls(scenario, runs, 'writes', scenario.rows / 10)];
		default:
			return [wallByLatency(scenario, runs, 1.15), calls(scenario, runs, 'writes', scenario.rows)];
	}
}

export function growthFigures({ vendor, job, points, timeSlope, memorySlope }: Growth): Figure[] {
	const scenario = `Growth: ${vendor}, ${job}, ${points.map(({ rows }) => shortCount(rows)).join(', ')} rows`;
	return [
		{
			scenario,
			what: 'slope of CPU time',
			unit: '',
			node: timeSlope,
			...atMost(timeSlope, 1.05, '≤ 1.05'),
		},
		{
			scenario,
			what: 'slope of peak memory',
			unit: '',
			node: memorySlope,
			...atMost(memorySlope, 1.05, '≤ 1.05'),
		},
	];
}

const shortCount = (count: number): string => (count >= 1000 ? `${String(count / 1000)}k` : String(count));

export function defineBelowFigure(rows: number, runs: readonly DefineBelow[]): Figure {
	const node = median(runs.map(({ nodeMs }) => nodeMs));
	const engine = median(runs.map(({ engineMs }) => engineMs));
	return {
		scenario: `Define below: ${rows} rows × 10 plain references`,
		what: "reading (reference: n8n's evaluator)",
		unit: 'ms',
		node,
		reference: engine,
		ratio: engine / node,
		...atLeast(engine / node, 50, '≥ 50 × faster'),
	};
}

export function startFigure(runs: ReadonlyArray<{ zodMs: number; nodesMs: number }>): Figure {
	const node = median(runs.map(({ nodesMs }) => nodesMs));
	return {
		scenario: 'Start: requiring all six node files',
		what: "CPU beyond zod's own load (reference: zod)",
		unit: 'ms',
		node,
		reference: median(runs.map(({ zodMs }) => zodMs)),
		...atMost(node, 60, '≤ 60 ms'),
	};
}
