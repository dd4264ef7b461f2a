import type { Meaning } from '../../model/meaning';
import { fold } from '../../model/fold';
import { wordSet } from './wordSet';

/** Members that only name what their group is: `location.name`, `status.value`. */
const NAMING = wordSet([
	'name, value, label, display name, text, description, title, descriptor, code value, short name, long name',
]);
/** Members that say nothing to people. */
const INTERNAL = wordSet(['id, code, uuid, guid, key, uid, url, href, type']);
const STATE_CODE = wordSet(['external code, code, code value']);
/** A list of numbers by their kind: `externalIds.organization` is no organization. */
const NUMBERS = /ids?$/;
/** Groups that programs put around whatever they hold. */
const WRAPPERS = wordSet(['attributes, value, data, fields, name code, nameCode']);
const PEOPLE = wordSet(['user, person, employee, worker, contact, profile, people, member, individual, associate']);
const THINGS: ReadonlySet<Meaning> = new Set<Meaning>([
	'department',
	'orgUnit',
	'division',
	'company',
	'location',
	'city',
	'state',
	'country',
]);
/** What else is called by its group's name. */
const NAMED: ReadonlySet<Meaning> = new Set<Meaning>([
	...THINGS,
	'jobTitle',
	'job',
	'position',
	'status',
	'language',
	'gender',
]);
/** What a department or a company has of its own. */
const OF_THINGS: ReadonlySet<Meaning> = new Set<Meaning>([
	'jobTitle',
	'job',
	'position',
	'title',
	'hireDate',
	'positionStart',
	...THINGS,
]);

/** The parts of a path into a record, `profile.firstName`; undefined for a heading that is none. */
export function pathOf(heading: string): string[] | undefined {
	if (!heading.includes('.')) return undefined;
	const parts = heading.split('.');
	return parts.length > 1 && parts.every((part) => part === part.trim() && fold(part).length > 1) ? parts : undefined;
}

/** Whether a path leads to what a person is called, though its words together are another heading (`user.name`). */
export function isPersonsName(parts: readonly string[]): boolean {
	return fold(parts.at(-1) ?? '') === 'name' && PEOPLE.has(fold(parts.at(-2) ?? ''));
}

/**
 * What a path means by its last part, which the group before it changes as a group before a colon does.
 * @param meaningOf what a part or a group means by itself
 * @param within what the last part means beside its groups
 */
export function meaningOfPath(
	parts: readonly string[],
	meaningOf: (part: string) => Meaning | undefined,
	within: (last: string, groups: readonly string[]) => Meaning | undefined,
): Meaning | undefined {
	const last = parts.at(-1) ?? '';
	const groups = parts.slice(0, -1).filter((group, at) => at === 0 || !WRAPPERS.has(fold(group)));
	const nearest = meaningOf(groups.at(-1) ?? '');
	if (NUMBERS.test(fold(groups.at(-1) ?? ''))) return undefined;
	// SuccessFactors' `emplStatusNav.externalCode`.
	if (nearest === 'status' && STATE_CODE.has(fold(last))) return 'status';
	if (NAMING.has(fold(last)) && nearest === 'manager') return 'managerName';
	if (NAMING.has(fold(last)) && nearest !== undefined && NAMED.has(nearest)) return nearest;
	// Google's `organizations.title` is a job title.
	if (NAMING.has(fold(last)) && fold(last) !== 'title') return undefined;
	if (INTERNAL.has(fold(last))) return undefined;
	const meaning = within(last, groups);
	const isThing = nearest !== undefined && THINGS.has(nearest);
	return meaning !== undefined && isThing && !OF_THINGS.has(meaning) ? undefined : meaning;
}
