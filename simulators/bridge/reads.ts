import type { BridgeDirectory } from './directory';
import type { BridgeSwitches } from './switches';
import type { BridgeUser } from './users';
import { wholeNumber } from '../shared/checks';
import { Refusal } from '../shared/refusal';
import type { Call, Reply } from '../shared/vendor';

/** `GET /api/author/roles`: those that people are given, and those that Bridge works out. */
export function listRoles(switches: BridgeSwitches): Reply {
	if (switches.roles === 'forbidden') throw new Refusal(403, 'You may not see roles');
	const roles = [
		{ id: 'account_admin', name: 'Account Admin', is_computed: false },
		{ id: 'author', name: 'Author', is_computed: false },
		{ id: 'observer', name: 'Observer', is_computed: true },
	];
	return { status: 200, json: { meta: {}, roles } };
}

/** `GET /api/admin/sub_accounts`. */
export function listSubAccounts(directory: BridgeDirectory, { subAccounts }: BridgeSwitches): Reply {
	if (subAccounts === 'forbidden') throw new Refusal(403, 'You may not see sub-accounts');
	const count = directory.active.length;
	const account = {
		id: '1',
		name: 'Company',
		auto_csv: subAccounts === 'autoCsv',
		user_count: subAccounts === 'farCount' ? count * 3 + 50 : count,
	};
	return { status: 200, json: { meta: {}, sub_accounts: [account] } };
}

/** `GET /api/author/learners/:id/enrollments`: the transcript, in pages. */
export function listEnrollments(
	call: Call,
	user: BridgeUser,
	directory: BridgeDirectory,
	switches: BridgeSwitches,
): Reply {
	const all = directory.learningOf(user).map(({ kind, on, state }, at) => ({
		id: String(user.id * 1000 + at),
		course_title: `${kind} ${at + 1}`,
		state: state === 'overdue' ? 'active' : 'complete',
		due_at: state === 'late' ? null : `${on}T00:00:00Z`,
		completed_at: state === 'overdue' ? null : `${on}T10:00:00Z`,
		score: state === 'overdue' ? null : 80 + at,
	}));
	const limit = Math.min(wholeNumber(call.query.get('limit')) ?? switches.defaultLimit, 5);
	const after = wholeNumber(call.query.get('after')) ?? 0;
	const enrollments = all.slice(after, after + limit);
	const next = `/api/author/learners/${user.id}/enrollments?after=${after + limit}`;
	return {
		status: 200,
		json: { meta: after + limit < all.length ? { next } : {}, linked: {}, enrollments },
	};
}
