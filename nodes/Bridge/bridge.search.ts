import { uniqueForm, type User } from '../shared/model/directory';
import { CallFailed, runErrorIn } from '../shared/model/failure';
import { isBlank, type Field, type Value } from '../shared/model/field';
import type { Http } from '../shared/transport/http';
import { recordOf } from '../shared/transport/record';
import { listPath, nextPath, type BridgeReader } from './bridge.reader';

/** So many pages of one search are read at most: a portal that does not heed it shows everybody. */
const MOST_PAGES = 3;
const PAGE = 1000;

/** No answer to a search, and no trouble either: this portal does not search. */
const REFUSALS: ReadonlySet<string> = new Set(['forbidden', 'notFound', 'refused', 'unreadable']);

/** Looks for people by what Bridge's list can be searched for. That it finds nobody proves nothing. */
export class BridgeSearch {
	/** Why somebody may have been missed. */
	private doubt: string | undefined;
	private isRefused = false;

	constructor(
		private readonly http: Http,
		private readonly reader: BridgeReader,
	) {}

	/** All active accounts that a search shows, and that hold this very value. @throws CallFailed */
	async holding(field: Field, value: Value | null | undefined): Promise<User[]> {
		if (isBlank(value) || value === undefined || this.isRefused) return [];
		const wanted = uniqueForm(field, value);
		const users = await this.search(wanted);
		return users.filter(({ standing, values }) => {
			const shown = values[field.name];
			return standing === 'active' && !isBlank(shown) && uniqueForm(field, shown) === wanted;
		});
	}

	private async search(text: string): Promise<User[]> {
		const users: User[] = [];
		let path = listPath(PAGE, text);
		for (let pages = 1; ; pages++) {
			const reply = await this.http.read({ method: 'GET', path });
			if (reply.kind === 'failed') {
				if (!REFUSALS.has(reply.failure.kind)) throw new CallFailed(reply.failure);
				this.isRefused = true;
				this.doubt = `Bridge's list could not be searched. ${reply.failure.message}`;
				return users;
			}
			if (!Array.isArray(recordOf(reply.body)?.users)) return users;
			users.push(...this.reader.usersIn(reply, true).map(({ user }) => user));
			const next = this.nextOf(reply.body, path);
			if (next === undefined) return users;
			if (pages === MOST_PAGES) {
				this.doubt = "Bridge's list shows too many people when it is searched.";
				return users;
			}
			path = next;
		}
	}

	/** A link that can't be followed ends the search: what was found is true all the same. */
	private nextOf(body: unknown, path: string): string | undefined {
		const next = recordOf(recordOf(body)?.meta)?.next;
		if (next === undefined || next === null || next === '') return undefined;
		try {
			return nextPath(this.http.settings.address, next, path);
		} catch (error) {
			runErrorIn(error);
			return undefined;
		}
	}

	warnings(): string[] {
		return this.doubt === undefined
			? []
			: [`Whether new people stand in Bridge under another UID could not be told for sure. ${this.doubt}`];
	}
}
