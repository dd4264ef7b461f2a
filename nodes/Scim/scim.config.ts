import { stopFor, type Failure } from '../shared/model/failure';
import type { Field } from '../shared/model/field';
import { idText, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import type { ScimCalls } from './scim.calls';
import { ENTERPRISE, USER_SCHEMA, type ScimField } from './scim.places';
import { MOST_OPERATIONS, SCIM } from './scim.properties';

/** What the server says that it can do. Source: RFC 7643 §5. */
export interface Abilities {
	readonly patch: boolean;
	readonly filter: boolean;
	/** Undefined: no Bulk. */
	readonly bulk: { readonly operations: number; readonly bytes: number } | undefined;
	readonly etag: boolean;
	/** Said in the summary when the server did not tell. */
	readonly warning?: string;
}

/** Nothing is taken for granted: everybody is listed, one call for each person, PATCH until it is refused. */
const CAREFUL: Abilities = { patch: true, filter: false, bulk: undefined, etag: false };

/** Asks the server what it can do. @throws RunError when it can't be reached or refuses the key */
export async function abilitiesOf(calls: ScimCalls): Promise<Abilities> {
	const reply = await calls.read('/ServiceProviderConfig');
	if (reply.kind === 'failed') return careful(reply.failure);
	const config = configIn(reply.body);
	if (config === undefined) return { ...CAREFUL, warning: careless('its answer does not say what it supports') };
	const bulk = recordOf(config.bulk);
	const operations = Number(bulk?.maxOperations);
	const bytes = Number(bulk?.maxPayloadSize);
	return {
		// Where it says nothing of PATCH, that is tried.
		patch: config.patch === undefined || isSupported(config.patch),
		filter: isSupported(config.filter),
		etag: isSupported(config.etag),
		bulk:
			isSupported(config.bulk) && operations >= 1
				? { operations: Math.min(Math.floor(operations), MOST_OPERATIONS), bytes: bytes > 0 ? bytes : 1_000_000 }
				: undefined,
	};
}

/** Some servers answer with a list of one. */
function configIn(body: unknown): JsonRecord | undefined {
	const record = recordOf(body);
	const config = Array.isArray(record?.Resources) ? recordOf(record.Resources[0]) : record;
	if (config === undefined) return undefined;
	const says = (part: unknown): boolean => typeof part === 'boolean' || recordOf(part) !== undefined;
	return [config.patch, config.filter, config.bulk].some(says) ? config : undefined;
}

const isSupported = (part: unknown): boolean => {
	const said = recordOf(part)?.supported ?? part;
	return said === true || (typeof said === 'string' && said.toLowerCase() === 'true');
};

function careful(failure: Failure): Abilities {
	switch (failure.kind) {
		case 'notFound':
		case 'refused':
		case 'forbidden':
		case 'unreadable':
		case 'server':
			return { ...CAREFUL, warning: careless(failure.message) };
		case 'unauthorized':
		case 'rateLimited':
		case 'timeout':
		case 'network':
		case 'redirect':
		case 'cancelled':
			throw stopFor(failure, SCIM.label, 'The server could not be asked what it supports, so nothing was sent');
	}
}

function careless(why: string): string {
	const words = /[.!?…]$/.test(why) ? why : `${why}.`;
	return `The server does not say what it can do (ServiceProviderConfig): ${words} The careful form was used: everybody is listed, and one call is made for each person.`;
}

/** The server's own attributes of users, beside those of the RFC. None where it does not tell. */
export async function extensionFields(calls: ScimCalls, known: readonly ScimField[]): Promise<ScimField[]> {
	const schemas = (await listOf(calls, '/Schemas')).filter(({ id }) => !isStandard(idText(id)));
	if (schemas.length === 0) return [];
	const urns = await userExtensions(calls);
	const taken = new Set(known.flatMap(({ name, label }) => [name.toLowerCase(), label.toLowerCase()]));
	return schemas
		.filter(({ id }) => (urns === undefined ? /:user$/i.test(idText(id)) : urns.has(idText(id).toLowerCase())))
		.flatMap((schema) => fieldsOf(schema, taken));
}

const isStandard = (id: string): boolean =>
	id.toLowerCase() === USER_SCHEMA.toLowerCase() ||
	id.toLowerCase() === ENTERPRISE.toLowerCase() ||
	!id.toLowerCase().startsWith('urn:') ||
	/^urn:ietf:params:scim:schemas:core:/i.test(id);

async function listOf(calls: ScimCalls, path: string): Promise<JsonRecord[]> {
	const reply = await calls.read(path);
	if (reply.kind === 'failed') {
		if (reply.failure.kind === 'unauthorized' || reply.failure.kind === 'cancelled')
			throw stopFor(reply.failure, SCIM.label, 'The schemas could not be read, so nothing was sent');
		return [];
	}
	return Array.isArray(reply.body) ? recordsOf(reply.body) : recordsOf(recordOf(reply.body)?.Resources);
}

/** The extensions of the User resource, in lower case; undefined where the server does not tell. Source: RFC 7643 §6. */
async function userExtensions(calls: ScimCalls): Promise<Set<string> | undefined> {
	const users = (await listOf(calls, '/ResourceTypes')).filter(
		({ schema }) => idText(schema).toLowerCase() === USER_SCHEMA.toLowerCase(),
	);
	if (users.length === 0) return undefined;
	const extensions = users.flatMap(({ schemaExtensions }) => recordsOf(schemaExtensions));
	return new Set(extensions.map(({ schema }) => idText(schema).toLowerCase()));
}

/** Attributes with one value each. A multi-valued one has members that the list does not own. */
function fieldsOf(schema: JsonRecord, taken: Set<string>): ScimField[] {
	const urn = idText(schema.id);
	return recordsOf(schema.attributes).flatMap((attribute) =>
		attribute.type === 'complex'
			? attribute.multiValued === true
				? []
				: recordsOf(attribute.subAttributes).flatMap((sub) => fieldOf(urn, [idText(attribute.name)], sub, taken))
			: fieldOf(urn, [], attribute, taken),
	);
}

function fieldOf(urn: string, above: readonly string[], attribute: JsonRecord, taken: Set<string>): ScimField[] {
	const own = idText(attribute.name);
	const path = [...above, own];
	const [first, ...rest] = path;
	if (first === undefined || own === '' || attribute.multiValued === true || attribute.mutability === 'readOnly')
		return [];
	const short = path.join('.');
	const name = taken.has(short.toLowerCase()) ? `${urn}:${short}` : short;
	if (taken.has(name.toLowerCase())) return [];
	taken.add(name.toLowerCase());
	const isUnseen = attribute.mutability === 'writeOnly' || attribute.returned === 'never';
	return [
		{
			name,
			label: short.slice(0, 24),
			kind: kindOf(attribute.type),
			nameOnly: true,
			place: { kind: 'single', urn, path: [first, ...rest] },
			...(attribute.type === 'decimal' || attribute.type === 'integer' ? { asNumber: true as const } : {}),
			...(isUnseen ? { writeOnly: true } : {}),
			...(isUnseen && /password|secret/i.test(short) ? { secret: true } : {}),
		},
	];
}

function kindOf(type: unknown): Field['kind'] {
	if (type === 'boolean') return 'boolean';
	return type === 'integer' ? 'integer' : 'text';
}
