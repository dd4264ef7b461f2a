import { isJsonType } from '../shared/checks';
import { CollaboratorDirectory, collaboratorSeed } from './directory';
import type { CollaboratorFields, CollaboratorSeed, CollaboratorUser } from './directory';
import { listTasks, listUsers, profileOf } from './listing';
import { collaboratorSwitches } from './switches';
import type { CollaboratorSwitches } from './switches';
import { readImport } from './wire';
import { personAt } from '../shared/people';
import { Refusal } from '../shared/refusal';
import { allForms } from '../shared/secrets';
import type {
	Call,
	Credentials,
	Parts,
	Reply,
	RequestHeaders,
	Route,
	Service,
	Setup,
	Signature,
	Vendor,
} from '../shared/vendor';

const TOKEN = 'collaborator-example-token-6e4d9b';
const WRONG_TOKEN = 'collaborator-example-wrong-token-0c55';
const EXPIRED_TOKEN = 'collaborator-example-expired-token-98f2';
const PATH = '/api/v2/users-import/single';

export type CollaboratorCredential = 'otherHeader' | 'wrong' | 'expired';

/** LMS Collaborator: one call that writes one user, matched by uid; a list of users, and of one user's tasks. */
export const lmsCollaborator: Vendor<
	CollaboratorSeed,
	CollaboratorSwitches,
	CollaboratorDirectory,
	CollaboratorCredential
> = {
	label: 'LMS Collaborator',
	switches: collaboratorSwitches,
	rateLimit: false,
	generate: (count, seed) =>
		Array.from({ length: count }, (_, index) => {
			const person = personAt(index, seed);
			const manager = person.manager === undefined ? undefined : personAt(person.manager, seed).number;
			return collaboratorSeed(person, manager);
		}),
	make: makeCollaborator,
};

function makeCollaborator(
	setup: Setup<CollaboratorSeed, CollaboratorSwitches>,
): Parts<CollaboratorDirectory, CollaboratorCredential> {
	const directory = new CollaboratorDirectory();
	for (const user of setup.users) directory.add(user);
	const credentials = (changes: Credentials = {}): Credentials => ({
		baseUrl: setup.baseUrl(),
		apiToken: TOKEN,
		tokenHeader: setup.switches.tokenHeader,
		allowHttp: true,
		...changes,
	});
	const other = setup.switches.tokenHeader === 'Authorization' ? 'X-Cbr-Authorization' : 'Authorization';
	return {
		service: new CollaboratorService(directory, setup.switches),
		directory,
		credentials,
		otherCredentials: () => ({
			otherHeader: credentials({ tokenHeader: other }),
			wrong: credentials({ apiToken: WRONG_TOKEN }),
			expired: credentials({ apiToken: EXPIRED_TOKEN }),
		}),
		secrets: allForms([TOKEN, WRONG_TOKEN, EXPIRED_TOKEN]),
	};
}

interface Counters {
	created_count: number;
	updated_count: number;
	blocked_count: number;
	unblocked_count: number;
}

/** Strongest first. */
const STRENGTH = ['created_count', 'blocked_count', 'unblocked_count', 'updated_count'] as const;

const KEYS: Readonly<Record<number, string>> = {
	401: 'unauthorized',
	403: 'forbidden',
	404: 'not_found',
	405: 'method_not_allowed',
	415: 'unsupported_media_type',
	429: 'too_many_requests',
	500: 'server_error',
	503: 'service_unavailable',
};

class CollaboratorService implements Service {
	readonly routes: readonly Route[] = [
		{ method: 'POST', path: PATH, body: 'json', handle: (call) => this.import(call) },
		{
			method: 'GET',
			path: PATH,
			body: 'none',
			handle: () => this.failure(405, 'Method not allowed'),
		},
		this.read('/api/v2/users/list', (call) => listUsers(call, this.directory, this.switches)),
		this.read('/api/v2/profile', () => profileOf(this.directory, this.switches)),
		this.read('/api/v2/tasks/report/get-user-tasks-report', (call) => listTasks(call, this.directory, this.switches)),
	];

	constructor(
		private readonly directory: CollaboratorDirectory,
		private readonly switches: CollaboratorSwitches,
	) {}

	authenticate(headers: RequestHeaders): Signature {
		const header = headers[this.switches.tokenHeader.toLowerCase()];
		if (header === `Bearer ${TOKEN}`) return { ok: true, caller: 'admin', token: TOKEN };
		const expired = header === `Bearer ${EXPIRED_TOKEN}`;
		return {
			ok: false,
			reply: this.failure(401, expired ? 'The token has expired' : 'The token is invalid'),
		};
	}

	failure(status: number, message: string, field?: string): Reply {
		switch (this.switches.errorForm) {
			case 'error':
				return { status, json: { error: message } };
			case 'data':
				return { status, json: { data: { [field ?? 'user']: message } } };
			case 'keys':
				return { status, json: { [KEYS[status] ?? field ?? 'bad_request']: message } };
		}
	}

	refuse(refusal: Refusal): Reply {
		return this.failure(refusal.status, refusal.message, refusal.field);
	}

	refusedContentType(contentType: string): Reply | undefined {
		const json = isJsonType(contentType);
		const charset = /;\s*charset="?utf-8"?\s*(;|$)/i.test(contentType);
		if (json && (charset || this.switches.charset === 'optional')) return undefined;
		return this.failure(415, 'Content-Type must be application/json;charset=UTF-8');
	}

	retryAfter(): CollaboratorSwitches['retryAfter'] {
		return this.switches.retryAfter;
	}

	private read(path: string, handle: Route['handle']): Route {
		return { method: 'GET', path, body: 'none', handle };
	}

	private import(call: Call): Reply {
		const { uid, fields, ignored } = readImport(call.body, this.switches);
		if (ignored.length > 0) call.request.notes.push(`ignored fields ${ignored.join(', ')}`);
		const user = this.directory.withUid(uid);
		this.refuseTaken(fields, user);
		const counters = user === undefined ? this.create(uid, fields) : this.update(user, fields);
		return { status: 200, json: this.shown(counters) };
	}

	/** People made by hand have no uid: only their login and address stand in the way of a second account. */
	private refuseTaken(fields: CollaboratorFields, user: CollaboratorUser | undefined): void {
		const login = this.directory.withLogin(fields.login ?? '');
		if (login !== undefined && login !== user) {
			throw new Refusal(400, `Login ${fields.login ?? ''} is already in use`, 'login');
		}
		const email = this.directory.withEmail(fields.email ?? '');
		if (email !== undefined && email !== user) {
			throw new Refusal(400, `Email ${fields.email ?? ''} is already in use`, 'email');
		}
	}

	private create(uid: string, fields: CollaboratorFields): Counters {
		this.directory.add({ ...fields, uid, login: fields.login ?? '', email: fields.email ?? '' });
		return { ...zeros(), created_count: 1, blocked_count: fields.is_active === 0 ? 1 : 0 };
	}

	private update(user: CollaboratorUser, fields: CollaboratorFields): Counters {
		const { is_active: active = user.is_active, ...rest } = fields;
		const blocked = user.is_active === 1 && active === 0;
		const unblocked = user.is_active === 0 && active === 1;
		const changed = Object.entries(rest).some(([name, value]) => Reflect.get(user, name) !== value);
		this.directory.change(user, { ...rest, is_active: active });
		const same = !changed && !blocked && !unblocked;
		return {
			...zeros(),
			updated_count: changed || (same && this.switches.unchanged === 'updated') ? 1 : 0,
			blocked_count: blocked ? 1 : 0,
			unblocked_count: unblocked ? 1 : 0,
		};
	}

	private shown(counters: Counters): Counters {
		if (this.switches.counters === 'all') return counters;
		const strongest = STRENGTH.find((name) => counters[name] > 0);
		return strongest === undefined ? counters : { ...zeros(), [strongest]: 1 };
	}
}

function zeros(): Counters {
	return { created_count: 0, updated_count: 0, blocked_count: 0, unblocked_count: 0 };
}
