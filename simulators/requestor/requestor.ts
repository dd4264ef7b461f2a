import { isJsonType, isObject, isText } from '../shared/checks';
import { personAt } from '../shared/people';
import { Refusal } from '../shared/refusal';
import { RequestorDirectory, keyOf, requestorSeed } from './directory';
import type { RequestorSeed } from './directory';
import { importUser, readBatch } from './import';
import { RequestorReads, shownId } from './reads';
import { requestorSwitches } from './switches';
import type { RequestorSwitches } from './switches';
import { disturbRows } from '../shared/rows';
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

const PASSWORD = 'requestor-example-password-2f90';
const OPERATOR = 'operator@company.tld';
const OPERATOR_PASSWORD = 'requestor-example-operator-password-ab31';
const WRONG_PASSWORD = 'requestor-example-wrong-password-7d44';
const HEADER_VALUE = 'requestor-example-header-value-c61e';

export type RequestorCredential = 'header' | 'operator' | 'wrong';

/** Requestor: up to a hundred users created or updated in one call; what an update leaves out is cleared. */
export const requestor: Vendor<RequestorSeed, RequestorSwitches, RequestorDirectory, RequestorCredential> = {
	label: 'Requestor',
	switches: requestorSwitches,
	rateLimit: false,
	generate: (count, seed) =>
		Array.from({ length: count }, (_, index) => {
			const person = personAt(index, seed);
			const manager = person.manager === undefined ? undefined : keyOf(person.manager, seed);
			return requestorSeed(person, keyOf(index, seed), manager);
		}),
	make: makeRequestor,
};

function makeRequestor(setup: Setup<RequestorSeed, RequestorSwitches>): Parts<RequestorDirectory, RequestorCredential> {
	const directory = new RequestorDirectory(setup.seed);
	for (const user of setup.users) directory.add(user);
	// The credential is a user of the service desk: the first administrator put in, if there is one.
	const administrator = setup.users.find((user) => user.RoleAdministrator === true);
	const username = administrator?.UserName ?? administrator?.Email ?? 'sync@company.tld';
	const credentials = (changes: Credentials = {}): Credentials => ({
		baseUrl: setup.baseUrl(),
		authentication: 'basicAuth',
		username,
		password: PASSWORD,
		headerName: '',
		headerValue: '',
		allowHttp: true,
		...changes,
	});
	return {
		service: new RequestorService(directory, setup.switches, username),
		directory,
		credentials,
		otherCredentials: () => ({
			header: credentials({
				authentication: 'headerAuth',
				username: '',
				password: '',
				headerName: 'X-Api-Token',
				headerValue: HEADER_VALUE,
			}),
			operator: credentials({ username: OPERATOR, password: OPERATOR_PASSWORD }),
			wrong: credentials({ password: WRONG_PASSWORD }),
		}),
		secrets: allForms([
			PASSWORD,
			OPERATOR_PASSWORD,
			WRONG_PASSWORD,
			HEADER_VALUE,
			`${username}:${PASSWORD}`,
			`${OPERATOR}:${OPERATOR_PASSWORD}`,
			`${username}:${WRONG_PASSWORD}`,
		]),
	};
}

class RequestorService implements Service {
	readonly routes: readonly Route[] = [
		this.route('POST', '/api/Import/SyncRequestorUsers', 'json', (call) => this.sync(call)),
		this.route('GET', '/api/Account/GetUsers', 'none', (call) => this.reads.list(call)),
		this.route('POST', '/api/Account/SearchUsers', 'json', (call) => this.reads.search(call)),
		this.route('GET', '/api/Account/GetRequestorUser', 'none', (call) => this.reads.own(call)),
		this.route('POST', '/api/Account/DeleteRequestorUser', 'json', (call) => this.delete(call)),
		this.route('GET', '/api/Customer/GetExtendedRequestorUser/:name', 'none', (call) => this.reads.read(call)),
	];

	private readonly reads: RequestorReads;

	constructor(
		private readonly directory: RequestorDirectory,
		private readonly switches: RequestorSwitches,
		private readonly username: string,
	) {
		this.reads = new RequestorReads(directory, switches, { administrator: username, operator: OPERATOR });
	}

	authenticate(headers: RequestHeaders): Signature {
		if (headers.authorization === basic(this.username, PASSWORD)) {
			return { ok: true, caller: 'administrator', token: this.username };
		}
		if (headers['x-api-token'] === HEADER_VALUE) {
			return { ok: true, caller: 'administrator', token: HEADER_VALUE };
		}
		if (headers.authorization === basic(OPERATOR, OPERATOR_PASSWORD)) {
			return { ok: true, caller: 'operator', token: OPERATOR };
		}
		return {
			ok: false,
			reply: this.failure(401, 'Authorization has been denied for this request.'),
		};
	}

	failure(status: number, message: string, field?: string): Reply {
		switch (this.switches.errorForm) {
			case 'message':
				return { status, json: { Message: message } };
			case 'modelState':
				return {
					status,
					json: {
						Message: 'The request is invalid.',
						ModelState: { [field ?? 'request']: [message] },
					},
				};
			case 'text':
				return { status, text: message };
		}
	}

	refuse(refusal: Refusal): Reply {
		return this.failure(refusal.status, refusal.message, refusal.field);
	}

	refusedContentType(contentType: string): Reply | undefined {
		const accepted = isJsonType(contentType) || /^text\/json\s*(;|$)/i.test(contentType);
		return accepted
			? undefined
			: this.failure(415, "The request entity's media type is not supported for this resource.");
	}

	retryAfter(): RequestorSwitches['retryAfter'] {
		return this.switches.retryAfter;
	}

	private route(method: Route['method'], path: string, body: Route['body'], handle: (call: Call) => Reply): Route {
		const isList = path.endsWith('/GetUsers') || path.endsWith('/SearchUsers');
		const administratorOnly = path.startsWith('/api/Account/') && !path.endsWith('/GetRequestorUser');
		return {
			method,
			path,
			body,
			handle: (call) => {
				const mayList = isList && this.switches.operatorList === 'ownCustomers';
				if (administratorOnly && call.caller !== 'administrator' && !mayList) {
					return this.failure(403, 'This call needs the administrator role.');
				}
				return handle(call);
			},
		};
	}

	private sync(call: Call): Reply {
		const elements = readBatch(call.body, this.switches);
		const rows = elements.map((element) => {
			const row = importUser(element, this.directory, this.switches);
			return { ...row, CustomerId: shownId(row.CustomerId, this.switches) };
		});
		return {
			status: 200,
			json: { RequestorUsers: disturbRows(rows, this.switches.rows, call.fault) },
		};
	}

	private delete(call: Call): Reply {
		const body = isObject(call.body) ? call.body : {};
		const { UserProviderKey: key, Force: force = false, ...further } = body;
		const [unknown] = Object.keys(further);
		if (unknown !== undefined) throw new Refusal(400, `There is no parameter ${unknown}`, unknown);
		if (!isText(key)) throw new Refusal(400, 'UserProviderKey is required', 'UserProviderKey');
		if (typeof force !== 'boolean') throw new Refusal(400, 'Force must be a boolean', 'Force');
		const user = this.directory.withKey(key);
		if (user === undefined) {
			throw new Refusal(this.switches.deleteUnknown, `User ${key} was not found.`);
		}
		if (user.tickets > 0 && !force) {
			throw new Refusal(400, `User ${user.UserName} has ${user.tickets} tickets.`);
		}
		this.directory.remove(user.UserProviderKey);
		return { status: this.switches.deleteStatus };
	}
}
