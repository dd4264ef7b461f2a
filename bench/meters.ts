import { diagnostics, globals, load, process } from '../engine/platform';

const cpuMs = (): number => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

export interface Work {
	readonly wallMs: number;
	readonly cpuMs: number;
	readonly planCpuMs: number;
}

/**
 * Times a piece of work in this process. What it spends on calls is told apart by Node's own diagnostics: the plan's
 * CPU is all of it, less what passed between the first call that reads `/…users` and the end of the last such answer.
 */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; took: Work }> {
	let firstAsked: number | undefined;
	let lastCame: number | undefined;
	const asked = (message: unknown): void => {
		if (isListing(message)) firstAsked ??= cpuMs();
	};
	const came = (message: unknown): void => {
		if (isListing(message)) lastCame = cpuMs();
	};
	diagnostics.subscribe('http.client.request.start', asked);
	diagnostics.subscribe('http.client.response.finish', came);
	collect();
	const startedAt = performance.now();
	const startedCpu = cpuMs();
	try {
		const result = await work();
		const total = cpuMs() - startedCpu;
		const reading = firstAsked === undefined || lastCame === undefined ? 0 : lastCame - firstAsked;
		return {
			result,
			took: { wallMs: performance.now() - startedAt, cpuMs: total, planCpuMs: total - reading },
		};
	} finally {
		diagnostics.unsubscribe('http.client.request.start', asked);
		diagnostics.unsubscribe('http.client.response.finish', came);
	}
}

function isListing(message: unknown): boolean {
	const { request } = message as { request: { method: string; path: string } };
	return request.method === 'GET' && /users(\?|$)/i.test(request.path);
}

/** Collects garbage, where the process was started with `--expose-gc`. */
export function collect(): void {
	const { gc } = globals as { gc?: () => void };
	gc?.();
}

/** What lives on the heap, once garbage is gone. */
export function liveBytes(): number {
	collect();
	collect();
	return process.memoryUsage().heapUsed;
}

interface GcStatistics {
	readonly statistics: ReadonlyArray<{
		readonly beforeGC: { readonly heapStatistics: { readonly usedHeapSize: number } };
	}>;
}

interface Profiler {
	start(): void;
	stop(): GcStatistics;
}

/**
 * How eagerly garbage is collected, so that what is seen is what lives. `exact`: everything is collected after every two
 * megabytes, which takes a minute for 100,000 rows; `quick`: whenever the heap has grown by 5 %.
 */
export type Eagerness = 'exact' | 'quick';

const EAGER = { exact: '--gc-global', quick: '--heap-growing-percent=5' } as const;
const USUAL = { exact: '--no-gc-global', quick: '--heap-growing-percent=0' } as const;

/** The heap's highest level during a piece of work. */
export async function peakBytes(work: () => Promise<void>, eagerness: Eagerness): Promise<number> {
	const v8 = load('node:v8') as {
		GCProfiler: new () => Profiler;
		setFlagsFromString: (flag: string) => void;
	};
	v8.setFlagsFromString(EAGER[eagerness]);
	collect();
	const profiler = new v8.GCProfiler();
	profiler.start();
	await work();
	const { statistics } = profiler.stop();
	v8.setFlagsFromString(USUAL[eagerness]);
	return Math.max(
		process.memoryUsage().heapUsed,
		...statistics.map(({ beforeGC }) => beforeGC.heapStatistics.usedHeapSize),
	);
}
