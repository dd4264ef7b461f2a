import { CallFailed, RunError } from '../shared/model/failure';
import { attributeOf } from './scim.places';
import { idText, recordOf, type JsonRecord } from '../shared/transport/record';

/** One page as it came. */
export interface RawPage {
	readonly records: readonly JsonRecord[];
	readonly total: number;
	/** Where the server says that the page begins. */
	readonly startIndex?: unknown;
}

/** A ListResponse; `Resources` may be absent when there are none. Source: RFC 7644 §3.4.2. */
export function pageIn(body: unknown): RawPage {
	const said = recordOf(body) ?? {};
	const [totalResults, startIndex, resources = []] = ['totalResults', 'startIndex', 'Resources'].map((name) =>
		attributeOf(said, name),
	);
	const total = Number(idText(totalResults) === '' ? NaN : totalResults);
	if (!Number.isSafeInteger(total) || total < 0)
		throw new CallFailed({
			kind: 'unreadable',
			message: "The server's list does not say how many users there are (totalResults).",
		});
	const entries: unknown[] = Array.isArray(resources) ? resources : resources === null ? [] : [undefined];
	return {
		total,
		startIndex,
		records: entries.map((entry) => {
			const record = recordOf(entry);
			if (record === undefined) throw broken('a page holds something that is no user');
			return record;
		}),
	};
}

/** The list can't be trusted. */
export function broken(what: string): RunError {
	return new RunError(
		`The server's list of users can't be trusted: ${what}. Nothing was sent, because with an incomplete directory people would be created twice or removed.`,
		"Run this again later; if it stays, ask the system's support.",
	);
}

/** A record's id; '' where it has none. */
export const idIn = (record: JsonRecord | undefined): string => idText(attributeOf(record ?? {}, 'id'));
