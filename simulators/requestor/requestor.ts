import { isJsonType, isObject, isText, wholeNumber } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import { personAt } from '../shared/people';
import { Refusal } from '../shared/refusal';
import { RequestorDirectory, keyOf, requestorSeed } from './directory';
import type { RequestorSeed, RequestorUser } from './directory';
import { importUser, readBatch } from './import';
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
const MAX_PAGE = 200;

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
		this.route('GET', '/api/Account/GetUsers', 'none', (call) => this.list(call)),
		this.route('POST', '/api/Account/DeleteRequestorUser', 'json', (call) => this.delete(call)),
		this.route('GET', '/api/Customer/GetExtendedRequestorUser/:name', 'none', (call) => this.read(call)),
	];

	constructor(
		private readonly directory: RequestorDirectory,
		private readonly switches: RequestorSwitches,
		private readonly username: string,
	) {}

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
		const administratorOnly = path.startsWith('/api/Account/');
		return {
			method,
			path,
			body,
			handle: (call) => {
				if (administratorOnly && call.caller !== 'administrator') {
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
			return { ...row, CustomerId: this.id(row.CustomerId) };
		});
		return {
			status: 200,
			json: { RequestorUsers: disturbRows(rows, this.switches.rows, call.fault) },
		};
	}

	private list(call: Call): Reply {
		if (this.switches.list === 'forbidden') throw new Refusal(403, 'You may not list users.');
		if (this.switches.list === 'notFound') throw new Refusal(404, 'No HTTP resource was found.');
		const index = wholeNumber(call.query.get('pageIndex')) ?? 0;
		const size = wholeNumber(call.query.get('pageSize')) ?? 20;
		if (Number.isNaN(index)) throw new Refusal(400, 'pageIndex is not valid', 'pageIndex');
		const tooLarge = size > MAX_PAGE && this.switches.pageSizeOverMax === 'reject';
		if (Number.isNaN(size) || size < 1 || tooLarge) {
			throw new Refusal(400, `pageSize must be between 1 and ${MAX_PAGE}`, 'pageSize');
		}
		const count = Math.min(size, MAX_PAGE);
		const repeated = call.fault?.kind === 'repeatPage';
		const page = this.directory.page(repeated ? Math.max(0, index - 1) : index, count);
		const cut = call.fault?.kind === 'cutListing';
		const users = cut ? page.slice(0, Math.floor(page.length / 2)) : page;
		return {
			status: 200,
			json: {
				PagedUsers: {
					PageIndex: index,
					PageSize: count,
					TotalItems: this.directory.size,
					TotalPages: Math.ceil(this.directory.size / count),
					Items: users.map((user) => this.shown(user)),
				},
			},
		};
	}

	private read(call: Call): Reply {
		const name = call.params.name ?? '';
		const user = this.directory.withUserName(name) ?? this.directory.withKey(name);
		if (user === undefined && this.switches.unknownUser === 'notFound') {
			throw new Refusal(404, `User ${name} was not found.`);
		}
		return {
			status: 200,
			json: {
				User: user === undefined ? null : this.shown(user),
				AccountExists: user !== undefined,
				IsInApprovalProcess: false,
			},
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

	private id(id: number | null): number | string | null {
		return id === null || this.switches.ids === 'number' ? id : String(id);
	}

	/** A user as the API shows it: roles under other names than they are written, no CustomFields. */
	private shown(user: RequestorUser): JsonObject {
		const full = [user.FirstName, user.MiddleName, user.LastName].filter((part) => part !== null);
		const all: JsonObject = {
			UserProviderKey: user.UserProviderKey,
			UserName: user.UserName,
			Email: user.Email,
			FirstName: user.FirstName,
			LastName: user.LastName,
			MiddleName: user.MiddleName,
			DisplayName: user.DisplayName,
			FullName: full.join(' '),
			IsApproved: user.IsApproved,
			IsEndUser: user.RoleEndUser,
			IsSmartUser: user.RoleSmartUser,
			IsOperator: user.RoleOperator,
			IsSuperOperator: user.RoleSuperOperator,
			IsAdministrator: user.RoleAdministrator,
			TimeZoneId: user.TimeZoneId,
			ExternalAccount: false,
			EmailAccount: null,
			CustomerId: this.id(user.CustomerId),
			Customers: user.CustomerIds.map((id) => ({
				Id: this.id(id),
				Name: this.directory.customers.get(id) ?? null,
			})),
			Phones: user.Phones,
			AdditionalInformation: user.AdditionalInformation,
			OperatorGroupIds: user.OperatorGroupIds,
			InternalGroupIds: user.InternalGroupIds,
			Language: this.id(user.Language),
			Anonymized: user.Anonymized,
			Tags: user.Tags,
			ExternalId: user.ExternalId,
			ManagerKey: user.ManagerKey,
			Company: user.Company,
			Department: user.Department,
			Division: user.Division,
			EmployeeId: user.EmployeeId,
		};
		if (this.switches.emptyKeys === 'null') return all;
		return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
	}
}
