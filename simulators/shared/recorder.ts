import type { FaultKind } from './faultKinds';

/** One request as it reached a simulator. */
export interface RecordedRequest {
	/** 0 for the first request since the start or the last reset. */
	readonly index: number;
	/** When it arrived, by the simulator's clock. */
	readonly at: number;
	readonly method: string;
	/** The path with its percent-encoding undone. */
	readonly path: string;
	/** Path and query as sent. */
	readonly rawUrl: string;
	readonly query: Readonly<Record<string, string | readonly string[]>>;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	/** Parsed JSON, or the text if it is not JSON; undefined if there was none. */
	readonly body: unknown;
	readonly userAgent: string;
	/** How many requests were being answered when it arrived, itself included. */
	readonly inFlight: number;
	/** Answered status; undefined while open, or if no answer was sent. */
	status: number | undefined;
	/** Whether the vendor did what was asked, whatever the answer looked like. */
	committed: boolean;
	fault?: FaultKind;
	/** What a vendor would silently swallow, such as ignored entries of a batch. */
	readonly notes: string[];
}

export interface CallFilter {
	readonly method?: string;
	readonly path?: RegExp | string;
	readonly status?: number;
	readonly fault?: FaultKind;
}

/** The log of a server. */
export class Recorder {
	readonly requests: RecordedRequest[] = [];
	/** Bugs of the simulator itself; there should be none. */
	readonly failures: Error[] = [];

	calls(filter: CallFilter = {}): RecordedRequest[] {
		return this.requests.filter((request) => fits(request, filter));
	}

	clear(): void {
		this.requests.length = 0;
		this.failures.length = 0;
	}
}

function fits(request: RecordedRequest, filter: CallFilter): boolean {
	if (filter.method !== undefined && filter.method.toUpperCase() !== request.method) return false;
	if (filter.status !== undefined && filter.status !== request.status) return false;
	if (filter.fault !== undefined && filter.fault !== request.fault) return false;
	if (filter.path === undefined) return true;
	if (typeof filter.path === 'string') return filter.path === request.path;
	filter.path.lastIndex = 0;
	return filter.path.test(request.path);
}

/** Reads a query string; a name that comes twice, or ends in `[]`, becomes a list. */
export function readQuery(search: URLSearchParams): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	for (const name of new Set(search.keys())) {
		const values = search.getAll(name);
		const [first] = values;
		query[name] = values.length === 1 && first !== undefined && !name.endsWith('[]') ? first : values;
	}
	return query;
}

/** Undoes percent-encoding; text that is not validly encoded stays as it is. */
export function decodePath(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
