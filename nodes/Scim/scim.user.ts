import type { User } from '../shared/model/directory';
import { isBlank, textOf, type Value, type Values, wholeName } from '../shared/model/field';
import { idText, isRounded, recordOf, recordsOf, type JsonRecord } from '../shared/transport/record';
import { attributeOf, readPlace, type ScimField } from './scim.places';

/** The attribute by which rows and users are matched. */
export type FindBy = 'userName' | 'externalId';

/** How a person is named in results. */
export function nameOf(values: Values): string {
	for (const whole of [values.displayName, values.formatted]) if (!isBlank(whole)) return textOf(whole);
	const name = wholeName(values.givenName, values.familyName);
	return name === '' ? textOf(values.userName) : name;
}

/** What is kept of a record. */
export interface Keep {
	readonly findBy: FindBy;
	readonly fields: readonly ScimField[];
	/** `all` for Get Many; else only what a later write needs: members of multi-valued attributes, and the version. */
	readonly record: 'all' | 'version' | 'members';
}

/** A user of a reply, or undefined when it has no id or key that can be relied on. An attribute that is absent is empty. Source: RFC 7643 §2.5. */
export function toUser(record: JsonRecord, keep: Keep): User | undefined {
	const id = idText(attributeOf(record, 'id'));
	if (id === '' || isRounded(attributeOf(record, keep.findBy))) return undefined;
	const values: Record<string, Value | null> = {};
	for (const field of keep.fields) {
		if (field.writeOnly !== true) values[field.name] = shownValue(field, readPlace(record, field.place));
	}
	const isActive = activeOf(attributeOf(record, 'active'));
	if (values.active !== undefined) values.active = isActive;
	const role = roleOf(attributeOf(record, 'roles'));
	const kept = keptOf(record, keep.record);
	return {
		id,
		key: textOf(values[keep.findBy]),
		name: nameOf(values),
		email: textOf(values.email),
		values,
		standing: isActive ? 'active' : 'locked',
		...(role === undefined ? {} : { offLimits: `has the role "${role}" in the learning system` }),
		...(kept === undefined ? {} : { record: kept }),
	};
}

/** Whoever is not shown as inactive is active. Some servers send the word instead of the value (Entra's known issue). */
export function activeOf(shown: unknown): boolean {
	return !(shown === false || shown === 0 || (typeof shown === 'string' && /^(false|0)$/i.test(shown.trim())));
}

function shownValue(field: ScimField, shown: unknown): Value | null {
	if (typeof shown === 'boolean' || typeof shown === 'number') return field.kind === 'text' ? String(shown) : shown;
	if (typeof shown !== 'string' || isBlank(shown)) return null;
	if (field.kind === 'boolean') return shown.trim().toLowerCase() === 'true';
	return shown;
}

/** Administrators and authors are left alone. */
function roleOf(roles: unknown): string | undefined {
	const words = (Array.isArray(roles) ? roles : []).flatMap((role: unknown) => {
		const { display, value, type } = recordOf(role) ?? { value: role };
		return [display, value, type].filter((word) => typeof word === 'string');
	});
	return words.find((word) => /admin|author\b/i.test(word));
}

/** The members and the version; undefined where a write needs none of it. Most users of a kind share nothing worth holding. */
function keptOf(record: JsonRecord, what: Keep['record']): JsonRecord | undefined {
	if (what === 'all') return record;
	const kept: Record<string, unknown> = {};
	for (const name of ['emails', 'phoneNumbers', 'addresses']) {
		const members = recordsOf(attributeOf(record, name));
		if (members.length > 0) kept[name] = members;
	}
	const version = what === 'version' ? versionOf(record) : undefined;
	if (version !== undefined) kept.version = version;
	return Object.keys(kept).length === 0 ? undefined : kept;
}

/** The version of a record, for If-Match. Source: RFC 7643 §3.1, `meta.version`. */
export function versionOf(record: JsonRecord): string | undefined {
	const version = recordOf(record.meta)?.version ?? record.version;
	return typeof version === 'string' && version !== '' ? version : undefined;
}
