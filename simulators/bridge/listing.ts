import type { BridgeDirectory } from './directory';
import type { BridgeSwitches } from './switches';
import type { BridgeUser } from './users';
import { writeUsers } from './wire';
import type { Included } from './wire';
import { wholeNumber, without } from '../shared/checks';
import { Refusal } from '../shared/refusal';
import { disturbPage } from '../shared/rows';
import type { Call, Reply } from '../shared/vendor';

const MAX_LIMIT = 1000;

/** One page of `GET /api/author/users`. */
export function listUsers(call: Call, directory: BridgeDirectory, switches: BridgeSwitches, baseUrl: string): Reply {
	const limit = limitOf(call, switches);
	const cursor = readCursor(call.query.get('after'));
	const repeated = call.fault?.kind === 'repeatPage' && cursor.after > 0;
	const start = repeated ? cursor.before : cursor.after;
	const page = directory.page(start, limit, wantedBy(call, switches));
	const last = page.users[page.users.length - 1];
	const users = disturbPage(page.users, call.fault);
	const body = writeUsers(users, directory, switches, included(call));
	if (call.fault?.kind === 'cutListing') {
		return { status: 200, json: without(body, 'meta') };
	}
	const after = repeated ? (call.query.get('after') ?? '') : writeCursor(cursor.after, last?.id ?? 0);
	const foreign = call.fault?.kind === 'foreignNext';
	const more = foreign || page.more || repeated;
	const meta = more
		? {
				next: nextLink(call, after, foreign ? (call.fault?.location ?? call.strangerUrl) : baseUrl, switches),
			}
		: {};
	return { status: 200, json: { ...body, meta } };
}

function wantedBy(call: Call, switches: BridgeSwitches): (user: BridgeUser) => boolean {
	const role = call.query.get('role');
	const search = switches.search === 'ignored' ? undefined : call.query.get('search')?.toLowerCase();
	if (search !== undefined && switches.search === 'refused') throw new Refusal(400, 'search is not known');
	const hrisId = (user: BridgeUser): string | null => (switches.search === 'all' ? user.hris_id : null);
	return (user) =>
		(user.deleted_at === null || (switches.listsDeleted && !user.hidden)) &&
		(role === null || user.roles.includes(role)) &&
		(search === undefined ||
			[user.full_name, user.email, user.uid, hrisId(user)].some((text) => text?.toLowerCase().includes(search)));
}

function limitOf(call: Call, switches: BridgeSwitches): number {
	const limit = wholeNumber(call.query.get('limit')) ?? switches.defaultLimit;
	if (Number.isNaN(limit) || limit < 1) throw new Refusal(400, 'limit must be a positive number');
	if (limit > MAX_LIMIT && switches.limitOverMax === 'reject') {
		throw new Refusal(400, `limit must be at most ${MAX_LIMIT}`);
	}
	return Math.min(limit, switches.mostInPage);
}

function nextLink(call: Call, after: string, origin: string, switches: BridgeSwitches): string {
	const query = new URLSearchParams();
	query.set('after', after);
	for (const [name, value] of call.query) {
		if (name === 'after' || (name === 'limit' && !switches.nextKeepsLimit)) continue;
		query.append(name, value);
	}
	const path = `/api/author/users?${query.toString()}`;
	const relative = switches.nextLink === 'relative' && call.fault?.kind !== 'foreignNext';
	return relative ? path : `${origin}${path}`;
}

/** A cursor holds where its page starts, and where the page before it did. */
function writeCursor(before: number, after: number): string {
	return Buffer.from(`${before}:${after}`, 'utf8').toString('base64url');
}

function readCursor(text: string | null): { before: number; after: number } {
	if (text === null) return { before: 0, after: 0 };
	const found = /^(\d+):(\d+)$/.exec(Buffer.from(text, 'base64url').toString('utf8'));
	if (found === null) throw new Refusal(400, 'after is invalid');
	return { before: Number(found[1]), after: Number(found[2]) };
}

/** What `includes[]` asks for. */
export function included(call: Call): Included {
	const names = call.query.getAll('includes[]');
	return {
		customFields: names.includes('custom_fields'),
		manager: names.includes('manager'),
		courseSummary: names.includes('course_summary'),
	};
}
