import { isObject, isText } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import { Refusal } from '../shared/refusal';
import { attributeNamed, faultOf, SCHEMAS, USER_URN } from './schemas';
import type { ScimSwitches } from './switches';

/** Of every body. Source: RFC 7644, section 8.1. */
export const MEDIA_TYPE = 'application/scim+json';

/** A refusal with its scimType (RFC 7644 §3.12). */
export class ScimRefusal extends Refusal {
	constructor(
		status: number,
		message: string,
		readonly scimType = '',
	) {
		super(status, message);
	}
}

const SERVERS = new Set(['id', 'meta', 'groups', 'schemas']);

/**
 * Reads a whole resource, of a create or a PUT: what the server keeps of it. Notes what it ignores.
 * @throws ScimRefusal naming the attribute
 */
export function readResource(body: unknown, switches: ScimSwitches, ignored: (name: string) => void): JsonObject {
	if (!isObject(body)) throw new ScimRefusal(400, 'The body must be an object', 'invalidSyntax');
	const { schemas } = body;
	if (!Array.isArray(schemas) || !schemas.includes(USER_URN))
		throw new ScimRefusal(400, 'schemas must hold the schema of users', 'invalidSyntax');
	const kept: Record<string, unknown> = { schemas };
	for (const [name, value] of Object.entries(body)) {
		if (SERVERS.has(name)) continue;
		if (SCHEMAS[name] !== undefined && name !== USER_URN) {
			if (!schemas.includes(name)) throw new ScimRefusal(400, `schemas does not hold ${name}`, 'invalidSyntax');
			const extension = readExtension(name, value, switches, ignored);
			if (Object.keys(extension).length > 0) kept[name] = extension;
			continue;
		}
		const found = readAttribute(USER_URN, name, value, { switches, ignored });
		if (found !== undefined && found[1] !== null) kept[found[0]] = found[1];
	}
	if (!isText(kept.userName)) throw new ScimRefusal(400, 'userName is required', 'invalidValue');
	return kept;
}

function readExtension(
	urn: string,
	value: unknown,
	switches: ScimSwitches,
	ignored: (name: string) => void,
): JsonObject {
	if (!isObject(value)) throw new ScimRefusal(400, `${urn} must be an object`, 'invalidSyntax');
	const kept: Record<string, unknown> = {};
	for (const [name, part] of Object.entries(value)) {
		const found = readAttribute(urn, name, part, { switches, ignored });
		if (found !== undefined && found[1] !== null) kept[found[0]] = found[1];
	}
	return kept;
}

/** How attributes are taken, and whom to tell of one that is swallowed. */
export interface AttributeRules {
	readonly switches: ScimSwitches;
	readonly ignored: (name: string) => void;
}

/** An attribute under the name that its schema gives it; undefined when it is swallowed. @throws ScimRefusal */
export function readAttribute(
	urn: string,
	name: string,
	value: unknown,
	{ switches, ignored }: AttributeRules,
): readonly [string, unknown] | undefined {
	const found = attributeNamed(urn, name);
	if (found === undefined) {
		if (switches.unknownAttributes === 'reject')
			throw new ScimRefusal(400, `There is no attribute ${name}`, 'invalidSyntax');
		ignored(name);
		return undefined;
	}
	const [known, attribute] = found;
	if (attribute.kind !== 'complex' && attribute.mutability === 'readOnly')
		throw new ScimRefusal(400, `${known} is read-only`, 'mutability');
	const fault = faultOf(attribute, value, known);
	if (fault !== undefined) throw new ScimRefusal(400, fault, 'invalidValue');
	const isEmpty = Array.isArray(value) && value.length === 0;
	const isLowered = known === 'userName' && switches.userNames === 'lowered' && isText(value);
	return [known, isEmpty ? null : isLowered ? value.toLowerCase() : value];
}
