import type { Clock } from './clock';
import type { Fault } from './faults';
import type { RateLimit } from './rateLimit';
import type { RecordedRequest } from './recorder';
import type { Refusal } from './refusal';
import type { SwitchDefinitions } from './switches';

/** What a vendor answers: JSON, text, or neither (no body). */
export interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly json?: unknown;
	readonly text?: string;
	/** For `text`; default text/plain. */
	readonly contentType?: string;
}

/** A request that has passed the door: signed, within the limit, its body read. */
export interface Call {
	readonly request: RecordedRequest;
	readonly params: Readonly<Record<string, string | undefined>>;
	readonly query: URLSearchParams;
	/** The path as sent, percent-encoding and all. */
	readonly rawPath: string;
	readonly body: unknown;
	/** Which of the vendor's credentials signed it, such as `admin`. */
	readonly caller: string;
	readonly fault: Fault | undefined;
	/** Base URL of the server that foreign links lead to. */
	readonly strangerUrl: string;
}

export interface Route {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** In Fastify's form, such as `/users/:id`. */
	readonly path: string;
	/** `json`: a JSON body must come; `optional`: it may; `none`: it is not looked at. */
	readonly body: 'json' | 'optional' | 'none';
	/** @throws Refusal when the vendor will not have it. */
	handle(call: Call): Reply | Promise<Reply>;
}

export type Signature =
	| { readonly ok: true; readonly caller: string; readonly token: string }
	| { readonly ok: false; readonly reply: Reply };

export type RequestHeaders = RecordedRequest['headers'];

export type RetryAfter = 'seconds' | 'date' | 'absent';

/** What a vendor brings to the common server. */
export interface Service {
	readonly routes: readonly Route[];
	/** The vendor's error reply. */
	failure(status: number, message: string): Reply;
	/** The reply to a request that a route has refused. */
	refuse(refusal: Refusal): Reply;
	authenticate(headers: RequestHeaders): Signature;
	/** Undefined if the content type will do, else why not. */
	refusedContentType(contentType: string): Reply | undefined;
	retryAfter(): RetryAfter;
	/** Headers that tell the caller how much is left. */
	limitHeaders?(remaining: number): Readonly<Record<string, string>>;
}

/** A vendor's users, in memory. `key` is what {@link Directory.get} of the vendor says. */
export interface Directory<User, Seed> {
	readonly size: number;
	/** Every user, also deleted ones where the vendor keeps them. */
	all(): User[];
	get(key: string): User | undefined;
	/** Puts a user in by the back door: no limits, no log. */
	add(seed: Seed): User;
	/** Takes a user out without a trace. */
	remove(key: string): void;
	/** Plain JSON, sorted by key, without what depends on the order or time of writes. */
	snapshot(): unknown[];
}

/** Credential properties as n8n stores them. */
export type Credentials = Record<string, string | boolean>;

/** What a vendor's maker gets. */
export interface Setup<Seed, Switches> {
	readonly switches: Switches;
	readonly users: readonly Seed[];
	readonly seed: number;
	readonly clock: Clock;
	/** Known once the server listens. */
	baseUrl(): string;
}

export interface Parts<Users, Other extends string> {
	readonly service: Service;
	readonly directory: Users;
	/** Made when the base URL is known. */
	credentials(): Credentials;
	otherCredentials(): Record<Other, Credentials>;
	/** Every string that must never appear in an output. */
	readonly secrets: readonly string[];
	/** Ends what the vendor has opened besides. */
	close?(): Promise<void>;
}

/** A vendor: what it is called, how it can vary, how to make one. */
export interface Vendor<Seed, Switches, Users, Other extends string> {
	readonly label: string;
	readonly switches: SwitchDefinitions;
	readonly rateLimit: RateLimit | false;
	generate(count: number, seed: number): Seed[];
	make(setup: Setup<Seed, Switches>): Parts<Users, Other>;
}
