import { Command, InvalidArgumentError } from 'commander';

import { childProcess, fs, os, path, process, root } from '../engine/platform';
import { compare, Stage } from './compare';
import type { DefineBelow } from './defineBelow';
import type { BenchFile, Figure, Growth, Measured, MemoryFigure } from './figures';
import { growthOf } from './growth';
import { writePlots } from './plots';
import { Child } from './process';
import { growthJobs, scenarios } from './scenarios';
import { median } from './statistics';
import { tableOf } from './table';
import { readToday, todayOf } from './today';
import { defineBelowFigure, figuresOf, growthFigures, memoryFigure, startFigure } from './verdicts';

interface Options {
	readonly quick?: true;
	readonly repeats?: number;
	readonly only?: readonly string[];
	readonly output: string;
	readonly plots?: string;
	readonly today: string;
}

const OTHERS = ['define-below', 'start', 'growth'];
const IDS = [...scenarios(false).map(({ id }) => id), ...OTHERS];
const QUICK_REPEATS = 1;
const REPEATS = 5;

const program = new Command('bench')
	.description('Measures the nodes on n8n-core beside the leanest scripts for the same jobs')
	.option('--quick', 'small sizes and one run each: shows that the benchmark works, not how fast anything is')
	.option('--repeats <count>', `runs of each contender (default ${REPEATS})`, wholeNumber)
	.option('--only <scenario...>', `some of: ${IDS.join(', ')}`)
	.option('--output <folder>', 'where the JSON file goes', path.join(root, 'bench', 'output'))
	.option('--plots <folder>', 'writes plots there')
	.option('--today <file>', 'figures of the HTTP Request workflow', path.join(root, 'e2e', 'output', 'today.json'))
	.action(bench);

program.parseAsync().catch((error: unknown) => {
	program.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
});

async function bench(options: Options): Promise<void> {
	const quick = options.quick === true;
	const repeats = options.repeats ?? (quick ? QUICK_REPEATS : REPEATS);
	const chosen = new Set(options.only ?? IDS);
	const unknown = [...chosen].filter((id) => !IDS.includes(id));
	if (unknown.length > 0) program.error(`There is no scenario ${unknown.join(', ')}. There are: ${IDS.join(', ')}.`);
	const loadBefore = load();
	const figures: Figure[] = [];
	const runs: BenchFile['runs'] & Record<string, Record<string, Measured[]>> = {};
	const memory: Record<string, MemoryFigure> = {};
	const growth: Growth[] = [];
	const today = readToday(options.today);

	const stage = new Stage();
	try {
		for (const scenario of scenarios(quick).filter(({ id }) => chosen.has(id))) {
			const took = await compare(stage, scenario, repeats, (contender, { wallMs, cpuMs }) =>
				note(`${scenario.id}, ${contender}: ${seconds(wallMs)} s, CPU ${seconds(cpuMs)} s`),
			);
			Object.assign(runs, { [scenario.id]: took });
			figures.push(...figuresOf(scenario, took, todayOf(scenario, today)));
			if (scenario.id !== 'bridge-unchanged') continue;
			const figure = await stage.weigh(scenario, 'exact');
			memory[scenario.id] = figure;
			figures.push(memoryFigure(scenario, figure, 2.5));
		}
		if (chosen.has('define-below')) figures.push(await defineBelow(quick ? 500 : 10_000, repeats));
		if (chosen.has('start')) figures.push(startFigure(Array.from({ length: repeats }, start)));
		for (const grows of chosen.has('growth') ? growthJobs(quick) : []) {
			const grown = await growthOf(stage, grows, repeats, ({ title }, { cpuMs }) =>
				note(`${title}: CPU ${seconds(cpuMs)} s`),
			);
			growth.push(grown);
			figures.push(...growthFigures(grown));
		}
	} finally {
		await stage.end();
	}

	// At small sizes a ratio says nothing: start-up and chance are most of it.
	const shown = quick
		? figures.map((figure) => ({
				...figure,
				...(figure.unit === '' && Number.isInteger(figure.node) ? {} : { met: undefined }),
			}))
		: figures;
	const file: BenchFile = {
		at: new Date().toISOString(),
		quick,
		machine: { ...machine(), loadBefore, loadAfter: load() },
		repeats,
		figures: shown,
		growth,
		runs,
		memory,
	};
	print(tableOf(shown));
	print('');
	print(machineLine(file));
	for (const written of writeAll(options, file)) print(`Written: ${path.relative(root, written)}`);
}

function writeAll({ output, plots }: Options, file: BenchFile): string[] {
	fs.mkdirSync(output, { recursive: true });
	const json = path.join(output, file.quick ? 'bench-quick.json' : 'bench.json');
	fs.writeFileSync(json, `${JSON.stringify(file, null, '\t')}\n`);
	return [json, ...(plots === undefined ? [] : writePlots(plots, file))];
}

async function defineBelow(rows: number, repeats: number): Promise<Figure> {
	const child = new Child('defineBelow.ts');
	try {
		await child.ask('measure', { rows: 100 });
		const runs: DefineBelow[] = [];
		for (let repeat = 0; repeat < repeats; repeat++) runs.push(await child.ask('measure', { rows }));
		note(`define-below: ${median(runs.map(({ nodeMs }) => nodeMs)).toFixed(1)} ms`);
		return defineBelowFigure(rows, runs);
	} finally {
		await child.end();
	}
}

/** Loads the nodes in a fresh process. */
function start(): { zodMs: number; nodesMs: number } {
	const told = childProcess.execFileSync(process.execPath, [path.join(root, 'bench', 'start.js')], {
		encoding: 'utf8',
	});
	return JSON.parse(told) as { zodMs: number; nodesMs: number };
}

function load(): number {
	return os.loadavg()[0] ?? 0;
}

function machine(): Pick<BenchFile['machine'], 'cpu' | 'cores' | 'memoryGb' | 'node'> {
	const cpus = os.cpus();
	return {
		cpu: cpus[0]?.model ?? 'unknown',
		cores: cpus.length,
		memoryGb: Math.round(os.totalmem() / 1024 ** 3),
		node: process.version,
	};
}

function machineLine({ machine: { cpu, cores, memoryGb, node, loadBefore, loadAfter }, repeats }: BenchFile): string {
	return `${cores} cores (${cpu}), ${memoryGb} GB, Node ${node}; load ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after; median of ${repeats}.`;
}

function seconds(milliseconds: number): string {
	return (milliseconds / 1000).toFixed(2);
}

function wholeNumber(text: string): number {
	if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
	return Number(text);
}

/** Progress, which is no part of what is printed. */
function note(text: string): void {
	program.configureOutput().writeErr?.(`${text}\n`);
}

function print(text: string): void {
	program.configureOutput().writeOut?.(`${text}\n`);
}
