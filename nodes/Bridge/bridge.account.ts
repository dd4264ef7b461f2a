import type { Http } from '../shared/transport/http';
import { recordOf, recordsOf } from '../shared/transport/record';

/** So far may the number of users that Bridge tells be from the number listed: some are deleted or hidden. */
const FAR_PERCENT = 10;
const FAR = 10;

/**
 * What Bridge's own settings have to do with this run: an import of its own that removes people, and a number of users
 * that does not fit the list. Silent where the call is refused.
 */
export async function accountWarnings(http: Http, listed: number): Promise<string[]> {
	const reply = await http.send({ method: 'GET', path: '/api/admin/sub_accounts' });
	if (reply.kind === 'failed') return [];
	const body = recordOf(reply.body);
	const accounts = recordsOf(body?.sub_accounts ?? (Array.isArray(reply.body) ? reply.body : [body]));
	const warnings: string[] = [];
	if (accounts.some((account) => account.auto_csv === true))
		warnings.push(
			"Automatic CSV is on in Bridge: Bridge's own nightly import removes whoever is not in its file, and restores what this run removes. Switch one of the two off, or feed both from one list.",
		);
	const counts = accounts.map((account) => Number(account.user_count)).filter((count) => count >= 0);
	const total = counts.reduce((sum, count) => sum + count, 0);
	const isFar = (count: number): boolean =>
		Math.abs(count - listed) > FAR && Math.abs(count - listed) * 100 > Math.max(count, listed) * FAR_PERCENT;
	if (counts.length > 0 && [...counts, total].every(isFar))
		warnings.push(
			`Bridge says that it has ${total} users, but ${listed} were listed. The key may not see everybody: check its rights before you remove anybody.`,
		);
	return warnings;
}
