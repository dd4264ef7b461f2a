import { inParallel } from './parallel';

/** A page of a list as it stands now: whose ids are on it, and how many entries and pages there are said to be. */
export interface Part {
	readonly ids: readonly string[];
	readonly total: number;
	readonly pages: number;
}

/** A page that another one follows: which it is, from 0, who stands on it, and how many entries end with it. */
interface Seam {
	readonly page: number;
	readonly ids: readonly string[];
	readonly end: number;
}

/**
 * Where the numbered pages of a list end. They are cut by place: one account deleted and one made in between, and all counts are
 * as they were, but somebody was not seen.
 */
export class Seams {
	private seams: readonly Seam[] = [];

	/** @param from the first page that counts: one that is read once more anyhow does not */
	note(pages: ReadonlyArray<ReadonlyArray<{ readonly id: string }>>, from = 0): void {
		let end = 0;
		this.seams = pages
			.map((users, page): Seam => {
				end += users.length;
				return { page, ids: users.map(({ id }) => id), end };
			})
			.slice(from, -1);
	}

	/**
	 * Whether somebody else ends a page now.
	 * @param ask for a page, from 0, of so many entries; undefined: of so many as before
	 */
	async haveMoved(
		concurrency: number,
		ask: (page: number, size: number | undefined) => Promise<Part>,
	): Promise<boolean> {
		let moved = false;
		let cutsAlike = false;
		await inParallel(this.seams, concurrency, async ({ page, ids, end }) => {
			const one = cutsAlike ? undefined : await ask(end - 1, 1).catch(() => undefined);
			if (one?.ids.length === 1 && one.pages === one.total) {
				moved ||= one.ids[0] !== ids.at(-1);
				return;
			}
			// Who cuts all pages alike is asked for the whole page.
			cutsAlike = true;
			const again = new Set((await ask(page, undefined)).ids);
			moved ||= !ids.every((id) => again.has(id));
		});
		return moved;
	}
}
