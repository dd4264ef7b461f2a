/** What one run of one contender took. */
export interface Measurement {
	readonly wallMs: number;
	/** CPU of the contender's process, user and system. */
	readonly cpuMs: number;
	/** The part of it before the first page of the directory was asked for, and after the last one had come. */
	readonly planCpuMs: number;
	/** What the contender says it did: words and how often. */
	readonly counts: Readonly<Record<string, number>>;
}

/** What reached the simulator meanwhile. */
export interface Traffic {
	readonly calls: number;
	/** Calls that read the list of users. */
	readonly pages: number;
	readonly writes: number;
	readonly tooMany: number;
	/** Writes a second, from the first to the last. */
	readonly writesPerSecond: number;
}

export type Contender = 'node' | 'reference';

export interface Measured extends Measurement {
	readonly traffic: Traffic;
}

/** Memory of one run. */
export interface MemoryFigure {
	/** What the input items themselves take. */
	readonly itemsBytes: number;
	/** The most that lived at once, input items included, the engine and its libraries not. */
	readonly peakBytes: number;
}

/** One line of the table: a value beside what it is held against. */
export interface Figure {
	readonly scenario: string;
	readonly what: string;
	readonly unit: string;
	readonly node: number;
	readonly reference?: number;
	readonly today?: number;
	/** `computed`: follows from counts and latencies; the today contender has not been run. */
	readonly todayBasis?: 'measured' | 'computed';
	readonly ratio?: number;
	readonly target?: string;
	readonly met?: boolean | undefined;
}

export interface GrowthPoint {
	readonly rows: number;
	readonly cpuMs: number;
	readonly wallMs: number;
	readonly peakBytes: number;
}

export interface Growth {
	readonly vendor: string;
	/** What the runs did: `unchanged`, `created`, `dry run`. */
	readonly job: string;
	readonly points: readonly GrowthPoint[];
	readonly timeSlope: number;
	readonly memorySlope: number;
}

/** The JSON file beside the table. */
export interface BenchFile {
	readonly at: string;
	readonly quick: boolean;
	readonly machine: {
		readonly cpu: string;
		readonly cores: number;
		readonly memoryGb: number;
		readonly node: string;
		/** Load average over one minute, before and after. */
		readonly loadBefore: number;
		readonly loadAfter: number;
	};
	readonly repeats: number;
	readonly figures: readonly Figure[];
	readonly growth: readonly Growth[];
	readonly runs: Readonly<Record<string, Readonly<Record<Contender, readonly Measured[]>>>>;
	readonly memory: Readonly<Record<string, MemoryFigure>>;
}
