import { isJsonType, wholeNumber } from '../shared/checks';
import { LearnifierDirectory, learnifierSeed } from './directory';
import type { LearnifierFields, LearnifierSeed, LearnifierUser } from './directory';
import { learnifierSwitches } from './switches';
import type { LearnifierSwitches } from './switches';
import { readFields, writeId, writeSingle, writeUser } from './wire';
import { generatePeople } from '../shared/people';
import { disturbPage } from '../shared/rows';
import { Refusal } from '../shared/refusal';
import { allForms, basic } from '../shared/secrets';
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

const KEY = 'learnifier-example-key-83be';
const SECRET = 'learnifier-example-secret-5c20f1';
const CLIENT_KEY = 'learnifier-example-client-key-19ac';
const WRONG_SECRET = 'learnifier-example-wrong-secret-a07e';

export type LearnifierCredential = 'client' | 'wrong';

/** Learnifier: offset pages announced in headers, one user per write. */
export const learnifier: Vendor<LearnifierSeed, LearnifierSwitches, LearnifierDirectory, LearnifierCredential> = {
	label: 'Learnifier',
	switches: learnifierSwitches,
	rateLimit: false,
	generate: (count, seed) => generatePeople(count, seed).map(learnifierSeed),
	make: makeLearnifier,
};

function makeLearnifier(
	setup: Setup<LearnifierSeed, LearnifierSwitches>,
): Parts<LearnifierDirectory, LearnifierCredential> {
	const directory = new LearnifierDirectory(setup.seed, () => setup.switches.userIdAs);
	for (const user of setup.users) directory.add(user);
	const credentials = (changes: Credentials = {}): Credentials => ({
		baseUrl: setup.baseUrl(),
		apiPath: setup.switches.apiPath,
		apiKey: KEY,
		apiSecret: SECRET,
		allowHttp: true,
		...changes,
	});
	return {
		service: new LearnifierService(directory, setup.switches),
		directory,
		credentials,
		otherCredentials: () => ({
			client: credentials({ apiKey: CLIENT_KEY }),
			wrong: credentials({ apiSecret: WRONG_SECRET }),
		}),
		secrets: allForms([
			KEY,
			SECRET,
			CLIENT_KEY,
			WRONG_SECRET,
			`${KEY}:${SECRET}`,
			`${CLIENT_KEY}:${SECRET}`,
			`${KEY}:${WRONG_SECRET}`,
		]),
	};
}

/** A write that wants what another user holds. */
class Conflict extends Refusal {
	constructor(
		readonly holder: LearnifierUser,
		field: string,
	) {
		super(409, `${field} is taken`, field);
	}
}

class LearnifierService implements Service {
	readonly routes: readonly Route[] = learnifierSwitches.apiPath.values.flatMap((base) => [
		this.route('GET', [base, '/users'], 'none', (call) => this.list(call)),
		this.route('GET', [base, '/users/:id'], 'none', (call) => this.read(call)),
		this.route('GET', [base, '/users/:id/projectParticipations'], 'none', (call) => this.participations(call)),
		this.route('GET', [base, '/extuser'], 'none', (call) => this.readByExternalId(call)),
		this.route('POST', [base, '/users'], 'json', (call) => this.create(call)),
		this.route('PATCH', [base, '/users/:id'], 'json', (call) => this.update(call)),
		this.route('DELETE', [base, '/users/:id'], 'none', (call) => this.delete(call)),
	]);

	constructor(
		private readonly directory: LearnifierDirectory,
		private readonly switches: LearnifierSwitches,
	) {}

	authenticate(headers: RequestHeaders): Signature {
		if (headers.authorization === basic(KEY, SECRET)) {
			return { ok: true, caller: 'backOffice', token: KEY };
		}
		if (headers.authorization === basic(CLIENT_KEY, SECRET)) {
			return { ok: true, caller: 'client', token: CLIENT_KEY };
		}
		return { ok: false, reply: this.failure(401, 'The key or the secret is wrong') };
	}

	failure(status: number, message: string, field?: string): Reply {
		switch (this.switches.errorForm) {
			case 'full':
				return {
					status,
					json: { code: `E${status}`, message, ...(field === undefined ? {} : { field }) },
				};
			case 'message':
				return { status, json: { message } };
			case 'empty':
				return { status, json: {} };
			case 'text':
				return { status, text: message };
		}
	}

	refuse(refusal: Refusal): Reply {
		return refusal instanceof Conflict
			? this.conflict(refusal)
			: this.failure(refusal.status, refusal.message, refusal.field);
	}

	refusedContentType(contentType: string): Reply | undefined {
		return isJsonType(contentType) ? undefined : this.failure(415, 'The body must be JSON');
	}

	retryAfter(): LearnifierSwitches['retryAfter'] {
		return this.switches.retryAfter;
	}

	private route(
		method: Route['method'],
		[base, path]: readonly [base: string, path: string],
		body: Route['body'],
		handle: (call: Call) => Reply,
	): Route {
		return {
			method,
			path: `${base}${path}`,
			body,
			handle: (call) => {
				if (base !== this.switches.apiPath) return this.failure(404, 'Not found');
				if (call.caller !== 'backOffice') {
					return this.failure(403, 'This call needs a Back Office key');
				}
				return handle(call);
			},
		};
	}

	private conflict({ holder, field, message }: Conflict): Reply {
		const userId = writeId(holder, this.switches);
		switch (this.switches.conflictBody) {
			case 'userId':
				return { status: 409, json: { userId } };
			case 'withMessage':
				return { status: 409, json: { userId, code: 'CONFLICT', field, message } };
			case 'empty':
				return { status: 409, json: {} };
		}
	}

	private list(call: Call): Reply {
		const limit = wholeNumber(call.query.get('limit')) ?? this.switches.maxPage;
		const offset = wholeNumber(call.query.get('offset')) ?? 0;
		if (Number.isNaN(limit) || limit < 1) throw new Refusal(400, 'limit is not a number', 'limit');
		if (Number.isNaN(offset)) throw new Refusal(400, 'offset is not a number', 'offset');
		const count = Math.min(limit, this.switches.maxPage);
		const repeated = call.fault?.kind === 'repeatPage';
		const page = this.directory.page(repeated ? Math.max(0, offset - count) : offset, count);
		const users = disturbPage(page, call.fault);
		return {
			status: 200,
			json: users.map((user) => writeUser(user, this.switches)),
			headers: this.pagingHeaders({
				more: offset + page.length < this.directory.size,
				limit: count,
				offset,
				// A page that was cut says how many users it should have had.
				size: page.length,
			}),
		};
	}

	private pagingHeaders(page: {
		readonly more: boolean;
		readonly limit: number;
		readonly offset: number;
		readonly size: number;
	}): Record<string, string> {
		if (this.switches.pagingHeaders === 'none') return {};
		return {
			...(this.switches.pagingHeaders === 'all' ? { 'x-more': String(page.more) } : {}),
			'x-limit': String(page.limit),
			'x-offset': String(page.offset),
			'x-size': String(page.size),
		};
	}

	private read(call: Call): Reply {
		return { status: 200, json: writeSingle(this.named(call), this.switches) };
	}

	private readByExternalId(call: Call): Reply {
		const externalId = call.query.get('extid');
		if (externalId === null || externalId === '') {
			throw new Refusal(400, 'extid is missing', 'extid');
		}
		const [user] = this.directory.withExternalId(externalId);
		if (user === undefined) throw new Refusal(404, 'There is no such user');
		return { status: 200, json: writeSingle(user, this.switches) };
	}

	private participations(call: Call): Reply {
		if (this.switches.participations === 'forbidden') throw new Refusal(403, 'The key may not see projects');
		const { participations } = this.named(call);
		const isAlone = this.switches.participations === 'object' && participations.length === 1;
		return { status: 200, json: isAlone ? participations[0] : participations };
	}

	private create(call: Call): Reply {
		const { fields, ignored } = readFields(call.body, 'create', this.switches);
		noteIgnored(call, ignored);
		if (!fields.externalId && !fields.primaryEmail && !fields.username) {
			throw new Refusal(400, 'A user needs an externalId, a primaryEmail or a username');
		}
		this.refuseTaken(fields, undefined, false);
		const user = this.directory.add(fields);
		return {
			status: this.switches.createStatus,
			json: { userId: writeId(user, this.switches) },
		};
	}

	private update(call: Call): Reply {
		const user = this.named(call);
		const { fields, autoClearEmail, ignored } = readFields(call.body, 'update', this.switches);
		noteIgnored(call, ignored);
		const inQuery = this.switches.autoClearEmail === 'query' && call.query.get('autoClearEmail') === 'true';
		this.refuseTaken(fields, user, autoClearEmail || inQuery);
		this.directory.change(user, fields);
		return { status: this.switches.patchStatus };
	}

	private delete(call: Call): Reply {
		const user = this.directory.withId(call.params.id ?? '');
		if (user === undefined) {
			return this.switches.deleteUnknown === 404
				? this.failure(404, 'There is no such user')
				: { status: this.switches.deleteUnknown };
		}
		this.directory.remove(user.id);
		return { status: this.switches.deleteStatus };
	}

	private named(call: Call): LearnifierUser {
		const user = this.directory.withId(call.params.id ?? '');
		if (user === undefined) throw new Refusal(404, 'There is no such user');
		return user;
	}

	/** Uniqueness: an address compares without case; with autoClearEmail its holder loses it. */
	private refuseTaken(fields: Partial<LearnifierFields>, user: LearnifierUser | undefined, autoClear: boolean): void {
		if (fields.externalId != null && this.switches.takenExternalId === 'reject') {
			const holder = this.directory.withExternalId(fields.externalId).find((other) => other !== user);
			if (holder !== undefined) throw new Conflict(holder, 'externalId');
		}
		const holders = {
			primaryEmail: fields.primaryEmail && this.directory.withEmail(fields.primaryEmail),
			username: fields.username && this.directory.withUsername(fields.username),
		};
		for (const field of ['primaryEmail', 'username'] as const) {
			const holder = holders[field];
			if (!holder || holder === user) continue;
			if (!autoClear) throw new Conflict(holder, field);
			this.directory.change(holder, { [field]: null });
		}
	}
}

function noteIgnored(call: Call, ignored: readonly string[]): void {
	if (ignored.length > 0) call.request.notes.push(`ignored fields ${ignored.join(', ')}`);
}
