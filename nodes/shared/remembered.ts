import { createHash } from 'crypto';

const NAME = 'shown';
const MOST = 200;

/**
 * The ids of accounts that a write has shown and no look-up by key does, kept in n8n's static data of the node: a short hash
 * of the key, and the vendor's own id. Nothing here throws: a run without memory is a run all the same.
 */
export class Remembered {
	/** @param open n8n's static data, which may be refused */
	constructor(private readonly open: () => Record<string, unknown>) {}

	/** The id under which an account with this key was shown; undefined: none was. */
	idOf(key: string): string | undefined {
		return this.pairs().find(([hash]) => hash === hashOf(key))?.[1];
	}

	/** The latest stands last; the oldest is forgotten where there are too many. */
	keep(key: string, id: string): void {
		const hash = hashOf(key);
		const others = this.pairs().filter(([other]) => other !== hash);
		try {
			this.open()[NAME] = [...others, [hash, id]].slice(-MOST);
		} catch {
			// The next run does without.
		}
	}

	private pairs(): Array<[hash: string, id: string]> {
		try {
			const kept = this.open()[NAME];
			const read: unknown[] = Array.isArray(kept) ? kept : [];
			return read.flatMap((entry) => {
				const [hash, id]: unknown[] = Array.isArray(entry) ? entry : [];
				return typeof hash === 'string' && typeof id === 'string' ? [[hash, id]] : [];
			});
		} catch {
			return [];
		}
	}
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64').slice(0, 12);
