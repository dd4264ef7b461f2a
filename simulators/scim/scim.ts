import { isObject, isText } from '../shared/checks';
import { generatePeople } from '../shared/people';
import type { Refusal } from '../shared/refusal';
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
import { bulkReply } from './bulk';
import { configReply } from './config';
import { ScimDirectory, scimSeed } from './directory';
import type { ScimSeed, ScimUser } from './directory';
import { listReply } from './listing';
import { patched } from './patch';
import { MEDIA_TYPE, readResource, ScimRefusal } from './resource';
import { ENTERPRISE_URN, LIST_URN, RESOURCE_TYPES, schemasTold, USER_URN } from './schemas';
import { scimSwitches } from './switches';
import type { ScimSwitches } from './switches';

const TOKEN = 'scim-example-token-7d41f0c2';
const WRONG_TOKEN = 'scim-example-wrong-token-0b9e';
const USER = 'scim-example-user';
const PASSWORD = 'scim-example-password-55aa10';
const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';

export type ScimCredential = 'basic' | 'wrong';

/** Any system that speaks SCIM 2.0. Source: RFC 7643, RFC 7644. */
export const scim: Vendor<ScimSeed, ScimSwitches, ScimDirectory, ScimCredential> = {
	label: 'SCIM 2.0',
	switches: scimSwitches,
	rateLimit: false,
	generate: (count, seed) => generatePeople(count, seed).map(scimSeed),
	make: makeScim,
};

function makeScim(setup: Setup<ScimSeed, ScimSwitches>): Parts<ScimDirectory, ScimCredential> {
	const directory = new ScimDirectory(setup.seed);
	for (const user of setup.users) directory.add(user);
	const credentials = (changes: Credentials = {}): Credentials => ({
		baseUrl: `${setup.baseUrl()}${setup.switches.basePath}`,
		authentication: 'bearer',
		token: TOKEN,
		allowHttp: true,
		...changes,
	});
	return {
		service: new ScimService(directory, setup.switches, setup.baseUrl),
		directory,
		credentials,
		otherCredentials: () => ({
			basic: credentials({ authentication: 'basicAuth', token: '', username: USER, password: PASSWORD }),
			wrong: credentials({ token: WRONG_TOKEN }),
		}),
		secrets: allForms([TOKEN, WRONG_TOKEN, PASSWORD, `${USER}:${PASSWORD}`]),
	};
}

class ScimService implements Service {
	readonly routes: readonly Route[] = scimSwitches.basePath.values.flatMap((base) => [
		this.route('GET', [base, '/ServiceProviderConfig'], 'none', () =>
			configReply(this.switches, (words) => this.failure(404, words)),
		),
		this.route('GET', [base, '/Schemas'], 'none', () => this.told(schemasTold())),
		this.route('GET', [base, '/ResourceTypes'], 'none', () => this.told(RESOURCE_TYPES)),
		this.route('GET', [base, '/Users'], 'none', (call) =>
			listReply(call, this.directory, this.switches, (user) => this.write(user)),
		),
		this.route('POST', [base, '/Users'], 'json', (call) => this.create(call.body, call)),
		this.route('GET', [base, '/Users/:id'], 'none', (call) => this.shown(200, this.named(call.params.id))),
		this.route('PATCH', [base, '/Users/:id'], 'json', (call) =>
			this.patch(call.params.id ?? '', call.body, versionIn(call), call),
		),
		this.route('PUT', [base, '/Users/:id'], 'json', (call) => this.replace(call)),
		this.route('DELETE', [base, '/Users/:id'], 'none', (call) => this.delete(call.params.id ?? '', versionIn(call))),
		this.route('POST', [base, '/Bulk'], 'json', (call) => this.bulk(call)),
	]);

	constructor(
		private readonly directory: ScimDirectory,
		private readonly switches: ScimSwitches,
		private readonly baseUrl: () => string,
	) {}

	authenticate(headers: RequestHeaders): Signature {
		if (headers.authorization === `Bearer ${TOKEN}`) return { ok: true, caller: 'token', token: TOKEN };
		if (headers.authorization === basic(USER, PASSWORD)) return { ok: true, caller: 'basic', token: USER };
		return { ok: false, reply: this.failure(401, 'The token is wrong') };
	}

	failure(status: number, message: string, scimType = ''): Reply {
		switch (this.switches.errorForm) {
			case 'scim':
				return {
					status,
					headers: { 'content-type': MEDIA_TYPE },
					json: {
						schemas: [ERROR_URN],
						status: String(status),
						detail: message,
						...(scimType === '' ? {} : { scimType }),
					},
				};
			case 'html':
				return {
					status,
					text: `<!DOCTYPE html><html><head><title>Error ${status}</title></head><body>${message}</body></html>`,
					contentType: 'text/html',
				};
			case 'empty':
				return { status };
		}
	}

	refuse(refusal: Refusal): Reply {
		const scimType = refusal instanceof ScimRefusal ? refusal.scimType : '';
		if (scimType === 'uniqueness') {
			if (this.switches.conflict === 'bare') return { status: 409 };
			if (this.switches.conflict === 'badRequest') return this.failure(400, refusal.message, scimType);
		}
		return this.failure(refusal.status, refusal.message, scimType);
	}

	refusedContentType(contentType: string): Reply | undefined {
		const [type = ''] = contentType.toLowerCase().split(';');
		const isGood =
			type.trim() === 'application/json' || (type.trim() === MEDIA_TYPE && this.switches.mediaType === 'scim');
		return isGood ? undefined : this.failure(415, `The media type ${type} is not taken`);
	}

	retryAfter(): ScimSwitches['retryAfter'] {
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
			handle: (call) => (base === this.switches.basePath ? handle(call) : this.failure(404, 'There is nothing here')),
		};
	}

	private told(resources: readonly unknown[]): Reply {
		if (this.switches.schemas === 'absent') return this.failure(404, 'There is nothing here');
		return { status: 200, json: { schemas: [LIST_URN], totalResults: resources.length, Resources: resources } };
	}

	private create(body: unknown, call: Call): Reply {
		const resource = readResource(body, this.switches, ignoredIn(call));
		this.refuseTaken(resource, undefined);
		const { userName } = resource;
		if (!isText(userName)) throw new ScimRefusal(400, 'userName is required', 'invalidValue');
		const user = this.directory.add({ ...resource, userName });
		const headers = { location: this.locationOf(user) };
		switch (this.switches.createBody) {
			case 'full':
				return { ...this.shown(201, user), headers };
			case 'location':
				return { status: 201, headers };
			case 'idOnly':
				return { status: 201, headers, json: { schemas: [USER_URN], id: user.id } };
		}
	}

	private patch(id: string, body: unknown, version: string | undefined, call: Call): Reply {
		const { patch } = this.switches;
		if (patch === 'noRoute') return this.failure(404, 'There is nothing here');
		if (patch === 'none' || patch === 'unannounced') return this.failure(501, 'PATCH is not implemented');
		const user = this.named(id);
		this.checkVersion(user, version);
		const resource = patched(user.resource, body, this.switches, ignoredIn(call));
		this.refuseTaken(resource, user);
		this.directory.change(user, resource);
		return this.switches.patchStatus === 204 ? { status: 204 } : this.shown(200, user);
	}

	private replace(call: Call): Reply {
		const user = this.named(call.params.id);
		this.checkVersion(user, versionIn(call));
		const { id } = isObject(call.body) ? call.body : {};
		if (id !== undefined && id !== user.id) throw new ScimRefusal(400, 'id can not be changed', 'mutability');
		const resource = readResource(call.body, this.switches, ignoredIn(call));
		this.refuseTaken(resource, user);
		this.directory.change(user, resource);
		return this.shown(200, user);
	}

	private delete(id: string, version: string | undefined): Reply {
		const user = this.named(id);
		if (user.isDeleted) throw new ScimRefusal(404, 'There is no such user');
		this.checkVersion(user, version);
		if (this.switches.deleted === 'gone') this.directory.remove(user.id);
		else {
			user.isDeleted = true;
			this.directory.change(user, { ...user.resource, active: false });
		}
		return { status: 204 };
	}

	private bulk(call: Call): Reply {
		if (this.switches.bulk === 0) return this.failure(501, 'Bulk is not implemented');
		return bulkReply(call, this.switches, {
			tooLarge: (words) => this.failure(413, words),
			refuse: (refusal) => this.refuse(refusal),
			location: (id) => `${this.baseUrl()}${this.switches.basePath}/Users/${id}`,
			create: (data) => this.create(data, call),
			patch: (id, data, version) => this.patch(id, data, version, call),
			delete: (id, version) => this.delete(id, version),
		});
	}

	private named(id = ''): ScimUser {
		const user = this.directory.withId(id);
		if (user === undefined) throw new ScimRefusal(404, `There is no user ${id}`);
		return user;
	}

	private checkVersion(user: ScimUser, version: string | undefined): void {
		if (this.switches.etag === 'no') return;
		if (version === undefined) {
			if (this.switches.etag === 'required') throw new ScimRefusal(428, 'If-Match is required');
			return;
		}
		if (version !== etagOf(user)) throw new ScimRefusal(412, 'Somebody has changed this user');
	}

	/** A user name is held by one, deleted or not; a manager must be there. */
	private refuseTaken(resource: JsonResource, user: ScimUser | undefined): void {
		const { userName } = resource;
		const holder = isText(userName)
			? this.directory.named('userName', userName).find((one) => one !== user)
			: undefined;
		if (holder !== undefined) throw new ScimRefusal(409, `The user name ${String(userName)} is taken`, 'uniqueness');
		const extension = resource[ENTERPRISE_URN];
		const manager = isObject(extension) ? extension.manager : undefined;
		const id = isObject(manager) ? manager.value : undefined;
		if (isText(id) && this.directory.withId(id) === undefined)
			throw new ScimRefusal(400, `There is no manager ${id}`, 'invalidValue');
	}

	private shown(status: number, user: ScimUser): Reply {
		const tag: Record<string, string> = this.switches.etag === 'no' ? {} : { etag: etagOf(user) };
		return { status, headers: { 'content-type': MEDIA_TYPE, ...tag }, json: this.write(user) };
	}

	private write(user: ScimUser): JsonResource {
		const { resource } = user;
		const active = this.switches.activeAs === 'text' ? { active: resource.active === false ? 'False' : 'True' } : {};
		const version = this.switches.etag === 'no' ? {} : { version: etagOf(user) };
		const shown = Object.fromEntries(Object.entries(resource).filter(([name]) => name !== 'password'));
		return {
			...shown,
			...active,
			id: user.id,
			meta: { resourceType: 'User', location: this.locationOf(user), ...version },
		};
	}

	private locationOf(user: ScimUser): string {
		return `${this.baseUrl()}${this.switches.basePath}/Users/${user.id}`;
	}
}

type JsonResource = Readonly<Record<string, unknown>>;

const etagOf = (user: ScimUser): string => `W/"${user.version}"`;

function versionIn(call: Call): string | undefined {
	const header = call.request.headers['if-match'];
	return typeof header === 'string' ? header : undefined;
}

function ignoredIn(call: Call): (name: string) => void {
	return (name) => call.request.notes.push(`ignored attribute ${name}`);
}
