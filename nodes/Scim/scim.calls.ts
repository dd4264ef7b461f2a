import type { IDataObject } from 'n8n-workflow';
import type { Call, Http, Reply } from '../shared/transport/http';
import { segment } from '../shared/transport/path';
import { stopRun } from '../shared/model/failure';
import { idText, recordOf } from '../shared/transport/record';

/** Source: RFC 7644 §3.1, §8.1. */
const SCIM_TYPE = 'application/scim+json';
const JSON_TYPE = 'application/json';
const ACCEPTED = `${SCIM_TYPE}, ${JSON_TYPE};q=0.9`;
/** Resources that people paste along with the address. */
const ENDPOINTS = new Set(['users', 'groups', 'me', 'serviceproviderconfig', 'resourcetypes', 'schemas', 'bulk']);
const SEARCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The path under which all resources stand: that of the Base URL, without a pasted `/Users`. */
export function basePathOf(credential: IDataObject): string {
	const address = String(credential.baseUrl ?? '').trim();
	if (!URL.canParse(address)) return '';
	const parts = new URL(address).pathname.split('/').filter((part) => part !== '');
	const end = parts.findIndex((part) => ENDPOINTS.has(part.toLowerCase()));
	const kept = end < 0 ? parts : parts.slice(0, end);
	if (kept.some((part) => part === '.' || part === '..'))
		return stopRun('The Base URL of the SCIM credential is not a plain address.', 'Correct it in the credential.');
	return kept.map((part) => `/${part}`).join('');
}

/** Calls to one SCIM server: its media type, its base path, and what its refusals mean. */
export class ScimCalls {
	private type = SCIM_TYPE;

	constructor(
		readonly http: Http,
		private readonly base: string,
	) {}

	/** Origin and path: what the server is called in hashes. */
	get address(): string {
		return this.http.settings.address + this.base;
	}

	/** The path of all users, or of one. @throws CallFailed for an id that can't stand in a path */
	users(id?: string): string {
		return `/Users${id === undefined ? '' : `/${segment(id)}`}`;
	}

	async read(path: string, query: Call['query'] = {}, more: Pick<Call, 'mayBeUnknown'> = {}): Promise<Reply> {
		return seen(await this.http.read(this.signed({ method: 'GET', path, query, ...more })));
	}

	/** A page of users asked for by POST, which changes nothing. Source: RFC 7644 §3.4.3. */
	async search(startIndex: number, count: number): Promise<Reply> {
		const body = { schemas: [SEARCH_SCHEMA], startIndex, count };
		return seen(await this.http.read(this.signed({ method: 'POST', path: `${this.users()}/.search`, body })));
	}

	/** One write. A server that does not know SCIM's media type is told JSON: 415 promises that nothing was done. */
	async write(call: Call): Promise<Reply> {
		// Several calls may be under way when the first one finds out.
		const asked = this.type;
		const reply = await this.http.send(this.signed(call));
		if (!isRefused(reply, 415) || call.body === undefined || asked !== SCIM_TYPE) return seen(reply);
		this.type = JSON_TYPE;
		return seen(await this.http.send(this.signed(call)));
	}

	private signed(call: Call): Call {
		const body: Record<string, string> = call.body === undefined ? {} : { 'Content-Type': this.type };
		return { ...call, path: `${this.base}${call.path}`, headers: { Accept: ACCEPTED, ...body, ...call.headers } };
	}
}

/** 501 says that the server will never do it (RFC 7644 §3.12), unlike other failures on its side; an error is one under 200 too. */
function seen(reply: Reply): Reply {
	if (reply.kind === 'failed') {
		const { failure } = reply;
		if (failure.kind !== 'server' || failure.status !== 501) return reply;
		return { kind: 'failed', failure: { kind: 'refused', status: 501, message: failure.message, body: undefined } };
	}
	const body = recordOf(reply.body);
	if (body === undefined || !Array.isArray(body.schemas) || !body.schemas.includes(ERROR_SCHEMA)) return reply;
	const status = Number(idText(body.status)) || 400;
	const said = typeof body.detail === 'string' ? `: ${body.detail}` : '';
	return {
		kind: 'failed',
		failure: {
			kind: 'refused',
			status,
			message: `SCIM 2.0 answered ${reply.status}, but with an error (${status})${said}.`,
			body,
		},
	};
}

/** Whether the server read the call and refused it with one of these statuses. */
export function isRefused(reply: Reply, ...statuses: readonly number[]): boolean {
	return reply.kind === 'failed' && reply.failure.kind === 'refused' && statuses.includes(reply.failure.status);
}

/** The `scimType` of a refusal; '' when it has none. Source: RFC 7644 §3.12. */
export function scimTypeOf(reply: Reply): string {
	return reply.kind === 'failed' && reply.failure.kind === 'refused'
		? idText(recordOf(reply.failure.body)?.scimType)
		: '';
}
