import { console } from './platform';

/** Everything that was logged: through n8n's logger at any level, and through the console. */

type Sink = (line: string) => void;

const sinks = new Set<Sink>();

function asText(part: unknown): string {
	if (typeof part === 'string') return part;
	if (part instanceof Error) {
		const cause = part.cause === undefined ? '' : ` (cause: ${asText(part.cause)})`;
		return `${part.stack ?? part.message}${cause}`;
	}
	const seen = new WeakSet<object>();
	try {
		return JSON.stringify(part, (_key, value: unknown) => {
			if (value instanceof Error) return asText(value);
			if (typeof value === 'object' && value !== null) {
				if (seen.has(value)) return '[again]';
				seen.add(value);
			}
			return value;
		});
	} catch {
		return String(part);
	}
}

export function record(level: string, ...parts: unknown[]): void {
	if (sinks.size === 0) return;
	const line = `${level}: ${parts
		.filter((part) => part !== undefined)
		.map(asText)
		.join(' ')}`;
	for (const sink of sinks) sink(line);
}

const CONSOLE_LEVELS = ['debug', 'error', 'info', 'log', 'warn'] as const;

const originals = new Map(CONSOLE_LEVELS.map((level) => [level, console[level]] as const));

/** Collects what is logged until `stop` is called; the console stays silent meanwhile. */
export function listen(): { lines: string[]; stop: () => void } {
	const lines: string[] = [];
	const sink: Sink = (line) => lines.push(line);
	if (sinks.size === 0) {
		for (const level of CONSOLE_LEVELS) {
			originals.set(level, console[level]);
			console[level] = (...parts: unknown[]) => record(`console.${level}`, ...parts);
		}
	}
	sinks.add(sink);
	return {
		lines,
		stop: () => {
			if (!sinks.delete(sink) || sinks.size > 0) return;
			for (const [level, original] of originals) console[level] = original;
		},
	};
}
