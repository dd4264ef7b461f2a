import { createHash } from 'crypto';
import type { Connector } from '../model/connector';
import { textOf, type Field, type Value, type Values } from '../model/field';
import { sameValue } from './compare';
import type { Action } from '../model/plan';

/** Where echoes are kept between runs: n8n's static data of the node, saved for active workflows. */
export type EchoStore = Record<string, unknown>;

const MOST = 5000;

const digest = (...parts: string[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 16);

/**
 * Remembers values that a vendor keeps in a form of its own (cut to a length, rewritten): what was sent, and what its
 * reply showed instead. The same pair is then not written again every night. Kept as short hashes only.
 */
export class Echoes {
	constructor(private readonly store: EchoStore) {}

	/** Whether the vendor has already answered this wanted value with this shown one. */
	knows(key: string, field: Field, wanted: Value | null, shown: Value | null): boolean {
		return this.store[digest(key, field.name)] === digest(textOf(wanted), textOf(shown));
	}

	/** Notes what a reply showed of a write, and gives a hint for each field that it showed differently. */
	learn(connector: Pick<Connector, 'fields' | 'vendor'>, action: Action, shown: Values): string[] {
		const { row, send } = action;
		if (row === undefined) return [];
		return connector.fields.flatMap((field) => {
			const value = shown[field.name];
			const wanted = row.values[field.name] ?? null;
			const isComparable = field.refersTo === undefined && field.secret !== true && field.writeOnly !== true;
			if (!send.includes(field.name) || value === undefined || !isComparable) return [];
			const place = digest(row.key, field.name);
			if (sameValue(field, wanted, value)) {
				delete this.store[place];
				return [];
			}
			this.keep(place, digest(textOf(wanted), textOf(value)));
			return [hintFor(connector.vendor.label, field, wanted, value)];
		});
	}

	/** The latest stands last; the oldest is forgotten where there are too many. */
	private keep(place: string, pair: string): void {
		delete this.store[place];
		this.store[place] = pair;
		const places = Object.keys(this.store);
		for (const oldest of places.slice(0, Math.max(0, places.length - MOST))) delete this.store[oldest];
	}
}

/** The hint about a value that the vendor shows differently. */
export function hintFor(lms: string, field: Field, wanted: Value | null, shown: Value | null): string {
	return `${lms} shows ${field.label} as "${textOf(shown)}", not "${textOf(wanted)}".`;
}
