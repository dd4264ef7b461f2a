import type { User } from '../shared/model/directory';
import type { Http } from '../shared/transport/http';
import { inParallel } from '../shared/transport/parallel';
import { askPage, broken, idsOf, pageOf } from './requestor.directory';

/** A page of the list that others follow: which it is, who stands on it, and at which place of the list it ends. */
interface Seam {
	readonly index: number;
	readonly ids: readonly string[];
	readonly end: number;
}

/**
 * Where the pages of the list end, but for the first, which is read once more anyhow, and the last. Pages are cut by
 * place: one account deleted and one made in between, and somebody was not seen.
 */
export class Seams {
	private seams: Seam[] = [];

	note(pages: ReadonlyArray<readonly User[]>): void {
		let end = 0;
		const all = pages.map(
			(users, index): Seam => ({ index, ids: users.map(({ id }) => id), end: (end += users.length) }),
		);
		this.seams = all.slice(1, -1);
	}

	/** Asks who ends each page now. @throws RunError when it is somebody else: the list moved while it was read; CallFailed */
	async refuseMoved(http: Http, concurrency: number): Promise<void> {
		await inParallel(this.seams, concurrency, async ({ index, ids, end }) => {
			const one = pageOf(await askPage(http, end - 1, 1), end - 1);
			// Who cuts all pages alike is asked for the whole page.
			const now = one.records.length > 1 || one.pages !== one.total ? pageOf(await askPage(http, index), index) : one;
			const there = new Set(idsOf(now));
			const isSame = now === one ? there.has(ids.at(-1) ?? '') : ids.every((id) => there.has(id));
			if (!isSame) throw broken('the list moved while it was read, since accounts were made or deleted meanwhile');
		});
	}
}
