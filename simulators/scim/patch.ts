import { isObject, isText } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import { readAttribute, ScimRefusal, type AttributeRules } from './resource';
import { attributeNamed, faultOf, SCHEMAS, USER_URN } from './schemas';
import type { Attribute } from './schemas';
import type { ScimSwitches } from './switches';

const PATCH_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What a path points at (RFC 7644 §3.5.2, figure 7). */
interface Target {
	readonly urn: string;
	readonly name: string;
	readonly attribute: Attribute;
	/** The members that are meant: those whose sub-attribute has this value. */
	readonly chosen: { readonly sub: string; readonly value: unknown } | undefined;
	readonly sub: string | undefined;
}

/**
 * The resource after a PATCH.
 * @throws ScimRefusal when an operation can't be carried out; nothing of it is then done
 */
export function patched(
	resource: JsonObject,
	body: unknown,
	switches: ScimSwitches,
	ignored: (name: string) => void,
): JsonObject {
	if (!isObject(body)) throw new ScimRefusal(400, 'The body must be an object', 'invalidSyntax');
	if (!Array.isArray(body.schemas) || !body.schemas.includes(PATCH_URN))
		throw new ScimRefusal(400, 'schemas must hold that of a PATCH', 'invalidSyntax');
	if (!Array.isArray(body.Operations) || body.Operations.length === 0)
		throw new ScimRefusal(400, 'There is no operation', 'invalidSyntax');
	let left = resource;
	for (const operation of body.Operations) left = step(left, operation, switches, ignored);
	if (!isText(left.userName)) throw new ScimRefusal(400, 'userName is required', 'mutability');
	return left;
}

function step(
	resource: JsonObject,
	operation: unknown,
	switches: ScimSwitches,
	ignored: (name: string) => void,
): JsonObject {
	if (!isObject(operation)) throw new ScimRefusal(400, 'An operation must be an object', 'invalidSyntax');
	const { op, path, value } = operation;
	if (op !== 'add' && op !== 'remove' && op !== 'replace')
		throw new ScimRefusal(400, 'op must be add, remove or replace', 'invalidSyntax');
	if (op !== 'remove' && value === undefined) throw new ScimRefusal(400, 'value is missing', 'invalidValue');
	if (path === undefined) {
		if (op === 'remove') throw new ScimRefusal(400, 'remove needs a path', 'noTarget');
		if (!isObject(value)) throw new ScimRefusal(400, 'value must be an object', 'invalidValue');
		return merged(resource, value, switches, ignored);
	}
	if (!isText(path)) throw new ScimRefusal(400, 'path must be text', 'invalidPath');
	if (switches.patch === 'noPath' || (switches.patch === 'noMembers' && path.includes('[')))
		throw new ScimRefusal(400, `The path ${path} is not supported`, 'invalidPath');
	return at(resource, readPath(path), { op, value }, { switches, ignored });
}

/** Without a path: each attribute is replaced; of an object, the parts that are given. */
function merged(
	resource: JsonObject,
	values: JsonObject,
	switches: ScimSwitches,
	ignored: (name: string) => void,
): JsonObject {
	let left = resource;
	for (const [name, value] of Object.entries(values)) {
		if (SCHEMAS[name] !== undefined && name !== USER_URN) {
			if (!isObject(value)) throw new ScimRefusal(400, `${name} must be an object`, 'invalidValue');
			for (const [part, inner] of Object.entries(value))
				left = put(left, name, readAttribute(name, part, inner, { switches, ignored }));
			continue;
		}
		const found = readAttribute(USER_URN, name, value, { switches, ignored });
		const before = found === undefined ? undefined : left[found[0]];
		const isMerged = found !== undefined && isObject(found[1]) && isObject(before);
		left = put(left, USER_URN, isMerged ? [found[0], mergedParts(before, found[1] as JsonObject)] : found);
	}
	return left;
}

/** A part that is null is no longer there (RFC 7643 §2.5). */
function mergedParts(before: JsonObject, given: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, part]) => part !== null));
}

function at(
	resource: JsonObject,
	target: Target,
	{ op, value }: { op: 'add' | 'remove' | 'replace'; value: unknown },
	rules: AttributeRules,
): JsonObject {
	const { urn, name, attribute, chosen, sub } = target;
	const held = urn === USER_URN ? resource[name] : (resource[urn] as JsonObject | undefined)?.[name];
	if (chosen !== undefined) {
		const all: readonly unknown[] = Array.isArray(held) ? held : [];
		const isMeant = (one: unknown): boolean => isObject(one) && same(one[chosen.sub], chosen.value);
		if (!all.some(isMeant)) throw new ScimRefusal(400, `No ${name} fits the path`, 'noTarget');
		const left =
			op === 'remove' && sub === undefined
				? all.filter((one) => !isMeant(one))
				: all.map((one) => (isMeant(one) && isObject(one) ? changed(one, sub, op, value) : one));
		return put(resource, urn, readAttribute(urn, name, left, rules));
	}
	if (sub !== undefined) {
		if (attribute.kind !== 'complex' || attribute.several)
			throw new ScimRefusal(400, `${name} has no ${sub} to point at`, 'invalidPath');
		const left = changed(isObject(held) ? held : {}, sub, op, value);
		const isEmpty = Object.keys(left).length === 0;
		return put(resource, urn, readAttribute(urn, name, isEmpty ? null : left, rules));
	}
	if (op === 'remove') return put(resource, urn, readAttribute(urn, name, null, rules));
	if (attribute.kind === 'complex' && attribute.several && op === 'add') {
		const more: readonly unknown[] = Array.isArray(value) ? value : [value];
		const all: readonly unknown[] = Array.isArray(held) ? held : [];
		return put(resource, urn, readAttribute(urn, name, [...all, ...more], rules));
	}
	return put(resource, urn, readAttribute(urn, name, value, rules));
}

function changed(member: JsonObject, sub: string | undefined, op: string, value: unknown): JsonObject {
	if (sub === undefined) {
		if (!isObject(value)) throw new ScimRefusal(400, 'value must be an object', 'invalidValue');
		return op === 'replace' ? value : { ...member, ...value };
	}
	const rest = Object.fromEntries(Object.entries(member).filter(([name]) => name !== sub));
	return op === 'remove' ? rest : { ...rest, [sub]: value };
}

function same(held: unknown, wanted: unknown): boolean {
	return isText(held) && isText(wanted) ? held.toLowerCase() === wanted.toLowerCase() : held === wanted;
}

function put(resource: JsonObject, urn: string, entry: readonly [string, unknown] | undefined): JsonObject {
	if (entry === undefined) return resource;
	const [name, value] = entry;
	if (urn === USER_URN) return withEntry(resource, name, value);
	const held = resource[urn];
	const extension = withEntry(isObject(held) ? held : {}, name, value);
	const schemas = Array.isArray(resource.schemas) ? resource.schemas : [];
	const isEmpty = Object.keys(extension).length === 0;
	const told = schemas.includes(urn) || isEmpty ? schemas : [...schemas, urn];
	return { ...withEntry(resource, urn, isEmpty ? null : extension), schemas: told };
}

function withEntry(object: JsonObject, name: string, value: unknown): JsonObject {
	const rest = Object.fromEntries(Object.entries(object).filter(([one]) => one !== name));
	return value === null ? rest : { ...rest, [name]: value };
}

/** `attribute`, `attribute.sub`, `attribute[sub eq value].sub`, each perhaps after the URN of an extension. */
function readPath(path: string): Target {
	const urn = Object.keys(SCHEMAS).find((one) => path.startsWith(`${one}:`)) ?? USER_URN;
	const rest = path.startsWith(`${urn}:`) ? path.slice(urn.length + 1) : path;
	const parts = /^([A-Za-z][\w$-]*)(?:\[([A-Za-z]\w*) eq (.{1,400})\])?(?:\.([A-Za-z$]\w*))?$/.exec(rest);
	const found = parts === null ? undefined : attributeNamed(urn, parts[1] ?? '');
	if (parts === null || found === undefined) throw new ScimRefusal(400, `The path ${path} is not known`, 'invalidPath');
	const [name, attribute] = found;
	const [, , chosenSub, chosenText, sub] = parts;
	if (chosenSub !== undefined && (attribute.kind !== 'complex' || !attribute.several))
		throw new ScimRefusal(400, `${name} has no members`, 'invalidPath');
	if (sub !== undefined && attribute.kind === 'complex') {
		const fault = faultOf({ ...attribute, several: false }, { [sub]: null }, name);
		if (fault !== undefined) throw new ScimRefusal(400, fault, 'invalidPath');
	}
	return {
		urn,
		name,
		attribute,
		chosen: chosenSub === undefined ? undefined : { sub: chosenSub, value: literal(chosenText ?? '') },
		sub,
	};
}

/** A value of a filter: as in JSON. @throws ScimRefusal */
export function literal(text: string): unknown {
	const value = parsed(text);
	if (value === undefined) throw new ScimRefusal(400, `${text} is no value`, 'invalidFilter');
	return value;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
