import { isBlank, textOf, type Field, type Value } from '../shared/model/field';
import { recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** The path of the manager. */
export const MANAGER = `${ENTERPRISE}:manager`;

/** Attributes that hold several members, of which a master list owns one for each type. */
type Plural = 'emails' | 'phoneNumbers' | 'addresses';

/**
 * Where a value stands in a user resource. Source: RFC 7643 §4.1, §4.3.
 * `single`: an attribute or sub-attribute, of the core schema or of an extension (`urn`).
 * `member`: a sub-attribute of the member with this `type` of a multi-valued attribute.
 * `manager`: the enterprise user's manager, named by id.
 */
export type Place =
	| { readonly kind: 'single'; readonly urn?: string; readonly path: readonly [string, ...string[]] }
	| { readonly kind: 'member'; readonly attribute: Plural; readonly type: string; readonly sub: string }
	| { readonly kind: 'manager' };

/** A field that knows where it stands. */
export interface ScimField extends Field {
	readonly place: Place;
	/** The server takes numbers here. */
	readonly asNumber?: true;
}

/** A value to be written; null clears. */
export interface Wanted {
	readonly field: ScimField;
	readonly value: Value | null;
}

/** The member that the list owns: of the type, else one without a type; of several the primary one. Others are never touched. */
export function ownedMember(members: unknown, type: string): JsonRecord | undefined {
	const typed = membersOf(members, type);
	const mine = typed.length > 0 || type !== 'work' ? typed : membersOf(members, '');
	return mine.find((member) => attributeOf(member, 'primary') === true) ?? mine[0];
}

const membersOf = (members: unknown, type: string): JsonRecord[] =>
	recordsOf(members).filter((member) => textIn(attributeOf(member, 'type')).trim().toLowerCase() === type);

/** All members of a multi-valued attribute. */
export const membersIn = (record: JsonRecord, attribute: Plural): JsonRecord[] =>
	recordsOf(attributeOf(record, attribute));

/** What stands at a place; undefined or null: nothing. */
export function readPlace(record: JsonRecord, place: Place): unknown {
	switch (place.kind) {
		case 'single': {
			let at: unknown = place.urn === undefined ? record : attributeOf(record, place.urn);
			for (const name of place.path) at = attributeOf(recordOf(at) ?? {}, name);
			return at;
		}
		case 'member':
			return attributeOf(ownedMember(attributeOf(record, place.attribute), place.type) ?? {}, place.sub);
		case 'manager': {
			const manager = attributeOf(recordOf(attributeOf(record, ENTERPRISE)) ?? {}, 'manager');
			// Entra's older form shows the id alone; some servers show a list of one.
			const one = Array.isArray(manager) ? (manager[0] as unknown) : manager;
			return typeof one === 'string' ? one : managerIn(recordOf(one) ?? {});
		}
	}
}

/** The manager's id: as value, at the end of the reference, or under the name of SCIM 1.1. */
function managerIn(manager: JsonRecord): unknown {
	const value = attributeOf(manager, 'value') ?? attributeOf(manager, 'managerId');
	if (!isBlank(value)) return value;
	const last = textIn(attributeOf(manager, '$ref'))
		.split(/[/?#]/)
		.filter((part) => part !== '')
		.pop();
	return last === undefined ? undefined : decoded(last);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** An attribute by name; names are compared without case. Source: RFC 7643 §2.1. */
export function attributeOf(record: JsonRecord, name: string): unknown {
	if (Object.hasOwn(record, name)) return record[name];
	const lower = name.toLowerCase();
	const found = Object.keys(record).find((one) => one.toLowerCase() === lower);
	return found === undefined ? undefined : record[found];
}

/** The name under which the record holds the attribute, or the one that the RFC gives it. */
function nameIn(record: JsonRecord, name: string): string {
	return Object.keys(record).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}

/** The whole record with the values in their places; everything else stays. For POST, PUT, and PATCH without a path. */
export function withValues(record: JsonRecord, wanted: readonly Wanted[]): Record<string, unknown> {
	let whole: Record<string, unknown> = { ...record };
	for (const { field, value } of wanted) whole = withValue(whole, field, wireValue(field, value));
	return whole;
}

function withValue(record: Record<string, unknown>, { place }: ScimField, value: unknown): Record<string, unknown> {
	switch (place.kind) {
		case 'single':
			return place.urn === undefined
				? withPath(record, place.path, value)
				: withExtension(record, place.urn, place.path, value);
		case 'member': {
			const name = nameIn(record, place.attribute);
			return { ...record, [name]: withMember(record[name], place, value) };
		}
		case 'manager':
			return withExtension(record, ENTERPRISE, ['manager'], value === null ? null : { value });
	}
}

function withExtension(
	record: Record<string, unknown>,
	urn: string,
	path: readonly string[],
	value: unknown,
): Record<string, unknown> {
	const name = nameIn(record, urn);
	const extended = withPath(record, [name, ...path], value);
	const schemas: unknown[] = Array.isArray(record.schemas) ? record.schemas : [];
	return value === null || schemas.includes(name) ? extended : { ...extended, schemas: [...schemas, name] };
}

function withPath(
	record: Record<string, unknown>,
	[first, ...rest]: readonly string[],
	value: unknown,
): Record<string, unknown> {
	if (first === undefined) return record;
	const name = nameIn(record, first);
	if (rest.length > 0) return { ...record, [name]: withPath({ ...recordOf(record[name]) }, rest, value) };
	if (value !== null) return { ...record, [name]: value };
	return Object.fromEntries(Object.entries(record).filter(([one]) => one !== name));
}

function withMember(members: unknown, { type, sub }: Place & { kind: 'member' }, value: unknown): unknown[] {
	const all: unknown[] = Array.isArray(members) ? members : [];
	const owned = ownedMember(all, type);
	if (owned === undefined) {
		if (value === null) return all;
		return [...all, { ...newMember(type, sub, all.length === 0), [sub]: value }];
	}
	// A member is there for its value: without it, nothing is left of it. An address has other parts.
	if (value === null && sub === 'value') return all.filter((member) => member !== owned);
	const changed = withPath({ ...owned }, [sub], value);
	return all.map((member) => (member === owned ? changed : member));
}

/** A new address book entry; the first e-mail is the primary one. */
function newMember(type: string, sub: string, isFirst: boolean): Record<string, unknown> {
	return isFirst && sub === 'value' ? { type, primary: true } : { type };
}

/** A value as it goes over the wire. */
function wireValue(field: ScimField, value: Value | null): unknown {
	if (value === null) return null;
	if (field.asNumber === true) return Number(value);
	return typeof value === 'object' ? value : field.kind === 'boolean' ? value : textOf(value);
}

/** One operation of a PATCH. Source: RFC 7644 §3.5.2. */
export interface PatchOperation {
	readonly op: 'add' | 'remove' | 'replace';
	readonly path?: string;
	readonly value?: unknown;
}

/** What PATCH needs to know of the members that are there. */
export type Members = Readonly<Record<string, unknown>>;

/** A text between quotes in a filter. Source: RFC 7644 §3.4.2.2 (a JSON string). */
export function quoted(text: string): string {
	return JSON.stringify(text);
}

/** The values as operations with a path for each attribute. `members` is the user as last read. */
export function pathOperations(wanted: readonly Wanted[], members: Members): PatchOperation[] {
	const operations: PatchOperation[] = [];
	const added = new Map<string, Record<string, unknown>>();
	for (const { field, value: neutral } of wanted) {
		const { place } = field;
		const value = wireValue(field, neutral);
		if (place.kind !== 'member') {
			operations.push(plainOperation(place, value));
			continue;
		}
		const { attribute, type, sub } = place;
		const owned = ownedMember(members[attribute], type);
		if (owned !== undefined) {
			operations.push(memberOperation(place, owned, value, membersOf(members[attribute], type).length === 1));
			continue;
		}
		if (value === null) continue;
		const name = `${attribute} ${type}`;
		const before = added.get(name);
		if (before !== undefined) {
			before[sub] = value;
			continue;
		}
		const isFirst = recordsOf(members[attribute]).length === 0;
		const member = { ...newMember(type, sub, isFirst && type === 'work'), [sub]: value };
		added.set(name, member);
		operations.push({ op: 'add', path: attribute, value: [member] });
	}
	return operations;
}

function plainOperation(place: Exclude<Place, { kind: 'member' }>, value: unknown): PatchOperation {
	const path =
		place.kind === 'manager'
			? MANAGER
			: place.urn === undefined
				? place.path.join('.')
				: `${place.urn}:${place.path.join('.')}`;
	if (value === null) return { op: 'remove', path };
	return { op: 'replace', path, value: place.kind === 'manager' ? { value } : value };
}

function memberOperation(
	{ attribute, sub }: Place & { kind: 'member' },
	owned: JsonRecord,
	value: unknown,
	isOnly: boolean,
): PatchOperation {
	// In the server's own spelling: not every server compares without case. Of two that are for work, one is changed.
	const which = isOnly ? `type eq ${quoted(textIn(attributeOf(owned, 'type')))}` : whichOf(owned);
	if (value !== null) return { op: 'replace', path: `${attribute}[${which}].${sub}`, value };
	return { op: 'remove', path: `${attribute}[${which}]${sub === 'value' ? '' : `.${sub}`}` };
}

/** A member whose type does not tell it apart is named by its value, or by being the primary one. */
function whichOf(member: JsonRecord): string {
	const value = textIn(attributeOf(member, 'value'));
	return value === '' ? 'primary eq true' : `value eq ${quoted(value)}`;
}

/**
 * The top-level attributes that the values belong to, as they shall be: one operation without a path. What is cleared
 * within one of them is told as null, since servers merge such an attribute with the one they have: left out, it would
 * stay (RFC 7643 §2.5, RFC 7644 §3.5.2.3).
 */
export function wholeOperation(wanted: readonly Wanted[], record: JsonRecord): PatchOperation {
	const changed = withValues(record, wanted);
	for (const { field, value } of wanted) if (value === null) Object.assign(changed, clearedPart(changed, field.place));
	const value: Record<string, unknown> = {};
	for (const { field } of wanted) {
		const top = nameIn(changed, topOf(field.place));
		value[top] = changed[top] ?? null;
	}
	return { op: 'replace', value };
}

/** The attribute that a value stood in, with null in its place; nothing where the value is an attribute of its own. */
function clearedPart(record: JsonRecord, place: Place): Record<string, unknown> {
	if (place.kind === 'member') return {};
	const within = place.kind === 'manager' ? ['manager'] : place.urn === undefined ? place.path.slice(1) : place.path;
	if (within.length === 0) return {};
	const top = nameIn(record, topOf(place));
	return { [top]: withNull({ ...recordOf(record[top]) }, within) };
}

function withNull(record: Record<string, unknown>, [first, ...rest]: readonly string[]): Record<string, unknown> {
	if (first === undefined) return record;
	const name = nameIn(record, first);
	return { ...record, [name]: rest.length === 0 ? null : withNull({ ...recordOf(record[name]) }, rest) };
}

function topOf(place: Place): string {
	switch (place.kind) {
		case 'single':
			return place.urn ?? place.path[0];
		case 'member':
			return place.attribute;
		case 'manager':
			return ENTERPRISE;
	}
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
